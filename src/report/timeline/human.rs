//! For people: every event by months, the marks at the margin.

use std::io;

use super::super::sheet::{Sheet, counted};
use super::super::upcoming::{before, subject};
use super::super::{Style, visible};
use super::{TimelineOf, Timelines, in_words};
use crate::check::ahead::{Change, Effect, Event};
use crate::model::rule::Severity;

/// The columns for the longest mark and a gap.
const MARK: usize = "harmless  ".len();

pub(super) fn write(timelines: &Timelines, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let sheet = &mut Sheet::new(style, out);
    // A file that could not be read has no future; its problem says so.
    let shown = timelines.manifests.iter().filter(|one| one.problems.is_empty() || one.services > 0);
    for (number, manifest) in shown.enumerate() {
        if number > 0 {
            sheet.gap()?;
        }
        let path = manifest.source.name();
        let span = format!("from {} to {}", timelines.as_of, timelines.until);
        match &manifest.name {
            Some(name) => sheet.title(name, &format!("{path}, {span}"))?,
            None => sheet.title(path, &span)?,
        }
        months(manifest, sheet)?;
        sheet.gap()?;
        sheet.sentence(&closing(manifest))?;
    }
    Ok(())
}

fn months(manifest: &TimelineOf, sheet: &mut Sheet<'_>) -> io::Result<()> {
    for month in manifest.events.chunk_by(|a, b| a.day.first_of_month() == b.day.first_of_month()) {
        if let Some(first) = month.first() {
            sheet.heading(&first.day.strftime("%B %Y").to_string())?;
        }
        for event in month {
            let (mark, tone) = mark(event);
            sheet.marked(&format!("  {}  ", event.day), (mark, tone, MARK), &words(event))?;
        }
    }
    Ok(())
}

/// What stands at the margin.
fn mark(event: &Event) -> (&'static str, Option<Severity>) {
    match &event.change {
        Change::Appears(finding) => (finding.severity.name(), Some(finding.severity)),
        Change::Turns(Effect::Joins(severity)) => (severity.name(), Some(*severity)),
        Change::Excused(_) | Change::Turns(Effect::Waived(_)) => ("waived", None),
        Change::Ends(_) | Change::Turns(Effect::Mends(_)) => ("mended", None),
        Change::Turns(Effect::Harmless) => ("harmless", None),
    }
}

fn words(event: &Event) -> String {
    let subject: Vec<_> = subject(event).map(visible::line).collect();
    let subject = if subject.is_empty() { String::new() } else { format!("{}: ", subject.join(", ")) };
    let until = before(event).map(|words| format!(" ({words})")).unwrap_or_default();
    let waived = event.change.waived_until().map(|until| format!(", waived until {until}")).unwrap_or_default();
    match &event.change {
        Change::Appears(finding) => format!("{subject}{}{until} [{}]", finding.message, finding.rule),
        Change::Excused(finding) => format!("{subject}{}{waived} [{}]", finding.message, finding.rule),
        Change::Ends(finding) => format!("{subject}no longer: {} [{}]", finding.message, finding.rule),
        Change::Turns(_) => {
            let after = event.after.map(|verdict| verdict.name()).unwrap_or_default();
            let regions =
                if event.regions.is_empty() { String::new() } else { format!(" in {}", event.regions.join(", ")) };
            let causes: Vec<_> = event.causes.iter().map(in_words).collect();
            let causes = if causes.is_empty() { String::new() } else { format!("; {}", causes.join(", and ")) };
            format!("{subject}{after}{regions}{waived}{until}{causes}")
        }
    }
}

/// What was looked at, and how much of it changes.
fn closing(manifest: &TimelineOf) -> String {
    let asked = counted(manifest.requirements, "requirement", "requirements");
    let looked = format!("looked at {asked} of {}", counted(manifest.services, "service", "services"));
    let grave = |severity: Severity| manifest.events.iter().filter(|one| one.severity() == Some(severity)).count();
    let kinds = [
        (grave(Severity::Error), "error", "errors"),
        (grave(Severity::Warning), "warning", "warnings"),
        (grave(Severity::Advice), "piece of advice", "pieces of advice"),
    ];
    let kinds: Vec<_> =
        kinds.iter().filter(|(count, ..)| *count > 0).map(|(n, one, many)| counted(*n, one, many)).collect();
    match manifest.events.len() {
        0 if !manifest.problems.is_empty() => {
            format!("{looked}: nothing changes in what could be checked, by any date that is known")
        }
        0 => format!("{looked}: nothing changes by any date that is known"),
        many if kinds.is_empty() => format!("{looked}: {}, none of them grave", counted(many, "event", "events")),
        many => format!("{looked}: {}, with {}", counted(many, "event", "events"), kinds.join(", ")),
    }
}
