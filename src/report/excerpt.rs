//! What of a file is shown beside a diagnostic: the marked lines, and little more.
//!
//! The renderer gets a small text of its own instead of the file, in which every line is safe to print and fits the
//! page, together with the marks moved to where their text now stands. So ten thousand diagnostics on a large file
//! cost no more than what they show, and marks that stand far apart don't bring along all the lines between them.

use std::fmt;
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::marks::{self, Mark};
use super::window::{Line, Room};
use super::{visible, wrap};
use crate::check::outcome::Label;
use crate::text::{Position, Source, Span};

/// Lines that are shown rather than left out between two marks: a second snippet would take as many.
const SMALLEST_GAP: usize = 3;

/// Columns that the renderer takes besides the line number, and those it adds for a mark of several lines.
const GUTTER: usize = 4;
const BRACKET: usize = 4;

/// The narrowest room for the words of a mark.
const NARROWEST_WORDS: usize = 24;
/// How many bytes a line may have of which it is found out whether anything stands in it.
const LOOKED_THROUGH: usize = 1000;

/// A part of a file with marked places in it, ready to be drawn.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    blocks: Vec<Block>,
    marks: Vec<Placed>,
}

/// Lines that follow one another in the file.
#[derive(Debug)]
struct Block {
    shown: Range<usize>,
    lines: Range<usize>,
}

/// A mark in the excerpt's own text.
#[derive(Debug)]
struct Placed {
    shown: Range<usize>,
    words: String,
    primary: bool,
    /// Where it stands in the file.
    position: Position,
}

impl Excerpt {
    /// The part of `source` that shows `place` and `related`, on a page of the room's width. The block with `place`
    /// comes first, whatever stands before it in the file: its position is the one that a reader jumps to.
    pub(super) fn new(source: &Source, place: &Label, related: &[Label], room: Room) -> Self {
        let marks = marks::collect(source, place, related);
        let mut excerpt = Self {
            name: visible::line(source.name()),
            text: String::new(),
            blocks: Vec::new(),
            marks: marks.iter().map(|mark| Placed::nowhere(source, mark)).collect(),
        };
        for lines in blocks(source, &marks) {
            excerpt.push_block(source, lines, &marks, room);
        }
        excerpt.marks.sort_by_key(|mark| mark.shown.start);
        excerpt
    }

    /// Which marks are the primary one, in the order in which they are shown.
    pub(super) fn primary(&self) -> impl Iterator<Item = bool> {
        self.marks.iter().map(|mark| mark.primary)
    }

    fn push_block(&mut self, source: &Source, lines: Range<usize>, marks: &[Mark], room: Room) {
        let start = self.text.len();
        let bracket = if marks.iter().any(Mark::is_long) { BRACKET } else { 0 };
        let gutter = GUTTER + lines.end.to_string().len() + bracket;
        let room = Room { width: room.width.saturating_sub(gutter), ..room };
        for (index, span) in source.visible_line_spans(lines.clone()) {
            self.push_line((source, span), index, marks, room);
        }
        self.blocks.push(Block { shown: start..self.text.len(), lines });
    }

    fn push_line(&mut self, (source, span): (&Source, Span), index: usize, marks: &[Mark], room: Room) {
        let text = source.slice(span);
        let inside = |offset: usize| offset.saturating_sub(span.start).min(text.len());
        let line = Line::whole(text, room).unwrap_or_else(|| Line::new(text, &ends(index, marks, inside), room));
        for (mark, placed) in marks.iter().zip(&mut self.marks) {
            if *mark.lines.start() == index {
                let at = line.place(inside(mark.span.start));
                placed.shown.start = self.text.len() + at;
                placed.words = wrap(&placed.words, room.width, &line.text, at..line.place(inside(mark.span.end)));
            }
            if *mark.lines.end() == index {
                placed.shown.end = self.text.len() + line.place(inside(mark.span.end));
            }
        }
        self.text.push_str(&line.text);
        self.text.push('\n');
    }
}

/// What of a line is marked, in rising order: of a mark of several lines its ends.
fn ends(index: usize, marks: &[Mark], inside: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let ends = marks.iter().filter_map(|mark| match (mark.lines.start() == &index, mark.lines.end() == &index) {
        (true, true) => Some(inside(mark.span.start)..inside(mark.span.end)),
        (true, false) => Some(inside(mark.span.start)..inside(mark.span.start)),
        (false, true) => Some(inside(mark.span.end)..inside(mark.span.end)),
        (false, false) => None,
    });
    let mut ends: Vec<_> = ends.collect();
    ends.sort_by_key(|range| (range.start, range.end));
    ends
}

