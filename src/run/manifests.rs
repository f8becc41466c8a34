//! Manifests with what is concluded about each, for commands that show something else than findings.

use jiff::civil::Date;
use rayon::prelude::*;

use super::paths::{self, Input};
use super::{Sources, knowledge};
use crate::catalog::Catalog;
use crate::check::Checker;
use crate::check::ahead::Event;
use crate::check::outcome::Outcome;
use crate::load::manifest;
use crate::load::problem::Problem;
use crate::model::deployment::Deployment;
use crate::text::Source;

/// A manifest with what was concluded about it.
pub(super) struct Checked {
    pub(super) source: Source,
    /// What could not be taken, by place.
    pub(super) problems: Vec<Problem>,
    /// The rest of it; none where the file could not be read.
    pub(super) deployment: Option<Deployment>,
    pub(super) outcome: Outcome,
    /// What is different on a later day, by day, where that was asked.
    pub(super) ahead: Vec<Event>,
}

/// Every manifest that `paths` name, in their order, each made into what `shown` makes of it; with what changes up to and
/// with the day `until`, where one is given.
///
/// # Errors
///
/// What is wrong with the catalogue or the rules, in words for standard error.
pub(super) fn each<T: Send>(
    paths: &[String],
    sources: &Sources,
    as_of: Date,
    until: Option<Date>,
    shown: impl Fn(Checked, &Catalog) -> T + Sync,
) -> Result<Vec<T>, String> {
    let knowledge = knowledge::load(sources).map_err(knowledge::in_words)?;
    let catalog = &knowledge.catalog;
    let checker = Checker::new(catalog, &knowledge.rules, as_of);
    let inputs = paths::gather(paths);
    Ok(inputs.into_par_iter().map(|input| shown(one(input, catalog, &checker, until), catalog)).collect())
}

fn one(input: Input, catalog: &Catalog, checker: &Checker<'_>, until: Option<Date>) -> Checked {
    match input {
        Input::Text(source) => {
            let (deployment, mut problems) = manifest::load(&source, catalog);
            problems.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
            let outcome = checker.check(&deployment);
            let ahead = until.map(|until| checker.ahead(&deployment, &outcome, until)).unwrap_or_default();
            Checked { source, problems, deployment: Some(deployment), outcome, ahead }
        }
        Input::Unreadable(problem) => Checked {
            source: problem.source.clone(),
            problems: vec![problem],
            deployment: None,
            outcome: Outcome::default(),
            ahead: Vec::new(),
        },
    }
}
