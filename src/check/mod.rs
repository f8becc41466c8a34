//! From a deployment, the rules and the catalogue to findings.
//!
//! First every requirement is resolved, then each rule is held against the subjects that it speaks about, waivers excuse
//! what they match of that, and last the rules on waivers are judged.

mod findings;
mod help;
mod patterns;
mod requirements;
mod subject;
mod values;
mod waivers;
mod words;

pub mod ahead;
pub mod explain;
pub mod outcome;

use std::sync::Arc;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::model::deployment::Deployment;
use crate::model::rule::{Rules, Subject};
use findings::Judgement;
use outcome::Outcome;
pub use patterns::Patterns;
use requirements::Requirement;
use subject::{Context, Item};
use waivers::Waivers;

/// Rules that are ready to be held against deployments.
#[derive(Debug)]
pub struct Checker<'c> {
    catalog: &'c Catalog,
    rules: &'c Rules,
    patterns: Arc<Patterns>,
    as_of: Date,
    /// Whether the help names the ways out that the catalogue knows. To look for them takes most of a check's time.
    ways_out: bool,
}

impl<'c> Checker<'c> {
    /// Makes `rules` ready to be held against deployments, as on the day `as_of`.
    pub fn new(catalog: &'c Catalog, rules: &'c Rules, as_of: Date) -> Self {
        Self { catalog, rules, patterns: Arc::new(Patterns::new(&rules.patterns)), as_of, ways_out: true }
    }

    /// The same rules, ready for another day; no ways out are looked for.
    fn on(&self, as_of: Date) -> Self {
        Self { as_of, patterns: Arc::clone(&self.patterns), ways_out: false, ..*self }
    }

    /// What is concluded about `deployment`.
    pub fn check(&self, deployment: &Deployment) -> Outcome {
        self.judged(deployment, &self.requirements(deployment))
    }

    /// Every requirement with its answer.
    fn requirements<'d>(&self, deployment: &'d Deployment) -> Vec<Requirement<'d>> {
        requirements::resolve(deployment, self.catalog, self.as_of)
    }

    /// What the rules say about a deployment whose requirements have these answers.
    fn judged(&self, deployment: &Deployment, requirements: &[Requirement<'_>]) -> Outcome {
        let context = Context { deployment, catalog: self.catalog, as_of: self.as_of, requirements };
        let mut waivers = Waivers::new(&deployment.waivers, self.as_of);
        let mut findings =
            self.judge(&context, |subject| subject != Subject::Waiver, &subject::items(&context), &mut waivers);
        let waiver_items: Vec<_> = waivers
            .used()
            .map(|(waiver, used)| Item::Waiver { waiver, used, known: self.knows_rule(&waiver.rule.value) })
            .collect();
        // No waiver excuses what is wrong with waivers.
        let mut none = Waivers::new(&[], self.as_of);
        findings.extend(self.judge(&context, |subject| subject == Subject::Waiver, &waiver_items, &mut none));
        findings::order(&mut findings);
        Outcome {
            services: deployment.services.len(),
            requirements: requirements.iter().map(|requirement| words::outcome(&context, requirement)).collect(),
            findings,
            upcoming: Vec::new(),
        }
    }

    fn judge(
        &self,
        context: &Context<'_>,
        wanted: impl Fn(Subject) -> bool,
        items: &[Item<'_>],
        waivers: &mut Waivers<'_>,
    ) -> Vec<outcome::Finding> {
        let judgement = Judgement { context, patterns: &self.patterns, ways_out: self.ways_out };
        let rules = self.rules.rules.iter().filter(|rule| wanted(rule.subject));
        rules.flat_map(|rule| judgement.findings(rule, items, waivers)).collect()
    }

    fn knows_rule(&self, pattern: &str) -> bool {
        self.rules.rules.iter().any(|rule| patterns::one_matches(pattern, &rule.id))
    }
}
