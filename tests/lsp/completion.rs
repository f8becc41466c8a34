//! What is offered where somebody types.

use serde_json::{Value, json};

use super::client::{Client, codes, edited, place, position};
use crate::common;

/// What is offered at the end of `text`, by label.
fn offered(client: &mut Client, text: &str, offset: usize) -> Vec<Value> {
    let uri = client.uri("deploy.toml");
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
    client.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    let at = json!({ "textDocument": { "uri": uri }, "position": position(text, offset) });
    let list = client.ask("textDocument/completion", &at);
    list["items"].as_array().expect("a list").clone()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|one| one["label"].as_str()).collect()
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
        let offset = text.find('|').expect("the place is marked");
        let text = text.replacen('|', "", 1);
        let items = offered(&mut client, &text, offset);
        let item = items.iter().find(|one| one["label"] == label);
        let item = item.unwrap_or_else(|| panic!("{label} is offered in {text:?}: {:?}", labels(&items)));
        let after = edited(&text, &item["textEdit"]);
        assert!(after.contains(completed), "{text:?} became {after:?}");
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
