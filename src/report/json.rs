//! For machines: one document with all that a run concluded, what is shown as well as what is missing. It is indented, and
//! each requirement and each finding stands on a line of its own.
//!
//! `schema/report.schema.json` describes it, and is generated from the types of [`shape`]. They serve this format alone,
//! so that nothing inside can change what programs of other people read.

mod event;
mod name;
mod shape;
#[cfg(test)]
mod tests;

use std::io;

pub(super) use self::event::{CauseEntry, EventEntry};
#[cfg(test)]
pub(super) use self::name::Described;
pub(super) use self::name::{Day, Name, Named};
use self::shape::{Away, Document, Evidence, File, Findings, Held, Place, Related, Voice, WaivedEntry};
pub(super) use self::shape::{FindingEntry, Pack, ProblemEntry, Requirement, RestsOnEntry, Summary};
use super::baseline::Entry;
use super::known::Catalog;
use super::list::List;
use super::policy::Noted;
use super::{FileReport, Format, PackSummary, Report, RestsOn, Style, rests_on, visible_json};
use crate::check::outcome::{Asked, Citation, Elsewhere, Finding, Label, RequirementOutcome, Scope, Waived};
use crate::load::problem::Problem;
use crate::model::deployment::LeastAssurance;
use crate::model::rule::Severity;
use crate::pieces::{Spread, both};
use crate::text::Source;

pub(super) const FORMAT: Format = Format { name: "json", about: "one JSON document, for programs", write };

fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    visible_json::pretty(&Document::of(report, style), out)
}

impl<'a> Document<'a> {
    fn of(report: &'a Report, style: &Style) -> Self {
        let requirements = report.files.iter().map(|file| file.outcome.requirements.len()).sum();
        // Then the check had all threads, and they are still there.
        let spread = if style.jobs == 0 && report.files.len() == 1 { Spread::AllThreads } else { Spread::OneThread };
        let (files, summary) = both(
            (spread, requirements),
            || report.files.iter().map(|file| File::of(file, style)).collect(),
            || super::Summary::of(report),
        );
        Self {
            version: "1",
            as_of: Day(report.as_of),
            horizon: report.horizon.map(Day),
            program: env!("CARGO_PKG_VERSION"),
            fail_on: report.fail_on.map(Name),
            baseline: report.baseline.as_ref().map(|baseline| rests_on::of_text(baseline.text())),
            catalog: Catalog::of(&report.catalog),
            packs: report.packs.iter().map(Pack::of).collect(),
            files,
            notices: report.notices().map(Noted::of).collect(),
            summary: Summary::of(&summary),
        }
    }
}

impl<'a> Pack<'a> {
    pub(super) fn of(pack: &'a PackSummary) -> Self {
        Self { name: &pack.name, version: &pack.version }
    }
}

impl<'a> File<'a> {
    fn of(file: &'a FileReport, style: &Style) -> Self {
        let (source, outcome) = (&file.source, &file.outcome);
        Self {
            path: source.name(),
            rests_on: RestsOnEntry::of(file),
            policy: file.policy.as_deref(),
            fail_on: Name(file.fail_on),
            problems: file.problems.iter().map(ProblemEntry::of).collect(),
            requirements: List::new(source, &outcome.requirements, Requirement::of, style.jobs),
            findings: List::new(source, &outcome.findings, FindingEntry::of, style.jobs),
            upcoming: outcome.upcoming.iter().map(|each| EventEntry::of(source, each)).collect(),
            cured: file.cured.iter().map(Entry::of).collect(),
        }
    }
}

impl<'a> RestsOnEntry<'a> {
    pub(super) fn of(file: &'a FileReport) -> Option<Self> {
        let RestsOn { catalog, rules, policy } = file.rests_on.as_deref()?;
        Some(Self { manifest: rests_on::of_text(file.source.text()), catalog, rules, policy })
    }
}

impl<'a> ProblemEntry<'a> {
    pub(super) fn of(problem: &'a Problem) -> Self {
        let position = problem.source.position(problem.span.start);
        Self {
            code: problem.code,
            message: &problem.message,
            line: position.line,
            column: position.column,
            offset: problem.span.start,
            length: problem.span.len(),
            help: problem.help.as_deref(),
        }
    }
}

