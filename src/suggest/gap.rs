//! Which findings are gaps: those that a change of the manifest may close.

use super::services::Services;
use crate::check::Checker;
use crate::check::outcome::Finding;
use crate::model::rule::Subject;
use crate::model::verdict::Verdict;

/// What a gap is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// A requirement of a service that isn't covered.
    Coverage,
    /// Where a service runs.
    Place,
    /// An agreement that must be in force.
    Agreement,
}

/// What sort of gap `finding` is; none for one that a waiver excuses, or that no edit closes.
pub(super) fn of(checker: &Checker<'_>, services: &Services<'_>, finding: &Finding) -> Option<Gap> {
    sort(checker, services, finding).filter(|_| finding.waived.is_none())
}

/// What sort of gap `finding` is, whether or not a waiver excuses it; none for one that no edit closes.
///
/// This goes by what the rule speaks about, so that it holds for an organisation's own rules as well.
pub(super) fn sort(checker: &Checker<'_>, services: &Services<'_>, finding: &Finding) -> Option<Gap> {
    let service = finding.service.as_ref()?;
    let rule = checker.rule(&finding.rule)?;
    match rule.subject {
        Subject::Requirement => {
            let is_covered = matches!(finding.verdict, Some(Verdict::Covered | Verdict::CoveredByRelation));
            (rule.report().is_some_and(|report| report.ways_out) && !is_covered).then_some(Gap::Coverage)
        }
        Subject::Placement => Some(Gap::Place),
        Subject::Obligation => Some(Gap::Agreement),
        Subject::Service => is_in_closed_cloud(checker, services, service).then_some(Gap::Place),
        Subject::Deployment | Subject::Flow | Subject::Waiver => None,
    }
}

fn is_in_closed_cloud(checker: &Checker<'_>, services: &Services<'_>, service: &str) -> bool {
    let closed =
        services.named(service).and_then(|one| checker.catalog().facts().clouds[one.cloud.value].status.closed());
    closed.is_some_and(|closed| closed < checker.as_of())
}
