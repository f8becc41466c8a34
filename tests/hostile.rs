//! Hostile names: whatever stands in a manifest, wherever it stands, is shown as words in every format, and nobody obeys
//! it: no terminal, no build server, no browser, no spreadsheet.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::common;
use crate::common::harmless::{csv, github, html, json, markdown, ndjson, quiet_json, uncommanded};

const DAY: &str = "2021-08-03";

/// What somebody might write who means harm, each long enough that a page breaks it at many places.
fn hostile() -> Vec<(&'static str, String)> {
    let many = |words: &str| words.repeat(110 / words.len());
    vec![
        ("workflow command", many("::error::a ")),
        ("older workflow command", many("##[error]a ##vso[task]b ")),
        ("escape codes", format!("\u{1b}[2J\u{1b}]8;;http://a.example\u{7}\u{9b}31m{}", many("\u{1b}[31mred "))),
        ("end of a script", many("</script><script>x</script> ")),
        ("markup", many("<img src=x onerror=x> &lt; \"'> {{x}} ]]> ")),
        ("pipes and backticks", many("a|`b` ```c *d* [e](f) @g #1 $h$ ")),
        ("reading direction", many("a\u{202e}b\u{2067}c\u{200b}d\u{2028}e ")),
        ("line ends", many("a\r\n::error::b\rc\n=d\n")),
        ("formula", format!("=cmd|'/c calc'!A1{}", many(" =1+1,\"@b\";-c"))),
    ]
}

/// Where in a manifest somebody's words can stand.
const PLACES: &[&str] = &[
    "deployment name",
    "owner",
    "tag",
    "tag value",
    "service name",
    "service",
    "cloud",
    "region",
    "standard",
    "data",
    "condition",
    "flow",
    "flow data",
    "agreement",
    "waiver rule",
    "waiver service",
    "waiver standard",
    "reason",
    "approved by",
    "key",
    "table",
    "day",
    "comment",
    "lines",
    "path",
];

/// A manifest in which `words` stand at these places, and nothing out of the way anywhere else.
fn manifest(places: &[&str], words: &str) -> String {
    let at = |place: &str, usual: &str| quoted(if places.contains(&place) { words } else { usual });
    let only = |place: &str, text: String| if places.contains(&place) { text } else { String::new() };
    let lines = format!("\"\"\"\n{}\n\"\"\"", words.replace(['\u{1b}', '\u{7}', '\r', '"', '\\'], " "));
    let reason = if places.contains(&"lines") { lines.clone() } else { at("reason", "It moves next year") };
    let beside = only("lines", format!("tags = {{ beside = {lines} }}\n"));
    format!(
        "[deployment]\nname = {}\nowner = {}\ntags = {{ {} = {} }}\n{}\n\
         [[services]]\nname = {}\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n{beside}\
         requires = [\"dod-srg@il4\", \"cjis\"] {}\n\
         data = [{}]\nmeets = [{}]\nsends-to = [{{ service = {}, data = [{}] }}]\n\
         [[services]]\nname = \"other\"\nservice = {}\ncloud = {}\nregions = [{}]\nrequires = [{}]\n{}\
         [[agreements]]\nagreement = {}\nsigned = 2019-01-01\nexpires = 2030-01-01\n\
         [[waivers]]\nrule = \"coverage/level-too-low\"\nuntil = 2021-12-31\nreason = {reason}\napproved-by = {}\n\
         [[waivers]]\nrule = {}\nservice = {}\nstandard = {}\nuntil = {}\nreason = \"so\"\n",
        at("deployment name", "clinic"),
        at("owner", "a@clinic.example"),
        at("tag", "stage"),
        at("tag value", "production"),
        only("table", format!("[{}]\na = 1\n", quoted(words))),
        at("service name", "bot"),
        only("comment", format!("# {words}")),
        at("data", "phi"),
        at("condition", "workload-isolation"),
        at("flow", "other"),
        at("flow data", "phi"),
        at("service", "azure-bot-service"),
        at("cloud", "azure-government"),
        at("region", "usgovvirginia"),
        at("standard", "soc-2"),
        only("key", format!("{} = 1\n", quoted(words))),
        at("agreement", "microsoft-hipaa-baa"),
        at("approved by", "ciso@clinic.example"),
        at("waiver rule", "coverage/not-listed"),
        at("waiver service", "bot"),
        at("waiver standard", "cjis"),
        if places.contains(&"day") { quoted(words) } else { "2021-12-31".to_owned() },
    )
}

