//! Places in a text, as editors count them: lines from 0, and columns from 0 in units of UTF-16.

use lsp_types::{Position, Range};

use crate::text::Span;

/// A text with the beginnings of its lines. For an editor, a carriage return alone ends a line as well.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of `text`.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: &usize| bytes[*at] == b'\n' || (bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// Where the byte at `offset` stands; one past the end, or inside a character, is moved back to a place that exists.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let units = self.text.get(start..offset).map_or(0, |before| before.encode_utf16().count());
        Position { line: number(line), character: number(units) }
    }

    /// Where a span begins and ends.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The byte at a position. One past the end of its line is the end of the line; one past the last line is the end of
    /// the text; one inside a character is its beginning.
    pub fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let next = line.checked_add(1).and_then(|next| self.starts.get(next)).copied().unwrap_or(self.text.len());
        let content = self.text.get(start..next).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let mut left = usize::try_from(position.character).unwrap_or(usize::MAX);
        for (at, character) in content.char_indices() {
            if left < character.len_utf16() {
                return start + at;
            }
            left -= character.len_utf16();
        }
        start + content.len()
    }

    /// The bytes of a range.
    pub fn span(&self, range: Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }
}

/// The text in which `new` stands in place of a range; in place of all of it where no range is given.
pub fn changed(text: &str, range: Option<Range>, new: &str) -> String {
    let Some(range) = range else { return new.to_owned() };
    let span = Lines::new(text).span(range);
    let (before, after) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    [before, new, after].concat()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_units_of_utf_16() {
        let text = "a = \"é😀\" # ß\r\nnext\rlast\n";
        let lines = Lines::new(text);
        let emoji = text.find('😀').expect("it is there");
        assert_eq!(lines.position(emoji), at(0, 6));
        assert_eq!(lines.position(emoji + 4), at(0, 8), "an emoji is two units");
        assert_eq!(lines.position(emoji + 2), at(0, 6), "inside a character");
        assert_eq!(lines.position(text.find("next").expect("it is there")), at(1, 0));
        assert_eq!(lines.position(text.find("last").expect("it is there")), at(2, 0), "a carriage return alone");
        assert_eq!(lines.position(9_999), at(3, 0));
    }

    #[test]
    fn every_place_is_found_again() {
        for text in ["", "one", "a\r\nb\n", "😀\r\n\r\né = \"中\"\n\r", "\r\r\n\n"] {
            let lines = Lines::new(text);
            for (offset, _) in text.char_indices() {
                let inside_line_end =
                    text.as_bytes()[offset] == b'\n' && offset > 0 && text.as_bytes()[offset - 1] == b'\r';
                if !inside_line_end {
                    assert_eq!(lines.offset(lines.position(offset)), offset, "{text:?} {offset}");
                }
            }
            assert_eq!(lines.offset(lines.position(text.len())), text.len(), "{text:?}");
        }
    }

    #[test]
    fn positions_that_do_not_exist_are_moved_to_ones_that_do() {
        let lines = Lines::new("😀b\r\nc");
        assert_eq!(lines.offset(at(0, 1)), 0, "inside a character");
        assert_eq!(lines.offset(at(0, 99)), 5, "before the line end");
        assert_eq!(lines.offset(at(99, 0)), 8);
        assert_eq!(lines.offset(at(u32::MAX, u32::MAX)), 8);
    }

    #[test]
    fn a_change_is_made_where_it_says() {
        let range = |from, to| Some(Range { start: from, end: to });
        assert_eq!(changed("a😀b\r\nc", range(at(0, 1), at(0, 3)), "x"), "axb\r\nc");
        assert_eq!(changed("a\r\nb", range(at(0, 1), at(1, 0)), " "), "a b");
        assert_eq!(changed("a", range(at(7, 7), at(2, 0)), "b"), "ab", "the end before the beginning");
        assert_eq!(changed("a", None, "b"), "b");
    }
}
