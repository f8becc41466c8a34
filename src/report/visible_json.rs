//! JSON in which nothing acts on who reads it: what a terminal obeys, what turns the reading direction round, and what
//! some programs take for the end of a line stands there as JSON's own escapes. It reads back as it was.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::visible;

/// Writes a value on one line, with its end.
pub(super) fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    compact(value, out)?;
    writeln!(out)
}

/// The same without its end.
pub(super) fn compact(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Visible(CompactFormatter)))?)
}

/// Writes a value on many lines, indented.
pub(super) fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // A large report is written in millions of pieces, each of which would be handed on by itself.
    let mut out = BufWriter::with_capacity(BUFFER, out);
    value.serialize(&mut Serializer::with_formatter(&mut out, Visible(PrettyFormatter::new())))?;
    writeln!(out)?;
    out.flush()
}

/// Bytes that are written at once.
const BUFFER: usize = 32 * 1024;

/// A layout, with texts that are safe to show.
struct Visible<F>(F);

impl<F: Formatter> Formatter for Visible<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        // Nearly all texts are such, and most of a large report is texts.
        if visible::is_printable_ascii(fragment) {
            return writer.write_all(fragment.as_bytes());
        }
        while let Some((at, hidden)) = rest.char_indices().find(|(_, character)| visible::is_hidden(*character)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            hidden.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?;
            rest = &rest[at + hidden.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    type Written = fn(&Value, &mut dyn Write) -> io::Result<()>;

    fn text(written: Written, value: &Value) -> String {
        let mut out = Vec::new();
        written(value, &mut out).expect("a vector takes it");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn what_acts_or_hides_is_escaped_and_reads_back() {
        let words = "a\u{9b}2J\u{202e}\u{2028}\u{e0041}\u{7f}\u{1b}\"\\\n\u{1f980}é";
        let value = json!({ words: [words, { "b": [], "c": {} }], "d": [1, 2.5, null, true] });
        for written in [line, pretty] as [Written; 2] {
            let text = text(written, &value);
            assert!(!text.contains(|c: char| c != '\n' && visible::is_hidden(c)), "{text:?}");
            assert_eq!(serde_json::from_str::<Value>(&text).expect("it is JSON"), value);
        }
        assert_eq!(text(line, &json!("\u{9b}\u{e0041}")), "\"\\u009b\\udb40\\udc41\"\n");
    }

    #[test]
    fn the_layout_is_the_usual_one() {
        let value = json!({ "a": [1, { "b": [], "c": {} }], "d": "e" });
        assert_eq!(text(pretty, &value), serde_json::to_string_pretty(&value).expect("it is JSON") + "\n");
        assert_eq!(text(line, &value), value.to_string() + "\n");
    }
}
