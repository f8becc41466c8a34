//! What changed between two versions of a document, or between two catalogues.
//!
//! Both sides are brought to the same plain form first: for each service, cloud, standard and level, what is stated.
//! The ids of the catalogue tell what is the same thing, so a service that got another name is the same service.

mod held;
mod touched;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::evidence::{Document, Statement};
use crate::model::facts::Facts;
use crate::model::id::Id;
use held::{Held, Ladder, State, Subject};
pub use touched::{Touched, touched};

/// One side of a comparison: some documents, and the facts that they stand in.
#[derive(Debug, Clone, Copy)]
pub struct Side<'f> {
    /// The facts.
    pub facts: &'f Facts,
    /// The documents that are compared.
    pub documents: &'f [Id<Document>],
}

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Services that only the new side names.
    pub added: Vec<Named>,
    /// Services that only the old side names.
    pub removed: Vec<Named>,
    /// Services that are printed under another name.
    pub renamed: Vec<Renamed>,
    /// What else changed, by cloud and standard.
    pub groups: Vec<Group>,
}

impl Comparison {
    /// Whether both sides say the same.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A service, and what one side puts in scope for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub service: String,
    /// Its name.
    pub name: String,
    /// What is in scope, by cloud.
    pub holds: BTreeMap<String, Vec<String>>,
}

/// A service under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its id.
    pub service: String,
    /// The name that is no longer printed.
    pub from: String,
    /// The name that is printed now.
    pub to: String,
}

/// The changes in one cloud for one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The cloud's id.
    pub cloud: String,
    /// The standard's id, with the edition where one is stated.
    pub standard: String,
    /// The changes, by service.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// The service's id.
    pub service: String,
    /// Its name.
    pub name: String,
    /// What was in scope, or the conditions, regions or days that fell away.
    pub from: Option<String>,
    /// What is in scope now, or the conditions, regions or days that were added.
    pub to: Option<String>,
    /// What it is about where `from` and `to` are conditions, regions or days.
    pub of: Option<String>,
}

/// What happened to a service's place in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It came into scope.
    Gained,
    /// It is no longer in scope.
    Lost,
    /// A level was exchanged for a higher one.
    Raised,
    /// A level was exchanged for a lower one.
    Lowered,
    /// Its audit is under way now.
    Pending,
    /// It is in scope under a condition that was not there before.
    UnderCondition,
    /// A condition fell away.
    FreeOfCondition,
    /// It is in scope in fewer or other regions.
    FewerRegions,
    /// It is in scope in more regions.
    MoreRegions,
    /// It is in scope from or until another day.
    Validity,
}

impl Kind {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
            Self::Pending => "pending",
            Self::UnderCondition => "under-condition",
            Self::FreeOfCondition => "free-of-condition",
            Self::FewerRegions => "fewer-regions",
            Self::MoreRegions => "more-regions",
            Self::Validity => "validity",
        }
    }
}

/// What changed from `old` to `new`.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Comparison {
    let (old, new) = (Held::of(old), Held::of(new));
    let mut comparison = Comparison {
        added: new.named_without(&old),
        removed: old.named_without(&new),
        renamed: renamed(&old, &new),
        groups: Vec::new(),
    };
    let subjects: BTreeSet<&Subject> = old.states.keys().chain(new.states.keys()).collect();
    let mut groups: BTreeMap<(&str, String), Vec<Change>> = BTreeMap::new();
    for subject in subjects {
        // What a service that came or went holds is said with it.
        if !old.names.contains_key(&subject.service) || !new.names.contains_key(&subject.service) {
            continue;
        }
        let changes = changes(subject, &old, &new);
        if !changes.is_empty() {
            groups.entry((&subject.cloud, subject.standard())).or_default().extend(changes);
        }
    }
    comparison.groups = groups
        .into_iter()
        .map(|((cloud, standard), mut changes)| {
            changes.sort_by(|a, b| {
                (a.kind, &a.of, &a.from, &a.to, &a.name).cmp(&(b.kind, &b.of, &b.from, &b.to, &b.name))
            });
            Group { cloud: cloud.to_owned(), standard, changes }
        })
        .collect();
    comparison
}

