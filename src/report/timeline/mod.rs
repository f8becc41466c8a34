//! What changes when, for people, spreadsheets and programs.

mod csv;
mod human;
mod json;
#[cfg(test)]
mod tests;

use std::io;

use jiff::civil::Date;

use super::Style;
use crate::check::ahead::{Cause, CauseKind, Event};
use crate::load::problem::Problem;
use crate::text::Source;

#[cfg(test)]
pub(super) use json::Document;

/// How a timeline is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineFormat {
    /// By months.
    Human,
    /// As comma-separated values.
    Csv,
    /// As one JSON document.
    Json,
}

impl TimelineFormat {
    /// Every format, the one for people first.
    pub const ALL: [Self; 3] = [Self::Human, Self::Csv, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// What changes when, for every manifest.
#[derive(Debug)]
pub struct Timelines {
    /// The day from which it is looked ahead.
    pub as_of: Date,
    /// The last day that is looked at.
    pub until: Date,
    /// One for each manifest, by path.
    pub manifests: Vec<TimelineOf>,
}

/// A manifest with what changes for it.
#[derive(Debug)]
pub struct TimelineOf {
    /// The file.
    pub source: Source,
    /// What could not be taken, by place.
    pub problems: Vec<Problem>,
    /// The deployment's name, where it has one.
    pub name: Option<String>,
    /// How many service instances were looked at.
    pub services: usize,
    /// How many requirements were looked at, counted as on the first day.
    pub requirements: usize,
    /// What changes, by day.
    pub events: Vec<Event>,
}

impl Timelines {
    /// Writes everything but the problems, which only JSON holds, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, format: TimelineFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            TimelineFormat::Human => human::write(self, style, out),
            TimelineFormat::Csv => csv::write(self, out),
            TimelineFormat::Json => json::write(self, out),
        }
    }
}

/// A date that passes, in words.
pub(super) fn in_words(cause: &Cause) -> String {
    let Cause { kind, name, date } = cause;
    match kind {
        CauseKind::Validity => format!("what {name} states holds until {date}"),
        CauseKind::Edition | CauseKind::Agreement => format!("{name} ends on {date}"),
        CauseKind::Cloud | CauseKind::Region => format!("{name} closes on {date}"),
        CauseKind::Waiver => format!("the waiver for {name} ends on {date}"),
        CauseKind::Evidence => format!("{name} is of {date}"),
        CauseKind::Document => format!("{name} speaks from {date} on"),
        CauseKind::Signature => format!("{name} is in force from {date} on"),
    }
}
