//! When a finding is told of its regions, and when of the use as a whole.

use crate::common;

use crate::common::harbour::{catalog, claims, manifest};
use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::load::rules;
use compliance_check::text::Source;

const RULE: &str = "id: team/tells
title: an example
severity: advice
subject: requirement
match: {}
says: the whole
says-in-regions: '{regions}'
why: So it is.
fix: Nothing.
";

/// The words of every finding on the requirements of a manifest.
fn told(catalog: &Catalog, manifest: &str) -> Vec<String> {
    let (rules, problems) = rules::load(&[Source::new("rule.yaml", RULE)], catalog);
    assert!(problems.is_empty(), "{}", common::lines(problems));
    let checker = Checker::new(catalog, &rules, "2026-03-01".parse().expect("a date"));
    let outcome = checker.check(&common::deployment(manifest, catalog));
    outcome.findings.into_iter().map(|finding| finding.message).collect()
}

/// The same for a use in some regions.
fn told_in(catalog: &Catalog, regions: &str, requires: &str) -> Vec<String> {
    told(catalog, &manifest("pier-1", regions, &format!("{requires:?}")))
}

const NORTH: &str = "\"north\"";
const SOUTH: &str = "\"south\"";
const BOTH: &str = "\"north\", \"south\"";

#[test]
fn what_is_so_in_every_region_is_told_of_the_whole() {
    let catalog = catalog(&[("list", "2026-01-01", &claims("pier-1", &["in-scope at: a, standards: [soc-2]"]))]);
    assert_eq!(told_in(&catalog, BOTH, "soc-2"), ["the whole"]);
    assert_eq!(told_in(&catalog, NORTH, "soc-2"), ["the whole"]);
    assert_eq!(told_in(&catalog, "", "soc-2"), ["the whole"]);
}

#[test]
fn what_rests_on_a_claim_for_some_regions_is_told_of_the_regions() {
    let text = claims("pier-1", &["in-scope regions: [north], at: a, standards: [soc-2, fedramp@moderate]"]);
    let catalog = catalog(&[("list", "2026-01-01", &text)]);
    assert_eq!(told_in(&catalog, BOTH, "soc-2"), ["north", "south"]);
    assert_eq!(told_in(&catalog, NORTH, "soc-2"), ["north"]);
    assert_eq!(told_in(&catalog, SOUTH, "soc-2"), ["south"]);
    assert_eq!(told_in(&catalog, "", "soc-2"), ["the whole"], "there is no region to be told of");
    assert_eq!(told_in(&catalog, NORTH, "dod-srg@il2"), ["north"], "a relation leads to it from that claim");
}

#[test]
fn what_a_claim_for_some_regions_contests_is_told_of_the_regions() {
    let new = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
    let old = claims("pier-1", &["pending regions: [south], at: a, standards: [soc-2]"]);
    let catalog = catalog(&[("new", "2026-02-01", &new), ("old", "2026-01-01", &old)]);
    assert_eq!(told_in(&catalog, SOUTH, "soc-2"), ["south"]);
    assert_eq!(told_in(&catalog, NORTH, "soc-2"), ["the whole"]);
    assert_eq!(told_in(&catalog, BOTH, "soc-2"), ["north", "south"], "what is so in one of two is told of that");
}

#[test]
fn what_a_waiver_excuses_in_one_region_is_told_of_each() {
    let catalog = catalog(&[("list", "2026-01-01", &claims("pier-1", &["in-scope at: a, standards: [soc-2]"]))]);
    let waiver = "[[waivers]]\nrule = \"team/tells\"\nregion = \"north\"\nuntil = 2026-12-31\nreason = \"Known\"\n";
    assert_eq!(told(&catalog, &(manifest("pier-1", BOTH, "\"soc-2\"") + waiver)), ["north", "south"]);
}
