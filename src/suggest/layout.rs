//! How a manifest is written, and the edits of its text that make a change.
//!
//! The parsed document says where everything stands; the edits are made in the text itself. To print the document anew
//! would turn every line end into that of the printer, and lose a byte order mark: what isn't edited must stay as it is,
//! to the byte.

use std::collections::HashMap;

use toml_edit::{Array, Document, InlineTable, Item, Table, TableLike, Value};

use super::Search;
use super::change::{Change, Place, Step};
use super::edit::TextEdit;
use crate::model::deployment::ServiceInstance;
use crate::model::id::Id;
use crate::model::provider::Cloud;
use crate::text::Span;

/// A manifest with the places of all that may be edited.
pub(super) struct Layout<'s> {
    text: &'s str,
    document: Document<&'s str>,
    /// The number of a service's table, by the byte at which the value of its `service` begins.
    services: HashMap<usize, usize>,
}

/// A table, as it is written.
#[derive(Clone, Copy)]
enum Entry<'l> {
    /// `[[services]]`, and lines below it.
    Lines(&'l Table),
    /// `{ … }`.
    Braces(&'l InlineTable),
}

impl<'l> Entry<'l> {
    fn table(self) -> &'l dyn TableLike {
        match self {
            Self::Lines(table) => table,
            Self::Braces(table) => table,
        }
    }

    fn get(self, key: &str) -> Option<&'l Value> {
        self.table().get(key).and_then(Item::as_value)
    }
}

impl<'s> Layout<'s> {
    /// Looks at a manifest; none where it is no TOML.
    pub(super) fn read(text: &'s str) -> Option<Self> {
        let document = Document::parse(text).ok()?;
        let mut layout = Self { text, document, services: HashMap::new() };
        let starts = layout.entries().into_iter().enumerate().filter_map(|(at, entry)| {
            let value = entry?.get("service")?.span()?;
            Some((value.start, at))
        });
        layout.services = starts.collect();
        Some(layout)
    }

    /// Whether the service has its cloud from `[deployment]`.
    pub(super) fn inherits_cloud(&self, instance: &ServiceInstance) -> bool {
        self.entry(instance).is_some_and(|entry| entry.get("cloud").is_none())
    }

    /// The edits that make a change; none where the manifest is written in a way that can't be edited.
    pub(super) fn edits(&self, search: &Search<'_>, step: &Step) -> Option<Vec<TextEdit>> {
        let services = &search.deployment.services;
        let edits = match step {
            Step::Service(change) => self.change(search, &services[change.service], change, Own::Cloud)?,
            Step::DefaultCloud { cloud, changes } => {
                let first = &services[changes.first()?.service];
                let mut edits = vec![self.cloud_value(search, first.cloud.span, *cloud)];
                for change in changes {
                    edits.extend(self.change(search, &services[change.service], change, Own::NoCloud)?);
                }
                edits
            }
            Step::Agreement(agreement) => {
                let id = search.checker.catalog().facts().agreements[*agreement].id.as_str();
                vec![self.agreement(id)?]
            }
        };
        Some(edits)
    }

