//! The policy, `compliance.toml`: from TOML to a [`Policy`], with every problem of the file in one run.
//!
//! It is read in two steps, since it names folders of the catalogue, and its profiles name standards of that:
//! [`read`] takes all that stands on its own, and [`Draft::resolve`] the profiles.

use std::collections::HashSet;

use super::decode::{Complaints, Fields};
use super::glob;
use super::limits;
use super::problem::Problem;
use super::profiles::{self, Names, Written};
use super::toml;
use super::tree::{Node, Place, Value};
use crate::catalog::Catalog;
use crate::model::date::Term;
use crate::model::pack::Pack;
use crate::model::policy::{FailOn, Grade, Policy, SeverityEntry, WaiverLimits};
use crate::model::profile::{PREFIX, Profiles};
use crate::text::nearest::nearest;
use crate::text::{Source, Span, Spanned};

/// The names that a policy can use and that other parts of the program know.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'k> {
    /// Formats of reports.
    pub formats: &'k [&'k str],
    /// Packs of rules.
    pub packs: &'k [&'k str],
}

/// A policy whose profiles are still words.
#[derive(Debug, Clone)]
pub struct Draft {
    /// All but the profiles.
    pub policy: Policy,
    source: Source,
    profiles: Vec<Written>,
}

/// Reads a policy as far as that can be done without a catalogue.
pub fn read(source: &Source, known: &Known<'_>) -> (Draft, Vec<Problem>) {
    let policy = Policy { source: Some(source.clone()), ..Policy::default() };
    let mut draft = Draft { policy, source: source.clone(), profiles: Vec::new() };
    let mut complaints = Complaints::new(source.clone());
    if !complaints.fits(limits::POLICY) {
        return (draft, complaints.into_problems());
    }
    let (root, errors) = toml::read(source.text());
    if errors.is_empty() {
        Reader { known, complaints: &mut complaints }.policy(&root, &mut draft);
    }
    for (span, message) in errors {
        complaints.add(Place::Bytes(span), "syntax", format!("this is not TOML: {message}"), None);
    }
    (draft, complaints.into_problems())
}

impl Draft {
    /// The whole policy, with the standards of its profiles as `catalog` knows them. They may contain the profiles of
    /// packs, which are in `known`.
    pub fn resolve(&self, catalog: &Catalog, known: &Profiles) -> (Policy, Vec<Problem>) {
        let mut complaints = Complaints::new(self.source.clone());
        let names = Names { catalog, profiles: known };
        let profiles = profiles::resolve(&self.profiles, &self.source, names, &mut complaints);
        (Policy { profiles, ..self.policy.clone() }, complaints.into_problems())
    }

    /// The profiles whose names those of packs have that take part. Rules of such a pack go on meaning its own, so that
    /// one name would stand for two things.
    pub fn taken_names(&self, packs: &[Pack]) -> Vec<Problem> {
        let mut complaints = Complaints::new(self.source.clone());
        for written in &self.profiles {
            let name = &written.name;
            for profile in packs.iter().filter_map(|pack| pack.profiles.named(&name.value)) {
                let first = profile.source.position(profile.span.start);
                let at = format!("{}:{}:{}", profile.source.name(), first.line, first.column);
                let message = format!("a profile `{}` stands in {at} already", name.value);
                let help = format!("call it something else; it may contain that one, as \"{PREFIX}{}\"", name.value);
                complaints.add(Place::Bytes(name.span), "duplicate-id", message, Some(help));
            }
        }
        complaints.into_problems()
    }
}

struct Reader<'r> {
    known: &'r Known<'r>,
    complaints: &'r mut Complaints,
}

