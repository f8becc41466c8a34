//! What is new, what was known and what is cured, beside a baseline.

use std::collections::HashSet;

use super::outcome::Outcome;
use crate::model::baseline::KnownFinding;

/// Marks the findings that are known, and gives those that are cured: known, and found no more. Where the manifest could
/// not be taken as a whole, nothing is called cured, since it may be in what was left out.
pub fn compare(outcome: &mut Outcome, known: &[KnownFinding], is_whole: bool) -> Vec<KnownFinding> {
    let fingerprints: HashSet<&str> = known.iter().map(|one| one.fingerprint.as_str()).collect();
    for finding in outcome.findings.iter_mut().filter(|finding| finding.waived.is_none()) {
        finding.known = fingerprints.contains(finding.fingerprint.as_str());
    }
    if !is_whole {
        return Vec::new();
    }
    let found: HashSet<&str> = outcome.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    // Several subjects that share a finding have another fingerprint once a waiver excuses them, and are not cured by it.
    let excused = outcome.findings.iter().filter(|finding| finding.waived.is_some());
    let excused: HashSet<_> = excused.map(|finding| (&finding.rule, &finding.service, &finding.standard)).collect();
    let is_cured = |one: &&KnownFinding| {
        !found.contains(one.fingerprint.as_str()) && !excused.contains(&(&one.rule, &one.service, &one.standard))
    };
    known.iter().filter(is_cured).cloned().collect()
}

/// What of an outcome a baseline is to hold: all that nobody excuses.
pub fn known(outcome: &Outcome) -> Vec<KnownFinding> {
    let open = outcome.findings.iter().filter(|finding| finding.waived.is_none());
    let mut known: Vec<_> = open
        .map(|finding| KnownFinding {
            rule: finding.rule.clone(),
            service: finding.service.clone(),
            standard: finding.standard.clone(),
            fingerprint: finding.fingerprint.clone(),
        })
        .collect();
    known.sort();
    known
}
