//! From a deployment, the rules and the catalogue to findings.
//!
//! First all that rules ask is gathered, then every requirement is resolved, each rule is held against the subjects that it
//! speaks about, waivers excuse what they match of that, and last the rules on waivers are judged.

mod about;
mod alike;
mod apart;
mod asks;
mod findings;
mod fingerprints;
mod fitting;
#[cfg(test)]
mod fixture;
mod flows;
mod groups;
mod help;
mod idle;
mod index;
mod matching;
mod met;
mod named;
mod notices;
mod obligations;
mod packs;
mod part;
mod patterns;
pub mod policy;
mod reasons;
mod regions;
mod requirements;
mod seen;
mod subject;
mod values;
mod waivers;
mod when;
mod words;

pub mod ahead;
pub mod baseline;
pub mod digest;
pub mod explain;
pub mod outcome;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::model::deployment::Deployment;
use crate::model::policy::{Grade, Policy};
use crate::model::rule::{Field, Rule, Rules, Severity, Subject};
pub use crate::pieces::Spread;
use crate::pieces::both;
use alike::Known;
pub use apart::{Apart, Brief, Share};
use asks::Asks;
use findings::Judgement;
use flows::Classes;
use index::Index;
use met::KnownData;
pub use met::Met;
use named::Named;
use outcome::{Finding, Outcome};
pub use part::{Ways, Whole};
use patterns::Pattern;
pub use patterns::Patterns;
use policy::{Breach, Grades, Limits};
use subject::{Context, Detail, Item};
use waivers::Waivers;
use when::When;

/// Rules that are ready to be held against deployments.
#[derive(Debug)]
pub struct Checker<'c> {
    catalog: &'c Catalog,
    rules: &'c Rules,
    ready: Arc<Ready>,
    as_of: Date,
    policy: &'c Policy,
    /// How grave the findings of each rule are.
    grades: Vec<Grade>,
    limits: Limits<'c>,
    spread: Spread,
    /// How far rules are settled for the subjects that were met, under this policy and on this day.
    known: Known,
}

/// What is made of the rules once.
#[derive(Debug)]
struct Ready {
    patterns: Patterns,
    index: Index,
    /// The expressions of the rules that have one, by the rules' ids.
    expressions: HashMap<String, When>,
    /// The classes of data that rules speak of.
    data: KnownData,
}

/// What is checked of something larger, and how much is told of it.
#[derive(Clone, Copy)]
struct Within<'w> {
    /// The whole that it is a part of, whose data reaches it, where one is given.
    whole: Option<&'w Whole<'w>>,
    /// How many service instances there are, those included that are not looked at.
    services: usize,
    detail: Detail,
    spread: Spread,
}

impl<'c> Checker<'c> {
    /// Makes `rules` ready to be held against deployments, as on the day `as_of`, without a policy.
    pub fn new(catalog: &'c Catalog, rules: &'c Rules, as_of: Date) -> Self {
        let when = |rule: &Rule| Some((rule.id.clone(), When::of(rule)?));
        let expressions: HashMap<String, When> = rules.rules.iter().filter_map(when).collect();
        let looks_at = |rule: &Rule, fields: &[Field]| {
            expressions.get(&rule.id).is_some_and(|when| fields.iter().any(|&field| when.looks_at(field)))
        };
        let data = KnownData::of(rules.rules.iter(), &rules.patterns, looks_at);
        let (patterns, index) = (Patterns::new(rules), Index::new(&rules.rules));
        let ready = Arc::new(Ready { patterns, index, expressions, data });
        let policy = Policy::none();
        let grades = rules.rules.iter().map(policy::own_grade).collect();
        let limits = Limits::new(policy, rules);
        Self {
            catalog,
            rules,
            ready,
            as_of,
            policy,
            grades,
            limits,
            spread: Spread::OneThread,
            known: Known::default(),
        }
    }

    /// The same with the work of each deployment spread so.
    pub fn spread(mut self, spread: Spread) -> Self {
        self.spread = spread;
        self
    }

    /// The same under a policy.
    pub fn with_policy(self, policy: &'c Policy) -> Self {
        let grades = Grades::new(policy);
        let grades = self.rules.rules.iter().map(|rule| grades.of(rule)).collect();
        Self { policy, grades, limits: Limits::new(policy, self.rules), known: Known::default(), ..self }
    }

