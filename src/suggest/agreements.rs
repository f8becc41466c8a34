//! Agreements that must be in force, and are not declared.

use super::change::Step;
use super::compare::compare;
use super::offer::{self, Draft};
use super::trial::written;
use super::{Found, Gap, Kind, Search, Suggestion, Unresolved};
use crate::check::outcome::Finding;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Provider};
use crate::model::standard::Standard;

/// Looks for the agreements whose declaration closes gaps. One closes those of every service that needs it.
pub(super) fn search(search: &Search<'_>, found: &mut Found) {
    let mut groups: Vec<(Id<Provider>, Id<Standard>, Vec<&Finding>)> = Vec::new();
    for gap in search.gaps.iter().filter(|gap| search.sort(gap) == Some(Gap::Agreement)) {
        let Some((provider, standard)) = about(search, gap) else { continue };
        match groups.iter_mut().find(|group| (group.0, group.1) == (provider, standard)) {
            Some(group) => group.2.push(gap),
            None => groups.push((provider, standard, vec![gap])),
        }
    }
    for (provider, standard, gaps) in groups {
        let offered: Vec<_> = search.checker.catalog().agreements(provider, standard).collect();
        match draft(search, &offered) {
            Ok(draft) => found.drafts.push(draft),
            Err(why) => found.unresolved.extend(gaps.iter().map(|gap| {
                let why = Unresolved { why: vec![why.clone()], ..Unresolved::default() };
                (gap.fingerprint.clone(), why)
            })),
        }
    }
}

/// The provider and the standard of an obligation.
fn about(search: &Search<'_>, gap: &Finding) -> Option<(Id<Provider>, Id<Standard>)> {
    let catalog = search.checker.catalog();
    let name = gap.service.as_ref()?;
    let instance = search.deployment.services.iter().find(|instance| instance.name.value == *name)?;
    let required = catalog.names().standard(catalog.facts(), gap.standard.as_deref()?).ok()?;
    Some((catalog.facts().services[instance.service.value].provider, required.standard))
}

/// The declaration of the first of these agreements that closes gaps, with the others as alternatives; or why there is
/// none.
fn draft(search: &Search<'_>, offered: &[Id<Agreement>]) -> Result<Draft, String> {
    let mut declared = search.deployment.agreements.iter().map(|signed| signed.agreement.value);
    if let Some(agreement) = declared.find(|agreement| offered.contains(agreement)) {
        let id = &search.checker.catalog().facts().agreements[agreement].id;
        let day = search.checker.as_of();
        return Err(format!("`{id}` is declared, and not in force on {day}; its dates are for you to say"));
    }
    if offered.is_empty() {
        return Err("the catalogue knows no agreement that the provider offers for it".to_owned());
    }
    let mut drafts = offered.iter().filter_map(|&agreement| declaration(search, agreement));
    let Some(mut first) = drafts.next() else {
        return Err("no declaration of an agreement would close it and add nothing".to_owned());
    };
    first.alternatives = drafts.collect();
    Ok(first)
}

/// What offers to declare `agreement`, where that closes gaps and adds nothing.
fn declaration(search: &Search<'_>, agreement: Id<Agreement>) -> Option<Draft> {
    let step = Step::Agreement(agreement);
    let mut deployment = search.deployment.clone();
    let before = search.checker.check_without_ways_out(&deployment);
    step.apply(&mut deployment);
    let after = search.checker.check_without_ways_out(&deployment);
    let compared = compare(&before.findings, &after.findings);
    let closes = search.gaps_among(&compared.closed);
    if closes.is_empty() || !compared.added.is_empty() {
        return None;
    }
    let known = &search.checker.catalog().facts().agreements[agreement];
    let mut evidence = Vec::new();
    for one in &after.requirements {
        let (service, standard) = (Some(&one.service), Some(written(&one.required)));
        if closes.iter().any(|gap| (gap.service.as_ref(), &gap.standard) == (service, &standard)) {
            offer::add(&mut evidence, one.evidence.iter().cloned());
        }
    }
    let suggestion = Suggestion {
        kind: Kind::Agreement,
        what: format!("declare the agreement `{}`", known.id),
        confirm: Some(format!("true only if you have signed \"{}\", and it is in force", known.name)),
        notes: vec!["add `signed` and `expires` as the contract has them".to_owned()],
        edits: search.layout.edits(search, &step)?,
        closes,
        adds: Vec::new(),
        evidence,
        alternatives: Vec::new(),
    };
    Some(Draft { step, suggestion, alternatives: Vec::new(), parts: Vec::new() })
}
