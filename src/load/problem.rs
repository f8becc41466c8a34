//! Problems: bad input, each with its place and the way out.

use crate::text::{Source, Span};

/// Something in a file that the program can't take: a syntax error, an unknown name, a wrong type.
///
/// A problem is not a finding: it says that a question could not be asked, and makes the exit status 2.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What kind of problem: `unknown-key`, `not-a-date`.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it, where that is known.
    pub help: Option<String>,
    /// The file, where there was one to read.
    pub source: Source,
    /// The place in it.
    pub span: Span,
}

/// All problems met so far, in the order of their places once [`Problems::into_sorted`] is called.
#[derive(Debug, Clone, Default)]
pub struct Problems(Vec<Problem>);

/// Sorts the problems of one file by their places.
pub fn by_place(problems: &mut [Problem]) {
    problems.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
}

impl Problems {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes one more problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Notes many.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.0.extend(problems);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes over all problems of `other`.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// The problems by file, place, code and words.
    pub fn into_sorted(mut self) -> Vec<Problem> {
        self.0.sort_by(|a, b| {
            (a.source.name(), a.span, a.code, &a.message).cmp(&(b.source.name(), b.span, b.code, &b.message))
        });
        self.0
    }
}
