//! Holding rules against subjects.

use std::collections::HashMap;

use jiff::ToSpan;
use sha2::{Digest, Sha256};

use super::help;
use super::outcome::{Finding, Label};
use super::patterns::Patterns;
use super::subject::{Context, Item, Value};
use super::words;
use crate::model::deployment::{Origin, ServiceInstance};
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::rule::{Condition, Field, Piece, Rule, Template, Test};
use crate::text::Span;

/// What is needed to hold a rule against a subject.
pub(super) struct Judgement<'j, 'a> {
    pub(super) context: &'j Context<'a>,
    pub(super) patterns: &'j Patterns,
}

impl Judgement<'_, '_> {
    /// What `rule` says about the subjects that it speaks about.
    pub(super) fn findings(&self, rule: &Rule, items: &[Item<'_>]) -> Vec<Finding> {
        let matching: Vec<&Item<'_>> =
            items.iter().filter(|item| item.subject() == rule.subject && self.holds(&rule.condition, item)).collect();
        let Some(field) = rule.one_per else {
            return matching.into_iter().map(|item| self.finding(rule, &[item])).collect();
        };
        let mut groups: Vec<(String, Vec<&Item<'_>>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for item in matching {
            let key = item.value(self.context, field).words();
            let at = *places.entry(key.clone()).or_insert(groups.len());
            match groups.get_mut(at) {
                Some((_, group)) => group.push(item),
                None => groups.push((key, vec![item])),
            }
        }
        groups.iter().map(|(_, group)| self.finding(rule, group)).collect()
    }

    fn holds(&self, condition: &Condition, item: &Item<'_>) -> bool {
        match condition {
            Condition::All(all) => all.iter().all(|one| self.holds(one, item)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one, item)),
            Condition::Not(one) => !self.holds(one, item),
            Condition::Field(field, test) => self.passes(*field, test, item),
        }
    }

    fn passes(&self, field: Field, test: &Test, item: &Item<'_>) -> bool {
        let as_of = self.context.as_of;
        match (test, item.value(self.context, field)) {
            (Test::Matches(wanted), Value::Texts(texts)) => {
                texts.iter().any(|text| self.patterns.any_matches(wanted, text))
            }
            (Test::Is(wanted), Value::Boolean(truth)) => truth == *wanted,
            (Test::OlderThan(months), Value::Date(date)) => {
                date.checked_add(months.months()).is_ok_and(|limit| limit < as_of)
            }
            (Test::Within(days), Value::Date(date)) => {
                date >= as_of && as_of.checked_add(days.days()).is_ok_and(|limit| date <= limit)
            }
            (Test::AtLeast(least), Value::Count(count)) => count >= *least,
            (Test::AtMost(most), Value::Count(count)) => count <= *most,
            _ => false,
        }
    }

    /// One finding about `group`, whose first member stands for all of them.
    fn finding(&self, rule: &Rule, group: &[&Item<'_>]) -> Finding {
        let item = group[0];
        let context = self.context;
        let facts = context.catalog.facts();
        let shared = group.len() > 1;
        let instance = item.instance();
        let same_instance = group.iter().all(|other| match (other.instance(), instance) {
            (Some(a), Some(b)) => std::ptr::eq(a, b),
            _ => false,
        });
        let service = instance.filter(|_| same_instance).map(|instance| instance.name.value.clone());
        let standard = item.required().map(|required| facts.reference(required));
        let requirement = match item {
            Item::Requirement(requirement) => Some(*requirement),
            _ => None,
        };
        let regions = match item {
            Item::Requirement(_) if shared => union_of_regions(group),
            Item::Requirement(requirement) => requirement.regions.clone(),
            Item::Placement { region: Some(region), .. } => vec![region.value],
            _ => Vec::new(),
        };
        let (place, related) = self.places(rule, group);
        let mut finding = Finding {
            rule: rule.id.clone(),
            severity: rule.severity,
            message: self.fill(&rule.says, item, group.len()),
            why: rule.why.clone(),
            help: rule.ways_out.then(|| help::help(context, group)).flatten().unwrap_or_else(|| rule.fix.clone()),
            service,
            explain: instance
                .zip(standard.clone())
                .filter(|_| requirement.is_some())
                .map(|(instance, standard)| (instance.name.value.clone(), standard)),
            standard: standard.filter(|_| !shared),
            cloud: instance
                .filter(|instance| {
                    // A finding about several clouds is about none of them: a waiver for one must not excuse the rest.
                    group
                        .iter()
                        .all(|other| other.instance().is_some_and(|one| one.cloud.value == instance.cloud.value))
                })
                .map(|instance| facts.clouds[instance.cloud.value].id.to_string()),
            regions: regions.iter().map(|&region| facts.regions[region].id.to_string()).collect(),
            verdict: requirement.map(|requirement| requirement.answer.verdict),
            place,
            related,
            evidence: requirement.and_then(|requirement| words::evidence(context, requirement)),
            fingerprint: String::new(),
            waived: None,
        };
        let key = rule.one_per.map(|field| item.value(context, field).words());
        finding.fingerprint = fingerprint(&finding, key.as_deref(), item);
        finding
    }

    fn fill(&self, template: &Template, item: &Item<'_>, count: usize) -> String {
        let mut text = String::new();
        for piece in &template.0 {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Field(field) => text.push_str(&item.value(self.context, *field).words()),
                Piece::Count => text.push_str(&count.to_string()),
                Piece::OneOrMany(one, many) => text.push_str(if count == 1 { one } else { many }),
            }
        }
        text
    }

