//! Every requirement of a deployment with its answer.

use std::mem;
use std::sync::Arc;

use jiff::civil::Date;
use smallvec::SmallVec;

use super::asks::{Ask, Asks};
use crate::catalog::{Answer, Catalog, Key, Question};
use crate::model::deployment::Origin;
use crate::model::deployment::{Demand, Deployment, LeastAssurance, ServiceInstance};
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::standard::StandardRef;
use crate::pieces::{Spread, in_pieces};
use crate::text::Span;

/// What is required of one service instance, with the answer that its regions share.
#[derive(Debug)]
pub(super) struct Requirement<'d> {
    /// Its place among all requirements of the deployment.
    pub(super) number: usize,
    pub(super) instance: &'d ServiceInstance,
    /// The regions that share the answer; empty for a use that is not bound to one.
    pub(super) regions: SmallVec<[Id<Region>; 4]>,
    pub(super) required: StandardRef,
    pub(super) assurance: LeastAssurance,
    /// Every place of the manifest that asks for it, the nearest first.
    pub(super) demands: Vec<&'d Demand>,
    /// The rules that ask for it. There always is a demand or a rule.
    pub(super) asked: Vec<Asked<'d>>,
    pub(super) answer: Arc<Answer>,
}

/// A rule that asks for a requirement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'d> {
    pub(super) ask: &'d Ask<'d>,
    /// The place in the rule's file.
    pub(super) span: Span,
}

impl Requirement<'_> {
    /// Who asks, and where in the manifest: the nearest.
    pub(super) fn origin(&self) -> (Origin, Span) {
        let demand = self.demands.first().map(|demand| (demand.origin, demand.span));
        let asked = || self.asked.iter().map(|asked| (asked.ask.origin(), asked.ask.span)).min();
        demand.or_else(asked).unwrap_or((Origin::Service, self.instance.service.span))
    }

    /// The question that was asked, for the first of its regions.
    pub(super) fn question(&self, as_of: Date) -> Question<'_> {
        question(self.instance, self.regions.first().copied(), self.required, self.assurance, as_of)
    }

    /// The questions that were asked for every region of the use, also for those that got another answer.
    pub(super) fn questions(&self, as_of: Date) -> impl Iterator<Item = Question<'_>> {
        regions(self.instance).map(move |region| Question { region, ..self.question(as_of) })
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
pub(super) fn resolve<'d>(
    deployment: &'d Deployment,
    asks: &'d Asks<'d>,
    catalog: &Catalog,
    (as_of, spread): (Date, Spread),
) -> Vec<Requirement<'d>> {
    let resolved = in_pieces(spread, &deployment.services, |services| {
        let of_one = |instance| resolve_instance(instance, asks.of(instance), catalog, as_of);
        services.iter().flat_map(of_one).collect::<Vec<_>>()
    });
    let mut all: Vec<_> = resolved.into_iter().flatten().collect();
    all.iter_mut().enumerate().for_each(|(number, requirement)| requirement.number = number);
    all
}

fn resolve_instance<'d>(
    instance: &'d ServiceInstance,
    asks: &'d [Ask<'d>],
    catalog: &Catalog,
    as_of: Date,
) -> Vec<Requirement<'d>> {
    let mut requirements: Vec<Requirement<'d>> = Vec::new();
    for Group { required, assurance, regions, mut demands, mut asked } in merged(instance, asks) {
        let answers = match &regions {
            None => answers_in(self::regions(instance), instance, (required, assurance), catalog, as_of),
            Some(only) => answers_in(only.iter().copied().map(Some), instance, (required, assurance), catalog, as_of),
        };
        let mut answers = answers.into_iter().peekable();
        while let Some(Found { regions, answer, .. }) = answers.next() {
            let (demands, asked) = match answers.peek() {
                Some(_) => (demands.clone(), asked.clone()),
                None => (mem::take(&mut demands), mem::take(&mut asked)),
            };
            let number = requirements.len();
            requirements.push(Requirement { number, instance, regions, required, assurance, demands, asked, answer });
        }
    }
    requirements
}

/// The answers of a use, of which most have one.
type Answers<'d> = SmallVec<[Found<'d>; 1]>;

/// An answer with the regions that share it.
struct Found<'d> {
    regions: SmallVec<[Id<Region>; 4]>,
    answer: Arc<Answer>,
    /// The question for the first of them.
    question: Question<'d>,
    key: Option<Key>,
}

