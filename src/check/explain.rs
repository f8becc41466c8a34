//! The whole story behind one verdict: every document that speaks, newest first, and what each of them says.

use jiff::civil::Date;

use super::requirements;
use super::words;
use crate::catalog::{Catalog, Note, Opinion, Question};
use crate::model::deployment::{Deployment, LeastAssurance};
use crate::model::evidence::{AuditDocument, Claim, Document};
use crate::model::facts::Facts;
use crate::model::rule::{Rule, Rules};
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;
use crate::text::nearest::nearest;

/// The story of one requirement.
#[derive(Debug)]
pub struct Story {
    /// What is asked, in a sentence.
    pub question: String,
    /// One for each answer that regions share.
    pub chapters: Vec<Chapter>,
    /// What stays with the customer, to be read after "you".
    pub duty: Option<String>,
}

/// The answer for some regions.
#[derive(Debug)]
pub struct Chapter {
    /// The regions; empty for a use that is not bound to one.
    pub regions: Vec<String>,
    /// What the catalogue shows.
    pub verdict: Verdict,
    /// What led to it beside the documents: relations, notes.
    pub reasons: Vec<String>,
    /// What each document says.
    pub documents: Vec<Said>,
}

/// What one document says.
#[derive(Debug)]
pub struct Said {
    /// Its part in the decision: `decides`, `also says`, `replaced`, `on the platform`, `misprint`.
    pub part: &'static str,
    /// The document: title, publisher, date.
    pub document: String,
    /// Where it is found.
    pub found_at: String,
    /// What it says, line by line.
    pub lines: Vec<String>,
}

/// The rule with this id.
///
/// # Errors
///
/// That there is none, with the nearest one.
pub fn rule<'r>(rules: &'r Rules, id: &str) -> Result<&'r Rule, String> {
    rules.rules.iter().find(|rule| rule.id == id).ok_or_else(|| {
        let near = nearest(id, rules.rules.iter().map(|rule| rule.id.as_str()));
        let help = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("there is no rule `{id}`{help}")
    })
}

/// The story of what a manifest requires of a service instance, or of what it could require.
///
/// # Errors
///
/// That the manifest has no such service, or the catalogue no such standard.
pub fn requirement(
    deployment: &Deployment,
    catalog: &Catalog,
    as_of: Date,
    service: &str,
    standard: &str,
) -> Result<Story, String> {
    let facts = catalog.facts();
    let Some(instance) = deployment.services.iter().find(|instance| instance.name.value == service) else {
        let near = nearest(service, deployment.services.iter().map(|instance| instance.name.value.as_str()));
        let help = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("{} has no sound service named `{service}`{help}", deployment.source.name()));
    };
    let required = catalog.names().standard(facts, standard).map_err(|error| match error.help {
        Some(help) => format!("{}; {help}", error.message),
        None => error.message,
    })?;
    let demand = instance.requires.iter().find(|demand| demand.standard == required);
    let assurance = demand.map_or(LeastAssurance::Any, |demand| demand.assurance);
    let chapters = requirements::answers(instance, (required, assurance), catalog, as_of)
        .into_iter()
        .map(|(regions, answer, question)| {
            let mut documents = Vec::new();
            documents.extend(answer.deciding.iter().map(|opinion| said(facts, "decides", opinion)));
            documents.extend(answer.history.iter().map(|opinion| said(facts, "also says", opinion)));
            let replaced = catalog.replaced_opinions(&question);
            documents.extend(replaced.iter().map(|opinion| said(facts, "replaced", opinion)));
            documents.extend(answer.platforms.iter().map(|one| {
                let mut said = said(facts, "on the platform", &one.opinion);
                said.lines.insert(0, format!("speaks of {}", facts.services[one.platform].name));
                said
            }));
            documents.extend(misprints(catalog, &question));
            let mut reasons: Vec<String> = words::relation(facts, &answer).into_iter().collect();
            reasons.extend(words::closing(facts, question.cloud));
            Chapter {
                regions: regions.iter().map(|&region| facts.regions[region].id.to_string()).collect(),
                verdict: answer.verdict,
                reasons,
                documents,
            }
        })
        .collect();
    let question = format!(
        "is {} in {} in scope of {} as of {as_of}?",
        facts.services[instance.service.value].name,
        facts.clouds[instance.cloud.value].name,
        facts.title(required),
    );
    Ok(Story { question, chapters, duty: facts.standards[required.standard].duty.clone() })
}

