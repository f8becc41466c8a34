//! What the catalogue shows for one requirement.

/// The answer to one requirement on one day, in the order in which the answers are considered: the first that fits
/// is the verdict.
///
/// None of them says that something is "not compliant": [`Verdict::NotListed`], [`Verdict::PlatformOnly`] and
/// [`Verdict::NoEvidence`] say only what is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The cloud was closed before the day asked about; nothing survives a closed cloud.
    CloudClosed,
    /// In scope here, at the level, in an acceptable edition, by a kind that is strong enough, and still valid.
    Covered,
    /// As covered, under a condition that the deployment has not said it meets.
    Conditional,
    /// Not directly; a covered standard, edition or level grants or includes what is required.
    CoveredByRelation,
    /// The claim's own validity ended before the day asked about.
    Lapsed,
    /// In scope only for an edition whose end retired what had been issued for it.
    EditionRetired,
    /// An edition is required, and the document states another.
    EditionDiffers,
    /// An edition is required, and the document states none.
    EditionUnstated,
    /// In scope at a lower level than is required.
    LevelTooLow,
    /// In scope, and the document says nothing of the level that is required: it prints none, or one that neither holds
    /// that one nor is held by it.
    LevelUnstated,
    /// Third-party assurance is required, and the standard is the provider's own word.
    KindTooWeak,
    /// In scope in this cloud, and not in this region.
    Elsewhere,
    /// The document says that the audit is under way.
    Pending,
    /// The document names the service as out of scope.
    Excluded,
    /// The document lists in full, and leaves the service out.
    NotListed,
    /// A document puts the platform in scope, and none speaks of this service.
    PlatformOnly,
    /// No document in the catalogue speaks of it.
    NoEvidence,
}

impl Verdict {
    /// Every verdict, in the order of the decision.
    pub const ALL: [Self; 17] = [
        Self::CloudClosed,
        Self::Covered,
        Self::Conditional,
        Self::CoveredByRelation,
        Self::Lapsed,
        Self::EditionRetired,
        Self::EditionDiffers,
        Self::EditionUnstated,
        Self::LevelTooLow,
        Self::LevelUnstated,
        Self::KindTooWeak,
        Self::Elsewhere,
        Self::Pending,
        Self::Excluded,
        Self::NotListed,
        Self::PlatformOnly,
        Self::NoEvidence,
    ];

    /// Its name in rules and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::CloudClosed => "cloud-closed",
            Self::Covered => "covered",
            Self::Conditional => "conditional",
            Self::CoveredByRelation => "covered-by-relation",
            Self::Lapsed => "lapsed",
            Self::EditionRetired => "edition-retired",
            Self::EditionDiffers => "edition-differs",
            Self::EditionUnstated => "edition-unstated",
            Self::LevelTooLow => "level-too-low",
            Self::LevelUnstated => "level-unstated",
            Self::KindTooWeak => "kind-too-weak",
            Self::Elsewhere => "elsewhere",
            Self::Pending => "pending",
            Self::Excluded => "excluded",
            Self::NotListed => "not-listed",
            Self::PlatformOnly => "platform-only",
            Self::NoEvidence => "no-evidence",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_all_in_the_order_of_the_decision() {
        assert!(Verdict::ALL.is_sorted());
        assert_eq!(Verdict::ALL.last(), Some(&Verdict::NoEvidence));
        assert_eq!(Verdict::ALL.len(), Verdict::NoEvidence as usize + 1);
    }
}
