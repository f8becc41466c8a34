//! The values of fields, one function for each thing that fields are about. A field that is about something else is
//! absent.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::asks::Ask;
use super::flows::Class;
use super::obligations::Obligation;
use super::requirements::Requirement;
use super::subject::{Context, Value};
use super::words;
use crate::model::deployment::{Flow, ServiceInstance, Tag};
use crate::model::evidence::{Claim, Document};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{CloudStatus, Region, RegionStatus};
use crate::model::rule::{Field, PatternId, Spread};
use crate::model::standard::StandardRef;
use crate::text::Spanned;

pub(super) fn deployment<'v>(context: &'v Context<'_>, field: Field) -> Value<'v> {
    let deployment = context.deployment;
    match field {
        Field::AsOf => Value::Date(context.as_of),
        Field::DeploymentName => Value::optional(deployment.name.as_ref().map(|name| name.value.as_str())),
        Field::DeploymentOwner => Value::optional(deployment.owner.as_ref().map(|owner| owner.value.as_str())),
        Field::DeploymentTags => tags(&deployment.tags),
        Field::DeploymentServices => count(context.services),
        _ => Value::Absent,
    }
}

/// What is true of the data that a sender gives to a receiver.
pub(super) fn flow<'v>(
    context: &'v Context<'_>,
    (sender, flow, receiver): (&'v ServiceInstance, &'v Flow, &'v ServiceInstance),
    field: Field,
) -> Value<'v> {
    match field {
        Field::FlowTo => Value::text(&flow.to.value),
        Field::FlowData => Value::texts(context.classes.carried(sender, flow)),
        Field::FlowToId => service(context, receiver, Field::ServiceId),
        Field::FlowToProvider => service(context, receiver, Field::ProviderId),
        Field::FlowToCloud => service(context, receiver, Field::CloudId),
        Field::FlowToCountries => whole(context, receiver, Field::Countries),
        _ => Value::Absent,
    }
}

/// What is true of a service instance in all its regions together.
pub(super) fn whole<'v>(context: &'v Context<'_>, instance: &'v ServiceInstance, field: Field) -> Value<'v> {
    let facts = context.catalog.facts();
    match field {
        Field::Regions | Field::Countries | Field::Geographies => places(facts, &regions_of(instance), field),
        Field::ServiceRegions => count(instance.regions.len()),
        Field::ServiceGeographies => count(distinct(facts, instance, |region| region.geography.as_deref())),
        Field::ServiceCountries => count(distinct(facts, instance, |region| region.country.as_deref())),
        Field::SpreadEnough | Field::SpreadLacks => spread(context, instance, field),
        _ => Value::Absent,
    }
}

/// Whether the use is spread over as many places as rules ask for; absent where none asks.
fn spread<'v>(context: &'v Context<'_>, instance: &'v ServiceInstance, field: Field) -> Value<'v> {
    let asked: Vec<_> = context.asks.of(instance).iter().map(|ask| ask.require.spread).collect();
    if asked.iter().all(|spread| *spread == Spread::default()) {
        return Value::Absent;
    }
    let mut lacks: Vec<String> = Vec::new();
    for words in asked.into_iter().flat_map(|spread| lacking(context, instance, spread)) {
        if !lacks.contains(&words) {
            lacks.push(words);
        }
    }
    match field {
        Field::SpreadEnough => Value::Boolean(lacks.is_empty()),
        _ => Value::optional((!lacks.is_empty()).then(|| lacks.join(", and "))),
    }
}

/// What a use lacks to be spread as is asked, in words.
pub(super) fn lacking(context: &Context<'_>, instance: &ServiceInstance, asked: Spread) -> Vec<String> {
    let facts = context.catalog.facts();
    let sorts = [
        (asked.regions, instance.regions.len(), "region", "regions"),
        (asked.geographies, distinct(facts, instance, |one| one.geography.as_deref()), "geography", "geographies"),
        (asked.countries, distinct(facts, instance, |one| one.country.as_deref()), "country", "countries"),
    ];
    let too_few =
        sorts.into_iter().filter(|(asked, there, ..)| i64::try_from(*there).is_ok_and(|there| there < *asked));
    too_few
        .map(|(asked, there, one, many)| format!("{there} {} of {asked}", if there == 1 { one } else { many }))
        .collect()
}

/// How many different values the regions of a use have; a region of which nothing is known counts for none.
fn distinct<'f>(facts: &'f Facts, instance: &ServiceInstance, value: impl Fn(&'f Region) -> Option<&'f str>) -> usize {
    let values = regions_of(instance).into_iter().filter_map(|region| value(&facts.regions[region]));
    values.collect::<BTreeSet<_>>().len()
}

