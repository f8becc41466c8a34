use proptest::prelude::*;

use super::*;
use crate::load::tree::{Key, Value};
use crate::load::yaml;

#[track_caller]
fn read(text: &str) -> Node {
    yaml::read(text).unwrap_or_else(|(at, words)| panic!("{words} at {at:?} of\n{text}"))
}

/// Writes the text anew, and holds that the result means the same and is written as itself.
#[track_caller]
fn rewritten(folder: Folder, text: &str) -> String {
    let root = read(text);
    let written = canonical(folder, head(text), &root);
    let again = read(&written);
    assert!(again.same(&tidy::tidy(&root, table(folder))), "{written}");
    assert_eq!(canonical(folder, head(&written), &again), written);
    written
}

#[test]
fn an_evidence_file() {
    let given = "# Head.\n# More head.\ntitle: 'Yes: a title'\nid: '2026'\nas-of: '2026-01-02'\nlast-seen: 2026-01-03\n\
        replaces: older\nclaims:\n  - {at: row 1, standards: s, in-scope: [a], condition: [c]}\n\
        tables:\n- rows: [{in-scope: [one, two], service: a}, b, {note: so, service: [c, d], in-scope: [two, one]}, \
        {service: e, out-of-scope: [two], under: {one: x}}]\n  columns:\n  - {title: One, standards: [s@l], id: one}\n  \
        - {title: Two, standards: [s], id: two}\n  at: table\n  cloud: [x]\n";
    let wanted = "# Head.\n# More head.\nid: \"2026\"\ntitle: \"Yes: a title\"\nas-of: 2026-01-02\n\
        last-seen: 2026-01-03\nreplaces: [older]\ntables:\n  - at: table\n    cloud: x\n    columns:\n      \
        - { id: one, title: One, standards: [s@l] }\n      - { id: two, title: Two, standards: [s] }\n    rows:\n      \
        - a\n      - b\n      - { service: [c, d], note: so }\n      \
        - { service: e, out-of-scope: [two], under: { one: [x] } }\nclaims:\n  - in-scope: a\n    standards: [s]\n    \
        condition: c\n    at: row 1\n";
    assert_eq!(rewritten(Folder::Evidence, given), wanted);
}

#[test]
fn what_does_not_fit_has_a_line_for_each_element() {
    let services: Vec<_> = (10..40).map(|number| format!("service-{number}")).collect();
    let given = format!("claims: [{{in-scope: [{}], at: x, standards: [s]}}]\n", services.join(", "));
    let written = rewritten(Folder::Evidence, &given);
    assert!(written.starts_with("claims:\n  - in-scope:\n      - service-10\n      - service-11\n"), "{written}");
    assert!(written.ends_with("      - service-39\n    standards: [s]\n    at: x\n"), "{written}");
    let long = "x".repeat(100);
    let given = format!("audit-documents: [{{title: {long}, kind: k, services: [a, b]}}]\n");
    let wanted = format!("audit-documents:\n  - kind: k\n    title: {long}\n    services: [a, b]\n");
    assert_eq!(rewritten(Folder::Evidence, &given), wanted);
}

#[test]
fn what_has_no_order_of_its_own_stands_by_name() {
    let given =
        "services:\n- {id: b, aliases: [b, A, a, B]}\n- {id: a}\nprovider: p\nsources: {z: {found-at: x}, w: {}}\n";
    let wanted = "provider: p\nservices:\n  - id: a\n  - id: b\n    aliases: [A, a, B, b]\nsources:\n  w: {}\n  \
        z: { found-at: x }\n";
    assert_eq!(rewritten(Folder::Providers, given), wanted);
}

