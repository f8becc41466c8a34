//! Everything whose name sounds like some words.

use std::collections::BTreeMap;

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::thing::{Kind, Spelling, Thing, spellings};
use crate::catalog::normalised;
use crate::model::facts::Facts;

/// What a search found, best first.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Search {
    /// What was searched for.
    pub words: String,
    /// The things found, each once.
    pub hits: Vec<Hit>,
    /// The spelling that comes nearest where nothing was found.
    pub nearest: Option<String>,
}

/// A thing that was found.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub struct Hit {
    /// What sort of thing it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The spelling that matched best.
    pub spelling: String,
    /// How well.
    pub rank: Rank,
}

/// How well a spelling matches, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is what was searched for.
    Exact,
    /// It begins with it.
    Prefix,
    /// It has every one of its words.
    Word,
    /// It has it somewhere.
    Substring,
    /// It differs by a slip of the finger. Looked for only where nothing else is found.
    Near,
}

impl Rank {
    /// Every rank.
    #[cfg(test)]
    pub(super) const ALL: [Self; 5] = [Self::Exact, Self::Prefix, Self::Word, Self::Substring, Self::Near];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Word => "word",
            Self::Substring => "substring",
            Self::Near => "near",
        }
    }
}

impl Serialize for Rank {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Searches every spelling of everything.
pub fn search(facts: &Facts, words: &str) -> Search {
    let text = normalised(words);
    let wanted = Wanted::new(&text);
    let known: Vec<(Spelling<'_>, String)> =
        spellings(facts).into_iter().map(|spelling| (spelling, normalised(spelling.text))).collect();
    let mut found = best_of_each(&known, |text| matching(&wanted, text).map(|rank| (rank, text.len())));
    if found.is_empty() {
        found = best_of_each(&known, |text| near(&wanted, text, 3).map(|distance| (Rank::Near, distance)));
        // Of names that differ from each other in a number only, all are near; one is meant.
        let least = found.values().map(|(score, _)| *score).min();
        found.retain(|_, (score, _)| Some(*score) == least);
    }
    let nearest = found.is_empty().then(|| loosely_nearest(&wanted, &known)).flatten();
    let mut ranked: Vec<_> = found.into_iter().collect();
    ranked.sort_by_key(|(thing, ((rank, score), _))| (*rank, *score, *thing));
    let hits = ranked
        .into_iter()
        .map(|(thing, ((rank, _), spelling))| Hit {
            kind: thing.kind(),
            id: thing.id(facts),
            name: thing.name(facts),
            spelling: spelling.to_owned(),
            rank,
        })
        .collect();
    Search { words: words.to_owned(), hits, nearest }
}

type Score = (Rank, usize);

/// Each thing that `score` lets pass, with the best score of its spellings and the first spelling that has it.
fn best_of_each<'f>(
    known: &[(Spelling<'f>, String)],
    score: impl Fn(&str) -> Option<Score>,
) -> BTreeMap<Thing, (Score, &'f str)> {
    let mut best: BTreeMap<Thing, (Score, &'f str)> = BTreeMap::new();
    for (spelling, text) in known {
        let Some(score) = score(text) else { continue };
        let held = best.entry(spelling.thing).or_insert((score, spelling.text));
        if score < held.0 {
            *held = (score, spelling.text);
        }
    }
    best
}

/// What is searched for, taken apart once for all texts that it is compared with.
struct Wanted<'w> {
    text: &'w str,
    letters: usize,
    words: Vec<&'w str>,
}

impl<'w> Wanted<'w> {
    fn new(text: &'w str) -> Self {
        Self { text, letters: text.chars().count(), words: parts(text).collect() }
    }
}

fn matching(wanted: &Wanted<'_>, text: &str) -> Option<Rank> {
    if wanted.text.is_empty() {
        return None;
    }
    if text == wanted.text {
        return Some(Rank::Exact);
    }
    if text.starts_with(wanted.text) {
        return Some(Rank::Prefix);
    }
    let words: Vec<_> = parts(text).collect();
    if wanted.words.iter().all(|part| words.contains(part)) && !wanted.words.is_empty() {
        return Some(Rank::Word);
    }
    text.contains(wanted.text).then_some(Rank::Substring)
}

/// The words of a text: `iso-27001` has two.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// In how many letters two texts differ, where that is at most one of `share`.
fn near(wanted: &Wanted<'_>, text: &str, share: usize) -> Option<usize> {
    let (a, b) = (wanted.letters, text.chars().count());
    let longest = a.max(b);
    // The distance is at least the difference in length: most texts need no closer look.
    if wanted.text.is_empty() || a.abs_diff(b) * share > longest {
        return None;
    }
    let distance = strsim::osa_distance(wanted.text, text);
    (distance * share <= longest).then_some(distance)
}

/// The spelling that comes nearest, if half of its letters are right.
fn loosely_nearest(wanted: &Wanted<'_>, known: &[(Spelling<'_>, String)]) -> Option<String> {
    let distances = known.iter().filter_map(|(spelling, text)| Some((near(wanted, text, 2)?, spelling.text)));
    distances.min_by_key(|(distance, _)| *distance).map(|(_, text)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_better_match_has_a_better_rank() {
        for (wanted, text, rank) in [
            ("harbour code", "harbour code", Some(Rank::Exact)),
            ("harb", "harbour code", Some(Rank::Prefix)),
            ("code", "harbour code", Some(Rank::Word)),
            ("code harbour", "the harbour code of 2019", Some(Rank::Word)),
            ("arbour c", "harbour code", Some(Rank::Substring)),
            ("harbuor code", "harbour code", None),
            ("", "harbour code", None),
            ("-", "harbour code", None),
        ] {
            assert_eq!(matching(&Wanted::new(wanted), text), rank, "{wanted}");
        }
        assert_eq!(near(&Wanted::new("harbuor code"), "harbour code", 3), Some(1));
        assert_eq!(near(&Wanted::new("lighthouse"), "harbour code", 3), None);
    }
}
