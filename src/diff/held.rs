//! What some documents state, in a form that two catalogues share: by ids, and not by places in tables.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Named, Side};
use crate::model::evidence::{Claim, Statement};
use crate::model::facts::Facts;

/// What a statement is about, level aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject {
    pub(super) cloud: String,
    standard: String,
    edition: Option<String>,
    pub(super) service: String,
}

impl Subject {
    /// `standard[:edition]`.
    pub(super) fn standard(&self) -> String {
        match &self.edition {
            Some(edition) => format!("{}:{edition}", self.standard),
            None => self.standard.clone(),
        }
    }

    /// `standard[:edition][@level]`.
    pub(super) fn at(&self, level: &Option<String>) -> String {
        match level {
            Some(level) => format!("{}@{level}", self.standard()),
            None => self.standard(),
        }
    }
}

/// What is stated for one level.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) statement: Statement,
    pub(super) conditions: BTreeSet<String>,
    /// Empty for all.
    pub(super) regions: BTreeSet<String>,
    /// From when it holds, where that is said.
    pub(super) from: Option<Date>,
    /// The last day on which it holds, where that is said.
    pub(super) until: Option<Date>,
}

/// What is stated for each level, or without one.
pub(super) type Ladder = BTreeMap<Option<String>, State>;

/// All that one side states.
pub(super) struct Held<'f> {
    facts: &'f Facts,
    pub(super) states: BTreeMap<Subject, Ladder>,
    /// The services that it names, with the catalogue's names of them.
    pub(super) names: BTreeMap<String, String>,
    /// The names that the documents print, by service and table.
    pub(super) printed: BTreeMap<(String, String), BTreeSet<String>>,
}

impl<'f> Held<'f> {
    pub(super) fn of(side: Side<'f>) -> Self {
        let facts = side.facts;
        let mut held = Self { facts, states: BTreeMap::new(), names: BTreeMap::new(), printed: BTreeMap::new() };
        for (_, claim) in facts.claims.iter().filter(|(_, claim)| side.documents.contains(&claim.document)) {
            held.add(claim);
        }
        held
    }

    fn add(&mut self, claim: &Claim) {
        let facts = self.facts;
        let service = &facts.services[claim.service];
        let id = service.id.to_string();
        self.names.entry(id.clone()).or_insert_with(|| service.name.to_string());
        if let Some((table, name)) = printed(&claim.at) {
            self.printed.entry((id.clone(), table.to_owned())).or_default().insert(name.to_owned());
        }
        let subject = Subject {
            cloud: facts.clouds[claim.cloud.unwrap_or(service.home)].id.to_string(),
            standard: facts.standards[claim.standard.standard].id.to_string(),
            edition: claim.standard.edition.map(|edition| facts.editions[edition].id.to_string()),
            service: id,
        };
        let level = claim.standard.level.map(|level| facts.levels[level].id.to_string());
        let known = &facts.documents[claim.document].conditions;
        let state = State {
            statement: claim.statement,
            conditions: claim.conditions.iter().map(|&index| known[index].id.to_string()).collect(),
            regions: claim.regions.iter().map(|&region| facts.regions[region].id.to_string()).collect(),
            from: claim.from,
            until: claim.until,
        };
        self.states.entry(subject).or_default().entry(level).and_modify(|held| held.narrow(&state)).or_insert(state);
    }

    /// The services that the other side doesn't name, with what is in scope for them.
    pub(super) fn named_without(&self, other: &Self) -> Vec<Named> {
        let own = self.names.iter().filter(|(service, _)| !other.names.contains_key(*service));
        own.map(|(service, name)| {
            let mut holds: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (subject, ladder) in self.states.iter().filter(|(subject, _)| subject.service == *service) {
                let levels = ladder.iter().filter(|(_, state)| state.statement == Statement::InScope);
                holds.entry(subject.cloud.clone()).or_default().extend(levels.map(|(level, _)| subject.at(level)));
            }
            holds.retain(|_, held| !held.is_empty());
            Named { service: service.clone(), name: name.clone(), holds }
        })
        .collect()
    }

    /// Whether who holds the one level holds the other as well. A level that is printed says more than none.
    pub(super) fn is_above(&self, subject: &Subject, high: &Option<String>, low: &Option<String>) -> bool {
        let facts = self.facts;
        let standard = facts.standards.iter().map(|(_, one)| one).find(|one| one.id.as_str() == subject.standard);
        let level =
            |wanted: &str| standard?.levels.iter().copied().find(|&level| facts.levels[level].id.as_str() == wanted);
        let (Some(high), Some(low)) = (high, low) else { return high.is_some() && low.is_none() };
        let (Some(high), Some(low)) = (level(high), level(low)) else { return false };
        high != low && facts.levels[high].basis_for(low).is_some()
    }
}

impl State {
    /// Of two statements on one thing the narrower one stands.
    fn narrow(&mut self, other: &Self) {
        if other.statement > self.statement {
            *self = other.clone();
        } else if other.statement == self.statement {
            self.conditions.extend(other.conditions.iter().cloned());
            self.from = self.from.max(other.from);
            self.until = self.until.into_iter().chain(other.until).min();
            if self.regions.is_empty() || other.regions.is_empty() {
                self.regions.clear();
            } else {
                self.regions.extend(other.regions.iter().cloned());
            }
        }
    }
}

/// The table and the name that a row prints, out of the words that say where a claim stands.
fn printed(at: &str) -> Option<(&str, &str)> {
    let (table, rest) = at.split_once(", row \"")?;
    Some((table, rest.split_once("\", column \"").map_or_else(|| rest.trim_end_matches('"'), |(name, _)| name)))
}
