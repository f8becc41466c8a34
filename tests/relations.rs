//! What satisfies a requirement through a relation, and what does not.

use crate::common::harbour::{catalog_beside, claims, told};

/// A standard with these levels, and what else its file says.
fn standard(id: &str, levels: &str, rest: &str) -> String {
    let levels: String = levels
        .split(' ')
        .map(|level| format!("  - {{ id: {level}, ladder: medal, name: {level}, stated-in: unverified }}\n"))
        .collect();
    format!(
        "id: {id}\nname: {id}\ntitle: {id}\nissuer: Nobody\nsegment: global\njurisdiction: global\n\
         kind: certification\nstated-in: unverified\nlevels:\n{levels}{rest}"
    )
}

#[test]
fn at_the_same_level_only_a_level_of_the_same_name_satisfies() {
    let relation = "relations:\n  - { from: source-code, relation: includes, to: target-code, use: satisfies, \
        same-level: true, stated-in: unverified }\n";
    let standards = [standard("source-code", "silver bronze", ""), standard("target-code", "gold silver", relation)];
    let asked = |held: &str, required: &str| {
        let text = claims("pier-1", &[&format!("in-scope at: a, standards: [{held}]")]);
        told(&catalog_beside(&standards, &[("one", "2026-01-01", &text)]), "", required, "2026-03-01")
    };
    assert_eq!(asked("source-code@silver", "target-code@silver"), "covered-by-relation by one");
    assert_eq!(asked("source-code@bronze", "target-code@silver"), "no-evidence");
    // The source has no gold, so nothing of it can be gold at the same level.
    assert_eq!(asked("source-code@silver", "target-code@gold"), "no-evidence");
    assert_eq!(asked("source-code@silver", "target-code"), "covered-by-relation by one");
}
