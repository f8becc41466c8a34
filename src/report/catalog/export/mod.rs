//! The claims as rows, for other programs. The columns are those of [`Row::COLUMNS`], in every format.

pub(in crate::report) mod csv;
mod json;
#[cfg(feature = "parquet")]
mod parquet;

use std::io::{self, Write};

use crate::look::Row;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// Apache Parquet.
    Parquet,
}

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::Ndjson, Self::Parquet];

    /// Its name on the command line, and the ending of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
        }
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// Whether this build of the program can write it.
    pub fn is_built_in(self) -> bool {
        self != Self::Parquet || cfg!(feature = "parquet")
    }

    /// Writes `rows`. The same rows give the same bytes.
    pub fn write(self, rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Csv => csv::write(rows, out),
            Self::Json => json::write(rows, out),
            Self::Ndjson => json::write_lines(rows, out),
            #[cfg(feature = "parquet")]
            Self::Parquet => parquet::write(rows, out),
            #[cfg(not(feature = "parquet"))]
            Self::Parquet => Err(io::Error::other("this build can't write Parquet")),
        }
    }
}
