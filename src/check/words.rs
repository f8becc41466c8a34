//! The words of a finding that are made from the reasons: the evidence, the relation, the ways out.

use super::outcome::{Asked, Citation, RequirementOutcome, Scope, Voice};
use super::requirements::Requirement;
use super::subject::{Context, Item};
use crate::catalog::{Answer, CloudWayOut, Opinion, WaysOut};
use crate::model::evidence::{Document, StatedIn};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;

/// No more regions or clouds than this are named in a help.
const MOST_NAMED: usize = 6;

/// A document as a sentence names it.
pub(super) fn quoted(document: &Document) -> String {
    format!("\"{}\", {}, as of {}", document.title, document.publisher, document.as_of)
}

/// What the outcome of a requirement is to be told as.
pub(super) fn outcome(context: &Context<'_>, requirement: &Requirement<'_>) -> RequirementOutcome {
    let facts = context.catalog.facts();
    let answer = &requirement.answer;
    let instance = requirement.instance;
    RequirementOutcome {
        service: instance.name.value.clone(),
        service_id: facts.services[instance.service.value].id.to_string(),
        cloud: facts.clouds[instance.cloud.value].id.to_string(),
        regions: requirement.regions.iter().map(|&region| facts.regions[region].id.to_string()).collect(),
        required: scope(facts, requirement.required),
        assurance: requirement.assurance,
        verdict: answer.verdict,
        held: context.catalog.held(answer).map(|held| scope(facts, held)),
        contested: !answer.contested_by.is_empty(),
        origins: requirement.demands.iter().map(|demand| Asked { kind: demand.origin, span: demand.span }).collect(),
        evidence: evidence(context, requirement),
        history: answer
            .history
            .iter()
            .map(|opinion| Voice { id: facts.documents[opinion.document].id.to_string(), verdict: opinion.verdict })
            .collect(),
    }
}

fn scope(facts: &Facts, reference: StandardRef) -> Scope {
    Scope {
        standard: facts.standards[reference.standard].id.to_string(),
        edition: reference.edition.map(|edition| facts.editions[edition].id.to_string()),
        level: reference.level.map(|level| facts.levels[level].id.to_string()),
    }
}

/// The document that decides: for a closed cloud the one that says so, for a platform the one that speaks of that.
pub(super) fn evidence(context: &Context<'_>, requirement: &Requirement<'_>) -> Option<Citation> {
    let facts = context.catalog.facts();
    let answer = &requirement.answer;
    if answer.verdict == Verdict::CloudClosed {
        let cloud = &facts.clouds[requirement.instance.cloud.value];
        return cloud.stated_in.iter().find_map(|source| stated_in(facts, *source));
    }
    let platform = answer.platforms.first().filter(|_| answer.verdict == Verdict::PlatformOnly);
    let opinion = platform.map(|one| &one.opinion).or(answer.deciding.as_ref())?;
    Some(citation(facts, opinion))
}

fn citation(facts: &Facts, opinion: &Opinion) -> Citation {
    let document = &facts.documents[opinion.document];
    Citation {
        id: document.id.to_string(),
        title: document.title.clone(),
        publisher: Some(document.publisher.clone()),
        as_of: Some(document.as_of),
        locator: opinion.claim.map(|claim| facts.claims[claim].at.clone()),
    }
}

fn stated_in(facts: &Facts, source: StatedIn) -> Option<Citation> {
    match source {
        StatedIn::Document(document) => {
            let document = &facts.documents[document];
            Some(Citation {
                id: document.id.to_string(),
                title: document.title.clone(),
                publisher: Some(document.publisher.clone()),
                as_of: Some(document.as_of),
                locator: None,
            })
        }
        StatedIn::Publication(publication) => {
            let publication = &facts.publications[publication];
            Some(Citation {
                id: publication.id.to_string(),
                title: publication.title.clone().unwrap_or_else(|| publication.id.to_string()),
                publisher: publication.publisher.clone(),
                as_of: None,
                locator: Some(publication.found_at.clone()),
            })
        }
        StatedIn::Unverified | StatedIn::Inference => None,
    }
}

