//! The words of a finding that are made from the reasons: the evidence and the relation.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::outcome::{Asked, Citation, RequirementOutcome, Scope, Shown, Voice};
use super::requirements::{Regions, Requirement};
use super::subject::{Context, Value};
use crate::catalog::{Answer, Catalog, Misreading, Opinion, PlatformOpinion};
use crate::model::Text;
use crate::model::evidence::{Claim, Document, StatedIn};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::Cloud;
use crate::model::rule::{Field, FieldKind};
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;
use crate::pieces::{each, each_remembering};

/// How many of so many names are told: all of up to four, else the first three.
pub(super) fn told_of(names: usize) -> usize {
    if names > 4 { 3 } else { names }
}

/// Names in a sentence: all of them where they are few, else the first and how many more there are.
pub(super) fn few(names: &[impl AsRef<str>]) -> String {
    let all: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    let (told, rest) = all.split_at(told_of(all.len()));
    match (told, rest.len()) {
        ([first @ .., last], 0) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        (_, 0) => told.concat(),
        (_, more) => format!("{} and {more} more", told.join(", ")),
    }
}

/// A document as a sentence names it.
pub(super) fn quoted(document: &Document) -> String {
    format!("\"{}\", {}, as of {}", document.title, document.publisher, document.as_of)
}

/// What the outcomes of the requirements are to be told as, in their order.
pub(super) fn outcomes<'a>(context: &Context<'a>) -> Vec<RequirementOutcome> {
    let facts = context.catalog.facts();
    // The answer of a number is given to one question only, so those who share it share all that is said of it.
    let mut known: FxHashMap<u32, usize> = FxHashMap::default();
    let mut first: Vec<&'a Requirement<'a>> = Vec::new();
    let mut number = |requirement: &'a Requirement<'a>| {
        let next = first.len();
        let number = match requirement.answer.number() {
            Some(answer) => *known.entry(answer).or_insert(next),
            None => next,
        };
        if number == next {
            first.push(requirement);
        }
        number
    };
    let numbered: Vec<_> = context.requirements.iter().map(|one| (one, number(one))).collect();
    let shown = each(context.spread, &first, |requirement| Arc::new(shown(context, requirement)));
    let begin = || None::<(&Regions, Arc<[String]>)>;
    each_remembering(context.spread, &numbered, begin, |known, &(requirement, number)| {
        let ids = || requirement.regions.iter().map(|&region| facts.regions[region].id.as_str().to_owned()).collect();
        let regions = match known {
            Some((regions, ids)) if **regions == requirement.regions => Arc::clone(ids),
            _ => ids(),
        };
        *known = Some((&requirement.regions, Arc::clone(&regions)));
        RequirementOutcome {
            service: requirement.instance.name.value.clone(),
            regions,
            origins: origins(requirement),
            shown: Arc::clone(&shown[number]),
        }
    })
}

/// What is said of a requirement wherever it stands.
fn shown(context: &Context<'_>, requirement: &Requirement<'_>) -> Shown {
    let facts = context.catalog.facts();
    let answer = &requirement.answer;
    let instance = requirement.instance;
    Shown {
        service_id: facts.services[instance.service.value].id.as_str().to_owned(),
        cloud: facts.clouds[instance.cloud.value].id.as_str().to_owned(),
        required: scope(facts, requirement.required),
        assurance: requirement.assurance,
        verdict: answer.verdict,
        held: context.catalog.held(answer).map(|held| scope(facts, held)),
        contested: !answer.contested_by.is_empty(),
        evidence: evidence(context, requirement),
        history: history(facts, answer),
    }
}

/// Every place that asks for a requirement, those of the manifest first.
fn origins(requirement: &Requirement<'_>) -> SmallVec<[Asked; 1]> {
    let demands = requirement.demands.iter().map(|demand| Asked {
        kind: demand.origin,
        span: demand.span,
        rule: None,
        profile: demand.profile.as_ref().map(|through| through.name.clone()),
    });
    let rules = requirement.asked.iter().map(|one| Asked {
        kind: one.ask.origin(),
        span: one.ask.span,
        rule: Some(one.ask.rule.id.clone()),
        profile: None,
    });
    demands.chain(rules).collect()
}

