//! Reports: from the JSON document of a check to [`Told`]. They are written by the program, so that the first thing
//! that is wrong with one is all that is told.

mod once;
mod parts;
mod rows;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::baseline::is_fingerprint;
use super::problem::Problem;
use crate::model::date::PartialDate;
use crate::model::policy::FailOn;
use crate::model::told::{Digests, Told, ToldFile};
use crate::text::{Source, Span, shown};
use once::Once;
use shape::{Document, File, Summary};

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
    if let Some(text) = source.text().strip_prefix('\u{feff}') {
        return read(&Source::new(source.name(), text));
    }
    if let Some(problem) = other_than_json(source) {
        return Err(problem);
    }
    // Before all else: another version, and another kind of document, has another shape.
    // Of lines that are documents of their own, the first one tells it.
    if let Some(Ok(value)) = serde_json::Deserializer::from_str(source.text()).into_iter::<Value>().next()
        && let Some(problem) = other_document(source, &value)
    {
        return Err(problem);
    }
    let read = serde_json::from_str::<Once>(source.text()).and_then(|_| serde_json::from_str(source.text()));
    let written: Document = read.map_err(|error| not_a_report(source, &error))?;
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
    let text = source.text().trim_start();
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
    let Summary { services, rules, documents, .. } = summary;
    let counts = [("number of services", services), ("number of rules", rules), ("number of documents", documents)];
    let parts = [("catalog", catalog.to_string()), ("packs", packs.to_string())];
    let parts = parts.into_iter().chain(counts.map(|(name, count)| (name, count.to_string()))).collect();
    let (as_of, horizon) = (day(source, &as_of)?, horizon.map(|day_| day(source, &day_)).transpose()?);
    if let Some(horizon) = horizon.filter(|horizon| *horizon <= as_of) {
        let message = format!("the report looks ahead to {horizon}, which does not lie after its own day");
        return Err(problem(source, "not-a-report", message, place(source, "\"horizon\"")));
    }
    Ok(Told { as_of, horizon, program, fail_on, baseline, files, parts, adds_up })
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
        if !is_fingerprint(&finding.fingerprint) {
            let message = format!("`{}` is no fingerprint: it has 64 hex digits", shown(&finding.fingerprint));
            return Err(problem(source, "bad-fingerprint", message, place(source, &finding.fingerprint)));
        }
        if !fingerprints.insert(finding.fingerprint.clone()) {
            let message = format!("a finding with the fingerprint `{}` stands here twice", shown(&finding.fingerprint));
            return Err(problem(source, "twice", message, place(source, &finding.fingerprint)));
        }
    }
    rows::stand_once(source, &file.requirements)?;
    if let Some(shape::Digests { manifest, catalog, rules, policy }) = &file.rests_on
        && let Some(other) = [manifest, catalog, rules, policy].into_iter().find(|digest| !is_fingerprint(digest))
    {
        let message = format!("`{}` is no digest: it has 64 hex digits", shown(other));
        return Err(problem(source, "bad-digest", message, place(source, other)));
    }
    let is_empty = |part: &Value| part.as_array().is_some_and(Vec::is_empty);
    let says_nothing = file.requirements.is_empty() && file.findings.is_empty();
    if file.rests_on.is_none() && !(says_nothing && is_empty(&file.upcoming) && is_empty(&file.cured)) {
        let message = format!("`{}` rests on nothing, and an answer is told of it", shown(&file.path));
        return Err(problem(source, "not-a-report", message, place(source, &file.path)));
    }
    // How the policy's file is called makes no difference.
    let parts = parts::of([
        ("problems", file.problems),
        ("upcoming", file.upcoming),
        ("cured", file.cured),
        ("fail_on", Value::from(file.fail_on)),
    ]);
    let rests_on = file.rests_on.map(|shape::Digests { manifest, catalog, rules, policy }| Digests {
        manifest,
        catalog,
        rules,
        policy,
    });
    Ok(ToldFile {
        path: file.path,
        rests_on,
        requirements: file.requirements.into_iter().map(rows::requirement).collect(),
        findings: file.findings.into_iter().map(rows::finding).collect(),
        parts,
    })
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
    let cured: usize = written.files.iter().filter_map(|file| file.cured.as_array()).map(Vec::len).sum();
    summary.requirements == verdicts.values().sum::<u64>()
        && summary.cured == cured as u64
        && counted(&summary.verdicts) == own(verdicts)
        && counted(&summary.findings) == own(findings)
}

/// Where these words stand; the beginning where they are written in another way there.
fn place(source: &Source, words: &str) -> Span {
    let found = source.text().find(words).filter(|_| !words.is_empty());
    found.map_or_else(Span::default, |at| Span::new(at, at + words.len()))
}
