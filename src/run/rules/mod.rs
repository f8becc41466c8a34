//! `rules`: looking at rules, and looking after them. The files are read and written here; what is wrong with a rule, and
//! how it is shown, is said elsewhere.

mod lint;
mod list;
mod new;
mod show;
mod test;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::knowledge::{self, Knowledge};
use super::policy::Finder;
use super::{Exit, Sources, builtin, forgive_closed_pipe, packs, unreadable};
use crate::check::policy::Grades;
use crate::load::problem::Problems;
use crate::load::rules::{Names, foreign, pack};
use crate::model::rule::Rule;
use crate::report::rules::Standing;
use crate::text::Source;

pub use lint::{LintRequest, lint};
pub use list::{ListRequest, list};
pub use new::{NewRequest, new};
pub(in crate::run) use show::{NoPage, page};
pub use show::{ShowRequest, show};
pub use test::{TestRequest, test};

/// The rule files that a user names: files, and every YAML file of folders. A name behind which there is none is a problem.
fn named(paths: &[PathBuf], problems: &mut Problems) -> Vec<Source> {
    let mut files: Vec<Source> = Vec::new();
    for path in paths {
        let before = files.len();
        let below = if path.is_dir() { knowledge::yaml_files(path, problems) } else { vec![path.clone()] };
        let is_folder = path.is_dir();
        let rules = below.iter().filter(|path| !is_folder || !packs::is_about(path));
        files.extend(rules.filter_map(|path| knowledge::read(path, problems)));
        if is_folder && below.is_empty() && files.len() == before {
            let help = Some("a rule lies in a file that ends with .yaml or .yml");
            let name = path.display().to_string();
            problems.push(unreadable(&name, "missing", "there is no rule in this folder".to_owned(), help));
        }
    }
    // The same file may be meant by two names.
    let mut names = BTreeSet::new();
    files.retain(|file| names.insert(fs::canonicalize(file.name()).unwrap_or_else(|_| file.name().into())));
    files
}

/// The files of packs among what a user names, and the rest.
fn without_abouts(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    paths.iter().cloned().partition(|path| packs::is_about(path))
}

/// The files of packs that were named, alone or with their folder.
fn abouts_of(named: Vec<PathBuf>, paths: &[PathBuf], problems: &mut Problems) -> Vec<Source> {
    let mut unread = Problems::new();
    let below = paths.iter().filter(|path| path.is_dir()).flat_map(|path| knowledge::yaml_files(path, &mut unread));
    let below: Vec<_> = below.filter(|path| packs::is_about(path)).collect();
    named.into_iter().chain(below).filter_map(|path| knowledge::read(&path, problems)).collect()
}

/// What is wrong with the files of packs, and with the ids of `rules` that lie beside them.
fn of_packs<'r>(
    abouts: &[Source],
    rules: impl Iterator<Item = &'r Rule> + Clone,
    names: Names<'_>,
    problems: &mut Problems,
) {
    for about in abouts {
        let (pack, found) = pack(about, names);
        problems.extend(found);
        let of_pack = rules.clone().filter(|rule| is_beside(&rule.source, about));
        problems.extend(of_pack.filter_map(|rule| foreign(rule, pack.as_ref()?)));
    }
}

/// Whether a rule lies in the folder that this file makes a pack.
fn is_beside(rule: &Source, about: &Source) -> bool {
    Path::new(about.name()).parent().is_some_and(|folder| Path::new(rule.name()).starts_with(folder))
}

/// All that is known here, with these rule files; the policy is the one for this folder.
fn known(sources: &Sources, own: &[Source]) -> Result<Knowledge, Problems> {
    let policy = Finder::new(&sources.policy).policy_for("-");
    // Examples may name the profiles of packs.
    knowledge::load_with(sources, policy.as_ref(), own).and_then(Knowledge::with_pack_profiles)
}

/// A rule with what is known of it here.
pub(in crate::run) fn standing<'k>(rule: &'k Rule, knowledge: &'k Knowledge, grades: &Grades<'k>) -> Standing<'k> {
    let entry = grades.deciding(&rule.id);
    let source = knowledge.policy.source.as_ref();
    Standing {
        rule,
        pack: knowledge.rules.pack_of(rule),
        is_built_in: builtin::is_carried(&rule.source),
        grade: grades.of(rule),
        set_by: entry.and_then(|entry| Some((source?, entry.grade.span))),
    }
}

fn finish(written: io::Result<()>, out: &mut dyn Write, exit: Exit) -> Result<Exit, String> {
    forgive_closed_pipe(written.and_then(|()| out.flush())).map_err(|error| error.to_string())?;
    Ok(exit)
}
