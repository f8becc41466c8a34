//! What is offered where somebody types.

use serde_json::{Value, json};

use super::client::{Client, codes, edited, position};
use crate::common;

/// What is offered at a place of a manifest.
fn offered(client: &mut Client, text: &str, offset: usize) -> Vec<Value> {
    offered_in(client, "deploy.toml", text, offset)
}

fn offered_in(client: &mut Client, file: &str, text: &str, offset: usize) -> Vec<Value> {
    let uri = client.uri(file);
    let language = if file.ends_with("toml") { "toml" } else { "yaml" };
    let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
    client.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    let at = json!({ "textDocument": { "uri": uri }, "position": position(text, offset) });
    let list = client.ask("textDocument/completion", &at);
    list["items"].as_array().expect("a list").clone()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|one| one["label"].as_str()).collect()
}

/// Expects that `label` is offered at `|`, and that this stands in the file once it is taken.
#[track_caller]
fn completes(client: &mut Client, file: &str, marked: &str, label: &str, completed: &str) {
    let offset = marked.find('|').expect("the place is marked");
    let text = marked.replacen('|', "", 1);
    let items = offered_in(client, file, &text, offset);
    let item = items.iter().find(|one| one["label"] == label);
    let item = item.unwrap_or_else(|| panic!("{label} is offered in {marked:?}: {:?}", labels(&items)));
    let after = edited(&text, &item["textEdit"]);
    assert!(after.contains(completed), "{marked:?} became {after:?}");
}

#[test]
fn names_are_offered_where_they_fit_even_in_a_broken_file() {
    let mut client = Client::start(&common::scratch("lsp-complete"), &[]);
    for (text, label, completed) in [
        ("# 😀\r\n[[services]]\r\nservice = \"azure bot s|", "azure-bot-service", "service = \"azure-bot-service\""),
        ("[[services]]\ncloud = \"gov|\"\nrequires = [", "azure-government", "cloud = \"azure-government\"\n"),
        ("[[services]]\ncloud = fairf|", "azure-government", "cloud = \"azure-government\""),
        ("[[services]]\ncloud = \"azure-public\"\nregions = [\"eastus\", \"West E|", "westeurope", "\"westeurope\""),
        (
            "[deployment]\ncloud = \"azure-public\"\n[[services]]\nregions = [|\nrequires = []",
            "eastus",
            "[\"eastus\"\n",
        ),
        ("[[services]]\n😀 = \"😀\"\nrequires = [\"fedramp@|\"]", "fedramp@high", "[\"fedramp@high\"]"),
        ("[[services]]\nrequires = [{ standard = \"iso 270|", "iso-27001:2013", "standard = \"iso-27001:2013\""),
        ("[deployment]\nrequires = [\"profile:|\"", "profile:us-base", "[\"profile:us-base\""),
        ("[[agreements]]\nagreement = \"hip|", "microsoft-hipaa-baa", "agreement = \"microsoft-hipaa-baa\""),
        (
            "[[services]]\nservice = \"Power BI\"\ncloud = \"azure-public\"\nmeets = [\"|",
            "standalone-or-office-365-plan",
            "plan\"",
        ),
        ("[[services]]\nname = \"one\"\n[[services]]\nsends-to = [{ service = \"|", "one", "service = \"one\""),
        ("[[waivers]]\nrule = \"coverage/lev|\"", "coverage/level-too-low", "rule = \"coverage/level-too-low\""),
        ("[[services]]\nre|", "regions", "\nregions = "),
        ("[[services]]\nre| = []", "requires", "\nrequires = []"),
        ("[[se|", "[[services]]", "[[services]]"),
        ("|", "[deployment]", "[deployment]"),
    ] {
        let policy = "[profiles]\nus-base = [\"soc-2\"]\n";
        common::write(&client.folder, "compliance.toml", policy);
        completes(&mut client, "deploy.toml", text, label, completed);
    }
    for (cloud, is_theirs) in [("azure-public", false), ("aws", true)] {
        let text = format!("[[services]]\ncloud = \"{cloud}\"\nservice = \"amazon simple st");
        let items = offered(&mut client, &text, text.len());
        let has = labels(&items).contains(&"amazon-simple-storage-service");
        assert_eq!(has, is_theirs, "{cloud}: {:?}", labels(&items));
    }
    let items = offered(&mut client, "[[services]]\ncloud = \"\"\n", 24);
    assert!(!labels(&items).contains(&"cloud"), "it is there already: {:?}", labels(&items));
    client.end();
}

