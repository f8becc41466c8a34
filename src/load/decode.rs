//! From a [`Node`] tree to typed values, collecting every problem on the way.

use std::collections::HashSet;
use std::fmt;

use jiff::civil::Date;
use smallvec::SmallVec;

use super::limits::Limit;
use super::problem::Problem;
use super::tree::{Key, Node, Place, Value};
use super::yaml;
use crate::text::nearest::nearest;
use crate::text::{Source, Span};

/// Collects what is wrong in one file. Places are turned into bytes once, at the end, and only if there are problems.
#[derive(Debug)]
pub struct Complaints {
    source: Source,
    found: Vec<(Place, &'static str, String, Option<String>)>,
}

impl Complaints {
    /// Nothing wrong in `source` yet.
    pub fn new(source: Source) -> Self {
        Self { source, found: Vec::new() }
    }

    /// How many problems were found so far.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing was found so far.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Notes what is wrong at `place`.
    pub fn add(&mut self, place: Place, code: &'static str, message: impl Into<String>, help: Option<String>) {
        self.found.push((place, code, message.into(), help));
    }

    /// Takes a problem back, one of those after the first `before`, that has turned out to be a part of another one.
    fn retract(&mut self, at: Place, words: &str, before: usize) {
        let mut later = self.found.split_off(before.min(self.found.len()));
        later.retain(|(place, _, message, _)| *place != at || message != words);
        self.found.append(&mut later);
    }

    /// The problems with their bytes.
    pub fn into_problems(self) -> Vec<Problem> {
        let by_number = self.found.iter().any(|(place, ..)| matches!(place, Place::Nth(_)));
        let spans = if by_number { yaml::places(self.source.text()) } else { Vec::new() };
        let span = |place| match place {
            Place::Bytes(span) => span,
            Place::Nth(number) => spans.get(number).copied().unwrap_or_else(|| Span::new(0, 0)),
        };
        self.found
            .into_iter()
            .map(|(place, code, message, help)| Problem {
                code,
                message,
                help,
                source: self.source.clone(),
                span: span(place),
            })
            .collect()
    }

    /// Whether the file is no larger than it may be; a problem where it is.
    pub fn fits(&mut self, limit: Limit) -> bool {
        let refused = limit.refuses(self.source.text().len());
        let fits = refused.is_none();
        if let Some(message) = refused {
            self.add(Place::Bytes(Span::default()), "too-large", message, Some(limit.advice.to_owned()));
        }
        fits
    }

    /// The tree of a YAML file, or the problem that it is none, or holds nothing.
    pub fn yaml(&mut self) -> Option<Node> {
        match yaml::read(self.source.text()) {
            Ok(Node { value: Value::Null, .. }) => {
                let message = "the file says nothing: it is empty, or all of it is a comment";
                self.add(Place::Bytes(Span::default()), "empty", message, None);
                None
            }
            Ok(root) => Some(root),
            Err((span, message)) => {
                self.add(Place::Bytes(span), "syntax", format!("this is not YAML: {message}"), None);
                None
            }
        }
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let message = format!("{wanted} is expected here, and this is {}", node.value.kind());
        self.add(node.place, "wrong-type", message, None);
    }

    /// The text that is written here, or a problem.
    pub fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        if let Value::Text(text) = &node.value {
            return Some(text);
        }
        let quote = matches!(node.value, Value::Integer(_) | Value::Number(_) | Value::Boolean(_));
        let message = format!("text is expected here, and this is {}", node.value.kind());
        self.add(node.place, "wrong-type", message, quote.then(|| "put it in quotes".to_owned()));
        None
    }

    /// The same, where it has to say something: `what` it is, for the message, and what to do where it doesn't.
    pub fn words<'n>(&mut self, node: &'n Node, what: fmt::Arguments<'_>, help: &str) -> Option<&'n str> {
        let text = self.text(node)?;
        if text.trim().is_empty() {
            self.add(node.place, "empty", format!("{what} says nothing"), Some(help.to_owned()));
            return None;
        }
        Some(text)
    }

