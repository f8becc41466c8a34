//! What is wrong with rules that can be read: rules that no example tests, that can never speak, that say again what
//! another one says, that lie where nobody looks for them, or whose words break the form of all others.
//!
//! What can't be read at all is a problem of the loader's, and is not said here again.

mod cases;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use super::Flaw;
use crate::load::tree::Place;
use crate::load::yaml;
use crate::model::deployment::LeastAssurance;
use crate::model::rule::{Effect, Require, Rule, Rules, Severity};
use crate::text::Span;
use cases::Cases;

/// Something about a rule, before its place is known.
struct Note {
    code: &'static str,
    severity: Severity,
    at: At,
    message: String,
    help: String,
}

/// Where something stands in a rule's file.
enum At {
    /// At the rule's id.
    Id,
    /// At the value of this key.
    Value(&'static str),
}

/// How rules stand to who looks at them.
pub struct Bearings<'s> {
    /// Whether a rule is asked about.
    pub is_asked: &'s dyn Fn(&Rule) -> bool,
    /// Whether a policy switches a rule off.
    pub is_off: &'s dyn Fn(&Rule) -> bool,
    /// Whether the program carries a rule, so that nobody can change it.
    pub is_carried: &'s dyn Fn(&Rule) -> bool,
}

/// The flaws of those of `rules` that are asked about, by file and place.
pub fn rules(rules: &Rules, bearings: &Bearings<'_>) -> Vec<Flaw> {
    let all = All::new(rules, bearings);
    let asked = rules.rules.iter().enumerate().filter(|(_, rule)| (bearings.is_asked)(rule));
    let mut flaws: Vec<_> = asked.flat_map(|(number, rule)| flaws(rule, all.notes(number, rule))).collect();
    flaws.sort_by(|a, b| (a.source.name(), a.span, a.code).cmp(&(b.source.name(), b.span, b.code)));
    flaws
}

/// Notes with their places. The file is read again only where there is something to say.
fn flaws(rule: &Rule, notes: Vec<Note>) -> Vec<Flaw> {
    let text = rule.source.text();
    let needs_places = notes.iter().any(|note| matches!(note.at, At::Value(_)));
    let root = if needs_places { yaml::read(text).ok().map(|root| yaml::located(root, text)) } else { None };
    let span = |at: &At| match at {
        At::Id => rule.span,
        At::Value(key) => match root.as_ref().and_then(|root| root.get(key)).map(|node| node.place) {
            Some(Place::Bytes(span)) => first_line(rule, span),
            _ => rule.span,
        },
    };
    let flaw = |note: Note| Flaw {
        code: note.code,
        severity: note.severity,
        span: span(&note.at),
        message: note.message,
        help: note.help,
        source: rule.source.clone(),
        related: Vec::new(),
    };
    notes.into_iter().map(flaw).collect()
}

/// A value of many lines is shown by its first one.
fn first_line(rule: &Rule, span: Span) -> Span {
    let text = rule.source.slice(span);
    Span::new(span.start, span.start + text.find('\n').unwrap_or(text.len()).max(1).min(span.len()))
}

/// All rules, with what they are compared by.
struct All<'r> {
    rules: &'r Rules,
    bearings: &'r Bearings<'r>,
    /// When each speaks; none where that is too much to be written out.
    cases: Vec<Option<Cases>>,
    /// The folders that hold a rule of the group that bears their name.
    of_groups: BTreeSet<&'r Path>,
}

impl<'r> All<'r> {
    fn new(rules: &'r Rules, bearings: &'r Bearings<'r>) -> Self {
        let cases = rules.rules.iter().map(|rule| Cases::of(&rule.condition, &rules.patterns)).collect();
        let folders = rules.rules.iter().filter_map(|rule| {
            let folder = Path::new(rule.source.name()).parent()?;
            (folder.file_name()? == group_and_flaw(rule).0).then_some(folder)
        });
        Self { rules, bearings, cases, of_groups: folders.collect() }
    }

    fn notes(&self, number: usize, rule: &'r Rule) -> Vec<Note> {
        let mut notes = examples(rule);
        notes.extend(self.place(rule));
        notes.extend(self.cases[number].as_ref().and_then(|cases| never(cases, rule)));
        notes.extend(self.again(number, rule));
        words::check(rule, &mut notes);
        notes
    }

