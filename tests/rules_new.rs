//! `rules new`: what it writes holds at once, and it writes nothing where it can't.

use crate::common;

use std::path::Path;

use compliance_check::model::rule::Subject;

use crate::common::{Ran, run_in, scratch, write};

fn rules(folder: &Path, words: &[&str]) -> Ran {
    run_in(folder, &[&["rules"], words].concat(), "")
}

/// Expects that all rules in the folder pass their tests and have no flaw.
#[track_caller]
fn hold(folder: &Path, options: &[&str], count: usize) {
    let tested = rules(folder, &[&["test", "rules"], options].concat());
    assert_eq!(tested.status, Some(0), "{}", tested.out);
    assert!(tested.out.contains(&format!("tested {count} rule")), "{}", tested.out);
    let lint = ["lint", "rules", "--fail-on", "advice", "--format", "short"];
    let linted = rules(folder, &[&lint, options].concat());
    assert_eq!((linted.status, linted.out.as_str()), (Some(0), ""), "{linted:?}");
}

#[test]
fn a_new_rule_about_each_subject_passes_its_test_and_has_no_flaw() {
    let folder = scratch("rules-new");
    let mut count = 0;
    for subject in Subject::ALL.map(Subject::name) {
        let ran = rules(&folder, &["new", &format!("team/reports-{subject}"), "--subject", subject, "--reports"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        let path = format!("rules/team/reports-{subject}.yaml");
        assert!(ran.out.starts_with(&format!("wrote {path}\n")) && ran.out.contains("rules test "), "{}", ran.out);
        let text = std::fs::read_to_string(folder.join(path)).expect("it is written");
        assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
        count += 1;
    }
    for subject in ["deployment", "service", "placement", "flow"] {
        let ran = rules(&folder, &["new", &format!("team/requires-{subject}"), "--subject", subject, "--requires"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        count += 1;
    }
    hold(&folder, &[], count);
    // An example that says something else is seen.
    let path = folder.join("rules/team/reports-flow.yaml");
    let text = std::fs::read_to_string(&path).expect("it is there");
    std::fs::write(&path, text.replace("# warning[", "# error[")).expect("it is written");
    assert_eq!(rules(&folder, &["test", "rules"]).status, Some(1));
}

#[test]
fn no_name_of_a_flaw_is_met_by_the_example_that_passes() {
    let folder = scratch("rules-new-flaws");
    let mut count = 0;
    for flaw in ["w", "a", "move", "is", "under-way", "other", "another", "yes", "shop", "1", "-"] {
        for subject in Subject::ALL.map(Subject::name) {
            let ran = rules(&folder, &["new", &format!("on-{subject}/{flaw}"), "--subject", subject, "--reports"]);
            assert_eq!(ran.status, Some(0), "{flaw}, {subject}: {ran:?}");
            count += 1;
        }
    }
    let tested = rules(&folder, &["test", "rules"]);
    assert!(tested.status == Some(0) && tested.out.contains(&format!("tested {count} rule")), "{}", tested.out);
}

#[test]
fn its_names_come_from_the_catalogue_at_hand() {
    let folder = scratch("rules-new-catalogue");
    let catalog = common::root().join("tests/data/anchorage");
    let known = ["--catalog", catalog.to_str().expect("it is text"), "--no-builtin"];
    let mut count = 0;
    for subject in Subject::ALL.map(Subject::name) {
        let id = format!("team/about-{subject}");
        let ran = rules(&folder, &[&["new", id.as_str(), "--subject", subject], &known[..]].concat());
        let text = std::fs::read_to_string(folder.join(format!("rules/{id}.yaml"))).unwrap_or_default();
        assert!(ran.status == Some(0) && text.contains("cloud = \"bay\""), "{ran:?}\n{text}");
        count += 1;
    }
    hold(&folder, &known, count);
    let asking = rules(&folder, &[&["new", "team/asks", "--requires"], &known[..]].concat());
    assert!(asking.status == Some(2) && asking.err.contains("nobody would see it"), "{asking:?}");
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is() {
    let folder = scratch("rules-new-refused");
    write(&folder, "rules/team/there.yaml", "id: team/there\n");
    write(&folder, "file", "");
    for (words, expected) in [
        (&["team/there"][..], "rules/team/there.yaml is there already"),
        (&["Team/There"], "it has a capital letter, `T`; an id is a group and a flaw"),
        (&["nothing"], "did you mean `team/nothing`?"),
        (&["../x"], "no id for a rule"),
        (&["coverage/lapsed", "--rules", "own"], "stands in rules/coverage/lapsed.yaml already"),
        (&["us-healthcare/phi-without-baa", "--rules", "own"], "already"),
        (&["team/new", "--rules", "own", "--subject", "waiver", "--requires"], "nothing can be required of a waiver"),
        (&["team/new", "--rules", "own", "--subject", "servce"], "it is one of deployment, service"),
        (&["team/new", "--rules", "own", "--requires", "--reports"], "cannot be used with"),
        (&["team/new", "--rules", "file"], "can't be written"),
        (&["team/new", "--rules", "own", "--no-builtin"], "the catalogue at hand has no service"),
        // With a rule that can't be read, it can't be told whether the id is taken.
        (&["team/new"], "rules/team/there.yaml:1:1]"),
    ] {
        let ran = rules(&folder, &[&["new"], words].concat());
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{words:?}: {ran:?}");
        assert!(ran.err.contains(expected), "{words:?}: {}", ran.err);
    }
    let files = common::files(&folder, "");
    assert_eq!(files.len(), 2, "{files:?}");
}

#[test]
fn it_lies_where_the_policy_looks_for_rules() {
    let folder = scratch("rules-new-policy");
    write(&folder, "compliance.toml", "rules = [\"house\"]\n");
    std::fs::create_dir(folder.join("house")).expect("it is made");
    let ran = rules(&folder, &["new", "team/first"]);
    assert!(ran.status == Some(0) && ran.out.starts_with("wrote house/team/first.yaml\n"), "{ran:?}");
    assert!(!ran.out.contains("A check knows it by"), "{}", ran.out);
    assert!(rules(&folder, &["list", "team/*"]).out.contains("team/first"), "a check knows it");
    let other = rules(&folder, &["new", "team/second", "--rules", "own"]);
    assert!(other.out.contains("A check knows it by `--rules own`, or by `rules = [\"own\"]`"), "{}", other.out);
    let again = rules(&folder, &["new", "team/first", "--rules", "own"]);
    assert!(again.err.contains("a rule `team/first` stands in house/team/first.yaml already"), "{again:?}");
}
