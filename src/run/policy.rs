//! The policy that a manifest is judged by: found on the way up from its folder, or named by the user.

use std::cmp::Ordering;
use std::fs;
use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;

use super::paths::read_text;
use super::{Sources, packs, unreadable};
use crate::check::outcome::Notice;
use crate::load::policy::{self, Draft, Known};
use crate::load::problem::{Problem, Problems};
use crate::model::policy::Policy;
use crate::report::Format;
use crate::text::{Source, Spanned};

/// The name of a policy.
pub(super) const POLICY: &str = "compliance.toml";

/// Which policy a run keeps to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PolicyChoice {
    /// The nearest one above each manifest.
    #[default]
    Nearest,
    /// This one, for every manifest.
    File(PathBuf),
    /// None.
    None,
}

/// A policy's file. Two that are the same file are equal, whatever they are called.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// As it is shown, and opened: from the working directory on where it lies there or above it.
    pub(super) name: PathBuf,
    /// Without links and detours.
    real: PathBuf,
    /// What an editor holds of it, which counts in place of the file's text.
    held: Option<String>,
}

impl Located {
    /// A policy that is open in an editor, by its name and its whole path.
    pub(super) fn held(name: PathBuf, real: PathBuf, text: &str) -> Self {
        Self { name, real, held: Some(text.to_owned()) }
    }
}

impl PartialEq for Located {
    fn eq(&self, other: &Self) -> bool {
        self.real == other.real
    }
}

impl Eq for Located {}

impl PartialOrd for Located {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Located {
    fn cmp(&self, other: &Self) -> Ordering {
        self.real.cmp(&other.real)
    }
}

/// Finds policies, and looks at each folder once.
#[derive(Debug)]
pub(super) struct Finder {
    choice: PolicyChoice,
    /// The working directory, without links; none where it can't be told.
    here: Option<PathBuf>,
    /// The policy of each folder that was looked at, by its path without links.
    known: FxHashMap<PathBuf, Option<Located>>,
}

impl Finder {
    pub(super) fn new(choice: &PolicyChoice) -> Self {
        Self { choice: choice.clone(), here: fs::canonicalize(".").ok(), known: FxHashMap::default() }
    }

    /// The policy for the manifest of this name, `-` for standard input.
    pub(super) fn policy_for(&mut self, manifest: &str) -> Option<Located> {
        let manifest = Path::new(manifest);
        let folder = manifest.parent().filter(|folder| !folder.as_os_str().is_empty());
        self.policy_above(folder.unwrap_or(Path::new(".")))
    }

    /// The policy for the manifest with this whole path, `-` for standard input.
    pub(super) fn policy_for_whole(&mut self, manifest: &Path) -> Option<Located> {
        match (&self.choice, manifest.parent()) {
            (PolicyChoice::Nearest, Some(folder)) if manifest.is_absolute() => self.at_or_above(folder),
            _ => self.policy_for(&manifest.to_string_lossy()),
        }
    }

    /// The policy for a manifest in this folder.
    pub(super) fn policy_above(&mut self, folder: &Path) -> Option<Located> {
        match &self.choice {
            PolicyChoice::None => None,
            PolicyChoice::File(name) => {
                let real = fs::canonicalize(name).unwrap_or_else(|_| name.clone());
                Some(Located { name: name.clone(), real, held: None })
            }
            PolicyChoice::Nearest => {
                let real = fs::canonicalize(folder).ok()?;
                self.at_or_above(&real)
            }
        }
    }