/// The relation that satisfies a requirement, in words.
pub(super) fn relation(facts: &Facts, answer: &Answer) -> Option<String> {
    let through = answer.through.as_ref()?;
    let relation = &facts.relations[through.relation];
    let (from, to) = (facts.title(through.required), facts.title(relation.to));
    Some(format!("{from} {} {to}", relation.kind.name()))
}

/// The ways out that the catalogue knows for a requirement that isn't covered.
pub(super) fn help(context: &Context<'_>, item: &Item<'_>) -> Option<String> {
    let Item::Requirement(requirement) = item else { return None };
    let answer = &requirement.answer;
    if matches!(answer.verdict, Verdict::Covered | Verdict::CoveredByRelation) {
        return None;
    }
    let ways = context.catalog.ways_out(&requirement.question(context.as_of), answer);
    let facts = context.catalog.facts();
    let required = facts.reference(requirement.required);
    let mut sentences = Vec::new();
    if !ways.conditions.is_empty() {
        let texts: Vec<_> = ways.conditions.iter().map(|condition| condition.text.as_str()).collect();
        let ids: Vec<_> = ways.conditions.iter().map(|condition| format!("\"{}\"", condition.id)).collect();
        sentences.push(format!("if this use is {}, say so with `meets = [{}]`", texts.join(", and "), ids.join(", ")));
    }
    if answer.verdict == Verdict::Elsewhere && requirement.regions.is_empty() && !ways.regions.is_empty() {
        sentences.push(format!("name a region: {} holds {required} in {}", requirement_cloud(context, requirement), {
            named(facts, &ways.regions)
        }));
    } else if !ways.regions.is_empty() {
        let cloud = requirement_cloud(context, requirement);
        sentences.push(format!("in {cloud}, {required} is held in {}", named(facts, &ways.regions)));
    }
    sentences.extend(clouds(facts, &ways, &required));
    if let Some(held) = held_instead(facts, answer, &ways) {
        sentences.push(held);
    }
    let mut help = sentences.join("; or ");
    if let Some(platform) = beside(facts, answer) {
        if !help.is_empty() {
            help.push_str(". ");
        }
        help.push_str(&platform);
    }
    (!help.is_empty()).then_some(help)
}

/// What a document says of the platform, where the service itself is not shown to be in scope.
fn beside(facts: &Facts, answer: &Answer) -> Option<String> {
    if !matches!(answer.verdict, Verdict::NotListed | Verdict::NoEvidence) {
        return None;
    }
    let one = answer.platforms.iter().find(|one| one.opinion.verdict == Verdict::Covered)?;
    let document = quoted(&facts.documents[one.opinion.document]);
    let platform = &facts.services[one.platform].name;
    Some(format!("Beside it, {document}, has the platform {platform} in scope, which is not this service"))
}

fn requirement_cloud(context: &Context<'_>, requirement: &Requirement<'_>) -> String {
    context.catalog.facts().clouds[requirement.instance.cloud.value].id.to_string()
}

fn clouds(facts: &Facts, ways: &WaysOut, required: &str) -> Vec<String> {
    ways.clouds
        .iter()
        .take(MOST_NAMED)
        .map(|CloudWayOut { cloud, regions }| {
            let id = &facts.clouds[*cloud].id;
            match regions.len() {
                0 => format!("{id} holds {required} for this service"),
                many if many > MOST_NAMED => format!("{id} holds {required} for this service, in {many} regions"),
                _ => format!("{id} holds {required} for this service; its regions are {}", named(facts, regions)),
            }
        })
        .collect()
}

/// What is held here, for those to whom that is enough.
fn held_instead(facts: &Facts, answer: &Answer, ways: &WaysOut) -> Option<String> {
    match answer.verdict {
        Verdict::LevelTooLow | Verdict::EditionDiffers | Verdict::EditionUnstated | Verdict::LevelUnstated => {
            let held = facts.reference(ways.held?);
            Some(format!("if `{held}`, which is shown here, is enough, require that"))
        }
        _ => None,
    }
}

fn named(facts: &Facts, regions: &[Id<Region>]) -> String {
    let names: Vec<_> = regions.iter().take(MOST_NAMED).map(|&region| facts.regions[region].id.as_str()).collect();
    match regions.len().saturating_sub(MOST_NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}
