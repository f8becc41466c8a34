//! Nothing is lost on the way from the published tables to the catalogue: what became of every row adds up, and every
//! document claims what its rows say.

use crate::common;

use std::collections::{BTreeMap, BTreeSet};

use compliance_check::catalog::Catalog;

/// The rows of each published table, as its readers counted them.
const TABLES: [(&str, usize); 22] = [
    ("aws-google/aws_scope.csv", 5581),
    ("aws-google/fedramp_marketplace.csv", 642),
    ("aws-google/fedramp_services.csv", 2983),
    ("aws-google/google_control_package_regions.csv", 36),
    ("aws-google/google_scope.csv", 997),
    ("aws-google/regions.csv", 90),
    ("aws-google/sources.csv", 29),
    ("microsoft/azure_audit_scope.csv", 5718),
    ("microsoft/azure_il5_region_matrix_2019.csv", 216),
    ("microsoft/azure_offering_index.csv", 94),
    ("microsoft/bot_service_versions.csv", 692),
    ("microsoft/clouds.csv", 19),
    ("microsoft/offering_region_scope.csv", 23),
    ("microsoft/offering_scope.csv", 2915),
    ("microsoft/regions.csv", 84),
    ("microsoft/service_level_docs.csv", 40),
    ("microsoft/sources.csv", 31),
    ("standards/editions.csv", 102),
    ("standards/levels.csv", 69),
    ("standards/relations.csv", 62),
    ("standards/seed_claims.csv", 309),
    ("standards/standards.csv", 110),
];

/// Why a row may be left out. There is no other reason.
const REASONS: [&str; 10] = [
    "absent-from-table",
    "blank-cell",
    "disputed",
    "duplicate",
    "misprint",
    "names-no-service",
    "no-scope-stated",
    "said-row-by-row",
    "service-of-a-provider-that-is-not-modelled",
    "standard-not-in-the-data",
];

/// The fields of a line of comma-separated values.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                fields.last_mut().expect("there is one").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            letter => fields.last_mut().expect("there is one").push(letter),
        }
    }
    fields
}

fn rows(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(common::root().join(path)).expect("the file is text");
    text.lines().skip(1).map(fields).collect()
}

#[test]
fn what_became_of_every_row_adds_up() {
    let mut rows_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows("catalog/counts.csv") {
        let [table, _source, became, reason, count] = row.as_slice() else { panic!("five columns: {row:?}") };
        let count: usize = count.parse().expect("a number");
        *rows_of.entry(table.clone()).or_default() += count;
        assert!(["claim", "alias", "fact", "limit", "left-out"].contains(&became.as_str()), "{row:?}");
        assert_eq!(became == "left-out", !reason.is_empty(), "{row:?}");
        if became == "left-out" {
            assert!(REASONS.contains(&reason.as_str()), "{row:?}");
            *left_out.entry((table.clone(), reason.clone())).or_default() += count;
        }
    }
    for (table, rows) in TABLES {
        assert_eq!(rows_of.get(table), Some(&rows), "{table}");
    }
    // The index of offerings states no scope at all; every other row that is left out is named.
    left_out.retain(|(table, _), _| table != "microsoft/azure_offering_index.csv");
    let mut named: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    for row in rows("catalog/left-out.csv") {
        assert!(numbers.insert((row[0].clone(), row[1].clone())), "named twice: {row:?}");
        *named.entry((row[0].clone(), row[2].clone())).or_default() += 1;
    }
    assert_eq!(named, left_out);
}

#[test]
fn every_document_claims_what_its_rows_say() {
    let facts = common::facts_with(&[]);
    let mut claims: BTreeMap<&str, usize> = BTreeMap::new();
    let mut services: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (_, claim) in facts.claims.iter() {
        let document = facts.documents[claim.document].id.as_str();
        *claims.entry(document).or_default() += 1;
        services.entry(document).or_default().insert(claim.service.index());
    }
    let expected = rows("tests/data/document_counts.csv");
    for row in &expected {
        let [id, as_of, service_count, _rows, claim_count] = row.as_slice() else { panic!("five columns: {row:?}") };
        let document = facts.documents.iter().find(|(_, document)| document.id.as_str() == id);
        let (_, document) = document.unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(document.as_of.to_string(), *as_of, "{id}");
        assert_eq!(claims.get(id.as_str()).copied().unwrap_or_default().to_string(), *claim_count, "claims of {id}");
        let named = services.get(id.as_str()).map(BTreeSet::len).unwrap_or_default();
        assert_eq!(named.to_string(), *service_count, "services of {id}");
    }
    assert_eq!(facts.documents.len(), expected.len());
    // 196 public services in two columns, 177 services of the government cloud in five.
    assert_eq!(claims["azure-audit-scope-2026-09-21"], 196 * 2 + 177 * 5);
}

#[test]
fn every_printed_name_is_one_service_in_any_letter_case() {
    let catalog = Catalog::new(common::facts_with(&[]));
    let facts = catalog.facts();
    let mut ambiguous = BTreeSet::new();
    for row in rows("tests/data/printed_names.csv") {
        let [provider, printed, service] = row.as_slice() else { panic!("three columns: {row:?}") };
        let provider = facts.providers.iter().find(|(_, one)| one.id.as_str() == provider).map(|(id, _)| id);
        for spelling in [printed.clone(), printed.to_uppercase(), printed.to_lowercase()] {
            let found = catalog.names().service(facts, &spelling, provider).map(|id| facts.services[id].id.to_string());
            assert_eq!(found.as_deref(), Ok(service.as_str()), "{spelling}");
        }
        // Without its provider a name may mean services of two, and says so by name.
        match catalog.names().service(facts, printed, None) {
            Ok(id) => assert_eq!(facts.services[id].id.as_str(), service, "{printed}"),
            Err(not_found) => {
                assert!(not_found.message.contains(service.as_str()), "{printed}: {}", not_found.message);
                ambiguous.insert(printed.clone());
            }
        }
    }
    assert!(ambiguous.contains("Container Registry"), "{ambiguous:?}");
}
