//! What is taken as a report, and what is refused.

use super::*;

const SUMMARY: &str =
    r#"{"services": 0, "requirements": 0, "rules": 0, "documents": 0, "verdicts": {}, "findings": {}, "cured": 0}"#;

fn document(files: &str) -> String {
    format!(
        r#"{{"version": "1", "as_of": "2021-08-03", "horizon": null, "program": "0.1.0", "fail_on": null, "baseline": null,
        "catalog": {{}}, "packs": [], "files": [{files}], "notices": [], "summary": {SUMMARY}}}"#
    )
}

#[track_caller]
fn check(name: &str, text: &str, code: &str, words: &str, marked: &str) {
    let source = Source::new(name, text);
    let problem = read(&source).expect_err("it is refused");
    assert_eq!((problem.code, source.slice(problem.span)), (code, marked), "{}", problem.message);
    assert!(problem.message.contains(words), "{words}: {}", problem.message);
    assert!(problem.help.is_some());
}

#[test]
fn what_is_no_report_is_told_by_what_it_is() {
    check("report.json", "", "cut-off", "ends before", "");
    check("report.json", "[]", "not-a-report", "no report in JSON", "");
    check("deploy.toml", "[[services]]", "not-a-report", "manifest", "");
    check("report.html", "<!DOCTYPE html>", "not-a-report", "page", "");
    check("report.json", r#"{"runs": [], "version": "2.1.0"}"#, "not-a-report", "SARIF", "");
    check("report.json", r#"{"version": "1", "files": []}"#, "not-a-report", "baseline", "");
    check("report.json", r#"{"kind": "run", "version": "1"}"#, "not-a-report", "one line", "");
    check("report.json", r#"{"version": "2", "catalog": 1}"#, "unknown-version", "\"2\"", "\"version\"");
    check("report.json", r#"{"version": 1}"#, "unknown-version", "version 1", "\"version\"");
    check("report.json", r#"{"version": "1"}"#, "not-a-report", "missing field", "");
    let whole = document("");
    for end in [1, whole.len() / 2, whole.len() - 1] {
        check("report.json", &whole[..end], "cut-off", "ends before", "");
    }
    check("report.json", &whole.replace("\"packs\"", "\"pakcs\""), "not-a-report", "`pakcs`", "");
    check("report.json", &whole.replace("2021-08-03", "today"), "not-a-date", "`today`", "today");
    let horizon = whole.replace("\"horizon\": null", "\"horizon\": \"2021-08-03\"");
    check("report.json", &horizon, "not-a-report", "does not lie after", "\"horizon\"");
    check("report.json", &whole.replace("\"fail_on\": null", "\"fail_on\": \"x\""), "not-a-report", "`x`", "x");
}

#[test]
fn nothing_stands_in_a_report_twice() {
    let file = r#"{"path": "a.toml", "rests_on": null, "policy": null, "fail_on": "error", "problems": [],
        "requirements": [], "findings": [], "upcoming": [], "cured": []}"#;
    let told = read(&Source::new("report.json", document(file))).expect("it is a report");
    assert!(told.adds_up && told.files.len() == 1);
    check("report.json", &document(&format!("{file}, {file}")), "twice", "a.toml", "a.toml");
}

/// They tell a finding, and what an answer rests on, from every other: what is none would only look like one.
#[test]
fn digests_and_fingerprints_are_sixty_four_digits() {
    let digits = "0f".repeat(32);
    let file = |digest: &str| {
        format!(
            r#"{{"path": "a.toml", "policy": null, "fail_on": "error", "problems": [], "requirements": [], "findings": [],
            "upcoming": [], "cured": [],
            "rests_on": {{"manifest": "{digits}", "catalog": "{digits}", "rules": "{digits}", "policy": "{digest}"}}}}"#
        )
    };
    assert!(read(&Source::new("report.json", document(&file(&digits)))).is_ok());
    for wrong in ["##[error]", &digits[1..], &digits.to_uppercase()] {
        check("report.json", &document(&file(wrong)), "bad-digest", "64 hex digits", wrong);
    }
}

#[test]
fn a_summary_that_counts_something_else_is_seen() {
    let text = document("").replace("\"requirements\": 0", "\"requirements\": 1");
    assert!(!read(&Source::new("report.json", text)).expect("it is a report").adds_up);
    let text = document("").replace("\"findings\": {}", "\"findings\": {\"error\": 1}");
    assert!(!read(&Source::new("report.json", text)).expect("it is a report").adds_up);
}
