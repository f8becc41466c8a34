//! The smallest form of a disagreement: what can go, goes.

use super::world::{Asked, World};

/// A catalogue and a question.
pub type Case = (World, Asked);

/// Takes away one thing after the other, as long as the case stays `wrong`.
pub fn smallest(mut case: Case, wrong: impl Fn(&Case) -> bool) -> Case {
    while let Some(smaller) = smaller(&case).into_iter().find(&wrong) {
        case = smaller;
    }
    case
}

/// Every case that has one thing less.
fn smaller(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    let mut without = |change: &dyn Fn(&mut World, &mut Asked) -> bool| {
        let (mut world, mut asked) = case.clone();
        if change(&mut world, &mut asked) {
            found.push((world, asked));
        }
    };
    let (world, asked) = case;
    for at in 0..world.documents.len() {
        without(&|world, _| {
            let gone = world.documents.remove(at).number;
            world.documents.iter_mut().for_each(|one| one.replaces.retain(|&old| old != gone));
            true
        });
    }
    for at in 0..world.relations.len() {
        without(&|world, _| drop(world.relations.remove(at)) == ());
    }
    for (at, document) in world.documents.iter().enumerate() {
        without(&|world, _| !std::mem::take(&mut world.documents[at].replaces).is_empty());
        without(&|world, _| world.documents[at].last_seen.take().is_some());
        for list in 0..document.in_full.len() {
            without(&|world, _| drop(world.documents[at].in_full.remove(list)) == ());
            without(&|world, _| pop_but_one(&mut world.documents[at].in_full[list].standards));
            without(&|world, _| pop_but_one(&mut world.documents[at].in_full[list].services));
            without(&|world, _| pop_but_one(&mut world.documents[at].in_full[list].clouds));
            without(&|world, _| !std::mem::take(&mut world.documents[at].in_full[list].regions).is_empty());
            without(&|world, _| {
                let list = &mut world.documents[at].in_full[list];
                !list.services.is_empty() && list.every_part_of.pop().is_some()
            });
        }
        for claim in 0..document.claims.len() {
            without(&|world, _| drop(world.documents[at].claims.remove(claim)) == ());
            without(&|world, _| world.documents[at].claims[claim].from.take().is_some());
            without(&|world, _| world.documents[at].claims[claim].until.take().is_some());
            without(&|world, _| world.documents[at].claims[claim].standard.edition.take().is_some());
            without(&|world, _| world.documents[at].claims[claim].standard.level.take().is_some());
            without(&|world, _| world.documents[at].claims[claim].conditions.pop().is_some());
            without(&|world, _| !std::mem::take(&mut world.documents[at].claims[claim].regions).is_empty());
            without(&|world, _| pop_but_one(&mut world.documents[at].claims[claim].regions));
        }
    }
    for at in 0..world.standards.len() {
        for edition in 0..world.standards[at].editions.len() {
            without(&|world, _| world.standards[at].editions[edition].end.take().is_some());
            without(&|world, _| world.standards[at].editions[edition].superseded_by.take().is_some());
        }
        for level in 0..world.standards[at].levels.len() {
            without(&|world, _| world.standards[at].levels[level].below.pop().is_some());
            without(&|world, _| world.standards[at].levels[level].kind.take().is_some());
        }
    }
    for at in 0..world.services.len() {
        without(&|world, _| world.services[at].part_of.pop().is_some());
    }
    for at in 0..world.clouds.len() {
        without(&|world, _| world.clouds[at].closed.take().is_some());
        without(&|world, _| !std::mem::take(&mut world.clouds[at].part).is_empty());
    }
    without(&|_, asked| asked.meets.pop().is_some());
    without(&|_, asked| asked.region.take().is_some());
    without(&|_, asked| asked.required.edition.take().is_some());
    without(&|_, asked| asked.required.level.take().is_some());
    without(&|_, asked| std::mem::take(&mut asked.third_party));
    // What comes last and is never named.
    if world.services.len() > 1 && !is_named(world, asked, world.services.len() - 1) {
        without(&|world, _| world.services.pop().is_some());
    }
    if world.standards.len() > 1 && !is_answered_for(world, asked, world.standards.len() - 1) {
        without(&|world, _| world.standards.pop().is_some());
    }
    found
}

fn pop_but_one<T>(things: &mut Vec<T>) -> bool {
    things.len() > 1 && things.pop().is_some()
}

/// Whether anything names a service.
fn is_named(world: &World, asked: &Asked, service: usize) -> bool {
    let in_documents = world.documents.iter().any(|document| {
        document.claims.iter().any(|claim| claim.service == service)
            || document
                .in_full
                .iter()
                .any(|list| list.services.contains(&service) || list.every_part_of.contains(&service))
    });
    in_documents || asked.service == service || world.services.iter().any(|one| one.part_of.contains(&service))
}

/// Whether anything names a standard.
fn is_answered_for(world: &World, asked: &Asked, standard: usize) -> bool {
    let in_documents = world.documents.iter().any(|document| {
        document.claims.iter().any(|claim| claim.standard.standard == standard)
            || document.in_full.iter().flat_map(|list| &list.standards).any(|one| one.standard == standard)
    });
    let related = world.relations.iter().any(|one| one.from.standard == standard || one.to.standard == standard);
    in_documents || related || asked.required.standard == standard
}
