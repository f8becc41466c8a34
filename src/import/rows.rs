//! The rows of a page's table as rows of an evidence file, in the page's order.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::NewService;
use super::cell::Cell;
use super::header::{Footnote, Header, Mark, Plan, normalised};
use super::page::PageTable;
use crate::catalog::Catalog;
use crate::load::decode::Complaints;
use crate::load::problem::Problem;
use crate::load::tree::{Node, Value};
use crate::model::id::Id;
use crate::model::provider::{Provider, Service};
use crate::text::nearest::{Glances, nearest_few};
use crate::text::{Source, Span};

/// How many known names are offered for one that is unknown.
const OFFERED: usize = 3;

/// Reads the rows of one table.
pub(super) struct Rows<'r> {
    page: &'r Source,
    catalog: &'r Catalog,
    plan: &'r Plan,
    provider: Option<Id<Provider>>,
    /// What is wrong in the page.
    pub(super) problems: Vec<Problem>,
    /// What is odd in the page, and taken as it is.
    pub(super) warnings: Vec<Problem>,
    /// The services that the catalogue lacks.
    pub(super) new_services: Vec<NewService>,
    /// The services that have a row of this table so far: where, and what it says.
    seen: BTreeMap<Id<Service>, (Span, Row)>,
    /// What can be told of the provider's spellings at a glance, once a name is none of them.
    glances: OnceCell<Glances>,
}

