//! `timeline` over whole manifests.

use crate::common;

use crate::common::{run_in, scratch, write};

const MANIFEST: &str = r#"[deployment]
name = "desk"
cloud = "azure-public"
requires = ["iso-27001"]

[[services]]
name = "bot"
service = "azure-bot-service"
requires = ["hipaa-baa"]

[[agreements]]
agreement = "microsoft-hipaa-baa"
signed = 2025-09-15
expires = 2026-09-14
"#;

#[test]
fn events_stand_by_months_for_two_years() {
    let folder = scratch("timeline");
    write(&folder, "deploy.toml", MANIFEST);
    let ran = run_in(&folder, &["timeline", "--as-of", "2025-09-01"], "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let head = "desk, deploy.toml, from 2025-09-01 to 2027-09-01\n\nSeptember 2025\n  2025-09-15  mended    bot, hipaa-baa: no longer: ";
    assert!(ran.out.starts_with(head), "{}", ran.out);
    let months: Vec<_> = ran.out.lines().filter(|line| line.ends_with("2025") || line.ends_with("2026")).collect();
    assert_eq!(months, ["September 2025", "November 2025", "August 2026", "September 2026"]);
    assert!(
        ran.out.ends_with("looked at 2 requirements of 1 service: 4 events, with 2 errors, 1 warning\n"),
        "{}",
        ran.out
    );
}

#[test]
fn where_nothing_changes_it_says_what_was_looked_at() {
    let folder = scratch("timeline-none");
    write(&folder, "deploy.toml", MANIFEST);
    let ran = run_in(&folder, &["timeline", "--as-of", "2025-09-16", "--for", "4w"], "");
    let said = "looked at 2 requirements of 1 service: nothing changes by any date that is known\n";
    assert_eq!(ran.out, format!("desk, deploy.toml, from 2025-09-16 to 2025-10-14\n\n{said}"));
}

#[test]
fn a_problem_is_told_on_the_other_stream_and_the_rest_is_looked_at() {
    let folder = scratch("timeline-problem");
    write(&folder, "deploy.toml", format!("{MANIFEST}\n[[services]]\nservice = \"azure-bot-servce\"\n"));
    for format in ["human", "csv"] {
        let ran = run_in(&folder, &["timeline", "--as-of", "2025-09-01", "--format", format], "");
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.err.contains("error[unknown-service]"), "{}", ran.err);
        assert!(ran.out.contains("2025-11-01"), "{}", ran.out);
    }
    let ran = run_in(&folder, &["timeline", "--as-of", "2025-09-01", "--format", "json"], "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(2), common::ELSEWHERE));
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("timeline", &document);
    assert_eq!(document["files"][0]["problems"][0]["code"], "unknown-service");
    let missing = run_in(&folder, &["timeline", "none.toml"], "");
    assert_eq!((missing.status, missing.out.as_str()), (Some(2), ""));
}

#[test]
fn every_example_keeps_to_the_schema_and_repeats_to_the_byte() {
    let ran = || run_in(common::root(), &["timeline", "--as-of", "2021-08-03", "--format", "json", "examples"], "");
    let first = ran();
    assert_eq!((first.status, &first.out), (Some(0), &ran().out));
    let document: serde_json::Value = serde_json::from_str(&first.out).expect("it is JSON");
    common::keeps_to_schema("timeline", &document);
    assert_eq!((&document["as_of"], &document["until"]), (&"2021-08-03".into(), &"2023-08-03".into()));
}

#[test]
fn what_is_no_horizon_is_bad_usage() {
    let ran = run_in(common::root(), &["timeline", "--as-of", "2025-09-01", "--for", "2025-01-01", "examples"], "");
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("--for: 2025-01-01 does not lie after 2025-09-01"), "{}", ran.err);
}

#[test]
fn of_a_gap_that_is_open_already_only_the_regions_are_told_that_a_waiver_gives_up() {
    let folder = common::scratch("timeline-part");
    let document = "id: example-list\ntitle: An example list\npublisher: Nobody\nprovider: microsoft\nkind: example\n\
        as-of: 2026-10-15\nas-of-basis: printed\nfound-at: nowhere\nclaims:\n  \
        - { in-scope: graph, cloud: azure-public, regions: [eastus, westus], at: row 1, standards: [soc-2] }\n";
    common::write(&folder, "more/evidence/example-list.yaml", document);
    let manifest = "[[services]]\nservice = \"graph\"\ncloud = \"azure-public\"\n\
        regions = [\"eastus\", \"West Europe\", \"japaneast\"]\nrequires = [\"soc-2\"]\n\
        [[waivers]]\nrule = \"coverage/elsewhere\"\nregion = \"westeurope\"\nuntil = 2027-03-20\nreason = \"Known\"\n";
    common::write(&folder, "deploy.toml", manifest);
    let usual = ["--as-of", "2026-11-28", "--catalog", "more"];
    let said = "eastus and westus, and not in westeurope (waived until 2027-03-20)";
    for arguments in [&["timeline"][..], &["--horizon", "2027-04-01"]] {
        let ran = common::run_in(&folder, &[arguments, &usual].concat(), "");
        let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(said) && !out.contains("westeurope and japaneast (waived"), "{}", ran.out);
    }
    let ran = common::run_in(&folder, &[&["timeline", "--format", "json"], &usual[..]].concat(), "");
    let told: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let events = told["files"][0]["events"].as_array().expect("a list");
    let found = events.iter().find(|one| one["rule"] == "coverage/elsewhere").expect("it is there");
    assert_eq!(found["regions"], serde_json::json!(["westeurope"]));
    assert_eq!(found["was_waived_until"], "2027-03-20");
}
