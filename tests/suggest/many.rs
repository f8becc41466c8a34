//! Many services, and how they are connected.

use std::time::Instant;

use super::{proposals, service, what};

/// Services of which each sends to the next, or none does.
fn row(count: usize, is_chain: bool) -> String {
    let one = |at: usize| {
        let flow = if is_chain && at + 1 < count {
            format!("sends-to = [{{ service = \"s{}\" }}]\n", at + 1)
        } else {
            String::new()
        };
        let data = if at == 0 { "data = [\"phi\"]\n" } else { "" };
        service("crane", "bay", "\"bay-1\"", "\"audit\"") + &format!("name = \"s{at}\"\n{data}{flow}")
    };
    (0..count).map(one).collect()
}

/// To try a change of one service takes the check of those that it is linked with, not of all that data reaches.
#[test]
fn connected_services_cost_little_more_than_others() {
    let timed = |text: &str| {
        let begun = Instant::now();
        let told = proposals(text).suggestions.len();
        (told, begun.elapsed())
    };
    let (apart, chained) = (timed(&row(150, false)), timed(&row(150, true)));
    assert_eq!((apart.0, chained.0), (150, 150));
    assert!(chained.1 < apart.1 * 12, "{chained:?} for a chain, {apart:?} without flows");
}

#[test]
fn what_is_offered_in_a_chain_is_what_is_offered_apart() {
    let (apart, chained) = (proposals(&row(5, false)), proposals(&row(5, true)));
    assert_eq!(what(&apart.suggestions), what(&chained.suggestions));
}
