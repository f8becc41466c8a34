//! Whether an earlier report still holds: what it told is held against what follows today, and against what follows for the
//! day of the report. What is different for that day already is no matter of time; where nothing that the answer rests on has
//! changed, it never followed.
//!
//! Nothing here reads a file or decides a requirement: both sides are reports.

mod answers;
mod parts;

use std::collections::BTreeMap;

use crate::check::ahead::{self, CauseKind, Event};
use crate::model::told::{Digests, Told, ToldFile};
use answers::{Answers, Changes, Key};
use parts::Grounds;

/// What an answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The manifest.
    Manifest,
    /// The catalogue.
    Catalog,
    /// The rules, with the packs that take part.
    Rules,
    /// The policy.
    Policy,
    /// The baseline.
    Baseline,
    /// The program itself.
    Program,
    /// The day.
    Time,
}

impl Ground {
    /// All of it.
    pub const ALL: [Self; 7] =
        [Self::Manifest, Self::Catalog, Self::Rules, Self::Policy, Self::Baseline, Self::Program, Self::Time];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Catalog => "catalog",
            Self::Rules => "rules",
            Self::Policy => "policy",
            Self::Baseline => "baseline",
            Self::Program => "program",
            Self::Time => "time",
        }
    }
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A verdict.
    Requirement,
    /// A finding.
    Finding,
    /// The document that decides, where the verdict stays.
    Document,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Requirement, Self::Finding, Self::Document];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Requirement => "requirement",
            Self::Finding => "finding",
            Self::Document => "document",
        }
    }
}

/// Something that the report told and that is no longer so, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub kind: Kind,
    /// The rule's id, of a finding.
    pub rule: Option<String>,
    /// The service instance, where it is about one.
    pub service: Option<String>,
    /// The requirement, where it is about one.
    pub standard: Option<String>,
    /// The cloud's id, where it is about one.
    pub cloud: Option<String>,
    /// The ids of the regions that it is about.
    pub regions: Vec<String>,
    /// What the report told: a verdict, how a finding stood, a document. None where it told nothing of it.
    pub then: Option<String>,
    /// What is so instead; none where there is nothing of it any more.
    pub now: Option<String>,
    /// Tells a finding from every other one of the file.
    pub fingerprint: Option<String>,
    /// What a finding says: that of today, else that of the report.
    pub message: Option<String>,
    /// What has changed and may have brought it. Nothing where it doesn't follow from anything.
    pub causes: Vec<Ground>,
    /// The dates that passed and brought it, as far as they are known.
    pub dates: Vec<ahead::Cause>,
}

/// A part of a report that is another one than follows for its day, beside its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Altered {
    /// The part, in words.
    pub part: String,
    /// What has changed and may have brought it.
    pub causes: Vec<Ground>,
}

/// A manifest whose answer was held against another one.
#[derive(Debug, Clone)]
pub struct VerifiedFile {
    /// The manifest, as it is named now.
    pub path: String,
    /// What the report's answer rested on.
    pub then: Option<Digests>,
    /// What today's answer rests on.
    pub now: Option<Digests>,
    /// What of it has changed.
    pub changed: Vec<Ground>,
    /// How many verdicts the report told, each region of each counted.
    pub requirements: usize,
    /// How many findings it told.
    pub findings: usize,
    /// The verdicts and findings that no longer hold.
    pub differences: Vec<Difference>,
    /// The verdicts that are decided by another document, and stay.
    pub documents: Vec<Difference>,
    /// What else is no longer so, and may come from what has changed.
    pub parts: Vec<Altered>,
    /// The verdicts and findings that never followed from what the report says that it rests on; `now` is what follows.
    pub unfounded: Vec<Difference>,
    /// What else in the report doesn't follow from that, in words.
    pub edited: Vec<String>,
}

impl VerifiedFile {
    /// Whether what the report told is still so. Another document that decides by time alone takes nothing from it.
    pub fn holds(&self) -> bool {
        self.lost() == 0
    }

