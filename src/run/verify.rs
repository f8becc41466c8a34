//! `verify`: whether an earlier report still holds.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::paths::{self, Input};
use super::stop::{self, Stop};
use super::{Baselines, Exit, Horizon, Request, Sources, baseline, forgive_closed_pipe, manifests, today, told_beside};
use crate::check::ahead::Event;
use crate::load::problem::{Problem, Problems};
use crate::load::report as load;
use crate::model::told::{Told, ToldFile};
use crate::report::verify::{Verified, VerifyFormat};
use crate::report::{Format, Report, Style};
use crate::text::nearest::nearest;
use crate::text::{Source, Span, shown};
use crate::verify::{Difference, Ground, Runs, VerifiedFile};

/// What `verify` is asked.
#[derive(Debug, Clone)]
pub struct VerifyRequest {
    /// The report; `-` for standard input.
    pub report: String,
    /// Files, folders or globs; without any, the manifests of the report.
    pub paths: Vec<String>,
    /// The day against which it is held; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// The baseline that it was compared with.
    pub baseline: Option<PathBuf>,
    /// How it is shown.
    pub format: VerifyFormat,
    /// How it looks.
    pub style: Style,
    /// What else is known.
    pub sources: Sources,
    /// Gives the names of the program's commands, for somebody who mistypes one.
    pub commands: fn() -> Vec<String>,
}

/// Says on `out` whether the report still holds, and shows on `err` what is in the way of that.
///
/// # Errors
///
/// What can't be asked or written, in words for standard error.
pub fn verify(request: &VerifyRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    stop::ended(verified(request).and_then(|verified| told(request, &verified, out, err)), &request.style, err)
}

