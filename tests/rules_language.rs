//! The rule language: what a rule file may say, and how each mistake in one is told.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use compliance_check::load::problem::Problem;
use compliance_check::load::rules;
use compliance_check::model::rule::{Cited, Rules};
use compliance_check::text::Source;

/// A sound rule that reports, without its `match`.
const REPORTING: &str = "id: team/example\ntitle: an example\nseverity: error\nsubject: service\n\
    says: '{service.name} is here'\nwhy: It is an example.\nfix: Nothing.\n";

fn load(text: &str) -> (Rules, Vec<Problem>) {
    let (rules, problems) = rules::load(&[Source::new("rule.yaml", text)], &compliance_check::run::carried());
    (rules, problems.into_sorted())
}

/// Every problem as `line: code: the text at its place: message (help)`.
fn told(text: &str) -> Vec<String> {
    let told = |problem: &Problem| {
        let line = problem.source.position(problem.span.start).line;
        let at = problem.source.slice(problem.span).lines().next().unwrap_or_default();
        let help = problem.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{line}: {}: {at}: {}{help}", problem.code, problem.message)
    };
    load(text).1.iter().map(told).collect()
}

#[test]
fn a_rule_says_what_it_rests_on() {
    let text = format!(
        "{REPORTING}match: {{}}\nsources:\n  - Decision of the board of 2026-01-15, item 4\n  \
         - {{ title: A law, found-at: law.example/4, publisher: The state, date: \"2013\", at: section 8 }}\n  \
         - {{ document: azure-bot-service-2021-08-03, at: table 2 }}\n"
    );
    let (rules, problems) = load(&text);
    assert!(problems.is_empty(), "{problems:?}");
    let [words, work, document] = rules.rules[0].sources.as_slice() else { panic!("three sources: {rules:?}") };
    assert_eq!(*words, Cited::Words("Decision of the board of 2026-01-15, item 4".to_owned()));
    let Cited::Work(work) = work else { panic!("{work:?}") };
    assert_eq!((work.title.as_str(), work.found_at.as_str()), ("A law", "law.example/4"));
    assert_eq!(work.date.map(|date| date.to_string()).as_deref(), Some("2013"));
    let Cited::Document { document, at } = document else { panic!("{document:?}") };
    let catalog = compliance_check::run::carried();
    assert_eq!(catalog.facts().documents[*document].title, "Compliance in Azure Bot Service");
    assert_eq!(at.as_deref(), Some("table 2"));
}

#[test]
fn a_source_that_nobody_can_find_is_a_problem_at_its_place() {
    let text = format!(
        "{REPORTING}match: {{}}\nsources:\n  - {{ title: A law, publisher: The state }}\n  \
         - {{ document: azure-bot-service-2021-08-04 }}\n  - ''\n  - {{ title: T, found-at: f, date: 2013-99 }}\n  \
         - {{ title: T, found-at: f, dte: '2013' }}\n"
    );
    assert_eq!(
        told(&text),
        [
            "10: missing-key: { title: A law, publisher: The state }: `found-at` is missing",
            "11: unknown-document: azure-bot-service-2021-08-04: no document `azure-bot-service-2021-08-04` is known to \
             the catalogue (did you mean `azure-bot-service-2021-08-03`?)",
            "12: empty: '': a source says nothing",
            "13: not-a-date: 2013-99: `2013-99` is not a date (write it as year-month-day, year-month or year, in \
             quotes: \"2026-11\")",
            "14: unknown-key: dte: `dte` is not known here (did you mean `date`?)",
        ]
    );
    assert_eq!(told(&format!("{REPORTING}match: {{}}\nsources: []\n")), ["9: empty: []: an empty list says nothing"]);
}
