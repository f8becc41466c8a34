//! The rules that met nothing in a whole run.

use std::collections::BTreeSet;

use super::outcome::{Notice, Outcome};
use super::{Checker, Met};
use crate::model::rule::Rule;

impl Checker<'_> {
    /// What is to be said of the rules that met nothing in a whole run: those that require and asked for nothing, and
    /// those that report and had nothing to look at, since there is no subject of their sort or none of the words that
    /// they are for. One that looked and found nothing is content.
    pub fn idle<'n>(
        &self,
        outcomes: impl Iterator<Item = &'n Outcome> + Clone,
        is_of_interest: impl Fn(&Rule) -> bool,
    ) -> Vec<Notice> {
        let subjects: BTreeSet<_> = outcomes.clone().flat_map(|outcome| &outcome.subjects).collect();
        let asking: BTreeSet<_> = outcomes.clone().flat_map(|outcome| &outcome.asking).collect();
        let mut met = Met::default();
        outcomes.for_each(|outcome| met.add(&outcome.met));
        let rules = self.held().map(|(rule, _)| rule).filter(|rule| is_of_interest(rule));
        let idle = rules.filter_map(|rule| {
            let message = match rule.require() {
                Some(_) if asking.contains(&rule.id) => return None,
                Some(_) => format!("{} asked for nothing: this run has nothing that it matches", rule.id),
                None if !subjects.contains(&rule.subject) => {
                    format!("{} had nothing to look at: this run has no {}", rule.id, rule.subject.name())
                }
                None => {
                    let (field, wanted) = met.missed(rule)?;
                    let wanted = wanted.iter().filter_map(|pattern| self.rules.patterns.get(pattern.0));
                    let wanted: Vec<_> = wanted.map(|pattern| format!("`{pattern}`")).collect();
                    let wanted = wanted.join(" or ");
                    format!("{} had nothing to look at: no `{}` of this run is {wanted}", rule.id, field.name())
                }
            };
            Some(Notice { source: rule.source.clone(), span: rule.span, message })
        });
        idle.collect()
    }
}
