//! The cells of a matrix as they are shown, and how they are laid out on a page.

use std::collections::BTreeSet;
use std::ops::Range;

use textwrap::core::display_width;

use super::super::table::{Column, GAP, Table, first_width};
use super::super::verdicts::mark;
use super::super::visible;
use super::{Asked, Cell, Grid, Instance};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;

/// A cell as it is shown, and how grave it is.
pub(super) type Shown = (String, Option<Severity>);

/// A table whose rows are services and whose columns are standards, or turned round.
pub(super) struct Layout {
    /// What the rows are.
    pub(super) corner: &'static str,
    /// The names of the rows, safe to show.
    pub(super) rows: Vec<String>,
    /// The titles of the columns, safe to show.
    pub(super) columns: Vec<String>,
    /// A cell for each row and column.
    pub(super) cells: Vec<Vec<Shown>>,
}

impl Layout {
    pub(super) fn of(grid: &Grid<'_>, legend: &mut Legend) -> Self {
        let columns: Vec<_> = grid.asked.iter().map(Asked::title).collect();
        let mut layout = Self { corner: "service", rows: Vec::new(), columns, cells: Vec::new() };
        let anything = |(_, cells): &&(&Instance, Vec<Cell<'_>>)| cells.iter().any(|cell| !cell.answers.is_empty());
        for (instance, cells) in grid.rows.iter().filter(anything) {
            layout.rows.push(visible::line(&instance.name));
            let cells = cells.iter().zip(&layout.columns);
            layout.cells.push(cells.map(|(cell, asked)| legend.cell(cell, &instance.name, asked)).collect());
        }
        layout
    }

    pub(super) fn turned(&self) -> Self {
        let column = |at: usize| self.cells.iter().filter_map(|row| row.get(at).cloned()).collect();
        Self {
            corner: "standard",
            rows: self.columns.clone(),
            columns: self.rows.clone(),
            cells: (0..self.columns.len()).map(column).collect(),
        }
    }

    /// The columns that stand side by side on a page of this width; each block has one at least.
    pub(super) fn blocks(&self, page: usize) -> Vec<Range<usize>> {
        let names = self.rows.iter().map(|name| display_width(name)).max().unwrap_or(0);
        let first = first_width(names, self.corner, page);
        let mut blocks: Vec<Range<usize>> = Vec::new();
        let mut used = usize::MAX;
        for (at, title) in self.columns.iter().enumerate() {
            let cells = self.cells.iter().filter_map(|row| row.get(at)).map(|(cell, _)| display_width(cell));
            let width = GAP + cells.chain([display_width(title)]).max().unwrap_or(0);
            used = used.saturating_add(width);
            match blocks.last_mut().filter(|_| used <= page) {
                Some(block) => block.end = at + 1,
                None => {
                    blocks.push(at..at + 1);
                    used = first + width;
                }
            }
        }
        blocks
    }

    /// The table of a block, without the rows in which nothing stands there.
    pub(super) fn table(&self, block: Range<usize>) -> Table<'_> {
        let titles = self.columns.get(block.clone()).unwrap_or_default();
        let titles = [self.corner].into_iter().chain(titles.iter().map(String::as_str));
        let mut table = Table::new(&titles.map(Column::ids).collect::<Vec<_>>());
        for (name, cells) in self.rows.iter().zip(&self.cells) {
            let cells = cells.get(block.clone()).unwrap_or_default();
            if cells.iter().any(|(cell, _)| !cell.is_empty()) {
                table.toned_cells([(name.clone(), None)].into_iter().chain(cells.iter().cloned()).collect());
            }
        }
        table
    }
}

/// What the marks and numbers of a page stand for.
pub(in super::super) struct Legend {
    /// Whether marks are drawn with more than ASCII.
    pub(super) unicode: bool,
    /// The verdicts whose marks stand on the page.
    pub(super) verdicts: BTreeSet<Verdict>,
    any_marred: bool,
    any_waived: bool,
    notes: Vec<String>,
}

impl Legend {
    pub(in super::super) fn new(unicode: bool) -> Self {
        Self { unicode, verdicts: BTreeSet::new(), any_marred: false, any_waived: false, notes: Vec::new() }
    }

    /// The mark of the worst answer, and a number where regions got other ones.
    fn cell(&mut self, cell: &Cell<'_>, service: &str, asked: &str) -> Shown {
        let Some(worst) = cell.worst() else { return (String::new(), None) };
        self.verdicts.insert(worst.verdict());
        let mut text = mark(worst.verdict(), self.unicode).to_owned();
        if worst.is_marred() {
            self.any_marred = true;
            text.push('!');
        }
        if worst.waived {
            self.any_waived = true;
            text.push_str(" w");
        }
        let answers = cell.in_words();
        if answers.len() > 1 {
            self.notes.push(format!("{service}, {asked}: {}", answers.join("; ")));
            text.push_str(&format!(" [{}]", self.notes.len()));
        }
        (text, worst.gravest)
    }

    /// What the other marks and the numbers stand for, each with its words.
    pub(super) fn others(&self) -> Vec<(String, String)> {
        let marks = [(self.any_marred, "!", super::MARRED), (self.any_waived, "w", super::WAIVED)];
        let marks = marks.into_iter().filter(|(any, ..)| *any);
        let marks = marks.map(|(_, mark, words)| (mark.to_owned(), words.to_owned()));
        let numbered = self.notes.iter().enumerate().map(|(index, note)| (format!("[{}]", index + 1), note.clone()));
        marks.chain(numbered).collect()
    }
}
