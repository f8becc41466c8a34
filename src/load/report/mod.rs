//! Reports: from the JSON document of a check to [`Told`]. They are written by the program, so that the first thing
//! that is wrong with one is all that is told.

mod shape;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::problem::Problem;
use crate::model::date::PartialDate;
use crate::model::policy::FailOn;
use crate::model::told::{Digests, Part, Told, ToldFile, ToldFinding, ToldRequirement};
use crate::text::{Source, Span, shown};
use shape::{Document, File, Finding, Requirement, Summary};

/// The version that is understood.
const VERSION: &str = "1";

/// What to do about anything that is no report.
const HELP: &str =
    "a report that can be held against another run is written with `--report json=report.json`, and not by hand";

/// Reads a report.
///
/// # Errors
///
/// What is wrong with it, at its place.
pub fn read(source: &Source) -> Result<Told, Problem> {
    if let Some(problem) = other_than_json(source) {
        return Err(problem);
    }
    // Before all else: another version, and another kind of document, has another shape.
    if let Ok(value) = serde_json::from_str::<Value>(source.text())
        && let Some(problem) = other_document(source, &value)
    {
        return Err(problem);
    }
    let written: Document = serde_json::from_str(source.text()).map_err(|error| not_a_report(source, &error))?;
    told(source, written)
}

fn problem(source: &Source, code: &'static str, message: String, span: Span) -> Problem {
    Problem { code, message, help: Some(HELP.to_owned()), source: source.clone(), span }
}

fn not_a_report(source: &Source, error: &serde_json::Error) -> Problem {
    let line = source.line_span(error.line().saturating_sub(1)).map_or(0, |line| line.start);
    let at = source.text().floor_char_boundary((line + error.column().saturating_sub(1)).min(source.text().len()));
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    match error.is_eof() {
        true => problem(source, "cut-off", "the report ends before it is whole".to_owned(), Span::new(at, at)),
        false => problem(source, "not-a-report", format!("this is no report: {}", shown(words)), Span::new(at, at)),
    }
}

/// That a text is something else than JSON, as far as its beginning tells.
fn other_than_json(source: &Source) -> Option<Problem> {
    let text = source.text().trim_start_matches('\u{feff}').trim_start();
    let what = match text.as_bytes().first()? {
        b'{' => return None,
        b'<' => "this is a page or a list in XML, and no report in JSON",
        _ if source.name().ends_with(".toml") => "this is a manifest or a policy, and a report in JSON stands first",
        _ => "this is no report in JSON",
    };
    Some(problem(source, "not-a-report", what.to_owned(), Span::default()))
}

/// That a JSON document is another one than a report of this version.
fn other_document(source: &Source, value: &Value) -> Option<Problem> {
    let is = |key: &str| value.get(key).is_some();
    let what = if is("runs") {
        "this is a report as SARIF, which doesn't hold all that is needed"
    } else if is("kind") {
        "this is a report of one line a finding, which is read by other programs only"
    } else if is("files") && !is("catalog") {
        "this is a baseline, or what another command wrote"
    } else {
        let version = value.get("version").filter(|version| **version != VERSION)?;
        let message =
            format!("this report is of version {}, and \"{VERSION}\" is understood", shown(&version.to_string()));
        return Some(problem(source, "unknown-version", message, place(source, "\"version\"")));
    };
    Some(problem(source, "not-a-report", what.to_owned(), Span::default()))
}

fn told(source: &Source, written: Document) -> Result<Told, Problem> {
    let adds_up = adds_up(&written);
    let Document { as_of, horizon, program, fail_on, baseline, catalog, packs, summary, .. } = written;
    let fail_on = fail_on.map(|name| threshold(source, &name)).transpose()?;
    let mut files: Vec<ToldFile> = Vec::new();
    let mut paths = BTreeSet::new();
    for file in written.files {
        if !paths.insert(file.path.clone()) {
            let message = format!("the file `{}` stands here twice", shown(&file.path));
            return Err(problem(source, "twice", message, place(source, &file.path)));
        }
        files.push(of_file(source, file)?);
    }
    let Summary { services, requirements, rules, documents, verdicts, findings, cured } = summary;
    let numbers = format!("{:?}", (services, requirements, rules, documents, verdicts, findings, cured));
    let parts = [("catalog", &catalog), ("packs", &packs)].map(part);
    let parts = parts.into_iter().chain([("summary", numbers)]).collect();
    let (as_of, horizon) = (day(source, &as_of)?, horizon.map(|day_| day(source, &day_)).transpose()?);
    if let Some(horizon) = horizon.filter(|horizon| *horizon <= as_of) {
        let message = format!("the report looks ahead to {horizon}, which does not lie after its own day");
        return Err(problem(source, "not-a-report", message, place(source, "\"horizon\"")));
    }
    Ok(Told { as_of, horizon, program, fail_on, baseline, files, parts, adds_up })
}

