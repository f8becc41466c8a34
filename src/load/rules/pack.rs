//! A pack's own file, `pack.yaml`: what the pack is called, whom it is for, and the profiles that come with it.

use super::{Patterns, Reader, is_part};
use crate::load::decode::{Complaints, Fields};
use crate::load::limits;
use crate::load::problem::Problem;
use crate::load::profiles::{self, Names};
use crate::load::tree::{Node, Place, Value};
use crate::load::yaml;
use crate::model::pack::Pack;
use crate::model::profile::Profiles;
use crate::text::{Source, Span};

/// The files of a pack.
#[derive(Debug, Clone)]
pub struct PackFiles {
    /// Its own file, `pack.yaml`.
    pub about: Source,
    /// Its rules.
    pub rules: Vec<Source>,
}

/// Reads what a pack says of itself, with the names that are known. Its rules are read with all the others, by
/// [`super::load_packs_onto`].
pub fn pack(about: &Source, names: Names<'_>) -> (Option<Pack>, Vec<Problem>) {
    let mut complaints = Complaints::new(about.clone());
    let text = about.text();
    if !complaints.fits(limits::RULE) {
        return (None, complaints.into_problems());
    }
    let pack = complaints.yaml().and_then(|root| {
        let root = yaml::located(root, text);
        Reader::new(about, names, &mut Patterns::default(), &mut complaints).pack(&root)
    });
    (pack, complaints.into_problems())
}

impl Reader<'_> {
    fn pack(&mut self, root: &Node) -> Option<Pack> {
        let before = self.complaints.len();
        let mut fields = self.complaints.table(root)?;
        let name = self.pack_name(&mut fields);
        let version = self.version(&mut fields);
        let title = self.words(&mut fields, "title");
        let purpose = self.words(&mut fields, "for");
        let [data, tags] = ["data", "tags"].map(|name| self.meanings(&mut fields, name));
        let sources = fields.optional("sources").map(|node| self.sources(node)).unwrap_or_default();
        let profiles = self.pack_profiles(&mut fields);
        fields.finish(self.complaints);
        if self.complaints.len() > before {
            return None;
        }
        let (name, span) = name?;
        let (source, version, title, purpose) = (self.source.clone(), version?, title?, purpose?);
        Some(Pack { name, version, title, purpose, data, tags, sources, profiles, source, span })
    }

    /// The name, which has to be fit for the first half of a rule's id.
    fn pack_name(&mut self, fields: &mut Fields<'_>) -> Option<(String, Span)> {
        let node = fields.required(self.complaints, "name")?;
        let name = self.complaints.text(node)?;
        if !is_part(name) {
            let message = format!("`{name}` is no name for a pack");
            let help = "a name has small letters, digits and dashes, since the ids of its rules begin with it";
            self.complaints.add(node.place, "bad-id", message, Some(help.to_owned()));
        }
        let span = if let Place::Bytes(span) = node.place { span } else { Span::default() };
        Some((name.to_owned(), span))
    }

    /// `1.4.0`
    fn version(&mut self, fields: &mut Fields<'_>) -> Option<String> {
        let node = fields.required(self.complaints, "version")?;
        let version = self.complaints.text(node)?;
        let is_number = |part: &str| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            digits && (part == "0" || !part.starts_with('0'))
        };
        let parts: Vec<_> = version.split('.').collect();
        if parts.len() != 3 || !parts.into_iter().all(is_number) {
            let help = "write three numbers, `1.0.0`: a greater first one says that an outcome may change, a greater \
                        second one that something was added";
            let message = format!("`{version}` is no version");
            self.complaints.add(node.place, "bad-version", message, Some(help.to_owned()));
        }
        Some(version.to_owned())
    }

    /// Names with what they mean, in the order of the file.
    fn meanings(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<(String, String)> {
        let Some(node) = fields.optional(name) else { return Vec::new() };
        let Value::Table(entries) = &node.value else {
            self.complaints.table(node);
            return Vec::new();
        };
        let mut meanings = Vec::new();
        for (key, value) in entries {
            let Some(text) = self.complaints.text(value) else { continue };
            if text.trim().is_empty() {
                self.complaints.add(value.place, "empty", format!("this doesn't say what `{}` means", key.name), None);
            }
            meanings.push((key.name.to_string(), text.trim().to_owned()));
        }
        meanings
    }

    fn pack_profiles(&mut self, fields: &mut Fields<'_>) -> Profiles {
        let Some(node) = fields.optional("profiles") else { return Profiles::default() };
        let written = profiles::read(self.complaints, node);
        let names = Names { catalog: self.catalog, profiles: self.profiles };
        profiles::resolve(&written, self.source, names, self.complaints)
    }
}
