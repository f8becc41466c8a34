//! Sources, spans, lines and columns: where something stands in a text.
//!
//! This module knows no file format. A [`Source`] is the text of one file with an index of its lines, shared by all
//! that points into it; a [`Span`] is a range of its bytes.

pub mod bytes;
pub mod nearest;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Way;

/// A range of bytes in one [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte, counted from 0.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers no byte: a place between two bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value together with the place in the text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, read at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A line and a column, both counted from 1; columns count Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// The text of one file, its name as the user gave it, and where its lines begin.
///
/// Cheap to clone: everything that points into a text shares it.
#[derive(Debug, Clone)]
pub struct Source(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: Cow<'static, str>,
    text: Cow<'static, str>,
    /// Made when the first place in the text is asked for: most texts have nothing wrong with them.
    lines: OnceLock<Lines>,
}

/// How many lines and characters begin before each block of a text. To count within one takes no time, and large files have
/// many lines, of which few are ever asked for.
#[derive(Debug)]
struct Lines {
    /// How line ends are looked for in the text.
    way: Way,
    blocks: Vec<Block>,
    /// How many lines there are.
    count: usize,
}

/// What stands before a block.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    /// Line ends.
    ends: usize,
    characters: usize,
}

/// The bytes of a block: few enough to be counted several times for each diagnostic, and enough that what is known of all of them
/// takes a sixteenth of the text.
const BLOCK: usize = 256;

impl Block {
    /// The same after these bytes.
    fn after(self, bytes: &[u8], way: Way) -> Self {
        Self { ends: self.ends + way.count(b'\n', bytes), characters: self.characters + characters(bytes) }
    }
}

impl Lines {
    fn of(text: &str) -> Self {
        let (way, mut next) = (Way::through(text.len()), Block::default());
        let mut blocks = Vec::with_capacity(text.len().div_ceil(BLOCK));
        for block in text.as_bytes().chunks(BLOCK) {
            blocks.push(next);
            next = next.after(block, way);
        }
        Self { way, blocks, count: next.ends + 1 }
    }

    /// What stands before the block of a place, and the bytes between them.
    fn block<'t>(&self, text: &'t str, offset: usize) -> (Block, &'t [u8]) {
        // The end of a text may be where another block would begin.
        let number = (offset / BLOCK).min(self.blocks.len().saturating_sub(1));
        let block = self.blocks.get(number).copied().unwrap_or_default();
        (block, text.as_bytes().get(number * BLOCK..offset).unwrap_or_default())
    }

    /// How many lines end before a place.
    fn ends_before(&self, text: &str, offset: usize) -> usize {
        let (block, bytes) = self.block(text, offset);
        block.ends + self.way.count(b'\n', bytes)
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let (block, bytes) = self.block(text, offset);
        block.characters + characters(bytes)
    }

    /// Where the line with this number (from 0), which holds the byte at `offset`, begins.
    fn start_of(&self, text: &str, offset: usize, line: usize) -> usize {
        let (_, bytes) = self.block(text, offset);
        match self.way.last(b'\n', bytes) {
            Some(end) => offset - bytes.len() + end + 1,
            None => self.start(text, line).unwrap_or_default(),
        }
    }

    /// Where the line with this number (from 0) begins, if there is one.
    fn start(&self, text: &str, line: usize) -> Option<usize> {
        let Some(ends) = line.checked_sub(1) else { return Some(0) };
        // The block with the end of the line before it: the last with no more ends before.
        let number = self.blocks.partition_point(|block| block.ends <= ends).checked_sub(1)?;
        let block = &text.as_bytes()[number * BLOCK..];
        let end = self.way.nth(b'\n', block, ends - self.blocks[number].ends)?;
        Some(number * BLOCK + end + 1)
    }
}

/// How many characters begin in these bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

