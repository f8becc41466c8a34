//! The one imperative page: read, load, check, write. Only here is a file, the clock or the environment touched.

mod baseline;
mod below;
mod builtin;
pub mod catalog;
mod effective;
mod explain;
mod faults;
mod file;
pub mod init;
mod knowledge;
pub mod lsp;
mod manifests;
pub mod matrix;
mod misplaced;
mod names;
mod own_list;
mod packs;
mod parallel;
mod paths;
mod policy;
mod progress;
mod reports;
mod rests_on;
pub mod rules;
mod schema;
mod stop;
mod suggest;
pub mod timeline;
pub mod verify;
mod whereabouts;
mod whole_file;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::mem;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::check::policy::notices as policy_notices;
use crate::check::{Checker, Spread};
use crate::load::problem::{Problem, Problems};
use crate::model::policy::{FailOn, Policy};
use crate::model::rule::Rule;
use crate::report::flaws::problems_page;
use crate::report::{CatalogSummary, FileReport, Format, PackSummary, Report, RuleSummary, Style};

pub use crate::check::ahead::Horizon;
pub use baseline::Baselines;
pub use builtin::{LONG_VERSION, VERSION, carried};
pub use effective::{ShowPolicy, show_policy};
pub use explain::{Explain, ExplainRequest, Wanted, explain};
use faults::{by_file, unchecked, without_answer};
use file::Told;
use knowledge::Knowledge;
use misplaced::offer_commands;
pub use names::{Named, names, regions_of, services_of, typed_for_completion};
pub use packs::pack_names;
use parallel::in_parallel;
use paths::{Found, Input};
pub use policy::PolicyChoice;
use policy::{Finder, Located};
use progress::Progress;
pub use reports::{ReportFile, contended_file};
pub use schema::{SchemaRequest, print_schema};
pub use suggest::{SuggestRequest, suggest};

/// What a run is asked to do, valid and complete.
#[derive(Debug, Clone)]
pub struct Request {
    /// Files, folders, globs, or `-`.
    pub paths: Vec<String>,
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// What makes the exit status 1; what the policy says where nothing is given.
    pub fail_on: Option<FailOn>,
    /// How far ahead to look, where anybody asks.
    pub horizon: Option<Horizon>,
    /// How the outcome is shown; as the policy says where nothing is given.
    pub format: Option<Format>,
    /// The reports that go into files beside it.
    pub reports: Vec<ReportFile>,
    /// How it looks.
    pub style: Style,
    /// What else is known.
    pub sources: Sources,
    /// The options that another command needs to come to the same answers, as words of a command line.
    pub repeated: Vec<String>,
    /// What is known already, and where that is to be written.
    pub baselines: Baselines,
    /// How many threads; 0 for as many as there are cores.
    pub jobs: usize,
    /// What somebody may have meant who names a file that is not there: gives the names of the program's commands.
    pub commands: fn() -> Vec<String>,
}

/// Where knowledge comes from, beside what the program carries.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// More catalogue folders.
    pub catalogs: Vec<PathBuf>,
    /// More rule folders.
    pub rules: Vec<PathBuf>,
    /// Names of packs that the program carries.
    pub packs: Vec<String>,
    /// Whether to start from nothing.
    pub without_builtin: bool,
    /// The policy, which may add to all of these.
    pub policy: PolicyChoice,
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
    let (mut report, format) = report(request)?;
    let (reports, refused) = reports::refused(&request.reports, &report, &request.baselines);
    let drafted = baseline::apply(&request.baselines, &request.paths, refused, &mut report);
    let drafted = request.baselines.write.as_deref().zip(drafted);
    let is_drafted = drafted.is_some();
    if let Err(problems) = reports::write(&reports, drafted, &report, &request.style) {
        if is_drafted {
            baseline::take_back(&request.baselines, &mut report);
        }
        problems.into_iter().for_each(|problem| add(&mut report, problem));
    }
    let exit = exit(&report);
    forgive_closed_pipe(format.write(&report, &request.style, out).and_then(|()| out.flush()))?;
    // The process ends here, which gives all memory back at once: piece by piece takes a twentieth of a large check.
    mem::forget(report);
    Ok(exit)
}

