//! The catalogue files that a user names, and those that they rest on.

use std::path::{Path, PathBuf};

use crate::load::catalogue::{self, CatalogueFile, Folder};
use crate::load::problem::Problems;
use crate::model::facts::Facts;
use crate::report::CatalogSummary;
use crate::run::{self, knowledge, unreadable};
use crate::text::Source;

/// Whole catalogue folders, and which of their files were asked about.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The folders that hold `providers`, `standards` or `evidence`.
    roots: Vec<PathBuf>,
    /// What the user named: these, and what lies beneath them.
    wanted: Vec<PathBuf>,
}

impl Named {
    /// What the user means by these paths: a catalogue folder, or a file or folder inside one.
    pub(super) fn new(paths: &[PathBuf], problems: &mut Problems) -> Self {
        let mut named = Self::default();
        for path in paths {
            match root_of(path) {
                Some(root) if path.exists() => {
                    if !named.roots.contains(&root) {
                        named.roots.push(root);
                    }
                    named.wanted.push(path.clone());
                }
                found => {
                    let (code, message) = match found {
                        Some(_) => ("missing", "there is no such file"),
                        None => ("not-a-catalogue", "this lies in no folder `providers`, `standards` or `evidence`"),
                    };
                    let help = "name a catalogue folder, or a file inside one";
                    problems.push(unreadable(&path.display().to_string(), code, message.to_owned(), Some(help)));
                }
            }
        }
        named
    }

    /// Every file of the folders.
    pub(super) fn files(&self, problems: &mut Problems) -> Vec<CatalogueFile> {
        self.roots.iter().flat_map(|root| knowledge::catalogue_folder(root, problems)).collect()
    }

    /// Whether the user asked about this file.
    pub(super) fn wants(&self, source: &Source) -> bool {
        self.wanted.iter().any(|path| Path::new(source.name()).starts_with(path))
    }
}

/// The catalogue folder that a path is, or lies in.
fn root_of(path: &Path) -> Option<PathBuf> {
    let holds = |root: &Path| Folder::ALL.iter().any(|folder| root.join(folder.name()).is_dir());
    if holds(path) {
        return Some(path.to_owned());
    }
    let is_folder =
        |path: &&Path| Folder::ALL.iter().any(|folder| path.file_name().is_some_and(|n| n == folder.name()));
    path.ancestors().find(is_folder).and_then(Path::parent).map(Path::to_owned)
}

/// The facts of these files; where they don't stand on their own, with what the program carries beneath them.
///
/// A folder beside the built-in catalogue speaks of standards that it doesn't hold; a copy of the built-in catalogue
/// would define everything twice. The reading with fewer problems is the one that is meant.
pub(super) fn facts(files: &[CatalogueFile]) -> Result<Facts, Problems> {
    meant(files).map(|(facts, _)| facts)
}

/// The same with what a report says of it.
pub(in crate::run) fn catalogue(files: &[CatalogueFile]) -> Result<(Facts, CatalogSummary), Problems> {
    let (facts, over_builtin) = meant(files)?;
    let summary = knowledge::summary(&facts, over_builtin, files);
    Ok((facts, summary))
}

/// The facts of these files, and whether what the program carries lies beneath them.
fn meant(files: &[CatalogueFile]) -> Result<(Facts, bool), Problems> {
    if files.is_empty() {
        return Ok((run::carried().into_facts(), true));
    }
    let alone = match catalogue::load(files) {
        Ok(facts) => return Ok((facts, false)),
        Err(problems) => problems,
    };
    match catalogue::load_onto(run::carried().into_facts(), files) {
        Err(problems) if problems.len() >= alone.len() => Err(alone),
        other => other.map(|facts| (facts, true)),
    }
}

/// The files of the catalogue that is meant: these folders, else that of this folder. Without either there are none, and
/// it is the one that the program carries.
pub(super) fn known(catalogs: &[PathBuf]) -> Result<Vec<CatalogueFile>, String> {
    let here = [PathBuf::from(super::HERE)];
    let folders = if catalogs.is_empty() && here[0].is_dir() { &here } else { catalogs };
    let mut problems = Problems::new();
    let found = Named::new(folders, &mut problems).files(&mut problems);
    let first = problems.into_sorted().into_iter().next();
    first.map_or(Ok(found), |problem| Err(format!("{}: {}", problem.source.name(), problem.message)))
}

/// The id of the document that a file in canonical form describes: its first key.
pub(super) fn document_id(source: &Source) -> Option<&str> {
    source.text().lines().find_map(|line| line.strip_prefix("id: ")).map(|id| id.trim_matches('"'))
}
