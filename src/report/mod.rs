//! How the outcome of a run is shown: one small file for each format, which only translates.

use jiff::civil::Date;

use crate::check::outcome::Outcome;
use crate::load::problem::Problem;
use crate::text::Source;

/// All that a run has to say.
#[derive(Debug, Clone)]
pub struct Report {
    /// The day for which everything was decided.
    pub as_of: Date,
    /// What it rests on.
    pub catalog: CatalogSummary,
    /// One for each file, by path: manifests, and every other file that has problems.
    pub files: Vec<FileReport>,
}

/// The catalogue in three words.
#[derive(Debug, Clone, Default)]
pub struct CatalogSummary {
    /// SHA-256 over its files: 64 lower-case hex digits.
    pub digest: String,
    /// How many evidence documents it holds.
    pub documents: usize,
    /// How many claims they make.
    pub claims: usize,
}

/// All that a run has to say about one file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The file, by the name that the user knows it by.
    pub source: Source,
    /// What could not be taken, by place.
    pub problems: Vec<Problem>,
    /// What was concluded about the rest.
    pub outcome: Outcome,
}
