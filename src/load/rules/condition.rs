//! `match`: when a rule speaks.
//!
//! A pattern that nothing in the catalogue can match would make a rule that never speaks, and nobody would know.

use globset::GlobMatcher;

use super::{Reader, vocabulary};
use crate::load::decode::Fields;
use crate::load::glob;
use crate::load::tree::{Key, Node, Place, Value};
use crate::model::date::Term;
use crate::model::rule::{Condition, Field, FieldKind, PatternId, Subject, Test, is_plain};
use crate::text::nearest::nearest;

impl Reader<'_> {
    /// A table whose entries must all hold: fields with what they must be, `all` and `any` with lists of such tables,
    /// `not` with one.
    pub(super) fn condition(&mut self, node: &Node, subject: Subject) -> Option<Condition> {
        // The keys are names of fields, so none of them is unknown here; but none may stand twice.
        self.complaints.table(node)?;
        let Value::Table(entries) = &node.value else { return None };
        let mut all = Vec::new();
        for (key, value) in entries {
            all.push(match key.name.as_str() {
                "not" => self.condition(value, subject).map(|inner| Condition::Not(Box::new(inner))),
                "all" => self.each(value, subject).map(Condition::All),
                "any" => self.each(value, subject).map(Condition::Any),
                _ => self.test(key, value, subject),
            });
        }
        all.into_iter().collect::<Option<Vec<_>>>().map(Condition::All)
    }

    fn each(&mut self, node: &Node, subject: Subject) -> Option<Vec<Condition>> {
        let items = self.filled_list(node)?;
        let tables: Vec<_> = items.iter().map(|item| self.condition(item, subject)).collect();
        tables.into_iter().collect()
    }

    fn test(&mut self, key: &Key, value: &Node, subject: Subject) -> Option<Condition> {
        let field = self.field(key.place, &key.name, subject)?;
        match field.kind() {
            FieldKind::Text | FieldKind::Texts => self
                .patterns_of(value, (field, field.name()))
                .map(|patterns| Condition::Field(field, Test::Matches(patterns))),
            FieldKind::Boolean => self.complaints.boolean(value).map(|is| Condition::Field(field, Test::Is(is))),
            FieldKind::Date => self.date_tests(field, value),
            FieldKind::Count => self.count_tests(field, value),
        }
    }

    /// A list with something in it.
    pub(super) fn filled_list<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        let items = self.complaints.list(node)?;
        if items.is_empty() {
            self.complaints.add(node.place, "empty", "an empty list says nothing", None);
            return None;
        }
        Some(items)
    }

    /// One pattern over the values of a field, or a list of them; `called` is what the file calls the field.
    pub(super) fn patterns_of(&mut self, node: &Node, (field, called): (Field, &str)) -> Option<Vec<PatternId>> {
        let nodes = match &node.value {
            Value::List(_) => self.filled_list(node)?,
            _ => std::slice::from_ref(node),
        };
        let numbers: Vec<_> = nodes.iter().map(|node| self.pattern(node, (field, called))).collect();
        numbers.into_iter().collect()
    }

    fn pattern(&mut self, node: &Node, (field, called): (Field, &str)) -> Option<PatternId> {
        let pattern = self.complaints.text(node)?;
        if let Some(known) = self.patterns.known(field, pattern) {
            return Some(known);
        }
        let matcher = if is_plain(pattern) { None } else { Some(self.matcher(node.place, pattern)?) };
        if let Some(names) = self.patterns.names(field, self.catalog) {
            let is_name = names.binary_search_by(|name| name.as_str().cmp(pattern)).is_ok();
            if !is_name && !matcher.is_some_and(|matcher| names.iter().any(|name| matcher.is_match(name))) {
                self.matches_nothing(node.place, pattern, called, &names);
                return None;
            }
        }
        let number = self.patterns.number(pattern);
        self.patterns.sound.insert((field, number));
        Some(number)
    }

    fn matcher(&mut self, place: Place, pattern: &str) -> Option<GlobMatcher> {
        let refused = |refused: glob::Refused| self.complaints.add(place, "bad-pattern", refused.message, refused.help);
        glob::read(pattern).map_err(refused).ok().map(|glob| glob.compile_matcher())
    }

    fn matches_nothing(&mut self, place: Place, pattern: &str, called: &str, names: &[String]) {
        let message = format!("`{called}` is never `{pattern}`");
        let help = match nearest(pattern, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.len() <= vocabulary::FEW => format!("it is one of {}", names.join(", ")),
            None => format!("none of the {} names that it can have matches", names.len()),
        };
        self.complaints.add(place, "matches-nothing", message, Some(help));
    }

    fn date_tests(&mut self, field: Field, node: &Node) -> Option<Condition> {
        let mut fields = self.complaints.table(node)?;
        let [older, within, before, after] =
            ["older-than", "within", "before", "after"].map(|name| fields.optional(name));
        let is_sound = self.finish(fields);
        let tests = [
            older.map(|node| self.older_than(node)),
            within.map(|node| self.term(node).map(Test::Within)),
            before.map(|node| self.complaints.date(node).map(Test::Before)),
            after.map(|node| self.complaints.date(node).map(Test::After)),
        ];
        self.tests((node, is_sound), field, tests, "`older-than`, `within`, `before` or `after`")
    }

    /// `24 months`; or `{ policy: evidence-age, otherwise: 24 months }` for what a policy can set.
    fn older_than(&mut self, node: &Node) -> Option<Test> {
        if !matches!(node.value, Value::Table(_)) {
            return self.term(node).map(Test::OlderThan);
        }
        let mut fields = self.complaints.table(node)?;
        let key = fields.required(self.complaints, "policy");
        let otherwise = fields.required(self.complaints, "otherwise");
        fields.finish(self.complaints);
        self.complaints.one_of(key?, "length of time in a policy", &["evidence-age"], |key| key)?;
        let node = otherwise?;
        self.term(node).map(|otherwise| Test::OlderThanAllowed { otherwise, span: self.spans.of(node.place) })
    }

    fn count_tests(&mut self, field: Field, node: &Node) -> Option<Condition> {
        let mut fields = self.complaints.table(node)?;
        let least = fields.optional("at-least");
        let most = fields.optional("at-most");
        let is_sound = self.finish(fields);
        let tests = [
            least.map(|node| self.complaints.integer(node).map(Test::AtLeast)),
            most.map(|node| self.complaints.integer(node).map(Test::AtMost)),
        ];
        self.tests((node, is_sound), field, tests, "`at-least` or `at-most`")
    }

    /// Ends the reading of a table; whether all in it was known.
    fn finish(&mut self, fields: Fields<'_>) -> bool {
        let before = self.complaints.len();
        fields.finish(self.complaints);
        self.complaints.len() == before
    }

    /// All tests of a field that are written; each is none where it is not, and holds none where it can't be taken. Where
    /// something unknown is written, nothing is missing besides.
    fn tests(
        &mut self,
        (node, is_sound): (&Node, bool),
        field: Field,
        written: impl IntoIterator<Item = Option<Option<Test>>>,
        wanted: &str,
    ) -> Option<Condition> {
        let written: Vec<_> = written.into_iter().flatten().collect();
        if written.is_empty() {
            if is_sound {
                self.complaints.add(node.place, "missing-key", format!("{wanted} is missing"), None);
            }
            return None;
        }
        let tests = written.into_iter().map(|test| test.map(|test| Condition::Field(field, test)));
        tests.collect::<Option<_>>().map(Condition::All)
    }

    /// `24 months`, `30 days`.
    fn term(&mut self, node: &Node) -> Option<Term> {
        let text = self.complaints.text(node)?;
        let term = Term::parse(text);
        if term.is_none() {
            let message = format!("`{text}` is no length of time");
            self.complaints.add(
                node.place,
                "bad-duration",
                message,
                Some("write it as `24 months` or `90 days`".to_owned()),
            );
        }
        term
    }
}
