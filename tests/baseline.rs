//! Baselines: only what is new fails a check, and what is cured is said.

use crate::common;

use std::path::Path;

use crate::common::Ran;
use serde_json::Value;

const DAY: &str = "2021-08-03";

/// A service with one error for each of these requirements that is not covered.
fn service(name: &str, requires: &str) -> String {
    format!(
        "[[services]]\nname = {name:?}\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [{requires}]\n"
    )
}

fn gap(name: &str) -> String {
    service(name, "\"dod-srg@il4\"")
}

fn check(folder: &Path, arguments: &[&str]) -> Ran {
    common::run_in(folder, &[&["--as-of", DAY], arguments].concat(), "")
}

fn last_line(ran: &Ran) -> String {
    ran.out.split("\n\n").last().unwrap_or_default().replace("\n    ", " ")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let ran = check(folder, &[&["--format", "json"], arguments].concat());
    let report = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    common::keeps_to_schema("report", &report);
    report
}

fn baseline(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("it was written");
    let baseline = serde_json::from_str(&text).expect("it is JSON");
    common::keeps_to_schema("baseline", &baseline);
    baseline
}

#[test]
fn only_what_is_new_fails_and_what_is_cured_is_said() {
    let folder = common::scratch("baseline-new");
    common::write(&folder, "deploy.toml", gap("one") + &gap("two"));
    assert_eq!(check(&folder, &[]).status, Some(1));
    let ran = check(&folder, &["--write-baseline", "known.json"]);
    assert_eq!(ran.status, Some(0), "what is written is known: {ran:?}");
    assert!(ran.out.contains("nothing new found, 2 known;"), "{}", ran.out);
    let written = baseline(&folder.join("known.json"));
    assert_eq!((&written["as_of"], &written["files"][0]["path"]), (&DAY.into(), &"deploy.toml".into()));
    let services = |findings: &Value| -> Vec<String> {
        let findings = findings.as_array().expect("a list").iter();
        findings.map(|one| one["service"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(services(&written["files"][0]["findings"]), ["one", "two"]);
    // The same again, moved to other lines.
    common::write(&folder, "deploy.toml", format!("# moved\n\n{}\n{}", gap("two"), gap("one")));
    let ran = check(&folder, &["--baseline", "known.json"]);
    assert_eq!((ran.status, ran.out.matches("error[").count()), (Some(0), 0), "{ran:?}");
    // One is mended, and one is new.
    common::write(&folder, "deploy.toml", service("one", "\"soc-2\"") + &gap("two") + &gap("three"));
    let ran = check(&folder, &["--baseline", "known.json"]);
    assert_eq!((ran.status, ran.out.matches("error[").count()), (Some(1), 1), "{ran:?}");
    assert!(last_line(&ran).contains(": 1 error, 1 known, 1 cured; "), "{}", ran.out);
    assert!(ran.out.contains("\ncured in deploy.toml: one: dod-srg@il4: coverage/level-too-low\n"), "{}", ran.out);
    let report = json(&folder, &["--baseline", "known.json"]);
    let file = &report["files"][0];
    assert_eq!(services(&file["cured"]), ["one"]);
    let known =
        |finding: &Value| (finding["service"].as_str().unwrap_or_default().to_owned(), finding["known"].clone());
    let told: Vec<_> = file["findings"].as_array().expect("a list").iter().map(known).collect();
    assert_eq!(told, [("two".to_owned(), true.into()), ("three".to_owned(), false.into())]);
    let expected = serde_json::json!({ "error": 1, "warning": 0, "advice": 0, "waived": 0, "known": 1 });
    assert_eq!((&report["summary"]["findings"], &report["summary"]["cured"]), (&expected, &1.into()));
    // In the short form, what is new has its line alone.
    let ran = check(&folder, &["--baseline", "known.json", "--format", "short"]);
    assert!(ran.out.lines().count() == 1 && ran.out.contains(" three: "), "{}", ran.out);
}

#[test]
fn a_flow_to_another_receiver_is_new_and_so_is_a_waiver_that_ends_later() {
    let folder = common::scratch("baseline-flows");
    let rule = "id: own/flow\ntitle: flows are told\nsubject: flow\nmatch: { service.name: a }\nseverity: error\n\
        says: \"{service.name} sends {flow.data} to {flow.to}\"\nwhy: It is a test.\nfix: Send nothing.\n";
    common::write(&folder, "rules/own/flow.yaml", rule);
    let services: String = ["b", "c"].map(|name| service(name, "")).concat();
    let manifest = |to: &str, data: &str, until: &str| {
        let sender = service("a", "") + &format!("data = [{data}]\nsends-to = [{{ service = {to:?} }}]\n");
        let waiver = format!("[[waivers]]\nrule = \"coverage/excluded\"\nuntil = {until}\nreason = \"r\"\n");
        common::write(&folder, "deploy.toml", sender + &services + &waiver);
    };
    let ran = |arguments: &[&str]| check(&folder, &[&["--rules", "rules"], arguments].concat());
    manifest("b", "\"phi\"", "2022-01-01");
    assert_eq!(ran(&["--write-baseline", "known.json"]).status, Some(0));
    let new = || {
        let out = ran(&["--baseline", "known.json", "--format", "short"]).out;
        let found = out.lines().filter(|line| !line.contains(": note: "));
        found.map(|line| line.split(&['[', ']'][..]).nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(new(), [""; 0]);
    manifest("c", "\"phi\"", "2022-01-01");
    assert_eq!(new(), ["own/flow"], "another receiver");
    manifest("b", "\"phi\", \"card\"", "2022-01-01");
    assert_eq!(new(), ["own/flow"], "more data");
    manifest("b", "\"phi\"", "2023-01-01");
    assert_eq!(new(), ["waiver/unused"], "another end");
}

#[test]
fn a_baseline_works_from_every_folder_and_speaks_only_of_what_was_checked() {
    let folder = common::scratch("baseline-folders");
    common::write(&folder, "a/deploy.toml", gap("one"));
    common::write(&folder, "b/deploy.toml", gap("one"));
    common::write(&folder, "ci/nothing", "");
    let ran = check(&folder, &["--write-baseline", "ci/known.json", "."]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let written = baseline(&folder.join("ci/known.json"));
    let paths: Vec<_> = written["files"].as_array().expect("a list").iter().map(|file| &file["path"]).collect();
    assert_eq!(paths, ["../a/deploy.toml", "../b/deploy.toml"]);
    for (from, known, path) in
        [("", "ci/known.json", "a"), ("a", "../ci/known.json", "deploy.toml"), ("ci", "known.json", "../b/../a")]
    {
        let report = json(&folder.join(from), &["--baseline", known, path]);
        assert_eq!(report["files"][0]["findings"][0]["known"], true, "from {from:?}");
        assert_eq!(report["summary"]["cured"], 0, "b was not checked");
    }
    // The same twice gives the same bytes.
    let bytes = || std::fs::read(folder.join("ci/known.json")).expect("it is there");
    let before = bytes();
    check(&folder, &["--write-baseline", "ci/known.json", "b", "a"]);
    assert_eq!(bytes(), before);
}

#[test]
fn comparing_and_writing_compares_first_and_keeps_what_was_not_checked() {
    let folder = common::scratch("baseline-both");
    for name in ["a", "b", "gone"] {
        common::write(&folder, &format!("{name}/deploy.toml"), gap("one"));
    }
    check(&folder, &["--write-baseline", "known.json", "."]);
    std::fs::remove_dir_all(folder.join("gone")).expect("it goes");
    common::write(&folder, "a/deploy.toml", gap("two"));
    let ran = check(&folder, &["--baseline", "known.json", "--write-baseline", "known.json", "a"]);
    assert_eq!(ran.status, Some(1), "it is new in this run: {ran:?}");
    let told: Vec<_> = baseline(&folder.join("known.json"))["files"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| format!("{}: {}", file["path"].as_str().unwrap_or(""), file["findings"][0]["service"]))
        .collect();
    assert_eq!(told, ["a/deploy.toml: \"two\"", "b/deploy.toml: \"one\""]);
    assert_eq!(check(&folder, &["--baseline", "known.json", "."]).status, Some(0));
}

#[test]
fn an_entry_of_a_manifest_that_is_gone_is_noted_where_it_would_have_been_checked() {
    let folder = common::scratch("baseline-gone");
    for name in ["x", "y", "other/z"] {
        common::write(&folder, &format!("{name}/deploy.toml"), gap("one"));
    }
    common::write(&folder, "ci/nothing", "");
    check(&folder, &["--write-baseline", "ci/known.json", "."]);
    std::fs::rename(folder.join("y"), folder.join("zz")).expect("it moves");
    let text = std::fs::read_to_string(folder.join("ci/known.json")).expect("it is there");
    let line = text.lines().position(|line| line.contains("../y/deploy.toml")).expect("it is in there") + 1;
    let noted = format!(
        "ci/known.json:{line}:15: note: the baseline knows 1 finding of `../y/deploy.toml`, and no such file is there: \
        what is found in a manifest that was moved counts as new, until the baseline is written again\n"
    );
    let told =
        |paths: &[&str]| check(&folder, &[&["--format", "short", "--baseline", "ci/known.json"], paths].concat());
    for paths in
        [&["."][..], &["*/deploy.toml"], &["x", "./x/../"], &["{x,y}/*.toml"], &["x/deploy.toml", "**/deploy.toml"]]
    {
        let ran = told(paths);
        assert_eq!(ran.out.matches(&noted).count(), 1, "{paths:?}: {ran:?}");
        assert_eq!(ran.out.matches(" note: ").count(), 1, "{paths:?}: {ran:?}");
    }
    for paths in [&["x"][..], &["other", "x/deploy.toml"], &["other/**/deploy.toml"]] {
        assert!(!told(paths).out.contains("note:"), "{paths:?} would not have met it");
    }
    let report = json(&folder, &["--baseline", "ci/known.json", "."]);
    assert_eq!((&report["notices"][0]["path"], &report["notices"][0]["line"]), (&"ci/known.json".into(), &line.into()));
    let ran = check(&folder, &["--baseline", "ci/known.json", "--write-baseline", "ci/known.json", "."]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(!told(&["."]).out.contains("note:"), "it is written again");
}

#[test]
fn what_is_waived_is_neither_known_nor_cured() {
    let folder = common::scratch("baseline-waived");
    let waiver = |until: &str| {
        format!("[[waivers]]\nrule = \"coverage/level-too-low\"\nuntil = {until}\nreason = \"Under way\"\n")
    };
    common::write(&folder, "deploy.toml", gap("one"));
    check(&folder, &["--write-baseline", "known.json"]);
    common::write(&folder, "deploy.toml", gap("one") + &waiver("2021-12-31"));
    let summary = json(&folder, &["--baseline", "known.json"])["summary"].clone();
    assert_eq!(
        (&summary["findings"]["waived"], &summary["findings"]["known"], &summary["cured"]),
        (&1.into(), &0.into(), &0.into())
    );
    // What a waiver excuses is not written: it fails again when the waiver ends.
    check(&folder, &["--write-baseline", "later.json"]);
    assert_eq!(baseline(&folder.join("later.json"))["files"], serde_json::json!([]));
    let ran = common::run_in(&folder, &["--as-of", "2022-01-01", "--baseline", "later.json"], "");
    assert_eq!(ran.status, Some(1), "{ran:?}");
}

/// A folder with a document that puts a service in scope in one region alone, and what is checked there.
struct InOneRegion(std::path::PathBuf);

impl InOneRegion {
    fn new(name: &str) -> Self {
        let folder = common::scratch(name);
        let document = "id: example-list\ntitle: An example list\npublisher: Nobody\nprovider: microsoft\nkind: example\n\
            as-of: 2026-01-15\nas-of-basis: printed\nfound-at: nowhere\nclaims:\n  \
            - { in-scope: graph, cloud: azure-public, regions: [eastus], at: row 1, standards: [lgpd] }\n";
        common::write(&folder, "more/evidence/example-list.yaml", document);
        Self(folder)
    }

    fn run(&self, regions: &str, more: &str, arguments: &[&str]) -> Ran {
        let service = "[[services]]\nservice = \"graph\"\ncloud = \"azure-public\"\nrequires = [\"lgpd\"]\n";
        common::write(&self.0, "deploy.toml", format!("{service}regions = [{regions}]\n{more}"));
        let usual = ["--as-of", "2026-02-01", "--catalog", "more"];
        common::run_in(&self.0, &[&usual, arguments].concat(), "")
    }

    /// What is found, each as the regions in which it is new or `known`, and the regions of what is cured.
    fn told(&self, regions: &str, baseline: &str) -> (Vec<String>, Vec<String>) {
        let ran = self.run(regions, "", &["--baseline", baseline, "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
        common::keeps_to_schema("report", &report);
        let list = |value: &Value| -> Vec<Value> { value.as_array().expect("a list").clone() };
        let words = |value: &Value| {
            list(value).iter().map(|one| one.as_str().expect("a name").to_owned()).collect::<Vec<_>>().join(" ")
        };
        let found = list(&report["files"][0]["findings"]);
        let found = found.iter().map(|one| match (&one["known"], words(&one["new_in"])) {
            (Value::Bool(true), new_in) if new_in.is_empty() => "known".to_owned(),
            (_, new_in) => format!("new {new_in}").trim_end().to_owned(),
        });
        let cured = list(&report["files"][0]["cured"]);
        assert_eq!(report["summary"]["cured"], cured.len());
        (found.collect(), cured.iter().map(|one| words(&one["regions"])).collect())
    }

    #[track_caller]
    fn check(&self, regions: &str, found: &[&str], cured: &[&str]) {
        let told = self.told(regions, "known.json");
        assert_eq!(
            (told.0.as_slice(), told.1.as_slice()),
            (&found.map_owned()[..], &cured.map_owned()[..]),
            "{regions}"
        );
    }
}

/// Words as a report has them.
trait Owned {
    fn map_owned(&self) -> Vec<String>;
}

impl Owned for [&str] {
    fn map_owned(&self) -> Vec<String> {
        self.iter().map(|&one| one.to_owned()).collect()
    }
}

#[test]
fn a_gap_in_fewer_regions_is_known_and_one_in_more_is_new() {
    let example = InOneRegion::new("baseline-regions");
    let both = "\"westeurope\", \"northeurope\"";
    assert_eq!(example.run(both, "", &["--write-baseline", "known.json"]).status, Some(0));
    let written = baseline(&example.0.join("known.json"))["files"][0]["findings"][0].clone();
    assert_eq!(written["regions"], serde_json::json!(["northeurope", "westeurope"]));
    assert_eq!(written["cloud"], "azure-public");
    example.check("\"northeurope\", \"westeurope\"", &["known"], &[]);
    // What is mended of it is said.
    example.check("\"northeurope\"", &["known"], &["westeurope"]);
    example.check("\"northeurope\", \"westus\", \"westeurope\"", &["new westus"], &[]);
    example.check("\"northeurope\", \"westus\"", &["new westus"], &["westeurope"]);
    example.check("\"westus\"", &["new"], &["northeurope westeurope"]);
    example.check("\"eastus\"", &[], &["northeurope westeurope"]);
}

#[test]
fn a_gap_that_is_found_without_regions_and_then_with_some_is_not_cured() {
    let example = InOneRegion::new("baseline-unbound");
    example.run("", "", &["--write-baseline", "known.json"]);
    example.check("", &["known"], &[]);
    example.check("\"westeurope\"", &["new"], &[]);
    example.check("\"eastus\"", &[], &[""]);
    // The other way round: bound to none, it may run anywhere.
    example.run("\"westeurope\"", "", &["--write-baseline", "known.json"]);
    example.check("", &["new"], &[]);
}

#[test]
fn the_new_regions_of_a_gap_and_the_cured_ones_are_said_in_every_format() {
    let example = InOneRegion::new("baseline-said");
    let more = |first: &str| {
        let rest =
            ["northeurope", "japaneast", "japanwest", "koreacentral", "koreasouth", "brazilsouth", "francecentral"];
        [&[first], &rest[..]].concat().iter().map(|one| format!("{one:?}")).collect::<Vec<_>>().join(", ")
    };
    example.run(&more("westeurope"), "", &["--write-baseline", "known.json"]);
    for (format, said) in [
        ("human", "(new in westindia)"),
        ("short", "(new in westindia)"),
        ("github", "(new in westindia)"),
        ("gitlab", "(new in westindia)"),
        ("junit", "(new in westindia)"),
        ("sarif", "(new in westindia)"),
        ("markdown", "new in westindia"),
        ("csv", "(new in westindia)"),
        ("html", "westindia"),
        ("json", "\"new_in\":[\"westindia"),
    ] {
        let ran = example.run(&more("westindia"), "", &["--baseline", "known.json", "--format", format]);
        let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(said), "{format}: {}", ran.out);
        assert!(!ran.out.contains("the baseline knows"), "{format}: {}", ran.out);
    }
    let ran = example.run(&more("westindia"), "", &["--baseline", "known.json"]);
    let cured = "cured in deploy.toml: graph: lgpd in westeurope: coverage/elsewhere\n";
    assert!(ran.out.contains(cured), "{}", ran.out);
}

#[test]
fn what_a_waiver_excuses_of_a_gap_leaves_its_name_to_the_rest() {
    let example = InOneRegion::new("baseline-split");
    let both = "\"westeurope\", \"northeurope\"";
    let waiver = |more: &str| {
        format!("[[waivers]]\nrule = \"coverage/elsewhere\"\n{more}until = 2026-12-31\nreason = \"Under way\"\n")
    };
    example.run(both, "", &["--write-baseline", "known.json"]);
    let known = baseline(&example.0.join("known.json"))["files"][0]["findings"][0]["fingerprint"].clone();
    let ran = |more: &str, format: &str| {
        let ran = example.run(both, &waiver(more), &["--baseline", "known.json", "--format", format]);
        serde_json::from_str::<Value>(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    };
    let part = ran("region = \"northeurope\"\n", "json");
    let findings = part["files"][0]["findings"].as_array().expect("a list");
    let told = |one: &Value| (one["regions"][0].clone(), !one["waived"].is_null(), one["fingerprint"] == known);
    let mut all: Vec<_> = findings.iter().map(told).collect();
    all.sort_by_key(|(.., named)| !named);
    assert_eq!(all, [("westeurope".into(), false, true), ("northeurope".into(), true, false)]);
    assert_eq!(part["summary"]["findings"]["known"], 1);
    assert_eq!((&part["summary"]["findings"]["waived"], &part["summary"]["cured"]), (&1.into(), &0.into()));
    // Every format that tells findings by their fingerprints has the same ones.
    let names = |list: &Value, name: &dyn Fn(&Value) -> Value| {
        let mut names: Vec<_> = list.as_array().expect("a list").iter().map(|one| name(one).to_string()).collect();
        names.sort();
        names
    };
    let of_json = names(&part["files"][0]["findings"], &|one| one["fingerprint"].clone());
    let sarif = ran("region = \"northeurope\"\n", "sarif");
    let in_sarif = |one: &Value| one["partialFingerprints"].as_object().expect("a table").values().next().cloned();
    let of_sarif = names(&sarif["runs"][0]["results"], &|one| in_sarif(one).expect("one"));
    let gitlab = ran("region = \"northeurope\"\n", "gitlab");
    let of_gitlab = names(&gitlab, &|one| one["fingerprint"].clone());
    assert_eq!((of_json.len(), &of_json), (2, &of_sarif));
    assert!(of_gitlab.iter().all(|one| of_json.contains(one)), "{gitlab}");
    // Where nothing is left of it, the excused one has the gap's own name.
    let whole = ran("", "json");
    let whole = &whole["files"][0]["findings"];
    assert_eq!((whole.as_array().map(Vec::len), &whole[0]["fingerprint"]), (Some(1), &known));
}

#[test]
fn what_is_waived_in_some_regions_names_them_in_every_format() {
    let example = InOneRegion::new("waived-regions");
    let waiver = |more: &str| {
        format!("[[waivers]]\nrule = \"coverage/elsewhere\"\n{more}until = 2026-12-31\nreason = \"Under way\"\n")
    };
    let (part, whole) = (waiver("region = \"northeurope\"\n"), waiver(""));
    let both = "\"westeurope\", \"northeurope\"";
    let human = "waived until 2026-12-31: graph: lgpd in northeurope (coverage/elsewhere): Under way\n";
    let unwrapped = |more: &str| example.run(both, more, &[]).out.replace("\n    ", " ");
    assert!(unwrapped(&part).contains(human), "{}", unwrapped(&part));
    let ran = example.run(both, &part, &["--format", "markdown"]);
    let line =
        "- until **2026-12-31**: `coverage/elsewhere` graph, LGPD in northeurope, `deploy.toml:4:13`, waived by ";
    assert!(ran.out.contains(line), "{}", ran.out);
    // Where nothing else is left of the gap, there is nothing to tell it from.
    assert!(unwrapped(&whole).contains("graph: lgpd (coverage/elsewhere): Under way\n"), "{}", unwrapped(&whole));
    let row = |more: &str| {
        let ran = example.run(both, more, &["--format", "csv"]);
        let mut lines = ran.out.lines().map(str::to_owned);
        let head = lines.next().expect("a head");
        let at = head.split(',').position(|name| name == "waived_until").expect("the column is there");
        let from_end = head.split(',').count() - at;
        let line = lines.find(|line| line.contains("coverage/elsewhere")).expect("a row");
        line.rsplit(',').nth(from_end - 1).expect("a cell").to_owned()
    };
    assert_eq!(row(&part), "", "some of it is open");
    assert_eq!(row(&whole), "2026-12-31");
}

#[test]
fn several_that_share_a_finding_are_not_cured_by_a_waiver() {
    let folder = common::scratch("baseline-shared");
    let waiver = "[[waivers]]\nrule = \"evidence/stale\"\nuntil = 2026-12-31\nreason = \"Known\"\n";
    let stale = service("one", "\"soc-2\", \"iso-27017\"");
    let check = |arguments: &[&str]| {
        let ran = common::run_in(&folder, &[&["--as-of", "2026-11-23", "--format", "json"], arguments].concat(), "");
        serde_json::from_str::<Value>(&ran.out).expect("it is JSON")
    };
    common::write(&folder, "deploy.toml", &stale);
    let report = check(&["--write-baseline", "known.json"]);
    let findings = report["files"][0]["findings"].as_array().expect("a list");
    assert!(findings.iter().any(|one| one["rule"] == "evidence/stale" && one["standard"].is_null()), "{findings:?}");
    common::write(&folder, "deploy.toml", stale + waiver);
    let report = check(&["--baseline", "known.json"]);
    assert_eq!(report["files"][0]["cured"], serde_json::json!([]));
    assert_eq!(report["summary"]["findings"]["waived"], 1);
}

#[test]
fn a_file_with_problems_is_not_called_cured_and_keeps_a_baseline_from_being_written() {
    let folder = common::scratch("baseline-problems");
    common::write(&folder, "deploy.toml", gap("one"));
    check(&folder, &["--write-baseline", "known.json"]);
    let before = std::fs::read(folder.join("known.json")).expect("it is there");
    common::write(&folder, "deploy.toml", gap("one").replace("azure-bot-service", "azure-bot-servce"));
    let report = json(&folder, &["--baseline", "known.json"]);
    assert_eq!(report["summary"]["cured"], 0);
    let ran = check(&folder, &["--write-baseline", "known.json", "--format", "short"]);
    assert!(ran.status == Some(2) && ran.out.contains("known.json:1:1: note: the baseline was not written"), "{ran:?}");
    assert_eq!(std::fs::read(folder.join("known.json")).expect("it is there"), before);
}

#[test]
fn a_baseline_that_cannot_be_read_or_written_is_a_problem() {
    let folder = common::scratch("baseline-bad");
    common::write(&folder, "deploy.toml", gap("one"));
    common::write(&folder, "broken.json", "{\n  \"version\": \"1\",\n  \"as_of\": }\n");
    common::write(&folder, "newer.json", "{ \"version\": \"2\" }\n");
    common::write(&folder, "folder/file", "");
    let refused = |arguments: &[&str], line: &str| {
        let ran = check(&folder, &[&["--format", "short"], arguments].concat());
        assert!(ran.status == Some(2) && ran.out.contains(line), "{line}: {ran:?}");
        assert!(ran.out.contains("deploy.toml:5:13: error[coverage/level-too-low]"), "it hides nothing: {ran:?}");
    };
    refused(
        &["--baseline", "broken.json"],
        "broken.json:3:12: error[not-a-baseline] this is no baseline: expected value",
    );
    refused(&["--baseline", "newer.json"], "newer.json:1:3: error[unknown-version] this baseline is of version \"2\"");
    refused(&["--baseline", "none.json"], "none.json:1:1: error[missing] there is no such file (write one with");
    refused(&["--baseline", "folder"], "folder:1:1: error[unreadable]");
    refused(&["--write-baseline", "none/known.json"], "none/known.json:1:1: error[unwritable] the baseline can't be");
    refused(&["--write-baseline", "folder"], "folder:1:1: error[unwritable]");
    refused(&["--baseline", "none.json", "--write-baseline", "new.json"], "none.json:1:1: error[missing]");
    assert!(!folder.join("new.json").exists(), "nothing is written beside a problem");
}

#[test]
fn standard_input_has_a_baseline_too() {
    let folder = common::scratch("baseline-stdin");
    let run = |arguments: &[&str]| {
        common::run_in(&folder, &[&["--as-of", DAY], arguments, &["-"]].concat(), &gap("one")).status
    };
    assert_eq!(run(&["--write-baseline", "known.json"]), Some(0));
    assert_eq!(run(&["--baseline", "known.json"]), Some(0));
    assert_eq!(run(&[]), Some(1));
}