impl<'r> Rows<'r> {
    pub(super) fn new(page: &'r Source, catalog: &'r Catalog, header: &Header, plan: &'r Plan) -> Self {
        let named = |provider: &Provider| header.provider.as_deref() == Some(provider.id.as_str());
        let provider = catalog.facts().providers.iter().find(|(_, provider)| named(provider)).map(|(id, _)| id);
        let (problems, warnings, new_services) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            page,
            catalog,
            plan,
            provider,
            problems,
            warnings,
            new_services,
            seen: BTreeMap::new(),
            glances: OnceCell::new(),
        }
    }

    /// The table as an entry of `tables`.
    pub(super) fn read(&mut self, table: &PageTable, complaints: &mut Complaints) -> Option<Node> {
        let titles = table.titles(self.plan.header_rows);
        let names = match &self.plan.service {
            Some(wanted) => Plan::column(wanted, &titles, complaints)?,
            None => 0,
        };
        let columns: Vec<_> =
            self.plan.columns.iter().map(|column| Plan::column(&column.wanted, &titles, complaints)).collect();
        let columns: Vec<usize> = columns.into_iter().collect::<Option<_>>()?;
        let body = table.rows.iter().skip(self.plan.header_rows);
        let rows: Vec<_> = body.filter_map(|row| self.row(row, names, &columns)).collect();
        let mut entries = self.plan.shared.clone();
        entries.push(("columns", Node::list(self.plan.columns.iter().map(|column| column.entry.clone()))));
        entries.push(("rows", Node::list(rows)));
        Some(Node::table(entries))
    }

    fn row(&mut self, cells: &[Cell], names: usize, columns: &[usize]) -> Option<Node> {
        if cells.iter().all(|cell| cell.text.is_empty() && cell.marks.is_empty()) {
            return None;
        }
        let blank = Cell { span: cells.first().map(|cell| cell.span).unwrap_or_default(), ..Cell::default() };
        let name = cells.get(names).unwrap_or(&blank);
        if self.plan.skip.iter().any(|skipped| normalised(skipped) == normalised(&name.text)) {
            return None;
        }
        let service = self.service(name);
        let mut row = Row::default();
        for footnote in self.footnotes(name) {
            row.conditions.extend(footnote.conditions);
            row.note(footnote.note);
        }
        let plan = self.plan;
        for (column, &at) in plan.columns.iter().zip(columns) {
            self.cell(cells.get(at).unwrap_or(&blank), &column.id, &mut row);
        }
        self.note_second(service?, name, &row);
        let service = &self.catalog.facts().services[service?];
        let printed = (service.name != name.text).then(|| name.text.clone());
        Some(row.into_node(service.id.as_str(), printed))
    }

    /// Pages do print two rows for one service. Both are kept; whoever reads the page should know.
    fn note_second(&mut self, service: Id<Service>, name: &Cell, row: &Row) {
        let Some((first, said)) = self.seen.get(&service) else {
            self.seen.insert(service, (name.span, row.clone()));
            return;
        };
        let (how, help) = if said == row {
            ("says the same", "take one of the two out of the file, where one of them is a slip of the page")
        } else {
            ("says otherwise", "if the page means it, keep both: the narrower one stands, and is shown as contested")
        };
        let line = self.page.position(first.start).line;
        let id = &self.catalog.facts().services[service].id;
        let message = format!("`{}` is {id}, which has a row in line {line} already; this one {how}", name.text);
        let (source, help) = (self.page.clone(), Some(help.to_owned()));
        self.warnings.push(Problem { code: "repeated-service", message, help, source, span: name.span });
    }

    /// What one cell says of its column.
    fn cell(&mut self, cell: &Cell, column: &str, row: &mut Row) {
        let Some(mark) = self.plan.mark(&cell.text) else {
            let message = format!("it is not said what `{}` means in this cell", cell.text);
            self.problem(
                cell,
                "unknown-mark",
                message,
                "say it in the header: `marks: { in-scope: [...] }`".to_owned(),
            );
            return;
        };
        match mark {
            Mark::InScope => row.in_scope.push(column.to_owned()),
            Mark::Pending => row.pending.push(column.to_owned()),
            Mark::OutOfScope => row.out_of_scope.push(column.to_owned()),
            Mark::Nothing => {}
        }
        let mut conditions = Vec::new();
        for footnote in self.footnotes(cell) {
            conditions.extend(footnote.conditions);
            row.note(footnote.note);
        }
        // A condition narrows what is in scope; of anything else there is nothing to narrow.
        if mark == Mark::InScope && !conditions.is_empty() {
            row.under.push((column.to_owned(), conditions));
        }
    }

    fn footnotes(&mut self, cell: &Cell) -> Vec<Footnote> {
        let mut found = Vec::new();
        for mark in &cell.marks {
            match self.plan.footnotes.get(mark) {
                Some(footnote) => found.push(footnote.clone()),
                None => {
                    let message = format!("it is not said what the footnote mark `{mark}` means");
                    let help = format!("say it in the header: `footnotes: {{ \"{mark}\": condition-id }}`");
                    self.problem(cell, "unknown-footnote", message, help);
                }
            }
        }
        found
    }

    /// The service that a cell names, by any spelling that the catalogue knows.
    fn service(&mut self, cell: &Cell) -> Option<Id<Service>> {
        let (facts, names) = (self.catalog.facts(), self.catalog.names());
        let problem = match names.service(facts, &cell.text, self.provider) {
            Ok(service) => return Some(service),
            Err(problem) => problem,
        };
        if cell.text.is_empty() {
            let help = "if the row goes on with the service above, write its name again".to_owned();
            self.problem(cell, "no-name", "this row names no service".to_owned(), help);
            return None;
        }
        // A name that could mean two services is known; there is nothing to add, but something to part.
        let is_known = problem.help.is_some() && names.service(facts, &cell.text, None).is_err() && {
            let key = normalised(&cell.text);
            self.spellings().any(|spelling| normalised(spelling) == key)
        };
        let (code, help) = if is_known {
            ("ambiguous-service", problem.help.unwrap_or_default())
        } else {
            self.add(&cell.text);
            ("unknown-service", self.near(&cell.text))
        };
        self.problem(cell, code, problem.message, help);
        None
    }

    /// Every spelling of the provider's services.
    fn spellings(&self) -> impl Iterator<Item = &'r str> {
        let provider = self.provider;
        let services = self.catalog.facts().services.iter().map(|(_, service)| service);
        services.filter(move |service| provider.is_none_or(|wanted| service.provider == wanted)).flat_map(|service| {
            std::iter::once(service.name.as_str()).chain(service.aliases.iter().map(String::as_str))
        })
    }

    fn near(&self, name: &str) -> String {
        let all: Vec<_> = self.spellings().collect();
        let glances = self.glances.get_or_init(|| Glances::of(all.iter()));
        let seen = glances.may_be_near(name, 2).map(|number| all[number]);
        match nearest_few(name, seen, OFFERED).as_slice() {
            [] => "nothing like it is known; add it to the provider's file".to_owned(),
            few => format!("if it is {}, add this spelling to its aliases; else add the service", few.join(" or ")),
        }
    }

    fn add(&mut self, name: &str) {
        if self.new_services.iter().any(|service| service.name == name) {
            return;
        }
        let facts = self.catalog.facts();
        let taken: BTreeSet<&str> = facts.services.iter().map(|(_, service)| service.id.as_str()).collect();
        let plain = slug(name);
        let owned = self.provider.map(|provider| format!("{}-{plain}", facts.providers[provider].id));
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let mut ids = std::iter::once(plain.clone()).chain(owned).chain(numbered);
        let is_free =
            |id: &String| !taken.contains(id.as_str()) && self.new_services.iter().all(|service| service.id != *id);
        let Some(id) = ids.find(is_free) else { return };
        let cloud = self.plan.shared.iter().find(|(key, _)| *key == "cloud").map(|(_, node)| node);
        let home = cloud.and_then(|node| match &node.value {
            Value::List(items) => items.first().and_then(Node::as_text),
            _ => node.as_text(),
        });
        self.new_services.push(NewService { id, name: name.to_owned(), home: home.map(str::to_owned) });
    }

    fn problem(&mut self, cell: &Cell, code: &'static str, message: String, help: String) {
        self.problems.push(Problem { code, message, help: Some(help), source: self.page.clone(), span: cell.span });
    }
}