impl Placed {
    /// A mark whose line has not been shown yet.
    fn nowhere(source: &Source, mark: &Mark) -> Self {
        Self {
            shown: 0..0,
            words: visible::line(&mark.words),
            primary: mark.primary,
            position: source.position(mark.span.start),
        }
    }
}

/// Breaks the words that hang below a mark where they would run over the edge of the page.
fn wrap(words: &str, width: usize, line: &str, marked: Range<usize>) -> String {
    let columns = |range: Range<usize>| wrap::columns(line.get(range).unwrap_or_default());
    let hook = columns(0..marked.start) + columns(marked) / 2 + "╰── ".chars().count();
    let width = width.saturating_sub(hook).max(NARROWEST_WORDS);
    wrap::filled(words, width, "", "")
}

/// The lines to show, those with the primary mark first.
pub(super) fn blocks(source: &Source, marks: &[Mark]) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut wanted: Vec<_> = marks.iter().map(|mark| with_context(source, mark)).collect();
    wanted.sort_by_key(|lines| lines.start);
    for lines in wanted {
        match blocks.last_mut().filter(|last| lines.start <= last.end + SMALLEST_GAP) {
            Some(last) => last.end = last.end.max(lines.end),
            None => blocks.push(lines),
        }
    }
    let first = marks.iter().find(|mark| mark.primary).map(|mark| *mark.lines.start());
    blocks.sort_by_key(|lines| !first.is_some_and(|first| lines.contains(&first)));
    blocks
}

/// The lines of a mark, and the one before, unless nothing stands there.
fn with_context(source: &Source, mark: &Mark) -> Range<usize> {
    let (first, last) = (*mark.lines.start(), *mark.lines.end());
    let before = first.saturating_sub(1);
    // Whoever asks for hundreds of places may ask of the same line each time.
    let is_blank = |span: Span| span.len() < LOOKED_THROUGH && source.slice(span).trim().is_empty();
    let is_blank = source.line_span(before).is_none_or(is_blank);
    if is_blank { first..last + 1 } else { before..last + 1 }
}

impl SourceCode for Excerpt {
    /// The renderer asks for no context where it wants to know the place in the file, and for some where it wants the
    /// lines; which lines go together has been decided already, so that how much it asks for does not matter.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        // A mark ends before its line does: what ends where a block ends begins the next one.
        let holds = |block: &&Block| block.shown.start <= start && end < block.shown.end;
        let block = self.blocks.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let mark = self.marks.iter().find(|mark| before == 0 && mark.shown.start == start);
        let (line, column) = match mark {
            Some(mark) => (mark.position.line - 1, mark.position.column - 1),
            None => (block.lines.start, 0),
        };
        let data = self.text.get(block.shown.clone()).ok_or(MietteError::OutOfBounds)?;
        let shown = Span::from(block.shown.clone());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (shown.start, shown.len()).into(),
            line,
            column,
            block.lines.len(),
        )))
    }
}

impl miette::Diagnostic for Excerpt {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks.iter().map(|mark| {
            let words = Some(mark.words.clone()).filter(|words| !words.is_empty());
            let span = (mark.shown.start, mark.shown.len());
            if mark.primary {
                LabeledSpan::new_primary_with_span(words, span)
            } else {
                LabeledSpan::new_with_span(words, span)
            }
        })))
    }
}

/// An excerpt has no words of its own: those of the diagnostic stand above it.
impl fmt::Display for Excerpt {
    fn fmt(&self, _formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Excerpt {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_span_runs_from_one_block_into_the_next() {
        let source = Source::new("deploy.toml", "\n\n\n\n\n");
        let label = |at: usize| Label { span: Span::new(at, at), text: String::new() };
        let excerpt = Excerpt::new(&source, &label(5), &[label(0)], Room { width: 80, ellipsis: "…" });
        let [first, second] = excerpt.marks.as_slice() else { panic!("{excerpt:?}") };
        let lines = |span: Range<usize>| {
            let read = excerpt.read_span(&(span.start, span.len()).into(), 1, 1);
            read.map(|contents| (contents.line(), contents.line_count())).ok()
        };
        assert_eq!(lines(first.shown.clone()), Some((5, 1)), "{excerpt:?}");
        assert_eq!(lines(second.shown.clone()), Some((0, 1)), "{excerpt:?}");
        assert_eq!(lines(first.shown.start..second.shown.end), None, "{excerpt:?}");
    }
}
