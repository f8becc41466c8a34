//! Killed at any moment: every file is the old one or the new one, whole, and nothing that is left over is taken for input.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::common::{run_in, scratch, write};

/// How often each of the two programs is killed.
const TIMES: u32 = 100;

const OUTPUTS: [&str; 4] = ["report.json", "report.html", "report.sarif", "known.json"];

/// Gaps that a move closes.
fn manifest() -> String {
    let service = |number: usize| {
        format!(
            "[[services]]\nname = \"bot-{number}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
            regions = [\"eastus\"]\nrequires = [\"dod-srg@il4\"]\n\n"
        )
    };
    (0..8).map(service).collect()
}

/// Numbers that look random and are the same each time.
fn numbers(mut seed: u64) -> impl FnMut() -> u64 {
    move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    }
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_compliance-check"))
        .args(arguments)
        .args(["--as-of", "2021-08-03"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// Lets the program run once for each of so many moments and kills it then: one is a random part of the time that it takes.
fn killed(folder: &Path, arguments: &[&str], seed: u64, mut after: impl FnMut()) {
    let begin = Instant::now();
    start(folder, arguments).wait().expect("it ends");
    let whole = begin.elapsed();
    after();
    let mut number = numbers(seed);
    for _ in 0..TIMES {
        let part = u32::try_from(number() % 1_100).expect("it is small");
        let mut child = start(folder, arguments);
        sleep(Duration::from_nanos(u64::try_from(whole.as_nanos()).unwrap_or(u64::MAX) / 1_000 * u64::from(part)));
        // It may have ended.
        let _ = child.kill();
        child.wait().expect("it ends");
        after();
    }
}

/// What lies in a folder and was not there from the start.
fn left_over(folder: &Path, known: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| !known.contains(&path.file_name().unwrap_or_default().to_string_lossy().as_ref())).collect()
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("it is there, and whole text")
}

#[test]
fn reports_and_a_baseline_are_whole_whenever_the_program_is_killed() {
    let folder = scratch("killed-reports");
    write(&folder, "deploy.toml", manifest());
    let arguments: Vec<_> = ["json=report.json", "html=report.html", "sarif=report.sarif"]
        .iter()
        .flat_map(|report| ["--report", report])
        .chain(["--write-baseline", "known.json", "--quiet"])
        .collect();
    start(&folder, &arguments).wait().expect("it ends");
    let new = OUTPUTS.map(|name| read(&folder, name));
    let mut seen = BTreeSet::new();
    killed(&folder, &arguments, 0x5eed_0001, || {
        let now = OUTPUTS.map(|name| read(&folder, name));
        for ((name, now), new) in OUTPUTS.iter().zip(&now).zip(&new) {
            assert!(now == "old" || now == new, "{name} is neither the old one nor the new one");
            seen.insert((*name, now == new));
        }
        // The baseline comes last: what it knows stands in every report.
        assert!(now[3] == "old" || now == new, "the baseline is there, and not all reports");
        OUTPUTS.iter().for_each(|name| write(&folder, name, "old"));
    });
    assert!(seen.len() > OUTPUTS.len(), "it was killed before and after it wrote: {seen:?}");
    nothing_is_taken_for_input(&folder, &[&OUTPUTS[..], &["deploy.toml"]].concat());
}

#[test]
fn a_manifest_is_whole_whenever_the_program_is_killed() {
    let folder = scratch("killed-manifest");
    let old = manifest();
    write(&folder, "deploy.toml", &old);
    let arguments = ["suggest", "deploy.toml", "--write"];
    start(&folder, &arguments).wait().expect("it ends");
    let new = read(&folder, "deploy.toml");
    assert_ne!(old, new, "there is something to write");
    write(&folder, "deploy.toml", &old);
    killed(&folder, &arguments, 0x5eed_0002, || {
        let now = read(&folder, "deploy.toml");
        assert!(now == old || now == new, "it is neither the old one nor the new one:\n{now}");
        write(&folder, "deploy.toml", &old);
    });
    nothing_is_taken_for_input(&folder, &["deploy.toml"]);
}

/// A run that is killed may leave a hidden file beside the one that it was to write. No run reads it, and none removes it.
fn nothing_is_taken_for_input(folder: &Path, known: &[&str]) {
    write(folder, ".deploy.toml.1-0", "nonsense");
    write(folder, "team/.closed.yaml.1-0", "nonsense");
    write(
        folder,
        "team/closed.yaml",
        "id: team/closed\ntitle: a\nseverity: advice\nsubject: deployment\nmatch: {}\nsays: a\n\
        why: It does.\nfix: Do.\n",
    );
    for path in left_over(folder, known) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_hidden = name.starts_with('.') && name.rsplit_once('.').is_some_and(|(_, end)| end.contains('-'));
        assert!(is_hidden || name == "team", "{name}");
    }
    for paths in [&["."][..], &["*.toml"], &["deploy.toml", "--rules", "team"]] {
        let ran = run_in(folder, &[&["--as-of", "2021-08-03", "--format", "json"], paths].concat(), "");
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
        let files = report["files"].as_array().expect("a list");
        assert!(
            files.len() == 1 && files[0]["path"] == "deploy.toml" && files[0]["problems"] == serde_json::json!([]),
            "{ran:?}"
        );
    }
}
