//! The rules that results refer to: those that were held and report something, and one for each kind of problem.

use std::collections::{BTreeMap, BTreeSet};

use super::message::{description, literal, stopped, text};
use super::shape::{Configuration, Message, RuleEntry, RuleFacts};
use crate::model::rule::Severity;
use crate::report::{Report, RuleSource, RuleSummary, visible};

/// What is so of every kind of problem.
const PROBLEM: &str = "Something in this file can't be understood, so that the question could not be asked: what it stands \
                       in was left out, and nothing is shown of it";

/// What to do about every kind of problem.
const MEND: &str = "Mend it as the result says; the rest of the file is checked all the same.";

/// The rules of a report, each with its place in the list.
pub(super) struct Rules<'a> {
    /// By their ids; without words where the report has none.
    reporting: BTreeMap<&'a str, Option<&'a RuleSummary>>,
    problems: BTreeSet<&'static str>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Rules<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let held = report.rules.iter().filter(|(_, rule)| rule.severity.is_some());
        let mut reporting: BTreeMap<_, _> = held.map(|(id, rule)| (id.as_str(), Some(rule))).collect();
        let findings = report.files.iter().flat_map(|file| &file.outcome.findings);
        for finding in findings {
            reporting.entry(finding.rule.as_str()).or_default();
        }
        let problems: BTreeSet<_> = report.files.iter().flat_map(|file| &file.problems).map(|one| one.code).collect();
        let ids = reporting.keys().copied().chain(problems.iter().copied());
        let places = ids.enumerate().map(|(place, id)| (id, place)).collect();
        Self { reporting, problems, places }
    }

    /// The place of a rule, or of a kind of problem, in the list.
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// All of them, the rules before the kinds of problems, by their ids.
    pub(super) fn listed(&self) -> Vec<RuleEntry> {
        let rules = self.reporting.iter().map(|(id, rule)| rule.map_or_else(|| unknown(id), |rule| told(id, rule)));
        rules.chain(self.problems.iter().map(|code| problem(code))).collect()
    }
}

/// How grave it is, in SARIF's words.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn entry(id: &str, severity: Severity, (short, full): (&str, &str), help: Message, tags: Vec<String>) -> RuleEntry {
    let problem_severity = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "recommendation",
    };
    RuleEntry {
        id: id.to_owned(),
        name: pascal(id),
        short_description: Message::new(&description(short)),
        full_description: Message::new(&description(full)),
        help,
        default_configuration: Configuration { level: level(severity) },
        properties: RuleFacts { tags, precision: "high", problem_severity },
    }
}

fn told(id: &str, rule: &RuleSummary) -> RuleEntry {
    let mut tags = tags(id);
    tags.extend(rule.pack.as_ref().map(|pack| format!("pack:{}", visible::line(pack))));
    let full = [stopped(&capitalised(&rule.title)), rule.why.to_string()].join(" ");
    entry(id, rule.severity.unwrap_or(Severity::Error), (&rule.title, &full), help(id, rule), tags)
}

/// A rule of which the report has no words.
fn unknown(id: &str) -> RuleEntry {
    let help = Message::new(&format!("compliance-check explain {}", literal(&visible::shell_word(id))));
    entry(id, Severity::Error, (id, id), help, tags(id))
}

fn problem(code: &str) -> RuleEntry {
    let short = format!("the file can't be taken as it is: {}", code.replace('-', " "));
    let help = Message { text: MEND.to_owned(), markdown: Some(format!("{PROBLEM}.\n\n**How to fix it:** {MEND}")) };
    entry(code, Severity::Error, (&short, PROBLEM), help, vec!["compliance".to_owned(), "problem".to_owned()])
}

/// The group of a rule tells rules of one sort from others.
fn tags(id: &str) -> Vec<String> {
    let group = id.split_once('/').map(|(group, _)| group.to_owned());
    std::iter::once("compliance".to_owned()).chain(group).collect()
}

/// What is wrong, why it matters, what to do, and what the rule rests on.
fn help(id: &str, rule: &RuleSummary) -> Message {
    let title = stopped(&capitalised(&rule.title));
    let mut words = vec![text(&title), format!("Why: {}", text(&rule.why))];
    let mut marked = vec![prose(&title), format!("**Why it matters:** {}", prose(&rule.why))];
    if !rule.fix.is_empty() {
        words.push(format!("How to fix it: {}", text(&rule.fix)));
        marked.push(format!("**How to fix it:** {}", prose(&rule.fix)));
    }
    if !rule.sources.is_empty() {
        words.push(format!("Sources: {}", rule.sources.iter().map(source).collect::<Vec<_>>().join("; ")));
        let list: Vec<_> = rule.sources.iter().map(|one| format!("- {}", marked_source(one))).collect();
        marked.push(format!("**Sources:**\n\n{}", list.join("\n")));
    }
    let more = format!("compliance-check explain {}", literal(&visible::shell_word(id)));
    words.push(format!("More: {more}"));
    marked.push(format!("More, with examples: `{more}`"));
    Message { text: words.join("\n"), markdown: Some(marked.join("\n\n")) }
}

/// Words of a rule as Markdown: what stands between backticks is code, and everything else means itself.
fn prose(words: &str) -> String {
    let words = visible::prose(words);
    let parts: Vec<_> = words.split('`').collect();
    if parts.len().is_multiple_of(2) || words.contains("``") {
        return literal(&visible::markdown(&words));
    }
    let part = |(number, part): (usize, &&str)| match number % 2 {
        0 => visible::markdown(part),
        _ => format!("`{part}`"),
    };
    literal(&parts.iter().enumerate().map(part).collect::<String>())
}

fn source(source: &RuleSource) -> String {
    let parts = [Some(&source.title), source.publisher.as_ref(), source.at.as_ref(), source.found_at.as_ref()];
    parts.into_iter().flatten().map(|part| text(part)).collect::<Vec<_>>().join(", ")
}

fn marked_source(source: &RuleSource) -> String {
    let title = prose(&source.title);
    let link = source.found_at.as_deref().and_then(link);
    let title = link.map_or(title.clone(), |link| format!("[{title}]({link})"));
    let parts = [source.publisher.as_ref(), source.at.as_ref()];
    let rest: String = parts.into_iter().flatten().map(|part| format!(", {}", prose(part))).collect();
    title + &rest
}

/// An address that can be a link; anything else that says where something is found is none.
fn link(found_at: &str) -> Option<&str> {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c);
    Some(found_at)
        .filter(|address| address.starts_with("https://") || address.starts_with("http://"))
        .filter(|address| address.chars().all(is_safe))
}

fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// `coverage/level-too-low` as `CoverageLevelTooLow`.
fn pascal(id: &str) -> String {
    id.split(|c: char| !c.is_alphanumeric()).map(capitalised).collect()
}
