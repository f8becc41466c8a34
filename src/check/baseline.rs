//! What is new, what was known and what is cured, beside a baseline.

use std::collections::{BTreeSet, HashMap};

use super::fingerprints;
use super::outcome::{About, Finding, Outcome};
use super::words;
use crate::model::baseline::KnownFinding;

/// What a finding is about, wherever it runs: the rule, the service, the standard and the cloud.
type Gap<'f> = (&'f str, Option<&'f str>, Option<&'f str>, Option<&'f str>);

/// Marks the findings that are known, and gives those that are cured: known, and found no more. Where the manifest could
/// not be taken as a whole, nothing is called cured, since it may be in what was left out.
///
/// A requirement that fails in fewer regions than before is known, and one that fails in more is new.
pub fn compare(outcome: &mut Outcome, known: &[KnownFinding], is_whole: bool) -> Vec<KnownFinding> {
    let baseline = Known::of(known);
    for finding in outcome.findings.iter_mut().filter(|finding| finding.waived.is_none()) {
        match baseline.holds(finding) {
            Held::Whole => finding.known = true,
            Held::In(regions) => {
                finding.message.push_str(&format!("; the baseline knows this in {} alone", words::few(&regions)));
            }
            Held::Not => {}
        }
    }
    if !is_whole {
        return Vec::new();
    }
    known.iter().filter(|one| !is_found(one, &outcome.findings)).cloned().collect()
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
            fingerprint: finding.fingerprint.clone(),
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

/// How far a baseline holds a finding.
enum Held {
    Whole,
    /// In these of its regions, and not in the others.
    In(Vec<String>),
    Not,
}

impl<'k> Known<'k> {
    fn of(known: &'k [KnownFinding]) -> Self {
        let mut regions: HashMap<_, BTreeSet<&str>> = HashMap::new();
        for one in known {
            regions.entry(gap_of(one)).or_default().extend(one.regions.iter().flatten().map(String::as_str));
        }
        Self { by_fingerprint: known.iter().map(|one| (one.fingerprint.as_str(), one)).collect(), regions }
    }

    fn holds(&self, finding: &Finding) -> Held {
        let entry = |fingerprint: &str| self.by_fingerprint.get(fingerprint).copied();
        if !is_by_region(finding) {
            let fits = |one: &KnownFinding| one.regions.as_ref().is_none_or(|known| *known == sorted(&finding.regions));
            return if entry(&finding.fingerprint).is_some_and(fits) { Held::Whole } else { Held::Not };
        }
        let before = entry(&fingerprints::with_regions(finding)).filter(|one| one.regions.is_none());
        let known = self.regions.get(&gap(finding));
        let is_known = |region: &&String| known.is_some_and(|known| known.contains(region.as_str()));
        let known: Vec<_> = finding.regions.iter().filter(is_known).cloned().collect();
        match known.len() {
            _ if before.is_some() => Held::Whole,
            0 => Held::Not,
            length if length == finding.regions.len() => Held::Whole,
            _ => Held::In(known),
        }
    }
}

/// In an order that no change of the manifest's lines turns round.
fn sorted(regions: &[String]) -> Vec<String> {
    let mut regions = regions.to_vec();
    regions.sort();
    regions
}

/// Whether what a baseline knows is still found, excused or not.
fn is_found(known: &KnownFinding, findings: &[Finding]) -> bool {
    findings.iter().any(|finding| match known.regions.as_deref() {
        Some(regions) if is_by_region(finding) => {
            gap(finding) == gap_of(known) && finding.regions.iter().any(|region| regions.contains(region))
        }
        Some(regions) => known.fingerprint == finding.fingerprint && regions == sorted(&finding.regions),
        None => known.fingerprint == finding.fingerprint || known.fingerprint == fingerprints::with_regions(finding),
    })
}

/// Whether it is about one requirement in some regions, which may change while it stays the same.
fn is_by_region(finding: &Finding) -> bool {
    let is_requirement = matches!(finding.about.as_slice(), [About::Requirement { .. }]);
    is_requirement && !finding.is_shared && !finding.regions.is_empty()
}

fn gap(finding: &Finding) -> Gap<'_> {
    let Finding { rule, service, standard, cloud, .. } = finding;
    (rule, service.as_deref(), standard.as_deref(), cloud.as_deref())
}

fn gap_of(known: &KnownFinding) -> Gap<'_> {
    let KnownFinding { rule, service, standard, cloud, .. } = known;
    (rule, service.as_deref(), standard.as_deref(), cloud.as_deref())
}
