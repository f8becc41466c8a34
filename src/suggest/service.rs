//! The search for one service: first what need only be declared, then where else it may run.

use super::change::Change;
use super::compare::is_same;
use super::local::{Local, Tried};
use super::offer::{self, Draft};
use super::places::{self, Candidate, Options};
use super::{Found, MOST_ALTERNATIVES, Search, Unresolved, words};
use crate::check::outcome::Finding;
use crate::model::id::Slug;

/// Looks for what closes `gaps`, all gaps of the service at `index`.
pub(super) fn search(search: &Search<'_>, index: usize, gaps: &[&Finding], found: &mut Found) {
    let local = Local::new(search, index);
    let declared = declared(&local);
    let is_declared = |gap: &Finding| {
        let closed = declared.iter().flat_map(|tried| &tried.compared.closed);
        closed.into_iter().any(|one| one.fingerprint == gap.fingerprint)
    };
    let rest: Vec<_> = gaps.iter().copied().filter(|gap| !is_declared(gap)).collect();
    if rest.is_empty() {
        found.drafts.extend(declared.and_then(|tried| declaration(search, &local, &tried, gaps)));
        return;
    }
    let mut options = places::search(&local, &rest);
    let chosen = options.candidates.iter().position(Candidate::is_choice).map(|at| options.candidates.remove(at));
    // Without a draft, the manifest can't be edited there, which is told of all gaps that it would have closed.
    let closed = chosen.iter().flat_map(|one| search.gaps_among(&one.closed)).collect::<Vec<_>>();
    let is_open = |gap: &&Finding| closed.iter().all(|one| one.fingerprint != gap.fingerprint);
    for gap in rest.iter().copied().filter(is_open) {
        found.unresolved.insert(gap.fingerprint.to_string(), unresolved(&local, &options, gap));
    }
    let draft = chosen.and_then(|one| offer::draft(search, &one.tried, &one.closed).map(|draft| (draft, one)));
    let Some((mut draft, chosen)) = draft else {
        found.drafts.extend(declared.and_then(|tried| declaration(search, &local, &tried, gaps)));
        return;
    };
    let others = options.candidates.iter().filter(|one| one.closes.iter().any(|gap| !is_open(&gap)));
    draft.alternatives = alternatives(search, others);
    found.drafts.push(draft);
    // What is to be declared depends on where it runs then.
    let local = local.after(chosen.tried);
    let left: Vec<_> = gaps.iter().copied().filter(is_open).collect();
    found.drafts.extend(self::declared(&local).and_then(|tried| declaration(search, &local, &tried, &left)));
}

/// The declaration of all conditions that closes gaps and adds nothing; where all are too many, of one of them.
fn declared(local: &Local<'_>) -> Option<Tried> {
    let nothing = Change { service: local.service, place: None, meets: Vec::new() };
    let conditions = local.conditions(&nothing, local.before());
    if conditions.is_empty() {
        return None;
    }
    let single = conditions.iter().map(|one| vec![one.clone()]).filter(|_| conditions.len() > 1);
    let tries = std::iter::once(conditions.clone()).chain(single);
    let attempt = |meets: Vec<Slug>| local.attempt(Change { meets, ..nothing.clone() });
    tries.map(attempt).find(|tried| tried.compared.adds_nothing() && !tried.compared.closed.is_empty())
}

/// What offers a declaration for those of `gaps` that it closes, be it at another place than they were found at.
fn declaration(search: &Search<'_>, local: &Local<'_>, tried: &Tried, gaps: &[&Finding]) -> Option<Draft> {
    let closed = |gap: &&&Finding| tried.compared.closed.iter().any(|one| is_same(one, gap));
    let closes: Vec<_> = gaps.iter().filter(closed).map(|&gap| gap.clone()).collect();
    if closes.is_empty() {
        return None;
    }
    let cloud = local.instance().cloud.value;
    let mut draft = offer::draft(search, tried, &closes)?;
    draft.suggestion.evidence = offer::evidence(local, tried, &closes);
    draft.suggestion.what = words::declares(search, local.service, cloud, &tried.change.meets);
    draft.suggestion.closes = closes;
    Some(draft)
}

/// Why nothing was chosen for `gap`, and what was not chosen.
fn unresolved(local: &Local<'_>, options: &Options, gap: &Finding) -> Unresolved {
    let closing: Vec<_> = options
        .candidates
        .iter()
        .filter(|one| one.closes.iter().any(|closed| closed.fingerprint == gap.fingerprint))
        .collect();
    let told = closing.iter().copied().filter(|one| one.is_alternative());
    Unresolved {
        why: words::why_open(local, options, gap, &closing),
        alternatives: alternatives(local.search, told),
        held: Vec::new(),
    }
}

fn alternatives<'c>(search: &Search<'_>, candidates: impl Iterator<Item = &'c Candidate>) -> Vec<Draft> {
    let told = candidates.filter(|one| one.is_alternative());
    told.filter_map(|one| offer::draft(search, &one.tried, &one.closed)).take(MOST_ALTERNATIVES).collect()
}
