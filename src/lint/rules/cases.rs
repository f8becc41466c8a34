//! When a rule speaks, written out: the cases of which one must hold, each with all that must hold in it.
//!
//! That tells whether two rules speak of the same, and whether a rule can speak at all, as far as its own words tell.

use std::collections::BTreeSet;

use globset::Glob;
use jiff::civil::Date;

use crate::model::Text;
use crate::model::rule::{Condition, Field, FieldKind, Test, is_plain};

/// More cases than these are not written out: nobody writes so many by hand.
const MOST: usize = 256;

/// The cases of which one must hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cases(BTreeSet<BTreeSet<Fact>>);

/// What must hold of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fact {
    field: Field,
    holds: bool,
    test: Told,
}

/// A test, with its patterns as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Matches(BTreeSet<Text>),
    Is(bool),
    Past,
    Within(String),
    Before(Date),
    After(Date),
    AtLeast(i64),
    AtMost(i64),
    /// Another test, by how it is written.
    Other(String),
}

impl Cases {
    /// The cases of a condition; none where there are too many.
    pub(super) fn of(condition: &Condition, patterns: &[Text]) -> Option<Self> {
        written_out(condition, true, patterns).map(|cases| Self(cases.into_iter().collect()))
    }

    /// Why no case can hold, in words; none where one can.
    pub(super) fn contradiction(&self) -> Option<String> {
        let mut first = None;
        if self.0.is_empty() {
            return Some("what stands beneath `not` always holds".to_owned());
        }
        for case in &self.0 {
            let found = contradiction_in(case)?;
            first = first.or(Some(found));
        }
        first
    }
}

/// The cases in which a condition holds, or doesn't.
fn written_out(condition: &Condition, holds: bool, patterns: &[Text]) -> Option<Vec<BTreeSet<Fact>>> {
    let together = |each: &[Condition]| {
        let mut cases = vec![BTreeSet::new()];
        for one in each {
            let more = written_out(one, holds, patterns)?;
            if cases.len() * more.len() > MOST {
                return None;
            }
            cases = cases.iter().flat_map(|case| more.iter().map(move |other| case | other)).collect();
        }
        Some(cases)
    };
    let apart = |each: &[Condition]| {
        let cases: Option<Vec<_>> = each.iter().map(|one| written_out(one, holds, patterns)).collect();
        cases.map(|cases| cases.concat()).filter(|cases| cases.len() <= MOST)
    };
    match (condition, holds) {
        (Condition::All(each), true) | (Condition::Any(each), false) => together(each),
        (Condition::Any(each), true) | (Condition::All(each), false) => apart(each),
        (Condition::Not(inner), _) => written_out(inner, !holds, patterns),
        (Condition::Field(field, test), _) => {
            let fact = Fact { field: *field, holds, test: told(test, patterns) };
            Some(vec![BTreeSet::from([fact])])
        }
    }
}

fn told(test: &Test, patterns: &[Text]) -> Told {
    match test {
        Test::Matches(numbers) => {
            Told::Matches(numbers.iter().filter_map(|number| patterns.get(number.0)).cloned().collect())
        }
        Test::Is(truth) => Told::Is(*truth),
        Test::OlderThanAllowed { .. } => Told::Past,
        Test::OlderThan(term) => Told::Other(format!("more than {term} ago")),
        Test::Within(term) => Told::Within(term.to_string()),
        Test::Before(date) => Told::Before(*date),
        Test::After(date) => Told::After(*date),
        Test::AtLeast(count) => Told::AtLeast(*count),
        Test::AtMost(count) => Told::AtMost(*count),
    }
}

/// What can't hold at once in a case, if its words alone tell so.
fn contradiction_in(case: &BTreeSet<Fact>) -> Option<String> {
    let facts: Vec<_> = case.iter().collect();
    let pairs = facts.iter().enumerate().flat_map(|(at, one)| facts[at + 1..].iter().map(move |other| (*one, *other)));
    let mut same = pairs.filter(|(one, other)| one.field == other.field);
    same.find_map(|(one, other)| {
        let why = clash(one, other).or_else(|| clash(other, one))?;
        Some(format!("`{}` would have to be {why}", one.field.name()))
    })
}

/// Why two facts about one field can't both hold.
fn clash(one: &Fact, other: &Fact) -> Option<String> {
    if one.holds && !other.holds && one.test == other.test {
        return Some("so and not so at once".to_owned());
    }
    match (&one.test, one.holds, &other.test, other.holds) {
        (Told::Is(truth), _, Told::Is(other_truth), _) => {
            ((*truth == one.holds) != (*other_truth == other.holds)).then(|| "true and false at once".to_owned())
        }
        (Told::Matches(wanted), true, Told::Matches(others), true) if one.field.kind() == FieldKind::Text => {
            let meet = |pattern: &Text| others.iter().any(|other| may_meet(pattern, other));
            let words = || format!("{} and {} at once", listed(wanted), listed(others));
            (!wanted.iter().any(meet)).then(words)
        }
        (Told::Matches(wanted), true, Told::Matches(unwanted), false) => {
            let excluded = |pattern: &Text| {
                unwanted.contains(pattern) || is_plain(pattern) && unwanted.iter().any(|other| matches(other, pattern))
            };
            wanted.iter().all(excluded).then(|| format!("{} and not {} at once", listed(wanted), listed(unwanted)))
        }
        (Told::AtLeast(least), true, Told::AtMost(most), true) => {
            (least > most).then(|| format!("{least} or more and {most} or less at once"))
        }
        (Told::Before(before), true, Told::After(after), true) => {
            let next = after.tomorrow().unwrap_or(Date::MAX);
            (next >= *before).then(|| format!("before {before} and after {after} at once"))
        }
        (Told::Within(_), true, Told::Past | Told::Other(_), true) => Some("in the past and yet to come".to_owned()),
        _ => None,
    }
}

/// Whether one name can match both patterns. Of two with wild cards, that isn't asked.
fn may_meet(one: &str, other: &str) -> bool {
    match (is_plain(one), is_plain(other)) {
        (true, true) => one == other,
        (true, false) => matches(other, one),
        (false, true) => matches(one, other),
        (false, false) => true,
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    if is_plain(pattern) {
        return pattern == name;
    }
    Glob::new(pattern).is_ok_and(|glob| glob.compile_matcher().is_match(name))
}

fn listed(patterns: &BTreeSet<Text>) -> String {
    let quoted: Vec<_> = patterns.iter().map(|pattern| format!("`{pattern}`")).collect();
    quoted.join(" or ")
}
