//! `rules test`: every rule held against the deployments of its own file.

use std::io::Write;
use std::iter;
use std::path::{Path, PathBuf};

use super::{abouts_of, finish, known, named, of_packs, without_abouts};
use crate::load::problem::Problems;
use crate::load::rules::Names;
use crate::model::profile::Profiles;
use crate::model::rule::Rule;
use crate::report::Style;
use crate::report::rules::tests::{Tests, TestsForm};
use crate::run::knowledge::{Knowledge, without_names};
use crate::run::parallel::in_parallel;
use crate::run::progress::Progress;
use crate::run::{Exit, Sources, builtin, packs};
use crate::trial::{Ground, Trials};

/// What `rules test` is asked to do.
#[derive(Debug, Clone)]
pub struct TestRequest {
    /// Rule files, or folders of them; none for all rules that there are.
    pub paths: Vec<PathBuf>,
    /// What else is known.
    pub sources: Sources,
    /// How the outcome is shown.
    pub form: TestsForm,
    /// How it looks.
    pub style: Style,
}

/// Tries rules and writes how they fared to `out`. [`Exit::Unanswerable`] says that something could not be tried.
///
/// # Errors
///
/// What writing gives, in words for standard error.
pub fn test(request: &TestRequest, out: &mut dyn Write) -> Result<Exit, String> {
    let mut problems = Problems::new();
    let paths: Vec<_> = request.paths.iter().map(|path| whole_pack(path)).collect();
    let (abouts, paths) = without_abouts(&paths);
    let own = named(&paths, &mut problems);
    let abouts = abouts_of(abouts, &paths, &mut problems);
    let known = known(&request.sources, &own);
    let is_own = |rule: &&Rule| own.iter().any(|file| file.name() == rule.source.name());
    match &known {
        Ok(Knowledge { catalog, rules, policy, .. }) => {
            let names = Names { catalog, profiles: &policy.profiles };
            of_packs(&abouts, rules.rules.iter().filter(is_own), names, &mut problems);
        }
        // What they name may stand in what is broken; their form is wrong whatever it is.
        Err(_) => {
            let mut found = Problems::new();
            let names = Names { catalog: &builtin::carried(), profiles: &Profiles::default() };
            of_packs(&abouts, iter::empty(), names, &mut found);
            problems.append(without_names(found));
        }
    }
    let knowledge = match known {
        Ok(knowledge) if problems.is_empty() => Some(knowledge),
        Ok(_) => None,
        Err(found) => {
            problems.append(found);
            None
        }
    };
    let wanted = |rule: &&Rule| request.paths.is_empty() || own.iter().any(|file| file.name() == rule.source.name());
    let trials = knowledge.map(|knowledge| tried(&knowledge, wanted)).unwrap_or_default();
    let tests = Tests { problems: problems.into_sorted(), trials };
    finish(tests.write(request.form, &request.style, out), out, exit(&tests))
}

/// The folder of a pack, in place of the file that makes it one: who changes what a pack says of itself wants all of it
/// tested.
fn whole_pack(path: &Path) -> PathBuf {
    if !packs::is_about(path) || !path.is_file() {
        return path.to_owned();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// How the wanted rules fare.
fn tried(knowledge: &Knowledge, is_wanted: impl Fn(&&Rule) -> bool) -> Vec<crate::trial::Trial> {
    let Knowledge { catalog, rules, policy, .. } = knowledge;
    let wanted: Vec<_> = rules.rules.iter().filter(is_wanted).collect();
    let trials = Trials::new(Ground { catalog, rules, profiles: &policy.profiles });
    let progress = Progress::begin("trying rules", wanted.len());
    let one = |rule: &Rule| {
        let trial = trials.of(rule);
        progress.step();
        trial
    };
    in_parallel(wanted, 0, one)
}

fn exit(tests: &Tests) -> Exit {
    let counts = tests.counts();
    if !tests.problems.is_empty() || counts.broken > 0 {
        Exit::Unanswerable
    } else if counts.failed > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
