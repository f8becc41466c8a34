//! The files that a report speaks of, and places in them.

use std::collections::HashMap;

use super::BASE;
use super::message::text;
use super::shape::{Artifact, FileLocation, Location, Message, PhysicalLocation, Region};
use crate::report::{FileReport, Report, Whereabouts, paths, rests_on};
use crate::text::{Source, Span};

/// Every file that a report speaks of, by its name.
pub(super) struct Artifacts<'a> {
    whereabouts: &'a Whereabouts,
    files: Vec<(&'a Source, bool)>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Artifacts<'a> {
    /// The manifests and other files of the report, then those that explain something, in the order in which they occur.
    pub(super) fn of(report: &'a Report) -> Self {
        let mut found = Self { whereabouts: &report.whereabouts, files: Vec::new(), places: HashMap::new() };
        let is_checked = |file: &FileReport| file.problems.is_empty() || file.outcome.services > 0;
        report.files.iter().for_each(|file| found.add(&file.source, is_checked(file)));
        for file in &report.files {
            file.problems.iter().for_each(|problem| found.add(&problem.source, false));
            let others = file.outcome.findings.iter().flat_map(|finding| &finding.elsewhere);
            others.for_each(|elsewhere| found.add_beside(&elsewhere.source));
        }
        report.notices().for_each(|notice| found.add_beside(&notice.source));
        found
    }

    fn add(&mut self, source: &'a Source, is_checked: bool) {
        if !self.places.contains_key(source.name()) {
            self.places.insert(source.name(), self.files.len());
            self.files.push((source, is_checked));
        }
    }

    /// Adds a file that something else is said of; one that the program carries can't be found by anybody.
    fn add_beside(&mut self, source: &'a Source) {
        if !self.whereabouts.is_carried(source) {
            self.add(source, false);
        }
    }

    /// The files as the document lists them.
    pub(super) fn listed(&self) -> Vec<Artifact> {
        let listed = self.files.iter().map(|(source, is_checked)| Artifact {
            location: self.file(source),
            length: Some(source.text().len()).filter(|&length| length > 0),
            roles: if *is_checked { vec!["analysisTarget"] } else { Vec::new() },
            hashes: is_checked.then(|| ("sha-256", rests_on::of_text(source.text()))).into_iter().collect(),
        });
        listed.collect()
    }

    fn file(&self, source: &Source) -> FileLocation {
        let path = self.whereabouts.path(source);
        FileLocation {
            uri_base_id: Some(BASE).filter(|_| !paths::is_absolute(&path)),
            uri: paths::uri(&path),
            index: self.places.get(source.name()).copied().unwrap_or_default(),
        }
    }

    /// A place, and what is to be said there, unless only the program carries the file.
    pub(super) fn location_beside(&self, source: &Source, span: Span, words: &str) -> Option<Location> {
        (!self.whereabouts.is_carried(source)).then(|| self.location(source, span, words))
    }

    /// A place, and what is to be said there.
    pub(super) fn location(&self, source: &Source, span: Span, words: &str) -> Location {
        Location {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: self.file(source),
                region: Region::of(source, span),
            },
            message: (!words.trim().is_empty()).then(|| Message::new(&text(words))),
        }
    }
}

impl Region {
    pub(super) fn of(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_offset: span.start,
            byte_length: span.len(),
        }
    }
}
