//! What is found on a later day and not today: one line each, by days.

use super::paint::Paint;
use super::{FileReport, Report, Style, visible, wrap};
use crate::check::ahead::Event;

/// What a line begins with that goes on with the one before.
const INDENT: &str = "            ";

/// Everything that is shown of what is ahead, by day, path and place, each with the file that it is in.
fn shown<'r>(report: &'r Report, style: &Style) -> Vec<(&'r FileReport, &'r Event)> {
    let each = |file: &'r FileReport| file.outcome.upcoming.iter().map(move |event| (file, event));
    let mut all: Vec<_> = report.files.iter().flat_map(each).collect();
    all.retain(|(file, event)| event.severity().is_some_and(|severity| file.shows(severity, style)));
    // The files stand by their paths, and the events of each by days and places.
    all.sort_by_key(|(_, event)| event.day);
    all
}

/// What is ahead, for people; empty where nobody asked.
pub(super) fn block(report: &Report, style: &Style, paint: &Paint) -> String {
    let Some(until) = report.horizon else { return String::new() };
    let shown = shown(report, style);
    let fill = |text: &str, indent| wrap::filled(text, style.width, "", indent) + "\n";
    let heading = match shown.len() {
        0 if style.quiet => return String::new(),
        0 if report.files.iter().all(|file| file.outcome.services == 0) => {
            return fill(&format!("looking ahead to {until}: there was nothing to look at"), "    ");
        }
        0 if report.files.iter().any(|file| !file.problems.is_empty()) => {
            return fill(&format!("looking ahead to {until}: nothing more is found in what could be checked"), "    ");
        }
        0 => return fill(&format!("looking ahead to {until}: nothing more is found"), "    "),
        1 => format!("looking ahead to {until}: 1 more finding, with its first day"),
        many => format!("looking ahead to {until}: {many} more findings, with their first days"),
    };
    let mut block = fill(&heading, "    ");
    for (file, event) in shown {
        let (kind, words) = line(event);
        let place = format!("{}  {}: ", event.day, at(file, event));
        let filled = fill(&format!("{place}{kind} {words}"), INDENT);
        // Only here, since what is painted takes no room.
        let painted = event.severity().map_or_else(|| kind.clone(), |severity| paint.severity(severity, &kind));
        block.push_str(&filled.replacen(&kind, &painted, 1));
    }
    block
}

/// What is ahead, a line each as editors know it; the day keeps it apart from what is found today.
pub(super) fn lines(report: &Report, style: &Style, paint: &Paint) -> Vec<String> {
    let line = |(file, event): (&FileReport, &Event)| {
        let (kind, words) = line(event);
        let kind = event.severity().map_or_else(|| kind.clone(), |severity| paint.severity(severity, &kind));
        format!("{}: from {}: {kind} {words}", at(file, event), event.day)
    };
    shown(report, style).into_iter().map(line).collect()
}

/// The place of an event: `deploy.toml:12:13`.
fn at(file: &FileReport, event: &Event) -> String {
    let position = file.source.position(event.place.start);
    format!("{}:{}:{}", visible::line(file.source.name()), position.line, position.column)
}

/// What is found, as its kind and its words.
fn line(event: &Event) -> (String, String) {
    let severity = event.severity().map(|severity| severity.name()).unwrap_or_default();
    let subject: String = subject(event).map(|word| visible::line(word) + ": ").collect();
    let until = before(event).map(|words| format!(" ({words})")).unwrap_or_default();
    match event.finding() {
        Some(finding) => (
            format!("{severity}[{}]", visible::line(&finding.rule)),
            format!("{subject}{}{until}", visible::line(&finding.message)),
        ),
        None => (
            severity.to_owned(),
            format!("{subject}{}{until}", event.after.map(|verdict| verdict.name()).unwrap_or_default()),
        ),
    }
}

/// The service instance and the requirement that an event is about.
pub(super) fn subject(event: &Event) -> impl Iterator<Item = &str> {
    [event.service.as_deref(), event.standard.as_deref()].into_iter().flatten()
}

/// What was so until the day before: another verdict, or an exception.
pub(super) fn before(event: &Event) -> Option<String> {
    let last = event.day.yesterday().ok()?;
    if let Some(until) = event.was_waived_until() {
        return Some(format!("waived until {until}"));
    }
    let before = event.before.filter(|before| Some(*before) != event.after)?;
    Some(format!("{} until {last}", before.name()))
}
