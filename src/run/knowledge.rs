//! The catalogue and the rules: what the program carries, and the folders that the user gives.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::below::leads_out;
pub(super) use super::below::yaml_files;
use super::paths::Input;
use super::policy::{self, Located};
use super::{Sources, builtin, packs, unreadable};
use crate::catalog::Catalog;
use crate::check::outcome::Notice;
use crate::check::policy::replaced_profiles;
use crate::load::catalogue::{self, CatalogueFile, Folder};
use crate::load::policy::Draft;
use crate::load::problem::Problems;
use crate::load::profiles;
use crate::load::rules::{self, Names, PackFiles};
use crate::model::facts::Facts;
use crate::model::pack::Pack;
use crate::model::policy::Policy;
use crate::model::profile::Profiles;
use crate::model::rule::Rules;
use crate::report::CatalogSummary;
use crate::text::Source;

/// All that a run knows.
pub(super) struct Knowledge {
    pub(super) catalog: Catalog,
    pub(super) rules: Rules,
    pub(super) summary: CatalogSummary,
    pub(super) policy: Policy,
    /// What there is to know of the policy beside its rules.
    pub(super) notices: Vec<Notice>,
    sources: Sources,
}

impl Knowledge {
    /// Whether it rests on what the program carries.
    pub(super) fn is_over_builtin(&self) -> bool {
        !self.sources.without_builtin
    }

    /// The same with the profiles of packs, if one of these manifests names a profile.
    pub(super) fn for_manifests(self, inputs: &[Input]) -> Result<Self, Problems> {
        let texts = inputs.iter().filter_map(|input| match input {
            Input::Text(source) => Some(source),
            Input::Unreadable(_) => None,
        });
        if names_profile(texts) { self.with_pack_profiles() } else { Ok(self) }
    }

    /// The same with the profiles of packs, after those of the policy. Where several have one of a name, the policy's stands,
    /// else that of the user's own pack, and that is noted.
    pub(super) fn with_pack_profiles(mut self) -> Result<Self, Problems> {
        let mut of_packs = packs::carried_profiles(&self.sources, &self.catalog)?;
        let (facts, taking_part) = (self.catalog.facts(), || packs::taking_part(&self.rules.packs));
        self.notices.extend(replaced_profiles(taking_part(), &of_packs, facts));
        taking_part().for_each(|profile| of_packs.add(profile.clone()));
        self.notices.extend(replaced_profiles(self.policy.profiles.iter(), &of_packs, facts));
        let own = &mut self.policy.profiles;
        let others: Vec<_> = of_packs.iter().filter(|profile| own.named(&profile.name).is_none()).cloned().collect();
        others.into_iter().for_each(|profile| own.add(profile));
        Ok(self)
    }
}

/// Loads everything that there is under a policy, or says everything that is wrong with it. A folder of rules that somebody
/// names for this run has at least one; that of a policy may still wait for its first.
pub(super) fn load(sources: &Sources, located: Option<&Located>) -> Result<Knowledge, Problems> {
    let mut empty = Problems::new();
    for folder in sources.rules.iter().filter(|folder| folder.is_dir()) {
        let mut unread = Problems::new();
        if yaml_files(folder, &mut unread).is_empty() && unread.is_empty() {
            let message = "there is no rule in this folder: no file in it ends in `.yaml` or `.yml`".to_owned();
            let help = Some("name a folder with rules, or leave it out");
            empty.push(unreadable(&folder.display().to_string(), "no-rules", message, help));
        }
    }
    match load_with(sources, located, &[]) {
        Ok(knowledge) if empty.is_empty() => Ok(knowledge),
        Ok(_) => Err(empty),
        Err(mut found) => {
            found.append(empty);
            Err(found)
        }
    }
}

/// As [`load`], with rule files of which each takes the place of a built-in rule with its id.
pub(super) fn load_with(sources: &Sources, located: Option<&Located>, own: &[Source]) -> Result<Knowledge, Problems> {
    let mut read = located.map(|located| (located, policy::read(located, sources)));
    let all = match &mut read {
        Some((located, read)) => policy::with_folders(sources, located, read),
        None => sources.clone(),
    };
    let (draft, mut problems) = match read {
        Some((_, read)) => (Some(read.draft), read.problems),
        None => (None, Problems::new()),
    };
    let catalog = catalog(&all);
    let rules = match &catalog {
        Ok((catalog, _)) => rules(&all, own, catalog),
        Err(_) => rules(&all, own, &builtin::carried()).map_err(without_names),
    };
    let mut policy = Policy::default();
    if let (Some(draft), Ok((catalog, _))) = (draft, &catalog) {
        policy = resolved(&draft, catalog, (&all, rules.as_ref().ok()), &mut problems);
    }
    match (rules, catalog) {
        (Ok(rules), Ok((catalog, summary))) if problems.is_empty() => {
            Ok(Knowledge { catalog, rules, summary, policy, notices: Vec::new(), sources: all })
        }
        (rules, catalog) => {
            [rules.err(), catalog.err()].into_iter().flatten().for_each(|found| problems.append(found));
            Err(problems)
        }
    }
}

