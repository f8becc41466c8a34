//! The names that are offered while somebody types.

use crate::catalog::Catalog;
use crate::look::{self, Kind};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Provider};
use crate::report::catalog::message;

/// What stands between an id and the name that is shown with it.
const BETWEEN: &str = " · ";

/// No more names than this are offered: whoever sees more types another letter.
const MOST: usize = 40;

/// What sort of names is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offers {
    /// None: the answer is the reader's own.
    Nothing,
    /// Clouds.
    Clouds,
    /// Services, of one provider where one is given.
    Services(Option<Id<Provider>>),
    /// The regions of a cloud.
    Regions(Id<Cloud>),
    /// Standards, with editions and levels.
    Standards,
}

impl Offers {
    /// The names that `typed` may mean, the best first, as they are shown.
    pub(super) fn on(self, catalog: &Catalog, typed: &str) -> Vec<String> {
        let facts = catalog.facts();
        let typed = typed.trim();
        let shown = |id: &str, name: &str| {
            if id == name { message(id) } else { format!("{}{BETWEEN}{}", message(id), message(name)) }
        };
        let mut found: Vec<String> = match self {
            Self::Nothing => Vec::new(),
            Self::Regions(cloud) => {
                let regions = facts.clouds[cloud].regions.iter().map(|&region| &facts.regions[region]);
                let wanted = typed.to_lowercase();
                let has = |text: &str| text.to_lowercase().contains(&wanted);
                let fits = regions.filter(|one| has(one.id.as_str()) || has(one.display_name()));
                fits.map(|one| shown(one.id.as_str(), one.display_name())).collect()
            }
            // Of nothing, everything could be meant.
            _ if typed.is_empty() => Vec::new(),
            Self::Clouds => hits(facts, typed, Kind::Cloud).map(|(id, name)| shown(&id, &name)).collect(),
            Self::Standards => hits(facts, typed, Kind::Standard).map(|(id, name)| shown(&id, &name)).collect(),
            Self::Services(provider) => {
                let is_theirs = |id: &str| catalog.names().service(facts, id, provider).is_ok();
                let hits = hits(facts, typed, Kind::Service).filter(|(id, _)| is_theirs(id));
                hits.map(|(id, name)| shown(&id, &name)).collect()
            }
        };
        found.truncate(MOST);
        found
    }
}

fn hits(facts: &Facts, typed: &str, kind: Kind) -> impl Iterator<Item = (String, String)> {
    let found = look::search(facts, typed).hits.into_iter();
    found.filter(move |hit| hit.kind == kind).map(|hit| (hit.id, hit.name))
}

/// The id of an answer that may have been taken from the offers.
pub(super) fn id_in(answer: &str) -> &str {
    answer.split(BETWEEN).next().unwrap_or(answer).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft;
    use crate::run::carried;

    #[test]
    fn a_part_of_a_name_offers_the_things_of_the_wanted_sort() {
        let catalog = carried();
        let cloud = draft::cloud(&catalog, "azure-public").expect("it is known").cloud;
        let provider = catalog.facts().clouds[cloud].provider;
        let bots = Offers::Services(Some(provider)).on(&catalog, "bot serv");
        assert_eq!(bots.first().map(String::as_str), Some("azure-bot-service · Azure Bot Service"), "{bots:#?}");
        assert_eq!(id_in(&bots[0]), "azure-bot-service");
        assert_eq!(
            Offers::Services(Some(provider)).on(&catalog, "amazon-simple-storage-service"),
            Vec::<String>::new()
        );
        assert!(
            Offers::Services(None)
                .on(&catalog, "amazon s3")
                .iter()
                .any(|one| id_in(one) == "amazon-simple-storage-service")
        );
        assert!(Offers::Clouds.on(&catalog, "fairfax").iter().any(|one| id_in(one) == "azure-government"));
        assert!(Offers::Standards.on(&catalog, "fedramp h").iter().any(|one| id_in(one) == "fedramp@high"));
        assert_eq!(id_in(&Offers::Regions(cloud).on(&catalog, "east us")[0]), "eastus");
        assert!(Offers::Standards.on(&catalog, "s").len() <= MOST);
        assert!(Offers::Clouds.on(&catalog, " ").is_empty());
    }
}
