//! For programs: one document, with all that differs and the problems.

use std::io;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::super::json::{CauseEntry, Day, Name, Named, ProblemEntry};
use super::Verified;
use crate::load::problem::Problem;
use crate::model::policy::FailOn;
use crate::model::told::Digests;
use crate::report::visible_json;
use crate::verify::{self, Ground, Kind, VerifiedFile};

pub(super) fn write(verified: &Verified, out: &mut dyn io::Write) -> io::Result<()> {
    visible_json::pretty(&Document::of(verified), out)
}

/// Whether an earlier report still holds.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Verified report", deny_unknown_fields))]
pub(in super::super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The report, as it was named.
    report: &'a str,
    /// The day of the report.
    then: Day,
    /// The day against which it was held.
    now: Day,
    /// What fails the check, as the report says; null where it says nothing of it.
    fail_on: Option<Name<FailOn>>,
    /// The last day that the report looks ahead to; null where it doesn't.
    horizon: Option<Day>,
    /// Whether all of it is still so; null where a problem is in the way of an answer.
    holds: Option<bool>,
    /// Whether all of it ever followed from what it says that it rests on, as far as that can be told: what something may have
    /// brought that has changed counts as a difference. Null where a problem is in the way of an answer.
    follows: Option<bool>,
    /// What is told of the run as a whole and does not follow, in words.
    edited: &'a [String],
    /// The manifests that were asked about.
    files: Vec<File<'a>>,
    /// What is in the way of an answer, each with its file.
    problems: Vec<InFile<'a>>,
}

/// A manifest of the report.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct File<'a> {
    /// The manifest, as it is named now.
    path: &'a str,
    /// Whether all that is told of it is still so; null where it could not be checked, then or now.
    holds: Option<bool>,
    /// Whether that ever followed, as far as it can be told.
    follows: Option<bool>,
    /// What of all that they rest on has changed.
    changed: Vec<Name<Ground>>,
    /// What they rested on then.
    then: Option<Rested<'a>>,
    /// What they rest on now.
    now: Option<Rested<'a>>,
    /// How many verdicts the report tells, each region of each counted.
    requirements: usize,
    /// How many findings it tells.
    findings: usize,
    /// What no longer holds.
    differences: Vec<Difference<'a>>,
    /// Verdicts that stay and are decided by another document.
    documents: Vec<Difference<'a>>,
    /// What else is no longer so, each with what has changed and may have brought it.
    parts: Vec<AlteredPart<'a>>,
    /// What never followed; `now` is what does.
    unfounded: Vec<Difference<'a>>,
    /// What else does not follow, in words.
    edited: &'a [String],
}

/// What an answer rests on, as SHA-256.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Rested<'a> {
    /// Over the bytes of the manifest.
    manifest: &'a str,
    /// Over the files of the catalogue.
    catalog: &'a str,
    /// Over the texts of the rules.
    rules: &'a str,
    /// Over the values of the policy.
    policy: &'a str,
}

/// Something that was told and is no longer so, or the other way round.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Difference<'a> {
    /// What it is about.
    kind: Name<Kind>,
    /// The rule's id, of a finding.
    rule: Option<&'a str>,
    /// The service instance, where it is about one.
    service: Option<&'a str>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    standard: Option<&'a str>,
    /// The cloud's id, where it is about one.
    cloud: Option<&'a str>,
    /// The ids of the regions that it is about.
    regions: &'a [String],
    /// The verdict, how the finding stood, or the document; null where nothing was told of it.
    then: Option<&'a str>,
    /// The same now; null where there is nothing of it any more.
    now: Option<&'a str>,
    /// Tells a finding from every other one of the file.
    fingerprint: Option<&'a str>,
    /// What a finding says.
    message: Option<&'a str>,
    /// What has changed and may have brought it; empty for what never followed.
    causes: Vec<Name<Ground>>,
    /// The dates that passed and brought it, as far as they are known.
    dates: Vec<CauseEntry<'a>>,
}

/// A part of the report beside its answers.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct AlteredPart<'a> {
    /// The part, in words.
    part: &'a str,
    /// What has changed and may have brought it.
    causes: Vec<Name<Ground>>,
}

/// A problem with its file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct InFile<'a> {
    /// The file.
    path: &'a str,
    /// What is wrong in it.
    problem: ProblemEntry<'a>,
}

impl<'a> Document<'a> {
    fn of(verified: &'a Verified) -> Self {
        let problem = |problem: &'a Problem| InFile { path: problem.source.name(), problem: ProblemEntry::of(problem) };
        Self {
            version: "1",
            report: &verified.report,
            then: Day(verified.then),
            now: Day(verified.now),
            fail_on: verified.fail_on.map(Name),
            horizon: verified.horizon.map(Day),
            holds: verified.holds(),
            follows: verified.follows(),
            edited: &verified.edited,
            files: verified.files.iter().map(File::of).collect(),
            problems: verified.problems.iter().map(problem).collect(),
        }
    }
}

impl<'a> File<'a> {
    fn of(file: &'a VerifiedFile) -> Self {
        let differences = |all: &'a [verify::Difference]| all.iter().map(Difference::of).collect();
        Self {
            path: &file.path,
            holds: Some(file.holds()).filter(|holds| !holds || file.is_answered()),
            follows: Some(file.follows()).filter(|follows| !follows || file.is_answered()),
            changed: file.changed.iter().copied().map(Name).collect(),
            then: file.then.as_ref().map(Rested::of),
            now: file.now.as_ref().map(Rested::of),
            requirements: file.requirements,
            findings: file.findings,
            differences: differences(&file.differences),
            documents: differences(&file.documents),
            parts: file.parts.iter().map(AlteredPart::of).collect(),
            unfounded: differences(&file.unfounded),
            edited: &file.edited,
        }
    }
}

impl<'a> Rested<'a> {
    fn of(Digests { manifest, catalog, rules, policy }: &'a Digests) -> Self {
        Self { manifest, catalog, rules, policy }
    }
}

impl<'a> Difference<'a> {
    fn of(one: &'a verify::Difference) -> Self {
        Self {
            kind: Name(one.kind),
            rule: one.rule.as_deref(),
            service: one.service.as_deref(),
            standard: one.standard.as_deref(),
            cloud: one.cloud.as_deref(),
            regions: &one.regions,
            then: one.then.as_deref(),
            now: one.now.as_deref(),
            fingerprint: one.fingerprint.as_deref(),
            message: one.message.as_deref(),
            causes: one.causes.iter().copied().map(Name).collect(),
            dates: one.dates.iter().map(CauseEntry::of).collect(),
        }
    }
}

impl<'a> AlteredPart<'a> {
    fn of(one: &'a verify::Altered) -> Self {
        Self { part: &one.part, causes: one.causes.iter().copied().map(Name).collect() }
    }
}

impl Named for Ground {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

impl Named for Kind {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

#[cfg(test)]
mod schema {
    use super::super::super::json::Described;
    use super::{Ground, Kind};

    impl Described for Ground {
        const TITLE: &'static str = "Ground";
        const ABOUT: &'static str = "What an answer rests on.";
        const MEMBERS: &'static [Self] = &Self::ALL;
    }

    impl Described for Kind {
        const TITLE: &'static str = "Kind";
        const ABOUT: &'static str = "What a difference is about.";
        const MEMBERS: &'static [Self] = &Self::ALL;
    }
}
