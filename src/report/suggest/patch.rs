//! Edits as a unified diff, which `patch` and version control take.

use crate::suggest::{TextEdit, apply, rebased};
use crate::text::{Source, Span};

/// How many lines are shown around what changes.
const CONTEXT: usize = 3;

/// One line of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// The old and the new file, and where a hunk begins.
    Head(String),
    /// It stays.
    Same(String),
    /// It goes.
    Gone(String),
    /// It comes.
    Come(String),
    /// The line before has no line end.
    NoEnd,
}

/// Lines that go together with what takes their place.
struct Change {
    /// The first line, from 0.
    first: usize,
    gone: Vec<String>,
    come: Vec<String>,
}

impl Change {
    /// The line after the last that goes.
    fn end(&self) -> usize {
        self.first + self.gone.len()
    }
}

/// A text, or some lines of one.
pub(super) struct Piece {
    pub(super) source: Source,
    /// How many lines stand above it.
    pub(super) above: usize,
}

/// What `edits` change in a text.
pub(super) fn diff(piece: &Piece, edits: &[TextEdit]) -> Vec<Line> {
    let source = &piece.source;
    let changes = changes(source, edits);
    if changes.is_empty() {
        return Vec::new();
    }
    let name = source.name();
    let mut lines = vec![Line::Head(format!("--- {name}")), Line::Head(format!("+++ {name}"))];
    let mut grown = 0;
    for hunk in changes.chunk_by(|one, next| next.first <= one.end() + 2 * CONTEXT) {
        lines.extend(lines_of(piece, hunk, &mut grown));
    }
    lines
}

/// The lines that change, those that touch each other together.
fn changes(source: &Source, edits: &[TextEdit]) -> Vec<Change> {
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let lines = |edit: &TextEdit| (source.line_index(edit.span.start), source.line_index(edit.span.end));
    let mut groups: Vec<(usize, usize, Vec<TextEdit>)> = Vec::new();
    for edit in sorted {
        let (first, last) = lines(edit);
        match groups.last_mut().filter(|group| first <= group.1) {
            Some(group) => {
                group.1 = group.1.max(last);
                group.2.push(edit.clone());
            }
            None => groups.push((first, last, vec![edit.clone()])),
        }
    }
    groups.into_iter().filter_map(|(first, last, edits)| change(source, first, last, &edits)).collect()
}

/// What the edits make of the lines from `first` to `last`, without what stays at both ends.
fn change(source: &Source, first: usize, last: usize, edits: &[TextEdit]) -> Option<Change> {
    let span = Span::new(source.line_span(first)?.start, source.line_span(last)?.end);
    let old = source.slice(span);
    // As if what stands before the lines had gone.
    let before = TextEdit { span: Span::new(0, span.start), text: String::new() };
    let new = apply(old, &rebased(edits, &[before]))?;
    let (mut gone, mut come) = (split(old), split(&new));
    let same = gone.iter().zip(&come).take_while(|(old, new)| old == new).count();
    gone.drain(..same);
    come.drain(..same);
    while gone.last().is_some_and(|line| come.last() == Some(line)) {
        gone.pop();
        come.pop();
    }
    Some(Change { first: first + same, gone, come })
}

/// Lines with their ends.
fn split(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

/// A hunk, with the lines around its changes. `grown` is by how many lines the text has grown above it.
fn lines_of(Piece { source, above }: &Piece, changes: &[Change], grown: &mut isize) -> Vec<Line> {
    let (Some(head), Some(tail)) = (changes.first(), changes.last()) else { return Vec::new() };
    // After the last line end no line begins.
    let count = source.line_count() - usize::from(source.text().is_empty() || source.text().ends_with('\n'));
    let start = head.first.saturating_sub(CONTEXT);
    let end = (tail.end() + CONTEXT).min(count);
    let mut lines = Vec::new();
    let same = |lines: &mut Vec<Line>, from: usize, to: usize| {
        let kept = (from..to).filter_map(|line| Some(source.slice(source.line_span(line)?).to_owned()));
        kept.for_each(|line| push(lines, Line::Same, line));
    };
    let mut at = start;
    let mut difference = 0;
    for change in changes {
        same(&mut lines, at, change.first);
        change.gone.iter().for_each(|line| push(&mut lines, Line::Gone, line.clone()));
        change.come.iter().for_each(|line| push(&mut lines, Line::Come, line.clone()));
        difference += change.come.len().cast_signed() - change.gone.len().cast_signed();
        at = change.end();
    }
    same(&mut lines, at, end);
    let first = start + above;
    let old = range(first, end - start);
    let new = range(first.saturating_add_signed(*grown), (end - start).saturating_add_signed(difference));
    *grown += difference;
    lines.insert(0, Line::Head(format!("@@ -{old} +{new} @@")));
    lines
}

/// Lines from the one of this number, from 0, as a hunk's head gives them.
fn range(start: usize, count: usize) -> String {
    match count {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        _ => format!("{},{count}", start + 1),
    }
}

fn push(lines: &mut Vec<Line>, kind: fn(String) -> Line, text: String) {
    match text.strip_suffix('\n') {
        Some(line) => lines.push(kind(line.to_owned())),
        None => lines.extend([kind(text), Line::NoEnd]),
    }
}

impl Line {
    /// The line as `patch` reads it, without a line end.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Head(text) => text.clone(),
            Self::Same(text) => format!(" {text}"),
            Self::Gone(text) => format!("-{text}"),
            Self::Come(text) => format!("+{text}"),
            Self::NoEnd => "\\ No newline at end of file".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, edits: &[(usize, usize, &str)]) -> String {
        let edit = |&(start, end, text): &(usize, usize, &str)| TextEdit {
            span: Span::new(start, end),
            text: text.to_owned(),
        };
        let edits: Vec<_> = edits.iter().map(edit).collect();
        let lines = diff(&Piece { source: Source::new("a", text), above: 0 }, &edits);
        lines.iter().skip(2).map(|line| line.text() + "\n").collect()
    }

    #[test]
    fn a_line_that_comes_stands_alone() {
        assert_eq!(told("a\nb\nc\n", &[(1, 1, "\nx")]), "@@ -1,3 +1,4 @@\n a\n+x\n b\n c\n");
        assert_eq!(told("a\r\nb\r\n", &[(1, 1, "\r\nx")]), "@@ -1,2 +1,3 @@\n a\r\n+x\r\n b\r\n");
    }

    #[test]
    fn a_word_that_changes_shows_its_line_twice() {
        let text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        assert_eq!(told(text, &[(8, 9, "five")]), "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    #[test]
    fn changes_far_apart_are_hunks_of_their_own_and_count_on() {
        let text: String = (10..40).map(|number| format!("{number}\n")).collect();
        let told = told(&text, &[(2, 2, "\nx\ny"), (77, 77, "\nz")]);
        let heads: Vec<_> = told.lines().filter(|line| line.starts_with('@')).collect();
        assert_eq!(heads, ["@@ -1,4 +1,6 @@", "@@ -24,6 +26,7 @@"]);
    }

    #[test]
    fn a_last_line_without_an_end_is_marked() {
        let expected = "@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n";
        assert_eq!(told("a", &[(1, 1, "\nb")]), expected);
        assert_eq!(told("a\n", &[(2, 2, "b\n")]), "@@ -1 +1,2 @@\n a\n+b\n");
    }
}
