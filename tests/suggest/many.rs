//! Many services, and how they are connected.

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

#[test]
fn what_is_offered_in_a_chain_is_what_is_offered_apart() {
    let (apart, chained) = (proposals(&row(150, false)), proposals(&row(150, true)));
    assert_eq!(chained.suggestions.len(), 150);
    assert_eq!(what(&apart.suggestions), what(&chained.suggestions));
}
