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

/// A finding that is known, in the regions that are written with it. The fingerprint tells it from others; where its
/// requirement can be met in one region and not in another, it is told by what it is about, and its regions decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownFinding {
    /// The rule's id.
    pub rule: String,
    /// The service instance, where it is about one.
    pub service: Option<String>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<String>,
    /// The cloud's id, where it is about one.
    pub cloud: Option<String>,
    /// The ids of its regions, empty for a use that is bound to none. None where they don't decide: it stands for all
    /// subjects that share a value.
    pub regions: Option<Vec<String>>,
    /// Tells it from every other finding of the file: 64 lower-case hex digits.
    pub fingerprint: String,
}
