//! What stands at a place of a YAML file that somebody is typing.
//!
//! As with manifests, a reader of YAML gives up where an editor asks. This one looks at the line of the place, and at how
//! far the lines above it are indented. What leads there over several lines in brackets, it can't tell.

use crate::text::Span;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot<'t> {
    /// The keys that lead there.
    pub path: Vec<&'t str>,
    /// What is expected there.
    pub expects: Expects,
    /// The word there, as far as it is typed; its quotes are outside.
    pub typed: Span,
    /// The whole word, with what stands behind the place.
    pub word: Span,
    /// The quote that opens it.
    pub quote: Option<char>,
    /// Whether it stands in brackets.
    pub in_brackets: bool,
}

/// What is expected at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// A key.
    Key,
    /// A value.
    Value,
    /// An element of a list: a value, or the first key of a table.
    Element,
    /// Nothing that could be told.
    Nothing,
}

/// One bracket that is open, with the key of it that has no value yet.
struct Level<'t> {
    is_table: bool,
    key: Option<&'t str>,
}

impl<'t> Spot<'t> {
    /// The place at a byte.
    pub fn read(text: &'t str, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let above = text.get(..start).unwrap_or_default();
        let line = Line::of(text.get(start..offset).unwrap_or_default());
        let column = line.first_dash.map_or(line.column, |dash| dash + 1);
        let mut spot = Self {
            path: Vec::new(),
            expects: Expects::Nothing,
            typed: Span::new(start + line.column.min(offset - start), offset),
            word: Span::new(offset, offset),
            quote: None,
            in_brackets: false,
        };
        let (path, in_block) = parents(above, column);
        spot.path = path;
        if in_block {
            spot.expects = Expects::Value;
        } else if let Some((key, value)) = line.entry() {
            spot.path.push(key);
            spot.value(text, offset - value.len(), offset);
        } else if line.content.starts_with(['{', '[', '"', '\'']) {
            spot.value(text, offset - line.content.len(), offset);
        } else {
            spot.expects = if line.first_dash.is_some() { Expects::Element } else { Expects::Key };
            if is_comment(line.content) {
                spot.expects = Expects::Nothing;
            }
        }
        spot.word = spot.whole(text, offset);
        spot
    }

    /// Looks at a value from its beginning to the place.
    fn value(&mut self, text: &'t str, start: usize, offset: usize) {
        let value = text.get(start..offset).unwrap_or_default();
        let lead = value.len() - value.trim_start().len();
        let (start, value) = (start + lead, value.trim_start());
        self.typed = Span::new(start, offset);
        self.expects = match value.chars().next() {
            Some('|' | '>' | '&' | '*' | '!' | '#') => Expects::Nothing,
            _ if is_comment(value) => Expects::Nothing,
            _ => Expects::Value,
        };
        let mut levels: Vec<Level<'t>> = Vec::new();
        let mut token = start;
        let mut quote: Option<char> = None;
        let mut is_first = true;
        for (at, character) in value.char_indices().map(|(at, character)| (start + at, character)) {
            let said = || text.get(token..at).unwrap_or_default().trim().trim_matches(['"', '\'']);
            match (quote, character) {
                (Some(open), close) if open == close => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if text.get(token..at).is_some_and(|before| before.trim().is_empty()) => {
                    quote = Some(character);
                    token = at;
                }
                (None, '{' | '[') if is_first || !levels.is_empty() => {
                    levels.push(Level { is_table: character == '{', key: None });
                    token = at + 1;
                }
                (None, '}' | ']') if !levels.is_empty() => {
                    levels.pop();
                    token = at + 1;
                }
                (None, ',') if !levels.is_empty() => {
                    levels.last_mut().into_iter().for_each(|level| level.key = None);
                    token = at + 1;
                }
                (None, ':')
                    if text.get(at + 1..).is_none_or(|rest| rest.starts_with([' ', '\n', '\r']) || rest.is_empty()) =>
                {
                    if let Some(level) = levels.last_mut().filter(|level| level.is_table && level.key.is_none()) {
                        level.key = Some(said());
                        token = at + 1;
                    }
                }
                _ => {}
            }
            is_first = false;
        }
        self.in_brackets = !levels.is_empty();
        self.path.extend(levels.iter().filter_map(|level| level.key));
        if let Some(level) = levels.last() {
            self.expects = if level.is_table && level.key.is_none() { Expects::Key } else { Expects::Value };
        } else if value.starts_with(['{', '[']) {
            self.expects = Expects::Nothing;
        }
        let typed = text.get(token..offset).unwrap_or_default();
        let token = token + (typed.len() - typed.trim_start().len());
        self.quote = quote;
        self.typed = Span::new(token + usize::from(quote.is_some()), offset);
    }

    /// The word at the place, as far as it goes.
    fn whole(&self, text: &str, offset: usize) -> Span {
        let rest = text.get(offset..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let ends: &[char] = match (self.quote, self.in_brackets, self.expects) {
            (Some('"'), ..) => &['"'],
            (Some(_), ..) => &['\''],
            (None, true, _) => &[',', ']', '}', ':', ' '],
            (None, false, Expects::Key | Expects::Element) => &[':', ' '],
            (None, false, _) => &['#'],
        };
        let length = line.find(ends).unwrap_or(line.len());
        let length = line.get(..length).unwrap_or_default().trim_end().len();
        Span::new(self.typed.start.min(offset), offset + length)
    }
}

/// A line, or the beginning of one.
struct Line<'t> {
    /// Where its first dash stands, if it begins an element of a list.
    first_dash: Option<usize>,
    /// Where its content begins.
    column: usize,
    content: &'t str,
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Self {
        let mut content = line.trim_start_matches(' ');
        let mut first_dash = None;
        while let Some(rest) =
            content.strip_prefix("- ").or_else(|| content.strip_prefix('-').filter(|rest| rest.is_empty()))
        {
            first_dash = first_dash.or(Some(line.len() - content.len()));
            content = rest.trim_start_matches(' ');
        }
        Self { first_dash, column: line.len() - content.len(), content }
    }

