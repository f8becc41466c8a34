//! Services by names that are no spelling of theirs, as far as only one can be meant.

use crate::catalog::{Catalog, CloudName, without_whose};
use crate::draft::{self, Wanted};
use crate::look::{self, Kind, Rank};
use crate::model::id::Id;
use crate::model::provider::Service;

/// How many services are named of those that may be meant.
const FEW: usize = 5;

/// A name as it was typed, and the id and the name of the service that it was taken for.
pub(super) type Taken = (String, String, String);

/// What is wanted, with the id in place of each name that is no spelling of a service and can only mean one, and without
/// those that lead to none; which were taken so; and what is to be said of the others, with those that may be meant.
pub(super) fn understood(wanted: &Wanted, catalog: &Catalog) -> (Wanted, Vec<Taken>, Vec<String>) {
    let cloud = wanted.cloud.as_ref().and_then(|text| draft::cloud(catalog, text).ok());
    let (mut services, mut taken, mut complaints) = (Vec::new(), Vec::new(), Vec::new());
    for text in &wanted.services {
        match find(catalog, text, cloud) {
            Ok(Found::Known) => services.push(text.clone()),
            Ok(Found::Guessed(service)) => {
                let known = &catalog.facts().services[service];
                taken.push((text.clone(), known.id.to_string(), known.name.to_string()));
                services.push(known.id.to_string());
            }
            Err(complaint) => complaints.push(complaint),
        }
    }
    (Wanted { services, ..wanted.clone() }, taken, complaints)
}

/// How a name leads to a service.
pub(super) enum Found {
    /// It is a spelling of it.
    Known,
    /// It is none, and nothing else can be meant.
    Guessed(Id<Service>),
}

/// The service that `text` means, of the provider of the cloud where one is given.
///
/// # Errors
///
/// That there is none, or that there are several, in words.
pub(super) fn find(catalog: &Catalog, text: &str, cloud: Option<CloudName>) -> Result<Found, String> {
    let complaint = match draft::service(catalog, text, cloud) {
        Ok(_) => return Ok(Found::Known),
        Err(complaint) => complaint,
    };
    let facts = catalog.facts();
    let provider = cloud.map(|name| facts.clouds[name.cloud].provider);
    if let [one] = without_whose(facts, text, provider).as_slice() {
        return Ok(Found::Guessed(*one));
    }
    let mut hits = look::search(facts, text).hits;
    hits.retain(|hit| hit.kind == Kind::Service && !matches!(hit.rank, Rank::Substring | Rank::Near));
    // A spelling that somebody else's service has, or that several have, is told as that.
    if hits.iter().any(|hit| hit.rank == Rank::Exact) {
        return Err(complaint);
    }
    let found: Vec<_> = hits.iter().filter_map(|hit| catalog.names().service(facts, &hit.id, provider).ok()).collect();
    match found.as_slice() {
        [] => Err(complaint),
        [one] => Ok(Found::Guessed(*one)),
        many => {
            let names = many.iter().take(FEW).map(|&id| (&facts.services[id].id, &facts.services[id].name));
            let names: Vec<_> = names.map(|(id, name)| format!("`{id}` ({name})")).collect();
            let more = many.len().saturating_sub(FEW);
            let more = if more == 0 { String::new() } else { format!(", or one of {more} more") };
            let first = complaint.split(';').next().unwrap_or(&complaint);
            Err(format!("{first}; it may be {}{more}", names.join(", ")))
        }
    }
}
