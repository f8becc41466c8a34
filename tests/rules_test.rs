//! `rules test`: what it prints, in which forms, and how it ends.

use crate::common;

use std::path::Path;

use crate::common::{Ran, keeps_to_schema, run_in, scratch, write};

/// A rule that reports services of one tag, with one example that passes and one that is to fail.
fn rule(id: &str, comment: &str) -> String {
    format!(
        "id: {id}\ntitle: an example\nseverity: warning\nsubject: service\nmatch: {{ service.tags: x=1 }}\n\
         says: '{{service.name}} has <x> & \"1\"'\nwhy: It is an example.\nfix: Nothing.\nexamples:\n  - as-of: 2021-08-03\n    \
         passes: |\n      [[services]]\n      service = \"azure-bot-service\"\n      cloud = \"azure-public\"\n  \
         - as-of: 2021-08-03\n    fails: |\n      [[services]]\n      service = \"azure-bot-service\"{comment}\n      \
         cloud = \"azure-public\"\n      tags = {{ x = \"1\" }}\n"
    )
}

fn test(folder: &Path, options: &[&str]) -> Ran {
    run_in(folder, &[&["rules", "test"], options].concat(), "")
}

/// A folder with a rule that passes, one that doesn't, one that can't be tried, and one without examples.
fn four(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    write(&folder, "team/good.yaml", rule("team/good", " # warning[team/good]"));
    write(&folder, "team/bad.yaml", rule("team/bad", " # error[team/bad]"));
    write(&folder, "team/broken.yaml", rule("team/broken", " # warnung[team/broken]"));
    let bare = rule("team/bare", "").split("examples:").next().unwrap_or_default().to_owned();
    write(&folder, "team/bare.yaml", bare);
    folder
}

#[test]
fn every_shipped_rule_passes_its_test() {
    let ran = test(common::root(), &["--no-policy"]);
    assert_eq!(ran.status, Some(0), "{}", ran.out);
    let (lines, closing) = ran.out.split_once("\n\n").expect("a sentence sums up");
    assert!(lines.lines().all(|line| line.starts_with("ok    ")), "{lines}");
    assert!(closing.starts_with("tested ") && closing.trim_end().ends_with(" passed"), "{closing}");
}

/// What is built in has no privilege: the files of its folder can be named, and are what is tested then.
#[test]
fn files_that_are_named_take_the_place_of_built_in_rules() {
    let ran = test(common::root(), &["rules/coverage/lapsed.yaml", "rules/waiver"]);
    assert_eq!(ran.status, Some(0), "{}", ran.out);
    assert!(ran.out.starts_with("ok    coverage/lapsed") && ran.out.contains("ok    waiver/unused"), "{}", ran.out);
    assert!(!ran.out.contains("placement/"), "{}", ran.out);
    let folder = scratch("rules-test-changed");
    let text = std::fs::read_to_string(common::root().join("rules/coverage/lapsed.yaml")).expect("it is there");
    write(&folder, "lapsed.yaml", text.replace("verdict: lapsed", "verdict: pending"));
    let ran = test(&folder, &["lapsed.yaml"]);
    assert_eq!(ran.status, Some(1), "{}", ran.out);
    assert!(ran.out.contains("coverage/lapsed says nothing about its failing example"), "{}", ran.out);
}

#[test]
fn the_file_of_a_pack_is_read_with_its_rules() {
    let folder = scratch("rules-test-pack");
    write(&folder, "team/good.yaml", rule("team/good", " # warning[team/good]"));
    write(&folder, "team/pack.yaml", "nme: x\n");
    for named in ["team", "team/pack.yaml"] {
        let ran = test(&folder, &[named]);
        assert_eq!(ran.status, Some(2), "{named}: {}", ran.out);
        assert!(ran.out.contains("error[unknown-key]: `nme` is not known here"), "{named}: {}", ran.out);
        assert_eq!(ran.out.matches("error[missing-key]").count(), 3, "{named}: {}", ran.out);
    }
    write(&folder, "team/pack.yaml", "name: acme\nversion: 1.0.0\ntitle: t\nfor: f\nprofiles: { own: [soc-9] }\n");
    let ran = test(&folder, &["team"]);
    assert!(ran.status == Some(2) && ran.out.contains("error[unknown-standard]"), "{}", ran.out);
    write(&folder, "team/pack.yaml", "name: acme\nversion: 1.0.0\ntitle: t\nfor: f\n");
    let ran = test(&folder, &["team"]);
    assert!(ran.status == Some(2) && ran.out.contains("(`acme`") || ran.out.contains("error[bad-id]"), "{}", ran.out);
    write(&folder, "team/pack.yaml", "name: team\nversion: 1.0.0\ntitle: t\nfor: f\nprofiles: { own: [soc-2] }\n");
    let ran = test(&folder, &["team"]);
    assert!(ran.status == Some(0) && ran.out.starts_with("ok    team/good"), "{}", ran.out);
}

