//! Files that are not written as a program would write them.

use super::Sheet;
use super::notes::{Note, Notes};
use crate::load::tree::Place;
use crate::load::yaml;
use crate::text::{Source, Span};
use crate::write;

pub(super) fn check(notes: &mut Notes<'_>) {
    for (index, sheet) in notes.sheets.iter().enumerate() {
        match comments(sheet) {
            None => notes.add(Note::error(
                "inner-comment",
                index,
                Place::Bytes(Span::default()),
                "it can't be told where the comments of this file stand".to_owned(),
                "write it in plain YAML, without directives and tags",
            )),
            Some(comments) if comments.is_empty() => {
                if let Some(note) = canonical_differs(index, sheet) {
                    notes.add(note);
                }
            }
            Some(comments) => comments.into_iter().for_each(|span| {
                let message = "a comment inside the file would be lost when a program rewrites it".to_owned();
                let help = "say it in a `note`, or in the comment at the top of the file";
                notes.add(Note::error("inner-comment", index, Place::Bytes(span), message, help));
            }),
        }
    }
}

/// The comments below the top of the file; `None` where that can't be told.
pub(super) fn comments(sheet: &Sheet) -> Option<Vec<Span>> {
    let text = sheet.source.text();
    let head = write::head(text);
    let end = text.len() - text.trim_start_matches('\u{feff}').len() + head.len();
    let comments = yaml::comments(text)?;
    Some(comments.into_iter().filter(|span| span.start >= end).collect())
}

pub(super) fn canonical(sheet: &Sheet) -> String {
    write::canonical(sheet.folder, write::head(sheet.source.text()), &sheet.root)
}

fn canonical_differs(index: usize, sheet: &Sheet) -> Option<Note> {
    let canonical = canonical(sheet);
    let text = sheet.source.text();
    if text == canonical || !sheet.is_table() {
        return None;
    }
    let same = text.split_inclusive('\n').zip(canonical.split_inclusive('\n')).take_while(|(a, b)| a == b).count();
    let wanted = canonical.lines().nth(same).unwrap_or_default().trim();
    let message = match wanted {
        "" => "the file is not in canonical form: it should end here".to_owned(),
        wanted => format!("the file is not in canonical form, which has here: {}", cut(wanted)),
    };
    let place = Place::Bytes(line(&sheet.source, same));
    Some(Note::error("not-canonical", index, place, message, "`catalog lint --write` mends it"))
}

/// The line with this number, without its end; what follows the last one is the end of the file.
fn line(source: &Source, index: usize) -> Span {
    let end = Span::new(source.text().len(), source.text().len());
    let span = source.line_span(index).unwrap_or(end);
    let line = source.slice(span);
    let indent = line.len() - line.trim_start().len();
    Span::new(span.start + indent.min(line.trim_end().len()), span.start + line.trim_end().len())
}

/// So much of a line as a message needs.
fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
