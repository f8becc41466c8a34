//! Where one document says several things: levels, rows that differ, regions.

use crate::common::harbour::{answer, catalog, claims, told};
use compliance_check::catalog::Catalog;

const DAY: &str = "2026-03-01";

/// The shipped catalogue with one document of these claims.
fn catalog_of(statements: &[&str]) -> Catalog {
    catalog(&[("one", "2026-01-01", &claims("pier-1", statements))])
}

#[test]
fn a_row_that_leaves_a_level_unticked_still_holds_the_lower_one() {
    let held = catalog_of(&[
        "in-scope at: a, standards: [dod-srg@il2, dod-srg@il4]",
        "out-of-scope at: a, standards: [dod-srg@il5]",
    ]);
    assert_eq!(told(&held, "", "dod-srg@il5", DAY), "level-too-low by one");
    let shown = held.held(&answer(&held, "", "dod-srg@il5", DAY)).map(|reference| held.facts().reference(reference));
    assert_eq!(shown.as_deref(), Some("dod-srg@il4"), "the highest that is held");
    assert_eq!(told(&held, "", "dod-srg@il4", DAY), "covered by one");
    let nothing = catalog_of(&["out-of-scope at: a, standards: [dod-srg@il5]"]);
    assert_eq!(told(&nothing, "", "dod-srg@il5", DAY), "excluded by one");
}

#[test]
fn two_rows_that_differ_at_a_level_leave_it_excluded_and_contested() {
    let rows = [
        "in-scope at: row 1, standards: [dod-srg@il2, dod-srg@il4, dod-srg@il5]",
        "in-scope at: row 2, standards: [dod-srg@il2, dod-srg@il4]",
        "out-of-scope at: row 2, standards: [dod-srg@il5]",
    ];
    for rows in [rows, [rows[1], rows[2], rows[0]]] {
        let catalog = catalog_of(&rows);
        assert_eq!(told(&catalog, "", "dod-srg@il5", DAY), "level-too-low by one, contested");
        assert_eq!(told(&catalog, "", "dod-srg@il4", DAY), "covered by one", "the rows agree here");
        assert_eq!(told(&catalog, "", "dod-srg", DAY), "covered by one");
    }
    let alone = catalog_of(&[
        "in-scope at: row 1, standards: [dod-srg@il5]",
        "out-of-scope at: row 2, standards: [dod-srg@il5]",
    ]);
    assert_eq!(told(&alone, "", "dod-srg@il5", DAY), "excluded by one, contested");
}

#[test]
fn a_row_that_was_narrowed_is_no_contradiction_where_another_level_serves_as_well() {
    let catalog = catalog_of(&[
        "in-scope at: row 1, standards: [dod-srg@il2]",
        "pending at: row 2, standards: [dod-srg@il2]",
        "in-scope at: row 3, standards: [dod-srg@il4]",
    ]);
    assert_eq!(told(&catalog, "", "dod-srg@il2", DAY), "covered by one");
}

#[test]
fn what_is_said_otherwise_of_a_lower_level_contests_where_its_exclusion_bears_on_a_higher_one() {
    let rows = ["out-of-scope at: row 1, standards: [dod-srg@il4]", "pending at: row 2, standards: [dod-srg@il4]"];
    for rows in [rows, [rows[1], rows[0]]] {
        assert_eq!(told(&catalog_of(&rows), "", "dod-srg@il4", DAY), "excluded by one, contested");
        assert_eq!(told(&catalog_of(&rows), "", "dod-srg@il5", DAY), "excluded by one, contested");
    }
    // An audit under way for a lower level says nothing of a higher one, whatever else is excluded.
    let apart = ["out-of-scope at: row 1, standards: [dod-srg]", "pending at: row 2, standards: [dod-srg@il2]"];
    assert_eq!(told(&catalog_of(&apart), "", "dod-srg@il4", DAY), "excluded by one");
}

