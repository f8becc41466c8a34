//! What rules speak about: each subject of a deployment, and the values of its fields.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::slice;

use jiff::civil::Date;

use super::alike::{ByRules, Known};
use super::asks::{Ask, Asks};
use super::flows::Classes;
use super::named::Named;
use super::obligations::Obligation;
use super::patterns::Patterns;
use super::policy::{Breach, Limits};
use super::requirements::Requirement;
use super::values;
use super::waivers::Unwaivable;
use crate::catalog::Catalog;
use crate::expression;
use crate::model::deployment::{Deployment, Flow, ServiceInstance, Waiver};
use crate::model::id::Id;
use crate::model::policy::Policy;
use crate::model::provider::Region;
use crate::model::rule::{Field, FieldKind, Rule, Subject};
use crate::model::standard::StandardRef;
use crate::pieces::Spread;
use crate::text::{Span, Spanned};

/// What all subjects of a deployment share.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) deployment: &'a Deployment,
    pub(super) named: &'a Named<'a>,
    /// How many service instances there are, those included that are not looked at.
    pub(super) services: usize,
    pub(super) catalog: &'a Catalog,
    pub(super) as_of: Date,
    pub(super) patterns: &'a Patterns,
    /// All rules, in their places.
    pub(super) rules: &'a [Rule],
    /// How far they are settled for subjects that were met before.
    pub(super) known: &'a Known,
    pub(super) classes: &'a Classes<'a>,
    /// What rules ask; nothing while that is being gathered.
    pub(super) asks: &'a Asks<'a>,
    /// What is required; nothing while that is being gathered.
    pub(super) requirements: &'a [Requirement<'a>],
    pub(super) policy: &'a Policy,
    pub(super) limits: &'a Limits<'a>,
    pub(super) detail: Detail,
    pub(super) spread: Spread,
}

/// How much is told of a finding. What nobody reads would take most of the time where there are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// All of it; in its help the ways out that the catalogue knows.
    WithWaysOut,
    /// All of it; in its help the rule's own words.
    WithoutWaysOut,
    /// What is wrong, with what, and where.
    Line,
}

/// One subject.
#[derive(Clone)]
pub(super) enum Item<'a> {
    Deployment,
    Service(&'a ServiceInstance),
    Placement {
        instance: &'a ServiceInstance,
        region: Option<&'a Spanned<Id<Region>>>,
    },
    /// A requirement in those of its regions that are meant: all of them, but where a waiver excuses some.
    Requirement {
        requirement: &'a Requirement<'a>,
        regions: Cow<'a, [Id<Region>]>,
    },
    Obligation(&'a Obligation<'a>),
    Flow {
        instance: &'a ServiceInstance,
        flow: &'a Flow,
        receiver: &'a ServiceInstance,
    },
    Waiver {
        waiver: &'a Waiver,
        used: bool,
        excuses: bool,
        known: bool,
        breach: &'a Breach<'a>,
        in_vain: Vec<Unwaivable>,
    },
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'v> {
    Absent,
    Text(Cow<'v, str>),
    Texts(Vec<Cow<'v, str>>),
    Boolean(bool),
    Date(Date),
    Count(i64),
}

impl<'v> Value<'v> {
    pub(super) fn text(text: impl Into<Cow<'v, str>>) -> Self {
        Self::Text(text.into())
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(super) fn optional(text: Option<impl Into<Cow<'v, str>>>) -> Self {
        text.map_or(Self::Absent, Self::text)
    }

    /// Several texts; absent where there is none.
    pub(super) fn texts(texts: impl IntoIterator<Item = impl Into<Cow<'v, str>>>) -> Self {
        let texts: Vec<_> = texts.into_iter().map(Into::into).collect();
        if texts.is_empty() { Self::Absent } else { Self::Texts(texts) }
    }

    pub(super) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Absent, Self::Date)
    }

    /// Every text that it is.
    pub(super) fn each_text(&self) -> &[Cow<'v, str>] {
        match self {
            Self::Text(text) => slice::from_ref(text),
            Self::Texts(texts) => texts,
            _ => &[],
        }
    }

    /// The value as an expression takes it.
    pub(super) fn for_expression(&self, field: Field) -> expression::Value {
        let owned = |texts: &[Cow<'_, str>]| texts.iter().map(|text| text.clone().into_owned()).collect();
        match self {
            Self::Absent if field.kind() == FieldKind::Texts => expression::Value::Texts(Vec::new()),
            Self::Absent => expression::Value::Absent,
            Self::Text(_) | Self::Texts(_) if field.kind() == FieldKind::Texts => {
                expression::Value::Texts(owned(self.each_text()))
            }
            Self::Text(_) | Self::Texts(_) => expression::Value::Text(self.words().into_owned()),
            Self::Boolean(truth) => expression::Value::Boolean(*truth),
            Self::Date(date) => expression::Value::Text(date.to_string()),
            Self::Count(count) => expression::Value::Count(*count),
        }
    }

    /// The value as words, which are its own where it is a text.
    pub(super) fn into_words(self) -> Cow<'v, str> {
        match self {
            Self::Text(text) => text,
            other => Cow::Owned(other.words().into_owned()),
        }
    }

    /// The value as words.
    pub(super) fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Absent => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Texts(texts) => Cow::Owned(texts.join(", ")),
            Self::Boolean(truth) => Cow::Owned(truth.to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Count(count) => Cow::Owned(count.to_string()),
        }
    }
}

