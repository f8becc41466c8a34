//! Ten thousand files with something wrong in them, each made from a good one by a seeded mutator: the program answers with
//! 0, 1 or 2, in bounded time, and says why where it is 2. It never panics.
//!
//! Each runs in this process, through what the command line calls, since ten thousand programs would take long; a panic of
//! any of them is one of the test. Some hundred run as programs as well.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use compliance_check::report::{Format, Style};
use compliance_check::run::catalog::{self, ImportRequest};
use compliance_check::run::{Baselines, PolicyChoice, Request, Sources, check};
use rayon::prelude::*;

use crate::common;

/// How many files are made, and every which of them a program is given as well.
const FILES: u64 = 10_000;
const EVERY: u64 = 40;

/// Longer than this, on however busy a machine, is a hang.
const LONGEST: Duration = Duration::from_secs(60);

/// A file longer than this is cut before it is mutated.
const MOST: usize = 2_000;

const DAY: &str = "2021-08-03";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Manifest,
    Policy,
    Rule,
    Pack,
    Provider,
    Standard,
    Evidence,
    Baseline,
    Table,
    Header,
}

/// Each sort of file as often as it is made: manifests are what most people write.
const TURNS: [Kind; 20] = [
    Kind::Manifest,
    Kind::Rule,
    Kind::Manifest,
    Kind::Evidence,
    Kind::Manifest,
    Kind::Policy,
    Kind::Manifest,
    Kind::Table,
    Kind::Manifest,
    Kind::Provider,
    Kind::Manifest,
    Kind::Rule,
    Kind::Manifest,
    Kind::Standard,
    Kind::Manifest,
    Kind::Policy,
    Kind::Evidence,
    Kind::Header,
    Kind::Baseline,
    Kind::Pack,
];

/// A manifest beside a file that is not one, with something to ask of each.
const MANIFEST: &str = "\
[deployment]
name = \"clinic\"

