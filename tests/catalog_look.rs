//! `catalog list`, `show`, `search` and `export`: on the shipped catalogue, and on small ones made for the purpose.

use crate::common;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A small catalogue of its own: nothing in it depends on what is shipped.
const PROVIDER: &str = "provider: acme
name: Acme
clouds:
  - id: acme-one
    name: Acme One
    aliases: [First Cloud]
    status: active
    stated-in: [list-2024]
    regions:
      - { id: north, name: North, country: NL, stated-in: [list-2024] }
      - { id: south, name: South, country: ES, stated-in: [list-2024] }
  - { id: acme-old, name: Acme Old, status: closed, closed: 2022-12-31, stated-in: [list-2024] }
services:
  - { id: acme-suite, name: Acme Suite, platform: true, home: acme-one, stated-in: [list-2024] }
  - { id: bucket, name: Acme Bucket, aliases: [Object Bucket], home: acme-one, part-of: acme-suite, stated-in: [list-2024] }
  - { id: queue, name: Acme Queue, aliases: [Harbour], home: acme-one, part-of: acme-suite, stated-in: [list-2024] }
  - { id: quiet, name: \"Acme \\e[31mQuiet\", home: acme-one, stated-in: [list-2024] }
agreements:
  - { id: acme-paper, name: Acme Paper, standard: harbour-code, stated-in: [list-2024] }
";

const STANDARD: &str = "id: harbour-code
name: Harbour Code
title: Code of the harbour
issuer: The harbour
segment: regional
jurisdiction: NL
kind: certification
stated-in: [harbour]
aliases:
  - Harbour
editions:
  - { id: '2019', published: '2019', superseded-by: '2023', ends: 2025-06-30, end-effect: certificates-void, stated-in: [harbour], end-stated-in: [harbour] }
  - { id: '2023', published: '2023', stated-in: [harbour] }
levels:
  - { id: gold, ladder: medal, name: Harbour Code Gold, subsumes: [silver], basis: official, stated-in: [harbour] }
  - { id: silver, ladder: medal, name: Harbour Code Silver, editions: ['2019'], stated-in: [harbour] }
sources:
  harbour: { kind: primary, found-at: nowhere }
";

const OLD: &str = "id: list-2020
title: The list
publisher: Acme
provider: acme
kind: list
as-of: 2020-01-01
as-of-basis: printed
found-at: 'acme.example/2020'
claims:
  - { in-scope: bucket, at: row 1, standards: [harbour-code] }
  - { in-scope: bucket, cloud: acme-old, at: row 2, standards: ['harbour-code@silver'] }
";

const NEW: &str = "id: list-2024
title: The list, again
publisher: Acme
provider: acme
kind: list
as-of: 2024-01-01
as-of-basis: read
last-seen: 2024-03-01
replaces: [list-2020]
found-at: 'acme.example/2024, \"page 2\"'
licence: CC0-1.0
conditions:
  by-contract: it was bought by contract
in-full:
  - { services: [bucket, queue], clouds: [acme-one] }
claims:
  - { in-scope: bucket, cloud: acme-one, at: 'table 1, row \"Bucket\"', standards: ['harbour-code:2019@gold'], until: 2026-12-31 }
  - { in-scope: queue, cloud: acme-one, regions: [north], at: 'table 1, row \"Queue\"', standards: ['harbour-code@silver'], condition: by-contract, note: 'a, b' }
  - { out-of-scope: acme-suite, cloud: acme-one, at: 'table 1, row \"Suite\"', standards: [harbour-code] }
";

/// A folder with the small catalogue in `known/`.
fn folder(name: &str) -> PathBuf {
    let folder = common::scratch(name);
    common::write(&folder, "known/providers/acme.yaml", PROVIDER);
    common::write(&folder, "known/standards/harbour-code.yaml", STANDARD);
    common::write(&folder, "known/evidence/list-2020.yaml", OLD);
    common::write(&folder, "known/evidence/list-2024.yaml", NEW);
    folder
}

/// `catalog` with these words on the small catalogue alone, as of the middle of 2024 where a day matters.
fn ask(folder: &Path, words: &[&str]) -> common::Ran {
    let day: &[&str] = if words[0] == "search" { &[] } else { &["--as-of", "2024-06-01"] };
    common::run_in(folder, &[&["catalog"], words, &["--no-builtin", "--catalog", "known"], day].concat(), "")
}

fn shown(folder: &Path, words: &[&str]) -> String {
    let ran = ask(folder, words);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    ran.out
}

fn json(folder: &Path, words: &[&str]) -> Value {
    let text = shown(folder, &[words, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("it is JSON")
}

fn refused(folder: &Path, words: &[&str]) -> String {
    let ran = ask(folder, words);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    ran.err
}

#[test]
fn lists_are_aligned_and_count_what_the_day_sees() {
    let folder = folder("look-list");
    snapbox::assert_data_eq!(
        shown(&folder, &["list"]),
        snapbox::str![[r#"
what       how many  to see them
providers         1  compliance-check catalog list providers
clouds            2  compliance-check catalog list clouds
regions           2  compliance-check catalog list regions
services          4  compliance-check catalog list services
standards         1  compliance-check catalog list standards
documents         2  compliance-check catalog list documents
claims            5  compliance-check catalog export --format csv

as of 2024-06-01; the newest document is of 2024-01-01
  one of them      compliance-check catalog show NAME
  by any spelling  compliance-check catalog search WORDS

"#]]
    );
    snapbox::assert_data_eq!(
        shown(&folder, &["list", "clouds"]),
        snapbox::str![[r#"
id        name      provider  status             regions
acme-old  Acme Old  acme      closed 2022-12-31        0
acme-one  Acme One  acme      active                   2

"#]]
    );
    snapbox::assert_data_eq!(
        shown(&folder, &["list", "documents"]),
        snapbox::str![[r#"
id         as of         age  claims  publisher  title            replaced
list-2024  2024-01-01    92d       3  Acme       The list, again
list-2020  2020-01-01  1613d       2  Acme       The list         list-2024

"#]]
    );
    let services = shown(&folder, &["list", "services"]);
    assert!(services.contains(r"quiet       Acme \u{1b}[31mQuiet"), "what is hidden is written out: {services}");
    let earlier = common::run_in(
        &folder,
        &["catalog", "list", "documents", "--no-builtin", "--catalog", "known", "--as-of", "2021-01-01"],
        "",
    );
    assert!(earlier.out.contains("list-2020") && !earlier.out.contains("list-2024"), "{}", earlier.out);
}

#[test]
fn filters_narrow_and_a_slip_gives_the_nearest_name() {
    let folder = folder("look-filter");
    let ids = |words: &[&str], noun: &str| -> Vec<String> {
        let list = json(&folder, &[&["list", noun], words].concat());
        let rows = list[noun].as_array().expect("there is a list").iter();
        rows.map(|row| format!("{} {}", row["id"].as_str().expect("it has an id"), row["claims"])).collect()
    };
    assert_eq!(ids(&[], "services"), ["acme-suite 1", "bucket 3", "queue 1", "quiet 0"]);
    assert_eq!(ids(&["--cloud", "First Cloud"], "services"), ["acme-suite 1", "bucket 2", "queue 1"]);
    assert_eq!(ids(&["--standard", "Harbour Code Silver"], "services"), ["bucket 1", "queue 1"]);
    assert_eq!(ids(&["--cloud", "acme-old"], "documents"), ["list-2020 1"]);
    assert_eq!(ids(&["--cloud", "acme-old"], "standards"), ["harbour-code 1"]);
    assert_eq!(ids(&["--provider", "ACME"], "standards"), ["harbour-code 5"]);
    for (words, expected) in [
        (["list", "services", "--cloud", "acme-oen"], "did you mean `acme-one`?"),
        (["list", "clouds", "--provider", "acmee"], "did you mean `acme`?"),
        (["list", "documents", "--standard", "harbor-code"], "did you mean `harbour-code`?"),
        (["list", "regions", "--standard", "harbour-code"], "--provider or --cloud is what it takes"),
    ] {
        let error = refused(&folder, &words);
        assert!(error.contains(expected), "{error}");
    }
    assert!(refused(&folder, &["list", "--cloud", "acme-one"]).contains("say what to list"));
    assert!(refused(&folder, &["list", "servces"]).contains("it is one of providers, clouds"));
}

#[test]
fn a_service_is_shown_through_the_decision() {
    let folder = folder("look-service");
    snapbox::assert_data_eq!(
        shown(&folder, &["show", "Object Bucket"]),
        snapbox::str![[r#"
Acme Bucket, a service
  id         bucket
  provider   acme
  home       acme-one
  part of    acme-suite
  also       Object Bucket
  stated in  list-2024

what is shown as of 2024-06-01
  standard        acme-one
  regional
    harbour-code  ✓ 2019@gold A [1]

✓  covered  in scope
[1] counts until 2025-06-30

   document   as of       age
A  list-2024  2024-01-01  92d

"#]]
    );
    snapbox::assert_data_eq!(
        shown(&folder, &["show", "queue"]),
        snapbox::str![[r#"
Acme Queue, a service
  id         queue
  provider   acme
  home       acme-one
  part of    acme-suite
  also       Harbour
  stated in  list-2024

what is shown as of 2024-06-01
  standard        acme-one
  regional
    harbour-code  ◐ silver A [1] [2] [3]

◐  conditional  in scope under conditions
[1] in north only
[2] only if it was bought by contract (`by-contract`)
[3] a, b

   document   as of       age
A  list-2024  2024-01-01  92d

"#]]
    );
    let none = shown(&folder, &["show", "quiet"]);
    assert!(none.contains("no document in the catalogue claims anything of it"), "{none}");
}

#[test]
fn a_standard_says_who_holds_it_where() {
    let folder = folder("look-standard");
    snapbox::assert_data_eq!(
        shown(&folder, &["show", "harbour-code"]),
        snapbox::str![[r#"
Harbour Code, a standard
  id         harbour-code
  title      Code of the harbour
  issuer     The harbour
  segment    regional
  where      NL
  kind       certification, given by a third party
  agreement  acme-paper
  also       Harbour
  stated in  harbour

editions
  2019  published 2019; ends 2025-06-30 (certificates-void); superseded by 2023
  2023  published 2023

levels
  id      ladder  name                 holds as well
  gold    medal   Harbour Code Gold    silver
  silver  medal   Harbour Code Silver
  only in 2019: silver

what is shown of harbour-code as of 2024-06-01
  acme-one
    ✓ 2019@gold A [1]  1 service: bucket
    ◐ silver A [2] [3] [4]  1 service: queue
    ✗ A  1 service: acme-suite

✓  covered      in scope
◐  conditional  in scope under conditions
✗  excluded     named as out of scope
[1] counts until 2025-06-30
[2] in north only
[3] only if it was bought by contract (`by-contract`)
[4] a, b

   document   as of       age
A  list-2024  2024-01-01  92d

"#]]
    );
    let edition = json(&folder, &["show", "harbour-code:2023@gold"]);
    let holdings = edition["standard"]["holdings"].as_array().expect("there are holdings");
    let verdicts: Vec<_> = holdings.iter().map(|one| (one["service"].as_str(), one["verdict"].as_str())).collect();
    assert!(verdicts.contains(&(Some("bucket"), Some("edition-differs"))), "{verdicts:?}");
}

#[test]
fn a_document_is_shown_in_full() {
    let folder = folder("look-document");
    snapbox::assert_data_eq!(
        shown(&folder, &["show", "list-2024"]),
        snapbox::str![[r#"
"The list, again", a document
  id         list-2024
  publisher  Acme
  provider   acme
  kind       list
  as of      2024-01-01 (read), 92d old on 2024-06-01
  last seen  2024-03-01
  found at   acme.example/2024, "page 2"
  licence    CC0-1.0
  replaces   list-2020

lists in full
  - bucket, queue in acme-one

3 claims
  table 1
    - bucket: in-scope for harbour-code:2019@gold in acme-one, until 2026-12-31;
      row "Bucket"
    - queue: in-scope for harbour-code@silver in acme-one [1], under
      by-contract; row "Queue"; note: a, b
    - acme-suite: out-of-scope for harbour-code in acme-one; row "Suite"
  [1] in north only

conditions
  - by-contract: only if it was bought by contract

"#]]
    );
    let old = shown(&folder, &["show", "document:list-2020"]);
    assert!(old.contains("replaced by  list-2024"), "{old}");
}

#[test]
fn clouds_regions_agreements_and_providers_have_pages() {
    let folder = folder("look-pages");
    let cloud = shown(&folder, &["show", "acme-old"]);
    assert!(cloud.contains("status     closed; the last day was 2022-12-31"), "{cloud}");
    assert!(shown(&folder, &["show", "first cloud"]).contains("north  North  NL"));
    let region = shown(&folder, &["show", "acme-one/north"]);
    assert!(region.contains("list-2024  2024-01-01"), "{region}");
    assert!(shown(&folder, &["show", "Acme Paper"]).contains("standard   harbour-code"));
    assert!(shown(&folder, &["show", "acme"]).contains("services  4"));
}

#[test]
fn a_name_of_several_things_is_told_apart_and_a_slip_gets_help() {
    let folder = folder("look-names");
    let several = refused(&folder, &["show", "harbour"]);
    assert_eq!(
        several,
        "error: `harbour` means things of several kinds; write `service:queue` or `standard:harbour-code`\n"
    );
    assert!(shown(&folder, &["show", "service:Harbour"]).starts_with("Acme Queue"));
    assert!(shown(&folder, &["show", "standard:Harbour"]).starts_with("Harbour Code"));
    for (name, expected) in [
        ("harbour-coed", "did you mean `harbour-code`?"),
        ("lsit-2024", "did you mean `list-2024`?"),
        ("harbour-code:2022", "did you mean `harbour-code:2023`?"),
        ("cloud:bucket", "no cloud of the catalogue is called `bucket`"),
        ("something else entirely", "nothing in the catalogue is called"),
    ] {
        let error = refused(&folder, &["show", name]);
        assert!(error.contains(expected), "{name}: {error}");
    }
    assert!(refused(&folder, &["show", "\u{1b}[2J"]).contains(r"\u{1b}[2J"));
}

#[test]
fn a_search_ranks_and_says_when_there_is_nothing() {
    let folder = folder("look-search");
    let found = |words: &[&str]| -> Vec<String> {
        let found = json(&folder, &[&["search"], words].concat());
        let hits = found["hits"].as_array().expect("there are hits").iter();
        hits.map(|hit| {
            let word = |name: &str| hit[name].as_str().expect("it is text").to_owned();
            format!("{} {} {} ({})", word("rank"), word("kind"), word("id"), word("spelling"))
        })
        .collect()
    };
    assert_eq!(
        found(&["HARBOUR"]),
        [
            "exact service queue (Harbour)",
            "exact standard harbour-code (Harbour)",
            "prefix standard harbour-code@gold (Harbour Code Gold)",
            "prefix standard harbour-code@silver (Harbour Code Silver)",
        ]
    );
    assert_eq!(found(&["again", "list"]), ["word document list-2024 (The list, again)"]);
    assert_eq!(found(&["uck"]), ["substring service bucket (bucket)"]);
    assert_eq!(found(&["buckte"]), ["near service bucket (bucket)"]);
    let nothing = ask(&folder, &["search", "bkteet"]);
    assert_eq!(
        (nothing.status, nothing.out.as_str()),
        (Some(1), "nothing in the catalogue is called `bkteet`; the nearest is `bucket`\n")
    );
    assert_eq!(ask(&folder, &["search", "zzzzzzzz"]).status, Some(1));
}

const COLUMNS: [&str; 25] = [
    "provider",
    "service",
    "service_name",
    "cloud",
    "cloud_inferred",
    "regions",
    "statement",
    "standard",
    "edition",
    "level",
    "kind",
    "valid_from",
    "valid_until",
    "conditions",
    "document",
    "title",
    "publisher",
    "as_of",
    "as_of_basis",
    "last_seen",
    "replaced_by",
    "licence",
    "found_at",
    "locator",
    "note",
];

#[test]
fn an_export_has_a_row_for_every_claim() {
    let folder = folder("look-export");
    let text = shown(&folder, &["export", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers: Vec<_> = reader.headers().expect("there is a header").iter().map(str::to_owned).collect();
    assert_eq!(headers, COLUMNS, "columns are a promise: new ones come last");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("it is a row")).collect();
    assert_eq!(rows.len(), 5);
    let cell = |row: usize, name: &str| {
        rows[row][COLUMNS.iter().position(|column| *column == name).expect("it is a column")].to_owned()
    };
    assert_eq!([cell(0, "document"), cell(0, "replaced_by")], ["list-2020", "list-2024"]);
    assert_eq!([cell(0, "cloud"), cell(0, "cloud_inferred")], ["acme-one", "true"]);
    assert_eq!([cell(2, "edition"), cell(2, "level"), cell(2, "kind")], ["2019", "gold", "certification"]);
    assert_eq!([cell(2, "valid_until"), cell(2, "last_seen")], ["2026-12-31", "2024-03-01"]);
    assert_eq!([cell(2, "found_at"), cell(2, "licence")], ["acme.example/2024, \"page 2\"", "CC0-1.0"]);
    assert_eq!([cell(3, "regions"), cell(3, "conditions"), cell(3, "note")], ["north", "by-contract", "a, b"]);
    assert_eq!(cell(4, "statement"), "out-of-scope");

    let array: Value = serde_json::from_str(&shown(&folder, &["export", "--format", "json"])).expect("it is JSON");
    let lines = shown(&folder, &["export", "--format", "ndjson"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(array, Value::Array(lines));
    for (index, object) in array.as_array().expect("it is a list").iter().enumerate() {
        for name in COLUMNS {
            let plain = match &object[name] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                Value::Array(parts) => {
                    parts.iter().map(|part| part.as_str().expect("it is text")).collect::<Vec<_>>().join("|")
                }
                other => other.to_string(),
            };
            assert_eq!(plain, cell(index, name), "{name}");
        }
    }
}

#[test]
fn an_export_gives_the_same_bytes_wherever_the_files_lie() {
    let folder = folder("look-same-bytes");
    let here = shown(&folder, &["export", "--format", "csv"]);
    fs::create_dir_all(folder.join("a/b")).expect("the folder is made");
    fs::rename(folder.join("known/evidence"), folder.join("a/b/evidence")).expect("it moves");
    let there = shown(&folder, &["export", "--format", "csv", "--catalog", "a/b"]);
    assert_eq!(here, there);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = folder("look-output");
    let names = || -> Vec<String> {
        let entries = fs::read_dir(&folder).expect("it is there").map(|entry| entry.expect("it can be read"));
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(shown(&folder, &["export", "--output", "rows.ndjson"]), "", "the ending tells the format");
    let first = fs::read_to_string(folder.join("rows.ndjson")).expect("it is there");
    assert_eq!(first.lines().count(), 5);
    common::write(&folder, "rows.ndjson", "old");
    shown(&folder, &["export", "-o", "rows.ndjson"]);
    assert_eq!(fs::read_to_string(folder.join("rows.ndjson")).expect("it is there"), first);
    assert_eq!(names(), ["known", "rows.ndjson"], "nothing is left beside it");
    let error = refused(&folder, &["export", "-o", "none/rows.csv"]);
    assert!(error.contains("none/rows.csv can't be written"), "{error}");
    assert!(refused(&folder, &["export", "-o", "rows.txt"]).contains("no format is known by the ending `.txt`"));
    assert!(refused(&folder, &["export"]).contains("`--format` with one of csv, json, ndjson, parquet"));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_the_way_to_it_is_told() {
    let folder = folder("look-no-parquet");
    let error = refused(&folder, &["export", "-o", "rows.parquet"]);
    assert!(error.contains("--features parquet"), "{error}");
    assert!(!folder.join("rows.parquet").exists());
}

/// A field of a Parquet file as the JSON export has it.
#[cfg(feature = "parquet")]
fn plain(field: &parquet::record::Field) -> Value {
    use parquet::record::Field;
    match field {
        Field::Null => Value::Null,
        Field::Bool(yes) => Value::Bool(*yes),
        Field::Str(text) => Value::String(text.clone()),
        Field::Date(days) => {
            let span = jiff::Span::new().days(*days);
            Value::String((jiff::civil::date(1970, 1, 1) + span).to_string())
        }
        Field::ListInternal(list) => Value::Array(list.elements().iter().map(plain).collect()),
        other => panic!("no column has such a field: {other:?}"),
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_reads_back_as_the_same_rows() {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    let folder = folder("look-parquet");
    shown(&folder, &["export", "-o", "rows.parquet"]);
    let bytes = fs::read(folder.join("rows.parquet")).expect("it is there");
    shown(&folder, &["export", "-o", "again.parquet"]);
    assert_eq!(bytes, fs::read(folder.join("again.parquet")).expect("it is there"));
    let file = fs::File::open(folder.join("rows.parquet")).expect("it is there");
    let reader = SerializedFileReader::new(file).expect("it is Parquet");
    let fields = reader.metadata().file_metadata().schema().get_fields();
    assert_eq!(fields.iter().map(|field| field.name()).collect::<Vec<_>>(), COLUMNS);
    let object = |row: parquet::record::Row| -> Value {
        row.get_column_iter().map(|(name, field)| (name.clone(), plain(field))).collect()
    };
    let rows = reader.get_row_iter(None).expect("it has rows");
    let read: Vec<Value> = rows.map(|row| object(row.expect("it is a row"))).collect();
    let rows: Value = serde_json::from_str(&shown(&folder, &["export", "--format", "json"])).expect("it is JSON");
    assert_eq!(Value::Array(read), rows);
}

#[test]
fn the_shipped_catalogue_can_be_looked_at_from_end_to_end() {
    let catalog = common::catalog();
    let facts = catalog.facts();
    let mut names: Vec<String> = Vec::new();
    names.extend(facts.services.iter().map(|(_, one)| format!("service:{}", one.id)).take(6));
    names.extend(facts.standards.iter().map(|(_, one)| format!("standard:{}", one.id)).step_by(20));
    names.extend(facts.clouds.iter().map(|(_, one)| format!("cloud:{}", one.id)).step_by(5));
    names.extend(facts.documents.iter().map(|(_, one)| format!("document:{}", one.id)));
    names.extend(facts.agreements.iter().map(|(_, one)| format!("agreement:{}", one.id)));
    for name in names {
        let ran = common::run_in(common::root(), &["catalog", "show", &name, "--as-of", "2021-08-03"], "");
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{name}");
    }
    let page = ["catalog", "show", "service:azure-bot-service", "--as-of", "2021-08-03"];
    let page = common::run_in(common::root(), &page, "").out;
    let fedramp = page.lines().find(|line| line.trim_start().starts_with("fedramp ")).expect("it has a line");
    assert_eq!(fedramp.split_whitespace().collect::<Vec<_>>().join(" "), "fedramp ✓ moderate A* ✓ high A");
    assert!(page.contains("≈ level-1 A* [1]"), "what a relation shows is shown: {page}");
}
