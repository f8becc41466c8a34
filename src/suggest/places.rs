//! Where else a service may run: the regions of its cloud, and the other clouds of its provider.
//!
//! Of a cloud, all regions that customers can use are asked in one check. Of those that fit, the few nearest to what the
//! manifest names are tried one by one, since only a trial shows what a move adds.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Place};
use super::compare::is_same;
use super::local::{Local, Tried, written};
use super::nearness::{self, Nearness};
use crate::check::outcome::{Finding, RequirementOutcome};
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::{Cloud, Region};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;

/// How many places of one cloud are tried, beside the use that is bound to no region.
const MOST_TRIED: usize = 3;

/// A place that was tried.
pub(super) struct Candidate {
    pub(super) tried: Tried,
    /// The gaps that were to be closed, as far as it closes them.
    pub(super) closes: Vec<Finding>,
    /// All findings that it closes.
    pub(super) closed: Vec<Finding>,
    /// Whether data would leave the country and market that the manifest names, or its place would be left open.
    pub(super) is_far: bool,
    rank: Rank,
}

/// What makes one of two candidates that are both good the better one: the lesser.
type Rank = (Reverse<usize>, bool, usize, bool, Nearness, usize);

/// All that was tried, the best first.
#[derive(Default)]
pub(super) struct Options {
    pub(super) candidates: Vec<Candidate>,
    /// How many regions and clouds were asked.
    pub(super) asked: Asked,
}

/// How much of the catalogue was asked.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    pub(super) regions: usize,
    pub(super) clouds: usize,
}

/// What stands against a region, the worst first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// Gaps that there are none of today.
    new_gaps: usize,
    /// Findings on what was to be closed.
    unclosed: usize,
    /// Findings on conditions, which somebody could declare.
    conditional: usize,
    /// Other findings that there are none of today.
    others: usize,
}

/// A region that may be filled in, with what is known of it.
struct Scored {
    region: Id<Region>,
    score: Score,
}

impl Candidate {
    /// Whether it may be chosen without asking anybody: it closes a gap, adds nothing, and moves nothing far away.
    pub(super) fn is_choice(&self) -> bool {
        !self.is_far && !self.closes.is_empty() && self.tried.compared.adds_nothing()
    }

    /// Whether it may be told as another way: what it adds is less grave than what it closes, and every rule still
    /// gives an answer.
    pub(super) fn is_alternative(&self) -> bool {
        let gravest = self.closes.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Advice);
        let compared = &self.tried.compared;
        compared.unanswered.is_empty() && compared.added.iter().all(|finding| finding.severity < gravest)
    }
}

/// Looks for places that close some of `rest`, gaps of the service that `local` is about.
pub(super) fn search(local: &Local<'_>, rest: &[&Finding]) -> Options {
    let mut places = Places { local, rest, options: Options::default() };
    let home = local.instance().cloud.value;
    let catalog = local.search.checker.catalog();
    let closed = catalog.facts().clouds[home].status.closed();
    if closed.is_none_or(|closed| closed >= local.search.checker.as_of()) {
        places.same_cloud(home);
    }
    let all = rest.len();
    if !places.options.candidates.iter().any(|one| one.is_choice() && one.closes.len() == all) {
        let provider = catalog.facts().clouds[home].provider;
        catalog.clouds_in_use(provider).filter(|&cloud| cloud != home).for_each(|cloud| places.other_cloud(cloud));
    }
    let mut options = places.options;
    options.candidates.sort_by_key(|candidate| candidate.rank);
    options
}

struct Places<'a> {
    local: &'a Local<'a>,
    rest: &'a [&'a Finding],
    options: Options,
}

/// A region of the manifest that another one is to take the place of; none where no region is named.
type Slot = Option<Id<Region>>;

