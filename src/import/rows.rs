//! The rows of a page's table as rows of an evidence file, in the page's order.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::header::{Footnote, Mark, Plan, normalised};
use super::page::PageTable;
use super::services::{Nameless, Services};
use crate::catalog::Catalog;
use crate::load::decode::Complaints;
use crate::load::problem::Problem;
use crate::load::tree::Node;
use crate::model::id::Id;
use crate::model::provider::Service;
use crate::text::{Source, Span};

/// Reads the rows of one table.
pub(super) struct Rows<'r, 'c> {
    page: &'r Source,
    catalog: &'c Catalog,
    plan: &'r Plan,
    services: &'r mut Services<'c>,
    /// What is wrong in the page.
    pub(super) problems: Vec<Problem>,
    /// What is odd in the page, and taken as it is.
    pub(super) warnings: Vec<Problem>,
    /// The services that have a row of this table so far: where, and what it says.
    seen: BTreeMap<Id<Service>, (Span, Row)>,
}

impl<'r, 'c> Rows<'r, 'c> {
    pub(super) fn new(page: &'r Source, catalog: &'c Catalog, plan: &'r Plan, services: &'r mut Services<'c>) -> Self {
        Self { page, catalog, plan, services, problems: Vec::new(), warnings: Vec::new(), seen: BTreeMap::new() }
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
        let printed = (*service.name != *name.text).then(|| name.text.clone());
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
        if cell.text.is_empty() {
            let help = "if the row goes on with the service above, write its name again".to_owned();
            self.problem(cell, "no-name", "this row names no service".to_owned(), help);
            return None;
        }
        match self.services.named(&cell.text, self.plan) {
            Ok(service) => Some(service),
            Err(Nameless { code, message, help }) => {
                self.problem(cell, code, message, help);
                None
            }
        }
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
