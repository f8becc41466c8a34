//! The tests of rules for programs.

use std::io;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::tests::{BROKEN, Counts, DIFFERS, Tests};
use crate::load::problem::Problem;
use crate::report::visible_json;
use crate::text::{Source, Span};
use crate::trial::{Ended, Fault, Trial, Tried};

/// Writes the document.
pub(super) fn write(tests: &Tests, out: &mut dyn io::Write) -> io::Result<()> {
    visible_json::pretty(&Document::of(tests), out)
}

/// How the tests of rules went.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Tests of rules", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// What could not be taken. Where there is any, nothing was tried.
    problems: Vec<Entry<'a>>,
    /// Each rule, by its id.
    rules: Vec<RuleEntry<'a>>,
    /// The same in numbers.
    summary: Numbers,
}

/// A problem of a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Problem", deny_unknown_fields))]
struct Entry<'a> {
    /// The file.
    path: &'a str,
    /// What kind of problem it is.
    code: &'a str,
    /// What is wrong.
    message: &'a str,
    /// What to do, where that is known.
    help: Option<&'a str>,
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    column: usize,
}

/// How a rule fared.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Rule", deny_unknown_fields))]
struct RuleEntry<'a> {
    /// Its id.
    id: &'a str,
    /// Its file.
    path: &'a str,
    /// How its examples fared, in the order of the file.
    examples: Vec<Example<'a>>,
}

/// How an example fared.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Example<'a> {
    /// Whether the rule is to speak.
    fails: bool,
    /// The day for which it is decided.
    as_of: String,
    /// The line on which it begins, counted from 1.
    line: usize,
    /// How it ended.
    outcome: OutcomeName,
    /// What is wrong.
    faults: Vec<FaultEntry<'a>>,
}

/// How an example ended.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum OutcomeName {
    /// What is found is what is expected.
    Passed,
    /// Something else is found.
    Failed,
    /// It could not be tried.
    Broken,
}

/// What is wrong with an example.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Fault", deny_unknown_fields))]
struct FaultEntry<'a> {
    /// What kind of fault it is.
    code: &'static str,
    /// What is wrong.
    message: &'a str,
    /// What to do, where that is known.
    help: Option<&'a str>,
    /// Where, the chief place first.
    places: Vec<Place<'a>>,
}

/// A place in the rule's file.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Place<'a> {
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    column: usize,
    /// What is expected or found there; empty where the message says it all.
    message: &'a str,
}

/// The same in numbers.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Summary", deny_unknown_fields))]
struct Numbers {
    /// How many rules were tested.
    rules: usize,
    /// How many of them have no example.
    without_examples: usize,
    /// How many examples there are.
    examples: usize,
    /// How many passed.
    passed: usize,
    /// In how many something else was found.
    failed: usize,
    /// How many could not be tried.
    broken: usize,
    /// How many problems there are.
    problems: usize,
}

impl<'a> Document<'a> {
    pub(super) fn of(tests: &'a Tests) -> Self {
        let Counts { examples, passed, failed, broken } = tests.counts();
        Self {
            version: "1",
            problems: tests.problems.iter().map(Entry::of).collect(),
            rules: tests.trials.iter().map(RuleEntry::of).collect(),
            summary: Numbers {
                rules: tests.trials.len(),
                without_examples: tests.without_examples(),
                examples,
                passed,
                failed,
                broken,
                problems: tests.problems.len(),
            },
        }
    }
}

impl<'a> Entry<'a> {
    fn of(problem: &'a Problem) -> Self {
        let position = problem.source.position(problem.span.start);
        Self {
            path: problem.source.name(),
            code: problem.code,
            message: &problem.message,
            help: problem.help.as_deref(),
            line: position.line,
            column: position.column,
        }
    }
}

impl<'a> RuleEntry<'a> {
    fn of(trial: &'a Trial) -> Self {
        let examples = trial.examples.iter().map(|tried| Example::of(&trial.source, tried)).collect();
        Self { id: &trial.rule, path: trial.source.name(), examples }
    }
}

impl<'a> Example<'a> {
    fn of(source: &'a Source, tried: &'a Tried) -> Self {
        let (outcome, code) = match tried.ended {
            Ended::Passed => (OutcomeName::Passed, DIFFERS),
            Ended::Failed(_) => (OutcomeName::Failed, DIFFERS),
            Ended::Broken(_) => (OutcomeName::Broken, BROKEN),
        };
        Self {
            fails: tried.fails,
            as_of: tried.as_of.to_string(),
            line: source.position(tried.span.start).line,
            outcome,
            faults: tried.ended.faults().iter().map(|fault| FaultEntry::of(source, code, fault)).collect(),
        }
    }
}

impl<'a> FaultEntry<'a> {
    fn of(source: &'a Source, code: &'static str, fault: &'a Fault) -> Self {
        let place = |span: Span, message: &'a str| {
            let position = source.position(span.start);
            Place { line: position.line, column: position.column, message }
        };
        let mut places = vec![place(fault.span, &fault.label)];
        places.extend(fault.related.iter().map(|(span, words)| place(*span, words)));
        Self { code, message: &fault.message, help: fault.help.as_deref(), places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_is_that_of_the_types() {
        crate::report::schema::is_that_of::<Document<'_>>("rules-test");
    }
}
