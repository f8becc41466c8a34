//! The lines of a file that a finding is about, with their marked places.

use std::ops::Range;

use super::super::excerpt::blocks;
use super::super::marks::{self, Mark};
use super::super::visible;
use super::super::window::{Line, Room};
use crate::check::outcome::Label;
use crate::text::Source;

/// How much of a line is shown; a browser wraps it.
const ROOM: Room = Room { width: 200, ellipsis: "…" };

/// Lines of one file.
#[derive(Debug)]
pub(super) struct Lines {
    /// `deploy.toml:12:13`: where the first mark stands.
    pub place: String,
    /// Lines that follow one another in the file.
    pub blocks: Vec<Vec<CodeLine>>,
}

/// One line.
#[derive(Debug)]
pub(super) struct CodeLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, in parts.
    pub parts: Vec<Part>,
    /// What is to be said of the marks in it.
    pub said: Vec<String>,
}

/// A part of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The text, safe to show.
    pub text: String,
    /// Whether it is marked.
    pub is_marked: bool,
}

impl Lines {
    /// The lines that show these places; none where the file has no text.
    pub(super) fn of(source: &Source, place: &Label, related: &[Label]) -> Self {
        let position = source.position(place.span.start);
        let name = visible::line(source.name());
        if source.text().is_empty() {
            return Self { place: name, blocks: Vec::new() };
        }
        let marks = marks::collect(source, place, related);
        let block = |lines: Range<usize>| lines.filter_map(|index| CodeLine::of(source, index, &marks)).collect();
        Self {
            place: format!("{name}:{}:{}", position.line, position.column),
            blocks: blocks(source, &marks).into_iter().map(block).collect(),
        }
    }
}

impl CodeLine {
    fn of(source: &Source, index: usize, marks: &[Mark]) -> Option<Self> {
        let span = source.visible_line_span(index)?;
        let text = source.slice(span);
        let inside = |offset: usize| offset.saturating_sub(span.start).min(text.len());
        let touching = || marks.iter().filter(|mark| mark.lines.contains(&index));
        let mut ranges: Vec<Range<usize>> = touching()
            .map(|mark| {
                let (start, end) = (inside(mark.span.start), inside(mark.span.end));
                // Of an empty place, the letter after it is marked.
                start..text.ceil_char_boundary(end.max(start + 1)).min(text.len())
            })
            .collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        let line = Line::new(text, &ranges, ROOM);
        let shown: Vec<_> = ranges.iter().map(|range| line.place(range.start)..line.place(range.end)).collect();
        let said = touching().filter(|mark| *mark.lines.start() == index && !mark.words.is_empty());
        Some(Self {
            number: index + 1,
            parts: parts(&line.text, &shown),
            said: said.map(|mark| visible::prose(&mark.words)).collect(),
        })
    }
}

/// The text in parts, of which those that a range covers are marked.
fn parts(text: &str, marked: &[Range<usize>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    for range in marked {
        let start = range.start.max(at);
        let pieces = [(at..start, false), (start..range.end.max(start), true)];
        for (piece, is_marked) in pieces.into_iter().filter(|(piece, _)| !piece.is_empty()) {
            let text = text.get(piece).unwrap_or_default().to_owned();
            parts.push(Part { text, is_marked });
        }
        at = range.end.max(start);
    }
    let rest = text.get(at..).unwrap_or_default();
    if !rest.is_empty() {
        parts.push(Part { text: rest.to_owned(), is_marked: false });
    }
    parts
}
