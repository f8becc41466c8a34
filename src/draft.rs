//! A first manifest, from names as people type them, and a first rule.
//!
//! Every name is looked up in the catalogue, and all that can't be taken is said at once, with the nearest known name.
//! What is written loads without a problem, and its comments teach the rest.

pub mod rule;
mod text;

use std::collections::BTreeMap;

use crate::catalog::{Catalog, CloudName, NotFound};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::profile::{PREFIX, Profiles};
use crate::model::provider::{Agreement, Cloud, Service};
use crate::model::standard::StandardRef;

/// What is said where no service is wanted.
pub const NO_SERVICE: &str = "no service is named";

/// What somebody wants to be declared, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What the deployment is called.
    pub name: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The cloud; the home of the services where none is given.
    pub cloud: Option<String>,
    /// The regions, for every service.
    pub regions: Vec<String>,
    /// The services.
    pub services: Vec<String>,
    /// What must be shown for every service.
    pub requires: Vec<String>,
}

/// A manifest whose names are known.
#[derive(Debug)]
pub struct Draft<'c> {
    facts: &'c Facts,
    name: Option<String>,
    owner: Option<String>,
    /// The id of the cloud of all services, or of a part of it.
    cloud: Option<&'c str>,
    services: Vec<Drafted<'c>>,
    regions: Vec<&'c str>,
    requires: Vec<Required>,
    /// Contracts without which something that is required reaches nobody.
    agreements: Vec<Id<Agreement>>,
}

/// What must be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Required {
    /// A standard.
    Standard(StandardRef),
    /// All that a profile stands for, by its name.
    Profile(String),
}

/// A service instance of the manifest.
#[derive(Debug)]
struct Drafted<'c> {
    /// Unique in the manifest.
    name: String,
    service: Id<Service>,
    /// The id of its cloud, where the deployment has none for all.
    cloud: Option<&'c str>,
}

impl<'c> Draft<'c> {
    /// The manifest that is wanted.
    ///
    /// # Errors
    ///
    /// Every name that is not known, in words, with the nearest one.
    pub fn new(wanted: &Wanted, catalog: &'c Catalog, profiles: &Profiles) -> Result<Self, Vec<String>> {
        let mut complaints = Vec::new();
        if wanted.services.is_empty() {
            complaints.push(NO_SERVICE.to_owned());
        }
        let cloud = wanted.cloud.as_ref().and_then(|text| kept(cloud(catalog, text), &mut complaints));
        let named = |text: &String| service(catalog, text, cloud);
        let services: Vec<_> = wanted.services.iter().filter_map(|text| kept(named(text), &mut complaints)).collect();
        let facts = catalog.facts();
        let homes: Vec<_> = services.iter().map(|&service| facts.services[service].home).collect();
        let shared = homes.first().copied().filter(|first| homes.iter().all(|home| home == first));
        let one = cloud.map(|name| name.cloud).or(shared);
        let regions = regions(catalog, wanted, one, &mut complaints);
        let read = |text: &String| kept(required(catalog, profiles, text), &mut complaints);
        let mut requires: Vec<Required> = Vec::new();
        for one in wanted.requires.iter().filter_map(read) {
            if !requires.contains(&one) {
                requires.push(one);
            }
        }
        if !complaints.is_empty() {
            return Err(complaints);
        }
        let agreements = agreements(catalog, &services, requires.iter().flat_map(|one| one.standards(profiles)));
        let cloud = cloud.map(|name| id_of(facts, name)).or(shared.map(|cloud| facts.clouds[cloud].id.as_str()));
        Ok(Self {
            facts,
            name: filled(wanted.name.as_ref()),
            owner: filled(wanted.owner.as_ref()),
            cloud,
            services: drafted(facts, &services, cloud.is_some()),
            regions,
            requires,
            agreements,
        })
    }

    /// How many service instances it declares.
    pub fn services(&self) -> usize {
        self.services.len()
    }

    /// The cloud that was taken because it is the home of all services, where nobody named one.
    pub fn assumed_clouds(&self, wanted: &Wanted) -> Vec<&'c str> {
        if wanted.cloud.is_some() {
            return Vec::new();
        }
        let mut clouds: Vec<_> = self.services.iter().filter_map(|one| one.cloud).chain(self.cloud).collect();
        clouds.sort_unstable();
        clouds.dedup();
        clouds
    }
}

/// The value, or none and its complaint among the others.
fn kept<T>(found: Result<T, String>, complaints: &mut Vec<String>) -> Option<T> {
    found.map_err(|complaint| complaints.push(complaint)).ok()
}

/// What a name that leads nowhere gives to say.
fn words(error: NotFound) -> String {
    let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}{help}", error.message)
}

/// The cloud, or the part of one, that `text` names.
///
/// # Errors
///
/// That there is none, with the nearest.
pub fn cloud(catalog: &Catalog, text: &str) -> Result<CloudName, String> {
    catalog.names().cloud(catalog.facts(), text).map_err(words)
}