[[services]]
name = \"bot\"
service = \"crane\"
cloud = \"pier\"
regions = [\"north\"]
requires = [\"plain@high\", \"plain:2013\"]
data = [\"phi\"]
";

const PROVIDER: &str = "\
provider: harbour
name: Harbour
clouds:
  - id: pier
    name: Pier
    aliases: [Old Pier]
    status: active
    stated-in: unverified
    regions:
      - { id: north, name: North, country: DE, stated-in: unverified }
      - { id: south, pairs: [north], stated-in: unverified }
services:
  - { id: dock, name: Dock, platform: true, home: pier, stated-in: unverified }
  - { id: crane, name: Crane, aliases: [Big Crane], home: pier, part-of: [dock], stated-in: unverified }
agreements:
  - { id: first-baa, name: First BAA, standard: plain, stated-in: unverified }
";

const STANDARD: &str = "\
id: plain
name: Plain
title: A plain standard
issuer: Harbour
segment: global
jurisdiction: global
kind: certification
stated-in: [unverified]
aliases: [The Plain]
editions:
  - { id: '2013', published: 2013-10-01, superseded-by: '2022', stated-in: [unverified] }
  - { id: '2022', published: 2022-10-25, stated-in: [unverified] }
levels:
  - { id: high, ladder: depth, name: High, subsumes: [low], basis: definitional, stated-in: [unverified] }
  - { id: low, ladder: depth, name: Low, stated-in: [unverified] }
";

const EVIDENCE: &str = "\
id: list
title: A list
publisher: Harbour
provider: harbour
kind: scope-page
as-of: 2020-01-01
as-of-basis: printed
found-at: nowhere
in-full:
  - { services: [crane], clouds: [pier] }
claims:
  - { in-scope: crane, cloud: pier, standards: [plain@low], at: page 1 }
  - { in-scope: crane, cloud: pier, regions: [north], standards: ['plain:2013'], until: 2021-01-01, at: page 2 }
";

const BASELINE: &str = r#"{
  "version": "1",
  "as_of": "2021-08-03",
  "files": [{
    "path": "deploy.toml",
    "findings": [{
      "rule": "coverage/level-too-low", "service": "bot", "standard": "plain@high", "cloud": "pier", "regions": ["north"],
      "fingerprint": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
    }]
  }]
}
"#;

const HEADER: &str = "\
id: imported
title: A list
publisher: Harbour
provider: harbour
kind: scope-page
as-of: 2020-01-01
as-of-basis: printed
found-at: nowhere
licence: CC0
conditions:
  tied: tied up
read:
  - at: a table
    cloud: pier
    columns:
      - { id: plain, title: Plain, standards: [plain] }
      - { id: low, title: Low, standards: [plain@low] }
    footnotes: { '1': tied, '*': { note: Renamed since } }
    marks: { pending: [planned] }
    skip: [AI]
";

const TABLE: &str = "\
Services in scope

| Service | Plain | Low |
| :-- | :-: | --: |
| [Crane](https://a.example) `*` | &#x2714;[^1] | planned |
| **Big Crane** | x | |
| AI | | |

\\* Renamed
";

/// Texts to begin with, by the sort of file.
struct Seeds(Vec<(Kind, Vec<String>)>);

impl Seeds {
    fn read() -> Self {
        let root = common::root();
        let texts = |folder: &str, ending: &str| -> Vec<String> {
            let files = common::files(&root.join(folder), ending).into_iter();
            files.map(|path| std::fs::read_to_string(path).expect("the file is text")).collect()
        };
        let with = |own: &str, shipped: Vec<String>| [vec![own.to_owned(); 4], shipped].concat();
        let evidence = texts("catalog/evidence/microsoft", ".yaml");
        let (packs, rules): (Vec<_>, Vec<_>) =
            texts("rules", ".yaml").into_iter().partition(|text| text.contains("\nversion:"));
        Self(vec![
            (Kind::Manifest, texts("examples", "deploy.toml")),
            (Kind::Policy, texts("examples", "compliance.toml")),
            (Kind::Rule, rules),
            (Kind::Pack, packs),
            (Kind::Provider, with(PROVIDER, texts("catalog/providers/aws", "clouds.yaml"))),
            (Kind::Standard, with(STANDARD, texts("catalog/standards", ".yaml"))),
            (Kind::Evidence, with(EVIDENCE, evidence.into_iter().take(20).collect())),
            (Kind::Baseline, vec![BASELINE.to_owned()]),
            (Kind::Table, with(TABLE, texts("tests/data/import", ".md"))),
            (Kind::Header, with(HEADER, texts("tests/data/import", ".yaml"))),
        ])
    }

    fn of(&self, kind: Kind) -> &[String] {
        let found = self.0.iter().find(|(known, _)| *known == kind);
        found.map(|(_, texts)| texts.as_slice()).expect("every sort of file has texts")
    }
}

/// Numbers that are the same for the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).expect("it is below a usize")
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What is put into a text somewhere.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\x07",
    b"\x1b[2J",
    b"\r",
    b"\r\n",
    b"\x0b",
    b"\x7f",
    b"\xc2\x9b",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf0\x9f",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xe2\x80\xa8",
    b"[",
    b"]",
    b"{",
    b"}",
    b"[[",
    b"]]",
    b"[[[[[[[[[[[[[[[[[[[[",
    b"}}}}}}",
    b"\"",
    b"'",
    b"\"\"\"",
    b"'''",
    b"`",
    b"\\",
    b"\\u{d800}",
    b"\\uD800",
    b"\\x00",
    b"#",
    b"&a ",
    b"*a",
    b"!!binary ",
    b"<<: *a\n",
    b"---\n",
    b"...\n",
    b"? ",
    b"- ",
    b"| ",
    b"> ",
    b"%",
    b"@",
    b"=",
    b"== ",
    b":",
    b": ",
    b",",
    b".",
    b"999999999999999999999999",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"1e400",
    b"nan",
    b"-inf",
    b"0x",
    b"1_000",
    b"true",
    b"null",
    b"~",
    b"2021-02-30",
    b"9999-12-31",
    b"-0001-01-01",
    b"2021-08-03T00:00:00Z",
    b"0000-00-00",
    b"*",
    b"**",
    b"?",
    b"[!",
    b"{a,{b,{c",
    b"[z-a]",
    b"\t",
    b"    ",
    b"\n",
    b"\n\n\n",
    b"::error::a",
    b"</script>",
    b"{service}",
    b"{unknown}",
    b"profile:",
    b"@high",
    b":2013",
    b"@",
    b"\xf0\x9d\x95\x92",
    b"e\xcc\x81",
];

/// Keys of one sort of file that are none in another.
const KEYS: &[&str] =
    &["id", "name", "services", "requires", "match", "when", "claims", "extends", "until", "severity", "levels"];

/// Changes a text in one to three ways.
fn mutated(text: &str, other: &str, chance: &mut Chance) -> Vec<u8> {
    let from = if text.len() > MOST { text.floor_char_boundary(chance.below(text.len() - MOST)) } else { 0 };
    let mut bytes = text.as_bytes()[from..(from + MOST).min(text.len())].to_vec();
    for _ in 0..=chance.below(3) {
        changed(&mut bytes, other.as_bytes(), chance);
    }
    bytes
}

fn changed(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    let end = (at + chance.below(40)).min(bytes.len());
    match chance.below(13) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..end)),
        3 => insert(bytes, at, &chance.of(PIECES).repeat(1 + chance.below(3))),
        4 => insert(bytes, at, &chance.of(PIECES).repeat(1 + chance.below(300))),
        5 => lines(
            bytes,
            |lines, chance| {
                let line = chance.below(lines.len());
                let times = 1 + chance.below(30);
                let copies = vec![lines[line].clone(); times];
                lines.splice(line..line, copies);
            },
            chance,
        ),
        6 => lines(
            bytes,
            |lines, chance| {
                let (one, two) = (chance.below(lines.len()), chance.below(lines.len()));
                lines.swap(one, two);
            },
            chance,
        ),
        7 => lines(
            bytes,
            |lines, chance| {
                let line = chance.below(lines.len());
                let deeper = b" ".repeat(1 + chance.below(6));
                lines[line].splice(0..0, deeper);
            },
            chance,
        ),
        8 => lines(
            bytes,
            |lines, chance| {
                let line = chance.below(lines.len());
                let blanks = lines[line].iter().take_while(|&&byte| byte == b' ').count();
                let until = lines[line].iter().position(|byte| b":=".contains(byte)).unwrap_or(blanks);
                let key = chance.of(KEYS).bytes();
                lines[line].splice(blanks.min(until)..until, key);
            },
            chance,
        ),
        9 => lines(
            bytes,
            |lines, chance| {
                let line = chance.below(lines.len());
                lines.remove(line);
                lines.push(Vec::new());
            },
            chance,
        ),
        10 => {
            let (from, to) = (chance.below(other.len() + 1), chance.below(other.len() + 1));
            insert(bytes, at, &other[from.min(to)..from.max(to).min(from.min(to) + 500)]);
        }
        11 => {
            bytes.truncate(at);
            let from = chance.below(other.len() + 1);
            bytes.extend_from_slice(&other[from..(from + 500).min(other.len())]);
        }
        _ => replaced(bytes, at, chance.of::<&[u8]>(PIECES)),
    }
}

