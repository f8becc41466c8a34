//! The map of the code: who may know whom, and no name of the catalogue in a string of `src/`.

use crate::common;

use std::collections::BTreeSet;

use compliance_check::report::Format;

/// Each module with the modules that it may use, in the order of the way of the data.
const MAY_USE: &[(&str, &[&str])] = &[
    ("pieces", &[]),
    ("text", &[]),
    ("expression", &["text"]),
    ("model", &["text"]),
    ("packed", &["text", "model"]),
    ("load", &["text", "expression", "model", "catalog"]),
    ("write", &["load"]),
    ("catalog", &["text", "model", "packed"]),
    ("import", &["text", "model", "load", "write", "catalog"]),
    ("lint", &["text", "model", "load", "write", "catalog"]),
    ("check", &["pieces", "text", "expression", "model", "catalog"]),
    ("suggest", &["text", "model", "load", "catalog", "check"]),
    ("trial", &["text", "model", "load", "catalog", "check"]),
    ("diff", &["model", "check"]),
    ("verify", &["model", "check"]),
    ("look", &["text", "model", "catalog"]),
    ("schema", &["model"]),
    ("draft", &["text", "model", "catalog"]),
    ("report", &["pieces", "text", "model", "load", "lint", "check", "suggest", "trial", "diff", "verify", "look"]),
    ("lsp", &["text", "model", "load", "catalog", "lint", "check", "suggest", "look", "report"]),
    (
        "run",
        &[
            "pieces", "text", "model", "load", "catalog", "import", "lint", "check", "suggest", "trial", "diff",
            "verify", "look", "draft", "report", "schema", "lsp", "packed",
        ],
    ),
    ("cli", &["model", "import", "look", "schema", "report", "run"]),
];

/// Packages that only some modules may use.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("serde", &["load", "look", "report", "schema"]),
    ("serde_yaml", &["load"]),
    ("serde_json", &["load", "report", "schema", "lsp"]),
    ("csv", &["import", "report"]),
    ("parquet", &["report"]),
    ("toml", &["load", "draft"]),
    ("toml_edit", &["suggest"]),
    ("askama", &["report"]),
    ("miette", &["report"]),
    ("clap", &["cli"]),
    ("pulldown_cmark", &["import"]),
    ("ignore", &["run"]),
    ("inquire", &["run"]),
    ("lsp_server", &["run"]),
    ("lsp_types", &["lsp", "run"]),
    ("rayon", &["pieces", "run"]),
    ("smallvec", &["catalog", "check", "load"]),
    ("smol_str", &["load"]),
    ("itoa", &["report"]),
    ("boxcar", &["catalog"]),
    ("foldhash", &["check", "load", "report"]),
    ("memchr", &["text"]),
    ("supports_hyperlinks", &["run"]),
    ("cel", &["expression"]),
    ("globset", &["load", "lint", "check", "run"]),
];

/// The files of `src/` with the module that each belongs to and its text without tests.
fn sources() -> Vec<(String, String, String)> {
    let src = common::root().join("src");
    let files = common::files(&src, ".rs");
    files
        .into_iter()
        .filter(|path| {
            let only_for_tests =
                ["tests.rs", "fixture.rs", "look/schema.rs", "report/schema.rs", "report/explain/schema.rs"];
            !only_for_tests.iter().any(|name| path.ends_with(name))
        })
        .map(|path| {
            let name = path.strip_prefix(&src).expect("it lies there").to_string_lossy().into_owned();
            let module = name.split(['/', '.']).next().unwrap_or_default().to_owned();
            let text = std::fs::read_to_string(&path).expect("the file is text");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            (name, module, code)
        })
        .collect()
}

