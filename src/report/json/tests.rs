//! What other people's programs rely on: the schema, and that a report keeps to it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Value, json};

use super::super::{Format, Report, Style, fixture, many_fixture, schema};
use super::shape::{Document, FindingEntry, Requirement};
use crate::text::Source;

fn text(report: &Report) -> String {
    text_by(1, report)
}

/// The same, written by so many threads.
fn text_by(jobs: usize, report: &Report) -> String {
    let (mut out, style) = (Vec::new(), Style { jobs, ..Style::default() });
    Format::named("json").expect("it is listed").write(report, &style, &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

fn value(report: &Report) -> Value {
    serde_json::from_str(&text(report)).expect("it is JSON")
}

#[test]
fn the_schema_is_that_of_the_types() {
    schema::is_that_of::<Document<'_>>("report");
}

#[test]
fn a_report_keeps_to_the_schema() {
    assert_eq!(schema::complaints("report", &value(&fixture::report())), Vec::<String>::new());
}

#[test]
fn the_schema_refuses_what_is_not_in_it() {
    for (pointer, wrong) in [
        ("/version", json!("2")),
        ("/as_of", json!("today")),
        ("/files/0/problems/0/line", json!(0)),
        ("/files/0/requirements/0/verdict", json!("compliant")),
        ("/files/0/requirements/0/origin", Value::Null),
        ("/files/0/requirements/0/evidence", json!({ "id": "only-this" })),
        ("/files/0/findings/0/severity", json!("fatal")),
        ("/files/0/findings/0/fingerprint", json!("")),
        ("/files/0/findings/0/waived", json!({})),
        ("/catalog", json!({ "digest": "", "documents": 1, "claims": 1, "more": 1 })),
        ("/summary/verdicts", json!({ "compliant": 1 })),
    ] {
        let mut document = value(&fixture::report());
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is there")) = wrong;
        assert!(!schema::complaints("report", &document).is_empty(), "{pointer}");
    }
}

/// The members of an object in the order in which they are written; the order is part of the promise.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(Vec::new()))
    }
}

impl<'de> Visitor<'de> for Keys {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Self, A::Error> {
        while let Some((key, IgnoredAny)) = object.next_entry()? {
            self.0.push(key);
        }
        Ok(self)
    }
}

/// Those of the first object that begins with the end of `from`.
fn keys(text: &str, from: &str) -> Vec<String> {
    let at = text.find(from).unwrap_or_else(|| panic!("{from} is written")) + from.len() - 1;
    Keys::deserialize(&mut serde_json::Deserializer::from_str(&text[at..])).expect("it is an object").0
}

#[test]
fn members_stand_in_the_promised_order() {
    let text = text(&fixture::report());
    assert!(
        text.starts_with(
            "{\n  \"version\": \"1\",\n  \"as_of\": \"2021-08-03\",\n  \"horizon\": null,\n  \"program\": "
        ) && text.ends_with("\n}\n")
    );
    for (from, expected) in [
        ("\"catalog\": {", "digest documents claims"),
        ("\"files\": [\n    {", "path rests_on policy fail_on problems requirements findings upcoming cured"),
        ("\"rests_on\": {", "manifest catalog rules policy"),
        ("\"problems\": [\n        {", "code message line column offset length help"),
        (
            "\"requirements\": [\n        {",
            "service service_id cloud regions standard edition level assurance verdict held contested origin origins \
             evidence history",
        ),
        ("\"held\":{", "edition level"),
        ("\"origin\":{", "kind line column profile"),
        ("\"evidence\":{", "id title publisher as_of locator"),
        ("\"history\":[{", "id verdict believed"),
        (
            "\"findings\": [\n        {",
            "rule severity message why because help service standard cloud regions verdict line column offset length related \
             elsewhere fingerprint waived known new_in suggestion",
        ),
        ("\"related\":[{", "line column message"),
        ("\"elsewhere\":[{", "path line column message"),
        ("\"waived\":{", "reason until approved_by"),
        ("\"notices\": [\n    {", "path line column message"),
        ("\"summary\": {", "services requirements rules documents verdicts findings cured"),
        ("\"verdicts\": {", "covered level-too-low"),
    ] {
        assert_eq!(keys(&text, from).join(" "), expected, "{from}");
    }
}

