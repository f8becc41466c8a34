//! A deployment that is made of the bytes, checked, and written in every format: each is read back.

mod deployment;
mod read;

use arbitrary::Unstructured;
use compliance_check::load::manifest;
use compliance_check::load::problem::by_place;
use compliance_check::model::deployment::ServiceInstance;
use compliance_check::model::policy::FailOn;
use compliance_check::model::profile::Profiles;
use compliance_check::report::matrix::{Instance, Matrices, MatrixFormat, MatrixOf};
use compliance_check::report::{FileReport, Format, Report, RuleSummary, Style, WaiverSummary};
use compliance_check::text::Source;

use super::ground::{CATALOG, CHECKER, day, hold, holds};

pub fn run(data: &[u8]) {
    // Too few bytes for a manifest make a poorer one, never none.
    let mut bytes = Unstructured::new(data);
    let Ok((name, text)) = deployment::any(&mut bytes) else { return };
    let style = Style {
        quiet: bytes.ratio(1, 8).unwrap_or_default(),
        statistics: bytes.ratio(1, 2).unwrap_or_default(),
        unicode: !bytes.ratio(1, 8).unwrap_or_default(),
        width: bytes.int_in_range(20..=120).unwrap_or(80),
        ..Style::default()
    };
    let ahead = bytes.ratio(1, 8).unwrap_or_default();
    let report = report(checked(Source::new(name, text), &mut bytes, ahead));
    for &format in Format::ALL {
        let mut out = Vec::new();
        format.write(&report, &style, &mut out).expect("memory takes everything");
        let out = String::from_utf8(out).expect("a report is text");
        if let Err(problem) = read::back(format.name, &out, &report) {
            panic!("{}: {problem}\n{}\n{out}", format.name, report.files[0].source.text());
        }
    }
    matrices(report);
}

/// One file, checked as a run checks it.
fn checked(source: Source, bytes: &mut Unstructured<'_>, ahead: bool) -> FileReport {
    let (deployment, mut problems) = manifest::load(&source, &CATALOG, &Profiles::default());
    by_place(&mut problems);
    hold(&problems);
    let mut outcome = CHECKER.check(&deployment);
    outcome.met = CHECKER.met(&deployment);
    outcome.notices.extend(CHECKER.unknown_data(&deployment));
    outcome.notices.sort_by_key(|notice| notice.span);
    if ahead {
        outcome.upcoming = CHECKER.upcoming(&deployment, &outcome, day().saturating_add(jiff::Span::new().years(2)));
    }
    holds(&source, &outcome);
    for finding in &mut outcome.findings {
        finding.known = bytes.ratio(1, 16).unwrap_or_default();
    }
    let facts = CATALOG.facts();
    let instance = |one: &ServiceInstance| Instance {
        name: one.name.value.clone(),
        service: facts.services[one.service.value].id.to_string(),
        cloud: facts.clouds[one.cloud.value].id.to_string(),
    };
    let services = deployment.services.iter().map(instance).collect();
    let waivers = deployment.waivers.iter().map(WaiverSummary::of).collect();
    let fail_on = *bytes.choose(&FailOn::ALL).unwrap_or(&FailOn::default());
    let name = deployment.name.map(|name| name.value);
    FileReport { name, services, waivers, problems, outcome, fail_on, ..FileReport::new(source) }
}

fn report(file: FileReport) -> Report {
    let mut report = Report::new(day());
    let subjects = file.outcome.subjects.iter().copied().collect();
    for (rule, severity) in CHECKER.held_against(&subjects) {
        report.held(&rule.id, RuleSummary::of((rule, severity), None, CATALOG.facts()));
    }
    report.horizon = (!file.outcome.upcoming.is_empty()).then(|| day().saturating_add(jiff::Span::new().years(2)));
    report.directory.add([&file.outcome].into_iter(), CATALOG.facts());
    report.files.push(file);
    report
}

/// The same as a matrix, in each of its formats.
fn matrices(report: Report) {
    let of = |file: FileReport| {
        let FileReport { source, problems, name, services, outcome, .. } = file;
        MatrixOf { source, problems, name, services, outcome }
    };
    let matrices = Matrices { as_of: report.as_of, manifests: report.files.into_iter().map(of).collect() };
    for format in MatrixFormat::ALL {
        let mut out = Vec::new();
        matrices.write(format, &Style::default(), &mut out).expect("memory takes everything");
        let out = String::from_utf8(out).expect("a matrix is text");
        if let Err(problem) = read::page(format.name(), &out) {
            panic!("a matrix as {}: {problem}\n{out}", format.name());
        }
    }
}
