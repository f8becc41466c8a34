//! What rules speak about: each subject of a deployment, and the values of its fields.

use jiff::civil::Date;

use super::requirements::Requirement;
use super::words;
use crate::catalog::Catalog;
use crate::model::deployment::{Demand, Deployment, Flow, ServiceInstance, SignedAgreement, Tag, Waiver};
use crate::model::evidence::{Claim, Document};
use crate::model::facts::Facts;
use crate::model::id::{Id, Slug};
use crate::model::provider::{Agreement, CloudStatus, Region, RegionStatus};
use crate::model::rule::{Field, Subject};
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;
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

/// Whether an agreement that a standard needs is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AgreementState {
    NotNeeded,
    InForce,
    NotYetInForce,
    Expired,
    Missing,
}

impl AgreementState {
    fn name(self) -> &'static str {
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
    fn text(text: impl Into<String>) -> Self {
        Self::Texts(vec![text.into()])
    }

    fn optional(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Absent, Self::text)
    }

    fn date(date: Option<Date>) -> Self {
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
    for requirement in context.requirements {
        let standard = &facts.standards[requirement.required.standard];
        let known = found.iter().any(|one| {
            std::ptr::eq(one.instance, requirement.instance) && one.required.standard == requirement.required.standard
        });
        let (Some(demand), false, true) = (requirement.demands.first(), known, standard.duty.is_some()) else {
            continue;
        };
        let provider = facts.services[requirement.instance.service.value].provider;
        let offered = facts.agreements.iter().find(|(_, agreement)| {
            agreement.provider == provider && agreement.standard == requirement.required.standard
        });
        let agreement = offered.map(|(id, _)| id).filter(|_| standard.needs_agreement);
        let (state, signed) = match agreement {
            Some(agreement) => state_of(context, agreement),
            None if standard.needs_agreement => (AgreementState::Missing, None),
            None => (AgreementState::NotNeeded, None),
        };
        let (instance, required) = (requirement.instance, requirement.required);
        found.push(Obligation { instance, required, demand, agreement, signed, state });
    }
    found
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
        use Field as F;
        let deployment = context.deployment;
        match field {
            F::DeploymentName => Value::optional(deployment.name.as_ref().map(|name| name.value.as_str())),
            F::DeploymentOwner => Value::optional(deployment.owner.as_ref().map(|owner| owner.value.as_str())),
            F::DeploymentTags => tags(&deployment.tags),
            F::DeploymentServices => count(deployment.services.len()),
            F::ServiceName
            | F::ServiceId
            | F::ServiceTitle
            | F::ServiceTags
            | F::ServiceData
            | F::ServiceRequirements
            | F::ProviderId
            | F::ProviderTitle
            | F::CloudId
            | F::CloudTitle
            | F::CloudStatus
            | F::CloudClosed => {
                self.instance().map_or(Value::Absent, |instance| service_value(context, instance, field))
            }
            F::Regions => match self {
                Self::Requirement(requirement) => region_ids(context.catalog.facts(), &requirement.regions),
                Self::Service(instance) => {
                    let regions: Vec<_> = instance.regions.iter().map(|region| region.value).collect();
                    region_ids(context.catalog.facts(), &regions)
                }
                _ => Value::Absent,
            },
            F::RegionId
            | F::RegionTitle
            | F::RegionGeography
            | F::RegionCountry
            | F::RegionStatus
            | F::RegionCloud
            | F::Available => match self {
                Self::Placement { instance, region: Some(region) } => {
                    region_value(context, instance, region.value, field)
                }
                Self::Requirement(requirement) if field == F::Available => {
                    Value::Boolean(context.catalog.is_in_cloud(&requirement.question(context.as_of)))
                }
                _ => Value::Absent,
            },
            F::FlowTo | F::FlowData => match self {
                Self::Flow { flow, .. } if field == F::FlowTo => Value::text(&flow.to.value),
                Self::Flow { flow, .. } => texts(&flow.data),
                _ => Value::Absent,
            },
            F::WaiverRule | F::WaiverKnown | F::WaiverReason | F::WaiverUntil | F::WaiverExpired | F::WaiverUsed => {
                self.waiver_value(context, field)
            }
            F::Required
            | F::RequiredTitle
            | F::RequiredEdition
            | F::RequiredLevel
            | F::StandardId
            | F::StandardTitle
            | F::StandardSegment
            | F::StandardKind
            | F::StandardDuty => {
                let facts = context.catalog.facts();
                self.required().map_or(Value::Absent, |required| required_value(facts, required, field))
            }
            F::AgreementId | F::AgreementTitle | F::AgreementState | F::AgreementSigned | F::AgreementExpires => {
                match self {
                    Self::Obligation(obligation) => agreement_value(context, obligation, field),
                    _ => Value::Absent,
                }
            }
            F::Assurance
            | F::Origin
            | F::Verdict
            | F::Held
            | F::HeldTitle
            | F::HeldEdition
            | F::HeldKind
            | F::HeldUntil
            | F::HeldRegions
            | F::ConditionId
            | F::ConditionText
            | F::Contested
            | F::ContestedBy
            | F::EvidenceId
            | F::EvidenceTitle
            | F::EvidencePublisher
            | F::EvidenceAsOf
            | F::EvidenceAge
            | F::Relation
            | F::PlatformTitle => match self {
                Self::Requirement(requirement) => answer_value(context, requirement, field),
                _ => Value::Absent,
            },
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

fn count(number: usize) -> Value {
    Value::Count(i64::try_from(number).unwrap_or(i64::MAX))
}

fn tags(tags: &[Tag]) -> Value {
    Value::Texts(tags.iter().map(|tag| format!("{}={}", tag.key.value, tag.value.value)).collect())
}

fn texts(texts: &[Spanned<String>]) -> Value {
    Value::Texts(texts.iter().map(|text| text.value.clone()).collect())
}

fn region_ids(facts: &Facts, regions: &[Id<Region>]) -> Value {
    Value::Texts(regions.iter().map(|&region| facts.regions[region].id.to_string()).collect())
}

fn service_value(context: &Context<'_>, instance: &ServiceInstance, field: Field) -> Value {
    let facts = context.catalog.facts();
    let service = &facts.services[instance.service.value];
    let cloud = &facts.clouds[instance.cloud.value];
    let provider = &facts.providers[cloud.provider];
    match field {
        Field::ServiceName => Value::text(&instance.name.value),
        Field::ServiceId => Value::text(service.id.as_str()),
        Field::ServiceTitle => Value::text(&service.name),
        Field::ServiceTags => tags(&instance.tags),
        Field::ServiceData => texts(&instance.data),
        Field::ServiceRequirements => count(instance.requires.len()),
        Field::ProviderId => Value::text(provider.id.as_str()),
        Field::ProviderTitle => Value::text(&provider.name),
        Field::CloudId => Value::text(cloud.id.as_str()),
        Field::CloudTitle => Value::text(&cloud.name),
        Field::CloudStatus => Value::text(match cloud.status {
            CloudStatus::Closed(date) if date >= context.as_of => CloudStatus::Active.name(),
            status => status.name(),
        }),
        Field::CloudClosed => Value::date(cloud.status.closed()),
        _ => Value::Absent,
    }
}

fn region_value(context: &Context<'_>, instance: &ServiceInstance, region: Id<Region>, field: Field) -> Value {
    let facts = context.catalog.facts();
    let region = &facts.regions[region];
    match field {
        Field::RegionId => Value::text(region.id.as_str()),
        Field::RegionTitle => Value::text(region.display_name()),
        Field::RegionGeography => Value::optional(region.geography.as_deref()),
        Field::RegionCountry => Value::optional(region.country.as_deref()),
        Field::RegionStatus => Value::text(match region.status {
            RegionStatus::Closed(date) if date >= context.as_of => RegionStatus::Active.name(),
            status => status.name(),
        }),
        Field::RegionCloud => Value::text(&facts.clouds[region.cloud].name),
        Field::Available => Value::Boolean(region.cloud == instance.cloud.value),
        _ => Value::Absent,
    }
}

fn required_value(facts: &Facts, required: StandardRef, field: Field) -> Value {
    let standard = &facts.standards[required.standard];
    match field {
        Field::Required => Value::text(facts.reference(required)),
        Field::RequiredTitle => Value::text(facts.title(required)),
        Field::RequiredEdition => Value::optional(required.edition.map(|edition| facts.editions[edition].id.as_str())),
        Field::RequiredLevel => Value::optional(required.level.map(|level| facts.short_level(level))),
        Field::StandardId => Value::text(standard.id.as_str()),
        Field::StandardTitle => Value::text(&standard.name),
        Field::StandardSegment => Value::text(standard.segment.name()),
        Field::StandardKind => Value::text(standard.kind.name()),
        Field::StandardDuty => Value::optional(standard.duty.as_deref()),
        _ => Value::Absent,
    }
}

fn agreement_value(context: &Context<'_>, obligation: &Obligation<'_>, field: Field) -> Value {
    let facts = context.catalog.facts();
    let agreement = obligation.agreement.map(|agreement| &facts.agreements[agreement]);
    let signed = obligation.signed;
    match field {
        Field::AgreementId => Value::optional(agreement.map(|agreement| agreement.id.as_str())),
        Field::AgreementTitle => match agreement {
            Some(agreement) => Value::text(&agreement.name),
            None => Value::text(&facts.standards[obligation.required.standard].name),
        },
        Field::AgreementState => Value::text(obligation.state.name()),
        Field::AgreementSigned => Value::date(signed.and_then(|one| one.signed.as_ref()).map(|date| date.value)),
        Field::AgreementExpires => Value::date(signed.and_then(|one| one.expires.as_ref()).map(|date| date.value)),
        _ => Value::Absent,
    }
}

fn answer_value(context: &Context<'_>, requirement: &Requirement<'_>, field: Field) -> Value {
    let catalog = context.catalog;
    let facts = catalog.facts();
    let answer = &requirement.answer;
    let claim: Option<&Claim> =
        answer.deciding.as_ref().and_then(|opinion| opinion.claim).map(|claim| &facts.claims[claim]);
    let held = catalog.held(answer);
    match field {
        Field::Assurance => Value::text(requirement.assurance.name()),
        Field::Origin => Value::optional(requirement.demands.first().map(|demand| demand.origin.name())),
        Field::Verdict => Value::text(answer.verdict.name()),
        Field::Held => Value::optional(held.map(|held| facts.reference(held))),
        Field::HeldTitle => Value::optional(held.map(|held| facts.title(held))),
        Field::HeldEdition => {
            let edition = held.and_then(|held| held.edition);
            Value::optional(edition.map(|edition| {
                facts.title(StandardRef {
                    standard: requirement.required.standard,
                    edition: Some(edition),
                    level: None,
                })
            }))
        }
        Field::HeldKind => Value::optional(claim.map(|claim| catalog.assurance(claim).name())),
        Field::HeldUntil => Value::date(answer.deciding.as_ref().and_then(|opinion| opinion.until)),
        Field::HeldRegions => claim.map_or(Value::Absent, |claim| region_ids(facts, &claim.regions)),
        Field::ConditionId | Field::ConditionText => condition(facts, claim, field),
        Field::Contested => Value::Boolean(!answer.contested_by.is_empty()),
        Field::ContestedBy => {
            let titles = answer.contested_by.iter().map(|&document| words::quoted(&facts.documents[document]));
            Value::Texts(titles.collect())
        }
        Field::EvidenceId
        | Field::EvidenceTitle
        | Field::EvidencePublisher
        | Field::EvidenceAsOf
        | Field::EvidenceAge => {
            let document = answer.deciding.as_ref().map(|opinion| &facts.documents[opinion.document]);
            document.map_or(Value::Absent, |document| document_value(document, field))
        }
        Field::Relation => Value::optional(words::relation(facts, answer)),
        Field::PlatformTitle => {
            let platforms = answer.platforms.iter().filter(|_| answer.verdict == Verdict::PlatformOnly);
            Value::optional(platforms.map(|one| facts.services[one.platform].name.as_str()).next())
        }
        _ => Value::Absent,
    }
}

fn condition(facts: &Facts, claim: Option<&Claim>, field: Field) -> Value {
    let found = claim.and_then(|claim| facts.documents[claim.document].conditions.get(claim.condition?));
    match field {
        Field::ConditionId => Value::optional(found.map(|condition| Slug::as_str(&condition.id))),
        _ => Value::optional(found.map(|condition| condition.text.as_str())),
    }
}

fn document_value(document: &Document, field: Field) -> Value {
    match field {
        Field::EvidenceId => Value::text(document.id.as_str()),
        Field::EvidenceTitle => Value::text(&document.title),
        Field::EvidencePublisher => Value::text(&document.publisher),
        Field::EvidenceAsOf => Value::Date(document.as_of),
        _ => Value::Date(document.fresh_on()),
    }
}