fn told(request: &VerifyRequest, verified: &Verified, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Stop> {
    let written = verified.write(request.format, &request.style, out).and_then(|()| out.flush());
    forgive_closed_pipe(written).map_err(|error| error.to_string())?;
    let has_place = request.format == VerifyFormat::Json;
    told_beside(if has_place { &[] } else { &verified.problems }, &request.style, err)?;
    Ok(match (verified.problems.is_empty(), verified.holds() && verified.follows()) {
        (false, _) => Exit::Unanswerable,
        (true, false) => Exit::Findings,
        (true, true) => Exit::Clean,
    })
}

/// The report, with what became of it.
fn verified(request: &VerifyRequest) -> Result<Verified, Stop> {
    if request.paths.iter().any(|path| path == "-") {
        return Err("a manifest is read more than once here, and standard input only once: name a file"
            .to_owned()
            .into());
    }
    let (source, told) = report(&request.report)?;
    let paths = if request.paths.is_empty() { named(&source, &told)? } else { request.paths.clone() };
    let now = request.as_of.unwrap_or_else(today);
    let today = run(request, &told, &paths, now)?;
    let same_day = if now == told.as_of { None } else { Some(run(request, &told, &paths, told.as_of)?) };
    let runs =
        Runs { told: &told, same_day: same_day.as_ref().map_or(&today.told, |run| &run.told), today: &today.told };
    let (pairs, mut problems) = pairs(&source, (request, &told), &today.told);
    let mut files: Vec<VerifiedFile> = Vec::new();
    let same_day: HashMap<_, _> = runs.same_day.files.iter().map(|file| (file.path.as_str(), file)).collect();
    for (told, today) in pairs {
        let same_day = same_day.get(today.path.as_str());
        files.extend(same_day.map(|same_day| runs.file(told, same_day, today)));
    }
    problems.extend(today.problems);
    add_dates(request, &paths, (told.as_of, now), &mut files);
    let others = judged(&told).len().saturating_sub(files.len());
    // Of another set of files, the whole is another one as well.
    let is_all = others == 0 && today.told.files.len() == files.len() && told.files.len() == files.len();
    let unchanged = is_all && files.iter().all(|file| file.changed.iter().all(|ground| *ground == Ground::Time));
    Ok(Verified {
        report: request.report.clone(),
        program: told.program.clone(),
        then: told.as_of,
        now,
        edited: runs.edited(unchanged),
        others,
        files,
        problems,
    })
}

/// Reads the report.
fn report(path: &str) -> Result<(Source, Told), Stop> {
    let source = match paths::one_file(path) {
        Input::Text(source) => source,
        Input::Unreadable(problem) => {
            let help = "a report is written by a check with `--report json=report.json`";
            let help = if problem.code == paths::MISSING { Some(help.to_owned()) } else { problem.help };
            return Err(only(Problem { help, ..problem }));
        }
    };
    let told = load::read(&source).map_err(only)?;
    Ok((source, told))
}

fn only(problem: Problem) -> Stop {
    let mut problems = Problems::new();
    problems.push(problem);
    Stop::Broken(problems)
}

/// The manifests that a report names itself.
fn named(source: &Source, told: &Told) -> Result<Vec<String>, Stop> {
    let judged = told.files.iter().filter(|file| file.rests_on.is_some()).map(|file| file.path.clone());
    let paths: Vec<_> = judged.collect();
    let message = match paths.iter().any(|path| path == "-") {
        true => "the report is about a manifest that was read from standard input",
        false if paths.is_empty() => "the report is about no manifest that could be checked",
        false => return Ok(paths),
    };
    let help = Some("name the manifest behind the report".to_owned());
    let (source, span) = (source.clone(), Span::default());
    Err(only(Problem { code: "no-manifest", message: message.to_owned(), help, source, span }))
}

/// One run over the manifests, told as the report is.
struct Run {
    told: Told,
    problems: Vec<Problem>,
}

fn run(request: &VerifyRequest, told: &Told, paths: &[String], as_of: Date) -> Result<Run, Stop> {
    let is_same_day = as_of == told.as_of;
    let request = Request {
        paths: paths.to_owned(),
        as_of: Some(as_of),
        fail_on: told.fail_on,
        horizon: told.horizon.filter(|_| is_same_day).map(Horizon::Day),
        format: Format::named("json"),
        reports: Vec::new(),
        style: request.style,
        sources: request.sources.clone(),
        repeated: Vec::new(),
        baselines: Baselines { compare: request.baseline.clone(), write: None },
        jobs: 0,
        commands: request.commands,
    };
    let (mut report, format) = super::report(&request).map_err(|error| error.to_string())?;
    baseline::apply(&request.baselines, paths, Vec::new(), &mut report);
    let text = written(&report, format).map_err(|error| error.to_string())?;
    // What the program writes, it reads: a report and this are told in the same way.
    let told = load::read(&Source::new("this run", text)).map_err(only)?;
    Ok(Run { told, problems: report.files.into_iter().flat_map(|file| file.problems).collect() })
}

fn written(report: &Report, format: Format) -> io::Result<String> {
    let mut out = Vec::new();
    format.write(report, &Style::default(), &mut out)?;
    String::from_utf8(out).map_err(io::Error::other)
}

/// What the report told of each manifest that was named, and what follows for it; with a problem for each manifest that the
/// report doesn't speak of.
fn pairs<'t>(
    source: &Source,
    (request, told): (&VerifyRequest, &'t Told),
    today: &'t Told,
) -> (Vec<(&'t ToldFile, &'t ToldFile)>, Vec<Problem>) {
    let (then, now) = (judged(told), judged(today));
    // Of one manifest alone, the name may be another one: it was moved, or the check ran elsewhere.
    if let ([then], [now], [named]) = (then.as_slice(), now.as_slice(), request.paths.as_slice())
        && *named == now.path
    {
        return (vec![(then, now)], Vec::new());
    }
    let whole = |file: &ToldFile| paths::whole(Path::new(&file.path));
    let places: HashMap<_, _> = then.iter().map(|then| (whole(then), *then)).collect();
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for now in now {
        match places.get(&whole(now)) {
            Some(then) => pairs.push((*then, now)),
            None => problems.push(unspoken(source, now, &then)),
        }
    }
    (pairs, problems)
}

/// The manifests of a report that were judged.
fn judged(told: &Told) -> Vec<&ToldFile> {
    told.files.iter().filter(|file| file.rests_on.is_some()).collect()
}

fn unspoken(source: &Source, file: &ToldFile, then: &[&ToldFile]) -> Problem {
    let names = || then.iter().map(|file| file.path.as_str());
    let help = match (nearest(&file.path, names()), names().next()) {
        (Some(near), _) => format!("it speaks of `{}`", shown(near)),
        (None, Some(first)) => format!("name the manifests as the check did; it speaks of `{}`", shown(first)),
        (None, None) => "it speaks of no manifest that could be checked".to_owned(),
    };
    let message = format!("the report says nothing of `{}`", shown(&file.path));
    Problem { code: "not-in-report", message, help: Some(help), source: source.clone(), span: Span::default() }
}

/// Adds the dates that passed since the report, where anything is a matter of time.
fn add_dates(request: &VerifyRequest, paths: &[String], (then, now): (Date, Date), files: &mut [VerifiedFile]) {
    let is_of_time = |one: &Difference| one.causes.contains(&Ground::Time);
    if now <= then || !files.iter().any(|file| file.differences.iter().any(is_of_time)) {
        return;
    }
    let events = manifests::each(paths, &request.sources, then, Some(now), |checked, _| {
        (checked.source.name().to_owned(), checked.ahead)
    });
    let events: HashMap<_, _> = events.into_iter().collect();
    for file in files {
        let own: &[Event] = events.get(&file.path).map_or(&[], Vec::as_slice);
        file.differences.iter_mut().chain(&mut file.documents).for_each(|one| one.dated(own));
    }
}