impl Source {
    /// A text with the name that messages use for it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(Cow::Owned(name.into()), Cow::Owned(text.into()))
    }

    /// The same, where the program carries both.
    pub fn carried(name: &'static str, text: &'static str) -> Self {
        Self::of(Cow::Borrowed(name), Cow::Borrowed(text))
    }

    /// Whether the program carries the text.
    pub fn is_carried(&self) -> bool {
        matches!(self.0.text, Cow::Borrowed(_))
    }

    fn of(name: Cow<'static, str>, text: Cow<'static, str>) -> Self {
        Self(Arc::new(Inner { name, text, lines: OnceLock::new() }))
    }

    fn lines(&self) -> &Lines {
        self.0.lines.get_or_init(|| Lines::of(self.text()))
    }

    /// The file's name, as the user gave it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// How many lines the text has; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.lines().count
    }

    /// The number, from 0, of the line that holds the byte at `offset`.
    pub fn line_index(&self, offset: usize) -> usize {
        self.lines().ends_before(self.text(), offset.min(self.text().len()))
    }

    /// The bytes of the line with this number (from 0), its line end included; `None` past the last line.
    pub fn line_span(&self, index: usize) -> Option<Span> {
        Some(self.line_from(self.lines().start(self.text(), index)?))
    }

    fn line_from(&self, start: usize) -> Span {
        let rest = self.text().as_bytes().get(start..).unwrap_or_default();
        let end = self.lines().way.first(b'\n', rest);
        Span::new(start, start + end.map_or(rest.len(), |end| end + 1))
    }

    /// The bytes of that line which somebody sees: without its end, and without a mark of the byte order.
    pub fn visible_line_span(&self, index: usize) -> Option<Span> {
        self.line_span(index).map(|line| self.visible(index, line))
    }

    /// The same of lines that follow one another, each with its number: none of them is looked for again.
    pub fn visible_line_spans(&self, lines: Range<usize>) -> impl Iterator<Item = (usize, Span)> {
        let mut next = self.lines().start(self.text(), lines.start);
        lines.map_while(move |index| {
            let line = self.line_from(next?);
            next = Some(line.end).filter(|_| self.slice(line).ends_with('\n'));
            Some((index, self.visible(index, line)))
        })
    }

    fn visible(&self, index: usize, line: Span) -> Span {
        let marked = if index == 0 { self.byte_order_mark() } else { 0 };
        let text = self.slice(line);
        let text = text.strip_suffix('\n').unwrap_or(text);
        let end = line.start + text.strip_suffix('\r').unwrap_or(text).len();
        Span::new(line.start + marked, end)
    }

    /// How many bytes the mark of the byte order takes at the beginning of the text: no editor counts it as a column.
    fn byte_order_mark(&self) -> usize {
        const MARK: char = '\u{feff}';
        if self.text().starts_with(MARK) { MARK.len_utf8() } else { 0 }
    }

    /// Line and column of the byte at `offset`; an offset past the end, or inside a character, is moved back to the
    /// nearest place that exists. A mark of the byte order takes no column.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text().floor_char_boundary(offset);
        let (text, lines) = (self.text(), self.lines());
        let line = lines.ends_before(text, offset);
        let start = lines.start_of(text, offset, line);
        let column = match offset - start {
            few if few <= BLOCK => characters(&text.as_bytes()[start..offset]),
            // Without the blocks, ten thousand places in a file that is one long line would each count from its beginning.
            _ => lines.characters_before(text, offset) - lines.characters_before(text, start),
        };
        let column = column + 1;
        let hidden = line == 0 && offset > 0 && self.byte_order_mark() > 0;
        Position { line: line + 1, column: column - usize::from(hidden) }
    }

    /// The text that `span` covers; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.start..span.end).unwrap_or_default()
    }
}

