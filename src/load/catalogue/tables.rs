//! `tables` of an evidence file: a table of a page as a person reads it, one row a line.
//!
//! A table says once what all its cells share; a column says which standards a mark in it means, a row which columns
//! are marked. What is nearer to the cell wins: the row's cloud before the column's before the table's.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::evidence::NamedCloud;
use super::reader::{Placed, Reader};
use crate::load::decode::Fields;
use crate::load::tree::{Node, Place, Value};
use crate::model::Text;
use crate::model::evidence::{Claim, Condition, Document, Statement};
use crate::model::id::Id;
use crate::model::provider::Service;
use crate::model::standard::StandardRef;

/// What a table says for all its cells, unless a column or a row says otherwise.
struct Shared {
    document: Id<Document>,
    at: Text,
    scope: Scope,
    conditions: Vec<usize>,
    /// What a cell without a mark says; nothing where the document doesn't tell.
    unmarked: Option<Statement>,
}

/// Where and when the cells speak.
#[derive(Clone, Default)]
struct Scope {
    clouds: Vec<NamedCloud>,
    regions: Option<Vec<Placed>>,
    from: Option<Date>,
    until: Option<Date>,
}

struct Column {
    id: String,
    title: Text,
    standards: Vec<StandardRef>,
    scope: Scope,
    conditions: Vec<usize>,
}

/// One row: the services that it names, and what is said of them in which column.
struct Row {
    services: Vec<Id<Service>>,
    /// The name that is printed, where it isn't the service's own.
    printed: Text,
    marks: BTreeMap<usize, Statement>,
    scope: Scope,
    conditions: Vec<usize>,
    /// The conditions of single cells.
    cell_conditions: BTreeMap<usize, Vec<usize>>,
    note: Option<Text>,
}

