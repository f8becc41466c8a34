//! `match` and words with placeholders as a person reads them.

use crate::model::Text;
use crate::model::rule::{Condition, Field, FieldKind, PatternId, Piece, Rules, Template, Test, is_plain};

/// One line of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// How many lines it stands beneath.
    pub(super) depth: usize,
    /// What must hold.
    pub(super) words: String,
}

/// What must hold, all of it, a line each; lines beneath another one say what it is about. No line: always.
pub(super) fn lines(condition: &Condition, rules: &Rules) -> Vec<Line> {
    let mut telling = Telling { rules, lines: Vec::new() };
    telling.each(&parts(condition), 0);
    telling.lines
}

/// The words as they stand in the rule's file.
pub(super) fn written(template: &Template) -> String {
    let doubled = |text: &str| text.replace('{', "{{").replace('}', "}}");
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => doubled(words),
        Piece::Field(field) => format!("{{{}}}", field.name()),
        Piece::Count => "{count}".to_owned(),
        Piece::OneOrMany(words) => format!("{{{}|{}}}", words.0, words.1),
    };
    template.0.iter().map(piece).collect()
}

/// The fields that a condition looks at, each once, in the order of the file.
pub(super) fn fields(condition: &Condition, found: &mut Vec<Field>) {
    match condition {
        Condition::All(each) | Condition::Any(each) => each.iter().for_each(|one| fields(one, found)),
        Condition::Not(inner) => fields(inner, found),
        Condition::Field(field, _) if !found.contains(field) => found.push(*field),
        Condition::Field(..) => {}
    }
}

/// The conditions that must all hold, without those that only hold others together.
fn parts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All(each) => each.iter().flat_map(parts).collect(),
        Condition::Any(each) => match each.as_slice() {
            [one] => parts(one),
            _ => vec![condition],
        },
        Condition::Not(_) | Condition::Field(..) => vec![condition],
    }
}

struct Telling<'r> {
    rules: &'r Rules,
    lines: Vec<Line>,
}

impl Telling<'_> {
    fn line(&mut self, depth: usize, words: String) {
        self.lines.push(Line { depth, words });
    }

    fn each(&mut self, parts: &[&Condition], depth: usize) {
        parts.iter().for_each(|part| self.one(part, depth));
    }

    fn one(&mut self, condition: &Condition, depth: usize) {
        match condition {
            Condition::Field(field, test) => self.line(depth, self.test(*field, test, false)),
            Condition::Any(each) => {
                self.line(depth, "at least one of these:".to_owned());
                each.iter().for_each(|one| self.choice(one, depth + 1));
            }
            Condition::All(_) => self.choice(condition, depth),
            Condition::Not(inner) => self.not(&parts(inner), depth),
        }
    }

    /// One of several, which may be made of several itself.
    fn choice(&mut self, condition: &Condition, depth: usize) {
        let parts = parts(condition);
        if parts.len() == 1 {
            return self.each(&parts, depth);
        }
        self.line(depth, if parts.is_empty() { "anything" } else { "all of these:" }.to_owned());
        self.each(&parts, depth + 1);
    }

    fn not(&mut self, parts: &[&Condition], depth: usize) {
        match parts {
            [Condition::Field(field, test)] => self.line(depth, self.test(*field, test, true)),
            [Condition::Any(each)] => {
                self.line(depth, "none of these:".to_owned());
                each.iter().for_each(|one| self.choice(one, depth + 1));
            }
            parts => {
                self.line(depth, "not all of these:".to_owned());
                self.each(parts, depth + 1);
            }
        }
    }

    fn test(&self, field: Field, test: &Test, negated: bool) -> String {
        let name = field.name();
        let not = if negated { "not " } else { "" };
        match test {
            Test::Matches(patterns) => self.matches(field, patterns, negated),
            Test::Is(truth) => format!("{name} is {not}{}", if *truth { "true" } else { "false" }),
            Test::OlderThan(term) => format!("{name} is {not}more than {term} ago"),
            Test::OlderThanAllowed { otherwise, .. } => {
                format!("{name} is {not}longer ago than the policy allows, or than {otherwise} where it says nothing")
            }
            Test::Within(term) => format!("{name} is {not}within the next {term}"),
            Test::Before(date) => format!("{name} is {not}before {date}"),
            Test::After(date) => format!("{name} is {not}after {date}"),
            Test::AtLeast(count) => format!("{name} is {not}{count} or more"),
            Test::AtMost(count) => format!("{name} is {not}{count} or less"),
        }
    }

    fn matches(&self, field: Field, patterns: &[PatternId], negated: bool) -> String {
        let texts = texts(patterns, self.rules);
        let plain = texts.iter().all(|text| is_plain(text));
        let subject = match (field.kind() == FieldKind::Texts, negated) {
            (true, false) => format!("one of {}", field.name()),
            (true, true) => format!("none of {}", field.name()),
            (false, _) => field.name().to_owned(),
        };
        let not = if negated && field.kind() != FieldKind::Texts { "not " } else { "" };
        let is = match (plain, not) {
            (true, _) => "is ",
            (false, "") => "matches ",
            (false, _) => "does ",
        };
        let like = if !plain && !not.is_empty() { "match " } else { "" };
        format!("{subject} {is}{not}{like}{}", texts.join(" or "))
    }
}

