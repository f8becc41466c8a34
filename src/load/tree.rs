//! What TOML and YAML have in common: a tree of values, each of which knows its place.
//!
//! The manifest is TOML, the catalogue and the rules are YAML. Both become this tree, so one decoder serves them all
//! and every problem of a file is found in one run, whatever its format.

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::text::Span;

/// One value of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// Where a node stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At these bytes.
    Bytes(Span),
    /// It is the node with this number, counted from 0 in reading order. The YAML reader gives no byte offsets; a
    /// second parser finds them, and it runs only where there is something to complain about.
    Nth(usize),
}

/// A value as either format writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is written there (YAML only).
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or one too large for [`Value::Integer`], as a person would print it.
    Number(String),
    /// Text.
    Text(SmolStr),
    /// A calendar date (TOML only: in YAML a date is text).
    Date(Date),
    /// A date with a time, or a time alone (TOML only).
    Time(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order of the file where the format keeps it. A key may stand twice.
    Table(Vec<(Key, Node)>),
}

/// The key of an entry in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: SmolStr,
}

impl Node {
    /// A node that stands in no file yet.
    pub fn made(value: Value) -> Self {
        Self { place: Place::Bytes(Span::default()), value }
    }

    /// Text that stands in no file yet.
    pub fn text(text: impl Into<SmolStr>) -> Self {
        Self::made(Value::Text(text.into()))
    }

    /// A list that stands in no file yet.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::made(Value::List(items.into_iter().collect()))
    }

    /// A table that stands in no file yet.
    pub fn table<'k>(entries: impl IntoIterator<Item = (&'k str, Self)>) -> Self {
        let key = |name: &str| Key { place: Place::Bytes(Span::default()), name: name.into() };
        Self::made(Value::Table(entries.into_iter().map(|(name, node)| (key(name), node)).collect()))
    }

    /// The text that is written here; `None` for everything else.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The entry `name` of the table that is written here.
    pub fn entry(&self, name: &str) -> Option<(&Key, &Self)> {
        let Value::Table(entries) = &self.value else { return None };
        entries.iter().find(|(key, _)| key.name == name).map(|(key, node)| (key, node))
    }

    /// The value of the entry `name` of the table that is written here.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.entry(name).map(|(_, node)| node)
    }

    /// The elements of the list that the entry `name` holds; none where there is no such list.
    pub fn items(&self, name: &str) -> &[Self] {
        match self.get(name) {
            Some(Self { value: Value::List(items), .. }) => items,
            _ => &[],
        }
    }

    /// Whether both say the same, wherever they stand.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::List(own), Value::List(others)) => {
                own.len() == others.len() && own.iter().zip(others).all(|(a, b)| a.same(b))
            }
            (Value::Table(own), Value::Table(others)) => {
                own.len() == others.len() && own.iter().zip(others).all(|(a, b)| a.0.name == b.0.name && a.1.same(&b.1))
            }
            (own, other) => own == other,
        }
    }
}

impl Value {
    /// What this is called in a message: `a list`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::Date(_) => "a date",
            Self::Time(_) => "a date with a time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}
