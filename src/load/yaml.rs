//! YAML text into a [`Node`] tree; places are found afterwards, and only where there is something to complain about.
//!
//! The fast reader numbers the nodes as it meets them. [`places`] reads the same text with a parser that knows byte
//! offsets and numbers its events in the same way, so a number leads to a place.

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use smol_str::SmolStr;

use super::tree::{Key, Node, Place, Value};
use crate::text::Span;

/// So many brackets may be open at once, those in texts counted as well. The reader refuses far fewer that are nested, but
/// only after it went over all of them, and the time for that grows with their square.
const DEEPEST: usize = 4_000;

/// Reads a whole document, or says where and why it can't be read. One that holds nothing is [`Value::Null`].
pub fn read(text: &str) -> Result<Node, (Span, String)> {
    if let Some(offset) = too_deep(text) {
        let message = format!("more than {DEEPEST} brackets are open here; write it flatter");
        return Err((Span::new(offset, offset + 1), message));
    }
    let (mark, marked) = unmarked(text);
    let left = Cell::new(text.len().max(FEWEST));
    let raw = Nodes { left: &left }.deserialize(serde_yaml::Deserializer::from_str(marked)).map_err(|error| {
        let offset = error.location().map_or(text.len(), |location| (mark + location.index()).min(text.len()));
        (Span::new(offset, offset), message(&error))
    })?;
    Ok(raw.numbered(&mut 0))
}

/// So many nodes may a text stand for, however short it is; a longer one for as many as it has bytes. Only aliases could
/// make more of it.
const FEWEST: usize = 10_000;

/// What aliases may not do.
const ALIASES: &str = "its aliases stand for more than may be read; write out what they stand for";

/// Where the brackets that are open become too many.
fn too_deep(text: &str) -> Option<usize> {
    let mut open: usize = 0;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    })
}

/// The text without the mark of the byte order that some editors write at its front, and the bytes of that mark.
fn unmarked(text: &str) -> (usize, &str) {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => (text.len() - rest.len(), rest),
        None => (0, text),
    }
}

/// The reader's own words without the place, which is shown on its own.
fn message(error: &serde_yaml::Error) -> String {
    let words = error.to_string();
    let words = words.find(" at line ").map_or(words.as_str(), |end| &words[..end]);
    // The way to the node may stand before them.
    if words.ends_with("recursion limit exceeded") {
        "it is nested more than 128 deep; write it flatter".to_owned()
    } else if words.ends_with("repetition limit exceeded") || words.ends_with(ALIASES) {
        ALIASES.to_owned()
    } else {
        words.to_owned()
    }
}

/// A value as the YAML reader hands it over, before its nodes are numbered.
enum Raw {
    Leaf(Value),
    List(Vec<Raw>),
    Table(Vec<(SmolStr, Raw)>),
}

impl Raw {
    /// The same value with each node, keys included, numbered in reading order from `next` on.
    fn numbered(self, next: &mut usize) -> Node {
        let place = take(next);
        let value = match self {
            Self::Leaf(value) => value,
            Self::List(items) => Value::List(items.into_iter().map(|item| item.numbered(next)).collect()),
            Self::Table(entries) => Value::Table(
                entries.into_iter().map(|(name, raw)| (Key { place: take(next), name }, raw.numbered(next))).collect(),
            ),
        };
        Node { place, value }
    }
}

fn take(next: &mut usize) -> Place {
    let number = *next;
    *next += 1;
    Place::Nth(number)
}

