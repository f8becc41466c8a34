//! What the page can be filtered by, as numbers and words that stand in attributes.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Report, visible};
use crate::check::outcome::Finding;
use crate::model::rule::Severity;

/// By what a part of the page is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keys {
    /// How grave it is: a severity, `waived`, `known` or `clear`.
    pub severity: &'static str,
    /// The standard, by its number among the choices.
    pub standard: Option<usize>,
    /// The cloud, by its number among the choices.
    pub cloud: Option<usize>,
}

/// What can be chosen.
#[derive(Debug, Default)]
pub(super) struct Choices {
    standards: BTreeMap<String, usize>,
    clouds: BTreeMap<String, usize>,
}

impl Choices {
    /// Every standard and cloud that the report speaks of.
    pub(super) fn of(report: &Report) -> Self {
        let (mut standards, mut clouds) = (BTreeSet::new(), BTreeSet::new());
        for file in &report.files {
            let outcome = &file.outcome;
            clouds.extend(file.services.iter().map(|instance| instance.cloud.as_str()));
            standards.extend(outcome.requirements.iter().map(|one| one.required.standard.as_str()));
            clouds.extend(outcome.requirements.iter().map(|one| one.cloud.as_str()));
            standards.extend(outcome.findings.iter().filter_map(|one| one.standard.as_deref()).map(standard_of));
            clouds.extend(outcome.findings.iter().filter_map(|one| one.cloud.as_deref()));
            standards.extend(outcome.upcoming.iter().filter_map(|one| one.standard.as_deref()).map(standard_of));
            clouds.extend(outcome.upcoming.iter().filter_map(|one| one.cloud.as_deref()));
        }
        let numbered = |ids: BTreeSet<&str>| ids.into_iter().enumerate().map(|(at, id)| (id.to_owned(), at)).collect();
        Self { standards: numbered(standards), clouds: numbered(clouds) }
    }

    /// The number of a standard, by a reference to it.
    pub(super) fn standard(&self, reference: &str) -> Option<usize> {
        self.standards.get(standard_of(reference)).copied()
    }

    /// The number of a cloud.
    pub(super) fn cloud(&self, id: &str) -> Option<usize> {
        self.clouds.get(id).copied()
    }

    /// The standards to choose from, each with its number, as people call them.
    pub(super) fn standards(&self, report: &Report) -> Vec<(usize, String)> {
        named(&self.standards, |id| report.directory.standard(id))
    }

    /// The clouds to choose from, each with its number, as people call them.
    pub(super) fn clouds(&self, report: &Report) -> Vec<(usize, String)> {
        named(&self.clouds, |id| report.directory.cloud(id))
    }

    /// By what a finding is found.
    pub(super) fn of_finding(&self, finding: &Finding) -> Keys {
        Keys {
            severity: match (&finding.waived, finding.known) {
                (Some(_), _) => "waived",
                (None, true) => "known",
                (None, false) => finding.severity.name(),
            },
            ..self.about(finding.standard.as_deref(), finding.cloud.as_deref(), None)
        }
    }

    /// By what something of this gravity is found.
    pub(super) fn about(&self, standard: Option<&str>, cloud: Option<&str>, severity: Option<Severity>) -> Keys {
        Keys {
            severity: severity.map_or("clear", Severity::name),
            standard: standard.and_then(|reference| self.standard(reference)),
            cloud: cloud.and_then(|id| self.cloud(id)),
        }
    }
}

/// The standard of `standard[:edition][@level]`.
fn standard_of(reference: &str) -> &str {
    reference.split([':', '@']).next().unwrap_or(reference)
}

/// The choices by their names.
fn named<'a>(ids: &'a BTreeMap<String, usize>, name: impl Fn(&'a str) -> &'a str) -> Vec<(usize, String)> {
    let mut named: Vec<_> = ids.iter().map(|(id, &at)| (at, visible::line(name(id)))).collect();
    named.sort_by_key(|(at, name)| (name.to_lowercase(), *at));
    named
}
