//! Every requirement of a deployment with its answer.

use jiff::civil::Date;
use smallvec::SmallVec;

use super::asks::{Ask, Asks};
use crate::catalog::{Catalog, Given, Place, Question};
use crate::model::deployment::Origin;
use crate::model::deployment::{Demand, Deployment, LeastAssurance, ServiceInstance};
use crate::model::evidence::Claim;
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::standard::StandardRef;
use crate::pieces::{Spread, in_pieces, joined};
use crate::text::Span;

/// Regions, of which most uses have a few.
pub(super) type Regions = SmallVec<[Id<Region>; 4]>;

/// What is required of one service instance, with the answer that its regions share.
#[derive(Debug)]
pub(super) struct Requirement<'d> {
    /// Its place among all requirements of the deployment.
    pub(super) number: usize,
    pub(super) instance: &'d ServiceInstance,
    /// The regions that share the answer; empty for a use that is not bound to one.
    pub(super) regions: Regions,
    pub(super) required: StandardRef,
    pub(super) assurance: LeastAssurance,
    /// Every place of the manifest that asks for it, the nearest first.
    pub(super) demands: Demands<'d>,
    /// The rules that ask for it. There always is a demand or a rule.
    pub(super) asked: Vec<Asked<'d>>,
    pub(super) answer: Given<'d>,
}

/// Places of the manifest that ask for the same, the nearest first. Most is asked for at one of them, which needs no memory of
/// its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Demands<'d> {
    nearest: Option<&'d Demand>,
    further: Vec<&'d Demand>,
}

impl<'d> Demands<'d> {
    fn add(&mut self, demand: &'d Demand) {
        let place = |demand: &Demand| (demand.origin, demand.span);
        match self.nearest {
            None => self.nearest = Some(demand),
            Some(nearest) if place(demand) < place(nearest) => {
                self.nearest = Some(demand);
                self.further.insert(0, nearest);
            }
            Some(_) => {
                let at = self.further.partition_point(|known| place(known) <= place(demand));
                self.further.insert(at, demand);
            }
        }
    }

    pub(super) fn nearest(&self) -> Option<&'d Demand> {
        self.nearest
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'d Demand> {
        self.nearest.into_iter().chain(self.further.iter().copied())
    }
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
        let demand = self.demands.nearest().map(|demand| (demand.origin, demand.span));
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
    catalog: &'d Catalog,
    (as_of, spread): (Date, Spread),
) -> Vec<Requirement<'d>> {
    let resolved = in_pieces(spread, &deployment.services, |services| {
        let mut requirements = Vec::with_capacity(services.iter().map(|one| one.requires.len()).sum());
        for instance in services {
            resolve_instance(instance, asks.of(instance), (catalog, as_of), &mut requirements);
        }
        requirements
    });
    let mut all = joined(resolved);
    all.iter_mut().enumerate().for_each(|(number, requirement)| requirement.number = number);
    all
}

/// Adds the requirements of a service instance to others. Their numbers are not given yet.
fn resolve_instance<'d>(
    instance: &'d ServiceInstance,
    asks: &'d [Ask<'d>],
    (catalog, as_of): (&'d Catalog, Date),
    requirements: &mut Vec<Requirement<'d>>,
) {
    let placed = |region| (region, catalog.place(instance.service.value, instance.cloud.value, region));
    // The same for all that is required.
    let everywhere: SmallVec<[_; 4]> = regions(instance).map(placed).collect();
    for Group { required, assurance, regions, demands, asked } in merged(instance, asks) {
        let only: Option<Vec<_>> = regions.map(|only| only.into_iter().map(|region| placed(Some(region))).collect());
        let regions = only.as_deref().unwrap_or(&everywhere);
        let first = requirements.len();
        add_answers(regions, (instance, required, assurance), (catalog, as_of), requirements);
        let Some((last, others)) = requirements[first..].split_last_mut() else { continue };
        for requirement in others {
            (requirement.demands, requirement.asked) = (demands.clone(), asked.clone());
        }
        (last.demands, last.asked) = (demands, asked);
    }
}

/// Regions that documents on the service don't tell from each other.
struct Placed {
    place: Place,
    /// Whether they belong to the cloud of the use.
    is_in_cloud: bool,
    /// Where their requirement is.
    at: usize,
}

