//! A tree in canonical order: the keys of each table as its shape has them, sets by name, one text as a text.
//!
//! The meaning stays. What stands in a page's order (rows, claims, columns, conditions) or from old to new, from large
//! to small (editions, levels, clouds, regions) is never moved. What has no order of its own (the services,
//! agreements and sources of a file, the aliases of a thing) stands by id or by name, so that there is one place for
//! one more.

use super::shape::{Order, Shape, Table};
use crate::load::tree::{Key, Node, Value};

/// The tree of a whole file in canonical order.
pub(super) fn tidy(root: &Node, table: &'static Table) -> Node {
    let mut root = node(root, &Shape::Table(table));
    if let Some(tables) = entry_mut(&mut root, "tables")
        && let Value::List(tables) = &mut tables.value
    {
        tables.iter_mut().for_each(shorten_rows);
    }
    root
}

fn node(given: &Node, shape: &Shape) -> Node {
    let value = match (&given.value, shape) {
        (Value::List(items), Shape::OneOrMany) if items.len() == 1 && matches!(items[0].value, Value::Text(_)) => {
            items[0].value.clone()
        }
        (Value::Text(_), Shape::Many | Shape::Set) => Value::List(vec![given.clone()]),
        (Value::List(items), Shape::Set) => {
            let mut items = items.clone();
            items.sort_by_cached_key(|item| by_letters(text_of(item)));
            Value::List(items)
        }
        (Value::Table(entries), Shape::Table(table) | Shape::List(table, _)) => Value::Table(ordered(entries, table)),
        (Value::List(items), Shape::List(table, order)) => {
            let mut items: Vec<_> = items.iter().map(|item| node(item, &Shape::Table(table))).collect();
            if *order == Order::ById {
                items.sort_by(|a, b| id_of(a).cmp(id_of(b)));
            }
            Value::List(items)
        }
        (Value::Table(entries), Shape::Open(inner, order)) => {
            let mut entries: Vec<_> = entries.iter().map(|(key, value)| (key.clone(), node(value, inner))).collect();
            if *order == Order::ById {
                entries.sort_by(|a, b| a.0.name.cmp(&b.0.name));
            }
            Value::Table(entries)
        }
        (value, _) => value.clone(),
    };
    Node { place: given.place, value }
}

/// The entries in the order of the shape; unknown ones after them, as they came.
fn ordered(entries: &[(Key, Node)], table: &Table) -> Vec<(Key, Node)> {
    let mut placed: Vec<_> = entries
        .iter()
        .map(|(key, value)| match table.key(&key.name) {
            Some((at, shape)) => (at, (key.clone(), node(value, shape))),
            None => (usize::MAX, (key.clone(), value.clone())),
        })
        .collect();
    placed.sort_by_key(|(at, _)| *at);
    placed.into_iter().map(|(_, entry)| entry).collect()
}

/// A row that marks every column needn't name them, and one that then says nothing else is the service alone.
fn shorten_rows(table: &mut Node) {
    let columns: Vec<String> = table.items("columns").iter().map(|column| id_of(column).to_owned()).collect();
    let Some(Value::List(rows)) = entry_mut(table, "rows").map(|node| &mut node.value) else { return };
    for row in rows {
        shorten(row, &columns);
    }
}

fn shorten(row: &mut Node, columns: &[String]) {
    let Value::Table(entries) = &mut row.value else { return };
    let others = entries.iter().any(|(key, _)| key.name == "pending" || key.name == "out-of-scope");
    let marks = entries.iter().position(|(key, node)| key.name == "in-scope" && names_all(node, columns));
    if let (Some(marks), false) = (marks, others) {
        entries.remove(marks);
    }
    if let [(key, Node { value: Value::Text(service), .. })] = entries.as_slice()
        && key.name == "service"
    {
        row.value = Value::Text(service.clone());
    }
}

/// Whether a list names each of the columns once, and nothing else.
fn names_all(node: &Node, columns: &[String]) -> bool {
    let Value::List(items) = &node.value else { return false };
    let mut named: Vec<_> = items.iter().map(text_of).collect();
    let mut columns: Vec<_> = columns.iter().map(String::as_str).collect();
    named.sort_unstable();
    columns.sort_unstable();
    named == columns
}

fn entry_mut<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    let Value::Table(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|(key, _)| key.name == name).map(|(_, node)| node)
}

fn text_of(node: &Node) -> &str {
    node.as_text().unwrap_or_default()
}

fn id_of(node: &Node) -> &str {
    node.get("id").map(text_of).unwrap_or_default()
}

/// Names in the order of a dictionary: letter case tells two apart only where nothing else does.
fn by_letters(text: &str) -> (String, String) {
    (text.to_lowercase(), text.to_owned())
}
