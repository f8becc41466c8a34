//! Dated, approved exceptions: what each of them excuses.

use jiff::civil::Date;

use super::outcome::{Finding, Waived};
use super::patterns::one_matches;
use crate::model::deployment::{Deployment, Waiver};
use crate::text::Spanned;

/// Excuses the findings that waivers match, and says of each waiver whether it excuses any. The first waiver that
/// matches a finding excuses it; one whose last day is over excuses nothing.
pub(super) fn apply(deployment: &Deployment, as_of: Date, findings: &mut [Finding]) -> Vec<bool> {
    let mut used = vec![false; deployment.waivers.len()];
    for finding in findings {
        for (index, waiver) in deployment.waivers.iter().enumerate() {
            if !matches(waiver, finding) {
                continue;
            }
            used[index] = true;
            if waiver.until.value >= as_of && finding.waived.is_none() {
                finding.waived = Some(Waived {
                    reason: waiver.reason.value.clone(),
                    until: waiver.until.value,
                    approved_by: waiver.approved_by.as_ref().map(|name| name.value.clone()),
                });
            }
        }
    }
    used
}

fn matches(waiver: &Waiver, finding: &Finding) -> bool {
    let regions = || match &waiver.region {
        None => true,
        Some(pattern) => {
            !finding.regions.is_empty() && finding.regions.iter().all(|region| one_matches(&pattern.value, region))
        }
    };
    one_matches(&waiver.rule.value, &finding.rule)
        && fits(waiver.service.as_ref(), finding.service.as_deref())
        && fits(waiver.standard.as_ref(), finding.standard.as_deref())
        && fits(waiver.cloud.as_ref(), finding.cloud.as_deref())
        && regions()
}

/// Whether a value matches a pattern; without a pattern everything does, without a value nothing else.
fn fits(pattern: Option<&Spanned<String>>, value: Option<&str>) -> bool {
    match (pattern, value) {
        (None, _) => true,
        (Some(pattern), Some(value)) => one_matches(&pattern.value, value),
        (Some(_), None) => false,
    }
}
