//! The shape of the JSON document. Its doc comments are the descriptions in the schema.

use std::collections::BTreeMap;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::super::baseline::Entry;
use super::super::known::Catalog;
use super::super::list::List;
use super::super::policy::Noted;
use super::event::EventEntry;
use super::name::{Day, Name};
use crate::check::outcome::{Finding, RequirementOutcome};
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::policy::FailOn;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;

/// What a check concluded: what is shown for each requirement, and what the rules say about it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Report of a check", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    pub version: &'static str,
    /// The day for which everything was decided.
    pub as_of: Day,
    /// The last day that was looked ahead to, where that was asked.
    pub horizon: Option<Day>,
    /// The version of the program that wrote it.
    pub program: &'static str,
    /// The least severity that fails the check, where the command line said it.
    pub fail_on: Option<Name<FailOn>>,
    /// SHA-256 over the baseline that it was compared with, where there was one.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub baseline: Option<String>,
    /// The catalogue that it rests on.
    pub catalog: Catalog<'a>,
    /// The packs of rules that took part.
    pub packs: Vec<Pack<'a>>,
    /// Every manifest, and every other file that has problems.
    pub files: Vec<File<'a>>,
    /// What a reader should know beside it: what met nothing, what was not checked. It fails nothing.
    pub notices: Vec<Noted<'a>>,
    /// The same in numbers.
    pub summary: Summary,
}

/// A pack of rules.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Pack<'a> {
    /// Its name, with which the ids of its rules begin.
    pub name: &'a str,
    /// Its version: three numbers, of which a greater first one says that an outcome may change.
    pub version: &'a str,
}

/// One file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct File<'a> {
    /// The file, as the user named it.
    pub path: &'a str,
    /// What the answer rests on beside the day and the program; null for a file that was not judged.
    pub rests_on: Option<RestsOnEntry<'a>>,
    /// The policy that it was judged by, where there is one.
    pub policy: Option<&'a str>,
    /// The least severity that fails the check of it.
    pub fail_on: Name<FailOn>,
    /// What could not be taken.
    pub problems: Vec<ProblemEntry<'a>>,
    /// What is required, and what the catalogue shows for it.
    #[cfg_attr(test, schemars(with = "Vec<Requirement<'a>>"))]
    pub requirements: List<'a, RequirementOutcome, Requirement<'a>>,
    /// What the rules say about it.
    #[cfg_attr(test, schemars(with = "Vec<FindingEntry<'a>>"))]
    pub findings: List<'a, Finding, FindingEntry<'a>>,
    /// What they will say on a later day and don't say today, by day; empty where nobody looked ahead.
    pub upcoming: Vec<EventEntry<'a>>,
    /// What the baseline holds of it and is found no more.
    pub cured: Vec<Entry<'a>>,
}

/// What the answer about a manifest rests on, as SHA-256: no digest depends on where a file lies, or on an order.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "RestsOn", deny_unknown_fields))]
pub(in super::super) struct RestsOnEntry<'a> {
    /// Over the bytes of the manifest.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub manifest: String,
    /// Over the files of the catalogue, with those that are laid over it.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub catalog: &'a str,
    /// Over the texts of the rules, the program's own and others, and of the packs that take part.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub rules: &'a str,
    /// Over the values of the policy that have an effect, in one canonical form; without a policy, over the defaults.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub policy: &'a str,
}

/// Bad input: something in the file could not be taken, and what depends on it was not checked.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Problem", deny_unknown_fields))]
pub(in super::super) struct ProblemEntry<'a> {
    /// What kind of problem.
    pub code: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// The line, counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// The first byte of the place, counted from 0 in the UTF-8 text.
    pub offset: usize,
    /// How many bytes the place has; 0 for a place between two bytes.
    pub length: usize,
    /// What to do about it, where that is known.
    pub help: Option<&'a str>,
}

/// What the catalogue shows for one requirement: a service instance × cloud × standard × verdict × deciding document.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Requirement<'a> {
    /// The team's own name for the service instance.
    pub service: &'a str,
    /// The catalogue's id of the service.
    pub service_id: &'a str,
    /// The cloud's id.
    pub cloud: &'a str,
    /// The ids of the regions that share the verdict; empty for a use that is not bound to a region.
    pub regions: &'a [String],
    /// The standard's id.
    pub standard: &'a str,
    /// The edition that is required, where one is.
    pub edition: Option<&'a str>,
    /// The level that is required, where one is.
    pub level: Option<&'a str>,
    /// The least assurance, where one is asked for.
    pub assurance: Option<Name<LeastAssurance>>,
    /// What the catalogue shows.
    pub verdict: Name<Verdict>,
    /// What is held, where anything is.
    pub held: Option<Held<'a>>,
    /// Whether the documents disagree.
    pub contested: bool,
    /// The nearest place that asks for it. There always is one.
    #[cfg_attr(test, schemars(with = "Place<'a>"))]
    pub origin: Option<Place<'a>>,
    /// The other places that ask for it.
    pub origins: Vec<Place<'a>>,
    /// The document that decides, where one does.
    pub evidence: Option<Evidence<'a>>,
    /// The other documents that speak of it, newest first.
    pub history: Vec<Voice<'a>>,
}

