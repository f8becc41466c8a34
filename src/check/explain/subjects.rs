//! What else than requirements findings are about, and what the catalogue says of the things that it names.

use super::askings::{here, of_ask};
use super::dates::Days;
use super::documents::publications;
use super::duty::of_obligation;
use super::story::{Fact, SubjectStory};
use crate::check::subject::{Context, Item};
use crate::model::deployment::{ServiceInstance, Waiver};
use crate::model::id::Id;
use crate::model::provider::{Cloud, CloudStatus, Region, RegionStatus};
use crate::text::Span;

/// The story of a subject that is no requirement.
pub(super) fn subject(context: &Context<'_>, item: &Item<'_>) -> Option<SubjectStory> {
    let (says, span) = told(context, item)?;
    let facts = facts(context, item);
    let duty = match item {
        Item::Obligation(obligation) => Some(of_obligation(context, obligation)),
        _ => None,
    };
    let mut days = Days::default();
    days.add(context.as_of, "the day asked about");
    for instance in instances(item) {
        let cloud = &context.catalog.facts().clouds[instance.cloud.value];
        days.maybe(cloud.status.closed(), format!("{} closes", cloud.name));
    }
    duty.iter().for_each(|duty| days.of_duty(duty));
    if let Item::Waiver { waiver, .. } = item {
        days.add(waiver.until.value, "the waiver ends");
    }
    let mut story = SubjectStory {
        subject: item.subject(),
        says,
        place: here(context, span),
        askings: item.asked(context).into_iter().map(|(ask, span)| of_ask(context, ask, span)).collect(),
        facts,
        duty,
        silence: None,
        dates: days.sorted(),
    };
    if !story.names_a_document() {
        story.silence = Some(silence(item).to_owned());
    }
    Some(story)
}

/// What it is, and where the manifest has it.
fn told(context: &Context<'_>, item: &Item<'_>) -> Option<(String, Span)> {
    let facts = context.catalog.facts();
    let told = match item {
        Item::Requirement { .. } => return None,
        Item::Deployment => {
            let name = context.deployment.name.as_ref();
            let services = context.deployment.services.len();
            let called = name.map(|name| format!(" `{}`", name.value)).unwrap_or_default();
            let services = if services == 1 { "1 service".to_owned() } else { format!("{services} services") };
            (format!("the deployment{called}, with {services}"), name.map_or(Span::default(), |name| name.span))
        }
        Item::Service(instance) => (deployed(context, instance), instance.service.span),
        Item::Placement { instance, region } => {
            let place = match region {
                Some(region) => format!(", in {}", facts.regions[region.value].id),
                None => ", bound to no region".to_owned(),
            };
            let span = region.map_or(instance.cloud.span, |region| region.span);
            (deployed(context, instance) + &place, span)
        }
        Item::Obligation(obligation) => {
            let title = facts.title(obligation.required);
            let name = &obligation.instance.name.value;
            (format!("what {title} leaves with you for `{name}`"), obligation.span)
        }
        Item::Flow { instance, flow, .. } => {
            let data = context.classes.carried(instance, flow).join(", ");
            let data = if data.is_empty() { "data".to_owned() } else { data };
            (format!("{data}, which `{}` sends to `{}`", instance.name.value, flow.to.value), flow.to.span)
        }
        Item::Waiver { waiver, .. } => (waived(waiver), waiver.rule.span),
    };
    Some(told)
}

fn deployed(context: &Context<'_>, instance: &ServiceInstance) -> String {
    let facts = context.catalog.facts();
    let (service, cloud) = (&facts.services[instance.service.value], &facts.clouds[instance.cloud.value]);
    format!("`{}`, which is {} in {}", instance.name.value, service.name, cloud.name)
}

fn waived(waiver: &Waiver) -> String {
    let parts = [
        ("for the service", waiver.service.as_ref()),
        ("for", waiver.standard.as_ref()),
        ("in", waiver.cloud.as_ref()),
        ("in", waiver.region.as_ref()),
    ];
    let limits: String = parts
        .iter()
        .filter_map(|(word, pattern)| pattern.map(|pattern| format!(" {word} `{}`", pattern.value)))
        .collect();
    format!("the waiver of `{}`{limits}: {}", waiver.rule.value, waiver.reason.value)
}

