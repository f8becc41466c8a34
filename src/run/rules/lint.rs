//! `rules lint`: what is wrong with rule files.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use super::{abouts_of, finish, named, of_packs, without_abouts};
use crate::check::policy::Grades;
use crate::lint::{Bearings, rules as look};
use crate::load::problem::{Problem, Problems};
use crate::load::rules::Names;
use crate::model::policy::Grade;
use crate::model::rule::Severity;
use crate::report::Style;
use crate::report::flaws::{Flaws, Form};
use crate::run::knowledge::{self, SoundRules};
use crate::run::policy::Finder;
use crate::run::{Exit, Sources, builtin};
use crate::text::Source;

/// What `rules lint` is asked to do.
#[derive(Debug, Clone)]
pub struct LintRequest {
    /// Rule files, or folders of them; none for all rules that there are.
    pub paths: Vec<PathBuf>,
    /// What else is known.
    pub sources: Sources,
    /// The least severity that makes the exit status 1; none for never.
    pub fail_on: Option<Severity>,
    /// How the flaws are shown.
    pub form: Form,
    /// How they look.
    pub style: Style,
}

/// Looks at rule files and writes what is wrong with them to `out`. [`Exit::Unanswerable`] says that one can't be taken.
///
/// # Errors
///
/// What writing gives, in words for standard error.
pub fn lint(request: &LintRequest, out: &mut dyn Write) -> Result<Exit, String> {
    let mut problems = Problems::new();
    let (abouts, paths) = without_abouts(&request.paths);
    let own = named(&paths, &mut problems);
    let policy = Finder::new(&request.sources.policy).policy_for("-");
    let found = knowledge::load_rules(&request.sources, policy.as_ref(), &own);
    let SoundRules { rules, problems: of_rules, others, catalog, summary, policy } = found;
    let is_wanted = |file: &Source| request.paths.is_empty() || own.iter().any(|one| one.name() == file.name());
    // An id stands in two files, of which only the other one may have been named.
    let counts = |one: &Problem| is_wanted(&one.source) || one.code == "duplicate-id" || one.source.text().is_empty();
    problems.append(others);
    problems.extend(of_rules.into_sorted().into_iter().filter(counts));
    let abouts = abouts_of(abouts, &paths, &mut problems);
    let profiles = knowledge::profiles_named(&abouts, &request.sources, (&catalog, &rules.packs), &mut problems);
    let names = Names { catalog: &catalog, profiles: &profiles };
    of_packs(&abouts, rules.rules.iter().filter(|rule| is_wanted(&rule.source)), names, &mut problems);
    let problems = problems.into_sorted();
    let grades = Grades::new(&policy);
    let bearings = Bearings {
        is_asked: &|rule| is_wanted(&rule.source),
        is_off: &|rule| grades.of(rule) == Grade::Off,
        is_carried: &|rule| builtin::is_carried(&rule.source),
    };
    let flaws = look(&rules, &bearings);
    let of_rules = rules.rules.iter().map(|rule| &rule.source).filter(|file| is_wanted(file));
    let files = of_rules.chain(problems.iter().map(|one| &one.source)).chain(&abouts);
    let names: BTreeSet<_> = files.map(Source::name).collect();
    let flaws = Flaws { catalog: summary, files: names.len(), problems, flaws, written: Vec::new() };
    finish(flaws.write(request.form, &request.style, out), out, exit(&flaws, request.fail_on))
}

fn exit(flaws: &Flaws, fail_on: Option<Severity>) -> Exit {
    if !flaws.problems.is_empty() {
        Exit::Unanswerable
    } else if fail_on.is_some_and(|least| flaws.flaws.iter().any(|flaw| flaw.severity >= least)) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
