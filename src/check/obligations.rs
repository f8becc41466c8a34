//! What standards and rules ask of the customer: which obligations there are, and how their agreements fare.

use super::asks::Ask;
use super::requirements::Requirement;
use super::subject::Context;
use crate::model::deployment::{Demand, Origin, ServiceInstance, SignedAgreement};
use crate::model::id::Id;
use crate::model::provider::Agreement;
use crate::model::standard::StandardRef;
use crate::pieces::in_pieces;
use crate::text::Span;

/// What a standard asks of the customer beside what the provider holds.
pub(super) struct Obligation<'a> {
    pub(super) instance: &'a ServiceInstance,
    pub(super) required: StandardRef,
    /// Who asks, the nearest.
    pub(super) origin: Origin,
    /// Where in the manifest.
    pub(super) span: Span,
    /// The nearest place of the manifest that requires the standard, where it does.
    pub(super) demand: Option<&'a Demand>,
    /// The rules that ask for it, each with the place in its file.
    pub(super) asks: Vec<(&'a Ask<'a>, Span)>,
    /// The agreement that must be in force, where one must be and the provider offers one.
    pub(super) agreement: Option<Id<Agreement>>,
    /// That agreement as the manifest declares it: the one that is in force, else the one that ends last.
    pub(super) signed: Option<&'a SignedAgreement>,
    pub(super) state: AgreementState,
}

/// Whether an agreement that a standard needs is in force, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum AgreementState {
    NotNeeded,
    InForce,
    NotYetInForce,
    Expired,
    Missing,
}

impl AgreementState {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::InForce => "in-force",
            Self::NotYetInForce => "not-yet-in-force",
            Self::Expired => "expired",
            Self::Missing => "missing",
        }
    }
}

/// For each service instance, one obligation for each standard, however often it is required; and one for each list of
/// agreements that a rule asks for, unless the agreement is the same, and how it fares. They come in pieces.
pub(super) fn obligations<'a>(context: &Context<'a>) -> Vec<Vec<Obligation<'a>>> {
    in_pieces(context.spread, &context.deployment.services, |services| of_services(context, services))
}

/// The same for some of the service instances, which follow each other.
fn of_services<'a>(context: &Context<'a>, services: &'a [ServiceInstance]) -> Vec<Obligation<'a>> {
    let mut found: Vec<Obligation<'a>> = Vec::new();
    // The requirements stand in the order of the instances, which they point to where the deployment has them: so the place
    // in memory tells which come first. Those of one stand beside each other.
    let place = |instance: &ServiceInstance| std::ptr::from_ref(instance);
    let first = services.first().map(place);
    let start = context.requirements.partition_point(|one| Some(place(one.instance)) < first);
    let mut requirements = context.requirements.iter().skip(start).peekable();
    for instance in services {
        let first = found.len();
        while let Some(requirement) = requirements.next_if(|one| std::ptr::eq(one.instance, instance)) {
            let standard = requirement.required.standard;
            if found[first..].iter().all(|one| one.required.standard != standard) {
                let owed = of_requirement(context, requirement);
                // Where one service owes something, most do.
                found.reserve(if found.is_empty() && owed.is_some() { services.len() } else { 0 });
                found.extend(owed);
            }
        }
        for ask in context.asks.of(instance).iter().filter(|ask| !ask.require.agreements.is_empty()) {
            let obligation = of_ask(context, instance, ask);
            let is_same =
                |one: &&mut Obligation<'a>| (one.agreement, one.state) == (obligation.agreement, obligation.state);
            match found[first..].iter_mut().find(is_same) {
                Some(known) => known.asks.push((ask, ask.require.span)),
                None => found.push(obligation),
            }
        }
    }
    found
}

/// What the standard of a requirement asks of the customer, where it asks something.
fn of_requirement<'a>(context: &Context<'a>, requirement: &'a Requirement<'a>) -> Option<Obligation<'a>> {
    let facts = context.catalog.facts();
    let (instance, required) = (requirement.instance, requirement.required);
    let standard = &facts.standards[required.standard];
    standard.duty.as_ref()?;
    let (state, agreement, signed) = if standard.needs_agreement {
        let provider = facts.services[instance.service.value].provider;
        best_agreement(context, context.catalog.agreements(provider, required.standard))
    } else {
        (AgreementState::NotNeeded, None, None)
    };
    let (origin, span) = requirement.origin();
    let asks = requirement.asked.iter().map(|asked| (asked.ask, asked.span)).collect();
    let demand = requirement.demands.nearest();
    Some(Obligation { instance, required, origin, span, demand, asks, agreement, signed, state })
}

/// One of the agreements that a rule asks for must be in force, of those that the service's provider offers.
fn of_ask<'a>(context: &Context<'a>, instance: &'a ServiceInstance, ask: &'a Ask<'a>) -> Obligation<'a> {
    let facts = context.catalog.facts();
    let provider = facts.services[instance.service.value].provider;
    let offered = ask.require.agreements.iter().copied().filter(|&one| facts.agreements[one].provider == provider);
    let (state, agreement, signed) = best_agreement(context, offered);
    let named = agreement.or(ask.require.agreements.first().copied());
    let standard = named.map_or(Id::at(0), |agreement| facts.agreements[agreement].standard);
    let required = StandardRef { standard, edition: None, level: None };
    let (origin, span) = (ask.origin(), ask.span);
    Obligation {
        instance,
        required,
        origin,
        span,
        demand: None,
        asks: vec![(ask, ask.require.span)],
        agreement,
        signed,
        state,
    }
}

/// Of several agreements the one that fares best: any of them that is in force is enough. Of those that fare alike, the
/// first.
fn best_agreement<'a>(
    context: &Context<'a>,
    agreements: impl Iterator<Item = Id<Agreement>>,
) -> (AgreementState, Option<Id<Agreement>>, Option<&'a SignedAgreement>) {
    let states = agreements.map(|agreement| {
        let (state, signed) = state_of(context, agreement);
        (state, Some(agreement), signed)
    });
    states.min_by_key(|(state, ..)| *state).unwrap_or((AgreementState::Missing, None, None))
}

/// Whether an agreement is in force on the as-of date, by the best of its declarations.
fn state_of<'a>(context: &Context<'a>, agreement: Id<Agreement>) -> (AgreementState, Option<&'a SignedAgreement>) {
    let declared = context.deployment.agreements.iter().filter(|signed| signed.agreement.value == agreement);
    let judged = declared.map(|signed| {
        let begins_later = signed.signed.as_ref().is_some_and(|date| date.value > context.as_of);
        let is_over = signed.expires.as_ref().is_some_and(|date| date.value < context.as_of);
        let state = match (is_over, begins_later) {
            (true, _) => AgreementState::Expired,
            (false, true) => AgreementState::NotYetInForce,
            (false, false) => AgreementState::InForce,
        };
        (state, signed)
    });
    let latest_end = |signed: &SignedAgreement| signed.expires.as_ref().map(|date| date.value);
    judged
        .min_by_key(|(state, signed)| (*state, std::cmp::Reverse(latest_end(signed))))
        .map_or((AgreementState::Missing, None), |(state, signed)| (state, Some(signed)))
}
