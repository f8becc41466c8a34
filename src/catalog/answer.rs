//! What can be asked, and what an answer holds: the verdict with everything that led to it.

use jiff::civil::Date;

use crate::model::deployment::LeastAssurance;
use crate::model::evidence::{Claim, Document};
use crate::model::id::{Id, Slug};
use crate::model::provider::{Cloud, Region, Service};
use crate::model::standard::{Basis, Edition, Level, Relation, StandardRef};
use crate::model::verdict::Verdict;
use crate::text::Spanned;

/// Is this service, in this cloud and region, in scope of this standard on this day?
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// The service.
    pub service: Id<Service>,
    /// The cloud.
    pub cloud: Id<Cloud>,
    /// The region; none for a use that is not bound to one.
    pub region: Option<Id<Region>>,
    /// The standard, with the edition and the level that are required.
    pub required: StandardRef,
    /// The least assurance that is asked for.
    pub assurance: LeastAssurance,
    /// The conditions that this use meets.
    pub meets: &'q [Spanned<Slug>],
    /// The day.
    pub as_of: Date,
}

/// The verdict on a [`Question`], with everything that led to it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the catalogue shows.
    pub verdict: Verdict,
    /// What the deciding document says; none where no document speaks, or where the cloud's closing decides.
    pub deciding: Option<Opinion>,
    /// What the other documents that speak of it say, newest first.
    pub history: Vec<Opinion>,
    /// The documents whose own claims say otherwise, newest first; the deciding one among them where it contradicts
    /// itself.
    pub contested_by: Vec<Id<Document>>,
    /// The misprints whose words would give another verdict, were they believed, newest first. Their documents are among
    /// those that contest.
    pub misread: Vec<Misreading>,
    /// What documents say of the platforms that the service belongs to. It is empty where a document speaks of the service
    /// itself: then it decides nothing, and [`Catalog::platform_opinions`](super::Catalog::platform_opinions) gives it.
    pub platforms: Vec<PlatformOpinion>,
    /// The relation that satisfies the requirement, and what was asked through it.
    pub through: Option<Box<Through>>,
}

impl Answer {
    /// Gives back the memory that it doesn't need, for one that is kept.
    pub(super) fn shrink_to_fit(&mut self) {
        self.history.shrink_to_fit();
        self.contested_by.shrink_to_fit();
        self.misread.shrink_to_fit();
        self.platforms.shrink_to_fit();
    }
}

/// A relation that satisfies a requirement, and the answer for what it starts from.
#[derive(Debug, Clone)]
pub struct Through {
    /// The relation.
    pub relation: Id<Relation>,
    /// What is held instead.
    pub required: StandardRef,
    /// The answer for that.
    pub answer: Answer,
}

/// What one document says to a question.
#[derive(Debug, Clone)]
pub struct Opinion {
    /// The document.
    pub document: Id<Document>,
    /// The verdict that it gives.
    pub verdict: Verdict,
    /// The claim on which that rests; none where the document lists in full and leaves the service out.
    pub claim: Option<Id<Claim>>,
    /// The claim of this document that says otherwise for the same edition and level, and the verdict that it gives.
    pub contradicted_by: Option<(Id<Claim>, Verdict)>,
    /// Whether it names this region.
    pub names_region: bool,
    /// The last day on which what is claimed counts: the earliest of the claim's own end, the end of its edition where
    /// that retires what is issued, and the closing of its cloud.
    pub until: Option<Date>,
    /// What is to be said beside the verdict.
    pub notes: Vec<Note>,
}

/// What a misprint would say to a question, were its words believed. It never decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misreading {
    /// The document.
    pub document: Id<Document>,
    /// Which of the document's misprints it is, as an index.
    pub disputed: usize,
    /// The verdict that its words would give.
    pub verdict: Verdict,
}

/// What one document says of a platform.
#[derive(Debug, Clone)]
pub struct PlatformOpinion {
    /// The platform.
    pub platform: Id<Service>,
    /// What the document says.
    pub opinion: Opinion,
}

/// What is to be said beside a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The document names no cloud; the service's home cloud is inferred.
    CloudInferred,
    /// The level that is held counts as the required one on a basis that is not firm.
    LevelBasis {
        /// The level that is held.
        held: Id<Level>,
        /// The level that is required.
        required: Id<Level>,
        /// On what it rests.
        basis: Basis,
    },
    /// The edition's end date is over, and takes nothing away, or no publication stands behind the date.
    EditionOver(Id<Edition>),
    /// The deciding document is not the newest: that one speaks of other regions only.
    NewestLeavesRegionOut(Id<Document>),
}
