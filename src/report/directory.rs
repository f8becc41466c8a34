//! What the documents and the things are that a report names by their ids, for a reader who has no catalogue at hand.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::fast::RandomState;
use jiff::civil::Date;

use crate::check::outcome::{Outcome, Scope, Shown};
use crate::model::evidence::{DateBasis, Document, Publication};
use crate::model::facts::Facts;
use crate::model::id::Slug;
use crate::model::standard::StandardRef;

/// The documents that speak in a report, and the names of what it is about.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// The documents that decide or speak, by their ids.
    pub documents: BTreeMap<String, DocumentSummary>,
    /// The publications that decide and are no such documents, by their ids: who says that a cloud has closed.
    pub publications: BTreeMap<String, PublicationSummary>,
    /// The names of services, by their ids.
    pub services: BTreeMap<String, String>,
    /// The names of clouds, by their ids.
    pub clouds: BTreeMap<String, String>,
    /// What is required as people say it, by `standard[:edition][@level]`; standards alone as well.
    pub standards: BTreeMap<String, String>,
}

/// A document in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The day for which it speaks.
    pub as_of: Date,
    /// How that day is known.
    pub as_of_basis: DateBasis,
    /// The latest day on which its text was found, from which its age counts.
    pub fresh_on: Date,
    /// Where it is found.
    pub found_at: String,
}

/// A publication in a few words. Its text is not kept, so nothing is known of its age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationSummary {
    /// Its title, or its id.
    pub title: String,
    /// Who published it, where that is known.
    pub publisher: Option<String>,
    /// Where it is found.
    pub found_at: String,
}

impl Directory {
    /// Takes in what these outcomes name.
    pub fn add<'o>(&mut self, outcomes: impl Iterator<Item = &'o Outcome>, facts: &Facts) {
        let mut named = Named::default();
        outcomes.for_each(|outcome| named.add(outcome));
        let documents = facts.documents.iter().map(|(_, document)| (document.id.as_str(), document));
        self.documents.extend(told(documents, &named.documents, DocumentSummary::of));
        let publications = facts.publications.iter().map(|(_, publication)| (publication.id.as_str(), publication));
        self.publications.extend(told(publications, &named.documents, PublicationSummary::of));
        let services = facts.services.iter().map(|(_, service)| (service.id.as_str(), service));
        self.services.extend(told(services, &named.services, |service| service.name.to_string()));
        let clouds = facts.clouds.iter().map(|(_, cloud)| (cloud.id.as_str(), cloud));
        self.clouds.extend(told(clouds, &named.clouds, |cloud| cloud.name.to_string()));
        let standards = facts.standards.iter().map(|(_, standard)| (standard.id.as_str(), standard));
        let ids = named.scopes.iter().map(|scope| scope.standard).collect();
        self.standards.extend(told(standards, &ids, |standard| standard.name.to_string()));
        let titles = named.scopes.iter().filter_map(|scope| Some((scope.reference(), facts.title(scope.find(facts)?))));
        self.standards.extend(titles);
    }

    /// What is required as people say it; its reference where no more is known.
    pub(super) fn standard<'a>(&'a self, reference: &'a str) -> &'a str {
        self.standards.get(reference).map_or(reference, String::as_str)
    }

    /// The name of a cloud; its id where no more is known.
    pub(super) fn cloud<'a>(&'a self, id: &'a str) -> &'a str {
        self.clouds.get(id).map_or(id, String::as_str)
    }

    /// The name of a service; its id where no more is known.
    pub(super) fn service<'a>(&'a self, id: &'a str) -> &'a str {
        self.services.get(id).map_or(id, String::as_str)
    }
}

impl DocumentSummary {
    fn of(document: &Document) -> Self {
        Self {
            title: document.title.to_string(),
            publisher: document.publisher.to_string(),
            as_of: document.as_of,
            as_of_basis: document.as_of_basis,
            fresh_on: document.fresh_on(),
            found_at: document.found_at.to_string(),
        }
    }
}

impl PublicationSummary {
    fn of(publication: &Publication) -> Self {
        Self {
            title: publication.title.as_deref().unwrap_or(publication.id.as_str()).to_owned(),
            publisher: publication.publisher.as_deref().map(str::to_owned),
            found_at: publication.found_at.to_string(),
        }
    }
}

/// The ids of all that an outcome rests on: what decides, what speaks of it as well, and what findings cite.
pub(super) fn documents(outcome: &Outcome) -> impl Iterator<Item = &str> {
    let speaking = shown(outcome).flat_map(|shown| {
        let deciding = shown.evidence.iter().map(|evidence| &*evidence.id);
        deciding.chain(shown.history.iter().map(|voice| &*voice.id))
    });
    let cited = outcome.findings.iter().filter_map(|finding| finding.evidence.as_ref());
    speaking.chain(cited.map(|evidence| &*evidence.id))
}

/// What is shown for the requirements, each time that is shared once.
fn shown(outcome: &Outcome) -> impl Iterator<Item = &Shown> {
    let mut known: HashSet<*const Shown, RandomState> = HashSet::default();
    let shown = outcome.requirements.iter().map(|requirement| &*requirement.shown);
    shown.filter(move |&shown| known.insert(shown))
}

/// What is to be told of the things whose ids are wanted.
fn told<'a, T: 'a, R>(
    things: impl Iterator<Item = (&'a str, &'a T)>,
    wanted: &BTreeSet<&str>,
    tell: impl Fn(&T) -> R,
) -> Vec<(String, R)> {
    let wanted = things.filter(|(id, _)| wanted.contains(id));
    wanted.map(|(id, thing)| (id.to_owned(), tell(thing))).collect()
}

/// The ids that outcomes hold.
#[derive(Default)]
struct Named<'o> {
    documents: BTreeSet<&'o str>,
    services: BTreeSet<&'o str>,
    clouds: BTreeSet<&'o str>,
    scopes: BTreeSet<Required<'o>>,
}

impl<'o> Named<'o> {
    fn add(&mut self, outcome: &'o Outcome) {
        self.documents.extend(documents(outcome));
        for shown in shown(outcome) {
            self.services.insert(&shown.service_id);
            self.clouds.insert(&shown.cloud);
            self.scopes.insert(Required::of(&shown.required));
            self.scopes.extend(shown.held.as_ref().map(Required::of));
        }
        self.clouds.extend(outcome.findings.iter().filter_map(|finding| finding.cloud.as_deref()));
        self.clouds.extend(outcome.upcoming.iter().filter_map(|event| event.cloud.as_deref()));
    }
}

/// What is required, by its ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Required<'o> {
    standard: &'o str,
    edition: Option<&'o str>,
    level: Option<&'o str>,
}

impl<'o> Required<'o> {
    fn of(scope: &'o Scope) -> Self {
        Self { standard: &scope.standard, edition: scope.edition.as_deref(), level: scope.level.as_deref() }
    }

    fn reference(self) -> String {
        let (edition, level) = (self.edition.map(str::to_owned), self.level.map(str::to_owned));
        Scope { standard: self.standard.to_owned(), edition, level }.reference()
    }

    fn find(self, facts: &Facts) -> Option<StandardRef> {
        let (standard, found) = facts.standards.iter().find(|(_, one)| one.id.as_str() == self.standard)?;
        let is = |id: &Slug, wanted: Option<&str>| Some(id.as_str()) == wanted;
        let edition = found.editions.iter().copied().find(|&id| is(&facts.editions[id].id, self.edition));
        let level = found.levels.iter().copied().find(|&id| is(&facts.levels[id].id, self.level));
        Some(StandardRef { standard, edition, level })
    }
}
