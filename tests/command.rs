//! The command as people and machines call it: paths, standard input, exit statuses, the same bytes each time.

use crate::common;

const GAP: &str =
    "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"dod-srg@il4\"]\n";
const SOUND: &str = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"soc-2\"]\n";

#[test]
fn folders_globs_files_and_standard_input() {
    let folder = common::scratch("paths");
    common::write(&folder, ".gitignore", "old/\n");
    for name in ["a/deploy.toml", "b/c/deploy.toml", "old/deploy.toml", "b/other.toml"] {
        common::write(&folder, name, GAP);
    }
    let found = |arguments: &[&str], input: &str| -> Vec<String> {
        let all = [&["--as-of", "2021-08-03", "--format", "short"], arguments].concat();
        let ran = common::run_in(&folder, &all, input);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        ran.out.lines().filter_map(|line| line.split(':').next().map(str::to_owned)).collect()
    };
    assert_eq!(found(&["."], ""), ["a/deploy.toml", "b/c/deploy.toml"], "what git ignores is left out");
    assert_eq!(found(&["b/*.toml"], ""), ["b/other.toml"]);
    assert_eq!(found(&["**/other.toml"], ""), ["b/other.toml"]);
    assert_eq!(found(&["a/deploy.toml", "b/other.toml", "a/deploy.toml"], ""), ["a/deploy.toml", "b/other.toml"]);
    assert_eq!(found(&["-"], GAP), ["-"]);
}

#[test]
fn exit_statuses_follow_what_fails() {
    let folder = common::scratch("statuses");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "sound.toml", SOUND);
    let status = |arguments: &[&str]| common::run_in(&folder, arguments, "").status;
    assert_eq!(status(&["--as-of", "2021-08-03"]), Some(1));
    assert_eq!(status(&["--as-of", "2021-08-03", "--fail-on", "never"]), Some(0));
    assert_eq!(status(&["--as-of", "2021-08-03", "sound.toml"]), Some(0));
    // Five years later the page is stale, which is a warning.
    assert_eq!(status(&["--as-of", "2026-11-22", "sound.toml"]), Some(0));
    assert_eq!(status(&["--as-of", "2026-11-22", "--fail-on", "warning", "sound.toml"]), Some(1));
}

#[test]
fn a_command_after_the_options_is_not_taken_for_a_file() {
    let folder = common::scratch("misplaced-command");
    common::write(&folder, "deploy.toml", SOUND);
    common::write(&folder, "matrix", SOUND);
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "explain", "deploy.toml", "bot", "soc-2"], "");
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert!(
        ran.err.starts_with("error: `explain` is a command, and stands before its options: `compliance-check explain")
    );
    assert_eq!(common::run_in(&folder, &["--as-of", "2021-08-03", "./matrix"], "").status, Some(0));
}

/// A slip in a command's name reads like a file that isn't there.
#[test]
fn a_file_that_is_not_there_may_be_meant_for_a_command() {
    let folder = common::scratch("mistyped-command");
    common::write(&folder, "deploy.toml", SOUND);
    common::write(&folder, "mtrix", SOUND);
    let run = |arguments: &[&str]| {
        common::run_in(&folder, &[&["--as-of", "2021-08-03", "--format", "short"], arguments].concat(), "")
    };
    for (wrong, command) in [("mtrxi", "matrix"), ("explian", "explain"), ("sugest", "suggest"), ("hlep", "help")] {
        let ran = run(&[wrong, "deploy.toml"]);
        let line = format!(
            "{wrong}:1:1: error[missing] there is no such file (did you mean the command `{command}`? it stands first: \
             `compliance-check {command} …`)\n"
        );
        assert_eq!((ran.status, ran.out), (Some(2), line));
    }
    let ran = run(&["deploy.toml", "matrix"]);
    assert!(ran.status == Some(2) && ran.out.contains("did you mean the command `matrix`?"), "{ran:?}");
    for check in ["check", "chekc"] {
        let ran = run(&[check, "deploy.toml"]);
        assert!(ran.out.contains("(a check needs no command: `compliance-check deploy.toml`)"), "{ran:?}");
    }
    for other in ["team/matrix", "deplyo.toml"] {
        let ran = run(&[other]);
        assert!(ran.status == Some(2) && ran.out.contains("(name a manifest, or run this where"), "{ran:?}");
    }
    assert_eq!(run(&["mtrix"]).status, Some(0), "it is there");
}

