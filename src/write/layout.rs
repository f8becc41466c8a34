//! A tidy tree as lines: on one line what is small and fits, else one entry or element a line.

use super::scalar::{self, Surroundings};
use super::shape::{Shape, Table};
use crate::load::tree::{Key, Node, Value};

/// The columns of a line. A single text is never broken, however long it is.
const WIDTH: usize = 120;

/// The lines of a whole file.
pub(super) fn lines(root: &Node, table: &'static Table) -> String {
    let shape = Shape::Table(table);
    let mut out = String::new();
    match on_one_line(root, &shape) {
        Some(line) => push_line(&mut out, 0, &line),
        None => block(&mut out, root, &shape, 0),
    }
    out
}

fn push_line(out: &mut String, indent: usize, line: &str) {
    out.push_str(&" ".repeat(indent));
    out.push_str(line);
    out.push('\n');
}

/// One entry or element a line, each after `indent` spaces.
fn block(out: &mut String, node: &Node, shape: &Shape, indent: usize) {
    match &node.value {
        Value::Table(entries) => {
            for (key, value) in entries {
                entry(out, key, value, shape_of(shape, &key.name), indent);
            }
        }
        Value::List(items) => items.iter().for_each(|item| element(out, item, shape, indent)),
        scalar => push_line(out, indent, &scalar::scalar(scalar, is_day(shape), Surroundings::Block)),
    }
}

fn entry(out: &mut String, key: &Key, value: &Node, shape: &Shape, indent: usize) {
    let name = format!("{}:", scalar::text(&key.name, Surroundings::Block));
    match on_one_line(value, shape) {
        Some(line) if is_scalar(value) || fits(indent + width(&name) + 1 + width(&line)) => {
            push_line(out, indent, &format!("{name} {line}"));
        }
        _ => {
            push_line(out, indent, &name);
            block(out, value, shape, indent + 2);
        }
    }
}

fn element(out: &mut String, item: &Node, list: &Shape, indent: usize) {
    let shape = match list {
        Shape::List(table, _) => &Shape::Table(table),
        Shape::Day => &Shape::Day,
        _ => &Shape::Plain,
    };
    let lines = match on_one_line(item, shape) {
        Some(line) if is_scalar(item) || fits(indent + 2 + width(&line)) => line + "\n",
        _ => {
            let mut lines = String::new();
            block(&mut lines, item, shape, indent + 2);
            lines.split_off(indent + 2)
        }
    };
    out.push_str(&" ".repeat(indent));
    out.push_str("- ");
    out.push_str(&lines);
}

/// The node on one line, if its shape lets it stand there.
fn on_one_line(node: &Node, shape: &Shape) -> Option<String> {
    match &node.value {
        Value::List(_) | Value::Table(_) => flow(node, shape),
        scalar => Some(scalar::scalar(scalar, is_day(shape), Surroundings::Block)),
    }
}

/// The node between braces or brackets.
fn flow(node: &Node, shape: &Shape) -> Option<String> {
    match (&node.value, shape) {
        (Value::List(items), _) if items.is_empty() => Some("[]".to_owned()),
        (Value::Table(entries), _) if entries.is_empty() => Some("{}".to_owned()),
        (Value::List(_), Shape::List(..)) => None,
        (Value::List(items), _) if items.iter().any(|item| matches!(item.value, Value::Table(_))) => None,
        (Value::List(items), _) => {
            let items: Option<Vec<_>> = items.iter().map(|item| flow(item, &Shape::Plain)).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        (Value::Table(_), Shape::Table(table)) if !table.on_one_line => None,
        (Value::Table(_), Shape::Open(Shape::Table(_) | Shape::Plain, _)) => None,
        (Value::Table(entries), _) => {
            let entry = |(key, value): &(Key, Node)| {
                let value = flow(value, shape_of(shape, &key.name))?;
                Some(format!("{}: {value}", scalar::text(&key.name, Surroundings::Flow)))
            };
            let entries: Option<Vec<_>> = entries.iter().map(entry).collect();
            Some(format!("{{ {} }}", entries?.join(", ")))
        }
        (scalar, _) => Some(scalar::scalar(scalar, is_day(shape), Surroundings::Flow)),
    }
}

/// The shape of the value of a key in a table of this shape.
fn shape_of(shape: &Shape, key: &str) -> &'static Shape {
    match shape {
        Shape::Table(table) => table.key(key).map_or(&Shape::Plain, |(_, shape)| shape),
        Shape::Open(inner, _) => inner,
        _ => &Shape::Plain,
    }
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.value, Value::List(_) | Value::Table(_))
}

fn is_day(shape: &Shape) -> bool {
    matches!(shape, Shape::Day)
}

fn fits(columns: usize) -> bool {
    columns <= WIDTH
}

fn width(text: &str) -> usize {
    text.chars().count()
}
