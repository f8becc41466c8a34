//! The manifest, `deploy.toml`: from TOML to a [`Deployment`], with every problem of the file in one run.
//!
//! A service with a problem is left out, and the rest is still checked. A file whose TOML is broken is not checked at
//! all: what was meant can't be told.

mod exceptions;
mod met;
mod parts;
mod service;

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::decode::{Complaints, Fields};
use super::demand;
use super::glob;
use super::limits;
use super::problem::Problem;
use super::toml;
use super::tree::{Node, Place, Value};
use crate::catalog::{Catalog, NotFound};
use crate::model::deployment::{Demand, Deployment, Origin, Repeated, Tag, ThroughProfile};
use crate::model::profile::{PREFIX, Profiles};
use crate::text::{Source, Span, Spanned};
use met::MetNames;
pub use parts::{Across, Marks, Part, Parts};

/// Reads a manifest with the names of `catalog` and `profiles`.
pub fn load(source: &Source, catalog: &Catalog, profiles: &Profiles) -> (Deployment, Vec<Problem>) {
    load_by(source, catalog, profiles, |parts| parts.pieces().iter().map(|piece| parts.read(piece.clone())).collect())
}

/// The same, where `read` reads all parts of a manifest in their order, one after the other or side by side.
pub fn load_by(
    source: &Source,
    catalog: &Catalog,
    profiles: &Profiles,
    read: impl FnOnce(&Parts<'_>) -> Option<Vec<Part>>,
) -> (Deployment, Vec<Problem>) {
    let clean = Parts::of(source, catalog, profiles).and_then(|parts| {
        let read = read(&parts)?;
        parts.join(read)
    });
    match clean {
        Some(deployment) => (deployment, Vec::new()),
        None => load_as_a_whole(source, catalog, profiles),
    }
}

/// The same, whatever is wrong with it: as a tree of the whole document, which takes thirty times its memory.
pub fn load_as_a_whole(source: &Source, catalog: &Catalog, profiles: &Profiles) -> (Deployment, Vec<Problem>) {
    let mut reader = Reader::new(source, profiles, MetNames::new(catalog));
    let mut deployment = empty(source);
    if !reader.complaints.fits(limits::MANIFEST) {
        return (deployment, reader.complaints.into_problems());
    }
    let (root, errors) = toml::read(source.text());
    if errors.is_empty() {
        reader.deployment(&root, &mut deployment);
    }
    for (span, message) in errors {
        reader.complaints.add(Place::Bytes(span), "syntax", format!("this is not TOML: {message}"), None);
    }
    deployment.repeated = reader.repeated;
    deployment.is_whole = reader.complaints.is_empty();
    (deployment, reader.complaints.into_problems())
}

fn empty(source: &Source) -> Deployment {
    Deployment {
        source: source.clone(),
        name: None,
        owner: None,
        tags: Vec::new(),
        services: Vec::new(),
        agreements: Vec::new(),
        waivers: Vec::new(),
        left_out: Vec::new(),
        repeated: Vec::new(),
        is_whole: true,
    }
}

/// What the readers of the manifest's parts share.
struct Reader<'c> {
    catalog: &'c Catalog,
    met: MetNames<'c>,
    profiles: &'c Profiles,
    complaints: Complaints,
    repeated: Vec<Repeated>,
    classes: NamedClasses,
}

/// The classes of data that were named so far.
#[derive(Default)]
struct NamedClasses {
    names: HashSet<String>,
    /// Whether it was told that there are more than may be.
    is_told: bool,
}

/// What `[deployment]` says for all services.
#[derive(Debug, Default)]
struct Defaults {
    cloud: Option<Spanned<String>>,
    demands: Vec<Demand>,
}

/// The texts of a list, of which most lists have a few.
type Texts<'n> = SmallVec<[Spanned<&'n str>; 4]>;

impl<'c> Reader<'c> {
    fn new(source: &Source, profiles: &'c Profiles, met: MetNames<'c>) -> Self {
        let (complaints, repeated, classes) = (Complaints::new(source.clone()), Vec::new(), NamedClasses::default());
        Self { catalog: met.catalog(), met, profiles, complaints, repeated, classes }
    }

