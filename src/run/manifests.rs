//! Manifests with what is concluded about each, for commands that show something else than findings.

use std::io::{self, Write};

use jiff::civil::Date;

use super::knowledge::Knowledge;
use super::parallel::in_parallel;
use super::paths::Input;
use super::progress::Progress;
use super::{Exit, Sources, by_file, by_policy, forgive_closed_pipe, told_beside, without_answer};
use crate::check::Checker;
use crate::check::ahead::Event;
use crate::check::outcome::Outcome;
use crate::load::manifest;
use crate::load::problem::{Problem, by_place};
use crate::model::deployment::Deployment;
use crate::model::facts::Facts;
use crate::report::{FileReport, Style};
use crate::text::Source;

/// A manifest with what was concluded about it; or a file that is in the way of that, with its problems.
pub(super) struct Checked {
    pub(super) source: Source,
    /// What could not be taken, by place.
    pub(super) problems: Vec<Problem>,
    /// The rest of it; none where the file could not be read, or is no manifest.
    pub(super) deployment: Option<Deployment>,
    pub(super) outcome: Outcome,
    /// What is different on a later day, by day, where that was asked.
    pub(super) ahead: Vec<Event>,
}

/// Every manifest that `paths` name, by name, each made into what `shown` makes of it; with what changes up to and with
/// the day `until`, where one is given. Among them stand the policies and the files of the catalogue and of rules in which
/// something is wrong, or that give no answer: they have nothing but problems.
pub(super) fn each<T: Send>(
    paths: &[String],
    sources: &Sources,
    as_of: Date,
    until: Option<Date>,
    shown: impl Fn(Checked, &Facts) -> T + Sync,
) -> Vec<T> {
    let mut all: Vec<(String, T)> = Vec::new();
    let mut failures = Vec::new();
    let mut in_the_way = Vec::new();
    let (total, groups) = by_policy(paths, sources, 0);
    let progress = Progress::begin("checking manifests", total);
    for (knowledge, inputs) in groups {
        let Knowledge { catalog, rules, policy, .. } = match knowledge {
            Ok(knowledge) => knowledge,
            Err(problems) => {
                in_the_way.extend(by_file(problems));
                continue;
            }
        };
        let checker = Checker::new(&catalog, &rules, as_of).with_policy(&policy);
        let made = |input: Input| {
            let checked = one(input, &checker, until);
            let failures = checked.outcome.failures.clone();
            progress.step();
            (failures, (checked.source.name().to_owned(), shown(checked, catalog.facts())))
        };
        for (failed, shown) in in_parallel(inputs, 0, made) {
            failures.extend(failed);
            all.push(shown);
        }
    }
    in_the_way.extend(by_file(without_answer(&failures)));
    for FileReport { source, problems, .. } in in_the_way {
        all.push((source.name().to_owned(), shown(Checked::broken(source, problems), &Facts::default())));
    }
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    all.into_iter().map(|(_, made)| made).collect()
}

/// How a command ends that has written what it shows. Problems are drawn on `err`, unless the format has a place for them.
pub(super) fn shown(
    written: io::Result<()>,
    problems: Vec<Problem>,
    has_place: bool,
    style: &Style,
    err: &mut dyn Write,
) -> Result<Exit, String> {
    forgive_closed_pipe(written).map_err(|error| error.to_string())?;
    told_beside(if has_place { &[] } else { &problems }, style, err)?;
    Ok(if problems.is_empty() { Exit::Clean } else { Exit::Unanswerable })
}

impl Checked {
    /// A file of which nothing is known but what is wrong with it.
    fn broken(source: Source, problems: Vec<Problem>) -> Self {
        Self { source, problems, deployment: None, outcome: Outcome::default(), ahead: Vec::new() }
    }
}

fn one(input: Input, checker: &Checker<'_>, until: Option<Date>) -> Checked {
    match input {
        Input::Text(source) => {
            let (deployment, mut problems) = manifest::load(&source, checker.catalog(), &checker.policy().profiles);
            by_place(&mut problems);
            let outcome = checker.check(&deployment);
            let ahead = until.map(|until| checker.ahead(&deployment, &outcome, until)).unwrap_or_default();
            Checked { source, problems, deployment: Some(deployment), outcome, ahead }
        }
        Input::Unreadable(problem) => Checked::broken(problem.source.clone(), vec![problem]),
    }
}
