//! Links in what a check shows on a terminal: to the file of a place, and to the document that shows it.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::common;

const BEGIN: &str = "\u{1b}]8;;";

/// What a catalogue's author might write to get out of the address.
const FOUND_AT: &str = r#"found-at: "https://docs.example/list\e\\\a\e]0;owned\a;\x9b2J\u202e""#;

/// A folder with a manifest in which something is found that a document of a catalogue of its own shows.
fn folder(name: &str, found_at: &str) -> std::path::PathBuf {
    let folder = common::scratch(name);
    let from = common::root().join("tests/data/anchorage");
    for path in common::files(&from, ".yaml") {
        let text = std::fs::read_to_string(&path).expect("it is text");
        let line = text.lines().find(|line| line.starts_with("found-at: ")).unwrap_or("found-at: nowhere");
        let name = path.strip_prefix(&from).expect("it lies there").display().to_string();
        common::write(&folder, &format!("catalog/{name}"), text.replace(line, found_at));
    }
    folder
}

/// The links of a text, each with its address and its words.
fn links(text: &str) -> Vec<(String, String)> {
    let mut links = Vec::new();
    let mut parts = text.split(BEGIN).skip(1);
    while let Some(part) = parts.next() {
        let (address, words) = part.split_once("\u{1b}\\").expect("an address ends");
        assert!(parts.next().is_some_and(|end| end.starts_with("\u{1b}\\")), "a link ends: {text:?}");
        links.push((address.to_owned(), words.to_owned()));
    }
    links
}

const ARGUMENTS: &[&str] = &["--as-of", "2026-06-01", "--catalog", "catalog"];

fn shown(folder: &Path, arguments: &[&str]) -> String {
    common::write(folder, "my team/deploy.toml", MANIFEST);
    common::run_in(folder, &[ARGUMENTS, arguments, &["my team/deploy.toml"]].concat(), "").out
}

const MANIFEST: &str =
    "[[services]]\nservice = \"crane\"\ncloud = \"bay\"\nregions = [\"bay-1\"]\nrequires = [\"audit\"]\n";

#[test]
fn a_place_leads_to_its_file_and_evidence_to_its_document() {
    let folder = folder("hyperlinks-shown", "found-at: https://docs.example/list?a=b");
    let plain = shown(&folder, &[]);
    assert!(!plain.contains('\u{1b}'), "a pipe gets none: {plain}");
    let with = shown(&folder, &["--hyperlinks", "always"]);
    let links = links(&with);
    let here = folder.canonicalize().expect("it is there").display().to_string();
    let file = format!("file://{here}/my%20team/deploy.toml");
    let document = "https://docs.example/list?a=b".to_owned();
    let expected = [
        (file, "my team/deploy.toml:5:13".to_owned()),
        (document, "\"The list\", Nobody, as of 2026-01-01, row 1".to_owned()),
    ];
    assert_eq!(links, expected, "{with}");
    let without = links.iter().fold(with, |text, (address, words)| {
        text.replace(&format!("{BEGIN}{address}\u{1b}\\{words}{BEGIN}\u{1b}\\"), words)
    });
    assert_eq!(without, plain, "nothing else differs");
    // Colours and words that take more than a line don't stand in the way, and no other format has links.
    let coloured = shown(&folder, &["--hyperlinks", "always", "--color", "always"]);
    assert_eq!(self::links(&coloured), links);
    for format in ["short", "json", "github", "markdown", "csv"] {
        assert!(!shown(&folder, &["--hyperlinks", "always", "--format", format]).contains(BEGIN), "{format}");
    }
    shown(&folder, &["--hyperlinks", "always", "--report", "human=report.txt"]);
    assert!(!std::fs::read_to_string(folder.join("report.txt")).expect("it is there").contains(BEGIN));
}

#[test]
fn an_address_that_means_harm_stays_an_address() {
    let folder = folder("hyperlinks-hostile", FOUND_AT);
    let with = shown(&folder, &["--hyperlinks", "always"]);
    let links = links(&with);
    let expected = "https://docs.example/list%1B%5C%07%1B]0%3Bowned%07%3B%C2%9B2J%E2%80%AE";
    assert_eq!(links.last().map(|(address, _)| address.as_str()), Some(expected), "{with:?}");
    let own: String = with.split(BEGIN).collect();
    assert_eq!(own.matches('\u{1b}').count(), with.matches(BEGIN).count(), "each escape is one of ours: {with:?}");
    assert!(!with.contains(['\u{7}', '\u{9b}', '\u{202e}']));
}

#[test]
fn a_terminal_gets_links_where_it_is_known_to_open_them() {
    let folder = folder("hyperlinks-terminal", "found-at: https://docs.example/list");
    common::write(&folder, "deploy.toml", MANIFEST);
    let program = env!("CARGO_BIN_EXE_compliance-check");
    let on = |variables: &[(&str, &str)], to: &str| {
        let mut script = Command::new("script");
        let line = format!("'{program}' {} {to}", ARGUMENTS.join(" "));
        script.args(["-qec", &line, "/dev/null"]).current_dir(&folder).stdin(Stdio::null());
        for name in ["FORCE_HYPERLINK", "DOMTERM", "TERM_PROGRAM", "COLORTERM", "WT_SESSION", "KONSOLE_VERSION"] {
            script.env_remove(name);
        }
        script.env_remove("VTE_VERSION").env("TERM", "xterm").envs(variables.iter().copied());
        String::from_utf8(script.output().expect("util-linux is there").stdout).expect("it is text")
    };
    assert!(on(&[("VTE_VERSION", "7600")], "").contains(BEGIN));
    assert!(!on(&[], "").contains(BEGIN), "a terminal of which nothing is known");
    assert!(!on(&[("VTE_VERSION", "7600"), ("TERM", "dumb")], "").contains(BEGIN));
    assert!(!on(&[("FORCE_HYPERLINK", "1")], "| cat").contains(BEGIN), "a pipe");
    assert!(!on(&[("VTE_VERSION", "7600")], "--hyperlinks never").contains(BEGIN));
}