    fn deployment(&mut self, root: &Node, deployment: &mut Deployment) {
        let Some(mut fields) = self.complaints.table(root) else { return };
        let defaults = fields.optional("deployment").map(|node| self.head(node, deployment)).unwrap_or_default();
        match fields.optional("services") {
            Some(node) => self.services(node, &defaults, deployment),
            None => self.complaints.add(
                Place::Bytes(Span::default()),
                "no-services",
                "the file declares no service",
                Some("add a table [[services]] with `service = \"…\"` and `cloud = \"…\"`".to_owned()),
            ),
        }
        for node in self.items(&mut fields, "agreements") {
            let agreement = self.agreement(node);
            deployment.agreements.extend(agreement);
        }
        for node in self.items(&mut fields, "waivers") {
            let waiver = self.waiver(node);
            deployment.waivers.extend(waiver);
        }
        fields.finish(&mut self.complaints);
    }

    /// Reads `[deployment]`, and gives what it says for all services.
    fn head(&mut self, node: &Node, deployment: &mut Deployment) -> Defaults {
        let Some(mut fields) = self.complaints.table(node) else { return Defaults::default() };
        deployment.name = self.text(&mut fields, "name");
        deployment.owner = self.text(&mut fields, "owner");
        deployment.tags = self.tags(&mut fields);
        let cloud = self.text(&mut fields, "cloud");
        let demands = self.demands(&mut fields, Origin::Deployment);
        fields.finish(&mut self.complaints);
        Defaults { cloud, demands }
    }

    /// Reads all `[[services]]`. A name that stands twice is a problem, and its second service is left out.
    fn services(&mut self, node: &Node, defaults: &Defaults, deployment: &mut Deployment) {
        let Some(items) = self.complaints.list(node) else { return };
        let mut names = HashSet::new();
        items.iter().for_each(|item| self.listed(item, defaults, &mut names, deployment));
        self.check_flows(deployment, &names);
    }

    /// Reads one of `[[services]]`, which has none of these names.
    fn listed(&mut self, item: &Node, defaults: &Defaults, names: &mut HashSet<String>, deployment: &mut Deployment) {
        let Some(read) = self.service(item, defaults) else { return };
        let name = match &read {
            Ok(instance) => &instance.name,
            Err(left_out) => &left_out.name,
        };
        if names.insert(name.value.clone()) {
            match read {
                Ok(instance) => deployment.services.push(instance),
                Err(left_out) => deployment.left_out.push(left_out),
            }
            return;
        }
        let message = format!("another service is named `{}` already", name.value);
        let help = "give each its own `name`; without one, a service is named after its `service`".to_owned();
        self.complaints.add(Place::Bytes(name.span), "duplicate-name", message, Some(help));
    }

    /// What must be shown: `requires`. An element that can't be taken is a problem, and left out.
    fn demands(&mut self, fields: &mut Fields<'_>, origin: Origin) -> Vec<Demand> {
        let items = self.items(fields, "requires");
        let mut demands = Vec::with_capacity(items.len());
        items.iter().for_each(|item| self.demand(item, origin, &mut demands));
        let own = demands.iter().filter(|demand| demand.profile.is_none());
        let named = own.map(|demand| Spanned::new((demand.standard, demand.assurance), demand.span));
        if may_repeat(named.clone().map(|one| one.value)) {
            let facts = self.catalog.facts();
            self.once(named.collect(), |(standard, _)| facts.reference(*standard));
        }
        demands
    }

    /// What one element requires: a standard, or all that a profile stands for.
    fn demand(&mut self, node: &Node, origin: Origin, demands: &mut Vec<Demand>) {
        let span = span(node.place);
        if let Some(name) = node.as_text().and_then(|text| text.strip_prefix(PREFIX)) {
            demands.extend(self.profile(node.place, name, origin));
            return;
        }
        let demand = demand::read(&mut self.complaints, node, |text| self.met.standard(text));
        demands.extend(demand.map(|(standard, assurance)| Demand { standard, assurance, origin, span, profile: None }));
    }

    fn profile(&mut self, place: Place, name: &str, origin: Origin) -> Vec<Demand> {
        let Some(profile) = self.profiles.named(name) else {
            let help = match self.profiles.nearest(name) {
                Some(near) => format!("did you mean `{PREFIX}{near}`?"),
                None => "name the standards themselves; profiles come with packs, or from an organisation's policy"
                    .to_owned(),
            };
            let message = format!("no profile `{name}` is known");
            self.complaints.add(place, "unknown-profile", message, Some(help));
            return Vec::new();
        };
        let demands = profile.members.iter().map(|member| Demand {
            standard: member.standard,
            assurance: member.assurance,
            origin,
            span: span(place),
            profile: Some(Arc::new(ThroughProfile { name: name.to_owned(), member: member.clone() })),
        });
        demands.collect()
    }

