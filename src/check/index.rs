//! Rules by what they look for: a subject is held only against the rules that may speak of it, however many there are.
//!
//! Most rules want some field to match some pattern, whatever else they want. Such a rule is found by that pattern; of
//! several the one is taken that fewest other rules want.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::alike::{ByRules, is_settled};
use super::patterns::Patterns;
use super::seen::Seen;
use crate::model::rule::{Condition, Field, PatternId, Rule, Subject, Test};

/// The rules of each subject, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Of each subject, in the place that it has among all.
    of: [Found; Subject::ALL.len()],
}

/// The numbers of rules that may speak of a subject: mostly a few.
pub(super) type Numbers = SmallVec<[usize; 8]>;

/// The rules of one subject.
#[derive(Debug, Default)]
struct Found {
    /// Those that want no pattern.
    always: Vec<usize>,
    /// The others, by the field and the pattern that they want: a field that subjects that are alike share,
    by_shared: ByField,
    /// or another one.
    by_own: ByField,
}

type ByField = Vec<(Field, FxHashMap<PatternId, Vec<usize>>)>;

impl Index {
    pub(super) fn new(rules: &[Rule]) -> Self {
        let mut wanted: FxHashMap<(Subject, Field, PatternId), usize> = FxHashMap::default();
        let wants: Vec<_> = rules.iter().map(|rule| wants(&rule.condition)).collect();
        for (rule, wants) in rules.iter().zip(&wants) {
            for (field, patterns) in wants {
                patterns.iter().for_each(|&one| *wanted.entry((rule.subject, *field, one)).or_default() += 1);
            }
        }
        let mut index = Self::default();
        for (number, (rule, wants)) in rules.iter().zip(wants).enumerate() {
            let others = |(field, patterns): &(Field, &[PatternId])| -> usize {
                patterns.iter().map(|&one| wanted.get(&(rule.subject, *field, one)).copied().unwrap_or_default()).sum()
            };
            let rarest = wants.into_iter().min_by_key(others);
            index.of[rule.subject as usize].add((number, rule.subject), rarest);
        }
        index
    }

    /// The numbers of the rules that may speak of a subject, as far as that is told by the fields that it shares with those
    /// that are like it, or by none; each once and in their order.
    pub(super) fn by_shared_fields(&self, seen: &Seen<'_, '_>, patterns: &Patterns) -> Numbers {
        let found = &self.of[seen.item.subject() as usize];
        wanting(&found.by_shared, &found.always, seen, patterns)
    }

    /// The same, as far as that is told by the fields that are the subject's own.
    pub(super) fn by_own_fields(&self, seen: &Seen<'_, '_>, patterns: &Patterns) -> Numbers {
        let by_own = &self.of[seen.item.subject() as usize].by_own;
        if by_own.is_empty() { Numbers::new() } else { wanting(by_own, &[], seen, patterns) }
    }
}

/// These numbers, and those of the rules that want a pattern that matches.
fn wanting(by: &ByField, always: &[usize], seen: &Seen<'_, '_>, patterns: &Patterns) -> Numbers {
    let mut numbers = Numbers::from_slice(always);
    for (field, by) in by {
        let matched = seen.matched(*field, patterns).iter();
        matched.filter_map(|one| by.get(one)).for_each(|rules| numbers.extend_from_slice(rules));
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

impl Found {
    fn add(&mut self, (number, subject): (usize, Subject), wants: Option<(Field, &[PatternId])>) {
        let Some((field, patterns)) = wants else {
            self.always.push(number);
            return;
        };
        let by = if is_settled(subject, field, ByRules::MayBeAsked) { &mut self.by_shared } else { &mut self.by_own };
        let at = by.iter().position(|(known, _)| *known == field).unwrap_or_else(|| {
            by.push((field, FxHashMap::default()));
            by.len() - 1
        });
        for &pattern in patterns {
            by[at].1.entry(pattern).or_default().push(number);
        }
    }
}

/// The patterns of which one must match whenever the condition holds, for each field that has to match any.
fn wants(condition: &Condition) -> Vec<(Field, &[PatternId])> {
    match condition {
        Condition::All(all) => all.iter().flat_map(wants).collect(),
        Condition::Field(field, Test::Matches(patterns)) => vec![(*field, patterns.as_slice())],
        Condition::Any(_) | Condition::Not(_) | Condition::Field(..) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_subject_has_a_place_of_its_own() {
        let places: Vec<_> = Subject::ALL.iter().map(|&subject| subject as usize).collect();
        assert_eq!(places, (0..Subject::ALL.len()).collect::<Vec<_>>());
    }
}
