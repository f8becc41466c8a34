//! Holding rules against subjects.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::mem;

use smallvec::{SmallVec, smallvec};

use super::fingerprints::{Fingerprint, fingerprint, tell_apart};
use super::groups::{Group, Meant, Reporting, Standing, order};
use super::help;
use super::index::Index;
use super::outcome::{Citation, Failure, Finding, Label};
use super::policy;
use super::requirements::{Regions, Requirement};
use super::subject::{Context, Item};
use super::waivers::{Flaw, Waivers, matches};
use super::when::When;
use super::words::{self, Cited};
use crate::model::deployment::{LeastAssurance, Origin, ServiceInstance, Waiver};
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::rule::{Piece, Report, Rule, Severity, Template};
use crate::pieces::in_pieces;

/// How many bytes there are in most sentences.
const SENTENCE: usize = 160;

/// What is needed to hold a rule against a subject.
pub(super) struct Judgement<'j, 'a> {
    pub(super) context: &'j Context<'a>,
    pub(super) expressions: &'j HashMap<String, When>,
    /// The rules that gave no answer, by their ids, each with the first reason.
    pub(super) failures: RefCell<BTreeMap<String, Failure>>,
}

impl<'j, 'a> Judgement<'j, 'a> {
    pub(super) fn new(context: &'j Context<'a>, expressions: &'j HashMap<String, When>) -> Self {
        Self { context, expressions, failures: RefCell::default() }
    }