    /// How much of it is no longer so.
    pub fn lost(&self) -> usize {
        let is_of_time = |one: &&Difference| one.causes == [Ground::Time];
        let documents = self.documents.iter().filter(|one| !is_of_time(one)).count();
        self.differences.len() + documents + self.parts.len()
    }

    /// Whether it could be judged, so that there is an answer.
    pub fn is_answered(&self) -> bool {
        self.then.is_some() && self.now.is_some()
    }

    /// Whether it ever followed from what it says that it rests on, as far as that can be told.
    pub fn follows(&self) -> bool {
        self.unfounded.is_empty() && self.edited.is_empty()
    }
}

/// The runs that a report is held against.
#[derive(Debug, Clone, Copy)]
pub struct Runs<'t> {
    /// What the report told.
    pub told: &'t Told,
    /// What follows today for its day.
    pub same_day: &'t Told,
    /// What follows for today.
    pub today: &'t Told,
}

impl Runs<'_> {
    /// What has changed for every manifest.
    fn changed(&self) -> Vec<Ground> {
        let grounds = [
            (self.told.baseline != self.today.baseline, Ground::Baseline),
            (self.told.program != self.today.program, Ground::Program),
            (self.told.as_of != self.today.as_of, Ground::Time),
        ];
        grounds.into_iter().filter(|(differs, _)| *differs).map(|(_, ground)| ground).collect()
    }

    /// Holds what the report told of a file against what follows for it.
    pub fn file(&self, told: &ToldFile, same_day: &ToldFile, today: &ToldFile) -> VerifiedFile {
        let mut changed = differing(told.rests_on.as_ref(), today.rests_on.as_ref());
        changed.extend(self.changed());
        changed.sort_unstable();
        let mut inputs: Vec<_> = changed.iter().copied().filter(|ground| *ground != Ground::Time).collect();
        if told.rests_on.is_none() && today.rests_on.is_none() {
            // Of what could not be judged, there is no digest: it may be another file by now.
            inputs.push(Ground::Manifest);
        }
        let real: Vec<_> = inputs.iter().copied().filter(|ground| *ground != Ground::Baseline).collect();
        // A baseline brings nothing but that a finding is known.
        let brought = |change: &_| if answers::is_known_alone(change) { inputs.clone() } else { real.clone() };
        let (then, answers) = (Answers::of(told), Answers::of(same_day));
        let already = then.against(&answers);
        let now = then.against(&Answers::of(today));
        let is_unfounded = |change: &_| brought(change).is_empty();
        let now: Changes =
            now.into_iter().filter(|(key, change)| already.get(key) != Some(change) || !is_unfounded(change)).collect();
        let causes = |key: &Key, change: &_| match already.get(key) {
            Some(other) if other == change => brought(change),
            // What is different for the day of the report as well may be different once more since.
            Some(other) => brought(other).into_iter().chain([Ground::Time]).collect(),
            None => vec![Ground::Time],
        };
        // What was told wrongly for its own day may happen to be so today.
        let met: BTreeMap<_, _> = already
            .iter()
            .filter(|(key, change)| !now.contains_key(key) && !is_unfounded(change))
            .map(|(key, change)| (format!("{}, for the day of the report", key.words()), brought(change)))
            .collect();
        let caused: BTreeMap<_, _> = now.iter().map(|(key, change)| (key.clone(), causes(key, change))).collect();
        let told_causes = |key: &Key| caused.get(key).cloned().unwrap_or_default();
        let (documents, differences) =
            answers::merged(now, told_causes).into_iter().partition(|one| one.kind == Kind::Document);
        let grounds = Grounds { all: &inputs, real: &real };
        let altered = parts::altered(told, same_day, &already, grounds);
        let (edited, mut parts): (Vec<_>, Vec<_>) = altered.into_iter().partition(|one| one.causes.is_empty());
        parts.extend(met.into_iter().map(|(part, causes)| Altered { part, causes }));
        // What is put right by time alone was told wrongly all the same.
        let unfounded = already.into_iter().filter(|(_, change)| is_unfounded(change)).collect();
        VerifiedFile {
            path: today.path.clone(),
            then: told.rests_on.clone(),
            now: today.rests_on.clone(),
            requirements: then.requirements(),
            findings: told.findings.len(),
            differences,
            documents,
            parts,
            unfounded: answers::merged(unfounded, |_| Vec::new()),
            edited: edited.into_iter().map(|one| one.part).collect(),
            changed,
        }
    }

    /// What the report says of the run as a whole and doesn't follow. Where all its files were asked about, `changed` is what
    /// has changed for any of them.
    pub fn edited(&self, changed: Option<&[Ground]>) -> Vec<String> {
        let mut edited = Vec::new();
        if !self.told.adds_up {
            edited.push("the summary, which counts something else than the report holds".to_owned());
        }
        let Some(changed) = changed else { return edited };
        let is_brought = |name: &str| {
            changed.iter().any(|ground| match ground {
                Ground::Time | Ground::Baseline => false,
                Ground::Program | Ground::Policy => true,
                Ground::Catalog => name != "packs",
                Ground::Rules => name != "catalog" && name != "number of documents",
                Ground::Manifest => name.starts_with("number of") && name != "number of documents",
            })
        };
        let own = self.told.parts.iter().zip(&self.same_day.parts);
        let others = own.filter(|(then, now)| then != now && !is_brought(then.0));
        edited.extend(others.map(|((name, _), _)| format!("the {name}")));
        let paths = |told: &Told| told.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        let (then, now) = (paths(self.told), paths(self.same_day));
        if then != now && then.iter().all(|path| now.contains(path)) {
            edited.push("the order of the files".to_owned());
        }
        edited
    }
}

