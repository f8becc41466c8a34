//! What a deployment is asked for by name: its service instances, by which flows tell where data goes, and its waivers.

use std::collections::HashMap;

use super::waivers::Written;
use crate::model::deployment::{Deployment, Flow, ServiceInstance};

/// Where each name of a service instance stands, and what its waivers are written for.
#[derive(Debug)]
pub(super) struct Named<'d> {
    services: &'d [ServiceInstance],
    places: HashMap<&'d str, usize>,
    pub(super) waivers: Written,
}

impl<'d> Named<'d> {
    /// Takes up the names of a deployment, unless nothing flows in it: then nobody asks for them.
    pub(super) fn new(deployment: &'d Deployment) -> Self {
        let services = deployment.services.as_slice();
        let is_asked = services.iter().any(|one| !one.sends_to.is_empty());
        let named = services.iter().filter(|_| is_asked).enumerate();
        let places = named.map(|(at, one)| (one.name.value.as_str(), at)).collect();
        Self { services, places, waivers: Written::new(&deployment.waivers) }
    }

    /// The place of the service instance that a flow leads to; none where it was left out for a problem.
    pub(super) fn place(&self, flow: &Flow) -> Option<usize> {
        self.places.get(flow.to.value.as_str()).copied()
    }

    /// The service instance that a flow leads to; none where it was left out for a problem.
    pub(super) fn receiver(&self, flow: &Flow) -> Option<&'d ServiceInstance> {
        self.place(flow).map(|at| &self.services[at])
    }
}
