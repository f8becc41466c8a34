//! What is wrong with an example, at its place in the rule's file.

use std::collections::BTreeMap;

use super::comments::{Differences, Named};
use crate::load::problem::Problem;
use crate::load::rules::place_of_line;
use crate::model::rule::Rule;
use crate::text::Span;

/// What is wrong with an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<String>,
    /// The place in the rule's file.
    pub span: Span,
    /// What is to be said there; empty where the message says it all.
    pub label: String,
    /// Other places of the file, with what is to be said there.
    pub related: Vec<(Span, String)>,
}

/// A text within a rule's file: a manifest, or what stands beside it.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) rule: &'t Rule,
    pub(super) text: &'t str,
    /// Where the file holds it.
    pub(super) span: Span,
}

impl Text<'_> {
    /// The place in the file of the line with this number, from 0.
    fn place(&self, line: usize) -> Span {
        place_of_line(&self.rule.source, self.span, self.text, line)
    }

    /// Something that is wrong in a line.
    pub(super) fn fault(&self, line: usize, message: String, help: Option<String>) -> Fault {
        Fault { message, help, span: self.place(line), label: String::new(), related: Vec::new() }
    }

    /// Problems of the text, in the lines in which they stand.
    pub(super) fn faults(&self, problems: Vec<Problem>) -> Vec<Fault> {
        let of = |problem: Problem| {
            // A problem may be about another file, which was sound before this text came to it.
            let foreign = problem.source.text() != self.text;
            let line = if foreign { 0 } else { problem.source.line_index(problem.span.start) };
            self.fault(line, problem.message, problem.help)
        };
        problems.into_iter().map(of).collect()
    }

    /// That a rule is silent where it is to speak.
    pub(super) fn silent(&self, rule: &str, differences: &Differences) -> Fault {
        let message = format!("{rule} says nothing about its failing example");
        let help = Some("change the example until the rule speaks, or say that it `passes`".to_owned());
        let labels = labels(differences);
        let first = self.text.lines().take_while(|line| line.trim().is_empty()).count();
        let fault = self.fault(labels.first().map_or(first, |(line, _)| *line), message, help);
        self.labelled(fault, labels)
    }

    /// That something else is found than is expected.
    pub(super) fn differs(&self, message: String, differences: &Differences, expected: &[Named]) -> Fault {
        let labels = labels(differences);
        let line = labels.first().map_or(0, |(line, _)| *line);
        let help = right_comment(line, differences, expected);
        self.labelled(self.fault(line, message, Some(help)), labels)
    }

    fn labelled(&self, fault: Fault, labels: Vec<(usize, String)>) -> Fault {
        let mut labels = labels.into_iter().map(|(line, words)| (self.place(line), words));
        let label = labels.next().map(|(_, words)| words).unwrap_or_default();
        Fault { label, related: labels.collect(), ..fault }
    }
}

/// What is to be said in each line in which something differs.
fn labels(differences: &Differences) -> Vec<(usize, String)> {
    let mut lines: BTreeMap<usize, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for one in &differences.missing {
        lines.entry(one.line).or_default().0.push(one.to_string());
    }
    for one in &differences.surplus {
        lines.entry(one.line).or_default().1.push(one.to_string());
    }
    let words = |(missing, surplus): (Vec<String>, Vec<String>)| match (missing.join(" + "), surplus.join(" + ")) {
        (missing, surplus) if surplus.is_empty() => format!("expected, and not found: {missing}"),
        (missing, surplus) if missing.is_empty() => format!("found, and not expected: {surplus}"),
        (missing, surplus) => format!("expected: {missing}; found: {surplus}"),
    };
    lines.into_iter().map(|(line, both)| (line, words(both))).collect()
}

/// The comment that a line would have if what is found were right.
fn right_comment(line: usize, differences: &Differences, expected: &[Named]) -> String {
    let mut right: Vec<&Named> = expected.iter().filter(|one| one.line == line).collect();
    for missing in differences.missing.iter().filter(|one| one.line == line) {
        if let Some(at) = right.iter().position(|one| *one == missing) {
            right.remove(at);
        }
    }
    right.extend(differences.surplus.iter().filter(|one| one.line == line));
    if right.is_empty() {
        return "correct the rule, or take the comment away if what is found is right".to_owned();
    }
    let right: Vec<_> = right.iter().map(ToString::to_string).collect();
    format!("correct the rule, or let the comment of this line say, if that is right: {}", right.join(" + "))
}
