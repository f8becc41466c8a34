//! Comma-separated values: a line of names, then a line for each row. What is not there is empty.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{Error, ErrorKind, WriterBuilder};

use crate::look::{Get, Row};

/// What stands between the parts of a list.
const BETWEEN: &str = "|";

pub(super) fn write(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().from_writer(out);
    writer.write_record(Row::COLUMNS.iter().map(|column| column.name)).map_err(plain)?;
    for row in rows {
        for column in Row::COLUMNS {
            writer.write_field(cell(column.get, row).as_bytes()).map_err(plain)?;
        }
        writer.write_record(None::<&[u8]>).map_err(plain)?;
    }
    writer.flush()
}

fn cell<'r>(get: Get, row: &'r Row<'_>) -> Cow<'r, str> {
    match get {
        Get::Text(get) => Cow::Borrowed(get(row)),
        Get::MaybeText(get) => Cow::Borrowed(get(row).unwrap_or_default()),
        Get::Texts(get) => Cow::Owned(get(row).join(BETWEEN)),
        Get::Day(get) => Cow::Owned(get(row).to_string()),
        Get::MaybeDay(get) => Cow::Owned(get(row).map(|day| day.to_string()).unwrap_or_default()),
        Get::Flag(get) => Cow::Borrowed(if get(row) { "true" } else { "false" }),
    }
}

/// The error as it came from below, so that a closed pipe is known for what it is.
pub(in crate::report) fn plain(error: Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