/// Patterns as they are written.
pub(super) fn texts(patterns: &[PatternId], rules: &Rules) -> Vec<String> {
    patterns.iter().filter_map(|number| rules.patterns.get(number.0)).map(Text::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::rules;
    use crate::text::Source;

    fn told(matching: &str) -> Vec<String> {
        let text = format!(
            "id: a/b\ntitle: t\nseverity: error\nsubject: placement\nmatch: {matching}\nsays: '{{{{{{service.name}}: \
             {{count}} {{is|are}}'\nwhy: W.\nfix: F.\n"
        );
        let (rules, problems) = rules::load(&[Source::new("a.yaml", text)], &crate::run::carried());
        assert!(problems.is_empty(), "{:?}", problems.into_sorted());
        let [rule] = rules.rules.as_slice() else { panic!("one rule") };
        let says = &rule.report().expect("it reports").says;
        assert_eq!(written(says), "{{{service.name}: {count} {is|are}");
        lines(&rule.condition, &rules).iter().map(|line| format!("{}{}", " ".repeat(line.depth), line.words)).collect()
    }

    #[test]
    fn a_condition_is_told_line_by_line() {
        assert_eq!(told("{}"), Vec::<String>::new());
        assert_eq!(
            told("{ service.name: [a, b], service.tags: x=1, bound: true, cloud.closed: { older-than: 2 years } }"),
            [
                "service.name is a or b",
                "one of service.tags is x=1",
                "bound is true",
                "cloud.closed is more than 2 years ago"
            ]
        );
        assert_eq!(
            told(
                "{ not: { service.name: 'a*' }, any: [{ bound: true, allowed: false }, { not: { service.tags: x=1 } }] }"
            ),
            [
                "service.name does not match a*",
                "at least one of these:",
                " all of these:",
                "  bound is true",
                "  allowed is false",
                " none of service.tags is x=1"
            ]
        );
        assert_eq!(
            told("{ not: { any: [{ bound: true }, { service.requirements: { at-least: 1, at-most: 3 } }] } }"),
            [
                "none of these:",
                " bound is true",
                " all of these:",
                "  service.requirements is 1 or more",
                "  service.requirements is 3 or less"
            ]
        );
        assert_eq!(
            told("{ not: { bound: true, cloud.closed: { before: 2020-01-01 } } }"),
            ["not all of these:", " bound is true", " cloud.closed is before 2020-01-01"]
        );
    }
}
