//! The steps that a claim goes through, in the order in which the catalogue's decision takes them.

use super::documents;
use super::kinds::{Effect, StepKind};
use super::story::Step;
use crate::catalog::{Catalog, Opinion, Question};
use crate::model::deployment::LeastAssurance;
use crate::model::evidence::{Claim, Statement};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::standard::{Edition, EditionEnd, EndEffect, Level, StandardRef};

/// A step.
pub(super) fn step(kind: StepKind, effect: Effect, says: impl Into<String>) -> Step {
    Step { kind, effect, says: says.into() }
}

/// The steps of the claim on which `opinion` rests, up to the one that stops it.
pub(super) fn of_claim(catalog: &Catalog, question: &Question<'_>, opinion: &Opinion, claim: &Claim) -> Vec<Step> {
    let walk = Walk { catalog, facts: catalog.facts(), question, opinion, claim };
    let mut steps = Vec::new();
    for step in
        [Walk::statement, Walk::validity, Walk::edition, Walk::level, Walk::kind, Walk::condition].map(|one| one(&walk))
    {
        let stops = step.iter().any(|step| step.effect == Effect::Stops);
        steps.extend(step);
        if stops {
            break;
        }
    }
    steps
}

struct Walk<'w> {
    catalog: &'w Catalog,
    facts: &'w Facts,
    question: &'w Question<'w>,
    opinion: &'w Opinion,
    claim: &'w Claim,
}

