//! What a misprint would say, were it believed: it never decides, and whoever takes it at its word is told of.

use crate::common;

use crate::common::harbour::{answer, catalog, claims, manifest, told};
use compliance_check::check::Checker;
use compliance_check::check::explain::{self, Wanted};

const DAY: &str = "2026-06-01";

/// A misprint on the service in the cloud with regions, and what its words would state.
fn misprint(says: &str, rest: &str, standard: &str) -> String {
    let name = standard.split(['@', ':']).next().unwrap_or_default();
    format!(
        "disputed:\n  - service: crane\n    printed: All of it\n    standard: {name}\n    \
         reads-as: {{ says: {says}, cloud: pier-1, standard: {standard}{rest} }}\n    at: last line\n    why: A slip\n"
    )
}

#[test]
fn the_words_of_a_misprint_contest_and_never_decide() {
    let low = claims("pier-1", &["in-scope at: row 1, standards: [fedramp@moderate]"]);
    let words = misprint("in-scope", "", "fedramp@high");
    // Newer or older, in its own document or in another one.
    for day in ["2025-01-01", "2026-05-01"] {
        let known = catalog(&[("list", "2026-01-01", &low), ("slip", day, &words)]);
        assert_eq!(told(&known, "north", "fedramp@high", DAY), "level-too-low by list, contested");
        assert_eq!(told(&known, "north", "fedramp@moderate", DAY), "covered by list", "both say the same");
        assert_eq!(told(&known, "north", "soc-2", DAY), "no-evidence", "the words are of another standard");
    }
    let own = catalog(&[("list", "2026-01-01", &format!("{low}{words}"))]);
    assert_eq!(told(&own, "north", "fedramp@high", DAY), "level-too-low by list, contested");
}

#[test]
fn a_misprint_is_read_of_its_own_regions_and_days() {
    let none = claims("pier-1", &["out-of-scope at: row 1, standards: [soc-2]"]);
    let north = misprint("in-scope", ", regions: [north]", "soc-2");
    let known = catalog(&[("list", "2026-01-01", &none), ("slip", "2026-02-01", &north)]);
    assert_eq!(told(&known, "north", "soc-2", DAY), "excluded by list, contested");
    assert_eq!(told(&known, "south", "soc-2", DAY), "excluded by list");
    assert_eq!(told(&known, "", "soc-2", DAY), "excluded by list");
    assert_eq!(told(&known, "north", "soc-2", "2026-01-15"), "excluded by list", "it was not printed yet");
    let newer = ("newer", "2026-03-01", "replaces: [slip]\n");
    let known = catalog(&[("list", "2026-01-01", &none), ("slip", "2026-02-01", &north), newer]);
    assert_eq!(told(&known, "north", "soc-2", DAY), "excluded by list", "its newer version doesn't print it");
}

#[test]
fn both_documents_are_named_also_where_nothing_decides() {
    let message = |documents: &[(&str, &str, &str)]| {
        let outcome = common::outcome(&manifest("pier-1", "", "\"soc-2\""), &catalog(documents), DAY);
        let contested: Vec<_> =
            outcome.findings.iter().filter(|finding| finding.rule == "evidence/contested").collect();
        let [finding] = contested.as_slice() else { panic!("one finding: {contested:#?}") };
        let history = outcome.requirements[0].history.iter();
        let history = history.map(|voice| (voice.id.clone(), voice.verdict.name(), voice.believed));
        (finding.message.clone(), history.collect::<Vec<_>>())
    };
    let about = "On SOC 2 for Crane in Pier 1, ";
    let title = |day| format!("\"An example list\", Nobody, as of {day}");
    let slip = title("2026-02-01");
    let prints = format!("{slip}, prints \"All of it\", which is not believed and would say covered");
    let words = misprint("in-scope", "", "soc-2");
    let none = claims("pier-1", &["out-of-scope at: row 1, standards: [soc-2]"]);
    let old = claims("pier-1", &["pending at: row 1, standards: [soc-2]"]);
    let misread = ("slip".into(), "covered", false);
    let (list, older) = (title("2026-03-01"), title("2026-01-01"));
    assert_eq!(
        message(&[("older", "2026-01-01", &old), ("list", "2026-03-01", &none), ("slip", "2026-02-01", &words)]),
        (
            format!("{about}{list}, says excluded, and {older}, says pending, and {prints}"),
            vec![misread.clone(), ("older".into(), "pending", true)]
        )
    );
    assert_eq!(
        message(&[("slip", "2026-02-01", &words)]),
        (format!("{about}nothing that is believed speaks of it (no-evidence), and {prints}"), vec![misread])
    );
}

#[test]
fn the_story_says_what_the_words_would_say() {
    let none = claims("pier-1", &["out-of-scope at: row 1, standards: [soc-2]"]);
    let known = catalog(&[("list", "2026-03-01", &none), ("slip", "2026-02-01", &misprint("in-scope", "", "soc-2"))]);
    let deployment = common::deployment(&manifest("pier-1", "", "\"soc-2\""), &known);
    let rules = common::shipped_rules();
    let checker = Checker::new(&known, &rules, DAY.parse().expect("a date"));
    let wanted = Wanted::Requirement { service: "crane".to_owned(), standard: "soc-2".to_owned() };
    let told = explain::explain(&checker, &deployment, &wanted).expect("there is such a requirement");
    assert!(format!("{told:?}").contains("its words would say covered"), "{told:?}");
}

#[test]
fn a_closed_cloud_stays_closed_whatever_is_printed() {
    let words = misprint("in-scope", "", "soc-2").replace("pier-1", "old-pier");
    let outcome =
        common::outcome(&manifest("old-pier", "", "\"soc-2\""), &catalog(&[("slip", "2026-02-01", &words)]), DAY);
    assert!(!outcome.requirements[0].contested);
}

#[test]
fn a_claim_elsewhere_contests_silence_where_it_is_at_what_is_required() {
    let list = "in-full:\n  - { services: [crane], clouds: [pier-1], regions: [south] }\n";
    let there =
        |standard: &str| claims("pier-1", &[&format!("in-scope at: row 1, standards: [{standard}], regions: [north]")]);
    let asked = |standard: &str, newer: &str, older: &str| {
        let known = catalog(&[("newer", "2026-02-01", newer), ("older", "2026-01-01", older)]);
        told(&known, "south", standard, DAY)
    };
    let high = there("fedramp@high");
    assert_eq!(asked("fedramp@moderate", list, &high), "not-listed by newer, contested");
    assert_eq!(asked("fedramp@moderate", &high, list), "not-listed by older, contested", "whichever is newer");
    assert_eq!(asked("fedramp@high", list, &there("fedramp@moderate")), "not-listed by newer");
    // What is named as out of scope here is more than silence.
    let out = claims("pier-1", &["out-of-scope at: row 1, standards: [fedramp], regions: [south]"]);
    assert_eq!(asked("fedramp@high", &out, &high), "excluded by newer");
    let known = catalog(&[("newer", "2026-02-01", list), ("older", "2026-01-01", &high)]);
    let contested = answer(&known, "south", "fedramp@high", DAY).contested_by;
    assert_eq!(contested.len(), 1);
    assert_eq!(known.facts().documents[contested[0]].id.as_str(), "older");
}
