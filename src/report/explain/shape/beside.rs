//! What stands beside decisions: duties, days, subjects and findings.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

#[cfg(test)]
use super::super::schema;
use super::{Asking, Place, Publication};
use crate::look::Day;

/// What stays with the customer, whatever the provider holds.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Duty<'a> {
    /// The duty, to be read after "you".
    pub text: Option<&'a str>,
    /// The agreement that must be in force, where one must be.
    pub agreement: Option<Agreement<'a>>,
    /// What documents say stays with the customer.
    pub documents: Vec<DocumentedDuty<'a>>,
}

/// A duty that a document names.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct DocumentedDuty<'a> {
    /// The duty, to be read after "you".
    pub text: &'a str,
    /// The document.
    pub document: Publication<'a>,
}

/// An agreement that must be in force.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Agreement<'a> {
    /// Its id, where the provider offers one that is known.
    pub id: Option<&'a str>,
    /// Its name.
    pub title: &'a str,
    /// Whether it is in force: in-force, not-yet-in-force, expired or missing.
    pub state: &'static str,
    /// From when it is in force.
    pub signed: Option<Day>,
    /// The last day on which it is in force.
    pub expires: Option<Day>,
    /// Where the manifest declares it.
    pub place: Option<Place<'a>>,
    /// Who says that it is offered.
    pub sources: Vec<Publication<'a>>,
}

/// What happens on a day.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Happening<'a> {
    /// The day.
    pub day: Day,
    /// What happens.
    pub what: &'a str,
}

/// Something other than a requirement that an explanation is about.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Subject<'a> {
    /// What sort of thing it is.
    #[cfg_attr(test, schemars(schema_with = "schema::subject"))]
    pub kind: &'static str,
    /// What it is.
    pub says: &'a str,
    /// Where the manifest has it.
    pub place: Place<'a>,
    /// The rules that ask something of it.
    pub asked_by: Vec<Asking<'a>>,
    /// What the catalogue says of the things that it names.
    pub facts: Vec<Fact<'a>>,
    /// What stays with the customer, where it is about that.
    pub duty: Option<Duty<'a>>,
    /// Why no document speaks of it, where none does.
    pub silence: Option<&'a str>,
    /// The days that matter, earliest first.
    pub dates: Vec<Happening<'a>>,
}

/// Something that the catalogue says.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Fact<'a> {
    /// What it says.
    pub says: &'a str,
    /// Who says so; empty where no publication was found.
    pub sources: Vec<Publication<'a>>,
}

/// A finding, with what led its rule to report it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Finding<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// The flaw that it reports.
    pub title: &'a str,
    /// Where the rule stands.
    pub rule_place: Place<'a>,
    /// What the rule speaks about.
    #[cfg_attr(test, schemars(schema_with = "schema::subject"))]
    pub subject: &'static str,
    /// How grave it is.
    #[cfg_attr(test, schemars(schema_with = "schema::severity"))]
    pub severity: &'static str,
    /// Where the policy says that it is that grave; null where the rule does.
    pub severity_set_by: Option<Place<'a>>,
    /// What is wrong.
    pub message: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// How data makes rules ask for it.
    pub because: Option<&'a str>,
    /// What to do.
    pub help: &'a str,
    /// Where it is reported.
    pub place: Place<'a>,
    /// Places in other files that explain it: what the policy says.
    pub elsewhere: Vec<Elsewhere<'a>>,
    /// The fields that the rule looked at.
    pub saw: Vec<Saw<'a>>,
    /// Tells it from every other finding of the file, and survives moving lines.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub fingerprint: &'a str,
    /// The waiver that excuses it.
    pub waived: Option<Waiver<'a>>,
    /// Waivers that were written for it and don't excuse it.
    pub not_excused_by: Vec<Waiver<'a>>,
}

/// A place in another file that explains a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Elsewhere<'a> {
    /// The place.
    pub place: Place<'a>,
    /// What is to be said there.
    pub message: &'a str,
}

/// A field that a rule looked at.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Saw<'a> {
    /// Its name.
    pub field: &'a str,
    /// Its values; several where those who share the finding differ, and an empty one where there is none.
    pub values: &'a [String],
}

/// A waiver that was written for a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(in super::super) struct Waiver<'a> {
    /// Why.
    pub reason: &'a str,
    /// The last day on which it excuses.
    pub until: Day,
    /// Who allowed it.
    pub approved_by: Option<&'a str>,
    /// Where it stands.
    pub place: Place<'a>,
    /// Why it doesn't excuse the finding, where it doesn't.
    pub void: Option<&'a str>,
}
