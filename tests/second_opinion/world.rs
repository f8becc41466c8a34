//! A small catalogue as plain numbers: nothing of it is the model's but the closed sets of words and the dates.

use compliance_check::model::evidence::Statement;
use compliance_check::model::standard::{Assurance, Basis, EndEffect, RelationKind, RelationUse};
use jiff::civil::Date;

/// Everything that is known. Things are called by their places in these lists.
#[derive(Debug, Clone)]
pub struct World {
    /// How many providers there are.
    pub providers: usize,
    pub clouds: Vec<Cloud>,
    /// The cloud of each region.
    pub regions: Vec<usize>,
    pub services: Vec<Service>,
    pub standards: Vec<Standard>,
    pub relations: Vec<Relation>,
    pub documents: Vec<Document>,
}

#[derive(Debug, Clone)]
pub struct Cloud {
    pub provider: usize,
    /// Its last day, where it was closed.
    pub closed: Option<Date>,
    /// Regions that documents name together as if they were a cloud of their own; empty where there are none.
    pub part: Vec<usize>,
}

#[derive(Debug, Clone)]
pub struct Service {
    pub provider: usize,
    pub home: usize,
    pub is_platform: bool,
    /// The platforms that name it as theirs, one step up.
    pub part_of: Vec<usize>,
}

#[derive(Debug, Clone)]
pub struct Standard {
    pub kind: Assurance,
    pub editions: Vec<Edition>,
    pub levels: Vec<Level>,
}

#[derive(Debug, Clone)]
pub struct Edition {
    /// The edition of the same standard that takes its place.
    pub superseded_by: Option<usize>,
    pub end: Option<End>,
}

/// When an edition ends, as far as that is known, and what the end does.
#[derive(Debug, Clone)]
pub struct End {
    pub year: i16,
    pub month: Option<i8>,
    pub day: Option<i8>,
    pub effect: EndEffect,
    pub is_verified: bool,
}

#[derive(Debug, Clone)]
pub struct Level {
    /// The number in its name: levels of two standards may be called the same.
    pub name: usize,
    /// The ladders of a standard are numbered.
    pub ladder: usize,
    /// The levels that it is written to subsume, one step down.
    pub below: Vec<usize>,
    /// On what all of these steps rest.
    pub basis: Basis,
    pub kind: Option<Assurance>,
}

/// A standard, and an edition and a level by their places in its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ref {
    pub standard: usize,
    pub edition: Option<usize>,
    pub level: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct Relation {
    pub from: Ref,
    pub to: Ref,
    pub kind: RelationKind,
    pub usage: RelationUse,
    pub same_level: bool,
}

#[derive(Debug, Clone)]
pub struct Document {
    /// Its number in its name, which stays when others go.
    pub number: usize,
    pub provider: usize,
    pub as_of: Date,
    pub last_seen: Option<Date>,
    /// The numbers of those that it replaces.
    pub replaces: Vec<usize>,
    pub in_full: Vec<FullList>,
    pub claims: Vec<Claim>,
}

#[derive(Debug, Clone)]
pub struct FullList {
    pub services: Vec<usize>,
    pub every_part_of: Vec<usize>,
    pub clouds: Vec<usize>,
    /// Empty means all.
    pub regions: Vec<usize>,
    /// Empty means all.
    pub standards: Vec<Ref>,
}

#[derive(Debug, Clone)]
pub struct Claim {
    /// Its number in its document, which stays when others go.
    pub number: usize,
    pub service: usize,
    pub cloud: Option<usize>,
    /// Empty means all.
    pub regions: Vec<usize>,
    pub statement: Statement,
    pub standard: Ref,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Conditions are numbered; a number means the same in every document.
    pub conditions: Vec<usize>,
}

/// One requirement on one day.
#[derive(Debug, Clone)]
pub struct Asked {
    pub service: usize,
    pub cloud: usize,
    pub region: Option<usize>,
    pub required: Ref,
    pub third_party: bool,
    /// The conditions that the deployment says it meets.
    pub meets: Vec<usize>,
    pub as_of: Date,
}

/// What somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub verdict: compliance_check::model::verdict::Verdict,
    /// The number of the deciding document.
    pub document: Option<usize>,
    pub contested: bool,
    /// What the deciding claim states to be held.
    pub held: Option<Ref>,
    /// When that ends.
    pub until: Option<Date>,
    pub said: Said,
}

/// What has to be said beside a verdict that rests on something in scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// The document names no cloud.
    pub cloud_is_inferred: bool,
    /// The level that is held counts as the required one on a basis that isn't firm.
    pub basis: Option<Basis>,
    /// The edition is over, and nothing was taken away.
    pub edition_is_over: bool,
    /// A newer document leaves the region out.
    pub is_handed_over: bool,
}