/// A piece takes the place of the value before a place.
fn replaced(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let from = bytes[..at].iter().rposition(|byte| b"=:".contains(byte)).map_or(at, |at| at + 1);
    let to = bytes[from..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| from + end);
    drop(bytes.splice(from..to, [b" ", piece].concat()));
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

fn lines(bytes: &mut Vec<u8>, change: impl Fn(&mut Vec<Vec<u8>>, &mut Chance), chance: &mut Chance) {
    let mut all: Vec<Vec<u8>> = bytes.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    change(&mut all, chance);
    *bytes = all.join(&b'\n');
}

/// What stands in the folder of a case: everything that is good, and one file that may not be.
fn write(folder: &Path, kind: Kind, text: &[u8]) {
    let (name, good): (&str, &[(&str, &str)]) = match kind {
        Kind::Manifest => ("deploy.toml", &[]),
        Kind::Policy => ("compliance.toml", &[]),
        Kind::Rule => ("rules/own.yaml", &[]),
        Kind::Pack => ("rules/own/pack.yaml", &[("rules/own/flaw.yaml", "id: own/flaw\n")]),
        Kind::Provider => ("catalog/providers/harbour.yaml", &[]),
        Kind::Standard => ("catalog/standards/plain.yaml", &[]),
        Kind::Evidence => ("catalog/evidence/list.yaml", &[]),
        Kind::Baseline => ("known.json", &[]),
        Kind::Table => ("table.md", &[("header.yaml", HEADER)]),
        Kind::Header => ("header.yaml", &[("table.md", TABLE)]),
    };
    let catalog = [
        ("deploy.toml", MANIFEST),
        ("catalog/providers/harbour.yaml", PROVIDER),
        ("catalog/standards/plain.yaml", STANDARD),
        ("catalog/evidence/list.yaml", EVIDENCE),
    ];
    let around = if stands_on_its_own(kind) { &[][..] } else { &catalog[..] };
    around.iter().chain(good).for_each(|(name, text)| common::write(folder, name, text));
    common::write(folder, name, text);
}

/// Whether a file is checked with what the program carries, and not with a small catalogue beside it.
fn stands_on_its_own(kind: Kind) -> bool {
    matches!(kind, Kind::Manifest)
}

/// What a run of it on the command line would be, without the program's name.
fn arguments(kind: Kind) -> Vec<&'static str> {
    let over: &[&str] = match kind {
        Kind::Table | Kind::Header => {
            return vec!["catalog", "import", "table.md", "--header", "header.yaml", "--catalog", "catalog"];
        }
        Kind::Manifest => &["--no-policy"],
        Kind::Policy => &["--policy", "compliance.toml", "--no-builtin", "--catalog", "catalog"],
        Kind::Rule | Kind::Pack => &["--no-policy", "--no-builtin", "--catalog", "catalog", "--rules", "rules"],
        Kind::Baseline => &["--no-policy", "--no-builtin", "--catalog", "catalog", "--baseline", "known.json"],
        _ => &["--no-policy", "--no-builtin", "--catalog", "catalog"],
    };
    [&["deploy.toml", "--as-of", DAY, "--jobs", "1"], over].concat()
}

