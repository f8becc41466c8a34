//! What could stand at a place of a manifest.
//!
//! What is offered is chosen here, since people type names as they know them and get ids: an editor alone would drop an id
//! that the typed letters are not in.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, MarkupContent, MarkupKind,
    TextEdit,
};

use super::names::{Name, names};
use super::outline::{Expects, Outline, Sort};
use super::position::Lines;
use super::slot::{Slot, TABLES, keys};
use crate::catalog::normalised;
use crate::check::Checker;
use crate::text::{Source, Span};

/// No more than this is offered: whoever sees more types another letter.
const MOST: usize = 200;

/// What could stand at a byte.
pub fn complete(checker: &Checker<'_>, source: &Source, offset: usize) -> CompletionList {
    let outline = Outline::read(source.text(), offset);
    let lines = Lines::new(source.text());
    let offering = Offering { source, lines, outline: &outline, offset };
    let cursor = outline.cursor();
    let items = match cursor.expects {
        Expects::Value => match Slot::at(&cursor.path) {
            Some(slot) => offering.values(&names(checker, &outline, slot, offering.typed())),
            None => Vec::new(),
        },
        Expects::Key => offering.keys(),
        Expects::Header => offering.tables(),
        Expects::Nothing => Vec::new(),
    };
    CompletionList { is_incomplete: true, items }
}

struct Offering<'o> {
    source: &'o Source,
    lines: Lines<'o>,
    outline: &'o Outline<'o>,
    offset: usize,
}

impl Offering<'_> {
    /// What is typed already, before the place.
    fn typed(&self) -> &str {
        let Some(word) = self.outline.typed() else { return "" };
        self.source.text().get(word.inner.start..self.offset).unwrap_or_default()
    }

    fn values(&self, names: &[Name]) -> Vec<CompletionItem> {
        let wanted = normalised(self.typed());
        let mut ranked: Vec<_> = names.iter().filter_map(|name| Some((name.rank(&wanted)?, name))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.truncate(MOST);
        let items = ranked.iter().enumerate().map(|(number, (_, name))| {
            let item = self.item(number, &name.id, self.value(&name.id));
            let documentation = name.told.as_ref().map(|told| {
                Documentation::MarkupContent(MarkupContent { kind: MarkupKind::PlainText, value: told.clone() })
            });
            let detail = Some(name.name.clone()).filter(|shown| *shown != name.id);
            CompletionItem { kind: Some(CompletionItemKind::VALUE), detail, documentation, ..item }
        });
        items.collect()
    }

    /// The edit that puts a value where the typed one stands, with the quotes that are missing.
    fn value(&self, id: &str) -> (Span, String) {
        let text = self.source.text();
        match self.outline.typed() {
            Some(word) if word.sort == Sort::Text => {
                let closed = word.outer.end > word.inner.end;
                let quote = text.get(word.outer.start..word.outer.start + 1).unwrap_or("\"");
                let end = if closed { word.inner.end } else { self.offset };
                (Span::new(word.inner.start, end), if closed { id.to_owned() } else { format!("{id}{quote}") })
            }
            Some(word) => (word.inner, format!("\"{id}\"")),
            None => (Span::new(self.offset, self.offset), format!("\"{id}\"")),
        }
    }

    fn keys(&self) -> Vec<CompletionItem> {
        let known = self.outline.keys_here();
        let own = keys(&self.outline.cursor().path).iter().filter(|(key, _)| !known.contains(key));
        let span = self.outline.typed().map_or(Span::new(self.offset, self.offset), |word| word.outer);
        let rest = self.source.text().get(span.end..).unwrap_or_default();
        let assigned = rest.trim_start_matches([' ', '\t']).starts_with('=');
        let mut items = Vec::new();
        for (number, (key, about)) in own.filter(|(key, _)| key.starts_with(self.typed())).enumerate() {
            let text = if assigned { (*key).to_owned() } else { format!("{key} = ") };
            let item = self.item(number, key, (span, text));
            items.push(CompletionItem {
                kind: Some(CompletionItemKind::FIELD),
                detail: Some((*about).to_owned()),
                ..item
            });
        }
        // A header begins a line, outside brackets.
        let line = self.source.text().get(..span.start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        if line.trim().is_empty() && self.outline.cursor().path.len() <= 1 && self.typed().is_empty() {
            items.extend(self.headers(span, items.len()));
        }
        items
    }

    fn tables(&self) -> Vec<CompletionItem> {
        let text = self.source.text();
        let start = text.get(..self.offset).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        let start = start + (line.len() - line.trim_start().len());
        self.headers(Span::new(start, start + line.trim().len()), 0)
    }

    fn headers(&self, span: Span, from: usize) -> Vec<CompletionItem> {
        let typed = self.source.text().get(span.start..self.offset).unwrap_or_default().trim_start_matches('[');
        let fits = TABLES.iter().filter(|(header, _)| header.trim_start_matches('[').starts_with(typed));
        let items = fits.enumerate().map(|(number, (header, about))| {
            let item = self.item(from + number, header, (span, (*header).to_owned()));
            CompletionItem { kind: Some(CompletionItemKind::STRUCT), detail: Some((*about).to_owned()), ..item }
        });
        items.collect()
    }

    /// An offer, in its place among all. What is typed is given as what to compare with, so that an editor keeps it.
    fn item(&self, number: usize, label: &str, (span, new_text): (Span, String)) -> CompletionItem {
        let typed = self.source.text().get(span.start..self.offset.max(span.start)).unwrap_or_default();
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