/// Whether what a rule asks allows a use in this region. One that is bound to no region may run anywhere.
pub(super) fn allows(context: &Context<'_>, ask: &Ask<'_>, region: Option<Id<Region>>) -> bool {
    let Some(places) = ask.places().filter(|_| ask.region.is_none() || ask.region == region) else { return true };
    let Some(region) = region.map(|region| &context.catalog.facts().regions[region]) else { return false };
    let sorts = [
        (Field::RegionId, &places.regions, Some(region.id.as_str())),
        (Field::RegionGeography, &places.geographies, region.geography.as_deref()),
        (Field::RegionCountry, &places.countries, region.country.as_deref()),
    ];
    let fits = |(field, patterns, value): (Field, &Vec<PatternId>, Option<&str>)| {
        patterns.is_empty() || value.is_some_and(|value| context.patterns.any_matches(field, patterns, value))
    };
    sorts.into_iter().all(fits)
}

fn regions_of(instance: &ServiceInstance) -> Vec<Id<Region>> {
    instance.regions.iter().map(|region| region.value).collect()
}

/// The ids of regions, their countries or their geographies, each once.
fn places<'v>(facts: &'v Facts, regions: &[Id<Region>], field: Field) -> Value<'v> {
    let mut names: Vec<Cow<'v, str>> = Vec::new();
    for region in regions.iter().map(|&region| &facts.regions[region]) {
        let name = match field {
            Field::Countries => region.country.as_deref(),
            Field::Geographies => region.geography.as_deref(),
            _ => Some(region.id.as_str()),
        };
        names.extend(name.map(Cow::Borrowed).filter(|name| !names.contains(name)));
    }
    Value::Texts(names)
}

fn count(number: usize) -> Value<'static> {
    Value::Count(i64::try_from(number).unwrap_or(i64::MAX))
}

fn tags<'v>(tags: &'v [Tag]) -> Value<'v> {
    Value::Texts(tags.iter().map(|tag| format!("{}={}", tag.key.value, tag.value.value).into()).collect())
}

fn texts<'v>(texts: &'v [Spanned<String>]) -> Value<'v> {
    Value::Texts(texts.iter().map(|text| Cow::Borrowed(text.value.as_str())).collect())
}

pub(super) fn service<'v>(context: &'v Context<'_>, instance: &'v ServiceInstance, field: Field) -> Value<'v> {
    let facts = context.catalog.facts();
    // Most fields need none of them: each is looked up where it is needed.
    let service = || &facts.services[instance.service.value];
    let cloud = || &facts.clouds[instance.cloud.value];
    let provider = || &facts.providers[cloud().provider];
    match field {
        Field::ServiceName => Value::text(&instance.name.value),
        Field::ServiceId => Value::text(service().id.as_str()),
        Field::ServiceTitle => Value::text(&*service().name),
        Field::ServiceTags => tags(&instance.tags),
        Field::ServiceData => Value::texts(context.classes.of(instance).iter().map(|class| class.name)),
        Field::ServiceDataOwn => texts(&instance.data),
        Field::DataPath => Value::texts(context.classes.of(instance).iter().filter_map(Class::sentence)),
        Field::ServiceRequirements => count(instance.requires.len()),
        Field::ProviderId => Value::text(provider().id.as_str()),
        Field::ProviderTitle => Value::text(&*provider().name),
        Field::CloudId => Value::text(cloud().id.as_str()),
        Field::CloudTitle => Value::text(&*cloud().name),
        Field::CloudStatus => Value::text(match cloud().status {
            CloudStatus::Closed(date) if date >= context.as_of => CloudStatus::Active.name(),
            status => status.name(),
        }),
        Field::CloudClosed => Value::date(cloud().status.closed()),
        _ => Value::Absent,
    }
}

/// What is true of a use in one region, or of one that is bound to none.
pub(super) fn placement<'v>(
    context: &'v Context<'_>,
    instance: &'v ServiceInstance,
    region: Option<Id<Region>>,
    field: Field,
) -> Value<'v> {
    let limits = context.asks.of(instance).iter().filter(|ask| ask.places().is_some());
    match (field, region) {
        (Field::Bound, _) => Value::Boolean(region.is_some()),
        (Field::Allowed, _) => Value::Boolean(limits.into_iter().all(|ask| allows(context, ask, region))),
        (Field::AllowedPlaces, _) => {
            let forbidding = limits.filter(|ask| !allows(context, ask, region));
            let words: Vec<_> = forbidding.filter_map(|ask| Some(ask.places()?.words.clone())).collect();
            Value::optional((!words.is_empty()).then(|| words.join(", and only in ")))
        }
        (_, Some(region)) => self::region(context, instance, region, field),
        (_, None) => Value::Absent,
    }
}

fn region<'v>(context: &'v Context<'_>, instance: &'v ServiceInstance, region: Id<Region>, field: Field) -> Value<'v> {
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
        Field::RegionCloud => Value::text(&*facts.clouds[region.cloud].name),
        Field::Available => Value::Boolean(region.cloud == instance.cloud.value),
        _ => Value::Absent,
    }
}

pub(super) fn required<'v>(facts: &'v Facts, required: StandardRef, field: Field) -> Value<'v> {
    let standard = || &facts.standards[required.standard];
    match field {
        Field::Required => Value::text(facts.reference(required)),
        Field::RequiredTitle => Value::text(facts.title(required)),
        Field::RequiredEdition => Value::optional(required.edition.map(|edition| facts.editions[edition].id.as_str())),
        Field::RequiredLevel => Value::optional(required.level.map(|level| facts.short_level(level))),
        Field::StandardId => Value::text(standard().id.as_str()),
        Field::StandardTitle => Value::text(&*standard().name),
        Field::StandardSegment => Value::text(standard().segment.name()),
        Field::StandardKind => Value::text(standard().kind.name()),
        Field::StandardDuty => Value::optional(standard().duty.as_deref()),
        _ => Value::Absent,
    }
}

