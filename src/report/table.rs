//! Aligned columns that fit the page.

use std::borrow::Cow;

use textwrap::core::display_width;

use super::paint::Paint;
use super::visible;
use super::wrap::wrapping;
use crate::model::rule::Severity;

/// The gap between two columns.
pub(super) const GAP: usize = 2;

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column<'t> {
    /// What stands above it.
    title: &'t str,
    /// Whether numbers stand in it, which are aligned at their last digit.
    numbers: bool,
    /// To how many columns of the page it may be cut; none for what is meant to be copied.
    least: Option<usize>,
    /// How soon it is left out where the page is too narrow, the highest first; 0 for never.
    spare: u8,
}

impl<'t> Column<'t> {
    /// A column of ids: never cut, never left out.
    pub(super) const fn ids(title: &'t str) -> Self {
        Self { title, numbers: false, least: None, spare: 0 }
    }

    /// A column of numbers.
    pub(super) const fn numbers(title: &'t str) -> Self {
        Self { title, numbers: true, least: None, spare: 0 }
    }

    /// A column of words, which may be cut.
    pub(super) const fn words(title: &'t str, least: usize) -> Self {
        Self { title, numbers: false, least: Some(least), spare: 0 }
    }

    /// The same column, left out on narrow pages.
    pub(super) const fn spare(self, spare: u8) -> Self {
        Self { spare, ..self }
    }
}

/// Rows of cells under columns. Cells are shown as they are: what is hidden in them is written out.
#[derive(Debug)]
pub(super) struct Table<'t> {
    columns: Vec<Column<'t>>,
    rows: Vec<Row>,
    wraps: bool,
}

#[derive(Debug)]
struct Row {
    cells: Vec<String>,
    /// How grave each cell is, where that is to be seen; shorter where the rest isn't.
    tones: Vec<Option<Severity>>,
    is_heading: bool,
}

/// A line of a table, ready to be written.
#[derive(Debug)]
pub(super) struct Line {
    /// Its text.
    pub(super) text: String,
    /// Whether it says what the lines below are.
    pub(super) is_heading: bool,
}

impl<'t> Table<'t> {
    /// A table without rows.
    pub(super) fn new(columns: &[Column<'t>]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new(), wraps: false }
    }

    /// The same table, with words that are too long for their column on further lines instead of cut.
    pub(super) fn wrapping(self) -> Self {
        Self { wraps: true, ..self }
    }

    /// The same table without the column of this title.
    pub(super) fn without(mut self, title: &str) -> Self {
        if let Some(index) = self.columns.iter().position(|column| column.title == title) {
            self.columns.remove(index);
            self.rows.iter_mut().filter(|row| index < row.cells.len()).for_each(|row| {
                row.cells.remove(index);
                row.tones.drain(index..(index + 1).min(row.tones.len()));
            });
        }
        self
    }

    /// Adds a row, with a cell for each column.
    pub(super) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.cells(cells.iter().map(|cell| (*cell).to_owned()).collect());
    }

    /// As [`Self::row`], for rows whose length is known only when they are made.
    pub(super) fn cells(&mut self, cells: Vec<String>) {
        self.toned_cells(cells.into_iter().map(|cell| (cell, None)).collect());
    }

    /// As [`Self::cells`], each painted as grave as it is.
    pub(super) fn toned_cells(&mut self, cells: Vec<(String, Option<Severity>)>) {
        let (cells, tones) = cells.into_iter().map(|(cell, tone)| (visible::line(&cell), tone)).unzip();
        self.rows.push(Row { cells, tones, is_heading: false });
    }

    /// Adds a line that says what the rows below it are.
    pub(super) fn heading(&mut self, words: &str) {
        self.rows.push(Row { cells: vec![visible::line(words)], tones: Vec::new(), is_heading: true });
    }

