//! The subjects that share a finding, and the order in which findings are told.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use smallvec::{SmallVec, smallvec};

use super::findings::{Judgement, common, union_of_regions};
use super::outcome::Finding;
use super::subject::Item;
use super::waivers::Waivers;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::provider::Region;
use crate::model::rule::{Report, Rule, Severity};
use crate::pieces::{each, each_of};
use crate::text::Span;

/// A rule that reports, and how grave its findings are.
pub(super) type Reporting<'r> = (&'r Rule, &'r Report, Severity);

/// A subject, or a part of one, with the waiver that excuses it.
pub(super) type Meant<'g, 'a> = (Cow<'g, Item<'a>>, Option<usize>);

/// The subjects that share a finding.
pub(super) struct Group<'g, 'a> {
    /// At least one.
    pub(super) items: SmallVec<[&'g Item<'a>; 1]>,
    /// The value that they share, where the rule makes one finding of such.
    pub(super) key: Option<String>,
    /// The waiver that excuses them.
    pub(super) excused_by: Option<usize>,
}

/// A finding that is to be told.
struct Told<'g, 'a> {
    reporting: Reporting<'g>,
    group: Group<'g, 'a>,
}

/// Where a finding stands among others: its place, its rule, and the service instance that it is about.
pub(super) type Standing<'f> = (Span, &'f str, Option<&'f str>);

/// The order in which findings are told. Of those that stand at one place, their `regions` decide, which are seldom asked for.
pub(super) fn order<R: Ord>(one: Standing<'_>, other: Standing<'_>, regions: impl FnOnce() -> (R, R)) -> Ordering {
    one.cmp(&other).then_with(|| {
        let (one, other) = regions();
        one.cmp(&other)
    })
}

/// Regions by their ids.
pub(super) fn named<'f>(facts: &'f Facts, regions: &[Id<Region>]) -> Vec<&'f str> {
    regions.iter().map(|&region| facts.regions[region].id.as_str()).collect()
}

impl<'a> Judgement<'_, 'a> {
    /// What rules say of the subjects that they met, by place and rule. Subjects that share a finding are excused alike:
    /// those that a waiver excuses make a finding of their own.
    pub(super) fn told(
        &self,
        rules: &[Option<(&Rule, Severity)>],
        met: &[Vec<&Item<'a>>],
        waivers: &mut Waivers<'_>,
    ) -> Vec<Finding> {
        let mut met_by: Vec<(Reporting<'_>, Vec<Meant<'_, 'a>>)> = Vec::new();
        for (rule, items) in rules.iter().zip(met) {
            let Some((rule, severity)) = rule.filter(|_| !items.is_empty()) else { continue };
            let Some(report) = rule.report() else { continue };
            let parts = items.iter().flat_map(|item| self.parts(rule, item, waivers));
            met_by.push(((rule, report, severity), parts.collect()));
        }
        let mut groups: Vec<Told<'_, 'a>> = Vec::new();
        for &(reporting, ref meant) in &met_by {
            let of_rule = self.groups(reporting.1, meant.iter().map(|(item, excused_by)| (item.as_ref(), *excused_by)));
            groups.extend(of_rule.into_iter().map(|group| Told { reporting, group }));
        }
        let (context, expressions, waivers) = (self.context, self.expressions, &*waivers);
        // A finding that many subjects share takes as long as many.
        let weight = met_by.iter().map(|(_, meant)| meant.len()).sum();
        each_of((context.spread, weight), &self.in_order(&groups), |told| {
            Self::new(context, expressions).finding(told.reporting, &told.group, waivers)
        })
    }

    /// The groups in the order of what is told of them: so nothing that is told needs to be moved.
    fn in_order<'t, 'g>(&self, groups: &'t [Told<'g, 'a>]) -> Vec<&'t Told<'g, 'a>> {
        let standing = |told: &'t Told<'g, 'a>| -> Standing<'t> {
            let items = &told.group.items;
            let service = common(items, |item| Some(item.instance()?.name.value.as_str()));
            (items[0].place(self.context.deployment), &told.reporting.0.id, service)
        };
        let facts = self.context.catalog.facts();
        let regions = |told: &Told<'_, 'a>| named(facts, &union_of_regions(&told.group.items));
        let mut places: Vec<_> = groups.iter().map(|told| (standing(told), told)).collect();
        places.sort_by(|&(one, told), &(other, next)| order(one, other, || (regions(told), regions(next))));
        places.into_iter().map(|(_, told)| told).collect()
    }

    /// The subjects, each with the waiver that excuses it, as they share findings.
    pub(super) fn groups<'g>(
        &self,
        report: &Report,
        items: impl Iterator<Item = (&'g Item<'a>, Option<usize>)>,
    ) -> Vec<Group<'g, 'a>> {
        let Some(field) = report.one_per else {
            return items.map(|(item, excused_by)| Group { items: smallvec![item], key: None, excused_by }).collect();
        };
        let items: Vec<_> = items.collect();
        let keys = each(self.context.spread, &items, |(item, _)| item.value(self.context, field).into_words());
        let mut groups: Vec<Group<'_, 'a>> = Vec::new();
        // By what they share and what excuses them.
        let mut places: HashMap<(&str, Option<usize>), usize, RandomState> = HashMap::default();
        for (&(item, excused_by), key) in items.iter().zip(&keys) {
            let at = *places.entry((key, excused_by)).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.items.push(item),
                None => groups.push(Group { items: smallvec![item], key: Some(key.clone().into_owned()), excused_by }),
            }
        }
        groups
    }
}
