//! What code scanning relies on: the official schema, places that are where they are said to be, and words that stay words.

use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::super::awkward_fixture::{hostile, is_quiet, looked_up, places};
use super::super::{FileReport, Format, Report, Style, fixture};
use super::document;
use crate::check::outcome::{Finding, Label};
use crate::load::problem::Problem;
use crate::model::rule::Severity;
use crate::text::{Source, Span};

fn value(report: &Report) -> Value {
    let mut out = Vec::new();
    let format = Format::named("sarif").expect("it is listed");
    format.write(report, &Style::default(), &mut out).expect("a vector takes it");
    assert!(out.ends_with(b"\n}\n"));
    serde_json::from_slice(&out).expect("it is JSON")
}

fn run(report: &Report) -> Value {
    value(report)["runs"][0].clone()
}

/// The official schema.
fn official() -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/schemas/sarif-2.1.0.json");
    let text = std::fs::read_to_string(path).expect("the schema is there");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("it is JSON")).expect("the schema is valid")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is a list"))
}

#[test]
fn every_document_keeps_to_the_official_schema() {
    let official = official();
    let nothing = Report::new(fixture::AS_OF);
    for report in [fixture::report(), known(), places(""), places("\u{feff}"), hostile(), nothing] {
        let errors: Vec<_> = official.iter_errors(&value(&report)).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn the_official_schema_refuses_what_is_not_in_it() {
    let official = official();
    for (pointer, wrong) in [
        ("/version", json!("2.1")),
        ("/runs/0/columnKind", json!("characters")),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/message", json!({})),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/suppressions", json!([{ "kind": "waived" }])),
        ("/runs/0/results/0/ruleIndex", json!(-2)),
        ("/runs/0/tool/driver/rules/0/help", json!({ "markdown": "alone" })),
    ] {
        let mut document = value(&fixture::report());
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is there")) = wrong;
        assert!(!official.is_valid(&document), "{pointer}");
    }
}

/// What a region covers, by its columns and by its bytes. Columns leave out a mark of the byte order.
fn covered(text: &str, region: &Value) -> (String, String) {
    let number = |key: &str| region[key].as_u64().unwrap_or_else(|| panic!("{key} is a number"));
    let lines = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = (number("startLine"), number("startColumn"));
    let end = (number("endLine"), number("endColumn"));
    let offset = usize::try_from(number("byteOffset")).expect("it fits");
    let bytes = offset..offset + usize::try_from(number("byteLength")).expect("it fits");
    (looked_up(lines, start, end), text[bytes].to_owned())
}

#[test]
fn every_region_leads_to_the_text_that_is_meant() {
    for first in ["", "\u{feff}", "\u{feff}\r\n", "𝔘\n"] {
        let report = places(first);
        let run = run(&report);
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let source = &report.files[0].source;
        let findings = &report.files[0].outcome.findings;
        assert!(findings.len() == list(&run["results"]).len() && findings.len() > 15);
        // Results stand by place; what they cover tells which is which.
        let mut open: Vec<_> = findings.iter().collect();
        open.sort_by_key(|finding| finding.place.span.start);
        for (finding, result) in open.into_iter().zip(list(&run["results"])) {
            let related = finding.related.iter().map(|label| label.span);
            let spans = related.chain(finding.elsewhere.iter().map(|one| one.span));
            let spans = std::iter::once(finding.place.span).chain(spans);
            let places = list(&result["locations"]).iter().chain(list(&result["relatedLocations"]));
            for (span, place) in spans.zip(places) {
                let meant = source.slice(span).to_owned();
                let region = &place["physicalLocation"]["region"];
                assert_eq!(covered(source.text(), region), (meant.clone(), meant));
            }
        }
    }
}

#[test]
fn places_of_other_files_lead_to_their_text() {
    let report = fixture::report();
    let run = run(&report);
    let result = &run["results"][1];
    assert_eq!(result["ruleId"], "coverage/level-too-low");
    let place = &result["relatedLocations"][1];
    assert_eq!(place["message"]["text"], "asked for by this profile");
    assert_eq!(place["physicalLocation"]["artifactLocation"]["uri"], "compliance.toml");
    let policy = &report.files[0].outcome.findings[1].elsewhere[0].source;
    let (shown, bytes) = covered(policy.text(), &place["physicalLocation"]["region"]);
    assert_eq!((shown.as_str(), bytes.as_str()), ("\"std-a@high\"", "\"std-a@high\""));
}

/// Every string of a document with the keys that lead to it.
fn strings<'v>(path: &str, value: &'v Value, found: &mut Vec<(String, &'v str)>) {
    match value {
        Value::String(text) => found.push((path.to_owned(), text)),
        Value::Array(all) => all.iter().for_each(|one| strings(path, one, found)),
        Value::Object(all) => all.iter().for_each(|(key, one)| strings(&format!("{path}/{key}"), one, found)),
        _ => {}
    }
}

/// Whether a message has a placeholder, or a link that is no address of a source.
fn is_obeyed(text: &str) -> bool {
    let single = text.replace("{{", "").replace("}}", "");
    single.contains(['{', '}']) || text.contains("](")
}

#[test]
fn hostile_words_stay_words() {
    let document = value(&hostile());
    let mut found = Vec::new();
    strings("", &document, &mut found);
    assert!(found.iter().any(|(path, _)| path.ends_with("/justification")));
    for (path, text) in &found {
        assert!(is_quiet(text) && !text.contains("##["), "{path}: {text:?}");
        if path.ends_with("/uri") {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b);
            assert!(text.bytes().all(plain), "{text}");
        } else if path.ends_with("/text") {
            assert!(!is_obeyed(text), "{path}: {text:?}");
        } else if path.ends_with("/markdown") {
            let unescaped = |at: usize| !text[..at].ends_with('\\');
            assert!(!text.match_indices(['<', '&', '!']).any(|(at, _)| unescaped(at)), "{text:?}");
            assert!(!is_obeyed(text), "{text:?}");
        }
    }
}