    /// The lines of the table, its heading first, in at most `width` columns where that can be.
    pub(super) fn lines(&self, width: usize, paint: &Paint) -> Vec<Line> {
        let shown = self.shown(width);
        let titles: Vec<&str> = self.columns.iter().map(|column| column.title).collect();
        let mut lines = vec![Line { text: self.line(&titles, &[], &shown, paint), is_heading: true }];
        for row in &self.rows {
            let is_heading = row.is_heading;
            lines.extend(self.row_lines(row, &shown, paint).into_iter().map(|text| Line { text, is_heading }));
        }
        lines.retain(|line| !line.text.is_empty());
        lines
    }

    /// The lines of one row. A first cell that is too long for its column has a line of its own.
    fn row_lines(&self, row: &Row, shown: &[(usize, usize)], paint: &Paint) -> Vec<String> {
        let mut cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        let mut lines = Vec::new();
        let first = shown.first().and_then(|&(index, width)| Some((cells.get_mut(index)?, width)));
        if let Some((cell, width)) = first
            && display_width(cell) > width
        {
            lines.push((*cell).to_owned());
            *cell = "";
        }
        if !self.wraps {
            lines.push(self.line(&cells, &row.tones, shown, paint));
            return lines;
        }
        let parts: Vec<Vec<Cow<'_, str>>> = cells
            .iter()
            .enumerate()
            .map(|(index, cell)| {
                let width = shown.iter().find(|(column, _)| *column == index).map_or(usize::MAX, |(_, width)| *width);
                textwrap::wrap(cell, wrapping(width).break_words(true))
            })
            .collect();
        for number in 0..parts.iter().map(Vec::len).max().unwrap_or(0) {
            let cells: Vec<&str> = parts.iter().map(|part| part.get(number).map_or("", |text| text)).collect();
            lines.push(self.line(&cells, &row.tones, shown, paint));
        }
        lines
    }

    fn line(&self, cells: &[&str], tones: &[Option<Severity>], shown: &[(usize, usize)], paint: &Paint) -> String {
        let mut line = String::new();
        for (position, &(index, width)) in shown.iter().enumerate() {
            let cell = cut(cells.get(index).copied().unwrap_or_default(), width, paint.ellipsis);
            let space = " ".repeat(width.saturating_sub(display_width(&cell)));
            if position > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let (before, after) = if self.columns[index].numbers { (space.as_str(), "") } else { ("", space.as_str()) };
            let cell = match tones.get(index).copied().flatten() {
                Some(tone) if !cell.is_empty() => paint.severity(tone, &cell),
                Some(_) | None => cell,
            };
            line.extend([before, &cell, after]);
        }
        line.truncate(line.trim_end().len());
        line
    }

    /// The columns that are shown, each with its width. One in which nothing stands is left out.
    fn shown(&self, width: usize) -> Vec<(usize, usize)> {
        let filled =
            |index: usize| self.rows.iter().any(|row| row.cells.get(index).is_some_and(|cell| !cell.is_empty()));
        let mut shown: Vec<(usize, usize)> = (0..self.columns.len())
            .filter(|&index| filled(index))
            .map(|index| (index, self.natural_width(index)))
            .collect();
        if shown.len() > 1
            && let Some(first) = shown.first_mut()
        {
            first.1 = first_width(first.1, self.columns[first.0].title, width);
        }
        while self.least_width(&shown) > width {
            let most_spare = shown.iter().map(|&(index, _)| self.columns[index].spare).max().unwrap_or(0);
            if most_spare == 0 {
                break;
            }
            shown.retain(|&(index, _)| self.columns[index].spare != most_spare);
        }
        self.shrink(&mut shown, width);
        shown
    }

    fn natural_width(&self, index: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| display_width(cell));
        cells.chain([display_width(self.columns[index].title)]).max().unwrap_or(0)
    }

    fn least_width(&self, shown: &[(usize, usize)]) -> usize {
        let least = |&(index, now): &(usize, usize)| self.columns[index].least.map_or(now, |least| least.min(now));
        shown.iter().map(least).sum::<usize>() + GAP * shown.len().saturating_sub(1)
    }

    /// Takes from the widest column that can give until all of them fit.
    fn shrink(&self, shown: &mut [(usize, usize)], width: usize) {
        loop {
            let total = shown.iter().map(|(_, width)| width).sum::<usize>() + GAP * shown.len().saturating_sub(1);
            if total <= width {
                return;
            }
            let can_give = |&&mut (index, width): &&mut (usize, usize)| {
                self.columns[index].least.is_some_and(|least| width > least)
            };
            let Some(widest) = shown.iter_mut().filter(can_give).max_by_key(|(_, width)| *width) else { return };
            widest.1 -= 1;
        }
    }
}

