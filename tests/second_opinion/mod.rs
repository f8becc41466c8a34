//! Whether somebody who knows only the description of the decision comes to the engine's answers, and laws that hold
//! whatever the catalogue.
//!
//! Where they differ, the seed, the smallest catalogue and the question are printed. `SECOND_OPINION=FIRST..END` asks about
//! the catalogues of other seeds than those of every run.

mod dice;
mod engine;
mod files;
mod generate;
mod laws;
mod naive;
mod smallest;
mod world;

use std::collections::BTreeMap;
use std::ops::Range;

use compliance_check::catalog::Note;
use compliance_check::model::verdict::Verdict;
use engine::Engine;
use generate::{questions, world};
use world::{Asked, Said, Told, World};

/// How many questions are put to each catalogue.
const QUESTIONS: usize = 200;

/// Seeds of the catalogues of every run: a hundred thousand questions in all.
const SEEDS: Range<u64> = 0..500;

/// How often each verdict comes up at least.
const AT_LEAST: usize = 300;

/// The engine's answer, if it is one that the description allows; else both.
fn agreed(world: &World, engine: &Engine, asked: &Asked) -> Result<Told, (Told, Vec<Told>)> {
    let told = engine.tell(world, asked);
    let mut allowed = naive::answers(world, asked);
    for answer in allowed.iter_mut().filter(|answer| !engine::shows_end(answer.verdict)) {
        (answer.held, answer.until, answer.said) = (None, None, Said::default());
    }
    if allowed.contains(&told) { Ok(told) } else { Err((told, allowed)) }
}

/// Fails with the smallest form of a disagreement.
fn fail(seed: u64, world: &World, asked: &Asked) -> ! {
    let differs = |(world, asked): &smallest::Case| agreed(world, &Engine::new(world), asked).is_err();
    let (world, asked) = smallest::smallest((world.clone(), asked.clone()), differs);
    let answers = agreed(&world, &Engine::new(&world), &asked).err();
    panic!(
        "seed {seed}\n{}\nis s{} in c{}, region {:?}, in scope of {}, third party {}, meeting {:?}, on {}?\nthe engine, and \
         what is allowed: {answers:#?}",
        files::text(&world),
        asked.service,
        asked.cloud,
        asked.region,
        files::reference(&world, asked.required),
        asked.third_party,
        asked.meets,
        asked.as_of
    )
}

#[allow(clippy::disallowed_methods, reason = "whoever runs a test can't hand it anything else")]
fn seeds() -> Range<u64> {
    let Ok(range) = std::env::var("SECOND_OPINION") else { return SEEDS };
    let (first, end) = range.split_once("..").expect("it is FIRST..END");
    first.parse().expect("a number")..end.parse().expect("a number")
}

#[test]
fn the_engine_answers_as_its_description_says() {
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    let mut cases: BTreeMap<&str, usize> = BTreeMap::new();
    let seeds = seeds();
    for seed in seeds.clone() {
        let world = world(seed);
        let engine = Engine::new(&world);
        for asked in questions(&world, seed, QUESTIONS) {
            let Ok(told) = agreed(&world, &engine, &asked) else { fail(seed, &world, &asked) };
            *verdicts.entry(told.verdict).or_default() += 1;
            for case in special(&world, &engine, &asked) {
                *cases.entry(case).or_default() += 1;
            }
        }
    }
    if seeds == SEEDS {
        // What the generator doesn't reach isn't compared.
        let seldom: Vec<_> =
            Verdict::ALL.iter().filter(|one| verdicts.get(one).is_none_or(|&n| n < AT_LEAST)).collect();
        assert!(seldom.is_empty(), "seldom: {seldom:?} of {verdicts:#?}");
        let seldom: Vec<_> = SPECIAL.iter().filter(|one| cases.get(*one).is_none_or(|&n| n < AT_LEAST)).collect();
        assert!(seldom.is_empty(), "seldom: {seldom:?} of {cases:#?}");
    }
}

/// What has to come up besides the verdicts.
const SPECIAL: [&str; 7] = [
    "two documents of one day",
    "contested by another document",
    "contested by itself",
    "the newest leaves the region out",
    "on a basis that isn't firm",
    "an edition is over and counts",
    "a replaced document",
];

fn special(world: &World, engine: &Engine, asked: &Asked) -> Vec<&'static str> {
    let facts = engine.catalog.facts();
    engine.ask(world, asked, |question, answer| {
        let Some(deciding) = &answer.deciding else { return Vec::new() };
        let as_of = |document| facts.documents[document].as_of;
        let is_tied = answer.history.iter().any(|other| as_of(other.document) == as_of(deciding.document));
        let noted = |is_it: fn(&Note) -> bool| deciding.notes.iter().any(is_it);
        let found = [
            is_tied,
            answer.contested_by.iter().any(|&document| document != deciding.document),
            deciding.contradicted_by.is_some(),
            noted(|note| matches!(note, Note::NewestLeavesRegionOut(_))),
            noted(|note| matches!(note, Note::LevelBasis { .. })),
            noted(|note| matches!(note, Note::EditionOver(_))),
            !engine.catalog.replaced_opinions(question).is_empty(),
        ];
        SPECIAL.into_iter().zip(found).filter_map(|(name, is_so)| is_so.then_some(name)).collect()
    })
}