#[test]
fn every_key_that_is_offered_is_taken() {
    let mut client = Client::start(&common::scratch("lsp-keys"), &[]);
    for before in [
        "[deployment]\n",
        "[[services]]\n",
        "[[agreements]]\n",
        "[[waivers]]\n",
        "[[services]]\nsends-to = [{ ",
        "[deployment]\nrequires = [{ ",
    ] {
        let items = offered(&mut client, before, before.len());
        let keys: Vec<_> = labels(&items).into_iter().filter(|label| !label.starts_with('[')).collect();
        assert!(keys.len() > 1, "{before:?}");
        for key in keys {
            let close = if before.contains('{') { " }]" } else { "" };
            let text = format!("{before}{key} = 1{close}\n");
            let told = client.open("deploy.toml", &text);
            assert!(!codes(&told).contains(&"unknown-key"), "{text}: {told:#?}");
        }
    }
    client.end();
}

#[test]
fn classes_of_data_are_offered_with_what_they_mean() {
    let folder = common::scratch("lsp-data");
    common::write(&folder, "compliance.toml", "packs = [\"us-healthcare\"]\n");
    let mut client = Client::start(&folder, &[]);
    for (text, label, completed) in [
        ("[[services]]\ndata = [\"|", "phi", "data = [\"phi\""),
        ("[[services]]\nsends-to = [{ service = \"a\", data = [\"p|\"] }]", "phi", "data = [\"phi\"] }"),
        ("[[services]]\ndata = [health|]", "phi", "data = [\"phi\"]"),
    ] {
        completes(&mut client, "deploy.toml", text, label, completed);
    }
    let text = "[[services]]\ndata = [\"\"]";
    let items = offered(&mut client, text, text.len() - 2);
    let told = |label: &str| items.iter().find(|one| one["label"] == label).map(|one| one.to_string());
    assert!(told("phi").is_some_and(|told| told.contains("HIPAA") && !told.contains("doesn't choose")), "{items:#?}");
    assert!(told("my-number").is_some_and(|told| told.contains("the pack japan, which the policy doesn't choose")));
    client.end();
}

#[test]
fn what_a_policy_can_say_is_offered() {
    let mut client = Client::start(&common::scratch("lsp-complete-policy"), &[]);
    for (text, label, completed) in [
        ("fa|", "fail-on", "fail-on = "),
        ("fail-on = \"w|\"", "warning", "fail-on = \"warning\""),
        ("fail-on = |", "never", "fail-on = \"never\""),
        ("format = \"s|", "sarif", "format = \"sarif\""),
        ("packs = [\"japan\", \"|\"]", "us-healthcare", "[\"japan\", \"us-healthcare\"]"),
        ("[severity]\ncov|", "coverage/level-too-low", "\n\"coverage/level-too-low\" = "),
        ("[severity]\n\"coverage/|\" = \"advice\"", "coverage/*", "\n\"coverage/*\" = \"advice\""),
        ("[severity]\n\"coverage/*\" = \"o|\"", "off", "\"coverage/*\" = \"off\""),
        ("[waivers]\nlo|", "longest", "\nlongest = "),
        ("[waivers]\nnever = [\"obl|\"]", "obligation/*", "[\"obligation/*\"]"),
        ("[profiles]\nbase = [\"fedramp@|\"]", "fedramp@high", "base = [\"fedramp@high\"]"),
        ("[profiles.base]\ntitle = \"x\"\nre|", "requires", "\nrequires = "),
        ("[profiles.base]\nrequires = [{ standard = \"fedramp\", assurance = \"|", "third-party", "\"third-party\""),
        ("[pro|", "[profiles]", "[profiles]"),
    ] {
        completes(&mut client, "compliance.toml", text, label, completed);
    }
    let items = offered_in(&mut client, "compliance.toml", "packs = [\"japan\", \"\"]", 19);
    assert!(!labels(&items).contains(&"japan"), "it is there already: {:?}", labels(&items));
    client.end();
}

