//! Reports that go into files, beside what is shown.

use std::path::PathBuf;

use super::{unreadable, whole_file};
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

/// Writes `report` into each file, whole or not at all, and gives a problem for each that can't be written.
pub(super) fn write(files: &[ReportFile], report: &Report, shown: &Style) -> Vec<Problem> {
    // A file has no terminal's width and colours.
    let style = Style { quiet: shown.quiet, statistics: shown.statistics, ..Style::default() };
    let write = |file: &ReportFile| {
        let written = whole_file::write(&file.path, |out| file.format.write(report, &style, out));
        written.err().map(|error| {
            let message = format!("the {} report can't be written: {error}", file.format.name);
            unreadable(&file.path.display().to_string(), "unwritable", message, None)
        })
    };
    files.iter().filter_map(write).collect()
}
