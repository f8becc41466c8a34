//! Whom a finding is about that several requirements share, and that names none of them.

use super::FileReport;
use crate::check::outcome::{About, Finding, RequirementOutcome};

/// The requirements that a finding of a file is about.
pub(super) fn requirements<'f>(
    file: &'f FileReport,
    finding: &'f Finding,
) -> impl Iterator<Item = &'f RequirementOutcome> {
    finding.about.iter().filter_map(|about| match about {
        About::Requirement { number, .. } => file.outcome.requirements.get(*number),
        _ => None,
    })
}

/// The service instances that share a finding which is about none of them alone, each once.
pub(super) fn services<'f>(file: &'f FileReport, finding: &'f Finding) -> Vec<&'f str> {
    let mut services = Vec::new();
    for requirement in requirements(file, finding).filter(|_| finding.service.is_none()) {
        if !services.contains(&requirement.service.as_str()) {
            services.push(requirement.service.as_str());
        }
    }
    services
}
