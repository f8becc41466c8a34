//! For merge requests of GitLab: a code quality report.
//!
//! It knows no exceptions and no baselines, so what an exception excuses and what a baseline holds is left out. Of two
//! entries with one fingerprint, one is dropped in silence, so none is shared, not even by two manifests that are alike: the
//! one manifest of a run has the fingerprints of its findings, and every other file has its own, made from its path as well.

use std::io;

use serde::Serialize;

use super::diagnostic::Diagnostic;
use super::{FileReport, Format, Report, Style, fingerprints, told, visible, visible_json};
use crate::model::rule::Severity;

pub(super) const FORMAT: Format = Format { name: "gitlab", about: "code quality of GitLab's merge requests", write };

fn write(report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let entries: Vec<_> = report.files.iter().flat_map(|file| entries(report, file)).collect();
    visible_json::pretty(&entries, out)
}

/// A problem or a finding.
#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// What is to be shown of a file, by place. What else is in the run has no say in how an entry is called, so that none gets
/// another name when something is mended or excused elsewhere.
fn entries(report: &Report, file: &FileReport) -> Vec<Entry> {
    let path = report.whereabouts.path(&file.source);
    let is_alone = report.whereabouts.alone.as_deref() == Some(file.source.name());
    let named = |diagnostic: &Diagnostic<'_>, fingerprint: &str| {
        let own = || fingerprints::hashed(&(path.as_str(), fingerprint));
        entry(diagnostic, &path, if is_alone { fingerprint.to_owned() } else { own() })
    };
    let mut all = Vec::new();
    for (problem, name) in file.problems.iter().zip(fingerprints::of_problems(&file.problems)) {
        all.push((problem.span.start, named(&Diagnostic::of_problem(problem), &name)));
    }
    for finding in file.outcome.findings.iter().filter(|finding| finding.counts()) {
        let diagnostic = Diagnostic::of_finding(&file.source, finding);
        all.push((finding.place.span.start, named(&diagnostic, &finding.fingerprint)));
    }
    all.sort_by_key(|(start, _)| *start);
    all.into_iter().map(|(_, entry)| entry).collect()
}

fn entry(diagnostic: &Diagnostic<'_>, path: &str, fingerprint: String) -> Entry {
    let (source, span) = (diagnostic.source, diagnostic.place.span);
    let [begin, end] = [span.start, span.end].map(|offset| source.position(offset).line);
    let mut lines = vec![told::headline(diagnostic)];
    lines.extend(told::reasons(diagnostic));
    Entry {
        // It is shown on one line.
        description: lines.join("; "),
        check_name: diagnostic.code.to_owned(),
        fingerprint,
        severity: severity(diagnostic),
        location: Place { path: visible::line(path), lines: Lines { begin, end } },
    }
}