impl<'a> Requirement<'a> {
    pub(super) fn of(source: &Source, outcome: &'a RequirementOutcome) -> Self {
        let mut origins = outcome.origins.iter().map(|asked| Place::of(source, asked));
        Self {
            service: &outcome.service,
            service_id: &outcome.service_id,
            cloud: &outcome.cloud,
            regions: &outcome.regions,
            standard: &outcome.required.standard,
            edition: outcome.required.edition.as_deref(),
            level: outcome.required.level.as_deref(),
            assurance: Some(outcome.assurance).filter(|&least| least != LeastAssurance::Any).map(Name),
            verdict: Name(outcome.verdict),
            held: outcome.held.as_ref().map(Held::of),
            contested: outcome.contested,
            origin: origins.next(),
            origins: origins.collect(),
            evidence: outcome.evidence.as_ref().map(Evidence::of),
            history: outcome
                .history
                .iter()
                .map(|voice| Voice { id: &voice.id, verdict: Name(voice.verdict), believed: voice.believed })
                .collect(),
        }
    }
}

impl<'a> Held<'a> {
    fn of(scope: &'a Scope) -> Self {
        Self { edition: scope.edition.as_deref(), level: scope.level.as_deref() }
    }
}

impl<'a> Place<'a> {
    fn of(source: &Source, asked: &'a Asked) -> Self {
        let position = source.position(asked.span.start);
        let (rule, profile) = (asked.rule.as_deref(), asked.profile.as_deref());
        Self { kind: Name(asked.kind), rule, line: position.line, column: position.column, profile }
    }
}

impl<'a> Evidence<'a> {
    fn of(citation: &'a Citation) -> Self {
        Self {
            id: &citation.id,
            title: &citation.title,
            publisher: citation.publisher.as_deref(),
            as_of: citation.as_of.map(Day),
            locator: citation.locator.as_deref(),
        }
    }
}

impl<'a> FindingEntry<'a> {
    pub(super) fn of(source: &Source, finding: &'a Finding) -> Self {
        let span = finding.place.span;
        let position = source.position(span.start);
        Self {
            rule: &finding.rule,
            severity: Name(finding.severity),
            message: &finding.message,
            why: &finding.why,
            because: finding.because.as_deref(),
            help: &finding.help,
            service: finding.service.as_deref(),
            standard: finding.standard.as_deref(),
            cloud: finding.cloud.as_deref(),
            regions: &finding.regions,
            verdict: finding.verdict.map(Name),
            line: position.line,
            column: position.column,
            offset: span.start,
            length: span.len(),
            related: finding.related.iter().map(|label| Related::of(source, label)).collect(),
            elsewhere: finding.elsewhere.iter().map(Away::of).collect(),
            fingerprint: &finding.fingerprint,
            waived: finding.waived.as_ref().map(WaivedEntry::of),
            known: finding.known,
            new_in: &finding.new_in,
            suggestion: (),
        }
    }
}

impl<'a> Related<'a> {
    fn of(source: &Source, label: &'a Label) -> Self {
        let position = source.position(label.span.start);
        Self { line: position.line, column: position.column, message: &label.text }
    }
}

impl<'a> Away<'a> {
    fn of(elsewhere: &'a Elsewhere) -> Self {
        let position = elsewhere.source.position(elsewhere.span.start);
        let path = elsewhere.source.name();
        Self { path, line: position.line, column: position.column, message: &elsewhere.text }
    }
}

impl<'a> WaivedEntry<'a> {
    fn of(waived: &'a Waived) -> Self {
        Self { reason: &waived.reason, until: Day(waived.until), approved_by: waived.approved_by.as_deref() }
    }
}

impl Summary {
    pub(super) fn of(summary: &super::Summary) -> Self {
        Self {
            services: summary.services,
            requirements: summary.requirements(),
            rules: summary.rules,
            documents: summary.documents,
            verdicts: summary.verdicts.iter().map(|(&verdict, &count)| (Name(verdict), count)).collect(),
            findings: Findings {
                error: summary.findings(Severity::Error),
                warning: summary.findings(Severity::Warning),
                advice: summary.findings(Severity::Advice),
                waived: summary.waived,
                known: summary.known,
            },
            cured: summary.cured,
        }
    }
}