/// Adds a requirement for each answer in these regions, with those that share it. Beside each region stands how documents on
/// the service tell it from others. Who asks is not said yet.
fn add_answers<'d>(
    regions: &[(Option<Id<Region>>, Place)],
    (instance, required, assurance): (&'d ServiceInstance, StandardRef, LeastAssurance),
    (catalog, as_of): (&'d Catalog, Date),
    requirements: &mut Vec<Requirement<'d>>,
) {
    // Most uses have one answer.
    let mut answered: SmallVec<[Placed; 1]> = SmallVec::new();
    for &(region, place) in regions {
        // Most regions are alike to all documents, and nothing needs to be asked for the next one.
        let known = answered.iter().find(|one| one.place == place).map(|one| one.at);
        let at = known.unwrap_or_else(|| {
            let question = question(instance, region, required, assurance, as_of);
            let (answer, is_in_cloud) = (catalog.resolve_at(&question, place), catalog.is_in_cloud(&question));
            let is_alike = |one: &&Placed| {
                one.is_in_cloud == is_in_cloud && is_same(catalog, &requirements[one.at].answer, &answer)
            };
            let at = answered.iter().find(is_alike).map_or(requirements.len(), |one| one.at);
            if at == requirements.len() {
                let (number, regions, demands, asked) = (0, Regions::new(), Demands::default(), Vec::new());
                let asked_of = Requirement { number, instance, regions, required, assurance, demands, asked, answer };
                requirements.push(asked_of);
            }
            answered.push(Placed { place, is_in_cloud, at });
            at
        });
        // Quicker than to extend it by what may be one.
        if let Some(region) = region {
            requirements[at].regions.push(region);
        }
    }
}

/// What is required of an instance by one or several places.
struct Group<'d> {
    required: StandardRef,
    assurance: LeastAssurance,
    /// The only regions for which it is required; none where it is required for all of them.
    regions: Option<Vec<Id<Region>>>,
    demands: Demands<'d>,
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
        groups[at].demands.add(demand);
    }
    let standards = asks.iter().flat_map(|ask| ask.require.standards.iter().map(move |one| (ask, one)));
    for (ask, one) in standards {
        let at = group_at(&mut groups, (one.standard, one.assurance.max(floor)), ask.region);
        groups[at].asked.push(Asked { ask, span: one.span });
    }
    for group in &mut groups {
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
        groups.push(Group { required, assurance, regions, demands: Demands::default(), asked: Vec::new() });
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
/// under the same conditions, contested alike by claims and by misprints.
fn is_same(catalog: &Catalog, a: &Given<'_>, b: &Given<'_>) -> bool {
    let [one, other] = [a, b].map(|answer| answer.deciding.as_ref());
    let claims = [one, other].map(|opinion| opinion.and_then(|opinion| opinion.claim));
    let conditions = |claim: Option<Id<Claim>>| claim.map(|claim| catalog.facts().claims[claim].conditions.as_slice());
    let shown = |answer, claim| (catalog.held(answer), conditions(claim).unwrap_or_default());
    a.verdict == b.verdict
        && one.map(|opinion| opinion.document) == other.map(|opinion| opinion.document)
        // What one claim shows under one verdict is the same.
        && (claims[0] == claims[1] || shown(a, claims[0]) == shown(b, claims[1]))
        && a.contested_by == b.contested_by
        && a.misread == b.misread
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_demand_comes_first_whenever_it_is_added() {
        let standard = StandardRef { standard: Id::at(0), edition: None, level: None };
        let at = |origin, start| Demand {
            standard,
            assurance: LeastAssurance::Any,
            origin,
            span: Span::new(start, start + 1),
            profile: None,
        };
        let all =
            [at(Origin::Service, 7), at(Origin::Service, 9), at(Origin::Deployment, 1), at(Origin::Deployment, 3)];
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
            let mut demands = Demands::default();
            order.into_iter().for_each(|number: usize| demands.add(&all[number]));
            let starts: Vec<_> = demands.iter().map(|demand| demand.span.start).collect();
            assert_eq!(starts, [7, 9, 1, 3], "{order:?}");
            assert_eq!(demands.nearest().map(|demand| demand.span.start), Some(7));
        }
        assert_eq!(Demands::default().iter().count(), 0);
    }
}
