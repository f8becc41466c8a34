//! What an auditor, an authority or a contract answers for.

use jiff::civil::Date;

use super::date::PartialDate;
use super::evidence::StatedIn;
use super::id::{Id, Slug};

/// What an auditor, an authority or a contract answers for.
#[derive(Debug, Clone)]
pub struct Standard {
    /// Its id.
    pub id: Slug,
    /// Its short name, as people write it.
    pub name: String,
    /// Its full title.
    pub title: String,
    /// Who issues it.
    pub issuer: String,
    /// Where it applies.
    pub segment: Segment,
    /// ISO 3166-1 alpha-2 code, `EU` or `global`.
    pub jurisdiction: String,
    /// On what an assurance for it rests, unless its level says otherwise.
    pub kind: Assurance,
    /// Every other spelling, with the edition or level that the spelling carries.
    pub aliases: Vec<(String, StandardRef)>,
    /// What stays with the customer, to be read after "you": nobody's certificate is the customer's own.
    pub duty: Option<String>,
    /// Whether the customer must have an agreement in force for the assurance to reach them.
    pub needs_agreement: bool,
    /// Its dated texts, oldest first.
    pub editions: Vec<Id<Edition>>,
    /// The rungs of its ladders.
    pub levels: Vec<Id<Level>>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

/// Where a standard applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Everywhere.
    Global,
    /// For the government of the United States.
    UsGovernment,
    /// In one industry.
    Industry,
    /// In one region or country.
    Regional,
}

impl Segment {
    /// Every segment.
    pub const ALL: [Self; 4] = [Self::Global, Self::UsGovernment, Self::Industry, Self::Regional];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::UsGovernment => "us-government",
            Self::Industry => "industry",
            Self::Regional => "regional",
        }
    }
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
    pub name: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// The edition that takes its place.
    pub superseded_by: Option<Id<Edition>>,
    /// What takes its place, where that is no edition of this standard.
    pub succeeded_by: Option<String>,
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
    pub name: String,
    /// Every rung that who holds this one holds as well, in the order of their ids, through any number of steps.
    pub subsumes: Vec<Subsumption>,
    /// On what an assurance at this level rests, where that differs from the standard's.
    pub kind: Option<Assurance>,
    /// How long an assurance at this level lives, in words.
    pub validity: Option<String>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

impl Level {
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

/// On what a subsumption or a relation rests, firmest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The issuer of the standard says so.
    Official,
    /// It follows from what the words mean.
    Definitional,
    /// The card brands say so.
    ByCardBrands,
    /// It holds in part.
    Partial,
    /// The catalogue's editors conclude it.
    Inferred,
    /// It is usual, and no authority says so.
    Unofficial,
    /// A provider says so.
    VendorStatement,
    /// The trade press says so.
    TradeStatement,
    /// An assessor says so.
    AssessorOpinion,
    /// No publication was found.
    Unverified,
}

impl Basis {
    /// Every basis.
    pub const ALL: [Self; 10] = [
        Self::Official,
        Self::Definitional,
        Self::ByCardBrands,
        Self::Partial,
        Self::Inferred,
        Self::Unofficial,
        Self::VendorStatement,
        Self::TradeStatement,
        Self::AssessorOpinion,
        Self::Unverified,
    ];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Definitional => "definitional",
            Self::ByCardBrands => "by-card-brands",
            Self::Partial => "partial",
            Self::Inferred => "inferred",
            Self::Unofficial => "unofficial",
            Self::VendorStatement => "vendor-statement",
            Self::TradeStatement => "trade-statement",
            Self::AssessorOpinion => "assessor-opinion",
            Self::Unverified => "unverified",
        }
    }

    /// Whether it needs no further word. What rests on anything else counts, and is said.
    pub fn is_firm(self) -> bool {
        matches!(self, Self::Official | Self::Definitional)
    }
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
    pub note: Option<String>,
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

/// How one standard is linked to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// Who holds the one is given the other.
    Grants,
    /// The one contains the other.
    Includes,
    /// The one adds to the other, and needs it.
    Extends,
    /// The other is built on the one.
    IsBasisOf,
    /// The one helps towards the other.
    Informs,
}

impl RelationKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Grants, Self::Includes, Self::Extends, Self::IsBasisOf, Self::Informs];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Grants => "grants",
            Self::Includes => "includes",
            Self::Extends => "extends",
            Self::IsBasisOf => "is-basis-of",
            Self::Informs => "informs",
        }
    }
}

/// What a relation may be used for. Only the first two may satisfy a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationUse {
    /// Satisfies a requirement.
    Satisfies,
    /// Satisfies a requirement, and the note is shown.
    SatisfiesWithNote,
    /// Never satisfies, however often it is thought to.
    NeverSatisfies,
    /// A hint, no more.
    HintOnly,
    /// Worth a warning.
    Warn,
    /// The one makes sense only where the other is held.
    NeedsTarget,
    /// The other makes sense only where the one is held.
    NeedsSource,
    /// The two are held apart.
    Independent,
    /// What stays with the customer stays.
    CustomerDutyStays,
}

