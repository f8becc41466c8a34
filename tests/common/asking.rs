//! One question to a catalogue, and the answer in a line.

use compliance_check::catalog::{Answer, Catalog, Question};
use compliance_check::model::deployment::ServiceInstance;

/// A service, a cloud and what is required; then the day.
pub struct Case<'c> {
    pub service: &'c str,
    pub cloud: &'c str,
    pub requires: &'c str,
    pub more: &'c str,
    pub as_of: &'c str,
}

fn instance(case: &Case<'_>, catalog: &Catalog) -> ServiceInstance {
    let requires =
        if case.requires.starts_with('{') { case.requires.to_owned() } else { format!("{:?}", case.requires) };
    let text = format!(
        "[[services]]\nservice = {:?}\ncloud = {:?}\nrequires = [{requires}]\n{}\n",
        case.service, case.cloud, case.more
    );
    super::deployment(&text, catalog).services.remove(0)
}

/// The catalogue's answer.
pub fn answer(case: &Case<'_>, catalog: &Catalog) -> Answer {
    let instance = instance(case, catalog);
    let demand = &instance.requires[0];
    catalog.resolve(&Question {
        service: instance.service.value,
        cloud: instance.cloud.value,
        region: instance.regions.first().map(|region| region.value),
        required: demand.standard,
        assurance: demand.assurance,
        meets: &instance.meets,
        as_of: case.as_of.parse().expect("a date"),
    })
}

/// Verdict and deciding document, as `verdict by document`.
pub fn told(catalog: &Catalog, answer: &Answer) -> String {
    let document = answer.deciding.as_ref().map(|opinion| catalog.facts().documents[opinion.document].id.as_str());
    match document {
        Some(document) => format!("{} by {document}", answer.verdict.name()),
        None => answer.verdict.name().to_owned(),
    }
}

/// A document on one service, for the cases that no shipped document shows.
pub fn document(id: &str, as_of: &str, rest: &str) -> String {
    format!(
        "id: {id}\ntitle: An example list\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: {as_of}\n\
         as-of-basis: printed\nfound-at: nowhere\n{rest}"
    )
}

/// The shipped catalogue with these documents beside it.
pub fn catalog_with(documents: &[String]) -> Catalog {
    let texts: Vec<&str> = documents.iter().map(String::as_str).collect();
    Catalog::new(super::facts_with(&texts))
}

/// The answer for one service in one government cloud: `verdict by document`, and whether it is contested.
pub fn graph(catalog: &Catalog, region: &str, requires: &str, as_of: &str) -> String {
    let more = if region.is_empty() { String::new() } else { format!("regions = [{region:?}]") };
    let case = Case { service: "graph", cloud: "azure-government", requires, more: &more, as_of };
    let answer = answer(&case, catalog);
    let contested = if answer.contested_by.is_empty() { "" } else { ", contested" };
    format!("{}{contested}", told(catalog, &answer))
}
