//! Subjects that many rules can't tell apart: what such rules say of one of them, they say of all.
//!
//! Most of what rules look at is the catalogue's: the verdict of a requirement, the cloud of a placement. How far a rule's
//! condition is settled by that is worked out once for all subjects that are alike, and only what is left is looked at again.

use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::obligations::AgreementState;
use super::subject::Item;
use crate::catalog::Answer;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Region, Service};
use crate::model::rule::{Field, Subject};
use crate::model::standard::StandardRef;

/// Parts of the memory that are locked apart, so that threads rarely wait for each other.
const PARTS: usize = 1 << PART_BITS;

/// How many bits of a subject's hash tell its part.
const PART_BITS: u32 = 4;

/// How many subjects a part keeps, past which rules are held against each anew.
const MOST: usize = 1 << 13;

/// How far rules are settled for subjects that are alike.
pub(super) type Settled = Arc<[(usize, Truth)]>;

/// What is known of a condition before all of a subject was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// How far rules are settled for the subjects that were met before.
#[derive(Debug, Default)]
pub(super) struct Known([Mutex<FxHashMap<Alike, (Option<Arc<Answer>>, Settled)>>; PARTS]);

impl Known {
    /// What is known of the subjects that are like `item`, or what `settle` finds out now.
    pub(super) fn settled(&self, item: &Item<'_>, settle: impl FnOnce() -> Settled) -> Settled {
        let Some((alike, answer)) = alike(item) else { return settle() };
        // The upper bits of this hash are the ones that differ most.
        let part = &self.0[(FxBuildHasher.hash_one(alike) >> (u64::BITS - PART_BITS)) as usize];
        let lock = || part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, settled)) = lock().get(&alike) {
            return Arc::clone(settled);
        }
        let settled = settle();
        let mut known = lock();
        if known.len() < MOST {
            // The answer is kept, so that its address stays its own.
            known.insert(alike, (answer.cloned(), Arc::clone(&settled)));
        }
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
