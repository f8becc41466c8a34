//! JSON Schemas of the files that people write, for editors: what each key means, and what it may hold.
//!
//! The loader decides what is right; a schema says of it what a schema can know. A test holds the keys of both against
//! each other. The names of the catalogue are no part of a schema: they come in where somebody wants them offered.

mod catalogue;
mod deploy;
mod evidence;
mod policy;
mod rule;
mod shape;

use std::collections::BTreeMap;

use crate::model::rule::Field;
use shape::{Shape, choice, defined, either};

/// A sort of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// The manifest, `deploy.toml`.
    Deploy,
    /// The policy, `compliance.toml`.
    Policy,
    /// A rule.
    Rule,
    /// What a pack of rules says of itself, `pack.yaml`.
    Pack,
    /// Any file of the catalogue.
    Catalog,
    /// A document of the catalogue.
    Evidence,
    /// A provider of the catalogue.
    Provider,
    /// A standard of the catalogue.
    Standard,
}

impl FileKind {
    /// Every sort.
    pub const ALL: [Self; 8] = [
        Self::Deploy,
        Self::Policy,
        Self::Rule,
        Self::Pack,
        Self::Catalog,
        Self::Evidence,
        Self::Provider,
        Self::Standard,
    ];

    /// Its name on the command line, and the first part of its schema's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deploy => "deploy",
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::Pack => "pack",
            Self::Catalog => "catalog",
            Self::Evidence => "evidence",
            Self::Provider => "provider",
            Self::Standard => "standard",
        }
    }

    /// What it is, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Deploy => "a manifest, deploy.toml",
            Self::Policy => "a policy, compliance.toml",
            Self::Rule => "a rule",
            Self::Pack => "what a pack of rules says of itself, pack.yaml",
            Self::Catalog => "any file of a catalogue",
            Self::Evidence => "a published document of a catalogue",
            Self::Provider => "a provider of a catalogue",
            Self::Standard => "a standard of a catalogue",
        }
    }
}

/// The words that the program itself knows, and that a file may hold.
pub struct Terms<'t> {
    /// The formats of reports.
    pub formats: &'t [&'static str],
    /// The packs of rules that the program carries.
    pub packs: &'t [&'static str],
    /// Every word that a field of a rule's subject can be, where the program decides it.
    pub words: &'t dyn Fn(Field) -> Option<Vec<String>>,
}

/// Declares [`Offer`] once: what names can be of, and what their list is called in a schema.
macro_rules! offers {
    ($($variant:ident $name:literal $meaning:literal)*) => {
        /// A kind of names that editors offer beside any other spelling.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Offer {
            $(#[doc = $meaning] $variant,)*
        }

        impl Offer {
            /// What their list is called in a schema.
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What they are, for whoever is offered one.
            fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

offers! {
    Providers "providers" "A provider of the catalogue."
    Clouds "clouds" "A cloud of the catalogue, by its id; other spellings of it are taken as well."
    Regions "regions" "A region of the catalogue, by its id; other spellings of it are taken as well."
    Services "services" "A service of the catalogue, by its id; other spellings of it are taken as well."
    Standards "standards" "A standard of the catalogue, alone or with an edition or a level; other spellings of it are taken as well."
    Agreements "agreements" "An agreement of the catalogue, by its id; other spellings of it are taken as well."
    Conditions "conditions" "A condition of the catalogue's claims."
    Documents "documents" "A document of the catalogue."
    Profiles "profiles" "A profile: a named set of standards."
    Data "data" "A class of data that a pack of rules knows; your own rules may know others."
    Rules "rules" "A rule."
    Countries "countries" "The ISO 3166-1 alpha-2 code of a country that has a region."
    Geographies "geographies" "A geography that has a region."
}

impl Offer {
    /// The names that a field of a rule's subject can be.
    fn for_field(field: Field) -> Option<Self> {
        Some(match field {
            Field::ProviderId | Field::FlowToProvider => Self::Providers,
            Field::CloudId | Field::FlowToCloud => Self::Clouds,
            Field::ServiceId | Field::FlowToId => Self::Services,
            Field::RegionId | Field::Regions | Field::HeldRegions => Self::Regions,
            Field::RegionCountry | Field::Countries | Field::FlowToCountries => Self::Countries,
            Field::RegionGeography | Field::Geographies => Self::Geographies,
            Field::Required | Field::Held | Field::StandardId => Self::Standards,
            Field::AgreementId => Self::Agreements,
            Field::EvidenceId => Self::Documents,
            Field::ConditionId => Self::Conditions,
            Field::ServiceData | Field::ServiceDataOwn | Field::FlowData => Self::Data,
            _ => return None,
        })
    }
}

/// The names that are offered, each with what people call it; none of them where nobody asks for names.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<Offer, Vec<(String, String)>>);

impl Names {
    /// Adds names, sorted, each once; of two that are called differently, the later one says how.
    pub fn add(&mut self, offer: Offer, names: impl IntoIterator<Item = (String, String)>) {
        let sorted: BTreeMap<_, _> = names.into_iter().collect();
        self.0.insert(offer, sorted.into_iter().collect());
    }

    fn has(&self, offer: Offer) -> bool {
        self.0.get(&offer).is_some_and(|names| !names.is_empty())
    }
}

/// The schema of a sort of file, as JSON.
///
/// # Errors
///
/// What can't be written as JSON.
pub fn schema(kind: FileKind, terms: &Terms<'_>, names: &Names) -> Result<String, String> {
    let shape = match kind {
        FileKind::Deploy => deploy::schema(names),
        FileKind::Policy => policy::schema(terms, names),
        FileKind::Rule => rule::schema(terms, names),
        FileKind::Pack => rule::pack(names),
        FileKind::Catalog => any_of_the_catalogue(names),
        FileKind::Evidence => evidence::schema(names),
        FileKind::Provider => catalogue::provider(names),
        FileKind::Standard => catalogue::standard(names),
    };
    let json = |shape: &Shape| serde_json::to_string_pretty(shape).map_err(|error| error.to_string());
    let text = json(&shape)?;
    let is_used = |offer: &Offer| text.contains(&format!("\"#/definitions/{}\"", offer.name()));
    let used = names.0.iter().filter(|(offer, _)| is_used(offer));
    let shape =
        shape.defining(used.map(|(offer, names)| (offer.name().to_owned(), choice(names).about(offer.meaning()))));
    Ok(json(&shape)? + "\n")
}

/// What takes any of the three sorts of file.
fn any_of_the_catalogue(names: &Names) -> Shape {
    let parts = [
        ("evidence", evidence::schema(names)),
        ("provider", catalogue::provider(names)),
        ("standard", catalogue::standard(names)),
    ];
    let whole = either(parts.iter().map(|(name, _)| defined(name)));
    let parts = parts.into_iter().map(|(name, part)| (name.to_owned(), part.within_another()));
    whole.defining(parts).whole(
        "Catalogue",
        "A file of the service catalogue of compliance-check: a document, a provider or a standard.",
    )
}
