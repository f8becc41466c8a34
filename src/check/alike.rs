//! Subjects that many rules can't tell apart: what such rules say of one of them, they say of all.
//!
//! Most of what rules look at is the catalogue's: the verdict of a requirement, the cloud of a placement. How far a rule's
//! condition is settled by that is worked out once for all subjects that are alike, and only what is left is looked at again.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::obligations::AgreementState;
use super::subject::Item;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Region, Service};
use crate::model::rule::{Field, Subject};
use crate::model::standard::StandardRef;

/// How many subjects one worker remembers beside requirements, past which rules are held against each anew: a program that goes
/// on for days must not grow without end. Of answers, the catalogue numbers no more than it keeps.
const MOST: usize = 1 << 16;

/// How many rules it remembers in all that is settled: of many rules, many may be left open for each subject.
const MOST_RULES: usize = 1 << 18;

/// How far rules are settled for subjects that are alike: the number of each that may speak of them, in their order.
pub(super) type Settled = [(usize, Truth)];

/// What is known of a condition before all of a subject was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    pub(super) fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}

/// Whether rules ask something of the service instance that a subject is, or is a use of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ByRules {
    /// They may.
    MayBeAsked,
    /// They ask nothing of it.
    Unasked,
}

/// What settles the fields of a subject that [`is_settled`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Alike {
    Deployment,
    Service(Id<Service>, Id<Cloud>, ByRules),
    Placement(Id<Cloud>, Option<Id<Region>>, ByRules),
    /// The number of the answer, which is given to one question only.
    Requirement(u32),
    Obligation(StandardRef, Id<Cloud>, Option<Id<Agreement>>, AgreementState),
}

/// Whether all subjects that are alike, and of which that is asked, have the same value of a field.
pub(super) fn is_settled(subject: Subject, field: Field, asked: ByRules) -> bool {
    let of_nothing = asked == ByRules::Unasked && is_of_asks(field);
    let of_cloud = matches!(
        field,
        Field::AsOf
            | Field::CloudId
            | Field::CloudTitle
            | Field::CloudStatus
            | Field::CloudClosed
            | Field::ProviderId
            | Field::ProviderTitle
    );
    let of_service = of_cloud || matches!(field, Field::ServiceId | Field::ServiceTitle);
    let of_standard = matches!(
        field,
        Field::Required
            | Field::RequiredTitle
            | Field::RequiredEdition
            | Field::RequiredLevel
            | Field::StandardId
            | Field::StandardTitle
            | Field::StandardSegment
            | Field::StandardKind
            | Field::StandardDuty
    );
    match subject {
        Subject::Service => of_service || of_nothing,
        Subject::Placement => of_cloud || is_of_place(field) || of_nothing,
        Subject::Requirement => of_service || of_standard || is_of_answer(field),
        Subject::Obligation => {
            let of_agreement = matches!(field, Field::AgreementId | Field::AgreementTitle | Field::AgreementState);
            of_cloud || of_standard || of_agreement
        }
        Subject::Deployment | Subject::Flow | Subject::Waiver => field == Field::AsOf,
    }
}

/// Whether a field tells what rules ask of a service instance, or how it does that.
fn is_of_asks(field: Field) -> bool {
    matches!(
        field,
        Field::Allowed | Field::AllowedPlaces | Field::SpreadEnough | Field::SpreadLacks | Field::OriginRules
    )
}

fn is_of_place(field: Field) -> bool {
    matches!(
        field,
        Field::RegionId
            | Field::RegionTitle
            | Field::RegionGeography
            | Field::RegionCountry
            | Field::RegionStatus
            | Field::RegionCloud
            | Field::Bound
            | Field::Available
    )
}

/// Whether a field tells what the catalogue shows, or what it was asked.
fn is_of_answer(field: Field) -> bool {
    matches!(
        field,
        Field::Available
            | Field::Assurance
            | Field::Verdict
            | Field::Held
            | Field::HeldTitle
            | Field::HeldEdition
            | Field::HeldKind
            | Field::HeldUntil
            | Field::HeldRegions
            | Field::LevelHow
            | Field::ConditionId
            | Field::ConditionText
            | Field::Contested
            | Field::ContestedHow
            | Field::ContestedBy
            | Field::EvidenceId
            | Field::EvidenceTitle
            | Field::EvidencePublisher
            | Field::EvidenceAsOf
            | Field::EvidenceAge
            | Field::Relation
            | Field::PlatformTitle
    )
}

/// What was settled before, by the workers that are not at work: none waits for another.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Vec<Memory>>);

/// How far rules are settled for the subjects that a worker has met.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// What is settled, each once: many subjects differ in nothing that rules look at.
    settled: Vec<Arc<Settled>>,
    /// Where that is.
    places: FxHashMap<Arc<Settled>, u32>,
    /// Where it is for subjects that are alike,
    known: FxHashMap<Alike, u32>,
    /// and for requirements, by the numbers of their answers.
    of_answers: Vec<Option<u32>>,
    /// How many rules there are in all that is settled.
    rules: usize,
    /// What was settled last, whose room is used again.
    last: Vec<(usize, Truth)>,
}

