//! What the catalogue shows for one requirement on one day.
//!
//! [`Catalog`] holds the facts of all files with the indexes that make an answer quick. [`Catalog::resolve`] is the
//! one question it answers; [`Catalog::ways_out`] asks it again for every other place where the answer might be better.
//! Nothing here reads a file or knows a rule.

mod answer;
mod by_word;
mod index;
mod memo;
mod misprint;
mod names;
mod opinion;
mod resolve;
mod spellings;
mod turning;
mod vocabulary;
mod ways_out;

use crate::model::evidence::{Claim, Document};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Provider, Service};
use crate::model::standard::Standard;
use crate::packed::sections::{Carried, Fresh};
use index::Index;
use memo::Memo;

pub use answer::{Answer, Misreading, Note, Opinion, PlatformOpinion, Question, Through};
pub use by_word::without_whose;
pub use memo::{Given, Place};
pub use names::{CloudName, Names, NotFound, level_of_edition, normalised};
pub use opinion::WeighedClaim;
pub use turning::{Grounds, Turn};
pub use ways_out::{CloudWayOut, WaysOut};

/// The facts of all files, ready to be asked.
#[derive(Debug)]
pub struct Catalog {
    facts: Facts,
    /// In a place of its own: a catalogue is handed on some times before it is asked, and this is most of it.
    index: Box<Index>,
    memo: Memo,
}

impl Catalog {
    /// Makes `facts` ready to be asked, which looks at all of them.
    pub fn new(facts: Facts) -> Self {
        let index = Box::new(Index::new(&facts));
        Self { facts, index, memo: Memo::default() }
    }

    /// The catalogue of which [`Catalog::pack`] made this. However much it holds, this takes no longer.
    pub fn open(carried: Carried) -> Self {
        let (facts, index) = index::open(carried);
        Self { facts, index: Box::new(index), memo: Memo::default() }
    }

    /// The catalogue as the program carries it.
    pub fn pack(&self) -> Fresh {
        index::pack(&self.facts)
    }

    /// The facts themselves.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The facts, to which more may be added.
    pub fn into_facts(self) -> Facts {
        self.facts
    }

    /// Every spelling that the catalogue knows.
    pub fn names(&self) -> &Names {
        &self.index.names
    }

    /// The claims on a service and a standard, of documents of whatever date.
    pub fn claims_of(&self, service: Id<Service>, standard: Id<Standard>) -> impl Iterator<Item = Id<Claim>> + '_ {
        self.documented_claims_of(service, standard).map(|(_, claim)| claim)
    }

    /// The same, each with its document.
    fn documented_claims_of(
        &self,
        service: Id<Service>,
        standard: Id<Standard>,
    ) -> impl Iterator<Item = (Id<Document>, Id<Claim>)> + '_ {
        self.index.claims.beside(service, standard)
    }

    /// The cloud that a claim speaks of: the one that it names, else the home of its service.
    pub fn cloud_of(&self, claim: &Claim) -> Id<Cloud> {
        claim.cloud.unwrap_or_else(|| self.facts.services[claim.service].home)
    }

    /// The documents that take the place of `document`, of whatever date.
    pub fn replaced_by(&self, document: Id<Document>) -> impl Iterator<Item = Id<Document>> + '_ {
        self.index.replaced_by.get(document)
    }

    /// The agreements that `provider` offers on `standard`.
    pub fn agreements(&self, provider: Id<Provider>, standard: Id<Standard>) -> impl Iterator<Item = Id<Agreement>> {
        let on_standard = self.index.agreements_on.get(standard);
        on_standard.filter(move |&agreement| self.facts.agreements[agreement].provider == provider)
    }

    /// The documents with a misprint on `service`.
    pub fn disputed_in(&self, service: Id<Service>) -> impl Iterator<Item = Id<Document>> {
        self.index.disputed_in.get(service)
    }
}
