//! A table of comma-separated values. Its cells may still hold the page's markup.

use super::cell::Cell;
use super::markdown;
use super::page::PageTable;
use crate::load::problem::{Problem, Problems};
use crate::text::{Source, Span};

/// The one table of the file.
pub(super) fn tables(page: &Source, problems: &mut Problems) -> Vec<PageTable> {
    let mut table = PageTable::default();
    let text = page.text().trim_start_matches('\u{feff}');
    let skipped = page.text().len() - text.len();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        let start = skipped + reader.position().byte() as usize;
        match reader.read_record(&mut record) {
            Ok(true) => {
                let end = skipped + reader.position().byte() as usize;
                table.rows.push(cells(page, &record, Span::new(start, end)));
            }
            Ok(false) => break,
            Err(error) => {
                let message = format!("this is no table of comma-separated values: {error}");
                let span = Span::new(start, start);
                problems.push(Problem { code: "syntax", message, help: None, source: page.clone(), span });
                break;
            }
        }
    }
    vec![table]
}

/// The cells of one record. The reader doesn't tell where a field stands, so it is looked for in the record's text.
fn cells(page: &Source, record: &csv::StringRecord, at: Span) -> Vec<Cell> {
    let mut from = at.start;
    let place = |field: &str| {
        let span = match page.slice(Span::new(from, at.end)).find(field) {
            Some(found) if !field.is_empty() => Span::new(from + found, from + found + field.len()),
            _ => Span::new(from, from),
        };
        from = span.end;
        span
    };
    let spans: Vec<_> = record.iter().map(place).collect();
    record.iter().zip(spans).map(|(field, span)| cell(field, span)).collect()
}

fn cell(field: &str, span: Span) -> Cell {
    // Only what can be nothing but markup is read as such: a number with a full stop would begin a list.
    let is_marked_up = ["<", "](", "**", "&", "`"].iter().any(|mark| field.contains(mark));
    if is_marked_up { markdown::inline(field, span) } else { Cell::new(field, &[], span) }
}
