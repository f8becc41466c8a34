//! A first rule: a file to be changed, with comments that teach the rest, and two examples that hold as they stand.

mod examples;

use std::fmt::Write;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::model::rule::{Severity, Subject};
use examples::Ground;

/// The column at which a comment begins, where the line leaves room.
const COMMENT: usize = 40;

/// How long a line may be.
const WIDEST: usize = 110;

/// What the new rule is to be.
#[derive(Debug, Clone, Copy)]
pub struct RuleWanted<'w> {
    /// Its id.
    pub id: &'w str,
    /// What it speaks about.
    pub subject: Subject,
    /// What it does.
    pub does: RuleDoes<'w>,
    /// The day for which its examples are decided.
    pub as_of: Date,
}

impl RuleWanted<'_> {
    /// The second half of its id, which its examples are marked with until somebody writes what it is really about.
    fn flaw(&self) -> &str {
        self.id.split_once('/').map_or(self.id, |(_, flaw)| flaw)
    }
}

/// What the sources of a rule look like.
const SOURCES: [&str; 3] = [
    "the handbook of the house, page 3",
    "{ title: A law, publisher: Who made it, found-at: https://…, at: article 5 }",
    "{ document: id-of-a-document, at: section 2 }",
];

/// What a new rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleDoes<'w> {
    /// It reports something.
    Reports,
    /// It requires something, whose lack this rule reports, this gravely.
    Requires(&'w str, Severity),
}