impl Walk<'_> {
    /// What it says, and which of the document's claims it is.
    fn statement(&self) -> Option<Step> {
        let effect = if self.claim.statement == Statement::InScope { Effect::Passes } else { Effect::Stops };
        let mut says = format!("{} ({})", documents::stated(self.facts, self.claim), self.claim.at);
        let weighed = self.catalog.weighed_claims(self.question, self.opinion.document);
        let others = weighed.len().saturating_sub(1);
        if let Some((other, verdict)) = self.opinion.contradicted_by {
            let at = &self.facts.claims[other].at;
            says.push_str(&format!("; {at} says otherwise ({}), and the narrower one stands", verdict.name()));
        } else if others > 0 {
            let more = match others {
                1 => "1 more claim on this, which serves no better".to_owned(),
                many => format!("{many} more claims on this, none of which serves better"),
            };
            says.push_str(&format!("; the document makes {more}"));
        }
        Some(step(StepKind::Claim, effect, says))
    }

    /// How long it counts, and which of the three ends that is.
    fn validity(&self) -> Option<Step> {
        let (claim, as_of) = (self.claim, self.question.as_of);
        if let Some(until) = claim.until.filter(|&until| until < as_of) {
            let says = format!("by the document's own word it held until {until}, which is before {as_of}");
            return Some(step(StepKind::Validity, Effect::Stops, says));
        }
        let Some(until) = self.opinion.until.filter(|&until| until >= as_of) else {
            // An end that is over takes something away in another step, or is the edition's and is told there.
            let none = self.opinion.until.is_none();
            return none.then(|| step(StepKind::Validity, Effect::Tells, "no end is stated".to_owned()));
        };
        Some(step(StepKind::Validity, Effect::Passes, format!("counts until {until}: {}", self.which_end(until))))
    }

    fn which_end(&self, until: jiff::civil::Date) -> String {
        if self.claim.until == Some(until) {
            return "the end that the document gives".to_owned();
        }
        let edition = self.claim.standard.edition.filter(|&edition| {
            let end = self.facts.editions[edition].end.as_ref();
            end.is_some_and(|end| end.retires() && end.date.last_day() == until)
        });
        match edition {
            Some(edition) => format!("the end of {}", self.edition_title(edition)),
            None => format!("the closing of {}", self.facts.clouds[self.question.cloud].name),
        }
    }

    /// For which edition, and whether that has ended.
    fn edition(&self) -> Option<Step> {
        let stated = self.claim.standard.edition;
        let ended = stated.and_then(|edition| {
            let end = self.facts.editions[edition].end.as_ref()?;
            end.is_over(self.question.as_of).then_some((edition, end))
        });
        if let Some((edition, end)) = ended.filter(|(_, end)| end.retires()) {
            let says =
                format!("{} ended on {}: {}", self.edition_title(edition), end.date.last_day(), effect(end.effect));
            return Some(step(StepKind::Edition, Effect::Stops, says));
        }
        let beside = ended.map(|(_, end)| self.ended_beside(end)).unwrap_or_default();
        let (effect, says) = match (self.question.required.edition, stated) {
            (None, None) => return None,
            (None, Some(stated)) => {
                (Effect::Passes, format!("{} is stated, and any edition will do", self.edition_title(stated)))
            }
            (Some(required), None) => {
                (Effect::Stops, format!("{} is required, and no edition is stated", self.edition_title(required)))
            }
            (Some(required), Some(stated)) if required == stated => {
                (Effect::Passes, format!("{} is stated, as required", self.edition_title(stated)))
            }
            (Some(required), Some(stated)) => {
                let (required, stated) = (self.edition_title(required), self.edition_title(stated));
                (Effect::Stops, format!("{required} is required, and {stated} is stated"))
            }
        };
        Some(step(StepKind::Edition, effect, says + &beside))
    }

    /// That an edition has ended, where that takes nothing away.
    fn ended_beside(&self, end: &EditionEnd) -> String {
        let day = end.date.last_day();
        if end.is_verified() {
            format!("; it ended on {day}, which takes nothing away: {}", effect(end.effect))
        } else {
            format!("; it is said to have ended on {day}, and no publication stands behind that")
        }
    }

    /// At which level, and on what it rests that one counts as another.
    fn level(&self) -> Option<Step> {
        let name = |level: Id<Level>| &*self.facts.levels[level].name;
        let (effect, says) = match (self.question.required.level, self.claim.standard.level) {
            (None, None) => return None,
            (None, Some(stated)) => (Effect::Passes, format!("{} is stated, and any level will do", name(stated))),
            (Some(required), None) => {
                (Effect::Stops, format!("{} is required, and no level is printed", name(required)))
            }
            (Some(required), Some(stated)) if required == stated => {
                (Effect::Passes, format!("{} is stated, as required", name(stated)))
            }
            (Some(required), Some(stated)) => self.ladder(required, stated),
        };
        Some(step(StepKind::Level, effect, says))
    }

    /// How two rungs stand to each other.
    fn ladder(&self, required: Id<Level>, stated: Id<Level>) -> (Effect, String) {
        let levels = &self.facts.levels;
        let (above, below) = (&levels[stated].name, &levels[required].name);
        if let Some(basis) = levels[stated].basis_for(required) {
            let sources = documents::publications(self.facts, &levels[stated].stated_in);
            let source = sources.first().map(|one| format!(", see \"{}\"", one.title)).unwrap_or_default();
            return (Effect::Passes, format!("{above} is stated, which includes {below} ({}{source})", basis.name()));
        }
        if levels[required].basis_for(stated).is_some() {
            return (Effect::Stops, format!("{above} is stated, and {below}, which is above it, is required"));
        }
        (Effect::Stops, format!("{above} is stated, which says nothing of {below}"))
    }

    /// By what kind of assurance, where a third party must answer for it.
    fn kind(&self) -> Option<Step> {
        if self.question.assurance != LeastAssurance::ThirdParty {
            return None;
        }
        let kind = self.catalog.assurance(self.claim);
        let name = kind.name().replace('-', " ");
        Some(match kind.is_third_party() {
            true => step(StepKind::Kind, Effect::Passes, format!("a third party answers for it: {name}")),
            false => step(
                StepKind::Kind,
                Effect::Stops,
                format!("a third party must answer for it, and this is the provider's own word: {name}"),
            ),
        })
    }

    /// Under which conditions, and which of them are met.
    fn condition(&self) -> Option<Step> {
        let document = &self.facts.documents[self.claim.document];
        let conditions = documents::conditions(self.question, document, self.claim);
        if conditions.is_empty() {
            return None;
        }
        let effect = if conditions.iter().all(|one| one.met) { Effect::Passes } else { Effect::Stops };
        let told = conditions.iter().map(|one| {
            let met =
                if one.met { "which this use meets" } else { "which the manifest doesn't say that this use meets" };
            format!("only if {} (`{}`), {met}", one.text, one.id)
        });
        Some(step(StepKind::Condition, effect, told.collect::<Vec<_>>().join("; ")))
    }

    fn edition_title(&self, edition: Id<Edition>) -> String {
        let standard = self.facts.editions[edition].standard;
        self.facts.title(StandardRef { standard, edition: Some(edition), level: None })
    }
}

/// What the end of an edition does, in words.
pub(super) fn effect(effect: EndEffect) -> &'static str {
    match effect {
        EndEffect::CertificatesVoid => "certificates for it lose their validity then",
        EndEffect::ContractsVoid => "contracts on it lose their validity then",
        EndEffect::InvalidatedByCourt => "a court struck it down",
        EndEffect::YearlyCycleEnds => "it is for one year",
        EndEffect::NoNewAssessments => "no new assessment begins, and reports that are signed run out",
        EndEffect::NoNewApplications => "no new application is taken, and what is held stays",
        EndEffect::NoNewSubmissions => "no new submission is taken, and what is listed stays",
        EndEffect::NoNewProcurement => "it is not for new systems, and existing use goes on",
        EndEffect::AuditPeriodCutoff => "audit periods that begin later use the next edition",
        EndEffect::PresumptionOfConformityEnds => "meeting it no longer shows that the law is met",
        EndEffect::WithdrawnByPublisher => "its publisher took it back",
    }
}
