//! What the catalogue holds, as pages to be looked at: lists, what is known of one thing, what a search finds, and rows
//! for other programs.
//!
//! Everything here is a value, with names instead of references; its fields, in their order, are the JSON that programs
//! read. Nothing here decides: what is held where is asked of [`Catalog::resolve`], as every check does. A page sees
//! the documents that existed on its day, and no later ones.

mod cloud;
mod day;
mod document;
mod filter;
mod find;
mod holding;
mod list;
mod page;
mod row;
#[cfg(test)]
mod schema;
mod search;
mod service;
mod standard;
mod thing;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::model::evidence::{Claim, Document, StatedIn};
use crate::model::facts::Facts;
use crate::model::id::Id;

pub use cloud::{AgreementPage, CloudPage, PartEntry, ProviderPage, RegionPage};
pub use day::Day;
pub use document::{AuditEntry, ClaimLine, DocumentPage, DutyEntry, ListEntry};
pub use filter::{Filter, FilterBy};
pub use find::find;
pub use holding::{Holding, Needed};
pub use list::{
    CloudRow, DocumentRow, List, Listed, Listing, Overview, ProviderRow, RegionRow, ServiceRow, StandardRow,
};
pub use page::{Page, Subject};
pub use row::{Column, Get, Row, rows};
pub use search::{Hit, Rank, Search, search};
pub use service::{Misprint, ReadingEntry, SegmentHoldings, ServicePage};
pub use standard::{AliasEntry, EditionEntry, LevelEntry, RelationEntry, StandardPage, SubsumedEntry};
pub use thing::{Kind, Thing};

/// The catalogue as it is seen on one day.
#[derive(Debug, Clone, Copy)]
pub struct Look<'c> {
    catalog: &'c Catalog,
    as_of: Date,
}

impl<'c> Look<'c> {
    /// `catalog`, as it is seen on the day `as_of`.
    pub fn new(catalog: &'c Catalog, as_of: Date) -> Self {
        Self { catalog, as_of }
    }

    fn facts(&self) -> &'c Facts {
        self.catalog.facts()
    }

    /// Whether a document existed on the day.
    fn sees(&self, document: Id<Document>) -> bool {
        self.facts().documents[document].as_of <= self.as_of
    }

    /// Every claim of a document that existed on the day.
    fn claims(&self) -> impl Iterator<Item = (Id<Claim>, &'c Claim)> + use<'c> {
        let look = *self;
        look.facts().claims.iter().filter(move |(_, claim)| look.sees(claim.document))
    }

    /// How old a document is, in days, counted from the latest day on which its text was found.
    fn age(&self, document: &Document) -> i64 {
        self.as_of.since(document.fresh_on()).map_or(0, |span| i64::from(span.get_days())).max(0)
    }

    /// The ids of the documents that had taken the place of `document` by the day.
    fn replaced_by(&self, document: Id<Document>) -> Vec<&'c str> {
        let newer = self.catalog.replaced_by(document).filter(|&newer| self.sees(newer));
        newer.map(|newer| self.facts().documents[newer].id.as_str()).collect()
    }

    /// Who says something: the ids of documents and publications.
    fn sources(&self, stated_in: &[StatedIn]) -> Vec<&'c str> {
        let facts = self.facts();
        let source = |source: &StatedIn| match *source {
            StatedIn::Document(document) => facts.documents[document].id.as_str(),
            StatedIn::Publication(publication) => facts.publications[publication].id.as_str(),
            StatedIn::Unverified => "unverified",
            StatedIn::Inference => "inference",
        };
        stated_in.iter().map(source).collect()
    }
}
