//! The quick way through a TOML text of the usual form: one table after the other, each gone before the next one comes.
//!
//! The whole document as a tree takes thirty times the memory of its text, and most of the time of a check. The usual form is
//! what nearly every manifest has: no error, a header of one word over each table, plain keys, each once. A text of another
//! form is left to [`super::read`], which also says what is wrong with it.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use smol_str::SmolStr;
use toml_parser::decoder::{Encoding, IntegerRadix, ScalarKind};
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{EventReceiver, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source};

use super::date;
use crate::load::tree::{Key, Node, Place, Value};
use crate::text::Span;

/// So many tokens are parsed at once, and more until a table ends: enough to make little of each beginning, and few enough
/// to stay in a core's own memory.
const TOKENS: usize = 512;

/// Lists and tables within each other, beyond which a text is none of the usual form.
const DEPTH: usize = 8;

/// Keys of one table, beyond which it is none: each is compared with those before it.
const KEYS: usize = 64;

/// Room for the keys that most tables have.
const USUAL_KEYS: usize = 8;

/// A table under a header of its own.
#[derive(Debug)]
pub struct Table {
    /// The word of its header.
    pub name: SmolStr,
    /// Whether the header makes it one of a list: `[[name]]`.
    pub is_listed: bool,
    /// What it holds.
    pub node: Node,
}

/// Gives each table of a piece of `text` to `take`, in their order, until it breaks off. Says whether it had all of them: if
/// not, what it was given is a part of something else, and nothing follows from it.
pub fn tables(text: &str, piece: Range<usize>, take: impl FnMut(Table) -> ControlFlow<()>) -> bool {
    tables_in_parts(text, piece, TOKENS, take)
}

/// The same, parsed when at least so many tokens are there.
fn tables_in_parts(text: &str, piece: Range<usize>, part: usize, take: impl FnMut(Table) -> ControlFlow<()>) -> bool {
    let start = piece.start;
    let Some(text) = text.get(piece) else { return false };
    let source = Source::new(text);
    let (header, entries, open, key) = (None, Vec::new(), Vec::new(), None);
    let mut reading = Reading { source, start, header, entries, open, key, take, is_usual: true };
    let mut unusual: Option<ParseError> = None;
    // A token has four bytes at least, but for signs; a little more than a part is enough for all but the longest tables.
    let (mut tokens, mut depth) = (Vec::<Token>::with_capacity(text.len().div_ceil(4).min(part + part / 4)), 0_usize);
    for token in source.lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket => {
                let begins_table = depth == 0 && tokens.last().is_none_or(|last| last.kind() == TokenKind::Newline);
                if begins_table && tokens.len() >= part {
                    reading.parse(&tokens, &mut unusual);
                    tokens.clear();
                    if unusual.is_some() || !reading.is_usual {
                        return false;
                    }
                }
                depth += 1;
            }
            TokenKind::RightSquareBracket => depth = depth.saturating_sub(1),
            _ => {}
        }
        tokens.push(token);
    }
    reading.parse(&tokens, &mut unusual);
    reading.end();
    unusual.is_none() && reading.is_usual
}

/// A text that is being read, up to where its parser stands.
struct Reading<'t, F> {
    source: Source<'t>,
    /// Where it begins in the file.
    start: usize,
    /// The header of the table that is being read; without one, what stands before the first.
    header: Option<Header>,
    /// What that table holds so far.
    entries: Vec<(Key, Node)>,
    /// The lists and tables within it that are not at their ends, the outermost first.
    open: Vec<Open>,
    /// The key whose value comes next.
    key: Option<Key>,
    take: F,
    is_usual: bool,
}

struct Header {
    /// None before it was read.
    name: Option<SmolStr>,
    is_listed: bool,
    span: Span,
    /// Whether it is read to its end.
    is_whole: bool,
}

/// A list, or a table between braces, whose end has not come.
struct Open {
    start: usize,
    /// The key whose value it is, where it is one.
    key: Option<Key>,
    holds: Holds,
}

enum Holds {
    Items(Vec<Node>),
    Entries(Vec<(Key, Node)>),
}

