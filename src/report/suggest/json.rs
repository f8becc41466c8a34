//! The same for programs. The doc comments here are the descriptions in the schema.

use std::io::{self, Write};

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::patch::Piece;
use super::steps::steps;
use super::{Advice, FileAdvice, patch};
use crate::check::outcome::{Citation, Finding};
use crate::load::problem::Problem;
use crate::report::visible_json;
use crate::suggest::{Open, Suggestion, TextEdit};
use crate::text::Source;

pub(super) fn write(advice: &Advice, out: &mut dyn Write) -> io::Result<()> {
    visible_json::pretty(&Document::of(advice), out)
}

/// What can be done about the gaps of manifests.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Suggested edits of manifests", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The day for which everything was decided.
    as_of: String,
    /// Whether what must be confirmed counts as confirmed.
    declare: bool,
    /// Every manifest, and every other file that has problems.
    files: Vec<File<'a>>,
    /// The same in numbers.
    summary: Numbers,
}

/// One file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct File<'a> {
    /// The file, as the user named it.
    path: &'a str,
    /// What could not be taken or written.
    problems: Vec<ProblemEntry<'a>>,
    /// How many service instances were checked. Where there is none, that there is no gap says nothing.
    services: usize,
    /// How many requirements were looked at.
    requirements: usize,
    /// How many gaps there are.
    gaps: usize,
    /// How many gaps a waiver excuses. They are not among the others, and no edit is looked for.
    waived: usize,
    /// Edits that together close as many gaps as can be closed, and add no finding.
    suggestions: Vec<Entry<'a>>,
    /// The gaps that none of them closes.
    open: Vec<OpenEntry<'a>>,
    /// Whether the edits were written to the file.
    written: bool,
}

/// Bad input: something in the file could not be taken, and what depends on it was not checked.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Problem", deny_unknown_fields))]
struct ProblemEntry<'a> {
    /// What kind of problem.
    code: &'a str,
    /// What is wrong.
    message: &'a str,
    /// What to do about it, where that is known.
    help: Option<&'a str>,
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    column: usize,
}

/// An edit of the manifest, checked by the engine.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Suggestion", deny_unknown_fields))]
struct Entry<'a> {
    /// What sort of change it is: `condition`, `agreement`, `region` or `cloud`.
    kind: &'static str,
    /// What it does.
    what: &'a str,
    /// What somebody who knows must confirm before it is made; null where it states nothing about the team.
    confirm: Option<&'a str>,
    /// What else is to be known.
    notes: &'a [String],
    /// Whether it is made: what nobody has confirmed is only shown, and alternatives are.
    made: bool,
    /// The gaps that it closes.
    closes: Vec<Gap<'a>>,
    /// The findings that it adds. Only an alternative has any, and each is less grave than the gravest that it closes.
    adds: Vec<Gap<'a>>,
    /// The documents that show coverage once it is made.
    evidence: Vec<Evidence<'a>>,
    /// The edits, for the file as it was read.
    edits: Vec<Edit<'a>>,
    /// The edits as a unified diff. That of a suggestion is for the file in which those before it are made, that of an
    /// alternative for the file as it was read.
    diff: String,
    /// What would do instead, and was not chosen.
    alternatives: Vec<Entry<'a>>,
}

/// A gap that no suggestion closes.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Open", deny_unknown_fields))]
struct OpenEntry<'a> {
    /// The gap.
    gap: Gap<'a>,
    /// Why nothing closes it.
    why: &'a [String],
    /// What the rule advises.
    advice: &'a str,
    /// Edits that would close it, and that are not for the program to choose.
    alternatives: Vec<Entry<'a>>,
}

/// A finding, as a report of a check has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Finding", deny_unknown_fields))]
struct Gap<'a> {
    /// The rule's id.
    rule: &'a str,
    /// How grave it is.
    severity: &'static str,
    /// What is wrong.
    message: &'a str,
    /// The service instance, where it is about one.
    service: Option<&'a str>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    standard: Option<&'a str>,
    /// The cloud's id, where it is about one.
    cloud: Option<&'a str>,
    /// The ids of the regions that it is about.
    regions: &'a [String],
    /// The line, counted from 1. That of a finding that an edit adds is near the place only.
    line: usize,
    /// Tells this finding from every other one of the file.
    fingerprint: &'a str,
}

/// A published document.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Evidence<'a> {
    /// Its id in the catalogue.
    id: &'a str,
    /// Its title.
    title: &'a str,
    /// Who published it, where that is known.
    publisher: Option<&'a str>,
    /// The day for which it speaks, where that is known.
    as_of: Option<String>,
    /// Where in the document it stands, where that is known.
    locator: Option<&'a str>,
}

/// A piece of the file, and what is to stand in its place.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Edit<'a> {
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    column: usize,
    /// The first byte, counted from 0 in the UTF-8 text.
    offset: usize,
    /// How many bytes go; 0 where something is put between two bytes.
    length: usize,
    /// What comes.
    text: &'a str,
}