/// The service instances that it is about.
fn instances<'a>(item: &Item<'a>) -> Vec<&'a ServiceInstance> {
    let mut found: Vec<&ServiceInstance> = item.instance().into_iter().collect();
    if let Item::Flow { receiver, .. } = item {
        found.push(receiver);
    }
    found
}

/// What the catalogue says of the services, clouds and regions that it names.
fn facts(context: &Context<'_>, item: &Item<'_>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |fact: Fact| {
        if facts.iter().all(|known| known.says != fact.says) {
            facts.push(fact);
        }
    };
    if let Item::Obligation(obligation) = item {
        add(standard(context, obligation.required.standard));
    }
    for instance in instances(item) {
        match item {
            Item::Placement { region, .. } => region.iter().for_each(|one| add(region_fact(context, one.value))),
            Item::Obligation(_) => continue,
            _ => {
                add(service(context, instance));
                instance.regions.iter().for_each(|one| add(region_fact(context, one.value)));
            }
        }
        add(cloud(context, instance.cloud.value));
    }
    facts
}

fn standard(context: &Context<'_>, standard: Id<crate::model::standard::Standard>) -> Fact {
    let facts = context.catalog.facts();
    let known = &facts.standards[standard];
    let says = match known.needs_agreement {
        true => format!("{} reaches a customer only with an agreement in force", known.name),
        false => format!("{} leaves something with the customer", known.name),
    };
    Fact { says, sources: publications(facts, &known.stated_in) }
}

fn service(context: &Context<'_>, instance: &ServiceInstance) -> Fact {
    let facts = context.catalog.facts();
    let known = &facts.services[instance.service.value];
    let what = if known.is_platform { "platform" } else { "service" };
    let says = format!("{} is a {what} of {}", known.name, facts.providers[known.provider].name);
    Fact { says, sources: publications(facts, &known.stated_in) }
}

fn cloud(context: &Context<'_>, cloud: Id<Cloud>) -> Fact {
    let facts = context.catalog.facts();
    let known = &facts.clouds[cloud];
    let state = match known.status {
        CloudStatus::Active => "is in operation".to_owned(),
        CloudStatus::Closed(day) if day < context.as_of => format!("closed on {day}"),
        CloudStatus::Closed(day) => format!("closes on {day}"),
        CloudStatus::NamedOnly => "is named, and nothing else is said of it".to_owned(),
        CloudStatus::Unstated => "is known, and no document says whether it is in operation".to_owned(),
    };
    Fact { says: format!("{} {state}", known.name), sources: publications(facts, &known.stated_in) }
}

fn region_fact(context: &Context<'_>, region: Id<Region>) -> Fact {
    let facts = context.catalog.facts();
    let known = &facts.regions[region];
    let mut says = format!("{} is a region of {}", known.id, facts.clouds[known.cloud].name);
    let places = [known.place.as_deref(), known.country.as_deref(), known.geography.as_deref()];
    let places: Vec<_> = places.into_iter().flatten().collect();
    if !places.is_empty() {
        says.push_str(&format!(" ({})", places.join(", ")));
    }
    says.push_str(&match known.status {
        RegionStatus::Active => String::new(),
        RegionStatus::Staging => ", where the provider tests and customers don't deploy".to_owned(),
        RegionStatus::NamedOnly => ", which is named and of which nothing else is said".to_owned(),
        RegionStatus::Closed(day) => format!(", which closes on {day}"),
    });
    Fact { says, sources: publications(facts, &known.stated_in) }
}

/// Why no document speaks of it.
fn silence(item: &Item<'_>) -> &'static str {
    match item {
        Item::Deployment => "No document speaks of this: it is about what the manifest says of itself.",
        Item::Waiver { .. } => "No document speaks of this: a waiver is the team's own decision.",
        Item::Service(_)
        | Item::Placement { .. }
        | Item::Flow { .. }
        | Item::Obligation(_)
        | Item::Requirement { .. } => {
            "No document speaks of this: what the catalogue says here rests on no publication that was found."
        }
    }
}
