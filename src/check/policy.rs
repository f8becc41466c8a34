//! What a policy has to do with rules, waivers and findings.

use std::cell::Cell;

use jiff::civil::Date;

use super::notices::repeated;
use super::outcome::{Elsewhere, Label, Notice};
use super::patterns::Pattern;
use super::subject::Item;
use crate::model::date::Term;
use crate::model::deployment::{Demand, Waiver};
use crate::model::facts::Facts;
use crate::model::policy::{Grade, Policy, SeverityEntry};
use crate::model::profile::{Member, Profile, Profiles};
use crate::model::rule::{Condition, Field, Rule, Rules, Severity, Test};
use crate::text::nearest::nearest_by_halves;
use crate::text::{Span, Spanned};

/// How grave a policy takes the findings of each rule to be.
#[derive(Debug)]
pub struct Grades<'p> {
    /// The most precise first: a plain id, then the pattern with more letters beside wildcards, then the graver one.
    entries: Vec<(Pattern, &'p SeverityEntry)>,
}

impl<'p> Grades<'p> {
    /// What `policy` says.
    pub fn new(policy: &'p Policy) -> Self {
        let mut entries: Vec<_> = policy.severities.iter().collect();
        entries.sort_by_key(|entry| {
            std::cmp::Reverse((Pattern::precision(&entry.rules.value), entry.grade.value, entry.rules.value.as_str()))
        });
        Self { entries: entries.into_iter().map(|entry| (Pattern::new(&entry.rules.value), entry)).collect() }
    }

    /// The entry that decides for the rule of this id, where one speaks of it.
    pub fn deciding(&self, rule: &str) -> Option<&'p SeverityEntry> {
        self.entries.iter().find(|(pattern, _)| pattern.matches(rule)).map(|(_, entry)| *entry)
    }

    /// How grave the findings of `rule` are: as the policy says, else as the rule does.
    pub fn of(&self, rule: &Rule) -> Grade {
        self.deciding(&rule.id).map_or_else(|| own_grade(rule), |entry| entry.grade.value)
    }
}

/// How grave the findings of a rule are by itself. One that requires makes none; a policy can only switch it off.
pub(super) fn own_grade(rule: &Rule) -> Grade {
    Grade::Of(rule.report().map_or(Severity::Error, |report| report.severity))
}

/// What a reader should know of `policy` beside its rules: which of its entries change nothing, and what its profiles name
/// again, by place.
pub fn notices(policy: &Policy, rules: &Rules) -> Vec<Notice> {
    let mut notices = without_rules(policy, rules);
    notices.extend(without_findings(policy, rules));
    let lists = policy.profiles.iter().map(|profile| (&profile.source, &profile.repeated));
    notices.extend(lists.flat_map(|(source, again)| again.iter().map(move |one| repeated(source, one))));
    notices.sort_by_key(|notice| notice.span);
    notices
}

/// The profiles of `own` that take the place of `others` by their names, each with the place of the other and with what
/// that one requires and this one does not: whoever names it may mean the other.
pub fn replaced_profiles<'p>(
    own: impl IntoIterator<Item = &'p Profile>,
    others: &Profiles,
    facts: &Facts,
) -> Vec<Notice> {
    let notice = |own: &Profile| {
        let other = others.named(&own.name).filter(|other| other.source.name() != own.source.name())?;
        let kept = |one: &&Member| own.members.iter().any(|own| own.standard == one.standard);
        let lost = other.members.iter().filter(|one| !kept(one)).map(|one| facts.reference(one.standard));
        let lost = lost.collect::<Vec<_>>().join(", ");
        let lost = if lost.is_empty() { lost } else { format!(", which requires {lost} as well") };
        let first = other.source.position(other.span.start);
        let (file, line, column) = (other.source.name(), first.line, first.column);
        let message =
            format!("`{}` takes the place of the profile of this name in {file}:{line}:{column}{lost}", own.name);
        Some(Notice { source: own.source.clone(), span: own.span, message })
    };
    own.into_iter().filter_map(notice).collect()
}

/// The severities of `policy` that say how grave the findings of `rules` are which make none: they ask for something,
/// and other rules report that it is missing.
fn without_findings(policy: &Policy, rules: &Rules) -> Vec<Notice> {
    let graded = policy.severities.iter().filter(|entry| entry.grade.value != Grade::Off);
    let notice = |entry: &SeverityEntry| {
        let matcher = Pattern::new(&entry.rules.value);
        let mut matched = rules.rules.iter().filter(|rule| matcher.matches(&rule.id)).peekable();
        matched.peek()?;
        let message = format!(
            "`{}` only asks for something and finds nothing itself, so that it can be `off` and no more; \
            set how grave the rules are that report what is missing",
            entry.rules.value
        );
        let source = policy.source.clone().filter(|_| matched.all(|rule| rule.require().is_some()))?;
        Some(Notice { source, span: entry.grade.span, message })
    };
    graded.filter_map(notice).collect()
}

