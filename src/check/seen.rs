//! One subject while rules are held against it. Many rules look at the same fields: each is worked out once.

use std::cell::OnceCell;

use super::patterns::Patterns;
use super::subject::{Context, Item, Value};
use crate::model::rule::{Field, PatternId};

/// A subject with the values of its fields, as far as they were needed.
pub(super) struct Seen<'s, 'a> {
    pub(super) context: &'s Context<'a>,
    pub(super) item: &'s Item<'a>,
    fields: Vec<Looked>,
}

/// What is known of a field.
#[derive(Default)]
struct Looked {
    value: OnceCell<Value>,
    /// The patterns with wild cards that match it.
    globs: OnceCell<Vec<PatternId>>,
}

impl<'s, 'a> Seen<'s, 'a> {
    pub(super) fn new(context: &'s Context<'a>, item: &'s Item<'a>) -> Self {
        Self { context, item, fields: std::iter::repeat_with(Looked::default).take(Field::ALL.len()).collect() }
    }

    /// The value of a field.
    pub(super) fn value(&self, field: Field) -> &Value {
        self.fields[field as usize].value.get_or_init(|| self.item.value(self.context, field))
    }

    /// Whether one of the field's texts matches one of the patterns.
    pub(super) fn matches(&self, field: Field, wanted: &[PatternId], patterns: &Patterns) -> bool {
        let Value::Texts(texts) = self.value(field) else { return false };
        if texts.iter().any(|text| patterns.any_is(wanted, text)) {
            return true;
        }
        if wanted.iter().all(|&one| patterns.is_plain(one)) {
            return false;
        }
        let globs = self.fields[field as usize].globs.get_or_init(|| {
            let mut globs: Vec<_> = texts.iter().flat_map(|text| patterns.globs(text)).collect();
            globs.sort_unstable();
            globs
        });
        wanted.iter().any(|one| globs.binary_search(one).is_ok())
    }
}
