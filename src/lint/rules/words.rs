//! The form that the words of all rules have.

use super::{At, Note, warning};
use crate::model::rule::{Piece, Rule, Template};

/// Looks at the words of a rule: those of findings have no full stop, those that explain are sentences.
pub(super) fn check(rule: &Rule, notes: &mut Vec<Note>) {
    let mut phrase = |key: &'static str, last: &str| {
        if last.trim_end().ends_with('.') && !last.trim_end().ends_with("..") {
            let message = format!("`{key}` ends in a full stop");
            notes.push(warning("full-stop", At::Value(key), message, "leave it out: the format sets it".to_owned()));
        }
    };
    phrase("title", &rule.title);
    if let Some(report) = rule.report() {
        phrase("says", last(&report.says));
        report.says_in_regions.iter().for_each(|says| phrase("says-in-regions", last(says)));
        report.label.iter().for_each(|label| phrase("label", last(label)));
        let counts =
            |template: &Template| template.0.iter().any(|piece| matches!(piece, Piece::Count | Piece::OneOrMany(..)));
        if report.one_per.is_none() && report.templates().any(counts) {
            let message = "a finding of this rule is about one subject, so `{count}` is always 1".to_owned();
            let help = "add `one-per: FIELD`, so that subjects share a finding, or leave the count out";
            notes.push(warning("counts-one", At::Value("says"), message, help.to_owned()));
        }
    }
    let sentences = [("why", &rule.why), ("fix", &rule.fix)];
    for (key, text) in sentences.into_iter().filter(|(_, text)| !text.is_empty()) {
        if !text.ends_with(['.', '?', '!', '"', ')']) {
            let message = format!("`{key}` is no whole sentence: it has no full stop");
            notes.push(warning("no-sentence", At::Value(key), message, "write whole sentences".to_owned()));
        } else if text.starts_with(char::is_lowercase) {
            let message = format!("`{key}` begins with a small letter");
            notes.push(warning("no-sentence", At::Value(key), message, "write whole sentences".to_owned()));
        }
    }
}

/// The words at the end; nothing where a placeholder stands there.
fn last(template: &Template) -> &str {
    match template.0.last() {
        Some(Piece::Words(words)) => words,
        _ => "",
    }
}
