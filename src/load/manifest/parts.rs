//! The quick way through a manifest of the usual form in which nothing is wrong: its services in parts, each of which can be
//! read while others are, and gone before others come.
//!
//! A manifest of another form, or with a problem, is left to [`super::load_as_a_whole`]: only that finds every problem of a
//! file, and what is found here is never told.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::mem;
use std::ops::{ControlFlow, Range};
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::met::MetNames;
use super::{Defaults, Reader, empty};
use crate::catalog::Catalog;
use crate::load::tree::Node;
use crate::load::{limits, toml};
use crate::model::deployment::{Deployment, Repeated, ServiceInstance};
use crate::model::profile::Profiles;
use crate::text::Source;

/// The header of a service.
const SERVICES: &str = "[[services]]";

/// The headers of everything else.
const OTHERS: [&str; 3] = ["[deployment]", "[[agreements]]", "[[waivers]]"];

/// A part has at least so many bytes: the tables of some hundred services.
const LEAST: usize = 32 * 1024;

/// Most services take at least so many bytes.
const USUAL: usize = 200;

/// No manifest has more parts than about this many, so that each meets many names again.
const MOST: usize = 256;

/// A manifest with its services in parts.
#[derive(Debug)]
pub struct Parts<'c> {
    source: Source,
    catalog: &'c Catalog,
    profiles: &'c Profiles,
    /// What it says beside its services; of a file that can't be cut, these as well.
    head: Deployment,
    defaults: Defaults,
    pieces: Vec<Range<usize>>,
    services: usize,
    /// What names stand for, by the readers that are not at work. Most parts name the same things.
    met: Mutex<Vec<MetNames<'c>>>,
}

/// Some services of a manifest, in its order.
#[derive(Debug, Default)]
pub struct Part {
    /// The services.
    pub services: Vec<ServiceInstance>,
    /// What their lists name more than once.
    pub repeated: Vec<Repeated>,
    /// What it shares with other parts.
    pub marks: Marks,
}

impl<'c> Parts<'c> {
    /// Reads all of a manifest but its services. None where it is of another form, or where something is wrong with that.
    pub fn of(source: &Source, catalog: &'c Catalog, profiles: &'c Profiles) -> Option<Self> {
        let text = source.text();
        if limits::MANIFEST.refuses(text.len()).is_some() {
            return None;
        }
        let toml::Cut { listed, tables, others } = toml::cut(text, SERVICES, &OTHERS, LEAST.max(text.len() / MOST));
        let mut reader = Reader::new(source, profiles, MetNames::new(catalog));
        let mut head = empty(source);
        let mut defaults = None;
        let is_clean = others.into_iter().all(|piece| {
            reader.tables(source, piece, |reader, name, is_listed, node| {
                match (name, is_listed) {
                    // It must come first, since services take what it says.
                    ("deployment", false) if defaults.is_none() && head.services.is_empty() => {
                        defaults = Some(reader.head(node, &mut head));
                    }
                    ("agreements", true) => head.agreements.extend(reader.agreement(node)),
                    ("waivers", true) => head.waivers.extend(reader.waiver(node)),
                    // Those of a file that isn't cut; in any other they would lose their place.
                    ("services", true) if listed.is_empty() => {
                        let service = reader.service(node, defaults.get_or_insert_default());
                        head.services.extend(service.and_then(Result::ok));
                    }
                    _ => return ControlFlow::Break(()),
                }
                ControlFlow::Continue(())
            })
        });
        let is_empty = listed.is_empty() && head.services.is_empty();
        let Reader { met, repeated, .. } = reader;
        head.repeated = repeated;
        let (source, defaults, met) = (source.clone(), defaults.unwrap_or_default(), Mutex::new(vec![met]));
        let (pieces, services) = (listed, tables);
        (is_clean && !is_empty).then_some(Self { source, catalog, profiles, head, defaults, pieces, services, met })
    }

    /// What the manifest says beside its services; where it is not cut, all of it.
    pub fn head(&self) -> &Deployment {
        &self.head
    }

    /// The bytes of each part, in their order; none where the manifest is not cut.
    pub fn pieces(&self) -> &[Range<usize>] {
        &self.pieces
    }

    /// How many services the parts have together, as far as that is seen before they are read.
    pub fn services(&self) -> usize {
        self.services
    }

