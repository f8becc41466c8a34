//! What a finding is about, as plain values.

use std::borrow::Cow;

use super::outcome::About;
use super::subject::{Context, Item};
use crate::model::deployment::Deployment;
use crate::text::Span;

impl Item<'_> {
    /// Where a finding about this subject is reported.
    pub(super) fn place(&self, deployment: &Deployment) -> Span {
        match self {
            Self::Deployment => deployment.name.as_ref().map_or(Span::default(), |name| name.span),
            Self::Service(instance) => instance.service.span,
            Self::Placement { instance, region } => region.map_or(instance.cloud.span, |region| region.span),
            Self::Requirement { requirement, .. } => requirement.origin().1,
            Self::Obligation(obligation) => obligation.span,
            Self::Flow { flow, .. } => flow.to.span,
            Self::Waiver { waiver, .. } => waiver.rule.span,
        }
    }

    /// This subject, as a finding tells it.
    pub(super) fn about(&self, context: &Context<'_>) -> About {
        let facts = context.catalog.facts();
        let named = || self.instance().map(|instance| instance.name.value.clone()).unwrap_or_default();
        match self {
            Self::Deployment => About::Deployment,
            Self::Service(_) => About::Service { service: named() },
            Self::Placement { region, .. } => About::Placement {
                service: named(),
                region: region.map(|region| facts.regions[region.value].id.as_str().to_owned()),
            },
            Self::Requirement { requirement, regions } => About::Requirement {
                number: requirement.number,
                only: match regions {
                    Cow::Borrowed(_) => None,
                    Cow::Owned(only) => Some(only.iter().map(|&region| facts.regions[region].id.to_string()).collect()),
                },
            },
            Self::Obligation(obligation) => About::Obligation {
                service: named(),
                standard: facts.reference(obligation.required),
                agreement: obligation.agreement.map(|agreement| facts.agreements[agreement].id.as_str().to_owned()),
            },
            Self::Flow { instance, flow, .. } => {
                let data = context.classes.carried(instance, flow).into_iter().map(str::to_owned).collect();
                About::Flow { from: named(), to: flow.to.value.clone(), data }
            }
            Self::Waiver { waiver, .. } => {
                let same = |other: &crate::model::deployment::Waiver| std::ptr::eq(other, *waiver);
                About::Waiver(context.deployment.waivers.iter().position(same).unwrap_or_default())
            }
        }
    }
}
