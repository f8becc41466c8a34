//! One manifest: from its text to all that is to be said about it.

use std::collections::HashSet;
use std::mem;
use std::ops::Range;

use jiff::civil::Date;

use super::knowledge::Knowledge;
use super::parallel::all;
use super::paths::Input;
use super::{Request, formats, matrix};
use crate::check::outcome::{Notice, Outcome};
use crate::check::{Apart, Brief, Checker, Share, Spread};
use crate::load::manifest::{self, Across, Marks, Part, Parts};
use crate::load::problem::by_place;
use crate::model::policy::{FailOn, Policy};
use crate::pieces::{both, drop_few};
use crate::report::{FileReport, Format, Lines, Style, WaiverSummary};
use crate::text::Source;

/// What is wanted of each manifest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    fail_on: FailOn,
    /// The last day that is looked ahead to.
    horizon: Option<Date>,
    /// Whether anybody reads what to do about a finding.
    with_help: bool,
    /// Whether anybody reads which services there are.
    with_services: bool,
    as_lines: Option<AsLines>,
    spread: Spread,
}

/// A format of lines, where it is all that anybody asks for.
#[derive(Debug, Clone, Copy)]
struct AsLines {
    format: Format,
    style: Style,
}

impl Told {
    /// What `request` asks for under a policy.
    pub(super) fn of(request: &Request, policy: &Policy, horizon: Option<Date>, spread: Spread) -> Self {
        let fail_on = request.fail_on.or(policy.fail_on.as_ref().map(|fail_on| fail_on.value)).unwrap_or_default();
        let with_help = request.format.is_none_or(Format::shows_help)
            || request.reports.iter().any(|report| report.format.shows_help());
        let asks_for_more = !request.reports.is_empty()
            || request.baselines.compare.is_some()
            || request.baselines.write.is_some()
            || request.style.statistics
            || horizon.is_some();
        let with_services = formats(request, policy).any(Format::is_read_alone);
        let format = request.format.filter(|format| format.is_of_lines() && !asks_for_more);
        let as_lines = format.map(|format| AsLines { format, style: request.style });
        Self { fail_on, horizon, with_help, with_services, as_lines, spread }
    }
}

/// No bytes of a file.
const NOWHERE: Range<usize> = 0..0;

/// All that there is to say about a manifest.
pub(super) fn report(input: Input, knowledge: &Knowledge, checker: &Checker<'_>, told: &Told) -> FileReport {
    let source = match input {
        Input::Text(source) => source,
        Input::Unreadable(problem) => {
            return FileReport { problems: vec![problem.clone()], ..FileReport::new(problem.source) };
        }
    };
    let policy = knowledge.policy.source.as_ref().map(|policy| policy.name().to_owned());
    let file = FileReport { policy, fail_on: told.fail_on, ..FileReport::new(source) };
    let lines = told.as_lines.and_then(|form| lines(&file.source, knowledge, checker, (form, told.spread)));
    match lines {
        Some((outcome, lines)) => FileReport { outcome, lines, ..file },
        None => whole(file, knowledge, checker, told),
    }
}

/// What is concluded about a manifest of the usual form, with its findings as lines: a part after the other, so that a large
/// one is never there as a whole. None where it has a problem or where its services are connected.
fn lines(
    source: &Source,
    knowledge: &Knowledge,
    checker: &Checker<'_>,
    (form, spread): (AsLines, Spread),
) -> Option<(Outcome, Vec<Lines>)> {
    let parts = Parts::of(source, &knowledge.catalog, &knowledge.policy.profiles)?;
    if parts.pieces().is_empty() || !parts.head().waivers.is_empty() {
        return None;
    }
    let services = parts.services();
    let tell = |part: &Range<usize>, briefs: &[Brief<'_>]| form.format.lines((source, part), briefs, &form.style);
    let checked = all(spread, parts.pieces(), |piece| {
        let mut part = parts.read(piece.clone()).filter(Part::is_without_flows)?;
        let marks = mem::take(&mut part.marks);
        let deployment = parts.deployment(part);
        let apart = checker.check_apart(&deployment, services, |briefs| tell(piece, briefs));
        Some(Checked { marks, apart, unknown: checker.unknown_data(&deployment) })
    })?;
    let head = checker.check_apart(parts.head(), services, |briefs| tell(&NOWHERE, briefs));
    let mut together = Together::begin(head, services);
    checked.into_iter().try_for_each(|part| together.add(part))?;
    let Together { shares, mut lines, mut outcome, .. } = together;
    // An indented header is seen only where it is read.
    if outcome.services != services {
        return None;
    }
    lines.push(checker.shared(shares, |briefs| tell(&NOWHERE, briefs)));
    outcome.notices.sort_by_key(|notice| notice.span);
    Some((outcome, lines))
}

/// What came of a part.
struct Checked {
    marks: Marks,
    apart: Apart<Lines>,
    /// The classes of data that no rule speaks of.
    unknown: Vec<Notice>,
}

/// What came of the parts that were put together so far.
struct Together {
    across: Across,
    outcome: Outcome,
    lines: Vec<Lines>,
    shares: Vec<Share>,
    /// What was told of classes of data, each once.
    unknown: HashSet<String>,
}

impl Together {
    /// Begins with what is said of the deployment itself, before its services, of which there are so many.
    fn begin(head: Apart<Lines>, services: usize) -> Self {
        let Apart { told, shares, outcome } = head;
        Self { across: Across::of(services), outcome, lines: vec![told], shares, unknown: HashSet::new() }
    }

    /// Adds a part, those before it in the manifest first. None where it can't stand beside them.
    fn add(&mut self, part: Checked) -> Option<()> {
        let Checked { marks, apart: Apart { told, shares, outcome }, unknown } = part;
        self.lines.push(told);
        self.shares.extend(shares);
        self.outcome.add(outcome);
        self.outcome.notices.extend(unknown.into_iter().filter(|one| self.unknown.insert(one.message.clone())));
        self.across.takes(marks).then_some(())
    }
}

/// The same with all that is known of each finding and requirement.
fn whole(file: FileReport, knowledge: &Knowledge, checker: &Checker<'_>, told: &Told) -> FileReport {
    let (catalog, profiles) = (&knowledge.catalog, &knowledge.policy.profiles);
    let (deployment, mut problems) = manifest::load_by(&file.source, catalog, profiles, |parts| {
        all(told.spread, parts.pieces(), |piece| parts.read(piece.clone()))
    });
    by_place(&mut problems);
    let (mut outcome, (met, unknown)) = both(
        (told.spread, deployment.services.len()),
        || match told.with_help {
            true => checker.check(&deployment),
            false => checker.check_without_ways_out(&deployment),
        },
        || (checker.met(&deployment), checker.unknown_data(&deployment)),
    );
    outcome.met = met;
    outcome.notices.extend(unknown);
    outcome.notices.sort_by_key(|notice| notice.span);
    if let Some(until) = told.horizon {
        outcome.upcoming = checker.upcoming(&deployment, &outcome, until);
    }
    let services = if told.with_services { matrix::instances(&deployment, catalog.facts()) } else { Vec::new() };
    let waivers = deployment.waivers.iter().map(WaiverSummary::of).collect();
    let name = deployment.name.as_ref().map(|name| name.value.clone());
    drop_few((told.spread, deployment.services.len()), deployment);
    FileReport { name, services, waivers, problems, outcome, ..file }
}
