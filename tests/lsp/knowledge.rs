//! What is said of rules, packs and catalogues while somebody types.

use serde_json::{Value, json};

use super::client::{Client, codes, place, position, range, with_code};
use crate::common;

#[test]
fn rule_files_tell_what_is_wrong_with_them() {
    let folder = common::scratch("lsp-rules");
    let mut client = Client::start(&folder, &[]);
    let rule = "id: house/rule\ntitle: é😀\nsubject: servce\nmatch: {}\n";
    let told = client.open("rules/house.yaml", rule);
    assert!(told.iter().any(|one| one["range"]["start"]["line"] == 2), "{told:#?}");
    assert!(codes(&told).contains(&"missing-key"), "{told:#?}");
    assert_eq!(client.open("other.yaml", "kind: Service\n"), Vec::<Value>::new());
    client.end();
}

const PROVIDER: &str = "\
provider: harbour
name: Harbour
clouds:
  - id: quay
    name: Quay
    status: active
    stated-in: [list]
services:
  - id: crane
    name: Crane
    home: quay
    stated-in: [list]
sources:
  list: { found-at: nowhere }
";

const STANDARD: &str = "\
id: knots
name: Knots
title: Knots of the harbour
issuer: Harbour
segment: regional
jurisdiction: NL
kind: certification
stated-in: [list]
sources:
  list: { found-at: nowhere }
";

const DOCUMENT: &str = "\
id: list-1
title: A list
publisher: Harbour
provider: harbour
kind: example
as-of: 2021-01-01
as-of-basis: printed
found-at: nowhere
licence: CC0
tables:
  - at: table
    cloud: quay
    columns:
      - { id: knots, title: Knots, standards: [knots] }
    rows:
      - crane
";

/// Lays a small catalogue of its own into a folder.
pub fn harbour(folder: &std::path::Path, name: &str) {
    let files = [("providers/harbour", PROVIDER), ("standards/knots", STANDARD), ("evidence/harbour/list-1", DOCUMENT)];
    for (path, text) in files {
        common::write(folder, &format!("{name}/{path}.yaml"), text);
    }
}

/// What `catalog lint` or `rules lint` says of a file: the code and the line of each.
fn linted(folder: &std::path::Path, arguments: &[&str], file: &str) -> Vec<(String, u64)> {
    let ran = common::run_in(folder, &[arguments, &["--format", "json"]].concat(), "");
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let files = report["files"].as_array().expect("a list").iter();
    let own: Vec<_> =
        files.filter(|one| one["path"] == file).flat_map(|one| one["flaws"].as_array()).flatten().collect();
    let mut found: Vec<_> = own
        .iter()
        .map(|one| (one["code"].as_str().expect("a code").to_owned(), one["line"].as_u64().expect("a line")))
        .collect();
    found.sort();
    found
}

/// The same of what an editor is told.
fn told(diagnostics: &[Value]) -> Vec<(String, u64)> {
    let line = |one: &Value| one["range"]["start"]["line"].as_u64().expect("a line") + 1;
    let mut found: Vec<_> =
        diagnostics.iter().map(|one| (one["code"].as_str().expect("a code").to_owned(), line(one))).collect();
    found.sort();
    found
}

/// Whatever is typed into a file of a catalogue, an editor is told what `catalog lint` says of it once it is saved.
#[test]
fn files_of_a_catalogue_tell_what_is_wrong_with_them() {
    let folder = common::scratch("lsp-catalogue");
    harbour(&folder, "house");
    let mut client = Client::start(&folder, &[]);
    for (file, text, changes) in [
        (
            "house/evidence/harbour/list-1.yaml",
            DOCUMENT,
            [("crane", "crne"), ("licence: CC0\n", ""), ("standards: [knots]", "standards: [bends")],
        ),
        (
            "house/providers/harbour.yaml",
            PROVIDER,
            [("quay", "key"), ("provider: harbour\n", ""), ("name: Crane", "nme: é😀")],
        ),
        ("house/standards/knots.yaml", STANDARD, [("regional", "regionl"), ("id: knots", "id: k n"), ("NL", "7")]),
    ] {
        assert_eq!(client.open(file, text), Vec::<Value>::new(), "{file} is sound");
        for (from, to) in changes {
            let changed = text.replacen(from, to, 1);
            let said = client.change(file, (text, place(text, from)), to);
            common::write(&folder, file, &changed);
            let expected = linted(&folder, &["catalog", "lint", "house"], file);
            assert_eq!(told(&said), expected, "{changed}");
            assert!(!said.is_empty(), "{changed}");
            common::write(&folder, file, text);
            client.change(file, (&changed, place(&changed, to)), from);
        }
    }
    client.end();
}

#[test]
fn a_catalogue_is_known_by_who_names_it_and_others_are_left_alone() {
    let folder = common::scratch("lsp-shelves");
    common::write(&folder, "compliance.toml", "catalogs = [\"ours\"]\n");
    common::write(&folder, "ours/evidence/README", "");
    let mut client = Client::start(&folder, &[]);
    let told = client.open("ours/evidence/new.yaml", "{}\n");
    assert!(codes(&told).contains(&"missing-key"), "{told:#?}");
    for foreign in ["charts/providers/values.yaml", "ours/values.yaml", "evidence.yaml"] {
        assert_eq!(client.open(foreign, "kind: Service\nname: x\n"), Vec::<Value>::new(), "{foreign}");
    }
    let alone = "id: new\npublisher: Us\nas-of: 2020\n";
    assert!(codes(&client.open("other/evidence/new.yaml", alone)).contains(&"missing-key"));
    client.end();
}

