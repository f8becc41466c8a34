//! `rules list`: every rule that would judge here.

use std::io::Write;

use globset::GlobMatcher;

use super::{finish, known, standing};
use crate::check::policy::Grades;
use crate::load::glob::{Refused, read};
use crate::model::rule::Rules;
use crate::report::Style;
use crate::report::catalog::{View, message};
use crate::report::rules::list::RuleList;
use crate::run::{Exit, Sources, packs, told_beside};
use crate::text::nearest::nearest_by_halves;
use crate::text::shown;

/// What `rules list` is asked.
#[derive(Debug, Clone)]
pub struct ListRequest {
    /// Patterns over ids, of which one must match; none for every rule.
    pub globs: Vec<String>,
    /// What else is known.
    pub sources: Sources,
    /// How it is shown.
    pub view: View,
    /// How it looks.
    pub style: Style,
}

/// Lists rules on `out`, and shows on `err` what is in the way of that.
///
/// # Errors
///
/// That a pattern matches nothing, in words for standard error.
pub fn list(request: &ListRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let knowledge = match known(&request.sources, &[]) {
        Ok(knowledge) => knowledge,
        Err(problems) => {
            told_beside(&problems.into_sorted(), &request.style, err)?;
            return Ok(Exit::Unanswerable);
        }
    };
    let globs: Vec<_> = request.globs.iter().map(|glob| matcher(glob, &knowledge.rules)).collect::<Result<_, _>>()?;
    let is_wanted = |id: &str| globs.is_empty() || globs.iter().any(|glob| glob.is_match(id));
    let grades = Grades::new(&knowledge.policy);
    let rules = knowledge.rules.rules.iter().filter(|rule| is_wanted(&rule.id));
    let takes_part = |name: &&str| knowledge.rules.packs.iter().any(|pack| pack.name == *name);
    let list = RuleList {
        rules: rules.map(|rule| standing(rule, &knowledge, &grades)).collect(),
        not_chosen: packs::known(&request.sources).into_iter().filter(|name| !takes_part(name)).collect(),
    };
    finish(list.write(request.view, &request.style, out), out, Exit::Clean)
}

/// The pattern, made ready; one that no rule matches is most likely a slip.
fn matcher(glob: &str, rules: &Rules) -> Result<GlobMatcher, String> {
    let refused = |refused: Refused| message(&format!("`{}` is no pattern: {}", shown(glob), refused.message));
    let matcher = read(glob).map_err(refused)?.compile_matcher();
    let ids = || rules.rules.iter().map(|rule| rule.id.as_str());
    if ids().any(|id| matcher.is_match(id)) {
        return Ok(matcher);
    }
    let near = nearest_by_halves(glob, ids()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(message(&format!("no rule that judges here has an id that `{glob}` matches{near}")))
}
