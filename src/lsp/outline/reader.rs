//! From one word to the next, whatever is missing between them.

use super::{Cursor, Expects, Outline, Sort, Word};
use crate::text::Span;

/// One level of brackets.
#[derive(Debug, Clone, Default)]
struct Level<'t> {
    bracket: Bracket,
    key: Option<&'t str>,
    /// Whether the key has its `=`.
    is_assigned: bool,
    /// Whether the value is there.
    is_done: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Bracket {
    /// A table of its own lines.
    #[default]
    None,
    /// `[`
    List,
    /// `{`
    Inline,
}

impl Level<'_> {
    /// What is to come at this level.
    fn expects(&self) -> Expects {
        match (self.bracket, self.key, self.is_assigned) {
            _ if self.is_done => Expects::Nothing,
            (Bracket::List, ..) | (_, Some(_), true) => Expects::Value,
            (_, None, _) => Expects::Key,
            (_, Some(_), false) => Expects::Nothing,
        }
    }
}

/// Goes over a text once.
pub(super) struct Reader<'t> {
    outline: Outline<'t>,
    at: usize,
    offset: usize,
    /// At least one.
    levels: Vec<Level<'t>>,
    /// Whether the place that is asked about was reached.
    is_found: bool,
}

impl<'t> Reader<'t> {
    /// Reads all of `text`, of which the byte at `offset` is asked about.
    pub(super) fn read(text: &'t str, offset: usize) -> Outline<'t> {
        let outline = Outline { text, tables: vec![""], words: Vec::new(), cursor: Cursor::default() };
        let mut reader = Self { outline, at: 0, offset, levels: vec![Level::default()], is_found: false };
        while reader.token() {}
        reader.outline
    }

    /// Reads up to the end of the next token; says whether there was one.
    fn token(&mut self) -> bool {
        let text = self.outline.text;
        let rest = text.get(self.at..).unwrap_or_default();
        let start = self.at + (rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n').len());
        let Some(first) = text.get(start..).and_then(|rest| rest.chars().next()) else {
            self.pass(start, true);
            return false;
        };
        self.pass(start, "[]{}=,\n#\"'".contains(first));
        self.at = start + 1;
        match first {
            '\n' => self.line_end(),
            '#' => {
                self.at = self.end_of_line(start);
                self.reach(start, Expects::Nothing, None);
            }
            '[' if self.top().expects() == Expects::Key && self.top().bracket == Bracket::None => self.header(start),
            '[' => self.levels.push(Level { bracket: Bracket::List, ..Level::default() }),
            '{' => self.levels.push(Level { bracket: Bracket::Inline, ..Level::default() }),
            ']' => self.close(Bracket::List),
            '}' => self.close(Bracket::Inline),
            '=' => self.change(|level| level.is_assigned = level.key.is_some()),
            ',' => self.change(|level| match level.bracket {
                Bracket::None => {}
                bracket => *level = Level { bracket, ..Level::default() },
            }),
            '"' | '\'' => self.quoted(start, first),
            _ => {
                let ends = |c: char| c.is_whitespace() || "[]{}=,#\"'".contains(c);
                let end =
                    text.get(start..).and_then(|rest| rest.find(ends)).map_or(text.len(), |length| start + length);
                self.at = end.max(start + first.len_utf8());
                let span = Span::new(start, self.at);
                self.word(span, span, Sort::Bare);
            }
        }
        true
    }

    fn top(&self) -> &Level<'t> {
        const NONE: &Level<'_> = &Level { bracket: Bracket::None, key: None, is_assigned: false, is_done: false };
        self.levels.last().unwrap_or(NONE)
    }

    fn change(&mut self, change: impl FnOnce(&mut Level<'t>)) {
        if let Some(level) = self.levels.last_mut() {
            change(level);
        }
    }

    /// The keys that lead to the level of the brackets that are open.
    fn path(&self) -> Vec<&'t str> {
        let table = self.outline.tables.last().copied().unwrap_or_default();
        let keys = self.levels.iter().filter_map(|level| level.key);
        [table]
            .into_iter()
            .chain(keys)
            .flat_map(|name| name.split('.'))
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect()
    }

    /// Goes over white space up to a token, which takes the place just before it only where it is a word.
    fn pass(&mut self, to: usize, ends_there: bool) {
        if !self.is_found && (self.offset < to || (self.offset == to && ends_there)) {
            self.found(self.top().expects(), None);
        }
    }

    /// That the place which is asked about may lie in the token from `start` on.
    fn reach(&mut self, start: usize, expects: Expects, word: Option<usize>) {
        if !self.is_found && (start..=self.at).contains(&self.offset) {
            self.found(expects, word);
        }
    }

    fn found(&mut self, expects: Expects, word: Option<usize>) {
        self.is_found = true;
        let table = self.outline.tables.len() - 1;
        let in_list = self.levels.iter().any(|level| level.bracket == Bracket::List);
        self.outline.cursor = Cursor { table, expects, path: self.path(), in_list, word };
    }

    fn end_of_line(&self, from: usize) -> usize {
        let rest = self.outline.text.get(from..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        from + rest.get(..length).unwrap_or_default().trim_end_matches('\r').len()
    }

    /// `[name]` or `[[name]]`, up to the end of the line or to a comment.
    fn header(&mut self, start: usize) {
        let line = self.outline.text.get(start..self.end_of_line(start)).unwrap_or_default();
        let line = line.split('#').next().unwrap_or_default();
        self.at = start + line.len();
        self.outline.tables.push(line.trim_matches(|c: char| c.is_whitespace() || "[]".contains(c)));
        self.levels = vec![Level::default()];
        let closed = start + line.trim_end().len();
        if !self.is_found && self.offset <= self.at {
            let inside = self.offset < closed || !line.contains(']');
            self.found(if inside { Expects::Header } else { Expects::Nothing }, None);
        }
    }

    /// A line ends an entry outside brackets; within some, what comes next may tell that they should have been closed.
    fn line_end(&mut self) {
        let rest = self.outline.text.get(self.at..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default().trim();
        let name = line.trim_start_matches('[');
        let is_header =
            line.len() > name.len() && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.ends_with(']');
        let is_entry = || {
            let key = line.split_once('=').map(|(key, _)| key.trim()).unwrap_or_default();
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
        };
        if self.levels.len() == 1 || is_header || (self.top().bracket == Bracket::List && is_entry()) {
            self.levels = vec![Level::default()];
        }
    }

    /// Closes brackets up to one of this sort, if one is open.
    fn close(&mut self, bracket: Bracket) {
        if let Some(at) = self.levels.iter().rposition(|level| level.bracket == bracket) {
            self.levels.truncate(at.max(1));
            self.change(|level| level.is_done = true);
        }
    }

    /// A text in quotes, over several lines where three of them open it; any other ends with its line.
    fn quoted(&mut self, start: usize, quote: char) {
        let text = self.outline.text;
        let three = if quote == '"' { "\"\"\"" } else { "'''" };
        let is_long = text.get(start..).is_some_and(|rest| rest.starts_with(three));
        let inner = start + if is_long { 3 } else { 1 };
        let limit = if is_long { text.len() } else { self.end_of_line(start) };
        let content = text.get(inner..limit).unwrap_or_default();
        let closing = if is_long { three } else { &three[..1] };
        let mut end = 0;
        while let Some(rest) = content.get(end..).filter(|rest| !rest.is_empty() && !rest.starts_with(closing)) {
            let skipped = if quote == '"' && rest.starts_with('\\') { 2 } else { 1 };
            end += rest.chars().take(skipped).map(char::len_utf8).sum::<usize>();
        }
        let end = end.min(content.len());
        let is_closed = content.get(end..).is_some_and(|rest| rest.starts_with(closing));
        let inner = Span::new(inner, inner + end);
        self.at = inner.end + if is_closed { closing.len() } else { 0 };
        self.word(inner, Span::new(start, self.at), Sort::Text);
    }

    /// A key where one is expected, else a value.
    fn word(&mut self, inner: Span, outer: Span, sort: Sort) {
        let expects = self.top().expects();
        let number = self.outline.words.len();
        let table = self.outline.tables.len() - 1;
        // In a text, the place before the quote is outside.
        if !self.is_found && (self.offset <= inner.end) && (self.offset >= inner.start) {
            self.found(expects.clone(), Some(number));
        }
        let said = self.outline.text.get(inner.start..inner.end).unwrap_or_default();
        let sort = if expects == Expects::Key { Sort::Key } else { sort };
        match sort {
            Sort::Key => self.change(|level| level.key = Some(said)),
            Sort::Text | Sort::Bare => self.change(|level| level.is_done = true),
        }
        self.outline.words.push(Word { table, path: self.path(), inner, outer, sort });
    }
}