/// The same in numbers.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Summary", deny_unknown_fields))]
struct Numbers {
    /// How many gaps there are.
    gaps: usize,
    /// How many edits are made.
    made: usize,
    /// How many edits wait for somebody to confirm them.
    unconfirmed: usize,
    /// How many gaps stay open, those included that wait for a confirmation.
    open: usize,
    /// How many findings of another sort there are, for which no edit is looked for.
    outside: usize,
    /// How many gaps a waiver excuses, for which no edit is looked for.
    waived: usize,
}

impl<'a> Document<'a> {
    fn of(advice: &'a Advice) -> Self {
        let sum = |count: &dyn Fn(&FileAdvice) -> usize| advice.files.iter().map(count).sum::<usize>();
        let made = sum(&|file| file.proposals.suggestions.iter().filter(|one| advice.makes(one)).count());
        Self {
            version: "1",
            as_of: advice.as_of.to_string(),
            declare: advice.is_confirmed,
            files: advice.files.iter().map(|file| File::of(advice, file)).collect(),
            summary: Numbers {
                gaps: sum(&|file| file.proposals.gaps.len()),
                made,
                unconfirmed: sum(&|file| file.proposals.suggestions.len()) - made,
                open: sum(&|file| file.proposals.left(advice.is_confirmed)),
                outside: sum(&|file| file.proposals.outside.len()),
                waived: sum(&|file| file.proposals.waived),
            },
        }
    }
}

impl<'a> File<'a> {
    fn of(advice: &Advice, file: &'a FileAdvice) -> Self {
        let source = &file.source;
        let suggestions = steps(source, &file.proposals.suggestions).map(|(one, text, edits)| Entry {
            made: advice.makes(one),
            diff: diff(&text, &edits),
            ..Entry::of(source, one)
        });
        Self {
            path: source.name(),
            problems: file.problems.iter().map(ProblemEntry::of).collect(),
            services: file.proposals.services,
            requirements: file.proposals.requirements,
            gaps: file.proposals.gaps.len(),
            waived: file.proposals.waived,
            suggestions: suggestions.collect(),
            open: file.proposals.open.iter().map(|open| OpenEntry::of(source, open)).collect(),
            written: file.is_written,
        }
    }
}

impl<'a> ProblemEntry<'a> {
    fn of(problem: &'a Problem) -> Self {
        let position = problem.source.position(problem.span.start);
        let Problem { code, message, help, .. } = problem;
        Self { code, message, help: help.as_deref(), line: position.line, column: position.column }
    }
}

impl<'a> Entry<'a> {
    /// An alternative, or a suggestion before it is known what it is made to.
    fn of(source: &Source, one: &'a Suggestion) -> Self {
        Self {
            kind: one.kind.name(),
            what: &one.what,
            confirm: one.confirm.as_deref(),
            notes: &one.notes,
            made: false,
            closes: one.closes.iter().map(|finding| Gap::of(source, finding)).collect(),
            adds: one.adds.iter().map(|finding| Gap::of(source, finding)).collect(),
            evidence: one.evidence.iter().map(Evidence::of).collect(),
            edits: one.edits.iter().map(|edit| Edit::of(source, edit)).collect(),
            diff: diff(&Piece { source: source.clone(), above: 0 }, &one.edits),
            alternatives: one.alternatives.iter().map(|other| Self::of(source, other)).collect(),
        }
    }
}

fn diff(piece: &Piece, edits: &[TextEdit]) -> String {
    patch::diff(piece, edits).iter().map(|line| line.text() + "\n").collect()
}

impl<'a> OpenEntry<'a> {
    fn of(source: &Source, open: &'a Open) -> Self {
        let alternatives = open.alternatives.iter().map(|other| Entry::of(source, other));
        let gap = Gap::of(source, &open.finding);
        Self { gap, why: &open.why, advice: &open.advice, alternatives: alternatives.collect() }
    }
}

impl<'a> Gap<'a> {
    fn of(source: &Source, finding: &'a Finding) -> Self {
        Self {
            rule: &finding.rule,
            severity: finding.severity.name(),
            message: &finding.message,
            service: finding.service.as_deref(),
            standard: finding.standard.as_deref(),
            cloud: finding.cloud.as_deref(),
            regions: &finding.regions,
            line: source.position(finding.place.span.start).line,
            fingerprint: &finding.fingerprint,
        }
    }
}

impl<'a> Evidence<'a> {
    fn of(citation: &'a Citation) -> Self {
        Self {
            id: &citation.id,
            title: &citation.title,
            publisher: citation.publisher.as_deref(),
            as_of: citation.as_of.map(|day| day.to_string()),
            locator: citation.locator.as_deref(),
        }
    }
}

impl<'a> Edit<'a> {
    fn of(source: &Source, edit: &'a TextEdit) -> Self {
        let position = source.position(edit.span.start);
        Self {
            line: position.line,
            column: position.column,
            offset: edit.span.start,
            length: edit.span.len(),
            text: &edit.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn the_schema_is_that_of_the_types() {
        crate::report::schema::is_that_of::<Document<'_>>("suggest");
    }
}
