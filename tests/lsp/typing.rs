//! What is said of manifests and policies while somebody types.

use serde_json::{Value, json};

use super::GAP;
use super::client::{Client, codes, place, range, with_code};
use crate::common;

#[test]
fn what_is_found_stands_where_it_is_said_to_stand() {
    let mut client = Client::start(&common::scratch("lsp-places"), &[]);
    let told = client.open("deploy.toml", GAP);
    let after_emojis = "[[services]]\ntags = { \"😀é😀\" = 7 }\n";
    let wrong = client.open("my.deploy.toml", after_emojis);
    let place_of_it = range(after_emojis, place(after_emojis, "7"));
    assert!(wrong.iter().any(|one| one["range"] == place_of_it), "{wrong:#?}");
    let gap = with_code(&told, "coverage/level-too-low");
    assert_eq!(gap["range"], range(GAP, place(GAP, "\"dod-srg@il4\"")));
    assert_eq!((&gap["severity"], &gap["source"]), (&json!(1), &json!("compliance-check")));
    assert!(gap["message"].as_str().expect("words").contains("\nhelp: "), "{gap}");
    assert!(gap.get("codeDescription").is_none());
    let related = gap["relatedInformation"].as_array().expect("other places");
    let cloud = range(GAP, place(GAP, "\"azure-public\""));
    assert!(related.iter().any(|one| one["location"]["range"] == cloud), "{gap:#}");
    client.end();
}

#[test]
fn a_file_is_broken_and_mended_as_somebody_types() {
    let mut client = Client::start(&common::scratch("lsp-typing"), &[]);
    let told = client.open("my-deploy.toml", GAP);
    assert!(codes(&told).contains(&"coverage/level-too-low"));
    // A quote is typed away in a line after emojis and line ends of two characters.
    let closing = place(GAP, "\"soc-2\"").end - 1;
    let told = client.change("my-deploy.toml", (GAP, closing..closing + 1), "");
    assert!(codes(&told).iter().all(|code| *code == "syntax") && !told.is_empty(), "{told:#?}");
    let broken = GAP.replacen("\"soc-2\"", "\"soc-2", 1);
    let told = client.change("my-deploy.toml", (&broken, closing..closing), "\"");
    assert!(codes(&told).contains(&"coverage/level-too-low"), "{told:#?}");
    // The emojis in the line before are replaced, half a surrogate pair is not.
    let emojis = place(GAP, "😀😀");
    client.change("my-deploy.toml", (GAP, emojis), "owner");
    let text = GAP.replacen("😀😀", "owner", 1);
    let told = client.change("my-deploy.toml", (&text, place(&text, "dod-srg@il4")), "dod-srg@il9");
    let text = text.replacen("@il4", "@il9", 1);
    let problem = with_code(&told, "unknown-standard");
    assert_eq!(problem["range"], range(&text, place(&text, "\"dod-srg@il9\"")));
    let told = client.change("my-deploy.toml", (&text, place(&text, "\"dod-srg@il9\", ")), "");
    assert!(!codes(&told).iter().any(|code| code.starts_with("coverage/")), "{told:#?}");
    let uri = client.uri("my-deploy.toml");
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    assert_eq!(client.told("my-deploy.toml"), Vec::<Value>::new());
    client.end();
}

#[test]
fn the_policy_above_a_file_holds_and_is_looked_at_itself() {
    let folder = common::scratch("lsp-policy");
    common::write(&folder, "compliance.toml", "[severity]\n\"coverage/level-too-low\" = \"warning\"\n");
    common::write(&folder, "team/deploy.toml", GAP);
    let mut client = Client::start(&folder, &[]);
    let told = client.open("team/deploy.toml", GAP);
    assert_eq!(with_code(&told, "coverage/level-too-low")["severity"], 2);
    // What is typed in the policy is looked at; it counts once it is saved.
    let policy = "[severity]\n\"coverage/level-too-low\" = \"wrong\"\n";
    let told = client.open("compliance.toml", policy);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0]["range"], range(policy, place(policy, "\"wrong\"")));
    common::write(&folder, "compliance.toml", policy);
    let uri = client.uri("compliance.toml");
    client.tell("textDocument/didSave", &json!({ "textDocument": { "uri": uri } }));
    let told = client.told("team/deploy.toml");
    assert_eq!(told.len(), 1, "{told:#?}");
    let message = told[0]["message"].as_str().expect("words");
    assert!(message.starts_with("nothing is checked here until this is solved: compliance.toml:2: "), "{message}");
    let elsewhere = &told[0]["relatedInformation"][0]["location"];
    assert_eq!(elsewhere["uri"], uri);
    assert_eq!(elsewhere["range"], range(policy, place(policy, "\"wrong\"")));
    client.end();
    let mut client = Client::start(&folder, &["--no-policy"]);
    let told = client.open("team/deploy.toml", GAP);
    assert_eq!(with_code(&told, "coverage/level-too-low")["severity"], 1);
    client.end();
}
