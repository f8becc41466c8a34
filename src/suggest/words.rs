//! What is said of a change, and of a gap that none closes. Names stand in it as the user wrote them.

use super::Search;
use super::change::{Change, Place};
use super::local::Local;
use super::nearness::{self, Nearness};
use super::nothing;
use super::places::{Candidate, Options};
use crate::check::outcome::Finding;
use crate::model::facts::Facts;
use crate::model::id::{Id, Slug};
use crate::model::provider::{Cloud, Region};

/// How many places that would do, were it not for what they add, are told of one gap.
const MOST_NEAR_MISSES: usize = 2;

/// How many findings are named that a change would add.
const MOST_ADDED: usize = 3;

/// How many services are named that change together.
const MOST_NAMES: usize = 6;

/// What a change does.
pub(super) fn what(search: &Search<'_>, change: &Change) -> String {
    let instance = &search.deployment.services[change.service];
    let name = &instance.name.value;
    let facts = search.checker.catalog().facts();
    let Some(place) = &change.place else {
        return declares(search, change.service, instance.cloud.value, &change.meets);
    };
    let old: Vec<_> = instance.regions.iter().map(|region| region.value).collect();
    let mut what = if place.cloud != instance.cloud.value {
        let (from, to) = (&facts.clouds[instance.cloud.value].id, &facts.clouds[place.cloud].id);
        let regions = list(place.regions.iter().map(|&region| nearness::named(facts, region)));
        let there = if regions.is_empty() { String::new() } else { format!(", in {regions}") };
        format!("move `{name}` from {from} to {to}{there}")
    } else if old.is_empty() {
        let regions = list(place.regions.iter().map(|&region| nearness::named(facts, region)));
        format!("name the region of `{name}`: {regions}")
    } else {
        let (from, to) = changed(facts, &old, &place.regions, |from, to| from != to);
        format!("put `{name}` in {to} instead of {from}")
    };
    if !change.meets.is_empty() {
        what.push_str(&format!(", where it meets {}", quoted(&change.meets)));
    }
    what
}

/// A declaration of conditions, for a service in this cloud.
pub(super) fn declares(search: &Search<'_>, service: usize, cloud: Id<Cloud>, conditions: &[Slug]) -> String {
    let instance = &search.deployment.services[service];
    let there = if cloud == instance.cloud.value {
        String::new()
    } else {
        format!(" in {}", search.checker.catalog().facts().clouds[cloud].id)
    };
    format!("say that `{}`{there} meets {}", instance.name.value, quoted(conditions))
}

/// What somebody must confirm before the change is made: the conditions, in the words of the documents that name them.
pub(super) fn confirm(search: &Search<'_>, change: &Change) -> Option<String> {
    let facts = search.checker.catalog().facts();
    let text = |id: &Slug| {
        let of_documents = facts.documents.iter().flat_map(|(_, document)| &document.conditions);
        // A condition has the same meaning in every document; the newest wording is as good as any.
        of_documents.filter(|known| known.id == *id).last().map(|known| &*known.text)
    };
    let texts: Vec<_> = change.meets.iter().filter_map(text).collect();
    (!change.meets.is_empty()).then(|| format!("true only if this use is {}", texts.join(", and ")))
}

