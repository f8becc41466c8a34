//! The header of an import: an evidence file without claims, and under `read` how to read the page's tables.

use std::collections::BTreeMap;

use super::page::PageTable;
use crate::load::decode::{Complaints, Fields};
use crate::load::tree::{Node, Place, Value};
use crate::text::nearest::nearest;

/// The key under which it stands.
pub(super) const READ: &str = "read";

/// What the header says.
#[derive(Debug)]
pub(super) struct Header {
    /// The provider whose services the names are, where the document is of one.
    pub(super) provider: Option<String>,
    /// The ids of the conditions.
    pub(super) conditions: Vec<String>,
    /// How to read each table.
    pub(super) plans: Vec<Plan>,
}

/// How to read one table.
#[derive(Debug)]
pub(super) struct Plan {
    place: Place,
    heading: Option<(Place, String)>,
    number: Option<usize>,
    /// How many rows the header of the table has.
    pub(super) header_rows: usize,
    /// The column with the names of the services; the first one where none is named.
    pub(super) service: Option<Wanted>,
    /// The columns with marks.
    pub(super) columns: Vec<Column>,
    /// What each footnote mark means.
    pub(super) footnotes: BTreeMap<String, Footnote>,
    /// What the words in the cells mean.
    pub(super) marks: BTreeMap<String, Mark>,
    /// Rows that are no services: the titles of groups.
    pub(super) skip: Vec<String>,
    /// What the table says for all its cells, as an entry of `tables` has it.
    pub(super) shared: Vec<(&'static str, Node)>,
}

/// A column, by its title or its number.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    place: Place,
    name: Result<usize, String>,
}

/// A column with marks.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) id: String,
    pub(super) wanted: Wanted,
    /// The column as an entry of `columns` has it.
    pub(super) entry: Node,
}

/// What a footnote mark means.
#[derive(Debug, Clone, Default)]
pub(super) struct Footnote {
    pub(super) conditions: Vec<String>,
    pub(super) note: Option<String>,
}

/// What the word in a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    InScope,
    Pending,
    OutOfScope,
    /// No more than an empty cell does.
    Nothing,
}

/// What pages put into a cell for "yes".
const CHECKS: [&str; 15] = [
    "✅",
    "✔",
    "✔️",
    "☑",
    "☑️",
    "✓",
    "√",
    "x",
    "yes",
    "y",
    "•",
    "●",
    ":heavy_check_mark:",
    ":white_check_mark:",
    ":check_mark:",
];
/// What pages put into a cell that says no more than an empty one.
const BLANKS: [&str; 12] = ["", "-", "–", "—", "no", "n/a", "n", "❌", "✗", "✘", ":x:", ":heavy_multiplication_x:"];

/// What a table says for all its cells, beside `at`.
const SHARED: [&str; 6] = ["cloud", "regions", "unmarked", "from", "until", "condition"];
/// What a column says beside its id and its title.
const OF_COLUMN: [&str; 6] = ["standards", "cloud", "regions", "condition", "from", "until"];

impl Header {
    /// The header of this file. What belongs to the document itself is left to the loader.
    pub(super) fn decode(root: &Node, complaints: &mut Complaints) -> Option<Self> {
        let mut fields = complaints.table(root)?;
        let provider = fields.optional("provider").and_then(|node| complaints.text(node)).map(str::to_owned);
        let conditions = match fields.optional("conditions").map(|node| &node.value) {
            Some(Value::Table(entries)) => entries.iter().map(|(key, _)| key.name.to_string()).collect(),
            _ => Vec::new(),
        };
        for name in ["claims", "tables"] {
            if let Some(node) = fields.optional(name) {
                let help = "a header describes the document; its claims come from the page".to_owned();
                complaints.add(node.place, "not-here", format!("`{name}` doesn't belong here"), Some(help));
            }
        }
        let mut header = Self { provider, conditions, plans: Vec::new() };
        let plans = fields.required(complaints, READ).and_then(|node| complaints.list(node)).unwrap_or_default();
        for node in plans {
            let Some(mut fields) = complaints.table(node) else { continue };
            header.plans.extend(header.plan(&mut fields, complaints));
            fields.finish(complaints);
        }
        Some(header)
    }