/// The same run in this process: its status, and whether anything was said.
fn run(folder: &Path, kind: Kind, format: Format) -> (u8, bool) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let catalogs = if stands_on_its_own(kind) { Vec::new() } else { vec![folder.join("catalog")] };
    let style = Style::default();
    let ended = if matches!(kind, Kind::Table | Kind::Header) {
        let (table, header) = (folder.join("table.md").display().to_string(), folder.join("header.yaml"));
        let request = ImportRequest { table, written: None, header, output: None, catalogs, style };
        catalog::import(&request, &mut out, &mut err)
    } else {
        let rules = if matches!(kind, Kind::Rule | Kind::Pack) { vec![folder.join("rules")] } else { Vec::new() };
        let policy = match kind {
            Kind::Policy => PolicyChoice::File(folder.join("compliance.toml")),
            _ => PolicyChoice::None,
        };
        let compare = (kind == Kind::Baseline).then(|| folder.join("known.json"));
        let packs = Vec::new();
        let without_builtin = !stands_on_its_own(kind);
        let request = Request {
            paths: vec![folder.join("deploy.toml").display().to_string()],
            as_of: Some(DAY.parse().expect("a date")),
            fail_on: None,
            horizon: None,
            format: Some(format),
            reports: Vec::new(),
            style,
            sources: Sources { catalogs, rules, packs, without_builtin, policy },
            repeated: Vec::new(),
            baselines: Baselines { compare, write: None },
            jobs: 1,
            commands: Vec::new,
        };
        check(&request, &mut out).map_err(|error| error.to_string())
    };
    let told = !out.is_empty() || !err.is_empty();
    match ended {
        Ok(exit) => (exit.code(), told),
        Err(message) => (2, !message.is_empty()),
    }
}

