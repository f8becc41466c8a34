//! Answers that were given before: many uses of a service ask the same question.

use std::fmt;
use std::hash::BuildHasher;
use std::ops::Deref;
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

/// How many bits of the hash of what a question is asked of tell its part.
const PART_BITS: u32 = 4;

/// How many answers are kept, or a few more, since threads look before they add. A program that goes on for days must not grow
/// without end; past this, it works an answer out again.
const MOST: usize = 1 << 17;

/// The answers to questions that rest on no condition that a use meets.
#[derive(Debug)]
pub(super) struct Memo {
    most: usize,
    numbers: [Mutex<Numbers>; PARTS],
    /// They keep their places, so that whoever has the number of one has it.
    answers: boxcar::Vec<Answer>,
}

impl Default for Memo {
    fn default() -> Self {
        Self { most: MOST, numbers: Default::default(), answers: boxcar::Vec::new() }
    }
}

/// The number of each answer. A service instance asks several questions of one use, whose numbers lie beside each other: to go
/// through a large table in any order takes most of the time of a lookup.
type Numbers = FxHashMap<Use, FxHashMap<Asked, u32>>;

/// All of a question that its answer depends on: questions with the same key have the same answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    of: Use,
    asked: Asked,
}

/// What a question is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Use {
    service: Id<Service>,
    cloud: Id<Cloud>,
    as_of: Date,
}

/// What is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Asked {
    required: StandardRef,
    place: Place,
    assurance: LeastAssurance,
}

/// A region, as far as documents tell it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// None is asked about.
    Unbound,
    /// Some document that may speak of the service names it.
    Named(Id<Region>),
    /// No document names it: one such region of the cloud is like the other.
    InCloud,
    /// No document names it, and it isn't in the cloud.
    OutsideCloud,
}

/// An answer that was given: one that the catalogue keeps, or one that nobody else will ask for.
#[derive(Clone)]
pub struct Given<'c>(Kept<'c>);

#[derive(Clone)]
enum Kept<'c> {
    /// The answer of this number. It is looked at when somebody wants to know what it says: of most, nobody does.
    ByCatalogue(u32, &'c boxcar::Vec<Answer>),
    Apart(Arc<Answer>),
}

impl Given<'_> {
    /// The number of an answer that the catalogue keeps. It is given to one question only.
    pub fn number(&self) -> Option<u32> {
        match self.0 {
            Kept::ByCatalogue(number, _) => Some(number),
            Kept::Apart(_) => None,
        }
    }
}

impl Deref for Given<'_> {
    type Target = Answer;

    fn deref(&self) -> &Answer {
        match &self.0 {
            Kept::ByCatalogue(number, answers) => &answers[*number as usize],
            Kept::Apart(answer) => answer,
        }
    }
}

impl fmt::Debug for Given<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Answer::fmt(self, formatter)
    }
}

impl From<Answer> for Given<'_> {
    fn from(answer: Answer) -> Self {
        Self(Kept::Apart(Arc::new(answer)))
    }
}

impl Memo {
    /// What was answered, or what `answer` answers now.
    pub(super) fn answer(&self, Key { of, asked }: Key, answer: impl FnOnce() -> Answer) -> Given<'_> {
        // The upper bits of this hash are the ones that differ most.
        let part = &self.numbers[(FxBuildHasher.hash_one(of) >> (u64::BITS - PART_BITS)) as usize];
        let lock = || part.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = |number| Given(Kept::ByCatalogue(number, &self.answers));
        if let Some(&number) = lock().get(&of).and_then(|of_use| of_use.get(&asked)) {
            return kept(number);
        }
        // The lock is open meanwhile: answering may take long, and two threads that answer alike do no harm.
        let mut answer = answer();
        if self.answers.count() >= self.most {
            return Given::from(answer);
        }
        answer.shrink_to_fit();
        let mut numbers = lock();
        let number = numbers.entry(of).or_default().entry(asked).or_insert_with(|| self.answers.push(answer) as u32);
        kept(*number)
    }
}

impl Catalog {
    /// A region of a cloud, as far as documents on a service tell it from others.
    pub fn place(&self, service: Id<Service>, cloud: Id<Cloud>, region: Option<Id<Region>>) -> Place {
        match region {
            None => Place::Unbound,
            Some(region) => match self.place_in_its_cloud(service, region) {
                Place::InCloud if self.facts.regions[region].cloud != cloud => Place::OutsideCloud,
                place => place,
            },
        }
    }

    /// The same for a region that is one of the cloud's own.
    pub(super) fn place_in_its_cloud(&self, service: Id<Service>, region: Id<Region>) -> Place {
        if self.index.regions_named.contains(service, region) { Place::Named(region) } else { Place::InCloud }
    }
}

impl Key {
    /// What the answer to a question depends on, whose region is this place; none where that is also what the use says of
    /// itself.
    pub(super) fn of(question: &Question<'_>, place: Place) -> Option<Self> {
        let Question { service, cloud, region: _, required, assurance, meets, as_of } = *question;
        let key = Self { of: Use { service, cloud, as_of }, asked: Asked { required, place, assurance } };
        meets.is_empty().then_some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::verdict::Verdict;

    #[test]
    fn what_is_past_the_most_is_answered_and_not_kept() {
        let memo = Memo { most: 2, ..Memo::default() };
        let key = |service| {
            let required = StandardRef { standard: Id::at(0), edition: None, level: None };
            let of = Use { service: Id::at(service), cloud: Id::at(0), as_of: Date::constant(2026, 11, 22) };
            Key { of, asked: Asked { required, place: Place::Unbound, assurance: LeastAssurance::Any } }
        };
        let answer = |verdict| Answer {
            verdict,
            deciding: None,
            history: Vec::new(),
            contested_by: Vec::new(),
            misread: Vec::new(),
            platforms: Vec::new(),
            through: None,
        };
        let given = [(0, Verdict::Covered), (1, Verdict::Excluded), (2, Verdict::Pending), (2, Verdict::Lapsed)];
        let given = given.map(|(service, verdict)| memo.answer(key(service), || answer(verdict)));
        assert_eq!(given.each_ref().map(Given::number), [Some(0), Some(1), None, None]);
        assert_eq!(
            given.map(|one| one.verdict),
            [Verdict::Covered, Verdict::Excluded, Verdict::Pending, Verdict::Lapsed]
        );
        let again = memo.answer(key(1), || answer(Verdict::Lapsed));
        assert_eq!((again.number(), again.verdict), (Some(1), Verdict::Excluded));
    }
}
