//! One line of a file as it is shown: whole where there is room, else in windows around what is marked.
//!
//! A generated manifest can be one line of ten megabytes. Nothing here looks at more of a line than is shown of it.

use std::borrow::Cow;
use std::ops::Range;

use textwrap::core::display_width;

use super::visible;

/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// The narrowest window: enough to recognise a name.
const NARROWEST: usize = 24;

/// How much room a line has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Columns.
    pub width: usize,
    /// What stands for left-out text.
    pub ellipsis: &'static str,
}

/// A line as it is shown.
#[derive(Debug)]
pub(super) struct Line<'t> {
    /// Safe to print; tabs are spaces.
    pub text: Cow<'t, str>,
    /// Where in the file's line each shown character begins, and where it begins here; in rising order. None where all of
    /// the line is shown as it is.
    places: Option<Vec<(usize, usize)>>,
}

impl<'t> Line<'t> {
    /// `line` as it is, where there is room for all of it and nothing in it to be written out: so are nearly all lines.
    pub(super) fn whole(line: &'t str, room: Room) -> Option<Self> {
        let is_whole = line.len() <= room.width && visible::is_printable_ascii(line) && !line.contains("##");
        is_whole.then_some(Self { text: Cow::Borrowed(line), places: None })
    }

    /// Shows `line`, which holds no line end, so that all of `marks` can be seen. The marks are byte ranges of it, in
    /// rising order.
    pub(super) fn new(line: &str, marks: &[Range<usize>], room: Room) -> Self {
        let mut text = String::with_capacity(line.len().min(room.width));
        let mut places = Vec::new();
        let mut column = 0;
        let mut left_off = 0;
        for window in windows(line, marks, room) {
            if window.start > left_off {
                text.push_str(room.ellipsis);
                column += room.ellipsis.chars().count();
            }
            places.reserve(window.len() + 1);
            for (at, character) in line[window.clone()].char_indices() {
                places.push((window.start + at, text.len()));
                column += push(&mut text, character, column);
            }
            places.push((window.end, text.len()));
            left_off = window.end;
        }
        if left_off < line.len() {
            text.push_str(room.ellipsis);
        }
        Self { text: Cow::Owned(text), places: Some(places) }
    }

    /// Where the byte at `offset` of the file's line is shown.
    pub(super) fn place(&self, offset: usize) -> usize {
        let Some(places) = &self.places else { return offset.min(self.text.len()) };
        let index = places.partition_point(|&(given, _)| given < offset);
        places.get(index).or(places.last()).map_or(0, |&(_, shown)| shown)
    }
}

/// Appends a character as it is shown at `column`; says how many columns it takes.
fn push(text: &mut String, character: char, column: usize) -> usize {
    if is_letter(character) {
        text.push(character);
        return 1;
    }
    let before = text.len();
    if character == '\t' {
        text.extend(std::iter::repeat_n(' ', TAB - column % TAB));
    } else {
        visible::push_code(text, character);
    }
    display_width(&text[before..])
}

/// Whether a character is shown as it is, whatever stands before it, and takes one column: nearly all of them.
fn is_letter(character: char) -> bool {
    matches!(character, ' '..='~') && character != '['
}

/// The columns that a character takes at most. A character without width counts too, so that a long row of them
/// can't fill a page.
fn cost(character: char) -> usize {
    if is_letter(character) {
        return 1;
    }
    let mut text = String::new();
    push(&mut text, character, 0).max(1)
}

/// The parts of the line to show, in rising order and apart from each other.
fn windows(line: &str, marks: &[Range<usize>], room: Room) -> Vec<Range<usize>> {
    let ellipsis = room.ellipsis.chars().count();
    if forward(line, 0, room.width).0 == line.len() {
        return std::iter::once(0..line.len()).collect();
    }
    if marks.is_empty() {
        return std::iter::once(0..forward(line, 0, room.width.saturating_sub(ellipsis)).0).collect();
    }
    let share = (room.width / marks.len()).max(NARROWEST).saturating_sub(2 * ellipsis);
    let mut windows: Vec<Range<usize>> = Vec::new();
    for window in marks.iter().flat_map(|mark| around(line, mark, share)) {
        match windows.last_mut().filter(|last| window.start <= last.end) {
            Some(last) => last.end = last.end.max(window.end),
            None => windows.push(window),
        }
    }
    windows
}

/// What to show of a mark and around it: one window, or the two ends of a mark that is too long.
fn around(line: &str, mark: &Range<usize>, width: usize) -> Vec<Range<usize>> {
    let marked = &line[..mark.end];
    let (reached, used) = forward(marked, mark.start, width);
    if reached < mark.end {
        let third = width / 3;
        let head = backward(line, mark.start, third).0..forward(line, mark.start, third).0;
        return vec![head, backward(line, mark.end, third).0..mark.end];
    }
    let free = width - used;
    let (_, left) = backward(line, mark.start, free / 2);
    let (end, right) = forward(line, mark.end, free - left);
    let (start, _) = backward(line, mark.start, free - right);
    std::iter::once(start..end).collect()
}