/// Reads a node and all below it, as long as there are not too many.
#[derive(Clone, Copy)]
struct Nodes<'c> {
    /// How many there may still be.
    left: &'c Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Nodes<'_> {
    type Value = Raw;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| D::Error::custom(ALIASES))?;
        self.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nodes<'_> {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text, a number, true or false, a list or a table")
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Leaf(Value::Null))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Leaf(Value::Null))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Raw, E> {
        Ok(Raw::Leaf(Value::Boolean(truth)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Raw, E> {
        Ok(Raw::Leaf(Value::Integer(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Raw, E> {
        Ok(Raw::Leaf(i64::try_from(number).map_or_else(|_| Value::Number(number.to_string()), Value::Integer)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Raw, E> {
        Ok(Raw::Leaf(Value::Number(number.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Leaf(Value::Text(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut table = Vec::new();
        while let Some(key) = entries.next_key_seed(self)? {
            let Raw::Leaf(Value::Text(name)) = key else {
                return Err(A::Error::custom("the key of an entry must be text; quote it if it looks like a number"));
            };
            table.push((name, entries.next_value_seed(self)?));
        }
        Ok(Raw::Table(table))
    }
}

/// The bytes of each node of a text, by the node's number. A text that can't be read gives the places up to its
/// first error.
pub fn places(text: &str) -> Vec<Span> {
    Locator::new(text).run()
}

/// The bytes of nodes as they are asked for. No more of the text is read for them than is needed.
pub struct Spans<'text>(Locator<'text>);

impl<'text> Spans<'text> {
    /// Those of the nodes of a text.
    pub fn new(text: &'text str) -> Self {
        Self(Locator::new(text))
    }

    /// Where a node stands; of a list or a table, where it begins.
    pub fn of(&mut self, place: Place) -> Span {
        match place {
            Place::Bytes(span) => span,
            Place::Nth(number) => self.0.up_to(number),
        }
    }
}

/// The tree of `text` with the bytes of each node instead of its number, for a reader that keeps places.
pub fn located(root: Node, text: &str) -> Node {
    at_bytes(root, &places(text))
}

fn at_bytes(node: Node, spans: &[Span]) -> Node {
    let bytes = |place| match place {
        Place::Nth(number) => Place::Bytes(spans.get(number).copied().unwrap_or_default()),
        Place::Bytes(_) => place,
    };
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| at_bytes(item, spans)).collect()),
        Value::Table(entries) => Value::Table(
            entries
                .into_iter()
                .map(|(key, value)| (Key { place: bytes(key.place), ..key }, at_bytes(value, spans)))
                .collect(),
        ),
        other => other,
    };
    Node { place: bytes(node.place), value }
}

/// Where the comments of a text stand; `None` where it can't be told, which a writer must take for "somewhere".
pub fn comments(text: &str) -> Option<Vec<Span>> {
    let (mark, text) = unmarked(text);
    let mut parser = granit_parser::Parser::new_from_str(text);
    let mut found = Vec::new();
    while let Some(event) = parser.next_event() {
        let (event, at) = event.ok()?;
        if matches!(event, granit_parser::Event::Comment(..)) {
            let bytes = at.byte_range()?;
            found.push(Span::new(bytes.start + mark, bytes.end + mark));
        }
    }
    Some(found)
}

/// Walks the events of the parser that knows offsets, and numbers nodes as [`read`] does.
struct Locator<'text> {
    /// How many bytes of the text stand before what the parser reads.
    skipped: usize,
    parser: granit_parser::Parser<'text, granit_parser::StrInput<'text>>,
    found: Vec<Span>,
    /// Numbers of the collections that are not closed yet.
    open: Vec<usize>,
    /// For each anchor: its name's id, and the numbers of the nodes below it.
    anchors: Vec<(usize, std::ops::Range<usize>)>,
}

/// No more nodes are located than this: an alias may stand for thousands, and a problem is near the front.
const MOST_PLACES: usize = 4_000_000;

impl<'text> Locator<'text> {
    fn new(text: &'text str) -> Self {
        let (skipped, text) = unmarked(text);
        let parser = granit_parser::Parser::new_from_str(text);
        Self { skipped, parser, found: Vec::new(), open: Vec::new(), anchors: Vec::new() }
    }

    fn run(mut self) -> Vec<Span> {
        while self.found.len() < MOST_PLACES && self.step() {}
        self.found
    }

    /// The place of the node with this number.
    fn up_to(&mut self, number: usize) -> Span {
        while self.found.len() <= number.min(MOST_PLACES) && self.step() {}
        self.found.get(number).copied().unwrap_or_default()
    }

    /// Goes on to the next event; false where there is none.
    fn step(&mut self) -> bool {
        use granit_parser::Event;
        {
            let Some(Ok((event, at))) = self.parser.next_event() else { return false };
            let here = |bytes: std::ops::Range<usize>| Span::new(bytes.start + self.skipped, bytes.end + self.skipped);
            let span = at.byte_range().map(here).unwrap_or_default();
            match event {
                Event::Scalar(_, _, anchor, _) => {
                    let number = self.note(span);
                    self.anchor(anchor, number);
                }
                Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                    let number = self.note(span);
                    self.open.push(number);
                    if anchor != 0 {
                        self.anchors.push((anchor, number..number));
                    }
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
                Event::Alias(anchor) => self.repeat(anchor, span),
                _ => {}
            }
        }
        true
    }

    fn note(&mut self, span: Span) -> usize {
        self.found.push(span);
        self.found.len() - 1
    }

    fn anchor(&mut self, anchor: usize, number: usize) {
        if anchor != 0 {
            self.anchors.push((anchor, number..number + 1));
        }
    }

    fn close(&mut self, end: usize) {
        let Some(number) = self.open.pop() else { return };
        self.found[number].end = self.found[number].end.max(end);
        let nodes = self.found.len();
        if let Some((_, range)) = self.anchors.iter_mut().find(|(_, range)| range.start == number && range.is_empty()) {
            range.end = nodes;
        }
    }

    /// An alias stands for as many nodes as its anchor; each of them is shown where the alias is written.
    fn repeat(&mut self, anchor: usize, span: Span) {
        let count = self.anchors.iter().rev().find(|(id, _)| *id == anchor).map_or(1, |(_, range)| range.len().max(1));
        let room = MOST_PLACES.saturating_sub(self.found.len());
        self.found.extend(std::iter::repeat_n(span, count.min(room)));
    }
}
