//! Findings that are lines already, of a file that has too many to be kept otherwise.

use std::ops::Range;

use crate::check::Brief;
use crate::model::rule::Severity;
use crate::text::Span;

/// Some findings of a file as lines, in their order.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The lines, each with the name of its service before it, where that may be needed to find its place.
    text: String,
    lines: Vec<Line>,
}

/// Where in the text a line is.
#[derive(Debug, Clone, Copy)]
struct Line {
    place: Span,
    /// The rule, by its place among all, which stand by their ids.
    rule: usize,
    severity: Severity,
    start: usize,
    /// Where the line itself begins.
    line: usize,
    end: usize,
}

impl Lines {
    /// The findings of a part of the file that has these bytes, each as the line that `write` adds to a text.
    pub(super) fn new(part: &Range<usize>, briefs: &[Brief<'_>], write: impl Fn(&Brief<'_>, &mut String)) -> Self {
        let mut lines = Self::default();
        for brief in briefs {
            let start = lines.text.len();
            // Of what stands in the part itself, nothing is told elsewhere.
            if !part.contains(&brief.place.start) {
                lines.text.push_str(brief.service.unwrap_or_default());
            }
            let line = lines.text.len();
            write(brief, &mut lines.text);
            let &Brief { place, number: rule, severity, .. } = brief;
            lines.lines.push(Line { place, rule, severity, start, line, end: lines.text.len() });
        }
        lines.text.shrink_to_fit();
        lines.lines.shrink_to_fit();
        lines
    }

    /// How grave each finding is.
    pub(super) fn severities(&self) -> impl Iterator<Item = Severity> {
        self.lines.iter().map(|line| line.severity)
    }

    /// The lines of all findings in their order: by place and rule, and by what they are about.
    pub(super) fn in_order(all: &[Self]) -> impl Iterator<Item = (Severity, &str)> {
        let mut every: Vec<(&Self, &Line)> =
            all.iter().flat_map(|lines| lines.lines.iter().map(move |line| (lines, line))).collect();
        every.sort_by(|(first, one), (second, other)| {
            let about = || (one.rule, first.name(one)).cmp(&(other.rule, second.name(other)));
            one.place.cmp(&other.place).then_with(about)
        });
        every.into_iter().map(|(lines, one)| (one.severity, lines.text.get(one.line..one.end).unwrap_or_default()))
    }

    /// The name of the service, where it may be needed.
    fn name(&self, line: &Line) -> &str {
        self.text.get(line.start..line.line).unwrap_or_default()
    }
}