fn said(facts: &Facts, part: &'static str, opinion: &Opinion) -> Said {
    let document = &facts.documents[opinion.document];
    let mut lines = vec![format!("says: {}", opinion.verdict.name())];
    if let Some(claim) = opinion.claim.map(|claim| &facts.claims[claim]) {
        lines.push(format!("states {} ({})", facts.title(claim.standard), claim.at));
        for condition in claim.conditions.iter().filter_map(|&index| document.conditions.get(index)) {
            lines.push(format!("only if {} (`{}`)", condition.text, condition.id));
        }
        lines.extend(claim.note.iter().map(|note| format!("note: {note}")));
        lines.extend(audit_documents(document, claim));
    } else {
        lines.push("lists in full, and leaves the service out".to_owned());
    }
    if let Some((claim, verdict)) = opinion.contradicted_by {
        let at = &facts.claims[claim].at;
        lines.push(format!("contradicts itself: {} by {at}; the narrowest of its claims stands", verdict.name()));
    }
    if let Some(until) = opinion.until {
        lines.push(format!("counts until {until}"));
    }
    lines.extend(opinion.notes.iter().map(|note| note_words(facts, *note)));
    Said { part, document: words::quoted(document), found_at: document.found_at.clone(), lines }
}

/// The certificates and reports that a document names for what a claim states.
fn audit_documents(document: &Document, claim: &Claim) -> Vec<String> {
    let fits = |audit: &&AuditDocument| {
        audit.services.contains(&claim.service)
            && audit.cloud.is_none_or(|cloud| claim.cloud == Some(cloud))
            && audit.standards.iter().any(|reference| reference.standard == claim.standard.standard)
    };
    let audits = document.audit_documents.iter().filter(fits);
    audits.map(|audit| format!("names this {}: \"{}\"", audit.kind.replace('-', " "), audit.title)).collect()
}

fn note_words(facts: &Facts, note: Note) -> String {
    match note {
        Note::CloudInferred => "names no cloud; the service's home cloud is meant, by inference".to_owned(),
        Note::LevelBasis { held, required, basis } => format!(
            "{} counts as {} on this basis: {}",
            facts.levels[held].name,
            facts.levels[required].name,
            basis.name()
        ),
        Note::EditionOver(edition) => {
            let edition = &facts.editions[edition];
            let reference = StandardRef { standard: edition.standard, edition: None, level: None };
            let (ended, effect) =
                edition.end.as_ref().map_or((String::new(), ""), |end| (end.date.to_string(), end.effect.name()));
            format!("{} {} ended {ended} ({effect}), which takes nothing away", facts.title(reference), edition.id)
        }
        Note::NewestLeavesRegionOut(document) => {
            format!("{} is newer, and speaks of other regions only", words::quoted(&facts.documents[document]))
        }
    }
}

/// Misprints of documents that bear on the question. They are shown, and decide nothing.
fn misprints(catalog: &Catalog, question: &Question<'_>) -> Vec<Said> {
    let facts = catalog.facts();
    let (service, required) = (question.service, question.required);
    let readings = catalog.misreadings(question);
    let mut found = Vec::new();
    let documents = catalog.disputed_in(service).map(|id| (id, &facts.documents[id]));
    for (id, document) in documents.filter(|(_, document)| document.as_of <= question.as_of) {
        let on_service = document.disputed.iter().enumerate().filter(|(_, disputed)| disputed.service == service);
        for (index, disputed) in on_service {
            let meant = disputed.meant.map(|meant| meant.standard);
            if disputed.standard != required.standard && meant != Some(required.standard) {
                continue;
            }
            let reading = readings.iter().find(|one| (one.document, one.disputed) == (id, index));
            let reading = reading.map(|one| format!("would say: {}, if its words were believed", one.verdict.name()));
            let meaning = disputed.meant.map(|meant| format!("most likely means {}", facts.title(meant)));
            let mut lines = vec![format!("prints \"{}\" ({}), which is not believed", disputed.printed, disputed.at)];
            lines.extend(reading);
            lines.extend(meaning);
            lines.push(disputed.why.clone());
            found.push(Said {
                part: "misprint",
                document: words::quoted(document),
                found_at: document.found_at.clone(),
                lines,
            });
        }
    }
    found
}
