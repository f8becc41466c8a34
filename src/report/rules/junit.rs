//! The tests of rules in the form of JUnit, which every build server reads: a suite for each rule, a case for each example.

use super::tests::{BROKEN, Counts, DIFFERS, Tests};
use crate::load::problem::Problem;
use crate::report::visible;
use crate::report::xml::Xml;
use crate::text::Source;
use crate::trial::{Ended, Fault, Trial, Tried};

const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// The whole document.
pub(super) fn document(tests: &Tests) -> String {
    let Counts { examples, failed, broken, .. } = tests.counts();
    let (problems, without) = (tests.problems.len(), tests.without_examples());
    let [all, failures, errors] = [examples + problems + without, failed, broken + problems].map(|n| n.to_string());
    let mut xml = Xml::new();
    let attributes = [
        ("name", concat!(env!("CARGO_PKG_NAME"), " rules test")),
        ("tests", all.as_str()),
        ("failures", failures.as_str()),
        ("errors", errors.as_str()),
    ];
    xml.element("testsuites", &attributes, |xml| {
        let files = tests.problems.chunk_by(|a, b| a.source.name() == b.source.name());
        files.for_each(|problems| unread(problems, xml));
        tests.trials.iter().for_each(|trial| suite(trial, xml));
    });
    xml.into_text()
}

/// A file that can't be taken: each of its problems is an error.
fn unread(problems: &[Problem], xml: &mut Xml) {
    let Some(first) = problems.first() else { return };
    let name = visible::line(first.source.name());
    let count = problems.len().to_string();
    let attributes =
        [("name", name.as_str()), ("tests", &count), ("failures", "0"), ("errors", &count), ("skipped", "0")];
    xml.element("testsuite", &attributes, |xml| {
        for problem in problems {
            let line = line(&problem.source, problem.span.start);
            let case = format!("line {line}");
            xml.element("testcase", &[("name", &case), ("classname", &name)], |xml| {
                let help = problem.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
                let text = format!("{name}:{line}: {}{help}", problem.message);
                xml.leaf("error", &[("message", &problem.message), ("type", problem.code)], &text);
            });
        }
    });
}

fn suite(trial: &Trial, xml: &mut Xml) {
    let Counts { examples, failed, broken, .. } = Counts::of(&trial.examples);
    let skipped = usize::from(trial.examples.is_empty());
    let [all, failures, errors, skipped] = [examples + skipped, failed, broken, skipped].map(|n| n.to_string());
    let attributes = [
        ("name", trial.rule.as_str()),
        ("tests", &all),
        ("failures", &failures),
        ("errors", &errors),
        ("skipped", &skipped),
    ];
    let class = format!("{PROGRAM}.rules.{}", trial.rule.replace('/', "."));
    xml.element("testsuite", &attributes, |xml| {
        if trial.examples.is_empty() {
            xml.element("testcase", &[("name", "examples"), ("classname", &class)], |xml| {
                xml.leaf("skipped", &[("message", "the rule has no example")], "");
            });
        }
        trial.examples.iter().for_each(|tried| case(trial, tried, &class, xml));
    });
}

fn case(trial: &Trial, tried: &Tried, class: &str, xml: &mut Xml) {
    let line = line(&trial.source, tried.span.start);
    let word = if tried.fails { "fails" } else { "passes" };
    let name = format!("{word} as of {}, line {line}", tried.as_of);
    let attributes = [("name", name.as_str()), ("classname", class)];
    let (element, kind) = match tried.ended {
        Ended::Passed => return xml.leaf("testcase", &attributes, ""),
        Ended::Failed(_) => ("failure", DIFFERS),
        Ended::Broken(_) => ("error", BROKEN),
    };
    let faults = tried.ended.faults();
    let message: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    let text: Vec<_> = faults.iter().map(|fault| told(&trial.source, fault)).collect();
    xml.element("testcase", &attributes, |xml| {
        xml.leaf(element, &[("message", &message.join("; ")), ("type", kind)], &text.join("\n"));
    });
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