#[test]
fn a_full_list_of_one_level_says_nothing_of_the_plain_standard() {
    let list = |standards: &str| {
        let list = format!("{{ services: [crane], clouds: [pier-1], standards: [{standards}] }}");
        catalog(&[("one", "2026-01-01", &format!("in-full: [{list}]\nclaims: []\n"))])
    };
    let levels = list("fedramp@high");
    assert_eq!(told(&levels, "", "fedramp@high", DAY), "not-listed by one");
    assert_eq!(told(&levels, "", "fedramp", DAY), "no-evidence");
    assert_eq!(told(&levels, "", "fedramp@moderate", DAY), "no-evidence");
    let editions = list("\"iso-27001:2022\"");
    assert_eq!(told(&editions, "", "iso-27001:2022", DAY), "not-listed by one");
    assert_eq!(told(&editions, "", "iso-27001", DAY), "no-evidence");
    let whole = list("fedramp");
    assert_eq!(told(&whole, "", "fedramp@high", DAY), "not-listed by one");
}

#[test]
fn the_newest_claim_that_reaches_the_region_decides_although_another_region_fares_better() {
    let old = claims("pier-1", &["in-scope regions: [south], at: a, standards: [dod-srg@il5]"]);
    let new = claims(
        "pier-1",
        &["in-scope at: a, standards: [dod-srg@il4]", "in-scope regions: [north], at: b, standards: [dod-srg@il5]"],
    );
    let catalog = catalog(&[("old", "2025-01-01", &old), ("new", "2026-01-01", &new)]);
    assert_eq!(told(&catalog, "north", "dod-srg@il5", DAY), "covered by new");
    assert_eq!(told(&catalog, "south", "dod-srg@il5", DAY), "level-too-low by new, contested");
    assert_eq!(told(&catalog, "", "dod-srg@il5", DAY), "level-too-low by new");
}

#[test]
fn a_lapse_is_dated_by_the_claims_own_end_and_not_by_that_of_its_edition() {
    let claim = "in-scope at: a, standards: [\"iso-27001:2013\"], until: \"2026-02-15\"";
    let catalog = catalog_of(&[claim]);
    let until = |as_of| {
        let opinion = answer(&catalog, "", "iso-27001", as_of).deciding.expect("a document decides");
        (opinion.verdict.name(), opinion.until.map(|day| day.to_string()))
    };
    assert_eq!(until("2026-02-01"), ("edition-retired", Some("2025-10-31".to_owned())));
    assert_eq!(until("2026-03-01"), ("lapsed", Some("2026-02-15".to_owned())));
}

#[test]
fn a_full_list_that_names_a_family_says_nothing_of_its_parts() {
    let list = |service: &str| {
        let text = format!(
            "in-full:\n  - {{ every-part-of: dock, clouds: [pier-1], standards: [soc-2] }}\nclaims:\n  \
             - {{ in-scope: {service}, cloud: pier-1, at: a, standards: [soc-2] }}\n"
        );
        catalog(&[("one", "2026-01-01", &text)])
    };
    assert_eq!(told(&list("dock"), "", "soc-2", DAY), "not-listed by one", "the whole of what it lists the parts of");
    assert_eq!(told(&list("quay"), "", "soc-2", DAY), "platform-only", "a family within it");
    assert_eq!(told(&list("crane"), "", "soc-2", DAY), "covered by one");
}

#[test]
fn a_row_that_was_narrowed_serves_no_lower_level_and_no_requirement_that_leaves_the_level_open() {
    let rows = |narrower: &str| {
        let narrower = format!("{narrower} at: row 2, standards: [dod-srg@il5]");
        catalog_of(&["in-scope at: row 1, standards: [dod-srg@il5]", &narrower])
    };
    for required in ["dod-srg@il5", "dod-srg@il4", "dod-srg"] {
        assert_eq!(told(&rows("out-of-scope"), "", required, DAY), "excluded by one, contested", "{required}");
        assert_eq!(told(&rows("pending"), "", required, DAY), "pending by one, contested", "{required}");
    }
    let neither = catalog_of(&[
        "pending at: row 1, standards: [dod-srg@il5]",
        "out-of-scope at: row 2, standards: [dod-srg@il5]",
    ]);
    assert_eq!(told(&neither, "", "dod-srg", DAY), "excluded by one, contested");
    let north = "out-of-scope regions: [north],";
    assert_eq!(told(&rows(north), "north", "dod-srg@il4", DAY), "excluded by one, contested");
    assert_eq!(told(&rows(north), "south", "dod-srg@il4", DAY), "covered by one", "the rows differ in the north alone");
}

