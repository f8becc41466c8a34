//! As Markdown: a table for each manifest, and a list of what the marks stand for.

use std::io;

use super::super::verdicts;
use super::super::visible::inert as text;
use super::layout::{Layout, Legend};
use super::{Grid, Instance, Matrices};
use crate::check::outcome::Outcome;

pub(super) fn write(matrices: &Matrices, out: &mut dyn io::Write) -> io::Result<()> {
    let mut legend = Legend::new(true);
    let shown = matrices.manifests.iter().filter(|one| one.problems.is_empty() || !one.services.is_empty());
    for (number, manifest) in shown.enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let path = manifest.source.name();
        let title = manifest.name.as_ref().map(|name| format!("{}, ", text(name))).unwrap_or_default();
        writeln!(out, "## {title}{}, as of {}", text(path), matrices.as_of)?;
        let grid = Grid::of(manifest);
        let layout = Layout::of(&grid, &mut legend);
        if !layout.rows.is_empty() {
            writeln!(out)?;
            table(&layout, out)?;
        }
        let unasked: Vec<_> = grid.unasked().into_iter().map(text).collect();
        if !unasked.is_empty() {
            writeln!(out, "\nNothing is required of {}.", unasked.join(", "))?;
        } else if grid.rows.is_empty() {
            writeln!(out, "\nNo service is declared.")?;
        }
    }
    explain(&legend, out)
}

fn table(layout: &Layout, out: &mut dyn io::Write) -> io::Result<()> {
    table_lines(layout).try_for_each(|line| writeln!(out, "{line}"))
}

/// The lines of a table: the titles, a rule, and a line for each row.
fn table_lines(layout: &Layout) -> impl Iterator<Item = String> {
    let row = |name: &str, cells: Vec<String>| format!("| {} | {} |", text(name), cells.join(" | "));
    let titles = row(layout.corner, layout.columns.iter().map(|title| text(title)).collect());
    let rule = format!("| --- |{}", " :-: |".repeat(layout.columns.len()));
    let rows = layout.rows.iter().zip(&layout.cells);
    let rows = rows.map(move |(name, cells)| row(name, cells.iter().map(|(cell, _)| text(cell)).collect()));
    [titles, rule].into_iter().chain(rows)
}

/// A table in lines; none where nothing is required. What its marks stand for is added to the legend.
pub(in super::super) fn lines(services: &[Instance], outcome: &Outcome, legend: &mut Legend) -> Vec<String> {
    let layout = Layout::of(&Grid::new(services, outcome), legend);
    if layout.rows.is_empty() { Vec::new() } else { table_lines(&layout).collect() }
}

fn explain(legend: &Legend, out: &mut dyn io::Write) -> io::Result<()> {
    let lines = legend_lines(legend);
    if !lines.is_empty() {
        writeln!(out)?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "- {line}"))
}

/// What the marks and numbers stand for.
pub(in super::super) fn legend_lines(legend: &Legend) -> Vec<String> {
    let verdicts = verdicts::entries(&legend.verdicts, legend.unicode);
    let mut lines: Vec<_> = verdicts.map(|[mark, name, meaning]| format!("{mark} `{name}`: {meaning}")).collect();
    lines.extend(legend.others().into_iter().map(|(key, words)| format!("{} {}", text(&key), text(&words))));
    lines
}
