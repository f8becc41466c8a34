//! The days on which an answer may become another one, for those who look ahead.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Catalog;
use super::answer::Question;
use crate::model::deployment::LeastAssurance;
use crate::model::evidence::{Claim, Document};
use crate::model::id::Id;
use crate::model::provider::{Cloud, Service};
use crate::model::standard::{Edition, Standard, StandardRef};

/// All that answers on a service, a cloud and a standard may rest on, whatever the region, the edition, the level and the
/// day: directly, on a platform of the service, and through relations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The documents that speak of it, and those that take the place of one.
    pub documents: BTreeSet<Id<Document>>,
    /// The claims on it in this cloud.
    pub claims: BTreeSet<Id<Claim>>,
    /// The editions that those claims state, or that a relation leads to.
    pub editions: BTreeSet<Id<Edition>>,
}

/// Something that is so on one day and was not on the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// A document begins to speak.
    Speaks(Id<Document>),
    /// A claim begins to hold.
    Begins(Id<Claim>),
    /// A claim's own validity is over.
    Lapses(Id<Claim>),
    /// An edition is over, and what was issued for it with it.
    Retires(Id<Edition>),
    /// A cloud is closed.
    Closes(Id<Cloud>),
}

impl Catalog {
    /// All that answers on this may rest on.
    pub fn grounds(&self, service: Id<Service>, cloud: Id<Cloud>, standard: Id<Standard>) -> Grounds {
        let mut grounds = Grounds::default();
        let mut services: BTreeSet<_> = self.facts.platforms_of(service);
        services.insert(service);
        for standard in self.leading_to(standard, &mut grounds) {
            for &service in &services {
                self.add_grounds(service, cloud, standard, &mut grounds);
            }
        }
        let stated = |&claim: &Id<Claim>| self.facts.claims[claim].standard.edition;
        grounds.editions.extend(grounds.claims.iter().filter_map(stated));
        grounds
    }

    /// The standard, and every one from which relations lead to it through any number of steps.
    fn leading_to(&self, standard: Id<Standard>, grounds: &mut Grounds) -> BTreeSet<Id<Standard>> {
        let mut found = BTreeSet::from([standard]);
        let mut open = vec![standard];
        while let Some(standard) = open.pop() {
            for relation in self.index.relations_to.get(standard).map(|relation| &self.facts.relations[relation]) {
                grounds.editions.extend(relation.to.edition);
                if found.insert(relation.from.standard) {
                    open.push(relation.from.standard);
                }
            }
        }
        found
    }

    fn add_grounds(&self, service: Id<Service>, cloud: Id<Cloud>, standard: Id<Standard>, grounds: &mut Grounds) {
        let required = StandardRef { standard, edition: None, level: None };
        // Which documents may speak at all hangs on the service and the standard alone.
        let question = Question {
            service,
            cloud,
            region: None,
            required,
            assurance: LeastAssurance::Any,
            meets: &[],
            as_of: Date::MAX,
        };
        for document in self.documents_on(&question) {
            grounds.documents.insert(document);
            grounds.documents.extend(self.replaced_by(document));
        }
        let here = |&claim: &Id<Claim>| self.cloud_of(&self.facts.claims[claim]) == cloud;
        grounds.claims.extend(self.claims_of(service, standard).filter(here));
    }

    /// What turns in the grounds of answers in a cloud, each with the first day on which it is so. On every other day an
    /// answer that rests on them is that of the day before.
    pub fn turns(&self, grounds: &Grounds, cloud: Id<Cloud>) -> Vec<(Date, Turn)> {
        let after = |last: Date| last.tomorrow().ok();
        let mut turns: Vec<(Date, Turn)> = Vec::new();
        turns.extend(grounds.documents.iter().map(|&one| (self.facts.documents[one].as_of, Turn::Speaks(one))));
        for &id in &grounds.claims {
            let claim = &self.facts.claims[id];
            turns.extend(claim.from.map(|from| (from, Turn::Begins(id))));
            turns.extend(claim.until.and_then(after).map(|day| (day, Turn::Lapses(id))));
        }
        for &id in &grounds.editions {
            let end = self.facts.editions[id].end.as_ref().filter(|end| end.retires());
            turns.extend(end.and_then(|end| after(end.date.last_day())).map(|day| (day, Turn::Retires(id))));
        }
        let closed = self.facts.clouds[cloud].status.closed().and_then(after);
        turns.extend(closed.map(|day| (day, Turn::Closes(cloud))));
        turns
    }

    /// The last day on which a claim can count in a cloud, where it has one.
    pub fn end_of(&self, claim: Id<Claim>, cloud: Id<Cloud>) -> Option<Date> {
        self.effective_end(&self.facts.claims[claim], cloud)
    }
}