impl Difference {
    /// Adds the dates of the events that brought it, where it is a matter of time.
    pub fn dated(&mut self, events: &[Event]) {
        if !self.causes.contains(&Ground::Time) {
            return;
        }
        let is_finding = self.kind == Kind::Finding;
        let is_of = |event: &&Event| {
            let regions = event.regions.is_empty() || self.regions.is_empty();
            let has_turned = event.before.is_some() && event.before != event.after;
            self.service.is_some()
                && (is_finding || has_turned)
                && event.service == self.service
                && event.standard == self.standard
                && event.cloud == self.cloud
                && (regions || event.regions.iter().any(|region| self.regions.contains(region)))
        };
        let is_found = |event: &&Event| {
            let fingerprint = event.finding().map(|finding| finding.fingerprint.as_str());
            fingerprint.is_some() && fingerprint == self.fingerprint.as_deref()
        };
        let has_own = is_finding && events.iter().any(|event| is_found(&event));
        // The end of a waiver turns no verdict.
        let is_told = |cause: &&ahead::Cause| is_finding || cause.kind != CauseKind::Waiver;
        let own = events.iter().filter(|event| if has_own { is_found(event) } else { is_of(event) });
        for cause in own.flat_map(|event| &event.causes).filter(is_told) {
            if !self.dates.contains(cause) {
                self.dates.push(cause.clone());
            }
        }
    }
}

fn differing(then: Option<&Digests>, now: Option<&Digests>) -> Vec<Ground> {
    let (Some(then), Some(now)) = (then, now) else {
        return if then == now { Vec::new() } else { vec![Ground::Manifest] };
    };
    let pairs = [
        (&then.manifest, &now.manifest, Ground::Manifest),
        (&then.catalog, &now.catalog, Ground::Catalog),
        (&then.rules, &now.rules, Ground::Rules),
        (&then.policy, &now.policy, Ground::Policy),
    ];
    pairs.into_iter().filter(|(then, now, _)| then != now).map(|(.., ground)| ground).collect()
}
