//! A rule with what a run knows of it: where it comes from, and how grave its findings are here.

use std::path::Path;

#[cfg(test)]
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::model::pack::Pack;
use crate::model::policy::Grade;
#[cfg(test)]
use crate::model::rule::Subject;
use crate::model::rule::{Effect, Rule, Severity};
use crate::text::{Source, Span};

/// A rule with what a run knows of it.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The pack that it belongs to.
    pub pack: Option<&'r Pack>,
    /// Whether the program carries it.
    pub is_built_in: bool,
    /// How grave its findings are here.
    pub grade: Grade,
    /// Where a policy says so.
    pub set_by: Option<(&'r Source, Span)>,
}

impl Standing<'_> {
    /// In one word what it does here: a severity, `requires`, or `off`.
    pub(super) fn effect(&self) -> &'static str {
        match (self.grade, &self.rule.effect) {
            (Grade::Off, _) => Grade::Off.name(),
            (Grade::Of(_), Effect::Require(_)) => "requires",
            (Grade::Of(severity), Effect::Report(_)) => severity.name(),
        }
    }

    /// How grave its findings are, to be painted so.
    pub(super) fn tone(&self) -> Option<Severity> {
        match (self.grade, &self.rule.effect) {
            (Grade::Of(severity), Effect::Report(_)) => Some(severity),
            _ => None,
        }
    }

    /// Where it comes from, in a few words.
    pub(super) fn origin(&self) -> String {
        match self.pack {
            Some(pack) => format!("pack {} {}", pack.name, pack.version),
            None if self.is_built_in => "built-in".to_owned(),
            None => {
                let folder = Path::new(self.rule.source.name()).parent().filter(|one| !one.as_os_str().is_empty());
                folder.unwrap_or(Path::new(".")).display().to_string()
            }
        }
    }

    /// Where it comes from, with its file.
    pub(super) fn place(&self) -> String {
        let path = self.rule.source.name();
        if self.pack.is_none() && !self.is_built_in { path.to_owned() } else { format!("{}, {path}", self.origin()) }
    }

    /// Where the policy says how grave it is, and what the rule says itself; none where no policy speaks.
    pub(super) fn changed(&self) -> Option<String> {
        let (source, span) = self.set_by?;
        let own = self.rule.report().map_or("requires", |report| report.severity.name());
        Some(format!("{own}; {}:{} says {}", source.name(), source.position(span.start).line, self.grade.name()))
    }
}

/// A rule in a few words.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Rule", deny_unknown_fields))]
pub(super) struct Row<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// Whether it reports something or requires something.
    #[cfg_attr(test, schemars(extend("enum" = ["reports", "requires"])))]
    pub(super) effect: &'static str,
    /// How grave its findings are here: as the policy says, else as the rule does. Null where it requires, unless the
    /// policy switches it off.
    #[cfg_attr(test, schemars(schema_with = "grade"))]
    pub(super) severity: Option<&'static str>,
    /// How grave they are by the rule itself.
    #[cfg_attr(test, schemars(schema_with = "grade"))]
    pub(super) own_severity: Option<&'static str>,
    /// Where a policy says how grave they are.
    pub(super) severity_set_by: Option<Place<'a>>,
    /// What it speaks about.
    #[cfg_attr(test, schemars(schema_with = "subject"))]
    pub(super) subject: &'static str,
    /// The flaw; of a rule that requires, what it asks for.
    pub(super) title: &'a str,
    /// Whether the program carries it.
    pub(super) built_in: bool,
    /// The pack that it belongs to.
    pub(super) pack: Option<PackEntry<'a>>,
    /// Its file.
    pub(super) path: &'a str,
}

/// A pack of rules.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Pack", deny_unknown_fields))]
pub(super) struct PackEntry<'a> {
    /// Its name.
    name: &'a str,
    /// Its version.
    version: &'a str,
}

/// A place in a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Place<'a> {
    /// The file.
    path: &'a str,
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    column: usize,
}

impl<'a> Row<'a> {
    pub(super) fn of(standing: &Standing<'a>) -> Self {
        let Standing { rule, pack, is_built_in, grade, set_by } = *standing;
        let own = rule.report().map(|report| report.severity.name());
        let place = |(source, span): (&'a Source, Span)| {
            let position = source.position(span.start);
            Place { path: source.name(), line: position.line, column: position.column }
        };
        Self {
            id: &rule.id,
            effect: if own.is_some() { "reports" } else { "requires" },
            severity: if grade == Grade::Off || own.is_some() { Some(grade.name()) } else { None },
            own_severity: own,
            severity_set_by: set_by.map(place),
            subject: rule.subject.name(),
            title: &rule.title,
            built_in: is_built_in,
            pack: pack.map(|pack| PackEntry { name: &pack.name, version: &pack.version }),
            path: rule.source.name(),
        }
    }
}

#[cfg(test)]
fn grade(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = Grade::ALL.map(|grade| Some(grade.name())).into_iter().chain([None]).collect();
    json_schema!({ "type": ["string", "null"], "enum": names })
}

#[cfg(test)]
fn subject(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Subject::ALL.map(Subject::name).as_slice() })
}