fn forgive_closed_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints what is made already.
///
/// # Errors
///
/// What writing gives, in words; a closed pipe is no error.
pub fn print(text: &[u8], out: &mut dyn Write) -> Result<Exit, String> {
    forgive_closed_pipe(out.write_all(text).and_then(|()| out.flush())).map_err(|error| error.to_string())?;
    Ok(Exit::Clean)
}

/// Writes files into a folder that it makes, each whole or not at all, and says so on `out`.
///
/// # Errors
///
/// What writing gives, in words.
pub fn write_files(folder: &Path, files: &[(String, Vec<u8>)], out: &mut dyn Write) -> Result<Exit, String> {
    let told = |path: &Path, error: io::Error| format!("{}: {error}", path.display());
    std::fs::create_dir_all(folder).map_err(|error| told(folder, error))?;
    for (name, text) in files {
        let path = folder.join(name);
        whole_file::write(&path, |file| file.write_all(text)).map_err(|error| told(&path, error))?;
    }
    print(format!("{} files are written into {}\n", files.len(), folder.display()).as_bytes(), out)
}

/// Shows problems to a person on `err`, beside an output that has no place for them.
fn told_beside(problems: &[Problem], style: &Style, err: &mut dyn Write) -> Result<(), String> {
    if problems.is_empty() {
        return Ok(());
    }
    let shown = problems_page(problems, style, err).and_then(|()| err.flush());
    forgive_closed_pipe(shown).map_err(|error| error.to_string())
}

/// What the run has to say, and how it is to be shown.
fn report(request: &Request) -> io::Result<(Report, Format)> {
    let as_of = request.as_of.unwrap_or_else(today);
    let until = request.horizon.map(|horizon| horizon.until(as_of)).transpose();
    let horizon =
        until.map_err(|message| io::Error::new(io::ErrorKind::InvalidInput, format!("--horizon: {message}")))?;
    let (fail_on, repeated) = (request.fail_on, request.repeated.clone());
    let mut report = Report { horizon, fail_on, repeated, ..Report::new(as_of) };
    let (mut catalogs, mut policies, mut manifests) = (Vec::new(), Vec::new(), Vec::new());
    let (total, groups) = by_policy(&request.paths, &request.sources, request.jobs);
    let shown = if request.style.quiet { Progress::silent } else { Progress::begin };
    let progress = shown("checking manifests", total);
    for (knowledge, inputs) in groups {
        manifests.extend(inputs.iter().map(|input| input.name().to_owned()));
        match knowledge {
            Ok(knowledge) => {
                files(inputs, &knowledge, request, (&mut report, &progress));
                report.packs.extend(knowledge.rules.packs.iter().map(PackSummary::of));
                catalogs.push(knowledge.summary);
                policies.push(knowledge.policy);
                // As with the report: the catalogue remembers every answer.
                mem::forget((knowledge.catalog, knowledge.rules));
            }
            Err(problems) => {
                let files = by_file(problems);
                report.notices.extend(files.first().map(|file| unchecked(file, &inputs)));
                report.files.extend(files);
            }
        }
    }
    offer_commands(request, &mut report);
    let failures = by_file(without_answer(report.files.iter().flat_map(|file| &file.outcome.failures)));
    report.files.extend(failures);
    report.files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
    report.catalog = shared(catalogs);
    report.packs.sort();
    report.packs.dedup();
    let format = request.format.unwrap_or_else(|| policy::format(&policies, &mut report.notices));
    report.whereabouts = whereabouts::of(&manifests, &request.sources, &report);
    Ok((report, format))
}

/// What the user names, by the policies that it stands under, each with what is known there; and how much it is.
fn by_policy(
    paths: &[String],
    sources: &Sources,
    jobs: usize,
) -> (usize, impl Iterator<Item = (Result<Knowledge, Problems>, Vec<Input>)>) {
    let mut finder = Finder::new(&sources.policy);
    let mut groups: BTreeMap<Option<Located>, Vec<Found>> = BTreeMap::new();
    for found in paths::find(paths, jobs) {
        groups.entry(finder.policy_for_whole(&found.whole)).or_default().push(found);
    }
    let total = groups.values().map(Vec::len).sum();
    let known = groups.into_iter().map(move |(located, found)| {
        // No thread is started to read one file.
        let readers = if found.len() == 1 { 1 } else { jobs };
        let inputs = in_parallel(found, readers, Found::read);
        let knowledge = knowledge::load(sources, located.as_ref());
        (knowledge.and_then(|knowledge| knowledge.for_manifests(&inputs)), inputs)
    });
    (total, known)
}