/// The names that a table no longer prints for a service, and those that it prints instead.
fn renamed(old: &Held, new: &Held) -> Vec<Renamed> {
    let mut found = Vec::new();
    for (row, before) in &old.printed {
        let Some(after) = new.printed.get(row) else { continue };
        let gone: Vec<_> = before.difference(after).cloned().collect();
        let come: Vec<_> = after.difference(before).cloned().collect();
        let one = Renamed { service: row.0.clone(), from: gone.join("; "), to: come.join("; ") };
        if !gone.is_empty() && !come.is_empty() && !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// What changed for one service in one cloud under one standard.
fn changes(subject: &Subject, old: &Held, new: &Held) -> Vec<Change> {
    let empty = Ladder::new();
    let before = old.states.get(subject).unwrap_or(&empty);
    let after = new.states.get(subject).unwrap_or(&empty);
    let name = new.names.get(&subject.service).cloned().unwrap_or_default();
    let change = |kind, from: Option<String>, to: Option<String>, of: Option<String>| Change {
        kind,
        service: subject.service.clone(),
        name: name.clone(),
        from,
        to,
        of,
    };
    let in_scope = |ladder: &Ladder| -> BTreeSet<Option<String>> {
        let held = ladder.iter().filter(|(_, state)| state.statement == Statement::InScope);
        held.map(|(level, _)| level.clone()).collect()
    };
    let (had, has) = (in_scope(before), in_scope(after));
    let above = |high: &Option<String>, low: &Option<String>| new.is_above(subject, high, low);
    let lost = without_lower(had.difference(&has).cloned().collect(), &above);
    let gained = without_lower(has.difference(&had).cloned().collect(), &above);
    let mut found = Vec::new();
    for level in &gained {
        let lower = had.iter().filter(|low| above(level, low) && !had.iter().any(|high| above(high, level)));
        match without_lower(lower.cloned().collect(), &above).into_iter().next() {
            Some(low) => found.push(change(Kind::Raised, Some(subject.at(&low)), Some(subject.at(level)), None)),
            // A level that was exchanged for a lower one is not gained.
            None if lost.iter().any(|high| above(high, level)) => {}
            None => found.push(change(Kind::Gained, None, Some(subject.at(level)), None)),
        }
    }
    for level in &lost {
        let lower = has.iter().filter(|low| above(level, low) && !has.iter().any(|high| above(high, level)));
        match without_lower(lower.cloned().collect(), &above).into_iter().next() {
            Some(low) => found.push(change(Kind::Lowered, Some(subject.at(level)), Some(subject.at(&low)), None)),
            // A level that was exchanged for a higher one is not lost.
            None if gained.iter().any(|high| above(high, level)) => {}
            None => found.push(change(Kind::Lost, Some(subject.at(level)), None, None)),
        }
    }
    for (level, state) in after {
        let was = before.get(level).map(|state| state.statement);
        if state.statement == Statement::Pending && !matches!(was, Some(Statement::InScope | Statement::Pending)) {
            found.push(change(Kind::Pending, None, Some(subject.at(level)), None));
        }
    }
    for level in had.intersection(&has) {
        let (Some(before), Some(after)) = (before.get(level), after.get(level)) else { continue };
        let of = Some(subject.at(level));
        found.extend(narrowed(before, after).into_iter().map(|(kind, from, to)| change(kind, from, to, of.clone())));
    }
    found
}

/// A change of a claim that stays in scope: its kind, what fell away, and what was added.
type Narrowed = (Kind, Option<String>, Option<String>);

fn narrowed(before: &State, after: &State) -> Vec<Narrowed> {
    let listed = |texts: Vec<&String>| {
        let texts: Vec<_> = texts.into_iter().map(String::as_str).collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    };
    let mut found = Vec::new();
    if let Some(added) = listed(after.conditions.difference(&before.conditions).collect()) {
        found.push((Kind::UnderCondition, None, Some(added)));
    }
    if let Some(gone) = listed(before.conditions.difference(&after.conditions).collect()) {
        found.push((Kind::FreeOfCondition, Some(gone), None));
    }
    // No region stands for all of them.
    let all = || Some("all".to_owned());
    match (before.regions.is_empty(), after.regions.is_empty()) {
        (true, false) => found.push((Kind::FewerRegions, all(), listed(after.regions.iter().collect()))),
        (false, true) => found.push((Kind::MoreRegions, listed(before.regions.iter().collect()), all())),
        _ => {
            if let Some(gone) = listed(before.regions.difference(&after.regions).collect()) {
                found.push((Kind::FewerRegions, Some(gone), None));
            }
            if let Some(added) = listed(after.regions.difference(&before.regions).collect()) {
                found.push((Kind::MoreRegions, None, Some(added)));
            }
        }
    }
    if (before.from, before.until) != (after.from, after.until) {
        found.push((Kind::Validity, validity(before), validity(after)));
    }
    found
}

/// The days on which it holds, in words; none where the document doesn't limit them.
fn validity(state: &State) -> Option<String> {
    let from = state.from.map(|day| format!("from {day}"));
    let until = state.until.map(|day| format!("until {day}"));
    let days: Vec<_> = from.into_iter().chain(until).collect();
    (!days.is_empty()).then(|| days.join(" "))
}

/// The levels of which no other one here is above: who gains a rung gains those below it.
fn without_lower(
    levels: Vec<Option<String>>,
    above: &impl Fn(&Option<String>, &Option<String>) -> bool,
) -> Vec<Option<String>> {
    let is_top = |level: &&Option<String>| !levels.iter().any(|other| above(other, level));
    levels.iter().filter(is_top).cloned().collect()
}
