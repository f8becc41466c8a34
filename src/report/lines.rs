//! Findings that are lines already, of a file that has too many to be kept otherwise.

use std::ops::Range;

use crate::check::Brief;
use crate::model::rule::Severity;

/// Some findings of a file as lines, in their order.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The lines, each with the name of its service before it, where that may be needed to find its place.
    text: String,
    lines: Vec<Line>,
    /// The ids of the rules that are met in them.
    rules: Vec<String>,
}

/// Where in the text a line is. Files have many lines, so each takes few bytes.
#[derive(Debug, Clone, Copy)]
struct Line {
    place: (u32, u32),
    /// The place of its rule's id among those that are met.
    rule: u16,
    severity: Severity,
    start: u32,
    /// Where the line itself begins.
    line: u32,
    end: u32,
}

impl Lines {
    /// The findings of a part of the file that has these bytes, each as the line that `write` adds to a text.
    pub(super) fn new(part: &Range<usize>, briefs: &[Brief<'_>], write: impl Fn(&Brief<'_>, &mut String)) -> Self {
        let mut lines = Self::default();
        for brief in briefs {
            let start = small(lines.text.len());
            // Of what stands in the part itself, nothing is told elsewhere.
            if !part.contains(&brief.place.start) {
                lines.text.push_str(brief.service.unwrap_or_default());
            }
            let line = small(lines.text.len());
            write(brief, &mut lines.text);
            let (place, end) = ((small(brief.place.start), small(brief.place.end)), small(lines.text.len()));
            let (rule, severity) = (lines.rule(brief.rule), brief.severity);
            lines.lines.push(Line { place, rule, severity, start, line, end });
        }
        lines.text.shrink_to_fit();
        lines.lines.shrink_to_fit();
        lines
    }

    /// The place of a rule's id among those that are met.
    fn rule(&mut self, id: &str) -> u16 {
        let at = self.rules.iter().position(|known| known == id).unwrap_or_else(|| {
            self.rules.push(id.to_owned());
            self.rules.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// How grave each finding is.
    pub(super) fn severities(&self) -> impl Iterator<Item = Severity> {
        self.lines.iter().map(|line| line.severity)
    }

    /// The lines of all findings in their order: by place and rule, and by what they are about.
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
            one.place.cmp(&other.place).then_with(|| first.key(one).cmp(&second.key(other)))
        });
        every.into_iter().map(find).map(|(lines, one)| (one.severity, lines.text(one.line, one.end)))
    }

    /// By what findings at one place are ordered.
    fn key(&self, line: Line) -> (&str, &str) {
        (self.rules.get(usize::from(line.rule)).map_or("", String::as_str), self.text(line.start, line.line))
    }

    fn text(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// A number of bytes or lines in few bytes: no file is as large as that it would not fit.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
