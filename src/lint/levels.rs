//! References that name an edition, and a level that this edition doesn't have.

use std::collections::BTreeMap;

use super::notes::{Note, Notes};
use crate::catalog::level_of_edition;
use crate::load::catalogue::Folder;
use crate::load::tree::{Node, Value};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::standard::{Standard, StandardRef};

/// The lists of a file of each folder whose elements name standards, and the way to where they do.
const NAMING: [(Folder, &str, &[&str]); 10] = [
    (Folder::Evidence, "in-full", &["standards"]),
    (Folder::Evidence, "columns", &["standards"]),
    (Folder::Evidence, "claims", &["standards"]),
    (Folder::Evidence, "disputed", &["meant"]),
    (Folder::Evidence, "disputed", &["reads-as", "standard"]),
    (Folder::Evidence, "audit-documents", &["standards"]),
    (Folder::Evidence, "obligations", &["standards"]),
    (Folder::Standards, "aliases", &["means"]),
    (Folder::Standards, "relations", &["from"]),
    (Folder::Standards, "relations", &["to"]),
];

pub(super) fn check(notes: &mut Notes<'_>, facts: &Facts) {
    let standards: BTreeMap<&str, Id<Standard>> =
        facts.standards.iter().map(|(id, standard)| (standard.id.as_str(), id)).collect();
    for (folder, list, way) in NAMING {
        for (sheet, root) in notes.of(folder) {
            // The columns of a table stand within it.
            let holders = std::iter::once(root).chain(root.items("tables"));
            let entries = holders.flat_map(|holder| holder.items(list));
            let named = entries.filter_map(|entry| way.iter().try_fold(entry, |node, key| node.get(key)));
            for node in named.flat_map(one_or_many) {
                let named = node.as_text().and_then(|text| reference(facts, &standards, text));
                if let Some(Err(found)) = named.map(|named| level_of_edition(facts, named)) {
                    let help = found.help.unwrap_or_default();
                    notes.add(Note::error("level-not-in-edition", sheet, node.place, found.message, &help));
                }
            }
        }
    }
}

fn one_or_many(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

/// `standard:edition@level` as the loader took it; `None` where it leaves one of the two open.
fn reference(facts: &Facts, standards: &BTreeMap<&str, Id<Standard>>, text: &str) -> Option<StandardRef> {
    let (rest, level) = text.split_once('@')?;
    let (name, edition) = rest.split_once(':')?;
    let standard = *standards.get(name)?;
    let known = &facts.standards[standard];
    let edition = known.editions.iter().copied().find(|&id| facts.editions[id].id.as_str() == edition)?;
    let level = known.levels.iter().copied().find(|&id| facts.levels[id].id.as_str() == level)?;
    Some(StandardRef { standard, edition: Some(edition), level: Some(level) })
}
