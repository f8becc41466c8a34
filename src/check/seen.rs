//! One subject while rules are held against it. Many rules look at the same fields: each is worked out once.

use std::cell::OnceCell;

use super::patterns::Patterns;
use super::subject::{Context, Item, Value};
use crate::model::rule::{Field, PatternId};

/// A subject with the values of its fields, as far as they were needed.
pub(super) struct Seen<'s, 'a> {
    pub(super) context: &'s Context<'a>,
    pub(super) item: &'s Item<'a>,
    /// The field that was looked at first: of most subjects no other is.
    first: OnceCell<Looked<'s>>,
    /// The others, in short chains.
    chains: OnceCell<Box<[Chain<'s>; CHAINS]>>,
}

/// How many chains there are.
const CHAINS: usize = 8;

type Chain<'s> = OnceCell<Box<Looked<'s>>>;

/// What is known of a field.
struct Looked<'s> {
    field: Field,
    next: Chain<'s>,
    value: OnceCell<Value<'s>>,
    /// The patterns that match it.
    matched: OnceCell<Vec<PatternId>>,
}

impl Looked<'_> {
    fn new(field: Field) -> Self {
        Self { field, next: OnceCell::new(), value: OnceCell::new(), matched: OnceCell::new() }
    }
}

impl<'s, 'a> Seen<'s, 'a> {
    pub(super) fn new(context: &'s Context<'a>, item: &'s Item<'a>) -> Self {
        Self { context, item, first: OnceCell::new(), chains: OnceCell::new() }
    }

    fn looked(&self, field: Field) -> &Looked<'s> {
        let first = self.first.get_or_init(|| Looked::new(field));
        if first.field == field {
            return first;
        }
        let mut chain = &self.chains.get_or_init(Box::default)[field as usize % CHAINS];
        loop {
            let looked = chain.get_or_init(|| Box::new(Looked::new(field)));
            if looked.field == field {
                return looked;
            }
            chain = &looked.next;
        }
    }

    /// The value of a field.
    pub(super) fn value(&self, field: Field) -> &Value<'s> {
        self.looked(field).value.get_or_init(|| self.item.value(self.context, field))
    }

    /// Every pattern that one of the field's texts matches, sorted.
    pub(super) fn matched(&self, field: Field, patterns: &Patterns) -> &[PatternId] {
        self.looked(field).matched.get_or_init(|| {
            let texts = self.value(field).each_text();
            let mut matched: Vec<_> = texts.iter().flat_map(|text| patterns.matched(field, text)).collect();
            matched.sort_unstable();
            matched
        })
    }

    /// Whether one of the field's texts matches one of the patterns.
    pub(super) fn matches(&self, field: Field, wanted: &[PatternId], patterns: &Patterns) -> bool {
        let matched = self.matched(field, patterns);
        !matched.is_empty() && wanted.iter().any(|one| matched.binary_search(one).is_ok())
    }
}
