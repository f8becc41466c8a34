//! Problems and findings as results.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::convert::Infallible;

use super::artifacts::Artifacts;
use super::message::{literal, stopped};
use super::rules::{Rules, level};
use super::shape::{Location, Message, ResultEntry, ResultFacts, Suppression};
use crate::check::outcome::{Finding, Waived};
use crate::load::problem::Problem;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::pieces::{self, Work};
use crate::report::diagnostic::Diagnostic;
use crate::report::{FileReport, Report, fingerprints, told, visible};

/// Where GitHub looks for what tells one result from others. It would count the lines that look alike otherwise, and take
/// two findings on one line for one.
const FOR_GITHUB: &str = "primaryLocationLineHash";

/// The same for everybody else.
const FINGERPRINT: &str = "complianceCheck/v1";

/// Problems and findings, by file and place. Results are made of those alone that are taken: all of their words are written
/// anew.
pub(super) struct Results<'a> {
    context: Context<'a>,
    all: Vec<One<'a>>,
}

/// What a result is made of.
enum One<'a> {
    /// With its fingerprint.
    Problem(&'a Problem, String),
    Finding(&'a FileReport, &'a Finding),
}

/// What is said of all results alike.
struct Context<'a> {
    report: &'a Report,
    artifacts: &'a Artifacts<'a>,
    rules: &'a Rules<'a>,
    /// Whether anything is excused: then each result says by what.
    any_waived: bool,
    /// Whether a baseline was compared: then each result says whether it is new.
    any_known: bool,
}

impl<'a> Results<'a> {
    pub(super) fn of(report: &'a Report, artifacts: &'a Artifacts<'a>, rules: &'a Rules<'a>) -> Self {
        let findings = || report.files.iter().flat_map(|file| &file.outcome.findings);
        let any_waived = findings().any(|finding| finding.waived.is_some());
        let any_known = findings().any(|one| one.known) || report.files.iter().any(|file| !file.cured.is_empty());
        let context = Context { report, artifacts, rules, any_waived, any_known };
        Self { context, all: report.files.iter().flat_map(of_file).collect() }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// The gravest first, each sort in the order of places; what is excused after everything else.
    pub(super) fn gravest_first(&mut self) {
        self.all.sort_by_key(|one| match one {
            One::Problem(..) => (false, Reverse(Severity::Error)),
            One::Finding(_, finding) => (finding.waived.is_some(), Reverse(finding.severity)),
        });
    }

    /// The first results, so many at most, made by so many threads.
    pub(super) fn first(&self, most: usize, jobs: usize) -> Vec<ResultEntry> {
        let taken = &self.all[..most.min(self.all.len())];
        let mut entries = Vec::with_capacity(taken.len());
        let make = |piece: &[One<'_>]| piece.iter().map(|one| self.context.entry(one)).collect::<Vec<_>>();
        let Ok(()) = pieces::in_turn((jobs, Work::Little), taken, make, |made| -> Result<(), Infallible> {
            entries.extend(made);
            Ok(())
        });
        entries
    }
}

/// The problems and findings of a file, by place.
fn of_file(file: &FileReport) -> impl Iterator<Item = One<'_>> {
    let names = fingerprints::of_problems(&file.problems);
    let problems = file.problems.iter().zip(names);
    let problems = problems.map(|(problem, name)| (problem.span.start, One::Problem(problem, name)));
    let findings = file.outcome.findings.iter();
    let findings = findings.map(|finding| (finding.place.span.start, One::Finding(file, finding)));
    let mut all: Vec<_> = problems.chain(findings).collect();
    all.sort_by_key(|(start, _)| *start);
    all.into_iter().map(|(_, one)| one)
}

impl Context<'_> {
    fn entry(&self, one: &One<'_>) -> ResultEntry {
        match one {
            One::Problem(problem, fingerprint) => self.problem(problem, fingerprint.clone()),
            One::Finding(file, finding) => self.finding(file, finding),
        }
    }

    fn problem(&self, problem: &Problem, fingerprint: String) -> ResultEntry {
        let diagnostic = Diagnostic::of_problem(problem);
        self.result(&diagnostic, fingerprint, (None, false), None)
    }

    fn finding(&self, file: &FileReport, finding: &Finding) -> ResultEntry {
        let diagnostic = Diagnostic::of_finding(&file.source, finding);
        let name = |name: &Option<String>| name.as_deref().map(visible::line);
        let facts = ResultFacts {
            service: name(&finding.service),
            standard: name(&finding.standard),
            cloud: name(&finding.cloud),
            regions: finding.regions.iter().map(|region| visible::line(region)).collect(),
            verdict: finding.verdict.map(Verdict::name),
        };
        let state = (finding.waived.as_ref(), finding.known);
        self.result(&diagnostic, finding.fingerprint.to_string(), state, Some(facts))
    }

    fn result(
        &self,
        diagnostic: &Diagnostic<'_>,
        fingerprint: String,
        (waived, known): (Option<&Waived>, bool),
        properties: Option<ResultFacts>,
    ) -> ResultEntry {
        let place = &diagnostic.place;
        ResultEntry {
            rule_id: diagnostic.code.to_owned(),
            rule_index: self.rules.index(diagnostic.code).unwrap_or_default(),
            level: level(diagnostic.severity),
            message: Message::new(&self.words(diagnostic)),
            locations: [self.artifacts.location(diagnostic.source, place.span, &place.text)],
            related_locations: self.related(diagnostic),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint.clone()), (FOR_GITHUB, fingerprint)]),
            baseline_state: self.any_known.then_some(if known { "unchanged" } else { "new" }),
            suppressions: self.any_waived.then(|| waived.map(suppression).into_iter().collect()),
            properties,
        }
    }

    /// What is wrong as a sentence, then a line for each thing else that there is to say.
    fn words(&self, diagnostic: &Diagnostic<'_>) -> String {
        let mut lines = vec![stopped(&told::headline(diagnostic))];
        lines.extend(told::details(diagnostic, &self.report.repeated));
        literal(&lines.join("\n"))
    }

    /// The other places that explain it, in the same file and in others. What the message says of them is there in any case.
    fn related(&self, diagnostic: &Diagnostic<'_>) -> Vec<Location> {
        let own = diagnostic.related.iter();
        let own = own.map(|label| self.artifacts.location(diagnostic.source, label.span, &label.text));
        let others = diagnostic.elsewhere.iter();
        let others = others.filter_map(|one| self.artifacts.location_beside(&one.source, one.span, &one.text));
        own.chain(others).enumerate().map(|(number, place)| Location { id: Some(number + 1), ..place }).collect()
    }
}

/// The exception that excuses a finding: its reason, its end, and who allowed it.
fn suppression(waived: &Waived) -> Suppression {
    let by = waived.approved_by.as_deref().map(|by| format!(", approved by {}", visible::prose(by)));
    let justification =
        format!("{} (until {}{})", visible::prose(&waived.reason), waived.until, by.unwrap_or_default());
    Suppression { kind: "external", status: "accepted", justification }
}
