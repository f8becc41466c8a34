//! `timeline`: what changes when.

use std::io::Write;

use jiff::civil::Date;

use super::manifests::{self, Checked};
use super::{Exit, Horizon, Sources, today};
use crate::model::facts::Facts;
use crate::report::Style;
use crate::report::timeline::{TimelineFormat, TimelineOf, Timelines};

/// What `timeline` is asked to show.
#[derive(Debug, Clone)]
pub struct TimelineRequest {
    /// Files, folders, globs, or `-`.
    pub paths: Vec<String>,
    /// The first day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// How far ahead to look.
    pub horizon: Horizon,
    /// How it is shown.
    pub format: TimelineFormat,
    /// How it looks.
    pub style: Style,
    /// What else is known.
    pub sources: Sources,
}

/// Writes what changes for every manifest to `out`, and the problems to `err` where the format has no place for them.
///
/// # Errors
///
/// That there is nothing to look ahead to, or what can't be written, in words for standard error.
pub fn timeline(request: &TimelineRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let as_of = request.as_of.unwrap_or_else(today);
    let until = request.horizon.until(as_of).map_err(|message| format!("--for: {message}"))?;
    let manifests = manifests::each(&request.paths, &request.sources, as_of, Some(until), of);
    let timelines = Timelines { as_of, until, manifests };
    let written = timelines.write(request.format, &request.style, out).and_then(|()| out.flush());
    let problems = timelines.manifests.iter().flat_map(|one| one.problems.iter().cloned()).collect();
    manifests::shown(written, problems, request.format == TimelineFormat::Json, &request.style, err)
}

fn of(checked: Checked, _facts: &Facts) -> TimelineOf {
    let Checked { source, problems, deployment, outcome, ahead } = checked;
    TimelineOf {
        name: deployment.and_then(|one| one.name).map(|name| name.value),
        services: outcome.services,
        requirements: outcome.requirements.len(),
        events: ahead,
        source,
        problems,
    }
}
