//! From a deployment, the rules and the catalogue to findings.
//!
//! First all that rules ask is gathered, then every requirement is resolved, each rule is held against the subjects that it
//! speaks about, waivers excuse what they match of that, and last the rules on waivers are judged.

mod about;
mod asks;
mod findings;
mod flows;
mod help;
mod patterns;
mod policy;
mod requirements;
mod seen;
mod subject;
mod values;
mod waivers;
mod words;

pub mod explain;
pub mod outcome;

use std::collections::HashMap;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::expression::{self, Expression};
use crate::model::deployment::Deployment;
use crate::model::rule::{Field, Rule, Rules, Subject};
use asks::Asks;
use findings::Judgement;
use flows::Classes;
use outcome::Outcome;
pub use patterns::Patterns;
use subject::{Context, Item};
use waivers::Waivers;

/// Rules that are ready to be held against deployments.
#[derive(Debug)]
pub struct Checker<'c> {
    catalog: &'c Catalog,
    rules: &'c Rules,
    patterns: Patterns,
    /// The expressions of the rules that have one, by the rules' ids.
    expressions: HashMap<String, Expression>,
    as_of: Date,
}

impl<'c> Checker<'c> {
    /// Makes `rules` ready to be held against deployments, as on the day `as_of`.
    pub fn new(catalog: &'c Catalog, rules: &'c Rules, as_of: Date) -> Self {
        let expressions = rules.rules.iter().filter_map(compiled).collect();
        Self { catalog, rules, patterns: Patterns::new(&rules.patterns), expressions, as_of }
    }

    /// What is concluded about `deployment`.
    pub fn check(&self, deployment: &Deployment) -> Outcome {
        self.conclude(deployment, |_, _, outcome| outcome)
    }

    /// Concludes about `deployment`, and gives what `look` makes of that and of the subjects that led to it.
    fn conclude<R>(
        &self,
        deployment: &Deployment,
        look: impl for<'a> FnOnce(&Context<'a>, &[Item<'a>], Outcome) -> R,
    ) -> R {
        let (catalog, as_of, patterns) = (self.catalog, self.as_of, &self.patterns);
        let classes = Classes::new(deployment);
        let nothing = Asks::default();
        let given =
            Context { deployment, catalog, as_of, patterns, classes: &classes, asks: &nothing, requirements: &[] };
        let gathering = Judgement::new(&given, &self.expressions);
        let asks = Asks::gather(&given, &gathering, &self.rules.rules);
        let requirements = requirements::resolve(deployment, &asks, catalog, as_of);
        let context = Context { asks: &asks, requirements: &requirements, ..given };
        let judgement = Judgement::new(&context, &self.expressions);
        let mut waivers = Waivers::new(&deployment.waivers, as_of);
        let mut items = subject::items(&context);
        let mut findings = judgement.judge(&self.reporting(false), &items, &mut waivers);
        let on_waivers = items.len();
        let waiver_items = waivers.used().map(|(waiver, used)| Item::Waiver {
            waiver,
            used,
            known: self.knows_rule(&waiver.rule.value),
        });
        items.extend(waiver_items);
        // No waiver excuses what is wrong with waivers.
        let mut none = Waivers::new(&[], as_of);
        findings.extend(judgement.judge(&self.reporting(true), &items[on_waivers..], &mut none));
        findings::order(&mut findings);
        let mut failures = gathering.failures.take();
        failures.append(&mut judgement.failures.take());
        let outcome = Outcome {
            services: deployment.services.len(),
            requirements: requirements.iter().map(|requirement| words::outcome(&context, requirement)).collect(),
            findings,
            failures: failures.into_values().collect(),
        };
        look(&context, &items, outcome)
    }

    /// The rules that report on waivers, or those that report on everything else.
    fn reporting(&self, on_waivers: bool) -> Vec<&Rule> {
        let wanted = |rule: &&Rule| rule.report().is_some() && (rule.subject == Subject::Waiver) == on_waivers;
        self.rules.rules.iter().filter(wanted).collect()
    }

    fn knows_rule(&self, pattern: &str) -> bool {
        self.rules.rules.iter().any(|rule| patterns::one_matches(pattern, &rule.id))
    }
}

/// The expression of a rule with the rule's id. Loading has refused those that can't be compiled.
fn compiled(rule: &Rule) -> Option<(String, Expression)> {
    let names: Vec<_> = rule.subject.fields().map(Field::name).collect();
    Some((rule.id.clone(), expression::compile(rule.when.as_ref()?, &names).ok()?))
}
