//! What each document has to say to a question, and its part in the decision.

use super::kinds::Part;
use super::story::{Cited, Needed, Said};
use crate::catalog::{Answer, Catalog, Note, Opinion, Question};
use crate::check::words::quoted;
use crate::model::evidence::{AuditDocument, Claim, Document, FullList, StatedIn, Statement};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;

/// No more names than this stand in one sentence.
const MOST_NAMED: usize = 6;

/// Every document that has to do with `question`, of which `direct` is the answer without relations.
pub(super) fn documents(catalog: &Catalog, question: &Question<'_>, direct: &Answer) -> Vec<Said> {
    let facts = catalog.facts();
    let is_closed = direct.verdict == Verdict::CloudClosed;
    let mut found = Vec::new();
    if is_closed {
        let cloud = &facts.clouds[question.cloud];
        let says = format!("{} has closed", cloud.name);
        let source = cloud.stated_in.iter().find_map(|&source| publication(facts, source));
        found.extend(source.map(|document| plain(Part::Closing, document, says)));
    }
    let others = direct.deciding.iter().filter(|_| is_closed).chain(&direct.history);
    let part = |opinion: &Opinion| match direct.contested_by.contains(&opinion.document) {
        true => Part::Contests,
        false => Part::AlsoSays,
    };
    let told = |part, opinion: &Opinion| said(catalog, question, part, opinion);
    found.extend(direct.deciding.iter().filter(|_| !is_closed).map(|opinion| told(Part::Decides, opinion)));
    let (against, beside): (Vec<_>, Vec<_>) = others.partition(|opinion| part(opinion) == Part::Contests);
    found.extend(against.into_iter().chain(beside).map(|opinion| told(part(opinion), opinion)));
    found.extend(catalog.replaced_opinions(question).iter().map(|opinion| Said {
        replaced_by: replaced_by(catalog, question, opinion.document),
        ..told(Part::Replaced, opinion)
    }));
    found.extend(platforms(catalog, question));
    found.extend(misprints(catalog, question));
    found
}

/// What is said of the platforms, the one that is in scope instead of the service first.
fn platforms(catalog: &Catalog, question: &Question<'_>) -> Vec<Said> {
    let mut platforms = catalog.platform_opinions(question);
    let in_scope = catalog.platform_in_scope(&platforms).map(|one| one.platform);
    platforms.sort_by_key(|one| Some(one.platform) != in_scope);
    let told = |one: &crate::catalog::PlatformOpinion| {
        let of_platform = Question { service: one.platform, ..*question };
        let mut said = said(catalog, &of_platform, Part::Platform, &one.opinion);
        said.says = format!("of the platform {}: {}", catalog.facts().services[one.platform].name, said.says);
        said
    };
    platforms.iter().map(told).collect()
}

fn replaced_by(catalog: &Catalog, question: &Question<'_>, document: Id<Document>) -> Vec<Cited> {
    let documents = &catalog.facts().documents;
    let newer = catalog.replaced_by(document).map(|newer| &documents[newer]);
    newer.filter(|newer| newer.as_of <= question.as_of).map(|newer| cited(newer, None)).collect()
}

fn said(catalog: &Catalog, question: &Question<'_>, part: Part, opinion: &Opinion) -> Said {
    let facts = catalog.facts();
    let document = &facts.documents[opinion.document];
    let claim = opinion.claim.map(|claim| &facts.claims[claim]);
    let says = match (claim, catalog.list_in_full(question, opinion.document)) {
        (Some(claim), _) => stated(facts, claim),
        (None, Some(list)) => format!("{}, and leaves this out", listed(facts, question, list)),
        (None, None) => "leaves this out of what it lists in full".to_owned(),
    };
    Said {
        verdict: Some(opinion.verdict),
        statement: claim.map(|claim| claim.statement),
        states: claim.map(|claim| facts.title(claim.standard)),
        until: opinion.until,
        conditions: claim.map(|claim| conditions(question, document, claim)).unwrap_or_default(),
        notes: notes(facts, opinion),
        ..plain(part, cited(document, claim.map(|claim| &*claim.at)), says)
    }
}

