//! Whatever has a name in the catalogue, and every spelling that it goes by.

use serde::{Serialize, Serializer};

use crate::model::Text;
use crate::model::evidence::Document;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Agreement, Cloud, Provider, Region, Service};
use crate::model::standard::StandardRef;

/// The sorts of things that have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Something that a customer deploys.
    Service,
    /// What an auditor, an authority or a contract answers for.
    Standard,
    /// A separately audited environment.
    Cloud,
    /// A place inside one cloud.
    Region,
    /// A published document.
    Document,
    /// A contract.
    Agreement,
    /// Who runs clouds.
    Provider,
}

impl Kind {
    /// Every kind, in the order in which equally good answers are shown.
    pub const ALL: [Self; 7] =
        [Self::Service, Self::Standard, Self::Cloud, Self::Region, Self::Document, Self::Agreement, Self::Provider];

    /// Its name, which may stand before a name that means things of several kinds: `cloud:NAME`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Standard => "standard",
            Self::Cloud => "cloud",
            Self::Region => "region",
            Self::Document => "document",
            Self::Agreement => "agreement",
            Self::Provider => "provider",
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A thing that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A service.
    Service(Id<Service>),
    /// A standard, with the edition and the level that the name carries.
    Standard(StandardRef),
    /// A cloud. The name of a part of it stands for the whole.
    Cloud(Id<Cloud>),
    /// A region.
    Region(Id<Region>),
    /// A document.
    Document(Id<Document>),
    /// An agreement.
    Agreement(Id<Agreement>),
    /// A provider.
    Provider(Id<Provider>),
}

impl Thing {
    /// What sort of thing it is.
    pub fn kind(self) -> Kind {
        match self {
            Self::Service(_) => Kind::Service,
            Self::Standard(_) => Kind::Standard,
            Self::Cloud(_) => Kind::Cloud,
            Self::Region(_) => Kind::Region,
            Self::Document(_) => Kind::Document,
            Self::Agreement(_) => Kind::Agreement,
            Self::Provider(_) => Kind::Provider,
        }
    }

    /// The id that leads back to it and to nothing else of its kind: a region's has its cloud's before it.
    pub fn id(self, facts: &Facts) -> String {
        match self {
            Self::Service(id) => facts.services[id].id.to_string(),
            Self::Standard(reference) => facts.reference(reference),
            Self::Cloud(id) => facts.clouds[id].id.to_string(),
            Self::Region(id) => {
                let region = &facts.regions[id];
                format!("{}/{}", facts.clouds[region.cloud].id, region.id)
            }
            Self::Document(id) => facts.documents[id].id.to_string(),
            Self::Agreement(id) => facts.agreements[id].id.to_string(),
            Self::Provider(id) => facts.providers[id].id.to_string(),
        }
    }

    /// Its name as people write it.
    pub fn name(self, facts: &Facts) -> String {
        match self {
            Self::Service(id) => facts.services[id].name.to_string(),
            Self::Standard(reference) => facts.title(reference),
            Self::Cloud(id) => facts.clouds[id].name.to_string(),
            Self::Region(id) => facts.regions[id].display_name().to_owned(),
            Self::Document(id) => facts.documents[id].title.to_string(),
            Self::Agreement(id) => facts.agreements[id].name.to_string(),
            Self::Provider(id) => facts.providers[id].name.to_string(),
        }
    }
}

/// One way of writing a name.
#[derive(Debug, Clone, Copy)]
pub struct Spelling<'f> {
    /// What it stands for.
    pub thing: Thing,
    /// How it is written.
    pub text: &'f str,
    /// Whether it is the thing's id, which comes before every alias of its kind.
    pub is_id: bool,
}

/// Every spelling in the catalogue, in the order of its files. One thing may have the same spelling twice.
pub fn spellings(facts: &Facts) -> Vec<Spelling<'_>> {
    let mut all = Collected(Vec::new());
    for (id, service) in facts.services.iter() {
        all.add(Thing::Service(id), service.id.as_str(), [&*service.name]);
        all.aliases(Thing::Service(id), service.aliases.iter().map(Text::as_ref));
    }
    for (id, standard) in facts.standards.iter() {
        let whole = StandardRef { standard: id, edition: None, level: None };
        all.add(Thing::Standard(whole), standard.id.as_str(), [&*standard.name, &standard.title]);
        for (alias, meaning) in &standard.aliases {
            all.aliases(Thing::Standard(*meaning), [&**alias]);
        }
        for &level in &standard.levels {
            let meaning = StandardRef { level: Some(level), ..whole };
            all.aliases(Thing::Standard(meaning), [&*facts.levels[level].name]);
        }
    }
    for (id, cloud) in facts.clouds.iter() {
        all.add(Thing::Cloud(id), cloud.id.as_str(), [&*cloud.name]);
        all.aliases(Thing::Cloud(id), cloud.aliases.iter().map(Text::as_ref));
        for part in &cloud.parts {
            all.aliases(Thing::Cloud(id), [part.id.as_str(), &part.name]);
            all.aliases(Thing::Cloud(id), part.aliases.iter().map(Text::as_ref));
        }
    }
    for (id, region) in facts.regions.iter() {
        all.add(Thing::Region(id), region.id.as_str(), [region.display_name()]);
    }
    for (id, document) in facts.documents.iter() {
        all.add(Thing::Document(id), document.id.as_str(), [&*document.title]);
    }
    for (id, agreement) in facts.agreements.iter() {
        all.add(Thing::Agreement(id), agreement.id.as_str(), [&*agreement.name]);
        all.aliases(Thing::Agreement(id), agreement.aliases.iter().map(Text::as_ref));
    }
    for (id, provider) in facts.providers.iter() {
        all.add(Thing::Provider(id), provider.id.as_str(), [&*provider.name]);
    }
    all.0
}

struct Collected<'f>(Vec<Spelling<'f>>);

impl<'f> Collected<'f> {
    fn add(&mut self, thing: Thing, id: &'f str, names: impl IntoIterator<Item = &'f str>) {
        self.0.push(Spelling { thing, text: id, is_id: true });
        self.aliases(thing, names);
    }

    fn aliases(&mut self, thing: Thing, names: impl IntoIterator<Item = &'f str>) {
        self.0.extend(names.into_iter().map(|text| Spelling { thing, text, is_id: false }));
    }
}
