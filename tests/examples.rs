//! The examples find what their comments say, and nothing else.
//!
//! A comment at the end of a line says what is reported there: `# error[rule] standard + warning[rule]`. What a waiver
//! excuses is written `waived[rule] standard`.

use crate::common;

use std::path::{Path, PathBuf};

use compliance_check::check::Checker;
use compliance_check::model::profile::Profiles;
use compliance_check::text::Source;
use compliance_check::trial::{self, Differences, Ground, Named, Trials};

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
    let (shipped, of_packs) = (common::shipped_rules(), common::pack_profiles(&catalog));
    let mut broken = Vec::new();
    for path in manifests() {
        let source = common::source(&path);
        let policy = std::fs::read_to_string(path.with_file_name("compliance.toml")).unwrap_or_default();
        let policy = common::policy(&policy, &catalog);
        let has_own = !policy.rules.is_empty() || !policy.packs.is_empty();
        let folder = path.parent().expect("it lies in a folder");
        let own = has_own.then(|| common::rules_under(&policy, folder, &catalog));
        let rules = own.as_ref().unwrap_or(&shipped);
        let mut profiles = of_packs.clone();
        policy.profiles.iter().for_each(|profile| profiles.add(profile.clone()));
        let deployment = common::deployment_under(source.text(), &catalog, &profiles);
        let checker = Checker::new(&catalog, rules, as_of(&path, source.text())).with_policy(&policy);
        let outcome = checker.check(&deployment);
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

/// Each of these is a sentence as people say it in a compliance team.
#[test]
fn every_rule_of_an_example_is_short_and_shows_what_it_does() {
    let catalog = common::catalog();
    let paths = common::files(&common::root().join("examples"), ".yaml");
    assert!(paths.len() >= 4, "{paths:?}");
    for path in &paths {
        let source = common::source(path);
        let (name, lines) = (source.name().to_owned(), source.text().lines().count());
        assert!(lines < 25, "{name} has {lines} lines");
        let rules = common::rules_with([source], &catalog);
        let rule = rules.rules.iter().find(|rule| rule.source.name() == name).expect("it is a rule");
        let kinds: Vec<_> = rule.examples.iter().map(|example| example.fails).collect();
        assert!(kinds.contains(&true) && kinds.contains(&false), "{name} has too few examples");
        let ground = Ground { catalog: &catalog, rules: &rules, profiles: &Profiles::default() };
        let trial = Trials::new(ground).of(rule);
        let faults: Vec<_> = trial.examples.iter().flat_map(|tried| tried.ended.faults()).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}