/// The patterns of `policy` that are for rules and match none of `rules`.
fn without_rules(policy: &Policy, rules: &Rules) -> Vec<Notice> {
    let severities = policy.severities.iter().map(|entry| &entry.rules);
    let lost = severities.chain(&policy.waivers.never).filter(|pattern| {
        let matcher = Pattern::new(&pattern.value);
        !rules.rules.iter().any(|rule| matcher.matches(&rule.id))
    });
    let notice = |pattern: &Spanned<String>| {
        let near = nearest_by_halves(&pattern.value, rules.rules.iter().map(|rule| rule.id.as_str()));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let message = format!("no rule has an id that `{}` matches{near}", pattern.value);
        policy.source.clone().map(|source| Notice { source, span: pattern.span, message })
    };
    lost.filter_map(notice).collect()
}

/// What a policy lets waivers do, ready to be held against them.
#[derive(Debug)]
pub(super) struct Limits<'p> {
    policy: &'p Policy,
    /// The ids of the rules that nobody can waive, each with the pattern that says so.
    never: Vec<(String, &'p Spanned<String>)>,
    approvers: Vec<Pattern>,
}

/// How a waiver breaks the policy. One that does so in any way excuses nothing.
#[derive(Debug, Default)]
pub(super) struct Breach<'p> {
    /// The rules that it takes in and that nobody can waive, each with the pattern that says so.
    pub(super) forbidden: Vec<(String, &'p Spanned<String>)>,
    /// Whether it ends later than it may.
    pub(super) too_long: bool,
    /// The latest end that it may have.
    pub(super) latest: Option<Date>,
    /// Whether it needs an approval that it hasn't.
    pub(super) unapproved: bool,
}

impl Breach<'_> {
    pub(super) fn is_any(&self) -> bool {
        !self.forbidden.is_empty() || self.too_long || self.unapproved
    }
}

impl<'p> Limits<'p> {
    pub(super) fn new(policy: &'p Policy, rules: &Rules) -> Self {
        let patterns: Vec<_> =
            policy.waivers.never.iter().map(|pattern| (Pattern::new(&pattern.value), pattern)).collect();
        let forbids = |rule: &Rule| patterns.iter().find(|(matcher, _)| matcher.matches(&rule.id));
        let never = rules.rules.iter().filter_map(|rule| forbids(rule).map(|(_, pattern)| (rule.id.clone(), *pattern)));
        let approvers = policy.waivers.approved_by.iter().map(|pattern| Pattern::new(&pattern.value)).collect();
        Self { policy, never: never.collect(), approvers }
    }

    /// The pattern by which nobody can waive what the rule of this id asks for, or finds.
    pub(super) fn never(&self, rule: &str) -> Option<&'p Spanned<String>> {
        self.never.iter().find(|(never, _)| never == rule).map(|(_, pattern)| *pattern)
    }

    /// How `waiver` breaks the policy on the day `as_of`. Its term is counted from that day, since nobody writes down
    /// when a waiver began.
    pub(super) fn breach(&self, waiver: &Waiver, as_of: Date) -> Breach<'p> {
        let longest = self.policy.waivers.longest.as_ref();
        let latest = longest.and_then(|longest| longest.value.after(as_of));
        let approver = waiver.approved_by.as_ref();
        let may_approve = |name: &Spanned<String>| self.approvers.iter().any(|one| one.matches(&name.value));
        let taken_in = (!self.never.is_empty()).then(|| Pattern::new(&waiver.rule.value));
        let is_taken_in = |rule: &str| taken_in.as_ref().is_some_and(|pattern| pattern.matches(rule));
        Breach {
            forbidden: self.never.iter().filter(|(rule, _)| is_taken_in(rule)).cloned().collect(),
            too_long: latest.is_some_and(|latest| waiver.until.value > latest),
            latest,
            unapproved: !self.approvers.is_empty() && !approver.is_some_and(may_approve),
        }
    }
}

