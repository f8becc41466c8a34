//! One cell of a table: what it says, and the footnote marks behind it.

use crate::text::Span;

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its words, without markup and without footnote marks.
    pub(super) text: String,
    /// Its footnote marks, as the page prints them: `1`, `*`, `†`.
    pub(super) marks: Vec<String>,
    /// Where it stands in the page.
    pub(super) span: Span,
}

/// The signs that mark a footnote by themselves.
const SIGNS: &str = "*†‡§¶";

/// Raised digits, in the order of the digits that they stand for.
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

impl Cell {
    /// A cell of these words, some of which stand raised (between `<sup>` and `</sup>`).
    pub(super) fn new(words: &str, raised: &[String], span: Span) -> Self {
        let mut text = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut marks = Vec::new();
        while let Some((rest, mark)) = last_mark(&text) {
            marks.insert(0, mark);
            text = rest.trim_end().trim_end_matches(',').trim_end().to_owned();
        }
        let parts = raised.iter().flat_map(|mark| mark.split([',', ';', ' ']));
        marks.extend(parts.map(|mark| mark.trim().to_owned()).filter(|mark| !mark.is_empty()));
        Self { text, marks, span }
    }
}

/// The text before its last footnote mark, and the mark.
fn last_mark(text: &str) -> Option<(&str, String)> {
    let before = text.trim_end_matches(|c| SIGNS.contains(c));
    if before.len() < text.len() {
        return Some((before, text[before.len()..].to_owned()));
    }
    let before = text.trim_end_matches(|c| RAISED.contains(c));
    if before.len() < text.len() {
        let digits = text[before.len()..].chars().filter_map(|c| RAISED.chars().position(|raised| raised == c));
        return Some((before, digits.map(|digit| digit.to_string()).collect()));
    }
    let (before, name) = text.strip_suffix(']')?.rsplit_once("[^")?;
    Some((before, name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        for (words, raised, text, marks) in [
            ("Advisor", &[][..], "Advisor", &[][..]),
            (" Power  BI * ", &[], "Power BI", &["*"]),
            ("Monitor**", &[], "Monitor", &["**"]),
            ("✅ *, †", &[], "✅", &["*", "†"]),
            ("Stack¹²", &[], "Stack", &["12"]),
            ("Stack [^hw]", &[], "Stack", &["hw"]),
            ("Stack", &["1, 2", "3"], "Stack", &["1", "2", "3"]),
            ("Services v2", &[], "Services v2", &[]),
            ("Intune (incl. [x])", &[], "Intune (incl. [x])", &[]),
        ] {
            let raised: Vec<_> = raised.iter().map(|mark| (*mark).to_owned()).collect();
            let cell = Cell::new(words, &raised, Span::default());
            assert_eq!((cell.text.as_str(), cell.marks), (text, marks.iter().map(|m| (*m).to_owned()).collect()));
        }
    }
}
