//! What rules speak about: each subject of a deployment, and the values of its fields.

use std::collections::HashSet;

use jiff::civil::Date;

use super::requirements::Requirement;
use super::values;
use crate::catalog::Catalog;
use crate::model::deployment::{Demand, Deployment, Flow, ServiceInstance, SignedAgreement, Waiver};
use crate::model::id::Id;
use crate::model::provider::{Agreement, Provider, Region};
use crate::model::rule::{Field, Subject};
use crate::model::standard::{Standard, StandardRef};
use crate::text::Spanned;

/// What all subjects of a deployment share.
pub(super) struct Context<'a> {
    pub(super) deployment: &'a Deployment,
    pub(super) catalog: &'a Catalog,
    pub(super) as_of: Date,
    pub(super) requirements: &'a [Requirement<'a>],
}

/// One subject.
pub(super) enum Item<'a> {
    Deployment,
    Service(&'a ServiceInstance),
    Placement { instance: &'a ServiceInstance, region: Option<&'a Spanned<Id<Region>>> },
    Requirement(&'a Requirement<'a>),
    Obligation(Obligation<'a>),
    Flow { instance: &'a ServiceInstance, flow: &'a Flow },
    Waiver { waiver: &'a Waiver, used: bool, known: bool },
}

/// What a standard asks of the customer beside what the provider holds.
pub(super) struct Obligation<'a> {
    pub(super) instance: &'a ServiceInstance,
    pub(super) required: StandardRef,
    pub(super) demand: &'a Demand,
    /// The agreement that must be in force, where one must be and the provider offers one.
    pub(super) agreement: Option<Id<Agreement>>,
    /// That agreement as the manifest declares it: the one that is in force, else the one that ends last.
    pub(super) signed: Option<&'a SignedAgreement>,
    pub(super) state: AgreementState,
}

/// Whether an agreement that a standard needs is in force, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AgreementState {
    NotNeeded,
    InForce,
    NotYetInForce,
    Expired,
    Missing,
}

impl AgreementState {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::InForce => "in-force",
            Self::NotYetInForce => "not-yet-in-force",
            Self::Expired => "expired",
            Self::Missing => "missing",
        }
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Absent,
    Texts(Vec<String>),
    Boolean(bool),
    Date(Date),
    Count(i64),
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Texts(vec![text.into()])
    }

    pub(super) fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Absent, Self::text)
    }

    pub(super) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Absent, Self::Date)
    }

    /// The value as words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Absent => String::new(),
            Self::Texts(texts) => texts.join(", "),
            Self::Boolean(truth) => truth.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Count(count) => count.to_string(),
        }
    }
}

/// Every subject but the waivers, which can be judged only once they have been applied.
pub(super) fn items<'a>(context: &Context<'a>) -> Vec<Item<'a>> {
    let mut items = vec![Item::Deployment];
    for instance in &context.deployment.services {
        items.push(Item::Service(instance));
        if instance.regions.is_empty() {
            items.push(Item::Placement { instance, region: None });
        }
        items.extend(instance.regions.iter().map(|region| Item::Placement { instance, region: Some(region) }));
        items.extend(instance.sends_to.iter().map(|flow| Item::Flow { instance, flow }));
    }
    items.extend(context.requirements.iter().map(Item::Requirement));
    items.extend(obligations(context).into_iter().map(Item::Obligation));
    items
}

/// One obligation for each service instance × standard, however often it is required.
fn obligations<'a>(context: &Context<'a>) -> Vec<Obligation<'a>> {
    let facts = context.catalog.facts();
    let mut found: Vec<Obligation<'a>> = Vec::new();
    let mut known = HashSet::new();
    for requirement in context.requirements {
        let standard = &facts.standards[requirement.required.standard];
        let (Some(demand), true) = (requirement.demands.first(), standard.duty.is_some()) else { continue };
        if !known.insert((std::ptr::from_ref(requirement.instance), requirement.required.standard)) {
            continue;
        }
        let (instance, required) = (requirement.instance, requirement.required);
        let (state, agreement, signed) = if standard.needs_agreement {
            best_agreement(context, facts.services[instance.service.value].provider, required.standard)
        } else {
            (AgreementState::NotNeeded, None, None)
        };
        found.push(Obligation { instance, required, demand, agreement, signed, state });
    }
    found
}

/// Of the agreements that a provider offers for a standard, the one that fares best: any of them that is in force is
/// enough. Of those that fare alike, the first.
fn best_agreement<'a>(
    context: &Context<'a>,
    provider: Id<Provider>,
    standard: Id<Standard>,
) -> (AgreementState, Option<Id<Agreement>>, Option<&'a SignedAgreement>) {
    let states = context.catalog.agreements(provider, standard).map(|agreement| {
        let (state, signed) = state_of(context, agreement);
        (state, Some(agreement), signed)
    });
    states.min_by_key(|(state, ..)| *state).unwrap_or((AgreementState::Missing, None, None))
}

