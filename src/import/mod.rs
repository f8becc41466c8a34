//! From a table as a provider's page has it to the document that the catalogue keeps.
//!
//! Nothing is guessed: which table it is, what its columns promise and what its footnotes mean is said in a header that
//! a person writes once for a page. A name or a mark that the header and the catalogue don't explain is a problem, and
//! all of them come at once.

mod cell;
mod comma;
mod header;
mod markdown;
mod page;
mod rows;
mod services;

use crate::catalog::Catalog;
use crate::load::catalogue::Folder;
use crate::load::decode::Complaints;
use crate::load::limits;
use crate::load::problem::{Problem, Problems};
use crate::load::tree::{Node, Value};
use crate::text::Source;
use crate::write;
use header::Header;
pub use page::Written;
use rows::Rows;
use services::Services;

/// A service that the catalogue doesn't have, as an entry for its provider's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewService {
    /// An id that is free.
    pub id: String,
    /// The name as the page prints it.
    pub name: String,
    /// The cloud of the table, most likely its home.
    pub home: Option<String>,
}

/// What an import gives: a document, or all that stands against it.
#[derive(Debug, Default)]
pub struct Imported {
    /// The text of the evidence file; none where anything is wrong.
    pub text: Option<String>,
    /// The document's id.
    pub id: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What is odd in the page, and taken as it is.
    pub warnings: Vec<Problem>,
    /// The services that the catalogue lacks, as a file that can be taken over or copied from.
    pub new_services: Option<String>,
}

/// Reads the tables of `page` as `header` says.
pub fn import(page: &Source, written: Written, header: &Source, catalog: &Catalog) -> Imported {
    let mut problems = Problems::new();
    let mut imported = Imported::default();
    let mut complaints = Complaints::new(header.clone());
    let mut of_page = Complaints::new(page.clone());
    if !of_page.fits(limits::PAGE) || !complaints.fits(limits::HEADER) {
        let problems = [of_page.into_problems(), complaints.into_problems()].concat();
        return Imported { problems, ..imported };
    }
    let Some(root) = complaints.yaml() else {
        return Imported { problems: complaints.into_problems(), ..imported };
    };
    imported.id = root.get("id").and_then(Node::as_text).unwrap_or_default().to_owned();
    let decoded = Header::decode(&root, &mut complaints);
    let mut tables = Vec::new();
    let mut new_services = Vec::new();
    if let Some(decoded) = &decoded {
        let mut services = Services::new(catalog, decoded);
        let page_tables = match written {
            Written::Markdown => markdown::tables(page.text()),
            Written::Csv => comma::tables(page, &mut problems),
        };
        for plan in &decoded.plans {
            let Some(table) = plan.choose(&page_tables, &mut complaints) else { continue };
            let mut rows = Rows::new(page, catalog, plan, &mut services);
            tables.extend(rows.read(table, &mut complaints));
            problems.extend(rows.problems);
            imported.warnings.append(&mut rows.warnings);
        }
        new_services = services.new;
    }
    problems.extend(complaints.into_problems());
    if problems.is_empty() {
        imported.text = Some(write::canonical(Folder::Evidence, write::head(header.text()), &document(&root, tables)));
    }
    imported.new_services = provider_file(&root, &imported.id, &new_services);
    imported.problems = problems.into_sorted();
    imported
}

/// The header as a document: without what says how to read, and with what was read.
fn document(header: &Node, tables: Vec<Node>) -> Node {
    let Value::Table(entries) = &header.value else { return header.clone() };
    let mut entries: Vec<_> = entries.iter().filter(|(key, _)| key.name != header::READ).cloned().collect();
    if let Value::Table(more) = Node::table([("tables", Node::list(tables))]).value {
        entries.extend(more);
    }
    Node::made(Value::Table(entries))
}

/// The new services as a provider file: several files may speak for one provider.
fn provider_file(header: &Node, document: &str, services: &[NewService]) -> Option<String> {
    let provider = header.get("provider")?.clone();
    if services.is_empty() {
        return None;
    }
    let entry = |service: &NewService| {
        let mut entries = vec![("id", Node::text(&service.id)), ("name", Node::text(&service.name))];
        entries.extend(service.home.as_ref().map(|home| ("home", Node::text(home))));
        entries.push(("stated-in", Node::list([Node::text(document)])));
        Node::table(entries)
    };
    let root = Node::table([("provider", provider), ("services", Node::list(services.iter().map(entry)))]);
    Some(write::canonical(Folder::Providers, "", &root))
}