    fn plan(&self, fields: &mut Fields<'_>, complaints: &mut Complaints) -> Option<Plan> {
        let place = fields.place();
        let heading = fields.optional("heading").and_then(|node| Some((node.place, complaints.text(node)?.to_owned())));
        let number = fields.optional("table").and_then(|node| count(node, complaints));
        let header_rows = fields.optional("header-rows").and_then(|node| count(node, complaints)).unwrap_or(1);
        let at = fields.required(complaints, "at");
        let mut shared: Vec<_> = at.map(|node| ("at", node.clone())).into_iter().collect();
        shared.extend(SHARED.iter().filter_map(|&name| Some((name, fields.optional(name)?.clone()))));
        let service = fields.optional("service").and_then(|node| wanted(node, complaints));
        let mut columns = Vec::new();
        for node in fields.required(complaints, "columns").and_then(|node| complaints.list(node)).unwrap_or_default() {
            let Some(mut fields) = complaints.table(node) else { continue };
            columns.extend(column(&mut fields, complaints));
            fields.finish(complaints);
        }
        let footnotes = self.footnotes(fields, complaints);
        let marks = marks(fields, complaints);
        let skip = fields.optional("skip").and_then(|node| complaints.list(node)).unwrap_or_default();
        let skip = skip.iter().filter_map(|node| complaints.text(node).map(str::to_owned)).collect();
        at?;
        Some(Plan { place, heading, number, header_rows, service, columns, footnotes, marks, skip, shared })
    }

    /// `footnotes`: marks with a condition, several, or `{ note }`.
    fn footnotes(&self, fields: &mut Fields<'_>, complaints: &mut Complaints) -> BTreeMap<String, Footnote> {
        let mut found = BTreeMap::new();
        let Some(node) = fields.optional("footnotes") else { return found };
        let Value::Table(entries) = &node.value else {
            complaints.table(node);
            return found;
        };
        for (key, value) in entries {
            let mut footnote = Footnote::default();
            if matches!(value.value, Value::Table(_)) {
                let Some(mut fields) = complaints.table(value) else { continue };
                footnote.note = fields.optional("note").and_then(|node| complaints.text(node)).map(str::to_owned);
                let conditions = fields.optional("condition");
                footnote.conditions = conditions.map(|node| self.conditions(node, complaints)).unwrap_or_default();
                fields.finish(complaints);
            } else {
                footnote.conditions = self.conditions(value, complaints);
            }
            found.insert(key.name.to_string(), footnote);
        }
        found
    }

    fn conditions(&self, node: &Node, complaints: &mut Complaints) -> Vec<String> {
        let mut found = Vec::new();
        for (place, text) in texts(node, complaints) {
            if !self.conditions.contains(&text) {
                let near = nearest(&text, self.conditions.iter().map(String::as_str));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                complaints.add(place, "unknown-name", format!("`conditions` has no `{text}`"), help);
            }
            found.push(text);
        }
        found
    }
}