    /// What was found, or a problem at `place`.
    fn known<T>(&mut self, place: Place, code: &'static str, found: Result<T, NotFound>) -> Option<T> {
        demand::known(&mut self.complaints, place, code, found)
    }

    /// The text of an entry, where it is written.
    fn text(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Spanned<String>> {
        let node = fields.optional(name)?;
        let help = match name {
            "reason" => "say why what is found may stand for now",
            "rule" => "name the rule, or a pattern over rules",
            _ => "name something, or leave it out",
        };
        let text = self.complaints.words(node, format_args!("`{name}`"), help);
        text.map(|text| Spanned::new(text.to_owned(), span(node.place)))
    }

    /// The texts of an entry that is a list; a wrong element is a problem, and left out.
    fn texts<'n>(&mut self, fields: &mut Fields<'n>, name: &'static str) -> Texts<'n> {
        let items = self.items(fields, name);
        let mut texts = Texts::with_capacity(items.len());
        for node in items {
            let text =
                self.complaints.words(node, format_args!("an element of `{name}`"), "name something, or remove it");
            texts.extend(text.map(|text| Spanned::new(text, span(node.place))));
        }
        texts
    }

    /// What a list names, each once, given what each means. One that is named again is noted: it is most likely meant to
    /// be another one.
    fn once<T: Hash + Eq>(&mut self, mut named: Vec<Spanned<T>>, means: impl Fn(&T) -> String) -> Vec<Spanned<T>> {
        if !may_repeat(named.iter().map(|one| &one.value)) {
            return named;
        }
        let mut met: FxHashMap<&T, Span> = FxHashMap::default();
        let firsts: Vec<_> = named.iter().map(|one| *met.entry(&one.value).or_insert(one.span)).collect();
        let mut firsts = firsts.into_iter();
        named.retain(|one| match firsts.next() {
            Some(first) if first != one.span => {
                self.repeated.push(Repeated { means: means(&one.value), span: one.span, first });
                false
            }
            _ => true,
        });
        named
    }

    /// The elements of an entry that is a list; none where it isn't written.
    fn items<'n>(&mut self, fields: &mut Fields<'n>, name: &'static str) -> &'n [Node] {
        fields.optional(name).and_then(|node| self.complaints.list(node)).unwrap_or_default()
    }

    /// Free words: `tags = { stage = "production" }`.
    fn tags(&mut self, fields: &mut Fields<'_>) -> Vec<Tag> {
        let Some(node) = fields.optional("tags") else { return Vec::new() };
        let Value::Table(entries) = &node.value else {
            self.complaints.table(node);
            return Vec::new();
        };
        let mut tags = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let text = self.complaints.text(value);
            tags.extend(text.map(|text| Tag {
                key: Spanned::new(key.name.as_str().to_owned(), span(key.place)),
                value: Spanned::new(text.to_owned(), span(value.place)),
            }));
        }
        tags
    }

    /// A pattern over names, where it is written; one that can't be understood is a problem.
    fn pattern(&mut self, fields: &mut Fields<'_>, name: &'static str) -> Option<Spanned<String>> {
        let pattern = self.text(fields, name)?;
        if let Err(refused) = glob::read(&pattern.value) {
            self.complaints.add(Place::Bytes(pattern.span), "bad-pattern", refused.message, refused.help);
            return None;
        }
        Some(pattern)
    }
}

/// Whether something may stand twice. Few things are quicker compared than hashed; of many it is not known, since to compare
/// them would take the square of their number.
fn may_repeat<T: PartialEq>(things: impl Iterator<Item = T> + Clone) -> bool {
    let is_again = |(at, one): (usize, T)| things.clone().take(at).any(|earlier| earlier == one);
    things.clone().nth(FEW).is_some() || things.clone().enumerate().any(is_again)
}

/// No more things than this are compared each with the others.
const FEW: usize = 16;

/// The bytes of a place in a TOML file.
fn span(place: Place) -> Span {
    match place {
        Place::Bytes(span) => span,
        Place::Nth(_) => Span::default(),
    }
}
