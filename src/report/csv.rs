//! For spreadsheets: a row for each requirement and group of regions, then one for each finding and problem that is about
//! no requirement.
//!
//! What is not there is empty; several values stand in one cell with `|` between them.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::io;

use ::csv::{Writer, WriterBuilder};

use super::catalog::export::csv::plain;
use super::concerned::Concerned;
use super::{FileReport, Format, Report, Style, visible};
use crate::check::outcome::{Citation, Finding, RequirementOutcome, Shown};
use crate::load::problem::Problem;
use crate::model::deployment::LeastAssurance;
use crate::text::{Source, Span};

pub(super) const FORMAT: Format = Format { name: "csv", about: "a row for each requirement, for spreadsheets", write };

/// What stands between several values.
const BETWEEN: &str = "|";

/// The names of the columns, in their order.
const COLUMNS: [&str; 30] = [
    "as_of",
    "file",
    "line",
    "column",
    "kind",
    "name",
    "service",
    "cloud",
    "regions",
    "standard",
    "edition",
    "level",
    "assurance",
    "verdict",
    "held_edition",
    "held_level",
    "contested",
    "evidence",
    "evidence_title",
    "evidence_publisher",
    "evidence_as_of",
    "evidence_locator",
    "severity",
    "rules",
    "message",
    "help",
    "waived_until",
    "waived_reason",
    "approved_by",
    "fingerprints",
];

fn write(report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().from_writer(out);
    writer.write_record(COLUMNS).map_err(plain)?;
    for file in &report.files {
        rows(report, file, &mut writer)?;
    }
    writer.flush()
}

fn rows(report: &Report, file: &FileReport, writer: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
    let mut told = BTreeSet::new();
    let concerned = Concerned::of(&file.outcome.findings);
    for (number, requirement) in file.outcome.requirements.iter().enumerate() {
        let about = concerned.by(number, requirement);
        told.extend(about.iter().map(|(at, _)| *at));
        let findings: Vec<_> = about.iter().map(|(_, finding)| *finding).collect();
        Row::new(report, &file.source).requirement(requirement).findings(&findings).write(writer)?;
    }
    let rest = file.outcome.findings.iter().enumerate().filter(|(at, _)| !told.contains(at));
    for (_, finding) in rest {
        Row::new(report, &file.source).finding(finding).findings(&[finding]).write(writer)?;
    }
    file.problems.iter().try_for_each(|problem| Row::new(report, &problem.source).problem(problem).write(writer))
}

/// A row: a cell for each column that has anything.
struct Row<'r> {
    source: &'r Source,
    cells: HashMap<&'static str, String>,
}

impl<'r> Row<'r> {
    fn new(report: &Report, source: &'r Source) -> Self {
        let mut row = Self { source, cells: HashMap::new() };
        row.set("as_of", report.as_of.to_string());
        row.set("file", source.name());
        row
    }

    fn set(&mut self, column: &'static str, value: impl Into<String>) {
        self.cells.insert(column, value.into());
    }

    fn maybe(&mut self, column: &'static str, value: Option<impl Into<String>>) {
        self.cells.extend(value.map(|value| (column, value.into())));
    }

    fn at(&mut self, span: Span) {
        let position = self.source.position(span.start);
        self.set("line", position.line.to_string());
        self.set("column", position.column.to_string());
    }

    fn requirement(mut self, requirement: &RequirementOutcome) -> Self {
        let Shown { required, held, .. } = &*requirement.shown;
        self.set("kind", "requirement");
        requirement.origins.first().into_iter().for_each(|asked| self.at(asked.span));
        self.set("name", &requirement.service);
        self.set("service", &requirement.service_id);
        self.set("cloud", &requirement.cloud);
        self.set("regions", requirement.regions.join(BETWEEN));
        self.set("standard", &required.standard);
        self.maybe("edition", required.edition.as_deref());
        self.maybe("level", required.level.as_deref());
        let least = requirement.assurance;
        self.maybe("assurance", Some(least.name()).filter(|_| least != LeastAssurance::Any));
        self.set("verdict", requirement.verdict.name());
        self.maybe("held_edition", held.as_ref().and_then(|held| held.edition.as_deref()));
        self.maybe("held_level", held.as_ref().and_then(|held| held.level.as_deref()));
        self.set("contested", requirement.contested.to_string());
        self.evidence(requirement.evidence.as_ref());
        self
    }

    /// A finding that is about no requirement, or about one that is not among them.
    fn finding(mut self, finding: &Finding) -> Self {
        self.set("kind", "finding");
        self.at(finding.place.span);
        self.maybe("name", finding.service.as_deref());
        self.maybe("cloud", finding.cloud.as_deref());
        self.set("regions", finding.regions.join(BETWEEN));
        self.maybe("standard", finding.standard.as_deref());
        self.maybe("verdict", finding.verdict.map(|verdict| verdict.name()));
        self.evidence(finding.evidence.as_ref());
        self
    }

    fn problem(mut self, problem: &Problem) -> Self {
        self.set("kind", "problem");
        self.at(problem.span);
        self.set("severity", "error");
        self.set("rules", problem.code);
        self.set("message", &problem.message);
        self.maybe("help", problem.help.as_deref());
        self
    }

    fn evidence(&mut self, evidence: Option<&Citation>) {
        let Some(evidence) = evidence else { return };
        self.set("evidence", &*evidence.id);
        self.set("evidence_title", &*evidence.title);
        self.maybe("evidence_publisher", evidence.publisher.as_deref());
        self.maybe("evidence_as_of", evidence.as_of.map(|day| day.to_string()));
        self.maybe("evidence_locator", evidence.locator.as_deref());
    }

    /// What is found on it: the gravest that counts, and the words of all.
    fn findings(mut self, findings: &[&Finding]) -> Self {
        let gravest = findings.iter().filter(|finding| finding.counts()).map(|finding| finding.severity).max();
        self.maybe("severity", gravest.map(|severity| severity.name()));
        let mut all = |column, value: &dyn Fn(&Finding) -> Option<String>| {
            let values: Vec<_> =
                findings.iter().filter_map(|finding| value(finding)).filter(|one| !one.is_empty()).collect();
            self.maybe(column, Some(values.join(BETWEEN)).filter(|values| !values.is_empty()));
        };
        all("rules", &|finding| Some(finding.rule.clone()));
        all("message", &|finding| Some(finding.said().into_owned()));
        all("help", &|finding| Some(finding.help.clone()));
        // Where something is open beside it, the row is not waived until any day.
        let is_waived = findings.iter().all(|finding| finding.waived.is_some());
        all("waived_until", &|finding| Some(finding.waived.as_ref().filter(|_| is_waived)?.until.to_string()));
        all("waived_reason", &|finding| Some(finding.waived.as_ref()?.reason.clone()));
        all("approved_by", &|finding| finding.waived.as_ref()?.approved_by.clone());
        all("fingerprints", &|finding| Some(finding.fingerprint.to_string()));
        self
    }

    fn write(&self, writer: &mut Writer<&mut dyn io::Write>) -> io::Result<()> {
        let cell = |column: &&str| self.cells.get(column).map(|value| visible::cell(value)).unwrap_or_default();
        writer.write_record(COLUMNS.iter().map(cell)).map_err(plain)
    }
}
