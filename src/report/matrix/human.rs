//! For people: tables with a mark in each cell, and what the marks stand for.

use std::io;

use super::super::Style;
use super::super::sheet::{Sheet, joined};
use super::super::verdicts;
use super::layout::{Layout, Legend};
use super::{Grid, Matrices, MatrixOf};

pub(super) fn write(matrices: &Matrices, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let sheet = &mut Sheet::new(style, out);
    let mut legend = Legend::new(sheet.is_unicode());
    // A file that could not be read has no matrix; its problem says so.
    let shown = matrices.manifests.iter().filter(|one| one.problems.is_empty() || !one.services.is_empty());
    for (number, manifest) in shown.enumerate() {
        if number > 0 {
            sheet.gap()?;
        }
        let path = manifest.source.name();
        match &manifest.name {
            Some(name) => sheet.title(name, &format!("{path}, as of {}", matrices.as_of))?,
            None => sheet.title(path, &format!("as of {}", matrices.as_of))?,
        }
        one(manifest, &mut legend, sheet)?;
    }
    explain(&legend, sheet)
}

fn one(manifest: &MatrixOf, legend: &mut Legend, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let grid = Grid::of(manifest);
    let straight = Layout::of(&grid, legend);
    let blocks = straight.blocks(sheet.width);
    let turned = straight.turned();
    let (layout, blocks) = match turned.blocks(sheet.width) {
        fewer if fewer.len() < blocks.len() => (turned, fewer),
        _ => (straight, blocks),
    };
    for block in blocks {
        sheet.gap()?;
        sheet.table(&layout.table(block))?;
    }
    if let Some(names) = joined(&grid.unasked()) {
        sheet.gap()?;
        sheet.sentence(&format!("nothing is required of {names}"))?;
    } else if grid.rows.is_empty() {
        sheet.gap()?;
        sheet.sentence("no service is declared")?;
    }
    Ok(())
}

/// Writes what the marks and numbers stand for.
fn explain(legend: &Legend, sheet: &mut Sheet<'_>) -> io::Result<()> {
    if legend.verdicts.is_empty() {
        return Ok(());
    }
    sheet.gap()?;
    sheet.table(&verdicts::legend(&legend.verdicts, legend.unicode))?;
    for (key, words) in legend.others() {
        sheet.hanging(&format!("{key}{:1$}", "", 3_usize.saturating_sub(key.len()).max(1)), &words)?;
    }
    Ok(())
}
