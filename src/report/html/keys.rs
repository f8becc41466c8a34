//! What the page can be filtered by, as numbers and words that stand in attributes.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{FileReport, Report, shared, visible};
use crate::check::outcome::Finding;
use crate::model::rule::Severity;

/// By what a part of the page is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keys {
    /// How grave it looks: a severity, `waived`, `known` or `clear`.
    pub severity: &'static str,
    /// What else it carries of those.
    pub beside: BTreeSet<&'static str>,
    /// The standards, by their numbers among the choices.
    pub standards: BTreeSet<usize>,
    /// The clouds, by their numbers among the choices.
    pub clouds: BTreeSet<usize>,
}

impl Keys {
    /// Of something that is about no standard and no cloud.
    pub(super) fn alone(severity: &'static str) -> Self {
        Self { severity, beside: BTreeSet::new(), standards: BTreeSet::new(), clouds: BTreeSet::new() }
    }

    /// How grave it is in all ways, as words of an attribute.
    pub(super) fn severities(&self) -> String {
        let beside = self.beside.iter().copied().filter(|&severity| severity != self.severity);
        [self.severity].into_iter().chain(beside).collect::<Vec<_>>().join(" ")
    }

    /// Numbers as words of an attribute.
    pub(super) fn words(numbers: &BTreeSet<usize>) -> String {
        numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
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

    /// By what a finding is found: also by each of the requirements that share it.
    pub(super) fn of_finding(&self, file: &FileReport, finding: &Finding) -> Keys {
        let mut keys = self.about(finding.standard.as_deref(), finding.cloud.as_deref(), None);
        keys.severity = standing(finding);
        for requirement in shared::requirements(file, finding) {
            keys.standards.extend(self.standard(&requirement.required.standard));
            keys.clouds.extend(self.cloud(&requirement.cloud));
        }
        keys
    }

    /// By what something of this gravity is found.
    pub(super) fn about(&self, standard: Option<&str>, cloud: Option<&str>, severity: Option<Severity>) -> Keys {
        Keys {
            standards: standard.and_then(|reference| self.standard(reference)).into_iter().collect(),
            clouds: cloud.and_then(|id| self.cloud(id)).into_iter().collect(),
            ..Keys::alone(severity.map_or("clear", Severity::name))
        }
    }
}

/// How a finding stands: its severity, or that it is excused or known.
pub(super) fn standing(finding: &Finding) -> &'static str {
    match (&finding.waived, finding.known) {
        (Some(_), _) => "waived",
        (None, true) => "known",
        (None, false) => finding.severity.name(),
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