    /// The same rules, as far as they are `wanted`, with another catalogue, policy and day. The catalogue knows at least
    /// what the rules name.
    pub fn limited(
        &self,
        catalog: &'c Catalog,
        policy: &'c Policy,
        as_of: Date,
        wanted: impl Fn(&Rule) -> bool,
    ) -> Self {
        let own = Grades::new(policy);
        let grade = |rule| if wanted(rule) { own.of(rule) } else { Grade::Off };
        let grades = self.rules.rules.iter().map(grade).collect();
        let limits = Limits::new(policy, self.rules);
        Self { catalog, policy, grades, limits, spread: Spread::OneThread, ..self.on(as_of) }
    }

    /// The same for another day.
    fn on(&self, as_of: Date) -> Self {
        let (ready, limits) = (Arc::clone(&self.ready), Limits::new(self.policy, self.rules));
        Self { ready, limits, as_of, grades: self.grades.clone(), known: Known::default(), ..*self }
    }

    /// What is concluded about `deployment`.
    pub fn check(&self, deployment: &Deployment) -> Outcome {
        self.conclude(deployment, Detail::WithWaysOut, |_, _, outcome| outcome)
    }

    /// The same, where nobody reads the help: each finding has its rule's own. Ways out are not looked for, which takes
    /// most of the time where there are many gaps.
    pub fn check_without_ways_out(&self, deployment: &Deployment) -> Outcome {
        self.conclude(deployment, Detail::WithoutWaysOut, |_, _, outcome| outcome)
    }

