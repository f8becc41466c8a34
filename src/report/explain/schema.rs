//! What the schema says of values that are written as text.

use schemars::{Schema, SchemaGenerator, json_schema};

use crate::check::explain::{Effect, Form, Part, StepKind};
use crate::model::deployment::Origin;
use crate::model::evidence::Statement;
use crate::model::rule::{Severity, Subject};
use crate::model::verdict::Verdict;

pub(super) fn form(_: &mut SchemaGenerator) -> Schema {
    one_of(&Form::ALL.map(Form::name))
}

pub(super) fn origin(_: &mut SchemaGenerator) -> Schema {
    one_of(&Origin::ALL.map(Origin::name))
}

pub(super) fn verdict(_: &mut SchemaGenerator) -> Schema {
    one_of(&Verdict::ALL.map(Verdict::name))
}

pub(super) fn verdict_or_none(_: &mut SchemaGenerator) -> Schema {
    one_of_or_none(&Verdict::ALL.map(Verdict::name))
}

pub(super) fn statement_or_none(_: &mut SchemaGenerator) -> Schema {
    one_of_or_none(&Statement::ALL.map(Statement::name))
}

pub(super) fn step(_: &mut SchemaGenerator) -> Schema {
    one_of(&StepKind::ALL.map(StepKind::name))
}

pub(super) fn effect(_: &mut SchemaGenerator) -> Schema {
    one_of(&Effect::ALL.map(Effect::name))
}

pub(super) fn part(_: &mut SchemaGenerator) -> Schema {
    one_of(&Part::ALL.map(Part::name))
}

pub(super) fn subject(_: &mut SchemaGenerator) -> Schema {
    one_of(&Subject::ALL.map(Subject::name))
}

pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
    one_of(&Severity::ALL.map(Severity::name))
}

fn one_of(names: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": names })
}

fn one_of_or_none(names: &[&str]) -> Schema {
    let mut all: Vec<Option<&str>> = names.iter().copied().map(Some).collect();
    all.push(None);
    json_schema!({ "type": ["string", "null"], "enum": all })
}
