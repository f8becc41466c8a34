//! Findings and problems with all that there is to say of each.

use super::super::diagnostic::Diagnostic;
use super::super::words::Words;
use super::super::{FileReport, Report, human, shared, visible};
use super::keys::{Choices, Keys};
use super::lines::Lines;
use super::paper::{Cited, Papers};
use super::waiver;
use crate::check::outcome::{Elsewhere, Finding, Label, Waived};
use crate::load::problem::Problem;

/// A finding or a problem.
#[derive(Debug)]
pub(super) struct Told {
    /// Its anchor.
    pub anchor: String,
    /// How grave it is.
    pub severity: &'static str,
    /// The rule, or the kind of problem.
    pub code: String,
    /// What is wrong.
    pub message: Words,
    /// The service instance and the requirement, where it is about them.
    pub subject: Vec<String>,
    /// The lines that it is about, those of the manifest first.
    pub lines: Vec<Lines>,
    /// Why it matters.
    pub why: Words,
    /// How it came to be asked for.
    pub because: Option<Words>,
    /// What to do.
    pub help: Option<Words>,
    /// The document that shows it.
    pub evidence: Option<Cited>,
    /// What the rule rests on.
    pub sources: Vec<Cited>,
    /// The command that tells the whole story.
    pub explain: Option<String>,
    /// Tells it from every other one.
    pub fingerprint: Option<String>,
    /// The exception that excuses it.
    pub waived: Option<Excused>,
    /// By what it is found.
    pub keys: Keys,
}

/// An exception, as a finding tells it.
#[derive(Debug)]
pub(super) struct Excused {
    /// Where the list of exceptions has it, which then tells the rest: its anchor, and its place in the manifest.
    pub listed: Option<(String, String)>,
    /// The last day on which it excuses.
    pub until: String,
    /// How many days that still is.
    pub left: String,
    /// Why.
    pub reason: String,
    /// Who allowed it.
    pub approved_by: Option<String>,
}

impl Told {
    /// A finding of a file, each with its number on the page.
    pub(super) fn of_finding(
        report: &Report,
        (number_of_file, file): (usize, &FileReport),
        (number, finding): (usize, &Finding),
        (papers, choices): (&Papers<'_>, &Choices),
    ) -> Self {
        let diagnostic = Diagnostic::of_finding(&file.source, finding);
        let rule = report.rules.get(&finding.rule);
        let mut told = Self::of(&diagnostic);
        told.subject.extend(shared::services(file, finding).into_iter().map(visible::line));
        Self {
            anchor: format!("f{number}"),
            why: Words::of(&finding.why),
            evidence: finding.evidence.as_ref().map(|evidence| papers.cited(evidence)),
            sources: rule.into_iter().flat_map(|rule| rule.sources.iter().map(Cited::source)).collect(),
            explain: diagnostic.explain.map(|ask| ask.command(&file.source, &report.repeated)),
            fingerprint: Some(visible::line(&finding.fingerprint)),
            waived: finding.waived.as_ref().map(|waived| Excused::of(report, (number_of_file, file), waived)),
            keys: choices.of_finding(file, finding),
            ..told
        }
    }

    /// A problem.
    pub(super) fn of_problem(number: usize, problem: &Problem) -> Self {
        Self { anchor: format!("p{number}"), ..Self::of(&Diagnostic::of_problem(problem)) }
    }

    fn of(diagnostic: &Diagnostic<'_>) -> Self {
        let mut lines = vec![Lines::of(diagnostic.source, &diagnostic.place, &diagnostic.related)];
        lines.extend(elsewhere(diagnostic.elsewhere));
        Self {
            anchor: String::new(),
            severity: diagnostic.severity.name(),
            code: visible::line(diagnostic.code),
            message: Words::of(&diagnostic.message),
            subject: diagnostic.subject.iter().map(|word| visible::line(word)).collect(),
            lines,
            why: Words::default(),
            because: diagnostic.because.map(Words::of),
            help: diagnostic.help.map(Words::of),
            evidence: None,
            sources: Vec::new(),
            explain: None,
            fingerprint: None,
            waived: None,
            keys: Keys::alone(diagnostic.severity.name()),
        }
    }
}

/// The lines of other files.
fn elsewhere(places: &[Elsewhere]) -> impl Iterator<Item = Lines> {
    human::by_source(places).into_iter().filter_map(|(source, labels)| {
        let (place, related) = labels.split_first()?;
        Some(Lines::of(source, place, related)).map(|lines| said_beside(lines, &labels))
    })
}

/// What is said of a file without text stands beside its name.
fn said_beside(mut lines: Lines, labels: &[Label]) -> Lines {
    if lines.blocks.is_empty() {
        let words: Vec<_> = labels.iter().map(|label| visible::prose(&label.text)).collect();
        lines.place = format!("{}: {}", lines.place, words.join("; "));
    }
    lines
}

impl Excused {
    fn of(report: &Report, (number, file): (usize, &FileReport), waived: &Waived) -> Self {
        Self {
            listed: waiver::listed(number, file, waived),
            until: waived.until.to_string(),
            left: waiver::left(waived.until, report.as_of),
            reason: visible::prose(&waived.reason),
            approved_by: waived.approved_by.as_deref().map(visible::prose),
        }
    }
}
