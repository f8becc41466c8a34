//! `match`: when a rule speaks.

use globset::GlobBuilder;

use super::Reader;
use crate::load::tree::{Key, Node, Value};
use crate::model::rule::{Condition, Field, FieldKind, Subject, Test};

impl Reader<'_> {
    /// A table whose entries must all hold: fields with what they must be, `any` with a list of such tables, `not` with
    /// one.
    pub(super) fn condition(&mut self, node: &Node, subject: Subject) -> Option<Condition> {
        let Value::Table(entries) = &node.value else {
            self.complaints.table(node);
            return None;
        };
        let mut all = Vec::new();
        for (key, value) in entries {
            all.push(match key.name.as_str() {
                "not" => self.condition(value, subject).map(|inner| Condition::Not(Box::new(inner))),
                "any" => self.any(value, subject),
                _ => self.test(key, value, subject),
            });
        }
        all.into_iter().collect::<Option<Vec<_>>>().map(Condition::All)
    }

    fn any(&mut self, node: &Node, subject: Subject) -> Option<Condition> {
        let items = self.complaints.list(node)?;
        if items.is_empty() {
            self.complaints.add(node.place, "empty", "an empty list can never hold", None);
        }
        let tables: Vec<_> = items.iter().map(|item| self.condition(item, subject)).collect();
        tables.into_iter().collect::<Option<Vec<_>>>().map(Condition::Any)
    }

    fn test(&mut self, key: &Key, value: &Node, subject: Subject) -> Option<Condition> {
        let field = self.field(key.place, &key.name, subject)?;
        match field.kind() {
            FieldKind::Text => self.patterns_of(value).map(|test| Condition::Field(field, test)),
            FieldKind::Boolean => self.complaints.boolean(value).map(|is| Condition::Field(field, Test::Is(is))),
            FieldKind::Date => self.date_tests(field, value),
            FieldKind::Count => self.count_tests(field, value),
        }
    }

    /// One pattern, or a list of them.
    fn patterns_of(&mut self, node: &Node) -> Option<Test> {
        let nodes = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut numbers = Vec::new();
        for node in nodes {
            let pattern = self.complaints.text(node)?;
            if let Err(error) = GlobBuilder::new(pattern).build() {
                let message = format!("this pattern can't be understood: {}", error.kind());
                self.complaints.add(node.place, "bad-pattern", message, None);
                return None;
            }
            numbers.push(self.patterns.number(pattern));
        }
        Some(Test::Matches(numbers))
    }

    fn date_tests(&mut self, field: Field, node: &Node) -> Option<Condition> {
        let mut fields = self.complaints.table(node)?;
        let older = fields.optional("older-than");
        let within = fields.optional("within");
        fields.finish(self.complaints);
        let mut tests = Vec::new();
        if let Some(node) = older {
            tests.push(Condition::Field(field, self.older_than(node)?));
        }
        if let Some(node) = within {
            tests.push(Condition::Field(field, Test::Within(self.span_of_time(node, "days")?)));
        }
        self.not_empty(node, tests, "`older-than` or `within`")
    }

    /// `24 months`; or `{ policy: evidence-age, otherwise: 24 months }` for what a policy can set.
    fn older_than(&mut self, node: &Node) -> Option<Test> {
        if !matches!(node.value, Value::Table(_)) {
            return self.span_of_time(node, "months").map(Test::OlderThan);
        }
        let mut fields = self.complaints.table(node)?;
        let key = fields.required(self.complaints, "policy");
        let otherwise = fields.required(self.complaints, "otherwise");
        fields.finish(self.complaints);
        self.complaints.one_of(key?, "length of time in a policy", &["evidence-age"], |key| key)?;
        self.span_of_time(otherwise?, "months").map(|otherwise| Test::OlderThanAllowed { otherwise })
    }

    fn count_tests(&mut self, field: Field, node: &Node) -> Option<Condition> {
        let mut fields = self.complaints.table(node)?;
        let least = fields.optional("at-least");
        let most = fields.optional("at-most");
        fields.finish(self.complaints);
        let mut tests = Vec::new();
        if let Some(node) = least {
            tests.push(Condition::Field(field, Test::AtLeast(self.complaints.integer(node)?)));
        }
        if let Some(node) = most {
            tests.push(Condition::Field(field, Test::AtMost(self.complaints.integer(node)?)));
        }
        self.not_empty(node, tests, "`at-least` or `at-most`")
    }

    fn not_empty(&mut self, node: &Node, tests: Vec<Condition>, wanted: &str) -> Option<Condition> {
        if tests.is_empty() {
            self.complaints.add(node.place, "missing-key", format!("{wanted} is missing"), None);
            return None;
        }
        Some(Condition::All(tests))
    }

    /// `24 months`, `30 days`.
    fn span_of_time(&mut self, node: &Node, unit: &str) -> Option<i32> {
        let text = self.complaints.text(node)?;
        let number = text.strip_suffix(unit).and_then(|number| number.trim_end().parse().ok()).filter(|&n| n >= 0);
        if number.is_none() {
            let message = format!("`{text}` is no number of {unit}");
            self.complaints.add(node.place, "bad-duration", message, Some(format!("write it as `24 {unit}`")));
        }
        number
    }
}