fn plain(part: Part, document: Cited, says: String) -> Said {
    Said {
        part,
        document,
        verdict: None,
        says,
        statement: None,
        states: None,
        until: None,
        conditions: Vec::new(),
        notes: Vec::new(),
        replaced_by: Vec::new(),
    }
}

/// What a claim says, in words.
pub(super) fn stated(facts: &Facts, claim: &Claim) -> String {
    let title = facts.title(claim.standard);
    let regions = match claim.regions.as_slice() {
        [] => String::new(),
        regions => format!(", in {} only", regions_named(facts, regions)),
    };
    match claim.statement {
        Statement::InScope => format!("in scope of {title}{regions}"),
        Statement::Pending => format!("the audit for {title} is under way{regions}"),
        Statement::OutOfScope => format!("out of scope of {title}{regions}"),
    }
}

/// What a document lists in full, in words.
pub(super) fn listed(facts: &Facts, question: &Question<'_>, list: &FullList) -> String {
    let whom = if list.services.contains(&question.service) {
        facts.services[question.service].name.to_string()
    } else {
        let platforms: Vec<_> = list.every_part_of.iter().map(|&platform| &*facts.services[platform].name).collect();
        format!("every part of {}", named(&platforms))
    };
    let standards = match list.standards.as_slice() {
        [] => String::new(),
        standards => {
            let titles: Vec<_> = standards.iter().map(|&one| facts.title(one)).collect();
            format!(" for {}", named(&titles.iter().map(String::as_str).collect::<Vec<_>>()))
        }
    };
    format!("lists in full what {whom} holds in {}{standards}", facts.clouds[question.cloud].name)
}

pub(super) fn regions_named(facts: &Facts, regions: &[Id<Region>]) -> String {
    named(&regions.iter().map(|&region| facts.regions[region].id.as_str()).collect::<Vec<_>>())
}

