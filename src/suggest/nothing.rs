//! Why nothing closes a gap: how much was asked, and what stands against the places that hold what is required.

use super::local::{Local, written};
use super::places::{Candidate, Options};
use super::words::{counted, some};
use crate::check::outcome::Finding;

/// How many places are named that hold what is required.
const MOST_PLACES: usize = 4;

/// That nothing was found for `gap`, and why.
pub(super) fn words(local: &Local<'_>, options: &Options, gap: &Finding) -> String {
    if local.instance().requires.is_empty() && local.requirements(local.before()).next().is_none() {
        return "nothing is required of it, so no document shows where else it may run".to_owned();
    }
    let Some(standard) = &gap.standard else {
        let goes = |one: &Candidate| one.tried.compared.closed.iter().any(|one| one.fingerprint == gap.fingerprint);
        return asked(
            local,
            options,
            match options.candidates.iter().any(goes) {
                true => "nothing that is required of it is shown where this would go",
                false => "it stays in all that were tried",
            },
        );
    };
    let is_dropped =
        |one: &&Candidate| local.requirements(&one.tried.outcome).all(|one| written(&one.required) != *standard);
    let dropped: Vec<_> = options.candidates.iter().filter(is_dropped).collect();
    let holding = local.holding(gap);
    if holding.is_empty() {
        let none = "none covers it";
        return match dropped.is_empty() {
            true => asked(local, options, none),
            false => format!("{}; a move to where nothing asks for it is not offered", asked(local, options, none)),
        };
    }
    let facts = local.search.checker.catalog().facts();
    let places = some(holding.iter().map(|held| facts.clouds[held.cloud].id.to_string()), MOST_PLACES);
    let holds = if holding.len() == 1 { "holds" } else { "hold" };
    let is_held = |one: &&Candidate| {
        one.tried.change.place.as_ref().is_some_and(|place| holding.iter().any(|held| held.cloud == place.cloud))
    };
    let named = local.instance().regions.len();
    let but = if dropped.into_iter().any(|one| is_held(&one)) {
        "but nothing asks for it there: a move that only leaves the question behind is not offered"
    } else if holding.iter().all(|held| held.regions.len() < named) {
        "but not in as many regions as the manifest names"
    } else {
        "but a move there leaves something of it open"
    };
    format!("{places} {holds} {standard} for this service, {but}")
}

/// How much was asked, and what came of it.
fn asked(local: &Local<'_>, options: &Options, outcome: &str) -> String {
    let facts = local.search.checker.catalog().facts();
    let cloud = &facts.clouds[local.instance().cloud.value];
    let provider = &facts.providers[cloud.provider].name;
    let asked = options.asked;
    let (regions, clouds) = (counted(asked.regions, "region", "regions"), counted(asked.clouds, "cloud", "clouds"));
    match (asked.regions, asked.clouds) {
        (0, 0) => format!("{provider} has no other place in the catalogue that customers can use"),
        (0, _) => format!("{clouds} of {provider} besides {} were asked, and {outcome}", cloud.id),
        (_, 0) => format!("{regions} of {} were asked, and {provider} has no other cloud; {outcome}", cloud.id),
        _ => format!("{regions} and {clouds} of {provider} besides {} were asked, and {outcome}", cloud.id),
    }
}
