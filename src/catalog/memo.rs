//! Answers that were given before: many uses of a service ask the same question.

use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Catalog;
use super::answer::{Answer, Question};
use crate::model::deployment::LeastAssurance;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Region, Service};
use crate::model::standard::StandardRef;

/// Parts of the memory that are locked apart, so that threads rarely wait for each other.
const PARTS: usize = 1 << PART_BITS;

/// How many bits of a question's hash tell its part.
const PART_BITS: u32 = 4;

/// How many answers a part keeps. A program that goes on for days must not grow without end; past this, it works an
/// answer out again.
const MOST: usize = 1 << 13;

/// The answers to questions that rest on no condition that a use meets.
#[derive(Debug, Default)]
pub(super) struct Memo([Mutex<FxHashMap<Key, Arc<Answer>>>; PARTS]);

/// All of a question that its answer depends on: questions with the same key have the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    service: Id<Service>,
    cloud: Id<Cloud>,
    place: Place,
    required: StandardRef,
    assurance: LeastAssurance,
    as_of: Date,
}

/// A region, as far as documents tell it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    /// None is asked about.
    Unbound,
    /// Some document that may speak of the service names it.
    Named(Id<Region>),
    /// No document names it: one such region of the cloud is like the other.
    InCloud,
    /// No document names it, and it isn't in the cloud.
    OutsideCloud,
}

impl Memo {
    /// What was answered, or what `answer` answers now.
    pub(super) fn answer(&self, key: Key, answer: impl FnOnce() -> Answer) -> Arc<Answer> {
        // The upper bits of this hash are the ones that differ most.
        let part = &self.0[(FxBuildHasher.hash_one(key) >> (u64::BITS - PART_BITS)) as usize];
        let lock = || part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Arc::clone(known);
        }
        // The lock is open meanwhile: answering may take long, and two threads that answer alike do no harm.
        let mut answer = answer();
        answer.shrink_to_fit();
        let answer = Arc::new(answer);
        let mut known = lock();
        if known.len() < MOST {
            known.insert(key, Arc::clone(&answer));
        }
        answer
    }
}

impl Catalog {
    /// What the answer to a question depends on; none where that is also what the use says of itself.
    pub fn key(&self, question: &Question<'_>) -> Option<Key> {
        let Question { service, cloud, region, required, assurance, meets, as_of } = *question;
        let place = match region {
            None => Place::Unbound,
            Some(region) if self.index.regions_named.contains(service, region) => Place::Named(region),
            Some(region) if self.facts.regions[region].cloud == cloud => Place::InCloud,
            Some(_) => Place::OutsideCloud,
        };
        meets.is_empty().then_some(Key { service, cloud, place, required, assurance, as_of })
    }
}