/// How grave it is, in GitLab's words. A problem stands above errors, since it hides what else there may be.
fn severity(diagnostic: &Diagnostic<'_>) -> &'static str {
    match (diagnostic.is_problem, diagnostic.severity) {
        (true, _) => "critical",
        (false, Severity::Error) => "major",
        (false, Severity::Warning) => "minor",
        (false, Severity::Advice) => "info",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::super::awkward_fixture::{HOSTILE, hostile, is_quiet, places};
    use super::super::fixture;
    use super::*;

    fn value(report: &Report) -> Vec<Value> {
        let mut out = Vec::new();
        write(report, &Style::default(), &mut out).expect("a vector takes it");
        serde_json::from_slice(&out).expect("it is a list")
    }

    /// What GitLab's manual says of an entry: the members that it must have, and what may stand in them.
    fn complaints(entry: &Value) -> Vec<String> {
        let schema = json!({
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": false,
            "properties": {
                "description": { "type": "string", "minLength": 1 },
                "check_name": { "type": "string", "minLength": 1 },
                "fingerprint": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string", "not": { "pattern": "^\\./" }, "minLength": 1 },
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": { "begin": { "type": "integer", "minimum": 1 } },
                        },
                    },
                },
            },
        });
        let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
        validator.iter_errors(entry).map(|error| error.to_string()).collect()
    }

    #[test]
    fn every_entry_has_what_the_manual_asks_for() {
        for report in [fixture::report(), places(""), hostile()] {
            let entries = value(&report);
            assert!(!entries.is_empty());
            for entry in &entries {
                assert_eq!(complaints(entry), Vec::<String>::new(), "{entry}");
            }
        }
        assert_eq!(value(&Report::new(fixture::AS_OF)), Vec::<Value>::new());
    }

    #[test]
    fn what_counts_is_there_by_place_and_what_is_waived_or_known_is_not() {
        let mut report = fixture::report();
        let told = |report: &Report| -> Vec<String> {
            let line = |entry: &Value| {
                let (path, line) = (&entry["location"]["path"], &entry["location"]["lines"]["begin"]);
                format!("{path}:{line} {} {}", entry["severity"], entry["check_name"]).replace('"', "")
            };
            value(report).iter().map(line).collect()
        };
        let expected = [
            "deploy.toml:3 minor coverage/platform-only",
            "deploy.toml:10 major coverage/level-too-low",
            "deploy.toml:14 critical unknown-service",
            "deploy.toml:20 info placement/cloud-closes",
            "team/deploy.toml:1 critical not-readable",
        ];
        assert_eq!(told(&report), expected);
        report.files[0].outcome.findings[0].known = true;
        assert_eq!(told(&report), expected[1..]);
        let words = "archive: std-b: the platform is in scope of STD-B, and no document speaks of Example Store; \
                     help: ask the provider for a document that names the service";
        assert_eq!(value(&fixture::report())[0]["description"], words);
    }

    #[test]
    fn the_lines_of_an_entry_hold_the_text_that_is_meant() {
        let report = places("");
        let file = &report.files[0];
        let text = file.source.text();
        let mut meant: Vec<_> = file.outcome.findings.iter().map(|finding| finding.place.span).collect();
        meant.sort_by_key(|span| span.start);
        let entries = value(&report);
        assert_eq!(entries.len(), meant.len());
        for (entry, span) in entries.iter().zip(meant) {
            let lines = &entry["location"]["lines"];
            let line = |key: &str| usize::try_from(lines[key].as_u64().expect("a line")).expect("it fits");
            let of: Vec<_> = text.split_inclusive('\n').collect();
            let before: usize = of[..line("begin") - 1].iter().map(|line| line.len()).sum();
            let through = before + of[line("begin") - 1..line("end")].concat().len();
            assert!(before <= span.start && span.end <= through, "{entry}");
            assert!(span.start - before < of[line("begin") - 1].len());
        }
    }

    #[test]
    fn two_manifests_that_are_alike_share_no_fingerprint_and_keep_theirs_whatever_the_other_has() {
        let mut report = places("");
        let mut twin = report.files[0].clone();
        twin.source = crate::text::Source::new("other/deploy.toml", twin.source.text());
        report.whereabouts.alone = Some("deploy.toml".to_owned());
        let names = |report: &Report| -> BTreeSet<String> {
            value(report).iter().map(|entry| entry["fingerprint"].as_str().expect("a word").to_owned()).collect()
        };
        let findings: BTreeSet<_> =
            report.files[0].outcome.findings.iter().map(|finding| finding.fingerprint.to_string()).collect();
        assert_eq!(names(&report), findings, "alone, it has those that all formats know");
        report.whereabouts.alone = None;
        let first = names(&report);
        report.files.push(twin);
        let both = names(&report);
        assert!(both.is_superset(&first) && both.len() == 2 * first.len() && both.len() == value(&report).len());
        // What is mended or excused in the one gives no other name to the other.
        let second: BTreeSet<_> = both.difference(&first).cloned().collect();
        report.files[0].outcome.findings.truncate(1);
        let reason = fixture::report().files[0].outcome.findings[3].waived.clone();
        report.files[0].outcome.findings[0].waived = reason;
        assert_eq!(names(&report), second);
    }

    #[test]
    fn hostile_words_stay_words() {
        let entries = value(&hostile());
        assert_eq!(entries.len(), 3 * HOSTILE.len(), "a problem, an error and advice of each");
        for entry in &entries {
            for text in [&entry["description"], &entry["location"]["path"]] {
                let text = text.as_str().expect("it is text");
                assert!(is_quiet(text) && !text.contains('\n') && !text.contains("##["), "{text:?}");
            }
        }
    }
}
