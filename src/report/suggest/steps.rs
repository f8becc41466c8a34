//! The edits of suggestions one after the other, each on the lines around it as those before it have left them.

use std::collections::BTreeMap;

use super::patch::Piece;
use crate::suggest::{Suggestion, TextEdit, apply, rebased};
use crate::text::{Source, Span};

/// How many lines around the edits of a suggestion are looked at: more than a diff shows, since some may have gone.
const AROUND: usize = 16;

/// Each suggestion with the piece of the text that it is made to, and its edits for that.
pub(super) fn steps<'s>(
    source: &'s Source,
    suggestions: impl IntoIterator<Item = &'s Suggestion>,
) -> impl Iterator<Item = (&'s Suggestion, Piece, Vec<TextEdit>)> {
    let mut made = Made { source, edits: BTreeMap::new() };
    suggestions.into_iter().map(move |suggestion| {
        let (piece, edits) = made.around(&suggestion.edits);
        for edit in &suggestion.edits {
            made.edits.insert((edit.span, made.edits.len()), edit.clone());
        }
        (suggestion, piece, edits)
    })
}

/// The edits that are made already: by their places in the file as it was read, and of those at one place in their order.
struct Made<'s> {
    source: &'s Source,
    edits: BTreeMap<(Span, usize), TextEdit>,
}

impl Made<'_> {
    /// The lines around `edits` as they are now, and the edits for them.
    fn around(&self, edits: &[TextEdit]) -> (Piece, Vec<TextEdit>) {
        let span = self.lines_around(edits);
        let within: Vec<_> = self.edits.values().filter(|made| self.is_within(made, span)).cloned().collect();
        // As if what stands before the lines had gone.
        let before = [TextEdit { span: Span::new(0, span.start), text: String::new() }];
        let old = self.source.slice(span);
        // Edits that the engine has checked fit.
        let text = apply(old, &rebased(&within, &before)).unwrap_or_else(|| old.to_owned());
        let breaks = |text: &str| text.matches('\n').count();
        let (mut come, mut gone) = (0, 0);
        for made in self.edits.values().take_while(|made| made.span.start < span.start) {
            come += breaks(&made.text);
            gone += breaks(self.source.slice(made.span));
        }
        let above = self.source.line_index(span.start) + come - gone;
        let piece = Piece { source: Source::new(self.source.name(), text), above };
        (piece, rebased(edits, &[before.as_slice(), within.as_slice()].concat()))
    }

    /// Whole lines with all edits that touch them.
    fn lines_around(&self, edits: &[TextEdit]) -> Span {
        let start = edits.iter().map(|edit| edit.span.start).min().unwrap_or_default();
        let end = edits.iter().map(|edit| edit.span.end).max().unwrap_or_default();
        let last = self.source.line_count() - 1;
        let lines = |start: usize, end: usize, around: usize| {
            let first = self.source.line_index(start).saturating_sub(around);
            let after = (self.source.line_index(end) + around).min(last);
            let begins = self.source.line_span(first).map_or(0, |line| line.start);
            let ends = self.source.line_span(after).map_or(self.source.text().len(), |line| line.end);
            Span::new(begins, ends)
        };
        let mut span = lines(start, end, AROUND);
        let crosses = |made: &&TextEdit, at: usize| made.span.start < at && at < made.span.end;
        while let Some(made) = self.edits.values().find(|made| crosses(made, span.start) || crosses(made, span.end)) {
            span = lines(span.start.min(made.span.start), span.end.saturating_sub(1).max(made.span.end), 0);
        }
        span
    }

    /// What is put in at the end of the last line belongs to the next one, unless there is none.
    fn is_within(&self, edit: &TextEdit, lines: Span) -> bool {
        let is_last = lines.end == self.source.text().len();
        edit.span.start >= lines.start && (edit.span.start < lines.end || is_last)
    }
}
