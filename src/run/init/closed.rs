//! Clouds and regions that were closed: a manifest that begins there could only ever fail.

use jiff::civil::Date;

use crate::catalog::{Catalog, CloudName};
use crate::draft::{self, Wanted};
use crate::model::evidence::StatedIn;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, RegionStatus};

/// How many documents are named that state a closing, and how many other clouds.
const FEW: usize = 3;

/// What is wanted and was closed before `today`, each in words: since when, and by which documents.
pub(super) fn complaints(wanted: &Wanted, catalog: &Catalog, today: Date) -> Vec<String> {
    let facts = catalog.facts();
    let named = wanted.cloud.as_ref().and_then(|text| draft::cloud(catalog, text).ok());
    let services: Vec<_> =
        wanted.services.iter().filter_map(|text| draft::service(catalog, text, named).ok()).collect();
    let clouds: Vec<Id<Cloud>> = match named {
        Some(name) => vec![name.cloud],
        None => services.iter().map(|&service| facts.services[service].home).collect(),
    };
    let mut complaints: Vec<String> = clouds.iter().filter_map(|&cloud| of_cloud(facts, cloud, today)).collect();
    if complaints.is_empty() {
        let regions = wanted.regions.iter().flat_map(|text| clouds.iter().map(move |&cloud| (text, cloud)));
        complaints.extend(regions.filter_map(|(text, cloud)| of_region(catalog, text, cloud, today)));
    }
    complaints.sort();
    complaints.dedup();
    complaints
}

/// The cloud that `text` names, which customers can use still.
///
/// # Errors
///
/// That there is none, or that it was closed, in words.
pub(super) fn open_cloud(catalog: &Catalog, text: &str, today: Date) -> Result<CloudName, String> {
    let name = draft::cloud(catalog, text)?;
    of_cloud(catalog.facts(), name.cloud, today).map_or(Ok(name), Err)
}

/// That a cloud was closed.
fn of_cloud(facts: &Facts, cloud: Id<Cloud>, today: Date) -> Option<String> {
    let known = &facts.clouds[cloud];
    let last = known.status.closed().filter(|last| *last < today)?;
    let open = facts.clouds.iter().filter(|(_, one)| one.provider == known.provider && one.status.name() == "active");
    let open: Vec<_> = open.map(|(_, one)| format!("`{}`", one.id)).collect();
    let more = open.len().saturating_sub(FEW);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let first = open.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
    let provider = &facts.providers[known.provider].name;
    let verb = if open.len() == 1 { "runs" } else { "run" };
    let whom = format!(" of {provider} still {verb}, and whom each takes, {provider} says");
    let open = if open.is_empty() { first } else { format!("; {first}{more}{whom}") };
    let by = by(facts, &known.stated_in);
    Some(format!("{} was closed: its last day was {last}{by}, and nothing is covered there{open}", known.id))
}

/// That a region was closed, alone or with its cloud, which may be another one than the wanted one.
fn of_region(catalog: &Catalog, text: &str, cloud: Id<Cloud>, today: Date) -> Option<String> {
    let facts = catalog.facts();
    let region = &facts.regions[catalog.names().region(facts, text, cloud).ok()?];
    match region.status {
        RegionStatus::Closed(last) if last < today => {
            Some(format!("{} was closed: its last day was {last}{}", region.id, by(facts, &region.stated_in)))
        }
        _ if region.cloud == cloud => None,
        _ => of_cloud(facts, region.cloud, today),
    }
}

/// Who says it, for the middle of a sentence.
fn by(facts: &Facts, stated_in: &[StatedIn]) -> String {
    let title = |stated: &StatedIn| match *stated {
        StatedIn::Document(document) => Some(format!("\"{}\"", facts.documents[document].title)),
        StatedIn::Publication(publication) => {
            let known = &facts.publications[publication];
            Some(known.title.as_ref().map_or_else(|| known.id.to_string(), |title| format!("\"{title}\"")))
        }
        StatedIn::Unverified | StatedIn::Inference => None,
    };
    let titles: Vec<_> = stated_in.iter().filter_map(title).take(FEW).collect();
    if titles.is_empty() { String::new() } else { format!(" (stated in {})", titles.join(", ")) }
}
