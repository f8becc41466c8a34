//! What holds whatever the catalogue, over the same random ones.

use std::collections::BTreeSet;

use compliance_check::catalog::Question;
use compliance_check::load::catalogue::CatalogueFile;
use compliance_check::model::evidence::Document;
use compliance_check::model::id::Id;
use compliance_check::model::verdict::Verdict;
use jiff::ToSpan;
use proptest::prelude::*;

use super::dice::Dice;
use super::engine::Engine;
use super::files;
use super::generate::{questions, world};
use super::naive::claim::holds;
use super::world::{Asked, Ref, World};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() }
}

/// Whether what is required is shown, be it under a condition.
fn is_shown(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Covered | Verdict::Conditional | Verdict::CoveredByRelation)
}

/// The documents that speak of a question, and those that did before newer versions took their place.
fn seen(engine: &Engine, question: &Question<'_>) -> BTreeSet<Id<Document>> {
    let replaced = engine.catalog.replaced_opinions(question);
    let direct = engine.catalog.resolve_directly(question);
    direct.deciding.iter().chain(&direct.history).chain(&replaced).map(|opinion| opinion.document).collect()
}

/// Every pair of a question with a level and the same with a lower one.
fn lower(world: &World, asked: &Asked) -> Vec<Asked> {
    let Ref { standard, level: Some(level), .. } = asked.required else { return Vec::new() };
    let lower = (0..world.standards[standard].levels.len())
        .filter(|&other| other != level && holds(world, standard, level, other));
    let at = |level| Asked { required: Ref { level: Some(level), ..asked.required }, ..asked.clone() };
    lower.map(at).collect()
}

/// The same catalogue, with everything whose order is nobody's statement in another one.
fn shuffled(world: &World, seed: u64) -> (World, Vec<CatalogueFile>) {
    let dice = &mut Dice::new(seed);
    let mut world = world.clone();
    dice.shuffle(&mut world.documents);
    for document in &mut world.documents {
        dice.shuffle(&mut document.claims);
        dice.shuffle(&mut document.in_full);
        dice.shuffle(&mut document.replaces);
        document.claims.iter_mut().for_each(|claim| dice.shuffle(&mut claim.regions));
    }
    world.services.iter_mut().for_each(|service| dice.shuffle(&mut service.part_of));
    let mut files = files::files(&world);
    dice.shuffle(&mut files);
    (world, files)
}

proptest! {
    #![proptest_config(config())]

    /// Who holds one level holds another, and who holds that one a third: then the first holds the third, on a basis that
    /// is no weaker than the weaker of the two. No level holds itself through others.
    #[test]
    fn subsumption_is_transitive(seed: u64) {
        let engine = Engine::new(&world(seed));
        let levels = &engine.catalog.facts().levels;
        for (top, _) in levels.iter() {
            prop_assert_eq!(levels[top].basis_for(top), None);
            for middle in &levels[top].subsumes {
                for bottom in &levels[middle.level].subsumes {
                    let through = levels[top].basis_for(bottom.level);
                    prop_assert!(through.is_some_and(|basis| basis <= middle.basis.max(bottom.basis)), "seed {}", seed);
                }
            }
        }
    }

    /// A requirement for a lower level holds wherever one for a higher level does: of the same edition, in the same place,
    /// on the same day, with the same least assurance. The kinds of levels don't matter, since what is held stays the
    /// same. Nobody but a document that speaks of the lower level alone (its audit is under way, it is listed in full) can
    /// decide otherwise, or, for a use in a region, one that names the region for the higher level alone.
    #[test]
    fn a_lower_level_holds_wherever_a_higher_one_does(seed: u64) {
        let world = world(seed);
        let engine = Engine::new(&world);
        for asked in questions(&world, seed, 40) {
            let (higher, speaking) = engine.ask(&world, &asked, |question, answer| {
                (answer.verdict, seen(&engine, question))
            });
            for lower in lower(&world, &asked).into_iter().filter(|_| is_shown(higher)) {
                let (verdict, by) = engine.ask(&world, &lower, |_, answer| {
                    (answer.verdict, answer.deciding.as_ref().map(|opinion| opinion.document))
                });
                let otherwise = asked.region.is_some() || by.is_some_and(|document| !speaking.contains(&document));
                prop_assert!(is_shown(verdict) || otherwise, "seed {}: {:?} is {:?}, {:?} is {:?}", seed, asked, higher, lower, verdict);
            }
        }
    }

    /// A later day never sees fewer documents. (Of claims that begin on a later day, one may take another's place.)
    #[test]
    fn a_later_day_never_sees_fewer_documents(seed: u64, days in 0..900_i32) {
        let mut world = world(seed);
        let claims = world.documents.iter_mut().flat_map(|document| &mut document.claims);
        claims.for_each(|claim| claim.from = None);
        let engine = Engine::new(&world);
        for asked in questions(&world, seed, 40) {
            let later = Asked { as_of: asked.as_of.saturating_add(days.days()), ..asked.clone() };
            let sees = |asked: &Asked| engine.ask(&world, asked, |question, _| seen(&engine, question));
            prop_assert!(sees(&later).is_superset(&sees(&asked)), "seed {}: {:?}", seed, asked);
        }
    }

    /// The order of files, of documents, and of what stands in them changes nothing.
    #[test]
    fn order_changes_no_answer(seed: u64, order: u64) {
        let world = world(seed);
        let (engine, (other_world, files)) = (Engine::new(&world), shuffled(&world, order));
        let other = Engine::of_files(&files, || files::text(&other_world));
        for asked in questions(&world, seed, 60) {
            let (told, otherwise) = (engine.tell(&world, &asked), other.tell(&other_world, &asked));
            prop_assert_eq!(told, otherwise, "seed {}, order {}: {:?}", seed, order, asked);
        }
    }

    /// What is remembered, and what was packed into bytes, changes nothing either.
    #[test]
    fn asking_again_and_asking_packed_facts_gives_the_same(seed: u64) {
        let world = world(seed);
        let engine = Engine::new(&world);
        let packed = Engine::of_catalog(compliance_check::catalog::Catalog::open(engine.catalog.pack().leak()));
        for asked in questions(&world, seed, 60) {
            let told = engine.tell(&world, &asked);
            prop_assert_eq!(told, engine.tell(&world, &asked), "seed {}: {:?}", seed, asked);
            prop_assert_eq!(told, packed.tell(&world, &asked), "seed {}: {:?}", seed, asked);
        }
    }
}
