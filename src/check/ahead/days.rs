//! The days on which a check may conclude something else than on the day before, and which dates make them so.
//!
//! They are gathered widely: a day too many costs a check that finds nothing new, a day too few would hide something.
//! What an expression makes of the day of the check nobody can foresee: with one that asks for it, every day is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Bound::{Excluded, Included};

use jiff::civil::Date;

use super::{Cause, CauseKind};
use crate::catalog::{Catalog, Turn};
use crate::check::Checker;
use crate::check::outcome::Outcome;
use crate::model::date::Term;
use crate::model::deployment::{Deployment, ServiceInstance};
use crate::model::id::Id;
use crate::model::policy::Policy;
use crate::model::provider::{Cloud, Region, RegionStatus, Service};
use crate::model::rule::{Condition, Field, Test};
use crate::model::standard::Standard;
use crate::text::Span;

/// A service in a cloud, and a standard that something is asked of it for.
pub(super) type Asked = (Id<Service>, Id<Cloud>, Id<Standard>);

/// What a date is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// What is asked of a service in a cloud for a standard.
    Asked(Asked),
    /// All that is in a cloud.
    Cloud(Id<Cloud>),
    /// All that is in a region.
    Region(Id<Region>),
    /// An agreement on a standard.
    Agreement(Id<Standard>),
    /// The waiver whose entry stands here.
    Waiver(Span),
}

/// A test of a rule that passes on some days and not on others, for the same date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Moving {
    /// More than so long after it.
    OlderThan(Term),
    /// At most so long before it.
    Within(Term),
    /// Before or after a day that the rule names; from this day on it is otherwise.
    On(Date),
}

/// The days to look at.
pub(super) struct Days<'d> {
    catalog: &'d Catalog,
    as_of: Date,
    until: Date,
    instances: HashMap<&'d str, &'d ServiceInstance>,
    standards: HashMap<&'d str, Id<Standard>>,
    /// The last day of the waiver at each place.
    waivers: HashMap<Span, Date>,
    moving: HashSet<(Field, Moving)>,
    known: HashSet<Asked>,
    /// Whether every day is to be looked at.
    every: bool,
    /// Each day with what makes it one to look at.
    days: BTreeMap<Date, BTreeSet<(Scope, Cause)>>,
}

impl<'d> Days<'d> {
    /// The days after that of `checker`, up to and with `until`, on which dates of the manifest make a difference.
    pub(super) fn new(checker: &Checker<'d>, deployment: &'d Deployment, until: Date) -> Self {
        let facts = checker.catalog.facts();
        let mut moving = HashSet::new();
        checker.rules.rules.iter().for_each(|rule| gather(&rule.condition, checker.policy, &mut moving));
        let mut days = Self {
            catalog: checker.catalog,
            as_of: checker.as_of,
            until,
            instances: deployment.services.iter().map(|one| (one.name.value.as_str(), one)).collect(),
            standards: facts.standards.iter().map(|(id, standard)| (standard.id.as_str(), id)).collect(),
            waivers: deployment.waivers.iter().map(|one| (one.rule.span, one.until.value)).collect(),
            moving,
            known: HashSet::new(),
            every: checker.asks_for_the_day(),
            days: BTreeMap::new(),
        };
        days.add_days_of_rules();
        days.add_places(deployment);
        days.add_agreements(deployment);
        days.add_waivers(deployment, checker.policy);
        days
    }

    /// The next day to look at.
    pub(super) fn after(&self, day: Date) -> Option<Date> {
        if self.every {
            return day.tomorrow().ok().filter(|next| *next <= self.until);
        }
        self.days.range((Excluded(day), Included(self.until))).next().map(|(&next, _)| next)
    }

    /// The dates that make a day one of these.
    pub(super) fn dates(&self, day: Date) -> impl Iterator<Item = &(Scope, Cause)> {
        self.days.get(&day).into_iter().flatten()
    }

