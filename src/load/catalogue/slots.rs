//! The things of the catalogue, each at its number, as far as they are built.

use std::collections::BTreeMap;

use super::ids::Ids;
use crate::model::evidence::{Claim, Document, Publication};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Provider, Region, Service};
use crate::model::standard::{Edition, Level, Relation, Standard};
use crate::model::table::Table;
use crate::text::Source;

/// Every thing that the files define, beside those that were known before.
pub(super) struct Slots {
    pub(super) providers: Things<Provider>,
    pub(super) clouds: Things<Cloud>,
    pub(super) regions: Things<Region>,
    pub(super) services: Things<Service>,
    pub(super) agreements: Things<Agreement>,
    pub(super) standards: Things<Standard>,
    pub(super) editions: Things<Edition>,
    pub(super) levels: Things<Level>,
    pub(super) documents: Things<Document>,
    /// The file of each document, for problems that two files make together.
    pub(super) document_files: BTreeMap<Id<Document>, Source>,
    pub(super) relations: Table<Relation>,
    pub(super) claims: Table<Claim>,
    pub(super) publications: Table<Publication>,
}

/// Things of one sort that are numbered already: the known ones, and a place for each new one.
pub(super) struct Things<T> {
    known: Table<T>,
    new: Vec<Option<T>>,
}

impl<T> Things<T> {
    /// `known` with places for as many more as make `count`.
    fn new(known: Table<T>, count: usize) -> Self {
        let new = std::iter::repeat_with(|| None).take(count.saturating_sub(known.len())).collect();
        Self { known, new }
    }

    /// The thing, if it is built.
    pub(super) fn get(&self, id: Id<T>) -> Option<&T> {
        match id.index().checked_sub(self.known.len()) {
            None => Some(&self.known[id]),
            Some(place) => self.new[place].as_ref(),
        }
    }

    /// Puts what was built in its place. What was known stays as it is: that its id stands twice is a problem already.
    pub(super) fn put(&mut self, id: Id<T>, thing: Option<T>) {
        if let Some(place) = self.place(id) {
            *place = thing;
        }
    }

    /// The place of a new thing.
    pub(super) fn place(&mut self, id: Id<T>) -> Option<&mut Option<T>> {
        self.new.get_mut(id.index().checked_sub(self.known.len())?)
    }

    /// All of them, if nothing is missing.
    fn full(self) -> Option<Table<T>> {
        let mut table = self.known;
        for thing in self.new {
            table.add(thing?);
        }
        Some(table)
    }
}

impl Slots {
    /// The things of `known`, and places for the others that `ids` numbers.
    pub(super) fn new(known: Facts, ids: &Ids) -> Self {
        Self {
            providers: Things::new(known.providers, ids.providers.len()),
            clouds: Things::new(known.clouds, ids.clouds.len()),
            regions: Things::new(known.regions, ids.regions.len()),
            services: Things::new(known.services, ids.services.len()),
            agreements: Things::new(known.agreements, ids.agreements.len()),
            standards: Things::new(known.standards, ids.standards.len()),
            editions: Things::new(known.editions, ids.editions.len()),
            levels: Things::new(known.levels, ids.levels.len()),
            documents: Things::new(known.documents, ids.documents.len()),
            document_files: BTreeMap::new(),
            relations: known.relations,
            claims: known.claims,
            publications: known.publications,
        }
    }

    /// The facts, if nothing is missing.
    pub(super) fn into_facts(self) -> Option<Facts> {
        Some(Facts {
            providers: self.providers.full()?,
            clouds: self.clouds.full()?,
            regions: self.regions.full()?,
            services: self.services.full()?,
            agreements: self.agreements.full()?,
            standards: self.standards.full()?,
            editions: self.editions.full()?,
            levels: self.levels.full()?,
            relations: self.relations,
            documents: self.documents.full()?,
            claims: self.claims,
            publications: self.publications,
        })
    }
}
