//! What is wrong with a catalogue that can be read: names that mean two things, claims that contradict each other,
//! chains that end nowhere, and files that are not in canonical form.
//!
//! Rules are looked at as well: see [`rules()`].
//!
//! What can't be read at all is a problem of the loader's, and is not said here again.

mod claims;
mod documents;
mod form;
mod levels;
mod names;
mod notes;
mod rules;
mod standards;

use crate::catalog::Catalog;
use crate::load::catalogue::{CatalogueFile, Folder};
use crate::load::tree::{Node, Value};
use crate::load::yaml;
use crate::model::rule::Severity;
use crate::text::{Source, Span};
use notes::Notes;

pub use rules::{Bearings, rules};

/// Something in a catalogue that should be mended.
#[derive(Debug, Clone)]
pub struct Flaw {
    /// What kind of flaw: `ambiguous-name`.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The file.
    pub source: Source,
    /// The place in it.
    pub span: Span,
    /// Other places of the same file, with a few words for each.
    pub related: Vec<(Span, String)>,
}

/// A catalogue file that can be read as YAML.
#[derive(Debug)]
pub struct Sheet {
    folder: Folder,
    source: Source,
    root: Node,
}

impl Sheet {
    /// The file as a tree; `None` where it is no YAML, which the loader says.
    pub fn read(file: &CatalogueFile) -> Option<Self> {
        let root = yaml::read(file.source.text()).ok()?;
        Some(Self { folder: file.folder, source: file.source.clone(), root })
    }

    /// The file.
    pub fn source(&self) -> &Source {
        &self.source
    }

    fn is_table(&self) -> bool {
        matches!(self.root.value, Value::Table(_))
    }

    /// The text that the file should have, where a program may write it: not where a comment would be lost, and not where
    /// the file is no table, of which the loader tells.
    pub fn mended(&self) -> Option<String> {
        let may = self.is_table() && form::comments(self).is_some_and(|comments| comments.is_empty());
        may.then(|| form::canonical(self)).filter(|text| text != self.source.text())
    }
}

/// All flaws of the files, by file and place. Without the catalogue, which has problems then, only those of form.
pub fn lint(sheets: &[Sheet], catalog: Option<&Catalog>) -> Vec<Flaw> {
    let mut notes = Notes::new(sheets);
    form::check(&mut notes);
    if let Some(catalog) = catalog {
        names::check(&mut notes, catalog);
        documents::check(&mut notes, catalog.facts());
        claims::check(&mut notes, catalog.facts());
        standards::check(&mut notes, catalog.facts());
        levels::check(&mut notes, catalog.facts());
    }
    notes.into_flaws()
}
