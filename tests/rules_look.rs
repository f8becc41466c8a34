//! `rules list` and `rules show`: what they print, in which forms, and how they end.

use crate::common;

use std::path::Path;

use serde_json::Value;

use crate::common::{Ran, keeps_to_schema, run_in, scratch, write};

const RULE: &str = "id: team/no-china\ntitle: a region that the team | does <not> use\nseverity: warning\nsubject: placement\n\
    match: { region.country: [CN, HK], not: { service.tags: 'approved=*' } }\nwhen: size(service.name) > 3\n\
    says: '{service.name} is in {region.title} {{here}}'\nlabel: not here\nwhy: \"The team has no staff\\e[2J there.\"\n\
    fix: Choose another `region`.\nsources:\n  - our *handbook*, page 3\n  - title: A law\n    found-at: https://law.example\n\
    \x20   date: '2020'\nexamples:\n  - as-of: 2021-08-03\n    passes: |\n      # ``` a fence\n      [[services]]\n      \
    service = \"azure-bot-service\"\n      cloud = \"azure-public\"\n  - as-of: 2021-08-03\n    fails: |\n      [[services]]\n      \
    service = \"azure-bot-service\"\n      cloud = \"azure-public\"\n      regions = [\"eastasia\"] # warning[team/no-china]\n";

fn rules(folder: &Path, words: &[&str]) -> Ran {
    run_in(folder, &[&["rules"], words].concat(), "")
}

fn json(ran: &Ran, schema: &str) -> Value {
    let document = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    keeps_to_schema(schema, &document);
    document
}

/// A folder with a rule of its own, a policy that changes severities, and a pack.
fn team(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    write(&folder, "house/team/no-china.yaml", RULE);
    write(
        &folder,
        "compliance.toml",
        "rules = [\"house\"]\npacks = [\"us-healthcare\"]\n\n[severity]\n\"team/*\" = \"error\"\n\"waiver/unused\" = \"off\"\n",
    );
    folder
}