    /// That a rule lies where nobody looks for it.
    fn place(&self, rule: &Rule) -> Vec<Note> {
        let path = Path::new(rule.source.name());
        let (group, flaw) = group_and_flaw(rule);
        let mut notes = Vec::new();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy());
        if let Some(stem) = stem.filter(|stem| stem != flaw) {
            let message = format!("{} lies in a file that is called `{stem}`", rule.id);
            notes.push(warning("misplaced", At::Id, message, format!("call the file `{flaw}.yaml`")));
        }
        let folder = path.parent().filter(|folder| self.of_groups.contains(folder));
        let folder = folder.and_then(|folder| Some(folder.file_name()?.to_string_lossy()));
        if let Some(folder) = folder.filter(|folder| folder != group) {
            let message = format!("{} lies among the rules of the group `{folder}`", rule.id);
            let help = format!("call it `{folder}/{flaw}`, or lay it into a folder `{group}`");
            notes.push(warning("misplaced", At::Id, message, help));
        }
        notes
    }

    /// That another rule says or asks for all of this already. A rule that is off is in nobody's way, and of two of which
    /// the program carries one, the other one is told.
    fn again(&self, number: usize, rule: &Rule) -> Option<Note> {
        let Bearings { is_asked, is_off, is_carried } = self.bearings;
        if is_off(rule) || is_carried(rule) {
            return None;
        }
        let cases = self.cases[number].as_ref()?;
        let others = self.rules.rules.iter().zip(&self.cases).enumerate();
        let mut alike = others.filter(|(at, (other, others))| {
            *at != number
                && other.subject == rule.subject
                && expression(other) == expression(rule)
                && others.as_ref() == Some(cases)
                && !is_off(other)
        });
        let (_, (other, _)) = alike.find(|(at, (other, _))| {
            // Of two that are the same, one is told.
            let is_told = *at < number || !is_asked(other) || is_carried(other);
            match (&rule.effect, &other.effect) {
                (Effect::Report(_), Effect::Report(_)) => is_told,
                (Effect::Require(own), Effect::Require(theirs)) => {
                    covers(theirs, own) && (is_told || !covers(own, theirs))
                }
                _ => false,
            }
        })?;
        let does = if rule.report().is_some() { "speaks of exactly the same subjects" } else { "asks for all of this" };
        let message = format!("{} is shadowed: {} {does}", rule.id, other.id);
        let help = if is_carried(other) {
            format!("take it away, tell the two apart in `match`, or switch {} off in the policy", other.id)
        } else {
            format!("make it one rule with that of {}, or tell the two apart in `match`", other.source.name())
        };
        Some(warning("shadowed", At::Value("match"), message, help))
    }
}

/// What must hold besides what it matches.
fn expression(rule: &Rule) -> Option<&str> {
    rule.when.as_ref().map(|when| when.value.as_str())
}

/// The two halves of a rule's id.
fn group_and_flaw(rule: &Rule) -> (&str, &str) {
    rule.id.split_once('/').unwrap_or(("", &rule.id))
}

fn warning(code: &'static str, at: At, message: String, help: String) -> Note {
    Note { code, severity: Severity::Warning, at, message, help }
}

/// That no example shows the rule to speak, or to be silent.
fn examples(rule: &Rule) -> Vec<Note> {
    let missing =
        [(true, "fails", "that it speaks where it should"), (false, "passes", "that it is silent where it should be")];
    let missing = missing.into_iter().filter(|(fails, ..)| rule.examples.iter().all(|one| one.fails != *fails));
    let note = |(_, key, shows): (bool, &str, &str)| Note {
        code: "untested",
        severity: Severity::Error,
        at: At::Id,
        message: format!("no example of {} shows {shows}", rule.id),
        help: format!("add one with `{key}` to `examples`; `compliance-check rules test` runs it"),
    };
    missing.map(note).collect()
}

/// That the rule can never speak.
fn never(cases: &Cases, rule: &Rule) -> Option<Note> {
    let why = cases.contradiction()?;
    Some(Note {
        code: "never-speaks",
        severity: Severity::Error,
        at: At::Value("match"),
        message: format!("{} can never speak: {why}", rule.id),
        help: "all that stands in `match` must hold at once; what may hold instead belongs under `any`".to_owned(),
    })
}

/// Whether `theirs` asks for all that `own` asks for.
fn covers(theirs: &Require, own: &Require) -> bool {
    let asked = |wanted: &crate::model::rule::Required| {
        let is_enough = |one: &crate::model::rule::Required| {
            one.standard == wanted.standard
                && (one.assurance == wanted.assurance || wanted.assurance == LeastAssurance::Any)
        };
        theirs.standards.iter().any(is_enough)
    };
    let (places, others) = (&own.places, &theirs.places);
    let floor = |require: &Require| require.standards.is_empty() && require.assurance != LeastAssurance::Any;
    own.standards.iter().all(asked)
        && (!floor(own) || floor(theirs))
        && (own.agreements.is_empty() || own.agreements == theirs.agreements)
        && (places.is_empty() || places.words == others.words)
        && own.spread.regions <= theirs.spread.regions
        && own.spread.geographies <= theirs.spread.geographies
        && own.spread.countries <= theirs.spread.countries
}
