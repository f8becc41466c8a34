//! For code scanning: one SARIF 2.1.0 document with every rule that was held and every problem and finding.
//!
//! What an exception excuses and what a baseline holds is in it as well, marked as such. What will be found on a later day
//! is not: it is no result of today. Nothing in it says when or where it was made, so that equal runs give equal bytes.

mod artifacts;
mod message;
mod results;
mod rules;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;

use self::artifacts::Artifacts;
use self::message::text;
use self::results::Results;
use self::rules::Rules;
use self::shape::{AssociatedRule, BaseUri, Document, Driver, Invocation, Message, Notification, Run, RunFacts, Tool};
use super::{Format, Report, Style, rests_on, visible_json};

pub(super) const FORMAT: Format = Format { name: "sarif", about: "one SARIF document, for code scanning", write };

/// What relative paths are relative to: the folder in which the program ran.
const BASE: &str = "%SRCROOT%";

/// Beyond this number of results, GitHub shows the gravest alone.
const SHOWN: usize = 5_000;

/// Beyond this number of results, GitHub refuses the whole file.
const TAKEN: usize = 25_000;

fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    visible_json::pretty(&document(report, (SHOWN, TAKEN), style.jobs), out)
}

/// The document, in the order of places; with more than `shown` results the gravest come first, and `taken` of them at most
/// are in it. So many threads may work on it at once.
fn document(report: &Report, (shown, taken): (usize, usize), jobs: usize) -> Document {
    let (artifacts, rules) = (Artifacts::of(report), Rules::of(report));
    let mut results = Results::of(report, &artifacts, &rules);
    let all = results.count();
    if all > shown {
        results.gravest_first();
    }
    let mut notifications = notifications(report, &artifacts, &rules);
    if all > taken {
        notifications.push(left_out(taken, all));
    }
    let shared = rests_on::shared(report);
    let run = Run {
        tool: Tool { driver: driver(&rules) },
        invocations: vec![Invocation {
            execution_successful: report.files.iter().all(|file| file.problems.is_empty()),
            tool_execution_notifications: notifications,
        }],
        original_uri_base_ids: BTreeMap::from([(BASE, BaseUri { description: Message::new("where it was run") })]),
        artifacts: artifacts.listed(),
        results: results.first(taken, jobs),
        default_encoding: "utf-8",
        column_kind: "unicodeCodePoints",
        properties: RunFacts {
            as_of: report.as_of.to_string(),
            catalog: report.catalog.digest.clone(),
            rules: shared.map(|shared| shared.rules.clone()),
            policy: shared.map(|shared| shared.policy.clone()),
        },
    };
    Document {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    }
}

fn driver(rules: &Rules<'_>) -> Driver {
    let known = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    Driver {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: known(env!("CARGO_PKG_HOMEPAGE")).or(known(env!("CARGO_PKG_REPOSITORY"))),
        rules: rules.listed(),
    }
}

/// What is to be said that is no result: notices, and once more the problems with files that have no text to show.
fn notifications(report: &Report, artifacts: &Artifacts<'_>, rules: &Rules<'_>) -> Vec<Notification> {
    let problems = report.files.iter().flat_map(|file| &file.problems);
    let mut told: Vec<_> = problems
        .filter(|problem| problem.source.text().is_empty())
        .map(|problem| Notification {
            level: "error",
            message: Message::new(&text(&problem.message)),
            locations: vec![artifacts.location(&problem.source, problem.span, "")],
            associated_rule: rules
                .index(problem.code)
                .map(|index| AssociatedRule { id: problem.code.to_owned(), index }),
        })
        .collect();
    told.extend(report.notices().map(|notice| Notification {
        level: "note",
        message: Message::new(&text(&notice.message)),
        locations: artifacts.location_beside(&notice.source, notice.span, "").into_iter().collect(),
        associated_rule: None,
    }));
    told
}

fn left_out(taken: usize, all: usize) -> Notification {
    let words = format!(
        "the {taken} gravest of {all} results are here, since code scanning refuses files with more; the other formats \
         hold all of them"
    );
    Notification { level: "warning", message: Message::new(&words), locations: Vec::new(), associated_rule: None }
}