    /// The key of the line, and what stands behind it.
    fn entry(&self) -> Option<(&'t str, &'t str)> {
        if self.content.starts_with(['{', '[', '#']) {
            return None;
        }
        let colon = self.content.match_indices(':').map(|(at, _)| at);
        let mut ends = colon.filter(|at| {
            let rest = self.content.get(at + 1..).unwrap_or_default();
            rest.is_empty() || rest.starts_with([' ', '\r'])
        });
        let end = ends.next()?;
        let key = self.content.get(..end)?.trim().trim_matches(['"', '\'']);
        Some((key, self.content.get(end + 1..)?))
    }
}

/// The keys that lead to what begins in `column`, and whether the last of them has a text of several lines.
fn parents(above: &str, column: usize) -> (Vec<&str>, bool) {
    let mut path = Vec::new();
    let (mut column, mut in_block) = (column, false);
    for line in above.lines().rev().filter(|line| !line.trim().is_empty()).map(Line::of) {
        if column == 0 {
            break;
        }
        if let Some((key, value)) = line.entry().filter(|_| line.column < column) {
            in_block |= path.is_empty() && value.trim_start().starts_with(['|', '>']);
            path.push(key);
            column = line.column;
        }
        // The element of a list begins here, and the list belongs to a key that stands no further in than its dash.
        if let Some(dash) = line.first_dash.filter(|dash| *dash < column) {
            column = dash + 1;
        }
    }
    path.reverse();
    (path, in_block)
}

/// Whether a place behind this is in a comment.
fn is_comment(before: &str) -> bool {
    before.starts_with('#') || before.contains(" #")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_what_leads_to_it() {
        use Expects::{Element, Key, Nothing, Value};
        for (text, expects, path, typed) in [
            ("|", Key, "", ""),
            ("su|b: x", Key, "", "su"),
            ("subject: re|", Value, "subject", "re"),
            ("subject:|", Value, "subject", ""),
            ("match:\n  ser|", Key, "match", "ser"),
            ("match:\n  any:\n    - service.da|", Element, "match any", "service.da"),
            ("match:\n  any:\n  - service.data: p|", Value, "match any service.data", "p"),
            ("match:\n  any:\n  - a: b\n    c: |", Value, "match any c", ""),
            ("match:\n  any:\n  - a: b\n  - |", Element, "match any", ""),
            ("match:\n  all:\n    - not:\n        x|", Key, "match all not", "x"),
            ("match: { service.data: ph|", Value, "match service.data", "ph"),
            ("match: { a: b, se|", Key, "match", "se"),
            ("match: { a: [b, \"c|", Value, "match a", "c"),
            ("match: { a: [b] }|", Nothing, "match", ""),
            ("require: { standards: [{ standard: iso-27001:2|", Value, "require standards standard", "iso-27001:2"),
            ("require:\n  standards:\n    - iso-27001:2|", Element, "require standards", "iso-27001:2"),
            ("says: '{service.na|", Value, "says", "{service.na"),
            ("says: >-\n  a: {service.na|", Value, "says", "a: {service.na"),
            ("says: |-\n  one\n\n  {se|", Value, "says", "{se"),
            ("title: x # a|", Nothing, "title", "x # a"),
            ("# a|", Nothing, "", "# a"),
            ("a:\r\n  b: c|\r\n", Value, "a b", "c"),
        ] {
            let (text, marker) = match text.rsplit_once('|') {
                Some((before, after)) => (format!("{before}{after}"), before.len()),
                None => (text.to_owned(), 0),
            };
            let spot = Spot::read(&text, marker);
            let said = &text[spot.typed.start..spot.typed.end];
            assert_eq!((spot.expects, spot.path.join(" ").as_str(), said), (expects, path, typed), "{text:?}");
        }
    }

    #[test]
    fn a_word_goes_as_far_as_it_goes() {
        for (text, word) in [
            ("severity: wa|rning # x", "warning"),
            ("match: { a|b: c }", "ab"),
            ("a: [b, c|d, e]", "cd"),
            ("a: \"b| c\" # d", "b c"),
        ] {
            let offset = text.find('|').expect("the place is marked");
            let text = text.replacen('|', "", 1);
            let spot = Spot::read(&text, offset);
            assert_eq!(&text[spot.word.start..spot.word.end], word, "{text:?}");
        }
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in ["- - - -", "]}]}", ":::", "{[\"é😀", "\u{feff}a:\r\n\t- b", "a: 'é\n  😀: {", "- \n-\n -x: [", "é"]
        {
            for offset in 0..=text.len() + 1 {
                let spot = Spot::read(text, offset);
                assert!(text.get(spot.word.start..spot.word.end).is_some(), "{text:?} {offset}");
                assert!(text.get(spot.typed.start..spot.typed.end).is_some(), "{text:?} {offset}");
            }
        }
    }
}