impl Plan {
    /// The table of the page that is meant.
    pub(super) fn choose<'t>(&self, tables: &'t [PageTable], complaints: &mut Complaints) -> Option<&'t PageTable> {
        let under = |table: &&PageTable| {
            self.heading.as_ref().is_none_or(|(_, heading)| normalised(&table.heading) == normalised(heading))
        };
        let number = self.number.unwrap_or(1);
        let found = tables.iter().filter(under).nth(number - 1);
        if found.is_none() {
            let mut headings: Vec<_> = tables.iter().map(|table| table.heading.as_str()).collect();
            headings.dedup();
            headings.retain(|heading| !heading.is_empty());
            let message = match &self.heading {
                Some((_, heading)) => format!("the page has no table {number} under \"{heading}\""),
                None => format!("the page has no table {number}"),
            };
            let help = match headings.as_slice() {
                [] if self.heading.is_some() && !tables.is_empty() => {
                    "its tables stand under no heading: leave `heading` out".to_owned()
                }
                [] => "a table begins with a row of titles and a row of dashes".to_owned(),
                headings => format!("its tables stand under: {}", headings.join("; ")),
            };
            let place = self.heading.as_ref().map_or(self.place, |(place, _)| *place);
            complaints.add(place, "no-such-table", message, Some(help));
        }
        found
    }

    /// The number, from 0, of the column that is meant.
    pub(super) fn column(wanted: &Wanted, titles: &[String], complaints: &mut Complaints) -> Option<usize> {
        let found = match &wanted.name {
            Ok(number) => Some(number - 1).filter(|&number| number < titles.len()),
            Err(title) => titles.iter().position(|known| normalised(known) == normalised(title)),
        };
        if found.is_none() {
            let message = match &wanted.name {
                Ok(number) => format!("the table has no column {number}"),
                Err(title) => format!("the table has no column \"{title}\""),
            };
            let help = format!("its columns are: {}", titles.join("; "));
            complaints.add(wanted.place, "no-such-column", message, Some(help));
        }
        found
    }

    /// What the words of a cell mean; nothing where nobody says.
    pub(super) fn mark(&self, words: &str) -> Option<Mark> {
        let words = words.to_lowercase();
        let common = || {
            let is = |known: &[&str]| known.contains(&words.as_str());
            if is(&CHECKS) { Some(Mark::InScope) } else { is(&BLANKS).then_some(Mark::Nothing) }
        };
        self.marks.get(&words).copied().or_else(common)
    }
}

fn column(fields: &mut Fields<'_>, complaints: &mut Complaints) -> Option<Column> {
    let id = fields.required(complaints, "id");
    let title = fields.required(complaints, "title");
    let wanted_at = fields.optional("column").or(title);
    let wanted = wanted_at.and_then(|node| wanted(node, complaints));
    let mut entries: Vec<_> =
        [("id", id), ("title", title)].into_iter().filter_map(|(k, v)| Some((k, v?.clone()))).collect();
    entries.extend(OF_COLUMN.iter().filter_map(|&name| Some((name, fields.optional(name)?.clone()))));
    let id = complaints.text(id?)?.to_owned();
    Some(Column { id, wanted: wanted?, entry: Node::table(entries) })
}

fn wanted(node: &Node, complaints: &mut Complaints) -> Option<Wanted> {
    let name = match node.value {
        Value::Integer(_) => Ok(count(node, complaints)?),
        _ => Err(complaints.text(node)?.to_owned()),
    };
    Some(Wanted { place: node.place, name })
}

/// A number from 1 on.
fn count(node: &Node, complaints: &mut Complaints) -> Option<usize> {
    let number = complaints.integer(node)?;
    let fits = usize::try_from(number).ok().filter(|&number| number > 0);
    if fits.is_none() {
        complaints.add(node.place, "out-of-range", "a number from 1 on is expected here", None);
    }
    fits
}

/// `marks`: for each statement the words that make it.
fn marks(fields: &mut Fields<'_>, complaints: &mut Complaints) -> BTreeMap<String, Mark> {
    let known = [
        ("in-scope", Mark::InScope),
        ("pending", Mark::Pending),
        ("out-of-scope", Mark::OutOfScope),
        ("nothing", Mark::Nothing),
    ];
    let mut found = BTreeMap::new();
    let Some(node) = fields.optional("marks") else { return found };
    let Some(mut fields) = complaints.table(node) else { return found };
    for (name, mark) in known {
        let words = fields.optional(name).map(|node| texts(node, complaints)).unwrap_or_default();
        for (place, word) in words {
            if found.insert(word.to_lowercase(), mark).is_some() {
                complaints.add(place, "contradiction", format!("`{word}` is given two meanings"), None);
            }
        }
    }
    fields.finish(complaints);
    found
}

fn texts(node: &Node, complaints: &mut Complaints) -> Vec<(Place, String)> {
    let nodes = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    nodes.iter().filter_map(|node| Some((node.place, complaints.text(node)?.to_owned()))).collect()
}

/// Words without what makes no difference in a title: letter case and the width of white space.
pub(super) fn normalised(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
