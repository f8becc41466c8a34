//! `suggest`: edits of manifests that close their gaps, shown or written.

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;

use super::knowledge::Knowledge;
use super::parallel::in_parallel;
use super::paths::{self, Input};
use super::progress::Progress;
use super::{Exit, Sources, by_file, by_policy, forgive_closed_pipe, today, unreadable, whole_file, without_answer};
use crate::check::Checker;
use crate::load::problem::{Problem, Problems, by_place};
use crate::report::Style;
use crate::report::catalog::View;
use crate::report::suggest::{Advice, FileAdvice};
use crate::suggest::{Proposals, apply, propose};
use crate::text::Source;

/// What `suggest` is asked to do.
#[derive(Debug, Clone)]
pub struct SuggestRequest {
    /// Files, folders, globs, or `-`.
    pub paths: Vec<String>,
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// Whether the edits are to be written to the files.
    pub write: bool,
    /// Whether what must be confirmed is confirmed.
    pub declare: bool,
    /// How it is shown.
    pub view: View,
    /// How it looks.
    pub style: Style,
    /// What else is known.
    pub sources: Sources,
}

/// Looks for edits that close the gaps of what `request` names, and shows or writes them.
///
/// # Errors
///
/// Only what writing gives to `out`, in words for standard error; a closed pipe is no error.
pub fn suggest(request: &SuggestRequest, out: &mut dyn Write) -> Result<Exit, String> {
    let as_of = request.as_of.unwrap_or_else(today);
    let mut files: Vec<FileAdvice> = Vec::new();
    let (total, groups) = by_policy(&request.paths, &request.sources, 0);
    let progress = Progress::begin("looking for edits of manifests", total);
    for (knowledge, inputs) in groups {
        match knowledge {
            Ok(Knowledge { catalog, rules, policy, .. }) => {
                let checker = Checker::new(&catalog, &rules, as_of).with_policy(&policy);
                files.extend(in_parallel(inputs, 0, |input| {
                    let file = file(input, &checker, request);
                    progress.step();
                    file
                }));
            }
            Err(problems) => files.extend(with_problems(problems)),
        }
    }
    let failures = without_answer(files.iter().flat_map(|file| &file.proposals.failures));
    files.extend(with_problems(failures));
    files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
    drop(progress);
    let advice = Advice { as_of, is_confirmed: request.declare, files };
    let written = advice.write(request.view, &request.style, out).and_then(|()| out.flush());
    forgive_closed_pipe(written).map_err(|error| error.to_string())?;
    Ok(exit(&advice))
}

/// A gap that stays is as good as a finding, whether nothing closes it or only what somebody has to confirm.
fn exit(advice: &Advice) -> Exit {
    if advice.files.iter().any(|file| !file.problems.is_empty()) {
        Exit::Unanswerable
    } else if advice.files.iter().any(|file| file.proposals.left(advice.is_confirmed) > 0) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// The files that these problems stand in.
fn with_problems(problems: Problems) -> impl Iterator<Item = FileAdvice> {
    by_file(problems).into_iter().map(|file| nothing(file.source, file.problems))
}

fn nothing(source: Source, problems: Vec<Problem>) -> FileAdvice {
    FileAdvice { source, problems, proposals: Proposals::default(), is_written: false }
}

fn file(input: Input, checker: &Checker<'_>, request: &SuggestRequest) -> FileAdvice {
    let source = match input {
        Input::Text(source) => source,
        Input::Unreadable(problem) => return nothing(problem.source.clone(), vec![problem]),
    };
    let mut proposals = propose(checker, &source);
    let mut problems = std::mem::take(&mut proposals.problems);
    by_place(&mut problems);
    let edits = proposals.edits(request.declare);
    let edited = if edits.is_empty() || !request.write { None } else { apply(source.text(), &edits) };
    let outcome = edited.map(|text| write(&source, &text));
    let is_written = matches!(outcome, Some(Ok(())));
    problems.extend(outcome.and_then(Result::err));
    FileAdvice { source, problems, proposals, is_written }
}

/// Writes the edited text to the file that `source` was read from, whole or not at all.
fn write(source: &Source, text: &str) -> Result<(), Problem> {
    let name = source.name();
    let failed = |message: String| unreadable(name, "not-written", message, None);
    if name == "-" {
        return Err(failed("standard input can't be edited: name a file to `--write`".to_owned()));
    }
    let path = Path::new(name);
    // What was checked is what is edited.
    if paths::read_text(path).ok().as_deref() != Some(source.text()) {
        return Err(failed("the file has changed since it was read; nothing was written".to_owned()));
    }
    whole_file::write(path, |file| file.write_all(text.as_bytes()))
        .map_err(|error| failed(format!("the file can't be written: {error}")))
}
