//! The known name that a mistyped one most likely meant.

use std::cmp::Reverse;

/// After so many names of a file that nothing is called by, it is only said of most of them that they are unknown, and no
/// longer what comes near: each is held against every name that there is.
pub const GUESSED: usize = 1000;

/// The candidate nearest to `wrong`, letter case aside, if it is near enough to be worth offering: at most a third of
/// the letters differ. Of two that are equally near, the one that begins like it, then the first in the order given.
pub fn nearest<'c>(wrong: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wrong = Wrong::new(wrong);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((wrong.distance(candidate, 3)?, candidate)))
        .min_by_key(|(distance, candidate)| (*distance, Reverse(shared(&wrong.text, candidate))))
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
    let wrong = Wrong::new(wrong);
    let mut near: Vec<_> =
        candidates.into_iter().filter_map(|candidate| Some((wrong.distance(candidate, 2)?, candidate))).collect();
    near.sort();
    near.dedup();
    near.into_iter().take(few).map(|(_, candidate)| candidate).collect()
}

/// A mistyped name, ready to be compared with many others.
struct Wrong {
    /// In small letters.
    text: String,
    letters: usize,
    tally: Tally,
}

impl Wrong {
    fn new(wrong: &str) -> Self {
        let text = wrong.to_lowercase();
        Self { letters: text.chars().count(), tally: Tally::of(&text), text }
    }

    /// In how many letters it differs from `candidate`, where that is at most one of `share`.
    fn distance(&self, candidate: &str, share: usize) -> Option<usize> {
        let others = candidate.chars().count();
        let longest = self.letters.max(others);
        // They differ in their lengths at least: a text without end is compared with nothing.
        if self.letters.abs_diff(others) * share > longest {
            return None;
        }
        // What is cheap to see tells most candidates off: a mistyped name is compared with every name that there is.
        if candidate.is_ascii() && self.tally.least_distance(candidate) * share > longest {
            return None;
        }
        let small = candidate.to_lowercase();
        if self.tally.least_distance(&small) * share > longest {
            return None;
        }
        let distance = strsim::osa_distance(&self.text, &small);
        (distance * share <= longest).then_some(distance)
    }
}

/// How often each letter stands in a text, small and capital ones of ASCII together; some other characters count as one.
struct Tally([i32; 32]);

impl Tally {
    fn of(text: &str) -> Self {
        let mut counts = [0; 32];
        text.chars().for_each(|one| counts[(u32::from(one) & 31) as usize] += 1);
        Self(counts)
    }

    /// At least so many letters differ: to change one into another takes from one count and adds to another.
    fn least_distance(&self, other: &str) -> usize {
        let other = Self::of(other);
        let apart: u32 = self.0.iter().zip(&other.0).map(|(a, b)| a.abs_diff(*b)).sum();
        apart.div_ceil(2) as usize
    }
}

/// What can be told of many names at a glance, worked out once: whoever mistypes thousands has each of them compared with
/// every name that there is.
#[derive(Debug, Default)]
pub struct Glances(Vec<Glance>);

/// How long a name is, and how often each letter stands in it.
#[derive(Debug, Clone, Copy)]
struct Glance {
    letters: usize,
    counts: [u8; 32],
}

impl Glances {
    /// Those of names, in their order.
    pub fn of(names: impl Iterator<Item: AsRef<str>>) -> Self {
        Self(names.map(|name| Glance::of(name.as_ref())).collect())
    }

    /// The numbers of the names that may be near enough for [`nearest`], with 3 for `share`, or for [`nearest_few`], with 2:
    /// of all others they would take none.
    pub fn may_be_near(&self, wrong: &str, share: usize) -> impl Iterator<Item = usize> {
        let wrong = Glance::of(&wrong.to_lowercase());
        let all = self.0.iter().enumerate();
        all.filter(move |(_, name)| wrong.least_distance(name) * share <= wrong.letters.max(name.letters))
            .map(|(at, _)| at)
    }
}

impl Glance {
    fn of(name: &str) -> Self {
        let tally = Tally::of(&name.to_lowercase());
        // A letter that stands there more often still stands there often.
        let counts = tally.0.map(|count| u8::try_from(count).unwrap_or(u8::MAX));
        Self { letters: name.chars().count(), counts }
    }

    fn least_distance(&self, other: &Self) -> usize {
        let apart: u16 = self.counts.iter().zip(&other.counts).map(|(a, b)| u16::from(a.abs_diff(*b))).sum();
        usize::from(apart.div_ceil(2)).max(self.letters.abs_diff(other.letters))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_near_may_be_near_at_a_glance() {
        let names: Vec<String> = ["Virtual Machine", "virtual-network", "Straße", "ΣΑΣ", "K", "", "İstanbul"]
            .into_iter()
            .map(str::to_owned)
            .chain(["a".repeat(400), "aB".repeat(150)])
            .collect();
        let glances = Glances::of(names.iter());
        for name in &names {
            for cut in (0..name.len()).filter(|&cut| name.is_char_boundary(cut)) {
                for wrong in [name[..cut].to_owned(), format!("{}x{}", &name[..cut], &name[cut..]), name.to_uppercase()]
                {
                    let seen: Vec<_> = glances.may_be_near(&wrong, 3).map(|number| names[number].as_str()).collect();
                    let all = nearest(&wrong, names.iter().map(String::as_str));
                    assert_eq!(nearest(&wrong, seen), all, "{wrong}");
                    let seen = glances.may_be_near(&wrong, 2).map(|number| names[number].as_str());
                    let few = nearest_few(&wrong, names.iter().map(String::as_str), 9);
                    assert_eq!(nearest_few(&wrong, seen, 9), few, "{wrong}");
                }
            }
        }
        assert_eq!(glances.may_be_near("zzzzzzzzzzzzzzzzzz", 2).count(), 0);
    }

    #[test]
    fn several_are_offered_nearest_first() {
        let known = ["Virtual Machines", "Virtual Machine Scale Sets", "Virtual Network", "Batch", "Virtual Machine"];
        assert_eq!(nearest_few("virtual machine", known, 2), ["Virtual Machine", "Virtual Machines"]);
        assert!(nearest_few("Quantum", known, 3).is_empty());
    }

    #[test]
    fn what_is_told_off_early_is_never_near() {
        let letters = ["", "a", "b", "A", "-", "ß", "0"];
        let texts = |count: usize| {
            (0..letters.len().pow(4)).step_by(count).map(|number| {
                (0..4).map(|at| letters[number / letters.len().pow(at) % letters.len()]).collect::<String>()
            })
        };
        for (wrong, candidate) in texts(31).flat_map(|wrong| texts(37).map(move |candidate| (wrong.clone(), candidate)))
        {
            let plain = strsim::osa_distance(&wrong.to_lowercase(), &candidate.to_lowercase());
            let longest = wrong.chars().count().max(candidate.chars().count());
            assert_eq!(
                Wrong::new(&wrong).distance(&candidate, 2),
                (plain * 2 <= longest).then_some(plain),
                "{wrong} {candidate}"
            );
        }
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