#[test]
fn every_place_leads_to_the_text_that_is_meant() {
    let report = fixture::report();
    let document = value(&report);
    let number = |value: &Value, key: &str| usize::try_from(value[key].as_u64().expect("a number")).expect("it fits");
    let check = |source: &Source, entry: &Value, meant: &str| {
        let (start, length) = (number(entry, "offset"), number(entry, "length"));
        assert_eq!(&source.text()[start..start + length], meant);
        let line = source.text().lines().nth(number(entry, "line") - 1).expect("there is such a line");
        let found: String = line.chars().skip(number(entry, "column") - 1).take(meant.chars().count()).collect();
        assert_eq!(found, meant);
    };
    let source = &report.files[0].source;
    let file = &document["files"][0];
    check(source, &file["problems"][0], "\"exmaple-search\"");
    for (index, meant) in ["\"std-b\"", "\"std-a@high\"", "\"acme-old\"", "\"std-c:2013\""].into_iter().enumerate() {
        check(source, &file["findings"][index], meant);
    }
    let related = &file["findings"][1]["related"][0];
    assert_eq!(related, &json!({ "line": 8, "column": 9, "message": "holds std-a@moderate here" }));
    let elsewhere = &file["findings"][1]["elsewhere"][0];
    let expected = json!({
        "path": "compliance.toml", "line": 4, "column": 9, "message": "asked for by this profile"
    });
    assert_eq!(elsewhere, &expected);
}

#[test]
fn the_nearest_origin_stands_alone_and_the_others_beside_it() {
    let requirement = &value(&fixture::report())["files"][0]["requirements"][1];
    assert_eq!(requirement["origin"], json!({ "kind": "service", "line": 10, "column": 13, "profile": "base" }));
    assert_eq!(requirement["origins"], json!([{ "kind": "deployment", "line": 3, "column": 13, "profile": null }]));
}

#[test]
fn what_is_not_known_is_null() {
    let document = value(&fixture::report());
    let file = &document["files"][0];
    assert_eq!(file["requirements"][0]["assurance"], "third-party");
    assert_eq!(file["requirements"][1]["assurance"], Value::Null);
    assert_eq!(file["findings"][2]["standard"], Value::Null);
    assert_eq!(file["findings"][0]["suggestion"], Value::Null);
    assert_eq!(document["files"][2]["problems"][0]["help"], Value::Null);
}

#[test]
fn the_summary_counts_what_is_there() {
    let expected = json!({
        "services": 3,
        "requirements": 3,
        "rules": 2,
        "documents": 2,
        "verdicts": { "covered": 2, "level-too-low": 1 },
        "findings": { "error": 1, "warning": 1, "advice": 1, "waived": 1, "known": 0 },
        "cured": 0,
    });
    assert_eq!(value(&fixture::report())["summary"], expected);
}

#[test]
fn each_requirement_and_each_finding_has_a_line_of_its_own() {
    /// Between the lines before and behind it, as a member of a file, which stands in a list of the document.
    fn laid_out(name: &str, list: impl Iterator<Item: serde::Serialize>) -> String {
        let member = |one| serde_json::to_string(&one).expect("it is JSON");
        match list.map(member).collect::<Vec<_>>().join(",\n        ") {
            none if none.is_empty() => format!("\n      \"{name}\": [],\n"),
            members => format!("\n      \"{name}\": [\n        {members}\n      ],\n"),
        }
    }
    for count in many_fixture::COUNTS {
        let report = many_fixture::of_many(count);
        let file = &report.files[0];
        let requirements = file.outcome.requirements.iter().map(|one| Requirement::of(&file.source, one));
        let findings = file.outcome.findings.iter().map(|one| FindingEntry::of(&file.source, one));
        let alone = text(&report);
        assert!(alone.contains(&laid_out("requirements", requirements)), "{count}");
        assert!(alone.contains(&laid_out("findings", findings)), "{count}");
        for jobs in [0, 2, 3, 8] {
            assert!(text_by(jobs, &report) == alone, "{count} by {jobs} threads");
        }
    }
}