/// What else is to be known of a change.
pub(super) fn notes(search: &Search<'_>, change: &Change) -> Vec<String> {
    let facts = search.checker.catalog().facts();
    let Some(place) = &change.place else { return Vec::new() };
    let old: Vec<_> = search.deployment.services[change.service].regions.iter().map(|region| region.value).collect();
    let mut notes = Vec::new();
    let is_far = |from, to| nearness::of(facts, from, to) == Nearness::Far;
    let (from, to) = changed(facts, &old, &place.regions, is_far);
    if !from.is_empty() {
        notes.push(format!("it leads away from where the manifest says: from {from} to {to}"));
    }
    let cloud = search.deployment.services[change.service].cloud.value;
    let country = nearness::only_country(facts, cloud).filter(|_| old.is_empty() && place.cloud != cloud);
    let stays = |country: &str| match place.regions.as_slice() {
        [] => nearness::only_country(facts, place.cloud) == Some(country),
        regions => regions.iter().all(|&region| facts.regions[region].country.as_deref() == Some(country)),
    };
    if let Some(country) = country.filter(|country| !stays(country)) {
        notes.push(format!("{} is in {country} alone, and this is not", facts.clouds[cloud].id));
    }
    if place.regions.is_empty() && !old.is_empty() {
        notes.push(format!("no region of {} is known, so the manifest would name none", facts.clouds[place.cloud].id));
    }
    if old.is_empty() && !place.regions.is_empty() {
        notes.push("the manifest names no region today, so the choice is yours".to_owned());
    }
    let new: Vec<_> = place.regions.iter().filter(|region| !old.contains(region)).collect();
    let asks: Vec<_> = new.iter().filter(|&&&region| facts.regions[region].restricted == Some(true)).collect();
    if !asks.is_empty() {
        let regions = match asks.len() {
            many if many > 1 && many == new.len() => "each of these regions".to_owned(),
            _ => list(asks.iter().map(|&&&region| facts.regions[region].id.to_string())),
        };
        notes.push(format!("the provider has to be asked for access to {regions}"));
    }
    notes
}

/// Why no change was chosen for `gap`. `closing` are those that would close it.
pub(super) fn why_open(local: &Local<'_>, options: &Options, gap: &Finding, closing: &[&Candidate]) -> Vec<String> {
    let facts = local.search.checker.catalog().facts();
    if closing.is_empty() {
        return vec![nothing::words(local, options, gap)];
    }
    let mut why: Vec<String> = Vec::new();
    if closing.iter().any(|one| one.is_alternative() && one.is_far) {
        why.push("what would close it leads to another country, which is for you to choose".to_owned());
    } else if closing.iter().any(|one| one.is_choice()) {
        why.push("what would close it stands against the edit that closes more for this service".to_owned());
    } else if closing.iter().any(|one| one.is_alternative()) {
        why.push("what would close it adds a finding that is less grave, which is for you to weigh".to_owned());
    }
    let mut misses: Vec<_> = closing.iter().filter(|one| !one.is_alternative()).collect();
    misses.sort_by_key(|one| one.tried.compared.added.len());
    let told = misses.iter().take(MOST_NEAR_MISSES).filter_map(|one| {
        let compared = &one.tried.compared;
        let there = located(facts, one.tried.change.place.as_ref()?);
        let silent = some(compared.unanswered.iter().cloned(), MOST_ADDED);
        Some(if silent.is_empty() {
            format!("{there} would close it, and add {}", some(compared.added.iter().map(short), MOST_ADDED))
        } else {
            format!("{there} would close it, and leave {silent} without an answer")
        })
    });
    why.extend(told);
    why
}

/// A finding that would be added, in a few words.
fn short(finding: &Finding) -> String {
    let standard = finding.standard.as_ref().map(|standard| format!(" on {standard}")).unwrap_or_default();
    format!("{}[{}]{standard}", finding.severity.name(), finding.rule)
}

/// The first of some services, and how many more there are.
pub(super) fn some_names(names: &[&str]) -> String {
    some(names.iter().map(|name| format!("`{name}`")), MOST_NAMES)
}

/// The first of some words, and how many more there are.
pub(super) fn some(mut words: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let first = list(words.by_ref().take(most));
    match words.len() {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn located(facts: &Facts, place: &Place) -> String {
    let cloud = &facts.clouds[place.cloud].id;
    let regions = list(place.regions.iter().map(|&region| nearness::named(facts, region)));
    if regions.is_empty() { cloud.to_string() } else { format!("{cloud} in {regions}") }
}

/// The regions that change in a way that matters, before and after.
fn changed(
    facts: &Facts,
    old: &[Id<Region>],
    new: &[Id<Region>],
    matters: impl Fn(Id<Region>, Id<Region>) -> bool,
) -> (String, String) {
    let pairs = old.iter().copied().zip(new.iter().copied());
    let (from, to): (Vec<_>, Vec<_>) = pairs.filter(|(from, to)| matters(*from, *to)).unzip();
    let named = |regions: Vec<Id<Region>>| list(regions.into_iter().map(|region| nearness::named(facts, region)));
    (named(from), named(to))
}

fn quoted(conditions: &[Slug]) -> String {
    list(conditions.iter().map(|condition| format!("`{condition}`")))
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