    /// A deployment of the services of a part alone.
    pub fn deployment(&self, part: Part) -> Deployment {
        let Deployment { source, name, owner, tags, agreements, waivers, .. } = self.head.clone();
        let Part { services, repeated, .. } = part;
        Deployment { name, owner, tags, agreements, waivers, services, repeated, ..empty(&source) }
    }

    /// Reads a part. None where something is wrong with it.
    pub fn read(&self, piece: Range<usize>) -> Option<Part> {
        let lock = || self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = lock().pop();
        let met = idle.unwrap_or_else(|| MetNames::new(self.catalog));
        let mut reader = Reader::new(&self.source, self.profiles, met);
        let mut services = Vec::with_capacity(piece.len() / USUAL);
        let is_clean = reader.tables(&self.source, piece, |reader, name, is_listed, node| {
            if (name, is_listed) != ("services", true) {
                return ControlFlow::Break(());
            }
            services.extend(reader.service(node, &self.defaults).and_then(Result::ok));
            ControlFlow::Continue(())
        });
        let Reader { met, repeated, classes, .. } = reader;
        lock().push(met);
        let marks = Marks::of(&services, classes.names);
        is_clean.then_some(Part { services, repeated, marks })
    }

    /// The whole manifest, of all its parts in their order. None where they don't belong together.
    pub fn join(self, mut parts: Vec<Part>) -> Option<Deployment> {
        let mut across = Across::of(self.services);
        let mut deployment = self.head;
        let own = Marks::of(&deployment.services, HashSet::new());
        if !across.takes(own) || !parts.iter_mut().all(|part| across.takes(mem::take(&mut part.marks))) {
            return None;
        }
        deployment.services.reserve(parts.iter().map(|part| part.services.len()).sum());
        for Part { services, repeated, .. } in parts {
            deployment.services.extend(services);
            deployment.repeated.extend(repeated);
        }
        let services = &deployment.services;
        let mut names = HashSet::with_capacity(services.len());
        if services.iter().any(|service| !service.sends_to.is_empty()) {
            names.extend(services.iter().map(|service| service.name.value.clone()));
            let mut reader = Reader::new(&self.source, self.profiles, MetNames::new(self.catalog));
            reader.check_flows(&mut deployment, &names);
            return reader.complaints.is_empty().then_some(deployment);
        }
        Some(deployment)
    }
}

impl Part {
    /// Whether none of its services sends data to another.
    pub fn is_without_flows(&self) -> bool {
        self.services.iter().all(|service| service.sends_to.is_empty())
    }
}

/// What a part shares with others, once it is gone.
#[derive(Debug, Default)]
pub struct Marks {
    /// The names of its services, hashed: two that are hashed alike may be the same, and the whole is read then.
    names: Vec<u64>,
    /// The classes of data that they name.
    classes: HashSet<String>,
}

impl Marks {
    fn of(services: &[ServiceInstance], classes: HashSet<String>) -> Self {
        let names = services.iter().map(|service| FxBuildHasher.hash_one(service.name.value.as_str()));
        Self { names: names.collect(), classes }
    }
}

/// What no part knows alone, of those that were taken so far.
#[derive(Debug)]
pub struct Across {
    names: FxHashSet<u64>,
    classes: HashSet<String>,
}

impl Across {
    /// None yet, with room for the names of so many services.
    pub fn of(services: usize) -> Self {
        Self { names: FxHashSet::with_capacity_and_hasher(services, FxBuildHasher), classes: HashSet::new() }
    }

    /// Takes up a part, and says whether it may stand beside those before it: each name belongs to one service, and they name
    /// no more classes of data than a file may.
    pub fn takes(&mut self, part: Marks) -> bool {
        let Marks { names, classes } = part;
        self.classes.extend(classes);
        names.into_iter().all(|name| self.names.insert(name)) && self.classes.len() <= limits::CLASSES
    }
}

impl Reader<'_> {
    /// Gives each table of a piece to `take`, with the word of its header and whether it is one of a list, until it breaks off
    /// or something is wrong. Says whether it had all of them.
    fn tables(
        &mut self,
        source: &Source,
        piece: Range<usize>,
        mut take: impl FnMut(&mut Self, &str, bool, &Node) -> ControlFlow<()>,
    ) -> bool {
        toml::tables(source.text(), piece, |toml::Table { name, is_listed, node }| {
            take(self, &name, is_listed, &node)?;
            if self.complaints.is_empty() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
    }
}
