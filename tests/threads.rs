//! Threads never change a byte: of no report, of no stream, whatever the number and however often.

use crate::common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use compliance_check::report::Format;

/// Many manifests: every example several times, and one that can't be read.
fn manifests() -> PathBuf {
    let folder = common::scratch("threads");
    let examples = common::files(&common::root().join("examples"), "deploy.toml");
    assert!(examples.len() > 10);
    for (at, example) in examples.iter().cycle().take(3 * examples.len()).enumerate() {
        let text = std::fs::read_to_string(example).expect("the example is text");
        common::write(&folder, &format!("teams/team-{at}/deploy.toml"), text);
    }
    common::write(&folder, "teams/team-7b/deploy.toml", "[[services]]\nservice = \"no such thing\"\ncolour = 1\n");
    folder
}

/// Everything that a run says: its streams, its status and its reports, each under the name of its format.
fn everything(folder: &Path, jobs: &str) -> BTreeMap<&'static str, String> {
    let reports: Vec<_> = Format::ALL.iter().map(|format| format!("{0}=reports/{0}", format.name)).collect();
    let mut arguments = vec!["--as-of", "2026-11-22", "--horizon", "1y", "--jobs", jobs, "teams"];
    reports.iter().for_each(|report| arguments.extend(["--report", report]));
    std::fs::create_dir_all(folder.join("reports")).expect("the folder is made");
    let ran = common::run_in(folder, &arguments, "");
    assert_eq!(ran.status, Some(2), "one can't be read: {}", ran.err);
    let read = |name: &str| std::fs::read_to_string(folder.join("reports").join(name)).expect("the report is written");
    let mut said: BTreeMap<_, _> = Format::ALL.iter().map(|format| (format.name, read(format.name))).collect();
    said.extend([("its output", ran.out), ("its errors", ran.err)]);
    said
}

#[test]
fn no_report_depends_on_the_number_of_threads() {
    let folder = manifests();
    let alone = everything(&folder, "1");
    assert!(alone["json"].len() > 100_000);
    // More than the program starts, too.
    for jobs in ["2", "8", "8", "100000"] {
        for (what, text) in everything(&folder, jobs) {
            assert!(alone[what] == text, "{what} differs with {jobs} threads");
        }
    }
}

/// The formats whose long lists are written in pieces.
#[test]
fn no_long_report_depends_on_the_number_of_threads() {
    let folder = common::scratch("threads-long");
    let service = |number| {
        format!(
            "[[services]]\nname = \"service-{number}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
             requires = [\"fedramp@high\", \"iso-27001\"]\n"
        )
    };
    common::write(&folder, "deploy.toml", (0..1500).map(service).collect::<String>());
    for format in ["json", "ndjson", "sarif", "human"] {
        let by = |jobs| {
            let arguments =
                ["--as-of", "2021-08-03", "--format", format, "--jobs", jobs, "--max-findings", "0", "deploy.toml"];
            let ran = common::run_in(&folder, &arguments, "");
            assert_eq!(ran.status, Some(1), "{}", ran.err);
            ran.out
        };
        let alone = by("1");
        for jobs in ["0", "2", "8"] {
            assert!(by(jobs) == alone, "{format} differs with {jobs} threads");
        }
        let said = |words: &str| alone.matches(words).count();
        assert!(said("service-1499") >= 1 && said("service-1499") == said("service-1042"), "{format} has all of it");
    }
}
