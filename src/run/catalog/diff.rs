//! `catalog diff`: what changed between two versions of a document, and which manifests that touches.

use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{files, in_place};
use crate::catalog::Catalog;
use crate::check::Checker;
use crate::diff::{Side, Touched, compare, touched};
use crate::load::catalogue::CatalogueFile;
use crate::load::manifest;
use crate::load::problem::Problems;
use crate::model::evidence::Document;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::profile::{PREFIX, Profiles};
use crate::report::changes::Changes;
use crate::report::flaws::Form;
use crate::report::{CatalogSummary, Style};
use crate::run::paths::{self, Input};
use crate::run::policy::{self, Finder, Located, PolicyChoice, Read};
use crate::run::progress::Progress;
use crate::run::stop::{self, Stop};
use crate::run::{Exit, Sources, forgive_closed_pipe, knowledge, packs};
use crate::text::nearest::nearest;
use crate::text::{Source, shown};

/// What `catalog diff` is asked to do.
#[derive(Debug, Clone)]
pub struct DiffRequest {
    /// The old side: an evidence file, a catalogue folder, or the id of a document.
    pub old: String,
    /// The new side.
    pub new: String,
    /// Manifests whose verdicts may change: files, folders, globs.
    pub manifests: Vec<String>,
    /// The catalogue folders in which ids are looked up; without any, that of this folder or of the program.
    pub catalogs: Vec<PathBuf>,
    /// How the changes are shown.
    pub form: Form,
    /// How they look.
    pub style: Style,
}

/// One side: what is known on it, and which documents of that are compared.
struct Known {
    facts: Facts,
    documents: Vec<Id<Document>>,
}

/// What the user means by the name of a side.
enum Named {
    Folder(PathBuf),
    /// An evidence file, with the id of its document.
    File(Source, String),
    Id(String),
}

/// Compares two sides and writes what changed to `out`.
///
/// # Errors
///
/// What can't be compared, in words for standard error; what is wrong with files is shown on `err`.
pub fn diff(request: &DiffRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    stop::ended(compared(request, out), &request.style, err)
}

fn compared(request: &DiffRequest, out: &mut dyn Write) -> Result<Exit, Stop> {
    let progress = Progress::begin("comparing", 0);
    let Sides { old, new, catalog, old_catalog } = sides(request)?;
    let as_of = new.documents.iter().map(|&id| new.facts.documents[id].as_of).max();
    let as_of = as_of.ok_or_else(|| format!("{} holds no document", request.new))?;
    let comparison = compare(old.side(), new.side());
    let inputs = if request.manifests.is_empty() { Vec::new() } else { paths::gather(&request.manifests) };
    let mut changed = Vec::new();
    let manifests = inputs.len();
    if manifests > 0 {
        changed = resolve(inputs, Catalog::new(old.facts), Catalog::new(new.facts), as_of)?;
    }
    let changes = Changes {
        old: &request.old,
        new: &request.new,
        catalog,
        old_catalog,
        as_of,
        comparison: &comparison,
        touched: &changed,
        manifests,
    };
    drop(progress);
    let written = changes.write(request.form, &request.style, out).and_then(|()| out.flush());
    forgive_closed_pipe(written).map_err(|error| error.to_string())?;
    Ok(if comparison.is_empty() && changed.is_empty() { Exit::Clean } else { Exit::Findings })
}

impl Known {
    fn side(&self) -> Side<'_> {
        Side { facts: &self.facts, documents: &self.documents }
    }

    /// One document of the known files, among which those of `given` have their places.
    fn document(known: Vec<CatalogueFile>, given: &[(&Source, &str)], id: &str) -> Result<Self, Stop> {
        let facts = in_place::facts_with(known, given)?;
        let documents = vec![facts.document_called(id).ok_or_else(|| unknown(&facts, id))?];
        Ok(Self { facts, documents })
    }

    /// Every document of a folder that no other one replaces, and the catalogue that the folder makes.
    fn folder(path: &Path) -> Result<(Self, CatalogSummary), Stop> {
        let mut problems = Problems::new();
        let files = files::Named::new(&[path.to_owned()], &mut problems).files(&mut problems);
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let (facts, catalog) = files::catalogue(&files)?;
        let own: Vec<_> = files.iter().filter_map(|file| files::document_id(&file.source)).collect();
        let replaced: Vec<_> = facts.documents.iter().flat_map(|(_, document)| document.replaces.clone()).collect();
        let current = facts
            .documents
            .iter()
            .filter(|(id, document)| own.contains(&document.id.as_str()) && !replaced.contains(id));
        let documents = current.map(|(id, _)| id).collect();
        Ok((Self { facts, documents }, catalog))
    }

    /// The same knowledge before this document was published.
    fn before(mut self, id: &str) -> Self {
        self.facts.documents = self.facts.documents.mapped(|_, document| {
            let hidden = document.id.as_str() == id;
            Document { as_of: if hidden { Date::MAX } else { document.as_of }, ..document.clone() }
        });
        self
    }
}

