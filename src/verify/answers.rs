//! The answers that a report gives, each under what it is an answer to.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::{Difference, Ground, Kind};
use crate::model::told::{ToldFile, ToldFinding, ToldRequirement};

/// What an answer is an answer to: a requirement in one region or in none, or a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    kind: Kind,
    service: Option<String>,
    standard: Option<String>,
    cloud: Option<String>,
    /// What tells it from others of the same subject: the service's id and the least assurance, or the fingerprint.
    apart: (String, Option<String>),
    rule: Option<String>,
    region: Option<String>,
}

impl Key {
    /// What it is about, in words.
    pub(super) fn words(&self) -> String {
        let service = self.service.as_deref().unwrap_or_default();
        let standard = self.standard.as_deref().unwrap_or_default();
        match self.kind {
            Kind::Requirement => format!("the verdict of {service}: {standard}"),
            Kind::Document => format!("the document of {service}: {standard}"),
            Kind::Finding => format!("the finding of {}", self.rule.as_deref().unwrap_or_default()),
        }
    }
}

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    words: String,
    /// All of it, so that no two answers look alike; and all but whether a baseline holds it.
    exact: String,
    bare: String,
    /// What a finding says, and the regions that it is about: shown, and compared as a part of the report.
    message: Option<String>,
    regions: Vec<String>,
}

/// What is another answer, with both: the one then and the one now.
pub(super) type Changes = BTreeMap<Key, (Option<Answer>, Option<Answer>)>;

/// Every answer about a file.
#[derive(Debug)]
pub(super) struct Answers(BTreeMap<Key, Answer>);

impl Answers {
    pub(super) fn of(file: &ToldFile) -> Self {
        let mut all = BTreeMap::new();
        for requirement in &file.requirements {
            let none = [String::new()];
            let regions = if requirement.regions.is_empty() { &none[..] } else { &requirement.regions };
            for region in regions {
                let key = |kind| of_requirement(kind, requirement, region);
                let answer = |words: &str| {
                    let words = words.to_owned();
                    Answer { exact: words.clone(), bare: words.clone(), words, message: None, regions: Vec::new() }
                };
                all.insert(key(Kind::Requirement), answer(&requirement.verdict));
                all.insert(key(Kind::Document), answer(requirement.document.as_deref().unwrap_or("no document")));
            }
        }
        all.extend(file.findings.iter().map(|finding| (of_finding(finding), standing(finding))));
        Self(all)
    }

    /// How many verdicts there are, each region of each counted.
    pub(super) fn requirements(&self) -> usize {
        self.0.keys().filter(|key| key.kind == Kind::Requirement).count()
    }

    /// What is different in `other`. A document is told of only where the verdict stays.
    pub(super) fn against(&self, other: &Self) -> Changes {
        let gone = self.0.iter().filter(|(key, _)| !other.0.contains_key(key));
        let gone = gone.map(|(key, then)| (key, Some(then), None));
        let others = other.0.iter().map(|(key, now)| (key, self.0.get(key), Some(now)));
        let differs = |then: Option<&Answer>, now: Option<&Answer>| match (then, now) {
            (Some(then), Some(now)) => then.exact != now.exact,
            _ => true,
        };
        let stays = |key: &Key| {
            let verdict = Key { kind: Kind::Requirement, ..key.clone() };
            self.0.get(&verdict).is_some_and(|then| other.0.get(&verdict).is_some_and(|now| now.words == then.words))
        };
        gone.chain(others)
            .filter(|(key, then, now)| differs(*then, *now) && (key.kind != Kind::Document || stays(key)))
            .map(|(key, then, now)| (key.clone(), (then.cloned(), now.cloned())))
            .collect()
    }
}

/// Whether nothing differs but that a baseline holds it.
pub(super) fn is_known_alone((then, now): &(Option<Answer>, Option<Answer>)) -> bool {
    then.as_ref().zip(now.as_ref()).is_some_and(|(then, now)| then.bare == now.bare && then.exact != now.exact)
}

/// What a requirement answers in a region; in none, where that is empty.
pub(super) fn of_requirement(kind: Kind, told: &ToldRequirement, region: &str) -> Key {
    Key {
        kind,
        service: Some(told.service.clone()),
        standard: Some(told.standard.clone()),
        cloud: Some(told.cloud.clone()),
        apart: (told.service_id.clone(), told.assurance.clone()),
        rule: None,
        region: Some(region.to_owned()).filter(|region| !region.is_empty()),
    }
}

pub(super) fn of_finding(told: &ToldFinding) -> Key {
    Key {
        kind: Kind::Finding,
        service: told.service.clone(),
        standard: told.standard.clone(),
        cloud: told.cloud.clone(),
        apart: (told.fingerprint.clone(), None),
        rule: Some(told.rule.clone()),
        region: None,
    }
}

/// How a finding stands: how grave it is, and what keeps it from counting.
fn standing(told: &ToldFinding) -> Answer {
    let waived = told.waived_until.as_ref().map(|until| format!(", waived until {until}")).unwrap_or_default();
    let known = if told.known { ", known" } else { "" };
    let regions = if told.regions.is_empty() { String::new() } else { format!(" in {}", told.regions.join(", ")) };
    let words = format!("{}{waived}{known}{regions}", told.severity);
    let bare = format!("{:?}", (&told.severity, &told.waived_until, &told.regions));
    let exact = format!("{bare}{}", told.known);
    Answer { words, exact, bare, message: Some(told.message.clone()), regions: told.regions.clone() }
}

/// The changes as they are told, with their causes: those that differ in nothing but the region are one.
pub(super) fn merged(changes: Changes, causes: impl Fn(&Key) -> Vec<Ground>) -> Vec<Difference> {
    let mut told: Vec<Difference> = Vec::new();
    let mut places: HashMap<_, usize> = HashMap::new();
    for (key, (then, now)) in changes {
        let causes = causes(&key);
        let Key { kind, service, standard, cloud, apart, rule, region } = key;
        let answer = now.as_ref().or(then.as_ref());
        let message = answer.and_then(|answer| answer.message.clone());
        let mut regions = answer.map(|answer| answer.regions.clone()).unwrap_or_default();
        regions.extend(region);
        let (then, now) = (then.map(|answer| answer.words), now.map(|answer| answer.words));
        let fingerprint = Some(apart.0.clone()).filter(|_| kind == Kind::Finding);
        let one =
            (kind, apart, service.clone(), standard.clone(), cloud.clone(), then.clone(), now.clone(), causes.clone());
        match places.entry(one) {
            Entry::Occupied(place) => told[*place.get()].regions.append(&mut regions),
            Entry::Vacant(place) => {
                place.insert(told.len());
                let dates = Vec::new();
                told.push(Difference {
                    kind,
                    rule,
                    service,
                    standard,
                    cloud,
                    regions,
                    then,
                    now,
                    message,
                    fingerprint,
                    causes,
                    dates,
                });
            }
        }
    }
    told
}
