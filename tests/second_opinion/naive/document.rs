//! One document: what its claims come to, and what it leaves out.

use compliance_check::model::evidence::Statement;
use compliance_check::model::verdict::Verdict;
use jiff::civil::Date;

use super::claim::{
    bears_on_it, cloud_of, effective_end, holds, is_on_it, narrowness, reaches, same_thing, verdict_of_claim,
};
use super::platforms;
use crate::second_opinion::world::{Asked, Claim, Document, FullList, Ref, World};

/// What one document says of what is asked.
#[derive(Debug, Clone)]
pub struct Opinion<'w> {
    pub document: &'w Document,
    pub verdict: Verdict,
    /// The claims that serve best, all equally well; none where the document leaves the service or the region out.
    pub shown: Vec<Shown<'w>>,
    /// What it says of other regions of the cloud, where it leaves this one out.
    pub there: Option<Verdict>,
    pub names_region: bool,
}

/// A claim that may be shown for an opinion.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'w> {
    pub claim: &'w Claim,
    /// Whether its document says something else of the same thing.
    pub is_torn: bool,
}

/// Step 1: what a document says of it; `None` where it doesn't speak of it.
pub fn opinion<'w>(world: &World, asked: &Asked, document: &'w Document) -> Option<Opinion<'w>> {
    let on_it: Vec<&Claim> = document.claims.iter().filter(|claim| is_on_it(world, asked, claim)).collect();
    let here: Vec<&Claim> =
        on_it.iter().copied().filter(|claim| reaches(world, claim, asked.cloud, asked.region)).collect();
    let verdict_of = |claim: &Claim| verdict_of_claim(world, asked, claim);
    let leaving_out: Vec<_> = document.in_full.iter().filter(|list| leaves_out(world, asked, document, list)).collect();
    let list_names_region = leaving_out.iter().any(|list| !list.regions.is_empty());
    let bearing: Vec<&Claim> = here.iter().copied().filter(|claim| bears_on_it(world, asked, claim)).collect();
    if !bearing.is_empty() {
        // Step 2: for each edition and level that something is said of, the narrowest claim stands, even one that bears on
        // less than the claim in whose place it stands. Across levels the one that serves best counts.
        let groups: Vec<_> = bearing.iter().map(|claim| same_thing(&here, claim)).collect();
        let narrowest = |group: &Vec<&'w Claim>| group.iter().copied().min_by_key(|claim| narrowness(asked, claim));
        let standing: Vec<&Claim> = groups.iter().filter_map(narrowest).collect();
        let verdict = standing.iter().map(|claim| verdict_of(claim)).min()?;
        let serving: Vec<_> = (0..groups.len()).filter(|&at| verdict_of(standing[at]) == verdict).collect();
        let is_better = bearing.iter().any(|claim| verdict_of(claim) < verdict);
        // *Open*: of several that serve equally well that one is shown whose level no other's level holds, and of those the
        // one that counts longest.
        let is_below = |one: usize, other: usize| {
            let levels = standing[one].standard.level.zip(standing[other].standard.level);
            levels.is_some_and(|(one, other)| one != other && holds(world, asked.required.standard, other, one))
        };
        let end = |at: usize| effective_end(world, asked, standing[at]).unwrap_or(Date::MAX);
        let highest: Vec<_> =
            serving.iter().copied().filter(|&at| !serving.iter().any(|&other| is_below(at, other))).collect();
        let longest = highest.iter().map(|&at| end(at)).max();
        let shown = highest.into_iter().filter(|&at| Some(end(at)) == longest).map(|at| {
            let is_unequal = groups[at].iter().any(|claim| verdict_of(claim) != verdict);
            Shown { claim: standing[at], is_torn: is_better || is_unequal }
        });
        let region = asked.region;
        let names_region = list_names_region
            || groups.iter().flatten().any(|claim| region.is_some_and(|region| claim.regions.contains(&region)));
        return Some(Opinion { document, verdict, shown: shown.collect(), there: None, names_region });
    }
    // Step 2: a region limit is itself a statement, if the service is in scope somewhere in the cloud.
    let elsewhere: Vec<_> =
        on_it.iter().copied().filter(|claim| stands_somewhere(world, asked, claim, &on_it)).collect();
    if let Some(there) = elsewhere.iter().map(|claim| verdict_of(claim)).min() {
        let (verdict, there, names_region) = (Verdict::Elsewhere, Some(there), list_names_region);
        return Some(Opinion { document, verdict, shown: Vec::new(), there, names_region });
    }
    // Step 1: it lists in full, and leaves it out.
    let (verdict, names_region) = (Verdict::NotListed, list_names_region);
    (!leaving_out.is_empty()).then_some(Opinion { document, verdict, shown: Vec::new(), there: None, names_region })
}

/// Whether an in-scope claim that doesn't reach the region stands somewhere in the cloud.
pub fn stands_somewhere(world: &World, asked: &Asked, claim: &Claim, on_it: &[&Claim]) -> bool {
    let mut places: Vec<_> = claim.regions.iter().copied().map(Some).collect();
    if places.is_empty() {
        places.push(None);
    }
    let stands = |place: &Option<usize>| {
        let there: Vec<&Claim> =
            on_it.iter().copied().filter(|other| reaches(world, other, asked.cloud, *place)).collect();
        same_thing(&there, claim).iter().all(|other| narrowness(asked, claim) <= narrowness(asked, other))
    };
    claim.statement == Statement::InScope && places.iter().any(stands)
}

/// Step 1: whether a list is in full for what is asked.
///
/// *Open*: it is so for the standards, editions and levels that it names and no others, and for a requirement that leaves
/// edition or level open only where it does so too.
pub fn leaves_out(world: &World, asked: &Asked, document: &Document, list: &FullList) -> bool {
    let required = asked.required;
    let covers = |one: &Ref| {
        one.standard == required.standard
            && (one.edition.is_none() || one.edition == required.edition)
            && (one.level.is_none() || one.level == required.level)
    };
    let regions = list.regions.is_empty() || asked.region.is_some_and(|region| list.regions.contains(&region));
    let standards = list.standards.is_empty() || list.standards.iter().any(covers);
    is_listed(world, asked, document, list) && list.clouds.contains(&asked.cloud) && regions && standards
}

/// Whether a list is in full for the service. One that names a platform isn't so for the platform's parts.
///
/// *Open*: a list that gives the service's own name is in full for it whatever else it names. One of every part of a
/// platform isn't, where it names a smaller platform that the service is part of, or parts of the service: then it goes by
/// other names. What it names in another cloud doesn't count.
pub fn is_listed(world: &World, asked: &Asked, document: &Document, list: &FullList) -> bool {
    if list.services.contains(&asked.service) {
        return true;
    }
    let platforms = platforms(world, asked.service);
    let is_named = |service: usize| {
        let on_it = |claim: &&Claim| {
            claim.service == service
                && claim.standard.standard == asked.required.standard
                && cloud_of(world, claim) == asked.cloud
        };
        document.claims.iter().any(|claim| on_it(&claim))
    };
    let is_part = platforms.iter().any(|platform| list.every_part_of.contains(platform));
    let by_family = platforms.iter().any(|platform| !list.every_part_of.contains(platform) && is_named(*platform));
    let mut services = 0..world.services.len();
    let by_parts = services.any(|part| world.services[part].part_of.contains(&asked.service) && is_named(part));
    is_part && !by_family && !by_parts
}
