//! What is held, small enough for a cell: a mark for the verdict, the edition and the level, a letter for the document,
//! numbers for the notes. The legend below says what they stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::list::days;
use super::sheet::Sheet;
use super::table::{Column, Table};
use crate::look::Holding;
use crate::model::verdict::Verdict;

/// The mark of each verdict, and its stand-in where only ASCII can be shown.
pub(in crate::report) fn mark(verdict: Verdict, unicode: bool) -> &'static str {
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
fn meaning(verdict: Verdict) -> &'static str {
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

/// What the letters, numbers and marks of a page stand for.
pub(super) struct Legend<'p> {
    unicode: bool,
    verdicts: BTreeSet<Verdict>,
    documents: BTreeMap<&'p str, (usize, &'p Holding<'p>)>,
    notes: Vec<String>,
    any_inferred: bool,
}

impl<'p> Legend<'p> {
    pub(super) fn new(sheet: &Sheet<'_>) -> Self {
        Self {
            unicode: sheet.is_unicode(),
            verdicts: BTreeSet::new(),
            documents: BTreeMap::new(),
            notes: Vec::new(),
            any_inferred: false,
        }
    }

    /// A holding as a cell: `✓ il4 A [1]`.
    pub(super) fn cell(&mut self, holding: &'p Holding<'p>) -> String {
        let scope = scope(holding);
        let mut parts = vec![self.mark(holding.verdict)];
        parts.extend((!scope.is_empty()).then_some(scope));
        parts.extend(self.support(holding));
        parts.join(" ")
    }

    /// The mark of a verdict, which the legend explains.
    pub(super) fn mark(&mut self, verdict: Verdict) -> String {
        self.verdicts.insert(verdict);
        mark(verdict, self.unicode).to_owned()
    }

    /// The letter of the document and the numbers of the notes.
    pub(super) fn support(&mut self, holding: &'p Holding<'p>) -> Option<String> {
        let letter = holding.document.map(|document| {
            let next = self.documents.len();
            letter(self.documents.entry(document).or_insert((next, holding)).0)
        });
        let inferred = if holding.cloud_inferred { "*" } else { "" };
        self.any_inferred |= holding.cloud_inferred;
        let letter = letter.map(|letter| format!("{letter}{inferred}"));
        let notes = notes(holding).into_iter().map(|note| format!("[{}]", self.number(note)));
        let parts: Vec<_> = letter.into_iter().chain(notes).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn number(&mut self, note: String) -> usize {
        let known = self.notes.iter().position(|other| *other == note);
        known.unwrap_or_else(|| {
            self.notes.push(note);
            self.notes.len() - 1
        }) + 1
    }

    /// Writes what the marks, letters and numbers of the page stand for.
    pub(super) fn write(&self, sheet: &mut Sheet<'_>) -> io::Result<()> {
        sheet.gap()?;
        let mut table = Table::new(&[Column::ids(""), Column::ids(""), Column::words("", 20)]).wrapping();
        for &verdict in &self.verdicts {
            table.row([mark(verdict, self.unicode), verdict.name(), meaning(verdict)]);
        }
        sheet.table(&table)?;
        if self.any_inferred {
            sheet.hanging("*  ", "the document names no cloud; the service's home cloud is meant, by inference")?;
        }
        for (index, note) in self.notes.iter().enumerate() {
            sheet.hanging(&format!("[{}] ", index + 1), note)?;
        }
        if self.documents.is_empty() {
            return Ok(());
        }
        sheet.gap()?;
        let mut table =
            Table::new(&[Column::ids(""), Column::ids("document"), Column::ids("as of"), Column::numbers("age")]);
        let mut documents: Vec<_> = self.documents.iter().collect();
        documents.sort_by_key(|(_, (index, _))| *index);
        for (document, (index, holding)) in documents {
            let as_of = holding.as_of.map(|day| day.to_string()).unwrap_or_default();
            table.row([&letter(*index), document, &as_of, &holding.age.map(days).unwrap_or_default()]);
        }
        sheet.table(&table)
    }
}

/// The edition and the level: `2013`, `il4`, `rev-5@high`.
pub(super) fn scope(holding: &Holding<'_>) -> String {
    match (holding.edition, holding.level) {
        (Some(edition), Some(level)) => format!("{edition}@{level}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => String::new(),
    }
}

/// What has to be said beside a holding.
pub(super) fn notes(holding: &Holding<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if !holding.regions.is_empty() {
        notes.push(format!("in {} only", holding.regions.join(", ")));
    }
    notes.extend(holding.conditions.iter().map(|one| format!("only if {} (`{}`)", one.text, one.id)));
    notes.extend(holding.through.iter().map(|words| format!("by relation: {words}")));
    if let Some(until) = holding.until {
        notes.push(format!("counts until {until}"));
    }
    let others: Vec<_> = holding.contested_by.iter().copied().filter(|id| holding.document != Some(id)).collect();
    if others.len() < holding.contested_by.len() {
        notes.push("the document says otherwise as well".to_owned());
    }
    if !others.is_empty() {
        notes.push(format!("contested by {}", others.join(", ")));
    }
    notes.extend(holding.note.map(str::to_owned));
    notes
}

/// `A` to `Z`, then `AA`.
fn letter(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
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

    #[test]
    fn letters_go_on_after_the_last() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
