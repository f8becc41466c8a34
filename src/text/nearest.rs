//! The known name that a mistyped one most likely meant.

/// The candidate nearest to `wrong`, letter case aside, if it is near enough to be worth offering: at most a third of
/// the letters differ. Of two that are equally near, the first in the order given.
pub fn nearest<'c>(wrong: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wrong = wrong.to_lowercase();
    let letters = wrong.chars().count();
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&wrong, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= letters.max(candidate.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood_and_a_wild_guess_is_not_made() {
        let known = ["requires", "regions", "cloud"];
        assert_eq!(nearest("reqires", known), Some("requires"));
        assert_eq!(nearest("Region", known), Some("regions"));
        assert_eq!(nearest("colud", known), Some("cloud"));
        assert_eq!(nearest("owner", known), None);
    }
}