impl RelationUse {
    /// Every use.
    pub const ALL: [Self; 9] = [
        Self::Satisfies,
        Self::SatisfiesWithNote,
        Self::NeverSatisfies,
        Self::HintOnly,
        Self::Warn,
        Self::NeedsTarget,
        Self::NeedsSource,
        Self::Independent,
        Self::CustomerDutyStays,
    ];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Satisfies => "satisfies",
            Self::SatisfiesWithNote => "satisfies-with-note",
            Self::NeverSatisfies => "never-satisfies",
            Self::HintOnly => "hint-only",
            Self::Warn => "warn",
            Self::NeedsTarget => "needs-target",
            Self::NeedsSource => "needs-source",
            Self::Independent => "independent",
            Self::CustomerDutyStays => "customer-duty-stays",
        }
    }
}

/// On what an assurance rests. The first five are given by a third party, the last three are the provider's own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assurance {
    /// An accredited body issued a certificate.
    Certification,
    /// An auditor gave an opinion on the provider's statement.
    Attestation,
    /// A laboratory or an assessor confirmed that requirements are met.
    Validation,
    /// An authority allowed the use.
    Authorization,
    /// A third party assessed, without pass or fail.
    Assessment,
    /// The provider promises in a contract.
    ContractualAmendment,
    /// The provider judged itself.
    SelfAssessment,
    /// The provider explains how a customer can comply.
    CustomerGuidance,
}

impl Assurance {
    /// Every kind, third-party ones first.
    pub const ALL: [Self; 8] = [
        Self::Certification,
        Self::Attestation,
        Self::Validation,
        Self::Authorization,
        Self::Assessment,
        Self::ContractualAmendment,
        Self::SelfAssessment,
        Self::CustomerGuidance,
    ];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certification => "certification",
            Self::Attestation => "attestation",
            Self::Validation => "validation",
            Self::Authorization => "authorization",
            Self::Assessment => "assessment",
            Self::ContractualAmendment => "contractual-amendment",
            Self::SelfAssessment => "self-assessment",
            Self::CustomerGuidance => "customer-guidance",
        }
    }

    /// Whether somebody other than the provider answers for it.
    pub fn is_third_party(self) -> bool {
        match self {
            Self::Certification | Self::Attestation | Self::Validation | Self::Authorization | Self::Assessment => true,
            Self::ContractualAmendment | Self::SelfAssessment | Self::CustomerGuidance => false,
        }
    }
}

/// What the end date of an edition does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndEffect {
    /// Certificates for the edition lose their validity.
    CertificatesVoid,
    /// Contracts on the edition lose their validity.
    ContractsVoid,
    /// A court struck the text down.
    InvalidatedByCourt,
    /// The edition is for one year, and the year is over.
    YearlyCycleEnds,
    /// No new assessment begins; reports that are signed run out.
    NoNewAssessments,
    /// No new application is taken; what is held stays.
    NoNewApplications,
    /// No new submission is taken; what is listed stays.
    NoNewSubmissions,
    /// Not for new systems; existing use goes on.
    NoNewProcurement,
    /// Audit periods that begin later use the next edition.
    AuditPeriodCutoff,
    /// Meeting the text no longer shows that the law is met.
    PresumptionOfConformityEnds,
    /// The publisher took the text back.
    WithdrawnByPublisher,
}

impl EndEffect {
    /// Every effect.
    pub const ALL: [Self; 11] = [
        Self::CertificatesVoid,
        Self::ContractsVoid,
        Self::InvalidatedByCourt,
        Self::YearlyCycleEnds,
        Self::NoNewAssessments,
        Self::NoNewApplications,
        Self::NoNewSubmissions,
        Self::NoNewProcurement,
        Self::AuditPeriodCutoff,
        Self::PresumptionOfConformityEnds,
        Self::WithdrawnByPublisher,
    ];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::CertificatesVoid => "certificates-void",
            Self::ContractsVoid => "contracts-void",
            Self::InvalidatedByCourt => "invalidated-by-court",
            Self::YearlyCycleEnds => "yearly-cycle-ends",
            Self::NoNewAssessments => "no-new-assessments",
            Self::NoNewApplications => "no-new-applications",
            Self::NoNewSubmissions => "no-new-submissions",
            Self::NoNewProcurement => "no-new-procurement",
            Self::AuditPeriodCutoff => "audit-period-cutoff",
            Self::PresumptionOfConformityEnds => "presumption-of-conformity-ends",
            Self::WithdrawnByPublisher => "withdrawn-by-publisher",
        }
    }

    /// Whether it retires what was issued before, rather than only explain what happens next.
    pub fn retires_what_is_issued(self) -> bool {
        matches!(self, Self::CertificatesVoid | Self::ContractsVoid | Self::InvalidatedByCourt | Self::YearlyCycleEnds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_kinds_come_from_a_third_party_and_four_effects_retire() {
        assert_eq!(Assurance::ALL.iter().filter(|kind| kind.is_third_party()).count(), 5);
        assert_eq!(EndEffect::ALL.iter().filter(|effect| effect.retires_what_is_issued()).count(), 4);
    }
}
