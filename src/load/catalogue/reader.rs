//! What the readers of all catalogue files share.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::ids::{Ids, Index};
use super::slots::Slots;
use crate::load::decode::{Complaints, Fields};
use crate::load::limits;
use crate::load::problem::Problems;
use crate::load::tree::{Node, Place, Value};
use crate::model::Text;
use crate::model::date::PartialDate;
use crate::model::evidence::{Publication, StatedIn};
use crate::model::id::{Id, Slug};
use crate::model::provider::{Cloud, Region};
use crate::model::standard::{Edition, Level, Standard, StandardRef};
use crate::text::Source;
use crate::text::nearest::{GUESSED, nearest};

/// Reads one file.
pub(super) struct Reader<'r> {
    pub(super) source: &'r Source,
    pub(super) ids: &'r Ids,
    pub(super) slots: &'r mut Slots,
    pub(super) complaints: Complaints,
    /// The file's own publications: where each is defined, and whether anything rests on it.
    publications: BTreeMap<String, (Place, Id<Publication>, bool)>,
    /// The document's conditions that no claim has named so far: where each is defined, and its id.
    pub(super) unnamed: BTreeMap<usize, (Place, String)>,
}

/// Text with its place.
pub(super) type Placed = (Place, String);

impl<'r> Reader<'r> {
    pub(super) fn new(source: &'r Source, ids: &'r Ids, slots: &'r mut Slots) -> Self {
        let complaints = Complaints::new(source.clone());
        Self { source, ids, slots, complaints, publications: BTreeMap::new(), unnamed: BTreeMap::new() }
    }

    /// Ends the file: a publication on which nothing rests is a problem.
    pub(super) fn finish(mut self, problems: &mut Problems) {
        for (id, (place, _, used)) in &self.publications {
            if !used {
                self.complaints.add(*place, "unused", format!("nothing rests on the source `{id}`"), None);
            }
        }
        problems.extend(self.complaints.into_problems());
    }

