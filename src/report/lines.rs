//! Findings that are lines already, of a file that has too many to be kept otherwise.

use crate::check::Brief;
use crate::model::rule::Severity;

/// Some findings of a file as lines, in their order.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The keys by which findings at one place are ordered, each with the line behind it.
    text: String,
    lines: Vec<Line>,
}

/// Where in the text a line is. A part of a file has no more than a few thousand.
#[derive(Debug, Clone, Copy)]
struct Line {
    place: (u32, u32),
    severity: Severity,
    start: u32,
    /// Where the key ends and the line begins.
    line: u32,
    end: u32,
}

impl Lines {
    /// The findings, each as the line that `write` adds to a text.
    pub(super) fn new(briefs: &[Brief<'_>], write: impl Fn(&Brief<'_>, &mut String)) -> Self {
        let mut lines = Self::default();
        for brief in briefs {
            let start = small(lines.text.len());
            lines.text.push_str(brief.rule);
            // No id of a rule holds it, so that findings of one rule stand together, those about no service first.
            brief.service.into_iter().for_each(|service| lines.text.extend(["\0", service]));
            let line = small(lines.text.len());
            write(brief, &mut lines.text);
            let (place, end) = ((small(brief.place.start), small(brief.place.end)), small(lines.text.len()));
            let severity = brief.severity;
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
        let numbers =
            |(part, lines): (usize, &Self)| (0..lines.lines.len()).map(move |line| (small(part), small(line)));
        let mut every: Vec<(u32, u32)> = all.iter().enumerate().flat_map(numbers).collect();
        let find = |(part, line): (u32, u32)| {
            let lines = &all[part as usize];
            (lines, lines.lines[line as usize])
        };
        every.sort_by(|&a, &b| {
            let ((first, one), (second, other)) = (find(a), find(b));
            let key = || first.text(one.start, one.line).cmp(second.text(other.start, other.line));
            one.place.cmp(&other.place).then_with(key)
        });
        every.into_iter().map(find).map(|(lines, one)| (one.severity, lines.text(one.line, one.end)))
    }

    fn text(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// A number of bytes or lines in few bytes: no file is as large as that it would not fit.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
