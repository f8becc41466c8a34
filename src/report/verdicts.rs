//! The mark of each verdict, and what it stands for.

use std::collections::BTreeSet;

use super::table::{Column, Table};
use crate::model::verdict::Verdict;

/// The mark of each verdict, and its stand-in where only ASCII can be shown.
pub(super) fn mark(verdict: Verdict, unicode: bool) -> &'static str {
    let (drawn, ascii) = match verdict {
        Verdict::CloudClosed => ("⊘", "0"),
        Verdict::Covered => ("✓", "+"),
        Verdict::Conditional => ("◐", "?"),
        Verdict::CoveredByRelation => ("≈", "="),
        Verdict::Lapsed => ("†", "t"),
        Verdict::EditionRetired => ("‡", "r"),
        Verdict::EditionDiffers => ("≠", "d"),
        Verdict::EditionUnstated => ("∅", "e"),
        Verdict::LevelTooLow => ("↓", "v"),
        Verdict::LevelUnstated => ("∘", "l"),
        Verdict::KindTooWeak => ("○", "o"),
        Verdict::Elsewhere => ("↗", "^"),
        Verdict::Pending => ("…", "~"),
        Verdict::Excluded => ("✗", "x"),
        Verdict::NotListed => ("–", "-"),
        Verdict::PlatformOnly => ("△", "p"),
        Verdict::NoEvidence => ("·", "."),
    };
    if unicode { drawn } else { ascii }
}

/// What is so of a verdict, beside its mark.
pub(super) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::CloudClosed => "the cloud has closed",
        Verdict::Covered => "in scope",
        Verdict::Conditional => "in scope under conditions",
        Verdict::CoveredByRelation => "by a relation",
        Verdict::Lapsed => "its validity is over",
        Verdict::EditionRetired => "only for an edition that has ended",
        Verdict::EditionDiffers => "for another edition",
        Verdict::EditionUnstated => "no edition is stated",
        Verdict::LevelTooLow => "at a lower level",
        Verdict::LevelUnstated => "no level is stated",
        Verdict::KindTooWeak => "on the provider's own word",
        Verdict::Elsewhere => "in other regions only",
        Verdict::Pending => "the audit is under way",
        Verdict::Excluded => "named as out of scope",
        Verdict::NotListed => "left out of a full list",
        Verdict::PlatformOnly => "the platform only",
        Verdict::NoEvidence => "nothing speaks of it",
    }
}

/// The marks of these verdicts, each with the verdict's name and what is so then.
pub(super) fn entries(verdicts: &BTreeSet<Verdict>, unicode: bool) -> impl Iterator<Item = [&'static str; 3]> {
    verdicts.iter().map(move |&verdict| [mark(verdict, unicode), verdict.name(), meaning(verdict)])
}

/// What the marks of these verdicts stand for, as a table.
pub(super) fn legend(verdicts: &BTreeSet<Verdict>, unicode: bool) -> Table<'static> {
    let mut table = Table::new(&[Column::ids(""), Column::ids(""), Column::words("", 20)]).wrapping();
    entries(verdicts, unicode).for_each(|entry| table.row(entry));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_verdicts_share_a_mark() {
        for unicode in [true, false] {
            let marks: BTreeSet<_> = Verdict::ALL.iter().map(|&verdict| mark(verdict, unicode)).collect();
            assert_eq!(marks.len(), Verdict::ALL.len());
        }
    }
}
