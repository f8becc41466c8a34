//! Packs: rules for one trade or one country, under one name and version.

use super::profile::Profiles;
use super::rule::Cited;
use crate::text::{Source, Span};

/// What a pack says of itself. Its rules stand among all the others, each with the pack that it belongs to.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its name, with which the ids of its rules begin.
    pub name: String,
    /// Its version, three numbers: the first changes when a manifest that passed may fail, or the other way round, the
    /// second when rules or profiles are added, the third when only words are.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// Whom it is for, in a sentence.
    pub purpose: String,
    /// The classes of data that its rules know, each with its meaning.
    pub data: Vec<(String, String)>,
    /// The tags that its rules know, each as `key=value` with its meaning.
    pub tags: Vec<(String, String)>,
    /// What its profiles rest on; its rules say so themselves.
    pub sources: Vec<Cited>,
    /// The named sets of standards that come with it.
    pub profiles: Profiles,
    /// The file that says all this.
    pub source: Source,
    /// The place of its name there.
    pub span: Span,
}

/// The number of a pack among those that take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackId(pub usize);
