//! What a list says of each thing in it.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::super::Day;

/// A provider in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct ProviderRow<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// How many clouds it runs.
    pub clouds: usize,
    /// How many services it offers.
    pub services: usize,
    /// How many documents speak of them.
    pub documents: usize,
    /// What they claim.
    pub claims: usize,
}

/// A cloud in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct CloudRow<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// The id of its provider.
    pub provider: &'c str,
    /// What is known of its operation.
    pub status: &'static str,
    /// The last day on which it ran, where it was closed.
    pub closed: Option<Day>,
    /// How many regions it has.
    pub regions: usize,
}

/// A region in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct RegionRow<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// The id of its cloud.
    pub cloud: &'c str,
    /// The market that the provider counts it to.
    pub geography: Option<&'c str>,
    /// The country.
    pub country: Option<&'c str>,
    /// What is known of its operation.
    pub status: &'static str,
}

/// A service in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct ServiceRow<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// The id of its provider.
    pub provider: &'c str,
    /// Whether it contains other services.
    pub platform: bool,
    /// How many claims speak of it, of those that the list is narrowed to.
    pub claims: usize,
}

/// A standard in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct StandardRow<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its name.
    pub name: &'c str,
    /// Where it applies.
    pub segment: &'static str,
    /// On what an assurance for it rests.
    pub kind: &'static str,
    /// How many editions are known.
    pub editions: usize,
    /// How many levels it has.
    pub levels: usize,
    /// How many claims speak of it, of those that the list is narrowed to.
    pub claims: usize,
}

/// A document in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct DocumentRow<'c> {
    /// Its id.
    pub id: &'c str,
    /// Its title.
    pub title: &'c str,
    /// Who published it.
    pub publisher: &'c str,
    /// The day for which it speaks.
    pub as_of: Day,
    /// How many days old it is; counted from the latest day on which it was found.
    pub age: i64,
    /// How many claims it makes, of those that the list is narrowed to.
    pub claims: usize,
    /// The ids of the documents that took its place.
    pub replaced_by: Vec<&'c str>,
}