#[test]
fn what_is_narrowed_wherever_it_is_in_scope_is_in_scope_nowhere() {
    let old = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
    let new = |regions: &str| {
        let pending = format!("pending regions: [{regions}], at: b, standards: [soc-2]");
        let new = claims("pier-1", &["in-scope regions: [north, west], at: a, standards: [soc-2]", &pending]);
        catalog(&[("old", "2025-01-01", &old), ("new", "2026-01-01", &new)])
    };
    assert_eq!(told(&new("north"), "south", "soc-2", DAY), "elsewhere by new, contested", "it is in scope in the west");
    assert_eq!(told(&new("north, west"), "south", "soc-2", DAY), "covered by old");
}

#[test]
fn rows_for_two_regions_are_not_held_against_each_other_in_a_third() {
    let old = claims(
        "pier-1",
        &[
            "in-scope regions: [north], at: a, standards: [soc-2], until: 2026-01-31",
            "in-scope regions: [south], at: b, standards: [soc-2]",
        ],
    );
    let new = "in-full: [{ services: [crane], clouds: [pier-1], standards: [soc-2] }]\nclaims: []\n";
    let catalog = catalog(&[("old", "2025-01-01", &old), ("new", "2026-01-01", new)]);
    assert_eq!(told(&catalog, "west", "soc-2", DAY), "not-listed by new, contested", "it is covered in the south");
}

#[test]
fn a_list_of_another_standard_names_no_region_for_this_one() {
    let new = claims("pier-1", &["in-scope regions: [north], at: a, standards: [soc-2]"]);
    let old = |standard: &str| {
        let list = format!("{{ services: [crane], clouds: [pier-1], regions: [south], standards: [{standard}] }}");
        let claims = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
        let old = format!("in-full: [{list}]\n{claims}");
        catalog(&[("old", "2025-01-01", &old), ("new", "2026-01-01", &new)])
    };
    assert_eq!(told(&old("soc-3"), "south", "soc-2", DAY), "elsewhere by new, contested");
    assert_eq!(told(&old("soc-2"), "south", "soc-2", DAY), "covered by old");
}

#[test]
fn a_family_that_a_list_names_in_another_cloud_leaves_nothing_open_in_this_one() {
    let old = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
    let new = |cloud: &str| {
        let new = format!(
            "in-full:\n  - {{ every-part-of: dock, clouds: [pier-1, pier-2], standards: [soc-2] }}\nclaims:\n  \
             - {{ in-scope: quay, cloud: {cloud}, at: a, standards: [soc-2] }}\n"
        );
        catalog(&[("old", "2025-01-01", &old), ("new", "2026-01-01", &new)])
    };
    assert_eq!(told(&new("pier-2"), "", "soc-2", DAY), "not-listed by new, contested");
    assert_eq!(told(&new("pier-1"), "", "soc-2", DAY), "covered by old");
}

#[test]
fn of_rows_that_serve_equally_well_the_one_that_counts_longest_is_shown_wherever_it_stands() {
    let rows = [
        "in-scope at: row 1, standards: [iso-27001], until: 2026-06-30",
        "in-scope at: row 2, standards: [\"iso-27001:2022\"], until: 2026-09-30",
    ];
    for rows in [rows, [rows[1], rows[0]]] {
        let opinion = answer(&catalog_of(&rows), "", "iso-27001", DAY).deciding.expect("a document decides");
        assert_eq!(opinion.until.map(|day| day.to_string()).as_deref(), Some("2026-09-30"));
    }
}
