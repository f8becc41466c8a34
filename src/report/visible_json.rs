//! JSON in which nothing acts on who reads it: what a terminal obeys, what turns the reading direction round, and what
//! some programs take for the end of a line stands there as JSON's own escapes. It reads back as it was.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::ser;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

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

/// Values, each on one line with its end.
pub(super) fn lines<V: Serialize>(values: impl Iterator<Item = V>) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for value in values {
        value.serialize(&mut Serializer::with_formatter(&mut out, Visible(CompactFormatter)))?;
        out.push(b'\n');
    }
    Ok(out)
}

/// Members of a list so deep in a value that is written on many lines, each on a line of its own, with what stands between them.
pub(super) fn members<V: Serialize>(values: impl ExactSizeIterator<Item = V>, depth: usize) -> io::Result<Rendered> {
    let mut out = Vec::with_capacity(values.len() * USUAL);
    for (number, value) in values.enumerate() {
        if number > 0 {
            begin_line(&mut out, depth, false)?;
        }
        value.serialize(&mut Serializer::with_formatter(&mut out, Visible(CompactFormatter)))?;
    }
    Ok(Rendered(out))
}

/// What [`members`] made, which is written as it is where it is one member of the list that its values belong to.
pub(super) struct Rendered(Vec<u8>);

impl Serialize for Rendered {
    /// As bytes, which no report has of its own.
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

/// Writes a value on many lines, indented.
pub(super) fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    // A large report is written in millions of pieces, each of which would be handed on by itself.
    let mut out = BufWriter::with_capacity(BUFFER, out);
    value.serialize(&mut Serializer::with_formatter(&mut out, Visible(Indented::default())))?;
    writeln!(out)?;
    out.flush()
}

/// Most members of long lists take fewer bytes: a requirement some 500, a finding a thousand.
const USUAL: usize = 1024;

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

    /// Of a list, [`Rendered`] members.
    fn write_byte_array<W: ?Sized + Write>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        writer.write_all(value)
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

/// The usual layout on many lines: two spaces for each list and object that something stands in.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether nothing stands in the list or object that began last.
    is_empty: bool,
}

impl Indented {
    fn begin<W: ?Sized + Write>(&mut self, writer: &mut W, mark: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        writer.write_all(mark)
    }

    fn end<W: ?Sized + Write>(&mut self, writer: &mut W, mark: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if !self.is_empty {
            begin_line(writer, self.depth, true)?;
        }
        self.is_empty = false;
        writer.write_all(mark)
    }
}

/// The end of a line, with a comma unless the next member is the first, and the next line up to its first word.
fn begin_line<W: ?Sized + Write>(writer: &mut W, depth: usize, first: bool) -> io::Result<()> {
    const COMMA: &[u8] = b",\n                                ";
    const DEEPEST: usize = (COMMA.len() - 2) / 2;
    writer.write_all(&COMMA[usize::from(first)..2 + 2 * depth.min(DEEPEST)])?;
    (DEEPEST..depth).try_for_each(|_| writer.write_all(b"  "))
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.is_empty = false;
        begin_line(writer, self.depth, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.is_empty = false;
        begin_line(writer, self.depth, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
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
        for depth in 0..40 {
            let value = (0..depth).fold(json!([1, 2]), |value, _| json!([{ "in": value, "none": [] }, 3]));
            assert_eq!(text(pretty, &value), serde_json::to_string_pretty(&value).expect("it is JSON") + "\n");
        }
    }
}