    /// What `rules`, each as grave as is said beside it, say about the subjects that they speak about, less what `waivers`
    /// excuse. The rules stand in the places that they have among all rules; none where one takes no part.
    pub(super) fn judge(
        &self,
        (index, rules): (&Index, &[Option<(&Rule, Severity)>]),
        items: &[Item<'a>],
        waivers: &mut Waivers<'_>,
    ) -> Vec<Finding> {
        self.told(rules, &self.met((index, rules), items), waivers)
    }

    /// The subjects that each of the rules speaks of, in the places of the rules.
    pub(super) fn met<'i>(
        &self,
        (index, rules): (&Index, &[Option<(&Rule, Severity)>]),
        items: &'i [Item<'a>],
    ) -> Vec<Vec<&'i Item<'a>>> {
        let mut met: Vec<Vec<&Item<'a>>> = vec![Vec::new(); rules.len()];
        let (context, expressions) = (self.context, self.expressions);
        for (matched, failures) in
            in_pieces(context.spread, items, |items| Self::new(context, expressions).matched((index, rules), items))
        {
            matched.into_iter().for_each(|(number, item)| met[number].push(item));
            self.fail(failures);
        }
        met
    }

    /// What `rule` says of `item` alone.
    pub(super) fn alone(&self, rule: &Rule, item: &Item<'a>) -> Option<Finding> {
        let group = Group { items: smallvec![item], key: None, excused_by: None };
        let report = rule.report()?;
        Some(self.finding((rule, report, report.severity), &group, &Waivers::none(self.context.as_of)))
    }

    /// A subject with the waiver that excuses it. Where waivers excuse some of its regions, those and the others are
    /// subjects of their own.
    pub(super) fn parts<'g>(
        &self,
        rule: &Rule,
        item: &'g Item<'a>,
        waivers: &mut Waivers<'_>,
    ) -> SmallVec<[Meant<'g, 'a>; 1]> {
        // Most deployments have no waiver, and then no region needs to be told from another.
        if waivers.is_empty() {
            return smallvec![(Cow::Borrowed(item), None)];
        }
        let never = self.never_waived(rule, item).map(|(asking, span)| (asking.to_owned(), span));
        let mut excuse = |region| waivers.excuse(&self.flaw(&rule.id, item, region), never.as_ref());
        let mut parts: Vec<(Vec<Id<Region>>, Option<usize>)> = Vec::new();
        for &region in item.regions() {
            let excused_by = excuse(Some(region));
            match parts.iter_mut().find(|(_, other)| *other == excused_by) {
                Some((regions, _)) => regions.push(region),
                None => parts.push((vec![region], excused_by)),
            }
        }
        match parts.as_slice() {
            [] => smallvec![(Cow::Borrowed(item), excuse(None))],
            [(_, excused_by)] => smallvec![(Cow::Borrowed(item), *excused_by)],
            _ => {
                let part = |(regions, excused_by)| Some((Cow::Owned(item.within(regions)?), excused_by));
                parts.into_iter().filter_map(part).collect()
            }
        }
    }

    /// Whether a waiver was written for what a rule finds on `item`, be it in one of its regions, and whether or not it
    /// still holds.
    pub(super) fn is_written_for(&self, waiver: &Waiver, rule: &str, item: &Item<'a>) -> bool {
        let mut regions = item.regions().iter().copied().map(Some);
        let is_written = |region| matches(waiver, &self.flaw(rule, item, region));
        is_written(None) || regions.any(is_written)
    }

    /// The same of any of the deployment's waivers.
    pub(super) fn has_waiver_for(&self, rule: &str, item: &Item<'a>) -> bool {
        let mut regions = item.regions().iter().copied().map(Some);
        let has_one = |region| !self.context.named.waivers.for_flaw(&self.flaw(rule, item, region)).is_empty();
        has_one(None) || regions.any(has_one)
    }

    /// What a waiver can name of `item` in one of its regions.
    fn flaw<'f>(&'f self, rule: &'f str, item: &'f Item<'a>, region: Option<Id<Region>>) -> Flaw<'f> {
        let facts = self.context.catalog.facts();
        let instance = item.instance();
        Flaw {
            rule,
            service: instance.map(|instance| instance.name.value.as_str()),
            standard: item.required().map(|required| facts.reference(required)),
            cloud: instance.map(|instance| facts.clouds[instance.cloud.value].id.as_str()),
            region: region.map(|region| facts.regions[region].id.as_str()),
        }
    }

    /// One finding about `group`. What its members share is said of it; where the words need one of them, the first
    /// stands for all.
    pub(super) fn finding(
        &self,
        (rule, report, severity): Reporting<'_>,
        group: &Group<'_, 'a>,
        waivers: &Waivers<'_>,
    ) -> Finding {
        let Group { items, key, excused_by } = group;
        let item = items[0];
        let context = self.context;
        let facts = context.catalog.facts();
        let instance = item.instance();
        let standard = item.required().map(|required| facts.reference(required));
        let requirement = item.requirement();
        let (place, related) = self.places((rule, report), items);
        let cloud = common(items, |item| item.instance().map(|instance| instance.cloud.value));
        let help = report.ways_out.then(|| help::help(context, items)).flatten();
        let mut finding = Finding {
            rule: rule.id.clone(),
            severity,
            message: self.message(report, items),
            why: rule.why.clone(),
            help: help.unwrap_or_else(|| rule.fix.to_string()),
            service: common(items, |item| Some(item.instance()?.name.value.as_str())).map(str::to_owned),
            about: items.iter().map(|item| item.about(context)).collect(),
            explain: instance
                .zip(standard.clone())
                .filter(|_| requirement.is_some() && items.len() == 1)
                .map(|(instance, standard)| (instance.name.value.clone(), standard)),
            standard: standard.filter(|_| items.len() == 1),
            cloud: cloud.map(|cloud| facts.clouds[cloud].id.as_str().to_owned()),
            regions: union_of_regions(items)
                .iter()
                .map(|&region| facts.regions[region].id.as_str().to_owned())
                .collect(),
            verdict: common(items, |item| item.requirement().map(|one| one.answer.verdict)),
            place,
            related,
            asked_by: self.asked_by(rule, items),
            elsewhere: self.elsewhere(rule, items),
            because: self.because(rule, item),
            evidence: self.evidence(items),
            fingerprint: Fingerprint::default(),
            is_shared: key.is_some(),
            waived: excused_by.map(|number| waivers.exception(number)),
            known: false,
            new_in: Vec::new(),
        };
        finding.fingerprint = fingerprint(&finding, key.as_deref(), item, context);
        finding
    }

    /// What is wrong with the subjects that share a finding.
    pub(super) fn message(&self, report: &Report, items: &[&Item<'a>]) -> String {
        let mut message = self.fill(self.says(report, items), items[0], items.len());
        message.push_str(&items[0].requirement().map(|one| self.told_apart(one)).unwrap_or_default());
        message
    }

    /// With which assurance it is asked for, where the same service is asked for the same with another one.
    pub(super) fn told_apart(&self, one: &Requirement<'_>) -> String {
        let is_same = |other: &&Requirement<'_>| std::ptr::eq(other.instance, one.instance);
        // The requirements of a service stand beside each other.
        let (before, after) = self.context.requirements.split_at(one.number.min(self.context.requirements.len()));
        let mut others = before.iter().rev().take_while(is_same).chain(after.iter().take_while(is_same));
        let is_told = one.assurance != LeastAssurance::Any
            && others.any(|other| other.required == one.required && other.assurance != one.assurance);
        if is_told { format!(" (asked for with {} assurance)", one.assurance.name()) } else { String::new() }
    }

    /// The document that shows it, and where in it as far as all members rest on the same place.
    fn evidence(&self, items: &[&Item<'a>]) -> Option<Citation> {
        let cited = |item: &Item<'a>| words::cited(self.context, item.requirement()?);
        let whole = |item: &Item<'a>| cited(item).map(|cited| Cited { at: None, ..cited });
        let cited = common(items, cited).or_else(|| common(items, whole))?;
        words::citation(self.context.catalog.facts(), cited)
    }

    /// The words of a finding: its own where it depends on the regions, and the rule has such.
    fn says<'r>(&self, report: &'r Report, items: &[&Item<'a>]) -> &'r Template {
        let in_regions = report.says_in_regions.as_ref();
        in_regions.filter(|_| items.iter().all(|item| item.depends_on_regions(self.context))).unwrap_or(&report.says)
    }

    fn fill(&self, template: &Template, item: &Item<'a>, count: usize) -> String {
        // Most sentences have room in it.
        let mut text = String::with_capacity(SENTENCE);
        for piece in &template.0 {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Field(field) => text.push_str(&item.value(self.context, *field).said(*field)),
                Piece::Count => text.push_str(&count.to_string()),
                Piece::OneOrMany(words) => text.push_str(if count == 1 { &words.0 } else { &words.1 }),
            }
        }
        text
    }

    /// Where a finding is reported, and the other places that explain it.
    fn places(&self, (rule, report): (&Rule, &Report), group: &[&Item<'a>]) -> (Label, Vec<Label>) {
        let item = group[0];
        let label = |text: &str| report.label.as_ref().map_or(text.to_owned(), |own| self.fill(own, item, group.len()));
        let deployed = |instance: &ServiceInstance| Label { span: instance.cloud.span, text: label("deployed here") };
        let (text, mut related) = match item {
            Item::Deployment => (label("this deployment"), vec![]),
            Item::Service(_) => (label("this service"), vec![]),
            Item::Placement { instance, region: Some(_) } => {
                let cloud = Label { span: instance.cloud.span, text: "in this cloud".to_owned() };
                (label("deployed here"), vec![cloud])
            }
            Item::Placement { region: None, .. } => (label("deployed here"), vec![]),
            Item::Requirement { requirement, .. } => {
                let by_region = report.one_per.is_none() && item.depends_on_regions(self.context);
                let text = label("deployed here");
                let regions = if by_region { item.places_of_regions() } else { Vec::new() };
                let regions = regions.into_iter().map(|span| Label { span, text: text.clone() });
                let regions: Vec<_> = regions.collect();
                let deployed = if regions.is_empty() { vec![deployed(requirement.instance)] } else { regions };
                (asked(requirement.origin().0), deployed)
            }
            Item::Obligation(obligation) => {
                let signed = obligation.signed.map(|signed| {
                    let date = signed.expires.as_ref().or(signed.signed.as_ref());
                    let span = date.map_or(signed.agreement.span, |date| date.span);
                    Label { span, text: label("declared here") }
                });
                (asked(obligation.origin), signed.into_iter().collect())
            }
            Item::Flow { .. } => (label("goes here"), vec![]),
            Item::Waiver { waiver, .. } => (label("this waiver"), policy::related(rule, waiver)),
        };
        let place = Label { span: item.place(self.context.deployment), text };
        related.extend(self.data_places(rule, item));
        related.retain(|one| one.span != place.span);
        (place, related)
    }
}

/// What all members share; none where they differ, since a finding must not say of all what holds for one.
pub(super) fn common<'a, T: PartialEq>(items: &[&Item<'a>], value: impl Fn(&Item<'a>) -> Option<T>) -> Option<T> {
    let mut values = items.iter().map(|item| value(item));
    let first = values.next()?;
    first.filter(|first| values.all(|other| other.as_ref() == Some(first)))
}

/// The regions of all members; none where a member is not bound to one, since that is about more than any list.
pub(super) fn union_of_regions(items: &[&Item<'_>]) -> Regions {
    let mut regions = Regions::new();
    if items.iter().any(|item| item.regions().is_empty()) {
        return regions;
    }
    if let [item] = items {
        return Regions::from_slice(item.regions());
    }
    // Very many items have few regions among them.
    let mut known: Vec<bool> = Vec::new();
    for &region in items.iter().flat_map(|item| item.regions()) {
        let least = (region.index() + 1).max(known.len());
        known.resize(least, false);
        if !mem::replace(&mut known[region.index()], true) {
            regions.push(region);
        }
    }
    regions.sort_unstable();
    regions
}

fn asked(origin: Origin) -> String {
    let text = match origin {
        Origin::Service => "required by this service",
        Origin::Deployment => "required for every service of this deployment",
        Origin::Rule => "required of this by a rule",
        Origin::Flow => "required for the data that comes here",
    };
    text.to_owned()
}

/// Where a finding stands among the others.
fn standing(finding: &Finding) -> Standing<'_> {
    (finding.place.span, &finding.rule, finding.service.as_deref())
}

/// Findings that are in their order, with those on waivers among them, and those told apart that are about the same thing.
pub(super) fn with_those_on_waivers(mut findings: Vec<Finding>, on_waivers: Vec<Finding>) -> Vec<Finding> {
    if !on_waivers.is_empty() {
        findings.extend(on_waivers);
        findings.sort_by(|one, other| order(standing(one), standing(other), || (&one.regions, &other.regions)));
    }
    tell_apart(&mut findings);
    findings
}
