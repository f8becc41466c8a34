//! Baselines: from JSON to a [`Baseline`]. They are written by the program, so that the first thing that is wrong with
//! one is all that is told.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::limits;
use super::problem::Problem;
use crate::model::baseline::{Baseline, KnownFinding};
use crate::text::{Source, Span};

/// The version that is understood.
const VERSION: &str = "1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Compared before.
    #[serde(rename = "version")]
    _version: String,
    as_of: String,
    files: Vec<File>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    path: String,
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    service: Option<String>,
    standard: Option<String>,
    cloud: Option<String>,
    regions: Option<Vec<String>>,
    fingerprint: String,
}

/// Reads a baseline.
///
/// # Errors
///
/// What is wrong with it, at its place.
pub fn read(source: &Source) -> Result<Baseline, Problem> {
    let problem = |code, message: String, span, help: &str| Problem {
        code,
        message,
        help: Some(help.to_owned()),
        source: source.clone(),
        span,
    };
    let help = "a baseline is written with `--write-baseline`, and not by hand";
    if let Some(message) = limits::BASELINE.refuses(source.text().len()) {
        return Err(problem("too-large", message, Span::default(), limits::BASELINE.advice));
    }
    // Before all else: another version may have another shape.
    let of_version = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok()?.get("version").cloned();
    if let Some(version) = of_version(source.text()).filter(|version| version != VERSION) {
        let message = format!("this baseline is of version {version}, and \"{VERSION}\" is understood");
        return Err(problem("unknown-version", message, place(source, "\"version\""), help));
    }
    let written: Written = serde_json::from_str(source.text()).map_err(|error| {
        let line = source.line_span(error.line().saturating_sub(1)).map_or(0, |line| line.start);
        // Columns of the reader are bytes, and may lie inside a character.
        let at = source.text().floor_char_boundary(line + error.column().saturating_sub(1));
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        problem("not-a-baseline", format!("this is no baseline: {words}"), Span::new(at, at), help)
    })?;
    let as_of = written.as_of.parse().map_err(|_| {
        let message = format!("`{}` is not a date", written.as_of);
        problem("not-a-date", message, place(source, &written.as_of), help)
    })?;
    let mut files = BTreeMap::new();
    for File { path, findings } in written.files {
        let mut known = Vec::new();
        for Entry { rule, service, standard, cloud, regions, fingerprint } in findings {
            if !is_fingerprint(&fingerprint) {
                let message = format!("`{fingerprint}` is no fingerprint: it has 64 hex digits");
                return Err(problem("bad-fingerprint", message, place(source, &fingerprint), help));
            }
            known.push(KnownFinding { rule, service, standard, cloud, regions, fingerprint });
        }
        if files.insert(path.clone(), known).is_some() {
            let message = format!("the file `{path}` stands here twice");
            return Err(problem("twice", message, place(source, &path), help));
        }
    }
    Ok(Baseline { as_of, files })
}

pub(super) fn is_fingerprint(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Where a baseline names this manifest.
pub fn place_of(source: &Source, path: &str) -> Span {
    let quoted = serde_json::to_string(path).unwrap_or_default();
    place(source, &quoted)
}

/// Where these words stand; the beginning where they are written in another way there.
fn place(source: &Source, words: &str) -> Span {
    let found = source.text().find(words).filter(|_| !words.is_empty());
    found.map_or_else(Span::default, |at| Span::new(at, at + words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &str, marked: &str) {
        let source = Source::new("known.json", text);
        let problem = read(&source).expect_err("it is refused");
        assert_eq!((problem.code, source.slice(problem.span)), (code, marked), "{}", problem.message);
    }

    #[test]
    fn what_is_no_baseline_is_refused_at_its_place() {
        check("", "not-a-baseline", "");
        check("[]", "not-a-baseline", "");
        check(r#"{"version": "2", "entries": []}"#, "unknown-version", "\"version\"");
        check(r#"{"version": 1}"#, "unknown-version", "\"version\"");
        check(r#"{"version": "1", "as_of": "2021-08-03"}"#, "not-a-baseline", "");
        check(r#"{"version": "1", "as_of": "2021-08-03", "files": [], "more": 1}"#, "not-a-baseline", "");
        check(r#"{"version": "1", "as_of": "today", "files": []}"#, "not-a-date", "today");
        let file = r#"{"path": "a.toml", "findings": [{"rule": "a/b", "fingerprint": "F"}]}"#;
        let with = |files: &str| format!(r#"{{"version": "1", "as_of": "2021-08-03", "files": [{files}]}}"#);
        check(&with(&file.replace('F', "abc")), "bad-fingerprint", "abc");
        check(&with(&file.replace('F', &"G".repeat(64))), "bad-fingerprint", &"G".repeat(64));
        let good = file.replace('F', &"0f".repeat(32));
        check(&with(&format!("{good}, {good}")), "twice", "a.toml");
        let baseline = read(&Source::new("known.json", with(&good))).expect("it is a baseline");
        assert_eq!(baseline.files["a.toml"][0].rule, "a/b");
    }
}
