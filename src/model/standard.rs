//! What an auditor, an authority or a contract answers for.

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
