//! What is in the way of an answer, a broken policy, rule or document, or a rule that gives no answer: every command
//! draws it as a check does, and ends with two.

use std::path::Path;

use crate::common;

const MANIFEST: &str = "[[services]]\nname = \"a\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
    requires = [\"fedramp@high\"]\n";

/// A rule without its expression.
const RULE: &str = "id: team/closed\ntitle: it closes\nseverity: error\nsubject: service\nmatch: {}\nsays: it closes\n\
    why: It does.\nfix: Do something.\n";

/// Every command that judges manifests, each in all formats in which problems are drawn beside the output.
const COMMANDS: &[&[&str]] = &[
    &["matrix", "deploy.toml"],
    &["matrix", "deploy.toml", "--format", "csv"],
    &["timeline", "deploy.toml"],
    &["explain", "deploy.toml", "a", "fedramp@high"],
    &["explain", "deploy.toml", "a", "--format", "mermaid"],
];

#[track_caller]
fn drawn(folder: &Path, command: &[&str], options: &[&str], parts: &[&str]) {
    let ran = common::run_in(folder, &[command, &["--as-of", "2021-08-03"], options].concat(), "");
    assert_eq!(ran.status, Some(2), "{command:?}: {ran:?}");
    for part in parts {
        assert!(ran.err.contains(part), "{command:?}: {part:?} is not in\n{}", ran.err);
    }
}

#[test]
fn a_broken_policy_and_a_broken_rule_are_drawn_by_every_command() {
    let folder = common::scratch("in-the-way");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "compliance.toml", "fail-on = \"eror\"\nrules = [\"team\"]\n");
    common::write(&folder, "team/closed.yaml", RULE.replace("severity: error", "severity: eror"));
    let parts = [
        "compliance.toml:1:11",
        "fail-on = \"eror\"",
        "help: did you mean `error`?",
        "team/closed.yaml:3:11",
        "severity: eror",
    ];
    for command in COMMANDS {
        drawn(&folder, command, &[], &parts);
    }
    drawn(&folder, &["explain", "coverage/not-listed"], &[], &parts);
}

#[test]
fn what_is_in_the_way_stands_in_documents_under_its_own_path() {
    let folder = common::scratch("in-the-way-json");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "compliance.toml", "fail-on = \"eror\"\n");
    for command in ["matrix", "timeline"] {
        let ran = common::run_in(&folder, &[command, "--format", "json"], "");
        assert_eq!((ran.status, ran.err.as_str()), (Some(2), common::ELSEWHERE), "{command}");
        let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
        assert_eq!(document["files"][0]["path"], "compliance.toml", "{command}");
        assert_eq!(document["files"][0]["problems"][0]["line"], 1, "{command}");
    }
}

#[test]
fn a_rule_that_gives_no_answer_is_told_by_every_command_at_its_expression() {
    let folder = common::scratch("in-the-way-no-answer");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "team/closed.yaml", format!("{RULE}when: cloud.closed < as_of\n"));
    let parts = [
        "error[no-answer]",
        "team/closed.yaml:9:7",
        "when: cloud.closed < as_of",
        "help: ask first whether the value is there: `cloud.closed != null && …`",
    ];
    for command in COMMANDS {
        drawn(&folder, command, &["--rules", "team"], &parts);
    }
    let ran = common::run_in(&folder, &["explain", "deploy.toml", "a", "fedramp@low", "--rules", "team"], "");
    assert!(!ran.out.contains("No rule reports anything"), "{}", ran.out);
    common::write(&folder, "team/closed.yaml", format!("{RULE}when: service.data[0] == 'phi'\n"));
    let parts = ["error[no-answer]", "help: ask first how long it is: `size(service.data) > 0 && …`"];
    for command in COMMANDS {
        drawn(&folder, command, &["--rules", "team"], &parts);
    }
}

#[test]
fn two_rules_of_one_id_under_two_policies_are_both_told() {
    let folder = common::scratch("in-the-way-twice");
    for name in ["one", "two"] {
        common::write(&folder, &format!("{name}/deploy.toml"), MANIFEST);
        common::write(&folder, &format!("{name}/compliance.toml"), "rules = [\"team\"]\n");
        common::write(&folder, &format!("{name}/team/closed.yaml"), format!("{RULE}when: cloud.closed < as_of\n"));
    }
    let ran = common::run_in(&folder, &["--format", "short", "."], "");
    for name in ["one", "two"] {
        assert!(ran.out.contains(&format!("{name}/team/closed.yaml:9:7: error[no-answer]")), "{}", ran.out);
    }
}

#[test]
fn a_broken_catalogue_is_drawn_by_the_commands_that_look_at_it() {
    let folder = common::scratch("in-the-way-catalogue");
    common::write(&folder, "more/standards/a.yaml", "id: a\nnmae: A\n");
    for command in [
        &["catalog", "list"][..],
        &["catalog", "show", "fedramp"],
        &["catalog", "search", "fedramp"],
        &["catalog", "export", "--format", "csv"],
        &["init", "--service", "azure-bot-service"],
        &["init", "--service", "azure-bot-service", "--requires", "profile:us-healthcare"],
    ] {
        let ran = common::run_in(&folder, &[command, &["--catalog", "more"]].concat(), "");
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{command:?}: {ran:?}");
        for part in ["error[unknown-key]", "more/standards/a.yaml:2:1", "nmae: A", "help: did you mean `name`?"] {
            assert!(ran.err.contains(part), "{command:?}: {part:?} is not in\n{}", ran.err);
        }
    }
    assert!(!folder.join("deploy.toml").exists());
}
