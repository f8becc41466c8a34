//! As Markdown: a table for each manifest, and a list of what the marks stand for.

use std::io;

use super::super::verdicts;
use super::super::visible::markdown as text;
use super::layout::{Layout, Legend};
use super::{Grid, Matrices};

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
    let titles: Vec<_> = layout.columns.iter().map(|title| text(title)).collect();
    writeln!(out, "| {} | {} |", layout.corner, titles.join(" | "))?;
    writeln!(out, "| --- |{}", " :-: |".repeat(titles.len()))?;
    for (name, cells) in layout.rows.iter().zip(&layout.cells) {
        let cells: Vec<_> = cells.iter().map(|(cell, _)| text(cell)).collect();
        writeln!(out, "| {} | {} |", text(name), cells.join(" | "))?;
    }
    Ok(())
}

fn explain(legend: &Legend, out: &mut dyn io::Write) -> io::Result<()> {
    let verdicts = verdicts::entries(&legend.verdicts, legend.unicode);
    let mut lines: Vec<_> = verdicts.map(|[mark, name, meaning]| format!("{mark} `{name}`: {meaning}")).collect();
    lines.extend(legend.others().into_iter().map(|(key, words)| format!("{} {}", text(&key), text(&words))));
    if !lines.is_empty() {
        writeln!(out)?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "- {line}"))
}
