//! The pages of providers, clouds, regions and agreements.

use std::collections::BTreeMap;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::list::{CloudRow, DocumentRow, RegionRow};
use super::{Day, Filter, Look};
use crate::model::Text;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Provider, Region, RegionStatus};

/// What is known of one provider.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct ProviderPage<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// How many services it offers.
    pub services: usize,
    /// Its clouds.
    pub clouds: Vec<CloudRow<'c>>,
    /// The documents on its services, newest first.
    pub documents: Vec<DocumentRow<'c>>,
}

/// What is known of one cloud.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct CloudPage<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// Its other spellings.
    pub aliases: Vec<&'c str>,
    /// The id of its provider.
    pub provider: &'c str,
    /// What is known of its operation.
    pub status: &'static str,
    /// The last day on which it ran, where it was closed.
    pub closed: Option<Day>,
    /// Groups of its regions that documents name as if they were clouds.
    pub parts: Vec<PartEntry<'c>>,
    /// The ids of the documents and publications that say all this.
    pub stated_in: Vec<&'c str>,
    /// Its regions.
    pub regions: Vec<RegionRow<'c>>,
    /// The documents that make claims on services there, newest first, with the number of those claims.
    pub documents: Vec<DocumentRow<'c>>,
}

/// A group of a cloud's regions.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct PartEntry<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// The ids of its regions.
    pub regions: Vec<&'c str>,
}

/// What is known of one region.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct RegionPage<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// The id of its cloud.
    pub cloud: &'c str,
    /// The market that the provider counts it to.
    pub geography: Option<&'c str>,
    /// The country.
    pub country: Option<&'c str>,
    /// City or state.
    pub place: Option<&'c str>,
    /// The ids of the regions that it is paired with.
    pub pairs: Vec<&'c str>,
    /// Whether it has availability zones.
    pub zones: Option<bool>,
    /// Whether access has to be asked for.
    pub restricted: Option<bool>,
    /// What is known of its operation.
    pub status: &'static str,
    /// The last day on which it ran, where it was closed.
    pub closed: Option<Day>,
    /// The ids of the documents and publications that say all this.
    pub stated_in: Vec<&'c str>,
    /// The documents that limit claims to this region among others, with the number of those claims.
    pub documents: Vec<DocumentRow<'c>>,
}

/// What is known of one agreement.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct AgreementPage<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// Its other spellings.
    pub aliases: Vec<&'c str>,
    /// The id of the provider that signs it.
    pub provider: &'c str,
    /// The id of the standard that it answers for.
    pub standard: &'c str,
    /// The ids of the documents and publications that say all this.
    pub stated_in: Vec<&'c str>,
}

impl<'c> Look<'c> {
    /// The page of a provider.
    pub(super) fn provider(&self, id: Id<Provider>) -> ProviderPage<'c> {
        let facts = self.facts();
        let provider = &facts.providers[id];
        let filter = Filter { provider: Some(id), ..Filter::default() };
        ProviderPage {
            id: provider.id.as_str(),
            name: &provider.name,
            services: facts.services.iter().filter(|(_, service)| service.provider == id).count(),
            clouds: self.cloud_rows(&filter),
            documents: self.document_rows(&filter),
        }
    }

    /// The page of a cloud.
    pub(super) fn cloud(&self, id: Id<Cloud>) -> CloudPage<'c> {
        let facts = self.facts();
        let cloud = &facts.clouds[id];
        let region = |&id: &Id<Region>| facts.regions[id].id.as_str();
        let parts = cloud.parts.iter().map(|part| PartEntry {
            id: part.id.as_str(),
            name: &part.name,
            regions: part.regions.iter().map(region).collect(),
        });
        let filter = Filter { cloud: Some(id), ..Filter::default() };
        CloudPage {
            id: cloud.id.as_str(),
            name: &cloud.name,
            aliases: cloud.aliases.iter().map(Text::as_str).collect(),
            provider: facts.providers[cloud.provider].id.as_str(),
            status: cloud.status.name(),
            closed: cloud.status.closed().map(Day),
            parts: parts.collect(),
            stated_in: self.sources(&cloud.stated_in),
            regions: self.region_rows(&filter),
            documents: self.document_rows(&filter),
        }
    }

    /// The page of a region.
    pub(super) fn region(&self, id: Id<Region>) -> RegionPage<'c> {
        let facts = self.facts();
        let region = &facts.regions[id];
        let mut limited: BTreeMap<_, usize> = BTreeMap::new();
        for (_, claim) in self.claims().filter(|(_, claim)| claim.regions.contains(&id)) {
            *limited.entry(claim.document).or_default() += 1;
        }
        RegionPage {
            id: region.id.as_str(),
            name: region.display_name(),
            cloud: facts.clouds[region.cloud].id.as_str(),
            geography: region.geography.as_deref(),
            country: region.country.as_deref(),
            place: region.place.as_deref(),
            pairs: region.pairs.iter().map(|&pair| facts.regions[pair].id.as_str()).collect(),
            zones: region.zones,
            restricted: region.restricted,
            status: region.status.name(),
            closed: match region.status {
                RegionStatus::Closed(day) => Some(Day(day)),
                RegionStatus::Active | RegionStatus::Staging | RegionStatus::NamedOnly => None,
            },
            stated_in: self.sources(&region.stated_in),
            documents: self.documents_counted(limited),
        }
    }

    /// The page of an agreement.
    pub(super) fn agreement(&self, id: Id<Agreement>) -> AgreementPage<'c> {
        let facts = self.facts();
        let agreement = &facts.agreements[id];
        AgreementPage {
            id: agreement.id.as_str(),
            name: &agreement.name,
            aliases: agreement.aliases.iter().map(Text::as_str).collect(),
            provider: facts.providers[agreement.provider].id.as_str(),
            standard: facts.standards[agreement.standard].id.as_str(),
            stated_in: self.sources(&agreement.stated_in),
        }
    }
}
