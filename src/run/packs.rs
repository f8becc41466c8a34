//! Packs of rules: those that the program carries, and those that lie in folders of rules.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{Sources, builtin};
use crate::catalog::Catalog;
use crate::load::problem::Problems;
use crate::load::rules::{self, Names, PackFiles};
use crate::model::pack::Pack;
use crate::model::profile::{Profile, Profiles};
use crate::text::Source;

/// The names under which the file may lie that makes a folder a pack.
const ABOUT: [&str; 2] = ["pack.yaml", "pack.yml"];

/// The names of the packs that the program carries.
pub fn pack_names() -> Vec<&'static str> {
    builtin::PACKS.iter().map(|pack| pack.name).collect()
}

/// The names of those packs that can be chosen: none where nothing that the program carries takes part.
pub(super) fn known(sources: &Sources) -> Vec<&'static str> {
    if sources.without_builtin { Vec::new() } else { pack_names() }
}

/// The files of the packs that are chosen.
pub(super) fn chosen(sources: &Sources) -> Vec<PackFiles> {
    let known = if sources.without_builtin { &[] } else { builtin::PACKS };
    known.iter().filter(|pack| sources.packs.iter().any(|name| name == pack.name)).map(files).collect()
}

/// The sources with the pack that a rule belongs to by its id, or that is called so, whether or not it is chosen.
pub(super) fn with_pack_of(rule: &str, sources: &Sources) -> Sources {
    let mut sources = sources.clone();
    // The name of a pack alone is that of no rule; then the pack is what can be told.
    let group = rule.split_once('/').map_or(rule, |(group, _)| group);
    let pack = known(&sources).into_iter().find(|name| *name == group);
    sources.packs.extend(pack.map(str::to_owned));
    sources
}

fn files(pack: &builtin::Pack) -> PackFiles {
    let source = |(path, text): &(&str, &'static str)| Source::new(format!("rules/{path}"), *text);
    PackFiles { about: source(&pack.about), rules: pack.rules.iter().map(source).collect() }
}

/// The profiles of every pack that the program carries, whether it is chosen or not, and those of the packs that take
/// part.
pub(super) fn profiles(sources: &Sources, catalog: &Catalog, packs: &[Pack]) -> Result<Profiles, Problems> {
    let mut profiles = carried_profiles(sources, catalog)?;
    taking_part(packs).for_each(|profile| profiles.add(profile.clone()));
    Ok(profiles)
}

/// The profiles of the packs that take part.
pub(super) fn taking_part(packs: &[Pack]) -> impl Iterator<Item = &Profile> {
    packs.iter().flat_map(|pack| pack.profiles.iter())
}

/// The profiles of every pack that the program carries.
pub(super) fn carried_profiles(sources: &Sources, catalog: &Catalog) -> Result<Profiles, Problems> {
    let mut profiles = Profiles::default();
    let mut problems = Problems::new();
    let carried = if sources.without_builtin { &[] } else { builtin::PACKS };
    for pack in carried {
        let (pack, found) = rules::pack(&files(pack).about, Names { catalog, profiles: &Profiles::default() });
        problems.extend(found);
        taking_part(pack.as_slice()).for_each(|profile| profiles.add(profile.clone()));
    }
    if problems.is_empty() { Ok(profiles) } else { Err(problems) }
}

/// Whether a file is that of a pack, and no rule.
pub(super) fn is_about(file: &Path) -> bool {
    file.file_name().is_some_and(|name| ABOUT.iter().any(|about| name == OsStr::new(about)))
}

/// The file of the pack in whose folder a file lies, the nearest above.
pub(super) fn about_above(file: &Path) -> Option<PathBuf> {
    file.ancestors().skip(1).find_map(|folder| ABOUT.iter().map(|name| folder.join(name)).find(|about| about.is_file()))
}

/// What the packs that the program carries say of themselves; nothing of one that has a problem.
pub(super) fn about(catalog: &Catalog) -> Vec<Pack> {
    let names = Names { catalog, profiles: &Profiles::default() };
    builtin::PACKS.iter().filter_map(|pack| rules::pack(&files(pack).about, names).0).collect()
}

/// The files of a folder of rules: those that belong to no pack, and those of each pack, its own file first.
pub(super) fn split(files: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<(PathBuf, Vec<PathBuf>)>) {
    let (abouts, rules): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_about(file));
    let mut packs: Vec<(PathBuf, Vec<PathBuf>)> = abouts.into_iter().map(|about| (about, Vec::new())).collect();
    let mut alone = Vec::new();
    for file in rules {
        let above =
            |(about, _): &&mut (PathBuf, Vec<PathBuf>)| about.parent().is_some_and(|folder| file.starts_with(folder));
        // A pack within a pack is one of its own.
        match packs.iter_mut().filter(above).max_by_key(|(about, _)| about.components().count()) {
            Some((_, rules)) => rules.push(file),
            None => alone.push(file),
        }
    }
    (alone, packs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_above_that_says_so_is_a_files_pack() {
        let files = ["a.yaml", "x/b.yaml", "x/pack.yaml", "x/y/c.yaml", "x/z/d.yaml", "x/z/pack.yml"];
        let (alone, packs) = split(Vec::from(files.map(PathBuf::from)));
        assert_eq!(alone, [PathBuf::from("a.yaml")]);
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let expected = [
            (PathBuf::from("x/pack.yaml"), paths(&["x/b.yaml", "x/y/c.yaml"])),
            (PathBuf::from("x/z/pack.yml"), paths(&["x/z/d.yaml"])),
        ];
        assert_eq!(packs, expected);
    }
}
