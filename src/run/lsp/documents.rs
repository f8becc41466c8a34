//! The files that are open in an editor, as it holds them.

use std::fs;
use std::path::{Path, PathBuf};

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::lsp::position::changed;
use crate::lsp::uri;
use crate::run::packs::is_about;
use crate::run::paths::MANIFEST;
use crate::run::policy::POLICY;
use crate::text::Source;

/// What a client may call a manifest whatever its file is called.
const LANGUAGE: &str = "compliance-manifest";

/// What an open file is to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A manifest.
    Manifest,
    /// A policy.
    Policy,
    /// A file with a rule.
    Rule,
    /// A pack's own file.
    Pack,
    /// A file of a catalogue.
    Catalogue,
    /// Somebody else's.
    Foreign,
}

/// A file that is open.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) uri: Uri,
    language: String,
    /// Its whole path; none for a text that was never saved.
    pub(super) path: Option<PathBuf>,
    pub(super) source: Source,
    pub(super) version: i32,
}

impl Document {
    /// A file as it is opened; `here` is the working directory, from which on it is named.
    pub(super) fn opened(item: TextDocumentItem, here: &Path) -> Self {
        let path = uri::path(item.uri.as_str()).map(PathBuf::from);
        let path = path.map(|path| fs::canonicalize(&path).unwrap_or(path));
        let name = match &path {
            Some(path) => path.strip_prefix(here).unwrap_or(path).display().to_string(),
            None => item.uri.as_str().to_owned(),
        };
        let source = Source::new(name, item.text);
        Self { uri: item.uri, language: item.language_id, path, source, version: item.version }
    }

    /// The file after changes, of which each stands in the text that the ones before it left.
    pub(super) fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32) {
        let mut text = self.source.text().to_owned();
        for change in changes {
            text = changed(&text, change.range, &change.text);
        }
        self.source = Source::new(self.source.name(), text);
        self.version = version;
    }

    /// What the file is by its own name and text. What else it may be, its place among the knowledge tells.
    pub(super) fn kind(&self) -> Kind {
        let name = self.source.name();
        let file = Path::new(name);
        if self.language == LANGUAGE || name.ends_with(MANIFEST) {
            Kind::Manifest
        } else if file.file_name().is_some_and(|name| name == POLICY) {
            Kind::Policy
        } else if self.is_yaml() && !is_about(file) && self.is_rule() {
            Kind::Rule
        } else {
            Kind::Foreign
        }
    }

    pub(super) fn is_yaml(&self) -> bool {
        let file = Path::new(self.source.name());
        self.language == "yaml" || file.extension().is_some_and(|end| end == "yaml" || end == "yml")
    }

    /// Whether the file lies in a folder of rules, by its name.
    pub(super) fn lies_among_rules(&self) -> bool {
        Path::new(self.source.name()).components().any(|part| part.as_os_str() == "rules")
    }

    /// Whether a YAML file reads like a rule: it says what it is about, or it lies among rules and says one half of it.
    fn is_rule(&self) -> bool {
        let has = |key: &str| self.source.text().lines().any(|line| line.starts_with(key));
        (has("id:") && has("subject:")) || ((has("id:") || has("subject:")) && self.lies_among_rules())
    }
}