impl Reader<'_> {
    pub(super) fn tables(&mut self, fields: &mut Fields<'_>, document: Id<Document>, conditions: &[Condition]) {
        for node in self.items(fields, "tables") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            self.table(&mut fields, document, conditions);
            fields.finish(&mut self.complaints);
        }
    }

    fn table(&mut self, fields: &mut Fields<'_>, document: Id<Document>, known: &[Condition]) {
        let at = self.text(fields, "at").unwrap_or_default();
        let scope = self.scope(fields);
        let conditions = self.conditions_named(fields, "condition", known);
        let unmarked = self.optional_word(fields, "unmarked", &[Statement::OutOfScope], |_| "out-of-scope");
        let shared = Shared { document, at, scope, conditions, unmarked };
        let mut columns = Vec::new();
        for node in self.items(fields, "columns") {
            let Some(mut fields) = self.complaints.table(node) else { continue };
            columns.extend(self.column(&mut fields, known));
            fields.finish(&mut self.complaints);
        }
        for node in self.items(fields, "rows") {
            if let Some(row) = self.row(node, &columns, known) {
                self.cells(&shared, &columns, &row);
            }
        }
    }

    fn scope(&mut self, fields: &mut Fields<'_>) -> Scope {
        let clouds = self.texts(fields, "cloud");
        let clouds = clouds.iter().filter_map(|text| self.cloud(text)).collect();
        let regions = fields.optional("regions").map(|node| self.one_or_many(node));
        let from = self.date(fields, "from");
        let until = self.partial_date(fields, "until").map(|date| date.last_day());
        Scope { clouds, regions, from, until }
    }

    fn column(&mut self, fields: &mut Fields<'_>, known: &[Condition]) -> Option<Column> {
        let id = self.slug(fields, "id");
        let title = self.text(fields, "title");
        let standards = self.texts(fields, "standards");
        if standards.is_empty() {
            self.complaints.add(fields.place(), "missing-key", "`standards` is missing: what does a mark mean", None);
        }
        let standards = self.references(&standards);
        let scope = self.scope(fields);
        let conditions = self.conditions_named(fields, "condition", known);
        Some(Column { id: id?.to_string(), title: title?, standards, scope, conditions })
    }

    /// A row is a service that is marked in every column, or a table that says more.
    fn row(&mut self, node: &Node, columns: &[Column], known: &[Condition]) -> Option<Row> {
        let ids = self.ids;
        if let Value::Text(name) = &node.value {
            let service = self.find(&(node.place, name.to_string()), "service", &ids.services)?;
            let marks = (0..columns.len()).map(|column| (column, Statement::InScope)).collect();
            return Some(Row::plain(vec![service], self.service_name(service), marks));
        }
        let mut fields = self.complaints.table(node)?;
        let names = fields.required(&mut self.complaints, "service").map(|node| self.one_or_many(node));
        let names = names.unwrap_or_default();
        let services = self.find_all(&names, "service", &ids.services);
        let printed = self.optional_text(&mut fields, "as");
        let own_name = services.first().map(|&service| self.service_name(service));
        let printed = printed.or(own_name).unwrap_or_default();
        let mut marks = BTreeMap::new();
        let mut any = false;
        for statement in Statement::ALL {
            let name = statement.name();
            any |= fields.optional(name).is_some();
            for (place, column) in self.columns_named(&mut fields, name, columns) {
                if marks.insert(column, statement).is_some() {
                    let message = format!("column `{}` is marked twice", columns[column].id);
                    self.complaints.add(place, "contradiction", message, None);
                }
            }
        }
        if !any {
            marks = (0..columns.len()).map(|column| (column, Statement::InScope)).collect();
        }
        let mut row = Row::plain(services, printed, marks);
        row.scope = self.scope(&mut fields);
        row.conditions = self.conditions_named(&mut fields, "condition", known);
        row.cell_conditions = self.cell_conditions(&mut fields, columns, known);
        row.note = self.optional_text(&mut fields, "note");
        fields.finish(&mut self.complaints);
        Some(row)
    }

    /// The name of a service. Providers are read before evidence, so it is known by now unless its entry is faulty.
    fn service_name(&self, service: Id<Service>) -> Text {
        self.slots.services.get(service).map(|service| service.name.clone()).unwrap_or_default()
    }

    fn columns_named(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        columns: &[Column],
    ) -> Vec<(Place, usize)> {
        let written = self.texts(fields, name);
        written.iter().filter_map(|text| Some((text.0, self.column_named(text, columns)?))).collect()
    }

    fn column_named(&mut self, (place, text): &Placed, columns: &[Column]) -> Option<usize> {
        let found = columns.iter().position(|column| column.id == *text);
        if found.is_none() {
            self.unknown(*place, "column of this table", text, columns.iter().map(|column| column.id.as_str()));
        }
        found
    }

    /// `under`: columns with the conditions of their cells.
    fn cell_conditions(
        &mut self,
        fields: &mut Fields<'_>,
        columns: &[Column],
        known: &[Condition],
    ) -> BTreeMap<usize, Vec<usize>> {
        let Some(node) = fields.optional("under") else { return BTreeMap::new() };
        let Value::Table(entries) = &node.value else {
            self.complaints.table(node);
            return BTreeMap::new();
        };
        let mut found = BTreeMap::new();
        for (key, value) in entries {
            let Some(column) = self.column_named(&(key.place, key.name.to_string()), columns) else { continue };
            let written = self.one_or_many(value);
            let conditions = written.iter().filter_map(|text| self.condition_named(text, known)).collect();
            found.insert(column, conditions);
        }
        found
    }

    fn cells(&mut self, shared: &Shared, columns: &[Column], row: &Row) {
        for (index, column) in columns.iter().enumerate() {
            let Some(statement) = row.marks.get(&index).copied().or(shared.unmarked) else { continue };
            let scope = row.scope.clone().or(&column.scope).or(&shared.scope);
            let places = self.places(&scope.clouds, scope.regions.as_deref().unwrap_or_default());
            let mut conditions = Vec::new();
            if statement == Statement::InScope {
                let of_cell = row.cell_conditions.get(&index).into_iter().flatten();
                let all = shared.conditions.iter().chain(&column.conditions).chain(&row.conditions).chain(of_cell);
                for &condition in all {
                    if !conditions.contains(&condition) {
                        conditions.push(condition);
                    }
                }
            }
            let at = match columns.len() {
                1 => format!("{}, row \"{}\"", shared.at, row.printed),
                _ => format!("{}, row \"{}\", column \"{}\"", shared.at, row.printed, column.title),
            };
            for &service in &row.services {
                for (cloud, regions) in &places {
                    for &standard in &column.standards {
                        self.slots.claims.add(Claim {
                            document: shared.document,
                            service,
                            cloud: *cloud,
                            regions: regions.clone(),
                            statement,
                            standard,
                            from: scope.from,
                            until: scope.until,
                            conditions: conditions.clone(),
                            at: at.clone().into(),
                            note: row.note.clone(),
                        });
                    }
                }
            }
        }
    }
}

impl Row {
    fn plain(services: Vec<Id<Service>>, printed: Text, marks: BTreeMap<usize, Statement>) -> Self {
        let (scope, conditions, cell_conditions) = (Scope::default(), Vec::new(), BTreeMap::new());
        Self { services, printed, marks, scope, conditions, cell_conditions, note: None }
    }
}

impl Scope {
    /// What is said here, and what `outer` says of the rest. Regions belong to their cloud: a scope that names another
    /// cloud doesn't take over the outer one's regions.
    fn or(self, outer: &Self) -> Self {
        let regions = match self.regions {
            None if self.clouds.is_empty() || self.clouds == outer.clouds => outer.regions.clone(),
            own => own,
        };
        Self {
            clouds: if self.clouds.is_empty() { outer.clouds.clone() } else { self.clouds },
            regions,
            from: self.from.or(outer.from),
            until: self.until.or(outer.until),
        }
    }
}