#[test]
fn words_come_back_whole_once_the_escapes_are_undone() {
    let source = Source::new("deploy.toml", "a = 1\n");
    let finding = Finding {
        message: "{0} of [a](1)".to_owned(),
        ..fixture::finding(Label { span: Span::new(0, 1), text: String::new() }, Vec::new())
    };
    let text = run(&fixture::only(&source, vec![finding]))["results"][0]["message"]["text"].clone();
    let text = text.as_str().expect("it is text").lines().next().unwrap_or_default().to_owned();
    assert_eq!(text, r"{{0}} of [a]\(1).");
}

#[test]
fn what_is_waived_is_said_of_all_results_or_of_none() {
    let run = run(&fixture::report());
    let stated = list(&run["results"]).iter().map(|result| list(&result["suppressions"]).len());
    assert_eq!(stated.collect::<Vec<_>>(), [0, 0, 0, 0, 1, 0]);
    let expected = json!([{
        "kind": "external",
        "status": "accepted",
        "justification": "The move to acme-cloud is under way (OPS-412) (until 2021-12-31, approved by \
                          ciso@clinic.example)",
    }]);
    assert_eq!(run["results"][4]["suppressions"], expected);
    assert!(list(&run["results"]).iter().all(|result| result.get("baselineState").is_none()));
    let plain = self::run(&places(""));
    assert!(list(&plain["results"]).iter().all(|result| result.get("suppressions").is_none()));
}

/// The report of a run in which a baseline holds one of the findings.
fn known() -> Report {
    let mut report = fixture::report();
    report.files[0].outcome.findings[0].known = true;
    report
}

#[test]
fn what_is_known_is_said_of_all_results_or_of_none() {
    let run = run(&known());
    let states: Vec<_> = list(&run["results"]).iter().map(|result| result["baselineState"].clone()).collect();
    assert_eq!(states, ["unchanged", "new", "new", "new", "new", "new"]);
}

#[test]
fn a_problem_is_a_result_and_one_without_text_a_notification_as_well() {
    let run = run(&fixture::report());
    let problem = &run["results"][2];
    assert_eq!((&problem["ruleId"], &problem["level"]), (&json!("unknown-service"), &json!("error")));
    let said = "no service is called \"exmaple-search\".\nhelp: did you mean \"example-search\"?";
    assert_eq!(problem["message"]["text"], said);
    let unread = &run["results"][5];
    let region = json!({
        "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1, "byteOffset": 0, "byteLength": 0
    });
    assert_eq!(unread["locations"][0]["physicalLocation"]["region"], region);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told: Vec<_> = list(&invocation["toolExecutionNotifications"])
        .iter()
        .map(|one| (one["level"].as_str().unwrap_or_default(), one["message"]["text"].as_str().unwrap_or_default()))
        .collect();
    let expected = [
        ("error", "the file can't be read: permission denied"),
        ("note", "no manifest of this run requires this profile"),
    ];
    assert_eq!(told, expected);
    assert_eq!(self::run(&places(""))["invocations"][0], json!({ "executionSuccessful": true }));
}

#[test]
fn every_result_has_a_location_a_rule_of_its_own_and_a_fingerprint() {
    for report in [fixture::report(), hostile()] {
        let run = run(&report);
        let rules = list(&run["tool"]["driver"]["rules"]);
        let artifacts = list(&run["artifacts"]);
        let index = |value: &Value| usize::try_from(value.as_u64().expect("an index")).expect("it fits");
        let mut places = Vec::new();
        for result in list(&run["results"]) {
            assert_eq!(rules[index(&result["ruleIndex"])]["id"], result["ruleId"]);
            let fingerprints = &result["partialFingerprints"];
            assert_eq!(fingerprints["complianceCheck/v1"], fingerprints["primaryLocationLineHash"]);
            assert_eq!(fingerprints["complianceCheck/v1"].as_str().map(str::len), Some(64));
            let file = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            assert_eq!(artifacts[index(&file["index"])]["location"], *file);
            places.push(format!("{} {} {fingerprints}", result["ruleId"], file["uri"]));
        }
        let all = places.len();
        places.sort();
        places.dedup();
        assert_eq!(places.len(), all, "GitHub takes equal ones for one");
    }
}