impl Known {
    /// Lets a worker use what was settled before.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut Memory) -> R) -> R {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = lock().pop();
        let mut memory = idle.unwrap_or_default();
        let done = work(&mut memory);
        lock().push(memory);
        done
    }
}

impl Memory {
    /// What is known of the subjects that are like `item`, or what `settle` finds out now: it is given an empty list to add to.
    pub(super) fn settled(
        &mut self,
        (item, asked): (&Item<'_>, ByRules),
        settle: impl FnOnce(&mut Vec<(usize, Truth)>),
    ) -> &Settled {
        let alike = alike(item, asked);
        let place = match alike {
            Some(Alike::Requirement(answer)) => self.of_answers.get(answer as usize).copied().flatten(),
            Some(alike) => self.known.get(&alike).copied(),
            None => None,
        };
        if let Some(place) = place {
            return &self.settled[place as usize];
        }
        self.last.clear();
        settle(&mut self.last);
        let has_room = match alike {
            Some(Alike::Requirement(_)) => true,
            Some(_) => self.known.len() < MOST,
            None => false,
        };
        match alike.filter(|_| has_room && self.rules < MOST_RULES) {
            Some(alike) => self.remember(alike),
            None => &self.last,
        }
    }

    /// Remembers what was settled last.
    fn remember(&mut self, alike: Alike) -> &Settled {
        let known = self.places.get(self.last.as_slice()).copied();
        let place = known.unwrap_or_else(|| {
            let (place, settled) = (self.settled.len() as u32, Arc::from(self.last.as_slice()));
            self.rules += self.last.len();
            self.settled.push(Arc::clone(&settled));
            self.places.insert(settled, place);
            place
        });
        match alike {
            Alike::Requirement(answer) => {
                let least = (answer as usize + 1).max(self.of_answers.len());
                self.of_answers.resize(least, None);
                self.of_answers[answer as usize] = Some(place);
            }
            alike => _ = self.known.insert(alike, place),
        }
        &self.settled[place as usize]
    }
}

/// What settles a subject. None for what is like no other.
fn alike(item: &Item<'_>, asked: ByRules) -> Option<Alike> {
    match item {
        Item::Deployment => Some(Alike::Deployment),
        Item::Service(instance) => Some(Alike::Service(instance.service.value, instance.cloud.value, asked)),
        Item::Placement { instance, region } => {
            Some(Alike::Placement(instance.cloud.value, region.map(|region| region.value), asked))
        }
        Item::Requirement { requirement, .. } => requirement.answer.number().map(Alike::Requirement),
        Item::Obligation(one) => {
            Some(Alike::Obligation(one.required, one.instance.cloud.value, one.agreement, one.state))
        }
        Item::Flow { .. } | Item::Waiver { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::fixture;
    use super::*;
    use crate::catalog::Catalog;
    use crate::load::rules;
    use crate::model::rule::Rules;
    use crate::text::Source;

    /// A rule that asks of some uses what no other rule asks of any: to be in one country alone, and in many regions.
    fn asking(catalog: &Catalog) -> Rules {
        let mut countries = catalog.facts().regions.iter().filter_map(|(_, region)| region.country.as_deref());
        let country = countries.next().expect("some region is in a country");
        let text = format!(
            "id: own/letters\ntitle: Letters stay at home.\nsubject: service\nmatch: {{ service.data: letters }}\n\
             require: {{ countries: [{country}], at-least: {{ regions: 9 }} }}\nwhy: They do.\n"
        );
        let (rules, problems) = rules::load(&[Source::new("own.yaml", text)], catalog);
        assert!(problems.is_empty(), "{problems:?}");
        rules
    }

    #[test]
    fn subjects_that_are_alike_have_the_same_values_of_what_is_settled() {
        let catalog = crate::run::carried();
        let rules = asking(&catalog);
        let mut compared = 0;
        fixture::with_items(&catalog, &rules, |context, items| {
            let mut firsts: HashMap<Alike, &Item<'_>> = HashMap::new();
            for item in items {
                let asked = item.by_rules(context);
                let Some(alike) = alike(item, asked) else { continue };
                let first = *firsts.entry(alike).or_insert(item);
                for &field in Field::ALL.iter().filter(|&&field| is_settled(item.subject(), field, asked)) {
                    let [one, other] = [first, item].map(|item| item.value(context, field));
                    assert_eq!(one, other, "{} of {alike:?}", field.name());
                    compared += usize::from(!std::ptr::eq(first, item));
                }
            }
        });
        assert!(compared > 1_000, "{compared} values of others were compared");
    }
}