    pub(super) fn text(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Text> {
        let node = fields.required(&mut self.complaints, name)?;
        let text = self.complaints.text(node)?;
        if text.trim().is_empty() {
            self.complaints.add(node.place, "empty", format!("`{name}` says nothing"), None);
        }
        Some(text.to_owned().into())
    }

    pub(super) fn optional_text(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Text> {
        let node = fields.optional(name)?;
        self.complaints.text(node).map(|text| text.to_owned().into())
    }

    pub(super) fn slug(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Slug> {
        let node = fields.required(&mut self.complaints, name)?;
        let text = self.complaints.text(node)?;
        let slug = Slug::new(text);
        if slug.is_none() {
            let help = "small letters, digits, dots and dashes, beginning with a letter or a digit".to_owned();
            self.complaints.add(node.place, "bad-id", format!("`{text}` is not fit to be an id"), Some(help));
        }
        slug
    }

    /// One of a closed set, which must be written.
    pub(super) fn word<T: Copy>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        all: &[T],
        names: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let node = fields.required(&mut self.complaints, name)?;
        self.complaints.one_of(node, name, all, names)
    }

    /// One of a closed set, where it is written.
    pub(super) fn optional_word<T: Copy>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        all: &[T],
        names: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let node = fields.optional(name)?;
        self.complaints.one_of(node, name, all, names)
    }

    pub(super) fn boolean(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<bool> {
        let node = fields.optional(name)?;
        self.complaints.boolean(node)
    }

    pub(super) fn date(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Date> {
        let node = fields.optional(name)?;
        self.complaints.date(node)
    }

    pub(super) fn partial_date(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<PartialDate> {
        let node = fields.optional(name)?;
        let text = self.complaints.text(node)?;
        let date = PartialDate::parse(text);
        if date.is_none() {
            let help = "write it as year-month-day, year-month or year, in quotes: \"2026-11\"".to_owned();
            self.complaints.add(node.place, "not-a-date", format!("`{text}` is not a date"), Some(help));
        }
        date
    }

    /// The elements of a list; none where it isn't written.
    pub(super) fn items<'n>(&mut self, fields: &mut Fields<'n>, name: &'static str) -> &'n [Node] {
        fields.optional(name).and_then(|node| self.complaints.list(node)).unwrap_or_default()
    }

    /// One text or a list of them; none where it isn't written.
    pub(super) fn texts(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<Placed> {
        fields.optional(name).map(|node| self.one_or_many(node)).unwrap_or_default()
    }

    pub(super) fn one_or_many(&mut self, node: &Node) -> Vec<Placed> {
        let nodes = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let texts = nodes.iter().filter_map(|node| Some((node.place, self.complaints.text(node)?.to_owned())));
        texts.collect()
    }

    /// The thing that `text` names, or a problem with the nearest name.
    pub(super) fn find<T>(&mut self, (place, text): &Placed, what: &str, index: &Index<T>) -> Option<Id<T>> {
        let found = index.get(text).copied();
        if found.is_none() {
            self.unknown(*place, what, text, index.keys().map(String::as_str));
        }
        found
    }

    pub(super) fn find_all<T>(&mut self, texts: &[Placed], what: &str, index: &Index<T>) -> Vec<Id<T>> {
        texts.iter().filter_map(|text| self.find(text, what, index)).collect()
    }

    pub(super) fn unknown<'n>(
        &mut self,
        place: Place,
        what: &str,
        text: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let is_guessed = self.complaints.len() < GUESSED;
        let near = is_guessed.then(|| nearest(text, known)).flatten().map(|name| format!("did you mean `{name}`?"));
        self.complaints.add(place, "unknown-name", format!("the catalogue has no {what} `{text}`"), near);
    }

    /// `standard[:edition][@level]`.
    pub(super) fn reference(&mut self, (place, text): &Placed) -> Option<StandardRef> {
        let (rest, level) = text.split_once('@').map_or((text.as_str(), None), |(rest, level)| (rest, Some(level)));
        let (name, edition) = rest.split_once(':').map_or((rest, None), |(name, edition)| (name, Some(edition)));
        let ids = self.ids;
        let standard = self.find(&(*place, name.to_owned()), "standard", &ids.standards)?;
        let edition = match edition {
            Some(edition) => Some(self.edition(*place, standard, edition)?),
            None => None,
        };
        let level = match level {
            Some(level) => Some(self.level(*place, standard, level)?),
            None => None,
        };
        Some(StandardRef { standard, edition, level })
    }

    pub(super) fn references(&mut self, texts: &[Placed]) -> Vec<StandardRef> {
        texts.iter().filter_map(|text| self.reference(text)).collect()
    }

    pub(super) fn edition(&mut self, place: Place, standard: Id<Standard>, text: &str) -> Option<Id<Edition>> {
        let ids = self.ids;
        let found = ids.editions.get(&(standard, text.to_owned())).copied();
        if found.is_none() {
            let known = ids.editions.keys().filter(|(owner, _)| *owner == standard).take(limits::OF_A_STANDARD);
            self.unknown(place, "edition", text, known.map(|(_, id)| id.as_str()));
        }
        found
    }

    pub(super) fn level(&mut self, place: Place, standard: Id<Standard>, text: &str) -> Option<Id<Level>> {
        let ids = self.ids;
        let found = ids.levels.get(&(standard, text.to_owned())).copied();
        if found.is_none() {
            let known = ids.levels.keys().filter(|(owner, _)| *owner == standard).take(limits::OF_A_STANDARD);
            self.unknown(place, "level", text, known.map(|(_, id)| id.as_str()));
        }
        found
    }

    /// A cloud, or a part of one with the regions that it stands for.
    pub(super) fn cloud(&mut self, text: &Placed) -> Option<(Id<Cloud>, Option<usize>)> {
        let ids = self.ids;
        if let Some(&(cloud, part)) = ids.parts.get(&text.1) {
            return Some((cloud, Some(part)));
        }
        self.find(text, "cloud", &ids.clouds).map(|cloud| (cloud, None))
    }

    pub(super) fn region(&mut self, cloud: Id<Cloud>, (place, text): &Placed) -> Option<Id<Region>> {
        let ids = self.ids;
        let found = ids.regions.get(&(cloud, text.clone())).copied();
        if found.is_none() {
            let known = ids.regions.keys().filter(|(owner, _)| *owner == cloud);
            self.unknown(*place, "region of this cloud", text, known.map(|(_, id)| id.as_str()));
        }
        found
    }

    /// The file's own `sources`, to be read before anything that rests on them.
    pub(super) fn sources(&mut self, fields: &mut Fields<'_>) {
        let Some(node) = fields.optional("sources") else { return };
        let Value::Table(entries) = &node.value else {
            self.complaints.table(node);
            return;
        };
        for (key, value) in entries {
            let Some(mut fields) = self.complaints.table(value) else { continue };
            let title = self.optional_text(&mut fields, "title");
            let publisher = self.optional_text(&mut fields, "publisher");
            let kind = self.optional_text(&mut fields, "kind");
            let date = self.partial_date(&mut fields, "date");
            self.optional_text(&mut fields, "licence");
            let found_at = self.text(&mut fields, "found-at");
            fields.finish(&mut self.complaints);
            let Some(id) = Slug::new(&key.name) else {
                self.complaints.add(key.place, "bad-id", format!("`{}` is not fit to be an id", key.name), None);
                continue;
            };
            let found_at = found_at.unwrap_or_default();
            let number = self.slots.publications.add(Publication { id, title, publisher, found_at, kind, date });
            self.publications.insert(key.name.to_string(), (key.place, number, false));
        }
    }

    /// Who says what stands here. No fact without a document: an empty list is a problem.
    pub(super) fn stated_in(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<StatedIn> {
        let Some(node) = fields.required(&mut self.complaints, name) else { return Vec::new() };
        let texts = self.one_or_many(node);
        if texts.is_empty() {
            self.complaints.add(node.place, "no-source", "no fact without a document: name one", None);
        }
        texts.iter().filter_map(|text| self.source_named(text)).collect()
    }

    fn source_named(&mut self, (place, text): &Placed) -> Option<StatedIn> {
        if let Some((_, number, used)) = self.publications.get_mut(text) {
            *used = true;
            return Some(StatedIn::Publication(*number));
        }
        match text.as_str() {
            "unverified" => return Some(StatedIn::Unverified),
            "inference" => return Some(StatedIn::Inference),
            _ => {}
        }
        if let Some(&document) = self.ids.documents.get(text) {
            return Some(StatedIn::Document(document));
        }
        let own: Vec<String> = self.publications.keys().cloned().collect();
        let ids = self.ids;
        let known = own.iter().map(String::as_str).chain(ids.documents.keys().map(String::as_str));
        self.unknown(*place, "source or document", text, known);
        None
    }
}