fn named(names: &[&str]) -> String {
    let first = names.get(..MOST_NAMED).unwrap_or(names).join(", ");
    match names.len().saturating_sub(MOST_NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// The conditions of a claim, and whether this use meets them.
pub(super) fn conditions(question: &Question<'_>, document: &Document, claim: &Claim) -> Vec<Needed> {
    let of_claim = claim.conditions.iter().filter_map(|&index| document.conditions.get(index));
    let needed = of_claim.map(|condition| Needed {
        id: condition.id.as_str().to_owned(),
        text: condition.text.to_string(),
        met: question.meets.iter().any(|met| met.value == condition.id),
    });
    needed.collect()
}

fn notes(facts: &Facts, opinion: &Opinion) -> Vec<String> {
    let document = &facts.documents[opinion.document];
    let mut notes = Vec::new();
    if let Some(claim) = opinion.claim.map(|claim| &facts.claims[claim]) {
        notes.extend(claim.note.as_deref().map(str::to_owned));
        notes.extend(audit_documents(document, claim));
    }
    if let Some((claim, verdict)) = opinion.contradicted_by {
        let at = &facts.claims[claim].at;
        notes.push(format!("it contradicts itself: {} by {at}; the narrowest of its claims stands", verdict.name()));
    }
    notes.extend(opinion.notes.iter().map(|note| note_words(facts, *note)));
    notes
}

/// The certificates and reports that a document names for what a claim states.
fn audit_documents(document: &Document, claim: &Claim) -> Vec<String> {
    let fits = |audit: &&AuditDocument| {
        audit.services.contains(&claim.service)
            && audit.cloud.is_none_or(|cloud| claim.cloud == Some(cloud))
            && audit.standards.iter().any(|reference| reference.standard == claim.standard.standard)
    };
    let audits = document.audit_documents.iter().filter(fits);
    audits.map(|audit| format!("it names this {}: \"{}\"", audit.kind.replace('-', " "), audit.title)).collect()
}

fn note_words(facts: &Facts, note: Note) -> String {
    match note {
        Note::CloudInferred => "it names no cloud; the service's home cloud is meant, by inference".to_owned(),
        Note::LevelBasis { held, required, basis } => format!(
            "{} counts as {} on this basis: {}",
            facts.levels[held].name,
            facts.levels[required].name,
            basis.name()
        ),
        Note::EditionOver(edition) => {
            let known = &facts.editions[edition];
            let reference = StandardRef { standard: known.standard, edition: Some(edition), level: None };
            let (ended, effect) =
                known.end.as_ref().map_or((String::new(), ""), |end| (end.date.to_string(), end.effect.name()));
            format!("{} ended {ended} ({effect}), which takes nothing away", facts.title(reference))
        }
        Note::NewestLeavesRegionOut(document) => {
            format!("{}, is newer, and speaks of other regions only", quoted(&facts.documents[document]))
        }
    }
}

/// Misprints of documents that bear on the question. They are shown, and decide nothing.
fn misprints(catalog: &Catalog, question: &Question<'_>) -> Vec<Said> {
    let facts = catalog.facts();
    let readings = catalog.misreadings(question);
    let wanted = question.required.standard;
    let mut found = Vec::new();
    let documents = catalog.disputed_in(question.service).map(|id| (id, &facts.documents[id]));
    for (id, document) in documents.filter(|(_, document)| document.as_of <= question.as_of) {
        let on_service = document.disputed.iter().enumerate().filter(|(_, one)| one.service == question.service);
        for (index, disputed) in on_service {
            let meant = disputed.meant.map(|meant| meant.standard);
            if disputed.standard != wanted && meant != Some(wanted) {
                continue;
            }
            let says = format!("prints \"{}\", which is not believed", disputed.printed);
            let reading = readings.iter().find(|one| (one.document, one.disputed) == (id, index));
            let reading = reading.map(|one| format!("its words would say {}", one.verdict.name()));
            let meaning = disputed.meant.map(|meant| format!("it most likely means {}", facts.title(meant)));
            let notes = reading.into_iter().chain(meaning).chain([disputed.why.to_string()]).collect();
            found.push(Said { notes, ..plain(Part::Misprint, cited(document, Some(&disputed.at)), says) });
        }
    }
    found
}

/// A document, and where in it something stands.
pub(super) fn cited(document: &Document, locator: Option<&str>) -> Cited {
    Cited {
        id: document.id.as_str().to_owned(),
        title: document.title.to_string(),
        publisher: Some(document.publisher.to_string()),
        as_of: Some(document.as_of),
        as_of_basis: Some(document.as_of_basis),
        last_seen: document.last_seen,
        found_at: document.found_at.to_string(),
        locator: locator.map(str::to_owned),
    }
}

/// The publications that stand behind something.
pub(super) fn publications(facts: &Facts, stated_in: &[StatedIn]) -> Vec<Cited> {
    stated_in.iter().filter_map(|&source| publication(facts, source)).collect()
}

fn publication(facts: &Facts, source: StatedIn) -> Option<Cited> {
    match source {
        StatedIn::Document(document) => Some(cited(&facts.documents[document], None)),
        StatedIn::Publication(publication) => {
            let publication = &facts.publications[publication];
            Some(Cited {
                id: publication.id.as_str().to_owned(),
                title: publication.title.as_deref().unwrap_or(publication.id.as_str()).to_owned(),
                publisher: publication.publisher.as_deref().map(str::to_owned),
                as_of: None,
                as_of_basis: None,
                last_seen: None,
                found_at: publication.found_at.to_string(),
                locator: None,
            })
        }
        StatedIn::Unverified | StatedIn::Inference => None,
    }
}
