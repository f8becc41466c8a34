//! Lines, columns and offsets of any text, counted here in the slowest way there is, and the places of nodes in YAML and
//! TOML.

use compliance_check::load::tree::{Node, Place, Value};
use compliance_check::load::{toml, yaml};
use compliance_check::lsp::position::Lines;
use compliance_check::text::{Position, Source, Span};

use super::ground::{inside, text};

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let source = Source::new("text", text);
    offsets(&source, data.len() / 64 + 1);
    lines(&source);
    let (root, errors) = toml::read(text);
    errors.iter().for_each(|(span, _)| inside(&source, *span));
    nodes(&root, &source);
    match yaml::read(text) {
        Err((span, _)) => inside(&source, span),
        Ok(root) => nodes(&yaml::located(root, text), &source),
    }
    yaml::comments(text).iter().flatten().for_each(|span| {
        inside(&source, *span);
        assert!(source.slice(*span).starts_with('#'), "{:?} is no comment", source.slice(*span));
    });
}

/// Every offset, or every so many of them, leads to the line and the column that counting gives, and back.
fn offsets(source: &Source, step: usize) {
    let text = source.text();
    let editor = Lines::new(text);
    for offset in (0..text.len() + 2).step_by(step) {
        let at = text.floor_char_boundary(offset);
        let before = &text[..at];
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count() + 1;
        let marked = usize::from(line == 1 && at > 0 && text.starts_with('\u{feff}'));
        let column = before[start..].chars().count() + 1 - marked;
        assert_eq!(source.position(offset), Position { line, column }, "{offset}");
        // Inside the end of a line no editor has a place.
        if !text[at..].starts_with('\n') || !before.ends_with('\r') {
            assert_eq!(editor.offset(editor.position(at)), at, "an editor's place of byte {at}");
        }
    }
}

/// The lines, one behind the other, are the text.
fn lines(source: &Source) {
    let spans = (0..source.line_count()).map(|line| source.line_span(line).expect("it is a line"));
    let whole: String = spans.map(|span| source.slice(span)).collect();
    assert_eq!(whole, source.text());
    assert_eq!(source.line_span(source.line_count()), None);
    for line in 0..source.line_count() {
        let seen = source.visible_line_span(line).expect("it is a line");
        inside(source, seen);
        assert!(!source.slice(seen).contains('\n'));
    }
}

/// Every node lies in the text, and what is in a list or a table lies between what comes before and behind.
fn nodes(node: &Node, source: &Source) {
    inside(source, bytes(node.place));
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| nodes(item, source)),
        Value::Table(entries) => entries.iter().for_each(|(key, value)| {
            inside(source, bytes(key.place));
            nodes(value, source);
        }),
        _ => {}
    }
}

fn bytes(place: Place) -> Span {
    match place {
        Place::Bytes(span) => span,
        Place::Nth(_) => panic!("a reader of places gives bytes"),
    }
}
