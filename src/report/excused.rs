//! Where excused findings are, where others of their file are about the same elsewhere: without that, what is excused would look
//! like all of it.

use std::collections::HashMap;

use super::FileReport;
use crate::check::outcome::Finding;

/// What the findings of a file are about.
pub(super) struct Excused<'f>(HashMap<About<'f>, Alike<'f>>);

/// The rule, the service instance, the requirement and the cloud.
type About<'f> = (&'f str, Option<&'f str>, Option<&'f str>, Option<&'f str>);

/// Findings that are about the same.
struct Alike<'f> {
    first: &'f Finding,
    /// Whether another one is elsewhere.
    are_several: bool,
}

impl<'f> Excused<'f> {
    /// Looks the findings of a file over, if any is excused.
    pub(super) fn of(file: &'f FileReport) -> Self {
        let findings = &file.outcome.findings;
        let mut all: HashMap<About<'f>, Alike<'f>> = HashMap::new();
        if findings.iter().any(|finding| finding.waived.is_some()) {
            for finding in findings {
                let alike = all.entry(about(finding)).or_insert(Alike { first: finding, are_several: false });
                alike.are_several |=
                    !std::ptr::eq(alike.first, finding) && alike.first.fingerprint != finding.fingerprint;
            }
        }
        Self(all)
    }

    /// Where one of them is, in words for the end of its subject; empty where no other is about the same.
    pub(super) fn place(&self, finding: &Finding) -> String {
        let are_several = self.0.get(&about(finding)).is_some_and(|alike| alike.are_several);
        if are_several && !finding.regions.is_empty() {
            format!(" in {}", finding.regions.join(", "))
        } else {
            String::new()
        }
    }
}

fn about(finding: &Finding) -> About<'_> {
    (&finding.rule, finding.service.as_deref(), finding.standard.as_deref(), finding.cloud.as_deref())
}
