//! `rules show`: the page of a rule.

use std::io::{self, Write};

use super::{finish, standing};
use crate::check::explain as story;
use crate::check::policy::Grades;
use crate::report::Style;
use crate::report::catalog::message;
use crate::report::rules::page::{PageView, RulePage};
use crate::run::policy::Finder;
use crate::run::{Exit, Sources, knowledge, packs};

/// What `rules show` is asked.
#[derive(Debug, Clone)]
pub struct ShowRequest {
    /// The rule's id.
    pub rule: String,
    /// What else is known.
    pub sources: Sources,
    /// How it is shown.
    pub view: PageView,
    /// How it looks.
    pub style: Style,
}

/// Shows a rule's page on `out`.
///
/// # Errors
///
/// That there is no such rule, or what is wrong with what is known, in words for standard error.
pub fn show(request: &ShowRequest, out: &mut dyn Write) -> Result<Exit, String> {
    let written = page(&request.rule, &request.sources, |page| page.write(request.view, &request.style, out))?;
    finish(written, out, Exit::Clean)
}

/// Gives the page of the rule with this id to `write`. A rule of a pack is found whether its pack is chosen or not.
///
/// # Errors
///
/// That there is no such rule, with the nearest, or what is wrong with what is known.
pub(in crate::run) fn page(
    id: &str,
    sources: &Sources,
    write: impl FnOnce(&RulePage<'_>) -> io::Result<()>,
) -> Result<io::Result<()>, String> {
    let policy = Finder::new(&sources.policy).policy_for("-");
    let sources = packs::with_pack_of(id, sources);
    let knowledge = knowledge::load(&sources, policy.as_ref()).map_err(knowledge::in_words)?;
    let rule = story::rule(&knowledge.rules, id).map_err(|error| message(&error))?;
    let standing = standing(rule, &knowledge, &Grades::new(&knowledge.policy));
    Ok(write(&RulePage { standing, rules: &knowledge.rules, facts: knowledge.catalog.facts() }))
}
