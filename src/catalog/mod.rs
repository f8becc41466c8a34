//! What the catalogue shows for one requirement on one day.
//!
//! [`Catalog`] holds the facts of all files with the indexes that make an answer quick. [`Catalog::resolve`] is the
//! one question it answers; [`Catalog::ways_out`] asks it again for every other place where the answer might be better.
//! Nothing here reads a file or knows a rule.

mod answer;
mod names;
mod opinion;
mod resolve;
mod ways_out;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::evidence::{Claim, Document};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Service};
use crate::model::standard::{Relation, Standard};

pub use answer::{Answer, Note, Opinion, PlatformOpinion, Question, Through};
pub use names::{CloudName, Names, NotFound, normalised};
pub use ways_out::{CloudWayOut, WaysOut};

/// The claims on each service and standard.
type ClaimsOn = HashMap<(Id<Service>, Id<Standard>), Vec<Id<Claim>>>;

/// The facts of all files, ready to be asked.
#[derive(Debug)]
pub struct Catalog {
    facts: Facts,
    names: Names,
    claims: ClaimsOn,
    listed_in: HashMap<Id<Service>, Vec<Id<Document>>>,
    relations_to: HashMap<Id<Standard>, Vec<Id<Relation>>>,
    replaced_by: HashMap<Id<Document>, Vec<Id<Document>>>,
}

impl Catalog {
    /// Makes `facts` ready to be asked.
    pub fn new(facts: Facts) -> Self {
        let mut claims: HashMap<_, Vec<_>> = HashMap::new();
        for (id, claim) in facts.claims.iter() {
            claims.entry((claim.service, claim.standard.standard)).or_default().push(id);
        }
        let mut replaced_by: HashMap<_, Vec<_>> = HashMap::new();
        for (id, document) in facts.documents.iter() {
            for &older in &document.replaces {
                replaced_by.entry(older).or_default().push(id);
            }
        }
        let listed_in = listings(&facts);
        let mut relations_to: HashMap<_, Vec<_>> = HashMap::new();
        for (id, relation) in facts.relations.iter().filter(|(_, relation)| relation.satisfies()) {
            relations_to.entry(relation.to.standard).or_default().push(id);
        }
        let names = Names::new(&facts);
        Self { facts, names, claims, listed_in, relations_to, replaced_by }
    }

    /// The facts themselves.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Every spelling that the catalogue knows.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The claims on a service and a standard, of documents of whatever date.
    pub fn claims_on(&self, service: Id<Service>, standard: Id<Standard>) -> &[Id<Claim>] {
        self.claims.get(&(service, standard)).map_or(&[], Vec::as_slice)
    }

    /// The cloud that a claim speaks of: the one that it names, else the home of its service.
    pub fn cloud_of(&self, claim: &Claim) -> Id<Cloud> {
        claim.cloud.unwrap_or_else(|| self.facts.services[claim.service].home)
    }

    /// The documents that take the place of `document`, of whatever date.
    pub fn replaced_by(&self, document: Id<Document>) -> &[Id<Document>] {
        self.replaced_by.get(&document).map_or(&[], Vec::as_slice)
    }
}

/// The documents that list each service in full: by its own name, or as a part of a platform of which they list all.
fn listings(facts: &Facts) -> HashMap<Id<Service>, Vec<Id<Document>>> {
    let mut by_name: BTreeMap<Id<Service>, BTreeSet<Id<Document>>> = BTreeMap::new();
    let mut by_platform: BTreeMap<Id<Service>, BTreeSet<Id<Document>>> = BTreeMap::new();
    for (id, document) in facts.documents.iter() {
        for list in &document.in_full {
            for &service in &list.services {
                by_name.entry(service).or_default().insert(id);
            }
            for &platform in &list.every_part_of {
                by_platform.entry(platform).or_default().insert(id);
            }
        }
    }
    let mut listed_in = HashMap::new();
    for (service, _) in facts.services.iter() {
        let named = by_name.get(&service).into_iter().flatten();
        let platforms = facts.platforms_of(service);
        let as_part = platforms.iter().filter_map(|platform| by_platform.get(platform)).flatten();
        let documents: BTreeSet<_> = named.chain(as_part).copied().collect();
        if !documents.is_empty() {
            listed_in.insert(service, documents.into_iter().collect());
        }
    }
    listed_in
}