#[test]
fn one_run_writes_several_reports_each_whole_or_not_at_all() {
    let folder = common::scratch("reports");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "kept.json", "what was there");
    std::os::unix::fs::symlink(".", folder.join("link")).expect("it is made");
    let run = |arguments: &[&str]| common::run_in(&folder, &[&["--as-of", "2021-08-03"], arguments].concat(), "");
    let ran = run(&["--report", "json=out.json", "--report", "short=out=1.txt", "--color", "always"]);
    assert!(ran.status == Some(1) && ran.out.contains('\u{1b}'), "{ran:?}");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("it was written");
    assert_eq!(read("out.json"), run(&["--format", "json"]).out);
    assert_eq!(read("out=1.txt"), run(&["--format", "short"]).out, "a file has no colours");
    // What can't be written is told, and the others are.
    let ran = run(&["--report", "json=none/out.json", "--report", "short=again.txt", "--format", "short"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.out.contains("none/out.json:1:1: error[unwritable] the json report can't be written"), "{ran:?}");
    assert!(read("again.txt").starts_with(&read("out=1.txt")) && read("again.txt").contains("error[unwritable]"));
    for (wrong, words) in [
        (vec!["--report", "out.json"], "write FORMAT=PATH"),
        (vec!["--report", "jsn=out.json"], "it is one of human, short, json"),
        (vec!["--report", "json="], "it names no file"),
        (
            vec!["--report", "json=-"],
            "a report goes into a file; `--format json` shows it instead (`json=./-` is the file)",
        ),
        (vec!["--report", "json=kept.json", "--report", "short=kept.json"], "two reports go into kept.json"),
        (vec!["--report", "json=kept.json", "--report", "short=./kept.json"], "two reports go into ./kept.json"),
        (vec!["--report", "json=new.json", "--report", "short=./new.json"], "two reports go into ./new.json"),
        (vec!["--report", "json=new.json", "--report", "short=link/new.json"], "two reports go into link/new.json"),
    ] {
        let ran = run(&wrong);
        assert!(ran.status == Some(2) && ran.err.contains(words), "{ran:?}");
    }
    assert_eq!(read("kept.json"), "what was there");
    // Nothing that the run reads is overwritten, nor a baseline by a report.
    common::write(&folder, "compliance.toml", "fail-on = \"never\"\n");
    let manifest = read("deploy.toml");
    for taken in [
        vec!["--report", "json=deploy.toml"],
        vec!["--report", "json=./deploy.toml"],
        vec!["--report", "json=compliance.toml"],
        vec!["--write-baseline", "deploy.toml"],
        vec!["--write-baseline", "known.json", "--report", "json=known.json"],
    ] {
        let ran = run(&taken);
        assert!(ran.status == Some(2) && ran.out.contains("error[would-overwrite]"), "{taken:?}: {ran:?}");
        assert!(read("compliance.toml").starts_with("fail-on") && read("deploy.toml") == manifest, "{taken:?}");
    }
    assert!(!folder.join("known.json").exists(), "a baseline isn't written while there is any problem");
}