impl Places<'_> {
    fn facts(&self) -> &Facts {
        self.local.search.checker.catalog().facts()
    }

    fn named(&self) -> Vec<Id<Region>> {
        self.local.instance().regions.iter().map(|region| region.value).collect()
    }

    /// Other regions in place of those that the gaps are about; a region where none is named.
    fn same_cloud(&mut self, cloud: Id<Cloud>) {
        let named = self.named();
        let slots: Vec<_> = if named.is_empty() {
            vec![None]
        } else {
            named.iter().filter(|&&region| self.is_failing(region)).map(|&region| Some(region)).collect()
        };
        let kept: Vec<_> = named.iter().copied().filter(|&region| !slots.contains(&Some(region))).collect();
        for (filled, is_far) in self.filled(cloud, &slots, &kept) {
            let mut regions = named.clone();
            regions.resize(named.len().max(1), filled[0]);
            let replaced = regions.iter_mut().filter(|region| !kept.contains(region));
            replaced.zip(filled).for_each(|(region, new)| *region = new);
            self.attempt(Place { cloud, regions }, is_far);
        }
    }

    /// Whether a gap is about this region; one that names none is about all.
    fn is_failing(&self, region: Id<Region>) -> bool {
        let id = self.facts().regions[region].id.as_str();
        self.rest.iter().any(|gap| gap.regions.is_empty() || gap.regions.iter().any(|one| one == id))
    }

    /// The service in another cloud, as near as can be to where it is today.
    fn other_cloud(&mut self, cloud: Id<Cloud>) {
        self.options.asked.clouds += 1;
        let named = self.named();
        if named.is_empty() {
            let is_far = !self.keeps_country(cloud);
            if self.attempt(Place { cloud, regions: Vec::new() }, is_far) {
                return;
            }
        }
        if self.local.search.checker.catalog().regions_in_use(cloud).next().is_none() {
            if !named.is_empty() {
                self.attempt(Place { cloud, regions: Vec::new() }, true);
            }
            return;
        }
        let slots: Vec<_> =
            if named.is_empty() { vec![None] } else { named.iter().map(|&region| Some(region)).collect() };
        for (regions, is_far) in self.filled(cloud, &slots, &[]) {
            self.attempt(Place { cloud, regions }, is_far);
        }
    }

    /// Tries a place; where what is shown there is shown under conditions, also with these declared. Whether that leaves
    /// nothing to be wished for.
    fn attempt(&mut self, place: Place, is_far: bool) -> bool {
        let bare = Change { service: self.local.service, place: Some(place), meets: Vec::new() };
        let tried = self.local.attempt(bare);
        let conditions = self.local.conditions(&tried.change, &tried.outcome);
        let plain = self.candidate(tried, is_far);
        let is_whole = plain.is_choice() && plain.closes.len() == self.rest.len();
        if !is_whole && !conditions.is_empty() {
            let tried = self.local.attempt(Change { meets: conditions, ..plain.tried.change.clone() });
            let declared = self.candidate(tried, is_far);
            let adds = |one: &Candidate| one.tried.compared.added.len();
            if declared.closes.len() > plain.closes.len() || adds(&declared) < adds(&plain) {
                self.options.candidates.push(declared);
            }
        }
        self.options.candidates.push(plain);
        is_whole
    }

    fn candidate(&self, tried: Tried, is_far: bool) -> Candidate {
        let instance = self.local.instance();
        // What another gap takes the place of isn't closed, nor what nothing asks for any more; and a place where nothing
        // is shown is none to move to.
        let stays = |gap: &Finding| gap.standard.is_some() && self.has_new_gap(&tried, gap.standard.as_deref());
        let shown = |verdict| matches!(verdict, Verdict::Covered | Verdict::CoveredByRelation | Verdict::Conditional);
        let is_shown = |gap: &Finding| {
            let is_about =
                |one: &RequirementOutcome| gap.standard.as_ref().is_none_or(|it| *it == written(&one.required));
            self.local.requirements(&tried.outcome).any(|one| is_about(one) && shown(one.verdict))
        };
        let is_own = |gap: &Finding| gap.service.as_ref() == Some(&instance.name.value);
        let is_closed = |gap: &&Finding| !is_own(gap) || (is_shown(gap) && !stays(gap));
        let closed: Vec<_> = tried.compared.closed.iter().filter(is_closed).cloned().collect();
        let closes = self.rest.iter().filter(|gap| closed.iter().any(|one| one.fingerprint == gap.fingerprint));
        let closes: Vec<_> = closes.map(|&gap| gap.clone()).collect();
        let (mut moves, mut asks, mut distance) = (false, false, Nearness::Same);
        if let Some(place) = &tried.change.place {
            moves = place.cloud != instance.cloud.value;
            let regions = &self.facts().regions;
            let slots = self.named();
            let new = |region: &Id<Region>| !slots.contains(region) && regions[*region].restricted == Some(true);
            asks = place.regions.iter().any(new);
            let pairs = place.regions.iter().enumerate();
            let distances = pairs.map(|(at, &to)| self.distance(slots.get(at).copied(), to));
            distance = distances.max().unwrap_or(Nearness::Free);
        }
        let order = self.options.candidates.len();
        let rank = (Reverse(closes.len()), moves, tried.change.size(instance), asks, distance, order);
        Candidate { tried, closes, closed, is_far, rank }
    }

    /// Whether what was tried adds a gap on this requirement, be it that a waiver excuses it.
    fn has_new_gap(&self, tried: &Tried, standard: Option<&str>) -> bool {
        let compared = &tried.compared;
        let added = compared.added.iter().chain(&compared.excused);
        added.filter(|one| one.standard.as_deref() == standard).any(|one| self.local.search.sort(one).is_some())
    }

    fn distance(&self, from: Slot, to: Id<Region>) -> Nearness {
        match from {
            Some(from) => nearness::of(self.facts(), from, to),
            None => match self.country() {
                Some(country) if self.facts().regions[to].country.as_deref() != Some(country) => Nearness::Far,
                Some(_) => Nearness::Country,
                None => Nearness::Free,
            },
        }
    }

    /// The one country in which the service's present cloud has regions: who names no region there has named it.
    fn country(&self) -> Option<&str> {
        nearness::only_country(self.facts(), self.local.instance().cloud.value)
    }

    /// Whether a use of `cloud` that is bound to no region stays in the country that the present cloud stands for.
    fn keeps_country(&self, cloud: Id<Cloud>) -> bool {
        self.country().is_none_or(|country| nearness::only_country(self.facts(), cloud) == Some(country))
    }

    /// The few best ways to fill the slots with regions of `cloud` that are neither kept nor used twice, and whether one
    /// of the slots could only be filled from far away.
    fn filled(&mut self, cloud: Id<Cloud>, slots: &[Slot], kept: &[Id<Region>]) -> Vec<(Vec<Id<Region>>, bool)> {
        let scored = self.scored(cloud);
        let mut is_far = false;
        let mut lists = Vec::new();
        for &slot in slots {
            let (list, far) = self.list(cloud, slot, &scored, kept);
            is_far |= far;
            lists.push(list);
        }
        let nth = |skipped: usize| {
            let mut filled: Vec<Id<Region>> = Vec::new();
            for (at, list) in lists.iter().enumerate() {
                let mut free = list.iter().copied().filter(|region| !filled.contains(region));
                // Only the first slot varies: a try for each way to fill them all would be too many.
                let region = free.nth(if at == 0 { skipped } else { 0 })?;
                filled.push(region);
            }
            Some(filled)
        };
        // The same regions in another order are no other way.
        let mut seen = BTreeSet::new();
        let differs = |filled: &Vec<Id<Region>>| seen.insert(filled.iter().copied().collect::<BTreeSet<_>>());
        (0..).map_while(nth).filter(differs).take(MOST_TRIED).map(|filled| (filled, is_far)).collect()
    }

    /// The regions that may fill a slot, the best first: those near it that fit, else those far from it that fit, else
    /// the one near it that fits least badly, so that it can be told what stands against it.
    fn list(&self, cloud: Id<Cloud>, slot: Slot, scored: &[Scored], kept: &[Id<Region>]) -> (Vec<Id<Region>>, bool) {
        let restricted = |region: Id<Region>| self.facts().regions[region].restricted == Some(true);
        let free =
            scored.iter().enumerate().filter(|(_, one)| !kept.contains(&one.region) && self.may_fill(one, slot, cloud));
        let mut ranked: Vec<_> = free
            .map(|(order, one)| {
                let distance = self.distance(slot, one.region);
                let near =
                    (restricted(one.region), distance, !self.local.search.services.use_place(cloud, one.region), order);
                (distance == Nearness::Far, one.score, near, one.region)
            })
            .collect();
        ranked.sort_unstable();
        let fits = |score: &Score| score.new_gaps == 0 && score.unclosed < self.rest.len();
        for far in [false, true] {
            let fitting = ranked.iter().filter(|one| one.0 == far && fits(&one.1));
            let fitting: Vec<_> = fitting.map(|one| one.3).collect();
            if !fitting.is_empty() {
                return (fitting, far);
            }
        }
        (ranked.first().filter(|one| !one.0).map(|one| one.3).into_iter().collect(), false)
    }

    /// A region of the same cloud can't take its own place.
    fn may_fill(&self, one: &Scored, slot: Slot, cloud: Id<Cloud>) -> bool {
        slot != Some(one.region) || cloud != self.local.instance().cloud.value
    }

    /// Every region of a cloud that customers can use, with what stands against it.
    fn scored(&mut self, cloud: Id<Cloud>) -> Vec<Scored> {
        let regions: Vec<_> = self.local.search.checker.catalog().regions_in_use(cloud).collect();
        if regions.is_empty() {
            return Vec::new();
        }
        self.options.asked.regions += regions.len();
        let place = Place { cloud, regions: regions.clone() };
        let change = Change { service: self.local.service, place: Some(place), meets: Vec::new() };
        let outcome = self.local.outcome(&change);
        let findings: Vec<_> = self.local.findings_excused_or_not(&outcome).collect();
        let mut by_region: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in &findings {
            finding.regions.iter().for_each(|region| by_region.entry(region).or_default().push(finding));
        }
        let facts = self.facts();
        let score = |region: Id<Region>| {
            let findings = by_region.get(facts.regions[region].id.as_str());
            self.score(findings.map(Vec::as_slice).unwrap_or_default())
        };
        regions.into_iter().map(|region| Scored { region, score: score(region) }).collect()
    }

    fn score(&self, findings: &[&Finding]) -> Score {
        let mut score = Score::default();
        for finding in findings {
            let is_gap = self.local.search.sort(finding).is_some();
            let same_requirement = |gap: &&&Finding| {
                is_same(gap, finding) || (is_gap && gap.standard.is_some() && gap.standard == finding.standard)
            };
            let is_old =
                || self.local.before().findings.iter().any(|one| one.waived.is_none() && is_same(one, finding));
            if is_gap && finding.verdict == Some(Verdict::Conditional) {
                score.conditional += 1;
            } else if self.rest.iter().any(|gap| same_requirement(&gap)) {
                score.unclosed += usize::from(is_gap);
            } else if !is_old() {
                *(if is_gap { &mut score.new_gaps } else { &mut score.others }) += 1;
            }
        }
        score
    }
}
