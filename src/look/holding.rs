//! What is held where, as the catalogue resolves it.

use std::collections::BTreeSet;

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Day, Look};
use crate::catalog::{Answer, Note, Question};
use crate::model::deployment::LeastAssurance;
use crate::model::evidence::Claim;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Region, Service};
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;

/// What the catalogue shows for a service, a cloud and a standard, at the edition and the level that are stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct Holding<'c> {
    /// The service's id.
    pub service: &'c str,
    /// The cloud's id.
    pub cloud: &'c str,
    /// The ids of the only regions that this is so in; empty for the cloud, apart from what is said of single regions.
    pub regions: Vec<&'c str>,
    /// The standard's id.
    pub standard: &'c str,
    /// The edition that is stated.
    pub edition: Option<&'c str>,
    /// The level that is stated.
    pub level: Option<&'c str>,
    /// What the catalogue shows.
    #[serde(serialize_with = "by_name")]
    #[cfg_attr(test, schemars(schema_with = "super::schema::verdict"))]
    pub verdict: Verdict,
    /// The id of the document that decides.
    pub document: Option<&'c str>,
    /// The day for which it speaks.
    pub as_of: Option<Day>,
    /// How many days old it is.
    pub age: Option<i64>,
    /// Where in it that stands.
    pub locator: Option<&'c str>,
    /// Whether it names no cloud, so that the service's home cloud is inferred.
    pub cloud_inferred: bool,
    /// The last day on which it counts.
    pub until: Option<Day>,
    /// What must hold for it to reach a customer.
    pub conditions: Vec<Needed<'c>>,
    /// The relation that shows it, in words.
    pub through: Option<String>,
    /// The ids of the documents whose claims say otherwise.
    pub contested_by: Vec<&'c str>,
    /// What a reader should know beside it.
    pub note: Option<&'c str>,
}

/// A condition of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct Needed<'c> {
    /// Its id, for a manifest's `meets`.
    pub id: &'c str,
    /// What must hold, to be read after "only if".
    pub text: &'c str,
}

fn by_name<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.name())
}

impl Holding<'_> {
    /// Whether `other` says the same, of whatever place, and from wherever in the same document.
    fn is_like(&self, other: &Self) -> bool {
        (self.verdict, self.edition, self.level, self.document, self.until)
            == (other.verdict, other.edition, other.level, other.document, other.until)
            && (&self.conditions, &self.contested_by, &self.through)
                == (&other.conditions, &other.contested_by, &other.through)
    }

    /// Whether `other` is the same statement of the same document on the same place. Asked for at different levels, it
    /// may be contested by different documents.
    fn is_of(&self, other: &Self) -> bool {
        (self.verdict, self.edition, self.level, self.document, &self.regions)
            == (other.verdict, other.edition, other.level, other.document, &other.regions)
            && self.conditions == other.conditions
    }

    /// Whether nothing but the question itself led to this verdict, so that another question says more.
    fn is_artefact(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::CoveredByRelation
                | Verdict::EditionDiffers
                | Verdict::EditionUnstated
                | Verdict::LevelTooLow
                | Verdict::LevelUnstated
                | Verdict::KindTooWeak
        ) || self.is_silence()
    }

    /// Whether it says only what is not shown.
    fn is_silence(&self) -> bool {
        matches!(self.verdict, Verdict::NotListed | Verdict::PlatformOnly | Verdict::NoEvidence | Verdict::Elsewhere)
    }
}

impl<'c> Look<'c> {
    /// The claims on a service and a standard that documents had made by the day, each with its cloud.
    pub(super) fn claims_on(&self, service: Id<Service>, standard: StandardRef) -> Vec<(Id<Cloud>, &'c Claim)> {
        let claims = self.catalog.claims_of(service, standard.standard);
        let claims = claims.map(|claim| &self.facts().claims[claim]);
        claims.filter(|claim| self.sees(claim.document)).map(|claim| (self.catalog.cloud_of(claim), claim)).collect()
    }

