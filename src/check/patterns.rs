//! Patterns over names: one set for each field, since most names are held against many of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use globset::{Glob, GlobMatcher, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;

use crate::model::Text;
use crate::model::rule::{Condition, Field, PatternId, Rule, Rules, Test, is_plain};

/// The patterns of all rules.
#[derive(Debug, Default)]
pub struct Patterns {
    /// Those that are plain names, by the names; they need no matcher.
    names: FxHashMap<Text, PatternId>,
    /// The others, by the fields that are held against them.
    globs: FxHashMap<Field, Wild>,
    /// The fields that are held against any.
    fields: BTreeSet<Field>,
}

/// Patterns with wild cards that the values of one field are held against, compiled when the first value comes: few
/// deployments have something of everything that rules speak of.
#[derive(Debug)]
struct Wild {
    written: Vec<(PatternId, Text)>,
    compiled: OnceLock<Vec<Globs>>,
}

impl Wild {
    fn sets(&self) -> &[Globs] {
        self.compiled.get_or_init(|| {
            let globs = self.written.iter().filter_map(|(number, text)| Some((*number, Glob::new(text).ok()?)));
            Globs::of(&globs.collect::<Vec<_>>())
        })
    }
}

/// Patterns with wild cards that the values of one field are held against, in one set.
#[derive(Debug)]
pub(super) struct Globs {
    set: GlobSet,
    /// The pattern of each glob of the set.
    globs: Vec<(PatternId, Glob)>,
}

impl Globs {
    /// The patterns in as few sets as can be built: one may grow only so large.
    pub(super) fn of(globs: &[(PatternId, Glob)]) -> Vec<Self> {
        if globs.is_empty() {
            return Vec::new();
        }
        let mut builder = GlobSetBuilder::new();
        for (_, glob) in globs {
            builder.add(glob.clone());
        }
        match builder.build() {
            Ok(set) => vec![Self { set, globs: globs.to_vec() }],
            Err(_) if globs.len() > 1 => {
                let (some, others) = globs.split_at(globs.len() / 2);
                [Self::of(some), Self::of(others)].into_iter().flatten().collect()
            }
            // Loading lets no pattern through that is too large by itself.
            Err(_) => Vec::new(),
        }
    }

    pub(super) fn matched(&self, text: &str) -> Vec<PatternId> {
        // A set takes what ends so for a folder, which has no name, and tells some patterns off that match by themselves.
        if text == ".." || text.ends_with("/..") {
            let matching = self.globs.iter().filter(|(_, glob)| glob.compile_matcher().is_match(text));
            return matching.map(|(number, _)| *number).collect();
        }
        self.set.matches(text).into_iter().map(|at| self.globs[at].0).collect()
    }
}

impl Patterns {
    /// The patterns of `rules`. Loading has refused those that can't be compiled; one that can't matches nothing.
    pub fn new(rules: &Rules) -> Self {
        let mut used: BTreeMap<Field, BTreeSet<PatternId>> = BTreeMap::new();
        for rule in &rules.rules {
            uses(rule, &mut |field, patterns| used.entry(field).or_default().extend(patterns));
        }
        Self::of(&rules.patterns, &used)
    }

    fn of(patterns: &[Text], used: &BTreeMap<Field, BTreeSet<PatternId>>) -> Self {
        let plain = patterns.iter().enumerate().filter(|(_, pattern)| is_plain(pattern));
        let names = plain.map(|(number, pattern)| (pattern.clone(), PatternId(number))).collect();
        let mut globs = FxHashMap::default();
        for (field, used) in used {
            let used = used.iter().filter_map(|&number| Some((number, patterns.get(number.0)?)));
            let written: Vec<_> =
                used.filter(|(_, text)| !is_plain(text)).map(|(number, text)| (number, text.clone())).collect();
            if !written.is_empty() {
                globs.insert(*field, Wild { written, compiled: OnceLock::new() });
            }
        }
        let fields = used.iter().filter(|(_, patterns)| !patterns.is_empty()).map(|(field, _)| *field).collect();
        Self { names, globs, fields }
    }

    /// Whether `text`, which is a value of `field`, matches one of the patterns `wanted`, which rules hold against that field.
    pub fn any_matches(&self, field: Field, wanted: &[PatternId], text: &str) -> bool {
        self.matched(field, text).any(|pattern| wanted.contains(&pattern))
    }

