//! Names that were looked up before: a deployment says few different ones, many times.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, CloudName, Names, NotFound};
use crate::model::id::{Id, Slug};
use crate::model::provider::{Cloud, Provider, Region, Service};
use crate::model::standard::StandardRef;
use crate::text::nearest::GUESSED;

/// What the names in a file stand for, as far as they were met. A name that stands for nothing is looked up each time it
/// is met: its message says what is near to it.
#[derive(Debug)]
pub(super) struct MetNames<'c> {
    catalog: &'c Catalog,
    services: Met<Option<Id<Provider>>, Id<Service>>,
    clouds: Met<(), CloudName>,
    regions: Met<Id<Cloud>, Id<Region>>,
    standards: Met<(), StandardRef>,
    /// How many names were looked up that stand for nothing.
    unknown: usize,
}

/// What texts stand for, beside something on which that depends. The texts are strangers': they are hashed so that nobody can
/// choose them to collide.
type Met<K, V> = FxHashMap<K, HashMap<String, V, RandomState>>;

impl<'c> MetNames<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        Self {
            catalog,
            services: Met::default(),
            clouds: Met::default(),
            regions: Met::default(),
            standards: Met::default(),
            unknown: 0,
        }
    }

    pub(super) fn catalog(&self) -> &'c Catalog {
        self.catalog
    }

    pub(super) fn service(&mut self, text: &str, provider: Option<Id<Provider>>) -> Result<Id<Service>, NotFound> {
        let Self { catalog, services, unknown, .. } = self;
        met(services, provider, text, || {
            guessed(catalog, unknown, ("service", text, Names::spells_service), |names| {
                names.service(catalog.facts(), text, provider)
            })
        })
    }

    pub(super) fn cloud(&mut self, text: &str) -> Result<CloudName, NotFound> {
        let Self { catalog, clouds, .. } = self;
        met(clouds, (), text, || catalog.names().cloud(catalog.facts(), text))
    }

    pub(super) fn region(&mut self, text: &str, cloud: Id<Cloud>) -> Result<Id<Region>, NotFound> {
        let Self { catalog, regions, unknown, .. } = self;
        met(regions, cloud, text, || {
            guessed(catalog, unknown, ("region", text, Names::spells_region), |names| {
                names.region(catalog.facts(), text, cloud)
            })
        })
    }

    pub(super) fn condition(&mut self, text: &str) -> Result<Slug, NotFound> {
        guessed(self.catalog, &mut self.unknown, ("condition", text, Names::spells_condition), |names| {
            names.condition(text)
        })
    }

    pub(super) fn standard(&mut self, text: &str) -> Result<StandardRef, NotFound> {
        let Self { catalog, standards, unknown, .. } = self;
        met(standards, (), text, || {
            guessed(catalog, unknown, ("standard", text, Names::spells_standard), |names| {
                names.standard(catalog.facts(), text)
            })
        })
    }
}

/// What `find` finds; of a name that stands for nothing, after many of them, that alone.
fn guessed<V>(
    catalog: &Catalog,
    unknown: &mut usize,
    (what, text, spells): (&str, &str, fn(&Names, &str) -> bool),
    find: impl FnOnce(&Names) -> Result<V, NotFound>,
) -> Result<V, NotFound> {
    if *unknown >= GUESSED && !spells(catalog.names(), text) {
        return Err(NotFound::plainly(what, text));
    }
    find(catalog.names()).inspect_err(|_| *unknown += 1)
}

fn met<K: Eq + Hash, V: Copy>(
    known: &mut Met<K, V>,
    beside: K,
    text: &str,
    find: impl FnOnce() -> Result<V, NotFound>,
) -> Result<V, NotFound> {
    let known = known.entry(beside).or_default();
    if let Some(&found) = known.get(text) {
        return Ok(found);
    }
    find().inspect(|&found| _ = known.insert(text.to_owned(), found))
}
