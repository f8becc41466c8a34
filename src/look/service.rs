//! The page of one service: what is held for it, in which cloud.

use std::collections::BTreeSet;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::{Holding, Look};
use crate::model::Text;
use crate::model::evidence::{Disputed, Document};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Service};
use crate::model::standard::{Segment, StandardRef};
use crate::model::verdict::Verdict;

/// What is known of one service, and what is held for it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct ServicePage<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// Its other spellings.
    pub aliases: Vec<&'c str>,
    /// The id of its provider.
    pub provider: &'c str,
    /// The id of the cloud that a document means when it names none.
    pub home: &'c str,
    /// Whether it contains other services.
    pub platform: bool,
    /// The ids of the platforms that it belongs to.
    pub part_of: Vec<&'c str>,
    /// The ids of the services that belong to it.
    pub parts: Vec<&'c str>,
    /// The ids of the documents and publications that name it.
    pub stated_in: Vec<&'c str>,
    /// What is held, by segment and standard, then by cloud.
    pub segments: Vec<SegmentHoldings<'c>>,
    /// What documents print of it by mistake.
    pub misprints: Vec<Misprint<'c>>,
}

/// What is held of the standards of one segment.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct SegmentHoldings<'c> {
    /// The segment's name.
    pub segment: &'static str,
    /// What is held, by standard, then by cloud.
    pub holdings: Vec<Holding<'c>>,
}

/// What a document prints by mistake. It is shown, and decides nothing.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct Misprint<'c> {
    /// The id of the document.
    pub document: &'c str,
    /// The id of the service that it stands under.
    pub service: &'c str,
    /// The words of the document.
    pub printed: &'c str,
    /// What it most likely means, as `standard[:edition][@level]`.
    pub meant: Option<String>,
    /// What its words would state, were they believed.
    pub reads_as: Option<ReadingEntry<'c>>,
    /// Where in the document it stands.
    pub locator: &'c str,
    /// Why it is not believed.
    pub why: &'c str,
}

/// What the words of a misprint would state.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct ReadingEntry<'c> {
    /// What they say of the service: `in-scope`, `pending`, `out-of-scope`.
    pub statement: &'static str,
    /// The cloud's id.
    pub cloud: &'c str,
    /// The ids of the only regions for which they speak; empty for all.
    pub regions: Vec<&'c str>,
    /// The standard, as `standard[:edition][@level]`.
    pub standard: String,
}

/// A misprint of a document.
pub(super) fn misprint<'c>(facts: &'c Facts, document: &'c Document, disputed: &'c Disputed) -> Misprint<'c> {
    Misprint {
        document: document.id.as_str(),
        service: facts.services[disputed.service].id.as_str(),
        printed: &disputed.printed,
        meant: disputed.meant.map(|meant| facts.reference(meant)),
        reads_as: disputed.reads_as.as_ref().map(|reading| ReadingEntry {
            statement: reading.statement.name(),
            cloud: facts.clouds[reading.cloud].id.as_str(),
            regions: reading.regions.iter().map(|&region| facts.regions[region].id.as_str()).collect(),
            standard: facts.reference(reading.standard),
        }),
        locator: &disputed.at,
        why: &disputed.why,
    }
}

impl<'c> Look<'c> {
    /// The page of a service.
    pub(super) fn service(&self, id: Id<Service>) -> ServicePage<'c> {
        let facts = self.facts();
        let service = &facts.services[id];
        let name = |&id: &Id<Service>| facts.services[id].id.as_str();
        let parts = facts.services.iter().filter(|(_, part)| part.part_of.contains(&id));
        let documents = self.catalog.disputed_in(id).map(|document| &facts.documents[document]);
        let documents = documents.filter(|document| document.as_of <= self.as_of);
        let misprints = documents.flat_map(|document| {
            let on_it = document.disputed.iter().filter(|disputed| disputed.service == id);
            on_it.map(|disputed| misprint(facts, document, disputed))
        });
        ServicePage {
            id: service.id.as_str(),
            name: &service.name,
            aliases: service.aliases.iter().map(Text::as_str).collect(),
            provider: facts.providers[service.provider].id.as_str(),
            home: facts.clouds[service.home].id.as_str(),
            platform: service.is_platform,
            part_of: service.part_of.iter().map(name).collect(),
            parts: parts.map(|(_, part)| part.id.as_str()).collect(),
            stated_in: self.sources(&service.stated_in),
            segments: self.held_by(id),
            misprints: misprints.collect(),
        }
    }

    /// What is held of every standard, in every cloud for which a document claims anything of the service.
    fn held_by(&self, service: Id<Service>) -> Vec<SegmentHoldings<'c>> {
        let facts = self.facts();
        let mut standards: Vec<_> = facts
            .standards
            .iter()
            .map(|(standard, known)| {
                let whole = StandardRef { standard, edition: None, level: None };
                (known.segment, known.id.as_str(), whole, self.claims_on(service, whole))
            })
            .collect();
        standards.sort_by_key(|(segment, id, ..)| (*segment, *id));
        let clouds: BTreeSet<Id<Cloud>> =
            standards.iter().flat_map(|(.., claims)| claims).map(|(cloud, _)| *cloud).collect();
        let mut segments: Vec<SegmentHoldings<'c>> =
            Segment::ALL.iter().map(|one| SegmentHoldings { segment: one.name(), holdings: Vec::new() }).collect();
        for (segment, _, standard, claims) in &standards {
            let mut holdings: Vec<_> =
                clouds.iter().flat_map(|&cloud| self.holdings(service, cloud, *standard)).collect();
            // A standard that no document names for the service is worth a line only where a relation shows it.
            holdings.retain(|holding| !claims.is_empty() || holding.verdict == Verdict::CoveredByRelation);
            let of_segment = segments.iter_mut().find(|one| one.segment == segment.name());
            if let Some(of_segment) = of_segment {
                of_segment.holdings.extend(holdings);
            }
        }
        segments.retain(|segment| !segment.holdings.is_empty());
        segments
    }
}