/// The words as a basic string of TOML.
fn quoted(words: &str) -> String {
    let escaped = |character: char| match character {
        '"' | '\\' => format!("\\{character}"),
        ' '..='~' => character.to_string(),
        _ => format!("\\U{:08X}", u32::from(character)),
    };
    format!("\"{}\"", words.chars().map(escaped).collect::<String>())
}

/// The file that the manifest lies in: its own name is one of the places.
fn path(place: &str, words: &str) -> String {
    let words = words.replace('/', "\u{2044}");
    if place == "path" { format!("{}.toml", words.trim()) } else { "deploy.toml".to_owned() }
}

/// Well-formed, and as the schema has it: no name has become an element.
fn junit(text: &str) -> Result<(), String> {
    uncommanded(text)?;
    let complaints = common::against_jenkins(text);
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("; ")) }
}

type Harmless = fn(&str) -> Result<(), String>;

/// Every format of a check, with what makes it harmless.
const FORMATS: &[(&str, Harmless)] = &[
    ("human", uncommanded),
    ("short", uncommanded),
    ("json", json),
    ("ndjson", ndjson),
    ("sarif", quiet_json),
    ("junit", junit),
    ("gitlab", quiet_json),
    ("github", github),
    ("markdown", markdown),
    ("html", html),
    ("csv", csv),
];

/// What else shows words of a manifest; the file, and the name of the service, come behind.
const COMMANDS: &[(&[&str], Harmless)] = &[
    (&["suggest"], uncommanded),
    (&["suggest", "--format", "json"], json),
    (&["matrix"], uncommanded),
    (&["matrix", "--format", "markdown"], markdown),
    (&["matrix", "--format", "csv"], csv),
    (&["matrix", "--format", "json"], json),
    (&["timeline"], uncommanded),
    (&["timeline", "--format", "csv"], csv),
    (&["timeline", "--format", "json"], json),
    (&["explain"], uncommanded),
    (&["explain", "--format", "json"], json),
    (&["explain", "--format", "mermaid"], uncommanded),
];

#[test]
fn every_format_has_its_check() {
    let known: Vec<_> = compliance_check::report::Format::ALL.iter().map(|format| format.name).collect();
    let checked: Vec<_> = FORMATS.iter().map(|(name, _)| *name).collect();
    assert_eq!(checked, known, "say what makes the new format harmless");
}

/// A check that nothing fails is none: these words, as somebody careless would write them, fail each.
#[test]
fn every_check_can_fail() {
    let careless: &[(&str, &[&str])] = &[
        ("human", &["a\n   ::error::b\n", "\u{1b}[2J", "a\u{202e}b", "a\rb", " ##[error]a", "##vso[task]b"]),
        ("short", &["::error::b:1:1: c\n"]),
        ("json", &["{\"a\": \"\u{202e}\"}", "{\"a\": \"b\nc\"}", "{\"a\": \"\"b\"}"]),
        ("ndjson", &["{}\n{\"a\": \"b\n\"}"]),
        ("sarif", &["{\"a\": \"##[error]\"}", "{\"a\": \"\u{9b}\"}"]),
        ("junit", &["<testsuites><testsuite name=\"a\"><b/></testsuite></testsuites>", "<testsuites>]]></testsuites>"]),
        ("gitlab", &["[{\"a\": \"##vso[task]\"}]"]),
        ("github", &["a\n", "::stop-commands::a\n", "::error file=a,b=c::d\n", "::error file=a::b\nc\n"]),
        ("markdown", &["<script>a</script>", "a <img src=x>", "[a](http://b)", "![a](b)", "| a |\n| - |\n| b | c |\n"]),
        ("html", &["<p onclick=\"a\">", "<img src=x>", "<script></script><script></script><script></script>"]),
        ("csv", &["a\n=b\n", "a,b\nc\n", "a\n\"\t=b\"\n"]),
    ];
    for ((format, texts), (name, harmless)) in careless.iter().zip(FORMATS) {
        assert_eq!(format, name);
        texts.iter().for_each(|text| assert!(harmless(text).is_err(), "{format}: {text}"));
    }
}

