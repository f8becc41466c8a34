//! Whether an earlier report still holds, for people and programs.

mod human;
mod json;
#[cfg(test)]
mod tests;

use std::io;

use jiff::civil::Date;

use super::Style;
use crate::load::problem::Problem;
use crate::model::policy::FailOn;
use crate::verify::VerifiedFile;

#[cfg(test)]
pub(super) use json::Document;

/// How it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyFormat {
    /// What no longer holds, and why.
    Human,
    /// As one JSON document.
    Json,
}

impl VerifyFormat {
    /// Every format, the one for people first.
    pub const ALL: [Self; 2] = [Self::Human, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
        }
    }
}

/// An earlier report with what became of it.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The report, as it was named.
    pub report: String,
    /// The version of the program that wrote it.
    pub program: String,
    /// The day of the report.
    pub then: Date,
    /// The day against which it was held.
    pub now: Date,
    /// What fails the check, as the report says, where it does.
    pub fail_on: Option<FailOn>,
    /// The last day that it looks ahead to, where it does.
    pub horizon: Option<Date>,
    /// Its manifests.
    pub files: Vec<VerifiedFile>,
    /// What of the run as a whole never followed, in words.
    pub edited: Vec<String>,
    /// How many of its files nobody asked about.
    pub others: usize,
    /// What is in the way of an answer.
    pub problems: Vec<Problem>,
}

impl Verified {
    /// Whether all that was asked about is still so; none where that can't be told, because something is in the way.
    pub fn holds(&self) -> Option<bool> {
        self.told(self.files.iter().all(VerifiedFile::holds))
    }

    /// Whether all of it ever followed, as far as that can be told; none where it can't.
    pub fn follows(&self) -> Option<bool> {
        self.told(self.edited.is_empty() && self.files.iter().all(VerifiedFile::follows))
    }

    /// A no is one whatever else is in the way.
    fn told(&self, is_so: bool) -> Option<bool> {
        let is_answered = self.problems.is_empty() && !self.files.is_empty();
        if is_so { Some(true).filter(|_| is_answered) } else { Some(false) }
    }

    /// Writes everything but the problems, which only JSON holds, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, format: VerifyFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            VerifyFormat::Human => human::write(self, style, out),
            VerifyFormat::Json => json::write(self, out),
        }
    }
}
