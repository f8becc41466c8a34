//! The expressions of rules, ready to be asked.

use crate::expression::{self, Expression};
use crate::model::rule::{Field, Rule};

/// The expression of a rule, with the fields that its names stand for.
#[derive(Debug)]
pub(super) struct When {
    pub(super) expression: Expression,
    fields: Vec<Field>,
}

impl When {
    /// The expression of a rule that has one. Loading has refused those that can't be compiled.
    pub(super) fn of(rule: &Rule) -> Option<Self> {
        let names: Vec<_> = rule.subject.fields().map(Field::name).collect();
        let expression = expression::compile(rule.when.as_ref()?, &names).ok()?;
        let fields = rule.subject.fields().filter(|field| expression.names().contains(&field.name())).collect();
        Some(Self { expression, fields })
    }

    /// The field that a name of the expression stands for.
    pub(super) fn field(&self, name: &str) -> Option<Field> {
        self.fields.iter().copied().find(|field| field.name() == name)
    }

    /// Whether it looks at a field.
    pub(super) fn looks_at(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }
}
