//! Reports that go into files, beside what is shown.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::paths::whole;
use super::whole_file::{self, Draft};
use super::{Baselines, baseline, unreadable};
use crate::load::problem::Problem;
use crate::report::{Format, Report, Style};

/// A report that goes into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// How it is written.
    pub format: Format,
    /// Where.
    pub path: PathBuf,
}

/// A file that two of these reports would go into, by whatever names.
pub fn contended_file(reports: &[ReportFile]) -> Option<&ReportFile> {
    let taken = |at: usize, file: &&ReportFile| reports[..at].iter().any(|other| is_same(&other.path, &file.path));
    reports.iter().enumerate().find(|(at, file)| taken(*at, file)).map(|(_, file)| file)
}

/// Whether both are the same file, there already or not.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| whole(path));
    real(one) == real(other)
}

/// Why nothing may be written to `path`: this run has read it, or has written it for another end.
pub(super) fn is_taken(path: &Path, report: &Report, baselines: &Baselines) -> Option<Problem> {
    let names = report.files.iter().flat_map(|file| [Some(file.source.name()), file.policy.as_deref()]);
    let read = names.flatten().map(Path::new).any(|other| is_same(other, path));
    let kept = [&baselines.compare, &baselines.write].into_iter().flatten().any(|other| is_same(other, path));
    let message = match (read, kept) {
        (true, _) => "this file is read in this run, and would be overwritten",
        (false, true) => "this file is a baseline of this run, and would be overwritten",
        (false, false) => return None,
    };
    let help = Some("name another file for what is to be written");
    Some(unreadable(&path.display().to_string(), "would-overwrite", message.to_owned(), help))
}

/// The reports that can be written, and why the others can't, as far as that is known before anything is written.
pub(super) fn refused(files: &[ReportFile], report: &Report, baselines: &Baselines) -> (Vec<ReportFile>, Vec<Problem>) {
    let (mut open, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        let taken = is_taken(&file.path, report, baselines);
        match taken.or_else(|| whole_file::can_write(&file.path).err().map(|error| unwritable(file, &error))) {
            Some(problem) => problems.push(problem),
            None => open.push(file.clone()),
        }
    }
    (open, problems)
}

fn unwritable(file: &ReportFile, error: &io::Error) -> Problem {
    let message = format!("the {} report can't be written: {error}", file.format.name);
    unreadable(&file.path.display().to_string(), "unwritable", message, None)
}

/// Writes `report` for each file, and puts all of it in its place, the baseline of the run last, of which the draft is given;
/// or nothing of it, where anything can't be written, with a problem for each such file.
pub(super) fn write(
    files: &[ReportFile],
    drafted: Option<(&Path, Draft)>,
    report: &Report,
    shown: &Style,
) -> Result<(), Vec<Problem>> {
    // A file has no terminal's width and colours.
    let Style { quiet, statistics, most, jobs, .. } = *shown;
    let style = Style { quiet, statistics, most, jobs, ..Style::default() };
    let draft = |file: &ReportFile| Draft::new(&file.path, |out| file.format.write(report, &style, out));
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match draft(file) {
            Ok(draft) => drafts.push((file, draft)),
            Err(error) => problems.push(unwritable(file, &error)),
        }
    }
    if problems.is_empty() {
        let put = |(file, draft): (&ReportFile, Draft)| draft.put().err().map(|error| unwritable(file, &error));
        problems.extend(drafts.into_iter().filter_map(put));
    }
    match (problems.is_empty(), drafted) {
        (false, _) => Err(problems),
        (true, None) => Ok(()),
        (true, Some((path, draft))) => draft.put().map_err(|error| vec![baseline::unwritable(path, &error)]),
    }
}
