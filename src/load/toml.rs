//! TOML text into a [`Node`] tree, with the exact place of every key, value and list element.

mod cut;
mod tables;

use std::collections::HashSet;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::limits;
use super::tree::{Key, Node, Place, Value};
use crate::text::Span;
pub use cut::{Cut, cut};
pub use tables::{Table, tables};

/// Reads a whole document: what could be understood of it, and where and why the rest could not.
pub fn read(text: &str) -> (Node, Vec<(Span, String)>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let root = Node { place: place(&document), value: table(document.get_ref()) };
    let mut told = HashSet::new();
    let errors = errors.iter().map(|error| {
        let span = error.span().map_or(Span::new(text.len(), text.len()), Span::from);
        (span, message(error.message()).to_owned())
    });
    // Each of the brackets that are open at the end of a text would be told there.
    let mut errors = errors.filter(|error| told.insert(error.clone()));
    let mut few: Vec<_> = errors.by_ref().take(limits::MISTAKES).collect();
    if let Some((span, words)) = errors.next() {
        let rest = if errors.next().is_some() { ", and of the mistakes that follow none is told" } else { "" };
        few.push((span, format!("{words}{rest}")));
    }
    (root, few)
}

/// The reader's own words, with what to do about nesting.
fn message(words: &str) -> &str {
    if words.contains("max recursion depth") { "it is nested more than 80 deep; write it flatter" } else { words }
}

fn place<T>(spanned: &Spanned<T>) -> Place {
    Place::Bytes(spanned.span().into())
}

/// Tables of the parser iterate in the order of their keys; the order of the file is restored from the places.
fn table(entries: &DeTable<'_>) -> Value {
    let mut entries: Vec<_> = entries
        .iter()
        .map(|(name, value)| (Key { place: place(name), name: name.get_ref().as_ref().into() }, node(value)))
        .collect();
    entries.sort_by_key(|(key, _)| match key.place {
        Place::Bytes(span) => span.start,
        Place::Nth(number) => number,
    });
    Value::Table(entries)
}

fn node(spanned: &Spanned<DeValue<'_>>) -> Node {
    let value = match spanned.get_ref() {
        DeValue::String(text) => Value::Text(text.as_ref().into()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Number(number.as_str().to_owned()), Value::Integer),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Value::Boolean(*truth),
        DeValue::Datetime(moment) => date(moment).map_or_else(|| Value::Time(moment.to_string()), Value::Date),
        DeValue::Array(items) => Value::List(items.iter().map(node).collect()),
        DeValue::Table(entries) => table(entries),
    };
    Node { place: place(spanned), value }
}

/// The calendar date that is written, if it is one and nothing more.
fn date(moment: &toml::value::Datetime) -> Option<Date> {
    let (Some(date), None, None) = (moment.date, moment.time, moment.offset) else { return None };
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(Key, Node)> {
        match read(text).0.value {
            Value::Table(entries) => entries,
            other => panic!("a document is a table, not {}", other.kind()),
        }
    }

    #[test]
    fn every_value_knows_its_bytes_and_the_order_of_the_file_is_kept() {
        let text = "zone = [\"a\", \"bb\"]\nage = 7\n";
        let entries = entries(text);
        let names: Vec<_> = entries.iter().map(|(key, _)| key.name.as_str()).collect();
        assert_eq!(names, ["zone", "age"]);
        let Value::List(items) = &entries[0].1.value else { panic!("a list was written") };
        let Place::Bytes(span) = items[1].place else { panic!("TOML gives bytes") };
        assert_eq!(&text[span.start..span.end], "\"bb\"");
    }

    #[test]
    fn a_date_is_told_from_a_moment() {
        let entries = entries("day = 2026-11-22\nmoment = 2026-11-22T10:00:00Z\n");
        assert_eq!(entries[0].1.value, Value::Date(jiff::civil::date(2026, 11, 22)));
        assert!(matches!(entries[1].1.value, Value::Time(_)));
    }

    #[test]
    fn nesting_ends_somewhere() {
        let deep = |depth: usize| format!("a = {}{}\n", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(&deep(79)).1, []);
        assert_eq!(read(&deep(80)).1, []);
        let (_, errors) = read(&deep(81));
        assert!(
            errors.iter().any(|(_, words)| words == "it is nested more than 80 deep; write it flatter"),
            "{errors:?}"
        );
    }

    #[test]
    fn several_errors_are_found_in_one_reading_and_the_rest_is_kept() {
        let (root, errors) = read("a = \nb = 2\nc = 'x\nd = 4\n");
        assert_eq!(errors.len(), 2, "{errors:?}");
        let Value::Table(entries) = root.value else { panic!("a document is a table") };
        assert!(entries.iter().any(|(key, node)| key.name == "b" && node.value == Value::Integer(2)));
    }
}