/// The answers in these regions, each with those that share it.
fn answers_in<'d>(
    regions: impl Iterator<Item = Option<Id<Region>>>,
    instance: &'d ServiceInstance,
    (required, assurance): (StandardRef, LeastAssurance),
    catalog: &Catalog,
    as_of: Date,
) -> Answers<'d> {
    let mut answers: Answers<'d> = SmallVec::new();
    for region in regions {
        let question = question(instance, region, required, assurance, as_of);
        let key = catalog.key(&question);
        // Most regions are alike to all documents, and nothing needs to be asked for the next one.
        if let Some(alike) = answers.iter_mut().find(|one| key.is_some() && one.key == key) {
            alike.regions.extend(region);
            continue;
        }
        let answer = catalog.resolve_as(&question, key);
        let same = |one: &&mut Found<'d>| is_same(catalog, (&one.answer, &one.question), (&answer, &question));
        match answers.iter_mut().find(same) {
            Some(same) => same.regions.extend(region),
            None => {
                answers.push(Found { regions: region.into_iter().collect(), answer, question, key });
            }
        }
    }
    answers
}

/// What is required of an instance by one or several places.
struct Group<'d> {
    required: StandardRef,
    assurance: LeastAssurance,
    /// The only regions for which it is required; none where it is required for all of them.
    regions: Option<Vec<Id<Region>>>,
    demands: Vec<&'d Demand>,
    asked: Vec<Asked<'d>>,
}

/// What is required of an instance, identical demands from several places together, the nearest first.
fn merged<'d>(instance: &'d ServiceInstance, asks: &'d [Ask<'d>]) -> Vec<Group<'d>> {
    let floors: Vec<_> = asks.iter().filter(|ask| ask.floor() > LeastAssurance::Any).collect();
    let floor = floors.iter().map(|ask| ask.floor()).max().unwrap_or_default();
    let mut groups: Vec<Group<'d>> = Vec::with_capacity(instance.requires.len());
    for demand in &instance.requires {
        let key = (demand.standard, demand.assurance.max(floor));
        let at = group_at(&mut groups, key, None);
        groups[at].demands.push(demand);
    }
    let standards = asks.iter().flat_map(|ask| ask.require.standards.iter().map(move |one| (ask, one)));
    for (ask, one) in standards {
        let at = group_at(&mut groups, (one.standard, one.assurance.max(floor)), ask.region);
        groups[at].asked.push(Asked { ask, span: one.span });
    }
    for group in &mut groups {
        group.demands.sort_by_key(|demand| (demand.origin, demand.span));
        group.asked.extend(floors.iter().map(|&ask| Asked { ask, span: ask.require.span }));
    }
    groups
}

/// The group of these demands: one for the whole instance has room for those on a region.
fn group_at<'d>(
    groups: &mut Vec<Group<'d>>,
    (required, assurance): (StandardRef, LeastAssurance),
    region: Option<Id<Region>>,
) -> usize {
    let same = |group: &Group<'d>| (group.required, group.assurance) == (required, assurance);
    let whole = groups.iter().position(|group| same(group) && group.regions.is_none());
    let partial = || groups.iter().position(|group| same(group) && group.regions.is_some());
    let found = match region {
        None => whole,
        Some(_) => whole.or_else(partial),
    };
    let at = found.unwrap_or_else(|| {
        let regions = region.map(|_| Vec::new());
        groups.push(Group { required, assurance, regions, demands: Vec::with_capacity(1), asked: Vec::new() });
        groups.len() - 1
    });
    if let (Some(regions), Some(region)) = (&mut groups[at].regions, region)
        && !regions.contains(&region)
    {
        regions.push(region);
    }
    at
}

fn regions(instance: &ServiceInstance) -> impl Iterator<Item = Option<Id<Region>>> {
    let unbound = instance.regions.is_empty().then_some(None);
    instance.regions.iter().map(|region| Some(region.value)).chain(unbound)
}

/// Whether two answers can be told in one: the same verdict by the same document, which shows the same in both regions
/// under the same conditions, contested alike by claims and by misprints, and both regions in the cloud or neither.
fn is_same(catalog: &Catalog, a: (&Arc<Answer>, &Question<'_>), b: (&Arc<Answer>, &Question<'_>)) -> bool {
    // One answer is given to more than one region only where no document tells them apart.
    if Arc::ptr_eq(a.0, b.0) {
        return true;
    }
    told(catalog, a) == told(catalog, b)
}

/// What of an answer its regions must share.
fn told<'a>(catalog: &'a Catalog, (answer, question): (&'a Arc<Answer>, &Question<'_>)) -> impl PartialEq + use<'a> {
    let decided = answer.deciding.as_ref().map(|opinion| opinion.document);
    let claim = answer.deciding.as_ref().and_then(|opinion| opinion.claim);
    let conditions = claim.map(|claim| catalog.facts().claims[claim].conditions.as_slice()).unwrap_or_default();
    let shown = (decided, catalog.held(answer), conditions);
    (answer.verdict, shown, catalog.is_in_cloud(question), &answer.contested_by, &answer.misread)
}
