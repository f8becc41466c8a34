//! The manual runs: every console block of the README prints what it says.
//!
//! With `UPDATE_README=1` in the environment the blocks are rewritten; read the difference before you keep it.
#![allow(clippy::expect_used, clippy::panic, clippy::disallowed_methods, reason = "a test, and it reads a switch")]

use crate::common;

use std::process::Command;

/// Where a console block begins.
const FENCE: &str = "```console\n";

/// What the program prints for one line of a block; only its own name may be called there.
fn run(line: &str) -> String {
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("compliance-check"), "a console block calls the program itself: {line}");
    let output = Command::new(env!("CARGO_BIN_EXE_compliance-check"))
        .args(words)
        .current_dir(common::root())
        .output()
        .expect("the program runs");
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).expect("the output is text")
}

/// A block with the output of each of its commands as it is today. An output that is cut with `...` on a line of its own
/// is compared up to there.
fn fresh(block: &str) -> String {
    let mut fresh = String::new();
    let mut written = block.split("$ ").skip(1);
    for part in written.by_ref() {
        let (command, output) = part.split_once('\n').unwrap_or((part, ""));
        let printed = run(command);
        let kept = match output.split_once("\n...\n") {
            Some((head, _)) => {
                let lines = head.lines().count();
                let start: Vec<_> = printed.lines().take(lines).collect();
                format!("{}\n...\n", start.join("\n"))
            }
            None => printed,
        };
        fresh.push_str(&format!("$ {command}\n{kept}"));
    }
    fresh
}

#[test]
fn every_console_block_prints_what_it_says() {
    let path = common::root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("the README is there");
    let mut parts = readme.split(FENCE);
    let mut rewritten = parts.next().unwrap_or_default().to_owned();
    let mut blocks = 0;
    for part in parts {
        let (block, after) = part.split_once("```").expect("a block is closed");
        rewritten.push_str(&format!("{FENCE}{}```{after}", fresh(block)));
        blocks += 1;
    }
    assert!(blocks >= 4, "the manual shows the program at work");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, &rewritten).expect("the README can be written");
    }
    assert!(rewritten == readme, "the README says something else; UPDATE_README=1 rewrites it:\n{rewritten}");
}

#[test]
fn the_manifest_the_policy_and_the_rule_of_the_manual_are_sound() {
    let readme = std::fs::read_to_string(common::root().join("README.md")).expect("the README is there");
    let blocks = |language: &str| -> Vec<String> {
        let fence = format!("```{language}\n");
        let parts = readme.split(&fence).skip(1).map(|part| part.split("```").next());
        parts.flatten().map(str::to_owned).collect()
    };
    let catalog = common::catalog();
    let (manifests, policies): (Vec<_>, Vec<_>) =
        blocks("toml").into_iter().partition(|block| block.contains("[[services]]"));
    assert_eq!((manifests.len(), policies.len()), (1, 1));
    common::deployment(&manifests[0], &catalog);
    common::policy(&policies[0], &catalog);
    let rules: Vec<_> = blocks("yaml").into_iter().filter(|block| block.contains("subject:")).collect();
    assert_eq!(rules.len(), 1);
    let (_, problems) = compliance_check::load::rules::load(
        &[compliance_check::text::Source::new("README", rules[0].as_str())],
        &common::catalog(),
    );
    assert!(problems.is_empty(), "{}", common::lines(problems));
}