/// What is wrong with a rule's id, with one that may be meant; none where it is well formed.
pub fn id_flaw(id: &str) -> Option<String> {
    let is_good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let halves: Vec<_> = id.split('/').collect();
    let what = match halves.as_slice() {
        [_] => "it has no `/` between a group and a flaw".to_owned(),
        ["", _] => "nothing stands before its `/`".to_owned(),
        [_, ""] => "nothing stands behind its `/`".to_owned(),
        [group, flaw] => match group.chars().chain(flaw.chars()).find(|&c| !is_good(c)) {
            Some(' ') => "it has a space".to_owned(),
            Some(c) if c.is_uppercase() => format!("it has a capital letter, `{c}`"),
            Some(c) => format!("it has `{c}`"),
            None => return None,
        },
        _ => "it has more than one `/`".to_owned(),
    };
    let help = "an id is a group and a flaw, as in `team/no-owner`: small letters, digits and dashes";
    let half = |text: &&str| {
        let mended: String = text.to_lowercase().chars().map(|c| if is_good(c) { c } else { '-' }).collect();
        mended.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    let meant: Vec<_> = halves.iter().map(half).filter(|half| !half.is_empty()).collect();
    let meant = match meant.as_slice() {
        [one] => format!("; did you mean `team/{one}`?"),
        [group, flaw] => format!("; did you mean `{group}/{flaw}`?"),
        _ => String::new(),
    };
    Some(format!("`{id}` is no id for a rule: {what}; {help}{meant}"))
}

/// The text of the new rule.
///
/// # Errors
///
/// That the catalogue has nothing to make an example of, in words.
pub fn rule_text(wanted: &RuleWanted<'_>, catalog: &Catalog) -> Result<String, String> {
    let ground = Ground::new(catalog)?;
    let (passes, fails) = ground.examples(wanted)?;
    let mut text = head(wanted);
    match wanted.does {
        RuleDoes::Reports => reporting(wanted, &mut text),
        RuleDoes::Requires(..) => requiring(wanted, &mut text),
    }
    let _ = writeln!(text, "# What it rests on: words, a published work, or a document of the catalogue.\n# sources:");
    for source in SOURCES {
        let _ = writeln!(text, "#   - {source}");
    }
    let _ = writeln!(
        text,
        "# What a comment names is found at the end of its line, and nothing else of this rule.\nexamples:"
    );
    for (key, manifest) in [("passes", passes), ("fails", fails)] {
        let _ = writeln!(text, "  - as-of: {}\n    {key}: |", wanted.as_of);
        for line in manifest.lines() {
            let _ = writeln!(text, "{}", format!("      {line}").trim_end());
        }
    }
    Ok(text)
}

/// What a reader has to know first, the rule's name, and when it speaks.
fn head(wanted: &RuleWanted<'_>) -> String {
    let program = env!("CARGO_PKG_NAME");
    let names: Vec<_> = wanted.subject.fields().map(|field| field.name()).collect();
    let mut text = String::new();
    for words in [
        format!(
            "A rule to begin with. Change what it matches, what it does and why, and then the examples, until \
             `{program} rules test` and `{program} rules lint` find nothing."
        ),
        format!("Fields of its subject: {}.", names.join(", ")),
    ] {
        commented(&words, &mut text);
    }
    let _ = writeln!(text, "\nid: {}", wanted.id);
    text
}

fn reporting(wanted: &RuleWanted<'_>, text: &mut String) {
    let thing = match wanted.subject {
        Subject::Deployment => "{deployment.name}",
        Subject::Service | Subject::Placement => "{service.name} in {cloud.title}",
        Subject::Requirement | Subject::Obligation => "{required.title} for {service.name}",
        Subject::Flow => "what {service.name} sends to {flow.to}",
        Subject::Waiver => "the waiver for {waiver.rule}",
    };
    let (name, flaw) = (wanted.subject.name(), wanted.flaw());
    line(&format!("title: this {name} is marked as {flaw}"), "the flaw in a few words", text);
    line("severity: warning", "error, warning or advice; a policy may say otherwise", text);
    matching(wanted, text);
    line(&format!("says: '{thing} is marked as {flaw}'"), "the finding, with fields in braces", text);
    line("label: marked so", "what stands beside its place in the manifest", text);
    line("# one-per: FIELD", "those with one value there share a finding; `{count}` counts them", text);
    text.push_str(
        "why: >-\n  Say why it matters: what happens to whom where this is left as it is.\n\
         fix: >-\n  Say what to do about it, and where.\n",
    );
}

fn requiring(wanted: &RuleWanted<'_>, text: &mut String) {
    line(&format!("title: two regions for {}", wanted.flaw()), "what it asks for, in a few words", text);
    matching(wanted, text);
    line("require:", "all of this; each key may be left out", text);
    line("  at-least: { regions: 2 }", "or geographies, countries", text);
    line("# standards: [ID, ID@level]", "or { standard: ID, assurance: third-party }", text);
    line("# agreements: [ID]", "of which one must be in force", text);
    line("# countries: [US, CA]", "where it may be; or regions, geographies", text);
    text.push_str("why: >-\n  Say why it is asked for: a law, a contract, a promise of the house.\n");
}

fn matching(wanted: &RuleWanted<'_>, text: &mut String) {
    let flaw = wanted.flaw();
    let (entry, about) = match wanted.subject {
        Subject::Deployment => (format!("deployment.tags: '{flaw}=yes'"), "a pattern, or a list of them"),
        Subject::Flow => (format!("flow.data: '{flaw}'"), "a class of data, a pattern, or a list of them"),
        Subject::Waiver => (format!("waiver.reason: '*marked as {flaw}*'"), "a pattern, or a list of them"),
        _ => (format!("service.tags: '{flaw}=yes'"), "a pattern, or a list of them"),
    };
    line(&format!("subject: {}", wanted.subject.name()), wanted.subject.meaning(), text);
    line("match:", "all of these; also `any` with a list of such tables, and `not` with one", text);
    line(&format!("  {entry}"), about, text);
    line("# when: size(deployment.name) > 3", "an expression, for what patterns can't say", text);
}

/// A line with its comment; above it, where there is no room beside it.
fn line(entry: &str, about: &str, text: &mut String) {
    let _ = match entry.len() < COMMENT {
        true => writeln!(text, "{entry:COMMENT$}# {about}"),
        false => {
            let indent = &entry[..entry.len() - entry.trim_start().len()];
            writeln!(text, "{indent}# {about}\n{entry}")
        }
    };
}

/// Words as a comment of several lines.
fn commented(words: &str, text: &mut String) {
    let mut line = "#".to_owned();
    for word in words.split(' ') {
        if line.len() + 1 + word.len() > WIDEST {
            let _ = writeln!(text, "{line}");
            line = "#  ".to_owned();
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_id_is_said() {
        assert_eq!(id_flaw("team/no-owner2"), None);
        for (id, what, meant) in [
            ("owner", "it has no `/`", "`team/owner`"),
            ("/owner", "nothing stands before", "`team/owner`"),
            ("team/", "nothing stands behind", "`team/team`"),
            ("team/No Owner", "a capital letter, `N`", "`team/no-owner`"),
            ("team/no owner", "it has a space", "`team/no-owner`"),
            ("team/no_owner", "it has `_`", "`team/no-owner`"),
            ("a/b/c", "more than one `/`", ""),
            ("../etc", "it has `.`", "`team/etc`"),
            ("", "it has no `/`", ""),
        ] {
            let flaw = id_flaw(id).unwrap_or_default();
            assert!(flaw.contains(what) && flaw.contains(meant), "{id}: {flaw}");
        }
    }
}
