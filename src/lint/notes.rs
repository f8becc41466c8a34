//! What was found so far, each at its place in one of the files.

use super::{Flaw, Sheet};
use crate::load::catalogue::Folder;
use crate::load::tree::{Node, Place};
use crate::load::yaml;
use crate::model::rule::Severity;
use crate::text::Span;

/// Collects flaws. Places are turned into bytes once, at the end, and only in files that have flaws.
pub(super) struct Notes<'s> {
    pub(super) sheets: &'s [Sheet],
    found: Vec<Note>,
}

/// A flaw before its places are known by their bytes.
pub(super) struct Note {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: String,
    /// The file, as an index.
    pub(super) sheet: usize,
    pub(super) place: Place,
    pub(super) related: Vec<(Place, String)>,
}

impl Note {
    /// An error at a place of a file.
    pub(super) fn error(code: &'static str, sheet: usize, place: Place, message: String, help: &str) -> Self {
        let (severity, help, related) = (Severity::Error, help.to_owned(), Vec::new());
        Self { code, severity, message, help, sheet, place, related }
    }

    /// The same as a warning.
    pub(super) fn mildly(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }
}

impl<'s> Notes<'s> {
    pub(super) fn new(sheets: &'s [Sheet]) -> Self {
        Self { sheets, found: Vec::new() }
    }

    pub(super) fn add(&mut self, note: Note) {
        self.found.push(note);
    }

    /// The files of one folder, each with its index.
    pub(super) fn of(&self, folder: Folder) -> impl Iterator<Item = (usize, &'s Node)> + use<'s> {
        let numbered = self.sheets.iter().enumerate();
        numbered.filter(move |(_, sheet)| sheet.folder == folder).map(|(index, sheet)| (index, &sheet.root))
    }

    /// The flaws by file and place.
    pub(super) fn into_flaws(self) -> Vec<Flaw> {
        let sheets = self.sheets;
        let mut places: Vec<Option<Vec<Span>>> = sheets.iter().map(|_| None).collect();
        let mut flaws: Vec<_> = self
            .found
            .into_iter()
            .map(|note| {
                let source = &sheets[note.sheet].source;
                let spans = places[note.sheet].get_or_insert_with(|| yaml::places(source.text()));
                let span = |place: Place| match place {
                    Place::Bytes(span) => span,
                    Place::Nth(number) => first_line(source, spans.get(number).copied().unwrap_or_default()),
                };
                Flaw {
                    code: note.code,
                    severity: note.severity,
                    message: note.message,
                    help: note.help,
                    source: source.clone(),
                    span: span(note.place),
                    related: note.related.into_iter().map(|(place, words)| (span(place), words)).collect(),
                }
            })
            .collect();
        flaws.sort_by(|a, b| {
            (a.source.name(), a.span, a.code, &a.message).cmp(&(b.source.name(), b.span, b.code, &b.message))
        });
        flaws
    }
}

/// A table of many lines is shown by its first one.
fn first_line(source: &crate::text::Source, span: Span) -> Span {
    let text = source.slice(span);
    Span::new(span.start, span.start + text.find('\n').unwrap_or(text.len()))
}
