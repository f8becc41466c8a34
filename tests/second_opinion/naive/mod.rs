//! The decision once more, from its description alone: slow, plain, and without a line of the engine.
//!
//! Every part says which sentence of "How one requirement is decided" it stands for. Where the sentences leave
//! something open, the part says what it takes them to mean, after the word *Open*.

pub mod claim;
mod document;
mod relation;

use compliance_check::model::evidence::Statement;
use compliance_check::model::verdict::Verdict;
use jiff::civil::Date;

use self::claim::{said, shown_end};
use self::document::{Opinion, opinion};
use self::relation::by_relation;
use super::world::{Asked, Document, Ref, Said, Told, World};

/// Every answer that the description allows. There are several only where it doesn't say which of two equal things
/// counts.
pub fn answers(world: &World, asked: &Asked) -> Vec<Told> {
    answers_below(world, asked, &[])
}

fn answers_below(world: &World, asked: &Asked, above: &[Ref]) -> Vec<Told> {
    let direct = decide(world, asked);
    // First row of the table: nothing survives a closed cloud. The document that speaks last is shown all the same.
    if let Some(closed) = world.clouds[asked.cloud].closed.filter(|&closed| closed < asked.as_of) {
        return closed_answers(world, asked, direct, closed);
    }
    // Rows two and three: what is covered directly needs no relation.
    let verdict = direct.first().map(|told| told.verdict);
    if matches!(verdict, Some(Verdict::Covered | Verdict::Conditional)) {
        return direct;
    }
    // Row four: unless the deciding document excludes it.
    if verdict != Some(Verdict::Excluded) {
        let related = by_relation(world, asked, above);
        if !related.is_empty() {
            return related;
        }
    }
    if !direct.is_empty() {
        return direct;
    }
    // The last two rows: nobody speaks of the service itself.
    let verdict = if platform_in_scope(world, asked) { Verdict::PlatformOnly } else { Verdict::NoEvidence };
    vec![Told { verdict, document: None, contested: false, held: None, until: None, said: Said::default() }]
}

/// *Open*: contested by each document from after the closing that still has it in scope.
fn closed_answers(world: &World, asked: &Asked, direct: Vec<Told>, closed: Date) -> Vec<Told> {
    let verdict = Verdict::CloudClosed;
    let late = existing(world, asked).into_iter().filter(|document| document.as_of > closed);
    let says_so = |one: Opinion<'_>| {
        one.there.is_some() || one.shown.iter().any(|shown| shown.claim.statement == Statement::InScope)
    };
    let contested = late.filter_map(|document| opinion(world, asked, document)).any(says_so);
    let none = Told { verdict, document: None, contested, held: None, until: None, said: Said::default() };
    if direct.is_empty() {
        vec![none]
    } else {
        direct.into_iter().map(|told| Told { verdict, contested, ..told }).collect()
    }
}

/// Steps 1 and 2: who speaks, and whose word counts. Empty where nobody speaks.
fn decide(world: &World, asked: &Asked) -> Vec<Told> {
    let speaking: Vec<Opinion<'_>> =
        existing(world, asked).into_iter().filter_map(|document| opinion(world, asked, document)).collect();
    let mut deciding = latest_that_says_least(speaking.iter().collect());
    let newest = deciding.first().map(|one| one.document.number);
    // Step 2: a document that leaves the region out hands over to the newest one that names the region.
    if deciding.first().is_some_and(|one| one.verdict == Verdict::Elsewhere) {
        let naming = latest_that_says_least(speaking.iter().filter(|one| one.names_region).collect());
        if !naming.is_empty() {
            deciding = naming;
        }
    }
    let mut told = Vec::new();
    for one in deciding {
        let contested = speaking.iter().any(|other| disagrees(one, other));
        let plain = Told {
            verdict: one.verdict,
            document: Some(one.document.number),
            contested,
            held: None,
            until: None,
            said: Said::default(),
        };
        // Of several that leave the region out on one day, any may be called the newest.
        let is_handed_over = Some(one.document.number) != newest;
        let shown = one.shown.iter().map(|shown| Told {
            contested: contested || shown.is_torn,
            held: (shown.claim.statement == Statement::InScope).then_some(shown.claim.standard),
            until: shown_end(world, asked, shown.claim, one.verdict),
            said: Said { is_handed_over, ..said(world, asked, shown.claim) },
            ..plain
        });
        let before = told.len();
        told.extend(shown);
        if told.len() == before {
            told.push(plain);
        }
    }
    told
}

/// Step 2: contested by the claim of another document that gives another verdict; never by its silence.
///
/// *Open*: who leaves the region out makes no claim on it. Against mere silence that counts all the same, if the claim
/// would do in its own region: who forgot one of them may be the one who lists.
fn disagrees(one: &Opinion<'_>, other: &Opinion<'_>) -> bool {
    if other.document.number == one.document.number {
        return false;
    }
    match other.there {
        Some(there) => one.verdict == Verdict::NotListed && matches!(there, Verdict::Covered | Verdict::Conditional),
        None => !other.shown.is_empty() && other.verdict != one.verdict,
    }
}

/// Step 1: the documents that exist on the day, without those that an existing one replaces.
fn existing<'w>(world: &'w World, asked: &Asked) -> Vec<&'w Document> {
    let exists = |document: &&Document| document.as_of <= asked.as_of;
    let is_replaced =
        |old: &Document| world.documents.iter().filter(exists).any(|new| new.replaces.contains(&old.number));
    world.documents.iter().filter(exists).filter(|document| !is_replaced(document)).collect()
}

/// Step 2: the latest as-of date; of that date, the one that says less, which is the one further down the table.
fn latest_that_says_least<'o, 'w>(opinions: Vec<&'o Opinion<'w>>) -> Vec<&'o Opinion<'w>> {
    let Some(day) = opinions.iter().map(|one| one.document.as_of).max() else { return Vec::new() };
    let of_that_day: Vec<_> = opinions.into_iter().filter(|one| one.document.as_of == day).collect();
    let Some(least) = of_that_day.iter().map(|one| one.verdict).max() else { return Vec::new() };
    // *Open*: two of one day that say the same.
    of_that_day.into_iter().filter(|one| one.verdict == least).collect()
}

/// Every platform that a service belongs to, through any number of steps.
fn platforms(world: &World, service: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for &platform in &world.services[service].part_of {
        found.push(platform);
        found.extend(platforms(world, platform));
    }
    found
}

/// Whether the document that decides for one of the platforms has it in scope here.
///
/// *Open*: in scope at too low a level, for another edition or in former times is in scope.
fn platform_in_scope(world: &World, asked: &Asked) -> bool {
    platforms(world, asked.service).into_iter().any(|platform| {
        let of_platform = decide(world, &Asked { service: platform, ..asked.clone() });
        of_platform.first().is_some_and(|told| told.held.is_some())
    })
}
