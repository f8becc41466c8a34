//! A part of a deployment, checked as if the rest of it were there.
//!
//! Who tries many changes of one service instance need not check all others each time. Of them only what reaches the part
//! matters: the data that comes to it, what flows from outside make rules ask of it, and how many there are. None of that
//! changes with where the instances of the part run.

use std::collections::{HashMap, HashSet};

use super::asks::{Ask, Asks};
use super::findings::Judgement;
use super::flows::Classes;
use super::named::Named;
use super::outcome::Outcome;
use super::subject::Detail;
use super::{Checker, Within};
use crate::model::deployment::Deployment;
use crate::model::rule::{Rule, Severity, Subject};

/// How data travels in a deployment.
#[derive(Debug)]
pub struct Ways<'d> {
    pub(super) deployment: &'d Deployment,
    pub(super) named: Named<'d>,
    pub(super) classes: Classes<'d>,
    /// What rules ask before they are held against anything: nothing.
    asks: Asks<'d>,
}

impl<'d> Ways<'d> {
    /// Follows the data of a deployment.
    pub fn of(deployment: &'d Deployment) -> Self {
        let named = Named::new(deployment);
        let classes = Classes::new(deployment, &named);
        Self { deployment, named, classes, asks: Asks::default() }
    }
}

/// What a whole deployment brings to each part of it.
#[derive(Debug)]
pub struct Whole<'a> {
    pub(super) ways: &'a Ways<'a>,
    /// What rules on flows ask of who receives: by the receiver, and then by the rule, each with who sends.
    asked: HashMap<&'a str, Vec<Vec<(&'a str, Ask<'a>)>>>,
}

impl Checker<'_> {
    /// What a whole deployment, whose data travels in these ways, brings to each part of it.
    pub fn whole<'a>(&'a self, ways: &'a Ways<'a>) -> Whole<'a> {
        let mut asked: HashMap<&str, Vec<Vec<(&str, Ask<'_>)>>> = HashMap::new();
        let requires = |(rule, _): &(&Rule, Severity)| rule.subject == Subject::Flow && rule.require().is_some();
        let held: Vec<_> = self.held_in_place().into_iter().map(|rule| rule.filter(requires)).collect();
        let context = self.context(ways.deployment, &ways.named, &ways.classes, &ways.asks);
        let judgement = Judgement::new(&context, &self.ready.expressions);
        let asks = Asks::gather(&context, &judgement, (&self.ready.index, &held));
        for (receiver, ask) in asks.all() {
            let Some(sender) = ask.sender else { continue };
            let rules = asked.entry(receiver).or_default();
            match rules.iter_mut().find(|asks| asks.iter().any(|(_, one)| std::ptr::eq(one.rule, ask.rule))) {
                Some(asks) => asks.push((sender, ask)),
                None => rules.push(vec![(sender, ask)]),
            }
        }
        Whole { ways, asked }
    }

    /// What is concluded about some service instances of a deployment, within the whole of it. A flow that leads out of the
    /// part is not looked at, and who is at the end of such a flow has to be in it where that end changes. Nobody reads the
    /// help: ways out are not looked for.
    pub fn check_part(&self, part: &Deployment, whole: &Whole<'_>) -> Outcome {
        let (services, detail) = (whole.ways.deployment.services.len(), Detail::WithoutWaysOut);
        let within = Within { whole: Some(whole), services, detail, spread: self.spread };
        self.conclude_in(part, within, |_, _, outcome| outcome)
    }
}

impl<'a> Whole<'a> {
    /// Adds what flows from outside a part make rules ask of it. Of what one rule asks of one receiver more than once, one
    /// asking is enough.
    pub(super) fn add_to<'p>(&self, asks: &mut Asks<'p>, part: &'p Deployment)
    where
        'a: 'p,
    {
        if self.asked.is_empty() {
            return;
        }
        let inside: HashSet<&str> = part.services.iter().map(|one| one.name.value.as_str()).collect();
        for receiver in &inside {
            let rules = self.asked.get(receiver).into_iter().flatten();
            let outside = rules.filter_map(|of_rule| of_rule.iter().find(|(sender, _)| !inside.contains(sender)));
            outside.for_each(|(_, ask)| asks.push(receiver, ask.clone()));
        }
    }
}
