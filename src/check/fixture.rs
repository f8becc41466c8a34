//! The subjects of a manifest, for tests.

use super::subject::{Context, Detail, Item};
use super::{Checker, Spread, Within};
use crate::catalog::Catalog;
use crate::load::manifest;
use crate::model::profile::Profiles;
use crate::model::rule::Rules;
use crate::text::Source;

/// Gives the subjects of uses of what the catalogue's claims are on to `look`.
pub(super) fn with_items(catalog: &Catalog, rules: &Rules, look: impl FnOnce(&Context<'_>, &[Item<'_>])) {
    let source = Source::new("deploy.toml", text(catalog));
    let (deployment, problems) = manifest::load(&source, catalog, &Profiles::default());
    assert!(problems.is_empty(), "{problems:?}");
    let checker = Checker::new(catalog, rules, "2026-11-22".parse().expect("a date"));
    let services = deployment.services.len();
    let within = Within { whole: None, services, detail: Detail::Line, spread: Spread::OneThread };
    checker.with_subjects(&deployment, within, |judgement, _, items| look(judgement.context, &items));
}

/// A manifest with uses of what claims of the catalogue are on, four for each claim, which have a service, a cloud and a requirement in
/// common, some of them regions too, and differ in all else.
fn text(catalog: &Catalog) -> String {
    let facts = catalog.facts();
    let claims: Vec<_> = facts.claims.iter().map(|(_, claim)| claim).collect();
    let agreements = facts.agreements.iter().take(1);
    let mut text: String = agreements.map(|(_, one)| format!("[[agreements]]\nagreement = \"{}\"\n", one.id)).collect();
    for number in 0..96 {
        let claim = claims[number / 4 * 613 % claims.len()];
        let (service, cloud) = (&facts.services[claim.service], &facts.clouds[catalog.cloud_of(claim)]);
        let regions = cloud.regions.iter().skip(number % 2).take(number % 4);
        let regions: Vec<_> = regions.map(|&region| facts.regions[region].id.as_str()).collect();
        let rest = ["data = [\"letters\"]", "tags = { tier = \"gold\" }", "meets = []", ""][number % 4];
        text.push_str(&format!(
            "[[services]]\nname = \"use-{number}\"\nservice = \"{}\"\ncloud = \"{}\"\nregions = {regions:?}\n\
             requires = [\"{}\"]\n{rest}\n",
            service.id,
            cloud.id,
            facts.reference(claim.standard),
        ));
    }
    text
}
