//! Edits of manifests that close gaps: what is offered, what isn't, and how the text is edited.

mod command;
mod many;
mod offers;
mod own_rules;
mod property;
mod text;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::common;
use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::outcome::Finding;
use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::model::rule::Rules;
use compliance_check::suggest::{Proposals, Suggestion, apply, propose};
use compliance_check::text::Source;

/// The day for which the tests decide.
const DAY: &str = "2026-03-01";

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let read = |folder: Folder| {
        let paths = common::files(&anchorage().join(folder.name()), ".yaml");
        paths.into_iter().map(move |path| CatalogueFile { folder, source: common::source(&path) })
    };
    let files: Vec<_> = Folder::ALL.into_iter().flat_map(read).collect();
    Catalog::new(catalogue::load(&files).unwrap_or_else(|problems| panic!("{}", common::lines(problems))))
});

static RULES: LazyLock<Rules> = LazyLock::new(common::shipped_rules);

/// The folder of the catalogue that exists for these tests.
fn anchorage() -> PathBuf {
    common::root().join("tests/data/anchorage")
}

/// What is found in a manifest, less what waivers excuse.
fn findings(text: &str) -> Vec<Finding> {
    let (deployment, _) =
        compliance_check::load::manifest::load(&Source::new("deploy.toml", text), &CATALOG, &Default::default());
    let outcome = Checker::new(&CATALOG, &RULES, DAY.parse().expect("a date")).check(&deployment);
    outcome.findings.into_iter().filter(|finding| finding.waived.is_none()).collect()
}

fn proposals(text: &str) -> Proposals {
    let checker = Checker::new(&CATALOG, &RULES, DAY.parse().expect("a date"));
    propose(&checker, &Source::new("deploy.toml", text))
}

/// The one suggestion that there is.
#[track_caller]
fn suggestion(text: &str) -> Suggestion {
    let proposals = proposals(text);
    let [one] = proposals.suggestions.as_slice() else { panic!("{proposals:#?}") };
    one.clone()
}

/// The manifest with every edit made, those included that somebody has to confirm.
fn edited(text: &str) -> String {
    apply(text, &proposals(text).edits(true)).expect("edits fit")
}

/// What each suggestion does.
fn what(suggestions: &[Suggestion]) -> Vec<&str> {
    suggestions.iter().map(|one| one.what.as_str()).collect()
}

/// Findings as `rule standard`.
fn told(findings: &[Finding]) -> Vec<String> {
    let standard = |one: &Finding| one.standard.as_ref().map(|standard| format!(" {standard}")).unwrap_or_default();
    findings.iter().map(|one| format!("{}{}", one.rule, standard(one))).collect()
}

/// One service.
fn service(service: &str, cloud: &str, regions: &str, requires: &str) -> String {
    format!("[[services]]\nservice = {service:?}\ncloud = {cloud:?}\nregions = [{regions}]\nrequires = [{requires}]\n")
}

/// Runs the command on the catalogue of these tests.
fn run(folder: &Path, arguments: &[&str], input: &str) -> common::Ran {
    let catalog = anchorage();
    let mut known = vec!["--no-builtin".to_owned(), "--catalog".to_owned(), catalog.display().to_string()];
    // The packs name documents that this catalogue doesn't have.
    for group in ["coverage", "evidence", "obligation", "placement", "service", "waiver"] {
        known.extend(["--rules".to_owned(), common::root().join("rules").join(group).display().to_string()]);
    }
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    common::run_in(folder, &[&["suggest", "--as-of", DAY], &known[..], arguments].concat(), input)
}