/// The service that `text` names, of the provider of the cloud where one is given.
///
/// # Errors
///
/// That there is none, with the nearest.
pub fn service(catalog: &Catalog, text: &str, cloud: Option<CloudName>) -> Result<Id<Service>, String> {
    let facts = catalog.facts();
    let provider = cloud.map(|name| facts.clouds[name.cloud].provider);
    catalog.names().service(facts, text, provider).map_err(words)
}

/// The region of `cloud` that `text` names.
///
/// # Errors
///
/// That the cloud has none of that name, with the nearest.
pub fn region<'c>(catalog: &'c Catalog, text: &str, cloud: Id<Cloud>) -> Result<&'c str, String> {
    let facts = catalog.facts();
    let region = &facts.regions[catalog.names().region(facts, text, cloud).map_err(words)?];
    if region.cloud == cloud {
        return Ok(region.id.as_str());
    }
    let (its, wanted) = (&facts.clouds[region.cloud], &facts.clouds[cloud]);
    Err(format!("{} is a region of {}, and not of {}", region.id, its.name, wanted.name))
}

/// What `text` asks for, as `standard[:edition][@level]` or by any other spelling.
///
/// # Errors
///
/// That nothing is called so, with the nearest.
pub fn standard(catalog: &Catalog, text: &str) -> Result<StandardRef, String> {
    catalog.names().standard(catalog.facts(), text).map_err(words)
}

impl Required {
    /// The standards that it stands for.
    fn standards(&self, profiles: &Profiles) -> Vec<StandardRef> {
        match self {
            Self::Standard(standard) => vec![*standard],
            Self::Profile(name) => {
                let members = profiles.named(name).map(|profile| profile.members.iter());
                members.into_iter().flatten().map(|member| member.standard).collect()
            }
        }
    }
}

/// What `text` asks for: a standard, or all that a profile stands for.
fn required(catalog: &Catalog, profiles: &Profiles, text: &str) -> Result<Required, String> {
    let Some(name) = text.strip_prefix(PREFIX) else { return standard(catalog, text).map(Required::Standard) };
    if profiles.named(name).is_some() {
        return Ok(Required::Profile(name.to_owned()));
    }
    let near = profiles.nearest(name).map(|near| format!("; did you mean `{PREFIX}{near}`?")).unwrap_or_default();
    Err(format!("no profile `{name}` is known{near}"))
}

fn regions<'c>(
    catalog: &'c Catalog,
    wanted: &Wanted,
    cloud: Option<Id<Cloud>>,
    complaints: &mut Vec<String>,
) -> Vec<&'c str> {
    let Some(cloud) = cloud else {
        // Where the cloud itself could not be taken, that is said already, and a region that no cloud has is wrong in any.
        if wanted.cloud.is_some() {
            let found = wanted.regions.iter().map(|text| catalog.names().region_of_any(text).map_err(words));
            found.for_each(|found| _ = kept(found, complaints));
        }
        if !wanted.regions.is_empty() && wanted.cloud.is_none() && !wanted.services.is_empty() {
            complaints.push("regions belong to one cloud, and these services have several; name it".to_owned());
        }
        return Vec::new();
    };
    let mut regions = Vec::new();
    for found in wanted.regions.iter().filter_map(|text| kept(region(catalog, text, cloud), complaints)) {
        if !regions.contains(&found) {
            regions.push(found);
        }
    }
    regions
}

/// The contracts that the providers of the services offer for what is required, where it needs one.
fn agreements(
    catalog: &Catalog,
    services: &[Id<Service>],
    requires: impl Iterator<Item = StandardRef>,
) -> Vec<Id<Agreement>> {
    let facts = catalog.facts();
    let needed = requires.map(|one| one.standard).filter(|&standard| facts.standards[standard].needs_agreement);
    let mut found: Vec<_> = needed
        .flat_map(|standard| services.iter().map(move |&service| (standard, facts.services[service].provider)))
        .flat_map(|(standard, provider)| catalog.agreements(provider, standard))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn id_of(facts: &Facts, name: CloudName) -> &str {
    let cloud = &facts.clouds[name.cloud];
    let part = name.part.and_then(|part| cloud.parts.get(part));
    part.map_or(cloud.id.as_str(), |part| part.id.as_str())
}

/// The service instances, each with a name of its own: the service's id, and a number from the second one on.
fn drafted<'c>(facts: &'c Facts, services: &[Id<Service>], one_cloud: bool) -> Vec<Drafted<'c>> {
    let mut times: BTreeMap<Id<Service>, usize> = BTreeMap::new();
    let draft = |&service: &Id<Service>| {
        let known = &facts.services[service];
        let times = times.entry(service).or_default();
        *times += 1;
        let name = if *times == 1 { known.id.to_string() } else { format!("{}-{times}", known.id) };
        let cloud = (!one_cloud).then(|| facts.clouds[known.home].id.as_str());
        Drafted { name, service, cloud }
    };
    services.iter().map(draft).collect()
}

/// The text, unless nothing is in it.
fn filled(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).cloned()
}