/// The documents that speak of it beside the deciding one, newest first; those whose misprints would say otherwise among
/// them.
fn history(facts: &Facts, answer: &Answer) -> Vec<Voice> {
    let voice = |document: &Document, verdict: Verdict, at: Option<&Text>, believed: bool| {
        let (id, locator) = (document.id.text(), at.cloned());
        (Reverse(document.as_of), Voice { id, verdict, locator, believed })
    };
    let heard = answer.history.iter().map(|opinion| {
        let at = opinion.claim.map(|claim| &facts.claims[claim].at);
        voice(&facts.documents[opinion.document], opinion.verdict, at, true)
    });
    let misread = answer.misread.iter().map(|one| {
        let document = &facts.documents[one.document];
        voice(document, one.verdict, document.disputed.get(one.disputed).map(|disputed| &disputed.at), false)
    });
    let mut voices: Vec<_> = heard.chain(misread).collect();
    voices.sort_by_key(|(age, _)| *age);
    voices.into_iter().map(|(_, voice)| voice).collect()
}

fn scope(facts: &Facts, reference: StandardRef) -> Scope {
    Scope {
        standard: facts.standards[reference.standard].id.as_str().to_owned(),
        edition: reference.edition.map(|edition| facts.editions[edition].id.as_str().to_owned()),
        level: reference.level.map(|level| facts.levels[level].id.as_str().to_owned()),
    }
}

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cited<'c> {
    pub(super) source: StatedIn,
    /// Where in a document, where that is told.
    pub(super) at: Option<&'c Text>,
}

/// The document that decides: for a closed cloud the one that says so, for a platform the one that speaks of that.
fn evidence(context: &Context<'_>, requirement: &Requirement<'_>) -> Option<Citation> {
    citation(context.catalog.facts(), cited(context, requirement)?)
}

/// Where that stands.
pub(super) fn cited<'a>(context: &Context<'a>, requirement: &Requirement<'_>) -> Option<Cited<'a>> {
    let facts = context.catalog.facts();
    let answer = &requirement.answer;
    if answer.verdict == Verdict::CloudClosed {
        return Some(Cited { source: who_says(facts, requirement.instance.cloud.value)?, at: None });
    }
    let platform = deciding_platform(context.catalog, answer);
    let opinion = platform.map(|one| &one.opinion).or(answer.deciding.as_ref())?;
    let at = opinion.claim.map(|claim| &facts.claims[claim].at);
    Some(Cited { source: StatedIn::Document(opinion.document), at })
}

/// The publication that speaks of a cloud, and of its closing.
fn who_says(facts: &Facts, cloud: Id<Cloud>) -> Option<StatedIn> {
    let mut sources = facts.clouds[cloud].stated_in.iter().copied();
    sources.find(|source| matches!(source, StatedIn::Document(_) | StatedIn::Publication(_)))
}

/// That a cloud has closed, and who says so; `None` where it hasn't.
pub(super) fn closing(facts: &Facts, cloud: Id<Cloud>) -> Option<String> {
    let closed = facts.clouds[cloud].status.closed()?;
    let source = who_says(facts, cloud).and_then(|source| citation(facts, Cited { source, at: None }));
    Some(match source {
        Some(source) => format!("the cloud closed on {closed} (\"{}\")", source.title),
        None => format!("the cloud closed on {closed}"),
    })
}

/// The platform that is in scope instead of the service, where that is the verdict.
pub(super) fn deciding_platform<'a>(catalog: &Catalog, answer: &'a Answer) -> Option<&'a PlatformOpinion> {
    catalog.platform_in_scope(&answer.platforms).filter(|_| answer.verdict == Verdict::PlatformOnly)
}

