//! A report in numbers, and in one sentence.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use foldhash::fast::RandomState;

use super::paint::Paint;
use super::{FileReport, Report, directory, visible};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;

/// A report in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many manifests were checked, wholly or in part.
    pub checked_files: usize,
    /// How many files have problems.
    pub faulty_files: usize,
    /// How many problems there are.
    pub problems: usize,
    /// How many service instances were checked.
    pub services: usize,
    /// How many rules were held against at least one subject.
    pub rules: usize,
    /// How many documents decided a requirement, spoke of one, or are cited by a finding.
    pub documents: usize,
    /// How many requirements got each verdict; those that occur.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// How many findings of each severity there are that count; those that occur.
    pub findings: BTreeMap<Severity, usize>,
    /// How many findings an exception excuses.
    pub waived: usize,
    /// How many findings a baseline holds.
    pub known: usize,
    /// How many findings of a baseline are found no more.
    pub cured: usize,
}

impl Summary {
    /// Counts what is in `report`.
    pub fn of(report: &Report) -> Self {
        let documents = report.files.iter().flat_map(|file| directory::documents(&file.outcome));
        let documents = documents.collect::<HashSet<_, RandomState>>().len();
        let mut summary = Self { rules: report.rules.len(), documents, ..Self::default() };
        report.files.iter().for_each(|file| summary.add(file));
        summary
    }

    fn add(&mut self, file: &FileReport) {
        self.problems += file.problems.len();
        self.faulty_files += usize::from(!file.problems.is_empty());
        self.checked_files += usize::from(file.problems.is_empty() || file.outcome.services > 0);
        self.services += file.outcome.services;
        self.cured += file.cured.len();
        for requirement in &file.outcome.requirements {
            *self.verdicts.entry(requirement.verdict).or_default() += 1;
        }
        for finding in &file.outcome.findings {
            match (&finding.waived, finding.known) {
                (Some(_), _) => self.waived += 1,
                (None, true) => self.known += 1,
                (None, false) => *self.findings.entry(finding.severity).or_default() += 1,
            }
        }
    }

    /// How many findings of this severity count: no exception excuses them, and no baseline holds them.
    pub fn findings(&self, severity: Severity) -> usize {
        self.findings.get(&severity).copied().unwrap_or_default()
    }

    /// How many requirements there are.
    pub fn requirements(&self) -> usize {
        self.verdicts.values().sum()
    }

    /// How many of them are covered without any condition, directly or by a documented relation.
    pub fn covered(&self) -> usize {
        [Verdict::Covered, Verdict::CoveredByRelation].iter().filter_map(|verdict| self.verdicts.get(verdict)).sum()
    }

    /// The numbers as one sentence.
    fn sentence(&self, report: &Report, paint: &Paint) -> String {
        let problems = counted(self.problems, "problem", "problems");
        if self.checked_files == 0 && self.problems == 0 {
            return "nothing to check".to_owned();
        }
        if self.checked_files == 0 {
            let files = counted(self.faulty_files, "file", "files");
            return format!("checked nothing: {} in {files}", paint.severity(Severity::Error, &problems));
        }
        format!(
            "checked {} in {} as of {}: {}; {}; {} and {} took part",
            counted(self.services, "service", "services"),
            counted(self.checked_files, "file", "files"),
            report.as_of,
            self.said(paint),
            self.coverage(),
            counted(self.rules, "rule", "rules"),
            counted(self.documents, "document", "documents"),
        )
    }

    /// Problems, findings, exceptions, and what a baseline makes of them.
    fn said(&self, paint: &Paint) -> String {
        let mut parts = Vec::new();
        if self.problems > 0 {
            parts.push(paint.severity(Severity::Error, &counted(self.problems, "problem", "problems")));
        }
        for severity in Severity::ALL {
            let (one, many) = match severity {
                Severity::Error => ("error", "errors"),
                Severity::Warning => ("warning", "warnings"),
                Severity::Advice => ("piece of advice", "pieces of advice"),
            };
            let count = self.findings(severity);
            if count > 0 {
                parts.push(paint.severity(severity, &counted(count, one, many)));
            }
        }
        if parts.is_empty() {
            let nothing = match (self.waived, self.known) {
                (0, 0) => "nothing found",
                (_, 0) => "nothing else found",
                (_, _) => "nothing new found",
            };
            parts.push(nothing.to_owned());
        }
        let others = [(self.waived, "waived"), (self.known, "known"), (self.cured, "cured")];
        parts.extend(others.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
        parts.join(", ")
    }

    fn coverage(&self) -> String {
        match (self.covered(), self.requirements()) {
            (_, 0) => "no requirements".to_owned(),
            (covered, 1) => format!("{covered} of 1 requirement covered"),
            (covered, all) if covered == all => format!("all {all} requirements covered"),
            (covered, all) => format!("{covered} of {all} requirements covered"),
        }
    }
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}

/// The report in one sentence.
pub(super) fn sentence(report: &Report, paint: &Paint) -> String {
    Summary::of(report).sentence(report, paint)
}

/// How often each rule speaks and each kind of problem occurs, the most frequent first; empty where there is nothing.
pub(super) fn statistics(report: &Report, paint: &Paint) -> String {
    let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for diagnostic in report.files.iter().flat_map(FileReport::diagnostics) {
        *counts.entry((diagnostic.code, diagnostic.severity)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().map(|((code, severity), count)| (count, severity, code)).collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(b.2)));
    let digits = rows.first().map_or(0, |row| row.0.to_string().len());
    let longest = rows.iter().map(|row| row.1.name().len()).max().unwrap_or_default();
    let mut table = String::new();
    for (count, severity, code) in rows {
        let name = paint.severity(severity, severity.name());
        let gap = longest - severity.name().len();
        // Writing to a text can't fail.
        let _ = writeln!(table, "{count:>digits$}  {name}{:gap$}  {}", "", visible::line(code));
    }
    table
}
