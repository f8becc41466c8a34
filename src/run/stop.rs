//! Why a command ends without what it was asked for, and how that is told: on one page for all of them.

use std::io::Write;

use super::{Exit, told_beside};
use crate::load::problem::Problems;
use crate::report::Style;

/// Why a command ends early.
pub(super) enum Stop {
    /// There is nothing of the kind, or it can't be written: in words for standard error.
    Said(String),
    /// Something is wrong with a policy, the catalogue, rules or another file.
    Broken(Problems),
}

impl From<String> for Stop {
    fn from(words: String) -> Self {
        Self::Said(words)
    }
}

impl From<Problems> for Stop {
    fn from(problems: Problems) -> Self {
        Self::Broken(problems)
    }
}

/// How a command ends. Problems are drawn on `err`.
pub(super) fn ended(result: Result<Exit, Stop>, style: &Style, err: &mut dyn Write) -> Result<Exit, String> {
    match result {
        Ok(exit) => Ok(exit),
        Err(Stop::Said(words)) => Err(words),
        Err(Stop::Broken(problems)) => {
            told_beside(&problems.into_sorted(), style, err)?;
            Ok(Exit::Unanswerable)
        }
    }
}
