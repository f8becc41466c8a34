//! What TOML and YAML have in common: a tree of values, each of which knows its place.
//!
//! The manifest is TOML, the catalogue and the rules are YAML. Both become this tree, so one decoder serves them all
//! and every problem of a file is found in one run, whatever its format.

use jiff::civil::Date;

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
    Text(String),
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
    pub name: String,
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