/// The rules that are waived, and all else that the waiver names.
fn scope(waiver: &Waiver) -> String {
    let limits = [&waiver.service, &waiver.standard, &waiver.cloud, &waiver.region];
    let limits: Vec<_> = limits.into_iter().flatten().map(|pattern| pattern.value.as_str()).collect();
    let rule = &waiver.rule.value;
    if limits.is_empty() { rule.clone() } else { format!("{rule} of {}", limits.join(", ")) }
}

/// The subjects that a manifest brings: they are there before anything is required. A flow to a service instance that was
/// left out for a problem is none: nothing is known of where it leads, and the problem is told.
pub(super) fn given<'a>(context: &Context<'a>) -> Vec<Item<'a>> {
    with_room(context, 0)
}

/// The same, with room for so many more.
fn with_room<'a>(context: &Context<'a>, more: usize) -> Vec<Item<'a>> {
    let services = &context.deployment.services;
    let placements: usize = services.iter().map(|one| one.regions.len().max(1) + one.sends_to.len()).sum();
    let mut items = Vec::with_capacity(1 + services.len() + placements + more);
    items.push(Item::Deployment);
    for instance in services {
        items.push(Item::Service(instance));
        if instance.regions.is_empty() {
            items.push(Item::Placement { instance, region: None });
        }
        items.extend(instance.regions.iter().map(|region| Item::Placement { instance, region: Some(region) }));
        let to = |flow| Some(Item::Flow { instance, flow, receiver: context.named.receiver(flow)? });
        // What stands twice counts once.
        let again: HashSet<*const Flow> =
            context.classes.repeated(instance).into_iter().map(|(flow, _)| std::ptr::from_ref(flow)).collect();
        let flows = instance.sends_to.iter().filter(|flow| !again.contains(&std::ptr::from_ref(*flow)));
        items.extend(flows.filter_map(to));
    }
    items
}

/// Every subject but the waivers, which can be judged only once they have been applied.
pub(super) fn items<'a>(context: &Context<'a>, obligations: &'a [Vec<Obligation<'a>>]) -> Vec<Item<'a>> {
    let count: usize = obligations.iter().map(Vec::len).sum();
    let mut items = with_room(context, context.requirements.len() + count);
    items.extend(context.requirements.iter().map(Item::of_requirement));
    items.extend(obligations.iter().flatten().map(Item::Obligation));
    items
}

