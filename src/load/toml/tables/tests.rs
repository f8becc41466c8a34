//! What is read table by table is what the whole document holds.

use proptest::prelude::*;

use super::super::read;
use super::*;

/// The tables of a text, those of a list together; nothing where it is none of the usual form.
fn gathered(text: &str, part: usize) -> Option<Vec<(String, Vec<Node>)>> {
    let mut all: Vec<(String, bool, Vec<Node>)> = Vec::new();
    let is_whole = tables_in_parts(text, 0..text.len(), part, |Table { name, is_listed, node }| {
        match all.iter_mut().find(|(known, ..)| *known == name) {
            None => all.push((name.to_string(), is_listed, vec![node])),
            Some((_, true, nodes)) if is_listed => nodes.push(node),
            Some(_) => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    });
    is_whole.then(|| all.into_iter().map(|(name, _, nodes)| (name, nodes)).collect())
}

/// The same of the whole document.
fn read_as_a_whole(text: &str) -> Vec<(String, Vec<Node>)> {
    let (root, errors) = read(text);
    assert!(errors.is_empty(), "{text:?}: {errors:?}");
    let Value::Table(entries) = root.value else { panic!("a document is a table") };
    let nodes = |node: Node| match node.value {
        Value::List(items) => items,
        _ => vec![node],
    };
    entries.into_iter().map(|(key, node)| (key.name.to_string(), nodes(node))).collect()
}

/// Lines of manifests, the usual ones first.
const LINES: &[&str] = &[
    "[deployment]",
    "[[services]]",
    "[[services]] # a comment",
    "  [[services]]",
    "[[waivers]]",
    "name = \"a\"",
    "\"other\" = \"\u{e9}\\t\\u00e9\"",
    "key = [\"x\", 'y', ]",
    "tags = { a = \"1\", b = { c = 2026-11-22 } }",
    "until = 2026-11-22",
    "count = 7",
    "truth = true",
    "# only words",
    "",
    "regions = [",
    "  \"[[services]]\", # [[services]]",
    "[[1, 2], [3]]",
    "]",
    "[\"wai vers\"]",
    "[a.b]",
    "[[a.b]]",
    "[services]",
    "name = 'b'",
    "tags = { a = 1, a = 2 }",
    "until = 2026-11-22T10:00:00Z",
    "until = 2026-02-30",
    "count = 1_000",
    "count = 0x1f",
    "count = 1.5",
    "a.b = 1",
    "text = \"\"\"",
    "[[services]]\"\"\"",
    "'''",
    "\t",
    "broken = ",
    "= broken",
    "\"unfinished",
    "\u{feff}",
    "\u{1}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_comes_table_by_table_is_what_the_whole_document_holds(
        lines in proptest::collection::vec(prop_oneof![6 => 0..14_usize, 1 => 0..LINES.len()], 0..9),
        end in prop_oneof![Just("\n"), Just("\r\n")],
        part in prop_oneof![Just(1), Just(7), Just(TOKENS)],
    ) {
        let text = lines.iter().map(|&line| LINES[line]).collect::<Vec<_>>().join(end);
        if let Some(tables) = gathered(&text, part) {
            prop_assert_eq!(tables, read_as_a_whole(&text), "{:?}", text);
        }
    }
}

#[test]
fn a_manifest_is_of_the_usual_form_and_what_is_not_is_left() {
    let usual =
        "#:schema a\n[deployment]\nname = \"a\"\n\n[[services]]\nservice = \"b\"\nregions = [\n \"c\", # d\n]\n";
    assert_eq!(gathered(usual, 1), Some(read_as_a_whole(usual)));
    for unusual in ["a = 1\n[b]\n", "[a.b]\n", "[a]\nb.c = 1\n", "[a]\nb = 1.5\n", "[a]\nb = \n", "[a]\nb = 1\nb = 2\n"]
    {
        assert_eq!(gathered(unusual, 1), None, "{unusual:?}");
    }
    let deep = format!("[a]\nb = {}{}\n", "[".repeat(DEPTH + 1), "]".repeat(DEPTH + 1));
    assert_eq!(gathered(&deep, 1), None);
    let wide: String = (0..=KEYS).map(|number| format!("k{number} = 1\n")).collect();
    assert_eq!(gathered(&format!("[a]\n{wide}"), 1), None);
}