    /// Whether `true` or `false` is written here, or a problem.
    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        if let Value::Boolean(truth) = node.value {
            return Some(truth);
        }
        self.wrong_type(node, "true or false");
        None
    }

    /// The whole number that is written here, or a problem.
    pub fn integer(&mut self, node: &Node) -> Option<i64> {
        if let Value::Integer(number) = node.value {
            return Some(number);
        }
        self.wrong_type(node, "a whole number");
        None
    }

    /// The elements of the list that is written here, or a problem.
    pub fn list<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        if let Value::List(items) = &node.value {
            return Some(items);
        }
        self.wrong_type(node, "a list");
        None
    }

    /// The calendar date that is written here: a local date in TOML, text in YAML.
    pub fn date(&mut self, node: &Node) -> Option<Date> {
        let (message, help) = match (&node.value, node.place) {
            (Value::Date(date), _) => return Some(*date),
            (Value::Text(text), Place::Nth(_)) => match text.parse() {
                Ok(date) => return Some(date),
                Err(_) => (format!("`{text}` is not a date"), "write it as year-month-day: 2026-11-22"),
            },
            (Value::Text(text), Place::Bytes(_)) => {
                (format!("a date is expected here, and \"{text}\" is text"), "write it without quotes: 2026-11-22")
            }
            (Value::Time(_), _) => {
                ("a date is expected here, and this has a time".to_owned(), "write the day alone: 2026-11-22")
            }
            (other, _) => (
                format!("a date is expected here, and this is {}", other.kind()),
                "write it as year-month-day: 2026-11-22",
            ),
        };
        self.add(node.place, "not-a-date", message, Some(help.to_owned()));
        None
    }

    /// The one of a closed set that is written here by its name, or a problem with the nearest name.
    pub fn one_of<T: Copy>(
        &mut self,
        node: &Node,
        what: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(node)?;
        if let Some(found) = all.iter().copied().find(|one| name(*one) == text) {
            return Some(found);
        }
        let names: Vec<_> = all.iter().map(|one| name(*one)).collect();
        let help = match nearest(text, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is one of {}", names.join(", ")),
        };
        self.add(node.place, "unknown-word", format!("`{text}` is no {what}"), Some(help));
        None
    }

    /// The entries of the table that is written here, or a problem.
    pub fn table<'n>(&mut self, node: &'n Node) -> Option<Fields<'n>> {
        let Value::Table(entries) = &node.value else {
            self.wrong_type(node, "a table");
            return None;
        };
        // Few entries are quicker compared than hashed, and many would take the square of their number.
        let mut seen = HashSet::new();
        for (at, (key, _)) in entries.iter().enumerate().filter(|_| may_repeat(node.place)) {
            let is_again = match entries.len() {
                ..=16 => entries[..at].iter().any(|(earlier, _)| earlier.name == key.name),
                _ => !seen.insert(&key.name),
            };
            if is_again {
                self.add(key.place, "duplicate-key", format!("`{}` is written twice", key.name), None);
            }
        }
        let (known, taken, next, before) = (SmallVec::new(), 0, 0, self.found.len());
        Some(Fields { place: node.place, entries, known, taken, next, before })
    }
}

/// Whether a table that stands there may have a key twice. What has one twice is no TOML at all, and was refused as that.
fn may_repeat(place: Place) -> bool {
    matches!(place, Place::Nth(_))
}

/// How many entries most tables may have.
const KNOWN: usize = 12;

fn missing(name: &str) -> String {
    format!("`{name}` is missing")
}

/// The entries of one table, while they are being read. What nobody asked for is unknown.
#[derive(Debug)]
pub struct Fields<'n> {
    place: Place,
    entries: &'n [(Key, Node)],
    known: SmallVec<[&'static str; KNOWN]>,
    /// Which of the first entries were asked for, a bit each.
    taken: u64,
    /// The entry after the one that was found last: most files have them in the order in which they are asked for.
    next: usize,
    /// How many problems there were before it.
    before: usize,
}

