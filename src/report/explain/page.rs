//! A page of an explanation that is being written: headings, and words that hang beneath a key.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::super::paint::Paint;
use super::super::{Style, visible, wrap};
use crate::check::explain::Place;

/// What stands in beneath a heading.
pub(super) const INDENT: &str = "  ";

/// The fewest columns that words are wrapped into, however narrow the page is.
const NARROWEST: usize = 24;

/// A page that is being written.
pub(super) struct Page<'o> {
    pub(super) paint: Paint,
    pub(super) width: usize,
    pub(super) unicode: bool,
    out: &'o mut dyn Write,
}

impl<'o> Page<'o> {
    pub(super) fn new(style: &Style, out: &'o mut dyn Write) -> Self {
        Self { paint: Paint::new(style), width: style.width.max(NARROWEST), unicode: style.unicode, out }
    }

    /// What is answered.
    pub(super) fn title(&mut self, words: &str) -> io::Result<()> {
        let filled = wrap::filled(&visible::prose(words), self.width, "", "");
        let lines: Vec<_> = filled.lines().map(|line| self.paint.strong(line)).collect();
        writeln!(self.out, "{}", lines.join("\n"))
    }

    /// A heading, with an empty line before it.
    pub(super) fn heading(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", self.paint.strong(&visible::prose(words)))
    }

    pub(super) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Words on lines of their own.
    pub(super) fn words(&mut self, indent: &str, words: &str) -> io::Result<()> {
        self.hanging(indent, "", indent, words)
    }

    /// Words after a key, wrapped beneath the first of them.
    pub(super) fn keyed(&mut self, indent: &str, key: &str, words: &str) -> io::Result<()> {
        let beneath = format!("{indent}{}", " ".repeat(display_width(key)));
        self.hanging(indent, key, &beneath, words)
    }

    /// Words after a key, wrapped beneath `beneath`.
    pub(super) fn hanging(&mut self, indent: &str, key: &str, beneath: &str, words: &str) -> io::Result<()> {
        let room = self.width.max(display_width(beneath) + NARROWEST);
        let first = format!("{indent}{}", " ".repeat(display_width(key)));
        let filled = wrap::filled(&visible::prose(words), room, &first, beneath);
        let rest = filled.strip_prefix(first.as_str()).unwrap_or(&filled);
        let key = if key.is_empty() { String::new() } else { self.paint.key(key) };
        writeln!(self.out, "{}", format!("{indent}{key}{rest}").trim_end())
    }

    /// Words after a mark that is painted already, one column wide, and a key.
    pub(super) fn marked(&mut self, mark: &str, key: &str, words: &str) -> io::Result<()> {
        let beneath = " ".repeat(INDENT.len() + 2 + display_width(key));
        let room = self.width.max(beneath.len() + NARROWEST);
        let filled = wrap::filled(&visible::prose(words), room, &beneath, &beneath);
        writeln!(self.out, "{INDENT}{mark} {}{}", self.paint.key(key), filled.trim_start())
    }

    /// A line that is meant to be copied, whatever its length.
    pub(super) fn command(&mut self, indent: &str, words: &str) -> io::Result<()> {
        writeln!(self.out, "{indent}{words}")
    }

    /// A line that is painted already.
    pub(super) fn painted(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }
}

/// A sentence with its full stop.
pub(super) fn stopped(sentence: &str) -> String {
    let sentence = sentence.trim_end();
    if sentence.ends_with(['.', '?', '!', ':']) { sentence.to_owned() } else { format!("{sentence}.") }
}

/// A place as `file:line:column`.
pub(super) fn place(place: &Place) -> String {
    let position = place.source.position(place.span.start);
    format!("{}:{}:{}", place.source.name(), position.line, position.column)
}

/// Names in one line.
pub(super) fn joined(names: &[String]) -> String {
    names.join(", ")
}
