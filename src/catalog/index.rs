//! What is found without looking at everything: the claims on a service, the names of things, what replaces what.

use std::collections::BTreeSet;

use crate::model::evidence::{Claim, Document, FullList};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Provider, Region, Service};
use crate::model::standard::{Relation, Standard};
use crate::model::table::Table;
use crate::packed;
use crate::packed::arrays::{Fixed, Lists};
use crate::packed::sections::{Carried, Fresh, Part, Sections, Written};

use super::names::Names;

/// Every index of a catalogue. It is made once for facts, and its bytes can be carried beside theirs.
#[derive(Debug)]
pub struct Index {
    /// Every spelling.
    pub names: Names,
    /// The claims on each service, by standard and document.
    pub claims: Lists<Service, (Id<Standard>, DocumentedClaim)>,
    /// The documents that list each service in full by its own name.
    pub listed_in: Lists<Service, Listing>,
    /// The documents that list every part of each platform.
    pub parts_listed_in: Lists<Service, Listing>,
    /// The parts of each platform.
    pub parts_of: Lists<Service, Id<Service>>,
    /// The platforms that each service belongs to, through any number of steps.
    pub platforms_of: Lists<Service, Id<Service>>,
    /// The regions that documents tell from others where they may speak of each service: in claims on it or on a platform
    /// that it belongs to, in full lists, in misprints.
    pub regions_named: Lists<Service, Id<Region>>,
    /// The documents with a misprint on each service.
    pub disputed_in: Lists<Service, Id<Document>>,
    /// The relations that may satisfy a requirement for each standard.
    pub relations_to: Lists<Standard, Id<Relation>>,
    /// The documents that take the place of each document.
    pub replaced_by: Lists<Document, Id<Document>>,
    /// The clouds of each provider.
    pub clouds_of: Lists<Provider, Id<Cloud>>,
    /// The agreements on each standard.
    pub agreements_on: Lists<Standard, Id<Agreement>>,
}

impl Index {
    /// The index of `facts`.
    pub fn new(facts: &Facts) -> Self {
        let claim = |(id, claim): (_, &Claim)| (claim.service, (claim.standard.standard, (claim.document, id)));
        let claims = facts.claims.iter().map(claim);
        let replaced = facts
            .documents
            .iter()
            .flat_map(|(newer, document)| document.replaces.iter().map(move |&older| (older, newer)));
        let disputed = facts
            .documents
            .iter()
            .flat_map(|(id, document)| document.disputed.iter().map(move |disputed| (disputed.service, id)));
        let parts =
            facts.services.iter().flat_map(|(id, service)| service.part_of.iter().map(move |&platform| (platform, id)));
        let platforms =
            facts.services.iter().flat_map(|(id, _)| facts.platforms_of(id).into_iter().map(move |one| (id, one)));
        let satisfying = facts.relations.iter().filter(|(_, relation)| relation.satisfies());
        Self {
            names: Names::new(facts),
            claims: lists(&facts.services, claims),
            listed_in: lists(&facts.services, listed(facts, |list| &list.services)),
            parts_listed_in: lists(&facts.services, listed(facts, |list| &list.every_part_of)),
            parts_of: lists(&facts.services, parts),
            platforms_of: lists(&facts.services, platforms),
            regions_named: lists(&facts.services, regions_named(facts)),
            disputed_in: lists(&facts.services, disputed),
            relations_to: lists(&facts.standards, satisfying.map(|(id, relation)| (relation.to.standard, id))),
            replaced_by: lists(&facts.documents, replaced),
            clouds_of: lists(&facts.providers, facts.clouds.iter().map(|(id, cloud)| (cloud.provider, id))),
            agreements_on: lists(
                &facts.standards,
                facts.agreements.iter().map(|(id, agreement)| (agreement.standard, id)),
            ),
        }
    }
}

/// Facts and their index, packed as [`open`] opens them.
pub fn pack(facts: &Facts) -> Fresh {
    let mut out = Written::default();
    packed::facts::pack(facts, &mut out);
    Index::new(facts).write(&mut out);
    out.packed()
}

