//! What is known while an editor is open: loaded once for each policy, and anew after a policy, a rule or a file of the
//! catalogue was saved.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use lsp_types::Uri;

use super::ServeRequest;
use super::documents::{Document, Kind};
use super::lints::{self, Lints};
use crate::check::Checker;
use crate::load::catalogue::CatalogueFile;
use crate::load::problem::{Problem, Problems};
use crate::lsp::uri;
use crate::model::pack::Pack;
use crate::run::knowledge::{self, Knowledge};
use crate::run::policy::{Finder, Located};
use crate::run::{Sources, builtin, packs, today};
use crate::text::Source;

/// What is known under one policy, and what is wrong with that.
pub(super) struct Loaded {
    /// Under the policy; where that has problems, without one.
    pub(super) knowledge: Option<Knowledge>,
    pub(super) problems: Vec<Problem>,
    /// What the packs that could be chosen say of themselves.
    pub(super) packs: Vec<Pack>,
}

/// All that is known.
pub(super) struct Ground {
    sources: Sources,
    as_of: Option<Date>,
    /// The working directory, without links.
    pub(super) here: PathBuf,
    finder: Finder,
    loaded: BTreeMap<Option<Located>, Loaded>,
}

impl Ground {
    pub(super) fn new(request: &ServeRequest) -> Self {
        Self {
            sources: request.sources.clone(),
            as_of: request.as_of,
            here: fs::canonicalize(".").unwrap_or_default(),
            finder: Finder::new(&request.sources.policy),
            loaded: BTreeMap::new(),
        }
    }

    /// Forgets what was read: a file of it has changed.
    pub(super) fn forget(&mut self) {
        self.finder = Finder::new(&self.sources.policy);
        self.loaded.clear();
    }

    /// What is known for the manifest of this name.
    pub(super) fn of(&mut self, name: &str) -> &Loaded {
        let located = self.finder.policy_for(name);
        let sources = &self.sources;
        self.loaded.entry(located).or_insert_with_key(|located| load(sources, located.as_ref()))
    }

    /// The day for which everything is decided.
    pub(super) fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// What is wrong with a policy, as an editor holds it.
    pub(super) fn of_policy(&self, document: &Document) -> Vec<Problem> {
        let name = PathBuf::from(document.source.name());
        let real = document.path.clone().unwrap_or_else(|| name.clone());
        let located = Located::held(name, real, document.source.text());
        knowledge::load(&self.sources, Some(&located)).err().map(Problems::into_sorted).unwrap_or_default()
    }

    /// What a file is, by its name and text or by its place among what is known.
    pub(super) fn kind(&mut self, document: &Document) -> Kind {
        let kind = document.kind();
        if matches!(kind, Kind::Manifest | Kind::Policy) || !document.is_yaml() {
            return kind;
        }
        let (_, all) = self.sources_for(document);
        if lints::is_pack(document, &all) {
            Kind::Pack
        } else if lints::shelf(document, &all).is_some() {
            Kind::Catalogue
        } else {
            kind
        }
    }

    /// What is wrong with a rule, a pack's own file or a file of a catalogue, as an editor holds it.
    pub(super) fn lints(&mut self, document: &Document) -> Lints {
        let (located, all) = self.sources_for(document);
        match self.kind(document) {
            Kind::Rule => lints::of_rule(document, &self.sources, located.as_ref()),
            Kind::Pack => lints::of_pack(document, &self.sources, located.as_ref()),
            Kind::Catalogue => {
                let shelf = lints::shelf(document, &all);
                shelf.map(|shelf| lints::of_catalogue(document, &shelf, &all)).unwrap_or_default()
            }
            Kind::Manifest | Kind::Policy | Kind::Foreign => Lints::default(),
        }
    }

    /// The files of the user's own catalogues that take part where a file lies, as far as they can be read.
    pub(super) fn own_catalogue(&mut self, document: &Document) -> Vec<CatalogueFile> {
        let (_, all) = self.sources_for(document);
        let mut unread = Problems::new();
        all.catalogs.iter().flat_map(|root| knowledge::catalogue_folder(root, &mut unread)).collect()
    }

    /// The policy above a file, and the sources under it.
    fn sources_for(&mut self, document: &Document) -> (Option<Located>, Sources) {
        let located = self.finder.policy_for(document.source.name());
        let all = lints::sources(&self.sources, located.as_ref());
        (located, all)
    }
}

/// Makes what is known ready to judge.
pub(super) fn checker(knowledge: &Knowledge, as_of: Option<Date>) -> Checker<'_> {
    Checker::new(&knowledge.catalog, &knowledge.rules, as_of.unwrap_or_else(today)).with_policy(&knowledge.policy)
}

fn load(sources: &Sources, located: Option<&Located>) -> Loaded {
    let whole = |located| knowledge::load(sources, located).and_then(Knowledge::with_pack_profiles);
    let (knowledge, problems) = match whole(located) {
        Ok(knowledge) => (Some(knowledge), Vec::new()),
        Err(problems) => (whole(None).ok(), problems.into_sorted()),
    };
    let known = packs::known(sources);
    let mut packs = knowledge.as_ref().map(|knowledge| packs::about(&knowledge.catalog)).unwrap_or_default();
    packs.retain(|pack| known.contains(&pack.name.as_str()));
    Loaded { knowledge, problems, packs }
}

/// The address of a file that is there; none for one that only the program carries.
pub(super) fn locate(here: &Path, source: &Source) -> Option<Uri> {
    if builtin::is_carried(source) {
        return None;
    }
    let path = fs::canonicalize(here.join(source.name())).ok()?;
    uri::of_path(path.to_str()?)
}
