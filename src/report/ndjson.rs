//! For programs that read line by line: each problem, requirement and finding is a JSON document on a line of its own.
//!
//! The first line is the run, the last one the summary; between them stand the files, each followed by what is in it. The
//! members are those of the one JSON document, with the kind of the line and the file that it is about.
//! `schema/report-line.schema.json` describes a line.

#[cfg(test)]
mod tests;

use std::io;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::baseline::Entry;
use super::json::{Day, EventEntry, FindingEntry, Name, Pack, ProblemEntry, Requirement, RestsOnEntry, Summary};
use super::known::Catalog;
use super::policy::Noted;
use super::{Format, Report, Style, rests_on, visible_json};
use crate::model::policy::FailOn;
use crate::pieces::{self, Work};

pub(super) const FORMAT: Format = Format { name: "ndjson", about: "one JSON document a line, for programs", write };

fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    visible_json::line(&Line::Run(Run::of(report)), out)?;
    for file in &report.files {
        let (source, outcome, path) = (&file.source, &file.outcome, file.source.name());
        let (policy, fail_on) = (file.policy.as_deref(), Name(file.fail_on));
        visible_json::line(&Line::File(File { file: path, rests_on: RestsOnEntry::of(file), policy, fail_on }), out)?;
        let mut lines = Lines { file: path, jobs: style.jobs, out };
        lines.write(&file.problems, Line::Problem, ProblemEntry::of)?;
        lines.write(&outcome.requirements, Line::Requirement, |one| Requirement::of(source, one))?;
        lines.write(&outcome.findings, Line::Finding, |one| FindingEntry::of(source, one))?;
        lines.write(&outcome.upcoming, Line::Upcoming, |one| EventEntry::of(source, one))?;
        lines.write(&file.cured, Line::Cured, Entry::of)?;
    }
    report.notices().try_for_each(|notice| visible_json::line(&Line::Notice(Noted::of(notice)), out))?;
    visible_json::line(&Line::Summary(Summary::of(&super::Summary::of(report))), out)
}

/// Writes what is in one file, each list with lines of one kind.
struct Lines<'a, 'o> {
    file: &'a str,
    jobs: usize,
    out: &'o mut dyn io::Write,
}

impl<'a> Lines<'a, '_> {
    fn write<T: Sync, E>(
        &mut self,
        list: &'a [T],
        kind: fn(About<'a, E>) -> Line<'a>,
        entry: impl Fn(&'a T) -> E + Sync,
    ) -> io::Result<()> {
        let line = |thing| kind(About { file: self.file, what: entry(thing) });
        pieces::in_turn(
            (self.jobs, Work::Little),
            list,
            |things| visible_json::lines(things.iter().map(line)),
            |lines| self.out.write_all(&lines?),
        )
    }
}

/// A line of a report.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Line of a report"))]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line<'a> {
    /// The first line: what was asked, and what the answer rests on.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Run(Run<'a>),
    /// A manifest, or another file that has problems. What is in it follows.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    File(File<'a>),
    /// Bad input: something in the file could not be taken, and what depends on it was not checked.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Problem(About<'a, ProblemEntry<'a>>),
    /// What the catalogue shows for one requirement.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Requirement(About<'a, Requirement<'a>>),
    /// What a rule says.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Finding(About<'a, FindingEntry<'a>>),
    /// What is different from one day on, where somebody looked ahead.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Upcoming(About<'a, EventEntry<'a>>),
    /// What the baseline holds and is found no more.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Cured(About<'a, Entry<'a>>),
    /// What a reader should know beside it. It fails nothing.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Notice(Noted<'a>),
    /// The last line: the report in numbers. Where it is missing, the report was not written to its end.
    #[cfg_attr(test, schemars(extend("unevaluatedProperties" = false)))]
    Summary(Summary),
}

/// What was asked, and what the answer rests on.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct Run<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The day for which everything was decided.
    as_of: Day,
    /// The last day that was looked ahead to, where that was asked.
    horizon: Option<Day>,
    /// The version of the program that wrote it.
    program: &'static str,
    /// The least severity that fails the check, where the command line said it.
    fail_on: Option<Name<FailOn>>,
    /// SHA-256 over the baseline that it was compared with, where there was one.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    baseline: Option<String>,
    /// The catalogue that it rests on.
    catalog: Catalog<'a>,
    /// The packs of rules that took part.
    packs: Vec<Pack<'a>>,
}

/// One file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct File<'a> {
    /// The file, as the user named it.
    file: &'a str,
    /// What the answer rests on beside the day and the program; null for a file that was not judged.
    rests_on: Option<RestsOnEntry<'a>>,
    /// The policy that it was judged by, where there is one.
    policy: Option<&'a str>,
    /// The least severity that fails the check of it.
    fail_on: Name<FailOn>,
}

/// Something in a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "{T}OfFile"))]
struct About<'a, T> {
    /// The file, as the user named it.
    file: &'a str,
    /// What it is.
    #[serde(flatten)]
    what: T,
}

impl<'a> Run<'a> {
    fn of(report: &'a Report) -> Self {
        Self {
            version: "1",
            as_of: Day(report.as_of),
            horizon: report.horizon.map(Day),
            program: env!("CARGO_PKG_VERSION"),
            fail_on: report.fail_on.map(Name),
            baseline: report.baseline.as_ref().map(|baseline| rests_on::of_text(baseline.text())),
            catalog: Catalog::of(&report.catalog),
            packs: report.packs.iter().map(Pack::of).collect(),
        }
    }
}
