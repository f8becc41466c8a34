//! The exceptions of a manifest, also those that excuse nothing.

use jiff::civil::Date;

use super::{FileReport, visible};
use crate::model::deployment::Waiver;
use crate::text::{Span, Spanned};

/// An exception of a manifest: what it is for, until when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverSummary {
    /// The whole entry in the manifest.
    pub span: Span,
    /// For which rules: a glob over their ids.
    pub rule: String,
    /// For which subjects only, each with what it narrows: `service`, `standard`, `cloud`, `region`.
    pub only: Vec<(&'static str, String)>,
    /// The last day on which it excuses.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who allowed it.
    pub approved_by: Option<String>,
}

impl WaiverSummary {
    /// What there is to say of a waiver.
    pub fn of(waiver: &Waiver) -> Self {
        let Waiver { rule, service, standard, cloud, region, until, reason, approved_by, span } = waiver;
        let only = [("service", service), ("standard", standard), ("cloud", cloud), ("region", region)];
        let said = |(name, glob): (&'static str, &Option<Spanned<String>>)| Some((name, glob.as_ref()?.value.clone()));
        Self {
            span: *span,
            rule: rule.value.clone(),
            only: only.into_iter().filter_map(said).collect(),
            until: until.value,
            reason: reason.value.clone(),
            approved_by: approved_by.as_ref().map(|name| name.value.clone()),
        }
    }

    /// For which subjects only, in words: `service gov, standard dod-srg@il5`.
    pub(super) fn only_in_words(&self) -> Vec<String> {
        self.only.iter().map(|(name, glob)| format!("{name} {}", visible::line(glob))).collect()
    }

    /// How much the waiver with this place in the list of a file excuses, in words.
    pub(super) fn excuses(&self, file: &FileReport, number: usize, as_of: Date) -> String {
        let findings = file.outcome.findings.iter().filter_map(|finding| finding.waived.as_ref());
        match findings.filter(|waived| waived.number == number).count() {
            0 if self.until < as_of => "nothing: it is over".to_owned(),
            0 => "nothing".to_owned(),
            1 => "1 finding".to_owned(),
            many => format!("{many} findings"),
        }
    }
}
