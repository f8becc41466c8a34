//! What rules ask of a deployment. All of it is gathered before anything is reported.

use std::collections::{BTreeSet, HashMap};

use super::findings::Judgement;
use super::flows::Class;
use super::index::Index;
use super::seen::Seen;
use super::subject::{self, Context, Item};
use crate::model::deployment::{LeastAssurance, Origin, ServiceInstance};
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::rule::{Condition, Field, PatternId, Places, Require, Rule, Severity, Subject, Test};
use crate::text::Span;

/// The fields that tell of classes of data.
pub(super) const OF_DATA: [Field; 3] = [Field::ServiceData, Field::ServiceDataOwn, Field::FlowData];

/// What rules ask, by the service instances that they ask it of.
#[derive(Debug, Default)]
pub(super) struct Asks<'a> {
    of: HashMap<&'a str, Vec<Ask<'a>>>,
}

/// What one rule asks of one service instance.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    pub(super) rule: &'a Rule,
    pub(super) require: &'a Require,
    /// The only region for which it is asked; none where it is asked for the whole service instance.
    pub(super) region: Option<Id<Region>>,
    /// What in the manifest made the rule speak.
    pub(super) span: Span,
    /// The classes of data that made the rule speak.
    pub(super) classes: Vec<Class<'a>>,
    /// Who sends the data, where a rule on flows asks.
    pub(super) sender: Option<&'a str>,
}

impl<'a> Asks<'a> {
    /// What is asked of a service instance.
    pub(super) fn of(&self, instance: &ServiceInstance) -> &[Ask<'a>] {
        self.of.get(instance.name.value.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing is asked of any service instance.
    pub(super) fn are_none(&self) -> bool {
        self.of.is_empty()
    }

    /// Every asking, with the name of the service instance that it is asked of.
    pub(super) fn all(self) -> impl Iterator<Item = (&'a str, Ask<'a>)> {
        self.of.into_iter().flat_map(|(name, asks)| asks.into_iter().map(move |ask| (name, ask)))
    }

    /// Adds what is asked of the service instance of this name.
    pub(super) fn push(&mut self, name: &'a str, ask: Ask<'a>) {
        self.of.entry(name).or_default().push(ask);
    }

    /// The rules that ask for something.
    pub(super) fn rules(&self) -> impl Iterator<Item = &'a Rule> {
        self.of.values().flatten().map(|ask| ask.rule)
    }

    /// Holds every rule that requires against the subjects that are there before anything is required. The rules stand in
    /// the places that they have among all rules; none where one takes no part.
    pub(super) fn gather(
        context: &Context<'a>,
        judgement: &Judgement<'_, 'a>,
        (index, rules): (&Index, &[Option<(&'a Rule, Severity)>]),
    ) -> Self {
        let mut asks = Self::default();
        let requiring: Vec<_> =
            rules.iter().map(|rule| rule.and_then(|(rule, _)| Some((rule, rule.require()?)))).collect();
        if requiring.iter().all(Option::is_none) {
            return asks;
        }
        let held = |number: usize| requiring.get(number).copied().flatten().map(|(rule, _)| rule);
        let mut speaking = Vec::new();
        for item in subject::given(context) {
            let seen = Seen::new(context, &item);
            context.known.with(|memory| {
                judgement.each_matching((index, &held), (&seen, memory), |number| speaking.push(number));
            });
            for (rule, require) in speaking.drain(..).filter_map(|number| requiring[number]) {
                let said = judgement.classes_asked(rule, &seen);
                asks.add(context, (rule, require, &said), &item);
            }
        }
        asks
    }

    /// Asks what `rule` requires of what `item` is about; `said` are the classes of data on account of which it does.
    fn add(
        &mut self,
        context: &Context<'a>,
        (rule, require, said): (&'a Rule, &'a Require, &BTreeSet<String>),
        item: &Item<'a>,
    ) {
        let sender = match item {
            Item::Flow { instance, .. } => Some(instance.name.value.as_str()),
            _ => None,
        };
        let mut ask = |instance: &'a ServiceInstance, region, span| {
            let classes = because_of(context, (rule, said), instance);
            self.push(&instance.name.value, Ask { rule, require, region, span, classes, sender });
        };
        match item {
            Item::Deployment => {
                context.deployment.services.iter().for_each(|one| ask(one, None, one.service.span));
            }
            Item::Service(instance) => ask(instance, None, instance.service.span),
            Item::Placement { instance, region } => {
                let span = region.map_or(instance.service.span, |region| region.span);
                ask(instance, region.map(|region| region.value), span);
            }
            Item::Flow { flow, receiver, .. } => ask(receiver, None, flow.to.span),
            Item::Requirement { .. } | Item::Obligation(_) | Item::Waiver { .. } => {}
        }
    }
}

impl<'a> Ask<'a> {
    /// Who asks: a rule, or data that comes from elsewhere and made it speak.
    pub(super) fn origin(&self) -> Origin {
        let arrived = self.rule.subject == Subject::Flow || self.classes.iter().any(|class| !class.is_own());
        if arrived { Origin::Flow } else { Origin::Rule }
    }

    /// The least assurance that it asks for, whatever the standard.
    pub(super) fn floor(&self) -> LeastAssurance {
        if self.require.standards.is_empty() { self.require.assurance } else { LeastAssurance::Any }
    }

    /// Where it allows the service to be, where it says so.
    pub(super) fn places(&self) -> Option<&'a Places> {
        Some(&self.require.places).filter(|places| !places.is_empty())
    }
}

/// The classes of data that a rule names, or on account of which its expression holds, and that the service instance
/// handles.
fn because_of<'a>(
    context: &Context<'a>,
    (rule, said): (&Rule, &BTreeSet<String>),
    instance: &ServiceInstance,
) -> Vec<Class<'a>> {
    let mut patterns = Vec::new();
    patterns_on(&rule.condition, &OF_DATA, &mut patterns);
    let matches =
        |name: &str| patterns.iter().any(|(field, wanted)| context.patterns.any_matches(*field, wanted, name));
    let named = |class: &&Class<'_>| said.contains(class.name) || matches(class.name);
    context.classes.of(instance).iter().filter(named).cloned().collect()
}

fn patterns_on<'c>(condition: &'c Condition, fields: &[Field], found: &mut Vec<(Field, &'c [PatternId])>) {
    match condition {
        Condition::All(each) | Condition::Any(each) => each.iter().for_each(|one| patterns_on(one, fields, found)),
        Condition::Field(field, Test::Matches(patterns)) if fields.contains(field) => found.push((*field, patterns)),
        Condition::Field(..) | Condition::Not(_) => {}
    }
}
