//! One service and those that it is linked with: where a change of it is tried, and what the engine says then.

use super::Search;
use super::change::Change;
use super::compare::{Compared, compare};
use crate::catalog::{CloudWayOut, Question};
use crate::check::outcome::{Finding, Outcome, RequirementOutcome, Scope};
use crate::model::deployment::{Deployment, ServiceInstance};
use crate::model::id::Slug;
use crate::model::verdict::Verdict;

/// A deployment reduced to one service and those that it sends to or has something from, where changes of it are tried.
pub(super) struct Local<'a> {
    pub(super) search: &'a Search<'a>,
    /// The service's place in the whole deployment.
    pub(super) service: usize,
    deployment: Deployment,
    /// Its place in the reduced one.
    at: usize,
    before: Outcome,
}

/// What came of a change.
pub(super) struct Tried {
    pub(super) change: Change,
    pub(super) compared: Compared,
    pub(super) outcome: Outcome,
}

impl<'a> Local<'a> {
    pub(super) fn new(search: &'a Search<'a>, service: usize) -> Self {
        let whole = search.deployment;
        let kept = search.services.within_reach(service);
        let at = kept.iter().position(|&index| index == service).unwrap_or_default();
        let deployment = Deployment {
            services: kept.iter().map(|&index| whole.services[index].clone()).collect(),
            ..without_services(whole)
        };
        let before = search.checker.check_part(&deployment, search.whole);
        Self { search, service, deployment, at, before }
    }

    /// The same once a change is made.
    pub(super) fn after(mut self, tried: Tried) -> Self {
        self.here(&tried.change).apply(&mut self.deployment.services);
        self.before = tried.outcome;
        self
    }

    /// The service as it stands here.
    pub(super) fn instance(&self) -> &ServiceInstance {
        &self.deployment.services[self.at]
    }

    /// What was concluded before any change.
    pub(super) fn before(&self) -> &Outcome {
        &self.before
    }

    /// What the engine says once `change` is made.
    pub(super) fn outcome(&self, change: &Change) -> Outcome {
        let mut deployment = self.deployment.clone();
        self.here(change).apply(&mut deployment.services);
        self.search.checker.check_part(&deployment, self.search.whole)
    }

    /// What comes of `change`.
    pub(super) fn attempt(&self, change: Change) -> Tried {
        let outcome = self.outcome(&change);
        let compared = compare(&self.before, &outcome);
        Tried { change, compared, outcome }
    }

    /// The findings of an outcome that are about this service, as they would stand without waivers: a place that does
    /// only where it is excused is none to move to.
    pub(super) fn findings_excused_or_not<'o>(&self, outcome: &'o Outcome) -> impl Iterator<Item = Finding> + use<'o> {
        let name = self.instance().name.value.clone();
        let of_service = outcome.findings.iter().filter(move |one| one.service.as_ref() == Some(&name));
        of_service.map(|one| Finding { waived: None, ..one.clone() })
    }

    /// The requirements of an outcome that are this service's.
    pub(super) fn requirements<'o>(&self, outcome: &'o Outcome) -> impl Iterator<Item = &'o RequirementOutcome> {
        let name = self.instance().name.value.clone();
        outcome.requirements.iter().filter(move |one| one.service == name)
    }

    /// The conditions that this service would have to meet for all that is conditional once `change` is made.
    pub(super) fn conditions(&self, change: &Change, outcome: &Outcome) -> Vec<Slug> {
        let mut deployment = self.deployment.clone();
        self.here(change).apply(&mut deployment.services);
        let instance = &deployment.services[self.at];
        let conditional = self.requirements(outcome).filter(|one| one.verdict == Verdict::Conditional);
        let mut conditions = Vec::new();
        for condition in conditional.flat_map(|one| self.conditions_of(instance, one)) {
            if !conditions.contains(&condition) {
                conditions.push(condition);
            }
        }
        conditions
    }

    fn conditions_of(&self, instance: &ServiceInstance, requirement: &RequirementOutcome) -> Vec<Slug> {
        let catalog = self.search.checker.catalog();
        let Some(question) = self.question(instance, requirement) else { return Vec::new() };
        let answer = catalog.resolve(&question);
        catalog.conditions_to_meet(&question, &answer).into_iter().map(|condition| condition.id).collect()
    }

    /// What is asked of the catalogue for a requirement of this service.
    fn question<'i>(&self, instance: &'i ServiceInstance, requirement: &RequirementOutcome) -> Option<Question<'i>> {
        let catalog = self.search.checker.catalog();
        let facts = catalog.facts();
        let required = catalog.names().standard(facts, &written(&requirement.required)).ok()?;
        let named = |id: &String| instance.regions.iter().find(|one| facts.regions[one.value].id.as_str() == id);
        Some(Question {
            service: instance.service.value,
            cloud: instance.cloud.value,
            region: requirement.regions.first().and_then(named).map(|region| region.value),
            required,
            assurance: requirement.assurance,
            meets: &instance.meets,
            as_of: self.search.checker.as_of(),
        })
    }

    /// The clouds that hold what a gap is about, as far as that goes for all its places; of the present one, in other
    /// regions.
    pub(super) fn holding(&self, gap: &Finding) -> Vec<CloudWayOut> {
        let (catalog, instance) = (self.search.checker.catalog(), self.instance());
        let is_same = |one: &&RequirementOutcome| {
            gap.standard.as_ref() == Some(&written(&one.required)) && gap.verdict == Some(one.verdict)
        };
        let questions = self.requirements(&self.before).filter(is_same).filter_map(|one| self.question(instance, one));
        let ways = questions.map(|question| catalog.ways_out(&question, &catalog.resolve(&question)));
        let Some(ways) = ways.reduce(|shared, ways| shared.shared_with(&ways)) else { return Vec::new() };
        let here = CloudWayOut { cloud: instance.cloud.value, regions: ways.regions };
        Some(here).filter(|here| !here.regions.is_empty()).into_iter().chain(ways.clouds).collect()
    }

    fn here(&self, change: &Change) -> Change {
        Change { service: self.at, ..change.clone() }
    }
}

/// What is required, as a manifest writes it.
pub(super) fn written(scope: &Scope) -> String {
    let edition = scope.edition.as_ref().map(|edition| format!(":{edition}")).unwrap_or_default();
    let level = scope.level.as_ref().map(|level| format!("@{level}")).unwrap_or_default();
    format!("{}{edition}{level}", scope.standard)
}

/// All but the services.
fn without_services(whole: &Deployment) -> Deployment {
    Deployment {
        source: whole.source.clone(),
        name: whole.name.clone(),
        owner: whole.owner.clone(),
        tags: whole.tags.clone(),
        services: Vec::new(),
        agreements: whole.agreements.clone(),
        waivers: whole.waivers.clone(),
        left_out: whole.left_out.clone(),
        repeated: whole.repeated.clone(),
        is_whole: whole.is_whole,
    }
}
