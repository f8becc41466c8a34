//! Holding rules against subjects.

use std::collections::HashMap;

use jiff::ToSpan;
use sha2::{Digest, Sha256};

use super::help;
use super::outcome::{Citation, Finding, Label};
use super::patterns::Patterns;
use super::subject::{Context, Item, Value};
use super::waivers::{Flaw, Waivers};
use super::words;
use crate::model::deployment::{Origin, ServiceInstance};
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::rule::{Condition, Field, Piece, Rule, Template, Test};
use crate::text::Span;

/// The subjects that share a finding.
struct Group<'g, 'a> {
    /// At least one.
    items: Vec<&'g Item<'a>>,
    /// The value that they share, where the rule makes one finding of such.
    key: Option<String>,
    /// The waiver that excuses them.
    excused_by: Option<usize>,
}

/// What is needed to hold a rule against a subject.
pub(super) struct Judgement<'j, 'a> {
    pub(super) context: &'j Context<'a>,
    pub(super) patterns: &'j Patterns,
    /// Whether the help names the ways out that the catalogue knows.
    pub(super) ways_out: bool,
}

impl Judgement<'_, '_> {
    /// What `rule` says about the subjects that it speaks about, less what `waivers` excuse. Subjects that share a
    /// finding are excused alike: those that a waiver excuses make a finding of their own.
    pub(super) fn findings(&self, rule: &Rule, items: &[Item<'_>], waivers: &mut Waivers<'_>) -> Vec<Finding> {
        let matching = items.iter().filter(|item| item.subject() == rule.subject && self.holds(&rule.condition, item));
        let mut groups: Vec<Group<'_, '_>> = Vec::new();
        let mut places: HashMap<(String, Option<usize>), usize> = HashMap::new();
        for item in matching {
            let excused_by = waivers.excuse(&self.flaw(rule, item));
            let key = rule.one_per.map(|field| item.value(self.context, field).words());
            let at = match &key {
                Some(key) => *places.entry((key.clone(), excused_by)).or_insert(groups.len()),
                None => groups.len(),
            };
            match groups.get_mut(at) {
                Some(group) => group.items.push(item),
                None => groups.push(Group { items: vec![item], key, excused_by }),
            }
        }
        groups.iter().map(|group| self.finding(rule, group, waivers)).collect()
    }

    /// What a waiver can name of `item`.
    fn flaw<'f>(&'f self, rule: &'f Rule, item: &'f Item<'_>) -> Flaw<'f> {
        let facts = self.context.catalog.facts();
        let instance = item.instance();
        Flaw {
            rule: &rule.id,
            service: instance.map(|instance| instance.name.value.as_str()),
            standard: item.required().map(|required| facts.reference(required)),
            cloud: instance.map(|instance| facts.clouds[instance.cloud.value].id.as_str()),
            regions: item.regions().iter().map(|&region| facts.regions[region].id.as_str()).collect(),
        }
    }

    pub(super) fn holds(&self, condition: &Condition, item: &Item<'_>) -> bool {
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

    /// One finding about `group`. What its members share is said of it; where the words need one of them, the first
    /// stands for all.
    fn finding(&self, rule: &Rule, group: &Group<'_, '_>, waivers: &Waivers<'_>) -> Finding {
        let Group { items, key, excused_by } = group;
        let item = items[0];
        let context = self.context;
        let facts = context.catalog.facts();
        let instance = item.instance();
        let standard = item.required().map(|required| facts.reference(required));
        let requirement = item.requirement();
        let (place, related) = self.places(rule, items);
        let cloud = common(items, |item| item.instance().map(|instance| instance.cloud.value));
        let help = (rule.ways_out && self.ways_out).then(|| help::help(context, items)).flatten();
        let mut finding = Finding {
            rule: rule.id.clone(),
            severity: rule.severity,
            message: self.fill(&rule.says, item, items.len()),
            why: rule.why.clone(),
            help: help.unwrap_or_else(|| rule.fix.clone()),
            service: common(items, |item| item.instance().map(|instance| instance.name.value.clone())),
            explain: instance
                .zip(standard.clone())
                .filter(|_| requirement.is_some())
                .map(|(instance, standard)| (instance.name.value.clone(), standard)),
            standard: standard.filter(|_| items.len() == 1),
            cloud: cloud.map(|cloud| facts.clouds[cloud].id.to_string()),
            regions: union_of_regions(items).iter().map(|&region| facts.regions[region].id.to_string()).collect(),
            verdict: common(items, |item| item.requirement().map(|one| one.answer.verdict)),
            place,
            related,
            evidence: self.evidence(items),
            fingerprint: String::new(),
            waived: excused_by.map(|number| waivers.exception(number)),
        };
        finding.fingerprint = fingerprint(&finding, key.as_deref(), item);
        finding
    }

    /// The document that shows it, and where in it as far as all members rest on the same place.
    fn evidence(&self, items: &[&Item<'_>]) -> Option<Citation> {
        let citation = |item: &Item<'_>| words::evidence(self.context, item.requirement()?);
        common(items, citation)
            .or_else(|| common(items, |item| citation(item).map(|one| Citation { locator: None, ..one })))
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

/// What all members share; none where they differ, since a finding must not say of all what holds for one.
fn common<T: PartialEq>(items: &[&Item<'_>], value: impl Fn(&Item<'_>) -> Option<T>) -> Option<T> {
    let mut values = items.iter().map(|item| value(item));
    let first = values.next()?;
    first.filter(|first| values.all(|other| other.as_ref() == Some(first)))
}

/// The regions of all members; none where a member is not bound to one, since that is about more than any list.
fn union_of_regions(items: &[&Item<'_>]) -> Vec<Id<Region>> {
    if let [item] = items {
        return item.regions();
    }
    let each: Vec<_> = items.iter().map(|item| item.regions()).collect();
    if each.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut regions = each.concat();
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
        // Excusing some of those that share a finding must not give another name to the finding on the rest.
        Some(key) if finding.waived.is_some() => format!("{:?}", (&finding.rule, key, "waived")),
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
