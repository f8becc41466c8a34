//! The places that a diagnostic marks, brought into a form that can be drawn: inside the text, short, and apart from
//! each other.

use std::ops::RangeInclusive;

use crate::check::outcome::Label;
use crate::text::{Source, Span};

/// A place of more lines than this is marked on its first line only.
const MOST_LINES: usize = 8;

/// A marked place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The place.
    pub span: Span,
    /// The lines that it touches, counted from 0.
    pub lines: RangeInclusive<usize>,
    /// What is to be said there.
    pub words: String,
    /// Whether the diagnostic is reported here; the others explain.
    pub primary: bool,
}

impl Mark {
    /// Whether it runs over several lines.
    pub(super) fn is_long(&self) -> bool {
        self.lines.start() != self.lines.end()
    }

    fn new(source: &Source, label: &Label, primary: bool) -> Self {
        let span = inside(source, label.span);
        let words = label.text.clone();
        let first = source.line_index(span.start);
        let last = source.line_index(span.end);
        if first == last || (primary && last - first < MOST_LINES) {
            return Self { span, lines: first..=last, words, primary };
        }
        let end =
            source.line_span(first).map_or(span.end, |line| inside(source, Span { start: span.start, ..line }).end);
        Self { span: Span::new(span.start, end), lines: first..=first, words, primary }
    }
}

/// The marks of a diagnostic, the primary one first. No two of them share a column.
pub(super) fn collect(source: &Source, place: &Label, related: &[Label]) -> Vec<Mark> {
    let mut marks = vec![Mark::new(source, place, true)];
    for label in related {
        if let Some(mark) = apart(source, &mut marks, Mark::new(source, label, false)) {
            marks.push(mark);
        }
    }
    marks
}

/// The part of the text that `span` covers, in whole characters and without the line end after it.
fn inside(source: &Source, span: Span) -> Span {
    let text = source.text();
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end).max(start);
    let covered = text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
    Span::new(start, start + covered.len())
}

/// What of `mark` is left beside the marks that stand already: two lines drawn under the same letters can't be told
/// apart. One that has no letter of its own gives its words to the other.
fn apart(source: &Source, others: &mut [Mark], mut mark: Mark) -> Option<Mark> {
    for other in others.iter_mut().filter(|other| other.lines == mark.lines && !other.is_long()) {
        let (taken, wanted) = (drawn(source, other.span), drawn(source, mark.span));
        if wanted.end <= taken.start || taken.end <= wanted.start {
            continue;
        }
        if wanted.start < taken.start {
            mark.span = Span::new(wanted.start, taken.start);
        } else if taken.end < wanted.end {
            mark.span = Span::new(taken.end, wanted.end);
        } else {
            join(&mut other.words, &mark.words);
            return None;
        }
    }
    Some(mark)
}

/// The letters under which a mark is drawn; one of an empty place takes the letter after it.
fn drawn(source: &Source, span: Span) -> Span {
    let least = source.text().ceil_char_boundary(span.start + 1).max(span.start + 1);
    Span::new(span.start, span.end.max(least))
}

fn join(words: &mut String, more: &str) {
    if !more.is_empty() && words != more {
        if !words.is_empty() {
            words.push_str("; ");
        }
        words.push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(start: usize, end: usize, text: &str) -> Label {
        Label { span: Span::new(start, end), text: text.to_owned() }
    }

    /// The marked text and the words of each mark.
    fn check(text: &str, place: Label, related: &[Label], expected: &[(&str, &str)]) {
        let source = Source::new("deploy.toml", text);
        let marks = collect(&source, &place, related);
        let shown: Vec<_> = marks.iter().map(|mark| (source.slice(mark.span), mark.words.as_str())).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_place_is_brought_inside_the_text() {
        check("ab\r\ncd\n", label(0, 4, ""), &[], &[("ab", "")]);
        check("ab\ncd\n", label(3, 900, ""), &[], &[("cd", "")]);
        check("ab\n", label(700, 900, ""), &[], &[("", "")]);
        check("aßc", label(2, 2, ""), &[], &[("ß", "")]);
        check("", label(0, 0, ""), &[], &[("", "")]);
    }

    #[test]
    fn a_very_long_place_is_marked_where_it_begins() {
        let text = "[[services]]\n".repeat(20);
        check(&text, label(2, 40, ""), &[], &[("services]]\n[[services]]\n[[services]]\n[", "")]);
        check(&text, label(2, 250, ""), &[], &[("services]]", "")]);
        check(&text, label(0, 2, ""), &[label(15, 40, "")], &[("[[", ""), ("services]]", "")]);
    }

    #[test]
    fn places_that_overlap_are_drawn_beside_each_other() {
        let text = "requires = [\"std-a\"]";
        check(text, label(12, 19, "one"), &[label(0, 20, "two")], &[("\"std-a\"", "one"), ("requires = [", "two")]);
        check(text, label(0, 8, "one"), &[label(0, 20, "two")], &[("requires", "one"), (" = [\"std-a\"]", "two")]);
        check(text, label(12, 19, "one"), &[label(13, 18, "two")], &[("\"std-a\"", "one; two")]);
        check(text, label(12, 12, "one"), &[label(12, 12, "two")], &[("", "one; two")]);
        check(text, label(12, 12, "one"), &[label(12, 19, "two")], &[("", "one"), ("std-a\"", "two")]);
    }
}
