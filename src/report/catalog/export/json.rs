//! JSON: an object for each row, with every column; what is not there is null.

use std::io::{self, Write};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::look::{Get, Row};
use crate::report::visible_json;

pub(super) fn write(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, row) in rows.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        visible_json::compact(&Object(row), out)?;
    }
    out.write_all(b"\n]\n")
}

pub(super) fn write_lines(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        visible_json::line(&Object(row), out)?;
    }
    Ok(())
}

struct Object<'r>(&'r Row<'r>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Row::COLUMNS.len()))?;
        for column in Row::COLUMNS {
            let (name, row) = (column.name, self.0);
            match column.get {
                Get::Text(get) => map.serialize_entry(name, get(row))?,
                Get::MaybeText(get) => map.serialize_entry(name, &get(row))?,
                Get::Texts(get) => map.serialize_entry(name, get(row))?,
                Get::Day(get) => map.serialize_entry(name, &get(row).to_string())?,
                Get::MaybeDay(get) => map.serialize_entry(name, &get(row).map(|day| day.to_string()))?,
                Get::Flag(get) => map.serialize_entry(name, &get(row))?,
            }
        }
        map.end()
    }
}