/// The facts and the index of which [`pack`] made this.
pub fn open(carried: Carried) -> (Facts, Index) {
    let mut sections = Sections::new(carried);
    (packed::facts::open(&mut sections), Index::read(&mut sections))
}

/// A claim with its document.
pub type DocumentedClaim = (Id<Document>, Id<Claim>);

/// A document that lists in full, for one standard or, with none, for all of them.
pub type Listing = (Option<Id<Standard>>, Id<Document>);

/// Each service that a document lists in full, with a standard for which it does so.
fn listed(facts: &Facts, services: impl Fn(&FullList) -> &[Id<Service>]) -> Vec<(Id<Service>, Listing)> {
    let mut found = Vec::new();
    for (id, document) in facts.documents.iter() {
        for list in &document.in_full {
            let mut standards: Vec<_> = list.standards.iter().map(|reference| Some(reference.standard)).collect();
            if standards.is_empty() {
                standards.push(None);
            }
            for &service in services(list) {
                found.extend(standards.iter().map(|&standard| (service, (standard, id))));
            }
        }
    }
    found
}

/// Each service with the regions that are told apart where documents may speak of it.
fn regions_named(facts: &Facts) -> Vec<(Id<Service>, Id<Region>)> {
    let mut own: Vec<BTreeSet<Id<Region>>> = vec![BTreeSet::new(); facts.services.len()];
    for (_, claim) in facts.claims.iter() {
        own[claim.service.index()].extend(&claim.regions);
    }
    for (_, document) in facts.documents.iter() {
        for list in &document.in_full {
            let services = list.services.iter().chain(&list.every_part_of);
            services.for_each(|service| own[service.index()].extend(&list.regions));
        }
        for disputed in &document.disputed {
            let reading = disputed.reads_as.iter();
            own[disputed.service.index()].extend(reading.flat_map(|reading| &reading.regions));
        }
    }
    let of_all = |service| facts.platforms_of(service).into_iter().chain([service]);
    let named = facts.services.iter().flat_map(|(service, _)| {
        of_all(service)
            .flat_map(|speaking| own[speaking.index()].iter().map(move |&region| (service, region)))
            .collect::<Vec<_>>()
    });
    named.collect()
}

/// A sorted list for each thing of `table`, each value once.
fn lists<K, V: Fixed + Ord>(table: &Table<K>, pairs: impl IntoIterator<Item = (Id<K>, V)>) -> Lists<K, V> {
    let mut lists: Vec<Vec<V>> = vec![Vec::new(); table.len()];
    for (key, value) in pairs {
        lists[key.index()].push(value);
    }
    for list in &mut lists {
        list.sort();
        list.dedup();
    }
    Lists::new(&lists)
}

impl Part for Index {
    fn write(&self, out: &mut Written) {
        let Self {
            names,
            claims,
            listed_in,
            parts_listed_in,
            parts_of,
            platforms_of,
            regions_named,
            disputed_in,
            relations_to,
            replaced_by,
            clouds_of,
            agreements_on,
        } = self;
        names.write(out);
        claims.write(out);
        listed_in.write(out);
        parts_listed_in.write(out);
        parts_of.write(out);
        platforms_of.write(out);
        regions_named.write(out);
        disputed_in.write(out);
        relations_to.write(out);
        replaced_by.write(out);
        clouds_of.write(out);
        agreements_on.write(out);
    }

    fn read(sections: &mut Sections) -> Self {
        // A struct's fields are evaluated in the order in which they are written: it is that of `write`.
        Self {
            names: Part::read(sections),
            claims: Part::read(sections),
            listed_in: Part::read(sections),
            parts_listed_in: Part::read(sections),
            parts_of: Part::read(sections),
            platforms_of: Part::read(sections),
            regions_named: Part::read(sections),
            disputed_in: Part::read(sections),
            relations_to: Part::read(sections),
            replaced_by: Part::read(sections),
            clouds_of: Part::read(sections),
            agreements_on: Part::read(sections),
        }
    }
}