/// The publication in which something stands, where there is one.
pub(super) fn citation(facts: &Facts, Cited { source, at }: Cited<'_>) -> Option<Citation> {
    match source {
        StatedIn::Document(document) => {
            let document = &facts.documents[document];
            Some(Citation {
                id: document.id.text(),
                title: document.title.clone(),
                publisher: Some(document.publisher.clone()),
                as_of: Some(document.as_of),
                locator: at.cloned(),
            })
        }
        StatedIn::Publication(publication) => {
            let publication = &facts.publications[publication];
            Some(Citation {
                id: publication.id.text(),
                title: publication.title.clone().unwrap_or_else(|| publication.id.text()),
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

/// What is said of the level that is required where another one is held, or none is printed.
pub(super) fn level(facts: &Facts, held: StandardRef, required: StandardRef) -> Option<String> {
    let wanted = required.level?;
    let short = facts.short_level(wanted);
    let Some(level) = held.level else {
        let standard = &facts.standards[held.standard].name;
        return Some(format!("is in scope of {standard}, and its document does not print {short}"));
    };
    let level_alone = StandardRef { edition: None, ..held };
    let says_nothing = format!("holds {}, which says nothing of {short}", facts.title(level_alone));
    let comparable = facts.levels[level].ladder == facts.levels[wanted].ladder;
    Some(if comparable { says_nothing } else { format!("{says_nothing}, a level of another ladder") })
}

/// Who says what where the evidence disagrees: two statements of one document, or several documents.
pub(super) fn disagreement(facts: &Facts, cloud: Id<Cloud>, answer: &Answer) -> Option<String> {
    // Where a relation satisfies the requirement, the evidence is that for what is held.
    if let Some(through) = &answer.through {
        return disagreement(facts, cloud, &through.answer);
    }
    if answer.verdict == Verdict::CloudClosed && !answer.contested_by.is_empty() {
        let listing: Vec<_> = answer.contested_by.iter().map(|&document| quoted(&facts.documents[document])).collect();
        let closing = closing(facts, cloud).unwrap_or_default();
        return Some(format!("{closing}, and {}, puts it in scope after that", listing.join(", and ")));
    }
    let misread = answer.misread.iter().map(|one| misprinted(facts, one));
    let misread: Vec<_> = misread.collect();
    let Some(deciding) = &answer.deciding else {
        let nothing = format!("nothing that is believed speaks of it ({})", answer.verdict.name());
        return (!misread.is_empty()).then(|| format!("{nothing}, and {}", misread.join(", and ")));
    };
    if answer.contested_by.is_empty() {
        return None;
    }
    let document = &facts.documents[deciding.document];
    let mut sentences = Vec::new();
    if let (Some(claim), Some((other, verdict))) = (deciding.claim, deciding.contradicted_by) {
        let place = |claim: Id<Claim>, verdict: Verdict| format!("{} ({})", facts.claims[claim].at, verdict.name());
        let (this, other) = (place(claim, deciding.verdict), place(other, verdict));
        sentences.push(format!("two statements of {}, differ: {this} and {other}", quoted(document)));
    }
    let says = |opinion: &Opinion| {
        let name = opinion.verdict.name();
        format!("{}, says {name}", quoted(&facts.documents[opinion.document]))
    };
    let others = answer
        .history
        .iter()
        .filter(|other| other.document != deciding.document && answer.contested_by.contains(&other.document));
    let others: Vec<_> = others.map(says).chain(misread).collect();
    if !others.is_empty() {
        sentences.push(format!("{}, and {}", says(deciding), others.join(", and ")));
    }
    Some(sentences.join("; "))
}

/// What a misprint would say, as a part of a sentence.
fn misprinted(facts: &Facts, misread: &Misreading) -> String {
    let document = &facts.documents[misread.document];
    let printed = document.disputed.get(misread.disputed).map(|one| &*one.printed).unwrap_or_default();
    let verdict = misread.verdict.name();
    format!("{}, prints \"{printed}\", which is not believed and would say {verdict}", quoted(document))
}

impl Value<'_> {
    /// The value as words within a sentence, where even nothing has a name.
    pub(super) fn said(&self, field: Field) -> Cow<'_, str> {
        match (self, field) {
            (Self::Texts(ids), Field::Regions | Field::HeldRegions) if !ids.is_empty() => return Cow::Owned(few(ids)),
            _ => {}
        }
        let words = self.words();
        match (words.is_empty(), field.kind()) {
            (false, _) => words,
            (true, FieldKind::Date) => Cow::Borrowed("(no day stated)"),
            (true, FieldKind::Texts) => Cow::Borrowed("(none)"),
            (true, FieldKind::Text | FieldKind::Boolean | FieldKind::Count) => Cow::Borrowed("(not stated)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn few_names_are_told_and_many_are_counted() {
        let names = ["a", "b", "c", "d", "e", "f"];
        for (count, expected) in [
            (0, ""),
            (1, "a"),
            (2, "a and b"),
            (4, "a, b, c and d"),
            (5, "a, b, c and 2 more"),
            (6, "a, b, c and 3 more"),
        ] {
            assert_eq!(few(&names[..count]), expected);
        }
    }
}
