//! For pull requests and job summaries: what is wrong first, then the matrix, exceptions, and what is ahead.
//!
//! A comment holds only so much. Each part may fill the page up to a limit of its own, so that a thousand findings leave
//! room for the matrix; what is cut is counted, and said.

mod item;
mod sheet;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::io;

use super::excused::Excused;
use super::matrix::Legend;
use super::matrix::markdown::{legend_lines, lines as table_lines};
use super::paint::Paint;
use super::summary::{counted, sentence};
use super::{FileReport, Format, Report, RestsOn, Style, Summary, WaiverSummary, rests_on, told, upcoming, visible};
use crate::check::ahead::Event;
use crate::check::outcome::{Finding, Notice, Waived};
use crate::model::baseline::KnownFinding;
use crate::model::rule::Severity;
use item::{code, finding, name, place, problem, said, waived, waiver};
use sheet::{Sheet, cut};

pub(super) const FORMAT: Format =
    Format { name: "markdown", about: "a comment on a pull request, or a job summary", write };

/// Findings that are shown at once; the rest is a click away.
const OPEN: usize = 12;

fn write(report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut sheet = Sheet::default();
    head(report, &mut sheet);
    problems(report, &mut sheet);
    findings(report, &mut sheet);
    matrix(report, &mut sheet);
    exceptions(report, &mut sheet);
    ahead(report, &mut sheet);
    notes(report, &mut sheet);
    foot(report, &mut sheet);
    out.write_all(sheet.into_text().as_bytes())
}

/// What came of it, in a heading and a sentence.
fn head(report: &Report, sheet: &mut Sheet) {
    let names: Vec<_> = report.files.iter().filter_map(|file| file.name.as_deref()).collect();
    let who = match names.as_slice() {
        [] => "Compliance".to_owned(),
        [one] => name(one),
        [first, rest @ ..] => {
            format!("{} and {}", name(first), counted(rest.len(), "other deployment", "other deployments"))
        }
    };
    let failing: usize = report.files.iter().map(FileReport::failing).sum();
    let came = match (Summary::of(report).problems, failing) {
        (1.., _) => "✕ not everything could be checked",
        (0, 1..) => "✕ the check fails",
        (0, 0) => "✓ the check passes",
    };
    let mut summary = sentence(report, &Paint::new(&Style::default()));
    if let Some(first) = summary.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sheet.paragraph(&format!("## {who}: {came}"));
    sheet.paragraph(&format!("{}.", visible::inert(&summary)));
}

fn problems(report: &Report, sheet: &mut Sheet) {
    let problems: Vec<_> = report.files.iter().flat_map(|file| &file.problems).collect();
    if problems.is_empty() {
        return;
    }
    sheet.heading("Problems");
    sheet.list(&problems, |one| problem(one), 14_000, ("problem", "problems"));
}

/// Every finding with its file.
fn all(report: &Report) -> impl Iterator<Item = (&FileReport, &Finding)> {
    report.files.iter().flat_map(|file| file.outcome.findings.iter().map(move |one| (file, one)))
}

fn findings(report: &Report, sheet: &mut Sheet) {
    let mut found: Vec<_> = all(report).filter(|(_, one)| one.counts()).collect();
    found.sort_by_key(|(_, one)| Reverse(one.severity));
    let Some((_, gravest)) = found.first() else { return };
    let open = found.iter().take(OPEN).take_while(|(_, one)| one.severity == gravest.severity).count();
    let (open, rest) = found.split_at(open);
    let show = |(file, one): &(&FileReport, &Finding)| finding(report, file, one);
    sheet.heading("Findings");
    sheet.list(open, show, 26_000, ("finding", "findings"));
    let title = counted(rest.len(), "more finding", "more findings");
    sheet.folded(&title, rest, show, 38_000, ("finding", "findings"));
}

fn matrix(report: &Report, sheet: &mut Sheet) {
    let mut legend = Legend::new(true);
    let tables = report.files.iter().map(|file| (file, table_lines(&file.services, &file.outcome, &mut legend)));
    let tables: Vec<_> = tables.filter(|(_, lines)| !lines.is_empty()).collect();
    if tables.is_empty() {
        return;
    }
    sheet.heading("Services and standards");
    for (at, (file, lines)) in tables.iter().enumerate() {
        if sheet.len() > 44_000 {
            sheet.paragraph(&cut(tables.len() - at, ("manifest", "manifests")));
            break;
        }
        if tables.len() > 1 {
            let title = file.name.as_deref().map(|title| name(title) + ", ").unwrap_or_default();
            sheet.paragraph(&format!("**{title}{}**", code(file.source.name())));
        }
        sheet.table(lines, 50_000);
    }
    let marks = legend_lines(&legend);
    sheet.folded("What the marks stand for", &marks, |line| format!("- {line}\n"), 54_000, ("mark", "marks"));
}

