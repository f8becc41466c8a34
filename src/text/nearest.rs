//! The known name that a mistyped one most likely meant.

use std::cmp::Reverse;

/// The candidate nearest to `wrong`, letter case aside, if it is near enough to be worth offering: at most a third of
/// the letters differ. Of two that are equally near, the one that begins like it, then the first in the order given.
pub fn nearest<'c>(wrong: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wrong = wrong.to_lowercase();
    let letters = wrong.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&wrong, letters, candidate, 3)?, candidate)))
        .min_by_key(|(distance, candidate)| (*distance, Reverse(shared(&wrong, candidate))))
        .map(|(_, candidate)| candidate)
}

/// As [`nearest`], for ids of two halves with a slash between: both have to be near. Where the first is long, an id that
/// only shares it would look near.
pub fn nearest_by_halves<'c>(wrong: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let Some((group, flaw)) = wrong.split_once('/') else { return nearest(wrong, candidates) };
    let are_near = |candidate: &&str| {
        let halves = candidate.split_once('/');
        halves.is_some_and(|halves| nearest(group, [halves.0]).is_some() && nearest(flaw, [halves.1]).is_some())
    };
    nearest(wrong, candidates.into_iter().filter(are_near))
}

/// How many letters two texts begin with alike.
fn shared(wrong: &str, candidate: &str) -> usize {
    wrong.chars().zip(candidate.to_lowercase().chars()).take_while(|(a, b)| a == b).count()
}

/// The few candidates nearest to `wrong`, letter case aside, nearest first: for a person who knows which of them is
/// meant, so they may be further off than one that is offered as the answer.
pub fn nearest_few<'c>(wrong: &str, candidates: impl IntoIterator<Item = &'c str>, few: usize) -> Vec<&'c str> {
    let wrong = wrong.to_lowercase();
    let letters = wrong.chars().count();
    let mut near: Vec<_> = candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&wrong, letters, candidate, 2)?, candidate)))
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().take(few).map(|(_, candidate)| candidate).collect()
}

/// In how many letters two texts differ, where that is at most one of `share`.
fn distance(wrong: &str, letters: usize, candidate: &str, share: usize) -> Option<usize> {
    let others = candidate.chars().count();
    let longest = letters.max(others);
    // They differ in their lengths at least: a text without end is compared with nothing.
    if letters.abs_diff(others) * share > longest {
        return None;
    }
    let distance = strsim::osa_distance(wrong, &candidate.to_lowercase());
    (distance * share <= longest).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_are_offered_nearest_first() {
        let known = ["Virtual Machines", "Virtual Machine Scale Sets", "Virtual Network", "Batch", "Virtual Machine"];
        assert_eq!(nearest_few("virtual machine", known, 2), ["Virtual Machine", "Virtual Machines"]);
        assert!(nearest_few("Quantum", known, 3).is_empty());
    }

    #[test]
    fn a_slip_of_the_finger_is_understood_and_a_wild_guess_is_not_made() {
        let known = ["requires", "regions", "cloud"];
        assert_eq!(nearest("reqires", known), Some("requires"));
        assert_eq!(nearest("Region", known), Some("regions"));
        assert_eq!(nearest("colud", known), Some("cloud"));
        assert_eq!(nearest("owner", known), None);
        assert_eq!(nearest("USA", ["SA", "UA", "US"]), Some("US"), "it begins so");
    }
}
