//! Where the answer would be better: the cloud, the region, the condition that closes a gap.

use super::Catalog;
use super::answer::{Answer, Question};
use super::memo::Place;
use crate::model::evidence::{Condition, Statement};
use crate::model::id::Id;
use crate::model::provider::{Cloud, CloudStatus, Provider, Region, RegionStatus};
use crate::model::standard::StandardRef;
use crate::model::verdict::Verdict;

/// What would close a gap, as far as the catalogue shows it. Everything here was asked and answered, nothing guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaysOut {
    /// Other regions of the same cloud where it is covered.
    pub regions: Vec<Id<Region>>,
    /// Other clouds of the same provider where it is covered.
    pub clouds: Vec<CloudWayOut>,
    /// The conditions that, once all are met, make it covered.
    pub conditions: Vec<Condition>,
    /// What is held here instead and would be covered, for those to whom that is enough.
    pub held: Option<StandardRef>,
}

impl WaysOut {
    /// The ways that close this gap and another one.
    #[must_use]
    pub fn shared_with(mut self, other: &Self) -> Self {
        self.regions.retain(|region| other.regions.contains(region));
        self.clouds.retain_mut(|way| {
            let Some(same) = other.clouds.iter().find(|one| one.cloud == way.cloud) else { return false };
            let has_regions = !way.regions.is_empty();
            way.regions.retain(|region| same.regions.contains(region));
            // A cloud without regions is a way as a whole; one with regions that differ is none.
            has_regions != way.regions.is_empty()
        });
        // Meeting some of what another gap asks for would not close that one.
        if self.conditions != other.conditions {
            self.conditions.clear();
        }
        self.held = self.held.filter(|held| other.held == Some(*held));
        self
    }
}

/// Another cloud where a requirement is covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudWayOut {
    /// The cloud.
    pub cloud: Id<Cloud>,
    /// Its regions where it is covered.
    pub regions: Vec<Id<Region>>,
}

impl Catalog {
    /// What would close the gap that `answer` shows for `question`.
    pub fn ways_out(&self, question: &Question<'_>, answer: &Answer) -> WaysOut {
        // What has lapsed, or is held under a condition, would not be covered by asking for it alone.
        let is_enough = |held: &StandardRef| self.is_covered(&Question { required: *held, ..*question });
        let mut ways = WaysOut { held: self.held(answer).filter(is_enough), ..WaysOut::default() };
        ways.conditions = self.conditions_to_meet(question, answer);
        let claimed = self.clouds_claimed(question);
        if answer.verdict != Verdict::CloudClosed && claimed.contains(&question.cloud) {
            ways.regions = self.regions_where_covered(question, question.cloud);
            ways.regions.retain(|&region| question.region != Some(region));
        }
        let provider = self.facts.clouds[question.cloud].provider;
        let others = self.clouds_in_use(provider).filter(|cloud| *cloud != question.cloud && claimed.contains(cloud));
        for cloud in others {
            let regions = self.regions_where_covered(question, cloud);
            let unbound = Question { cloud, region: None, ..*question };
            // A cloud whose regions are not public is a way out as a whole.
            if !regions.is_empty() || self.is_covered(&unbound) {
                ways.clouds.push(CloudWayOut { cloud, regions });
            }
        }
        ways
    }

    /// The clouds in which some document has put the service in scope of the required standard, or of one that a relation
    /// leads from, whatever else it says. In no other one can it be covered, and nothing needs to be asked there: what is
    /// covered rests on such a claim, on that standard or, through relations of the same index, on another; neither a
    /// platform's claim nor a misprint covers anything.
    fn clouds_claimed(&self, question: &Question<'_>) -> Vec<Id<Cloud>> {
        let mut standards = vec![question.required.standard];
        let mut at = 0;
        while let Some(&standard) = standards.get(at) {
            for relation in self.index.relations_to.get(standard) {
                let from = self.facts.relations[relation].from.standard;
                if !standards.contains(&from) {
                    standards.push(from);
                }
            }
            at += 1;
        }
        let mut clouds = Vec::new();
        for claim in standards.into_iter().flat_map(|standard| self.claims_of(question.service, standard)) {
            let claim = &self.facts.claims[claim];
            let cloud = self.cloud_of(claim);
            if claim.statement == Statement::InScope && !clouds.contains(&cloud) {
                clouds.push(cloud);
            }
        }
        clouds
    }