/// Both sides, and the catalogues in which their names were looked up.
struct Sides {
    old: Known,
    new: Known,
    catalog: CatalogSummary,
    /// Folders are a catalogue each.
    old_catalog: Option<CatalogSummary>,
}

fn sides(request: &DiffRequest) -> Result<Sides, Stop> {
    let (old, new) = (named(&request.old)?, named(&request.new)?);
    match (old, new) {
        (Named::Folder(old), Named::Folder(new)) => {
            let (old, old_catalog) = Known::folder(&old)?;
            let (new, catalog) = Known::folder(&new)?;
            Ok(Sides { old, new, catalog, old_catalog: Some(old_catalog) })
        }
        (Named::Folder(_), _) | (_, Named::Folder(_)) => {
            Err("a folder is compared with a folder, and a document with a document".to_owned().into())
        }
        (old, new) => {
            let known = files::known(&request.catalogs)?;
            // Only JSON names it, and to read a whole catalogue once more takes its time. One that is sound only with the
            // given documents in it is no catalogue of its own.
            let catalog = match request.form {
                Form::Json => files::catalogue(&known).map(|(_, summary)| summary).unwrap_or_default(),
                Form::Human | Form::Short => CatalogSummary::default(),
            };
            let mut given: Vec<_> = old.file().into_iter().collect();
            let mut before = Known::document(known.clone(), &given, old.id())?;
            if old.id() != new.id() {
                before = before.before(new.id());
            }
            given.retain(|(_, id)| *id != new.id());
            given.extend(new.file());
            let new = Known::document(known, &given, new.id())?;
            Ok(Sides { old: before, new, catalog, old_catalog: None })
        }
    }
}

impl Named {
    fn id(&self) -> &str {
        match self {
            Self::Folder(_) => "",
            Self::File(_, id) | Self::Id(id) => id,
        }
    }

    fn file(&self) -> Option<(&Source, &str)> {
        match self {
            Self::File(source, id) => Some((source, id)),
            Self::Folder(_) | Self::Id(_) => None,
        }
    }
}

fn named(text: &str) -> Result<Named, Stop> {
    let path = Path::new(text);
    if path.is_dir() {
        return Ok(Named::Folder(path.to_owned()));
    }
    if !path.is_file() {
        return Ok(Named::Id(text.to_owned()));
    }
    match paths::one_file(text) {
        Input::Text(source) => {
            let id = files::document_id(&source)
                .ok_or_else(|| format!("{text}: this is no evidence file: it has no `id`"))?;
            let id = id.to_owned();
            // Two versions may bear any names: only in a catalogue a file is named as its document.
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Ok(Named::File(Source::new(name, source.text()), id))
        }
        Input::Unreadable(problem) => Err(format!("{text}: {}", problem.message).into()),
    }
}

fn unknown(facts: &Facts, id: &str) -> String {
    let near = nearest(id, facts.documents.iter().map(|(_, document)| document.id.as_str()));
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let id = shown(id);
    format!("there is no file `{id}`, and the catalogue has no document of that id{near}")
}

/// The requirements of the manifests whose verdict changes.
fn resolve(inputs: Vec<Input>, old: Catalog, new: Catalog, as_of: Date) -> Result<Vec<Touched>, Stop> {
    // No folder with more rules is taken: a rule judges verdicts, and none so far asks for more of them.
    let rules = knowledge::rules(&Sources::default(), &[], &new)?;
    let (before, after) = (Checker::new(&old, &rules, as_of), Checker::new(&new, &rules, as_of));
    let mut finder = Finder::new(&PolicyChoice::Nearest);
    let mut found = Vec::new();
    for input in inputs {
        let source = match input {
            Input::Text(source) => source,
            Input::Unreadable(problem) => return Err(format!("{}: {}", problem.source.name(), problem.message).into()),
        };
        let located = finder.policy_for(source.name());
        let (old_profiles, new_profiles) = if located.is_some() || source.text().contains(PREFIX) {
            (profiles(located.as_ref(), &old)?, profiles(located.as_ref(), &new)?)
        } else {
            (Profiles::default(), Profiles::default())
        };
        let (deployment, problems) = manifest::load(&source, &new, &new_profiles);
        if !problems.is_empty() {
            let mut all = Problems::new();
            all.extend(problems);
            return Err(all.into());
        }
        let (earlier, _) = manifest::load(&source, &old, &old_profiles);
        found.extend(touched(source.name(), &before.check(&earlier), &after.check(&deployment)));
    }
    Ok(found)
}

/// The profiles of packs and of a policy, with the names of `catalog`.
fn profiles(located: Option<&Located>, catalog: &Catalog) -> Result<Profiles, Stop> {
    let sources = Sources::default();
    let mut profiles = packs::profiles(&sources, catalog, &[])?;
    let Some(located) = located else { return Ok(profiles) };
    let Read { draft, mut problems } = policy::read(located, &sources);
    let (policy, found) = draft.resolve(catalog, &profiles);
    problems.extend(found);
    policy.profiles.iter().for_each(|profile| profiles.add(profile.clone()));
    if problems.is_empty() { Ok(profiles) } else { Err(problems.into()) }
}
