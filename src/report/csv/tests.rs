//! What is read back from the rows.

use std::collections::BTreeMap;

use ::csv::ReaderBuilder;

use super::super::fixture::{self, label};
use super::super::{Format, Report, Style};
use super::COLUMNS;
use crate::text::Source;

fn text(report: &Report) -> String {
    let mut out = Vec::new();
    Format::named("csv").expect("it is listed").write(report, &Style::default(), &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

/// The rows by their columns, without what is empty.
fn rows(report: &Report) -> Vec<BTreeMap<String, String>> {
    let text = text(report);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let titles: Vec<_> = reader.headers().expect("a line of names").iter().map(str::to_owned).collect();
    assert_eq!(titles, COLUMNS);
    let row = |row: ::csv::StringRecord| {
        titles.iter().cloned().zip(row.iter().map(str::to_owned)).filter(|(_, cell)| !cell.is_empty()).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

#[test]
fn there_is_a_row_for_each_requirement_and_for_what_is_about_none() {
    let rows = rows(&fixture::report());
    let kinds: Vec<_> = rows.iter().map(|row| (row["file"].as_str(), row["kind"].as_str())).collect();
    assert_eq!(
        kinds,
        [
            ("deploy.toml", "requirement"),
            ("deploy.toml", "requirement"),
            ("deploy.toml", "finding"),
            ("deploy.toml", "finding"),
            ("deploy.toml", "finding"),
            ("deploy.toml", "problem"),
            ("other/deploy.toml", "requirement"),
            ("team/deploy.toml", "problem"),
        ]
    );
    let too_low = &rows[1];
    for (column, value) in [
        ("as_of", "2021-08-03"),
        ("name", "intake-bot"),
        ("service", "example-bot"),
        ("cloud", "acme-cloud"),
        ("regions", "north-1"),
        ("standard", "std-a"),
        ("level", "high"),
        ("verdict", "level-too-low"),
        ("held_level", "moderate"),
        ("contested", "false"),
        ("evidence_as_of", "2021-08-03"),
        ("severity", "error"),
        ("rules", "coverage/level-too-low"),
    ] {
        assert_eq!(too_low[column], value, "{column}");
    }
    assert!(!too_low.contains_key("edition") && !too_low.contains_key("waived_until"));
    let waived = &rows[4];
    assert_eq!(waived["rules"], "coverage/no-evidence");
    assert_eq!(
        (waived["waived_until"].as_str(), waived["approved_by"].as_str()),
        ("2021-12-31", "ciso@clinic.example")
    );
    assert!(!waived.contains_key("severity"), "what is excused counts for nothing");
    assert_eq!(rows[7]["message"], "the file can't be read: permission denied");
}

#[test]
fn every_place_leads_to_the_text_that_is_meant() {
    let report = fixture::report();
    let text = report.files[0].source.text();
    let meant = ["\"std-b\"", "\"std-a@high\"", "\"std-b\"", "\"acme-old\"", "\"std-c:2013\"", "\"exmaple-search\""];
    // The first requirement of the fixture is asked for in another file.
    for (row, meant) in rows(&report).iter().zip(meant).skip(1) {
        let number = |column: &str| row[column].parse::<usize>().expect("a number");
        let line = text.lines().nth(number("line") - 1).expect("there is such a line");
        let found: String = line.chars().skip(number("column") - 1).take(meant.chars().count()).collect();
        assert_eq!(found, meant);
    }
}

#[test]
fn no_cell_is_a_formula_or_acts_on_a_terminal() {
    for (hostile, shown) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("a,\"b\"\r\n=c", r#"a,"b"\r\n=c"#),
        ("\t=1", r"\t=1"),
        ("::error", r":\u{3a}error"),
        ("</script>|`", "</script>|`"),
        ("\u{1b}[31m\u{202e}x", r"\u{1b}[31m\u{202e}x"),
    ] {
        let source = Source::new(hostile, "[[services]]");
        let mut finding = fixture::finding(label(&source, "services", ""), Vec::new());
        (finding.message, finding.help) = (hostile.to_owned(), hostile.to_owned());
        (finding.service, finding.cloud) = (Some(hostile.to_owned()), Some(hostile.to_owned()));
        let report = fixture::only(&source, vec![finding]);
        let row = &rows(&report)[0];
        for column in ["file", "name", "cloud", "message", "help"] {
            assert_eq!(row[column], shown, "{column}");
        }
        assert_eq!(text(&report).lines().count(), 2, "{hostile:?}");
    }
}

#[test]
fn what_requirements_share_stands_in_the_row_of_each() {
    let rows = rows(&fixture::shared());
    let telling: Vec<_> = rows
        .iter()
        .filter(|row| row.get("rules").is_some_and(|rules| rules.contains("evidence/stale")))
        .map(|row| ["kind", "name", "standard", "severity"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(
        telling,
        [["requirement", "intake-bot", "std-b", "warning"], ["requirement", "archive", "std-c", "warning"]]
    );
}