/// One row while it is read.
#[derive(Clone, Default, PartialEq, Eq)]
struct Row {
    in_scope: Vec<String>,
    pending: Vec<String>,
    out_of_scope: Vec<String>,
    under: Vec<(String, Vec<String>)>,
    conditions: Vec<String>,
    notes: Vec<String>,
}

impl Row {
    fn note(&mut self, note: Option<String>) {
        self.notes.extend(note.filter(|note| !self.notes.contains(note)));
    }

    /// The row as the evidence file has it. The writer leaves out what needn't be said.
    fn into_node(self, service: &str, printed: Option<String>) -> Node {
        let list = |texts: &[String]| Node::list(texts.iter().map(Node::text));
        let mut entries = vec![("service", Node::text(service))];
        entries.extend(printed.map(|printed| ("as", Node::text(printed))));
        let says_otherwise = !self.pending.is_empty() || !self.out_of_scope.is_empty();
        if !self.in_scope.is_empty() || !says_otherwise {
            entries.push(("in-scope", list(&self.in_scope)));
        }
        for (key, columns) in [("pending", &self.pending), ("out-of-scope", &self.out_of_scope)] {
            if !columns.is_empty() {
                entries.push((key, list(columns)));
            }
        }
        if !self.under.is_empty() {
            let under = self.under.iter().map(|(column, conditions)| (column.as_str(), list(conditions)));
            entries.push(("under", Node::table(under)));
        }
        if !self.conditions.is_empty() {
            entries.push(("condition", list(&self.conditions)));
        }
        if !self.notes.is_empty() {
            entries.push(("note", Node::text(self.notes.join("; "))));
        }
        Node::table(entries)
    }
}

/// An id made of the letters and digits of a name.
fn slug(name: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = name.chars().filter(|c| *c != '\'' && *c != '’').map(fits).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}
