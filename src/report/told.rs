//! A problem or a finding in plain lines of text, for places that show nothing else: annotations, code scanning, tests.

use super::diagnostic::Diagnostic;
use super::{human, visible};
use crate::model::baseline::KnownFinding;
use crate::text::{Source, Span};

/// What is wrong, with the service instance and the requirement that it is about: one line.
pub(super) fn headline(diagnostic: &Diagnostic<'_>) -> String {
    let subject: String = diagnostic.subject.iter().map(|word| visible::line(word) + ": ").collect();
    format!("{subject}{}", visible::line(&diagnostic.message))
}

/// How it came to be asked for, and what to do, a line each.
pub(super) fn reasons(diagnostic: &Diagnostic<'_>) -> Vec<String> {
    let because = diagnostic.because.map(|words| format!("because: {}", visible::prose(words)));
    let help = diagnostic.help.map(|words| format!("help: {}", visible::prose(words)));
    because.into_iter().chain(help).collect()
}

/// All that there is to say beside the headline, a line each: the reasons, the document that shows it, other files that
/// explain it, and what to type for the whole story.
pub(super) fn details(diagnostic: &Diagnostic<'_>, repeated: &[String]) -> Vec<String> {
    let mut lines = reasons(diagnostic);
    lines.extend(diagnostic.evidence.map(|citation| format!("evidence: {}", human::cited(citation))));
    for elsewhere in diagnostic.elsewhere {
        lines.push(format!("see: {}: {}", place(&elsewhere.source, elsewhere.span), visible::prose(&elsewhere.text)));
    }
    lines.extend(diagnostic.explain.map(|ask| format!("explain: {}", ask.command(diagnostic.source, repeated))));
    lines
}

/// A place as editors know it: `path:line:column`.
pub(super) fn place(source: &Source, span: Span) -> String {
    let position = source.position(span.start);
    format!("{}:{}:{}", visible::line(source.name()), position.line, position.column)
}

/// What a finding of a baseline is about that is found no more: `bot: soc-2 in westeurope: `.
pub(super) fn cured(finding: &KnownFinding) -> String {
    let subject = [finding.service.as_deref(), finding.standard.as_deref()];
    let subject: Vec<_> = subject.into_iter().flatten().map(visible::line).collect();
    let regions = regions(finding).map(|regions| format!(" in {}", visible::line(&regions))).unwrap_or_default();
    if subject.is_empty() { String::new() } else { format!("{}{regions}: ", subject.join(": ")) }
}

/// The regions of a finding of a baseline, where it has any.
pub(super) fn regions(finding: &KnownFinding) -> Option<String> {
    finding.regions.as_ref().filter(|regions| !regions.is_empty()).map(|regions| regions.join(", "))
}
