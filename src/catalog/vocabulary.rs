//! What things are called: every spelling that the facts give, with what it stands for.

use super::names::CloudName;
use super::spellings::Gathered;
use crate::model::evidence::Document;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Region, Service};
use crate::model::standard::StandardRef;

pub(super) fn services(facts: &Facts) -> Gathered<Id<Service>> {
    let mut found = Gathered::default();
    for (id, service) in facts.services.iter() {
        found.add(service.id.as_str(), &service.name, &service.aliases, id);
    }
    found
}

pub(super) fn clouds(facts: &Facts) -> Gathered<CloudName> {
    let mut found = Gathered::default();
    for (id, cloud) in facts.clouds.iter() {
        found.add(cloud.id.as_str(), &cloud.name, &cloud.aliases, CloudName { cloud: id, part: None });
        for (index, part) in cloud.parts.iter().enumerate() {
            let name = CloudName { cloud: id, part: Some(index) };
            found.add(part.id.as_str(), &part.name, &part.aliases, name);
        }
    }
    found
}

pub(super) fn regions(facts: &Facts) -> Gathered<Id<Region>> {
    let mut found = Gathered::default();
    for (id, region) in facts.regions.iter() {
        found.add(region.id.as_str(), region.display_name(), &[], id);
    }
    found
}

pub(super) fn standards(facts: &Facts) -> Gathered<StandardRef> {
    let mut found = Gathered::default();
    for (id, standard) in facts.standards.iter() {
        let whole = StandardRef { standard: id, edition: None, level: None };
        found.add(standard.id.as_str(), &standard.name, &[], whole);
        found.alias(&standard.title, whole);
        for (alias, meaning) in &standard.aliases {
            found.alias(alias, *meaning);
        }
        // A level's printed name stands for it as soon as no other level has the same.
        for &level in &standard.levels {
            found.alias(&facts.levels[level].name, StandardRef { level: Some(level), ..whole });
        }
    }
    found
}

pub(super) fn agreements(facts: &Facts) -> Gathered<Id<Agreement>> {
    let mut found = Gathered::default();
    for (id, agreement) in facts.agreements.iter() {
        found.add(agreement.id.as_str(), &agreement.name, &agreement.aliases, id);
    }
    found
}

pub(super) fn conditions(facts: &Facts) -> Gathered<()> {
    let mut found = Gathered::default();
    for (_, document) in facts.documents.iter() {
        for condition in &document.conditions {
            found.add(condition.id.as_str(), condition.id.as_str(), &[], ());
        }
    }
    found
}

pub(super) fn documents(facts: &Facts) -> Gathered<Id<Document>> {
    let mut found = Gathered::default();
    for (id, document) in facts.documents.iter() {
        found.add(document.id.as_str(), document.id.as_str(), &[], id);
    }
    found
}
