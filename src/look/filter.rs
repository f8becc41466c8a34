//! What narrows a list.

use super::find::find_as;
use super::thing::{Kind, Thing};
use super::{Listed, Look};
use crate::catalog::{Catalog, NotFound};
use crate::model::evidence::Claim;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Provider};
use crate::model::standard::StandardRef;

/// What narrows a list, as names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterBy {
    /// A provider.
    pub provider: Option<String>,
    /// A cloud.
    pub cloud: Option<String>,
    /// A standard, with an edition and a level where they matter.
    pub standard: Option<String>,
}

/// What narrows a list, found in the catalogue.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub(super) provider: Option<Id<Provider>>,
    pub(super) cloud: Option<Id<Cloud>>,
    pub(super) standard: Option<StandardRef>,
}

impl Filter {
    /// Finds the names of `by` for a list of `listed`.
    ///
    /// # Errors
    ///
    /// That a name is unknown, or that such a list can't be narrowed so.
    pub fn new(catalog: &Catalog, listed: Option<Listed>, by: &FilterBy) -> Result<Self, NotFound> {
        let mut filter = Self::default();
        for (kind, name) in [(Kind::Provider, &by.provider), (Kind::Cloud, &by.cloud), (Kind::Standard, &by.standard)] {
            let Some(name) = name else { continue };
            if !listed.is_some_and(|listed| listed.filters().contains(&kind)) {
                return Err(not_narrowed(listed, kind));
            }
            match find_as(catalog, Some(kind), name)? {
                Thing::Provider(provider) => filter.provider = Some(provider),
                Thing::Cloud(cloud) => filter.cloud = Some(cloud),
                Thing::Standard(standard) => filter.standard = Some(standard),
                Thing::Service(_) | Thing::Region(_) | Thing::Document(_) | Thing::Agreement(_) => {}
            }
        }
        Ok(filter)
    }

    /// Whether anything is narrowed by what claims say.
    pub(super) fn asks_for_claims(&self) -> bool {
        self.cloud.is_some() || self.standard.is_some()
    }

    /// Whether a claim is on what is asked for.
    pub(super) fn takes(&self, look: &Look<'_>, claim: &Claim) -> bool {
        let service = &look.facts().services[claim.service];
        self.provider.is_none_or(|provider| provider == service.provider)
            && self.cloud.is_none_or(|cloud| cloud == look.catalog.cloud_of(claim))
            && self.standard.is_none_or(|standard| {
                standard.standard == claim.standard.standard
                    && standard.edition.is_none_or(|edition| claim.standard.edition == Some(edition))
                    && standard.level.is_none_or(|level| claim.standard.level == Some(level))
            })
    }
}

fn not_narrowed(listed: Option<Listed>, kind: Kind) -> NotFound {
    let Some(listed) = listed else {
        return NotFound {
            message: format!("the overview can't be narrowed to a {}", kind.name()),
            help: Some("say what to list: `services`, for instance".to_owned()),
        };
    };
    let filters: Vec<_> = listed.filters().iter().map(|kind| format!("--{}", kind.name())).collect();
    NotFound {
        message: format!("a list of {} can't be narrowed to a {}", listed.name(), kind.name()),
        help: (!filters.is_empty()).then(|| format!("{} is what it takes", filters.join(" or "))),
    }
}