    /// The conditions that, once all are met, make it covered; none where something else stands in the way.
    pub fn conditions_to_meet(&self, question: &Question<'_>, answer: &Answer) -> Vec<Condition> {
        if answer.verdict != Verdict::Conditional {
            return Vec::new();
        }
        let claim = answer.deciding.as_ref().and_then(|opinion| opinion.claim);
        claim.map(|claim| self.unmet(question, &self.facts.claims[claim])).unwrap_or_default()
    }

    /// The clouds of a provider that customers can use, in the order of the catalogue.
    pub fn clouds_in_use(&self, provider: Id<Provider>) -> impl Iterator<Item = Id<Cloud>> + '_ {
        let clouds = self.index.clouds_of.get(provider);
        clouds.filter(|&cloud| self.facts.clouds[cloud].status == CloudStatus::Active)
    }

    /// The regions of a cloud that customers can use, in the order of the catalogue.
    pub fn regions_in_use(&self, cloud: Id<Cloud>) -> impl Iterator<Item = Id<Region>> + '_ {
        let regions = self.facts.clouds[cloud].regions.iter().copied();
        regions.filter(|&region| self.facts.regions[region].status == RegionStatus::Active)
    }

    /// What the deciding claim puts in scope here, where it does.
    pub fn held(&self, answer: &Answer) -> Option<StandardRef> {
        match answer.verdict {
            Verdict::Covered
            | Verdict::Conditional
            | Verdict::CoveredByRelation
            | Verdict::EditionRetired
            | Verdict::EditionDiffers
            | Verdict::EditionUnstated
            | Verdict::LevelTooLow
            | Verdict::LevelUnstated
            | Verdict::KindTooWeak
            | Verdict::Lapsed => {
                let claim = answer.deciding.as_ref().and_then(|opinion| opinion.claim)?;
                Some(self.facts.claims[claim].standard)
            }
            Verdict::CloudClosed
            | Verdict::Elsewhere
            | Verdict::Pending
            | Verdict::Excluded
            | Verdict::NotListed
            | Verdict::PlatformOnly
            | Verdict::NoEvidence => None,
        }
    }

    /// The regions of `cloud` that customers can use and where the requirement is covered.
    fn regions_where_covered(&self, question: &Question<'_>, cloud: Id<Cloud>) -> Vec<Id<Region>> {
        // What is known of most regions is what is known of any: it is asked once, and nothing else is looked up of them.
        let mut of_most = None;
        let mut is_covered = |region: Id<Region>| {
            let question = Question { cloud, region: Some(region), ..*question };
            match self.place_in_its_cloud(question.service, region) {
                Place::InCloud => {
                    *of_most.get_or_insert_with(|| is_cover(self.resolve_at(&question, Place::InCloud).verdict))
                }
                place => is_cover(self.resolve_at(&question, place).verdict),
            }
        };
        let covered = self.facts.clouds[cloud].regions.iter().copied().filter(|&region| is_covered(region));
        covered.filter(|&region| self.facts.regions[region].status == RegionStatus::Active).collect()
    }

    /// Whether the answer to `question` is that it is covered, be it through a relation.
    pub fn is_covered(&self, question: &Question<'_>) -> bool {
        is_cover(self.resolve(question).verdict)
    }
}

/// Whether a verdict says that something is covered, be it through a relation.
fn is_cover(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Covered | Verdict::CoveredByRelation)
}
