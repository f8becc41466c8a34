//! Problems and findings, as an editor underlines them.

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString, Uri,
};

use super::position::Lines;
use super::{Locate, location};
use crate::check::Checker;
use crate::check::outcome::{Failure, Finding, Outcome};
use crate::lint::Flaw;
use crate::load::manifest;
use crate::load::problem::Problem;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::{Source, Span};

/// Who says it.
const SOURCE: &str = env!("CARGO_PKG_NAME");

/// No more places than this are told beside one diagnostic.
const MOST_RELATED: usize = 20;

/// All that is to be said of a manifest: what can't be taken, what the rules find and no waiver excuses, and what is good
/// to know.
pub fn of_manifest(checker: &Checker<'_>, source: &Source, uri: &Uri, locate: Locate<'_>) -> Vec<Diagnostic> {
    let (deployment, problems) = manifest::load(source, checker.catalog(), &checker.policy().profiles);
    let outcome: Outcome = checker.check(&deployment);
    let telling = Telling { lines: Lines::new(source.text()), uri, locate };
    let mut told: Vec<_> = problems.iter().map(|problem| telling.problem(problem)).collect();
    let open = outcome.findings.iter().filter(|finding| finding.counts());
    told.extend(open.map(|finding| telling.finding(finding)));
    told.extend(outcome.failures.iter().map(|failure| telling.failure(failure)));
    let notices = outcome.notices.into_iter().chain(checker.unknown_data(&deployment));
    let own = notices.filter(|notice| notice.source.name() == source.name());
    told.extend(own.map(|notice| telling.plain(notice.span, DiagnosticSeverity::HINT, notice.message)));
    told.sort_by_key(|one| (one.range.start, one.range.end, one.severity != Some(DiagnosticSeverity::ERROR)));
    told
}

/// What can't be taken of a file, and what should be mended in it; of those of other files, nothing.
pub fn of_lint((problems, flaws): (&[Problem], &[Flaw]), source: &Source, uri: &Uri) -> Vec<Diagnostic> {
    let telling = Telling { lines: Lines::new(source.text()), uri, locate: &|_| None };
    let own = problems.iter().filter(|problem| problem.source.name() == source.name());
    let mut told: Vec<_> = own.map(|problem| telling.problem(problem)).collect();
    let own = flaws.iter().filter(|flaw| flaw.source.name() == source.name());
    told.extend(own.map(|flaw| telling.flaw(flaw)));
    told.sort_by_key(|one| (one.range.start, one.range.end, one.severity != Some(DiagnosticSeverity::ERROR)));
    told
}

/// That a manifest can't be checked, since something is wrong with the policy, the catalogue or the rules.
pub fn in_the_way(problems: &[Problem], locate: Locate<'_>) -> Vec<Diagnostic> {
    let Some(first) = problems.first() else { return Vec::new() };
    let line = first.source.position(first.span.start).line;
    let more = match problems.len() {
        1 => String::new(),
        many => format!(" (and {} more)", many - 1),
    };
    let message = format!("nothing is checked here until this is solved: {}:{line}: ", first.source.name());
    let related = problems.iter().take(MOST_RELATED).filter_map(|problem| {
        let location = location(&problem.source, problem.span, locate)?;
        Some(DiagnosticRelatedInformation { location, message: problem.message.clone() })
    });
    vec![Diagnostic {
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String(first.code.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: with_help(&format!("{message}{}{more}", first.message), first.help.as_deref()),
        related_information: some(related.collect()),
        ..Diagnostic::default()
    }]
}

/// What is needed to tell of the places of a file.
struct Telling<'t> {
    lines: Lines<'t>,
    uri: &'t Uri,
    locate: Locate<'t>,
}

impl Telling<'_> {
    fn plain(&self, span: Span, severity: DiagnosticSeverity, message: String) -> Diagnostic {
        Diagnostic {
            range: self.lines.range(span),
            severity: Some(severity),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        }
    }

    fn problem(&self, problem: &Problem) -> Diagnostic {
        let message = with_help(&problem.message, problem.help.as_deref());
        Diagnostic {
            code: Some(NumberOrString::String(problem.code.to_owned())),
            ..self.plain(problem.span, DiagnosticSeverity::ERROR, message)
        }
    }

    fn flaw(&self, flaw: &Flaw) -> Diagnostic {
        let related = flaw.related.iter().map(|(span, words)| self.related(*span, words));
        Diagnostic {
            code: Some(NumberOrString::String(flaw.code.to_owned())),
            related_information: some(related.take(MOST_RELATED).collect()),
            ..self.plain(flaw.span, severity(flaw.severity), with_help(&flaw.message, Some(&flaw.help)))
        }
    }

    /// Another place of the same file.
    fn related(&self, span: Span, words: &str) -> DiagnosticRelatedInformation {
        let location = Location { uri: self.uri.clone(), range: self.lines.range(span) };
        DiagnosticRelatedInformation { location, message: words.to_owned() }
    }

    fn finding(&self, finding: &Finding) -> Diagnostic {
        let because = finding.because.as_ref().map(|because| format!("\n{because}")).unwrap_or_default();
        let help = Some(finding.help.as_str()).filter(|help| !help.is_empty());
        let message = with_help(&format!("{}{because}", finding.message), help);
        let here = finding.related.iter().map(|label| self.related(label.span, &label.text));
        let elsewhere = finding.elsewhere.iter().filter_map(|place| {
            let location = location(&place.source, place.span, self.locate)?;
            Some(DiagnosticRelatedInformation { location, message: place.text.clone() })
        });
        Diagnostic {
            code: Some(NumberOrString::String(finding.rule.clone())),
            related_information: some(here.chain(elsewhere).take(MOST_RELATED).collect()),
            tags: is_over(finding.verdict).then(|| vec![DiagnosticTag::DEPRECATED]),
            data: Some(finding.fingerprint.as_str().into()),
            ..self.plain(finding.place.span, severity(finding.severity), message)
        }
    }

    /// A rule that gave no answer: it is in the rule's file, and what it was to check here was not.
    fn failure(&self, failure: &Failure) -> Diagnostic {
        let message =
            format!("{} gave no answer, so what it is about was not checked: {}", failure.rule, failure.message);
        let related = location(&failure.source, failure.span, self.locate)
            .map(|location| DiagnosticRelatedInformation { location, message: failure.message.clone() });
        Diagnostic {
            code: Some(NumberOrString::String("no-answer".to_owned())),
            related_information: some(related.into_iter().collect()),
            ..self.plain(Span::default(), DiagnosticSeverity::ERROR, with_help(&message, failure.help.as_deref()))
        }
    }
}

/// How grave something is, in the words of editors.
fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Advice => DiagnosticSeverity::INFORMATION,
    }
}

/// Whether something was good once, and is no longer.
fn is_over(verdict: Option<Verdict>) -> bool {
    matches!(verdict, Some(Verdict::CloudClosed | Verdict::Lapsed | Verdict::EditionRetired))
}

fn with_help(message: &str, help: Option<&str>) -> String {
    match help {
        Some(help) => format!("{message}\nhelp: {help}"),
        None => message.to_owned(),
    }
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    if list.is_empty() { None } else { Some(list) }
}
