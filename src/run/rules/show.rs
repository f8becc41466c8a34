//! `rules show`: the page of a rule.

use std::io::{self, Write};

use super::{finish, standing};
use crate::check::explain as story;
use crate::check::policy::Grades;
use crate::load::problem::Problems;
use crate::report::Style;
use crate::report::catalog::message;
use crate::report::rules::page::{PageView, RulePage};
use crate::run::policy::Finder;
use crate::run::{Exit, Sources, knowledge, packs, told_beside};

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

/// Shows a rule's page on `out`, and on `err` what is in the way of that.
///
/// # Errors
///
/// That there is no such rule, in words for standard error.
pub fn show(request: &ShowRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    match page(&request.rule, &request.sources, |page| page.write(request.view, &request.style, out)) {
        Ok(written) => finish(written, out, Exit::Clean),
        Err(NoPage::Unknown(words)) => Err(words),
        Err(NoPage::Broken(problems)) => {
            told_beside(&problems.into_sorted(), &request.style, err)?;
            Ok(Exit::Unanswerable)
        }
    }
}

/// Why a rule has no page.
#[derive(Debug)]
pub(in crate::run) enum NoPage {
    /// There is no such rule, in words with the nearest.
    Unknown(String),
    /// What is known has problems.
    Broken(Problems),
}

/// Gives the page of the rule with this id to `write`. A rule of a pack is found whether its pack is chosen or not.
pub(in crate::run) fn page(
    id: &str,
    sources: &Sources,
    write: impl FnOnce(&RulePage<'_>) -> io::Result<()>,
) -> Result<io::Result<()>, NoPage> {
    let policy = Finder::new(&sources.policy).policy_for("-");
    let sources = packs::with_pack_of(id, sources);
    let knowledge = knowledge::load(&sources, policy.as_ref()).map_err(NoPage::Broken)?;
    let rule = story::rule(&knowledge.rules, id).map_err(|error| {
        let is_pack = knowledge.rules.packs.iter().any(|pack| pack.name == id);
        NoPage::Unknown(if is_pack { of_pack(id) } else { message(&error) })
    })?;
    let standing = standing(rule, &knowledge, &Grades::new(&knowledge.policy));
    Ok(write(&RulePage { standing, rules: &knowledge.rules, facts: knowledge.catalog.facts() }))
}

/// That a name is one of a pack, and how the pack is looked at.
fn of_pack(name: &str) -> String {
    let program = env!("CARGO_PKG_NAME");
    let chosen = if packs::pack_names().contains(&name) { format!("--pack {name} ") } else { String::new() };
    format!(
        "`{name}` is a pack, and no rule: `{program} rules list {chosen}'{name}/*'` lists its rules, and \
         `{program} policy show` its profiles"
    )
}
