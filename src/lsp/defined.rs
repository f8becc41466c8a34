//! Where the files of a catalogue define what has a name.

use super::outline::{Outline, Word};
use super::slot::{self, Slot};
use crate::catalog::Catalog;
use crate::load::catalogue::{CatalogueFile, Folder};
use crate::load::tree::{Node, Place, Value};
use crate::load::yaml;
use crate::text::{Source, Span};

/// Something that a file of a catalogue defines, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// A service.
    Service(String),
    /// A cloud.
    Cloud(String),
    /// A region of the cloud that is named first.
    Region(String, String),
    /// A standard, with the edition and the level where they are named.
    Standard(String, Option<String>, Option<String>),
    /// An agreement.
    Agreement(String),
    /// A condition of claims.
    Condition(String),
    /// A document.
    Document(String),
}

impl Thing {
    /// What a word of a manifest names.
    pub fn named(catalog: &Catalog, outline: &Outline<'_>, word: &Word<'_>, slot: Slot) -> Option<Self> {
        let (facts, names, said) = (catalog.facts(), catalog.names(), outline.said(word));
        let own = || slot::cloud(outline, outline.beside(word, &["services", "cloud"]), catalog);
        Some(match slot {
            Slot::Service => {
                let provider = own().map(|cloud| facts.clouds[cloud].provider);
                Self::Service(facts.services[names.service(facts, said, provider).ok()?].id.to_string())
            }
            Slot::Cloud => Self::Cloud(facts.clouds[names.cloud(facts, said).ok()?.cloud].id.to_string()),
            Slot::Region => {
                let region = &facts.regions[names.region(facts, said, own()?).ok()?];
                Self::Region(facts.clouds[region.cloud].id.to_string(), region.id.to_string())
            }
            Slot::Standard => {
                let found = names.standard(facts, said).ok()?;
                let edition = found.edition.map(|edition| facts.editions[edition].id.to_string());
                let level = found.level.map(|level| facts.levels[level].id.to_string());
                Self::Standard(facts.standards[found.standard].id.to_string(), edition, level)
            }
            Slot::Agreement => Self::Agreement(facts.agreements[names.agreement(facts, said).ok()?].id.to_string()),
            Slot::Condition => Self::Condition(names.condition(said).ok()?.to_string()),
            _ => return None,
        })
    }

    /// The id that stands in the file that defines it.
    fn id(&self) -> &str {
        match self {
            Self::Service(id) | Self::Cloud(id) | Self::Agreement(id) | Self::Condition(id) | Self::Document(id) => id,
            Self::Region(cloud, _) => cloud,
            Self::Standard(id, ..) => id,
        }
    }

    fn folder(&self) -> Folder {
        match self {
            Self::Service(_) | Self::Cloud(_) | Self::Region(..) | Self::Agreement(_) => Folder::Providers,
            Self::Standard(..) => Folder::Standards,
            Self::Condition(_) | Self::Document(_) => Folder::Evidence,
        }
    }

    /// The places that define it: one, or for a condition one for each document that knows it.
    pub fn places<'f>(&self, files: &'f [CatalogueFile]) -> Vec<(&'f Source, Span)> {
        let files = files.iter().filter(|file| file.folder == self.folder() && file.source.text().contains(self.id()));
        let mut found = Vec::new();
        for CatalogueFile { source, .. } in files {
            let Ok(root) = yaml::read(source.text()) else { continue };
            // Bytes are looked for only where there is something.
            if let Some(place) = self.within(&root) {
                let span = match place {
                    Place::Bytes(span) => span,
                    Place::Nth(number) => yaml::places(source.text()).get(number).copied().unwrap_or_default(),
                };
                found.push((source, span));
            }
        }
        found
    }

    /// The place of its id in the file with this root.
    fn within(&self, root: &Node) -> Option<Place> {
        match self {
            Self::Document(id) => with_id([root], id).map(id_of),
            Self::Condition(id) => root.get("conditions")?.entry(id).map(|(key, _)| key.place),
            Self::Standard(id, edition, level) => {
                let standard = with_id([root], id)?;
                let part = |list: &str, id: &Option<String>| with_id(standard.items(list), id.as_ref()?);
                Some(id_of(part("levels", level).or_else(|| part("editions", edition)).unwrap_or(standard)))
            }
            Self::Service(id) => listed(root, "services", id).map(id_of),
            Self::Cloud(id) => listed(root, "clouds", id).map(id_of),
            Self::Agreement(id) => listed(root, "agreements", id).map(id_of),
            Self::Region(cloud, id) => with_id(listed(root, "clouds", cloud)?.items("regions"), id).map(id_of),
        }
    }
}

/// The element of a list of a provider, or of one of several, that has this id.
fn listed<'n>(root: &'n Node, list: &str, id: &str) -> Option<&'n Node> {
    let several = root.items("providers").iter().flat_map(|provider| provider.items(list));
    with_id(root.items(list).iter().chain(several), id)
}

fn with_id<'n>(nodes: impl IntoIterator<Item = &'n Node>, id: &str) -> Option<&'n Node> {
    nodes.into_iter().find(|node| matches!(node.get("id"), Some(Node { value: Value::Text(own), .. }) if own == id))
}

fn id_of(node: &Node) -> Place {
    node.get("id").map_or(node.place, |id| id.place)
}
