//! What a report tells of the rules that took part: their words, as far as a reader of the report has no rules at hand.

use crate::model::Text;
use crate::model::facts::Facts;
use crate::model::pack::Pack;
use crate::model::rule::{Cited, Rule, Severity};

/// A rule that was held against at least one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSummary {
    /// The flaw, in a few words.
    pub title: Text,
    /// How grave its findings are; none for a rule that asks for something and reports nothing.
    pub severity: Option<Severity>,
    /// Why it matters.
    pub why: Text,
    /// What to do; empty where the rule leaves that to the findings.
    pub fix: Text,
    /// What it rests on.
    pub sources: Vec<RuleSource>,
    /// The name of the pack that it belongs to, where it belongs to one.
    pub pack: Option<String>,
}

/// Something that a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSource {
    /// What it is called, or what it says.
    pub title: Text,
    /// Who published it, where that is known.
    pub publisher: Option<Text>,
    /// Where in it, where that is known.
    pub at: Option<Text>,
    /// Where it is found, where it is published.
    pub found_at: Option<Text>,
}

impl RuleSummary {
    /// The rule, with how grave its findings are in this run.
    pub fn of((rule, severity): (&Rule, Severity), pack: Option<&Pack>, facts: &Facts) -> Self {
        Self {
            title: rule.title.clone(),
            severity: rule.report().map(|_| severity),
            why: rule.why.clone(),
            fix: rule.fix.clone(),
            sources: rule.sources.iter().map(|cited| RuleSource::of(cited, facts)).collect(),
            pack: pack.map(|pack| pack.name.clone()),
        }
    }
}

impl RuleSource {
    fn of(cited: &Cited, facts: &Facts) -> Self {
        match cited {
            Cited::Words(words) => Self { title: words.clone(), publisher: None, at: None, found_at: None },
            Cited::Work(work) => Self {
                title: work.title.clone(),
                publisher: work.publisher.clone(),
                at: work.at.clone(),
                found_at: Some(work.found_at.clone()),
            },
            Cited::Document { document, at } => {
                let document = &facts.documents[*document];
                Self {
                    title: document.title.clone(),
                    publisher: Some(document.publisher.clone()),
                    at: at.clone(),
                    found_at: Some(document.found_at.clone()),
                }
            }
        }
    }
}