/// Checks the manifests of one policy.
fn files(inputs: Vec<Input>, knowledge: &Knowledge, request: &Request, (report, progress): (&mut Report, &Progress)) {
    let Knowledge { catalog, rules, policy, .. } = knowledge;
    let spread = if inputs.len() == 1 && request.jobs != 1 { Spread::AllThreads } else { Spread::OneThread };
    let checker = Checker::new(catalog, rules, report.as_of).with_policy(policy).spread(spread);
    let told = Told::of(request, policy, report.horizon, spread);
    let rests_on = rests_on::of(knowledge, request);
    let one = |input| {
        let rests_on = rests_on.clone().filter(|_| matches!(input, Input::Text(_)));
        let file = file::report(input, knowledge, &checker, &told);
        progress.step();
        FileReport { rests_on, ..file }
    };
    let files: Vec<FileReport> = in_parallel(inputs, request.jobs, one);
    let subjects = files.iter().flat_map(|file| file.outcome.subjects.iter().copied()).collect();
    for (rule, severity) in checker.held_against(&subjects) {
        report.held(&rule.id, RuleSummary::of((rule, severity), rules.pack_of(rule), catalog.facts()));
    }
    report.notices.extend(knowledge.notices.iter().cloned().chain(policy_notices(policy, rules)));
    // That a rule of the program's own meets nothing is nobody's mistake.
    // A pack is looked at as a whole: few deployments have all that its rules speak to.
    let is_given =
        |rule: &Rule| rule.pack.is_none() && !rule.source.is_carried() && !builtin::is_rule(rule.source.text());
    if request.style.hyperlinks || formats(request, policy).any(Format::is_read_alone) {
        report.directory.add(files.iter().map(|file| &file.outcome), catalog.facts());
    }
    let is_whole = files.iter().all(|file| file.problems.is_empty());
    let outcomes = files.iter().map(|file| &file.outcome).filter(|_| is_whole);
    report.notices.extend(checker.idle(outcomes.clone(), |rule| is_whole && is_given(rule)));
    report.notices.extend(checker.idle_packs(outcomes).into_iter().filter(|_| is_whole));
    report.files.extend(files);
}

/// The formats that are asked for, under a policy: those of files and the one that is shown, but where that is the usual one.
fn formats(request: &Request, policy: &Policy) -> impl Iterator<Item = Format> {
    let of_files = request.reports.iter().map(|file| file.format);
    of_files.chain(request.format.or_else(|| policy::named(policy)))
}

/// The catalogue that everything rests on; nothing of it where policies make it another one for each.
fn shared(mut catalogs: Vec<CatalogSummary>) -> CatalogSummary {
    catalogs.dedup();
    if catalogs.len() == 1 { catalogs.remove(0) } else { CatalogSummary::default() }
}

/// Today, in UTC: the one place where the clock is read.
#[expect(clippy::disallowed_methods, reason = "this is that place")]
fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

/// Adds a problem under its own file.
fn add(report: &mut Report, problem: Problem) {
    report.files.push(FileReport { problems: vec![problem.clone()], ..FileReport::new(problem.source) });
    report.files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
}

fn exit(report: &Report) -> Exit {
    let broken = |file: &FileReport| !file.problems.is_empty();
    if report.files.iter().any(broken) {
        Exit::Unanswerable
    } else if report.files.iter().any(|file| file.failing() > 0) {
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

/// The words of the command line, the program's name first.
pub fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// Whether the environment lets a terminal be coloured: see <https://no-color.org>.
#[expect(clippy::disallowed_methods, reason = "only this module reads the environment")]
pub fn terminal_takes_color() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether the terminal is known to open links. Nothing is promised for one that merely doesn't say so.
#[expect(clippy::disallowed_methods, reason = "only this module reads the environment")]
pub fn terminal_takes_hyperlinks() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term != "dumb") && supports_hyperlinks::supports_hyperlinks()
}
