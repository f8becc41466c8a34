//! A deployment of many service instances, checked a part at a time, where nothing connects them.
//!
//! Without flows and waivers, what is concluded about a service instance is the same whatever stands beside it. So no more than
//! a part of the deployment needs to be there at any time, and of a finding no more is told than a line has. What service
//! instances share is put together at the end: findings that a rule makes of all subjects with one value.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use super::findings::{Judgement, common, union_of_regions};
use super::groups::{Group, Standing, named, order};
use super::outcome::{Elsewhere, Outcome};
use super::reasons::add_places;
use super::requirements::Regions;
use super::subject::{self, Detail, Item};
use super::{Checker, Spread, Within, notices, reporting};
use crate::model::deployment::Deployment;
use crate::model::facts::Facts;
use crate::model::rule::{Field, Piece, Report, Rule, Severity, Template};
use crate::text::Span;

/// A finding of which no more is told than what is wrong, with what, and where.
#[derive(Debug)]
pub struct Brief<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// Its place among all rules, which stand by their ids.
    pub number: usize,
    /// How grave it is.
    pub severity: Severity,
    /// The place that it is reported at.
    pub place: Span,
    /// The service instance, where it is about one.
    pub service: Option<&'a str>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<String>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Places in other files that explain it.
    pub elsewhere: Vec<Elsewhere>,
    regions: Regions,
}

/// What is concluded about a part of a deployment.
#[derive(Debug)]
pub struct Apart<L> {
    /// What was made of the findings that concern this part alone.
    pub told: L,
    /// The share of this part in findings that it may have with others.
    pub shares: Vec<Share>,
    /// What else there is to say. It holds neither requirements nor findings.
    pub outcome: Outcome,
}

/// What a part of a deployment brings to a finding that many subjects share.
#[derive(Debug)]
pub struct Share {
    /// The rule, by its place among all rules.
    rule: usize,
    severity: Severity,
    /// What the subjects have in common.
    key: String,
    count: usize,
    /// Of the first of them.
    place: Span,
    /// The service instance, where it is one.
    service: Option<String>,
    /// What is required, where it is one subject.
    standard: Option<String>,
    /// The words that the first of them gives.
    words: Vec<Words>,
    /// What in the policy bears on the first of them, and what rules ask for any of them.
    elsewhere: Vec<Elsewhere>,
    /// The latter alone.
    asked: Vec<Elsewhere>,
    regions: Regions,
}

/// A piece of a message that waits for the number of subjects.
#[derive(Debug)]
enum Words {
    Plain(String),
    Count,
    OneOrMany(String, String),
}

