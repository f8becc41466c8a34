//! Every requirement of a deployment with its answer.

use jiff::civil::Date;

use crate::catalog::{Answer, Catalog, Question};
use crate::model::deployment::{Demand, Deployment, LeastAssurance, ServiceInstance};
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::standard::StandardRef;

/// What is required of one service instance, with the answer that its regions share.
#[derive(Debug)]
pub(super) struct Requirement<'d> {
    pub(super) instance: &'d ServiceInstance,
    /// The regions that share the answer; empty for a use that is not bound to one.
    pub(super) regions: Vec<Id<Region>>,
    pub(super) required: StandardRef,
    pub(super) assurance: LeastAssurance,
    /// Every place that asks for it, the nearest first.
    pub(super) demands: Vec<&'d Demand>,
    pub(super) answer: Answer,
}

impl Requirement<'_> {
    /// The question that was asked, for the first of its regions.
    pub(super) fn question(&self, as_of: Date) -> Question<'_> {
        question(self.instance, self.regions.first().copied(), self.required, self.assurance, as_of)
    }

    /// The questions that were asked for every region of the use, also for those that got another answer.
    pub(super) fn questions(&self, as_of: Date) -> impl Iterator<Item = Question<'_>> {
        regions(self.instance).into_iter().map(move |region| Question { region, ..self.question(as_of) })
    }
}

fn question<'d>(
    instance: &'d ServiceInstance,
    region: Option<Id<Region>>,
    required: StandardRef,
    assurance: LeastAssurance,
    as_of: Date,
) -> Question<'d> {
    let meets = instance.meets.as_slice();
    Question { service: instance.service.value, cloud: instance.cloud.value, region, required, assurance, meets, as_of }
}

/// Resolves every requirement, in the order of the manifest.
pub(super) fn resolve<'d>(deployment: &'d Deployment, catalog: &Catalog, as_of: Date) -> Vec<Requirement<'d>> {
    deployment.services.iter().flat_map(|instance| resolve_instance(instance, catalog, as_of)).collect()
}

fn resolve_instance<'d>(instance: &'d ServiceInstance, catalog: &Catalog, as_of: Date) -> Vec<Requirement<'d>> {
    let mut requirements: Vec<Requirement<'d>> = Vec::new();
    for demands in merged(instance) {
        let Some(first) = demands.first() else { continue };
        let (required, assurance) = (first.standard, first.assurance);
        for (regions, answer, _) in answers(instance, (required, assurance), catalog, as_of) {
            let demands = demands.clone();
            requirements.push(Requirement { instance, regions, required, assurance, demands, answer });
        }
    }
    requirements
}

/// The answers for what could be required of an instance, each with the regions that share it.
pub(super) fn answers<'d>(
    instance: &'d ServiceInstance,
    (required, assurance): (StandardRef, LeastAssurance),
    catalog: &Catalog,
    as_of: Date,
) -> Vec<(Vec<Id<Region>>, Answer, Question<'d>)> {
    let mut answers: Vec<(Vec<Id<Region>>, Answer, Question<'d>)> = Vec::new();
    for region in regions(instance) {
        let question = question(instance, region, required, assurance, as_of);
        let answer = catalog.resolve(&question);
        match answers.iter_mut().find(|(_, known, of)| is_same(catalog, (known, of), (&answer, &question))) {
            Some((regions, ..)) => regions.extend(region),
            None => answers.push((region.into_iter().collect(), answer, question)),
        }
    }
    answers
}

/// The demands on an instance, identical ones from several places together, the nearest first.
fn merged(instance: &ServiceInstance) -> Vec<Vec<&Demand>> {
    let mut groups: Vec<Vec<&Demand>> = Vec::new();
    for demand in &instance.requires {
        let same = |group: &&mut Vec<&Demand>| {
            group.first().is_some_and(|one| (one.standard, one.assurance) == (demand.standard, demand.assurance))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(demand),
            None => groups.push(vec![demand]),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|demand| (demand.origin, demand.span));
    }
    groups
}

fn regions(instance: &ServiceInstance) -> Vec<Option<Id<Region>>> {
    if instance.regions.is_empty() {
        return vec![None];
    }
    instance.regions.iter().map(|region| Some(region.value)).collect()
}

/// Whether two answers can be told in one: the same verdict by the same document, which shows the same in both regions
/// under the same conditions, contested alike by claims and by misprints, and both regions in the cloud or neither.
fn is_same(catalog: &Catalog, a: (&Answer, &Question<'_>), b: (&Answer, &Question<'_>)) -> bool {
    let key = |(answer, question): (&Answer, &Question<'_>)| {
        let decided = answer.deciding.as_ref().map(|opinion| opinion.document);
        let claim = answer.deciding.as_ref().and_then(|opinion| opinion.claim);
        let conditions = claim.map(|claim| catalog.facts().claims[claim].conditions.as_slice()).unwrap_or_default();
        let shown = (decided, catalog.held(answer), conditions);
        let contested = (answer.contested_by.clone(), answer.misread.clone());
        (answer.verdict, shown, catalog.is_in_cloud(question), contested)
    };
    key(a) == key(b)
}