impl<F: FnMut(Table) -> ControlFlow<()>> Reading<'_, F> {
    fn parse(&mut self, tokens: &[Token], errors: &mut dyn ErrorSink) {
        let source = self.source;
        parse_document(tokens, &mut ValidateWhitespace::new(self, source), errors);
    }

    /// Ends the table that is being read.
    fn end(&mut self) {
        let entries = std::mem::replace(&mut self.entries, Vec::with_capacity(USUAL_KEYS));
        let Some(header) = self.header.take() else {
            // What stands before the first header belongs to no table.
            self.is_usual &= entries.is_empty();
            return;
        };
        let Some(name) = header.name.filter(|_| self.is_usual && self.open.is_empty()) else {
            self.is_usual = false;
            return;
        };
        let node = Node { place: Place::Bytes(header.span), value: Value::Table(entries) };
        if (self.take)(Table { name, is_listed: header.is_listed, node }).is_break() {
            self.is_usual = false;
        }
    }

    fn begin(&mut self, span: toml_parser::Span, is_listed: bool) {
        self.end();
        self.header = Some(Header { name: None, is_listed, span: self.bytes(span), is_whole: false });
    }

    fn header_ends(&mut self, span: toml_parser::Span) {
        let end = self.bytes(span).end;
        if let Some(header) = &mut self.header {
            header.span.end = end;
            header.is_whole = true;
        }
    }

    fn opens(&mut self, span: toml_parser::Span, holds: Holds) -> bool {
        self.is_usual &= self.open.len() < DEPTH;
        self.open.push(Open { start: self.bytes(span).start, key: self.key.take(), holds });
        self.is_usual
    }

    fn closes(&mut self, span: toml_parser::Span) {
        let Some(Open { start, key, holds }) = self.open.pop() else {
            self.is_usual = false;
            return;
        };
        self.key = key;
        let value = match holds {
            Holds::Items(items) => Value::List(items),
            Holds::Entries(entries) => Value::Table(entries),
        };
        self.value(Node { place: Place::Bytes(Span::new(start, self.bytes(span).end)), value });
    }

    fn value(&mut self, node: Node) {
        let (key, entries) = match self.open.last_mut() {
            Some(Open { holds: Holds::Items(items), .. }) => return items.push(node),
            Some(Open { holds: Holds::Entries(entries), .. }) => (self.key.take(), entries),
            None => (self.key.take(), &mut self.entries),
        };
        match key {
            Some(key) if entries.len() < KEYS && entries.iter().all(|(known, _)| known.name != key.name) => {
                entries.push((key, node));
            }
            _ => self.is_usual = false,
        }
    }

    /// The bytes of the file.
    fn bytes(&self, span: toml_parser::Span) -> Span {
        Span::new(self.start + span.start(), self.start + span.end())
    }

    /// What is written at `span`, decoded.
    fn raw(&self, span: toml_parser::Span, encoding: Option<Encoding>) -> Option<Raw<'_>> {
        Some(Raw::new_unchecked(self.text(span)?, encoding, span))
    }

    fn text(&self, span: toml_parser::Span) -> Option<&str> {
        self.source.input().get(span.start()..span.end())
    }

    fn named(&self, span: toml_parser::Span, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) -> Option<Key> {
        let place = Place::Bytes(self.bytes(span));
        if encoding.is_none()
            && let Some(name) = self.text(span).filter(|name| is_bare(name))
        {
            return Some(Key { place, name: name.into() });
        }
        let mut name = Cow::Borrowed("");
        self.raw(span, encoding)?.decode_key(&mut name, errors);
        Some(Key { place, name: SmolStr::from(name) })
    }

    fn written(
        &self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        errors: &mut dyn ErrorSink,
    ) -> Option<Value> {
        if encoding == Some(Encoding::BasicString)
            && let Some(text) = self.text(span).and_then(plain)
        {
            return Some(Value::Text(text.into()));
        }
        let mut text = Cow::Borrowed("");
        let kind = self.raw(span, encoding)?.decode_scalar(&mut text, errors);
        match kind {
            ScalarKind::String => Some(Value::Text(SmolStr::from(text))),
            ScalarKind::Boolean(truth) => Some(Value::Boolean(truth)),
            ScalarKind::Integer(IntegerRadix::Dec) => text.parse().ok().map(Value::Integer),
            ScalarKind::DateTime => date(&text.parse().ok()?).map(Value::Date),
            // No manifest has such.
            ScalarKind::Integer(_) | ScalarKind::Float => None,
        }
    }
}

/// Whether a key without quotes is one, and so needs no decoding.
fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// What stands between quotes, where that means itself: printable ASCII, and no escape. Most texts are such.
fn plain(quoted: &str) -> Option<&str> {
    let text = quoted.strip_prefix('"')?.strip_suffix('"')?;
    // To look at all of the bytes is quicker than to stop at the first that is something else.
    let others = text.bytes().fold(0, |others, byte| {
        others | u8::from(!matches!(byte, b' '..=b'~')) | u8::from(byte == b'\\') | u8::from(byte == b'"')
    });
    (others == 0).then_some(text)
}

impl<F: FnMut(Table) -> ControlFlow<()>> EventReceiver for Reading<'_, F> {
    fn std_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.begin(span, false);
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.header_ends(span);
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.begin(span, true);
    }

    fn array_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.header_ends(span);
    }

    fn inline_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.opens(span, Holds::Entries(Vec::new()))
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.closes(span);
    }

    fn array_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.opens(span, Holds::Items(Vec::new()))
    }

    fn array_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.closes(span);
    }

    fn simple_key(&mut self, span: toml_parser::Span, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        let key = self.named(span, encoding, errors);
        match &mut self.header {
            Some(Header { name, is_whole: false, .. }) => {
                self.is_usual &= key.is_some() && name.is_none();
                *name = key.map(|key| key.name);
            }
            _ => self.key = key,
        }
    }

    fn key_sep(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.is_usual = false;
    }

    fn scalar(&mut self, span: toml_parser::Span, encoding: Option<Encoding>, errors: &mut dyn ErrorSink) {
        match self.written(span, encoding, errors) {
            Some(value) => self.value(Node { place: Place::Bytes(self.bytes(span)), value }),
            None => self.is_usual = false,
        }
    }

    fn error(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.is_usual = false;
    }
}

#[cfg(test)]
mod tests;
