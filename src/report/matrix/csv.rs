//! As comma-separated values: a line for each service instance, a column for each standard, and verdicts in words.

use std::collections::BTreeSet;
use std::io;

use ::csv::WriterBuilder;

use super::super::catalog::export::csv::plain;
use super::super::visible;
use super::{Asked, Cell, Grid, Matrices};

/// What stands between the answers of several regions.
const BETWEEN: &str = "|";

pub(super) fn write(matrices: &Matrices, out: &mut dyn io::Write) -> io::Result<()> {
    let grids: Vec<_> =
        matrices.manifests.iter().map(|manifest| (manifest.source.name(), Grid::of(manifest))).collect();
    // Several manifests share the columns.
    let asked: BTreeSet<&Asked> = grids.iter().flat_map(|(_, grid)| &grid.asked).collect();
    let mut writer = WriterBuilder::new().from_writer(out);
    let titles = asked.iter().map(|asked| asked.title());
    writer
        .write_record(["file", "name", "service", "cloud"].map(str::to_owned).into_iter().chain(titles))
        .map_err(plain)?;
    for (path, grid) in &grids {
        for (instance, cells) in &grid.rows {
            let mut record = vec![
                visible::cell(path),
                visible::cell(&instance.name),
                instance.service.clone(),
                instance.cloud.clone(),
            ];
            for asked in &asked {
                let cell = grid.asked.iter().position(|one| one == *asked).and_then(|at| cells.get(at));
                record.push(cell.map(Cell::in_words).unwrap_or_default().join(BETWEEN));
            }
            writer.write_record(&record).map_err(plain)?;
        }
    }
    writer.flush()
}
