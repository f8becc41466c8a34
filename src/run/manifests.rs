//! Manifests with what is concluded about each, for commands that show something else than findings.

use jiff::civil::Date;
use rayon::prelude::*;

use super::knowledge::Knowledge;
use super::paths::Input;
use super::{Sources, by_policy, knowledge};
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
/// What is wrong with a policy, the catalogue or the rules, in words for standard error.
pub(super) fn each<T: Send>(
    paths: &[String],
    sources: &Sources,
    as_of: Date,
    until: Option<Date>,
    shown: impl Fn(Checked, &Catalog) -> T + Sync,
) -> Result<Vec<T>, String> {
    let mut all: Vec<(String, T)> = Vec::new();
    for (knowledge, inputs) in by_policy(paths, sources) {
        let Knowledge { catalog, rules, policy, .. } = knowledge.map_err(knowledge::in_words)?;
        let checker = Checker::new(&catalog, &rules, as_of).with_policy(&policy);
        let made = |input: Input| (input.name().to_owned(), shown(one(input, &checker, until), &catalog));
        all.par_extend(inputs.into_par_iter().map(made));
    }
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(all.into_iter().map(|(_, made)| made).collect())
}

fn one(input: Input, checker: &Checker<'_>, until: Option<Date>) -> Checked {
    match input {
        Input::Text(source) => {
            let (deployment, mut problems) = manifest::load(&source, checker.catalog(), &checker.policy().profiles);
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
