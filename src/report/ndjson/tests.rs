//! What programs rely on that read line by line.

use serde_json::{Value, json};

use super::super::{Format, Report, Style, fixture, many_fixture, schema};
use super::{About, FindingEntry, Line, Requirement, visible_json};
use crate::text::Source;

fn text(report: &Report, format: &str) -> String {
    text_by(1, report, format)
}

/// The same, written by so many threads.
fn text_by(jobs: usize, report: &Report, format: &str) -> String {
    let (mut out, style) = (Vec::new(), Style { jobs, ..Style::default() });
    Format::named(format).expect("it is listed").write(report, &style, &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

fn lines(report: &Report) -> Vec<Value> {
    text(report, "ndjson").lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn of_kind<'v>(lines: &'v [Value], kind: &str) -> Vec<&'v Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn the_schema_is_that_of_the_types() {
    schema::is_that_of::<Line<'_>>("report-line");
}

#[test]
fn every_line_keeps_to_the_schema() {
    for line in lines(&fixture::report()) {
        assert_eq!(schema::complaints("report-line", &line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn the_schema_refuses_what_is_not_in_it() {
    let lines = lines(&fixture::report());
    for (kind, member, wrong) in [
        ("run", "version", json!("2")),
        ("run", "as_of", json!("today")),
        ("file", "fail_on", json!("sometimes")),
        ("problem", "line", json!(0)),
        ("problem", "file", Value::Null),
        ("requirement", "verdict", json!("compliant")),
        ("requirement", "more", json!(1)),
        ("finding", "severity", json!("fatal")),
        ("finding", "fingerprint", json!("")),
        ("summary", "services", json!("many")),
        ("notice", "kind", json!("rumour")),
    ] {
        let mut line = of_kind(&lines, kind)[0].clone();
        line[member] = wrong;
        assert!(!schema::complaints("report-line", &line).is_empty(), "{line}");
    }
}

#[test]
fn the_members_are_those_of_the_one_document() {
    let report = fixture::report();
    let document: Value = serde_json::from_str(&text(&report, "json")).expect("it is JSON");
    let lines = lines(&report);
    assert_eq!(lines[0]["kind"], "run");
    assert_eq!(lines[lines.len() - 1]["kind"], "summary");
    let mut rest = lines.iter();
    let mut next = |kind: &str, of: Option<&Value>, expected: &Value| {
        let mut line = rest.next().expect("there is another line").clone();
        let members = line.as_object_mut().expect("an object");
        assert_eq!(members.remove("kind").expect("a kind"), kind);
        if let Some(file) = of {
            assert_eq!(members.remove("file").as_ref(), Some(file));
        }
        let names: Vec<_> = members.keys().cloned().collect();
        for name in &names {
            assert_eq!(members[name], expected[name], "{kind} {name}");
        }
        if kind != "run" && kind != "file" {
            assert_eq!(names.len(), expected.as_object().expect("an object").len(), "{kind}");
        }
    };
    next("run", None, &document);
    for file in document["files"].as_array().expect("a list") {
        let path = Some(&file["path"]);
        next("file", path, file);
        let kinds = ["problem", "requirement", "finding", "upcoming", "cured"];
        for (kind, list) in kinds.into_iter().zip(["problems", "requirements", "findings", "upcoming", "cured"]) {
            file[list].as_array().expect("a list").iter().for_each(|one| next(kind, path, one));
        }
    }
    document["notices"].as_array().expect("a list").iter().for_each(|one| next("notice", None, one));
    next("summary", None, &document["summary"]);
    assert!(rest.next().is_none());
}

#[test]
fn every_place_leads_to_the_text_that_is_meant() {
    let report = fixture::report();
    let lines = lines(&report);
    let source = &report.files[0].source;
    let number = |value: &Value, key: &str| usize::try_from(value[key].as_u64().expect("a number")).expect("it fits");
    let findings = of_kind(&lines, "finding");
    assert_eq!(findings.len(), 4);
    for (line, meant) in findings.iter().zip(["\"std-b\"", "\"std-a@high\"", "\"acme-old\"", "\"std-c:2013\""]) {
        let (start, length) = (number(line, "offset"), number(line, "length"));
        assert_eq!(&source.text()[start..start + length], meant);
        let row = source.text().lines().nth(number(line, "line") - 1).expect("there is such a line");
        let found: String = row.chars().skip(number(line, "column") - 1).take(meant.chars().count()).collect();
        assert_eq!(found, meant);
    }
}

#[test]
fn hostile_words_stay_on_their_line() {
    let words = "a\nb\r\u{2028}\u{1b}[31m\u{9b}2J\u{202e}\u{e0041}</script>|`\"\\::error \u{1f980}";
    let source = Source::new(words, "[[services]]");
    let mut finding = fixture::finding(fixture::label(&source, "services", words), Vec::new());
    finding.message = words.to_owned();
    let report = fixture::only(&source, vec![finding]);
    let lines = lines(&report);
    assert_eq!(lines.len(), 4, "run, file, finding, summary");
    assert_eq!((&lines[2]["file"], &lines[2]["message"]), (&json!(words), &json!(words)));
    assert!(!text(&report, "ndjson").contains(['\u{1b}', '\r', '\u{9b}', '\u{2028}', '\u{202e}', '\u{e0041}']));
}

#[test]
fn many_lines_are_written_as_few_are() {
    for count in many_fixture::COUNTS {
        let report = many_fixture::of_many(count);
        let (source, outcome) = (&report.files[0].source, &report.files[0].outcome);
        let mut expected = Vec::new();
        let mut line = |line| visible_json::line(&line, &mut expected).expect("a vector takes it");
        for one in &outcome.requirements {
            line(Line::Requirement(About { file: source.name(), what: Requirement::of(source, one) }));
        }
        for one in &outcome.findings {
            line(Line::Finding(About { file: source.name(), what: FindingEntry::of(source, one) }));
        }
        let expected = String::from_utf8(expected).expect("it is text");
        for jobs in [1, 0, 2, 3, 8] {
            let written = text_by(jobs, &report, "ndjson");
            let lines: Vec<_> = written.split_inclusive('\n').collect();
            let [_run, _file, between @ .., _summary] = lines.as_slice() else { panic!("{count}: too few lines") };
            assert!(between.concat() == expected, "{count} by {jobs} threads");
        }
    }
}
