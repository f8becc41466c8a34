//! The help of a finding: the ways out that the catalogue knows.

use super::requirements::Requirement;
use super::subject::{Context, Detail, Item};
use super::words::quoted;
use crate::catalog::{CloudWayOut, Question, WaysOut};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::verdict::Verdict;

/// No more names than this are listed in a help.
const MOST_NAMED: usize = 6;

/// The ways out for the requirements of `group`, where one of them isn't covered: only those that help all of them.
/// None where they belong to several service instances, since a way leads out for one.
pub(super) fn help(context: &Context<'_>, group: &[&Item<'_>]) -> Option<String> {
    if context.detail != Detail::WithWaysOut {
        return None;
    }
    let requirements = requirements(group)?;
    let &first = requirements.first()?;
    let catalog = context.catalog;
    let each = requirements.iter().map(|one| catalog.ways_out(&one.question(context.as_of), &one.answer));
    let ways = each.reduce(|shared, ways| shared.shared_with(&ways))?;
    let facts = catalog.facts();
    let (required, is) = required(facts, &requirements);
    let mut sentences = Vec::new();
    if !ways.conditions.is_empty() {
        let texts: Vec<_> = ways.conditions.iter().map(|condition| &*condition.text).collect();
        let ids: Vec<_> = ways.conditions.iter().map(|condition| format!("\"{}\"", condition.id)).collect();
        sentences.push(format!("if this use is {}, say so with `meets = [{}]`", texts.join(", and "), ids.join(", ")));
    }
    let unbound = |one: &&Requirement<'_>| one.answer.verdict == Verdict::Elsewhere && one.regions.is_empty();
    let cloud = &facts.clouds[first.instance.cloud.value].id;
    let regions = named(&ids(facts, &ways.regions));
    match ways.regions.len() {
        0 => {}
        _ if requirements.iter().all(unbound) => {
            sentences.push(format!("name a region: {cloud} holds {required} in {regions}"));
        }
        _ => sentences.push(format!("in {cloud}, {required} {is} held in {regions}")),
    }
    sentences.extend(clouds(facts, &ways, &required));
    sentences.extend(held_instead(context, &requirements, &ways));
    let mut help = sentences.join("; or ");
    let only = (requirements.len() == 1).then_some(first);
    if let Some(platform) = only.and_then(|only| beside(context, only)) {
        if !help.is_empty() {
            help.push_str(". ");
        }
        help.push_str(&platform);
    }
    (!help.is_empty()).then_some(help)
}

/// The requirements of one service instance, where `group` is made of such and one of them isn't covered.
fn requirements<'g>(group: &[&'g Item<'_>]) -> Option<Vec<&'g Requirement<'g>>> {
    let requirements: Vec<&Requirement<'_>> = group.iter().map(|item| item.requirement()).collect::<Option<_>>()?;
    let same_instance = requirements.windows(2).all(|pair| std::ptr::eq(pair[0].instance, pair[1].instance));
    let is_covered =
        |one: &&Requirement<'_>| matches!(one.answer.verdict, Verdict::Covered | Verdict::CoveredByRelation);
    (same_instance && !requirements.iter().all(is_covered)).then_some(requirements)
}

/// What is required, each once, with the verb that goes with it.
fn required(facts: &Facts, requirements: &[&Requirement<'_>]) -> (String, &'static str) {
    let mut names: Vec<String> = Vec::new();
    for name in requirements.iter().map(|one| facts.reference(one.required)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (named(&names), if names.len() == 1 { "is" } else { "are" })
}

/// What a document says of the platform, where it lists in full what this service holds and leaves this out.
fn beside(context: &Context<'_>, requirement: &Requirement<'_>) -> Option<String> {
    if requirement.answer.verdict != Verdict::NotListed {
        return None;
    }
    let facts = context.catalog.facts();
    let platforms = context.catalog.platform_opinions(&requirement.question(context.as_of));
    let one = platforms.iter().find(|one| one.opinion.verdict == Verdict::Covered)?;
    let document = quoted(&facts.documents[one.opinion.document]);
    let platform = &facts.services[one.platform].name;
    Some(format!("Beside it, {document}, has the platform {platform} in scope, which is not this service"))
}

fn clouds(facts: &Facts, ways: &WaysOut, required: &str) -> Vec<String> {
    let sentence = |CloudWayOut { cloud, regions }: &CloudWayOut| {
        let id = &facts.clouds[*cloud].id;
        match regions.len() {
            0 => format!("{id} holds {required} for this service"),
            many if many > MOST_NAMED => format!("{id} holds {required} for this service, in {many} regions"),
            _ => {
                let regions = named(&ids(facts, regions));
                format!("{id} holds {required} for this service; its regions are {regions}")
            }
        }
    };
    let mut sentences: Vec<_> = ways.clouds.iter().take(MOST_NAMED).map(sentence).collect();
    match ways.clouds.len().saturating_sub(MOST_NAMED) {
        0 => {}
        1 => sentences.push(format!("1 more cloud holds {required} for this service")),
        more => sentences.push(format!("{more} more clouds hold {required} for this service")),
    }
    sentences
}

/// What is held here and would be covered in every region of the use, for those to whom that is enough: whoever requires
/// it instead requires it of all of them.
fn held_instead(context: &Context<'_>, requirements: &[&Requirement<'_>], ways: &WaysOut) -> Option<String> {
    let held = ways.held?;
    let is_covered = |question: Question<'_>| context.catalog.is_covered(&Question { required: held, ..question });
    let everywhere = requirements.iter().flat_map(|one| one.questions(context.as_of)).all(is_covered);
    let held = context.catalog.facts().reference(held);
    everywhere.then(|| format!("if `{held}`, which is shown here, is enough, require that"))
}

fn ids(facts: &Facts, regions: &[Id<Region>]) -> Vec<String> {
    regions.iter().map(|&region| facts.regions[region].id.as_str().to_owned()).collect()
}

fn named(names: &[String]) -> String {
    let first = names.get(..MOST_NAMED).unwrap_or(names).join(", ");
    match names.len().saturating_sub(MOST_NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
