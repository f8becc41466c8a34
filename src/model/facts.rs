//! Everything that the catalogue's files state, with every name resolved.

use std::collections::BTreeSet;

use super::evidence::{Claim, Document, Publication};
use super::id::Id;
use super::provider::{Agreement, Cloud, Provider, Region, Service};
use super::standard::{Edition, Level, Relation, Standard, StandardRef};
use super::table::Table;

/// The facts of all files, each once.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Who runs clouds.
    pub providers: Table<Provider>,
    /// What they run.
    pub clouds: Table<Cloud>,
    /// Where.
    pub regions: Table<Region>,
    /// What customers deploy.
    pub services: Table<Service>,
    /// What customers sign.
    pub agreements: Table<Agreement>,
    /// What auditors, authorities and contracts answer for.
    pub standards: Table<Standard>,
    /// The dated texts of all standards.
    pub editions: Table<Edition>,
    /// The rungs of all ladders.
    pub levels: Table<Level>,
    /// The links between standards.
    pub relations: Table<Relation>,
    /// The evidence.
    pub documents: Table<Document>,
    /// What the evidence states.
    pub claims: Table<Claim>,
    /// What else the catalogue rests on.
    pub publications: Table<Publication>,
}

impl Facts {
    /// The document with this id. It is looked for among all of them.
    pub fn document_called(&self, id: &str) -> Option<Id<Document>> {
        self.documents.iter().find(|(_, document)| document.id.as_str() == id).map(|(place, _)| place)
    }

    /// Every platform that the service belongs to, through any number of steps.
    pub fn platforms_of(&self, service: Id<Service>) -> BTreeSet<Id<Service>> {
        let mut found = BTreeSet::new();
        let mut open = vec![service];
        while let Some(service) = open.pop() {
            open.extend(self.services[service].part_of.iter().filter(|&&platform| found.insert(platform)));
        }
        found
    }

    /// The canonical writing of a reference: `standard[:edition][@level]`.
    pub fn reference(&self, reference: StandardRef) -> String {
        let edition = reference.edition.map_or(["", ""], |edition| [":", self.editions[edition].id.as_str()]);
        let level = reference.level.map_or(["", ""], |level| ["@", self.levels[level].id.as_str()]);
        [self.standards[reference.standard].id.as_str(), edition[0], edition[1], level[0], level[1]].concat()
    }

    /// The reference as people say it: `ISO 27001:2013`, `FedRAMP High`.
    pub fn title(&self, reference: StandardRef) -> String {
        let standard = &self.standards[reference.standard].name;
        let mut text = standard.to_string();
        if let Some(edition) = reference.edition {
            let edition = &self.editions[edition];
            text = match edition.name.as_deref() {
                Some(name) if name.starts_with(&**standard) => name.to_owned(),
                Some(name) => format!("{text} {name}"),
                None if edition.id.is_year() => format!("{text}:{}", edition.id),
                None => format!("{text} {}", edition.id),
            };
        }
        match reference.level {
            None => text,
            Some(level) => {
                let short = self.short_level(level);
                if short.len() == self.levels[level].name.len() && reference.edition.is_none() {
                    short.to_owned()
                } else {
                    format!("{text} {short}")
                }
            }
        }
    }

    /// A level's name without the standard's where it begins with that: `High` of `FedRAMP High`.
    pub fn short_level(&self, level: Id<Level>) -> &str {
        let level = &self.levels[level];
        let standard = &self.standards[level.standard].name;
        level.name.strip_prefix(&**standard).map_or(&*level.name, str::trim_start)
    }
}
