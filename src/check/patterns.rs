//! Patterns over names: one set for all rules, since most names are held against many of them.

use globset::{Glob, GlobMatcher, GlobSet, GlobSetBuilder};

use crate::model::rule::PatternId;

/// The patterns of all rules, compiled once.
#[derive(Debug)]
pub struct Patterns {
    /// What each pattern says where it is a plain name; those need no matcher.
    literals: Vec<Option<String>>,
    set: GlobSet,
    /// The pattern of each glob of the set.
    numbers: Vec<PatternId>,
}

impl Patterns {
    /// Compiles `patterns`. Loading has refused those that can't be compiled; one that can't matches nothing.
    pub fn new(patterns: &[String]) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut numbers = Vec::new();
        let mut literals = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            literals.push(is_literal(pattern).then(|| pattern.clone()));
            if let (false, Ok(glob)) = (is_literal(pattern), Glob::new(pattern)) {
                builder.add(glob);
                numbers.push(PatternId(index));
            }
        }
        Self { literals, set: builder.build().unwrap_or_else(|_| GlobSet::empty()), numbers }
    }

    /// Whether `text` matches one of the patterns `wanted`.
    pub fn any_matches(&self, wanted: &[PatternId], text: &str) -> bool {
        let has_globs = || wanted.iter().any(|&pattern| !self.is_plain(pattern));
        self.any_is(wanted, text) || has_globs() && self.globs(text).any(|pattern| wanted.contains(&pattern))
    }

    /// Whether one of the patterns `wanted` is `text` itself.
    pub(super) fn any_is(&self, wanted: &[PatternId], text: &str) -> bool {
        wanted.iter().any(|pattern| matches!(self.literals.get(pattern.0), Some(Some(plain)) if plain == text))
    }

    /// Whether a pattern is a plain name.
    pub(super) fn is_plain(&self, pattern: PatternId) -> bool {
        matches!(self.literals.get(pattern.0), Some(Some(_)))
    }

    /// Every pattern with wild cards that `text` matches.
    pub(super) fn globs(&self, text: &str) -> impl Iterator<Item = PatternId> {
        self.set.matches(text).into_iter().map(|glob| self.numbers[glob])
    }
}

/// Whether a pattern has nothing in it but the name itself.
fn is_literal(pattern: &str) -> bool {
    !pattern.contains(['*', '?', '[', ']', '{', '}', '\\'])
}

/// Whether `text` matches `pattern`, for a pattern of the user's own file.
pub(super) fn one_matches(pattern: &str, text: &str) -> bool {
    if is_literal(pattern) { pattern == text } else { Pattern::new(pattern).matches(text) }
}

/// One pattern of the user's own file that is held against many names.
#[derive(Debug)]
pub(super) enum Pattern {
    /// A plain name.
    Name(String),
    /// A glob; none that can't be understood, which matches nothing.
    Glob(Option<GlobMatcher>),
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Self {
        if is_literal(pattern) {
            return Self::Name(pattern.to_owned());
        }
        Self::Glob(Glob::new(pattern).ok().map(|glob| glob.compile_matcher()))
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Name(name) => name == text,
            Self::Glob(glob) => glob.as_ref().is_some_and(|glob| glob.is_match(text)),
        }
    }

    /// Of two patterns that match a name, the one that says more of it is greater: a plain name, then the one with more
    /// letters beside wildcards.
    pub(super) fn precision(pattern: &str) -> (bool, usize) {
        (is_literal(pattern), pattern.chars().filter(|&letter| !"*?[]{}".contains(letter)).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns_are_told_apart() {
        let patterns = Patterns::new(&["std-a".to_owned(), "std-*".to_owned(), "{b,c}".to_owned()]);
        assert!(patterns.any_matches(&[PatternId(0)], "std-a"));
        assert!(!patterns.any_matches(&[PatternId(0)], "std-b"));
        assert!(patterns.any_matches(&[PatternId(1)], "std-b"));
        assert!(patterns.any_matches(&[PatternId(0), PatternId(2)], "c"));
        assert!(!patterns.any_matches(&[PatternId(2)], "std-b"));
    }
}
