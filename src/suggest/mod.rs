//! The smallest change of a manifest that closes its gaps: another region, another cloud, a condition or an agreement to
//! declare. Everything that is offered was tried out first, and checked by the engine.
//!
//! The search asks a deployment reduced to one service and those that it has a flow to or from. For each service it looks
//! at every region of its cloud, and where that isn't enough at every other cloud of its provider that customers can use;
//! of each cloud the few nearest places are tried. What came out best is then written into the text of the manifest, and
//! the whole manifest is read and checked anew: an edit that doesn't close what it was to close, that adds a finding, or
//! that leaves a rule without an answer, is not offered. So all edits of [`Proposals::suggestions`] can be made together,
//! and so can those of them that nobody has to confirm: the manifest was checked with exactly these. That says nothing of
//! the gaps and other findings that none of them is about.
//!
//! A gap is a finding on a requirement that isn't covered, on a place, or on an agreement. For other findings, on stale or
//! contested evidence for instance, no edit is looked for, and what a waiver excuses is left alone. What is required is
//! never touched. Another service of the same sort is not offered: the catalogue doesn't say of any two services that they
//! do the same.

mod agreements;
mod change;
mod compare;
mod defaults;
mod edit;
mod gap;
mod layout;
mod local;
mod nearness;
mod nothing;
mod offer;
mod places;
mod service;
mod services;
mod together;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::check::outcome::{Citation, Failure, Finding};
use crate::check::{Checker, Ways, Whole};
use crate::load::manifest;
use crate::load::problem::Problem;
use crate::model::deployment::Deployment;
use crate::text::Source;
use gap::Gap;
use layout::Layout;
use offer::Draft;
use services::Services;
use together::Together;

pub use edit::{TextEdit, apply, rebased};

/// How many other ways are told for one choice or one gap.
const MOST_ALTERNATIVES: usize = 3;

/// What can be done about the gaps of one manifest.
#[derive(Debug, Default)]
pub struct Proposals {
    /// What could not be taken, in the order of loading. A service with a problem is left out.
    pub problems: Vec<Problem>,
    /// How many service instances were checked.
    pub services: usize,
    /// How many requirements were looked at.
    pub requirements: usize,
    /// The rules that gave no answer about the manifest as it is: of what they were to check, nothing is known.
    pub failures: Vec<Failure>,
    /// Every gap, by place and rule.
    pub gaps: Vec<Finding>,
    /// Edits that together close as many gaps as can be closed, and add no finding: first those that say nothing but
    /// where a service runs, then those that somebody must confirm. The latter are checked on top of the former.
    pub suggestions: Vec<Suggestion>,
    /// The gaps that none of them closes.
    pub open: Vec<Open>,
    /// The other findings that no waiver excuses: for them, no edit is looked for.
    pub outside: Vec<Finding>,
    /// How many gaps a waiver excuses: for them, no edit is looked for either.
    pub waived: usize,
}

/// An edit of a manifest, checked by the engine.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// What sort of change it is.
    pub kind: Kind,
    /// What it does, in one sentence without a full stop. It holds names as the user wrote them.
    pub what: String,
    /// What somebody who knows must confirm before it is made, where it states a fact about the team's own use or
    /// contracts.
    pub confirm: Option<String>,
    /// What else is to be known, a sentence each.
    pub notes: Vec<String>,
    /// The edits of the text, by place. They don't overlap, neither with each other nor with those of other suggestions.
    pub edits: Vec<TextEdit>,
    /// The gaps that it closes.
    pub closes: Vec<Finding>,
    /// The findings that it adds. Only an alternative has any, and each is less grave than the gravest that it closes.
    pub adds: Vec<Finding>,
    /// The documents that show coverage once it is made.
    pub evidence: Vec<Citation>,
    /// What would do instead, and was not chosen.
    pub alternatives: Vec<Suggestion>,
}

/// What sort of change a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A service is said to meet a condition.
    Condition,
    /// An agreement is declared.
    Agreement,
    /// A service runs in another region of its cloud.
    Region,
    /// A service runs in another cloud.
    Cloud,
}

impl Kind {
    /// Every kind, the smallest change first.
    pub const ALL: [Self; 4] = [Self::Condition, Self::Agreement, Self::Region, Self::Cloud];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Agreement => "agreement",
            Self::Region => "region",
            Self::Cloud => "cloud",
        }
    }
}

/// A gap that no suggestion closes.
#[derive(Debug, Clone)]
pub struct Open {
    /// The gap.
    pub finding: Finding,
    /// Why nothing closes it, a sentence each. They hold names as the user wrote them.
    pub why: Vec<String>,
    /// What the rule advises.
    pub advice: String,
    /// Edits that would close it, and that are not the program's to choose: they lead to another country, or add a
    /// finding that is less grave.
    pub alternatives: Vec<Suggestion>,
}

impl Proposals {
    /// The edits of all suggestions, or only of those that need no confirmation.
    pub fn edits(&self, confirmed: bool) -> Vec<TextEdit> {
        let chosen = self.suggestions.iter().filter(|one| confirmed || one.confirm.is_none());
        chosen.flat_map(|one| one.edits.iter().cloned()).collect()
    }

