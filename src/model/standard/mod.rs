//! What an auditor, an authority or a contract answers for.

mod terms;

use jiff::civil::Date;

use super::Text;
use super::date::PartialDate;
use super::evidence::StatedIn;
use super::id::{Id, Slug};

pub use terms::{Assurance, Basis, EndEffect, RelationKind, RelationUse, Segment};

/// What an auditor, an authority or a contract answers for.
#[derive(Debug, Clone)]
pub struct Standard {
    /// Its id.
    pub id: Slug,
    /// Its short name, as people write it.
    pub name: Text,
    /// Its full title.
    pub title: Text,
    /// Who issues it.
    pub issuer: Text,
    /// Where it applies.
    pub segment: Segment,
    /// ISO 3166-1 alpha-2 code, `EU` or `global`.
    pub jurisdiction: Text,
    /// On what an assurance for it rests, unless its level says otherwise.
    pub kind: Assurance,
    /// Every other spelling, with the edition or level that the spelling carries.
    pub aliases: Vec<(Text, StandardRef)>,
    /// What stays with the customer, to be read after "you": nobody's certificate is the customer's own.
    pub duty: Option<Text>,
    /// Whether the customer must have an agreement in force for the assurance to reach them.
    pub needs_agreement: bool,
    /// Its dated texts, oldest first.
    pub editions: Vec<Id<Edition>>,
    /// The rungs of its ladders.
    pub levels: Vec<Id<Level>>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

/// A standard, an edition of it where one is named, a level where one is named: `standard[:edition][@level]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StandardRef {
    /// The standard.
    pub standard: Id<Standard>,
    /// One of its editions.
    pub edition: Option<Id<Edition>>,
    /// One of its levels.
    pub level: Option<Id<Level>>,
}

/// A dated text of a standard.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The standard.
    pub standard: Id<Standard>,
    /// Its id within the standard: `2013`, `4.0.1`.
    pub id: Slug,
    /// Its name, where that is more than the id.
    pub name: Option<Text>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// The edition that takes its place.
    pub superseded_by: Option<Id<Edition>>,
    /// What takes its place, where that is no edition of this standard.
    pub succeeded_by: Option<Text>,
    /// When and how it ends.
    pub end: Option<EditionEnd>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

/// When an edition ends, and what that does.
#[derive(Debug, Clone)]
pub struct EditionEnd {
    /// The last day, that day included.
    pub date: PartialDate,
    /// What the date does.
    pub effect: EndEffect,
    /// Who says so.
    pub stated_in: Vec<StatedIn>,
}

impl EditionEnd {
    /// Whether a publication gives the date.
    pub fn is_verified(&self) -> bool {
        self.stated_in.iter().any(|source| source.is_verified())
    }

    /// Whether it is over on `day`.
    pub fn is_over(&self, day: Date) -> bool {
        self.date.last_day() < day
    }

    /// Whether it takes away what was issued, on the word of a publication.
    pub fn retires(&self) -> bool {
        self.effect.retires_what_is_issued() && self.is_verified()
    }
}

/// A rung of one ladder of a standard.
#[derive(Debug, Clone)]
pub struct Level {
    /// The standard.
    pub standard: Id<Standard>,
    /// Its id within the standard: `high`, `il4`.
    pub id: Slug,
    /// The ladder that it belongs to. Rungs of different ladders are never compared.
    pub ladder: Slug,
    /// Its name, with the standard's: `FedRAMP High`.
    pub name: Text,
    /// The only editions that have it; empty means all.
    pub editions: Vec<Id<Edition>>,
    /// Every rung that who holds this one holds as well, in the order of their ids, through any number of steps.
    pub subsumes: Vec<Subsumption>,
    /// On what an assurance at this level rests, where that differs from the standard's.
    pub kind: Option<Assurance>,
    /// How long an assurance at this level lives, in words.
    pub validity: Option<Text>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

impl Level {
    /// Whether `edition` has this rung.
    pub fn is_in(&self, edition: Id<Edition>) -> bool {
        self.editions.is_empty() || self.editions.contains(&edition)
    }

    /// On what it rests that who holds this rung holds `other` as well; `None` where nobody says so.
    pub fn basis_for(&self, other: Id<Level>) -> Option<Basis> {
        self.subsumes.iter().find(|below| below.level == other).map(|below| below.basis)
    }
}

/// A rung that who holds another one holds as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subsumption {
    /// The lower rung.
    pub level: Id<Level>,
    /// On what that rests; through several steps, the weakest of them.
    pub basis: Basis,
}

/// A documented link between standards, editions or levels.
#[derive(Debug, Clone)]
pub struct Relation {
    /// What is held.
    pub from: StandardRef,
    /// How it is linked.
    pub kind: RelationKind,
    /// What it is linked to.
    pub to: StandardRef,
    /// What the link may be used for.
    pub usage: RelationUse,
    /// Whether the link holds at each level alike, so that a level of one is that level of the other.
    pub same_level: bool,
    /// On what it rests.
    pub basis: Option<Basis>,
    /// What a reader should know beside it.
    pub note: Option<Text>,
    /// Who says so.
    pub stated_in: Vec<StatedIn>,
}

impl Relation {
    /// Whether holding `from` may satisfy a requirement for `to`.
    pub fn satisfies(&self) -> bool {
        matches!(self.kind, RelationKind::Grants | RelationKind::Includes)
            && matches!(self.usage, RelationUse::Satisfies | RelationUse::SatisfiesWithNote)
    }
}