/// How wide the first column is on a page of this width, where its widest cell has `widest` columns: one long id shall
/// not push everything else off the page.
pub(super) fn first_width(widest: usize, title: &str, page: usize) -> usize {
    widest.min(page * 2 / 5).max(display_width(title))
}

/// The text in at most `width` columns of the page.
fn cut(text: &str, width: usize, ellipsis: &str) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(display_width(ellipsis));
    let mut kept = String::new();
    let mut used = 0;
    for character in text.chars() {
        used += display_width(character.encode_utf8(&mut [0; 4]));
        if used > room {
            break;
        }
        kept.push(character);
    }
    kept.truncate(kept.trim_end().len());
    kept + ellipsis
}

#[cfg(test)]
mod tests {
    use super::super::Style;
    use super::*;

    fn plain() -> Paint {
        Paint::new(&Style::default())
    }

    fn table() -> Table<'static> {
        let mut table = Table::new(&[
            Column::ids("id"),
            Column::words("name", 6),
            Column::numbers("claims"),
            Column::words("empty", 4),
            Column::words("where", 4).spare(1),
        ]);
        table.row(["harbour-code", "The code of the harbour", "7", "", "Rotterdam"]);
        table.row(["b", "B\u{1b}[2J", "1200", "", "Ä"]);
        table
    }

    fn lines(width: usize) -> Vec<String> {
        table().lines(width, &plain()).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn wide_pages_have_it_all_and_what_is_hidden_is_written_out() {
        assert_eq!(
            lines(80),
            [
                "id            name                     claims  where",
                "harbour-code  The code of the harbour       7  Rotterdam",
                r"b             B\u{1b}[2J                 1200  Ä",
            ]
        );
    }

    #[test]
    fn words_go_on_below_where_nothing_may_be_cut() {
        let lines = table().wrapping().lines(40, &plain());
        let lines: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines[1..3], ["harbour-code  The code       7  Rotterda", "              of the            m"]);
    }

    #[test]
    fn colours_take_no_room() {
        let mut table = Table::new(&[Column::ids("id"), Column::ids("mark"), Column::ids("more")]);
        table.toned_cells(vec![
            ("a".to_owned(), None),
            ("x".to_owned(), Some(Severity::Error)),
            ("y".to_owned(), Some(Severity::Advice)),
        ]);
        let lines = table.lines(80, &Paint::new(&Style { color: true, ..Style::default() }));
        let painted = &lines[1].text;
        assert!(painted.contains('\u{1b}') && !painted.ends_with(' '), "{painted:?}");
        let bare = anstrip(painted);
        assert_eq!(bare, "a   x     y");
    }

    /// The text without what colours it.
    fn anstrip(text: &str) -> String {
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |bare, part| bare + part.split_once('m').map_or("", |(_, rest)| rest))
    }

    #[test]
    fn a_long_id_has_a_line_of_its_own() {
        let mut table = Table::new(&[Column::ids("id"), Column::words("name", 6)]);
        table.row(["a", "A"]);
        table.row(["the-most-beautiful-harbour-code", "The code"]);
        let lines: Vec<_> = table.lines(30, &plain()).into_iter().map(|line| line.text).collect();
        assert_eq!(
            lines,
            ["id            name", "a             A", "the-most-beautiful-harbour-code", "              The code"]
        );
    }

    #[test]
    fn narrow_pages_cut_words_then_leave_out_and_never_cut_an_id() {
        assert_eq!(lines(40)[1], "harbour-code  The cod…       7  Rotterd…");
        assert_eq!(lines(30)[1], "harbour-code  The cod…       7");
    }
}