    /// How many gaps stay where nothing is confirmed, or everything.
    pub fn left(&self, confirmed: bool) -> usize {
        let unconfirmed = self.suggestions.iter().filter(|one| !confirmed && one.confirm.is_some());
        self.open.len() + unconfirmed.map(|one| one.closes.len()).sum::<usize>()
    }
}

/// What can be done about the gaps of the manifest `source`.
pub fn propose(checker: &Checker<'_>, source: &Source) -> Proposals {
    propose_for(checker, source, &|_| true)
}

/// The same where only some gaps are asked about. Of the services that have none of these, no edit is looked for.
pub fn propose_for(checker: &Checker<'_>, source: &Source, is_asked: &dyn Fn(&Finding) -> bool) -> Proposals {
    let (deployment, problems) = manifest::load(source, checker.catalog(), &checker.policy().profiles);
    let outcome = checker.check_without_ways_out(&deployment);
    let (excused, standing): (Vec<_>, Vec<_>) = outcome.findings.iter().partition(|finding| finding.waived.is_some());
    let services = Services::of(&deployment);
    let is_gap = |finding: &Finding| gap::sort(checker, &services, finding).is_some();
    let (gaps, outside): (Vec<_>, Vec<_>) = standing.into_iter().cloned().partition(is_gap);
    let waived = excused.into_iter().filter(|finding| is_gap(finding)).count();
    let failures = outcome.failures.clone();
    let (services_checked, requirements) = (deployment.services.len(), outcome.requirements.len());
    let mut proposals = Proposals {
        problems,
        services: services_checked,
        requirements,
        failures,
        gaps,
        outside,
        waived,
        ..Proposals::default()
    };
    let layout = (!proposals.gaps.is_empty()).then(|| Layout::read(source.text())).flatten();
    if let Some(layout) = layout {
        let ways = Ways::of(&deployment);
        let search = Search {
            checker,
            whole: &checker.whole(&ways),
            deployment: &deployment,
            services: &services,
            layout: &layout,
            gaps: &proposals.gaps,
            numbers: numbers(&proposals.gaps),
        };
        let together = Together::new(&search, source, &outcome, proposals.problems.len());
        let found = search.all(proposals.problems.is_empty(), is_asked);
        (proposals.suggestions, proposals.open) = together.offers(found);
    }
    proposals
}

/// The number of each finding, by its fingerprint.
fn numbers(findings: &[Finding]) -> HashMap<&str, usize> {
    findings.iter().enumerate().map(|(number, one)| (one.fingerprint.as_str(), number)).collect()
}

/// What every part of the search needs.
struct Search<'a> {
    checker: &'a Checker<'a>,
    /// What the whole manifest brings to each part of it.
    whole: &'a Whole<'a>,
    deployment: &'a Deployment,
    services: &'a Services<'a>,
    layout: &'a Layout<'a>,
    /// Every gap of the whole manifest.
    gaps: &'a [Finding],
    /// The number of each, by its fingerprint.
    numbers: HashMap<&'a str, usize>,
}

/// What was found before the whole was checked.
#[derive(Default)]
struct Found {
    drafts: Vec<Draft>,
    /// By the fingerprint of a gap: why nothing was chosen for it, and what was not chosen.
    unresolved: BTreeMap<String, Unresolved>,
}

/// Why nothing was chosen for a gap.
#[derive(Default)]
struct Unresolved {
    why: Vec<String>,
    alternatives: Vec<Draft>,
    /// Those of them that the whole manifest was checked with.
    held: Vec<Suggestion>,
}

impl<'a> Search<'a> {
    /// Looks for edits, service by service, and then for agreements, where a gap is asked about. `is_sound` says that no
    /// service was left out.
    fn all(&self, is_sound: bool, is_asked: &dyn Fn(&Finding) -> bool) -> Found {
        let mut found = Found::default();
        let mut of_service: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for gap in self.gaps.iter().filter(|gap| self.sort(gap) != Some(Gap::Agreement)) {
            gap.service.iter().for_each(|service| of_service.entry(service).or_default().push(gap));
        }
        for (index, instance) in self.deployment.services.iter().enumerate() {
            let gaps = of_service.get(instance.name.value.as_str());
            if let Some(gaps) = gaps.filter(|gaps| gaps.iter().any(|gap| is_asked(gap))) {
                service::search(self, index, gaps, &mut found);
            }
        }
        if is_sound {
            defaults::share(self, &mut found.drafts);
        }
        agreements::search(self, is_asked, &mut found);
        found
    }

    fn sort(&self, finding: &Finding) -> Option<Gap> {
        gap::of(self.checker, self.services, finding)
    }

    /// The gaps of the whole manifest that are among `closed`.
    fn gaps_among(&self, closed: &[Finding]) -> Vec<Finding> {
        let numbers = closed.iter().filter_map(|finding| self.numbers.get(finding.fingerprint.as_str()));
        let numbers: BTreeSet<_> = numbers.copied().collect();
        numbers.into_iter().map(|number| self.gaps[number].clone()).collect()
    }
}