    /// The service instance of this name.
    pub(super) fn instance(&self, name: &str) -> Option<&'d ServiceInstance> {
        self.instances.get(name).copied()
    }

    /// The last day of the waiver whose entry stands here.
    pub(super) fn end_of_waiver(&self, place: Span) -> Option<Date> {
        self.waivers.get(&place).copied()
    }

    /// The standard of `standard[:edition][@level]`.
    pub(super) fn standard(&self, reference: &str) -> Option<Id<Standard>> {
        let id = reference.split([':', '@']).next().unwrap_or_default();
        self.standards.get(id).copied()
    }

    /// Adds the days on which the answers to these requirements may turn; rules may ask for more from some day on.
    pub(super) fn add_requirements(&mut self, outcome: &Outcome) {
        for requirement in &outcome.requirements {
            let instance = self.instance(&requirement.service);
            if let (Some(instance), Some(standard)) = (instance, self.standard(&requirement.required.standard)) {
                let asked = (instance.service.value, instance.cloud.value, standard);
                if self.known.insert(asked) {
                    self.add_asked(asked);
                }
            }
        }
    }

    fn add_asked(&mut self, asked: Asked) {
        let (service, cloud, standard) = asked;
        let scope = Scope::Asked(asked);
        let facts = self.catalog.facts();
        let grounds = self.catalog.grounds(service, cloud, standard);
        for (day, turn) in self.catalog.turns(&grounds, cloud) {
            let cause = self.cause(day, turn);
            self.add(day, scope, cause);
        }
        for document in grounds.documents.iter().map(|&id| &facts.documents[id]) {
            let cause = |date| Cause { kind: CauseKind::Evidence, name: document.id.as_str().to_owned(), date };
            self.add_moving(Field::EvidenceAsOf, document.as_of, scope, &cause(document.as_of));
            self.add_moving(Field::EvidenceAge, document.fresh_on(), scope, &cause(document.fresh_on()));
        }
        for &id in &grounds.claims {
            let claim = &facts.claims[id];
            for date in [claim.until, self.catalog.end_of(id, cloud)].into_iter().flatten() {
                let name = facts.documents[claim.document].id.as_str().to_owned();
                self.add_moving(Field::HeldUntil, date, scope, &Cause { kind: CauseKind::Validity, name, date });
            }
        }
    }

    /// What passes where something turns in the catalogue.
    fn cause(&self, day: Date, turn: Turn) -> Cause {
        let facts = self.catalog.facts();
        let before = day.yesterday().unwrap_or(day);
        let document = |claim: Id<_>| facts.documents[facts.claims[claim].document].id.as_str().to_owned();
        let (kind, name, date) = match turn {
            Turn::Speaks(id) => (CauseKind::Document, facts.documents[id].id.as_str().to_owned(), day),
            Turn::Begins(claim) => (CauseKind::Document, document(claim), day),
            Turn::Lapses(claim) => (CauseKind::Validity, document(claim), before),
            Turn::Retires(id) => {
                let edition = &facts.editions[id];
                (CauseKind::Edition, format!("{}:{}", facts.standards[edition.standard].id, edition.id), before)
            }
            Turn::Closes(cloud) => (CauseKind::Cloud, facts.clouds[cloud].id.as_str().to_owned(), before),
        };
        Cause { kind, name, date }
    }

    fn add_places(&mut self, deployment: &Deployment) {
        let facts = self.catalog.facts();
        for instance in &deployment.services {
            let cloud = instance.cloud.value;
            if let Some(date) = facts.clouds[cloud].status.closed() {
                let cause = Cause { kind: CauseKind::Cloud, name: facts.clouds[cloud].id.as_str().to_owned(), date };
                self.add_end(Scope::Cloud(cloud), &cause);
                self.add_moving(Field::CloudClosed, date, Scope::Cloud(cloud), &cause);
            }
            for region in instance.regions.iter().map(|region| region.value) {
                if let RegionStatus::Closed(date) = facts.regions[region].status {
                    let name = facts.regions[region].id.as_str().to_owned();
                    self.add_end(Scope::Region(region), &Cause { kind: CauseKind::Region, name, date });
                }
            }
        }
    }

    fn add_agreements(&mut self, deployment: &Deployment) {
        for signed in &deployment.agreements {
            let agreement = &self.catalog.facts().agreements[signed.agreement.value];
            let scope = Scope::Agreement(agreement.standard);
            let cause = |kind, date| Cause { kind, name: agreement.id.as_str().to_owned(), date };
            if let Some(date) = signed.signed.as_ref().map(|date| date.value) {
                let cause = cause(CauseKind::Signature, date);
                self.add_moving(Field::AgreementSigned, date, scope, &cause);
                self.add(date, scope, cause);
            }
            if let Some(date) = signed.expires.as_ref().map(|date| date.value) {
                let cause = cause(CauseKind::Agreement, date);
                self.add_moving(Field::AgreementExpires, date, scope, &cause);
                self.add_end(scope, &cause);
            }
        }
    }

    /// Adds the days that rules themselves name for the day of the check.
    fn add_days_of_rules(&mut self) {
        let named = self.moving.iter().filter_map(|(field, test)| match (field, test) {
            (Field::AsOf, Moving::On(day)) => Some(*day),
            _ => None,
        });
        let within = named.filter(|&day| day > self.as_of && day <= self.until);
        self.days.extend(within.map(|day| (day, BTreeSet::new())));
    }

    fn add_waivers(&mut self, deployment: &Deployment, policy: &Policy) {
        for waiver in &deployment.waivers {
            let date = waiver.until.value;
            let scope = Scope::Waiver(waiver.rule.span);
            let cause = Cause { kind: CauseKind::Waiver, name: waiver.rule.value.clone(), date };
            self.add_moving(Field::WaiverUntil, date, scope, &cause);
            // What is too long today is short enough once its end is near.
            let longest = policy.waivers.longest.as_ref();
            if let Some(day) = longest.and_then(|longest| longest.value.first_before(date)) {
                self.add(day, scope, cause.clone());
            }
            self.add_end(scope, &cause);
        }
    }

    /// Adds the days on which a test of a rule on this field begins or ceases to pass for this date.
    fn add_moving(&mut self, field: Field, date: Date, scope: Scope, cause: &Cause) {
        let tests = self.moving.iter().filter(|(of, test)| *of == field && !matches!(test, Moving::On(_)));
        let tests: Vec<_> = tests.map(|(_, test)| *test).collect();
        for day in tests.into_iter().flat_map(|test| test.turns_on(date)).flatten() {
            self.add(day, scope, cause.clone());
        }
    }

    /// Adds the day after the last one of something that ends.
    fn add_end(&mut self, scope: Scope, cause: &Cause) {
        if let Ok(day) = cause.date.tomorrow() {
            self.add(day, scope, cause.clone());
        }
    }

    fn add(&mut self, day: Date, scope: Scope, cause: Cause) {
        if day > self.as_of && day <= self.until {
            self.days.entry(day).or_default().insert((scope, cause));
        }
    }
}

