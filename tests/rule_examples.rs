//! Every shipped rule speaks on its failing examples, and is silent on its passing ones.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::model::verdict::Verdict;
use compliance_check::text::Source;

#[test]
fn every_rule_speaks_where_its_examples_say_so_and_nowhere_else() {
    let rules = common::shipped_rules();
    let plain = common::catalog();
    for rule in &rules.rules {
        assert!(rule.examples.iter().any(|example| example.fails), "{} has no failing example", rule.id);
        assert!(rule.examples.iter().any(|example| !example.fails), "{} has no passing example", rule.id);
        for example in &rule.examples {
            let beside = example.evidence.as_ref().map(|text| Catalog::new(common::facts_with(&[text])));
            let catalog = beside.as_ref().unwrap_or(&plain);
            let policy = common::policy(example.policy.as_deref().unwrap_or_default(), catalog);
            let deployment = common::deployment(&example.manifest, catalog);
            let beside = example.beside.iter().map(|text| Source::new("beside.yaml", text.as_str()));
            let with_beside = common::rules_with(beside, catalog);
            let outcome = Checker::new(catalog, &with_beside, example.as_of).with_policy(&policy).check(&deployment);
            let spoke = outcome.findings.iter().any(|finding| finding.rule == rule.id);
            assert_eq!(spoke, example.fails, "{} on\n{}", rule.id, example.manifest);
        }
    }
}

#[test]
fn every_verdict_but_covered_has_a_rule_of_its_name() {
    let rules = common::shipped_rules();
    let ids: BTreeSet<_> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Covered) {
        let id = format!("coverage/{}", verdict.name());
        assert!(ids.contains(id.as_str()), "add rules/{id}.yaml");
    }
}

#[test]
fn every_rule_stands_in_the_file_that_its_id_names() {
    for rule in &common::shipped_rules().rules {
        let path = common::root().join("rules").join(format!("{}.yaml", rule.id));
        assert_eq!(rule.source.name(), path.display().to_string());
    }
}
