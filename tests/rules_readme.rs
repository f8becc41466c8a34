//! The manual of the rules: its template holds, and its tables are those of the files.
//!
//! With `UPDATE_README=1` in the environment the tables are rewritten; read the difference before you keep it.

use crate::common;

use std::collections::BTreeMap;

use compliance_check::model::rule::{Field, FieldKind, Rule, Subject};

/// What stands around the tables.
const MARKS: [&str; 2] = ["<!-- begin: generated -->\n", "<!-- end: generated -->\n"];

fn manual() -> String {
    std::fs::read_to_string(common::root().join("rules/README.md")).expect("the manual is text")
}

/// Text for a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn group(rule: &Rule) -> &str {
    rule.id.split_once('/').map_or("", |(group, _)| group)
}

/// A row for each rule, its id as a link to its file.
fn table(rules: &[&Rule]) -> String {
    let folder = common::root().join("rules");
    let mut table = "| rule | severity | subject | what it says |\n| --- | --- | --- | --- |\n".to_owned();
    for rule in rules {
        let path = std::path::Path::new(rule.source.name()).strip_prefix(&folder).expect("it lies there");
        let severity = rule.report().map_or("requires", |report| report.severity.name());
        let (id, path, subject) = (&rule.id, path.display(), rule.subject.name());
        table.push_str(&format!("| [`{id}`]({path}) | {severity} | {subject} | {} |\n", cell(&rule.title)));
    }
    table
}

/// A row for each field.
fn fields() -> String {
    let mut table = "| field | holds | of | what it means |\n| --- | --- | --- | --- |\n".to_owned();
    for field in Field::ALL {
        let holds = match field.kind() {
            FieldKind::Text => "text",
            FieldKind::Texts => "texts",
            FieldKind::Boolean => "true or false",
            FieldKind::Date => "a date",
            FieldKind::Count => "a count",
        };
        let of: Vec<_> = field.subjects().iter().map(|subject| subject.name()).collect();
        let of = if of.len() == Subject::ALL.len() { "every subject".to_owned() } else { of.join(", ") };
        table.push_str(&format!("| `{}` | {holds} | {of} | {} |\n", field.name(), cell(field.meaning())));
    }
    table
}

/// The tables as the files have them.
fn generated() -> String {
    let all = common::all_rules();
    let mut families: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    let (of_packs, alone): (Vec<&Rule>, Vec<&Rule>) = all.rules.iter().partition(|rule| rule.pack.is_some());
    alone.into_iter().for_each(|rule| families.entry(group(rule)).or_default().push(rule));
    let mut text = "\n## The rules that always take part\n".to_owned();
    for (name, rules) in &families {
        text.push_str(&format!("\n### {name}\n\n{}", table(rules)));
    }
    text.push_str("\n## The rules of packs, where one is chosen\n\n");
    text.push_str(&table(&of_packs));
    text.push_str("\n## Subjects\n\n| subject | there is |\n| --- | --- |\n");
    for subject in Subject::ALL {
        text.push_str(&format!("| `{}` | {} |\n", subject.name(), subject.meaning()));
    }
    text.push_str(&format!("\n## Fields\n\n{}\n", fields()));
    text
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may ask whether it is to write")]
fn the_manual_has_a_row_for_every_rule_and_every_field() {
    let written = manual();
    let (head, rest) = written.split_once(MARKS[0]).expect("the tables have a beginning");
    let (_, foot) = rest.split_once(MARKS[1]).expect("the tables have an end");
    let fresh = format!("{head}{}{}{}{foot}", MARKS[0], generated(), MARKS[1]);
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(common::root().join("rules/README.md"), &fresh).expect("the manual can be written");
    }
    assert!(written == fresh, "the files say something else; run this test with UPDATE_README=1");
}

#[test]
fn the_template_holds_and_has_no_flaw() {
    let manual = manual();
    let block = |begins: &str| {
        let blocks = manual.split("```yaml\n").skip(1).filter_map(|rest| rest.split_once("```"));
        blocks.map(|(block, _)| block).find(|block| block.starts_with(begins)).expect("it stands in the manual")
    };
    let folder = common::scratch("rules-manual");
    let template = block("id: ");
    common::write(&folder, "team/outside-the-promise.yaml", template);
    let asking = template
        .lines()
        .take_while(|line| !line.starts_with("examples:"))
        .filter(|line| !["severity:", "says:", "label:"].iter().any(|key| line.starts_with(key)));
    let asking: String = asking.map(|line| format!("{line}\n")).collect();
    let asking = asking.replace("outside-the-promise", "asks").replace("[personal, ", "[other, ");
    common::write(&folder, "team/asks.yaml", asking + block("require:"));
    let run = |words: &[&str]| common::run_in(&folder, &[&["rules"], words].concat(), "");
    let tested = run(&["test", "team"]);
    assert_eq!(tested.status, Some(0), "{}", tested.out);
    assert!(tested.out.contains("tested 2 rules with 2 examples: 2 passed"), "{}", tested.out);
    let linted = run(&["lint", "team/outside-the-promise.yaml", "--fail-on", "advice", "--format", "short"]);
    assert_eq!((linted.status, linted.out.as_str()), (Some(0), ""), "{linted:?}");
}
