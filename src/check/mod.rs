//! From a deployment, the rules and the catalogue to findings.
//!
//! First every requirement is resolved, then each rule is held against the subjects that it speaks about, waivers excuse
//! what they match of that, and last the rules on waivers are judged.

mod findings;
mod help;
mod notices;
mod patterns;
pub mod policy;
mod requirements;
mod subject;
mod values;
mod waivers;
mod words;

pub mod baseline;
pub mod explain;
pub mod outcome;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::model::deployment::Deployment;
use crate::model::policy::{Grade, Policy};
use crate::model::rule::{Rules, Subject};
use findings::Judgement;
use outcome::{Finding, Outcome};
use patterns::Pattern;
pub use patterns::Patterns;
use policy::{Grades, Limits};
use subject::{Context, Item};
use waivers::Waivers;

/// Rules that are ready to be held against deployments.
#[derive(Debug)]
pub struct Checker<'c> {
    catalog: &'c Catalog,
    rules: &'c Rules,
    patterns: Patterns,
    as_of: Date,
    policy: &'c Policy,
    /// How grave the findings of each rule are.
    grades: Vec<Grade>,
    limits: Limits<'c>,
}

impl<'c> Checker<'c> {
    /// Makes `rules` ready to be held against deployments, as on the day `as_of`, without a policy.
    pub fn new(catalog: &'c Catalog, rules: &'c Rules, as_of: Date) -> Self {
        let policy = Policy::none();
        let grades = rules.rules.iter().map(|rule| Grade::Of(rule.severity)).collect();
        let limits = Limits::new(policy, rules);
        Self { catalog, rules, patterns: Patterns::new(&rules.patterns), as_of, policy, grades, limits }
    }

    /// The same under a policy.
    pub fn with_policy(self, policy: &'c Policy) -> Self {
        let grades = Grades::new(policy);
        let grades = self.rules.rules.iter().map(|rule| grades.of(rule)).collect();
        Self { policy, grades, limits: Limits::new(policy, self.rules), ..self }
    }

    /// What is concluded about `deployment`.
    pub fn check(&self, deployment: &Deployment) -> Outcome {
        let requirements = requirements::resolve(deployment, self.catalog, self.as_of);
        let context = Context {
            deployment,
            catalog: self.catalog,
            as_of: self.as_of,
            requirements: &requirements,
            policy: self.policy,
        };
        let items = subject::items(&context);
        let breaches: Vec<_> = deployment.waivers.iter().map(|waiver| self.limits.breach(waiver, self.as_of)).collect();
        let mut waivers = Waivers::new(&deployment.waivers, &breaches, self.as_of);
        let mut findings = self.judge(&context, |subject| subject != Subject::Waiver, &items, &mut waivers);
        let waiver_items: Vec<_> = waivers
            .used()
            .map(|(waiver, breach, used)| Item::Waiver {
                waiver,
                used,
                known: self.knows_rule(&waiver.rule.value),
                breach,
            })
            .collect();
        // No waiver excuses what is wrong with waivers.
        let mut none = Waivers::new(&[], &[], self.as_of);
        findings.extend(self.judge(&context, |subject| subject == Subject::Waiver, &waiver_items, &mut none));
        findings::order(&mut findings);
        Outcome {
            services: deployment.services.len(),
            requirements: requirements.iter().map(|requirement| words::outcome(&context, requirement)).collect(),
            findings,
            notices: notices::notices(&context),
            subjects: items.iter().chain(&waiver_items).map(Item::subject).collect(),
        }
    }

    /// The ids of the rules that are held against any of these subjects.
    pub fn held_against(&self, subjects: &BTreeSet<Subject>) -> impl Iterator<Item = &'c str> {
        let rules = self.rules.rules.iter().zip(&self.grades);
        let held = rules.filter(|(rule, grade)| **grade != Grade::Off && subjects.contains(&rule.subject));
        held.map(|(rule, _)| rule.id.as_str())
    }

    fn judge(
        &self,
        context: &Context<'_>,
        wanted: impl Fn(Subject) -> bool,
        items: &[Item<'_>],
        waivers: &mut Waivers<'_>,
    ) -> Vec<Finding> {
        let judgement = Judgement { context, patterns: &self.patterns };
        let mut findings = Vec::new();
        for (rule, grade) in self.rules.rules.iter().zip(&self.grades).filter(|(rule, _)| wanted(rule.subject)) {
            let Grade::Of(severity) = *grade else { continue };
            let found = judgement.findings(rule, items, waivers);
            findings.extend(found.into_iter().map(|finding| Finding { severity, ..finding }));
        }
        findings
    }

    fn knows_rule(&self, pattern: &str) -> bool {
        let pattern = Pattern::new(pattern);
        self.rules.rules.iter().any(|rule| pattern.matches(&rule.id))
    }
}