#[test]
fn every_module_knows_only_whom_it_may() {
    let mut broken = Vec::new();
    for (name, module, code) in sources() {
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| *known == module) else {
            assert!(["lib", "main"].contains(&module.as_str()), "{name}: add `{module}` to the map");
            continue;
        };
        for (other, _) in MAY_USE.iter().filter(|(other, _)| *other != module && !allowed.contains(other)) {
            if code.contains(&format!("crate::{other}::")) || code.contains(&format!("crate::{other};")) {
                broken.push(format!("{name} uses {other}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn packages_stay_where_they_belong() {
    let mut broken = Vec::new();
    for (name, module, code) in sources() {
        for (package, modules) in ONLY_IN {
            let used = code.contains(&format!("use {package}::")) || code.contains(&format!(" {package}::"));
            let own = code.contains(&format!("super::{package}")) || code.contains(&format!("mod {package};"));
            if used && !own && !modules.contains(&module.as_str()) {
                broken.push(format!("{name} uses {package}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Only `run` touches files, the clock and the environment.
#[test]
fn only_one_module_touches_the_world() {
    let world = ["std::fs", "std::env", "Timestamp::now", "SystemTime", "Instant::now"];
    let mut broken = Vec::new();
    for (name, module, code) in sources().into_iter().filter(|(_, module, _)| module != "run") {
        broken
            .extend(world.iter().filter(|word| code.contains(**word)).map(|word| format!("{name} ({module}): {word}")));
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// `tests/` is one program, so a file that `main.rs` doesn't name would never run.
#[test]
fn every_file_of_promises_is_run() {
    let tests = common::root().join("tests");
    let main = std::fs::read_to_string(tests.join("main.rs")).expect("the file is text");
    let entries =
        std::fs::read_dir(&tests).expect("the folder can be read").map(|entry| entry.expect("an entry").path());
    let forgotten: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs") || path.join("mod.rs").exists())
        .map(|path| path.file_stem().expect("it has a name").to_string_lossy().into_owned())
        .filter(|name| name != "main" && !main.contains(&format!("\nmod {name};\n")))
        .collect();
    assert!(forgotten.is_empty(), "name them in tests/main.rs: {forgotten:?}");
}

#[test]
fn every_file_is_read_in_one_sitting() {
    let files = common::files(&common::root().join("src"), ".rs");
    let length = |path: &std::path::PathBuf| std::fs::read_to_string(path).expect("the file is text").lines().count();
    let long: Vec<_> = files.iter().filter(|path| length(path) > 400).collect();
    assert!(long.is_empty(), "more than 400 lines; split by what the parts know: {long:#?}");
}

#[test]
fn no_name_of_the_catalogue_stands_in_a_string_of_the_code() {
    let facts = common::facts_with(&[]);
    let mut names: BTreeSet<String> = BTreeSet::new();
    names.extend(facts.providers.iter().map(|(_, one)| one.id.to_string()));
    names.extend(facts.clouds.iter().map(|(_, one)| one.id.to_string()));
    names.extend(facts.standards.iter().map(|(_, one)| one.id.to_string()));
    let several_words = |name: &String| name.contains(' ') || name.contains('-');
    names.extend(
        facts.services.iter().flat_map(|(_, one)| [one.id.to_string(), one.name.to_string()]).filter(several_words),
    );
    let mut broken = Vec::new();
    for (file, _, code) in sources() {
        for text in strings(&code).into_iter().filter(|text| !is_format_of(&file, text)) {
            let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric() && !"-.".contains(c)).collect();
            let named =
                |name: &&String| if name.contains(' ') { text.contains(*name) } else { words.contains(name.as_str()) };
            broken.extend(names.iter().filter(named).map(|name| format!("{file}: {name} in {text:?}")));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Whether a text is what a format is called in its own file: two are called after whom they are for.
fn is_format_of(file: &str, text: &str) -> bool {
    Format::named(text).is_some_and(|format| file == format!("report/{}.rs", format.name))
}

/// The string literals of some code; comments are left out.
fn strings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut parts = line.split('"').skip(1).step_by(2);
        found.extend(parts.by_ref().map(str::to_owned));
    }
    found
}
