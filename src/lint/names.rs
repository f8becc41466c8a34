//! Spellings that mean two things, or that another thing's id takes away.

use std::collections::BTreeMap;

use super::notes::{Note, Notes};
use crate::catalog::{Catalog, NotFound};
use crate::load::catalogue::Folder;
use crate::load::tree::{Node, Place};
use crate::model::id::Id;
use crate::model::provider::Service;

pub(super) fn check(notes: &mut Notes<'_>, catalog: &Catalog) {
    let (facts, names) = (catalog.facts(), catalog.names());
    let services: BTreeMap<&str, Id<Service>> =
        facts.services.iter().map(|(id, service)| (service.id.as_str(), id)).collect();
    let files: Vec<_> = notes.of(Folder::Providers).collect();
    // A file speaks for one provider, or has a list of several.
    for (sheet, root) in files.iter().flat_map(|(sheet, root)| {
        std::iter::once(*root).chain(root.items("providers")).map(|provider| (*sheet, provider))
    }) {
        for node in root.items("services") {
            let Some(&service) = id(node).and_then(|id| services.get(id)) else { continue };
            for (place, text) in spellings(notes, sheet, node) {
                if let Some(note) = service_name(catalog, service, sheet, place, text) {
                    notes.add(note);
                }
            }
        }
        let clouds = root.items("clouds");
        for node in clouds.iter().chain(clouds.iter().flat_map(|cloud| cloud.items("parts"))) {
            spell(notes, sheet, node, |text| names.cloud(facts, text).map(|_| ()));
        }
        for node in root.items("agreements") {
            spell(notes, sheet, node, |text| names.agreement(facts, text).map(|_| ()));
        }
    }
    for (sheet, root) in notes.of(Folder::Standards) {
        spell(notes, sheet, root, |text| names.standard_named(facts, text).map(|_| ()));
    }
}

/// Every spelling of a thing has to lead to one thing.
fn spell(notes: &mut Notes<'_>, sheet: usize, node: &Node, find: impl Fn(&str) -> Result<(), NotFound>) {
    for (place, text) in spellings(notes, sheet, node) {
        if let Err(found) = find(text) {
            notes.add(ambiguous(sheet, place, found));
        }
    }
}

/// A service's spelling means that service among its provider's; where another provider's has it too, the cloud tells.
fn service_name(catalog: &Catalog, service: Id<Service>, sheet: usize, place: Place, text: &str) -> Option<Note> {
    let (facts, names) = (catalog.facts(), catalog.names());
    match names.service(facts, text, Some(facts.services[service].provider)) {
        Ok(other) if other != service => Some(shadowed(sheet, place, text)),
        Err(found) => Some(ambiguous(sheet, place, found)),
        Ok(_) => match names.service(facts, text, None) {
            Ok(other) if other != service => Some(another_providers_id(sheet, place, text)),
            Ok(_) => None,
            Err(found) => Some(ambiguous(sheet, place, found).mildly()),
        },
    }
}

fn shadowed(sheet: usize, place: Place, text: &str) -> Note {
    let message = format!("`{text}` is the id of another service");
    let help = "an id comes before a name, so this spelling never means this service: take it away, or change the id";
    Note::error("shadowed-name", sheet, place, message, help)
}

fn another_providers_id(sheet: usize, place: Place, text: &str) -> Note {
    let message = format!("`{text}` is the id of another provider's service");
    let help = "where no cloud or provider tells which is meant, it is the one with the id";
    Note::error("shadowed-name", sheet, place, message, help).mildly()
}

fn ambiguous(sheet: usize, place: Place, found: NotFound) -> Note {
    let help = "keep the spelling with the one that documents mean by it, or make the two one";
    Note::error("ambiguous-name", sheet, place, found.message, help)
}

/// The name and the aliases of a thing. One that stands twice is noted at once.
fn spellings<'n>(notes: &mut Notes<'_>, sheet: usize, node: &'n Node) -> Vec<(Place, &'n str)> {
    let mut found: Vec<(Place, &str)> = Vec::new();
    let aliases = node.items("aliases").iter().map(|alias| alias.get("name").unwrap_or(alias));
    for node in node.get("name").into_iter().chain(aliases) {
        let Some(text) = node.as_text() else { continue };
        if found.iter().any(|(_, earlier)| *earlier == text) {
            let message = format!("`{text}` stands here already");
            notes.add(Note::error("repeated-name", sheet, node.place, message, "take one of the two away"));
        } else {
            found.push((node.place, text));
        }
    }
    found
}

fn id(node: &Node) -> Option<&str> {
    node.get("id")?.as_text()
}