#[test]
fn a_person_reads_a_line_for_each_rule_and_every_difference_where_it_stands() {
    let folder = four("rules-test-human");
    let ran = test(&folder, &["team"]);
    assert_eq!(ran.status, Some(2), "one can't be tried");
    let lines: Vec<_> = ran.out.lines().take(4).collect();
    assert_eq!(
        lines,
        [
            "FAIL  team/bad     1 of 2 examples",
            "none  team/bare    no examples",
            "FAIL  team/broken  1 of 2 examples",
            "ok    team/good    2 examples",
        ]
    );
    for said in [
        "error[example-differs]: team/bad makes other findings of its example than the",
        "team/bad.yaml:18:7]",
        "expected: error[team/bad]; found:",
        "error[example-broken]: `warnung` is no severity",
        "help: did you mean `warning`?",
        "tested 4 rules with 6 examples: 4 passed, 1 failed, 1 could not be tried; 1",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    let alone = test(&folder, &["team/bad.yaml"]);
    assert_eq!(alone.status, Some(1));
    let with_folder = test(&folder, &["team/good.yaml", "--rules", "team"]);
    assert_eq!(with_folder.status, Some(0), "the same file by two ways is one: {}", with_folder.out);
}

#[test]
fn a_second_finding_that_nothing_joins_to_the_first_is_told_at_its_place() {
    let folder = scratch("rules-test-second");
    write(&folder, "bad.yaml", rule("team/bad", " # warning[team/bad] error[team/other"));
    let ran = test(&folder, &["bad.yaml"]);
    assert_eq!(ran.status, Some(2), "{}", ran.out);
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "error[example-broken]: `error[team/other` begins a second finding, and nothing joins it to the first",
        "bad.yaml:18:7]",
        "help: several are joined by ` + `: `error[a/b] standard + warning[c/d]`",
    ] {
        assert!(words.contains(said), "{said}\n{}", ran.out);
    }
}