#[test]
fn a_rule_brings_its_help_and_how_grave_it_is() {
    let run = run(&fixture::report());
    let rules = list(&run["tool"]["driver"]["rules"]);
    let ids: Vec<_> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    let expected = [
        "coverage/level-too-low",
        "coverage/no-evidence",
        "coverage/platform-only",
        "placement/cloud-closes",
        "not-readable",
        "unknown-service",
    ];
    assert_eq!(ids, expected);
    let rule = &rules[0];
    assert_eq!(rule["name"], "CoverageLevelTooLow");
    assert_eq!(rule["shortDescription"]["text"], "a lower level is held than the one that is required");
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    assert_eq!(rule["properties"]["tags"], json!(["compliance", "coverage", "pack:sovereign"]));
    let markdown = "A lower level is held than the one that is required.\n\n\
        **Why it matters:** What is authorised at a lower level may not hold data of a higher one.\n\n\
        **How to fix it:** Move the service, or require `std-a@moderate`.\n\n\
        **Sources:**\n\n- [The book of levels](https://standards.example/levels), Office of Standards, section 4\n\n\
        More, with examples: `compliance-check explain coverage/level-too-low`";
    assert_eq!(rule["help"]["markdown"], markdown);
}

#[test]
fn a_rule_that_reports_nothing_is_no_rule_of_results() {
    let mut report = fixture::report();
    let rule = report.rules["coverage/no-evidence"].clone();
    report.held("house/asks", super::super::RuleSummary { severity: None, ..rule.clone() });
    report.held("coverage/no-evidence", super::super::RuleSummary { severity: Some(Severity::Advice), ..rule });
    let run = run(&report);
    let rules = list(&run["tool"]["driver"]["rules"]);
    assert!(rules.iter().all(|rule| rule["id"] != "house/asks"));
    assert_eq!(rules[1]["defaultConfiguration"]["level"], "error", "the graver of two policies");
}

#[test]
fn with_too_many_results_the_gravest_come_first_and_what_is_left_out_is_said() {
    let source = Source::new("deploy.toml", "abcdef");
    let severities = [Severity::Advice, Severity::Error, Severity::Warning, Severity::Error];
    let one = |(at, severity): (usize, Severity)| Finding {
        severity,
        ..fixture::finding(Label { span: Span::new(at, at + 1), text: String::new() }, Vec::new())
    };
    let mut report = fixture::only(&source, severities.into_iter().enumerate().map(one).collect());
    report.files[0].outcome.findings[1].waived = Some(crate::check::outcome::Waived {
        number: 0,
        reason: "under way".to_owned(),
        until: jiff::civil::date(2021, 12, 31),
        approved_by: None,
    });
    let starts = |limits: (usize, usize)| -> (Vec<u64>, usize) {
        let document = serde_json::to_value(document(&report, limits, 1)).expect("it is JSON");
        let start = |result: &Value| result["locations"][0]["physicalLocation"]["region"]["byteOffset"].as_u64();
        let run = &document["runs"][0];
        let told = run["invocations"][0].get("toolExecutionNotifications").map_or(0, |told| list(told).len());
        (list(&run["results"]).iter().filter_map(start).collect(), told)
    };
    assert_eq!(starts((4, 9)), (vec![0, 1, 2, 3], 0));
    assert_eq!(starts((3, 9)), (vec![3, 2, 0, 1], 0));
    assert_eq!(starts((1, 2)), (vec![3, 2], 1));
}

#[test]
fn paths_are_references_from_the_folder_of_the_run_on() {
    let place = |name: &str| {
        let problem = Problem {
            code: "unknown-key",
            message: String::new(),
            help: None,
            source: Source::new(name, "a"),
            span: Span::new(0, 1),
        };
        let file = FileReport { problems: vec![problem], ..FileReport::new(Source::new(name, "a")) };
        let report = Report { files: vec![file], ..Report::new(fixture::AS_OF) };
        run(&report)["artifacts"][0]["location"].clone()
    };
    let relative = |uri: &str| json!({ "uri": uri, "uriBaseId": "%SRCROOT%", "index": 0 });
    assert_eq!(place("./a b/deploy.toml"), relative("a%20b/deploy.toml"));
    assert_eq!(place("-"), relative("-"));
    assert_eq!(place("/srv/deploy.toml"), json!({ "uri": "file:///srv/deploy.toml", "index": 0 }));
}