/// Every key that the loader asks for has its place: the loader lists what it knows where it meets what it doesn't.
#[test]
fn the_shapes_hold_every_key_that_the_loader_knows() {
    use crate::load::catalogue::{CatalogueFile, load};
    use crate::text::Source;
    let files = [
        (
            Folder::Evidence,
            "id: d\nZZZZZZ: 1\nin-full: [{ZZZZZZ: 1}]\ntables: [{ZZZZZZ: 1, columns: [{id: c, ZZZZZZ: 1}], rows: [{ZZZZZZ: 1}]}]\n\
             claims: [{ZZZZZZ: 1}]\ndisputed: [{ZZZZZZ: 1, reads-as: {ZZZZZZ: 1}}]\naudit-documents: [{ZZZZZZ: 1}]\nobligations: [{ZZZZZZ: 1}]\n",
        ),
        (
            Folder::Providers,
            "ZZZZZZ: 1\nproviders:\n  - {provider: p, ZZZZZZ: 1, clouds: [{id: c, name: c, status: active, stated-in: s, ZZZZZZ: 1, \
             regions: [{ZZZZZZ: 1}], parts: [{ZZZZZZ: 1}]}], services: [{ZZZZZZ: 1}], agreements: [{ZZZZZZ: 1}]}\n\
             sources: {s: {ZZZZZZ: 1}}\n",
        ),
        (
            Folder::Standards,
            "id: s\nZZZZZZ: 1\naliases: [{ZZZZZZ: 1}]\nobligation: {ZZZZZZ: 1}\neditions: [{ends: '2026', ZZZZZZ: 1}]\n\
             levels: [{ZZZZZZ: 1}]\nrelations: [{ZZZZZZ: 1}]\nsources: {s: {ZZZZZZ: 1}}\n",
        ),
    ];
    let mut asked = 0;
    for (folder, text) in files {
        let file = CatalogueFile { folder, source: Source::new("file.yaml", text) };
        let problems = load(&[file]).expect_err("the keys are unknown").into_sorted();
        let known: Vec<_> = problems
            .iter()
            .filter(|problem| problem.code == "unknown-key")
            .map(|problem| problem.help.as_deref().and_then(|help| help.strip_prefix("known here: ")).expect("a list"))
            .collect();
        let mut tables = vec![table(folder)];
        let mut shapes: Vec<Vec<&str>> = Vec::new();
        while let Some(table) = tables.pop() {
            shapes.push(table.keys.iter().map(|(key, _)| *key).collect());
            tables.extend(table.keys.iter().filter_map(|(_, shape)| match shape {
                shape::Shape::Table(inner) | shape::Shape::List(inner, _) => Some(*inner),
                shape::Shape::Open(shape::Shape::Table(inner), _) => Some(*inner),
                _ => None,
            }));
        }
        shapes.iter_mut().for_each(|keys| keys.sort_unstable());
        // What one provider has stands at the top of a file, or in its list of several.
        shapes.sort_unstable();
        shapes.dedup();
        for list in &known {
            let mut keys: Vec<_> = list.split(", ").collect();
            keys.sort_unstable();
            keys.dedup();
            assert!(shapes.contains(&keys), "no shape has exactly the keys {keys:?}: mend src/write/shape.rs");
        }
        asked += known.len();
        assert_eq!(known.len(), shapes.len(), "a table of {folder:?} is not asked for, or is in no shape");
    }
    assert_eq!(asked, 25);
}

fn any_text() -> impl Strategy<Value = String> {
    let telling = "[-?:,\\[\\]{}#&*!|>'\"%@`=~<. a0_\n\te+x]{0,6}";
    let words = prop::sample::select(vec!["no", "NO", "null", "1e3", "0x1f", "2026-01-02", ".inf", "1_0", "é", "a: b"]);
    prop_oneof![
        telling,
        "\\PC{0,8}",
        any::<String>().prop_map(|text| text.chars().take(8).collect()),
        words.prop_map(str::to_owned)
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => any_text().prop_map(|text| Value::Text(text.into())),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => any::<i64>().prop_map(Value::Integer),
        1 => any::<f64>().prop_filter("a number", |n| n.is_finite()).prop_map(|n| Value::Number(n.to_string())),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let key = prop_oneof![
            1 => any_text(),
            4 => prop::sample::select(shape::EVIDENCE.keys.iter().map(|(key, _)| (*key).to_owned()).collect::<Vec<_>>()),
            4 => prop::sample::select(vec!["columns", "rows", "service", "in-scope", "id", "under", "services", "aliases"])
                .prop_map(str::to_owned),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone().prop_map(Node::made), 0..6).prop_map(Value::List),
            prop::collection::btree_map(key, inner.prop_map(Node::made), 0..6).prop_map(|entries| {
                Value::Table(entries.into_iter().map(|(name, node)| (Key { place: node.place, name: name.into() }, node)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_means_the_same_and_is_written_as_itself(value in any_value()) {
        for folder in Folder::ALL {
            let root = Node::made(value.clone());
            let written = canonical(folder, "", &root);
            let again = yaml::read(&written);
            prop_assert!(again.is_ok(), "{:?} of\n{written}", again.err());
            let again = again.expect("it was read");
            prop_assert!(again.same(&tidy::tidy(&root, table(folder))), "{}", written);
            prop_assert_eq!(canonical(folder, "", &again), written);
        }
    }
}

#[test]
fn the_head_ends_where_a_reader_of_yaml_sees_its_end() {
    for (text, expected) in [
        ("# a\n# b\nid: x\n", "# a\n# b\n"),
        ("# a\r\n# b\r\nid: x\r\n", "# a\r\n# b\r\n"),
        ("# a\rid: x\n# b\n", "# a\r"),
        ("\u{feff}# a\nid: x", "# a\n"),
        ("# a", "# a"),
        ("id: x\n# a\n", ""),
        ("", ""),
    ] {
        assert_eq!(super::head(text), expected, "{text:?}");
    }
}
