//! Relations: what is covered because something else is.

use compliance_check::model::standard::{RelationKind, RelationUse};
use compliance_check::model::verdict::Verdict;

use super::answers_below;
use super::claim::{holds, retiring_end};
use crate::second_opinion::world::{Asked, Ref, Relation, Told, World};

/// Row four: something that is covered grants or includes what is required, and the data says that this may satisfy.
///
/// *Open*: what is covered through a relation is covered. `above` is what is being asked already, so that relations in a
/// circle end; which of several relations is named, the description doesn't say.
pub fn by_relation(world: &World, asked: &Asked, above: &[Ref]) -> Vec<Told> {
    if above.contains(&asked.required) {
        return Vec::new();
    }
    let above = [above, &[asked.required]].concat();
    let mut found = Vec::new();
    for relation in &world.relations {
        let links = matches!(relation.kind, RelationKind::Grants | RelationKind::Includes);
        let may = matches!(relation.usage, RelationUse::Satisfies | RelationUse::SatisfiesWithNote);
        if !links || !may {
            continue;
        }
        for (from, to) in links_of(world, asked, relation) {
            if leads_to(world, asked, to) {
                let source = answers_below(world, &Asked { required: from, ..asked.clone() }, &above);
                let is_covered = |told: &Told| matches!(told.verdict, Verdict::Covered | Verdict::CoveredByRelation);
                let covered = source.into_iter().filter(is_covered);
                found.extend(covered.map(|told| Told { verdict: Verdict::CoveredByRelation, ..told }));
            }
        }
    }
    found
}

/// From what to what a relation leads. One that holds at each level alike is a relation from each level to the one that
/// is called the same.
///
/// *Open*: it leads from the standard at no level to the other at no level, and not from a level to it.
pub fn links_of(world: &World, asked: &Asked, relation: &Relation) -> Vec<(Ref, Ref)> {
    let mut links = vec![(relation.from, relation.to)];
    if relation.same_level && asked.required.level.is_some() {
        for (from, of_one) in world.standards[relation.from.standard].levels.iter().enumerate() {
            for (to, of_other) in world.standards[relation.to.standard].levels.iter().enumerate() {
                if of_one.name == of_other.name {
                    let at = |reference: Ref, level| Ref { level: Some(level), ..reference };
                    links.push((at(relation.from, from), at(relation.to, to)));
                }
            }
        }
    }
    links
}

/// Whether what a relation leads to is what is required, or more: the edition that is required, a level that holds the
/// one that is required.
pub fn leads_to(world: &World, asked: &Asked, to: Ref) -> bool {
    let required = asked.required;
    if to.standard != required.standard {
        return false;
    }
    let edition = required.edition.is_none() || to.edition == required.edition;
    let level = match (to.level, required.level) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(to), Some(required)) => holds(world, asked.required.standard, to, required),
    };
    // *Open*: what is granted for an edition that has retired is granted no more.
    let retired = retiring_end(world, to).is_some_and(|end| end < asked.as_of);
    edition && level && !retired
}
