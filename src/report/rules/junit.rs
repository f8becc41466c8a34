//! The tests of rules in the form of JUnit: a suite for each rule, a case for each example.

use super::tests::{BROKEN, DIFFERS, Tests};
use crate::load::problem::Problem;
use crate::report::suites::{self, Case, Mark, Suite, Told};
use crate::report::visible;
use crate::text::Source;
use crate::trial::{Ended, Fault, Trial, Tried};

const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// The whole document.
pub(super) fn document(tests: &Tests) -> String {
    let files = tests.problems.chunk_by(|a, b| a.source.name() == b.source.name());
    let suites: Vec<_> = files.map(unread).chain(tests.trials.iter().map(suite)).collect();
    suites::document(concat!(env!("CARGO_PKG_NAME"), " rules test"), &suites)
}

/// A file that can't be taken.
fn unread(problems: &[Problem]) -> Suite {
    let name = problems.first().map(|first| visible::line(first.source.name())).unwrap_or_default();
    Suite { cases: Suite::of_problems(problems, &name), name, ..Suite::default() }
}

fn suite(trial: &Trial) -> Suite {
    let class = format!("{PROGRAM}.rules.{}", trial.rule.replace('/', "."));
    let mut cases: Vec<_> = trial.examples.iter().map(|tried| case(trial, tried, &class)).collect();
    if cases.is_empty() {
        let message = "the rule has no example".to_owned();
        let told = Told { mark: Mark::Skipped, kind: String::new(), message, text: String::new() };
        cases.push(Case { name: "examples".to_owned(), class, result: Some(told), out: Vec::new() });
    }
    Suite { name: trial.rule.clone(), cases, ..Suite::default() }
}

fn case(trial: &Trial, tried: &Tried, class: &str) -> Case {
    let line = line(&trial.source, tried.span.start);
    let word = if tried.fails { "fails" } else { "passes" };
    let name = format!("{word} as of {}, line {line}", tried.as_of);
    let told = |mark, kind: &str| {
        let faults = tried.ended.faults();
        let message: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
        let text: Vec<_> = faults.iter().map(|fault| told(&trial.source, fault)).collect();
        Told { mark, kind: kind.to_owned(), message: message.join("; "), text: text.join("\n") }
    };
    let result = match tried.ended {
        Ended::Passed => None,
        Ended::Failed(_) => Some(told(Mark::Failure, DIFFERS)),
        Ended::Broken(_) => Some(told(Mark::Error, BROKEN)),
    };
    Case { name, class: class.to_owned(), result, out: Vec::new() }
}

/// What is wrong, with every place of it.
fn told(source: &Source, fault: &Fault) -> String {
    let name = visible::line(source.name());
    let place = |start: usize, words: &str| format!("{name}:{}: {words}", line(source, start));
    let words = if fault.label.is_empty() { &fault.message } else { &fault.label };
    let mut lines = vec![place(fault.span.start, words)];
    lines.extend(fault.related.iter().map(|(span, words)| place(span.start, words)));
    lines.extend(fault.help.as_ref().map(|help| format!("help: {help}")));
    lines.join("\n")
}

fn line(source: &Source, offset: usize) -> usize {
    source.position(offset).line
}
