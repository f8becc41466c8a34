//! Which rules speak of which subjects.

use std::collections::BTreeMap;

use super::alike::{ByRules, Memory, Truth, is_settled};
use super::findings::Judgement;
use super::index::Index;
use super::outcome::Failure;
use super::seen::Seen;
use super::subject::{Item, Value};
use super::when::When;
use crate::expression;
use crate::model::rule::{Condition, Field, Rule, Severity, Test};

impl<'a> Judgement<'_, 'a> {
    /// Each subject with the number of each rule that speaks of it, and the rules that gave no answer.
    pub(super) fn matched<'i>(
        self,
        (index, rules): (&Index, &[Option<(&Rule, Severity)>]),
        items: &'i [Item<'a>],
    ) -> (Vec<(usize, &'i Item<'a>)>, BTreeMap<String, Failure>) {
        let mut matched = Vec::new();
        let held = |number: usize| rules.get(number).copied().flatten().map(|(rule, _)| rule);
        // One subject after the other, since many rules look at the same fields.
        self.context.known.with(|memory| {
            for item in items {
                let seen = Seen::new(self.context, item);
                self.each_matching((index, &held), (&seen, memory), |number| matched.push((number, item)));
            }
        });
        (matched, self.failures.into_inner())
    }

    /// Gives the number of each rule that speaks of a subject to `take`, in their order. What rule has a number, `held` says.
    pub(super) fn each_matching<'r>(
        &self,
        (index, held): (&Index, &impl Fn(usize) -> Option<&'r Rule>),
        (seen, memory): (&Seen<'_, 'a>, &mut Memory),
        mut take: impl FnMut(usize),
    ) {
        let asked = seen.item.by_rules(self.context);
        let settled = memory.settled((seen.item, asked), |settled| self.settle((index, settled), (seen, asked)));
        let own = index.by_own_fields(seen, self.context.patterns);
        let mut hold = |(number, truth)| {
            if held(number).is_some_and(|rule| truth == Truth::True || self.matches(rule, seen)) {
                take(number);
            }
        };
        // Few rules look for what is a subject's own.
        if own.is_empty() {
            return settled.iter().copied().for_each(hold);
        }
        let mut own = own.into_iter().map(|number| (number, Truth::Unknown)).peekable();
        for &(number, truth) in settled {
            while let Some(before) = own.next_if(|(own, _)| *own < number) {
                hold(before);
            }
            hold((number, truth));
        }
        own.for_each(hold);
    }

    /// Adds to `settled` how far the rules are settled by what `seen` shares with all subjects that are like it. Those that can't
    /// speak of it are left out.
    fn settle(&self, (index, settled): (&Index, &mut Vec<(usize, Truth)>), (seen, asked): (&Seen<'_, 'a>, ByRules)) {
        let numbers = index.by_shared_fields(seen, self.context.patterns);
        settled.extend(numbers.into_iter().filter_map(|number| {
            let rule = self.context.rules.get(number)?;
            let truth = self.holds_as_far(&rule.condition, (seen, asked));
            let truth = if rule.when.is_some() { truth.min(Truth::Unknown) } else { truth };
            (truth > Truth::False).then_some((number, truth))
        }));
    }

    /// How far a condition is settled.
    fn holds_as_far(&self, condition: &Condition, (seen, asked): (&Seen<'_, 'a>, ByRules)) -> Truth {
        let truth = |one| self.holds_as_far(one, (seen, asked));
        match condition {
            Condition::All(all) => all.iter().map(truth).min().unwrap_or(Truth::True),
            Condition::Any(any) => any.iter().map(truth).max().unwrap_or(Truth::False),
            Condition::Not(one) => truth(one).not(),
            Condition::Field(field, _) if !is_settled(seen.item.subject(), *field, asked) => Truth::Unknown,
            Condition::Field(field, test) => Truth::from(self.passes(*field, test, seen)),
        }
    }

    /// Takes in the rules that gave no answer, after those that are known.
    pub(super) fn fail(&self, failures: BTreeMap<String, Failure>) {
        let mut known = self.failures.borrow_mut();
        failures.into_iter().for_each(|(rule, failure)| _ = known.entry(rule).or_insert(failure));
    }

    /// Whether `rule` speaks of a subject.
    pub(super) fn matches(&self, rule: &Rule, seen: &Seen<'_, 'a>) -> bool {
        if !self.holds(&rule.condition, seen) {
            return false;
        }
        let Some(when) = rule.when.as_ref().and_then(|_| self.expressions.get(&rule.id)) else { return true };
        let value = |name| match when.field(name) {
            Some(field) => seen.value(field).for_expression(field),
            None => expression::Value::Absent,
        };
        when.expression.holds(&value).unwrap_or_else(|reason| {
            let failure = || When::failure(rule, seen.item.instance(), reason);
            self.failures.borrow_mut().entry(rule.id.clone()).or_insert_with(failure);
            false
        })
    }

    fn holds(&self, condition: &Condition, seen: &Seen<'_, 'a>) -> bool {
        match condition {
            Condition::All(all) => all.iter().all(|one| self.holds(one, seen)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one, seen)),
            Condition::Not(one) => !self.holds(one, seen),
            Condition::Field(field, test) => self.passes(*field, test, seen),
        }
    }

    fn passes(&self, field: Field, test: &Test, seen: &Seen<'_, 'a>) -> bool {
        let as_of = self.context.as_of;
        match (test, seen.value(field)) {
            (Test::Matches(wanted), _) => seen.matches(field, wanted, self.context.patterns),
            (Test::Is(wanted), Value::Boolean(truth)) => truth == wanted,
            (Test::OlderThan(term), Value::Date(date)) => term.after(*date).is_some_and(|limit| limit < as_of),
            (Test::Within(term), Value::Date(date)) => {
                *date >= as_of && term.after(as_of).is_none_or(|limit| *date <= limit)
            }
            (Test::OlderThanAllowed { otherwise, .. }, Value::Date(date)) => {
                let set = self.context.policy.evidence_age.as_ref().map_or(*otherwise, |age| age.value);
                set.after(*date).is_some_and(|limit| limit < as_of)
            }
            (Test::Before(limit), Value::Date(date)) => date < limit,
            (Test::After(limit), Value::Date(date)) => date > limit,
            (Test::AtLeast(least), Value::Count(count)) => count >= least,
            (Test::AtMost(most), Value::Count(count)) => count <= most,
            _ => false,
        }
    }
}
