//! A provider's table becomes the document that the catalogue keeps, byte for byte; what isn't understood stops it.

use crate::common;

use std::fs;

use crate::common::Ran;

const HEADER: &str = "\
# A list of the harbour.
id: harbour-list-2026-01-01
title: List of services
publisher: Microsoft
provider: microsoft
kind: scope-page
as-of: 2026-01-01
as-of-basis: printed
found-at: nowhere
licence: CC0
conditions:
  tied: tied up
read:
  - at: table of services
    cloud: azure-public
    columns:
      - { id: soc-2, title: SOC 2, standards: [soc-2] }
      - { id: iso, title: ISO 27001, standards: [iso-27001] }
    footnotes: { '1': tied, '*': { note: Renamed since } }
    marks: { pending: [planned] }
    skip: [AI]
";

fn data(name: &str) -> String {
    common::root().join("tests/data/import").join(name).display().to_string()
}

/// Imports a page with a header, both in a folder of their own.
fn import(name: &str, page: &str, header: &str, options: &[&str]) -> Ran {
    let folder = common::scratch(&format!("import-{name}"));
    common::write(&folder, "header.yaml", header);
    let catalog = common::root().join("catalog").display().to_string();
    let arguments = [&["catalog", "import", "-", "--header", "header.yaml", "--catalog", &catalog], options].concat();
    common::run_in(&folder, &arguments, page)
}

#[track_caller]
fn gives(ran: &Ran, rows: &str) {
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert_eq!(ran.out.split_once("    rows:\n").expect("a table with rows").1, rows);
}

#[test]
fn the_newest_audit_scope_page_gives_its_evidence_file_byte_for_byte() {
    let arguments = ["catalog", "import", &data("audit-scope.md"), "--header", &data("audit-scope.header.yaml")];
    let ran = common::run_in(common::root(), &arguments, "");
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let kept = common::root().join("catalog/evidence/microsoft/azure-audit-scope-2026-09-21.yaml");
    assert_eq!(ran.out, fs::read_to_string(kept).expect("the document is there"));
}

#[test]
fn rows_keep_the_page_s_order_and_names() {
    let page = "| Name | SOC 2 | ISO 27001 |\n|--|--|--|\n| Microsoft Graph | yes | ✔ |\n| **AI** | | |\n| Intune<sup>1</sup> | x | - |\n\
        | Microsoft Intune | ✅¹ | planned |\n| [Power BI](x)* | | |\n";
    let rows = "      - graph\n      - { service: intune, as: Intune, in-scope: [soc-2], condition: tied }\n      \
        - { service: intune, in-scope: [soc-2], pending: [iso], under: { soc-2: [tied] } }\n      \
        - { service: power-bi, in-scope: [], note: Renamed since }\n";
    let ran = import("order", page, HEADER, &["--format", "markdown"]);
    gives(&ran, rows);
    assert!(ran.out.starts_with("# A list of the harbour.\nid: harbour-list-2026-01-01\n"), "{}", ran.out);
    assert!(!ran.out.contains("read:") && !ran.out.contains("skip"), "{}", ran.out);
    let words = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "warning[repeated-service]: `Microsoft Intune` is intune, which has a row in line 5 already; this one says \
        otherwise ╭─[-:6:2]";
    assert!(words.starts_with(told) && words.matches("warning[").count() == 1, "{words}");
    let csv = "Name,SOC 2,ISO 27001\r\n\"Microsoft Graph\",yes,✔\r\nAI,,\r\nIntune<sup>1</sup>,x,-\r\nMicrosoft Intune,✅¹,planned\r\n\
        [Power BI](x)*,,\r\n";
    gives(&import("csv", csv, HEADER, &["--format", "csv"]), rows);
}