/// A name that a user wrote, short enough for a message.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_count_bytes() {
        let source = Source::new("deploy.toml", "a = 1\nß = \"é\"\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(6), Position { line: 2, column: 1 });
        assert_eq!(source.position(8), Position { line: 2, column: 2 }, "ß is two bytes and one column");
        assert_eq!(source.position(9_999), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_mark_of_the_byte_order_takes_no_column_and_is_seen_by_nobody() {
        let source = Source::new("deploy.toml", "\u{feff}a = 1\n\u{feff}b\r\n");
        for (offset, line, column) in [(0, 1, 1), (1, 1, 1), (3, 1, 1), (4, 1, 2), (9, 2, 1), (12, 2, 2)] {
            assert_eq!(source.position(offset), Position { line, column }, "{offset}");
        }
        let seen = |index| source.visible_line_span(index).map(|span| source.slice(span));
        assert_eq!((seen(0), seen(1), seen(2)), (Some("a = 1"), Some("\u{feff}b"), Some("")));
        for lines in [0..3, 1..9, 2..3, 3..4] {
            let alone = lines.clone().filter_map(|index| Some((index, source.visible_line_span(index)?)));
            assert_eq!(source.visible_line_spans(lines).collect::<Vec<_>>(), alone.collect::<Vec<_>>());
        }
        let alone = Source::new("deploy.toml", "\u{feff}");
        assert_eq!(alone.position(9), Position { line: 1, column: 1 });
        assert_eq!(alone.visible_line_span(0).map(|span| alone.slice(span)), Some(""));
    }

    #[test]
    fn an_offset_inside_a_character_belongs_to_it() {
        let source = Source::new("deploy.toml", "ß");
        assert_eq!(source.position(1), Position { line: 1, column: 1 });
    }

    #[test]
    fn a_line_of_a_long_text_is_found() {
        let text: String = (0..2_000).map(|line| format!("line {line}\n")).collect();
        let source = Source::new("deploy.toml", text.as_str());
        for (index, line) in text.lines().enumerate() {
            let span = source.line_span(index).expect("there is such a line");
            assert_eq!(source.slice(span).trim_end(), line);
            assert_eq!(source.position(span.start + 2), Position { line: index + 1, column: 3 });
        }
    }

    #[test]
    fn columns_of_a_long_line_are_counted_in_blocks() {
        let text = format!("short\n{}\nshort", "aß中".repeat(2_000));
        let source = Source::new("deploy.toml", text.as_str());
        let line = &text[6..];
        for (index, (at, _)) in line.char_indices().take(6_000).enumerate() {
            assert_eq!(source.position(6 + at), Position { line: 2, column: index + 1 });
        }
        assert_eq!(source.position(text.len()), Position { line: 3, column: 6 });
    }

    #[test]
    fn every_line_has_its_span() {
        let source = Source::new("deploy.toml", "one\r\ntwo");
        assert_eq!(source.line_span(0).map(|span| source.slice(span)), Some("one\r\n"));
        assert_eq!(source.line_span(1).map(|span| source.slice(span)), Some("two"));
        assert_eq!(source.line_span(2), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn a_place_has_the_line_and_the_column_that_counting_gives(
            pieces in proptest::collection::vec(
                prop_oneof![Just("\n"), Just("\r\n"), Just("a"), Just("é中"), Just(HUNDRED), Just(LONG)],
                0..60,
            ),
        ) {
            let text = pieces.concat();
            let source = Source::new("deploy.toml", text.as_str());
            let starts: Vec<_> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            prop_assert_eq!(source.line_count(), starts.len());
            for (line, &start) in starts.iter().enumerate() {
                let end = starts.get(line + 1).copied().unwrap_or(text.len());
                prop_assert_eq!(source.line_span(line), Some(Span::new(start, end)));
                let within = [start, start + (end - start) / 2, end.saturating_sub(1).max(start)];
                for offset in within.map(|offset| text.floor_char_boundary(offset)) {
                    let column = text[start..offset].chars().count() + 1;
                    prop_assert_eq!(source.position(offset), Position { line: line + 1, column }, "at {}", offset);
                }
            }
            prop_assert_eq!(source.line_span(starts.len()), None);
        }
    }

    const HUNDRED: &str =
        "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890";

    /// More than some blocks.
    const LONG: &str = match core::str::from_utf8(&[b'x'; 1500]) {
        Ok(long) => long,
        Err(_) => "",
    };
}