/// The places of the policy that explain what `rule` finds of `item`.
pub(super) fn elsewhere(policy: &Policy, rule: &Rule, item: &Item<'_>) -> Vec<Elsewhere> {
    let demand = match item {
        Item::Requirement { requirement, .. } => requirement.demands.nearest(),
        Item::Obligation(obligation) => obligation.demand,
        _ => None,
    };
    let mut places: Vec<_> = demand.and_then(profile).into_iter().collect();
    let mut add = |span: Option<Span>, text: String| {
        places.extend(policy.source.clone().zip(span).map(|(source, span)| Elsewhere { source, span, text }));
    };
    if asks(&rule.condition, &|_, test| matches!(test, Test::OlderThanAllowed { .. }))
        && let Some(age) = &policy.evidence_age
    {
        add(Some(age.span), format!("evidence may be {} old", age.value));
    }
    let Item::Waiver { breach, in_vain, .. } = item else { return places };
    let mut said: Vec<Span> = Vec::new();
    for (_, pattern) in breach.forbidden.iter().filter(|_| speaks_of(rule, Field::WaiverForbidden)) {
        if !said.contains(&pattern.span) {
            said.push(pattern.span);
            add(Some(pattern.span), "nobody can waive this".to_owned());
        }
    }
    for (asking, span) in in_vain.iter().filter(|_| speaks_of(rule, Field::WaiverInVain)) {
        add(Some(*span), format!("nobody can waive what {asking} asks for"));
    }
    if let Some(longest) = policy.waivers.longest.as_ref().filter(|_| speaks_of(rule, Field::WaiverTooLong)) {
        add(Some(longest.span), format!("a waiver may last {} from the day of the check", longest.value));
    }
    if speaks_of(rule, Field::WaiverApproverOk) {
        add(policy.waivers.approved_by_span, "only these can approve a waiver".to_owned());
    }
    places
}

/// The places of a waiver, beside the rules that it names, that explain what `rule` finds of it.
pub(super) fn related(rule: &Rule, waiver: &Waiver) -> Vec<Label> {
    let mut labels = Vec::new();
    if speaks_of(rule, Field::WaiverTooLong) {
        labels.push(Label { span: waiver.until.span, text: "ends on this day".to_owned() });
    }
    if let Some(approver) = waiver.approved_by.as_ref().filter(|_| speaks_of(rule, Field::WaiverApproverOk)) {
        labels.push(Label { span: approver.span, text: "not one who can approve".to_owned() });
    }
    labels
}

/// Where a profile asks for what the manifest requires by its name.
fn profile(demand: &Demand) -> Option<Elsewhere> {
    let through = demand.profile.as_ref()?;
    let member = &through.member;
    let containing =
        if member.named_by == through.name { String::new() } else { format!(", which `{}` contains", through.name) };
    let text = format!("asked for by the profile `{}`{containing}", member.named_by);
    Some(Elsewhere { source: member.source.clone(), span: member.span, text })
}

fn speaks_of(rule: &Rule, wanted: Field) -> bool {
    asks(&rule.condition, &|field, _| field == wanted)
}

/// The limit that a rule sets for the age of evidence where the policy sets none.
pub fn own_evidence_age(rule: &Rule) -> Option<Spanned<Term>> {
    let limit = Cell::new(None);
    asks(&rule.condition, &|_, test| {
        if let Test::OlderThanAllowed { otherwise, span } = test {
            limit.set(Some(Spanned::new(*otherwise, *span)));
        }
        false
    });
    limit.take()
}

/// Whether a condition holds any such test.
fn asks(condition: &Condition, wanted: &dyn Fn(Field, &Test) -> bool) -> bool {
    match condition {
        Condition::All(conditions) | Condition::Any(conditions) => conditions.iter().any(|one| asks(one, wanted)),
        Condition::Not(inner) => asks(inner, wanted),
        Condition::Field(field, test) => wanted(*field, test),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::Severity;

    const OFF: Grade = Grade::Off;
    const ADVICE: Grade = Grade::Of(Severity::Advice);
    const ERROR: Grade = Grade::Of(Severity::Error);

    /// The pattern that decides for a rule, whatever the order in which the entries are written.
    fn check(entries: &[(&str, Grade)], rule: &str, expected: Option<(&str, Grade)>) {
        let entry = |(rules, grade): &(&str, Grade)| SeverityEntry {
            rules: Spanned::new((*rules).to_owned(), Span::default()),
            grade: Spanned::new(*grade, Span::default()),
        };
        let forward: Vec<_> = entries.iter().map(entry).collect();
        let backward: Vec<_> = forward.iter().rev().cloned().collect();
        for severities in [forward, backward] {
            let policy = Policy { severities, ..Policy::default() };
            let grades = Grades::new(&policy);
            let decides = grades.deciding(rule).map(|entry| (entry.rules.value.as_str(), entry.grade.value));
            assert_eq!(decides, expected, "{entries:?}");
        }
    }

    #[test]
    fn the_most_precise_entry_decides_and_of_equals_the_gravest() {
        check(&[], "group/flaw", None);
        check(&[("other/*", OFF)], "group/flaw", None);
        check(&[("*", ERROR), ("group/*", OFF)], "group/flaw", Some(("group/*", OFF)));
        check(&[("group/flaw", OFF), ("group/fla*", ERROR)], "group/flaw", Some(("group/flaw", OFF)));
        check(&[("group/fl*", OFF), ("*/flaw", ERROR)], "group/flaw", Some(("group/fl*", OFF)));
        check(&[("group*", OFF), ("*/flaw", ADVICE)], "group/flaw", Some(("*/flaw", ADVICE)));
        check(&[("g*/flaw", OFF), ("*p/flaw", ADVICE)], "group/flaw", Some(("*p/flaw", ADVICE)));
    }
}
