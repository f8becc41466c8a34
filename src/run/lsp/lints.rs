//! What is wrong with a file of the knowledge that an editor holds: a rule, a pack's own file, a file of a catalogue. It is
//! what `rules lint` and `catalog lint` say, of the text as it is typed, among the other files as they lie on disk.

use std::fs;
use std::path::{Path, PathBuf};

use super::documents::Document;
use crate::catalog::Catalog;
use crate::check::policy::Grades;
use crate::lint::{self, Bearings, Flaw, Sheet};
use crate::load::catalogue::{CatalogueFile, Folder};
use crate::load::problem::{Problem, Problems};
use crate::load::rules::{Names, foreign, pack};
use crate::model::policy::Grade;
use crate::run::knowledge::{self, SoundRules};
use crate::run::policy::{self, Located, is_same};
use crate::run::{Sources, builtin, catalog, packs};
use crate::text::Source;

/// What can't be taken of a file, and what should be mended.
#[derive(Debug, Default)]
pub(super) struct Lints {
    pub(super) problems: Vec<Problem>,
    pub(super) flaws: Vec<Flaw>,
}

/// Where a file of a catalogue lies.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    root: PathBuf,
    folder: Folder,
    /// Whether the catalogue takes part in checks.
    is_known: bool,
}

/// The sources under a policy.
pub(super) fn sources(sources: &Sources, located: Option<&Located>) -> Sources {
    let Some(located) = located else { return sources.clone() };
    policy::with_folders(sources, located, &mut policy::read(located, sources))
}

/// Where a YAML file of a catalogue lies; none where it is no file of one. Folders of these names are common: one counts
/// if its catalogue is known, if another folder of a catalogue stands beside it, or if the file reads like a part of one.
pub(super) fn shelf(document: &Document, sources: &Sources) -> Option<Shelf> {
    let path = document.path.as_ref().filter(|_| document.is_yaml())?;
    let named = |folder: &Path| Folder::ALL.into_iter().find(|one| folder.file_name().is_some_and(|n| n == one.name()));
    let (root, folder) = path.ancestors().skip(1).find_map(|above| Some((above.parent()?, named(above)?)))?;
    let is_known = sources.catalogs.iter().any(|known| is_same(known, root));
    let beside = Folder::ALL.iter().filter(|one| **one != folder && root.join(one.name()).is_dir()).count();
    let keys: &[&str] = match folder {
        Folder::Providers => &["provider:", "clouds:", "services:"],
        Folder::Standards => &["id:", "issuer:", "segment:"],
        Folder::Evidence => &["id:", "as-of:", "publisher:"],
    };
    let has = |key: &&&str| document.source.text().lines().any(|line| line.starts_with(**key));
    let reads_like_one = keys.iter().filter(has).count() >= 2;
    (is_known || beside > 0 || reads_like_one).then(|| Shelf { root: root.to_owned(), folder, is_known })
}

/// Whether a file is that of a pack: it bears the name, and lies among rules or says for whom it is.
pub(super) fn is_pack(document: &Document, sources: &Sources) -> bool {
    let Some(path) = document.path.as_ref().filter(|path| packs::is_about(path)) else { return false };
    let is_among = |folder: &PathBuf| fs::canonicalize(folder).is_ok_and(|folder| path.starts_with(folder));
    let says = || document.source.text().lines().any(|line| line.starts_with("for:"));
    document.lies_among_rules() || sources.rules.iter().any(is_among) || says()
}

/// What is wrong with a file of a catalogue. Where its catalogue takes part in checks, so do the others that do.
pub(super) fn of_catalogue(document: &Document, shelf: &Shelf, sources: &Sources) -> Lints {
    let own = [shelf.root.clone()];
    let roots = if shelf.is_known { sources.catalogs.as_slice() } else { &own };
    let mut problems = Problems::new();
    let mut files: Vec<_> = roots.iter().flat_map(|root| knowledge::catalogue_folder(root, &mut problems)).collect();
    files.retain(|file| !is_of(document, &file.source));
    files.push(CatalogueFile { folder: shelf.folder, source: document.source.clone() });
    let catalogue = match catalog::meant(&files) {
        Ok((facts, _)) => Some(Catalog::new(facts)),
        Err(found) => {
            problems.append(found);
            None
        }
    };
    let sheets: Vec<_> = files.iter().filter_map(Sheet::read).collect();
    Lints { problems: problems.into_sorted(), flaws: lint::lint(&sheets, catalogue.as_ref()) }
}

/// What is wrong with a rule.
pub(super) fn of_rule(document: &Document, sources: &Sources, located: Option<&Located>) -> Lints {
    let own = &document.source;
    let SoundRules { rules, problems, catalog, policy, .. } =
        knowledge::load_rules(sources, located, std::slice::from_ref(own));
    let mut problems = problems.into_sorted();
    let is_own = |file: &Source| file.name() == own.name();
    let about = document.path.as_deref().and_then(packs::about_above);
    if let Some(about) = about.and_then(|path| knowledge::read(&path, &mut Problems::new())) {
        let mut unread = Problems::new();
        let profiles = knowledge::profiles_named([&about], sources, (&catalog, &rules.packs), &mut unread);
        let (pack, _) = pack(&about, Names { catalog: &catalog, profiles: &profiles });
        let rules = rules.rules.iter().filter(|rule| is_own(&rule.source));
        problems.extend(rules.filter_map(|rule| foreign(rule, pack.as_ref()?)));
    }
    let grades = Grades::new(&policy);
    let bearings = Bearings {
        is_asked: &|rule| is_own(&rule.source),
        is_off: &|rule| grades.of(rule) == Grade::Off,
        is_carried: &|rule| builtin::is_carried(&rule.source),
    };
    Lints { problems, flaws: lint::rules(&rules, &bearings) }
}

/// What is wrong with a pack's own file. What its names have in common with others is known once it is saved.
pub(super) fn of_pack(document: &Document, sources: &Sources, located: Option<&Located>) -> Lints {
    let about = &document.source;
    let SoundRules { rules, problems: of_rules, catalog, .. } = knowledge::load_rules(sources, located, &[]);
    let mut problems = Problems::new();
    let profiles = knowledge::profiles_named([about], sources, (&catalog, &rules.packs), &mut problems);
    let (_, found) = pack(about, Names { catalog: &catalog, profiles: &profiles });
    problems.extend(found);
    let is_shared = |one: &Problem| one.code == "duplicate-id" && one.source.text() == about.text();
    let shared = of_rules.into_sorted().into_iter().filter(|one| is_shared(one) && is_of(document, &one.source));
    problems.extend(shared.map(|one| Problem { source: about.clone(), ..one }));
    Lints { problems: problems.into_sorted(), flaws: Vec::new() }
}

/// Whether a file that was read is the one that an editor holds.
fn is_of(document: &Document, file: &Source) -> bool {
    let path = document.path.as_deref();
    path.is_some_and(|path| is_same(path, Path::new(file.name()))) || file.name() == document.source.name()
}
