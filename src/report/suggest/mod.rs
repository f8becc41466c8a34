//! What can be done about the gaps of manifests, for people and for programs.

mod json;
mod page;
mod patch;
mod steps;

use std::io::{self, Write};

use jiff::civil::Date;

use super::Style;
use super::catalog::View;
use crate::load::problem::Problem;
use crate::suggest::{Proposals, Suggestion};
use crate::text::Source;

/// What can be done about the gaps of all manifests of a run.
#[derive(Debug)]
pub struct Advice {
    /// The day for which everything was decided.
    pub as_of: Date,
    /// Whether somebody has confirmed what must be confirmed.
    pub is_confirmed: bool,
    /// One for each file, by path: manifests, and every other file that has problems.
    pub files: Vec<FileAdvice>,
}

/// What can be done about the gaps of one manifest.
#[derive(Debug)]
pub struct FileAdvice {
    /// The file as it was read, by the name that the user knows it by.
    pub source: Source,
    /// What could not be taken or written, by place.
    pub problems: Vec<Problem>,
    /// What was found.
    pub proposals: Proposals,
    /// Whether the edits were written to the file.
    pub is_written: bool,
}

impl Advice {
    /// Writes everything, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, view: View, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        match view {
            View::Human => page::write(self, style, out),
            View::Json => json::write(self, out),
        }
    }

    /// Whether the edits of a suggestion are made: those that nobody has confirmed are only shown.
    fn makes(&self, suggestion: &Suggestion) -> bool {
        self.is_confirmed || suggestion.confirm.is_none()
    }
}
