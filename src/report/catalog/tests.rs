//! What other people's programs rely on: a schema for each page, and that pages keep to it.

use serde::Serialize;
use serde_json::{Value, json};

use super::super::schema::{complaints, is_that_of};
use super::{CatalogSummary, Versioned, json as write};
use crate::catalog::Catalog;
use crate::look::{Filter, FilterBy, List, Listed, Look, Page, Search, find, search};
use crate::model::facts::Facts;

fn shown(value: &impl Serialize) -> Value {
    let mut out = Vec::new();
    let catalog = CatalogSummary { digest: "0123456789abcdef".repeat(4), documents: 200, claims: 16_352 };
    write(value, &catalog, &mut out).expect("a vector takes it");
    serde_json::from_slice(&out).expect("it is JSON")
}

fn look(catalog: &Catalog) -> Look<'_> {
    Look::new(catalog, jiff::civil::date(2026, 11, 1))
}

#[test]
fn the_schemas_are_those_of_the_types() {
    is_that_of::<Versioned<'_, List<'_>>>("catalog-list");
    is_that_of::<Versioned<'_, Page<'_>>>("catalog-show");
    is_that_of::<Versioned<'_, Search>>("catalog-search");
    is_that_of::<super::super::flaws::Document<'_>>("catalog-lint");
    is_that_of::<super::super::flaws::Document<'_>>("rules-lint");
    is_that_of::<super::super::changes::Document<'_>>("catalog-diff");
}

#[test]
fn lists_pages_and_searches_keep_to_their_schemas() {
    let catalog = crate::run::carried();
    let none = Filter::new(&catalog, None, &FilterBy::default()).expect("nothing is narrowed");
    for listed in std::iter::once(None).chain(Listed::ALL.map(Some)) {
        let list = shown(&look(&catalog).list(listed, &none));
        assert_eq!(complaints("catalog-list", &list), Vec::<String>::new(), "{listed:?}");
    }
    for thing in some_of_each_kind(catalog.facts()) {
        let page = look(&catalog).page(find(&catalog, &thing).expect("it is known"));
        assert_eq!(complaints("catalog-show", &shown(&page)), Vec::<String>::new(), "{thing}");
    }
    let found = shown(&search(catalog.facts(), "a"));
    assert!(found["hits"].as_array().is_some_and(|hits| !hits.is_empty()));
    assert_eq!(complaints("catalog-search", &found), Vec::<String>::new());
}

#[test]
fn the_schemas_refuse_what_is_not_in_them() {
    let catalog = crate::run::carried();
    let none = Filter::default();
    let list = shown(&look(&catalog).list(Some(Listed::Clouds), &none));
    for (key, wrong) in [
        ("version", json!("2")),
        ("catalog", json!({})),
        ("as_of", json!("today")),
        ("clouds", json!([{}])),
        ("more", json!(1)),
    ] {
        let mut list = list.clone();
        list[key] = wrong;
        assert!(!complaints("catalog-list", &list).is_empty(), "{key}");
    }
}

/// A few of every sort of thing, as names that lead to one thing each.
fn some_of_each_kind(facts: &Facts) -> Vec<String> {
    let mut names = Vec::new();
    names.extend(facts.services.iter().step_by(40).map(|(_, one)| format!("service:{}", one.id)));
    names.extend(facts.standards.iter().map(|(_, one)| format!("standard:{}", one.id)));
    names.extend(facts.clouds.iter().map(|(_, one)| format!("cloud:{}", one.id)));
    names.extend(
        facts.regions.iter().step_by(10).map(|(_, one)| format!("region:{}/{}", facts.clouds[one.cloud].id, one.id)),
    );
    names.extend(facts.documents.iter().step_by(5).map(|(_, one)| format!("document:{}", one.id)));
    names.extend(facts.agreements.iter().map(|(_, one)| format!("agreement:{}", one.id)));
    names.extend(facts.providers.iter().take(3).map(|(_, one)| format!("provider:{}", one.id)));
    names
}
