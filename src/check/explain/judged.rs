//! What rules made of it: each finding with what its rule looked at, who set how grave it is, and the waivers for it.

use std::collections::HashMap;

use super::askings::here;
use super::story::{Excuse, Judged, Place};
use crate::check::findings::Judgement;
use crate::check::outcome::Finding;
use crate::check::policy::Grades;
use crate::check::subject::{Context, Item};
use crate::check::when::When;
use crate::model::deployment::Waiver;
use crate::model::policy::Policy;
use crate::model::rule::{Condition, Field, Rule};

/// A finding of `rule` on `items`, with all that led to it.
pub(super) fn judged(
    context: &Context<'_>,
    all: &[Item<'_>],
    rule: &Rule,
    (finding, items): (&Finding, &[&Item<'_>]),
) -> Judged {
    let mut excusing = None;
    let mut others = Vec::new();
    for waiver in written_for(context, rule, items) {
        let excuse = excuse(context, waiver);
        let void = void(context, all, (rule, items), waiver);
        let is_it = finding.waived.as_ref().is_some_and(|waived| {
            (&waived.reason, waived.until) == (&excuse.reason, excuse.until) && waived.approved_by == excuse.approved_by
        });
        match excusing {
            None if is_it => excusing = Some(excuse),
            _ => others.push(Excuse { void: Some(void), ..excuse }),
        }
    }
    Judged {
        rule: rule.id.clone(),
        title: rule.title.to_string(),
        rule_place: Place { source: rule.source.clone(), span: rule.span },
        subject: rule.subject,
        severity: finding.severity,
        severity_set_by: set_by(context.policy, finding),
        message: finding.message.clone(),
        why: finding.why.to_string(),
        because: finding.because.clone(),
        help: finding.help.clone(),
        place: here(context, finding.place.span),
        elsewhere: elsewhere(context, finding, items),
        saw: saw(context, rule, items),
        fingerprint: finding.fingerprint.clone(),
        waived: excusing,
        not_excused_by: others,
    }
}

/// Where the policy makes a finding as grave as it is; none where it says nothing of the rule.
fn set_by(policy: &Policy, finding: &Finding) -> Option<Place> {
    let entry = Grades::new(policy).deciding(&finding.rule)?;
    policy.source.clone().map(|source| Place { source, span: entry.grade.span })
}

/// The waivers that were written for every one of `items`, whether or not they still hold.
fn written_for<'a>(context: &Context<'a>, rule: &Rule, items: &[&Item<'a>]) -> Vec<&'a Waiver> {
    let fits = |waiver: &&Waiver| items.iter().all(|item| is_written_for(context, waiver, &rule.id, item));
    context.deployment.waivers.iter().filter(|_| !items.is_empty()).filter(fits).collect()
}

/// Whether a waiver was written for what the rule of this id finds of `item`. What is wrong with a waiver can't be
/// waived.
pub(super) fn is_written_for<'a>(context: &Context<'a>, waiver: &Waiver, rule: &str, item: &Item<'a>) -> bool {
    let nothing = HashMap::new();
    let judgement = Judgement::new(context, &nothing);
    !matches!(item, Item::Waiver { .. }) && judgement.is_written_for(waiver, rule, item)
}

fn excuse(context: &Context<'_>, waiver: &Waiver) -> Excuse {
    Excuse {
        reason: waiver.reason.value.clone(),
        until: waiver.until.value,
        approved_by: waiver.approved_by.as_ref().map(|name| name.value.clone()),
        place: here(context, waiver.rule.span),
        void: None,
    }
}

/// Why a waiver excuses nothing here.
fn void(context: &Context<'_>, all: &[Item<'_>], (rule, items): (&Rule, &[&Item<'_>]), waiver: &Waiver) -> String {
    let is_it = |item: &&Item<'_>| matches!(item, Item::Waiver { waiver: other, .. } if std::ptr::eq(*other, waiver));
    let breaks = |item: &Item<'_>| matches!(item, Item::Waiver { breach, .. } if breach.is_any());
    let nothing = HashMap::new();
    let judgement = Judgement::new(context, &nothing);
    if waiver.until.value < context.as_of {
        "it has ended".to_owned()
    } else if all.iter().find(is_it).is_some_and(breaks) {
        "it breaks the policy".to_owned()
    } else if let Some((asking, _)) = items.iter().find_map(|item| judgement.never_waived(rule, item)) {
        format!("nobody can waive what {asking} asks for")
    } else {
        "another one excuses this already".to_owned()
    }
}

/// The places in other files that explain a finding, but for those that ask for what it is about: these are told there.
fn elsewhere(context: &Context<'_>, finding: &Finding, items: &[&Item<'_>]) -> Vec<(Place, String)> {
    let demands = items.iter().filter_map(|item| item.requirement()).flat_map(|one| one.demands.iter());
    let profiles = demands.filter_map(|demand| demand.profile.as_ref().map(|through| through.member.span));
    let rules = items.iter().flat_map(|item| item.asked(context)).map(|(_, span)| span);
    let asking: Vec<_> = profiles.chain(rules).collect();
    let others = finding.elsewhere.iter().filter(|one| !asking.contains(&one.span));
    others.map(|one| (Place { source: one.source.clone(), span: one.span }, one.text.clone())).collect()
}

/// The fields that a rule looks at, with their values.
fn saw(context: &Context<'_>, rule: &Rule, items: &[&Item<'_>]) -> Vec<(String, Vec<String>)> {
    let mut fields = Vec::new();
    looked_at(&rule.condition, &mut fields);
    let when = When::of(rule);
    fields.extend(rule.subject.fields().filter(|&field| when.as_ref().is_some_and(|when| when.looks_at(field))));
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for field in fields {
        if told.iter().any(|(name, _)| name == field.name()) {
            continue;
        }
        let mut values: Vec<String> = Vec::new();
        for value in items.iter().map(|item| item.value(context, field).words().into_owned()) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        told.push((field.name().to_owned(), values));
    }
    told
}

fn looked_at(condition: &Condition, found: &mut Vec<Field>) {
    match condition {
        Condition::All(each) | Condition::Any(each) => each.iter().for_each(|one| looked_at(one, found)),
        Condition::Not(one) => looked_at(one, found),
        Condition::Field(field, _) => found.push(*field),
    }
}
