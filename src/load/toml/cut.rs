//! Where a TOML text may be cut, so that each piece can be read as if it were a text of its own.

use std::ops::Range;

use crate::text::bytes::Way;

/// A text in pieces, each the bytes from one header, or the beginning, up to another one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Those that begin with the header that many tables have. One ends with the table that makes it long enough.
    pub listed: Vec<Range<usize>>,
    /// How many of these tables there are.
    pub tables: usize,
    /// The others, in their order. A text that can't be cut is one of them.
    pub others: Vec<Range<usize>>,
}

/// Cuts a text at lines that are `listed` or one of `others`: headers of tables, in brackets. No value has the form of such a
/// line, since their words stand for nothing without quotes; only a text of several lines might hold one, and a file with
/// such a text isn't cut.
pub fn cut(text: &str, listed: &str, others: &[&str], least: usize) -> Cut {
    let way = Way::through(text.len());
    if way.holds(text, "\"\"\"") || way.holds(text, "'''") {
        return Cut::none(text);
    }
    let mut cut = Cut::default();
    let first = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    let starts = text[first..].starts_with('[').then_some(first);
    let starts = starts.into_iter().chain(way.places(text, "\n[").map(|at| at + 1));
    // What stands before the first header belongs to that one's piece.
    let (mut start, mut is_listed) = (0, None);
    for at in starts {
        let line = text.get(at..).unwrap_or_default();
        let begins = if is_header(line, listed) {
            true
        } else if others.iter().any(|other| is_header(line, other)) {
            false
        } else {
            continue;
        };
        cut.tables += usize::from(begins);
        if let Some(was_listed) = is_listed {
            if was_listed && begins && at - start < least {
                continue;
            }
            cut.add(was_listed, start..at);
            start = at;
            // Headers in turn would make a piece of each, and each piece costs something.
            if cut.listed.len() + cut.others.len() > OTHERS + 2 * text.len() / least.max(1) {
                return Cut::none(text);
            }
        }
        is_listed = Some(begins);
    }
    cut.add(is_listed.unwrap_or_default(), start..text.len());
    cut
}

/// The mark of the byte order, which may stand before a text.
const MARK: char = '\u{feff}';

/// A text has no more pieces than these, and than twice as many as pieces of the least length would make.
const OTHERS: usize = 64;

/// Whether a line is this header, and nothing more than space and a comment.
fn is_header(line: &str, header: &str) -> bool {
    let Some(rest) = line.strip_prefix(header) else { return false };
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with(['\n', '\r', '#'])
}

impl Cut {
    /// A text that can't be cut.
    fn none(text: &str) -> Self {
        let mut cut = Self::default();
        cut.add(false, 0..text.len());
        cut
    }

    fn add(&mut self, is_listed: bool, piece: Range<usize>) {
        if is_listed { self.listed.push(piece) } else { self.others.push(piece) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, least: usize) -> (Vec<&str>, Vec<&str>) {
        let Cut { listed, others, tables } = cut(text, "[[s]]", &["[d]", "[[w]]"], least);
        assert_eq!(tables, listed.iter().map(|piece| text[piece.clone()].matches("[[s]]").count()).sum::<usize>());
        let texts = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|range| &text[range]).collect();
        (texts(listed), texts(others))
    }

    #[test]
    fn a_text_is_cut_at_its_headers_and_nothing_is_lost() {
        let text = "# a\n[d]\nb = 1\n[[s]] # c\nx = 1\n[[s]]\r\nx = 2\n[[w]]\n[[s]]\nx = 3\n";
        let (listed, others) = pieces(text, 0);
        assert_eq!(listed, ["[[s]] # c\nx = 1\n", "[[s]]\r\nx = 2\n", "[[s]]\nx = 3\n"]);
        assert_eq!(others, ["# a\n[d]\nb = 1\n", "[[w]]\n"]);
    }

    #[test]
    fn few_tables_are_one_piece() {
        assert_eq!(pieces("[[s]]\n[[s]]\n[[s]]\n[[s]]", 8).0, ["[[s]]\n[[s]]\n", "[[s]]\n[[s]]"]);
        assert_eq!(pieces("[[s]]\n[[s]]\n[[w]]\n[[s]]", 99), (vec!["[[s]]\n[[s]]\n", "[[s]]"], vec!["[[w]]\n"]));
    }

    #[test]
    fn what_only_looks_like_a_header_is_none() {
        let text = "[[s]]\nx = [\n[true],\n[[1]],\n]\n [[w]]\n[[w]]x\n[[ww]]\n";
        assert_eq!(pieces(text, 0), (vec![text], vec![]));
        // It might stand in the text.
        let text = "[[s]]\nx = \"\"\"\n[[w]]\n\"\"\"\n";
        assert_eq!(pieces(text, 0), (vec![], vec![text]));
        assert_eq!(pieces("", 0), (vec![], vec![""]));
    }

    #[test]
    fn a_mark_of_the_byte_order_belongs_to_the_first_piece() {
        assert_eq!(pieces("\u{feff}[d]\n[[s]]\n", 0), (vec!["[[s]]\n"], vec!["\u{feff}[d]\n"]));
    }

    #[test]
    fn what_would_have_too_many_pieces_is_one() {
        let text = "[[s]]\n[[w]]\n".repeat(1_000);
        assert_eq!(cut(&text, "[[s]]", &["[[w]]"], 1_000), Cut::none(&text));
    }

    #[test]
    fn a_text_is_cut_alike_however_long_it_is() {
        for times in [1, 10, 1_000] {
            let table = format!("[[s]]\nx = \"{}\"\n", "x".repeat(times));
            let text = format!("[d]\n{}", table.repeat(20));
            assert_eq!(pieces(&text, 0), (vec![table.as_str(); 20], vec!["[d]\n"]), "{times}");
        }
    }
}