    /// What is held of `wanted` by a service in one cloud.
    ///
    /// Where `wanted` leaves the edition and the level open, each of them that a document states is asked for as well:
    /// levels of different ladders, and levels under conditions, don't hold each other.
    pub(super) fn holdings(&self, service: Id<Service>, cloud: Id<Cloud>, wanted: StandardRef) -> Vec<Holding<'c>> {
        let claims = self.claims_on(service, wanted);
        let here: Vec<_> = claims.into_iter().filter(|(place, _)| *place == cloud).map(|(_, claim)| claim).collect();
        let regions: BTreeSet<Id<Region>> = here.iter().flat_map(|claim| &claim.regions).copied().collect();
        let mut found = self.answers(service, cloud, wanted, &regions);
        if wanted.edition.is_none() && wanted.level.is_none() {
            let scopes: BTreeSet<StandardRef> = here.iter().map(|claim| claim.standard).collect();
            let mut stated = Vec::new();
            for scope in scopes.into_iter().filter(|scope| *scope != wanted) {
                stated.extend(self.answers(service, cloud, scope, &regions));
            }
            stated.retain(|holding| !holding.is_artefact());
            found.retain(|holding| stated.is_empty() || !holding.is_silence());
            for holding in stated {
                if !found.iter().any(|other| other.is_of(&holding)) {
                    found.push(holding);
                }
            }
        }
        // That a cloud has closed is worth saying only of what was once claimed there.
        found.retain(|holding| match holding.verdict {
            Verdict::NoEvidence => false,
            Verdict::CloudClosed => holding.document.is_some(),
            _ => true,
        });
        found
    }

    /// The answers for the cloud as a whole and for each of `regions`, with the regions that share one together.
    fn answers(
        &self,
        service: Id<Service>,
        cloud: Id<Cloud>,
        required: StandardRef,
        regions: &BTreeSet<Id<Region>>,
    ) -> Vec<Holding<'c>> {
        let as_of = self.as_of;
        let assurance = LeastAssurance::Any;
        let question = Question { service, cloud, region: None, required, assurance, meets: &[], as_of };
        let whole = self.holding(&question);
        let mut apart: Vec<Holding<'c>> = Vec::new();
        for &region in regions {
            let mut here = self.holding(&Question { region: Some(region), ..question });
            if here.is_like(&whole) {
                continue;
            }
            let id = self.facts().regions[region].id.as_str();
            match apart.iter_mut().find(|other| other.is_like(&here)) {
                Some(other) => other.regions.push(id),
                None => {
                    here.regions.push(id);
                    apart.push(here);
                }
            }
        }
        if apart.is_empty() || !matches!(whole.verdict, Verdict::Elsewhere | Verdict::NoEvidence) {
            apart.insert(0, whole);
        }
        apart
    }

    fn holding(&self, question: &Question<'_>) -> Holding<'c> {
        let facts = self.facts();
        let answer = self.catalog.resolve(question);
        let claim = answer.deciding.as_ref().and_then(|opinion| opinion.claim).map(|claim| &facts.claims[claim]);
        let document = answer.deciding.as_ref().map(|opinion| &facts.documents[opinion.document]);
        let stated = self.stated(question, &answer, claim);
        let conditions = claim.zip(document).map_or_else(Vec::new, |(claim, document)| {
            let named = claim.conditions.iter().filter_map(|&index| document.conditions.get(index));
            named.map(|one| Needed { id: one.id.as_str(), text: &one.text }).collect()
        });
        let contested_by = answer.contested_by.iter().map(|&document| facts.documents[document].id.as_str());
        Holding {
            service: facts.services[question.service].id.as_str(),
            cloud: facts.clouds[question.cloud].id.as_str(),
            regions: Vec::new(),
            standard: facts.standards[question.required.standard].id.as_str(),
            edition: stated.and_then(|stated| stated.edition).map(|id| facts.editions[id].id.as_str()),
            level: stated.and_then(|stated| stated.level).map(|id| facts.levels[id].id.as_str()),
            verdict: answer.verdict,
            document: document.map(|document| document.id.as_str()),
            as_of: document.map(|document| Day(document.as_of)),
            age: document.map(|document| self.age(document)),
            locator: claim.map(|claim| &*claim.at),
            cloud_inferred: answer.deciding.iter().any(|opinion| opinion.notes.contains(&Note::CloudInferred)),
            until: answer.deciding.as_ref().and_then(|opinion| opinion.until).map(Day),
            conditions,
            through: self.through(&answer),
            contested_by: contested_by.collect(),
            note: claim.and_then(|claim| claim.note.as_deref()),
        }
    }

    /// The edition and the level at which something is stated: by the relation that shows it, else by the claim.
    fn stated(&self, question: &Question<'_>, answer: &Answer, claim: Option<&Claim>) -> Option<StandardRef> {
        match &answer.through {
            Some(through) => {
                let to = self.facts().relations[through.relation].to;
                let edition = to.edition.or(question.required.edition);
                Some(StandardRef { edition, level: to.level.or(question.required.level), ..to })
            }
            None => claim.map(|claim| claim.standard),
        }
    }

    fn through(&self, answer: &Answer) -> Option<String> {
        let through = answer.through.as_ref()?;
        let relation = &self.facts().relations[through.relation];
        let (from, to) = (self.facts().reference(through.required), self.facts().reference(relation.to));
        Some(format!("{from} {} {to}", relation.kind.name()))
    }
}
