//! What a report says beside its answers: each part is held against what follows for the day of the report.

use std::collections::{HashMap, HashSet};

use super::answers::{Changes, of_finding, of_requirement};
use super::{Altered, Ground, Kind};
use crate::model::told::{PLACE, Part, ToldFile, ToldFinding, ToldRequirement};

/// The parts that a baseline brings.
const OF_BASELINE: [&str; 2] = ["new_in", "cured"];

/// What has changed and may bring another part than follows: all of it, and without the baseline.
#[derive(Clone, Copy)]
pub(super) struct Grounds<'g> {
    pub(super) all: &'g [Ground],
    pub(super) real: &'g [Ground],
}

/// The parts of a file that are others than follow, where `changes` doesn't tell them already.
pub(super) fn altered(told: &ToldFile, follows: &ToldFile, changes: &Changes, grounds: Grounds<'_>) -> Vec<Altered> {
    let mut found = Found { grounds, all: Vec::new(), words: HashSet::new() };
    found.differing(&told.parts, &follows.parts, "", false);
    requirements(&told.requirements, &follows.requirements, changes, &mut found);
    let by_fingerprint: HashMap<_, _> = follows.findings.iter().map(|one| (&one.fingerprint, one)).collect();
    for one in &told.findings {
        // What is told to differ for a reason is told once.
        let is_told = !grounds.real.is_empty() && changes.contains_key(&of_finding(one));
        if let Some(other) = by_fingerprint.get(&one.fingerprint).filter(|_| !is_told) {
            found.differing(&one.parts, &other.parts, &format!(" of {}", one.rule), false);
        }
    }
    let order = |all: &[ToldFinding]| all.iter().map(|one| one.fingerprint.clone()).collect::<Vec<_>>();
    found.order(&order(&told.findings), &order(&follows.findings), "findings");
    found.all
}

fn requirements(told: &[ToldRequirement], follows: &[ToldRequirement], changes: &Changes, found: &mut Found<'_>) {
    let regions = |row: &ToldRequirement| match row.regions.as_slice() {
        [] => vec![String::new()],
        regions => regions.to_vec(),
    };
    let key = |kind, row: &ToldRequirement, region: &String| of_requirement(kind, row, region);
    let rows = |all: &[ToldRequirement]| -> Vec<_> {
        all.iter().map(|row| (key(Kind::Requirement, row, &String::new()), row.regions.clone())).collect()
    };
    let by_region = follows
        .iter()
        .flat_map(|row| regions(row).into_iter().map(move |region| (key(Kind::Requirement, row, &region), row)));
    let by_region: HashMap<_, _> = by_region.collect();
    let (own, others) = (rows(told), rows(follows));
    let whole: HashSet<_> = others.iter().collect();
    for (row, whole_row) in told.iter().zip(&own) {
        let of = format!(" of {}: {}", row.service, row.standard);
        let is_told = |region: &String| changes.contains_key(&key(Kind::Requirement, row, region));
        for region in regions(row).iter().filter(|region| !is_told(region)) {
            let is_other_document = changes.contains_key(&key(Kind::Document, row, region));
            if let Some(other) = by_region.get(&key(Kind::Requirement, row, region)) {
                found.differing(&row.parts, &other.parts, &of, is_other_document);
            }
        }
        if !whole.contains(whole_row) && !regions(row).iter().any(is_told) {
            found.add(format!("how the regions{of} are put together"), found.grounds.real);
        }
    }
    found.order(&own, &others, "requirements");
}

/// What was found so far, each once.
struct Found<'g> {
    grounds: Grounds<'g>,
    all: Vec<Altered>,
    words: HashSet<String>,
}

impl Found<'_> {
    fn differing(&mut self, then: &[Part], now: &[Part], of: &str, is_other_document: bool) {
        for (name, _) in then.iter().filter(|part| !now.contains(part)) {
            // With the manifest, places move; and another document is told as one.
            let is_told = *name == "evidence" && is_other_document;
            let has_moved = *name == PLACE && self.grounds.real.contains(&Ground::Manifest);
            if !is_told && !has_moved {
                let brought = if OF_BASELINE.contains(name) { self.grounds.all } else { self.grounds.real };
                self.add(format!("the {name}{of}"), brought);
            }
        }
    }

    /// The order follows the manifest, as places do.
    fn order<T: PartialEq>(&mut self, then: &[T], now: &[T], of: &str) {
        let is_same_set = then.len() == now.len() && then.iter().all(|one| now.contains(one));
        if is_same_set && then != now && !self.grounds.real.contains(&Ground::Manifest) {
            self.add(format!("the order of the {of}"), self.grounds.real);
        }
    }

    fn add(&mut self, part: String, causes: &[Ground]) {
        if self.words.insert(part.clone()) {
            self.all.push(Altered { part, causes: causes.to_vec() });
        }
    }
}
