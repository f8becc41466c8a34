//! Findings that are lines already, of a file that has too many to be kept otherwise.

use crate::check::Brief;
use crate::model::rule::Severity;
use crate::text::Span;

/// Some findings of a file as lines, in their order.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The keys by which findings at one place are ordered, each with the line behind it.
    text: String,
    lines: Vec<Line>,
}

/// Where in the text a line is.
#[derive(Debug, Clone, Copy)]
struct Line {
    place: Span,
    severity: Severity,
    start: usize,
    /// Where the key ends and the line begins.
    line: usize,
    end: usize,
}

impl Lines {
    /// The findings, each as the line that `write` adds to a text.
    pub(super) fn new(briefs: &[Brief<'_>], write: impl Fn(&Brief<'_>, &mut String)) -> Self {
        let mut lines = Self::default();
        for brief in briefs {
            let start = lines.text.len();
            lines.text.push_str(brief.rule);
            // No id of a rule holds it, so that findings of one rule stand together, those about no service first.
            brief.service.into_iter().for_each(|service| lines.text.extend(["\0", service]));
            let line = lines.text.len();
            write(brief, &mut lines.text);
            let (place, severity, end) = (brief.place, brief.severity, lines.text.len());
            lines.lines.push(Line { place, severity, start, line, end });
        }
        lines.text.shrink_to_fit();
        lines.lines.shrink_to_fit();
        lines
    }

    /// How grave each finding is.
    pub(super) fn severities(&self) -> impl Iterator<Item = Severity> {
        self.lines.iter().map(|line| line.severity)
    }

    /// The lines of all findings in their order.
    pub(super) fn in_order(all: &[Self]) -> impl Iterator<Item = (Severity, &str)> {
        let mut every: Vec<(&Self, Line)> =
            all.iter().flat_map(|lines| lines.lines.iter().map(move |&one| (lines, one))).collect();
        every.sort_by(|(a, one), (b, other)| {
            one.place.cmp(&other.place).then_with(|| a.text(one.start, one.line).cmp(b.text(other.start, other.line)))
        });
        every.into_iter().map(|(lines, one)| (one.severity, lines.text(one.line, one.end)))
    }

    fn text(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}
