//! The names that the program carries, for those who type them.

use std::path::Path;

use super::{builtin, paths};
use crate::catalog::Catalog;
use crate::load::manifest;
use crate::model::profile::Profiles;
use crate::model::provider::Region;
use crate::model::standard::StandardRef;
use crate::report::visible;
use crate::text::Source;

/// What a name can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A provider.
    Provider,
    /// A cloud.
    Cloud,
    /// A region.
    Region,
    /// A service.
    Service,
    /// A standard, alone and with each edition and level.
    Standard,
    /// A document.
    Document,
    /// A rule, built in or of a pack.
    Rule,
}

impl Named {
    /// All that the catalogue has names for.
    pub const OF_CATALOGUE: &'static [Self] =
        &[Self::Provider, Self::Cloud, Self::Region, Self::Service, Self::Standard, Self::Document];
}

/// The ids of that kind in what the program carries, sorted, each with what people call it.
pub fn names(kind: Named) -> Vec<(String, String)> {
    of(&builtin::carried(), kind)
}

/// The same in `catalog`; the rules are those that the program carries.
pub(super) fn of(catalog: &Catalog, kind: Named) -> Vec<(String, String)> {
    let facts = catalog.facts();
    let mut names: Vec<(String, String)> = match kind {
        Named::Provider => facts.providers.iter().map(|(_, one)| (one.id.to_string(), one.name.to_string())).collect(),
        Named::Cloud => facts.clouds.iter().map(|(_, one)| (one.id.to_string(), one.name.to_string())).collect(),
        Named::Region => {
            facts.regions.iter().map(|(_, one)| (one.id.to_string(), one.display_name().to_owned())).collect()
        }
        Named::Service => facts.services.iter().map(|(_, one)| (one.id.to_string(), one.name.to_string())).collect(),
        Named::Document => facts.documents.iter().map(|(_, one)| (one.id.to_string(), one.title.to_string())).collect(),
        Named::Standard => {
            let plain =
                facts.standards.iter().map(|(standard, _)| StandardRef { standard, edition: None, level: None });
            let editions = facts.editions.iter().map(|(edition, one)| StandardRef {
                standard: one.standard,
                edition: Some(edition),
                level: None,
            });
            let levels = facts.levels.iter().map(|(level, one)| StandardRef {
                standard: one.standard,
                edition: None,
                level: Some(level),
            });
            let all = plain.chain(editions).chain(levels);
            all.map(|one| (facts.reference(one), facts.title(one))).collect()
        }
        Named::Rule => {
            let packs = builtin::PACKS.iter().flat_map(|pack| pack.rules);
            let ids = builtin::RULES.iter().chain(packs).map(|(path, _)| path.trim_end_matches(".yaml").to_owned());
            ids.map(|id| (id.trim_start_matches("packs/").to_owned(), String::new())).collect()
        }
    };
    names.sort();
    names.dedup();
    names
}

/// The ids of the regions of this cloud, sorted, each with what people call it; of all clouds, where it is none.
pub fn regions_of(cloud: Option<&str>) -> Vec<(String, String)> {
    let catalog = builtin::carried();
    let facts = catalog.facts();
    let cloud = cloud.and_then(|name| catalog.names().cloud(facts, name).ok());
    let is_wanted = |region: &&Region| cloud.is_none_or(|cloud| region.cloud == cloud.cloud);
    let regions = facts.regions.iter().map(|(_, region)| region).filter(is_wanted);
    let mut names: Vec<_> = regions.map(|region| (region.id.to_string(), region.display_name().to_owned())).collect();
    names.sort();
    names
}

/// The words of the command line that a shell wants completed: they stand behind two dashes.
pub fn typed_for_completion() -> Vec<std::ffi::OsString> {
    std::env::args_os().skip_while(|word| word != "--").skip(1).collect()
}

/// The names of the services in a manifest, sorted, each with what the catalogue calls it. A name that a shell would not
/// take as it is is left out: not every shell quotes what it completes.
pub fn services_of(path: &str) -> Vec<(String, String)> {
    let Ok(text) = paths::read_text(Path::new(path)) else { return Vec::new() };
    let catalog = builtin::carried();
    let (deployment, _) = manifest::load(&Source::new(path, text), &catalog, &Profiles::default());
    let facts = catalog.facts();
    let named = deployment
        .services
        .iter()
        .map(|one| (one.name.value.clone(), facts.services[one.service.value].name.to_string()));
    let mut names: Vec<_> = named.filter(|(name, _)| visible::is_bare_word(name)).collect();
    names.sort();
    names
}
