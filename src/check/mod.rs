//! From a deployment, the rules and the catalogue to findings.
//!
//! First all that rules ask is gathered, then every requirement is resolved, each rule is held against the subjects that it
//! speaks about, waivers excuse what they match of that, and last the rules on waivers are judged.

mod asks;
mod findings;
mod flows;
mod help;
mod patterns;
mod policy;
mod reasons;
mod requirements;
mod seen;
mod subject;
mod values;
mod waivers;
mod words;

pub mod explain;
pub mod outcome;

use std::collections::HashMap;
use std::sync::Arc;

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
    /// Those of the rules that take part.
    active: Vec<&'c Rule>,
    ready: Arc<Ready>,
    as_of: Date,
}

/// What is made of the rules once.
#[derive(Debug)]
struct Ready {
    patterns: Patterns,
    /// The expressions of the rules that have one, by the rules' ids.
    expressions: HashMap<String, Expression>,
}

impl<'c> Checker<'c> {
    /// Makes `rules` ready to be held against deployments, as on the day `as_of`.
    pub fn new(catalog: &'c Catalog, rules: &'c Rules, as_of: Date) -> Self {
        let expressions = rules.rules.iter().filter_map(compiled).collect();
        let ready = Arc::new(Ready { patterns: Patterns::new(&rules.patterns), expressions });
        Self { catalog, rules, active: rules.rules.iter().collect(), ready, as_of }
    }

    /// The same rules, as far as they are `wanted`, with another catalogue and on another day. The catalogue knows at least
    /// what the rules name.
    pub fn limited(&self, catalog: &'c Catalog, as_of: Date, wanted: impl Fn(&Rule) -> bool) -> Self {
        let active = self.active.iter().copied().filter(|rule| wanted(rule)).collect();
        Self { catalog, rules: self.rules, active, ready: Arc::clone(&self.ready), as_of }
    }

    /// What is concluded about `deployment`.
    pub fn check(&self, deployment: &Deployment) -> Outcome {
        let (catalog, as_of, patterns) = (self.catalog, self.as_of, &self.ready.patterns);
        let classes = Classes::new(deployment);
        let nothing = Asks::default();
        let given =
            Context { deployment, catalog, as_of, patterns, classes: &classes, asks: &nothing, requirements: &[] };
        let gathering = Judgement::new(&given, &self.ready.expressions);
        let asks = Asks::gather(&given, &gathering, &self.active);
        let requirements = requirements::resolve(deployment, &asks, catalog, as_of);
        let context = Context { asks: &asks, requirements: &requirements, ..given };
        let judgement = Judgement::new(&context, &self.ready.expressions);
        let mut waivers = Waivers::new(&deployment.waivers, as_of);
        let mut findings = judgement.judge(&self.reporting(false), &subject::items(&context), &mut waivers);
        let waiver_items: Vec<_> = waivers
            .used()
            .map(|(waiver, used)| Item::Waiver { waiver, used, known: self.knows_rule(&waiver.rule.value) })
            .collect();
        // No waiver excuses what is wrong with waivers.
        let mut none = Waivers::new(&[], as_of);
        findings.extend(judgement.judge(&self.reporting(true), &waiver_items, &mut none));
        findings::order(&mut findings);
        let mut failures = gathering.failures.take();
        failures.append(&mut judgement.failures.take());
        Outcome {
            services: deployment.services.len(),
            requirements: requirements.iter().map(|requirement| words::outcome(&context, requirement)).collect(),
            findings,
            failures: failures.into_values().collect(),
        }
    }

    /// The rules that report on waivers, or those that report on everything else.
    fn reporting(&self, on_waivers: bool) -> Vec<&Rule> {
        let wanted = |rule: &&Rule| rule.report().is_some() && (rule.subject == Subject::Waiver) == on_waivers;
        self.active.iter().copied().filter(wanted).collect()
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
