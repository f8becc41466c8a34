//! `schema`: what editors are told of a sort of file, with the names of the catalogue where they are wanted.

use std::io::Write;

use super::knowledge::{self, Knowledge};
use super::names::{self, Named};
use super::policy::Finder;
use super::{Exit, Sources, packs, print, told_beside};
use crate::catalog::Catalog;
use crate::load::problem::Problems;
use crate::load::rules::words_of;
use crate::model::facts::Facts;
use crate::model::profile::PREFIX;
use crate::model::rule::Field;
use crate::report::{Format, Style};
use crate::schema::{self, FileKind, Names, Offer, Terms};

/// What `schema` is asked to print.
#[derive(Debug, Clone)]
pub struct SchemaRequest {
    /// The sort of file.
    pub kind: FileKind,
    /// Whether names are offered.
    pub with_names: bool,
    /// Where the names come from.
    pub sources: Sources,
    /// How problems look.
    pub style: Style,
}

/// Writes the schema to `out`, and what is in the way of its names to `err`.
///
/// # Errors
///
/// What can't be written, in words for standard error.
pub fn print_schema(request: &SchemaRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let offered = match request.with_names.then(|| offered(&request.sources)) {
        None => Names::default(),
        Some(Ok(offered)) => offered,
        Some(Err(problems)) => {
            told_beside(&problems.into_sorted(), &request.style, err)?;
            return Ok(Exit::Unanswerable);
        }
    };
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    // Without any fact, the only words left are those that the program itself decides on.
    let nothing = Catalog::new(Facts::default());
    let words = |field: Field| words_of(&nothing, field);
    let terms = Terms { formats: &formats, packs: &packs::pack_names(), words: &words };
    print(schema::schema(request.kind, &terms, &offered)?.as_bytes(), out)
}

/// Every name that there is.
fn offered(sources: &Sources) -> Result<Names, Problems> {
    let policy = Finder::new(&sources.policy).policy_above(std::path::Path::new("."));
    let knowledge = knowledge::load(sources, policy.as_ref())?.with_pack_profiles()?;
    let Knowledge { catalog, rules, policy, .. } = &knowledge;
    let (packs, facts) = (packs::about(catalog), catalog.facts());
    let profiles = policy.profiles.iter().map(|one| (format!("{PREFIX}{}", one.name), one.title.clone()));
    let data = packs.iter().chain(&rules.packs).flat_map(|pack| pack.data.iter().cloned());
    let own_rules = rules.rules.iter().map(|rule| (rule.id.clone(), rule.title.to_string()));
    let conditions = facts.documents.iter().flat_map(|(_, document)| document.conditions.iter());
    let places = |field| words_of(catalog, field).into_iter().flatten().map(|word| (word, String::new()));
    let agreements = facts.agreements.iter().map(|(_, one)| (one.id.to_string(), one.name.to_string()));
    let mut all = Names::default();
    for (offer, kind) in [
        (Offer::Providers, Named::Provider),
        (Offer::Clouds, Named::Cloud),
        (Offer::Regions, Named::Region),
        (Offer::Services, Named::Service),
        (Offer::Standards, Named::Standard),
        (Offer::Documents, Named::Document),
    ] {
        all.add(offer, names::of(catalog, kind));
    }
    all.add(Offer::Agreements, agreements);
    all.add(Offer::Conditions, conditions.map(|one| (one.id.to_string(), one.text.to_string())));
    all.add(Offer::Profiles, profiles.map(|(name, title)| (name, title.unwrap_or_default())));
    all.add(Offer::Data, data);
    all.add(Offer::Rules, names::of(catalog, Named::Rule).into_iter().chain(own_rules));
    all.add(Offer::Countries, places(Field::RegionCountry));
    all.add(Offer::Geographies, places(Field::RegionGeography));
    Ok(all)
}
