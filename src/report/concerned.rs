//! Which findings are about which requirement.

use std::collections::HashMap;

use crate::check::outcome::{About, Finding, RequirementOutcome};

/// A finding with its place among those of its manifest.
type Placed<'f> = (usize, &'f Finding);

/// The findings of a manifest, by what they are about.
pub(super) struct Concerned<'f> {
    /// By the place of the requirement in the outcome: one finding may be about several, of several services.
    by_requirement: HashMap<usize, Vec<Placed<'f>>>,
    /// Those that are about no requirement, by the service instance: one on an agreement is told with what it is for.
    by_service: HashMap<&'f str, Vec<Placed<'f>>>,
}

impl<'f> Concerned<'f> {
    pub(super) fn of(findings: &'f [Finding]) -> Self {
        let mut concerned = Self { by_requirement: HashMap::new(), by_service: HashMap::new() };
        for placed in findings.iter().enumerate() {
            let mut numbers: Vec<_> = placed.1.about.iter().filter_map(number).collect();
            numbers.dedup();
            if let (true, Some(service)) = (numbers.is_empty(), &placed.1.service) {
                concerned.by_service.entry(service).or_default().push(placed);
            }
            numbers.into_iter().for_each(|one| concerned.by_requirement.entry(one).or_default().push(placed));
        }
        concerned
    }

    /// What is found on the requirement with this place in the outcome, alone or together with others.
    pub(super) fn by(&self, number: usize, requirement: &RequirementOutcome) -> Vec<Placed<'f>> {
        let reference = requirement.required.reference();
        let beside = self.by_service.get(requirement.service.as_str()).into_iter().flatten();
        let beside = beside.filter(|(_, finding)| is_beside(finding, requirement, &reference));
        let on = self.by_requirement.get(&number).into_iter().flatten();
        let mut found: Vec<_> = on.chain(beside).copied().collect();
        found.sort_by_key(|(place, _)| *place);
        found
    }
}

fn number(about: &About) -> Option<usize> {
    match about {
        About::Requirement { number, .. } => Some(*number),
        _ => None,
    }
}

/// Whether a finding on the same service instance that is about no requirement is about the same standard.
fn is_beside(finding: &Finding, requirement: &RequirementOutcome, reference: &str) -> bool {
    finding.standard.as_deref() == Some(reference)
        && finding.verdict.is_none_or(|verdict| verdict == requirement.verdict)
        && (finding.regions.is_empty() || requirement.regions.iter().any(|region| finding.regions.contains(region)))
}
