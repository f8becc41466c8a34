//! The examples find what their comments say, and nothing else.
//!
//! A comment at the end of a line says what is reported there, gravest first: `# error[rule] standard + warning[rule]`.
//! What a waiver excuses is written `waived[rule] standard`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use compliance_check::check::Checker;
use compliance_check::check::outcome::Finding;

fn manifests() -> Vec<PathBuf> {
    common::files(&common::root().join("examples"), "deploy.toml")
}

/// What the comments of a manifest expect, each as `line: severity[rule] standard`.
fn expected(text: &str) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, comment)) = line.split_once(" # ") else { continue };
        for finding in comment.split(" + ").filter(|part| part.contains('[')) {
            expected.insert(format!("{}: {}", index + 1, finding.trim()));
        }
    }
    expected
}

fn told(finding: &Finding, line: usize) -> String {
    let severity = if finding.waived.is_some() { "waived" } else { finding.severity.name() };
    let standard = finding.standard.as_ref().map(|standard| format!(" {standard}")).unwrap_or_default();
    format!("{line}: {severity}[{}]{standard}", finding.rule)
}

fn as_of(path: &Path, text: &str) -> jiff::civil::Date {
    let line = text.lines().find_map(|line| line.strip_prefix("# as of: "));
    line.and_then(|date| date.parse().ok()).unwrap_or_else(|| panic!("{} has no line `# as of: `", path.display()))
}

#[test]
fn every_example_finds_what_its_comments_say_and_nothing_else() {
    let catalog = common::catalog();
    let rules = common::shipped_rules();
    let mut broken = Vec::new();
    for path in manifests() {
        let source = common::source(&path);
        let policy = std::fs::read_to_string(path.with_file_name("compliance.toml")).unwrap_or_default();
        let policy = common::policy(&policy, &catalog);
        let deployment = common::deployment_under(source.text(), &catalog, &policy.profiles);
        let checker = Checker::new(&catalog, &rules, as_of(&path, source.text())).with_policy(&policy);
        let outcome = checker.check(&deployment);
        let line = |finding: &Finding| source.position(finding.place.span.start).line;
        let found: BTreeSet<_> = outcome.findings.iter().map(|finding| told(finding, line(finding))).collect();
        let expected = expected(source.text());
        broken.extend(expected.difference(&found).map(|one| format!("{}: missing {one}", path.display())));
        broken.extend(found.difference(&expected).map(|one| format!("{}: surplus {one}", path.display())));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn there_are_enough_examples_and_the_clean_one_is_clean() {
    let manifests = manifests();
    assert!(manifests.len() >= 8, "{manifests:?}");
    let clean = common::source(&common::root().join("examples/clean/deploy.toml"));
    assert!(expected(clean.text()).is_empty());
}
