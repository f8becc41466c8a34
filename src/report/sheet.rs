//! A page of text for people: headings, facts, wrapped lists and tables.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::paint::Paint;
use super::table::Table;
use super::{Style, visible, wrap};
use crate::model::rule::Severity;

/// How far the parts of a section stand in.
const INDENT: &str = "  ";

/// The most columns that sentences take; tables may be wider.
const WIDEST_PROSE: usize = 110;

/// A page that is being written.
pub(super) struct Sheet<'o> {
    /// How words are painted.
    pub(super) paint: Paint,
    /// How many columns the page has.
    pub(super) width: usize,
    out: &'o mut dyn Write,
    begun: bool,
}

impl<'o> Sheet<'o> {
    /// An empty page.
    pub(super) fn new(style: &Style, out: &'o mut dyn Write) -> Self {
        Self { paint: Paint::new(style), width: style.width.max(20), out, begun: false }
    }

    /// Whether lines may be drawn with more than ASCII.
    pub(super) fn is_unicode(&self) -> bool {
        self.paint.ellipsis == "…"
    }

    /// The first line: what the page is about.
    pub(super) fn title(&mut self, name: &str, about: &str) -> io::Result<()> {
        let name = visible::prose(name);
        let filled = self.filled(0, INDENT.len(), &format!("{name}, {about}"));
        match filled.strip_prefix(name.as_str()) {
            Some(rest) => writeln!(self.out, "{}{rest}", self.paint.strong(&name)),
            // The name alone is longer than the page.
            None => writeln!(self.out, "{}", self.paint.strong(&filled)),
        }
    }

    /// A heading, with an empty line before it.
    pub(super) fn heading(&mut self, words: &str) -> io::Result<()> {
        self.gap()?;
        writeln!(self.out, "{}", self.paint.strong(&visible::prose(words)))
    }

    /// An empty line, unless nothing stands above it.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        if self.begun {
            writeln!(self.out)?;
        }
        self.begun = true;
        Ok(())
    }

    /// Facts with their names, aligned; those that aren't known are left out.
    pub(super) fn facts(&mut self, facts: &[(&str, Option<String>)]) -> io::Result<()> {
        let known: Vec<_> = facts.iter().filter_map(|(name, fact)| Some((*name, fact.as_deref()?))).collect();
        let longest = known.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, fact) in known {
            let key = format!("{INDENT}{name}{:1$}  ", "", longest - name.len());
            self.hanging(&key, fact)?;
        }
        Ok(())
    }

    /// Words after a key, wrapped beneath their first letter.
    pub(super) fn hanging(&mut self, key: &str, words: &str) -> io::Result<()> {
        let indent = display_width(key);
        let filled = self.filled(indent, indent, words);
        writeln!(self.out, "{}{filled}", self.paint.key(key))
    }

    /// Words after a key and a mark, which is painted as grave as it is and takes `room` columns; wrapped beneath the
    /// mark.
    pub(super) fn marked(
        &mut self,
        key: &str,
        (mark, tone, room): (&str, Option<Severity>, usize),
        words: &str,
    ) -> io::Result<()> {
        let indent = display_width(key);
        let filled = self.filled(indent + room, indent, words);
        let gap = " ".repeat(room.saturating_sub(display_width(mark)));
        let mark = tone.map_or_else(|| mark.to_owned(), |tone| self.paint.severity(tone, mark));
        writeln!(self.out, "{}{mark}{gap}{filled}", self.paint.key(key))
    }

    /// Words wrapped so that all lines but the first stand in by `indent` columns; for the first, `first` columns are
    /// taken already.
    fn filled(&mut self, first: usize, indent: usize, words: &str) -> String {
        self.begun = true;
        let (first, indent) = (" ".repeat(first), " ".repeat(indent));
        let width = self.width.min(WIDEST_PROSE).max(indent.len() + 20);
        let filled = wrap::filled(&visible::prose(words), width, &first, &indent);
        filled.strip_prefix(first.as_str()).unwrap_or(&filled).to_owned()
    }

    /// A sentence on lines of its own.
    pub(super) fn sentence(&mut self, words: &str) -> io::Result<()> {
        self.begun = true;
        writeln!(self.out, "{}", wrap::filled(&visible::prose(words), self.width.min(WIDEST_PROSE), "", ""))
    }

    /// A line as it is, whatever its length; what is hidden in it must be written out already.
    pub(super) fn verbatim(&mut self, line: &str) -> io::Result<()> {
        self.begun = true;
        writeln!(self.out, "{line}")
    }

    /// A table; at the margin.
    pub(super) fn table(&mut self, table: &Table<'_>) -> io::Result<()> {
        self.indented_table("", table)
    }

    /// A table beneath a heading.
    pub(super) fn inner_table(&mut self, table: &Table<'_>) -> io::Result<()> {
        self.indented_table(INDENT, table)
    }

    fn indented_table(&mut self, indent: &str, table: &Table<'_>) -> io::Result<()> {
        self.begun = true;
        let lines = table.lines(self.width.saturating_sub(indent.len()), &self.paint);
        for line in lines {
            let text = if line.is_heading { self.paint.key(&line.text) } else { line.text };
            writeln!(self.out, "{indent}{text}")?;
        }
        Ok(())
    }
}

/// Names in one line, if there are any.
pub(super) fn joined<T: AsRef<str>>(names: &[T]) -> Option<String> {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// No more names than this stand in one place; JSON has them all.
pub(super) const MOST_NAMED: usize = 12;

/// As [`joined`], with the rest counted where there are too many to read; `where_else` tells what names them.
pub(super) fn first_of<T: AsRef<str>>(names: &[T], where_else: &str) -> Option<String> {
    let named = joined(&names[..names.len().min(MOST_NAMED)])?;
    match names.len().saturating_sub(MOST_NAMED) {
        0 => Some(named),
        more => Some(format!("{named} and {more} more ({where_else} names them)")),
    }
}

/// Other spellings in one line, if there are any. They may have commas of their own.
pub(super) fn spellings<T: AsRef<str>>(names: &[T]) -> Option<String> {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// A number with its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
