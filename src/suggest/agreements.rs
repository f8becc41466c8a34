//! Agreements that must be in force, and are not declared.

use std::collections::HashSet;

use super::change::Step;
use super::compare::{Among, compare};
use super::local::written;
use super::offer::{self, Draft};
use super::{Found, Gap, Kind, MOST_ALTERNATIVES, Search, Suggestion, Unresolved};
use crate::check::outcome::{Citation, Finding, Outcome};
use crate::model::deployment::Deployment;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Provider};
use crate::model::standard::Standard;

/// Looks for the agreements whose declaration closes gaps. One closes those of every service that needs it.
pub(super) fn search(search: &Search<'_>, is_asked: &dyn Fn(&Finding) -> bool, found: &mut Found) {
    let mut groups: Vec<(Id<Provider>, Id<Standard>, Vec<&Finding>)> = Vec::new();
    for gap in search.gaps.iter().filter(|gap| search.sort(gap) == Some(Gap::Agreement)) {
        let Some((provider, standard)) = about(search, gap) else { continue };
        match groups.iter_mut().find(|group| (group.0, group.1) == (provider, standard)) {
            Some(group) => group.2.push(gap),
            None => groups.push((provider, standard, vec![gap])),
        }
    }
    groups.retain(|(.., gaps)| gaps.iter().any(|gap| is_asked(gap)));
    if groups.is_empty() {
        return;
    }
    // What shows it depends on where services run once they have moved.
    let mut moved = search.deployment.clone();
    let sure = found.drafts.iter().filter(|draft| draft.suggestion.confirm.is_none());
    sure.for_each(|draft| draft.step.apply(&mut moved));
    let before = search.checker.check_without_ways_out(&moved);
    let moved = Moved { search, deployment: &moved, before: &before };
    for (provider, standard, gaps) in groups {
        let offered: Vec<_> = search.checker.catalog().agreements(provider, standard).collect();
        match moved.draft(&offered) {
            Ok(draft) => found.drafts.push(draft),
            Err(why) => found.unresolved.extend(gaps.iter().map(|gap| {
                let why = Unresolved { why: vec![why.clone()], ..Unresolved::default() };
                (gap.fingerprint.to_string(), why)
            })),
        }
    }
}

/// The provider and the standard of an obligation.
fn about(search: &Search<'_>, gap: &Finding) -> Option<(Id<Provider>, Id<Standard>)> {
    let catalog = search.checker.catalog();
    let name = gap.service.as_ref()?;
    let instance = search.services.named(name)?;
    let required = catalog.names().standard(catalog.facts(), gap.standard.as_deref()?).ok()?;
    Some((catalog.facts().services[instance.service.value].provider, required.standard))
}

/// The deployment with all that moves, where declarations are tried.
struct Moved<'a> {
    search: &'a Search<'a>,
    deployment: &'a Deployment,
    before: &'a Outcome,
}

impl Moved<'_> {
    /// The declaration of the first of these agreements that closes gaps, with the others as alternatives; or why there
    /// is none.
    fn draft(&self, offered: &[Id<Agreement>]) -> Result<Draft, String> {
        let mut declared = self.deployment.agreements.iter().map(|signed| signed.agreement.value);
        if let Some(agreement) = declared.find(|agreement| offered.contains(agreement)) {
            let id = &self.search.checker.catalog().facts().agreements[agreement].id;
            let day = self.search.checker.as_of();
            return Err(format!("`{id}` is declared, and not in force on {day}; its dates are for you to say"));
        }
        if offered.is_empty() {
            return Err("the catalogue knows no agreement that the provider offers for it".to_owned());
        }
        let mut drafts = offered.iter().filter_map(|&agreement| self.declaration(agreement));
        let Some(mut first) = drafts.next() else {
            return Err("no declaration of an agreement would close it and add nothing".to_owned());
        };
        first.alternatives = drafts.take(MOST_ALTERNATIVES).collect();
        Ok(first)
    }

    /// What offers to declare `agreement`, where that closes gaps and adds nothing.
    fn declaration(&self, agreement: Id<Agreement>) -> Option<Draft> {
        let search = self.search;
        let step = Step::Agreement(agreement);
        let mut deployment = self.deployment.clone();
        step.apply(&mut deployment);
        let after = search.checker.check_without_ways_out(&deployment);
        let compared = compare(self.before, &after);
        let closed = Among::these(&compared.closed);
        let closes: Vec<_> = search.gaps.iter().filter(|gap| closed.has_same(gap)).cloned().collect();
        if closes.is_empty() || !compared.adds_nothing() {
            return None;
        }
        let known = &search.checker.catalog().facts().agreements[agreement];
        let suggestion = Suggestion {
            kind: Kind::Agreement,
            what: format!("declare the agreement `{}`", known.id),
            confirm: Some(format!("true only if you have signed \"{}\", and it is in force", known.name)),
            notes: vec!["add `signed` and `expires` as the contract has them".to_owned()],
            edits: search.layout.edits(search, &step)?,
            evidence: shown(&after, &closes),
            closes,
            adds: Vec::new(),
            alternatives: Vec::new(),
        };
        Some(Draft { step, suggestion, alternatives: Vec::new(), parts: Vec::new() })
    }
}

/// The documents that show the provider's side of what the closed gaps are about, each once.
fn shown(after: &Outcome, closes: &[Finding]) -> Vec<Citation> {
    let about: HashSet<_> = closes.iter().map(|gap| (gap.service.as_deref(), gap.standard.as_deref())).collect();
    let mut evidence = Vec::new();
    for one in &after.requirements {
        if about.contains(&(Some(one.service.as_str()), Some(written(&one.required).as_str()))) {
            offer::add(&mut evidence, one.evidence.iter().cloned());
        }
    }
    evidence
}
