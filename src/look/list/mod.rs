//! Lists of what the catalogue holds.

mod rows;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::filter::Filter;
use super::thing::Kind;
use super::{Day, Look};
use crate::model::evidence::{Claim, Document};
use crate::model::id::Id;

pub use rows::{CloudRow, DocumentRow, ProviderRow, RegionRow, ServiceRow, StandardRow};

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Who runs clouds.
    Providers,
    /// What they run.
    Clouds,
    /// Where.
    Regions,
    /// What customers deploy.
    Services,
    /// What auditors, authorities and contracts answer for.
    Standards,
    /// The evidence.
    Documents,
}

impl Listed {
    /// Everything that can be listed.
    pub const ALL: [Self; 6] =
        [Self::Providers, Self::Clouds, Self::Regions, Self::Services, Self::Standards, Self::Documents];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Providers => "providers",
            Self::Clouds => "clouds",
            Self::Regions => "regions",
            Self::Services => "services",
            Self::Standards => "standards",
            Self::Documents => "documents",
        }
    }

    /// What can narrow such a list.
    pub fn filters(self) -> &'static [Kind] {
        match self {
            Self::Providers => &[],
            Self::Clouds => &[Kind::Provider],
            Self::Regions => &[Kind::Provider, Kind::Cloud],
            Self::Standards => &[Kind::Provider, Kind::Cloud],
            Self::Services | Self::Documents => &[Kind::Provider, Kind::Cloud, Kind::Standard],
        }
    }
}

/// A list, on one day.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct List<'c> {
    /// The day.
    pub as_of: Day,
    /// What is listed, under its name.
    #[serde(flatten)]
    pub listing: Listing<'c>,
}