#[test]
fn no_baseline_is_written_where_a_report_can_not_be() {
    let folder = common::scratch("reports-and-baseline");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "file", "");
    for (report, code) in [
        ("json=b.json", "would-overwrite"),
        ("json=./b.json", "would-overwrite"),
        ("json=none/x.json", "unwritable"),
        ("json=file/x.json", "unwritable"),
        ("json=.", "unwritable"),
    ] {
        let arguments = ["--as-of", "2021-08-03", "--format", "short", "--write-baseline", "b.json"];
        let ran = common::run_in(&folder, &[&arguments[..], &["--report", report, "--report", "short=s"]].concat(), "");
        assert_eq!(ran.status, Some(2), "{report}: {ran:?}");
        assert_eq!(ran.out.matches(&format!("error[{code}]")).count(), 1, "{report}: {ran:?}");
        assert!(ran.out.contains("the baseline was not written"), "{report}: {ran:?}");
        assert!(!folder.join("b.json").exists(), "{report}");
        // The other report is there, and tells of it; nothing else is left behind.
        let other = std::fs::read_to_string(folder.join("s")).expect("it is written");
        assert!(other.contains(code), "{report}: {other}");
        assert_eq!(std::fs::read_dir(&folder).expect("it is there").count(), 3, "{report}");
    }
}

#[test]
fn a_day_that_there_is_not_is_told_in_plain_words() {
    for command in [&[][..], &["matrix"], &["timeline"], &["lsp"], &["catalog", "show", "soc-2"], &["suggest"]] {
        for day in ["2026-13-01", "tomorrow", "2026-02-30", "2026-1-1"] {
            let ran = common::run_in(common::root(), &[command, &["--as-of", day]].concat(), "");
            let words = format!(
                "error: invalid value '{day}' for '--as-of <DATE>': there is no such day; write one as 2021-08-03\n"
            );
            assert!(ran.status == Some(2) && ran.err.starts_with(&words), "{command:?}: {}", ran.err);
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_whatever_the_threads() {
    let outputs: Vec<_> = ["1", "2", "7"]
        .into_iter()
        .map(|jobs| {
            let arguments = ["--as-of", "2026-11-22", "--format", "json", "--jobs", jobs, "examples"];
            common::run_in(common::root(), &arguments, "").out
        })
        .collect();
    assert!(outputs[0].len() > 10_000);
    assert!(outputs.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn json_follows_its_schema_on_every_example() {
    let schema = std::fs::read_to_string(common::root().join("schema/report.schema.json")).expect("it is there");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for day in ["2019-01-01", "2020-06-01", "2021-08-03", "2026-11-22"] {
        let ran = common::run_in(common::root(), &["--as-of", day, "--format", "json", "examples"], "");
        let report = serde_json::from_str(&ran.out).expect("the report is JSON");
        let errors: Vec<_> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn colour_is_for_terminals_and_on_demand() {
    let run = |arguments: &[&str]| common::run_in(common::root(), arguments, "").out;
    let example = "examples/first-look/deploy.toml";
    assert!(!run(&["--as-of", "2021-08-03", example]).contains('\u{1b}'));
    assert!(run(&["--as-of", "2021-08-03", "--color", "always", example]).contains('\u{1b}'));
}

#[test]
fn explain_tells_the_chain_and_the_misprint() {
    let folder = common::scratch("explain");
    common::write(&folder, "deploy.toml", GAP);
    let told = |standard: &str, day: &str| {
        let arguments = ["explain", "deploy.toml", "azure-bot-service", standard, "--as-of", day];
        let ran = common::run_in(&folder, &arguments, "");
        assert_eq!(ran.status, Some(0), "{ran:?}");
        ran.out
    };
    let chain = told("soc-2", "2021-08-03");
    let newest = chain.find("decided by\n  \"Compliance in Azure Bot Service\"").expect("the newest document decides");
    let (_, replaced) = chain.split_once("replaced by newer versions\n").expect("older ones are told as well");
    assert!(replaced.contains("  \"Bot Service Compliance\""), "{replaced}");
    let older = chain.len() - replaced.len();
    assert!(newest < older, "{chain}");
    let misprint = told("iso-27018", "2020-01-01");
    assert!(misprint.contains("prints \"ISO 27019:2014\""), "{misprint}");
    let unknown = common::run_in(&folder, &["explain", "deploy.toml", "azure-bot-servce", "soc-2"], "");
    assert_eq!(unknown.status, Some(2));
    assert!(unknown.err.contains("did you mean `azure-bot-service`?"), "{}", unknown.err);
}