    /// The policy in a folder, which is given without links, or the nearest above it.
    fn at_or_above(&mut self, folder: &Path) -> Option<Located> {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let here = folder.join(POLICY);
        // Whatever bears the name is the policy: one that can't be read must not be passed over in silence.
        let found = if fs::symlink_metadata(&here).is_ok() {
            let name = self.here.as_ref().and_then(|cwd| short_name(cwd, &here)).unwrap_or_else(|| here.clone());
            Some(Located { name, real: here, held: None })
        } else {
            folder.parent().and_then(|above| self.at_or_above(above))
        };
        self.known.insert(folder.to_owned(), found.clone());
        found
    }
}

/// The way from `here` to a file in a folder beneath or above; none where it leads up and down again.
fn short_name(here: &Path, file: &Path) -> Option<PathBuf> {
    if let Ok(beneath) = file.strip_prefix(here) {
        return Some(beneath.to_owned());
    }
    let rest = here.strip_prefix(file.parent()?).ok()?;
    let up: PathBuf = rest.components().map(|_| Component::ParentDir).collect();
    Some(up.join(file.file_name()?))
}

/// What a policy says as far as no catalogue is needed for it, and what knowledge there is then.
pub(super) struct Read {
    pub(super) draft: Draft,
    pub(super) problems: Problems,
}

/// Reads a policy.
pub(super) fn read(located: &Located, sources: &Sources) -> Read {
    let name = located.name.display().to_string();
    let (text, unread) = match located.held.clone().map_or_else(|| read_text(&located.name), Ok) {
        Ok(text) => (text, None),
        Err((code, message)) => (String::new(), Some(unreadable(&name, code, message, None))),
    };
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    let (draft, found) =
        policy::read(&Source::new(name, text), &Known { formats: &formats, packs: &packs::known(sources) });
    let mut problems = Problems::new();
    problems.extend(unread);
    problems.extend(found);
    Read { draft, problems }
}

/// The sources of a run with what a policy adds to them. A folder that both name counts once; one that isn't there is a
/// problem of the policy.
pub(super) fn with_folders(sources: &Sources, located: &Located, read: &mut Read) -> Sources {
    let mut all = sources.clone();
    let policy = &read.draft.policy;
    let Some(source) = &policy.source else { return all };
    all.packs.extend(policy.packs.iter().map(|pack| pack.value.clone()));
    for (folders, known) in [(&policy.catalogs, &mut all.catalogs), (&policy.rules, &mut all.rules)] {
        for folder in folders.iter().filter(|folder| !folder.value.trim().is_empty()) {
            let path = located.name.parent().unwrap_or(Path::new("")).join(&folder.value);
            if !path.is_dir() {
                read.problems.push(no_folder(source, folder, &path));
            } else if known.iter().all(|known| !is_same(known, &path)) {
                known.push(path);
            }
        }
    }
    all
}

fn no_folder(source: &Source, folder: &Spanned<String>, path: &Path) -> Problem {
    let what = if path.exists() { "is no folder" } else { "is not there" };
    Problem {
        code: "missing",
        message: format!("`{}` {what}", folder.value),
        help: Some("folders are named from the policy's own folder on".to_owned()),
        source: source.clone(),
        span: folder.span,
    }
}

/// Whether both are the same file or folder.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok()).is_some_and(|(one, other)| one == other)
}

/// How a report is shown that rests on these policies, where the user doesn't say it. Policies that say different things
/// say nothing together.
pub(super) fn format(policies: &[Policy], notices: &mut Vec<Notice>) -> Format {
    let plain = Format::ALL[0];
    let Some((first, rest)) = policies.split_first() else { return plain };
    if rest.iter().all(|policy| named(policy) == named(first)) {
        return named(first).unwrap_or(plain);
    }
    for policy in policies {
        let (Some(source), Some(format)) = (&policy.source, &policy.format) else { continue };
        let message = "the format is not used: another policy of this run says another one".to_owned();
        notices.push(Notice { source: source.clone(), span: format.span, message });
    }
    plain
}

/// The format that a policy names.
pub(super) fn named(policy: &Policy) -> Option<Format> {
    policy.format.as_ref().and_then(|format| Format::named(&format.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_called_by_the_way_to_it() {
        for (here, file, name) in [
            ("/work", "/work/compliance.toml", Some("compliance.toml")),
            ("/work", "/work/a/b/compliance.toml", Some("a/b/compliance.toml")),
            ("/work/a/b", "/work/compliance.toml", Some("../../compliance.toml")),
            ("/work/a", "/other/compliance.toml", None),
        ] {
            let found = short_name(Path::new(here), Path::new(file));
            assert_eq!(found.as_deref(), name.map(Path::new), "{here} {file}");
        }
    }
}