/// Says which case it was, when a panic comes through.
struct Case(u64, Kind, PathBuf);

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            #[expect(clippy::print_stderr, reason = "the file that broke the program is worth a line")]
            {
                eprintln!("the file number {} broke it, a {:?}, which lies in {}", self.0, self.1, self.2.display());
            }
        }
    }
}

/// The file with this number, and its sort.
fn file(number: u64, seeds: &Seeds) -> (Kind, Vec<u8>) {
    let mut chance = Chance(number);
    let kind = TURNS[usize::try_from(number % TURNS.len() as u64).expect("it is below twenty")];
    let text = chance.of(seeds.of(kind)).clone();
    let another = *chance.of(&TURNS);
    let other = chance.of(seeds.of(another)).clone();
    (kind, mutated(&text, &other, &mut chance))
}

/// A watch over work that may never end: without it, a hang would be one of all tests and say nothing.
fn watched(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let (done, ended) = channel::<()>();
        scope.spawn(move || {
            if ended.recv_timeout(LONGEST * 10) == Err(RecvTimeoutError::Timeout) {
                std::process::abort();
            }
        });
        work();
        drop(done);
    });
}

fn each(numbers: impl Iterator<Item = u64>, one: impl Fn(u64, &Seeds) + Sync + Send) {
    let seeds = Seeds::read();
    let numbers: Vec<_> = numbers.collect();
    watched(|| numbers.par_iter().for_each(|&number| one(number, &seeds)));
}

#[test]
fn a_mutated_file_gives_an_answer() {
    let folders = common::scratch("mutated");
    let formats = Format::ALL;
    each(0..FILES, |number, seeds| {
        let (kind, text) = file(number, seeds);
        let thread = rayon::current_thread_index().unwrap_or_default();
        let folder = folders.join(format!("{thread}-{kind:?}"));
        write(&folder, kind, &text);
        let _case = Case(number, kind, folder.clone());
        let begun = std::time::Instant::now();
        let format = formats[usize::try_from(number / 20).expect("a small number") % formats.len()];
        let (status, told) = run(&folder, kind, format);
        assert!(status < 3 && (status != 2 || told), "{status}, and it said something: {told}");
        assert!(begun.elapsed() < LONGEST, "it took {:?}", begun.elapsed());
    });
}

#[test]
fn a_mutated_file_gives_an_answer_from_the_program() {
    let folders = common::scratch("mutated-program");
    each(
        (0..FILES).step_by(usize::try_from(EVERY).expect("a small number")).map(|number| number + number / EVERY % 20),
        |number, seeds| {
            let (kind, text) = file(number, seeds);
            let folder = folders.join(number.to_string());
            write(&folder, kind, &text);
            let _case = Case(number, kind, folder.clone());
            let ran = common::run_in(&folder, &arguments(kind), "");
            assert!(ran.status.is_some_and(|status| status < 3), "{ran:?}");
            assert!(ran.status != Some(2) || !ran.err.is_empty(), "{ran:?}");
            assert!(!ran.err.contains("panicked at"), "{ran:?}");
        },
    );
}

/// What comes through tells of the mutator whether it makes what it should: enough is taken, and enough is not.
#[test]
fn some_mutated_files_are_taken_and_some_are_not() {
    let folders = common::scratch("mutated-mixture");
    let seeds = Seeds::read();
    let mut ended = [0; 3];
    for number in 0..400 {
        let (kind, text) = file(number, &seeds);
        write(&folders.join(format!("{kind:?}")), kind, &text);
        ended[usize::from(run(&folders.join(format!("{kind:?}")), kind, Format::ALL[1]).0)] += 1;
    }
    assert!(ended[0] + ended[1] > 40 && ended[2] > 100, "{ended:?}");
}