pub(super) fn agreement<'v>(context: &'v Context<'_>, obligation: &'v Obligation<'_>, field: Field) -> Value<'v> {
    let facts = context.catalog.facts();
    let agreement = obligation.agreement.map(|agreement| &facts.agreements[agreement]);
    let signed = obligation.signed;
    match field {
        Field::AgreementId => Value::optional(agreement.map(|agreement| agreement.id.as_str())),
        Field::AgreementTitle => match agreement {
            Some(agreement) => Value::text(&*agreement.name),
            None => Value::text(&*facts.standards[obligation.required.standard].name),
        },
        Field::Origin => Value::text(obligation.origin.name()),
        Field::AgreementState => Value::text(obligation.state.name()),
        Field::AgreementSigned => Value::date(signed.and_then(|one| one.signed.as_ref()).map(|date| date.value)),
        Field::AgreementExpires => Value::date(signed.and_then(|one| one.expires.as_ref()).map(|date| date.value)),
        _ => Value::Absent,
    }
}

/// What is true of a requirement in these of its regions.
pub(super) fn answer<'v>(
    context: &'v Context<'_>,
    (requirement, regions): (&'v Requirement<'_>, &'v [Id<Region>]),
    field: Field,
) -> Value<'v> {
    let catalog = context.catalog;
    let facts = catalog.facts();
    let answer = &requirement.answer;
    let claim = || -> Option<&Claim> {
        answer.deciding.as_ref().and_then(|opinion| opinion.claim).map(|claim| &facts.claims[claim])
    };
    let held = || catalog.held(answer);
    match field {
        Field::Regions | Field::Countries | Field::Geographies => places(facts, regions, field),
        Field::Available => Value::Boolean(catalog.is_in_cloud(&requirement.question(context.as_of))),
        Field::Assurance => Value::text(requirement.assurance.name()),
        Field::Origin => Value::text(requirement.origin().0.name()),
        Field::Verdict => Value::text(answer.verdict.name()),
        Field::Held => Value::optional(held().map(|held| facts.reference(held))),
        Field::HeldTitle => Value::optional(held().map(|held| facts.title(held))),
        Field::HeldEdition => {
            let edition = held().and_then(|held| held.edition);
            Value::optional(edition.map(|edition| {
                facts.title(StandardRef {
                    standard: requirement.required.standard,
                    edition: Some(edition),
                    level: None,
                })
            }))
        }
        Field::LevelHow => Value::optional(held().and_then(|held| words::level(facts, held, requirement.required))),
        Field::HeldKind => Value::optional(claim().map(|claim| catalog.assurance(claim).name())),
        Field::HeldUntil => Value::date(answer.deciding.as_ref().and_then(|opinion| opinion.until)),
        Field::HeldRegions => claim().map_or(Value::Absent, |claim| places(facts, &claim.regions, field)),
        Field::ConditionId | Field::ConditionText => condition(facts, claim(), field),
        Field::Contested => Value::Boolean(!answer.contested_by.is_empty()),
        Field::ContestedHow => Value::optional(words::disagreement(facts, requirement.instance.cloud.value, answer)),
        Field::ContestedBy => {
            let titles = answer.contested_by.iter().map(|&document| words::quoted(&facts.documents[document]));
            Value::Texts(titles.map(Cow::Owned).collect())
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
            let platform = words::deciding_platform(catalog, answer);
            Value::optional(platform.map(|one| &*facts.services[one.platform].name))
        }
        _ => Value::Absent,
    }
}

fn condition<'v>(facts: &'v Facts, claim: Option<&'v Claim>, field: Field) -> Value<'v> {
    let of_claim = claim.into_iter().flat_map(|claim| {
        let known = &facts.documents[claim.document].conditions;
        claim.conditions.iter().filter_map(|&index| known.get(index))
    });
    let texts: Vec<_> = match field {
        Field::ConditionId => of_claim.map(|condition| condition.id.as_str()).collect(),
        _ => of_claim.map(|condition| &*condition.text).collect(),
    };
    match (field, texts.as_slice()) {
        (_, []) => Value::Absent,
        (Field::ConditionId, ids) => Value::Texts(ids.iter().map(|&id| Cow::Borrowed(id)).collect()),
        (_, texts) => Value::text(texts.join(", and ")),
    }
}

fn document_value<'v>(document: &'v Document, field: Field) -> Value<'v> {
    match field {
        Field::EvidenceId => Value::text(document.id.as_str()),
        Field::EvidenceTitle => Value::text(&*document.title),
        Field::EvidencePublisher => Value::text(&*document.publisher),
        Field::EvidenceAsOf => Value::Date(document.as_of),
        _ => Value::Date(document.fresh_on()),
    }
}
