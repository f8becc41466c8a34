//! What changed between two documents, for people and for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::flaws::Form;
use super::known::Catalog;
use super::{CatalogSummary, Style, visible, visible_json, wrap};
use crate::diff::{Change, Comparison, Kind, Named, Renamed, Touched};

/// A comparison with what it is of.
#[derive(Debug)]
pub struct Changes<'a> {
    /// The old side, as the user named it.
    pub old: &'a str,
    /// The new side.
    pub new: &'a str,
    /// The catalogue in which names were looked up; the new one where folders are compared.
    pub catalog: CatalogSummary,
    /// The old catalogue, where folders are compared.
    pub old_catalog: Option<CatalogSummary>,
    /// The day for which manifests were resolved.
    pub as_of: Date,
    /// What changed.
    pub comparison: &'a Comparison,
    /// The requirements of manifests that are touched.
    pub touched: &'a [Touched],
    /// How many manifests were given.
    pub manifests: usize,
}

impl Changes<'_> {
    /// Writes everything, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, form: Form, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        match form {
            Form::Human => self.page(style, out),
            Form::Short => self.lines(out),
            Form::Json => visible_json::pretty(&Document::of(self), out),
        }
    }

    fn page(&self, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "from {} to {}", visible::line(self.old), visible::line(self.new))?;
        let comparison = self.comparison;
        if comparison.is_empty() {
            writeln!(out, "\nboth say the same")?;
        }
        if !(comparison.added.is_empty() && comparison.removed.is_empty() && comparison.renamed.is_empty()) {
            writeln!(out, "\nservices")?;
        }
        for (word, services) in [("added", &comparison.added), ("removed", &comparison.removed)] {
            for service in services {
                let name = visible::prose(&service.name);
                writeln!(out, "  {word:<8} {name} ({}){}", service.service, holds(service))?;
            }
        }
        for one in &comparison.renamed {
            writeln!(out, "  renamed  {}", renaming(one))?;
        }
        for group in &comparison.groups {
            writeln!(out, "\n{}, {}", group.cloud, group.standard)?;
            // What happened to many services alike is said once.
            for alike in group.changes.chunk_by(|a, b| words(a) == words(b)) {
                let names: Vec<_> = alike.iter().map(|change| visible::prose(&change.name)).collect();
                let line = format!("{}: {}", words(&alike[0]), names.join("; "));
                writeln!(out, "{}", wrap::filled(&line, style.width, "  ", "           "))?;
            }
        }
        if self.manifests > 0 {
            writeln!(out, "\nmanifests, as of {}", self.as_of)?;
        }
        if self.manifests > 0 && self.touched.is_empty() {
            writeln!(out, "  no verdict changes")?;
        }
        self.touched.iter().try_for_each(|one| writeln!(out, "  {}", verdicts(one)))
    }

    fn lines(&self, out: &mut dyn Write) -> io::Result<()> {
        let comparison = self.comparison;
        for (word, services) in [("added", &comparison.added), ("removed", &comparison.removed)] {
            for service in services {
                let name = visible::prose(&service.name);
                writeln!(out, "{word}: {name} ({}){}", service.service, holds(service))?;
            }
        }
        for one in &comparison.renamed {
            writeln!(out, "renamed: {}", renaming(one))?;
        }
        for group in &comparison.groups {
            for change in &group.changes {
                writeln!(out, "{}: {}: {}", group.cloud, words(change), visible::prose(&change.name))?;
            }
        }
        self.touched.iter().try_for_each(|one| writeln!(out, "{}", verdicts(one)))
    }
}

fn renaming(one: &Renamed) -> String {
    format!("{} is now {} ({})", visible::prose(&one.from), visible::prose(&one.to), one.service)
}

/// What a service that came or went has in scope.
fn holds(service: &Named) -> String {
    let clouds: Vec<_> = service.holds.iter().map(|(cloud, held)| format!("{} in {cloud}", held.join(", "))).collect();
    if clouds.is_empty() { String::new() } else { format!(": {}", clouds.join("; ")) }
}

/// What happened, without to whom.
fn words(change: &Change) -> String {
    let from = change.from.as_deref().unwrap_or_default();
    let to = change.to.as_deref().unwrap_or_default();
    let of = change.of.as_deref().unwrap_or_default();
    match change.kind {
        Kind::Gained => format!("gained   {to}"),
        Kind::Lost => format!("lost     {from}"),
        Kind::Raised => format!("raised   {from} to {to}"),
        Kind::Lowered => format!("lowered  {from} to {to}"),
        Kind::Pending => format!("pending  {to}"),
        Kind::UnderCondition => format!("limited  {of} now under {to}"),
        Kind::FreeOfCondition => format!("freed    {of} no longer under {from}"),
        Kind::FewerRegions => match (from, to) {
            (from, "") => format!("limited  {of} no longer in {from}"),
            (_, to) => format!("limited  {of} only in {to}"),
        },
        Kind::MoreRegions => match (from, to) {
            ("", to) => format!("freed    {of} also in {to}"),
            (from, _) => format!("freed    {of} no longer only in {from}"),
        },
        Kind::Validity => match (from, to) {
            ("", to) => format!("dated    {of} now {to}"),
            (from, "") => format!("dated    {of} no longer {from}"),
            (from, to) => format!("dated    {of} now {to}, no longer {from}"),
        },
    }
}

