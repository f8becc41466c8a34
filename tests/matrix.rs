//! `matrix` over whole manifests.

use crate::common;

use crate::common::{Ran, run_in, scratch, write};

const MANIFEST: &str = r#"
[deployment]
name = "desk"
cloud = "azure-government"
requires = ["fedramp@high"]

[[services]]
name = "bot"
service = "azure-bot-service"
requires = ["iso-27001"]

[[services]]
name = "public-bot"
service = "azure-bot-service"
cloud = "azure-public"

[[waivers]]
rule = "coverage/level-too-low"
service = "public-bot"
until = 2021-12-31
reason = "it moves"
"#;

fn matrix(folder: &std::path::Path, arguments: &[&str]) -> Ran {
    run_in(folder, &[&["matrix", "--as-of", "2021-08-03"], arguments].concat(), "")
}

#[test]
fn each_service_stands_beside_what_is_required_of_it() {
    let folder = scratch("matrix");
    write(&folder, "deploy.toml", MANIFEST);
    let ran = matrix(&folder, &[]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let head = "desk, deploy.toml, as of 2021-08-03\n\n\
                service     fedramp@high  iso-27001\n\
                bot         ✓             –\n\
                public-bot  ↓ w\n\n";
    assert!(ran.out.starts_with(head), "{}", ran.out);
}

#[test]
fn a_problem_is_told_on_the_other_stream_and_the_rest_is_shown() {
    let folder = scratch("matrix-problem");
    write(&folder, "deploy.toml", format!("{MANIFEST}\n[[services]]\nservice = \"azure-bot-servce\"\n"));
    for format in ["human", "markdown", "csv"] {
        let ran = matrix(&folder, &["--format", format]);
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.err.contains("error[unknown-service]") && ran.err.contains("`azure-bot-service`"), "{}", ran.err);
        assert!(ran.out.contains("public-bot") && !ran.out.contains("servce"), "{}", ran.out);
    }
    let ran = matrix(&folder, &["--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(2), common::ELSEWHERE));
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("matrix", &document);
    assert_eq!(document["files"][0]["problems"][0]["code"], "unknown-service");
}

#[test]
fn a_file_that_is_not_there_is_a_problem_and_no_matrix() {
    let ran = matrix(&scratch("matrix-missing"), &[]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("error[missing]"), "{}", ran.err);
}

#[test]
fn every_example_keeps_to_the_schema_and_repeats_to_the_byte() {
    let ran = || matrix(common::root(), &["--format", "json", "examples"]);
    let first = ran();
    assert_eq!((first.status, &first.out), (Some(0), &ran().out));
    let document = serde_json::from_str(&first.out).expect("it is JSON");
    common::keeps_to_schema("matrix", &document);
}

#[test]
fn an_unknown_format_is_bad_usage_that_names_the_known_ones() {
    let ran = matrix(common::root(), &["--format", "html"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("human, markdown, csv, json"), "{}", ran.err);
}