    /// Where a finding is reported, and the other places that explain it.
    fn places(&self, rule: &Rule, group: &[&Item<'_>]) -> (Label, Vec<Label>) {
        let item = group[0];
        let label = |text: &str| rule.label.as_ref().map_or(text.to_owned(), |own| self.fill(own, item, group.len()));
        let deployed = |instance: &ServiceInstance| Label { span: instance.cloud.span, text: label("deployed here") };
        match item {
            Item::Deployment => {
                let name = self.context.deployment.name.as_ref();
                (Label { span: name.map_or(Span::default(), |name| name.span), text: label("this deployment") }, vec![])
            }
            Item::Service(instance) => (Label { span: instance.service.span, text: label("this service") }, vec![]),
            Item::Placement { instance, region: Some(region) } => (
                Label { span: region.span, text: label("deployed here") },
                vec![Label { span: instance.cloud.span, text: "in this cloud".to_owned() }],
            ),
            Item::Placement { instance, region: None } => (deployed(instance), vec![]),
            Item::Requirement(requirement) => {
                let demand = requirement.demands[0];
                (asked(demand.span, demand.origin), vec![deployed(requirement.instance)])
            }
            Item::Obligation(obligation) => {
                let signed = obligation.signed.map(|signed| {
                    let date = signed.expires.as_ref().or(signed.signed.as_ref());
                    let span = date.map_or(signed.agreement.span, |date| date.span);
                    Label { span, text: label("declared here") }
                });
                (asked(obligation.demand.span, obligation.demand.origin), signed.into_iter().collect())
            }
            Item::Flow { flow, .. } => (Label { span: flow.to.span, text: label("goes here") }, vec![]),
            Item::Waiver { waiver, .. } => (Label { span: waiver.rule.span, text: label("this waiver") }, vec![]),
        }
    }
}

/// The regions of all members; none where a member is not bound to one, since that is about more than any list.
fn union_of_regions(group: &[&Item<'_>]) -> Vec<Id<Region>> {
    let mut regions: Vec<Id<Region>> = Vec::new();
    for item in group {
        let Item::Requirement(requirement) = item else { continue };
        if requirement.regions.is_empty() {
            return Vec::new();
        }
        regions.extend(&requirement.regions);
    }
    regions.sort_unstable();
    regions.dedup();
    regions
}

fn asked(span: Span, origin: Origin) -> Label {
    let text = match origin {
        Origin::Service => "required by this service",
        Origin::Deployment => "required for every service of this deployment",
    };
    Label { span, text: text.to_owned() }
}

/// Sixty-four hex digits over what the finding is about, and nothing about where it stands.
fn fingerprint(finding: &Finding, key: Option<&str>, item: &Item<'_>) -> String {
    let waiver = match item {
        Item::Waiver { waiver, .. } => format!(
            "{:?}",
            (
                &waiver.rule.value,
                waiver.service.as_ref().map(|one| &one.value),
                waiver.standard.as_ref().map(|one| &one.value),
                waiver.cloud.as_ref().map(|one| &one.value),
                waiver.region.as_ref().map(|one| &one.value),
            )
        ),
        _ => String::new(),
    };
    let about = match key {
        Some(key) => format!("{:?}", (&finding.rule, key)),
        None => format!(
            "{:?}",
            (&finding.rule, &finding.service, &finding.standard, &finding.cloud, &finding.regions, waiver,)
        ),
    };
    hex(&Sha256::digest(about.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Sorts by place and rule, and tells apart findings that are about the same thing.
pub(super) fn order(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (a.place.span, &a.rule, &a.service, &a.regions).cmp(&(b.place.span, &b.rule, &b.service, &b.regions))
    });
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let times = seen.entry(finding.fingerprint.clone()).or_default();
        *times += 1;
        if *times > 1 {
            finding.fingerprint = hex(&Sha256::digest(format!("{} {times}", finding.fingerprint).as_bytes()));
        }
    }
}
