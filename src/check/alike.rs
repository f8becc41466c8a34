//! Subjects that many rules can't tell apart: what such rules say of one of them, they say of all.
//!
//! Most of what rules look at is the catalogue's: the verdict of a requirement, the cloud of a placement. How far a rule's
//! condition is settled by that is worked out once for all subjects that are alike, and only what is left is looked at again.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::obligations::AgreementState;
use super::subject::Item;
use crate::catalog::Answer;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Region, Service};
use crate::model::rule::{Field, Subject};
use crate::model::standard::StandardRef;

/// How many subjects one worker remembers, past which rules are held against each anew: a program that goes on for days must
/// not grow without end.
const MOST: usize = 1 << 16;

/// How many rules it remembers in all that is settled: of many rules, many may be left open for each subject.
const MOST_RULES: usize = 1 << 18;

/// How far rules are settled for subjects that are alike: the number of each that may speak of them, in their order.
pub(super) type Settled = Arc<[(usize, Truth)]>;

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

/// What settles the fields of a subject that [`is_settled`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Alike {
    Deployment,
    Service(Id<Service>, Id<Cloud>),
    Placement(Id<Cloud>, Option<Id<Region>>),
    /// The address of the answer, which is given to one question only.
    Requirement(usize),
    Obligation(StandardRef, Id<Cloud>, Option<Id<Agreement>>, AgreementState),
}

/// Whether all subjects that are alike have the same value of a field.
pub(super) fn is_settled(subject: Subject, field: Field) -> bool {
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
        Subject::Service => of_service,
        Subject::Placement => of_cloud || is_of_place(field),
        Subject::Requirement => of_service || of_standard || is_of_answer(field),
        Subject::Obligation => {
            let of_agreement = matches!(field, Field::AgreementId | Field::AgreementTitle | Field::AgreementState);
            of_cloud || of_standard || of_agreement
        }
        Subject::Deployment | Subject::Flow | Subject::Waiver => field == Field::AsOf,
    }
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
    /// Beside it the answer that is named by its address, which so stays its own.
    known: FxHashMap<Alike, (Option<Arc<Answer>>, Settled)>,
    /// What is settled, each once: many subjects differ in nothing that rules look at.
    shared: FxHashSet<Settled>,
    /// How many rules there are in that.
    rules: usize,
    /// For a subject that is like no other.
    last: Option<Settled>,
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
    /// What is known of the subjects that are like `item`, or what `settle` finds out now.
    pub(super) fn settled(&mut self, item: &Item<'_>, settle: impl FnOnce() -> Settled) -> &[(usize, Truth)] {
        let Self { known, shared, rules, last } = self;
        let has_room = known.len() < MOST && *rules < MOST_RULES;
        let Some((alike, answer)) = alike(item).filter(|(alike, _)| has_room || known.contains_key(alike)) else {
            return last.insert(settle());
        };
        let (_, settled) = known.entry(alike).or_insert_with(|| {
            let settled = settle();
            let met = shared.get(&settled).cloned();
            let settled = met.unwrap_or_else(|| {
                *rules += settled.len();
                shared.insert(Arc::clone(&settled));
                settled
            });
            (answer.cloned(), settled)
        });
        settled
    }
}

/// What settles a subject, with the answer whose address is in that. None for what is like no other.
fn alike<'i>(item: &'i Item<'_>) -> Option<(Alike, Option<&'i Arc<Answer>>)> {
    match item {
        Item::Deployment => Some((Alike::Deployment, None)),
        Item::Service(instance) => Some((Alike::Service(instance.service.value, instance.cloud.value), None)),
        Item::Placement { instance, region } => {
            Some((Alike::Placement(instance.cloud.value, region.map(|region| region.value)), None))
        }
        // One that nobody else holds was given to this use alone.
        Item::Requirement { requirement, .. } if Arc::strong_count(&requirement.answer) > 1 => {
            let answer = &requirement.answer;
            Some((Alike::Requirement(Arc::as_ptr(answer).addr()), Some(answer)))
        }
        Item::Obligation(one) => {
            Some((Alike::Obligation(one.required, one.instance.cloud.value, one.agreement, one.state), None))
        }
        Item::Requirement { .. } | Item::Flow { .. } | Item::Waiver { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::subject::Detail;
    use super::super::{Checker, Spread, Within};
    use super::*;
    use crate::catalog::Catalog;
    use crate::load::manifest;
    use crate::model::profile::Profiles;
    use crate::model::rule::Rules;
    use crate::text::Source;

    /// Uses of what claims of the catalogue are on, four for each claim, which have a service, a cloud and a requirement in
    /// common, some of them regions too, and differ in all else.
    fn manifest(catalog: &Catalog) -> String {
        let facts = catalog.facts();
        let claims: Vec<_> = facts.claims.iter().map(|(_, claim)| claim).collect();
        let agreements = facts.agreements.iter().take(1);
        let mut text: String =
            agreements.map(|(_, one)| format!("[[agreements]]\nagreement = \"{}\"\n", one.id)).collect();
        for number in 0..96 {
            let claim = claims[number / 4 * 613 % claims.len()];
            let (service, cloud) = (&facts.services[claim.service], &facts.clouds[catalog.cloud_of(claim)]);
            let regions = cloud.regions.iter().skip(number % 2).take(number % 4);
            let regions: Vec<_> = regions.map(|&region| facts.regions[region].id.as_str()).collect();
            let rest = ["data = [\"letters\"]", "tags = { tier = \"gold\" }", "meets = []", ""][number % 4];
            text.push_str(&format!(
                "[[services]]\nname = \"use-{number}\"\nservice = \"{}\"\ncloud = \"{}\"\nregions = {regions:?}\n\
                 requires = [\"{}\"]\n{rest}\n",
                service.id,
                cloud.id,
                facts.reference(claim.standard),
            ));
        }
        text
    }

    #[test]
    fn subjects_that_are_alike_have_the_same_values_of_what_is_settled() {
        let (catalog, rules) = (crate::run::carried(), Rules::default());
        let source = Source::new("deploy.toml", manifest(&catalog));
        let (deployment, problems) = manifest::load(&source, &catalog, &Profiles::default());
        assert!(problems.is_empty(), "{problems:?}");
        let checker = Checker::new(&catalog, &rules, "2026-11-22".parse().expect("a date"));
        let services = deployment.services.len();
        let within = Within { whole: None, services, detail: Detail::Line, spread: Spread::OneThread };
        let mut compared = 0;
        checker.with_subjects(&deployment, within, |judgement, _, items| {
            let mut firsts: HashMap<Alike, &Item<'_>> = HashMap::new();
            for item in &items {
                let Some((alike, _)) = alike(item) else { continue };
                let first = *firsts.entry(alike).or_insert(item);
                for &field in Field::ALL.iter().filter(|&&field| is_settled(item.subject(), field)) {
                    let [one, other] = [first, item].map(|item| item.value(judgement.context, field));
                    assert_eq!(one, other, "{} of {alike:?}", field.name());
                    compared += usize::from(!std::ptr::eq(first, item));
                }
            }
        });
        assert!(compared > 1_000, "{compared} values of others were compared");
    }
}
