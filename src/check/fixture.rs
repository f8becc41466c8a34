//! A manifest for tests.

use crate::catalog::Catalog;

/// Uses of what claims of the catalogue are on, four for each claim, which have a service, a cloud and a requirement in
/// common, some of them regions too, and differ in all else.
pub(super) fn manifest(catalog: &Catalog) -> String {
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