#[test]
fn programs_read_json_that_keeps_to_its_schema() {
    let ran = test(&four("rules-test-json"), &["team", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    keeps_to_schema("rules-test", &document);
    let rules = document["rules"].as_array().expect("a list");
    let outcomes: Vec<_> = rules
        .iter()
        .flat_map(|rule| rule["examples"].as_array().expect("a list"))
        .map(|example| example["outcome"].as_str().expect("a word"))
        .collect();
    assert_eq!(outcomes, ["passed", "failed", "passed", "broken", "passed", "passed"]);
    let place = &rules[0]["examples"][1]["faults"][0]["places"][0];
    assert_eq!((&place["line"], &place["column"]), (&serde_json::json!(18), &serde_json::json!(7)));
    assert_eq!(document["summary"]["without_examples"], 1);
}

/// Expects what Jenkins expects, and that the numbers are right.
#[track_caller]
fn keeps_to_junit(text: &str, node: roxmltree::Node<'_, '_>) {
    assert_eq!(common::against_jenkins(text), Vec::<String>::new());
    let suites = node.descendants().filter(|node| node.tag_name().name().starts_with("testsuite"));
    suites.for_each(counts_its_cases);
}

#[track_caller]
fn counts_its_cases(node: roxmltree::Node<'_, '_>) {
    let name = node.tag_name().name();
    let counted = |what: &str| node.descendants().filter(|one| one.has_tag_name(what)).count().to_string();
    for (attribute, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
        assert_eq!(node.attribute(attribute), Some(counted(element).as_str()), "{name} {attribute}");
    }
}

#[test]
fn build_servers_read_junit_with_every_text_as_it_was() {
    let folder = four("rules-test-junit");
    let ran = test(&folder, &["team", "--format", "junit"]);
    assert_eq!(ran.status, Some(2));
    let document = roxmltree::Document::parse(&ran.out).expect("it is well-formed");
    keeps_to_junit(&ran.out, document.root_element());
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("one failed");
    assert_eq!(
        failure.attribute("message"),
        Some("team/bad makes other findings of its example than the comments say")
    );
    assert!(
        failure.text().is_some_and(
            |text| text.starts_with("team/bad.yaml:18: expected: error[team/bad]; found: warning[team/bad]")
        ),
        "{failure:?}"
    );
    let case = failure.parent().and_then(|case| case.attribute("name"));
    assert_eq!(case, Some("fails as of 2021-08-03, line 15"));
}

#[test]
fn a_rule_file_that_cannot_be_taken_is_told_in_every_form_with_every_problem() {
    let folder = scratch("rules-test-problems");
    let text = rule("team/faulty", "").replace("title:", "titel:").replace("service.tags", "service.<&tag>\"");
    write(&folder, "faulty.yaml", text);
    let human = test(&folder, &["faulty.yaml"]);
    assert_eq!(human.status, Some(2));
    assert!(human.out.contains("error[unknown-key]") && human.out.contains("error[unknown-field]"), "{}", human.out);
    assert!(human.out.contains("tested nothing: 2 problems"), "{}", human.out);
    let junit = test(&folder, &["faulty.yaml", "--format", "junit"]);
    let document = roxmltree::Document::parse(&junit.out).expect("it is well-formed");
    keeps_to_junit(&junit.out, document.root_element());
    let errors: Vec<_> = document.descendants().filter(|node| node.has_tag_name("error")).collect();
    assert_eq!(errors.len(), 2);
    assert!(junit.out.contains("a service has no field `service.&lt;&amp;tag&gt;&quot;`"), "{}", junit.out);
    let json = test(&folder, &["faulty.yaml", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    keeps_to_schema("rules-test", &document);
    assert_eq!(document["problems"].as_array().map(Vec::len), Some(2));
    let missing = test(&folder, &["none.yaml", "."]);
    assert_eq!(missing.status, Some(2));
    assert!(missing.out.contains("none.yaml") && missing.out.contains("there is no such file"), "{}", missing.out);
    write(&folder, "empty/read.me", "");
    assert!(test(&folder, &["empty"]).out.contains("there is no rule in this folder"));
}

/// As pre-commit calls it: with every file beneath `rules` that is to be committed.
#[test]
fn the_file_of_a_pack_stands_for_the_whole_pack() {
    let folder = scratch("rules-test-pack-rule");
    write(&folder, "rules/mine/pack.yaml", "name: mine\nversion: 1.0.0\ntitle: Mine\nfor: Us.\n");
    write(&folder, "rules/mine/one.yaml", rule("mine/one", " # warning[mine/one]"));
    write(&folder, "rules/mine/two.yaml", rule("mine/two", " # warning[mine/two]"));
    let linted = run_in(&folder, &["rules", "lint", "rules/mine/pack.yaml", "rules/mine/one.yaml"], "");
    assert_eq!(linted.status, Some(0), "{}", linted.out);
    let all = "ok    mine/one  2 examples\nok    mine/two  2 examples\n";
    let (pack, one) = ("rules/mine/pack.yaml", "rules/mine/one.yaml");
    for files in [&[pack][..], &[pack, one], &[one, pack], &["./rules/mine/pack.yaml", one]] {
        let ran = test(&folder, files);
        assert!(ran.status == Some(0) && ran.out.starts_with(all), "{files:?}: {}", ran.out);
    }
    let inside = folder.join("rules/mine");
    for files in [&["pack.yaml"][..], &["pack.yaml", "one.yaml"]] {
        let ran = test(&inside, files);
        assert!(ran.status == Some(0) && ran.out.starts_with(all), "{files:?}: {}", ran.out);
    }
    let missing = test(&folder, &["rules/none/pack.yaml"]);
    assert!(missing.status == Some(2) && missing.out.contains("rules/none/pack.yaml"), "{}", missing.out);
}