fn verdicts(one: &Touched) -> String {
    let regions = if one.regions.is_empty() { String::new() } else { format!(" in {}", one.regions.join(", ")) };
    format!(
        "{}: {}: {} in {}{regions}: {} becomes {}",
        visible::line(&one.path),
        visible::line(&one.service),
        one.standard,
        one.cloud,
        one.old.name(),
        one.new.name()
    )
}

/// What changed between two versions of a document, or between two catalogues.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Changes of a catalogue", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The catalogue in which names were looked up; the new one where folders are compared.
    catalog: Catalog<'a>,
    /// The old catalogue, where folders are compared.
    old_catalog: Option<Catalog<'a>>,
    /// The old side, as the user named it.
    old: &'a str,
    /// The new side.
    new: &'a str,
    /// The day for which manifests were resolved.
    as_of: String,
    /// The services that only the new side names.
    added: Vec<Service<'a>>,
    /// The services that only the old side names.
    removed: Vec<Service<'a>>,
    /// The services that are printed under another name.
    renamed: Vec<Renaming<'a>>,
    /// What else changed, by cloud and standard.
    changes: Vec<Entry<'a>>,
    /// The requirements of the given manifests whose verdict changes.
    requirements: Vec<Requirement<'a>>,
}

/// A service that came or went.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Service<'a> {
    /// Its id.
    service: &'a str,
    /// Its name.
    name: &'a str,
    /// What is in scope for it, by cloud.
    in_scope: &'a BTreeMap<String, Vec<String>>,
}

/// A service that is printed under another name.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Renaming<'a> {
    /// Its id.
    service: &'a str,
    /// The name that is no longer printed.
    from: &'a str,
    /// The name that is printed now.
    to: &'a str,
}

/// A change for one service in one cloud under one standard.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Change", deny_unknown_fields))]
pub(super) struct Entry<'a> {
    /// What happened.
    kind: &'static str,
    /// The cloud's id.
    cloud: &'a str,
    /// The standard's id, with the edition where one is stated.
    standard: &'a str,
    /// The service's id.
    service: &'a str,
    /// Its name.
    name: &'a str,
    /// What it is about where `from` and `to` are conditions, regions or days.
    of: Option<&'a str>,
    /// What was in scope, or the conditions, regions or days that fell away.
    from: Option<&'a str>,
    /// What is in scope now, or the conditions, regions or days that were added.
    to: Option<&'a str>,
}

/// A requirement of a manifest whose verdict changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Requirement<'a> {
    /// The manifest.
    path: &'a str,
    /// The team's own name for the service.
    service: &'a str,
    /// The cloud's id.
    cloud: &'a str,
    /// The regions whose verdict changes; empty for a use that is not bound to one.
    regions: &'a [String],
    /// The requirement, as `standard[:edition][@level]`.
    standard: &'a str,
    /// The verdict so far.
    old: &'static str,
    /// The verdict from now on.
    new: &'static str,
}

impl<'a> Document<'a> {
    fn of(changes: &'a Changes<'a>) -> Self {
        let services = |named: &'a [Named]| {
            named.iter().map(|one| Service { service: &one.service, name: &one.name, in_scope: &one.holds }).collect()
        };
        let comparison = changes.comparison;
        let renamed = comparison.renamed.iter();
        let entries = comparison.groups.iter().flat_map(|group| {
            group.changes.iter().map(|change| Entry {
                kind: change.kind.name(),
                cloud: &group.cloud,
                standard: &group.standard,
                service: &change.service,
                name: &change.name,
                of: change.of.as_deref(),
                from: change.from.as_deref(),
                to: change.to.as_deref(),
            })
        });
        let requirements = changes.touched.iter().map(|one| Requirement {
            path: &one.path,
            service: &one.service,
            cloud: &one.cloud,
            regions: &one.regions,
            standard: &one.standard,
            old: one.old.name(),
            new: one.new.name(),
        });
        Self {
            version: "1",
            catalog: Catalog::of(&changes.catalog),
            old_catalog: changes.old_catalog.as_ref().map(Catalog::of),
            old: changes.old,
            new: changes.new,
            as_of: changes.as_of.to_string(),
            added: services(&comparison.added),
            removed: services(&comparison.removed),
            renamed: renamed.map(|one| Renaming { service: &one.service, from: &one.from, to: &one.to }).collect(),
            changes: entries.collect(),
            requirements: requirements.collect(),
        }
    }
}
