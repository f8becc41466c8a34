//! `sources`: what a rule rests on. A requirement that nobody outside the house states should say so in words.

use super::{Reader, written};
use crate::load::tree::{Node, Value};
use crate::model::Text;
use crate::model::date::PartialDate;
use crate::model::rule::{Cited, Work};

impl Reader<'_> {
    /// A list of what the rule rests on: words, a published work, or a document of the catalogue.
    pub(super) fn sources(&mut self, node: &Node) -> Vec<Cited> {
        let Some(items) = self.filled_list(node) else { return Vec::new() };
        items.iter().filter_map(|item| self.cited(item)).collect()
    }

    fn cited(&mut self, node: &Node) -> Option<Cited> {
        match &node.value {
            Value::Table(_) if node.get("document").is_some() => self.document(node),
            Value::Table(_) => self.work(node),
            _ => self.not_empty_text(node, "a source").map(Cited::Words),
        }
    }

    /// `{ document: azure-audit-scope-2026-09-21, at: appendix A }`
    fn document(&mut self, node: &Node) -> Option<Cited> {
        let mut fields = self.complaints.table(node)?;
        let named = fields.optional("document")?;
        let at = fields.optional("at").map(|node| self.not_empty_text(node, "`at`"));
        fields.finish(self.complaints);
        let name = self.complaints.text(named)?;
        let found = self.catalog.names().document(name);
        let document = found.map_err(|missing| self.unknown(named.place, "unknown-document", missing)).ok()?;
        Some(Cited::Document { document, at: written(at)? })
    }

    /// `{ title: 45 CFR 164.308, found-at: ecfr.gov/…, publisher: HHS, date: "2013", at: paragraph (b) }`
    fn work(&mut self, node: &Node) -> Option<Cited> {
        let mut fields = self.complaints.table(node)?;
        let title = fields.required(self.complaints, "title");
        let found_at = fields.required(self.complaints, "found-at");
        let [publisher, at] = ["publisher", "at"].map(|name| fields.optional(name));
        let date = fields.optional("date").map(|node| self.partial_date(node));
        fields.finish(self.complaints);
        let title = title.and_then(|node| self.not_empty_text(node, "`title`"));
        let found_at = found_at.and_then(|node| self.not_empty_text(node, "`found-at`"));
        let publisher = publisher.map(|node| self.not_empty_text(node, "`publisher`"));
        let at = at.map(|node| self.not_empty_text(node, "`at`"));
        Some(Cited::Work(Work {
            title: title?,
            found_at: found_at?,
            publisher: written(publisher)?,
            date: written(date)?,
            at: written(at)?,
        }))
    }

    fn partial_date(&mut self, node: &Node) -> Option<PartialDate> {
        let text = self.complaints.text(node)?;
        let date = PartialDate::parse(text);
        if date.is_none() {
            let help = "write it as year-month-day, year-month or year, in quotes: \"2026-11\"".to_owned();
            self.complaints.add(node.place, "not-a-date", format!("`{text}` is not a date"), Some(help));
        }
        date
    }

    /// A text with something in it; `what` it is for the message.
    fn not_empty_text(&mut self, node: &Node, what: &str) -> Option<Text> {
        let text = self.complaints.text(node)?.trim();
        if text.is_empty() {
            self.complaints.add(node.place, "empty", format!("{what} says nothing"), None);
            return None;
        }
        Some(text.to_owned().into())
    }
}
