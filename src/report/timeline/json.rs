//! For programs: one document, with every event and the problems.

use std::io;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::super::json::{Day, EventEntry, ProblemEntry};
use super::{TimelineOf, Timelines};
use crate::report::visible_json;

pub(super) fn write(timelines: &Timelines, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document {
        version: "1",
        as_of: Day(timelines.as_of),
        until: Day(timelines.until),
        files: timelines.manifests.iter().map(File::of).collect(),
    };
    visible_json::pretty(&document, out)
}

/// What changes when.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Timeline", deny_unknown_fields))]
pub(in super::super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The day from which it is looked ahead.
    as_of: Day,
    /// The last day that is looked at.
    until: Day,
    /// Every manifest, and every policy, rule file and file of the catalogue that has problems.
    files: Vec<File<'a>>,
}

/// One manifest; or another file, which has nothing but problems.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct File<'a> {
    /// The file, as the user named it.
    path: &'a str,
    /// The deployment's name, where it has one.
    name: Option<&'a str>,
    /// What could not be taken.
    problems: Vec<ProblemEntry<'a>>,
    /// How many service instances were looked at.
    services: usize,
    /// How many requirements were looked at, counted as on the first day.
    requirements: usize,
    /// What changes, by day.
    events: Vec<EventEntry<'a>>,
}

impl<'a> File<'a> {
    fn of(manifest: &'a TimelineOf) -> Self {
        let event = |event| EventEntry::of(&manifest.source, event);
        Self {
            path: manifest.source.name(),
            name: manifest.name.as_deref(),
            problems: manifest.problems.iter().map(ProblemEntry::of).collect(),
            services: manifest.services,
            requirements: manifest.requirements,
            events: manifest.events.iter().map(event).collect(),
        }
    }
}