/// Whether one of these texts may name a profile. Most name none, and for them no pack is opened.
fn names_profile<'s>(texts: impl IntoIterator<Item = &'s Source>) -> bool {
    texts.into_iter().any(|source| profiles::may_name_profile(source.text()))
}

/// The profiles of packs, for texts that may name some; none for those that name none.
pub(super) fn profiles_named<'s>(
    texts: impl IntoIterator<Item = &'s Source>,
    sources: &Sources,
    (catalog, packs): (&Catalog, &[Pack]),
    problems: &mut Problems,
) -> Profiles {
    if !names_profile(texts) {
        return Profiles::default();
    }
    packs::profiles(sources, catalog, packs).unwrap_or_else(|found| {
        problems.append(found);
        Profiles::default()
    })
}

/// The policy with the standards of its profiles.
fn resolved(
    draft: &Draft,
    catalog: &Catalog,
    (sources, rules): (&Sources, Option<&Rules>),
    problems: &mut Problems,
) -> Policy {
    let packs = rules.map_or(&[][..], |rules| &rules.packs);
    let known = profiles_named(&draft.policy.source, sources, (catalog, packs), problems);
    let (policy, mut found) = draft.resolve(catalog, &known);
    found.extend(draft.taken_names(packs));
    // A profile that isn't there may be that of a pack which can't be read.
    found.retain(|problem| rules.is_some() || problem.code != "unknown-profile");
    problems.extend(found);
    policy
}

/// What is wrong with rules whatever the catalogue: what they name may stand in the part of it that is broken.
pub(super) fn without_names(problems: Problems) -> Problems {
    let names = ["unknown-standard", "unknown-agreement", "unknown-document", "unknown-profile", "matches-nothing"];
    let mut others = Problems::new();
    others.extend(problems.into_sorted().into_iter().filter(|problem| !names.contains(&problem.code)));
    others
}

/// Loads the rules alone, with the names of `catalog`; those of `own` take the place of built-in ones with the same id.
pub(super) fn rules(sources: &Sources, own: &[Source], catalog: &Catalog) -> Result<Rules, Problems> {
    let (rules, problems) = sound_rules(sources, own, catalog);
    if problems.is_empty() { Ok(rules) } else { Err(problems) }
}

/// As [`rules`], with the rules that have no problem beside the problems of the others.
fn sound_rules(sources: &Sources, own: &[Source], catalog: &Catalog) -> (Rules, Problems) {
    let mut problems = Problems::new();
    let carried = if sources.without_builtin { Rules::default() } else { builtin::rules() };
    let (mut known, found) = rules::load_packs_onto(carried, &[], &packs::chosen(sources), catalog);
    problems.append(found);
    let mut files = own.to_vec();
    let mut packs = Vec::new();
    for folder in &sources.rules {
        if !is_folder(folder, &mut problems) {
            continue;
        }
        let others = yaml_files(folder, &mut problems);
        let others =
            others.into_iter().filter(|path| own.iter().all(|own| !policy::is_same(Path::new(own.name()), path)));
        let (alone, of_packs) = packs::split(others.collect());
        files.extend(alone.iter().filter_map(|path| read(path, &mut problems)));
        for (about, rules) in of_packs {
            let Some(about) = read(&about, &mut problems) else { continue };
            let rules = rules.iter().filter_map(|path| read(path, &mut problems)).collect();
            packs.push(PackFiles { about, rules });
        }
    }
    let texts = files.iter().chain(packs.iter().flat_map(|pack| pack.rules.iter().chain([&pack.about])));
    let profiles = profiles_named(texts, sources, (catalog, &[]), &mut problems);
    let names = Names { catalog, profiles: &profiles };
    if !own.is_empty() {
        let (replacing, _) = rules::load_knowing(Rules::default(), own, &[], names);
        known.rules.retain(|rule| replacing.rules.iter().all(|other| other.id != rule.id));
    }
    let (rules, found) = rules::load_knowing(known, &files, &packs, names);
    problems.append(found);
    (rules, problems)
}

/// The rules that have no problem, whatever is wrong with others.
pub(super) struct SoundRules {
    pub(super) rules: Rules,
    /// What is wrong with other rules.
    pub(super) problems: Problems,
    /// What is wrong with the policy's own text, or with the catalogue.
    pub(super) others: Problems,
    /// The catalogue that the rules were read with.
    pub(super) catalog: Catalog,
    pub(super) summary: CatalogSummary,
    /// The policy without its profiles, as far as it can be read.
    pub(super) policy: Policy,
}

