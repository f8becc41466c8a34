//! One edit in place of many: the cloud that `[deployment]` names for all services.

use std::collections::{BTreeSet, HashMap};

use super::change::{Change, Place, Step};
use super::offer::{Draft, add};
use super::{Kind, MOST_ALTERNATIVES, Search, Suggestion, words};
use crate::model::id::Id;
use crate::model::provider::Cloud;

/// Where every service that has its cloud from `[deployment]` is to move to the same one, the default is changed instead.
pub(super) fn share(search: &Search<'_>, drafts: &mut Vec<Draft>) {
    let services = &search.deployment.services;
    let heirs: Vec<_> = (0..services.len()).filter(|&at| search.layout.inherits_cloud(&services[at])).collect();
    let moves: HashMap<_, _> = (0..drafts.len()).rev().filter_map(|at| moving(search, drafts, at)).collect();
    let Some(places) = heirs.iter().map(|heir| moves.get(heir).copied()).collect::<Option<Vec<_>>>() else {
        return;
    };
    let Some(&(_, cloud)) = places.first().filter(|(_, first)| places.iter().all(|(_, cloud)| cloud == first)) else {
        return;
    };
    let parts: Vec<_> = places.iter().map(|&(at, _)| drafts[at].clone()).collect();
    let Some(shared) = shared(search, cloud, &parts) else { return };
    let taken: BTreeSet<_> = places.iter().map(|(at, _)| *at).collect();
    let mut shared = Some(shared);
    let all = std::mem::take(drafts).into_iter().enumerate();
    // It stands where the first of them stood.
    drafts.extend(all.filter_map(|(at, draft)| if taken.contains(&at) { shared.take() } else { Some(draft) }));
}

/// The service that the draft of this number moves to another cloud without anybody's confirmation, with the number and
/// the cloud.
fn moving(search: &Search<'_>, drafts: &[Draft], at: usize) -> Option<(usize, (usize, Id<Cloud>))> {
    let draft = drafts.get(at).filter(|draft| draft.suggestion.kind == Kind::Cloud)?;
    let (service, cloud) = (change(draft)?.service, place(draft)?.cloud);
    let is_move = draft.suggestion.confirm.is_none() && cloud != search.deployment.services[service].cloud.value;
    is_move.then_some((service, (at, cloud)))
}

fn change(draft: &Draft) -> Option<&Change> {
    match &draft.step {
        Step::Service(change) => Some(change),
        Step::DefaultCloud { .. } | Step::Agreement(_) => None,
    }
}

fn place(draft: &Draft) -> Option<&Place> {
    change(draft)?.place.as_ref()
}

fn shared(search: &Search<'_>, cloud: Id<Cloud>, parts: &[Draft]) -> Option<Draft> {
    let changes: Vec<_> = parts.iter().filter_map(change).cloned().collect();
    let first = &search.deployment.services[changes.first()?.service];
    let facts = search.checker.catalog().facts();
    let (from, to) = (&facts.clouds[first.cloud.value].id, &facts.clouds[cloud].id);
    let names = changes.iter().map(|change| search.deployment.services[change.service].name.value.as_str());
    let names = words::some_names(&names.collect::<Vec<_>>());
    let step = Step::DefaultCloud { cloud, changes };
    let mut suggestion = Suggestion {
        kind: Kind::Cloud,
        what: format!("change the cloud of the deployment from {from} to {to}, for {names}"),
        confirm: None,
        notes: Vec::new(),
        edits: search.layout.edits(search, &step)?,
        closes: Vec::new(),
        adds: Vec::new(),
        evidence: Vec::new(),
        alternatives: Vec::new(),
    };
    for part in parts {
        add(&mut suggestion.notes, part.suggestion.notes.iter().cloned());
        add(&mut suggestion.evidence, part.suggestion.evidence.iter().cloned());
        suggestion.closes.extend(part.suggestion.closes.iter().cloned());
    }
    let alternatives =
        parts.iter().flat_map(|part| part.alternatives.iter().cloned()).take(MOST_ALTERNATIVES).collect();
    Some(Draft { step, suggestion, alternatives, parts: parts.to_vec() })
}
