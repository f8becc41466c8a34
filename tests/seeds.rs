//! The first documents are carried whole: every statement has its claim, every claim its statement, and every audit
//! document that they name is there.
//!
//! The expectations in `tests/data/` were written from the documents, apart from the catalogue's files. The first column
//! numbers the statements; several of them may share a claim.

use crate::common;

use std::collections::BTreeSet;

use compliance_check::model::evidence::{Claim, Statement};
use compliance_check::model::facts::Facts;
use compliance_check::model::standard::StandardRef;

const DOCUMENTS: [&str; 4] = [
    "azure-bot-service-2021-08-03",
    "azure-bot-service-2019-05-23",
    "microsoft-iso-27001-2019-06-30",
    "microsoft-iso-22301-2019-06-30",
];

/// The lines of a table without its header; a field may be quoted.
fn rows(name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(common::root().join("tests/data").join(name)).expect("the table is there");
    text.lines().skip(1).map(fields).collect()
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("there is always a field").push(c),
        }
    }
    fields
}

fn claimed(facts: &Facts, claim: &Claim) -> String {
    assert_eq!(claim.statement, Statement::InScope, "the first documents exclude nothing");
    let standard = &facts.standards[claim.standard.standard];
    let condition =
        claim.conditions.first().map(|&index| facts.documents[claim.document].conditions[index].id.to_string());
    let regions: Vec<_> = claim.regions.iter().map(|&region| facts.regions[region].id.as_str()).collect();
    [
        facts.documents[claim.document].id.to_string(),
        facts.services[claim.service].id.to_string(),
        claim.cloud.map(|cloud| facts.clouds[cloud].id.to_string()).unwrap_or_default(),
        standard.id.to_string(),
        claim.standard.edition.map(|edition| facts.editions[edition].id.to_string()).unwrap_or_default(),
        claim.standard.level.map(|level| facts.levels[level].id.to_string()).unwrap_or_default(),
        claim.from.map(|date| date.to_string()).unwrap_or_default(),
        claim.until.map(|date| date.to_string()).unwrap_or_default(),
        condition.unwrap_or_default(),
        regions.join("|"),
    ]
    .join(",")
}

#[test]
fn every_statement_has_its_claim_and_nothing_else_is_claimed() {
    let facts = common::facts_with(&[]);
    let rows = rows("seed_statements.csv");
    let numbers: BTreeSet<_> = rows.iter().map(|row| row[0].clone()).collect();
    assert_eq!(numbers.len(), 100, "58 statements that something is held, 42 that it is in scope");
    let stated: BTreeSet<_> = rows.iter().map(|row| row[1..].join(",")).collect();
    let claims =
        facts.claims.iter().filter(|(_, claim)| DOCUMENTS.contains(&facts.documents[claim.document].id.as_str()));
    let claimed: BTreeSet<_> = claims.map(|(_, claim)| claimed(&facts, claim)).collect();
    let missing: Vec<_> = stated.difference(&claimed).collect();
    let surplus: Vec<_> = claimed.difference(&stated).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:#?}\nsurplus: {surplus:#?}");
}

#[test]
fn every_audit_document_that_is_named_is_there_and_no_other() {
    let facts = common::facts_with(&[]);
    let mut stated: Vec<_> = rows("seed_audit_documents.csv").iter().map(|row| row[1..].join(",")).collect();
    assert_eq!(stated.len(), 100, "93, 5 and 2 rows");
    let mut there = Vec::new();
    for (_, document) in facts.documents.iter() {
        for audit in &document.audit_documents {
            let cloud = audit.cloud.map(|cloud| facts.clouds[cloud].id.to_string()).unwrap_or_default();
            for &service in &audit.services {
                for &standard in &audit.standards {
                    let service = &facts.services[service].id;
                    let standard = facts.reference(standard);
                    there.push(format!("{},{},{service},{cloud},{standard},{}", document.id, audit.kind, audit.title));
                }
            }
        }
    }
    stated.sort();
    there.sort();
    assert_eq!(there, stated);
}

#[test]
fn the_misprint_is_kept_and_never_believed() {
    let facts = common::facts_with(&[]);
    let (_, document) =
        facts.documents.iter().find(|(_, document)| document.id.as_str() == DOCUMENTS[1]).expect("it is there");
    let [disputed] = document.disputed.as_slice() else { panic!("one misprint") };
    assert_eq!(disputed.printed, "ISO 27019:2014");
    let misprinted = |reference: StandardRef| reference.standard == disputed.standard;
    assert!(!facts.claims.iter().any(|(_, claim)| misprinted(claim.standard)), "nothing is claimed for it");
}
