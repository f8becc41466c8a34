//! What a policy has to do with a finding.

use super::outcome::Elsewhere;
use super::subject::Item;
use crate::model::deployment::Demand;

/// The places of the policy that explain a finding about `item`.
pub(super) fn elsewhere(item: &Item<'_>) -> Vec<Elsewhere> {
    let demand = match item {
        Item::Requirement(requirement) => requirement.demands.first().copied(),
        Item::Obligation(obligation) => obligation.demand,
        _ => None,
    };
    demand.and_then(profile).into_iter().collect()
}

/// Where a profile asks for what the manifest requires by its name.
fn profile(demand: &Demand) -> Option<Elsewhere> {
    let through = demand.profile.as_ref()?;
    let member = &through.member;
    let containing =
        if member.named_by == through.name { String::new() } else { format!(", which `{}` contains", through.name) };
    let text = format!("asked for by the profile `{}`{containing}", member.named_by);
    Some(Elsewhere { source: member.source.clone(), span: member.span, text })
}
