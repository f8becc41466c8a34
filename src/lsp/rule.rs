//! What could stand at a place of a rule.

use lsp_types::{CompletionItem, CompletionItemKind};

use super::Known;
use super::names::{Name, agreements, data, standards, words};
use super::offer::Offering;
use super::slot::Words;
use super::yaml::{Expects, Spot};
use crate::load::rules::words_of;
use crate::model::deployment::LeastAssurance;
use crate::model::rule::{Field, FieldKind, Severity, Subject};
use crate::text::{Source, Span};

/// What joins tests of fields.
const JOINS: Words = &[
    ("all", "tables that must all hold"),
    ("any", "tables of which at least one must hold"),
    ("not", "a table that must not hold"),
];

/// What could stand at a byte.
pub fn complete(known: Known<'_>, source: &Source, offset: usize) -> Vec<CompletionItem> {
    let spot = Spot::read(source.text(), offset);
    let typing = Typing { known, text: source.text(), offering: Offering::new(source.text(), offset), spot: &spot };
    let path = spot.path.as_slice();
    if let (["says" | "label"], Expects::Value) = (path, spot.expects) {
        return typing.placeholder();
    }
    let mut items = match spot.expects {
        Expects::Value | Expects::Element => typing.values(&typing.names(path)),
        Expects::Key | Expects::Nothing => Vec::new(),
    };
    if matches!(spot.expects, Expects::Key | Expects::Element) {
        items.extend(typing.keys(&typing.keys_of(path)));
    }
    items
}

struct Typing<'t> {
    known: Known<'t>,
    text: &'t str,
    offering: Offering<'t>,
    spot: &'t Spot<'t>,
}

