//! How the pages of the catalogue are shown: to people as aligned text, to programs as JSON, and whole as rows.

mod claims;
mod document;
pub mod export;
mod holdings;
mod list;
mod pages;
mod search;
mod standard;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::known::Catalog;
use super::sheet::Sheet;
use super::{CatalogSummary, Style, visible, visible_json};
use crate::look::{List, Page, Search, Subject};

/// How a list, a page or a search is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// As text for people.
    Human,
    /// As one JSON document.
    Json,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 2] = [Self::Human, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
        }
    }
}

/// How something is shown, and which catalogue it is of.
#[derive(Debug, Clone, Copy)]
pub struct Showing<'s> {
    /// How it is shown.
    pub view: View,
    /// How it looks.
    pub style: &'s Style,
    /// The catalogue.
    pub catalog: &'s CatalogSummary,
}

/// Writes a list.
pub fn list(list: &List<'_>, showing: Showing<'_>, out: &mut dyn Write) -> io::Result<()> {
    match showing.view {
        View::Json => json(list, showing.catalog, out),
        View::Human => list::write(list, &mut Sheet::new(showing.style, out)),
    }
}

/// Writes what is known of one thing.
pub fn page(page: &Page<'_>, showing: Showing<'_>, out: &mut dyn Write) -> io::Result<()> {
    if showing.view == View::Json {
        return json(page, showing.catalog, out);
    }
    let sheet = &mut Sheet::new(showing.style, out);
    match &page.subject {
        Subject::Service(service) => pages::service(service, page.as_of, sheet),
        Subject::Standard(standard) => standard::write(standard, page.as_of, sheet),
        Subject::Cloud(cloud) => pages::cloud(cloud, page.as_of, sheet),
        Subject::Region(region) => pages::region(region, page.as_of, sheet),
        Subject::Document(document) => document::write(document, page.as_of, sheet),
        Subject::Agreement(agreement) => pages::agreement(agreement, sheet),
        Subject::Provider(provider) => pages::provider(provider, page.as_of, sheet),
    }
}

/// Writes what a search found.
pub fn search(search: &Search, showing: Showing<'_>, out: &mut dyn Write) -> io::Result<()> {
    match showing.view {
        View::Json => json(search, showing.catalog, out),
        View::Human => search::write(search, &mut Sheet::new(showing.style, out)),
    }
}

/// A message with names from files and the command line in it, fit to be shown.
pub fn message(text: &str) -> String {
    visible::prose(text)
}

/// What is shown of the catalogue, with the version of its shape and the catalogue before it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "{T}", deny_unknown_fields))]
struct Versioned<'a, T> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The catalogue that this rests on.
    catalog: Catalog<'a>,
    #[serde(flatten)]
    value: T,
}

fn json(value: &impl Serialize, catalog: &CatalogSummary, out: &mut dyn Write) -> io::Result<()> {
    visible_json::pretty(&Versioned { version: "1", catalog: Catalog::of(catalog), value }, out)
}