    /// The services in their places; none where something else stands.
    fn entries(&self) -> Vec<Option<Entry<'_>>> {
        match self.document.as_table().get("services") {
            Some(Item::ArrayOfTables(tables)) => tables.iter().map(|table| Some(Entry::Lines(table))).collect(),
            Some(Item::Value(Value::Array(items))) => {
                items.iter().map(|item| item.as_inline_table().map(Entry::Braces)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn entry(&self, instance: &ServiceInstance) -> Option<Entry<'_>> {
        let &at = self.services.get(&instance.service.span.start)?;
        match self.document.as_table().get("services")? {
            Item::ArrayOfTables(tables) => tables.get(at).map(Entry::Lines),
            Item::Value(Value::Array(items)) => items.get(at).and_then(Value::as_inline_table).map(Entry::Braces),
            _ => None,
        }
    }

    fn change(
        &self,
        search: &Search<'_>,
        instance: &ServiceInstance,
        change: &Change,
        own: Own,
    ) -> Option<Vec<TextEdit>> {
        let entry = self.entry(instance)?;
        let mut edits = Vec::new();
        if let Some(place) = &change.place {
            if own == Own::Cloud {
                edits.extend(self.cloud(search, entry, instance, place)?);
            }
            edits.extend(self.regions(search, entry, instance, place)?);
        }
        if !change.meets.is_empty() {
            let ids: Vec<_> = change.meets.iter().map(|condition| quoted(condition.as_str())).collect();
            edits.extend(self.add_items(entry, "meets", &["regions", "cloud", "service"], &ids)?);
        }
        Some(edits)
    }

    /// The cloud, where it changes. A name that stands for some of the cloud's regions has to go with them.
    fn cloud(
        &self,
        search: &Search<'_>,
        entry: Entry<'_>,
        instance: &ServiceInstance,
        place: &Place,
    ) -> Option<Option<TextEdit>> {
        let catalog = search.checker.catalog();
        let written = search.deployment.source.slice(instance.cloud.span).trim_matches(['"', '\'']);
        let is_part = catalog.names().cloud(catalog.facts(), written).is_ok_and(|name| name.part.is_some());
        if place.cloud == instance.cloud.value && !is_part {
            return Some(None);
        }
        if entry.get("cloud").is_some() {
            return Some(Some(self.cloud_value(search, instance.cloud.span, place.cloud)));
        }
        let id = &catalog.facts().clouds[place.cloud].id;
        self.add_key(entry, &["service"], &format!("cloud = \"{id}\"")).map(Some)
    }

    fn cloud_value(&self, search: &Search<'_>, span: Span, cloud: Id<Cloud>) -> TextEdit {
        let id = search.checker.catalog().facts().clouds[cloud].id.as_str();
        TextEdit::replace(span, self.quoted_like(span, id))
    }

    /// The regions that change, each in the place of the one that it replaces.
    fn regions(
        &self,
        search: &Search<'_>,
        entry: Entry<'_>,
        instance: &ServiceInstance,
        place: &Place,
    ) -> Option<Vec<TextEdit>> {
        let catalog = search.checker.catalog();
        let facts = catalog.facts();
        let id = |region| facts.regions[region].id.as_str();
        let old: Vec<_> = instance.regions.iter().map(|region| region.value).collect();
        if old == place.regions {
            return Some(Vec::new());
        }
        let Some(array) = entry.get("regions").and_then(Value::as_array).filter(|array| !array.is_empty()) else {
            let ids: Vec<_> = place.regions.iter().map(|&region| quoted(id(region))).collect();
            return if ids.is_empty() {
                Some(Vec::new())
            } else {
                self.add_items(entry, "regions", &["cloud", "service"], &ids)
            };
        };
        if place.regions.is_empty() {
            return Some(vec![TextEdit::replace(span(array.span())?, "[]")]);
        }
        let mut edits = Vec::new();
        for value in array {
            // A region may be written twice, in two spellings.
            let text = value.as_str()?;
            let region = catalog.names().region(facts, text, instance.cloud.value).ok()?;
            let at = old.iter().position(|&known| known == region)?;
            let new = *place.regions.get(at)?;
            if new != region {
                let span = span(value.span())?;
                edits.push(TextEdit::replace(span, self.quoted_like(span, id(new))));
            }
        }
        Some(edits)
    }

    /// Adds to the list `key`, which is made where there is none; its line comes after the first of `anchors` that is
    /// written.
    fn add_items(&self, entry: Entry<'_>, key: &str, anchors: &[&str], items: &[String]) -> Option<Vec<TextEdit>> {
        match entry.get(key) {
            Some(value) => self.extended(value.as_array()?, items),
            None => {
                let line = format!("{key} = [{}]", items.join(", "));
                self.add_key(entry, anchors, &line).map(|edit| vec![edit])
            }
        }
    }

    /// Adds to a list: on lines of their own where its elements have such, and after the comment on the last of them.
    fn extended(&self, array: &Array, items: &[String]) -> Option<Vec<TextEdit>> {
        let whole = span(array.span())?;
        let (Some(first), Some(last)) = (array.iter().next(), array.iter().last()) else {
            return Some(vec![TextEdit::insert(whole.start + 1, items.join(", "))]);
        };
        let (first, last) = (span(first.span())?, span(last.span())?);
        let after = self.text.get(last.end..whole.end)?;
        let comma = after.trim_start_matches([' ', '\t']).starts_with(',');
        let line = after.split('\n').next().unwrap_or_default();
        let has_lines = self.text.get(whole.start..first.start)?.contains('\n') && line.len() < after.len();
        if !has_lines {
            return Some(vec![TextEdit::insert(last.end, format!(", {}", items.join(", ")))]);
        }
        let (indent, newline) = (self.indent(last.start), self.newline(last.end));
        let end = last.end + line.trim_end_matches('\r').len();
        let added: String = items.iter().map(|item| format!("{newline}{indent}{item},")).collect();
        let comma = (!comma).then(|| TextEdit::insert(last.end, ","));
        Some(comma.into_iter().chain([TextEdit::insert(end, added)]).collect())
    }

    /// Adds `line` to a table, after the first of `anchors` that is written.
    fn add_key(&self, entry: Entry<'_>, anchors: &[&str], line: &str) -> Option<TextEdit> {
        let anchor = anchors.iter().find(|key| entry.get(key).is_some())?;
        let value = span(entry.get(anchor)?.span())?;
        if matches!(entry, Entry::Braces(_)) {
            return Some(TextEdit::insert(value.end, format!(", {line}")));
        }
        let key = entry.table().key(anchor)?.span()?;
        let (indent, newline) = (self.indent(key.start), self.newline(value.end));
        Some(TextEdit::insert(self.line_end(value.end), format!("{newline}{indent}{line}")))
    }

    /// Declares an agreement, after the last that is declared, else at the end.
    fn agreement(&self, id: &str) -> Option<TextEdit> {
        let line = format!("agreement = \"{id}\"");
        let tables = match self.document.as_table().get("agreements") {
            None => None,
            Some(Item::ArrayOfTables(tables)) => tables.iter().last(),
            Some(Item::Value(Value::Array(array))) => {
                return self.extended(array, &[format!("{{ {line} }}")])?.pop();
            }
            Some(_) => return None,
        };
        let ends = tables.into_iter().flat_map(|table| table.iter()).filter_map(|(_, item)| item.span());
        let end = ends.map(|span| span.end).max().map(|end| self.line_end(end));
        let end = end.unwrap_or_else(|| self.text.trim_end().len());
        let newline = self.newline(0);
        Some(TextEdit::insert(end, format!("{newline}{newline}[[agreements]]{newline}{line}")))
    }

    /// The white space with which the line of this byte begins, where nothing else stands before it.
    fn indent(&self, at: usize) -> &str {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = &self.text[start..at];
        if before.chars().all(|c| c == ' ' || c == '\t') { before } else { "" }
    }

    /// Where the line of this byte ends, without its line end.
    fn line_end(&self, at: usize) -> usize {
        let line = self.text[at..].split('\n').next().unwrap_or_default();
        at + line.trim_end_matches('\r').len()
    }

    /// The line end that is in use after this byte; a line end of the machine is no concern.
    fn newline(&self, at: usize) -> &'static str {
        let next = self.text[at..].find('\n').map(|end| at + end).or_else(|| self.text.find('\n'));
        if next.is_some_and(|end| self.text[..end].ends_with('\r')) { "\r\n" } else { "\n" }
    }

    /// An id in quotes as they are used at `span`.
    fn quoted_like(&self, span: Span, id: &str) -> String {
        if self.text[span.start..].starts_with('\'') { format!("'{id}'") } else { quoted(id) }
    }
}

/// Whether a service is given a cloud of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    Cloud,
    NoCloud,
}

/// An id in quotes. Nothing in an id has to be escaped.
fn quoted(id: &str) -> String {
    format!("\"{id}\"")
}

fn span(range: Option<std::ops::Range<usize>>) -> Option<Span> {
    range.map(Span::from)
}
