//! What tells a finding from every other one of its file, wherever it stands.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::outcome::Finding;
use super::subject::{Context, Item};
use crate::model::rule::Field;

/// Sixty-four hex digits over what the finding is about, and nothing about where it stands. The regions of a requirement
/// are no part of it: they come and go, and it stays the same gap. Neither is what excuses it.
pub(super) fn fingerprint(finding: &Finding, key: Option<&str>, item: &Item<'_>, context: &Context<'_>) -> String {
    match key {
        Some(key) => of(&format!("{:?}", (&finding.rule, key))),
        None if item.requirement().is_some() => about(finding, &[], ""),
        None => about(finding, &finding.regions, &itself(item, context)),
    }
}

fn about(finding: &Finding, regions: &[String], itself: &str) -> String {
    let Finding { rule, service, standard, cloud, .. } = finding;
    of(&format!("{:?}", (rule, service, standard, cloud, regions, itself)))
}

/// What tells a subject from others of the same service and cloud.
fn itself(item: &Item<'_>, context: &Context<'_>) -> String {
    match item {
        Item::Waiver { waiver, .. } => format!(
            "{:?}",
            (
                &waiver.rule.value,
                waiver.service.as_ref().map(|one| &one.value),
                waiver.standard.as_ref().map(|one| &one.value),
                waiver.cloud.as_ref().map(|one| &one.value),
                waiver.region.as_ref().map(|one| &one.value),
                waiver.until.value.to_string(),
            )
        ),
        Item::Flow { flow, .. } => {
            format!("{:?}", (&flow.to.value, item.value(context, Field::FlowData).words()))
        }
        _ => String::new(),
    }
}

/// Tells apart findings that are about the same thing. Those that stand open come first, so that what a waiver excuses of
/// a gap never gives another name to the rest of it.
pub(super) fn tell_apart(findings: &mut [Finding]) {
    let mut times: HashMap<(String, bool), usize> = HashMap::new();
    for is_waived in [false, true] {
        for finding in findings.iter_mut().filter(|finding| finding.waived.is_some() == is_waived) {
            let fingerprint = finding.fingerprint.clone();
            let is_open_too = is_waived && times.contains_key(&(fingerprint.clone(), false));
            let time = times.entry((fingerprint, is_waived)).or_default();
            *time += 1;
            if *time > 1 || is_open_too {
                let waived = if is_waived { " waived" } else { "" };
                finding.fingerprint = of(&format!("{}{waived} {time}", finding.fingerprint));
            }
        }
    }
}

fn of(text: &str) -> String {
    let digits = Sha256::digest(text.as_bytes()).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
