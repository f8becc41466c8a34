//! Who asks for something, and on whose account.

use super::story::{Asking, AskingProfile, AskingRule, DataWay, Place};
use crate::check::asks::Ask;
use crate::check::requirements::Requirement;
use crate::check::subject::Context;
use crate::model::deployment::Demand;
use crate::text::Span;

/// Everyone who asks for a requirement, those of the manifest first.
pub(super) fn of_requirement(context: &Context<'_>, requirement: &Requirement<'_>) -> Vec<Asking> {
    let demands = requirement.demands.iter().map(|demand| of_demand(context, demand));
    let rules = requirement.asked.iter().map(|asked| of_ask(context, asked.ask, asked.span));
    demands.chain(rules).collect()
}

fn of_demand(context: &Context<'_>, demand: &Demand) -> Asking {
    let profile = demand.profile.as_ref().map(|through| AskingProfile {
        name: through.name.clone(),
        named_by: through.member.named_by.clone(),
        place: Place { source: through.member.source.clone(), span: through.member.span },
    });
    Asking { kind: demand.origin, place: here(context, demand.span), profile, rule: None }
}

/// A rule that asks, by the place in its file.
pub(super) fn of_ask(context: &Context<'_>, ask: &Ask<'_>, span: Span) -> Asking {
    let data = ask.classes.iter().map(|class| DataWay {
        class: class.name.to_owned(),
        way: context.classes.way(class).into_iter().map(str::to_owned).collect(),
        says: class.sentence(),
        place: here(context, class.span),
    });
    let rule = AskingRule {
        id: ask.rule.id.clone(),
        title: ask.rule.title.to_string(),
        why: ask.rule.why.to_string(),
        place: Place { source: ask.rule.source.clone(), span },
        data: data.collect(),
    };
    Asking { kind: ask.origin(), place: here(context, ask.span), profile: None, rule: Some(rule) }
}

/// A place in the manifest.
pub(super) fn here(context: &Context<'_>, span: Span) -> Place {
    Place { source: context.deployment.source.clone(), span }
}