#[test]
fn a_person_sees_every_rule_that_judges_here_and_how_grave_it_is() {
    let ran = rules(&team("rules-list"), &["list", "team/*", "waiver/unu*", "us-*", "evidence/stale"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(
        lines[..5],
        [
            "id                             severity  what it says              from",
            "evidence/stale                 warning   the evidence is older t…  built-in",
            "team/no-china                  error     a region that the team…   house/team",
            "us-healthcare/phi-without-baa  requires  a business associate ag…  pack us-heal…",
            "waiver/unused                  off       a waiver excuses nothing  built-in",
        ],
        "{}",
        ran.out
    );
}

#[test]
fn a_program_sees_the_same_with_every_place() {
    let folder = team("rules-list-json");
    let list = json(&rules(&folder, &["list", "--format", "json"]), "rules-list");
    let all = list["rules"].as_array().expect("a list");
    assert_eq!(all.len(), common::shipped_rules().rules.len() + 2);
    let of = |id: &str| all.iter().find(|rule| rule["id"] == id).unwrap_or_else(|| panic!("no {id}"));
    let own = of("team/no-china");
    assert_eq!((&own["severity"], &own["own_severity"]), (&"error".into(), &"warning".into()));
    assert_eq!(own["severity_set_by"], serde_json::json!({ "path": "compliance.toml", "line": 5, "column": 12 }));
    assert_eq!((&own["built_in"], &own["path"]), (&false.into(), &"house/team/no-china.yaml".into()));
    let pack = of("us-healthcare/phi-without-baa");
    assert_eq!((&pack["pack"]["name"], &pack["built_in"]), (&"us-healthcare".into(), &true.into()));
    assert_eq!((&pack["effect"], &pack["severity"]), (&"requires".into(), &Value::Null));
    assert_eq!(of("waiver/unused")["severity"], "off");
    assert!(!list["packs_not_chosen"].as_array().expect("a list").contains(&"us-healthcare".into()));
    let none = json(&rules(&folder, &["list", "--no-builtin", "--no-policy", "--format", "json"]), "rules-list");
    assert_eq!(none["rules"], serde_json::json!([]));
}

#[test]
fn a_list_fits_the_page_and_a_pattern_without_a_rule_is_told() {
    let ran = rules(common::root(), &["list", "--no-policy"]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    assert!(ran.out.contains("packs that take no part: australia, "), "{}", ran.out);
    for (words, expected) in [
        (&["list", "coverage/not-listd"][..], "did you mean `coverage/not-listed`?"),
        (&["list", "cover{"], "`cover{` is no pattern"),
        (&["list", "us-healthcare/*"], "no rule that judges here has an id that `us-healthcare/*` matches"),
        (&["show", "coverage/not-listd"], "did you mean `coverage/not-listed`?"),
        (&["show", "coverage/not-listed", "--format", "html"], "it is one of human, markdown, json"),
    ] {
        let ran = rules(common::root(), words);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{words:?}: {ran:?}");
        assert!(ran.err.contains(expected), "{words:?}: {}", ran.err);
    }
}

#[test]
fn what_is_in_the_way_is_shown_at_its_place() {
    let folder = team("rules-look-broken");
    write(&folder, "house/team/no-china.yaml", RULE.replace("region.country", "region.contry"));
    for words in [&["list"][..], &["show", "coverage/lapsed"]] {
        let ran = rules(&folder, words);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        for said in ["error[unknown-field]", "house/team/no-china.yaml:5:10]", "did you mean `region.country`?"] {
            assert!(ran.err.contains(said) && ran.out.is_empty(), "{said}\n{ran:?}");
        }
    }
}

#[test]
fn the_page_of_a_rule_tells_all_of_it() {
    let folder = team("rules-show");
    let ran = rules(&folder, &["show", "team/no-china"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    for line in [
        "team/no-china (error): a region that the team | does <not> use",
        "why:  The team has no staff\\u{1b}[2J there.",
        "fix:  Choose another `region`.",
        "about     placement: one for each service instance and region, or without a",
        "from      house/team/no-china.yaml",
        "severity  warning; compliance.toml:5 says error",
        "when      region.country is CN or HK",
        "          none of service.tags matches approved=*",
        "and       size(service.name) > 3",
        "says      {service.name} is in {region.title} {{here}}",
        "label     not here",
        "sources   our *handbook*, page 3",
        "          \"A law\", 2020: https://law.example",
        "    region.title    The region's name as people write it.",
        "As of 2021-08-03, this is reported:",
        "    regions = [\"eastasia\"] # warning[team/no-china]",
    ] {
        assert!(ran.out.lines().any(|one| one == line), "{line}\n{}", ran.out);
    }
    let explained = run_in(&folder, &["explain", "team/no-china"], "");
    let shared: Vec<_> = explained.out.lines().filter(|line| !line.starts_with("when it speaks:")).collect();
    assert!(shared.iter().all(|line| ran.out.lines().any(|one| one == *line)), "{}", explained.out);
    assert!(explained.out.ends_with("compliance-check rules show team/no-china\n"), "{}", explained.out);
}

#[test]
fn markdown_holds_what_a_file_says_and_obeys_nothing_of_it() {
    let ran = rules(&team("rules-show-markdown"), &["show", "team/no-china", "--format", "markdown"]);
    for line in [
        "# team/no-china",
        r"a region that the team \| does \<not\> use",
        r"The team has no staff\\u\{1b\}\[2J there.",
        r"- region.country is CN or HK",
        r"- our \*handbook\*, page 3",
        "````toml",
        "# ``` a fence",
    ] {
        assert!(ran.out.lines().any(|one| one == line), "{line}\n{}", ran.out);
    }
    let mut depth = 0;
    for event in pulldown_cmark::Parser::new(&ran.out) {
        match event {
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::CodeBlock(_)) => depth += 1,
            pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_) => panic!("{}", ran.out),
            _ => {}
        }
    }
    assert_eq!(depth, 2, "two examples");
}

#[test]
fn programs_read_the_page_of_every_shipped_rule() {
    let folder = team("rules-show-json");
    let own = json(&rules(&folder, &["show", "team/no-china", "--format", "json"]), "rules-show");
    assert_eq!(own["report"]["says"], "{service.name} is in {region.title} {{here}}");
    assert_eq!(own["report"]["placeholders"], serde_json::json!(["service.name", "region.title"]));
    let expected = serde_json::json!([{ "line": 4, "grade": "warning", "rule": "team/no-china", "standard": null }]);
    assert_eq!(own["examples"][1]["expects"], expected);
    for rule in &common::all_rules().rules {
        let page = json(&rules(common::root(), &["show", &rule.id, "--format", "json"]), "rules-show");
        assert_eq!(page["rule"]["built_in"], true, "{}", rule.id);
        assert_eq!(page["examples"].as_array().map(Vec::len), Some(rule.examples.len()), "{}", rule.id);
        assert_eq!(page["report"].is_null(), rule.report().is_none(), "{}", rule.id);
    }
}

/// The name of a pack stands before those of its rules, and is none of them.
#[test]
fn the_name_of_a_pack_leads_to_its_rules_and_profiles() {
    let folder = scratch("rules-show-pack");
    let ran = rules(&folder, &["show", "us-healthcare"]);
    let words = "error: `us-healthcare` is a pack, and no rule: `compliance-check rules list --pack us-healthcare \
        'us-healthcare/*'` lists its rules, and `compliance-check policy show` its profiles\n";
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (Some(2), "", words));
    let ran = rules(&folder, &["list", "--pack", "us-healthcare", "us-healthcare/*"]);
    assert!(ran.status == Some(0) && ran.out.contains("us-healthcare/"), "{ran:?}");
    let ran = rules(&folder, &["show", "us-healthcar"]);
    assert!(ran.status == Some(2) && ran.err.starts_with("error: there is no rule `us-healthcar`"), "{ran:?}");
}
