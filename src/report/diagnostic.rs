//! A problem or a finding, as it is shown: the same parts for both.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{FileReport, visible};
use crate::check::Brief;
use crate::check::outcome::{Citation, Elsewhere, Finding, Fingerprint, Label, short_fingerprint};
use crate::lint::Flaw;
use crate::load::problem::Problem;
use crate::model::rule::Severity;
use crate::text::{Source, Span};
use crate::trial::Tried;

/// What a person types to ask for more.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// What is shown of a problem or a finding.
#[derive(Debug)]
pub(super) struct Diagnostic<'a> {
    pub severity: Severity,
    /// The rule, or the kind of problem.
    pub code: &'a str,
    /// What is wrong.
    pub message: Cow<'a, str>,
    /// How it came to be asked for.
    pub because: Option<&'a str>,
    /// What to do.
    pub help: Option<&'a str>,
    /// The file.
    pub source: &'a Source,
    /// The place in it.
    pub place: Label,
    /// Other places that explain it.
    pub related: Cow<'a, [Label]>,
    /// Places in other files that explain it.
    pub elsewhere: &'a [Elsewhere],
    /// The document that shows it.
    pub evidence: Option<&'a Citation>,
    /// What `explain` is to be asked for, where it can tell more.
    pub explain: Option<Ask<'a>>,
    /// Service instance and requirement, where it is about them.
    pub subject: Vec<&'a str>,
    /// Whether its help stands beside it even on one line: a finding has `explain` for that.
    pub is_problem: bool,
}

/// What `explain` is to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask<'a> {
    /// A service instance and what is required of it.
    Requirement(&'a str, &'a str),
    /// A finding, by the first digits of its fingerprint.
    Finding(&'a Fingerprint),
}

impl<'a> Ask<'a> {
    fn about(finding: &'a Finding) -> Self {
        match &finding.explain {
            // A name that is written out on the page would be another one where it is copied.
            Some((service, standard)) if visible::is_plain(service) && visible::is_plain(standard) => {
                Self::Requirement(service, standard)
            }
            _ => Self::Finding(&finding.fingerprint),
        }
    }

    /// The command that tells the whole story, with the options without which there may be no such finding.
    pub(super) fn command(self, source: &Source, repeated: &[String]) -> String {
        let (service, about) = match self {
            Self::Requirement(service, standard) => (Some(service), standard),
            Self::Finding(fingerprint) => (None, short_fingerprint(fingerprint)),
        };
        let about = [Some(source.name()), service, Some(about)].into_iter().flatten();
        let options = repeated.iter().map(String::as_str);
        let mut command = [PROGRAM, " explain"].concat();
        let mut add = |word: &str| command.extend([" ", &visible::shell_word(word)]);
        if about.clone().any(|word| word.len() > 1 && word.starts_with('-')) {
            // What stands behind two dashes is no option.
            options.chain(["--"]).chain(about).for_each(&mut add);
        } else {
            about.chain(options).for_each(&mut add);
        }
        command
    }
}

impl<'a> Diagnostic<'a> {
    pub(super) fn of_problem(problem: &'a Problem) -> Self {
        Self {
            severity: Severity::Error,
            code: problem.code,
            message: Cow::Borrowed(&problem.message),
            because: None,
            help: problem.help.as_deref(),
            source: &problem.source,
            place: Label { span: problem.span, text: String::new() },
            related: Cow::Borrowed(&[]),
            elsewhere: &[],
            evidence: None,
            explain: None,
            subject: Vec::new(),
            is_problem: true,
        }
    }

    pub(super) fn of_flaw(flaw: &'a Flaw) -> Self {
        let label = |(span, text): &(Span, String)| Label { span: *span, text: text.clone() };
        Self {
            severity: flaw.severity,
            code: flaw.code,
            message: Cow::Borrowed(&flaw.message),
            because: None,
            help: Some(&flaw.help),
            source: &flaw.source,
            place: Label { span: flaw.span, text: String::new() },
            related: flaw.related.iter().map(label).collect(),
            elsewhere: &[],
            evidence: None,
            explain: None,
            subject: Vec::new(),
            is_problem: true,
        }
    }

    /// What is wrong with an example of a rule, whose file this is.
    pub(super) fn of_faults(source: &'a Source, code: &'a str, tried: &'a Tried) -> impl Iterator<Item = Self> {
        let label = |(span, text): &(Span, String)| Label { span: *span, text: text.clone() };
        tried.ended.faults().iter().map(move |fault| Self {
            severity: Severity::Error,
            code,
            message: Cow::Borrowed(&fault.message),
            because: None,
            help: fault.help.as_deref(),
            source,
            place: Label { span: fault.span, text: fault.label.clone() },
            related: fault.related.iter().map(label).collect(),
            elsewhere: &[],
            evidence: None,
            explain: None,
            subject: Vec::new(),
            is_problem: true,
        })
    }

    pub(super) fn of_finding(source: &'a Source, finding: &'a Finding) -> Self {
        Self {
            severity: finding.severity,
            code: &finding.rule,
            message: finding.said(),
            because: finding.because.as_deref(),
            help: Some(finding.help.as_str()).filter(|help| !help.is_empty()),
            source,
            place: finding.place.clone(),
            related: Cow::Borrowed(&finding.related),
            elsewhere: &finding.elsewhere,
            evidence: finding.evidence.as_ref(),
            explain: Some(Ask::about(finding)),
            subject: subject(finding).collect(),
            is_problem: false,
        }
    }
}

impl<'a> Diagnostic<'a> {
    /// What is told of a finding in a line.
    pub(super) fn of_brief(source: &'a Source, brief: &'a Brief<'_>) -> Self {
        Self {
            severity: brief.severity,
            code: brief.rule,
            message: Cow::Borrowed(&brief.message),
            because: None,
            help: None,
            source,
            place: Label { span: brief.place, text: String::new() },
            related: Cow::Borrowed(&[]),
            elsewhere: &brief.elsewhere,
            evidence: None,
            explain: None,
            subject: brief.service.into_iter().chain(brief.standard.as_deref()).collect(),
            is_problem: false,
        }
    }
}

/// The service instance and the requirement that a finding is about.
pub(super) fn subject(finding: &Finding) -> impl Iterator<Item = &str> {
    [finding.service.as_deref(), finding.standard.as_deref()].into_iter().flatten()
}

impl FileReport {
    /// All that is to be shown of the file: problems and findings by their places, without what an exception excuses.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic<'_>> {
        self.each_diagnostic().collect()
    }

    /// The same, one after the other: a large file has many.
    pub(super) fn each_diagnostic(&self) -> impl Iterator<Item = Diagnostic<'_>> {
        let mut problems = self.problems.iter().map(Diagnostic::of_problem).peekable();
        let open = self.outcome.findings.iter().filter(|finding| finding.counts());
        let mut findings = open.map(|finding| Diagnostic::of_finding(&self.source, finding)).peekable();
        std::iter::from_fn(move || {
            let order = match (problems.peek(), findings.peek()) {
                (Some(problem), Some(finding)) => problem.place.span.start.cmp(&finding.place.span.start),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            if order.is_le() { problems.next() } else { findings.next() }
        })
    }
}