    /// Whether a rule holds a pattern against a field.
    pub(super) fn is_on(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    /// Every pattern that `text`, which is a value of `field`, matches.
    pub(super) fn matched(&self, field: Field, text: &str) -> impl Iterator<Item = PatternId> {
        let globs = self.globs.get(&field).into_iter().flat_map(Wild::sets).flat_map(|globs| globs.matched(text));
        self.names.get(text).copied().into_iter().chain(globs)
    }
}

/// Tells which patterns a rule holds against which fields.
fn uses(rule: &Rule, used: &mut impl FnMut(Field, &[PatternId])) {
    of_condition(&rule.condition, used);
    if let Some(require) = rule.require() {
        used(Field::RegionId, &require.places.regions);
        used(Field::RegionGeography, &require.places.geographies);
        used(Field::RegionCountry, &require.places.countries);
    }
}

fn of_condition(condition: &Condition, used: &mut impl FnMut(Field, &[PatternId])) {
    match condition {
        Condition::All(each) | Condition::Any(each) => each.iter().for_each(|one| of_condition(one, used)),
        Condition::Not(one) => of_condition(one, used),
        Condition::Field(field, Test::Matches(patterns)) => used(*field, patterns),
        Condition::Field(..) => {}
    }
}

/// Whether `text` matches `pattern`, for a pattern of the user's own file.
pub(super) fn one_matches(pattern: &str, text: &str) -> bool {
    if is_plain(pattern) { pattern == text } else { Pattern::new(pattern).matches(text) }
}

/// One pattern of the user's own file that is held against many names.
#[derive(Debug)]
pub(super) enum Pattern {
    /// A plain name.
    Name(String),
    /// How a name begins: `coverage/*`.
    Beginning(String),
    /// A glob; none that can't be understood, which matches nothing.
    Glob(Option<GlobMatcher>),
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Self {
        if is_plain(pattern) {
            return Self::Name(pattern.to_owned());
        }
        if let Some(beginning) = pattern.strip_suffix('*').filter(|beginning| is_plain(beginning)) {
            return Self::Beginning(beginning.to_owned());
        }
        Self::Glob(Glob::new(pattern).ok().map(|glob| glob.compile_matcher()))
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Name(name) => name == text,
            Self::Beginning(beginning) => text.starts_with(beginning.as_str()),
            Self::Glob(glob) => glob.as_ref().is_some_and(|glob| glob.is_match(text)),
        }
    }

    /// Of two patterns that match a name, the one that says more of it is greater: a plain name, then the one with more
    /// letters beside wildcards.
    pub(super) fn precision(pattern: &str) -> (bool, usize) {
        (is_plain(pattern), pattern.chars().filter(|&letter| !"*?[]{}".contains(letter)).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns_are_told_apart() {
        let texts = ["std-a", "std-*", "{b,c}"].map(Text::from);
        let all = || (0..3).map(PatternId).collect();
        let patterns = Patterns::of(&texts, &[(Field::StandardId, all())].into());
        let matches = |wanted: &[usize], text: &str| {
            let wanted: Vec<_> = wanted.iter().copied().map(PatternId).collect();
            patterns.any_matches(Field::StandardId, &wanted, text)
        };
        assert!(matches(&[0], "std-a") && !matches(&[0], "std-b"));
        assert!(matches(&[1], "std-b") && matches(&[1], "std-a"));
        assert!(matches(&[0, 2], "c") && !matches(&[2], "std-b"));
        assert!(!patterns.any_matches(Field::CloudId, &[PatternId(1)], "std-b"), "no rule asks that of a cloud");
    }

    #[test]
    fn however_many_patterns_there_are_none_of_them_is_left_out() {
        let texts: Vec<_> = (0..600).map(|number| format!("{number}-{}", "*a".repeat(240))).collect();
        let globs: Vec<_> = texts.iter().map(|text| Glob::new(text).expect("it is a pattern")).enumerate().collect();
        let globs: Vec<_> = globs.into_iter().map(|(number, glob)| (PatternId(number), glob)).collect();
        let sets = Globs::of(&globs);
        assert!(sets.len() > 1, "the test needs more patterns than one set takes");
        let name = format!("599-{}", "a".repeat(240));
        let found: Vec<_> = sets.iter().flat_map(|globs| globs.matched(&name)).collect();
        assert_eq!(found, [PatternId(599)]);
    }

    /// Loading refuses such a pattern: here it is left out, and the others are found.
    #[test]
    fn a_pattern_that_is_too_large_by_itself_matches_nothing() {
        let large = Glob::new(&"*a".repeat(100_000)).expect("it is a pattern");
        let globs = [(PatternId(0), large), (PatternId(1), Glob::new("b*").expect("it is a pattern"))];
        assert_eq!(Globs::of(&globs[..1]).len(), 0);
        let found: Vec<_> = Globs::of(&globs).iter().flat_map(|globs| globs.matched("bay")).collect();
        assert_eq!(found, [PatternId(1)]);
    }
}