fn part((name, value): (&'static str, &Value)) -> Part {
    (name, value.to_string())
}

fn threshold(source: &Source, name: &str) -> Result<FailOn, Problem> {
    FailOn::ALL.into_iter().find(|one| one.name() == name).ok_or_else(|| {
        let message = format!("`{}` is nothing that fails a check", shown(name));
        problem(source, "not-a-report", message, place(source, name))
    })
}

fn day(source: &Source, text: &str) -> Result<Date, Problem> {
    match PartialDate::parse(text) {
        Some(PartialDate::Day(day)) => Ok(day),
        _ => {
            let message = format!("`{}` is not a date", shown(text));
            Err(problem(source, "not-a-date", message, place(source, text)))
        }
    }
}

fn of_file(source: &Source, file: File) -> Result<ToldFile, Problem> {
    let mut fingerprints = BTreeSet::new();
    for finding in &file.findings {
        if !fingerprints.insert(finding.fingerprint.clone()) {
            let message = format!("a finding with the fingerprint `{}` stands here twice", shown(&finding.fingerprint));
            return Err(problem(source, "twice", message, place(source, &finding.fingerprint)));
        }
    }
    // How the policy's file is called makes no difference.
    let parts = [("problems", &file.problems), ("upcoming", &file.upcoming), ("cured", &file.cured)].map(part);
    let parts = [("fail_on", file.fail_on)].into_iter().chain(parts).collect();
    let rests_on = file.rests_on.map(|shape::Digests { manifest, catalog, rules, policy }| Digests {
        manifest,
        catalog,
        rules,
        policy,
    });
    Ok(ToldFile {
        path: file.path,
        rests_on,
        requirements: file.requirements.into_iter().map(requirement).collect(),
        findings: file.findings.into_iter().map(finding).collect(),
        parts,
    })
}

fn requirement(written: Requirement) -> ToldRequirement {
    let Requirement { service, service_id, cloud, regions, standard, edition, level, assurance, verdict, .. } = written;
    let edition = edition.map(|edition| format!(":{edition}")).unwrap_or_default();
    let level = level.map(|level| format!("@{level}")).unwrap_or_default();
    let parts = [
        ("held", &written.held),
        ("contested", &Value::from(written.contested)),
        ("origin", &written.origin),
        ("origins", &written.origins),
        ("evidence", &written.evidence),
        ("history", &written.history),
    ];
    ToldRequirement {
        service,
        service_id,
        cloud,
        regions,
        standard: format!("{standard}{edition}{level}"),
        assurance,
        verdict,
        document: written.evidence.get("id").and_then(Value::as_str).map(str::to_owned),
        parts: parts.map(part).into(),
    }
}

fn finding(written: Finding) -> ToldFinding {
    let mut parts: Vec<_> = [
        ("why", &written.why),
        ("because", &written.because),
        ("help", &written.help),
        ("verdict", &written.verdict),
        ("line", &written.line),
        ("column", &written.column),
        ("offset", &written.offset),
        ("length", &written.length),
        ("related", &written.related),
        ("new_in", &written.new_in),
        ("suggestion", &written.suggestion),
    ]
    .map(part)
    .into();
    let Finding { fingerprint, rule, severity, message, service, standard, cloud, regions, waived, known, .. } =
        written;
    let waived_until = waived.map(|waived| {
        parts.extend([("reason", &waived.reason), ("approved_by", &waived.approved_by)].map(part));
        waived.until
    });
    ToldFinding { fingerprint, rule, severity, message, service, standard, cloud, regions, waived_until, known, parts }
}

/// Whether the summary counts the verdicts and the findings that stand in the report.
fn adds_up(written: &Document) -> bool {
    let mut verdicts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut findings: BTreeMap<&str, u64> = BTreeMap::new();
    for file in &written.files {
        for requirement in &file.requirements {
            *verdicts.entry(&requirement.verdict).or_default() += 1;
        }
        for finding in &file.findings {
            let kind = match (&finding.waived, finding.known) {
                (Some(_), _) => "waived",
                (None, true) => "known",
                (None, false) => &finding.severity,
            };
            *findings.entry(kind).or_default() += 1;
        }
    }
    let counted = |told: &BTreeMap<String, u64>| -> BTreeMap<String, u64> {
        told.iter().filter(|(_, count)| **count > 0).map(|(name, count)| (name.clone(), *count)).collect()
    };
    let own = |counts: BTreeMap<&str, u64>| counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    let summary = &written.summary;
    summary.requirements == verdicts.values().sum::<u64>()
        && counted(&summary.verdicts) == own(verdicts)
        && counted(&summary.findings) == own(findings)
}

/// Where these words stand; the beginning where they are written in another way there.
fn place(source: &Source, words: &str) -> Span {
    let found = source.text().find(words).filter(|_| !words.is_empty());
    found.map_or_else(Span::default, |at| Span::new(at, at + words.len()))
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_summary_that_counts_something_else_is_seen() {
        let text = document("").replace("\"requirements\": 0", "\"requirements\": 1");
        assert!(!read(&Source::new("report.json", text)).expect("it is a report").adds_up);
        let text = document("").replace("\"findings\": {}", "\"findings\": {\"error\": 1}");
        assert!(!read(&Source::new("report.json", text)).expect("it is a report").adds_up);
    }
}
