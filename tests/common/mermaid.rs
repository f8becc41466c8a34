//! A small reader of the flowcharts that `explain` writes: every line is a node or an edge of a known form.

use std::collections::BTreeSet;

/// What encloses the label of each shape of node.
const SHAPES: [(&str, &str); 5] =
    [("[/\"", "\"/]"), ("[[\"", "\"]]"), ("{{\"", "\"}}"), ("[\"", "\"]"), ("(\"", "\")")];

/// A chart as it was read.
#[derive(Debug, Default)]
pub struct Chart {
    /// The nodes: id and label, with what is written as a number read back.
    pub nodes: Vec<(String, String)>,
    /// The edges: from, whether it is dashed, label, to.
    pub edges: Vec<(String, bool, String, String)>,
}

/// Reads a chart, and expects that each line has one of the known forms and that no label could mean anything.
#[track_caller]
pub fn read(text: &str) -> Chart {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("flowchart TD"), "{text}");
    let mut chart = Chart::default();
    for line in lines {
        let rest = line.strip_prefix("  ").unwrap_or_else(|| panic!("not indented: {line}"));
        let (id, rest) = id(rest);
        match (edge(&id, rest), node(&id, rest)) {
            (Some(edge), None) => chart.edges.push(edge),
            (None, Some(node)) => chart.nodes.push(node),
            _ => panic!("neither node nor edge: {line}"),
        }
    }
    let ids: BTreeSet<&str> = chart.nodes.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids.len(), chart.nodes.len(), "an id is used twice: {text}");
    for (from, _, _, to) in &chart.edges {
        assert!(ids.contains(from.as_str()) && ids.contains(to.as_str()), "{from} to {to}: {text}");
    }
    chart
}

fn id(text: &str) -> (String, &str) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (id, rest) = text.split_at(end);
    let (letter, number) = id.split_at(1.min(id.len()));
    let sound = letter.chars().all(|c| c.is_ascii_lowercase()) && number.chars().all(|c| c.is_ascii_digit());
    assert!(sound && !number.is_empty(), "{text} begins with no id");
    (id.to_owned(), rest)
}

fn node(id: &str, rest: &str) -> Option<(String, String)> {
    let label = SHAPES.iter().find_map(|(open, close)| rest.strip_prefix(open)?.strip_suffix(close))?;
    Some((id.to_owned(), label.split("<br/>").map(plain).collect::<Vec<_>>().join("\n")))
}

fn edge(from: &str, rest: &str) -> Option<(String, bool, String, String)> {
    let (dashed, rest) = match (rest.strip_prefix(" --> "), rest.strip_prefix(" -->|\"")) {
        (Some(to), _) => return Some((from.to_owned(), false, String::new(), id(to).0)),
        (None, Some(rest)) => (false, rest),
        (None, None) => (true, rest.strip_prefix(" -.->|\"")?),
    };
    let (label, to) = rest.split_once("\"| ")?;
    let (to, after) = id(to);
    assert_eq!(after, "");
    Some((from.to_owned(), dashed, plain(label), to))
}

/// A label as it is shown; only letters, digits, harmless marks and numbered characters may stand in it.
fn plain(label: &str) -> String {
    let mut shown = String::new();
    let mut rest = label;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        if character == '#' {
            let (number, after) = rest.split_once(';').unwrap_or_else(|| panic!("no number: {label}"));
            let number = number.parse().unwrap_or_else(|_| panic!("no number: {label}"));
            shown.push(char::from_u32(number).unwrap_or_else(|| panic!("no character: {label}")));
            rest = after;
        } else {
            assert!(character.is_alphanumeric() || " ,.-/+=".contains(character), "{character:?} in {label}");
            shown.push(character);
        }
    }
    shown
}
