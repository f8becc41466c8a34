//! A page as far as an import looks at it: its tables, each with the headings above it.

use super::cell::Cell;

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Markdown, with whatever stands around the tables.
    Markdown,
    /// Comma-separated values: one table, whose first row is its header.
    Csv,
}

impl Written {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Markdown, Self::Csv];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Csv => "csv",
        }
    }

    /// The ends of the names of files that are written so.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Markdown => &["md", "markdown"],
            Self::Csv => &["csv"],
        }
    }
}

/// One table of a page.
#[derive(Debug, Default)]
pub(super) struct PageTable {
    /// The heading that it stands under; empty where there is none.
    pub(super) heading: String,
    /// All its rows, those of the header first.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl PageTable {
    /// The titles of the columns, made of the first `rows` rows: a title that spans several columns leaves the cells
    /// after it empty, and a title of two rows is read from above to below.
    pub(super) fn titles(&self, rows: usize) -> Vec<String> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut titles = vec![String::new(); width];
        for (index, row) in self.rows.iter().take(rows).enumerate() {
            let mut last = String::new();
            let is_lowest = index + 1 == rows;
            for (column, title) in titles.iter_mut().enumerate() {
                let own = row.get(column).map_or("", |cell| cell.text.as_str());
                // A title spans the empty cells to its right, unless they have titles of their own below it.
                if !own.is_empty() || is_lowest && rows > 1 {
                    last = own.to_owned();
                }
                if !last.is_empty() {
                    let gap = if title.is_empty() { "" } else { " " };
                    title.push_str(gap);
                    title.push_str(&last);
                }
            }
        }
        titles
    }
}
