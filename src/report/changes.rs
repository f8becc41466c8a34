//! What changed between two documents, for people and for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::flaws::Form;
use super::{Style, visible, wrapping};
use crate::diff::{Change, Comparison, Kind, Named, Renamed, Touched};

/// A comparison with what it is of.
#[derive(Debug)]
pub struct Changes<'a> {
    /// The old side, as the user named it.
    pub old: &'a str,
    /// The new side.
    pub new: &'a str,
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
            Form::Json => {
                serde_json::to_writer_pretty(&mut *out, &Document::of(self))?;
                writeln!(out)
            }
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
                let options = wrapping(style.width).initial_indent("  ").subsequent_indent("           ");
                writeln!(out, "{}", textwrap::fill(&line, options))?;
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

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    old: &'a str,
    new: &'a str,
    as_of: String,
    added: Vec<Service<'a>>,
    removed: Vec<Service<'a>>,
    renamed: Vec<Renaming<'a>>,
    changes: Vec<Entry<'a>>,
    requirements: Vec<Requirement<'a>>,
}

#[derive(Serialize)]
struct Service<'a> {
    service: &'a str,
    name: &'a str,
    in_scope: &'a BTreeMap<String, Vec<String>>,
}

#[derive(Serialize)]
struct Renaming<'a> {
    service: &'a str,
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: &'static str,
    cloud: &'a str,
    standard: &'a str,
    service: &'a str,
    name: &'a str,
    of: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

#[derive(Serialize)]
struct Requirement<'a> {
    path: &'a str,
    service: &'a str,
    cloud: &'a str,
    regions: &'a [String],
    standard: &'a str,
    old: &'static str,
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
