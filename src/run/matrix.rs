//! `matrix`: services × standards at a glance.

use std::io::Write;

use jiff::civil::Date;

use super::manifests::{self, Checked};
use super::{Exit, Sources, today};
use crate::model::deployment::{Deployment, ServiceInstance};
use crate::model::facts::Facts;
use crate::report::Style;
use crate::report::matrix::{Instance, Matrices, MatrixFormat, MatrixOf};

/// What `matrix` is asked to show.
#[derive(Debug, Clone)]
pub struct MatrixRequest {
    /// Files, folders, globs, or `-`.
    pub paths: Vec<String>,
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// How it is shown.
    pub format: MatrixFormat,
    /// How it looks.
    pub style: Style,
    /// What else is known.
    pub sources: Sources,
}

/// Writes the matrix of every manifest to `out`, and the problems to `err` where the format has no place for them.
///
/// # Errors
///
/// What can't be written, in words for standard error.
pub fn matrix(request: &MatrixRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let as_of = request.as_of.unwrap_or_else(today);
    let manifests = manifests::each(&request.paths, &request.sources, as_of, None, of);
    let matrices = Matrices { as_of, manifests };
    let written = matrices.write(request.format, &request.style, out).and_then(|()| out.flush());
    let problems = matrices.manifests.iter().flat_map(|one| one.problems.iter().cloned()).collect();
    manifests::shown(written, problems, request.format == MatrixFormat::Json, &request.style, err)
}

fn of(checked: Checked, facts: &Facts) -> MatrixOf {
    let Checked { source, problems, deployment, outcome, .. } = checked;
    MatrixOf {
        name: deployment.as_ref().and_then(|one| one.name.as_ref()).map(|name| name.value.clone()),
        services: deployment.as_ref().map(|one| instances(one, facts)).unwrap_or_default(),
        source,
        problems,
        outcome,
    }
}

/// The service instances of a deployment, as reports name them.
pub(super) fn instances(deployment: &Deployment, facts: &Facts) -> Vec<Instance> {
    let instance = |instance: &ServiceInstance| Instance {
        name: instance.name.value.clone(),
        service: facts.services[instance.service.value].id.to_string(),
        cloud: facts.clouds[instance.cloud.value].id.to_string(),
    };
    deployment.services.iter().map(instance).collect()
}
