//! Offers for a place, as editors take them.
//!
//! What is offered is chosen here, since people type names as they know them and get ids: an editor alone would drop an id
//! that the typed letters are not in.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent, MarkupKind, TextEdit,
};

use super::names::Name;
use super::position::Lines;
use crate::catalog::normalised;
use crate::text::Span;

/// No more than this is offered: whoever sees more types another letter.
const MOST: usize = 200;

/// A place at which something is offered.
pub struct Offering<'o> {
    text: &'o str,
    lines: Lines<'o>,
    /// The byte.
    pub offset: usize,
}

impl<'o> Offering<'o> {
    pub fn new(text: &'o str, offset: usize) -> Self {
        Self { text, lines: Lines::new(text), offset }
    }

    /// Those of `names` that fit what is typed, the best first. `edit` says where each is written, and how.
    pub fn names(
        &self,
        names: &[Name],
        typed: &str,
        kind: CompletionItemKind,
        edit: impl Fn(&str) -> (Span, String),
    ) -> Vec<CompletionItem> {
        let wanted = normalised(typed);
        let mut ranked: Vec<_> = names.iter().filter_map(|name| Some((name.rank(&wanted)?, name))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.truncate(MOST);
        let items = ranked.iter().enumerate().map(|(number, (_, name))| {
            let item = self.item(number, &name.id, edit(&name.id));
            let documentation = name.told.as_ref().map(|told| {
                Documentation::MarkupContent(MarkupContent { kind: MarkupKind::PlainText, value: told.clone() })
            });
            let detail = Some(name.name.clone()).filter(|shown| *shown != name.id);
            CompletionItem { kind: Some(kind), detail, documentation, ..item }
        });
        items.collect()
    }

    /// A word with what it is for, in its place among all.
    pub fn word(
        &self,
        number: usize,
        (word, about): (&str, &str),
        kind: CompletionItemKind,
        edit: (Span, String),
    ) -> CompletionItem {
        let item = self.item(number, word, edit);
        CompletionItem { kind: Some(kind), detail: Some(about.to_owned()), ..item }
    }

    /// An offer, in its place among all. What is typed is given as what to compare with, so that an editor keeps it.
    fn item(&self, number: usize, label: &str, (span, new_text): (Span, String)) -> CompletionItem {
        let typed = self.text.get(span.start..self.offset.max(span.start)).unwrap_or_default();
        let filter = if typed.is_empty() { label } else { typed };
        let range = self.lines.range(span);
        CompletionItem {
            label: label.to_owned(),
            sort_text: Some(format!("{number:04}")),
            filter_text: Some(filter.to_owned()),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
            ..CompletionItem::default()
        }
    }
}