/// What is held.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Held<'a> {
    /// The edition, where the document states one.
    pub edition: Option<&'a str>,
    /// The level, where the document states one.
    pub level: Option<&'a str>,
}

/// A place that asks for something to be shown.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Origin", deny_unknown_fields))]
pub(in super::super) struct Place<'a> {
    /// Who asks.
    pub kind: Name<Origin>,
    /// The rule's id, where a rule asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'a str>,
    /// The line, counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// The profile by which it is asked for, where it is.
    pub profile: Option<&'a str>,
}

/// A published document.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Evidence<'a> {
    /// Its id in the catalogue.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Who published it, where that is known.
    pub publisher: Option<&'a str>,
    /// The day for which it speaks, where that is known.
    pub as_of: Option<Day>,
    /// Where in the document it stands, where that is known.
    pub locator: Option<&'a str>,
}

/// A document that speaks of a requirement and doesn't decide it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Voice<'a> {
    /// Its id in the catalogue.
    pub id: &'a str,
    /// What it would have decided.
    pub verdict: Name<Verdict>,
    /// Whether its words are believed. Of a misprint, `verdict` is what they would have decided; they never do.
    pub believed: bool,
}

/// What a rule says.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Finding", deny_unknown_fields))]
pub(in super::super) struct FindingEntry<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// How grave it is.
    pub severity: Name<Severity>,
    /// What is wrong.
    pub message: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// How the data reaches the service on account of which a rule asks for it, where that is so.
    pub because: Option<&'a str>,
    /// What to do.
    pub help: &'a str,
    /// The service instance, where it is about one.
    pub service: Option<&'a str>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<&'a str>,
    /// The cloud's id, where it is about one.
    pub cloud: Option<&'a str>,
    /// The ids of the regions that it is about.
    pub regions: &'a [String],
    /// The verdict, where it is about a requirement.
    pub verdict: Option<Name<Verdict>>,
    /// The line, counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// The first byte of the place, counted from 0 in the UTF-8 text.
    pub offset: usize,
    /// How many bytes the place has; 0 for a place between two bytes.
    pub length: usize,
    /// Other places that explain it.
    pub related: Vec<Related<'a>>,
    /// Places in other files that explain it: what asked for it, or what forbids it.
    pub elsewhere: Vec<Away<'a>>,
    /// Tells this finding from every other one of the file, and survives moving lines.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub fingerprint: &'a str,
    /// The exception that excuses it, where one does.
    pub waived: Option<WaivedEntry<'a>>,
    /// Whether the baseline holds it.
    pub known: bool,
    /// The ids of the regions in which it is new, where the baseline holds it in others of its regions.
    pub new_in: &'a [String],
    /// Kept for an edit that would close the gap; nothing yet.
    pub suggestion: (),
}

/// A place that explains a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Related<'a> {
    /// The line, counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// What is to be said there.
    pub message: &'a str,
}

/// A place in another file that explains a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Elsewhere", deny_unknown_fields))]
pub(in super::super) struct Away<'a> {
    /// The file.
    pub path: &'a str,
    /// The line, counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// What is to be said there.
    pub message: &'a str,
}

/// The exception that excuses a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Waived", deny_unknown_fields))]
pub(in super::super) struct WaivedEntry<'a> {
    /// Why.
    pub reason: &'a str,
    /// The last day on which it excuses.
    pub until: Day,
    /// Who allowed it.
    pub approved_by: Option<&'a str>,
}

/// The report in numbers.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Summary {
    /// How many service instances were checked.
    pub services: usize,
    /// How many requirements there are.
    pub requirements: usize,
    /// How many rules were held against at least one subject.
    pub rules: usize,
    /// How many documents decided a requirement, spoke of one, or are cited by a finding.
    pub documents: usize,
    /// How many requirements got each verdict; those that occur.
    pub verdicts: BTreeMap<Name<Verdict>, usize>,
    /// How many findings there are.
    pub findings: Findings,
    /// How many findings of the baseline are found no more.
    pub cured: usize,
}

/// How many findings there are of each severity.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Findings {
    /// Errors that count: no exception excuses them, and no baseline holds them.
    pub error: usize,
    /// Warnings that count: no exception excuses them, and no baseline holds them.
    pub warning: usize,
    /// Advice that count: no exception excuses them, and no baseline holds them.
    pub advice: usize,
    /// What an exception excuses, of every severity.
    pub waived: usize,
    /// What the baseline holds, of every severity.
    pub known: usize,
}