impl Reader<'_> {
    fn policy(&mut self, root: &Node, draft: &mut Draft) {
        let Some(mut fields) = self.complaints.table(root) else { return };
        let policy = &mut draft.policy;
        policy.fail_on = self.fail_on(&mut fields);
        policy.catalogs = self.folders(&mut fields, "catalogs");
        policy.rules = self.folders(&mut fields, "rules");
        let packs = self.texts(&mut fields, "packs");
        policy.packs = packs.into_iter().filter(|pack| self.is_known(pack, "pack", self.known.packs)).collect();
        policy.evidence_age = self.term(&mut fields, "evidence-age");
        let format = self.text(&mut fields, "format");
        policy.format = format.filter(|format| self.is_known(format, "format", self.known.formats));
        policy.severities = fields.optional("severity").map(|node| self.severities(node)).unwrap_or_default();
        let profiles = fields.optional("profiles");
        draft.profiles = profiles.map(|node| profiles::read(self.complaints, node)).unwrap_or_default();
        policy.waivers = fields.optional("waivers").map(|node| self.waivers(node)).unwrap_or_default();
        fields.finish(self.complaints);
    }

    fn fail_on(&mut self, fields: &mut Fields<'_>) -> Option<Spanned<FailOn>> {
        let node = fields.optional("fail-on")?;
        let fail_on = self.complaints.one_of(node, "severity to fail on", &FailOn::ALL, FailOn::name)?;
        Some(Spanned::new(fail_on, span(node.place)))
    }

    /// `[severity]`: patterns over the ids of rules, each with how grave their findings are.
    fn severities(&mut self, node: &Node) -> Vec<SeverityEntry> {
        let Value::Table(entries) = &node.value else {
            self.complaints.table(node);
            return Vec::new();
        };
        let mut severities = Vec::new();
        for (key, value) in entries {
            let is_sound = self.is_pattern(key.place, &key.name);
            let grade = self.complaints.one_of(value, "severity", &Grade::ALL, Grade::name);
            severities.extend(grade.filter(|_| is_sound).map(|grade| SeverityEntry {
                rules: Spanned::new(key.name.to_string(), span(key.place)),
                grade: Spanned::new(grade, span(value.place)),
            }));
        }
        severities
    }

    fn waivers(&mut self, node: &Node) -> WaiverLimits {
        let Some(mut fields) = self.complaints.table(node) else { return WaiverLimits::default() };
        let never = self.patterns(&mut fields, "never");
        let longest = self.term(&mut fields, "longest");
        let approved_by = self.patterns(&mut fields, "approved-by");
        let list = fields.optional("approved-by");
        if let Some(node) = list.filter(|node| matches!(&node.value, Value::List(items) if items.is_empty())) {
            let help = "leave it out where no approval is needed, or write `never = [\"*\"]` to allow no waiver";
            let message = "an empty list would let nobody approve a waiver";
            self.complaints.add(node.place, "empty", message, Some(help.to_owned()));
        }
        fields.finish(self.complaints);
        WaiverLimits { never, longest, approved_by, approved_by_span: list.map(|node| span(node.place)) }
    }

    fn text(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Spanned<String>> {
        let node = fields.optional(name)?;
        self.complaints.text(node).map(|text| Spanned::new(text.to_owned(), span(node.place)))
    }

    /// The texts of a list, each of which stands there once.
    fn texts(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<Spanned<String>> {
        let items = fields.optional(name).and_then(|node| self.complaints.list(node)).unwrap_or_default();
        let mut seen = HashSet::new();
        let mut texts = Vec::new();
        for node in items {
            let Some(text) = self.complaints.text(node) else { continue };
            if !seen.insert(text) {
                self.complaints.add(node.place, "twice", format!("`{text}` stands in this list already"), None);
            }
            texts.push(Spanned::new(text.to_owned(), span(node.place)));
        }
        texts
    }

    fn folders(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<Spanned<String>> {
        let folders = self.texts(fields, name);
        for folder in folders.iter().filter(|folder| folder.value.trim().is_empty()) {
            let help = "name a folder, from this file on; `.` is the folder of this file".to_owned();
            self.complaints.add(Place::Bytes(folder.span), "empty", "this names no folder", Some(help));
        }
        folders
    }

    fn patterns(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Vec<Spanned<String>> {
        let mut patterns = self.texts(fields, name);
        for empty in patterns.extract_if(.., |pattern| pattern.value.trim().is_empty()) {
            let message = format!("an element of `{name}` says nothing");
            let help = "name something, or remove it".to_owned();
            self.complaints.add(Place::Bytes(empty.span), "empty", message, Some(help));
        }
        patterns.into_iter().filter(|pattern| self.is_pattern(Place::Bytes(pattern.span), &pattern.value)).collect()
    }

    fn is_pattern(&mut self, place: Place, pattern: &str) -> bool {
        let Err(refused) = glob::read(pattern) else { return true };
        self.complaints.add(place, "bad-pattern", refused.message, refused.help);
        false
    }

    fn term(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Spanned<Term>> {
        let node = fields.optional(name)?;
        let text = self.complaints.text(node)?;
        let term = Term::parse(text);
        if term.is_none() {
            let message = format!("`{text}` is no length of time");
            let help = "write a number of days, weeks, months or years: \"180 days\", \"18 months\"".to_owned();
            self.complaints.add(node.place, "bad-duration", message, Some(help));
        }
        term.map(|term| Spanned::new(term, span(node.place)))
    }

    fn is_known(&mut self, name: &Spanned<String>, what: &str, known: &[&str]) -> bool {
        if known.contains(&name.value.as_str()) {
            return true;
        }
        let help = match nearest(&name.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => format!("no {what} is known"),
            None => format!("known are {}", known.join(", ")),
        };
        let code = if what == "pack" { "unknown-pack" } else { "unknown-format" };
        let message = format!("no {what} is called `{}`", name.value);
        self.complaints.add(Place::Bytes(name.span), code, message, Some(help));
        false
    }
}

/// The bytes of a place in a TOML file.
fn span(place: Place) -> Span {
    match place {
        Place::Bytes(span) => span,
        Place::Nth(_) => Span::default(),
    }
}
