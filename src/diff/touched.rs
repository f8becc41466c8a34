//! The requirements of a manifest whose verdict changes.

use std::collections::BTreeMap;

use crate::check::outcome::{Outcome, RequirementOutcome};
use crate::model::verdict::Verdict;

/// A requirement whose verdict changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The manifest.
    pub path: String,
    /// The team's own name for the service instance.
    pub service: String,
    /// The requirement, as `standard[:edition][@level]`.
    pub standard: String,
    /// The cloud's id.
    pub cloud: String,
    /// The regions whose verdict changes; empty for a use that is not bound to one.
    pub regions: Vec<String>,
    /// The verdict so far.
    pub old: Verdict,
    /// The verdict from now on.
    pub new: Verdict,
}

/// What a verdict is about, by region.
type Verdicts = BTreeMap<(String, String, String, String), Verdict>;

/// The requirements of one manifest whose verdict is another one in `new`.
pub fn touched(path: &str, old: &Outcome, new: &Outcome) -> Vec<Touched> {
    let (before, after) = (verdicts(old), verdicts(new));
    let mut found: BTreeMap<(String, String, String, Verdict, Verdict), Vec<String>> = BTreeMap::new();
    for ((service, standard, cloud, region), &verdict) in &after {
        let key = (service.clone(), standard.clone(), cloud.clone(), region.clone());
        let Some(&was) = before.get(&key).filter(|&&was| was != verdict) else { continue };
        let regions = found.entry((key.0, key.1, key.2, was, verdict)).or_default();
        regions.extend(Some(region.clone()).filter(|region| !region.is_empty()));
    }
    found
        .into_iter()
        .map(|((service, standard, cloud, old, new), regions)| Touched {
            path: path.to_owned(),
            service,
            standard,
            cloud,
            regions,
            old,
            new,
        })
        .collect()
}

fn verdicts(outcome: &Outcome) -> Verdicts {
    let mut found = Verdicts::new();
    for requirement in &outcome.requirements {
        let regions = if requirement.regions.is_empty() { vec![String::new()] } else { requirement.regions.to_vec() };
        for region in regions {
            let key = (requirement.service.clone(), reference(requirement), requirement.cloud.clone(), region);
            found.insert(key, requirement.verdict);
        }
    }
    found
}

fn reference(requirement: &RequirementOutcome) -> String {
    let scope = &requirement.required;
    let edition = scope.edition.as_ref().map(|edition| format!(":{edition}")).unwrap_or_default();
    let level = scope.level.as_ref().map(|level| format!("@{level}")).unwrap_or_default();
    format!("{}{edition}{level}", scope.standard)
}
