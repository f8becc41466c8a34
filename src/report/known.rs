//! The catalogue that a document for programs rests on.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::CatalogSummary;

/// The catalogue that this rests on.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Catalog<'a> {
    /// SHA-256 over its files; empty where no catalogue could be read.
    #[cfg_attr(test, schemars(regex(pattern = "^([0-9a-f]{64})?$")))]
    pub digest: &'a str,
    /// How many evidence documents it holds.
    pub documents: usize,
    /// How many claims they make.
    pub claims: usize,
}

impl<'a> Catalog<'a> {
    pub(super) fn of(summary: &'a CatalogSummary) -> Self {
        Self { digest: &summary.digest, documents: summary.documents, claims: summary.claims }
    }
}
