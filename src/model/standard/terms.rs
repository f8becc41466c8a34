//! The closed sets of words in which files and reports speak of standards.

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
