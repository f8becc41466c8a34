//! Dated, approved exceptions: what each of them excuses.

use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use super::fitting::{Fitting, in_each};
use super::outcome::Waived;
use super::patterns::one_matches;
use super::policy::Breach;
use crate::model::deployment::Waiver;
use crate::text::{Span, Spanned};

/// What a rule has found, as far as a waiver can name it. One subject is excused at a time, and in one region: a waiver
/// for one of several that share a finding must not excuse the rest.
pub(super) struct Flaw<'f> {
    pub(super) rule: &'f str,
    pub(super) service: Option<&'f str>,
    pub(super) standard: Option<String>,
    pub(super) cloud: Option<&'f str>,
    pub(super) region: Option<&'f str>,
}

/// The waivers of a deployment, and which of them were needed.
pub(super) struct Waivers<'d> {
    waivers: &'d [Waiver],
    /// How each of them breaks the policy.
    breaches: &'d [Breach<'d>],
    as_of: Date,
    used: Vec<bool>,
    /// Which of them excuse something.
    excuses: Vec<bool>,
    /// The rules for which each of them was written in vain.
    in_vain: Vec<Vec<Unwaivable>>,
    /// Which of them were written for a flaw.
    written: Option<&'d Written>,
}

/// What came of a waiver.
pub(super) struct Used<'u, 'd> {
    pub(super) waiver: &'d Waiver,
    /// How it breaks the policy.
    pub(super) breach: &'d Breach<'d>,
    /// Whether it matched anything.
    pub(super) is_used: bool,
    /// Whether it excuses anything: another one may do so before it.
    pub(super) excuses: bool,
    /// The rules for which it was written in vain.
    pub(super) in_vain: &'u [Unwaivable],
}

/// A rule that asks for something that nobody can waive: its id, and the place in the policy that says so.
pub(super) type Unwaivable = (String, Span);

impl<'d> Waivers<'d> {
    pub(super) fn new(
        waivers: &'d [Waiver],
        breaches: &'d [Breach<'d>],
        as_of: Date,
        written: Option<&'d Written>,
    ) -> Self {
        let none = vec![false; waivers.len()];
        let in_vain = vec![Vec::new(); waivers.len()];
        Self { waivers, breaches, as_of, used: none.clone(), excuses: none, in_vain, written }
    }

    /// No waivers.
    pub(super) fn none(as_of: Date) -> Self {
        Self::new(&[], &[], as_of, None)
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.waivers.is_empty()
    }

    /// The first waiver that excuses `flaw`, by its number. One whose last day is over, or that breaks the policy,
    /// matches, and excuses nothing; neither does any where what is found rests on what a rule asks that `never` can be
    /// waived, and then each that would have excused it was written in vain.
    pub(super) fn excuse(&mut self, flaw: &Flaw<'_>, never: Option<&Unwaivable>) -> Option<usize> {
        let mut excused_by = None;
        for index in self.written.map(|written| written.for_flaw(flaw)).unwrap_or_default() {
            let waiver = &self.waivers[index];
            self.used[index] = true;
            let holds = waiver.until.value >= self.as_of && !self.breaches[index].is_any();
            match never.filter(|_| holds) {
                Some(rule) if !self.in_vain[index].contains(rule) => self.in_vain[index].push(rule.clone()),
                None if holds && excused_by.is_none() => excused_by = Some(index),
                _ => {}
            }
        }
        if let Some(index) = excused_by {
            self.excuses[index] = true;
        }
        excused_by
    }

    /// The exception that the waiver of this number makes.
    pub(super) fn exception(&self, number: usize) -> Waived {
        let waiver = &self.waivers[number];
        Waived {
            number,
            reason: waiver.reason.value.clone(),
            until: waiver.until.value,
            approved_by: waiver.approved_by.as_ref().map(|name| name.value.clone()),
        }
    }

    /// Each waiver with what came of it so far.
    pub(super) fn used(&self) -> impl Iterator<Item = Used<'_, 'd>> {
        let each = self.waivers.iter().zip(self.breaches).enumerate();
        each.map(|(index, (waiver, breach))| Used {
            waiver,
            breach,
            is_used: self.used[index],
            excuses: self.excuses[index],
            in_vain: &self.in_vain[index],
        })
    }
}

/// The patterns of the waivers of a deployment, ready to be held against many flaws.
#[derive(Debug)]
pub(super) struct Written(Mutex<[Fitting; 5]>);

impl Written {
    pub(super) fn new(waivers: &[Waiver]) -> Self {
        let patterns = |part: fn(&Waiver) -> Option<&Spanned<String>>| {
            Fitting::new(waivers.iter().map(|waiver| part(waiver).map(|pattern| pattern.value.as_str())))
        };
        Self(Mutex::new([
            patterns(|waiver| Some(&waiver.rule)),
            patterns(|waiver| waiver.service.as_ref()),
            patterns(|waiver| waiver.standard.as_ref()),
            patterns(|waiver| waiver.cloud.as_ref()),
            patterns(|waiver| waiver.region.as_ref()),
        ]))
    }

    /// The waivers that were written for a flaw, by their numbers, whether or not they still hold: those that [`matches`].
    pub(super) fn for_flaw(&self, flaw: &Flaw<'_>) -> Vec<usize> {
        let mut values = [Some(flaw.rule), flaw.service, flaw.standard.as_deref(), flaw.cloud, flaw.region].into_iter();
        let mut fitting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fitting = fitting.each_mut().map(|fitting| fitting.of(values.next().flatten()));
        in_each(&fitting).collect()
    }
}

/// Whether a waiver was written for such a flaw, whether or not it still holds.
pub(super) fn matches(waiver: &Waiver, flaw: &Flaw<'_>) -> bool {
    one_matches(&waiver.rule.value, flaw.rule)
        && fits(waiver.service.as_ref(), flaw.service)
        && fits(waiver.standard.as_ref(), flaw.standard.as_deref())
        && fits(waiver.cloud.as_ref(), flaw.cloud)
        && fits(waiver.region.as_ref(), flaw.region)
}

/// Whether a value matches a pattern; without a pattern everything does, without a value nothing else.
fn fits(pattern: Option<&Spanned<String>>, value: Option<&str>) -> bool {
    match (pattern, value) {
        (None, _) => true,
        (Some(pattern), Some(value)) => one_matches(&pattern.value, value),
        (Some(_), None) => false,
    }
}