impl Moving {
    /// The days on which it passes for `date` and didn't on the day before, or the other way round.
    fn turns_on(self, date: Date) -> [Option<Date>; 2] {
        match self {
            Self::OlderThan(term) => [term.after(date).and_then(|limit| limit.tomorrow().ok()), None],
            Self::On(day) => [Some(day), None],
            Self::Within(term) => [term.first_before(date), date.tomorrow().ok()],
        }
    }
}

/// Gathers the tests that the day of the check has a part in.
fn gather(condition: &Condition, policy: &Policy, found: &mut HashSet<(Field, Moving)>) {
    match condition {
        Condition::All(all) | Condition::Any(all) => all.iter().for_each(|one| gather(one, policy, found)),
        Condition::Not(one) => gather(one, policy, found),
        Condition::Field(field, test) => match test {
            Test::OlderThan(term) => {
                found.insert((*field, Moving::OlderThan(*term)));
            }
            Test::OlderThanAllowed { otherwise, .. } => {
                let term = policy.evidence_age.as_ref().map_or(*otherwise, |age| age.value);
                found.insert((*field, Moving::OlderThan(term)));
            }
            Test::Within(term) => {
                found.insert((*field, Moving::Within(*term)));
            }
            Test::Before(day) => {
                found.insert((*field, Moving::On(*day)));
            }
            Test::After(day) => found.extend(day.tomorrow().ok().map(|day| (*field, Moving::On(day)))),
            Test::Matches(_) | Test::Is(_) | Test::AtLeast(_) | Test::AtMost(_) => {}
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::FieldKind;

    /// A date that rules can test moves the days; one that is not foreseen here would be overlooked in silence.
    #[test]
    fn every_date_of_rules_is_foreseen() {
        let foreseen = [
            Field::AsOf,
            Field::EvidenceAsOf,
            Field::EvidenceAge,
            Field::HeldUntil,
            Field::CloudClosed,
            Field::AgreementSigned,
            Field::AgreementExpires,
            Field::WaiverUntil,
            Field::WaiverLatest,
        ];
        let dates: HashSet<_> = Field::ALL.iter().filter(|field| field.kind() == FieldKind::Date).collect();
        assert_eq!(dates, foreseen.iter().collect(), "call `add_moving` for the new field, then list it here");
    }

    #[test]
    fn a_test_turns_on_the_day_on_which_it_first_passes_and_first_fails() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let term = |text: &str| Term::parse(text).expect("a term");
        assert_eq!(Moving::OlderThan(term("24 months")).turns_on(day("2024-02-29")), [Some(day("2026-03-01")), None]);
        assert_eq!(Moving::OlderThan(term("1 month")).turns_on(day("2026-01-31")), [Some(day("2026-03-01")), None]);
        assert_eq!(
            Moving::Within(term("30 days")).turns_on(day("2026-12-31")),
            [Some(day("2026-12-01")), Some(day("2027-01-01"))]
        );
    }
}
