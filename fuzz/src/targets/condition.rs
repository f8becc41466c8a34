//! Globs and expressions: the first line is a pattern, the second the name that it is held against, the rest an expression.
//! Each goes its own way, and both as a rule and a waiver have them.

use compliance_check::expression::{Value, compile};
use compliance_check::load::manifest;
use compliance_check::model::profile::Profiles;
use compliance_check::text::Source;

use super::ground::{CATALOG, CHECKER, hold, holds, text};
use super::rule::held;

/// Names of every sort of value.
const NAMES: &[&str] = &["service.name", "service.regions", "service.data", "contested", "evidence.age", "as-of"];

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut lines = text.splitn(3, '\n');
    let (pattern, name) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let expression = lines.next().unwrap_or_default();
    asked(expression);
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let when = if expression.is_empty() { String::new() } else { format!("when: {}\n", quoted(expression)) };
    held(&format!(
        "id: own/flaw\ntitle: a flaw\nseverity: error\nsubject: service\nmatch:\n  service.name: {}\n{when}\
         says: it is so\nlabel: here\nwhy: It matters.\nfix: Mend it.\n",
        quoted(pattern)
    ));
    let source = Source::new("deploy.toml", waived(pattern, name));
    let (deployment, problems) = manifest::load(&source, &CATALOG, &Profiles::default());
    hold(&problems);
    holds(&source, &CHECKER.check_without_ways_out(&deployment));
}

/// Compiles an expression, and asks it for values of all sorts.
fn asked(text: &str) {
    let Ok(expression) = compile(text, NAMES) else { return };
    let values = [
        Value::Absent,
        Value::Text("2021-08-03".to_owned()),
        Value::Texts(vec!["eastus".to_owned(), String::new()]),
        Value::Boolean(true),
        Value::Count(i64::MIN),
    ];
    for first in 0..values.len() {
        let place = |name| NAMES.iter().position(|known| *known == name).unwrap_or_default();
        if let Err(mistake) = expression.holds(&|name| values[(first + place(name)) % values.len()].clone()) {
            assert!(!mistake.message.is_empty());
        }
    }
}

/// A manifest with a waiver for this pattern, and a service of this name.
fn waived(pattern: &str, name: &str) -> String {
    let quoted = |text: &str| {
        let escaped = text.chars().map(|one| format!("\\U{:08X}", u32::from(one)));
        format!("\"{}\"", escaped.collect::<String>())
    };
    format!(
        "[[services]]\nname = {}\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"dod-srg@il4\"]\n\
         [[waivers]]\nrule = \"coverage/*\"\nservice = {}\nuntil = 2021-12-31\nreason = \"so\"\n",
        quoted(name),
        quoted(pattern)
    )
}
