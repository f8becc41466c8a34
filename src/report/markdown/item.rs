//! Findings, problems and exceptions as items of a list, in which nothing that somebody else wrote is obeyed.

use super::super::excused::Excused;
use super::super::words::Words;
use super::super::{FileReport, Report, WaiverSummary, human, shared, visible};
use crate::check::outcome::{Finding, Waived};
use crate::load::problem::Problem;
use crate::text::{Source, Span, shown};

/// The longest sentence, in characters: even what has to be written out takes only so much of the page then.
const LONGEST: usize = 600;

/// No more service instances that share a finding are named than this.
const MOST_NAMED: usize = 6;

/// A name as text.
pub(super) fn name(text: &str) -> String {
    visible::inert(&shown(text))
}

/// A sentence as text, with what stands in backticks as code.
pub(super) fn said(text: &str) -> String {
    let cut = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    let piece =
        |piece: super::super::words::Piece| if piece.is_code { code(&piece.text) } else { visible::inert(&piece.text) };
    Words::of(&cut).0.into_iter().map(piece).collect()
}

/// A name, a place or a command as code, in which nothing is obeyed.
pub(super) fn code(text: &str) -> String {
    let cut = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    let shown = visible::line(&cut);
    // The fence is longer than any row of backticks in it.
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest > 0 || shown.is_empty() { format!("{fence} {shown} {fence}") } else { format!("{fence}{shown}{fence}") }
}

/// A place as editors know it.
pub(super) fn place(source: &Source, span: Span) -> String {
    let position = source.position(span.start);
    code(&format!("{}:{}:{}", source.name(), position.line, position.column))
}

/// A problem with its place and what to do.
pub(super) fn problem(problem: &Problem) -> String {
    let help = problem.help.as_deref().map(|words| format!("\n  <br>What to do: {}", said(words))).unwrap_or_default();
    let place = match problem.source.text() {
        "" => code(problem.source.name()),
        _ => place(&problem.source, problem.span),
    };
    format!("- **error** {} {}, {place}{help}\n", code(problem.code), said(&problem.message))
}

/// A finding with its place, what to do, and the document that shows it.
pub(super) fn finding(report: &Report, file: &FileReport, finding: &Finding) -> String {
    let mut item = format!(
        "- **{}** {} {}: {}, {}\n",
        finding.severity.name(),
        code(&finding.rule),
        subject(report, file, finding),
        said(&finding.said()),
        place(&file.source, finding.place.span),
    );
    if !finding.help.is_empty() {
        item.push_str(&format!("  <br>What to do: {}\n", said(&finding.help)));
    }
    if let Some(evidence) = &finding.evidence {
        item.push_str(&format!("  <br>Evidence: {}\n", said(&human::cited(evidence))));
    }
    item
}

/// A dated exception: what it is for, until when, how much it excuses, and why.
pub(super) fn waiver(report: &Report, file: &FileReport, (number, waiver): (usize, &WaiverSummary)) -> String {
    let only: String = waiver.only_in_words().iter().map(|words| format!(", {}", name(words))).collect();
    let by = waiver.approved_by.as_deref().map(|who| format!(", approved by {}", name(who))).unwrap_or_default();
    let (rule, place, reason) = (code(&waiver.rule), place(&file.source, waiver.span), said(&waiver.reason));
    let excuses = waiver.excuses(file, number, report.as_of);
    format!("- until **{}**: {rule}{only}, excuses {excuses}: {reason}{by}, {place}\n", waiver.until)
}

/// What a dated exception excuses, until when, and why, where no list of exceptions tells that.
pub(super) fn waived(
    report: &Report,
    (file, all): (&FileReport, &Excused<'_>),
    (finding, waived): (&Finding, &Waived),
) -> String {
    let by = waived.approved_by.as_deref().map(|who| format!(", approved by {}", name(who))).unwrap_or_default();
    let regions = name(&all.place(finding));
    let (what, place) = (subject(report, file, finding) + &regions, place(&file.source, finding.place.span));
    let (rule, reason) = (code(&finding.rule), said(&waived.reason));
    if let Some(waiver) = file.waivers.get(waived.number) {
        let waiver = self::place(&file.source, waiver.span);
        return format!("- until **{}**: {rule} {what}, {place}, waived by {waiver}\n", waived.until);
    }
    format!("- until **{}**: {rule} {what}: {reason}{by}, {place}\n", waived.until)
}

/// What a finding is about: `intake-bot, FedRAMP High`.
fn subject(report: &Report, file: &FileReport, finding: &Finding) -> String {
    let standard = finding.standard.as_deref().map(|reference| report.directory.standard(reference));
    let mut words: Vec<_> = finding.service.as_deref().into_iter().chain(standard).map(name).collect();
    let services = shared::services(file, finding);
    let (told, rest) = services.split_at(services.len().min(MOST_NAMED));
    words.extend(told.iter().map(|service| name(service)));
    words.extend(Some(rest.len()).filter(|&more| more > 0).map(|more| format!("{more} more")));
    if words.is_empty() { "the manifest".to_owned() } else { words.join(", ") }
}
