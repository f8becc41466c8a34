//! `catalog export`: every claim as a row, to standard output or into a file.

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::civil::Date;

use super::super::stop::{self, Stop};
use super::super::{Exit, Sources, knowledge, today, whole_file};
use super::look::finish;
use crate::look::{Look, rows};
use crate::report::Style;
use crate::report::catalog::export::ExportFormat;
use crate::report::catalog::message;

/// What is to be exported, and where to.
#[derive(Debug, Clone)]
pub struct Export {
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// What else is known.
    pub sources: Sources,
    /// How the rows are written; by the ending of the file's name where nothing is said.
    pub format: Option<ExportFormat>,
    /// The file; standard output where none is named.
    pub output: Option<PathBuf>,
    /// Whether standard output is a terminal, which can't show every format.
    pub to_terminal: bool,
}

/// Writes every claim as a row, to the file that is named or else to `out`.
///
/// # Errors
///
/// What can't be written, in words for standard error; what is wrong with the catalogue is shown on `err`. A file is written
/// whole, or stays as it was.
pub fn export(export: &Export, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    stop::ended(exported(export, out), &Style::default(), err)
}

fn exported(export: &Export, out: &mut dyn Write) -> Result<Exit, Stop> {
    let format = format(export)?;
    let (catalog, _) = knowledge::catalog(&export.sources)?;
    let rows = rows(&Look::new(&catalog, export.as_of.unwrap_or_else(today)));
    match &export.output {
        None => {
            let written = format.write(&rows, out);
            Ok(finish(written, out, Exit::Clean)?)
        }
        Some(path) => {
            let written = whole_file::write(path, |file| format.write(&rows, file));
            let failed = |error: io::Error| message(&format!("{} can't be written: {error}", path.display()));
            written.map_err(failed)?;
            Ok(Exit::Clean)
        }
    }
}

/// The format that is asked for, if this build and the place where it goes can take it.
fn format(export: &Export) -> Result<ExportFormat, String> {
    let names: Vec<_> = ExportFormat::ALL.iter().map(|format| format.name()).collect();
    let ending = export.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
    let format = match (export.format, ending) {
        (Some(format), _) => format,
        (None, Some(ending)) => ExportFormat::named(ending).ok_or_else(|| {
            message(&format!("no format is known by the ending `.{ending}`; say `--format` ({})", names.join(", ")))
        })?,
        (None, None) => {
            return Err(format!("say how to write the rows: `--format` with one of {}", names.join(", ")));
        }
    };
    if !format.is_built_in() {
        let name = format.name();
        let others = ExportFormat::ALL.iter().filter(|other| other.is_built_in()).map(|other| other.name());
        return Err(format!(
            "this build of the program can't write {name}: build it with `cargo install --locked --path . \
             --features {name}`, or take another format ({})",
            others.collect::<Vec<_>>().join(", ")
        ));
    }
    if export.output.is_none() && export.to_terminal && format == ExportFormat::Parquet {
        return Err(format!("{} is not for terminals; name a file with `--output`", format.name()));
    }
    Ok(format)
}