    /// The catalogue that it asks.
    pub fn catalog(&self) -> &'c Catalog {
        self.catalog
    }

    /// The policy under which it decides.
    pub fn policy(&self) -> &'c Policy {
        self.policy
    }

    /// The day on which it decides.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&'c Rule> {
        self.rules.rules.iter().find(|rule| rule.id == id)
    }

    /// Every rule that is known, by id.
    pub fn rules(&self) -> impl Iterator<Item = &'c Rule> {
        self.rules.rules.iter()
    }

    /// Whether the expression of a rule looks at the day of the check.
    fn asks_for_the_day(&self) -> bool {
        let asks = |rule: &Rule| self.ready.expressions.get(&rule.id).is_some_and(|when| when.looks_at(Field::AsOf));
        self.held().any(|(rule, _)| asks(rule))
    }

    /// Concludes about `deployment`, and gives what `look` makes of that and of the subjects that led to it.
    fn conclude<R>(
        &self,
        deployment: &Deployment,
        detail: Detail,
        look: impl for<'a> FnOnce(&Context<'a>, &[Item<'a>], Outcome) -> R,
    ) -> R {
        self.conclude_in(
            deployment,
            Within { whole: None, services: deployment.services.len(), detail, spread: self.spread },
            look,
        )
    }

    /// The same where that is a part of a deployment.
    fn conclude_in<R>(
        &self,
        deployment: &Deployment,
        within: Within<'_>,
        look: impl for<'a> FnOnce(&Context<'a>, &[Item<'a>], Outcome) -> R,
    ) -> R {
        self.with_subjects(deployment, within, |judgement, held, items| {
            let breaches: Vec<_> = deployment.waivers.iter().map(|one| self.limits.breach(one, self.as_of)).collect();
            let mut items = items;
            let (findings, on_waivers) = self.findings(judgement, held, &breaches, &mut items);
            let context = judgement.context;
            // What can't be done in pieces is done beside what can.
            let (requirements, (findings, notices, subjects)) = both(
                (within.spread, context.requirements.len()),
                || words::outcomes(context),
                || {
                    let findings = findings::with_those_on_waivers(findings, on_waivers);
                    (findings, notices::notices(context), subject::kinds(&items))
                },
            );
            let outcome = Outcome {
                services: deployment.services.len(),
                requirements,
                findings,
                asking: context.asks.rules().map(|rule| rule.id.clone()).collect(),
                failures: judgement.failures.take().into_values().collect(),
                notices,
                subjects,
                met: Met::default(),
                upcoming: Vec::new(),
            };
            look(context, &items, outcome)
        })
    }

    /// Gathers what rules ask of `deployment`, resolves what is required, and gives the subjects to `look`, with the rules
    /// that are held, in their places.
    fn with_subjects<R>(
        &self,
        deployment: &Deployment,
        within: Within<'_>,
        look: impl for<'a> FnOnce(&Judgement<'_, 'a>, &[Option<(&Rule, Severity)>], Vec<Item<'a>>) -> R,
    ) -> R {
        let Within { whole, services, detail, spread } = within;
        let named = Named::new(deployment);
        let own = if whole.is_none() { Classes::new(deployment, &named) } else { Classes::default() };
        let nothing = Asks::default();
        let classes = whole.map_or(&own, |whole| &whole.ways.classes);
        let given = Context { classes, services, detail, spread, ..self.context(deployment, &named, &own, &nothing) };
        let gathering = Judgement::new(&given, &self.ready.expressions);
        let held = self.held_in_place();
        let mut asks = Asks::gather(&given, &gathering, (&self.ready.index, &held));
        whole.iter().for_each(|whole| whole.add_to(&mut asks, deployment));
        let requirements = requirements::resolve(deployment, &asks, self.catalog, (self.as_of, spread));
        let context = Context { asks: &asks, requirements: &requirements, ..given };
        let judgement = Judgement::new(&context, &self.ready.expressions);
        judgement.fail(gathering.failures.take());
        let obligations = obligations::obligations(&context);
        look(&judgement, &held, subject::items(&context, &obligations))
    }

    /// What a deployment's subjects share, before anything is asked.
    fn context<'a>(
        &'a self,
        deployment: &'a Deployment,
        named: &'a Named<'a>,
        classes: &'a Classes<'a>,
        asks: &'a Asks<'a>,
    ) -> Context<'a> {
        Context {
            deployment,
            named,
            services: deployment.services.len(),
            catalog: self.catalog,
            as_of: self.as_of,
            patterns: &self.ready.patterns,
            rules: &self.rules.rules,
            known: &self.known,
            policy: self.policy,
            limits: &self.limits,
            classes,
            asks,
            requirements: &[],
            detail: Detail::WithoutWaysOut,
            spread: self.spread,
        }
    }

    /// What the rules that are held say of `items`; and second, what they say of the waivers, which join `items`.
    fn findings<'a>(
        &self,
        judgement: &Judgement<'_, 'a>,
        held: &[Option<(&Rule, Severity)>],
        breaches: &'a [Breach<'a>],
        items: &mut Vec<Item<'a>>,
    ) -> (Vec<Finding>, Vec<Finding>) {
        let index = &self.ready.index;
        let deployment = judgement.context.deployment;
        let written = Some(&judgement.context.named.waivers);
        let mut waivers = Waivers::new(&deployment.waivers, breaches, self.as_of, written);
        let findings = judgement.judge((index, &reporting(held, false)), items, &mut waivers);
        let on_waivers = items.len();
        // It may be for what could not be taken.
        let may_be = !deployment.is_whole;
        items.extend(waivers.used().map(|one| Item::Waiver {
            waiver: one.waiver,
            used: one.is_used || may_be,
            excuses: one.excuses || (may_be && !one.breach.is_any()),
            known: self.knows_rule(&one.waiver.rule.value),
            breach: one.breach,
            in_vain: one.in_vain.to_vec(),
        }));
        // No waiver excuses what is wrong with waivers.
        let mut none = Waivers::none(self.as_of);
        let on_waivers = judgement.judge((index, &reporting(held, true)), &items[on_waivers..], &mut none);
        (findings, on_waivers)
    }

    /// The rules that are held against anything, each with how grave its findings are, in the places that they have among
    /// all rules; none where one is not.
    fn held_in_place(&self) -> Vec<Option<(&'c Rule, Severity)>> {
        let held = self.rules.rules.iter().zip(&self.grades).map(|(rule, grade)| match grade {
            Grade::Of(severity) => Some((rule, *severity)),
            Grade::Off => None,
        });
        held.collect()
    }

    /// The rules that are held against anything, each with how grave its findings are.
    fn held(&self) -> impl Iterator<Item = (&'c Rule, Severity)> {
        self.held_in_place().into_iter().flatten()
    }

    /// The rules that are held against any of these subjects, each with how grave its findings are.
    pub fn held_against(&self, subjects: &BTreeSet<Subject>) -> impl Iterator<Item = (&'c Rule, Severity)> {
        self.held().filter(|(rule, _)| subjects.contains(&rule.subject))
    }

    fn knows_rule(&self, pattern: &str) -> bool {
        let pattern = Pattern::new(pattern);
        self.rules.rules.iter().any(|rule| pattern.matches(&rule.id))
    }
}

/// Of the rules those that report on waivers, or on everything else, in their places.
fn reporting<'c>(held: &[Option<(&'c Rule, Severity)>], on_waivers: bool) -> Vec<Option<(&'c Rule, Severity)>> {
    let wanted =
        |(rule, _): &(&Rule, Severity)| rule.report().is_some() && (rule.subject == Subject::Waiver) == on_waivers;
    held.iter().map(|rule| rule.filter(wanted)).collect()
}
