//! More knowledge is more files: a rule, a document and a standard each need one file, and no line of code.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

const MANIFEST: &str =
    "[[services]]\nservice = \"microsoft-datacenter\"\ncloud = \"azure-public\"\nrequires = [\"soc-2\"]\n";

fn check(folder: &Path, options: &[&str]) -> common::Ran {
    common::run_in(folder, &[&["--as-of", "2026-03-01", "--format", "short"], options].concat(), "")
}

fn evidence(id: &str, standard: &str) -> String {
    format!(
        "id: {id}\ntitle: A list\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2026-01-01\n\
         as-of-basis: printed\nfound-at: nowhere\nclaims:\n  - {{ in-scope: microsoft-datacenter, at: row 1, standards: [{standard}] }}\n"
    )
}

#[test]
fn a_rule_is_one_file() {
    let folder = common::scratch("more-rules");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(
        &folder,
        "team/team/no-datacenter.yaml",
        "id: team/no-datacenter\ntitle: a service that the team avoids\nseverity: error\nsubject: service\n\
         match: { service.id: 'microsoft-d*' }\nsays: '{service.name} is {service.title}'\nwhy: It is avoided.\nfix: Avoid it.\n",
    );
    assert!(!check(&folder, &[]).out.contains("team/no-datacenter"));
    let ran = check(&folder, &["--rules", "team"]);
    assert!(
        ran.out.contains("deploy.toml:2:11: error[team/no-datacenter] microsoft-datacenter: microsoft-datacenter is"),
        "{}",
        ran.out
    );
}

#[test]
fn a_document_is_one_file() {
    let folder = common::scratch("more-evidence");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "more/evidence/list.yaml", evidence("list", "soc-2"));
    let before = check(&folder, &[]);
    assert_eq!(before.status, Some(1));
    assert!(before.out.contains("error[coverage/no-evidence]"), "{}", before.out);
    let after = check(&folder, &["--catalog", "more"]);
    assert_eq!((after.status, after.out.as_str()), (Some(0), ""));
}

#[test]
fn a_standard_is_one_file() {
    let folder = common::scratch("more-standards");
    common::write(&folder, "deploy.toml", MANIFEST.replace("soc-2", "Harbour Code Gold"));
    common::write(
        &folder,
        "more/standards/harbour-code.yaml",
        "id: harbour-code\nname: Harbour Code\ntitle: Code of the harbour\nissuer: The harbour\nsegment: regional\n\
         jurisdiction: NL\nkind: certification\nstated-in: [harbour]\nlevels:\n  \
         - { id: gold, ladder: medal, name: Harbour Code Gold, stated-in: [harbour] }\n\
         sources:\n  harbour: { kind: primary, found-at: nowhere }\n",
    );
    common::write(&folder, "more/evidence/list.yaml", evidence("list", "harbour-code@gold"));
    let before = check(&folder, &[]);
    assert_eq!(before.status, Some(2));
    assert!(before.out.contains("error[unknown-standard]"), "{}", before.out);
    let after = check(&folder, &["--catalog", "more"]);
    assert_eq!((after.status, after.out.as_str()), (Some(0), ""));
}

#[test]
fn the_program_can_start_from_nothing() {
    let folder = common::scratch("from-nothing");
    common::write(&folder, "deploy.toml", MANIFEST);
    let ran = check(&folder, &["--no-builtin"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.out.contains("error[unknown-service]") && ran.out.contains("error[unknown-cloud]"), "{}", ran.out);
}