impl Checker<'_> {
    /// What is concluded about a part of a deployment that has so many service instances, with what `tell` makes of its
    /// findings. A part without any is the deployment itself.
    pub fn check_apart<L>(&self, part: &Deployment, services: usize, tell: impl FnOnce(&[Brief<'_>]) -> L) -> Apart<L> {
        // Parts are checked side by side.
        let within = Within { whole: None, services, detail: Detail::Line, spread: Spread::OneThread };
        self.with_subjects(part, within, |judgement, held, items| {
            let rules = reporting(held, false);
            // The first subject is the deployment, which is looked at once.
            let of_services = usize::from(!part.services.is_empty());
            let met = judgement.met((&self.ready.index, &rules), items.get(of_services..).unwrap_or_default());
            let (mut briefs, mut shares) = (Vec::with_capacity(met.iter().map(Vec::len).sum()), Vec::new());
            for (number, (rule, items)) in rules.iter().zip(&met).enumerate() {
                let Some((rule, severity)) = rule.filter(|_| !items.is_empty()) else { continue };
                let Some(report) = rule.report() else { continue };
                for group in judgement.groups(report, items.iter().map(|&item| (item, None))) {
                    if is_shared(rule) {
                        shares.push(judgement.share((number, rule, report), severity, group));
                    } else {
                        briefs.push(judgement.brief((number, rule, report), severity, &group));
                    }
                }
            }
            let facts = self.catalog.facts();
            briefs.sort_by(|one, other| in_order(facts, one, other));
            let context = judgement.context;
            let outcome = Outcome {
                services: part.services.len(),
                asking: context.asks.rules().map(|rule| rule.id.clone()).collect(),
                failures: judgement.failures.take().into_values().collect(),
                notices: notices::notices(context),
                subjects: subject::kinds(&items),
                met: self.met(part),
                ..Outcome::default()
            };
            Apart { told: tell(&briefs), shares, outcome }
        })
    }

    /// The findings that the parts of a deployment share, of which each brings this, in their order.
    pub fn shared<L>(&self, shares: Vec<Share>, tell: impl FnOnce(&[Brief<'_>]) -> L) -> L {
        let mut places: HashMap<(usize, String), usize> = HashMap::new();
        let mut whole: Vec<Share> = Vec::new();
        for share in shares {
            let at = *places.entry((share.rule, share.key.clone())).or_insert(whole.len());
            match whole.get_mut(at) {
                Some(first) => first.add(share),
                None => whole.push(share),
            }
        }
        let facts = self.catalog.facts();
        let mut briefs: Vec<_> = whole.iter().map(|share| share.brief(&self.rules.rules[share.rule])).collect();
        briefs.sort_by(|one, other| in_order(facts, one, other));
        tell(&briefs)
    }
}

/// Whether a finding of a rule may be about several service instances.
fn is_shared(rule: &Rule) -> bool {
    rule.report().and_then(|report| report.one_per).is_some_and(|field| field != Field::ServiceName)
}

impl Brief<'_> {
    fn standing(&self) -> Standing<'_> {
        (self.place, self.rule, self.service)
    }
}

/// The order in which they are told.
fn in_order(facts: &Facts, one: &Brief<'_>, other: &Brief<'_>) -> Ordering {
    order(one.standing(), other.standing(), || (named(facts, &one.regions), named(facts, &other.regions)))
}

impl<'a> Judgement<'_, 'a> {
    /// A finding about `group` that no other part has a share in.
    fn brief<'b>(
        &self,
        (number, rule, report): (usize, &'b Rule, &Report),
        severity: Severity,
        group: &Group<'_, 'a>,
    ) -> Brief<'b>
    where
        'a: 'b,
    {
        let items = &group.items;
        Brief {
            rule: &rule.id,
            number,
            severity,
            place: items[0].place(self.context.deployment),
            service: common(items, |item| item.instance().map(|instance| instance.name.value.as_str())),
            standard: self.standard(items),
            message: self.message(report, items),
            elsewhere: self.elsewhere(rule, items),
            regions: union_of_regions(items),
        }
    }

    /// The share of `group` in a finding.
    fn share(
        &self,
        (number, rule, report): (usize, &Rule, &Report),
        severity: Severity,
        group: Group<'_, 'a>,
    ) -> Share {
        let Group { items, key, .. } = group;
        Share {
            rule: number,
            severity,
            key: key.unwrap_or_default(),
            count: items.len(),
            place: items[0].place(self.context.deployment),
            service: common(&items, |item| item.instance().map(|instance| instance.name.value.clone())),
            standard: self.standard(&items),
            words: self.words(&report.says, items[0]),
            elsewhere: self.elsewhere(rule, &items),
            asked: self.asked_elsewhere(rule, &items),
            regions: union_of_regions(&items),
        }
    }

    /// What is required, where it is one subject.
    fn standard(&self, items: &[&Item<'a>]) -> Option<String> {
        let required = items[0].required().filter(|_| items.len() == 1);
        required.map(|required| self.context.catalog.facts().reference(required))
    }

    fn words(&self, template: &Template, item: &Item<'a>) -> Vec<Words> {
        let words = |piece: &Piece| match piece {
            Piece::Words(words) => Words::Plain(words.to_string()),
            Piece::Field(field) => Words::Plain(item.value(self.context, *field).said(*field).into_owned()),
            Piece::Count => Words::Count,
            Piece::OneOrMany(words) => Words::OneOrMany(words.0.to_string(), words.1.to_string()),
        };
        let told_apart = item.requirement().map(|one| Words::Plain(self.told_apart(one)));
        template.0.iter().map(words).chain(told_apart).collect()
    }
}

impl Share {
    /// Adds what a later part brings to the same finding.
    fn add(&mut self, later: Self) {
        add_places(&mut self.elsewhere, later.asked);
        self.count += later.count;
        (self.service, self.standard) = (None, None);
        // One that is bound to no region is about more than any list.
        if self.regions.is_empty() || later.regions.is_empty() {
            self.regions.clear();
        } else {
            self.regions.extend(later.regions);
            self.regions.sort_unstable();
            self.regions.dedup();
        }
    }

    /// The finding of which this is the whole.
    fn brief<'b>(&'b self, rule: &'b Rule) -> Brief<'b> {
        let word = |word: &'b Words| match word {
            Words::Plain(words) => Cow::Borrowed(words.as_str()),
            Words::Count => Cow::Owned(self.count.to_string()),
            Words::OneOrMany(one, many) => Cow::Borrowed(if self.count == 1 { one.as_str() } else { many.as_str() }),
        };
        Brief {
            rule: &rule.id,
            number: self.rule,
            severity: self.severity,
            place: self.place,
            service: self.service.as_deref(),
            standard: self.standard.clone(),
            message: self.words.iter().map(word).collect(),
            elsewhere: self.elsewhere.clone(),
            regions: self.regions.clone(),
        }
    }
}
