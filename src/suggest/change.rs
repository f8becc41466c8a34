//! A change, as it is made to a deployment that has been read.

use crate::model::deployment::{Deployment, ServiceInstance, SignedAgreement};
use crate::model::id::{Id, Slug};
use crate::model::provider::{Agreement, Cloud, Region};
use crate::text::{Span, Spanned};

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// One service.
    Service(Change),
    /// The cloud of all services that name none, and what that brings with it for each of them.
    DefaultCloud { cloud: Id<Cloud>, changes: Vec<Change> },
    /// An agreement is declared, without dates: nobody here knows them.
    Agreement(Id<Agreement>),
}

/// What is to be changed of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Which one, by its place in the deployment.
    pub(super) service: usize,
    /// Where it is to run.
    pub(super) place: Option<Place>,
    /// The conditions that it is to be said to meet, beside those that it is said to meet already.
    pub(super) meets: Vec<Slug>,
}

/// Where a service runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) cloud: Id<Cloud>,
    /// None for a use that is not bound to a region. Each takes the place of the one at the same index, where there are
    /// as many as before.
    pub(super) regions: Vec<Id<Region>>,
}

impl Step {
    /// Makes the change.
    pub(super) fn apply(&self, deployment: &mut Deployment) {
        match self {
            Self::Service(change) => change.apply(&mut deployment.services),
            Self::DefaultCloud { changes, .. } => {
                changes.iter().for_each(|change| change.apply(&mut deployment.services));
            }
            Self::Agreement(agreement) => deployment.agreements.push(SignedAgreement {
                agreement: Spanned::new(*agreement, Span::default()),
                signed: None,
                expires: None,
            }),
        }
    }

    /// The services that it changes.
    pub(super) fn services(&self) -> Vec<usize> {
        match self {
            Self::Service(change) => vec![change.service],
            Self::DefaultCloud { changes, .. } => changes.iter().map(|change| change.service).collect(),
            Self::Agreement(_) => Vec::new(),
        }
    }
}

impl Change {
    /// Makes the change to one of `services`.
    pub(super) fn apply(&self, services: &mut [ServiceInstance]) {
        let Some(instance) = services.get_mut(self.service) else { return };
        if let Some(place) = &self.place {
            instance.cloud.value = place.cloud;
            instance.regions = place.regions.iter().map(|&region| Spanned::new(region, Span::default())).collect();
        }
        instance.meets.extend(self.meets.iter().map(|condition| Spanned::new(condition.clone(), Span::default())));
    }

    /// How many words of the manifest it changes.
    pub(super) fn size(&self, instance: &ServiceInstance) -> usize {
        let place = self.place.as_ref().map_or(0, |place| {
            let old: Vec<_> = instance.regions.iter().map(|region| region.value).collect();
            let changed = place.regions.iter().enumerate().filter(|(at, region)| old.get(*at) != Some(*region)).count();
            let dropped = old.len().saturating_sub(place.regions.len());
            usize::from(place.cloud != instance.cloud.value) + changed + dropped
        });
        place + self.meets.len()
    }
}
