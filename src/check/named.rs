//! The service instances of a deployment by their names, by which flows tell where data goes.

use std::collections::HashMap;

use crate::model::deployment::{Deployment, Flow, ServiceInstance};

/// Where each name of a service instance stands.
#[derive(Debug)]
pub(super) struct Named<'d> {
    services: &'d [ServiceInstance],
    places: HashMap<&'d str, usize>,
}

impl<'d> Named<'d> {
    /// Takes up the names of a deployment, unless nothing flows in it: then nobody asks for them.
    pub(super) fn new(deployment: &'d Deployment) -> Self {
        let services = deployment.services.as_slice();
        let is_asked = services.iter().any(|one| !one.sends_to.is_empty());
        let named = services.iter().filter(|_| is_asked).enumerate();
        Self { services, places: named.map(|(at, one)| (one.name.value.as_str(), at)).collect() }
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
