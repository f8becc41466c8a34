//! The services of a manifest, by their names and with those that data goes to or comes from.

use std::collections::{BTreeSet, HashMap};

use crate::model::deployment::{Deployment, ServiceInstance};
use crate::model::id::Id;
use crate::model::provider::{Cloud, Region};

/// Where the services of a manifest stand, and which of them are linked by a flow.
pub(super) struct Services<'d> {
    all: &'d [ServiceInstance],
    places: HashMap<&'d str, usize>,
    /// For each service, in the order of the manifest, those that it sends to or has something from.
    linked: Vec<Vec<usize>>,
    /// Where the manifest runs something already.
    used: BTreeSet<(Id<Cloud>, Id<Region>)>,
}

impl<'d> Services<'d> {
    pub(super) fn of(deployment: &'d Deployment) -> Self {
        let all = deployment.services.as_slice();
        let places: HashMap<_, _> = all.iter().enumerate().map(|(at, one)| (one.name.value.as_str(), at)).collect();
        let mut linked = vec![Vec::new(); all.len()];
        for (from, one) in all.iter().enumerate() {
            for &to in one.sends_to.iter().filter_map(|flow| places.get(flow.to.value.as_str())) {
                linked[from].push(to);
                linked[to].push(from);
            }
        }
        let regions = |one: &'d ServiceInstance| one.regions.iter().map(|region| (one.cloud.value, region.value));
        Self { all, places, linked, used: all.iter().flat_map(regions).collect() }
    }

    /// The service of this name.
    pub(super) fn named(&self, name: &str) -> Option<&'d ServiceInstance> {
        self.places.get(name).map(|&at| &self.all[at])
    }

    /// Whether the manifest runs something there already.
    pub(super) fn use_place(&self, cloud: Id<Cloud>, region: Id<Region>) -> bool {
        self.used.contains(&(cloud, region))
    }

    /// The service at this place with all that a change of it can reach, in the order of the manifest: rules look at both
    /// ends of a flow, and no further. What data comes by how many steps doesn't depend on where anything runs.
    pub(super) fn within_reach(&self, service: usize) -> Vec<usize> {
        let mut reached = vec![service];
        reached.extend(&self.linked[service]);
        reached.sort_unstable();
        reached.dedup();
        reached
    }
}
