//! Published documents, and what each of them states.

use jiff::civil::Date;

use super::Text;
use super::date::PartialDate;
use super::id::{Id, Slug};
use super::provider::{Cloud, Provider, Region, Service};
use super::standard::{Standard, StandardRef};

/// Who says a thing that stands in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatedIn {
    /// An evidence document.
    Document(Id<Document>),
    /// Another publication: a list of regions, the publisher's own text of a standard.
    Publication(Id<Publication>),
    /// Nobody whom the catalogue could name: such a fact may explain, and never fails anything.
    Unverified,
    /// The catalogue's editors, from facts that have documents.
    Inference,
}

impl StatedIn {
    /// Whether a publication stands behind it.
    pub fn is_verified(self) -> bool {
        matches!(self, Self::Document(_) | Self::Publication(_))
    }
}

/// A publication that states facts about clouds or standards, and makes no claim about scope.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Its id, unique in its file.
    pub id: Slug,
    /// What it is called.
    pub title: Option<Text>,
    /// Who published it.
    pub publisher: Option<Text>,
    /// Where it is found.
    pub found_at: Text,
    /// What sort of publication it is: `primary`, `vendor`, `trade`.
    pub kind: Option<Text>,
    /// The date printed on it.
    pub date: Option<PartialDate>,
}

/// One published document of a provider, and every claim that it makes.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub id: Slug,
    /// Its title.
    pub title: Text,
    /// Who published it.
    pub publisher: Text,
    /// Whose services it speaks of, where it is of one provider.
    pub provider: Option<Id<Provider>>,
    /// What sort of document it is: `service-page`, `offering-page`.
    pub kind: Text,
    /// The day for which it speaks.
    pub as_of: Date,
    /// How that day is known.
    pub as_of_basis: DateBasis,
    /// Why that day, where it isn't printed.
    pub as_of_note: Option<Text>,
    /// The latest day on which the same text was still found. It never decides; the document's age counts from it.
    pub last_seen: Option<Date>,
    /// The documents that it takes the place of.
    pub replaces: Vec<Id<Document>>,
    /// Where it is found.
    pub found_at: Text,
    /// The licence of its text.
    pub licence: Option<Text>,
    /// What it lists in full: whatever it leaves out there is not listed.
    pub in_full: Vec<FullList>,
    /// The conditions that its claims name.
    pub conditions: Vec<Condition>,
    /// Misprints, kept to be shown and never believed.
    pub disputed: Vec<Disputed>,
    /// Certificates, reports and statements that it names.
    pub audit_documents: Vec<AuditDocument>,
    /// What it says stays with the customer.
    pub obligations: Vec<Obligation>,
}

impl Document {
    /// The day from which the document's age counts: the latest on which its text was found.
    pub fn fresh_on(&self) -> Date {
        self.last_seen.map_or(self.as_of, |seen| seen.max(self.as_of))
    }
}

/// How a document's as-of date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateBasis {
    /// It is printed on the document.
    Printed,
    /// The text was last changed then.
    Changed,
    /// The text was read then.
    Read,
    /// The document's words belong to that time.
    Inferred,
}

impl DateBasis {
    /// Every basis.
    pub const ALL: [Self; 4] = [Self::Printed, Self::Changed, Self::Read, Self::Inferred];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Changed => "changed",
            Self::Read => "read",
            Self::Inferred => "inferred",
        }
    }
}

/// What a document lists in full: services × clouds, within some regions or standards where it says so.
///
/// A list that names a platform is not in full for the platform's parts.
#[derive(Debug, Clone)]
pub struct FullList {
    /// The services.
    pub services: Vec<Id<Service>>,
    /// The platforms of which it lists every part: what belongs to one of them, and isn't there, is left out.
    pub every_part_of: Vec<Id<Service>>,
    /// The clouds.
    pub clouds: Vec<Id<Cloud>>,
    /// The regions; empty means all.
    pub regions: Vec<Id<Region>>,
    /// The standards and levels; empty means all.
    pub standards: Vec<StandardRef>,
}

/// What must hold for a claim to reach a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Its id, which a deployment's `meets` names.
    pub id: Slug,
    /// What must hold, to be read after "only if".
    pub text: Text,
}

/// One statement of one document.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The document.
    pub document: Id<Document>,
    /// The service that it speaks of.
    pub service: Id<Service>,
    /// The cloud, where the document names one; else it speaks for the service's home cloud.
    pub cloud: Option<Id<Cloud>>,
    /// The only regions for which it speaks; empty means all.
    pub regions: Vec<Id<Region>>,
    /// What it says.
    pub statement: Statement,
    /// The standard, with the edition and the level where the document prints them.
    pub standard: StandardRef,
    /// From when it holds, where the document says.
    pub from: Option<Date>,
    /// Until when it holds, that day included, where the document says.
    pub until: Option<Date>,
    /// What must hold, all of it, for it to reach a customer: indexes into the document's conditions.
    pub conditions: Vec<usize>,
    /// Where in the document it stands. Of many claims it is the same, and the program carries it.
    pub at: Text,
    /// What a reader should know beside it.
    pub note: Option<Text>,
}

impl Statement {
    /// Every statement.
    pub const ALL: [Self; 3] = [Self::InScope, Self::Pending, Self::OutOfScope];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::InScope => "in-scope",
            Self::Pending => "pending",
            Self::OutOfScope => "out-of-scope",
        }
    }
}

/// What a claim says of its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statement {
    /// It is in scope.
    InScope,
    /// Its audit is under way.
    Pending,
    /// It is out of scope.
    OutOfScope,
}

/// A misprint: what the document prints, and what it most likely means. It decides nothing, and is never believed.
#[derive(Debug, Clone)]
pub struct Disputed {
    /// The service that it stands under.
    pub service: Id<Service>,
    /// The words of the document.
    pub printed: Text,
    /// The standard that those words would name.
    pub standard: Id<Standard>,
    /// What the document most likely means.
    pub meant: Option<StandardRef>,
    /// What the words would state of the service, were they believed, where that can be said.
    pub reads_as: Option<Reading>,
    /// Where in the document it stands.
    pub at: Text,
    /// Why it is not believed.
    pub why: Text,
}

/// What the words of a misprint would state. Whoever reads them so comes to another conclusion than the catalogue, which
/// is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What they say of the service.
    pub statement: Statement,
    /// In which cloud.
    pub cloud: Id<Cloud>,
    /// In which regions only; empty means all.
    pub regions: Vec<Id<Region>>,
    /// Of what.
    pub standard: StandardRef,
}

/// A certificate, report or statement that a document names.
#[derive(Debug, Clone)]
pub struct AuditDocument {
    /// What sort it is: `certificate`, `statement-of-applicability`.
    pub kind: Text,
    /// Its title.
    pub title: Text,
    /// The services that it covers; empty where the title names none.
    pub services: Vec<Id<Service>>,
    /// The cloud, where one is named.
    pub cloud: Option<Id<Cloud>>,
    /// The standards that it answers for.
    pub standards: Vec<StandardRef>,
    /// Who issued it.
    pub body: Option<Text>,
    /// Where it is found.
    pub found_at: Option<Text>,
    /// From when it holds.
    pub from: Option<Date>,
    /// Until when it holds.
    pub until: Option<Date>,
}

/// What a document says stays with the customer, whatever the provider holds.
#[derive(Debug, Clone)]
pub struct Obligation {
    /// The standards.
    pub standards: Vec<StandardRef>,
    /// The duty, to be read after "you".
    pub duty: Text,
    /// Where in the document it stands.
    pub at: Text,
}
