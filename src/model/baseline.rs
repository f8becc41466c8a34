//! A baseline: the findings that were there already when it was written, so that only new ones fail a check.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// The findings that are known, by file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The day for which they were found.
    pub as_of: Date,
    /// The findings of each manifest, whose path leads from the baseline's own folder on, with `/`.
    pub files: BTreeMap<String, Vec<KnownFinding>>,
}

/// A finding that is known. Only its fingerprint decides; the rest tells people what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownFinding {
    /// The rule's id.
    pub rule: String,
    /// The service instance, where it is about one.
    pub service: Option<String>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<String>,
    /// Tells it from every other finding of the file: 64 lower-case hex digits.
    pub fingerprint: String,
}
