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
    let holds = verified.holds() == Some(true) && verified.follows() == Some(true);
    Ok(match (verified.problems.is_empty() && !verified.files.is_empty(), holds) {
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
    stand_once(&source, &told)?;
    let paths = if request.paths.is_empty() { named(&source, &told)? } else { request.paths.clone() };
    let now = request.as_of.unwrap_or_else(today);
    let today = run(request, &told, &paths, now)?;
    let same_day = if now == told.as_of { None } else { Some(run(request, &told, &paths, told.as_of)?) };
    let runs =
        Runs { told: &told, same_day: same_day.as_ref().map_or(&today.told, |run| &run.told), today: &today.told };
    let (pairs, mut problems) = pairs(&source, (request, &told), &today.told);
    let mut files: Vec<VerifiedFile> = Vec::new();
    let on_same_day: HashMap<_, _> = runs.same_day.files.iter().map(|file| (file.path.as_str(), file)).collect();
    for (told, today) in &pairs {
        match on_same_day.get(today.path.as_str()) {
            Some(same_day) if same_day.rests_on.is_some() || today.rests_on.is_none() => {
                files.push(runs.file(told, same_day, today));
            }
            // What is in its way on that day is told below.
            Some(_) => {}
            None => problems.push(unspoken(&source, today, &[])),
        }
    }
    let rest: Vec<_> =
        told.files.iter().filter(|file| !pairs.iter().any(|(told, _)| std::ptr::eq(*told, *file))).collect();
    let missed: Vec<_> = rest.iter().filter_map(|file| missed(&source, request, file, &today.problems)).collect();
    let others = rest.len() - missed.len();
    // Of another set of files, the whole is another one as well.
    let is_all = rest.is_empty() && today.told.files.len() == files.len() && told.files.len() == files.len();
    let changed: Vec<_> = files.iter().flat_map(|file| file.changed.iter().copied()).collect();
    let edited = runs.edited(Some(changed.as_slice()).filter(|_| is_all));
    problems.extend(missed.into_iter().flatten());
    // What can be judged today only was not held against its own day.
    let is_new = |problem: &Problem| {
        !today.problems.iter().any(|one| one.message == problem.message && one.source.name() == problem.source.name())
    };
    let of_same_day: Vec<_> = same_day.into_iter().flat_map(|run| run.problems).filter(is_new).collect();
    problems.extend(today.problems);
    problems.extend(of_same_day);
    add_dates(request, &paths, (told.as_of, now), &mut files);
    Ok(Verified {
        report: request.report.clone(),
        program: told.program.clone(),
        then: told.as_of,
        now,
        fail_on: told.fail_on,
        horizon: told.horizon,
        edited,
        others,
        files,
        problems,
    })
}

/// That no two files of a report are the same one, whatever they are called.
fn stand_once(source: &Source, told: &Told) -> Result<(), Stop> {
    let mut places: HashMap<PathBuf, &str> = HashMap::new();
    for file in &told.files {
        if let Some(other) = places.insert(paths::would_be(Path::new(&file.path)), &file.path) {
            let message = format!("`{}` and `{}` are the same file", shown(other), shown(&file.path));
            let help =
                Some("a report tells each file once: this one was altered, or put together of others".to_owned());
            return Err(only(Problem { code: "twice", message, help, source: source.clone(), span: Span::default() }));
        }
    }
    Ok(())
}

/// What is in the way of an answer about a file of the report that nothing was held against; none where nobody asked about
/// it. The problem is left out where the run has told it.
fn missed(source: &Source, request: &VerifyRequest, file: &ToldFile, told: &[Problem]) -> Option<Option<Problem>> {
    let whole = paths::would_be(Path::new(&file.path));
    if told.iter().any(|problem| paths::would_be(Path::new(problem.source.name())) == whole) {
        return Some(None);
    }
    let is_gone = file.path != "-" && whole.symlink_metadata().is_err() && paths::cover(&request.paths, &whole);
    let (code, message, help) = if is_gone {
        let message = format!("the report speaks of `{}`, and no such file is there", shown(&file.path));
        (paths::MISSING, message, "name the manifest where it lies now, or do the check again")
    } else if request.paths.is_empty() && file.rests_on.is_some() {
        // What is in its way, as a policy, is told where it stands.
        return Some(None);
    } else if request.paths.is_empty() {
        let message = format!("the report answers nothing of `{}`, which could not be checked then", shown(&file.path));
        ("not-checked", message, "do the check again, or name the manifests that are to be held against the report")
    } else {
        return None;
    };
    let help = Some(help.to_owned());
    Some(Some(Problem { code, message, help, source: source.clone(), span: Span::default() }))
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

/// The manifests that a report names itself. What it names is read only where it is a file of this folder: whoever wrote the
/// report doesn't decide what is opened.
fn named(source: &Source, told: &Told) -> Result<Vec<String>, Stop> {
    let paths: Vec<_> = judged(told).iter().map(|file| file.path.clone()).collect();
    let message = match paths.iter().any(|path| path == "-") {
        true => "the report is about a manifest that was read from standard input",
        false if paths.is_empty() => "the report is about no manifest that could be checked",
        false => {
            let mut problems = Problems::new();
            paths.iter().filter_map(|path| not_taken(source, path)).for_each(|problem| problems.push(problem));
            return if problems.is_empty() { Ok(paths) } else { Err(Stop::Broken(problems)) };
        }
    };
    let help = Some("name the manifest behind the report".to_owned());
    let (source, span) = (source.clone(), Span::default());
    Err(only(Problem { code: "no-manifest", message: message.to_owned(), help, source, span }))
}

/// That a path of a report is not taken from it.
fn not_taken(source: &Source, path: &str) -> Option<Problem> {
    let whole = paths::would_be(Path::new(path));
    let why = if !paths::is_within_here(&whole) {
        "lies outside this folder"
    } else {
        match whole.metadata() {
            Ok(found) if found.is_file() => return None,
            Ok(_) => "is no file",
            Err(_) if path.contains(['*', '?', '[', '{']) => "is a pattern",
            // That it is missing is told by the run.
            Err(_) => return None,
        }
    };
    let message = format!("the report names `{}`, which {why} and is not opened because a report says so", shown(path));
    let help = Some("name the manifests yourself, after the report, where you trust these paths".to_owned());
    Some(Problem { code: "not-taken", message, help, source: source.clone(), span: Span::default() })
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
    let whole = |file: &ToldFile| paths::would_be(Path::new(&file.path));
    let places: HashMap<_, _> = told.files.iter().map(|then| (whole(then), then)).collect();
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for now in &today.files {
        match places.get(&whole(now)) {
            Some(then) if then.rests_on.is_none() || now.rests_on.is_some() => pairs.push((*then, now)),
            // What can't be judged now is no answer to what was; what is wrong with it is told.
            Some(_) => {}
            None if now.rests_on.is_some() => problems.push(unspoken(source, now, &then)),
            // What is wrong with it is told.
            None => {}
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
