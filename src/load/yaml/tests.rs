//! Nodes and their places, and what is refused.

use super::*;

/// Every scalar of the tree with the text that its place covers.
fn scalars(node: &Node, text: &str, spans: &[Span], out: &mut Vec<(String, String)>) {
    let slice = |place: Place| match place {
        Place::Nth(number) => text[spans[number].start..spans[number].end].to_owned(),
        Place::Bytes(_) => panic!("YAML gives numbers"),
    };
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| scalars(item, text, spans, out)),
        Value::Table(entries) => entries.iter().for_each(|(key, value)| {
            out.push((key.name.to_string(), slice(key.place)));
            scalars(value, text, spans, out);
        }),
        Value::Text(words) => out.push((words.to_string(), slice(node.place))),
        _ => {}
    }
}

#[test]
fn a_number_leads_to_the_place_where_the_node_is_written() {
    let text = "id: one\nlist: [a, {b: c}, [d, e]]\nanchored: &x [f, g]\nagain: *x\nlast: ß-end\n";
    let root = read(text).expect("the text is good YAML");
    let mut found = Vec::new();
    scalars(&root, text, &places(text), &mut found);
    let (alias, plain): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, slice)| slice == "*x");
    assert_eq!(alias.len(), 2, "both nodes behind the alias are shown at the alias");
    assert!(plain.iter().all(|(name, slice)| name == slice), "{plain:?}");
    assert_eq!(plain.last().map(|(name, _)| name.as_str()), Some("ß-end"));
}

#[test]
fn comments_are_told_from_texts_with_a_hash() {
    let text = "# head\na: \"no # comment\" # one\nb: x#y\nc: |\n  # text\n  # more text\n# two\n";
    let found = comments(text).expect("the text is good YAML");
    let found: Vec<_> = found.into_iter().map(|span| &text[span.start..span.end]).collect();
    assert_eq!(found, ["# head", "# one", "# two"]);
}

#[test]
fn a_mark_of_the_byte_order_moves_no_place() {
    let text = "\u{feff}id: one # two\nlist: [a, b]\n";
    let root = read(text).expect("the text is good YAML");
    let mut found = Vec::new();
    scalars(&root, text, &places(text), &mut found);
    assert_eq!(found.len(), 5, "keys and values: {found:?}");
    assert!(found.iter().all(|(name, slice)| name == slice), "{found:?}");
    assert_eq!(comments(text).map(|found| text[found[0].start..found[0].end].to_owned()), Some("# two".to_owned()));
    let broken = "\u{feff}a: 1\nb: [1, 2\nc: 3\n";
    let (plain, marked) = (read(&broken[3..]).expect_err("open"), read(broken).expect_err("open"));
    assert_eq!(plain.0.start + 3, marked.0.start);
}

#[test]
fn a_syntax_error_has_its_place_and_no_second_one_in_its_words() {
    let text = "a: 1\nb: [1, 2\nc: 3\n";
    let (span, words) = read(text).expect_err("a bracket is open");
    assert!(span.start > 4 && span.start <= text.len(), "{span:?}");
    assert!(!words.contains(" at line "), "{words}");
}

#[test]
fn aliases_make_no_more_of_a_text_than_its_bytes_do() {
    let text = |times: usize| format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(99), "*a, ".repeat(times));
    // Two keys, a table, two lists and 99 texts stand there; each alias is a list of 99 more.
    let nodes = |times: usize| 104 + times * 100;
    let most = (1..200).filter(|&times| nodes(times) <= FEWEST).count();
    assert!(read(&text(most - 1)).is_ok());
    assert!(read(&text(most)).is_ok());
    let (span, words) = read(&text(most + 1)).expect_err("it is one list too many");
    assert_eq!(words, ALIASES);
    assert!(span.start <= text(most + 1).len());
}

#[test]
fn nesting_ends_somewhere() {
    let deep = |depth: usize| format!("{}a{}\n", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&deep(126)).is_ok());
    assert!(read(&deep(127)).is_ok());
    let (_, words) = read(&deep(129)).expect_err("it is too deep");
    assert_eq!(words, "it is nested more than 128 deep; write it flatter");
    assert!(read(&deep(DEEPEST + 1)).expect_err("it is too deep").1.contains("more than 4000 brackets"));
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let (_, words) = read(&text).expect_err("the text stands for 10^12 nodes");
    assert_eq!(words, ALIASES);
}
