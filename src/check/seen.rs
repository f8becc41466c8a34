//! One subject while rules are held against it. Many rules look at the same fields: each is worked out once.

use std::cell::OnceCell;

use smallvec::SmallVec;

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
    chains: OnceCell<Box<[OnceCell<Looked<'s>>; CHAINS]>>,
}

/// How many chains there are.
const CHAINS: usize = 8;

/// The patterns that a value matches: mostly one.
type Matched = SmallVec<[PatternId; 2]>;

/// What is known of a field.
struct Looked<'s> {
    field: Field,
    next: OnceCell<Box<Self>>,
    value: OnceCell<Value<'s>>,
    /// The patterns that match it.
    matched: OnceCell<Matched>,
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
        let chain = &self.chains.get_or_init(Box::default)[field as usize % CHAINS];
        let mut looked = chain.get_or_init(|| Looked::new(field));
        while looked.field != field {
            looked = looked.next.get_or_init(|| Box::new(Looked::new(field)));
        }
        looked
    }

    /// The value of a field.
    pub(super) fn value(&self, field: Field) -> &Value<'s> {
        self.looked(field).value.get_or_init(|| self.item.value(self.context, field))
    }

    /// Every pattern that one of the field's texts matches, sorted.
    pub(super) fn matched(&self, field: Field, patterns: &Patterns) -> &[PatternId] {
        self.looked(field).matched.get_or_init(|| {
            let texts = self.value(field).each_text();
            let mut matched: Matched = texts.iter().flat_map(|text| patterns.matched(field, text)).collect();
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
