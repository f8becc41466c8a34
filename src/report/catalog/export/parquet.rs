//! Apache Parquet: one row group, a column for each, lists as the format's own lists.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int32Type};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use jiff::civil::{Date, date};

use crate::look::{Column, Get, Row};

/// Who wrote a file. Without the version of this program, so that the same rows give the same bytes.
const WRITER: &str = concat!(env!("CARGO_PKG_NAME"), " (parquet export)");

/// Where the format begins to count days.
const FIRST_DAY: Date = date(1970, 1, 1);

pub(super) fn write(rows: &[Row<'_>], out: &mut dyn Write) -> io::Result<()> {
    // The file's index comes last and the writer wants to own where it writes to: a catalogue fits into memory.
    let bytes = bytes(rows).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn bytes(rows: &[Row<'_>]) -> Result<Vec<u8>> {
    let fields = Row::COLUMNS.iter().map(field).collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder("claim").with_fields(fields).build()?;
    let properties = WriterProperties::builder().set_created_by(WRITER.to_owned()).build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for column in Row::COLUMNS {
        let missing = || ParquetError::General(format!("the schema has no column `{}`", column.name));
        let mut writer = group.next_column()?.ok_or_else(missing)?;
        fill(&mut writer, column.get, rows)?;
        writer.close()?;
    }
    group.close()?;
    file.into_inner()
}

fn field(column: &Column) -> Result<TypePtr> {
    let text = |name: &str, repetition| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8)
            .build()
    };
    let day = |repetition| {
        Type::primitive_type_builder(column.name, Physical::INT32)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::Date))
            .with_converted_type(ConvertedType::DATE)
            .build()
    };
    let built = match column.get {
        Get::Text(_) => text(column.name, Repetition::REQUIRED)?,
        Get::MaybeText(_) => text(column.name, Repetition::OPTIONAL)?,
        Get::Texts(_) => {
            let element = Arc::new(text("element", Repetition::REQUIRED)?);
            let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
            let list = Arc::new(list.with_fields(vec![element]).build()?);
            Type::group_type_builder(column.name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_converted_type(ConvertedType::LIST)
                .with_fields(vec![list])
                .build()?
        }
        Get::Day(_) => day(Repetition::REQUIRED)?,
        Get::MaybeDay(_) => day(Repetition::OPTIONAL)?,
        Get::Flag(_) => Type::primitive_type_builder(column.name, Physical::BOOLEAN)
            .with_repetition(Repetition::REQUIRED)
            .build()?,
    };
    Ok(Arc::new(built))
}

fn fill(writer: &mut SerializedColumnWriter<'_>, get: Get, rows: &[Row<'_>]) -> Result<()> {
    let text = |text: &str| ByteArray::from(text);
    match get {
        Get::Text(get) => {
            let values: Vec<_> = rows.iter().map(|row| text(get(row))).collect();
            writer.typed::<ByteArrayType>().write_batch(&values, None, None)
        }
        Get::MaybeText(get) => {
            let (values, defined) = defined(rows.iter().map(|row| get(row).map(text)));
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&defined), None)
        }
        Get::Texts(get) => {
            let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
            for row in rows {
                let texts = get(row);
                if texts.is_empty() {
                    defined.push(0);
                    repeated.push(0);
                }
                for (index, one) in texts.iter().enumerate() {
                    values.push(text(one));
                    defined.push(1);
                    repeated.push(i16::from(index > 0));
                }
            }
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&defined), Some(&repeated))
        }
        Get::Day(get) => {
            let values = rows.iter().map(|row| days(get(row))).collect::<Result<Vec<_>>>()?;
            writer.typed::<Int32Type>().write_batch(&values, None, None)
        }
        Get::MaybeDay(get) => {
            let days = rows.iter().map(|row| get(row).map(days).transpose()).collect::<Result<Vec<_>>>()?;
            let (values, defined) = defined(days.into_iter());
            writer.typed::<Int32Type>().write_batch(&values, Some(&defined), None)
        }
        Get::Flag(get) => {
            let values: Vec<_> = rows.iter().map(get).collect();
            writer.typed::<BoolType>().write_batch(&values, None, None)
        }
    }?;
    Ok(())
}

/// The values that are there, and for each row whether one is.
fn defined<T>(values: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let mut there = Vec::new();
    let defined = values
        .map(|value| {
            let defined = i16::from(value.is_some());
            there.extend(value);
            defined
        })
        .collect();
    (there, defined)
}

fn days(day: Date) -> Result<i32> {
    let span = FIRST_DAY.until(day).map_err(|error| ParquetError::General(error.to_string()))?;
    Ok(span.get_days())
}