#[test]
fn what_a_rule_can_say_is_offered() {
    let mut client = Client::start(&common::scratch("lsp-complete-rule"), &["--pack", "us-healthcare"]);
    for (text, label, completed) in [
        ("sev|", "severity", "\nseverity: "),
        ("subject: req|", "requirement", "subject: requirement"),
        ("severity: |error", "warning", "severity: warning"),
        ("subject: service\nmatch:\n  service.da|", "service.data", "\n  service.data: "),
        ("subject: service\nmatch: { service.data: |, cloud.id: x }", "phi", "service.data: phi, cloud.id"),
        ("subject: requirement\nmatch:\n  verdict: [excluded, level|]", "level-too-low", "[excluded, level-too-low]"),
        ("subject: requirement\nmatch:\n  any:\n    - standard.id: \"fedr|\"", "fedramp", "standard.id: \"fedramp\""),
        ("subject: requirement\nmatch:\n  not: { cont|", "contested", "{ contested: "),
        ("subject: requirement\nmatch:\n  evidence.age: { old|", "older-than", "{ older-than: "),
        ("subject: service\nsays: '{service.ti|", "service.title", "says: '{service.title}"),
        ("subject: service\nsays: \"{service.|} is\"", "service.title", "says: \"{service.title} is\""),
        ("subject: service\nsays: >-\n  It is {cl|", "cloud.title", "It is {cloud.title}"),
        ("subject: service\none-per: service.i|", "service.id", "one-per: service.id"),
        ("subject: service\nrequire:\n  standards:\n    - fedramp@|", "fedramp@high", "    - fedramp@high"),
        ("subject: service\nrequire:\n  agr|", "agreements", "\n  agreements: "),
        ("subject: service\nrequire: { agreements: [hip|", "microsoft-hipaa-baa", "[microsoft-hipaa-baa"),
        ("examples:\n  - fa|", "fails", "  - fails: "),
    ] {
        let text = format!("id: house/rule\n{text}");
        completes(&mut client, "rules/rule.yaml", &text, label, completed);
    }
    for (text, absent) in [
        ("subject: deployment\nmatch:\n  |", "verdict"),
        ("subject: service\nsays: service|", "service.title"),
        ("subject: service\nsays: '{{service|", "service.title"),
        ("subject: service\nid: |", "subject"),
        ("subject: service\n|", "subject"),
    ] {
        let text = format!("id: house/rule\n{text}");
        let offset = text.find('|').expect("the place is marked");
        let items = offered_in(&mut client, "rules/rule.yaml", &text.replacen('|', "", 1), offset);
        assert!(!labels(&items).contains(&absent), "{text:?}: {:?}", labels(&items));
    }
    client.end();
}

/// Whatever key is offered in a policy or a rule, the loader knows it there.
#[test]
fn every_key_that_is_offered_in_a_policy_or_a_rule_is_taken() {
    let mut client = Client::start(&common::scratch("lsp-other-keys"), &[]);
    for (file, before) in [
        ("compliance.toml", ""),
        ("compliance.toml", "[waivers]\n"),
        ("compliance.toml", "[profiles.base]\n"),
        ("compliance.toml", "[profiles]\nbase = [{ "),
        ("rules/a.yaml", "id: house/a\n"),
        ("rules/a.yaml", "id: house/a\nsubject: service\nrequire:\n  "),
        ("rules/a.yaml", "id: house/a\nsubject: service\nrequire:\n  standards:\n    - { "),
        ("rules/a.yaml", "id: house/a\nsubject: service\nrequire:\n  at-least:\n    "),
        ("rules/a.yaml", "id: house/a\nsubject: requirement\nmatch:\n  "),
        ("rules/a.yaml", "id: house/a\nsubject: requirement\nmatch:\n  evidence.as-of:\n    "),
        ("rules/a.yaml", "id: house/a\nsubject: service\nexamples:\n  - as-of: 2020-01-01\n    "),
    ] {
        let items = offered_in(&mut client, file, before, before.len());
        let keys: Vec<_> = labels(&items).into_iter().filter(|label| !label.starts_with('[')).collect();
        assert!(keys.len() > 1, "{before:?}");
        for key in keys {
            let close = if before.ends_with("{ ") { if file.ends_with("toml") { " }]" } else { " }" } } else { "" };
            let is = if file.ends_with("toml") { " = 1" } else { ": 1" };
            let text = format!("{before}{key}{is}{close}\n");
            let told = client.open(file, &text);
            let unknown = ["unknown-key", "unknown-field", "syntax"];
            assert!(!codes(&told).iter().any(|code| unknown.contains(code)), "{text}: {told:#?}");
        }
    }
    client.end();
}
