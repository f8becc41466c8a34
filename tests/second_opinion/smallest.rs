//! The smallest form of a disagreement: what can go, goes.

use super::world::{Asked, World};

/// A catalogue and a question.
pub type Case = (World, Asked);

/// Takes something away, if it is there.
type Change = Box<dyn Fn(&mut World, &mut Asked) -> bool>;

/// Takes away one thing after the other, as long as the case stays `wrong`.
pub fn smallest(mut case: Case, wrong: impl Fn(&Case) -> bool) -> Case {
    let smaller = |case: &Case| -> Option<Case> {
        let (world, asked) = case;
        let changes = [of_documents(world), of_standards(world), of_places(world), of_question()].into_iter().flatten();
        let mut changed = changes.filter_map(|change| {
            let (mut world, mut asked) = (world.clone(), asked.clone());
            change(&mut world, &mut asked).then_some((world, asked))
        });
        changed.find(|case| wrong(case))
    };
    while let Some(less) = smaller(&case) {
        case = less;
    }
    case
}

fn change(change: impl Fn(&mut World, &mut Asked) -> bool + 'static) -> Change {
    Box::new(change)
}

fn remove<T>(things: &mut Vec<T>, at: usize) -> bool {
    things.drain(at..=at).next().is_some()
}

fn clear<T>(things: &mut Vec<T>) -> bool {
    !std::mem::take(things).is_empty()
}

fn pop_but_one<T>(things: &mut Vec<T>) -> bool {
    things.len() > 1 && things.pop().is_some()
}

fn of_documents(world: &World) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in 0..world.documents.len() {
        changes.push(change(move |world, _| {
            let gone = world.documents.remove(at).number;
            world.documents.iter_mut().for_each(|one| one.replaces.retain(|&old| old != gone));
            true
        }));
    }
    for (at, document) in world.documents.iter().enumerate() {
        changes.push(change(move |world, _| clear(&mut world.documents[at].replaces)));
        changes.push(change(move |world, _| world.documents[at].last_seen.take().is_some()));
        (0..document.in_full.len()).for_each(|list| of_list(at, list, &mut changes));
        (0..document.claims.len()).for_each(|claim| of_claim(at, claim, &mut changes));
    }
    changes
}

fn of_list(at: usize, list: usize, changes: &mut Vec<Change>) {
    changes.push(change(move |world, _| remove(&mut world.documents[at].in_full, list)));
    changes.push(change(move |world, _| pop_but_one(&mut world.documents[at].in_full[list].standards)));
    changes.push(change(move |world, _| pop_but_one(&mut world.documents[at].in_full[list].services)));
    changes.push(change(move |world, _| pop_but_one(&mut world.documents[at].in_full[list].clouds)));
    changes.push(change(move |world, _| clear(&mut world.documents[at].in_full[list].regions)));
    changes.push(change(move |world, _| {
        let list = &mut world.documents[at].in_full[list];
        !list.services.is_empty() && list.every_part_of.pop().is_some()
    }));
}

fn of_claim(at: usize, claim: usize, changes: &mut Vec<Change>) {
    changes.push(change(move |world, _| remove(&mut world.documents[at].claims, claim)));
    changes.push(change(move |world, _| world.documents[at].claims[claim].from.take().is_some()));
    changes.push(change(move |world, _| world.documents[at].claims[claim].until.take().is_some()));
    changes.push(change(move |world, _| world.documents[at].claims[claim].standard.edition.take().is_some()));
    changes.push(change(move |world, _| world.documents[at].claims[claim].standard.level.take().is_some()));
    changes.push(change(move |world, _| world.documents[at].claims[claim].conditions.pop().is_some()));
    changes.push(change(move |world, _| clear(&mut world.documents[at].claims[claim].regions)));
    changes.push(change(move |world, _| pop_but_one(&mut world.documents[at].claims[claim].regions)));
}

fn of_standards(world: &World) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in 0..world.relations.len() {
        changes.push(change(move |world, _| remove(&mut world.relations, at)));
    }
    for (at, standard) in world.standards.iter().enumerate() {
        for edition in 0..standard.editions.len() {
            changes.push(change(move |world, _| world.standards[at].editions[edition].end.take().is_some()));
            changes.push(change(move |world, _| world.standards[at].editions[edition].superseded_by.take().is_some()));
        }
        for level in 0..standard.levels.len() {
            changes.push(change(move |world, _| world.standards[at].levels[level].below.pop().is_some()));
            changes.push(change(move |world, _| world.standards[at].levels[level].kind.take().is_some()));
        }
    }
    changes.push(change(|world, asked| {
        let last = world.standards.len() - 1;
        last > 0 && !is_answered_for(world, asked, last) && remove(&mut world.standards, last)
    }));
    changes
}

fn of_places(world: &World) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in 0..world.services.len() {
        changes.push(change(move |world, _| world.services[at].part_of.pop().is_some()));
    }
    for at in 0..world.clouds.len() {
        changes.push(change(move |world, _| world.clouds[at].closed.take().is_some()));
        changes.push(change(move |world, _| clear(&mut world.clouds[at].part)));
    }
    changes.push(change(|world, asked| {
        let last = world.services.len() - 1;
        last > 0 && !is_named(world, asked, last) && remove(&mut world.services, last)
    }));
    changes
}

fn of_question() -> Vec<Change> {
    vec![
        change(|_, asked| asked.meets.pop().is_some()),
        change(|_, asked| asked.region.take().is_some()),
        change(|_, asked| asked.required.edition.take().is_some()),
        change(|_, asked| asked.required.level.take().is_some()),
        change(|_, asked| std::mem::take(&mut asked.third_party)),
    ]
}

/// Whether anything names a service.
fn is_named(world: &World, asked: &Asked, service: usize) -> bool {
    let claims = world.documents.iter().flat_map(|document| &document.claims);
    let lists = world.documents.iter().flat_map(|document| &document.in_full);
    claims.map(|claim| claim.service).any(|one| one == service)
        || lists.flat_map(|list| list.services.iter().chain(&list.every_part_of)).any(|&one| one == service)
        || world.services.iter().any(|one| one.part_of.contains(&service))
        || asked.service == service
}

/// Whether anything names a standard.
fn is_answered_for(world: &World, asked: &Asked, standard: usize) -> bool {
    let claims = world.documents.iter().flat_map(|document| &document.claims).map(|claim| claim.standard);
    let lists = world.documents.iter().flat_map(|document| &document.in_full);
    let lists = lists.flat_map(|list| list.standards.iter().copied());
    let relations = world.relations.iter().flat_map(|relation| [relation.from, relation.to]);
    claims.chain(lists).chain(relations).chain([asked.required]).any(|one| one.standard == standard)
}
