//! Documents that don't say under which terms they may be used, whose dates can't be, or that two others replace.

use std::collections::BTreeMap;

use super::notes::{Note, Notes};
use crate::load::catalogue::Folder;
use crate::load::tree::Place;
use crate::model::evidence::Document;
use crate::model::facts::Facts;
use crate::model::id::Id;

/// An entry of `replaces`: where it stands, and in whose file.
struct Replacement {
    sheet: usize,
    place: Place,
    newer: Id<Document>,
}

pub(super) fn check(notes: &mut Notes<'_>, facts: &Facts) {
    let documents: BTreeMap<&str, Id<Document>> =
        facts.documents.iter().map(|(id, document)| (document.id.as_str(), id)).collect();
    let mut replaced_in: BTreeMap<Id<Document>, Vec<Replacement>> = BTreeMap::new();
    for (sheet, root) in notes.of(Folder::Evidence) {
        let Some(id_node) = root.get("id") else { continue };
        let Some(&id) = id_node.as_text().and_then(|id| documents.get(id)) else { continue };
        let document = &facts.documents[id];
        if document.licence.as_deref().is_none_or(|licence| licence.trim().is_empty()) {
            let message = format!("{} doesn't say under which licence its text stands", document.id);
            let help = "add `licence`; where the document names none, say so: `licence: not stated`";
            notes.add(Note::error("no-licence", sheet, id_node.place, message, help));
        }
        if let (Some(seen), Some(node)) = (document.last_seen, root.get("last-seen"))
            && seen < document.as_of
        {
            let message = format!("the text was last seen on {seen}, before its own date, {}", document.as_of);
            let help = "`last-seen` is the latest day on which the same text was still found";
            notes.add(Note::error("seen-too-early", sheet, node.place, message, help));
        }
        let written = root.items("replaces").iter().chain(root.get("replaces").filter(|node| node.as_text().is_some()));
        for node in written {
            if let Some(&older) = node.as_text().and_then(|text| documents.get(text)) {
                replaced_in.entry(older).or_default().push(Replacement { sheet, place: node.place, newer: id });
            }
        }
    }
    for (older, places) in &replaced_in {
        let newer: Vec<_> = places.iter().map(|one| facts.documents[one.newer].id.to_string()).collect();
        for (at, one) in places.iter().enumerate().skip(1) {
            let message = format!("{} is replaced by {} already", facts.documents[*older].id, newer[..at].join(", "));
            let help = "the next version replaces the newest one: make the versions a chain";
            notes.add(Note::error("replaced-twice", one.sheet, one.place, message, help));
        }
    }
}
