//! Why something is asked for: the rules and the policy behind a finding, and the data that made the rules speak.

use std::collections::BTreeSet;

use super::asks::{Ask, OF_DATA};
use super::findings::Judgement;
use super::flows::Class;
use super::outcome::{Elsewhere, Label};
use super::policy;
use super::seen::Seen;
use super::subject::Item;
use crate::model::rule::{Field, Rule, Subject};
use crate::text::Span;

/// The fields of a service and a placement that tell of what rules ask.
const OF_ASKS: [Field; 5] =
    [Field::Allowed, Field::AllowedPlaces, Field::SpreadEnough, Field::SpreadLacks, Field::OriginRules];

impl<'a> Judgement<'_, 'a> {
    /// The rules that ask for what a finding of `rule` about `item` rests on, each with the place in its file. A service
    /// or a region is there without anybody's asking, so it depends on what the rule looks at.
    fn asked(&self, rule: &Rule, item: &Item<'a>) -> Vec<(&'a Ask<'a>, Span)> {
        let exists_anyway = matches!(item.subject(), Subject::Service | Subject::Placement);
        if exists_anyway && !self.looks_at(rule, &OF_ASKS) { Vec::new() } else { item.asked(self.context) }
    }

    /// Whether a rule matches or names one of these fields.
    fn looks_at(&self, rule: &Rule, fields: &[Field]) -> bool {
        let when = rule.when.as_ref().and_then(|_| self.expressions.get(&rule.id));
        when.is_some_and(|when| fields.iter().any(|&field| when.looks_at(field)))
            || fields.iter().any(|&field| rule.looks_at(field))
    }

    /// The rule that asks for what a finding of `rule` about `item` rests on and that nobody can waive, with the policy's
    /// pattern that says so.
    pub(super) fn never_waived(&self, rule: &Rule, item: &Item<'a>) -> Option<(&'a str, Span)> {
        let asking = self.asked(rule, item).into_iter().map(|(ask, _)| ask.rule.id.as_str());
        asking.filter_map(|id| Some((id, self.context.limits.never(id)?.span))).next()
    }

    /// The place in the policy for which the waivers that were written for a finding don't excuse it.
    fn unexcused(&self, rule: &Rule, item: &Item<'a>) -> Option<Elsewhere> {
        if self.context.deployment.waivers.is_empty() {
            return None;
        }
        let (asking, span) = self.never_waived(rule, item)?;
        if !self.has_waiver_for(&rule.id, item) {
            return None;
        }
        let source = self.context.policy.source.clone()?;
        Some(Elsewhere { source, span, text: format!("nobody can waive what {asking} asks for") })
    }

    /// The classes of data on account of which the expression of `rule` holds for a subject.
    pub(super) fn classes_asked(&self, rule: &Rule, seen: &Seen<'_, 'a>) -> BTreeSet<String> {
        let when = rule.when.as_ref().and_then(|_| self.expressions.get(&rule.id));
        let value = |field: Field| seen.value(field).for_expression(field);
        when.map(|when| when.because_of(&OF_DATA, &value)).unwrap_or_default()
    }

    /// The ids of the rules that ask for what a finding of `rule` is about, each once.
    pub(super) fn asked_by(&self, rule: &Rule, items: &[&Item<'a>]) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for (ask, _) in items.iter().flat_map(|item| self.asked(rule, item)) {
            if !ids.contains(&ask.rule.id) {
                ids.push(ask.rule.id.clone());
            }
        }
        ids
    }

    /// The places in the policy and in rule files that ask for what a finding is about, each once.
    pub(super) fn elsewhere(&self, rule: &Rule, items: &[&Item<'a>]) -> Vec<Elsewhere> {
        let mut found = policy::elsewhere(self.context.policy, rule, items[0]);
        found.extend(items.iter().find_map(|item| self.unexcused(rule, item)));
        add_places(&mut found, self.asked_elsewhere(rule, items));
        found
    }

    /// The places in rule files that ask for what a finding is about, each once.
    pub(super) fn asked_elsewhere(&self, rule: &Rule, items: &[&Item<'a>]) -> Vec<Elsewhere> {
        let mut found: Vec<Elsewhere> = Vec::new();
        // Of most deployments no rule asks anything.
        let items = if self.context.asks.are_none() { &[] } else { items };
        for (ask, span) in items.iter().flat_map(|item| self.asked(rule, item)) {
            if !found.iter().any(|one| one.span == span && one.source.name() == ask.rule.source.name()) {
                let text = format!("{}: {}", ask.rule.id, ask.rule.title);
                found.push(Elsewhere { source: ask.rule.source.clone(), span, text });
            }
        }
        found
    }

    /// The ways of the data that made rules ask.
    pub(super) fn because(&self, rule: &Rule, item: &Item<'a>) -> Option<String> {
        let mut sentences: Vec<String> = Vec::new();
        for (ask, _) in self.asked(rule, item) {
            for sentence in ask.classes.iter().filter_map(Class::sentence) {
                if !sentences.contains(&sentence) {
                    sentences.push(sentence);
                }
            }
        }
        (!sentences.is_empty()).then(|| sentences.join("; "))
    }

    /// Where the data stands that made rules ask.
    pub(super) fn data_places(&self, rule: &Rule, item: &Item<'a>) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        for class in self.asked(rule, item).iter().flat_map(|(ask, _)| &ask.classes) {
            let text = if class.is_own() {
                format!("handles {}", class.name)
            } else {
                format!("{} comes this way", class.name)
            };
            if labels.iter().all(|label| label.span != class.span) {
                labels.push(Label { span: class.span, text });
            }
        }
        labels
    }
}

/// Adds those of some places that are not among others yet.
pub(super) fn add_places(found: &mut Vec<Elsewhere>, more: Vec<Elsewhere>) {
    for place in more {
        if !found.iter().any(|one| one.span == place.span && one.source.name() == place.source.name()) {
            found.push(place);
        }
    }
}