/// Whether an agreement is in force on the as-of date, by the best of its declarations.
fn state_of<'a>(context: &Context<'a>, agreement: Id<Agreement>) -> (AgreementState, Option<&'a SignedAgreement>) {
    let declared = context.deployment.agreements.iter().filter(|signed| signed.agreement.value == agreement);
    let judged = declared.map(|signed| {
        let begins_later = signed.signed.as_ref().is_some_and(|date| date.value > context.as_of);
        let is_over = signed.expires.as_ref().is_some_and(|date| date.value < context.as_of);
        let state = match (is_over, begins_later) {
            (true, _) => AgreementState::Expired,
            (false, true) => AgreementState::NotYetInForce,
            (false, false) => AgreementState::InForce,
        };
        (state, signed)
    });
    let latest_end = |signed: &SignedAgreement| signed.expires.as_ref().map(|date| date.value);
    judged
        .min_by_key(|(state, signed)| (*state, std::cmp::Reverse(latest_end(signed))))
        .map_or((AgreementState::Missing, None), |(state, signed)| (state, Some(signed)))
}

impl<'a> Item<'a> {
    /// What sort of subject it is.
    pub(super) fn subject(&self) -> Subject {
        match self {
            Self::Deployment => Subject::Deployment,
            Self::Service(_) => Subject::Service,
            Self::Placement { .. } => Subject::Placement,
            Self::Requirement(_) => Subject::Requirement,
            Self::Obligation(_) => Subject::Obligation,
            Self::Flow { .. } => Subject::Flow,
            Self::Waiver { .. } => Subject::Waiver,
        }
    }

    /// The service instance that it is about, where it is about one.
    pub(super) fn instance(&self) -> Option<&'a ServiceInstance> {
        match self {
            Self::Service(instance) | Self::Placement { instance, .. } | Self::Flow { instance, .. } => Some(instance),
            Self::Requirement(requirement) => Some(requirement.instance),
            Self::Obligation(obligation) => Some(obligation.instance),
            Self::Deployment | Self::Waiver { .. } => None,
        }
    }

    /// The requirement that it is.
    pub(super) fn requirement(&self) -> Option<&'a Requirement<'a>> {
        match self {
            Self::Requirement(requirement) => Some(requirement),
            _ => None,
        }
    }

    /// The regions that it is about.
    pub(super) fn regions(&self) -> Vec<Id<Region>> {
        match self {
            Self::Requirement(requirement) => requirement.regions.clone(),
            Self::Placement { region: Some(region), .. } => vec![region.value],
            _ => Vec::new(),
        }
    }

    /// What is required, where it is about a requirement.
    pub(super) fn required(&self) -> Option<StandardRef> {
        match self {
            Self::Requirement(requirement) => Some(requirement.required),
            Self::Obligation(obligation) => Some(obligation.required),
            _ => None,
        }
    }

    /// The value of `field`; absent where this subject has no such field.
    pub(super) fn value(&self, context: &Context<'_>, field: Field) -> Value {
        let facts = context.catalog.facts();
        let shared = [
            Some(values::deployment(context, field)),
            self.instance().map(|instance| values::service(context, instance, field)),
            self.required().map(|required| values::required(facts, required, field)),
        ];
        if let Some(value) = shared.into_iter().flatten().find(|value| *value != Value::Absent) {
            return value;
        }
        match self {
            Self::Deployment => Value::Absent,
            Self::Service(instance) => values::regions_of(facts, instance, field),
            Self::Placement { instance, region } => {
                region.map_or(Value::Absent, |region| values::region(context, instance, region.value, field))
            }
            Self::Requirement(requirement) => values::answer(context, requirement, field),
            Self::Obligation(obligation) => values::agreement(context, obligation, field),
            Self::Flow { flow, .. } => values::flow(flow, field),
            Self::Waiver { .. } => self.waiver_value(context, field),
        }
    }

    fn waiver_value(&self, context: &Context<'_>, field: Field) -> Value {
        let Self::Waiver { waiver, used, known } = self else { return Value::Absent };
        match field {
            Field::WaiverRule => Value::text(&waiver.rule.value),
            Field::WaiverKnown => Value::Boolean(*known),
            Field::WaiverReason => Value::text(&waiver.reason.value),
            Field::WaiverUntil => Value::Date(waiver.until.value),
            Field::WaiverExpired => Value::Boolean(waiver.until.value < context.as_of),
            Field::WaiverUsed => Value::Boolean(*used),
            _ => Value::Absent,
        }
    }
}
