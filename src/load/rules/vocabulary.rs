//! The names that a field can have, as far as the catalogue or the program tells.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::expression;
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::facts::Facts;
use crate::model::rule::{Field, FieldKind, Subject};
use crate::model::standard::{Assurance, Segment, StandardRef};
use crate::model::verdict::Verdict;
use crate::text::nearest::nearest;

/// So many names may be listed in a help.
pub(super) const FEW: usize = 20;

/// Every name that the field can have, sorted; `None` where it may be anything.
pub fn of(catalog: &Catalog, field: Field) -> Option<Vec<String>> {
    let facts = catalog.facts();
    let words = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let mut names = match field {
        Field::ProviderId | Field::FlowToProvider => {
            facts.providers.iter().map(|(_, one)| one.id.to_string()).collect()
        }
        Field::ProviderTitle => facts.providers.iter().map(|(_, one)| one.name.to_string()).collect(),
        Field::CloudId | Field::FlowToCloud => facts.clouds.iter().map(|(_, one)| one.id.to_string()).collect(),
        Field::CloudTitle | Field::RegionCloud => facts.clouds.iter().map(|(_, one)| one.name.to_string()).collect(),
        Field::ServiceId | Field::FlowToId => facts.services.iter().map(|(_, one)| one.id.to_string()).collect(),
        Field::ServiceTitle | Field::PlatformTitle => {
            facts.services.iter().map(|(_, one)| one.name.to_string()).collect()
        }
        Field::RegionId | Field::Regions | Field::HeldRegions => {
            facts.regions.iter().map(|(_, one)| one.id.to_string()).collect()
        }
        Field::RegionCountry | Field::Countries | Field::FlowToCountries => {
            facts.regions.iter().filter_map(|(_, one)| one.country.as_deref().map(str::to_owned)).collect()
        }
        Field::RegionGeography | Field::Geographies => {
            facts.regions.iter().filter_map(|(_, one)| one.geography.as_deref().map(str::to_owned)).collect()
        }
        Field::StandardId => facts.standards.iter().map(|(_, one)| one.id.to_string()).collect(),
        Field::StandardTitle => facts.standards.iter().map(|(_, one)| one.name.to_string()).collect(),
        Field::Required | Field::Held => references(facts),
        Field::AgreementId => facts.agreements.iter().map(|(_, one)| one.id.to_string()).collect(),
        Field::EvidenceId => facts.documents.iter().map(|(_, one)| one.id.to_string()).collect(),
        Field::ConditionId => conditions(facts),
        Field::Verdict => words(&Verdict::ALL.map(Verdict::name)),
        Field::Origin => words(&Origin::ALL.map(Origin::name)),
        Field::Assurance => words(&LeastAssurance::ALL.map(LeastAssurance::name)),
        Field::StandardSegment => words(&Segment::ALL.map(Segment::name)),
        Field::StandardKind | Field::HeldKind => words(&Assurance::ALL.map(Assurance::name)),
        Field::CloudStatus => words(&["active", "closed", "named-only", "unstated"]),
        Field::RegionStatus => words(&["active", "staging", "named-only", "closed"]),
        Field::AgreementState => words(&["missing", "not-yet-in-force", "expired", "in-force", "not-needed"]),
        _ => return None,
    };
    names.sort_unstable();
    names.dedup();
    Some(names)
}

/// What to do about a field that a subject doesn't have: the nearest of its own, else those that end alike, whatever they
/// are said to belong to; else all that there are.
pub(super) fn meant(subject: Subject, wrong: &str) -> String {
    let names: Vec<_> = subject.fields().map(Field::name).collect();
    let last = |name: &'static str| name.rsplit('.').next().unwrap_or(name);
    let like = || {
        let near = nearest(wrong.rsplit('.').next().unwrap_or(wrong), names.iter().map(|name| last(name)))?;
        Some(names.iter().filter(|name| last(name) == near).copied().collect::<Vec<_>>())
    };
    let offered = nearest(wrong, names.iter().copied()).map(|near| vec![near]).or_else(like).unwrap_or_default();
    let offered: Vec<_> = offered.iter().map(|name| format!("`{name}`")).collect();
    match offered.split_last() {
        Some((one, [])) => format!("did you mean {one}?"),
        Some((last, others)) => format!("did you mean {} or {last}?", others.join(", ")),
        None => format!("it has {}", names.join(", ")),
    }
}

/// Every `standard[:edition][@level]`.
fn references(facts: &Facts) -> Vec<String> {
    let mut all = Vec::new();
    for (id, standard) in facts.standards.iter() {
        let editions: Vec<_> = std::iter::once(None).chain(standard.editions.iter().copied().map(Some)).collect();
        let levels: Vec<_> = std::iter::once(None).chain(standard.levels.iter().copied().map(Some)).collect();
        for &edition in &editions {
            all.extend(levels.iter().map(|&level| facts.reference(StandardRef { standard: id, edition, level })));
        }
    }
    all
}

fn conditions(facts: &Facts) -> Vec<String> {
    let ids = facts.documents.iter().flat_map(|(_, document)| document.conditions.iter().map(|one| one.id.to_string()));
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A value as the field has it, to see whether an expression gives an answer.
pub(super) fn sample(field: Field) -> expression::Value {
    match field.kind() {
        FieldKind::Text => expression::Value::Text("sample".to_owned()),
        FieldKind::Texts => expression::Value::Texts(vec!["sample".to_owned()]),
        FieldKind::Boolean => expression::Value::Boolean(true),
        FieldKind::Date => expression::Value::Text("2000-01-01".to_owned()),
        FieldKind::Count => expression::Value::Count(1),
    }
}
