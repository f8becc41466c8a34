//! From a trial that went well to what is offered.

use super::change::Step;
use super::local::{Local, Tried, written};
use super::{Kind, Search, Suggestion, words};
use crate::check::outcome::{Citation, Finding, RequirementOutcome};

/// A suggestion with the change that it is made of, before the whole manifest is checked with it.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) step: Step,
    pub(super) suggestion: Suggestion,
    pub(super) alternatives: Vec<Draft>,
    /// What it was put together from; each of them would do alone.
    pub(super) parts: Vec<Draft>,
}

/// What offers the change that was tried, and that closes these findings, where the manifest can be edited so.
pub(super) fn draft(search: &Search<'_>, tried: &Tried, closed: &[Finding]) -> Option<Draft> {
    let change = &tried.change;
    let instance = &search.deployment.services[change.service];
    let step = Step::Service(change.clone());
    let kind = match &change.place {
        None => Kind::Condition,
        Some(place) if place.cloud == instance.cloud.value => Kind::Region,
        Some(_) => Kind::Cloud,
    };
    let closes = search.gaps_among(closed);
    let name = &instance.name.value;
    let requirements = tried.outcome.requirements.iter().filter(|one| one.service == *name);
    let evidence = shown_for(requirements, &closes);
    let suggestion = Suggestion {
        kind,
        what: words::what(search, change),
        confirm: words::confirm(search, change),
        notes: words::notes(search, change),
        edits: search.layout.edits(search, &step)?,
        closes,
        adds: tried.compared.added.clone(),
        evidence,
        alternatives: Vec::new(),
    };
    Some(Draft { step, suggestion, alternatives: Vec::new(), parts: Vec::new() })
}

/// The documents that show what closes `closes` after a tried.
pub(super) fn evidence(local: &Local<'_>, tried: &Tried, closes: &[Finding]) -> Vec<Citation> {
    shown_for(local.requirements(&tried.outcome), closes)
}

/// The documents that decide on what the closed gaps are about, each once; where they are about no requirement, on all
/// that is required.
fn shown_for<'o>(requirements: impl Iterator<Item = &'o RequirementOutcome>, closes: &[Finding]) -> Vec<Citation> {
    let any = closes.iter().any(|gap| gap.standard.is_none());
    let mut shown: Vec<Citation> = Vec::new();
    for one in requirements {
        let reference = written(&one.required);
        if any || closes.iter().any(|gap| gap.standard.as_ref() == Some(&reference)) {
            add(&mut shown, one.evidence.iter().cloned());
        }
    }
    shown
}

/// Adds what isn't there yet.
pub(super) fn add<T: PartialEq>(list: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}
