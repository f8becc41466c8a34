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

#[test]
fn at_the_same_level_a_higher_one_satisfies_for_all_that_it_holds() {
    let relation = "relations:\n  - { from: source-code, relation: includes, to: target-code, use: satisfies, \
        same-level: true, stated-in: unverified }\n";
    let target = standard("target-code", "gold silver", relation)
        .replace("name: gold,", "name: gold, subsumes: [silver], basis: official,");
    let standards = [standard("source-code", "gold bronze", ""), target];
    let text = claims("pier-1", &["in-scope at: a, standards: [source-code@gold]"]);
    let catalog = catalog_beside(&standards, &[("one", "2026-01-01", &text)]);
    for required in ["target-code@gold", "target-code@silver", "target-code"] {
        assert_eq!(told(&catalog, "", required, "2026-03-01"), "covered-by-relation by one", "{required}");
    }
}

#[test]
fn what_is_granted_for_an_edition_ends_with_it() {
    let rest = "editions:\n  - { id: old, ends: 2026-01-31, end-effect: certificates-void, end-stated-in: paper, \
        stated-in: unverified }\nrelations:\n  - { from: source-code, relation: grants, to: \"target-code:old\", \
        use: satisfies, stated-in: unverified }\nsources: { paper: { found-at: nowhere } }\n";
    let standards = [standard("source-code", "gold", ""), standard("target-code", "gold", rest)];
    let text = claims("pier-1", &["in-scope at: a, standards: [source-code]"]);
    let catalog = catalog_beside(&standards, &[("one", "2026-01-01", &text)]);
    for required in ["target-code", "target-code:old"] {
        assert_eq!(told(&catalog, "", required, "2026-01-31"), "covered-by-relation by one", "{required}");
        assert_eq!(told(&catalog, "", required, "2026-02-01"), "no-evidence", "{required}");
    }
}
