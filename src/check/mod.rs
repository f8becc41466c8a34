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

pub mod explain;
pub mod outcome;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::model::deployment::Deployment;
use crate::model::rule::{Rule, Rules, Subject};
use findings::Judgement;
use outcome::Outcome;
pub use patterns::Patterns;
use subject::{Context, Help, Item};
use waivers::Waivers;

/// Rules that are ready to be held against deployments.
#[derive(Debug)]
pub struct Checker<'c> {
    catalog: &'c Catalog,
    rules: &'c Rules,
    patterns: Patterns,
    as_of: Date,
}

impl<'c> Checker<'c> {
    /// Makes `rules` ready to be held against deployments, as on the day `as_of`.
    pub fn new(catalog: &'c Catalog, rules: &'c Rules, as_of: Date) -> Self {
        Self { catalog, rules, patterns: Patterns::new(&rules.patterns), as_of }
    }

    /// What is concluded about `deployment`.
    pub fn check(&self, deployment: &Deployment) -> Outcome {
        self.outcome(deployment, Help::WithWaysOut)
    }

    /// The same, where nobody reads the help: each finding has its rule's own. Ways out are not looked for, which takes
    /// most of the time where there are many gaps.
    pub fn check_without_ways_out(&self, deployment: &Deployment) -> Outcome {
        self.outcome(deployment, Help::OfRule)
    }

    /// The catalogue that it asks.
    pub fn catalog(&self) -> &'c Catalog {
        self.catalog
    }

    /// The day on which it decides.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&'c Rule> {
        self.rules.rules.iter().find(|rule| rule.id == id)
    }

    fn outcome(&self, deployment: &Deployment, help: Help) -> Outcome {
        let requirements = requirements::resolve(deployment, self.catalog, self.as_of);
        let (catalog, as_of) = (self.catalog, self.as_of);
        let context = Context { deployment, catalog, as_of, requirements: &requirements, help };
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
        }
    }

    fn judge(
        &self,
        context: &Context<'_>,
        wanted: impl Fn(Subject) -> bool,
        items: &[Item<'_>],
        waivers: &mut Waivers<'_>,
    ) -> Vec<outcome::Finding> {
        let judgement = Judgement { context, patterns: &self.patterns };
        let rules = self.rules.rules.iter().filter(|rule| wanted(rule.subject));
        rules.flat_map(|rule| judgement.findings(rule, items, waivers)).collect()
    }

    fn knows_rule(&self, pattern: &str) -> bool {
        self.rules.rules.iter().any(|rule| patterns::one_matches(pattern, &rule.id))
    }
}
