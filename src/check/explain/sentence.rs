//! What a verdict says of a requirement, in one sentence that begins with the answer.
//!
//! What is not shown is never said to be so or not to be so.

use super::documents;
use crate::catalog::{Answer, Catalog, Question};
use crate::check::words::{self, quoted};
use crate::model::evidence::{Claim, Document};
use crate::model::facts::Facts;
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;

/// The answer to `question` in a sentence without a full stop.
pub(super) fn sentence(catalog: &Catalog, question: &Question<'_>, answer: &Answer) -> String {
    let facts = catalog.facts();
    let deciding = answer.deciding.as_ref();
    let claim = deciding.and_then(|opinion| opinion.claim).map(|claim| &facts.claims[claim]);
    let document = deciding.map(|opinion| &facts.documents[opinion.document]);
    let telling = Telling { facts, question, document, claim };
    match answer.verdict {
        Verdict::CloudClosed => telling.closed(),
        Verdict::Covered => format!("Yes: {}, puts it {}", telling.document(), telling.stated()),
        Verdict::Conditional => format!("Yes, under a condition: {}", telling.conditions()),
        Verdict::CoveredByRelation => {
            let relation = words::relation(facts, answer).unwrap_or_default();
            format!("Yes, by a relation: {relation}, and {}, puts it {}", telling.document(), telling.stated())
        }
        Verdict::Lapsed => {
            let until = deciding.and_then(|opinion| opinion.until).map(|day| format!(", on {day}")).unwrap_or_default();
            format!("No longer: what {}, states has ended{until}", telling.document())
        }
        Verdict::EditionRetired => format!("No longer: it is in scope of {} only, which has ended", telling.edition()),
        Verdict::EditionDiffers => format!("Not in this edition: {}, states {}", telling.document(), telling.edition()),
        Verdict::EditionUnstated => format!("Not shown for this edition: {}, names none", telling.document()),
        Verdict::LevelTooLow => format!("Not at this level: {}, puts it {}", telling.document(), telling.stated()),
        Verdict::LevelUnstated => match claim.and_then(|claim| claim.standard.level) {
            Some(level) => {
                format!("Not shown at this level: {}, states {}", telling.document(), facts.levels[level].name)
            }
            None => format!("Not shown at this level: {}, prints none", telling.document()),
        },
        Verdict::KindTooWeak => {
            let kind = claim.map(|claim| catalog.assurance(claim).name().replace('-', " ")).unwrap_or_default();
            format!("Not by a third party: what {}, states is the provider's own word ({kind})", telling.document())
        }
        Verdict::Elsewhere => telling.elsewhere(catalog),
        Verdict::Pending => format!("Not yet: {}, says that the audit is under way", telling.document()),
        Verdict::Excluded => format!("No: {}, names it as out of scope", telling.document()),
        Verdict::NotListed => format!("Not shown: {}, lists in full, and leaves it out", telling.document()),
        Verdict::PlatformOnly => platform_only(catalog, answer),
        Verdict::NoEvidence => "Not shown: no document in the catalogue speaks of it".to_owned(),
    }
}

fn platform_only(catalog: &Catalog, answer: &Answer) -> String {
    let facts = catalog.facts();
    let Some(one) = catalog.platform_in_scope(&answer.platforms) else {
        return "Not shown: no document speaks of this service".to_owned();
    };
    format!(
        "Not shown for this service: {}, puts the platform {} in scope, and no document speaks of the service",
        quoted(&facts.documents[one.opinion.document]),
        facts.services[one.platform].name
    )
}

struct Telling<'t> {
    facts: &'t Facts,
    question: &'t Question<'t>,
    /// The document that decides.
    document: Option<&'t Document>,
    /// What it claims.
    claim: Option<&'t Claim>,
}

impl Telling<'_> {
    fn document(&self) -> String {
        self.document.map(quoted).unwrap_or_default()
    }

    fn stated(&self) -> String {
        self.claim.map(|claim| documents::stated(self.facts, claim)).unwrap_or_default()
    }

    fn edition(&self) -> String {
        let edition = self.claim.map(|claim| StandardRef { level: None, ..claim.standard });
        edition.map(|edition| self.facts.title(edition)).unwrap_or_default()
    }

    fn closed(&self) -> String {
        let cloud = &self.facts.clouds[self.question.cloud];
        let day = cloud.status.closed().map(|day| format!(" on {day}")).unwrap_or_default();
        format!("No longer: {} closed{day}, and nothing survives that", cloud.name)
    }

    fn conditions(&self) -> String {
        let needed = self.document.zip(self.claim).map(|(document, claim)| {
            let conditions = documents::conditions(self.question, document, claim);
            let unmet = conditions.into_iter().filter(|one| !one.met).map(|one| one.text);
            unmet.collect::<Vec<_>>().join(", and ")
        });
        format!("{}, puts it {}, only if {}", self.document(), self.stated(), needed.unwrap_or_default())
    }

    fn elsewhere(&self, catalog: &Catalog) -> String {
        let region = self.question.region.map(|region| &self.facts.regions[region]);
        match region {
            Some(region) if !catalog.is_in_cloud(self.question) => {
                let (of, here) = (&self.facts.clouds[region.cloud].name, &self.facts.clouds[self.question.cloud].name);
                format!("Not shown here: {} is a region of {of}, not of {here}", region.id)
            }
            Some(_) => format!("Not shown here: {}, puts it {}", self.document(), self.stated()),
            None => {
                let stated = self.stated();
                format!("Not shown without a region: {}, puts it {stated}", self.document())
            }
        }
    }
}