/// What sorts of subjects there are among `items`.
pub(super) fn kinds(items: &[Item<'_>]) -> BTreeSet<Subject> {
    // There may be a million items, and no more kinds than these.
    let mut kinds = [None; Subject::ALL.len()];
    items.iter().map(Item::subject).for_each(|subject| kinds[subject as usize] = Some(subject));
    kinds.into_iter().flatten().collect()
}

impl<'a> Item<'a> {
    /// A requirement in all its regions.
    pub(super) fn of_requirement(requirement: &'a Requirement<'a>) -> Self {
        Self::Requirement { requirement, regions: Cow::Borrowed(&requirement.regions) }
    }

    /// The same requirement in these of its regions alone; none where it is no requirement.
    pub(super) fn within(&self, regions: Vec<Id<Region>>) -> Option<Self> {
        Some(Self::Requirement { requirement: self.requirement()?, regions: Cow::Owned(regions) })
    }

    /// What sort of subject it is.
    pub(super) fn subject(&self) -> Subject {
        match self {
            Self::Deployment => Subject::Deployment,
            Self::Service(_) => Subject::Service,
            Self::Placement { .. } => Subject::Placement,
            Self::Requirement { .. } => Subject::Requirement,
            Self::Obligation(_) => Subject::Obligation,
            Self::Flow { .. } => Subject::Flow,
            Self::Waiver { .. } => Subject::Waiver,
        }
    }

    /// The service instance that it is about, where it is about one.
    pub(super) fn instance(&self) -> Option<&'a ServiceInstance> {
        match self {
            Self::Service(instance) | Self::Placement { instance, .. } | Self::Flow { instance, .. } => Some(instance),
            Self::Requirement { requirement, .. } => Some(requirement.instance),
            Self::Obligation(obligation) => Some(obligation.instance),
            Self::Deployment | Self::Waiver { .. } => None,
        }
    }

    /// The requirement that it is.
    pub(super) fn requirement(&self) -> Option<&'a Requirement<'a>> {
        match self {
            Self::Requirement { requirement, .. } => Some(requirement),
            _ => None,
        }
    }

    /// The regions that it is about.
    pub(super) fn regions(&self) -> &[Id<Region>] {
        match self {
            Self::Requirement { regions, .. } => regions,
            Self::Placement { region: Some(region), .. } => slice::from_ref(&region.value),
            _ => &[],
        }
    }

    /// What is required, where it is about a requirement.
    pub(super) fn required(&self) -> Option<StandardRef> {
        match self {
            Self::Requirement { requirement, .. } => Some(requirement.required),
            Self::Obligation(obligation) => Some(obligation.required),
            _ => None,
        }
    }

    /// The rules that ask for what it is about, each with the place in its file.
    pub(super) fn asked(&self, context: &Context<'a>) -> Vec<(&'a Ask<'a>, Span)> {
        let of = |instance: &ServiceInstance| context.asks.of(instance).iter();
        let with_place = |ask: &'a Ask<'a>| (ask, ask.require.span);
        match self {
            Self::Requirement { requirement, .. } => requirement.asked.iter().map(|one| (one.ask, one.span)).collect(),
            Self::Obligation(obligation) => obligation.asks.clone(),
            Self::Placement { instance, region } => {
                let region = region.map(|region| region.value);
                let forbids = |ask: &&Ask<'_>| !values::allows(context, ask, region);
                of(instance).filter(forbids).map(with_place).collect()
            }
            Self::Service(instance) => {
                let lacks = |ask: &&Ask<'_>| !values::lacking(context, instance, ask.require.spread).is_empty();
                of(instance).filter(lacks).map(with_place).collect()
            }
            Self::Deployment | Self::Flow { .. } | Self::Waiver { .. } => Vec::new(),
        }
    }

    /// Whether rules ask something of the service instance that it is, or of which it is a use.
    pub(super) fn by_rules(&self, context: &Context<'_>) -> ByRules {
        match self {
            Self::Service(instance) | Self::Placement { instance, .. } if context.asks.of(instance).is_empty() => {
                ByRules::Unasked
            }
            _ => ByRules::MayBeAsked,
        }
    }

    /// The value of `field`; absent where this subject has no such field.
    pub(super) fn value<'v>(&'v self, context: &'v Context<'a>, field: Field) -> Value<'v> {
        // Each field is about one thing, whichever is asked first: most are about what the subject is itself.
        let own = self.own_value(context, field);
        if !own.is_absent() {
            return own;
        }
        if let Some(value) = self.instance().map(|instance| values::service(context, instance, field))
            && !value.is_absent()
        {
            return value;
        }
        if let Some(value) = self.required().map(|required| values::required(context.catalog.facts(), required, field))
            && !value.is_absent()
        {
            return value;
        }
        match field {
            Field::OriginRules => Value::texts(self.asked(context).iter().map(|(ask, _)| ask.rule.id.clone())),
            _ => values::deployment(context, field),
        }
    }

    /// The value of a field that is about what the subject is itself.
    fn own_value<'v>(&'v self, context: &'v Context<'a>, field: Field) -> Value<'v> {
        match self {
            Self::Deployment => Value::Absent,
            Self::Service(instance) => values::whole(context, instance, field),
            Self::Placement { instance, region } => {
                values::placement(context, instance, region.map(|region| region.value), field)
            }
            Self::Requirement { requirement, regions } => values::answer(context, (requirement, regions), field),
            Self::Obligation(obligation) => values::agreement(context, obligation, field),
            Self::Flow { instance, flow, receiver } => values::flow(context, (instance, flow, receiver), field),
            Self::Waiver { .. } => self.waiver_value(context, field),
        }
    }

    fn waiver_value(&self, context: &Context<'_>, field: Field) -> Value<'_> {
        let Self::Waiver { waiver, used, excuses, known, breach, in_vain } = self else { return Value::Absent };
        match field {
            Field::WaiverRule => Value::text(&waiver.rule.value),
            Field::WaiverScope => Value::text(scope(waiver)),
            Field::WaiverKnown => Value::Boolean(*known),
            Field::WaiverReason => Value::text(&waiver.reason.value),
            Field::WaiverUntil => Value::Date(waiver.until.value),
            Field::WaiverExpired => Value::Boolean(waiver.until.value < context.as_of),
            Field::WaiverForbidden => Value::texts(breach.forbidden.iter().map(|(rule, _)| rule)),
            Field::WaiverInVain => Value::texts(in_vain.iter().map(|(rule, _)| rule)),
            Field::WaiverTooLong => Value::Boolean(breach.too_long),
            Field::WaiverLatest => Value::date(breach.latest),
            Field::WaiverApprover => Value::optional(waiver.approved_by.as_ref().map(|name| name.value.as_str())),
            Field::WaiverApproverOk => Value::Boolean(!breach.unapproved),
            Field::WaiverUsed => Value::Boolean(*used),
            Field::WaiverExcuses => Value::Boolean(*excuses),
            _ => Value::Absent,
        }
    }
}

#[cfg(test)]
mod tests;
