//! What tells a finding from every other one of its file, wherever it stands.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use sha2::{Digest, Sha256};

use super::outcome::Finding;
use super::subject::{Context, Item};
use crate::model::rule::Field;

/// What a fingerprint is made of, a few names and their lengths, seldom has more bytes.
const USUAL: usize = 128;

/// Sixty-four lower-case hex digits over what a finding is about. Most are never read: they are worked out when one asks.
#[derive(Clone, Default)]
pub struct Fingerprint {
    /// What they are made of; nothing where they were given.
    of: String,
    digits: OnceLock<String>,
}

impl Fingerprint {
    /// The fingerprint that has these digits.
    pub fn given(digits: impl Into<String>) -> Self {
        Self { of: String::new(), digits: OnceLock::from(digits.into()) }
    }

    /// The fingerprint of something that these parts, in this order, tell from everything else.
    fn of<'p>(parts: impl IntoIterator<Item = Option<&'p str>>) -> Self {
        let mut of = String::with_capacity(USUAL);
        for part in parts {
            // The lengths keep the parts apart, whatever is in them. A string takes all that is written to it.
            match part {
                Some(part) => {
                    _ = write!(of, "{}:", part.len());
                    of.push_str(part);
                }
                None => of.push('-'),
            }
        }
        Self { of, digits: OnceLock::new() }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        self.digits.get_or_init(|| {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            let bytes = Sha256::digest(self.of.as_bytes());
            let mut digits = String::with_capacity(2 * bytes.len());
            for digit in bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 15]) {
                digits.push(char::from(DIGITS[usize::from(digit)]));
            }
            digits
        })
    }
}

impl Deref for Fingerprint {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Fingerprint {}

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

/// What tells a finding from others. The regions of a requirement are no part of it: they come and go, and it stays the same
/// gap. Neither is what excuses it, nor where it stands.
pub(super) fn fingerprint(finding: &Finding, key: Option<&str>, item: &Item<'_>, context: &Context<'_>) -> Fingerprint {
    let rule = Some(finding.rule.as_str());
    if let Some(key) = key {
        return Fingerprint::of([rule, Some(key)]);
    }
    let Finding { service, standard, cloud, .. } = finding;
    let about = [rule, service.as_deref(), standard.as_deref(), cloud.as_deref()];
    if item.requirement().is_some() {
        return Fingerprint::of(about);
    }
    let (regions, itself) = (finding.regions.iter().map(|region| Some(region.as_str())), itself(item, context));
    Fingerprint::of(about.into_iter().chain(regions).chain(itself.iter().map(Option::as_deref)))
}

/// What tells a subject from others of the same service and cloud.
fn itself(item: &Item<'_>, context: &Context<'_>) -> Vec<Option<String>> {
    match item {
        Item::Waiver { waiver, .. } => {
            let scope = [&waiver.service, &waiver.standard, &waiver.cloud, &waiver.region];
            let scope = scope.into_iter().map(|one| one.as_ref().map(|one| one.value.clone()));
            let (rule, until) = (Some(waiver.rule.value.clone()), Some(waiver.until.value.to_string()));
            [rule].into_iter().chain(scope).chain([until]).collect()
        }
        Item::Flow { flow, .. } => {
            let data = item.value(context, Field::FlowData).words().into_owned();
            vec![Some(flow.to.value.clone()), Some(data)]
        }
        _ => Vec::new(),
    }
}

/// Tells apart findings that are about the same thing. Those that stand open come first, so that what a waiver excuses of
/// a gap never gives another name to the rest of it.
pub(super) fn tell_apart(findings: &mut [Finding]) {
    let mut times: HashMap<&str, (usize, usize), RandomState> =
        HashMap::with_capacity_and_hasher(findings.len(), RandomState::default());
    let mut again: Vec<(usize, String)> = Vec::new();
    for is_waived in [false, true] {
        let wanted = findings.iter().enumerate().filter(|(_, finding)| finding.waived.is_some() == is_waived);
        for (at, finding) in wanted {
            let (open, waived) = times.entry(&finding.fingerprint.of).or_default();
            let is_open_too = is_waived && *open > 0;
            let time = if is_waived { waived } else { open };
            *time += 1;
            if *time > 1 || is_open_too {
                again.push((at, format!("{}{time}", if is_waived { "waived " } else { "" })));
            }
        }
    }
    for (at, time) in again {
        let fingerprint = &mut findings[at].fingerprint;
        *fingerprint = Fingerprint::of([Some(fingerprint.as_str()), Some(&time)]);
    }
}
