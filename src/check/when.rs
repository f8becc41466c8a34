//! The expressions of rules, ready to be asked.

use std::collections::BTreeSet;

use super::outcome::Failure;
use crate::expression::{self, Expression, Mistake};
use crate::model::deployment::ServiceInstance;
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
        let written = &rule.when.as_ref()?.value;
        let names: Vec<_> = rule.subject.fields().map(Field::name).collect();
        let expression = expression::compile(written, &names).ok()?;
        let fields = rule.subject.fields().filter(|field| expression.names().contains(&field.name())).collect();
        Some(Self { expression, fields })
    }

    /// The field that a name of the expression stands for.
    pub(super) fn field(&self, name: &str) -> Option<Field> {
        self.fields.iter().copied().find(|field| field.name() == name)
    }

    /// That the expression of `rule` gives no answer for a service instance, or for something that belongs to none.
    pub(super) fn failure(rule: &Rule, instance: Option<&ServiceInstance>, reason: Mistake) -> Failure {
        let about = instance.map(|one| format!(" for {}", one.name.value)).unwrap_or_default();
        let message = format!("the expression of {} gives no answer{about}: {}", rule.id, reason.message);
        let span = rule.when.as_ref().map_or(rule.span, |when| when.span);
        Failure { rule: rule.id.clone(), source: rule.source.clone(), span, message, help: reason.help }
    }

    /// Which of the texts that some fields list make it hold: each that is enough alone, and each that it needs; all of
    /// them where it holds by their number. None where it holds without them.
    pub(super) fn because_of(&self, fields: &[Field], value: &dyn Fn(Field) -> expression::Value) -> BTreeSet<String> {
        let listed = |field: &&Field| self.looks_at(**field);
        let all: BTreeSet<_> = fields.iter().filter(listed).flat_map(|&field| texts(value(field))).collect();
        let holds_with = |keeps: &dyn Fn(&str) -> bool| {
            let value = |name| match self.field(name) {
                Some(field) if fields.contains(&field) => {
                    let kept = texts(value(field)).into_iter().filter(|text| keeps(text));
                    expression::Value::Texts(kept.collect())
                }
                Some(field) => value(field),
                None => expression::Value::Absent,
            };
            self.expression.holds(&value) == Ok(true)
        };
        if all.is_empty() || holds_with(&|_| false) {
            return BTreeSet::new();
        }
        let counts = |one: &&String| holds_with(&|text| text == *one) || !holds_with(&|text| text != *one);
        let counting: BTreeSet<_> = all.iter().filter(counts).cloned().collect();
        if counting.is_empty() { all } else { counting }
    }

    /// Whether it looks at a field.
    pub(super) fn looks_at(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }
}

fn texts(value: expression::Value) -> Vec<String> {
    if let expression::Value::Texts(texts) = value { texts } else { Vec::new() }
}
