//! What is new, what was known and what is cured, beside a baseline.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::outcome::{About, Finding, Outcome};
use crate::model::baseline::KnownFinding;

/// What a finding is about, wherever it runs: the rule, the service, the standard and the cloud.
type Gap<'f> = (&'f str, Option<&'f str>, Option<&'f str>, Option<&'f str>);

/// Marks the findings that are known, and gives those that are cured: known, and found no more, excused or not. Where the
/// manifest could not be taken as a whole, nothing is called cured, since it may be in what was left out.
///
/// A requirement that fails in fewer regions than before is known, and cured in the others; one that fails in more is new
/// in these.
pub fn compare(outcome: &mut Outcome, known: &[KnownFinding], is_whole: bool) -> Vec<KnownFinding> {
    let baseline = Known::of(known);
    for finding in outcome.findings.iter_mut().filter(|finding| finding.waived.is_none()) {
        let regions = baseline.regions_of(finding);
        let new: Vec<_> = finding.regions.iter().filter(|one| !regions.contains(one.as_str())).cloned().collect();
        if !is_by_region(finding) || new.is_empty() {
            finding.known = baseline.holds(finding);
        } else if new.len() < finding.regions.len() {
            finding.new_in = new;
        }
    }
    if !is_whole {
        return Vec::new();
    }
    let found = Found::of(&outcome.findings);
    known.iter().filter_map(|one| found.cured(one)).collect()
}

/// What of an outcome a baseline is to hold: all that nobody excuses.
pub fn known(outcome: &Outcome) -> Vec<KnownFinding> {
    let open = outcome.findings.iter().filter(|finding| finding.waived.is_none());
    let mut known: Vec<_> = open
        .map(|finding| KnownFinding {
            rule: finding.rule.clone(),
            service: finding.service.clone(),
            standard: finding.standard.clone(),
            cloud: finding.cloud.clone(),
            regions: (!finding.is_shared).then(|| sorted(&finding.regions)),
            fingerprint: finding.fingerprint.to_string(),
        })
        .collect();
    known.sort();
    known
}

/// A baseline, ready to be asked.
struct Known<'k> {
    by_fingerprint: HashMap<&'k str, &'k KnownFinding>,
    /// The regions in which requirements are known to fail.
    regions: HashMap<Gap<'k>, BTreeSet<&'k str>>,
}

impl<'k> Known<'k> {
    fn of(known: &'k [KnownFinding]) -> Self {
        let mut regions: HashMap<_, BTreeSet<&str>> = HashMap::new();
        for one in known {
            regions.entry(gap_of(one)).or_default().extend(one.regions.iter().flatten().map(String::as_str));
        }
        Self { by_fingerprint: known.iter().map(|one| (one.fingerprint.as_str(), one)).collect(), regions }
    }

    /// The regions in which what a finding is about is known.
    fn regions_of(&self, finding: &Finding) -> BTreeSet<&'k str> {
        self.regions.get(&gap(finding)).cloned().unwrap_or_default()
    }

    /// Whether a finding is known, whose regions are.
    fn holds(&self, finding: &Finding) -> bool {
        let fits = |one: &&KnownFinding| one.regions.as_ref().is_none_or(|known| *known == sorted(&finding.regions));
        is_by_region(finding) || self.by_fingerprint.get(finding.fingerprint.as_str()).is_some_and(fits)
    }
}

/// What is found, excused or not, ready to be asked.
struct Found<'f> {
    fingerprints: HashSet<&'f str>,
    /// Where requirements fail. A use that is bound to no region may run in each of them.
    places: HashMap<Gap<'f>, Places<'f>>,
}

/// Where a requirement fails.
#[derive(Default)]
struct Places<'f> {
    regions: HashSet<&'f str>,
    anywhere: bool,
}

impl<'f> Found<'f> {
    fn of(findings: &'f [Finding]) -> Self {
        let mut places: HashMap<_, Places<'_>> = HashMap::new();
        for finding in findings.iter().filter(|finding| is_on_one_requirement(finding)) {
            let places = places.entry(gap(finding)).or_default();
            places.regions.extend(finding.regions.iter().map(String::as_str));
            places.anywhere |= finding.regions.is_empty();
        }
        Self { fingerprints: findings.iter().map(|finding| finding.fingerprint.as_str()).collect(), places }
    }

    /// What of a known finding is cured: all of it, or some of its regions.
    fn cured(&self, known: &KnownFinding) -> Option<KnownFinding> {
        let Some(places) = self.places.get(&gap_of(known)) else {
            return (!self.fingerprints.contains(known.fingerprint.as_str())).then(|| known.clone());
        };
        let is_mended = |region: &&String| !places.anywhere && !places.regions.contains(region.as_str());
        let mended: Vec<_> = known.regions.iter().flatten().filter(is_mended).cloned().collect();
        (!mended.is_empty()).then(|| KnownFinding { regions: Some(mended), ..known.clone() })
    }
}

/// In an order that no change of the manifest's lines turns round.
fn sorted(regions: &[String]) -> Vec<String> {
    let mut regions = regions.to_vec();
    regions.sort();
    regions
}

/// Whether it is about one requirement in some regions, which may change while it stays the same.
fn is_by_region(finding: &Finding) -> bool {
    is_on_one_requirement(finding) && !finding.regions.is_empty()
}

fn is_on_one_requirement(finding: &Finding) -> bool {
    matches!(finding.about.as_slice(), [About::Requirement { .. }]) && !finding.is_shared
}

fn gap(finding: &Finding) -> Gap<'_> {
    let Finding { rule, service, standard, cloud, .. } = finding;
    (rule, service.as_deref(), standard.as_deref(), cloud.as_deref())
}

fn gap_of(known: &KnownFinding) -> Gap<'_> {
    let KnownFinding { rule, service, standard, cloud, .. } = known;
    (rule, service.as_deref(), standard.as_deref(), cloud.as_deref())
}
