//! The shape of the JSON document. Its doc comments are the descriptions in the schema.

mod beside;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

#[cfg(test)]
use super::schema;
use crate::look::Day;

pub(super) use beside::{Agreement, DocumentedDuty, Duty, Elsewhere, Fact, Finding, Happening, Saw, Subject, Waiver};

/// The whole reasoning behind a requirement, a service, a finding, or what is reported at a line.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Explanation", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    pub version: &'static str,
    /// The day for which everything was decided.
    pub as_of: Day,
    /// The catalogue that it rests on.
    pub catalog: Catalog<'a>,
    /// The manifest, as the user named it.
    pub path: &'a str,
    /// How many problems the manifest has: what they touch is left out.
    pub problems: usize,
    /// The ids of the rules whose condition gave no answer: what they were to check was not checked.
    pub unanswered: Vec<&'a str>,
    /// What it is about.
    #[cfg_attr(test, schemars(schema_with = "schema::form"))]
    pub form: &'static str,
    /// The question that it answers.
    pub question: &'a str,
    /// What a reader should know before the answer.
    pub beforehand: Option<&'a str>,
    /// The requirements that it is about, in the order of the manifest.
    pub requirements: Vec<Requirement<'a>>,
    /// What else it is about.
    pub subjects: Vec<Subject<'a>>,
    /// The findings on what it is about.
    pub findings: Vec<Finding<'a>>,
}

/// The catalogue that an explanation rests on.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Catalog<'a> {
    /// SHA-256 over its files.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub digest: &'a str,
    /// How many evidence documents it holds.
    pub documents: usize,
    /// How many claims they make.
    pub claims: usize,
}

/// How one requirement is decided, for the regions that share the answer.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Requirement<'a> {
    /// The team's own name for the service instance.
    pub service: &'a str,
    /// The catalogue's id of the service.
    pub service_id: &'a str,
    /// The cloud's id.
    pub cloud: &'a str,
    /// The ids of the regions; empty for a use that is not bound to one.
    pub regions: &'a [String],
    /// What is required, as `standard[:edition][@level]`.
    pub required: &'a str,
    /// The same as people say it.
    pub title: &'a str,
    /// Whether the assurance of a third party is asked for.
    pub third_party: bool,
    /// Whether nothing asks for it, and it is told what would be if something did.
    pub supposed: bool,
    /// Everyone who asks for it, the nearest first.
    pub asked_by: Vec<Asking<'a>>,
    /// What the catalogue shows.
    #[cfg_attr(test, schemars(schema_with = "schema::verdict"))]
    pub verdict: &'static str,
    /// The same in a sentence.
    pub says: &'a str,
    /// What is held, as people say it.
    pub held: Option<&'a str>,
    /// The id of the document that decides, among those of the decisions.
    pub decided_by: Option<&'a str>,
    /// How that was reached: for what is required itself, and, where a relation satisfies it, for what is held instead.
    pub decisions: Vec<Decision<'a>>,
    /// How the documents disagree, where they do.
    pub contested: Option<&'a str>,
    /// Where and how it would be covered, as far as the catalogue knows.
    pub ways_out: Option<&'a str>,
    /// What stays with the customer.
    pub duty: Option<Duty<'a>>,
    /// The days that matter, earliest first.
    pub dates: Vec<Happening<'a>>,
    /// The fingerprints of the findings on it.
    pub findings: &'a [String],
}

/// A place in a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Place<'a> {
    /// The file.
    pub path: &'a str,
    /// The line, counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
}

/// Somebody who asks for something.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Asking<'a> {
    /// Who asks.
    #[cfg_attr(test, schemars(schema_with = "schema::origin"))]
    pub kind: &'static str,
    /// Where in the manifest; for a rule, what made it speak.
    pub place: Place<'a>,
    /// The profile by which it is asked for.
    pub profile: Option<Profile<'a>>,
    /// The rule that asks.
    pub rule: Option<Rule<'a>>,
}

/// A profile that asks.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Profile<'a> {
    /// The profile that the manifest names.
    pub name: &'a str,
    /// The profile that names the standard itself: another one where a profile contains others.
    pub named_by: &'a str,
    /// Where that one names it.
    pub place: Place<'a>,
}

