//! The examples find what their comments say, and nothing else.
//!
//! A comment at the end of a line says what is reported there: `# error[rule] standard + warning[rule]`. What a waiver
//! excuses is written `waived[rule] standard`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::{Path, PathBuf};

use compliance_check::check::Checker;
use compliance_check::text::Source;
use compliance_check::trial::{self, Differences, Named};

fn manifests() -> Vec<PathBuf> {
    common::files(&common::root().join("examples"), "deploy.toml")
}

fn expected(source: &Source) -> Vec<Named> {
    trial::expected(source).unwrap_or_else(|mistakes| panic!("{}: {mistakes:?}", source.name()))
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
        let deployment = common::deployment(source.text(), &catalog);
        let outcome = Checker::new(&catalog, &rules, as_of(&path, source.text())).check(&deployment);
        let found: Vec<_> = outcome.findings.iter().map(|finding| Named::of(finding, &source)).collect();
        let differences = Differences::between(&expected(&source), &found);
        let told = |what: &str, one: &Named| format!("{}:{}: {what} {one}", path.display(), one.line + 1);
        broken.extend(differences.missing.iter().map(|one| told("missing", one)));
        broken.extend(differences.surplus.iter().map(|one| told("surplus", one)));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn there_are_enough_examples_and_the_clean_one_is_clean() {
    let manifests = manifests();
    assert!(manifests.len() >= 8, "{manifests:?}");
    let clean = common::source(&common::root().join("examples/clean/deploy.toml"));
    assert!(expected(&clean).is_empty());
}