const PACK: &str = "name: house\nversion: 1.0.0\ntitle: Of the house\nfor: Everybody\n\
    profiles:\n  base: [soc-2]\n";

#[test]
fn a_pack_tells_what_is_wrong_with_it_and_with_rules_that_are_none_of_its_own() {
    let folder = common::scratch("lsp-pack");
    common::write(&folder, "rules/house/pack.yaml", PACK);
    let mut client = Client::start(&folder, &["--rules", "rules"]);
    assert_eq!(client.open("rules/house/pack.yaml", PACK), Vec::<Value>::new());
    for (from, to, code) in
        [("1.0.0", "one", "bad-version"), ("soc-2", "soc-7", "unknown-standard"), ("title", "titel", "unknown-key")]
    {
        let changed = PACK.replacen(from, to, 1);
        let said = client.change("rules/house/pack.yaml", (PACK, place(PACK, from)), to);
        assert_eq!(
            with_code(&said, code)["range"]["start"],
            position(&changed, place(&changed, to).start),
            "{said:#?}"
        );
        client.change("rules/house/pack.yaml", (&changed, place(&changed, to)), from);
    }
    let rule = std::fs::read_to_string(common::root().join("rules/coverage/level-too-low.yaml")).expect("it is there");
    let said = client.open("rules/house/level-too-low.yaml", &rule.replace("id: coverage/", "id: other/"));
    assert_eq!(with_code(&said, "bad-id")["range"]["start"]["line"], 0, "{said:#?}");
    let asks = "id: house/asks\ntitle: A\nsubject: service\nmatch: {}\nrequire: { standards: ['profile:base'] }\nwhy: It matters.\n";
    let said = client.open("rules/house/asks.yaml", asks);
    assert_eq!(codes(&said), ["untested", "untested"], "the profile is that of its own pack: {said:#?}");
    // What `rules lint` says of a rule that can be taken is said as well, and as grave as it is.
    let untested = rule.split("examples:").next().expect("a beginning").replace("id: coverage/", "id: house/");
    let said = client.open("rules/house/level-too-low.yaml", &untested);
    assert_eq!(with_code(&said, "untested")["severity"], 1, "{said:#?}");
    client.end();
}

/// A name in a manifest leads to the file of one's own that defines it, and what is required to the document that shows it.
#[test]
fn names_lead_to_the_files_of_an_own_catalogue() {
    let folder = common::scratch("lsp-defined");
    let provider = PROVIDER.replacen("services:", "    regions:\n      - id: north\n        name: North\n        status: active\n        stated-in: [list]\nservices:", 1);
    let standard = STANDARD.replacen(
        "stated-in",
        "levels:\n  - { id: reef, ladder: tied, name: Reef, stated-in: [list] }\nstated-in",
        1,
    );
    harbour(&folder, "house");
    for (path, text) in [("providers/harbour", &provider), ("standards/knots", &standard)] {
        common::write(&folder, &format!("house/{path}.yaml"), text);
    }
    common::write(&folder, "compliance.toml", "catalogs = [\"house\"]\n");
    let manifest = "[[services]]\nservice = \"Crane\"\ncloud = \"quay\"\nregions = [\"north\"]\n\
        requires = [\"knots\", \"knots@reef\", \"soc-2\"]\n";
    let mut client = Client::start(&folder, &[]);
    let told = client.open("deploy.toml", manifest);
    assert!(codes(&told).iter().all(|code| code.contains('/')), "nothing is in the way: {told:#?}");
    let mut led = |word: &str| {
        let at = json!({
            "textDocument": { "uri": client.uri("deploy.toml") },
            "position": position(manifest, place(manifest, word).start + 1),
        });
        let places = client.ask("textDocument/definition", &at);
        let places = places.as_array().expect("a list").iter().map(|one| {
            let uri = one["uri"].as_str().expect("an address");
            (uri.rsplit('/').next().expect("a name").to_owned(), one["range"].clone())
        });
        places.collect::<Vec<_>>()
    };
    let in_provider = |id: &str| ("harbour.yaml".to_owned(), range(&provider, place(&provider, id)));
    let in_standard = |id: &str| ("knots.yaml".to_owned(), range(&standard, place(&standard, id)));
    let document = ("list-1.yaml".to_owned(), range(DOCUMENT, place(DOCUMENT, "list-1")));
    assert_eq!(led("\"Crane\"").first(), Some(&in_provider("crane")));
    assert_eq!(led("\"quay\"").first(), Some(&in_provider("quay")));
    assert_eq!(led("\"north\"").first(), Some(&in_provider("north")));
    assert_eq!(led("\"knots\""), [in_standard("knots"), document.clone()]);
    assert_eq!(led("\"knots@reef\""), [in_standard("reef"), document]);
    assert_eq!(led("\"soc-2\""), [], "what the program carries is no file");
    client.end();
}
