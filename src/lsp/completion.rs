//! What could stand at a place of a manifest, a policy or a rule.

use lsp_types::{CompletionItem, CompletionItemKind, CompletionList};

use super::names::{Name, names, patterns};
use super::offer::Offering;
use super::outline::{Expects, Outline, Sort};
use super::slot::{Slot, keys, tables};
use super::{Form, Known, rule};
use crate::text::{Source, Span};

/// What could stand at a byte.
pub fn complete(known: Known<'_>, form: Form, source: &Source, offset: usize) -> CompletionList {
    let items = match form {
        Form::Rule => rule::complete(known, source, offset),
        Form::Manifest | Form::Policy => in_toml(known, form, source, offset),
    };
    CompletionList { is_incomplete: true, items }
}

fn in_toml(known: Known<'_>, form: Form, source: &Source, offset: usize) -> Vec<CompletionItem> {
    let outline = Outline::read(source.text(), offset);
    let offering = Offering::new(source.text(), offset);
    let typing = Typing { source, form, outline: &outline, offering };
    let cursor = outline.cursor();
    match cursor.expects {
        Expects::Value => match Slot::at(form, &cursor.path) {
            Some(slot) => typing.values(&names(known, &outline, slot, typing.typed())),
            None => Vec::new(),
        },
        Expects::Key if form == Form::Policy && cursor.path == ["severity"] => typing.patterns(&patterns(known)),
        Expects::Key => typing.keys(),
        Expects::Header => typing.tables(),
        Expects::Nothing => Vec::new(),
    }
}

/// Somebody who types in a file of TOML.
struct Typing<'o> {
    source: &'o Source,
    form: Form,
    outline: &'o Outline<'o>,
    offering: Offering<'o>,
}

impl Typing<'_> {
    /// What is typed already, before the place.
    fn typed(&self) -> &str {
        let Some(word) = self.outline.typed() else { return "" };
        self.source.text().get(word.inner.start..self.offering.offset).unwrap_or_default()
    }

    fn values(&self, names: &[Name]) -> Vec<CompletionItem> {
        self.offering.names(names, self.typed(), CompletionItemKind::VALUE, |id| self.value(id))
    }

    /// The edit that puts a value where the typed one stands, with the quotes that are missing.
    fn value(&self, id: &str) -> (Span, String) {
        let text = self.source.text();
        let offset = self.offering.offset;
        match self.outline.typed() {
            Some(word) if word.sort == Sort::Text => {
                let closed = word.outer.end > word.inner.end;
                let quote = text.get(word.outer.start..word.outer.start + 1).unwrap_or("\"");
                let end = if closed { word.inner.end } else { offset };
                (Span::new(word.inner.start, end), if closed { id.to_owned() } else { format!("{id}{quote}") })
            }
            Some(word) => (word.inner, format!("\"{id}\"")),
            None => (Span::new(offset, offset), format!("\"{id}\"")),
        }
    }

    /// The place of the key that is typed, and whether its value follows.
    fn key(&self) -> (Span, bool) {
        let offset = self.offering.offset;
        let span = self.outline.typed().map_or(Span::new(offset, offset), |word| word.outer);
        let rest = self.source.text().get(span.end..).unwrap_or_default();
        (span, rest.trim_start_matches([' ', '\t']).starts_with('='))
    }

    /// Patterns over the ids of rules, as keys that are not there yet.
    fn patterns(&self, patterns: &[Name]) -> Vec<CompletionItem> {
        let there = self.outline.keys_here();
        let others: Vec<_> = patterns.iter().filter(|one| !there.contains(&one.id.as_str())).cloned().collect();
        let (span, is_assigned) = self.key();
        self.offering.names(&others, self.typed(), CompletionItemKind::FIELD, |id| {
            (span, if is_assigned { format!("\"{id}\"") } else { format!("\"{id}\" = ") })
        })
    }

    fn keys(&self) -> Vec<CompletionItem> {
        let there = self.outline.keys_here();
        let cursor = self.outline.cursor();
        let own = keys(self.form, &cursor.path, cursor.in_list).iter().filter(|(key, _)| !there.contains(key));
        let (span, is_assigned) = self.key();
        let mut items = Vec::new();
        for (number, (key, about)) in own.filter(|(key, _)| key.starts_with(self.typed())).enumerate() {
            let text = if is_assigned { (*key).to_owned() } else { format!("{key} = ") };
            items.push(self.offering.word(number, (key, about), CompletionItemKind::FIELD, (span, text)));
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
        let start = text.get(..self.offering.offset).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        let start = start + (line.len() - line.trim_start().len());
        self.headers(Span::new(start, start + line.trim().len()), 0)
    }

    fn headers(&self, span: Span, from: usize) -> Vec<CompletionItem> {
        let typed = self.source.text().get(span.start..self.offering.offset).unwrap_or_default();
        let typed = typed.trim_start_matches('[');
        let fits = tables(self.form).iter().filter(|(header, _)| header.trim_start_matches('[').starts_with(typed));
        let items = fits.enumerate().map(|(number, (header, about))| {
            let edit = (span, (*header).to_owned());
            self.offering.word(from + number, (header, about), CompletionItemKind::STRUCT, edit)
        });
        items.collect()
    }
}