/// What is listed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(JsonSchema))]
pub enum Listing<'c> {
    /// How many there are of each.
    Overview(Overview),
    /// Providers, by id.
    Providers(Vec<ProviderRow<'c>>),
    /// Clouds, by provider and id.
    Clouds(Vec<CloudRow<'c>>),
    /// Regions, by cloud and id.
    Regions(Vec<RegionRow<'c>>),
    /// Services, by id.
    Services(Vec<ServiceRow<'c>>),
    /// Standards, by id.
    Standards(Vec<StandardRow<'c>>),
    /// Documents, newest first.
    Documents(Vec<DocumentRow<'c>>),
}

/// How many there are of each.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct Overview {
    /// Who runs clouds.
    pub providers: usize,
    /// What they run.
    pub clouds: usize,
    /// Where.
    pub regions: usize,
    /// What customers deploy.
    pub services: usize,
    /// What auditors, authorities and contracts answer for.
    pub standards: usize,
    /// The documents of the day and earlier ones.
    pub documents: usize,
    /// What they claim.
    pub claims: usize,
    /// The day of the newest of these documents.
    pub newest: Option<Day>,
    /// The documents that are of later days, and not seen.
    pub later: usize,
}

impl<'c> Look<'c> {
    /// A list of `listed`, narrowed by `filter`; the overview where nothing is named.
    pub fn list(&self, listed: Option<Listed>, filter: &Filter) -> List<'c> {
        let listing = match listed {
            None => Listing::Overview(self.overview()),
            Some(Listed::Providers) => Listing::Providers(self.provider_rows()),
            Some(Listed::Clouds) => Listing::Clouds(self.cloud_rows(filter)),
            Some(Listed::Regions) => Listing::Regions(self.region_rows(filter)),
            Some(Listed::Services) => Listing::Services(self.service_rows(filter)),
            Some(Listed::Standards) => Listing::Standards(self.standard_rows(filter)),
            Some(Listed::Documents) => Listing::Documents(self.document_rows(filter)),
        };
        List { as_of: Day(self.as_of), listing }
    }

    fn overview(&self) -> Overview {
        let facts = self.facts();
        let seen: Vec<_> = facts.documents.iter().filter(|(id, _)| self.sees(*id)).collect();
        Overview {
            providers: facts.providers.len(),
            clouds: facts.clouds.len(),
            regions: facts.regions.len(),
            services: facts.services.len(),
            standards: facts.standards.len(),
            documents: seen.len(),
            claims: self.claims().count(),
            newest: seen.iter().map(|(_, document)| Day(document.as_of)).max(),
            later: facts.documents.len() - seen.len(),
        }
    }

    fn provider_rows(&self) -> Vec<ProviderRow<'c>> {
        let facts = self.facts();
        let claims = self.counted(&Filter::default(), |claim| facts.services[claim.service].provider);
        let of_claims = self.claims().map(|(_, claim)| (facts.services[claim.service].provider, claim.document));
        let seen = facts.documents.iter().filter(|(id, _)| self.sees(*id));
        let of_documents = seen.filter_map(|(id, document)| Some((document.provider?, id)));
        let pairs: BTreeSet<_> = of_claims.chain(of_documents).collect();
        let documents = tally(pairs.into_iter().map(|(provider, _)| provider));
        let clouds = tally(facts.clouds.iter().map(|(_, cloud)| cloud.provider));
        let services = tally(facts.services.iter().map(|(_, service)| service.provider));
        let mut rows: Vec<_> = facts
            .providers
            .iter()
            .map(|(id, provider)| ProviderRow {
                id: provider.id.as_str(),
                name: &provider.name,
                clouds: count(&clouds, &id),
                services: count(&services, &id),
                documents: count(&documents, &id),
                claims: count(&claims, &id),
            })
            .collect();
        rows.sort_by_key(|row| row.id);
        rows
    }

    pub(super) fn cloud_rows(&self, filter: &Filter) -> Vec<CloudRow<'c>> {
        let facts = self.facts();
        let wanted = facts.clouds.iter().filter(|(_, cloud)| filter.provider.is_none_or(|id| id == cloud.provider));
        let mut rows: Vec<_> = wanted
            .map(|(_, cloud)| CloudRow {
                id: cloud.id.as_str(),
                name: &cloud.name,
                provider: facts.providers[cloud.provider].id.as_str(),
                status: cloud.status.name(),
                closed: cloud.status.closed().map(Day),
                regions: cloud.regions.len(),
            })
            .collect();
        rows.sort_by_key(|row| (row.provider, row.id));
        rows
    }

    pub(super) fn region_rows(&self, filter: &Filter) -> Vec<RegionRow<'c>> {
        let facts = self.facts();
        let wanted = facts.regions.iter().filter(|(_, region)| {
            filter.cloud.is_none_or(|id| id == region.cloud)
                && filter.provider.is_none_or(|id| id == facts.clouds[region.cloud].provider)
        });
        let mut rows: Vec<_> = wanted
            .map(|(_, region)| RegionRow {
                id: region.id.as_str(),
                name: region.display_name(),
                cloud: facts.clouds[region.cloud].id.as_str(),
                geography: region.geography.as_deref(),
                country: region.country.as_deref(),
                status: region.status.name(),
            })
            .collect();
        rows.sort_by_key(|row| (row.cloud, row.id));
        rows
    }

    fn service_rows(&self, filter: &Filter) -> Vec<ServiceRow<'c>> {
        let facts = self.facts();
        let claims = self.counted(filter, |claim| claim.service);
        let mut rows: Vec<_> = facts
            .services
            .iter()
            .filter(|(_, service)| filter.provider.is_none_or(|id| id == service.provider))
            .filter(|(id, _)| !filter.asks_for_claims() || claims.contains_key(id))
            .map(|(id, service)| ServiceRow {
                id: service.id.as_str(),
                name: &service.name,
                provider: facts.providers[service.provider].id.as_str(),
                platform: service.is_platform,
                claims: count(&claims, &id),
            })
            .collect();
        rows.sort_by_key(|row| row.id);
        rows
    }

    fn standard_rows(&self, filter: &Filter) -> Vec<StandardRow<'c>> {
        let facts = self.facts();
        let claims = self.counted(filter, |claim| claim.standard.standard);
        let narrowed = filter.asks_for_claims() || filter.provider.is_some();
        let mut rows: Vec<_> = facts
            .standards
            .iter()
            .filter(|(id, _)| !narrowed || claims.contains_key(id))
            .map(|(id, standard)| StandardRow {
                id: standard.id.as_str(),
                name: &standard.name,
                segment: standard.segment.name(),
                kind: standard.kind.name(),
                editions: standard.editions.len(),
                levels: standard.levels.len(),
                claims: count(&claims, &id),
            })
            .collect();
        rows.sort_by_key(|row| row.id);
        rows
    }

    pub(super) fn document_rows(&self, filter: &Filter) -> Vec<DocumentRow<'c>> {
        let mut counts = self.counted(filter, |claim| claim.document);
        if !filter.asks_for_claims() {
            // A document without a claim is listed as well.
            let of_provider = |document: &Document| filter.provider.is_none_or(|id| document.provider == Some(id));
            for (id, _) in self.facts().documents.iter().filter(|(_, document)| of_provider(document)) {
                counts.entry(id).or_default();
            }
        }
        self.documents_counted(counts)
    }

    /// Rows for documents with a number of their claims, newest first; without those that the day doesn't see.
    pub(super) fn documents_counted(&self, counts: BTreeMap<Id<Document>, usize>) -> Vec<DocumentRow<'c>> {
        let seen = counts.into_iter().filter(|(id, _)| self.sees(*id));
        let mut rows: Vec<_> = seen
            .map(|(id, claims)| {
                let document = &self.facts().documents[id];
                DocumentRow {
                    id: document.id.as_str(),
                    title: &document.title,
                    publisher: &document.publisher,
                    as_of: Day(document.as_of),
                    age: self.age(document),
                    claims,
                    replaced_by: self.replaced_by(id),
                }
            })
            .collect();
        rows.sort_by_key(|row| (Reverse(row.as_of), row.id));
        rows
    }

    /// How many claims that `filter` takes there are of each sort that `key` makes.
    fn counted<K: Ord>(&self, filter: &Filter, key: impl Fn(&Claim) -> K) -> BTreeMap<K, usize> {
        tally(self.claims().filter(|(_, claim)| filter.takes(self, claim)).map(|(_, claim)| key(claim)))
    }
}

/// How often each key occurs.
fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

fn count<K: Ord>(counts: &BTreeMap<K, usize>, key: &K) -> usize {
    counts.get(key).copied().unwrap_or_default()
}
