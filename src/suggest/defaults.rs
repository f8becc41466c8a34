//! One edit in place of many: the cloud that `[deployment]` names for all services.

use super::change::{Change, Place, Step};
use super::offer::{Draft, add};
use super::{Kind, MOST_ALTERNATIVES, Search, Suggestion, words};
use crate::model::id::Id;
use crate::model::provider::Cloud;

/// Where every service that has its cloud from `[deployment]` is to move to the same one, the default is changed instead.
pub(super) fn share(search: &Search<'_>, drafts: &mut Vec<Draft>) {
    let services = &search.deployment.services;
    let heirs: Vec<_> = (0..services.len()).filter(|&at| search.layout.inherits_cloud(&services[at])).collect();
    let Some(places) = heirs.iter().map(|&heir| moving(search, drafts, heir)).collect::<Option<Vec<_>>>() else {
        return;
    };
    let Some(&(_, cloud)) = places.first().filter(|(_, first)| places.iter().all(|(_, cloud)| cloud == first)) else {
        return;
    };
    let parts: Vec<_> = places.iter().map(|&(at, _)| drafts[at].clone()).collect();
    let Some(shared) = shared(search, cloud, &parts) else { return };
    let mut taken: Vec<_> = places.iter().map(|(at, _)| *at).collect();
    taken.sort_unstable();
    for &at in taken.iter().rev() {
        drafts.remove(at);
    }
    // Nothing that stands before the first of them was removed.
    drafts.insert(taken[0], shared);
}

/// The draft, by its number, that moves the service to another cloud and needs nobody's confirmation.
fn moving(search: &Search<'_>, drafts: &[Draft], service: usize) -> Option<(usize, Id<Cloud>)> {
    let at = drafts.iter().position(|draft| {
        draft.suggestion.kind == Kind::Cloud && draft.step.services() == [service] && draft.suggestion.confirm.is_none()
    })?;
    let cloud = place(&drafts[at])?.cloud;
    (cloud != search.deployment.services[service].cloud.value).then_some((at, cloud))
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