/// A rule that asks.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Rule<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it asks for, in a few words.
    pub title: &'a str,
    /// Why.
    pub why: &'a str,
    /// Where its file asks for it.
    pub place: Place<'a>,
    /// The data on account of which it asks.
    pub data: Vec<Data<'a>>,
}

/// A class of data, and how it comes to the service instance.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Data<'a> {
    /// The class.
    pub class: &'a str,
    /// The service instances on its way, the first and the last one included; one where it declares the class itself.
    pub way: &'a [String],
    /// Where the manifest says so.
    pub place: Place<'a>,
}

/// The decision on one question that the catalogue was asked.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Decision<'a> {
    /// What was asked for, as `standard[:edition][@level]`.
    pub required: &'a str,
    /// The same as people say it.
    pub title: &'a str,
    /// The relation on account of which it was asked.
    pub through: Option<Relation<'a>>,
    /// What the documents that speak of it come to, whatever relations there are.
    #[cfg_attr(test, schemars(schema_with = "schema::verdict"))]
    pub verdict: &'static str,
    /// The steps that led there, in their order.
    pub steps: Vec<Step<'a>>,
    /// Every document that has to do with it.
    pub documents: Vec<Said<'a>>,
}

/// A relation between two standards, editions or levels.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Relation<'a> {
    /// What is held, as people say it.
    pub from: &'a str,
    /// How it is linked.
    pub kind: &'static str,
    /// What that satisfies, as people say it.
    pub to: &'a str,
    /// On what it rests.
    pub basis: Option<&'static str>,
    /// What a reader should know beside it.
    pub note: Option<&'a str>,
    /// Who says so.
    pub sources: Vec<Publication<'a>>,
}

/// A step of a decision.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Step<'a> {
    /// What it looks at.
    #[cfg_attr(test, schemars(schema_with = "schema::step"))]
    pub kind: &'static str,
    /// What it does: it passes, it stops the requirement from being covered, or it tells something beside.
    #[cfg_attr(test, schemars(schema_with = "schema::effect"))]
    pub effect: &'static str,
    /// What was found.
    pub says: &'a str,
}

/// What one document says.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Said<'a> {
    /// Its part in the decision.
    #[cfg_attr(test, schemars(schema_with = "schema::part"))]
    pub part: &'static str,
    /// The document.
    pub document: Publication<'a>,
    /// The verdict that it would give alone.
    #[cfg_attr(test, schemars(schema_with = "schema::verdict_or_none"))]
    pub verdict: Option<&'static str>,
    /// What it says.
    pub says: &'a str,
    /// What its claim states of the service, where it makes a claim.
    #[cfg_attr(test, schemars(schema_with = "schema::statement_or_none"))]
    pub statement: Option<&'static str>,
    /// The standard that its claim names, as people say it.
    pub states: Option<&'a str>,
    /// The last day on which that counts.
    pub until: Option<Day>,
    /// What must hold for it to reach a customer.
    pub conditions: Vec<Condition<'a>>,
    /// What else a reader should know of it.
    pub notes: &'a [String],
    /// The documents that took its place.
    pub replaced_by: Vec<Publication<'a>>,
}

/// A document, or another publication.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Publication<'a> {
    /// Its id in the catalogue.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Who published it, where that is known.
    pub publisher: Option<&'a str>,
    /// The day for which it speaks, where that is known.
    pub as_of: Option<Day>,
    /// How that day is known: printed, changed, read or inferred.
    pub as_of_basis: Option<&'static str>,
    /// The latest day on which the same text was still found, where that is known.
    pub last_seen: Option<Day>,
    /// Where it is found.
    pub found_at: &'a str,
    /// Where in it that stands, where that is known.
    pub locator: Option<&'a str>,
}

/// A condition of a claim.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Condition<'a> {
    /// Its id, for a manifest's `meets`.
    pub id: &'a str,
    /// What must hold, to be read after "only if".
    pub text: &'a str,
    /// Whether the manifest says that this use meets it.
    pub met: bool,
}