#[test]
fn two_rows_that_say_the_same_are_told_and_kept() {
    let page = "| Name | SOC 2 | ISO 27001 |\n|--|--|--|\n| Microsoft Graph | yes | |\n| Power BI | yes<sup>1</sup> | |\n\
        | Graph | yes | |\n";
    let ran = import("same", page, HEADER, &["--format", "markdown"]);
    let rows = "      - { service: graph, in-scope: [soc-2] }\n      - { service: power-bi, in-scope: [soc-2], under: { soc-2: [tied] } }\n      \
        - { service: graph, as: Graph, in-scope: [soc-2] }\n";
    gives(&ran, rows);
    let words = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "warning[repeated-service]: `Graph` is graph, which has a row in line 3 already; this one says the same";
    assert!(words.starts_with(told), "{words}");
    // What stops the import comes with it.
    let ran = import("same-and-wrong", &page.replace("Power BI", "Powder Bi"), HEADER, &["--format", "markdown"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.contains("warning[repeated-service]") && ran.err.contains("error[unknown-service]"), "{}", ran.err);
}

/// The page and the header of the manual are sound.
#[test]
fn the_manual_s_page_and_header_make_a_document() {
    let readme = fs::read_to_string(common::root().join("README.md")).expect("the README is there");
    let block = |language: &str, mark: &str| {
        let fence = format!("```{language}\n");
        let blocks = readme.split(&fence).skip(1).filter_map(|part| part.split("```").next());
        blocks.filter(|block| block.contains(mark)).map(str::to_owned).next().expect("the manual has one")
    };
    let ran = import("manual", &block("markdown", "|---|"), &block("yaml", "read:"), &["--format", "markdown"]);
    let rows = "      - { service: graph, as: Graph, in-scope: [high, il4] }\n      \
        - { service: power-bi, under: { il5: [workload-isolation] } }\n";
    gives(&ran, rows);
}

#[test]
fn titles_span_columns_and_rows_and_tables_are_chosen() {
    let header = HEADER
        .replace(
            "read:\n  - at",
            "read:\n  - heading: Second\n    table: 2\n    header-rows: 2\n    service: 2\n    at",
        )
        .replace("title: SOC 2,", "title: SOC 2, column: SOC Type 2,")
        .replace("title: ISO 27001,", "title: ISO 27001, column: 4, condition: tied,");
    let table = "| # | Name | SOC | |\n|-|-|-|-|\n| | | Type 1 | Type 2 |\n| 1 | Microsoft Graph | | y |\n";
    let page = format!("# First\n\n{table}\n# Second\n\n{table}\ntext\n\n{table}");
    gives(&import("titles", &page, &header, &["--format", "markdown"]), "      - graph\n");
}

#[test]
fn names_that_make_the_same_id_get_one_each() {
    let head = "| Name | SOC 2 | ISO 27001 |\n|--|--|--|\n";
    let page = format!("{head}| Quay! | x | |\n| Quay | x | |\n| Quay? | x | |\n| Quay. | x | |\n| Quay | x | |\n");
    let ran = import("same-id", &page, HEADER, &["--format", "markdown"]);
    let ids: Vec<_> = ran.err.lines().filter_map(|line| line.trim_start().strip_prefix("- id: ")).collect();
    assert_eq!(ids, ["microsoft-quay", "quay", "quay-2", "quay-3"], "by name, and {}", ran.err);
    assert_eq!(ran.err.matches("error[unknown-service]").count(), 5, "{}", ran.err);
    // Whichever table they stand in: each is one service.
    let (head_of_page, read) = HEADER.split_once("read:\n").expect("it says how to read");
    let (one, two) =
        (read.replace("  - at", "  - heading: One\n    at"), read.replace("  - at", "  - heading: Two\n    at"));
    let page = format!("# One\n\n{head}| Quay | x | |\n\n# Two\n\n{head}| Quay | x | |\n| Quay! | x | |\n");
    let ran = import("same-name", &page, &format!("{head_of_page}read:\n{one}{two}"), &["--format", "markdown"]);
    let ids: Vec<_> = ran.err.lines().filter_map(|line| line.trim_start().strip_prefix("- id: ")).collect();
    assert_eq!(ids, ["microsoft-quay", "quay"], "{}", ran.err);
}

#[test]
fn all_that_is_not_understood_comes_at_once_and_nothing_is_written() {
    let page = "| Name | SOC 2 | ISO 27001 |\n|--|--|--|\n| Microsoft Grahp | yes | |\n| Quantum Foo & Co | yes | |\n\
        | Graph | maybe | ✔<sup>7</sup> |\n| | yes | yes |\n| Quantum Foo & Co | yes | |\n";
    let ran = import("unknown", page, HEADER, &["--format", "markdown", "--output", "out.yaml"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    let told = [
        "error[unknown-service]",
        "`Microsoft Grahp`",
        "if it is Microsoft Graph",
        "`Quantum Foo & Co`",
        "error[unknown-mark]",
        "`maybe`",
        "error[unknown-footnote]",
        "`7`",
        "error[no-name]",
        "services:\n  - id: microsoft-grahp\n    name: Microsoft Grahp\n    home: azure-public\n    stated-in: [harbour-list-2026-01-01]\n  \
         - id: quantum-foo-co\n    name: Quantum Foo & Co\n    home: azure-public\n",
    ];
    for words in told {
        assert!(ran.err.contains(words), "{words:?} is not in\n{}", ran.err);
    }
    assert_eq!(ran.err.matches("- id: quantum-foo-co").count(), 1, "{}", ran.err);
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-unknown");
    assert!(!folder.join("out.yaml").exists());
}

#[test]
fn a_header_that_does_not_fit_the_page_or_the_catalogue() {
    let page = "# One\n\n| Name | SOC 2 |\n|--|--|\n| Graph | yes |\n";
    let refused = |name: &str, header: &str, words: &[&str]| {
        let ran = import(name, page, header, &["--format", "markdown"]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
        words.iter().for_each(|words| assert!(ran.err.contains(words), "{words:?} is not in\n{}", ran.err));
    };
    refused("column", HEADER, &["error[no-such-column]", "\"ISO 27001\"", "Name; SOC 2"]);
    refused("heading", &HEADER.replace("- at", "- heading: Two\n    at"), &["error[no-such-table]", "One"]);
    refused("key", &HEADER.replace("skip:", "skpi:"), &["error[unknown-key]", "did you mean `skip`?"]);
    refused("footnote", &HEADER.replace("'1': tied", "'1': tide"), &["error[unknown-name]", "did you mean `tied`?"]);
    let one = HEADER.replace("      - { id: iso, title: ISO 27001, standards: [iso-27001] }\n", "");
    refused("standard", &one.replace("[soc-2]", "[soc-22]"), &["error[unknown-name]", "did you mean `soc-2`?"]);
    let ran = import("ending", page, HEADER, &[]);
    assert!(ran.err.contains("it can't be told how this is written"), "{}", ran.err);
}

#[test]
fn a_byte_order_mark_hides_no_heading() {
    let page = "## Services\r\n\r\n| Service | SOC 2 | ISO 27001 |\r\n|---|---|---|\r\n| Power BI | x | |\r\n";
    let header =
        HEADER.replace("  - at:", "  - heading: Services\n    at:").replace("conditions:\n  tied: tied up\n", "");
    let header = header.replace("'1': tied, ", "");
    let options = ["--format", "markdown"];
    let rows = "      - { service: power-bi, in-scope: [soc-2] }\n";
    gives(&import("marked", &format!("\u{feff}{page}"), &header, &options), rows);
    let bare = page.trim_start_matches("## Services");
    let ran = import("bare", bare, &header, &options);
    assert!(ran.status == Some(2) && ran.err.contains("help: its tables stand under no heading: leave"), "{}", ran.err);
}