/// The folders of rules that a policy names and that are there.
pub(super) fn rule_folders(located: &Located) -> Vec<PathBuf> {
    let none = Sources::default();
    let mut read = policy::read(located, &none);
    policy::with_folders(&none, located, &mut read).rules
}

/// Loads the rules that there are under a policy, with those of `own`, as far as they have no problem.
pub(super) fn load_rules(sources: &Sources, located: Option<&Located>, own: &[Source]) -> SoundRules {
    let mut others = Problems::new();
    let (mut all, mut policy) = (sources.clone(), Policy::default());
    if let Some(located) = located {
        let mut read = policy::read(located, sources);
        all = policy::with_folders(sources, located, &mut read);
        (others, policy) = (read.problems, read.draft.policy);
    }
    match catalog(&all) {
        Ok((catalog, summary)) => {
            let (rules, problems) = sound_rules(&all, own, &catalog);
            SoundRules { rules, problems, others, catalog, summary, policy }
        }
        Err(found) => {
            others.append(found);
            let catalog = builtin::carried();
            let (rules, problems) = sound_rules(&all, own, &catalog);
            let (problems, summary) = (without_names(problems), CatalogSummary::default());
            SoundRules { rules, problems, others, catalog, summary, policy }
        }
    }
}

/// Loads the catalogue alone, with what a report says of it.
pub(super) fn catalog(sources: &Sources) -> Result<(Catalog, CatalogSummary), Problems> {
    let mut problems = Problems::new();
    let mut files = Vec::new();
    for folder in &sources.catalogs {
        files.extend(catalogue_folder(folder, &mut problems));
    }
    let builtin = (!sources.without_builtin).then(builtin::carried);
    match with_files(builtin, &files) {
        Ok(catalog) if problems.is_empty() => {
            let summary = summary(catalog.facts(), !sources.without_builtin, &files);
            Ok((catalog, summary))
        }
        Ok(_) => Err(problems),
        Err(found) => {
            problems.append(found);
            Err(problems)
        }
    }
}

/// What a report says of a catalogue that these files make, alone or over what the program carries.
pub(super) fn summary(facts: &Facts, over_builtin: bool, files: &[CatalogueFile]) -> CatalogSummary {
    CatalogSummary {
        digest: catalogue::digest(over_builtin.then_some(builtin::DIGEST), files),
        documents: facts.documents.len(),
        claims: facts.claims.len(),
    }
}

/// What the program carries, with what the user's files add to it. Without such files, nothing is read.
fn with_files(builtin: Option<Catalog>, files: &[CatalogueFile]) -> Result<Catalog, Problems> {
    match builtin {
        Some(catalog) if files.is_empty() => Ok(catalog),
        other => {
            let known = other.map(Catalog::into_facts).unwrap_or_default();
            catalogue::load_onto(known, files).map(Catalog::new)
        }
    }
}

/// The files of a catalogue folder, which has at least one of the three folders that a catalogue is made of.
pub(super) fn catalogue_folder(root: &Path, problems: &mut Problems) -> Vec<CatalogueFile> {
    let mut files = Vec::new();
    if !is_folder(root, problems) {
        return files;
    }
    let mut any = false;
    for folder in Folder::ALL {
        let below = root.join(folder.name());
        if !below.is_dir() {
            continue;
        }
        any = true;
        if leads_out(root, &below, problems) {
            continue;
        }
        for path in yaml_files(&below, problems) {
            files.extend(read(&path, problems).map(|source| CatalogueFile { folder, source }));
        }
    }
    if !any {
        let name = root.display().to_string();
        let message = "this is no catalogue: it has no folder `providers`, `standards` or `evidence`".to_owned();
        problems.push(unreadable(&name, "not-a-catalogue", message, None));
    }
    files
}

/// Whether a folder is there; a problem where it is not.
fn is_folder(path: &Path, problems: &mut Problems) -> bool {
    let what = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return true,
        Ok(_) => "this is a file, and a folder is expected",
        Err(error) if error.kind() == ErrorKind::NotFound => "there is no such folder",
        // What else is wrong with it, reading it tells.
        Err(_) => return true,
    };
    problems.push(unreadable(&path.display().to_string(), "missing", what.to_owned(), None));
    false
}

pub(super) fn read(path: &Path, problems: &mut Problems) -> Option<Source> {
    let name = path.display().to_string();
    match super::paths::read_text(path) {
        Ok(text) => Some(Source::new(name, text)),
        Err((code, message)) => {
            problems.push(unreadable(&name, code, message, None));
            None
        }
    }
}