/// What a check writes in every format, and what stands on both outputs.
fn reports(folder: &Path, file: &str) -> Vec<(String, String)> {
    let files: Vec<_> = FORMATS.iter().map(|(format, _)| format!("{format}=report.{format}")).collect();
    let mut arguments = vec!["--as-of", DAY, "--horizon", "2y", "--statistics"];
    files.iter().for_each(|file| arguments.extend(["--report", file]));
    let ran = common::run_in(folder, &[&arguments, &["--", file][..]].concat(), "");
    assert!(ran.status.is_some_and(|status| status < 3), "{ran:?}");
    let text = |format: &str| std::fs::read_to_string(folder.join(format!("report.{format}")));
    let written = FORMATS.iter().filter_map(|(format, _)| Some(((*format).to_owned(), text(format).ok()?)));
    let beside = [("human".to_owned(), ran.out), ("human".to_owned(), ran.err)];
    written.chain(beside).collect()
}

fn case(name: &str, number: usize) -> PathBuf {
    common::scratch(&format!("hostile-{name}-{number}"))
}

#[test]
fn words_are_harmless_at_every_place_in_every_format() {
    let pairs: Vec<_> =
        hostile().into_iter().flat_map(|words| PLACES.iter().map(move |place| (words.clone(), *place))).collect();
    let broken: Vec<_> = pairs
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, ((kind, words), place))| {
            let folder = case("check", number);
            let file = path(place, words);
            common::write(&folder, &file, manifest(&[place], words));
            let reports = reports(&folder, &file);
            assert_eq!(reports.len(), FORMATS.len() + 2, "{kind} as {place}: {reports:?}");
            reports.into_iter().filter_map(move |(format, text)| {
                let (_, harmless) = FORMATS.iter().find(|(name, _)| *name == format)?;
                let problem = harmless(&text).err()?;
                Some(format!("{kind} as {place} in {format}: {problem}"))
            })
        })
        .collect();
    assert!(broken.is_empty(), "{} pairs:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn words_are_harmless_in_what_else_shows_a_manifest() {
    // One that is taken as a whole, and one with everything in it that can't be.
    let taken: &[&str] = &["deployment name", "owner", "tag", "tag value", "service name", "reason", "approved by"];
    let sets = [taken, &["lines", "service name", "flow"], PLACES];
    let cases: Vec<_> = hostile().into_iter().flat_map(|words| sets.map(|places| (words.clone(), places))).collect();
    let broken: Vec<_> = cases
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, ((kind, words), places))| {
            let folder = case("command", number);
            let file = path(if places.contains(&"path") { "path" } else { "" }, words);
            common::write(&folder, &file, manifest(places, words));
            COMMANDS.iter().flat_map(move |(command, harmless)| {
                let is_explain = command[0] == "explain";
                let about = is_explain.then_some(words.as_str());
                let beside = ["--as-of", DAY, "--", &file];
                let words: Vec<_> = command.iter().copied().chain(beside).chain(about).collect();
                let ran = common::run_in(&folder, &words, "");
                assert!(ran.status.is_some_and(|status| status < 3), "{ran:?}");
                let out = if ran.out.is_empty() { Ok(()) } else { harmless(&ran.out) };
                let told = |problem: String| format!("{kind} at {places:?} by {command:?}: {problem}");
                [out, uncommanded(&ran.err)].into_iter().filter_map(Result::err).map(told).collect::<Vec<_>>()
            })
        })
        .collect();
    assert!(broken.is_empty(), "{} outputs:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn the_commands_beside_a_finding_can_be_typed_whatever_the_file_is_called() {
    let program = Path::new(env!("CARGO_BIN_EXE_compliance-check")).parent().expect("it lies in a folder");
    for (number, (kind, words)) in hostile().into_iter().enumerate() {
        let folder = case("typed", number);
        let file = path("path", &words);
        common::write(&folder, &file, manifest(&["path", "service name"], &words));
        let ran = common::run_in(&folder, &["--as-of", DAY, "--no-policy", "--", &file], "");
        let commands: Vec<_> = ran.out.lines().filter_map(|line| line.strip_prefix("  explain:  ")).collect();
        assert!(!commands.is_empty(), "{kind}: {}", ran.out);
        for command in commands {
            let script = format!("PATH='{}':$PATH\n{command}", program.display());
            let mut bash = std::process::Command::new("bash");
            let typed = bash.args(["--norc", "-c", &script]).current_dir(&folder).output().expect("bash is there");
            let err = String::from_utf8_lossy(&typed.stderr);
            assert_eq!(typed.status.code(), Some(0), "{kind}: {command}\n{err}");
        }
    }
}