impl Typing<'_> {
    fn typed(&self) -> &str {
        self.text.get(self.spot.typed.start..self.spot.typed.end).unwrap_or_default()
    }

    /// What the rule is about; none where it doesn't say so yet.
    fn subject(&self) -> Option<Subject> {
        let said = self.text.lines().find_map(|line| line.strip_prefix("subject:"))?;
        let said = said.split(" #").next().unwrap_or(said).trim().trim_matches(['"', '\'']);
        Subject::ALL.into_iter().find(|subject| subject.name() == said)
    }

    /// The fields of what the rule is about; before it says so, all that there are.
    fn fields(&self) -> Vec<Name> {
        let subject = self.subject();
        let own = |field: &&Field| subject.is_none_or(|subject| field.subjects().contains(&subject));
        Field::ALL.iter().filter(own).map(|field| Name::new(field.name(), field.meaning())).collect()
    }

    /// The values that the keys lead to.
    fn names(&self, path: &[&str]) -> Vec<Name> {
        let checker = self.known.checker;
        let of_field = |field: Field| words_of(checker.catalog(), field).unwrap_or_default();
        let listed = |field: Field| words(of_field(field).iter().map(String::as_str));
        match path {
            ["subject"] => Subject::ALL.iter().map(|one| Name::new(one.name(), one.meaning())).collect(),
            ["severity"] => words(Severity::ALL.map(Severity::name)),
            ["one-per"] => self.fields(),
            ["ways-out"] => words(["true", "false"]),
            ["require", "standards"] | ["require", "standards", "standard"] => standards(checker, self.typed(), true),
            ["require", "assurance"] | ["require", "standards", "assurance"] => {
                words(LeastAssurance::ALL.map(LeastAssurance::name))
            }
            ["require", "agreements"] => agreements(checker.catalog().facts()),
            ["require", "regions"] => listed(Field::RegionId),
            ["require", "geographies"] => listed(Field::RegionGeography),
            ["require", "countries"] => listed(Field::RegionCountry),
            ["sources", "document"] => {
                let documents = checker.catalog().facts().documents.iter();
                documents.map(|(_, one)| Name::new(one.id.as_str(), &*one.title)).collect()
            }
            ["match", joins @ .., field] if joins.iter().all(|one| is_join(one)) => {
                match Field::ALL.iter().find(|one| one.name() == *field) {
                    Some(Field::ServiceData | Field::ServiceDataOwn | Field::FlowData) => data(self.known),
                    Some(field) if field.kind() == FieldKind::Boolean => words(["true", "false"]),
                    Some(&field) => listed(field),
                    None => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    /// The keys of the table that the keys lead to.
    fn keys_of(&self, path: &[&str]) -> Vec<Name> {
        let plain = |words: Words| words.iter().map(|(key, about)| Name::new(*key, *about)).collect::<Vec<_>>();
        match path {
            ["match", joins @ ..] if joins.iter().all(|one| is_join(one)) => {
                let mut found = self.fields();
                found.extend(plain(JOINS));
                found
            }
            ["match", joins @ .., field] if joins.iter().all(|one| is_join(one)) => {
                let kind = Field::ALL.iter().find(|one| one.name() == *field).map(|field| field.kind());
                match kind {
                    Some(FieldKind::Date) => plain(DATE),
                    Some(FieldKind::Count) => plain(COUNT),
                    _ => Vec::new(),
                }
            }
            _ => plain(keys(path)),
        }
    }

    fn values(&self, names: &[Name]) -> Vec<CompletionItem> {
        self.offering.names(names, self.typed(), CompletionItemKind::VALUE, |id| self.value(id))
    }

    /// The edit that puts a value where the typed one stands, in quotes where it needs some.
    fn value(&self, id: &str) -> (Span, String) {
        let word = self.spot.word;
        let space = if self.text.get(..word.start).is_some_and(|before| before.ends_with(':')) { " " } else { "" };
        match self.spot.quote {
            Some(quote) => {
                let is_closed = self.text.get(word.end..).is_some_and(|rest| rest.starts_with(quote));
                if is_closed {
                    (word, id.to_owned())
                } else {
                    (Span::new(word.start, self.spot.typed.end), format!("{id}{quote}"))
                }
            }
            None => (word, format!("{space}{}", plain_or_quoted(id))),
        }
    }

    fn keys(&self, names: &[Name]) -> Vec<CompletionItem> {
        let word = self.spot.word;
        let is_assigned = self.text.get(word.end..).is_some_and(|rest| rest.starts_with(':'));
        let there = |name: &&Name| {
            self.spot.path.is_empty() && self.text.lines().any(|line| line.split(':').next() == Some(&name.id))
        };
        let others: Vec<_> = names.iter().filter(|name| !there(name)).cloned().collect();
        self.offering.names(&others, self.typed(), CompletionItemKind::FIELD, |id| {
            (word, if is_assigned { id.to_owned() } else { format!("{id}: ") })
        })
    }

    /// A field within braces.
    fn placeholder(&self) -> Vec<CompletionItem> {
        let typed = self.typed();
        let Some(open) = typed.rfind('{') else { return Vec::new() };
        let braces = typed.get(..=open).unwrap_or_default();
        let is_doubled = (braces.len() - braces.trim_end_matches('{').len()) % 2 == 0;
        let inside = typed.get(open + 1..).unwrap_or_default();
        if is_doubled || inside.contains(['}', '|']) {
            return Vec::new();
        }
        let end = self.spot.typed.end;
        let rest = self.text.get(end..).unwrap_or_default();
        let length = rest.find(|c: char| !(c.is_ascii_lowercase() || ".-".contains(c))).unwrap_or(rest.len());
        let is_closed = rest.get(length..).is_some_and(|rest| rest.starts_with('}'));
        let span = Span::new(end - inside.len(), end + if is_closed { length } else { 0 });
        let mut names = self.fields();
        names.push(Name::new("count", "how many subjects share the finding"));
        self.offering.names(&names, inside, CompletionItemKind::FIELD, |id| {
            (span, if is_closed { id.to_owned() } else { format!("{id}}}") })
        })
    }
}

/// What a date is held against.
const DATE: Words = &[
    ("older-than", "it lies longer than this before the day of the check"),
    ("within", "it lies at most this long after the day of the check"),
    ("before", "it lies before this day"),
    ("after", "it lies after this day"),
];

/// What a number is held against.
const COUNT: Words = &[("at-least", "it is at least this many"), ("at-most", "it is at most this many")];

/// The keys of a table, each with what it is for; none where the table is unknown.
fn keys(path: &[&str]) -> Words {
    match path {
        [] => &[
            ("id", "a group and a flaw: small letters, digits and dashes"),
            ("title", "the flaw in a few words; of a rule that requires, what it asks for"),
            ("severity", "how grave a finding is"),
            ("subject", "what the rule speaks about"),
            ("match", "when it speaks: fields with what they must be"),
            ("when", "what must hold besides, as an expression"),
            ("require", "what is asked of the subjects that match, instead of reporting them"),
            ("says", "what a finding says; fields stand in braces"),
            ("label", "what stands beside the deployed thing"),
            ("one-per", "a field: subjects that have the same value there share a finding"),
            ("ways-out", "whether the help begins with the ways out that the catalogue knows"),
            ("why", "why it matters"),
            ("fix", "what to do"),
            ("sources", "what the rule rests on"),
            ("examples", "manifests that it passes and fails: its tests"),
        ],
        ["require"] => &[
            ("standards", "what must be shown for the service"),
            ("assurance", "the least assurance of all that must be shown"),
            ("agreements", "contracts, of which one must be in force"),
            ("regions", "where it may be: patterns over regions"),
            ("geographies", "where it may be: patterns over geographies"),
            ("countries", "where it may be: patterns over the codes of countries"),
            ("at-least", "over how many places it must be spread"),
        ],
        ["require", "standards"] => {
            &[("standard", "standard[:edition][@level]"), ("assurance", "whether the provider's own word is enough")]
        }
        ["require", "at-least"] => &[
            ("regions", "in how many different regions"),
            ("geographies", "in how many different geographies"),
            ("countries", "in how many different countries"),
        ],
        ["sources"] => &[
            ("document", "a document of the catalogue"),
            ("at", "where in it"),
            ("title", "what a published work is called"),
            ("found-at", "where it is found"),
            ("publisher", "who published it"),
            ("date", "the date printed on it"),
        ],
        ["examples"] => &[
            ("as-of", "the day for which it is checked"),
            ("passes", "a manifest on which the rule doesn't speak"),
            ("fails", "a manifest on which the rule speaks"),
            ("evidence", "an evidence file beside those of the catalogue"),
            ("rule", "a rule that stands beside this one"),
            ("policy", "the policy that it is checked under"),
        ],
        _ => &[],
    }
}

fn is_join(key: &str) -> bool {
    JOINS.iter().any(|(join, _)| *join == key)
}

/// A text as YAML writes it on one line.
fn plain_or_quoted(text: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| is_word(c) || c == ' ');
    if is_plain && !text.contains(": ") && !text.ends_with([':', ' ']) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}
