//! A provider that no shipped file knows, with as many clouds, platforms and agreements as a test may need.

use compliance_check::catalog::{Answer, Catalog, Given, Question};
use compliance_check::load::catalogue::Folder;

/// The provider: a closed cloud, one with regions and eight without, two platforms of which the first says nothing, a
/// service of both, and two agreements for one standard.
fn provider() -> String {
    let clouds: String = (2..=9)
        .map(|number| {
            format!("  - {{ id: pier-{number}, name: Pier {number}, status: active, stated-in: unverified }}\n")
        })
        .collect();
    format!(
        "provider: harbour\nname: Harbour\nclouds:\n  \
         - {{ id: old-pier, name: Old Pier, status: closed, closed: 2025-12-31, stated-in: unverified }}\n  \
         - id: pier-1\n    name: Pier 1\n    status: active\n    stated-in: unverified\n    regions:\n      \
         - {{ id: north, stated-in: unverified }}\n      - {{ id: south, stated-in: unverified }}\n      \
         - {{ id: west, stated-in: unverified }}\n{clouds}\
         services:\n  - {{ id: dock, name: Dock, platform: true, home: pier-1, stated-in: unverified }}\n  \
         - {{ id: quay, name: Quay, platform: true, home: pier-1, stated-in: unverified }}\n  \
         - {{ id: crane, name: Crane, home: pier-1, part-of: [dock, quay], stated-in: unverified }}\n\
         agreements:\n  - {{ id: first-baa, name: First BAA, standard: hipaa-baa, stated-in: unverified }}\n  \
         - {{ id: second-baa, name: Second BAA, standard: hipaa-baa, stated-in: unverified }}\n"
    )
}

/// The shipped catalogue with the provider and these documents of it: an id, a date, and what follows the header.
pub fn catalog(documents: &[(&str, &str, &str)]) -> Catalog {
    catalog_beside(&[], documents)
}

/// The same with more standards.
pub fn catalog_beside(standards: &[String], documents: &[(&str, &str, &str)]) -> Catalog {
    let documents: Vec<_> = documents.iter().map(|(id, as_of, rest)| document(id, as_of, rest)).collect();
    let provider = provider();
    let mut files = vec![(Folder::Providers, provider.as_str())];
    files.extend(standards.iter().map(|text| (Folder::Standards, text.as_str())));
    files.extend(documents.iter().map(|text| (Folder::Evidence, text.as_str())));
    Catalog::new(super::facts_beside(&files))
}

fn document(id: &str, as_of: &str, rest: &str) -> String {
    format!(
        "id: {id}\ntitle: An example list\npublisher: Nobody\nprovider: harbour\nkind: example\nas-of: {as_of}\n\
         as-of-basis: printed\nfound-at: nowhere\n{rest}"
    )
}

/// The answer for the service in the cloud with regions, in one of them or in none.
pub fn answer(catalog: &Catalog, region: &str, requires: &str, as_of: &str) -> Answer {
    Answer::clone(&shared_answer(catalog, region, requires, as_of))
}

/// The same as the catalogue gives it, to everybody who asks so.
pub fn shared_answer<'c>(catalog: &'c Catalog, region: &str, requires: &str, as_of: &str) -> Given<'c> {
    let region = if region.is_empty() { String::new() } else { format!("{region:?}") };
    let text = manifest("pier-1", &region, &format!("{requires:?}"));
    let instance = super::deployment(&text, catalog).services.remove(0);
    let question = Question {
        service: instance.service.value,
        cloud: instance.cloud.value,
        region: instance.regions.first().map(|region| region.value),
        required: instance.requires[0].standard,
        assurance: instance.requires[0].assurance,
        meets: &instance.meets,
        as_of: as_of.parse().expect("a date"),
    };
    catalog.resolve(&question)
}

/// The answer as `verdict by document`, and whether it is contested.
pub fn told(catalog: &Catalog, region: &str, requires: &str, as_of: &str) -> String {
    let answer = answer(catalog, region, requires, as_of);
    let document = answer.deciding.as_ref().map(|opinion| catalog.facts().documents[opinion.document].id.as_str());
    let by = document.map(|document| format!(" by {document}")).unwrap_or_default();
    let contested = if answer.contested_by.is_empty() { "" } else { ", contested" };
    format!("{}{by}{contested}", answer.verdict.name())
}

/// A block of claims on the service in one cloud, each a statement and the rest of it: `in-scope at: a, standards: [x]`.
pub fn claims(cloud: &str, claims: &[&str]) -> String {
    let lines = claims.iter().map(|claim| {
        let (statement, rest) = claim.split_once(' ').unwrap_or((claim, ""));
        format!("  - {{ {statement}: crane, cloud: {cloud}, {rest} }}\n")
    });
    format!("claims:\n{}", lines.collect::<String>())
}

/// A manifest with one use of the service.
pub fn manifest(cloud: &str, regions: &str, requires: &str) -> String {
    format!(
        "[[services]]\nname = \"crane\"\nservice = \"crane\"\ncloud = {cloud:?}\nregions = [{regions}]\n\
         requires = [{requires}]\n"
    )
}
