//! What a report of a check said, as far as it can be held against another run.
//!
//! The names in it stay text: a report may say anything, and what is no verdict is simply another one than follows.

use jiff::civil::Date;

use super::policy::FailOn;

/// A part of a report that is only compared, with its name. Notices, the name of the policy's file and places in other files
/// are none: a comment may change them, and no answer.
pub type Part = (&'static str, String);

/// The name of the part that says where in the manifest something stands.
pub const PLACE: &str = "place";

/// What a report said.
#[derive(Debug, Clone)]
pub struct Told {
    /// The day for which everything was decided.
    pub as_of: Date,
    /// The last day that was looked ahead to.
    pub horizon: Option<Date>,
    /// The version of the program that wrote it.
    pub program: String,
    /// What failed the check, where the command line said it.
    pub fail_on: Option<FailOn>,
    /// The digest of the baseline that it was compared with.
    pub baseline: Option<String>,
    /// What it said of each file.
    pub files: Vec<ToldFile>,
    /// What it said of the run as a whole.
    pub parts: Vec<Part>,
    /// Whether its summary counts what stands in it.
    pub adds_up: bool,
}

/// What a report said of one file.
#[derive(Debug, Clone)]
pub struct ToldFile {
    /// The file, as it was named.
    pub path: String,
    /// What the answer rested on; none for a file that was not judged.
    pub rests_on: Option<Digests>,
    /// The verdicts.
    pub requirements: Vec<ToldRequirement>,
    /// The findings.
    pub findings: Vec<ToldFinding>,
    /// What else it said of it.
    pub parts: Vec<Part>,
}

/// What an answer rested on, each as 64 lower-case hex digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    /// Of the manifest.
    pub manifest: String,
    /// Of the catalogue.
    pub catalog: String,
    /// Of the rules.
    pub rules: String,
    /// Of the policy.
    pub policy: String,
}

/// What a report said of one requirement.
#[derive(Debug, Clone)]
pub struct ToldRequirement {
    /// The service instance.
    pub service: String,
    /// The catalogue's id of the service.
    pub service_id: String,
    /// The cloud's id.
    pub cloud: String,
    /// The ids of the regions that share the verdict.
    pub regions: Vec<String>,
    /// What was required, as `standard[:edition][@level]`.
    pub standard: String,
    /// The least assurance, where one was asked for.
    pub assurance: Option<String>,
    /// The verdict.
    pub verdict: String,
    /// The id of the document that decided.
    pub document: Option<String>,
    /// What else it said of it.
    pub parts: Vec<Part>,
}

/// A finding that a report told.
#[derive(Debug, Clone)]
pub struct ToldFinding {
    /// Tells it from every other one of the file.
    pub fingerprint: String,
    /// The rule's id.
    pub rule: String,
    /// How grave it was.
    pub severity: String,
    /// What was wrong.
    pub message: String,
    /// The service instance, where it was about one.
    pub service: Option<String>,
    /// The requirement, where it was about one.
    pub standard: Option<String>,
    /// The cloud's id, where it was about one.
    pub cloud: Option<String>,
    /// The ids of the regions that it was about.
    pub regions: Vec<String>,
    /// The last day of the exception that excused it.
    pub waived_until: Option<String>,
    /// Whether a baseline held it.
    pub known: bool,
    /// What else it said of it.
    pub parts: Vec<Part>,
}