impl<'n> Fields<'n> {
    /// Where the table stands.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The value of the entry `name`, if it is written.
    pub fn optional(&mut self, name: &'static str) -> Option<&'n Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// Where the key of the entry `name` stands, if it is written.
    pub fn key(&mut self, name: &'static str) -> Option<Place> {
        self.entry(name).map(|(key, _)| key.place)
    }

    fn entry(&mut self, name: &'static str) -> Option<&'n (Key, Node)> {
        self.known.push(name);
        let is_here = |(key, _): &(Key, Node)| key.name == name;
        let at = match self.entries.get(self.next) {
            // Where a key stands twice, the first is meant.
            Some(entry) if is_here(entry) && !may_repeat(self.place) => self.next,
            _ => self.entries.iter().position(is_here)?,
        };
        self.next = at + 1;
        self.taken |= 1_u64.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or_default();
        self.entries.get(at)
    }

    /// The value of the entry `name`; a problem if it is missing.
    pub fn required(&mut self, complaints: &mut Complaints, name: &'static str) -> Option<&'n Node> {
        let found = self.optional(name);
        if found.is_none() {
            complaints.add(self.place, "missing-key", missing(name), None);
        }
        found
    }

    /// The names that were asked for, each once.
    fn known_here(&self) -> Vec<&'static str> {
        let mut met = HashSet::new();
        self.known.iter().copied().filter(|name| met.insert(*name)).collect()
    }

    /// Ends the reading: every entry that nobody asked for is a problem, with the nearest name that is known here. One that
    /// is missing under its own name, and misspelt, is not told as missing besides.
    pub fn finish(self, complaints: &mut Complaints) {
        let mut retracted = HashSet::new();
        let is_taken = |at: usize| at < 64 && self.taken & (1 << at) != 0;
        let others = self.entries.iter().enumerate().filter(|(at, _)| !is_taken(*at));
        for (key, _) in others.map(|(_, entry)| entry) {
            if self.known.iter().any(|known| *known == key.name) {
                continue;
            }
            let near = nearest(&key.name, self.known.iter().copied());
            let help = match near {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known here: {}", self.known_here().join(", ")),
            };
            if let Some(meant) = near
                && retracted.insert(meant)
            {
                complaints.retract(self.place, &missing(meant), self.before);
            }
            complaints.add(key.place, "unknown-key", format!("`{}` is not known here", key.name), Some(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `name` (text), `until` (a date) and nothing else, and gives each problem as `code@text-at-its-place`.
    fn problems(source: Source, root: &Node) -> Vec<String> {
        let mut complaints = Complaints::new(source.clone());
        if let Some(mut fields) = complaints.table(root) {
            fields.required(&mut complaints, "name").and_then(|node| complaints.text(node));
            fields.optional("until").and_then(|node| complaints.date(node));
            fields.finish(&mut complaints);
        }
        let problems = complaints.into_problems();
        problems.iter().map(|problem| format!("{}@{}", problem.code, source.slice(problem.span))).collect()
    }

    #[test]
    fn all_problems_of_a_toml_file_come_at_once_each_at_its_place() {
        let text = "name = 7\nuntil = \"2026-11-22\"\nnmae = 1\n";
        let found = problems(Source::new("deploy.toml", text), &super::super::toml::read(text).0);
        assert_eq!(found, ["wrong-type@7", "not-a-date@\"2026-11-22\"", "unknown-key@nmae"]);
    }

    #[test]
    fn all_problems_of_a_yaml_file_come_at_once_each_at_its_place() {
        let text = "until: 2026-02-30\nunitl: 2026-01-01\n";
        let root = yaml::read(text).expect("the text is good YAML");
        let found = problems(Source::new("rule.yaml", text), &root);
        assert_eq!(found[1..], ["not-a-date@2026-02-30", "unknown-key@unitl"]);
        assert!(found[0].starts_with("missing-key@"));
    }

    #[test]
    fn a_key_that_stands_twice_is_a_problem() {
        let text = "name: a\nname: b\n";
        let root = yaml::read(text).expect("the text is good YAML");
        assert_eq!(problems(Source::new("rule.yaml", text), &root), ["duplicate-key@name"]);
    }
}