/// How far one gets from `from` towards the end of the line within `width` columns, and what it takes.
fn forward(line: &str, from: usize, width: usize) -> (usize, usize) {
    let mut used = 0;
    for (at, character) in line[from..].char_indices() {
        let cost = cost(character);
        if used + cost > width {
            return (from + at, used);
        }
        used += cost;
    }
    (line.len(), used)
}

/// The same towards the beginning of the line.
fn backward(line: &str, from: usize, width: usize) -> (usize, usize) {
    let mut used = 0;
    let mut reached = from;
    for (at, character) in line[..from].char_indices().rev() {
        let cost = cost(character);
        if used + cost > width {
            break;
        }
        used += cost;
        reached = at;
    }
    (reached, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { width: 40, ellipsis: "…" };

    /// The shown line, and the shown text of each mark.
    fn show(line: &str, marked: &[&str]) -> (String, Vec<String>) {
        let marks: Vec<_> = marked
            .iter()
            .map(|words| line.find(words).map(|at| at..at + words.len()).unwrap_or_else(|| panic!("no {words:?}")))
            .collect();
        let shown = Line::whole(line, ROOM).unwrap_or_else(|| Line::new(line, &marks, ROOM));
        let texts =
            marks.iter().map(|mark| shown.text[shown.place(mark.start)..shown.place(mark.end)].to_owned()).collect();
        (shown.text.into_owned(), texts)
    }

    #[test]
    fn a_line_that_is_shown_whole_is_what_it_would_be_in_parts() {
        let full = "x".repeat(ROOM.width);
        for line in ["", "a", "a = 1 # [b]", full.as_str(), "#[", " ", "\"\\\""] {
            let (whole, parts) = (Line::whole(line, ROOM).expect("it fits"), Line::new(line, &[], ROOM));
            assert_eq!(whole.text, parts.text);
            for offset in 0..=line.len() + 1 {
                assert_eq!(whole.place(offset), parts.place(offset), "{line:?} {offset}");
            }
        }
        for line in ["##[error]", "a\tb", "é", "\u{1b}", &format!("{full}x")] {
            assert!(Line::whole(line, ROOM).is_none(), "{line:?}");
        }
    }

    #[test]
    fn a_line_that_fits_is_shown_whole() {
        let (text, marks) = show("cloud = \"acme-cloud\"", &["\"acme-cloud\""]);
        assert_eq!(text, "cloud = \"acme-cloud\"");
        assert_eq!(marks, ["\"acme-cloud\""]);
    }

    #[test]
    fn a_long_line_is_shown_around_its_mark() {
        let line = format!("{}[\"std-a\"]{}", "x".repeat(5_000_000), "y".repeat(5_000_000));
        let (text, marks) = show(&line, &["\"std-a\""]);
        assert_eq!(text, "…xxxxxxxxxxxxxx[\"std-a\"]yyyyyyyyyyyyyyy…");
        assert_eq!(marks, ["\"std-a\""]);
    }

    #[test]
    fn far_marks_of_one_line_have_a_window_each() {
        let line = format!("{{ cloud = \"acme\", {} requires = \"std-a\" }}", "x".repeat(1_000));
        let (text, marks) = show(&line, &["\"acme\"", "\"std-a\""]);
        assert_eq!(marks, ["\"acme\"", "\"std-a\""]);
        assert!(text.contains('…') && text.chars().count() < 60, "{text}");
    }

    #[test]
    fn of_a_mark_without_end_both_ends_are_shown() {
        let line = format!("name = \"{}\"", "ab".repeat(1_000_000));
        let name = &line[7..];
        let (text, marks) = show(&line, &[name]);
        assert_eq!(text, "name = \"abababababa…bababababab\"");
        assert_eq!(marks, ["\"abababababa…bababababab\""]);
    }

    #[test]
    fn a_long_line_without_a_mark_is_cut() {
        let (text, _) = show(&"中".repeat(100), &[]);
        assert_eq!(text, format!("{}…", "中".repeat(19)));
    }

    #[test]
    fn hidden_characters_and_tabs_move_the_marks_along() {
        let (text, marks) = show("\ta\u{1b}\t= \"b\u{202e}\" # c", &["\"b\u{202e}\"", "c"]);
        assert_eq!(text, "    a\\u{1b} = \"b\\u{202e}\" # c");
        assert_eq!(marks, ["\"b\\u{202e}\"", "c"]);
    }

    #[test]
    fn marks_without_width_do_not_fill_a_page() {
        let (text, _) = show(&format!("a{}", "\u{301}".repeat(100_000)), &["a"]);
        assert!(text.chars().count() <= 41);
    }
}
