//! Chains that end nowhere: relations in a circle, editions that succeed each other in a circle or backwards.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::notes::{Note, Notes};
use crate::load::catalogue::Folder;
use crate::load::tree::{Node, Place};
use crate::model::date::PartialDate;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::standard::{Edition, Relation, Standard, StandardRef};

pub(super) fn check(notes: &mut Notes<'_>, facts: &Facts) {
    let standards: BTreeMap<&str, Id<Standard>> =
        facts.standards.iter().map(|(id, standard)| (standard.id.as_str(), id)).collect();
    for (sheet, root) in notes.of(Folder::Standards) {
        let Some(&standard) = root.get("id").and_then(Node::as_text).and_then(|id| standards.get(id)) else { continue };
        for node in root.items("editions") {
            let Some(edition) = edition_named(facts, standard, node.get("id")) else { continue };
            let place = node.get("superseded-by").map_or(node.place, |node| node.place);
            let flaws = [succession(facts, edition, sheet, place), gap(facts, edition, sheet, place)];
            flaws.into_iter().flatten().for_each(|note| notes.add(note));
        }
        for node in root.items("relations") {
            if let Some(note) = circle(facts, sheet, node) {
                notes.add(note);
            }
        }
    }
}

fn edition_named(facts: &Facts, standard: Id<Standard>, id: Option<&Node>) -> Option<Id<Edition>> {
    let id = id?.as_text()?;
    facts.standards[standard].editions.iter().copied().find(|&edition| facts.editions[edition].id.as_str() == id)
}

fn succession(facts: &Facts, edition: Id<Edition>, sheet: usize, place: Place) -> Option<Note> {
    let old = &facts.editions[edition];
    let new = &facts.editions[old.superseded_by?];
    let mut next = old.superseded_by;
    // There are no more steps than editions unless they lead round.
    for _ in 0..facts.editions.len() {
        let Some(id) = next else { break };
        if id == edition {
            let message = format!("edition {} is superseded by itself, through {}", old.id, new.id);
            return Some(Note::error("edition-circle", sheet, place, message, "the newest edition has no successor"));
        }
        next = facts.editions[id].superseded_by;
    }
    let (published, later) = (old.published?, new.published?);
    (later.last_day() < first_day(published)).then(|| {
        let message =
            format!("edition {} of {published} is superseded by {} of {later}, which is older", old.id, new.id);
        Note::error("edition-backwards", sheet, place, message, "an edition is superseded by one that came later")
    })
}

/// An edition that ends the chain although a later one exists: whoever asks what became of it finds nothing.
fn gap(facts: &Facts, edition: Id<Edition>, sheet: usize, place: Place) -> Option<Note> {
    let old = &facts.editions[edition];
    if old.superseded_by.is_some() || old.succeeded_by.is_some() {
        return None;
    }
    let published = old.published?.last_day();
    let editions = facts.standards[old.standard].editions.iter().map(|&other| &facts.editions[other]);
    let later = editions.filter(|other| other.published.is_some_and(|date| first_day(date) > published));
    let next = later.min_by_key(|other| other.published.map(first_day))?;
    let message = format!("edition {} has no successor, and {} came after it", old.id, next.id);
    let help = "add `superseded-by`, or say in `succeeded-by` what else took its place";
    Some(Note::error("edition-gap", sheet, place, message, help).mildly())
}

fn first_day(date: PartialDate) -> Date {
    match date {
        PartialDate::Day(date) | PartialDate::Month(date) | PartialDate::Year(date) => date,
    }
}

/// Whether what this relation gives leads back to what it asks for.
fn circle(facts: &Facts, sheet: usize, node: &Node) -> Option<Note> {
    let text = |name| node.get(name).and_then(Node::as_text);
    let (from, to) = (text("from")?, text("to")?);
    let written = |relation: &&Relation| facts.reference(relation.from) == from && facts.reference(relation.to) == to;
    let satisfying: Vec<_> = facts.relations.iter().map(|(_, one)| one).filter(|one| one.satisfies()).collect();
    let start = *satisfying.iter().find(|relation| written(relation))?;
    let mut seen = vec![start.to];
    let mut open = vec![start.to];
    while let Some(held) = open.pop() {
        if meets(held, start.from) {
            let message = format!("what {from} grants or includes leads back to it, through {to}");
            let help = "one of the relations is a mistake: nothing is granted by what it grants";
            return Some(Note::error("relation-circle", sheet, node.place, message, help));
        }
        for next in satisfying.iter().filter(|next| meets(held, next.from)) {
            if !seen.contains(&next.to) {
                seen.push(next.to);
                open.push(next.to);
            }
        }
    }
    None
}

/// Whether both may be the same: they are of one standard, and differ in no edition or level that both name.
fn meets(held: StandardRef, asked: StandardRef) -> bool {
    let agree = held.edition.zip(asked.edition).is_none_or(|(a, b)| a == b);
    held.standard == asked.standard && agree && held.level.zip(asked.level).is_none_or(|(a, b)| a == b)
}
