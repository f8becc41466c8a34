//! The first reading: every id that the files define, and the number of the thing that it names.

use std::collections::BTreeMap;

use super::{Folder, Read};
use crate::load::decode::Complaints;
use crate::load::problem::Problems;
use crate::load::tree::{Key, Node, Place, Value};
use crate::model::evidence::Document;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Provider, Region, Service};
use crate::model::standard::{Edition, Level, Standard};
use crate::model::table::Table;

/// The ids of one sort of thing, with the numbers of the things.
pub(super) type Index<T> = BTreeMap<String, Id<T>>;
/// Ids that are unique within another thing only: a region's in its cloud, an edition's in its standard.
pub(super) type Nested<O, T> = BTreeMap<(Id<O>, String), Id<T>>;

/// Every id of the catalogue.
pub(super) struct Ids {
    pub(super) providers: Index<Provider>,
    pub(super) clouds: Index<Cloud>,
    /// The parts of clouds that documents name as if they were clouds.
    pub(super) parts: BTreeMap<String, (Id<Cloud>, usize)>,
    pub(super) regions: Nested<Cloud, Region>,
    pub(super) services: Index<Service>,
    pub(super) agreements: Index<Agreement>,
    pub(super) standards: Index<Standard>,
    pub(super) editions: Nested<Standard, Edition>,
    pub(super) levels: Nested<Standard, Level>,
    pub(super) documents: Index<Document>,
}

impl Ids {
    /// The ids of what is known already.
    pub(super) fn of(known: &Facts) -> Self {
        let parts = known.clouds.iter().flat_map(|(cloud, of)| {
            of.parts.iter().enumerate().map(move |(index, part)| (part.id.to_string(), (cloud, index)))
        });
        Self {
            providers: index(&known.providers, |one| one.id.to_string()),
            clouds: index(&known.clouds, |one| one.id.to_string()),
            parts: parts.collect(),
            regions: index(&known.regions, |one| (one.cloud, one.id.to_string())),
            services: index(&known.services, |one| one.id.to_string()),
            agreements: index(&known.agreements, |one| one.id.to_string()),
            standards: index(&known.standards, |one| one.id.to_string()),
            editions: index(&known.editions, |one| (one.standard, one.id.to_string())),
            levels: index(&known.levels, |one| (one.standard, one.id.to_string())),
            documents: index(&known.documents, |one| one.id.to_string()),
        }
    }

    /// Adds every id that the files define.
    pub(super) fn collect(&mut self, files: &[Read<'_>], problems: &mut Problems) {
        for file in files {
            let mut complaints = Complaints::new(file.source.clone());
            match file.folder {
                Folder::Providers => self.provider(&file.root, &mut complaints),
                Folder::Standards => self.standard(&file.root, &mut complaints),
                Folder::Evidence => {
                    declare(&mut self.documents, &file.root, "document", &mut complaints);
                }
            }
            problems.extend(complaints.into_problems());
        }
    }

    fn provider(&mut self, root: &Node, complaints: &mut Complaints) {
        for node in items(root, "providers") {
            self.provider(node, complaints);
        }
        if let Some((_, Node { value: Value::Text(id), .. })) = entry(root, "provider") {
            let number = Id::at(self.providers.len());
            self.providers.entry(id.to_string()).or_insert(number);
        }
        for node in items(root, "clouds") {
            let Some(cloud) = declare(&mut self.clouds, node, "cloud", complaints) else { continue };
            for region in items(node, "regions") {
                declare_within(&mut self.regions, cloud, region, "region", complaints);
            }
            for (index, part) in items(node, "parts").iter().enumerate() {
                if let Some((_, id)) = id_of(part) {
                    self.parts.insert(id.to_owned(), (cloud, index));
                }
            }
        }
        for node in items(root, "services") {
            declare(&mut self.services, node, "service", complaints);
        }
        for node in items(root, "agreements") {
            declare(&mut self.agreements, node, "agreement", complaints);
        }
    }

    fn standard(&mut self, root: &Node, complaints: &mut Complaints) {
        let Some(standard) = declare(&mut self.standards, root, "standard", complaints) else { return };
        for node in items(root, "editions") {
            declare_within(&mut self.editions, standard, node, "edition", complaints);
        }
        for node in items(root, "levels") {
            declare_within(&mut self.levels, standard, node, "level", complaints);
        }
    }
}

fn index<K: Ord, T>(table: &Table<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, Id<T>> {
    table.iter().map(|(id, thing)| (key(thing), id)).collect()
}

/// Notes the id of `node`. One that is missing is complained of in the second reading; one that stands twice, here.
fn declare<T>(index: &mut Index<T>, node: &Node, what: &str, complaints: &mut Complaints) -> Option<Id<T>> {
    let (place, id) = id_of(node)?;
    let number = Id::at(index.len());
    if index.contains_key(id) {
        complaints.add(place, "duplicate-id", format!("another {what} has the id `{id}` already"), None);
        return None;
    }
    index.insert(id.to_owned(), number);
    Some(number)
}

fn declare_within<O, T>(index: &mut Nested<O, T>, owner: Id<O>, node: &Node, what: &str, complaints: &mut Complaints) {
    let Some((place, id)) = id_of(node) else { return };
    let number = Id::at(index.len());
    if index.contains_key(&(owner, id.to_owned())) {
        complaints.add(place, "duplicate-id", format!("another {what} here has the id `{id}` already"), None);
        return;
    }
    index.insert((owner, id.to_owned()), number);
}

fn id_of(node: &Node) -> Option<(Place, &str)> {
    match entry(node, "id")? {
        (_, Node { value: Value::Text(id), place }) => Some((*place, id)),
        _ => None,
    }
}

fn entry<'n>(node: &'n Node, name: &str) -> Option<(&'n Key, &'n Node)> {
    let Value::Table(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.name == name).map(|(key, node)| (key, node))
}

fn items<'n>(node: &'n Node, name: &str) -> &'n [Node] {
    match entry(node, name) {
        Some((_, Node { value: Value::List(items), .. })) => items,
        _ => &[],
    }
}