/// Waivers, and what a baseline holds.
fn exceptions(report: &Report, sheet: &mut Sheet) {
    let waivers = report.files.iter().flat_map(|file| file.waivers.iter().enumerate().map(move |one| (file, one)));
    let waivers: Vec<_> = waivers.collect();
    if !waivers.is_empty() {
        let show = |(file, one): &(&FileReport, (usize, &WaiverSummary))| waiver(report, file, *one);
        sheet.heading("Waivers");
        sheet.list(&waivers, show, 56_000, ("waiver", "waivers"));
    }
    let files: Vec<_> = report.files.iter().map(|file| (file, Excused::of(file))).collect();
    let each = files.iter().flat_map(|(file, all)| file.outcome.findings.iter().map(move |one| (*file, all, one)));
    let excused: Vec<_> = each.filter_map(|(file, all, one)| Some((file, all, one, one.waived.as_ref()?))).collect();
    if !excused.is_empty() {
        let noun = ("waived finding", "waived findings");
        let show = |(file, all, one, by): &(&FileReport, &Excused<'_>, &Finding, &Waived)| {
            waived(report, (file, all), (one, by))
        };
        if waivers.is_empty() {
            sheet.heading("Waivers");
        }
        if waivers.is_empty() && excused.len() <= OPEN {
            sheet.list(&excused, show, 57_000, noun);
        } else {
            sheet.folded(&counted(excused.len(), noun.0, noun.1), &excused, show, 57_000, noun);
        }
    }
    let known: Vec<_> = all(report).filter(|(_, one)| one.known && one.waived.is_none()).collect();
    let title = counted(known.len(), "known finding of the baseline", "known findings of the baseline");
    let show = |(file, one): &(&FileReport, &Finding)| finding(report, file, one);
    sheet.folded(&title, &known, show, 59_000, ("known finding", "known findings"));
    let cured = report.files.iter().flat_map(|file| file.cured.iter().map(move |one| (file, one)));
    let cured: Vec<_> = cured.collect();
    let title =
        counted(cured.len(), "finding of the baseline is found no more", "findings of the baseline are found no more");
    let show = |(file, one): &(&FileReport, &KnownFinding)| {
        let subject = [one.service.as_deref(), one.standard.as_deref()];
        let subject: Vec<_> = subject.into_iter().flatten().map(name).collect();
        let regions = told::regions(one).map(|regions| format!(" in {}", name(&regions))).unwrap_or_default();
        let subject = if subject.is_empty() { String::new() } else { format!("{}{regions}: ", subject.join(": ")) };
        format!("- {subject}{} ({})\n", code(&one.rule), code(file.source.name()))
    };
    sheet.folded(&title, &cured, show, 60_000, ("cured finding", "cured findings"));
}

fn ahead(report: &Report, sheet: &mut Sheet) {
    let Some(until) = report.horizon else { return };
    let each = |file| {
        let events = (file as &FileReport).outcome.upcoming.iter();
        events.filter_map(move |event| Some((file, event, event.severity()?)))
    };
    let mut events: Vec<_> = report.files.iter().flat_map(each).collect();
    events.sort_by_key(|(_, event, _)| event.day);
    sheet.heading("Ahead");
    if events.is_empty() {
        sheet.paragraph(&format!("Nothing more is found by {until}."));
    }
    let title = format!("{} by {until}", counted(events.len(), "more finding", "more findings"));
    sheet.folded(
        &title,
        &events,
        |(file, event, severity)| later(file, event, *severity),
        62_000,
        ("later finding", "later findings"),
    );
}

/// What is found on a later day.
fn later(file: &FileReport, event: &Event, severity: Severity) -> String {
    let subject: Vec<_> = upcoming::subject(event).map(name).collect();
    let words = match event.finding() {
        Some(finding) => format!("{} {}", code(&finding.rule), said(&finding.message)),
        None => event.after.map(|verdict| verdict.name()).unwrap_or_default().to_owned(),
    };
    let until = upcoming::before(event).map(|words| format!(" ({words})")).unwrap_or_default();
    let place = place(&file.source, event.place);
    format!("- {}: **{}** {}: {words}{until}, {place}\n", event.day, severity.name(), subject.join(", "))
}

fn notes(report: &Report, sheet: &mut Sheet) {
    let notes: Vec<_> = report.notices().collect();
    let show = |notice: &&Notice| format!("- {} ({})\n", said(&notice.message), place(&notice.source, notice.span));
    sheet.folded(&counted(notes.len(), "note", "notes"), &notes, show, 64_000, ("note", "notes"));
}

/// What it rests on.
fn foot(report: &Report, sheet: &mut Sheet) {
    let named = |what: &str, digest: &str| digest.get(..12).map(|digits| format!(", {what} {}", code(digits)));
    let mut digests = named("catalogue", &report.catalog.digest).unwrap_or_default();
    if let Some(RestsOn { rules, policy, .. }) = rests_on::shared(report) {
        digests.extend(named("rules", rules).into_iter().chain(named("policy", policy)));
    }
    let version = env!("CARGO_PKG_VERSION");
    sheet.paragraph(&format!("<sub>compliance-check {version}, as of {}{digests}</sub>", report.as_of));
}
