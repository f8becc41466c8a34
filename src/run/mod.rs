//! The one imperative page: read, load, check, write. Only here is a file, the clock or the environment touched.

mod builtin;
pub mod catalog;
mod explain;
pub mod init;
mod knowledge;
mod manifests;
pub mod matrix;
mod paths;
pub mod timeline;
mod whole_file;

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::check::Checker;
use crate::check::outcome::Outcome;
use crate::load::manifest;
use crate::load::problem::{Problem, Problems};
use crate::model::rule::Severity;
use crate::report::{CatalogSummary, FileReport, Format, Report, Style};

pub use crate::check::ahead::Horizon;
pub use builtin::{LONG_VERSION, VERSION, carried};
pub use explain::{Explain, explain};
use knowledge::Knowledge;
use paths::Input;

/// What a run is asked to do, valid and complete.
#[derive(Debug, Clone)]
pub struct Request {
    /// Files, folders, globs, or `-`.
    pub paths: Vec<String>,
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// The least severity that makes the exit status 1; none for never.
    pub fail_on: Option<Severity>,
    /// How far ahead to look, where anybody asks.
    pub horizon: Option<Horizon>,
    /// How the outcome is shown.
    pub format: Format,
    /// How it looks.
    pub style: Style,
    /// What else is known.
    pub sources: Sources,
    /// How many threads; 0 for as many as there are cores.
    pub jobs: usize,
}

/// Where knowledge comes from, beside what the program carries.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// More catalogue folders.
    pub catalogs: Vec<PathBuf>,
    /// More rule folders.
    pub rules: Vec<PathBuf>,
    /// Whether to start from nothing.
    pub without_builtin: bool,
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or above the severity that fails.
    Clean,
    /// Findings at or above it; for a search, that there is nothing.
    Findings,
    /// The question could not be asked.
    Unanswerable,
}

impl Exit {
    /// The status for the operating system.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Unanswerable => 2,
        }
    }
}

/// Checks what `request` names and writes the outcome to `out`.
///
/// # Errors
///
/// That there is nothing to look ahead to, and what writing gives; a closed pipe is no error.
pub fn check(request: &Request, out: &mut dyn Write) -> io::Result<Exit> {
    let report = report(request)?;
    let exit = exit(&report, request.fail_on);
    forgive_closed_pipe(request.format.write(&report, &request.style, out).and_then(|()| out.flush()))?;
    Ok(exit)
}

fn forgive_closed_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn report(request: &Request) -> io::Result<Report> {
    let as_of = request.as_of.unwrap_or_else(today);
    let until = request.horizon.map(|horizon| horizon.until(as_of)).transpose();
    let horizon =
        until.map_err(|message| io::Error::new(io::ErrorKind::InvalidInput, format!("--horizon: {message}")))?;
    Ok(match knowledge::load(&request.sources) {
        Ok(Knowledge { catalog, rules, summary }) => {
            let inputs = paths::gather(&request.paths);
            let checker = Checker::new(&catalog, &rules, as_of);
            let check = || inputs.into_par_iter().map(|input| file(input, &catalog, &checker, horizon)).collect();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(request.jobs).build();
            let files = match pool {
                Ok(pool) => pool.install(check),
                Err(_) => check(),
            };
            Report { as_of, horizon, catalog: summary, files }
        }
        Err(problems) => Report { as_of, horizon, catalog: CatalogSummary::default(), files: by_file(problems) },
    })
}

/// Today, in UTC: the one place where the clock is read.
#[expect(clippy::disallowed_methods, reason = "this is that place")]
fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

fn file(input: Input, catalog: &Catalog, checker: &Checker<'_>, horizon: Option<Date>) -> FileReport {
    let source = match input {
        Input::Text(source) => source,
        Input::Unreadable(problem) => {
            let source = problem.source.clone();
            return FileReport { source, problems: vec![problem], outcome: Outcome::default() };
        }
    };
    let (deployment, mut problems) = manifest::load(&source, catalog);
    problems.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    let mut outcome = checker.check(&deployment);
    if let Some(until) = horizon {
        outcome.upcoming = checker.upcoming(&deployment, &outcome, until);
    }
    FileReport { source, problems, outcome }
}

/// Problems of the catalogue and the rules, each under its own file.
fn by_file(problems: Problems) -> Vec<FileReport> {
    let mut files: Vec<FileReport> = Vec::new();
    for problem in problems.into_sorted() {
        match files.last_mut() {
            Some(file) if file.source.name() == problem.source.name() => file.problems.push(problem),
            _ => files.push(FileReport {
                source: problem.source.clone(),
                problems: vec![problem],
                outcome: Outcome::default(),
            }),
        }
    }
    files
}

fn exit(report: &Report, fail_on: Option<Severity>) -> Exit {
    let broken = |file: &FileReport| !file.problems.is_empty();
    let fails = |file: &FileReport| {
        let mut findings = file.outcome.findings.iter();
        findings.any(|finding| finding.waived.is_none() && fail_on.is_some_and(|least| finding.severity >= least))
    };
    if report.files.iter().any(broken) {
        Exit::Unanswerable
    } else if report.files.iter().any(fails) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// A problem with a file that could not be read, so that there is no text to point into.
fn unreadable(name: &str, code: &'static str, message: String, help: Option<&str>) -> Problem {
    Problem {
        code,
        message,
        help: help.map(str::to_owned),
        source: crate::text::Source::new(name, ""),
        span: crate::text::Span::default(),
    }
}

/// Whether the environment lets a terminal be coloured: see <https://no-color.org>.
#[expect(clippy::disallowed_methods, reason = "only this module reads the environment")]
pub fn terminal_takes_color() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
