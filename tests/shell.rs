//! What shells and manual readers get: completions in a real shell, and a page for each command.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common;

const MANIFEST: &str = "[[services]]\nname = \"intake-bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
    [[services]]\nname = \"records\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
    [[services]]\nname = \"$(touch hit)\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";

/// What bash offers for the last of these words.
fn offered(words: &[&str]) -> Vec<String> {
    let program = Path::new(env!("CARGO_BIN_EXE_compliance-check"));
    let folder = program.parent().expect("it lies in a folder").display();
    let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    let (line, last) = (quoted.join(" "), words.len() - 1);
    let script = format!(
        "PATH='{folder}':$PATH\nsource <(compliance-check completions bash)\nCOMP_WORDS=({line})\nCOMP_CWORD={last}\n\
         _clap_complete_compliance_check compliance-check \"${{COMP_WORDS[{last}]}}\" ''\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let folder = common::scratch(&format!("completions-{}", NUMBER.fetch_add(1, Ordering::Relaxed)));
    common::write(&folder, "deploy.toml", MANIFEST);
    let ran = Command::new("bash").args(["--norc", "-c", &script]).current_dir(folder).output().expect("bash is there");
    let text = String::from_utf8(ran.stdout).expect("it is text");
    text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn a_shell_completes_commands_options_and_the_names_of_the_catalogue() {
    assert_eq!(offered(&["compliance-check", "timel"]), ["timeline"]);
    assert_eq!(offered(&["compliance-check", "--horiz"]), ["--horizon"]);
    assert_eq!(offered(&["compliance-check", "--pack", "us-h"]), ["us-healthcare"]);
    assert_eq!(offered(&["compliance-check", "init", "--service", "azure-bot"]), ["azure-bot-service"]);
    assert_eq!(offered(&["compliance-check", "init", "--requires", "fedramp@h"]), ["fedramp@high"]);
    let clouds = offered(&["compliance-check", "catalog", "list", "--cloud", "AZURE-G"]);
    assert!(clouds.contains(&"azure-government".to_owned()), "{clouds:?}");
    let things = offered(&["compliance-check", "catalog", "show", "usgovv"]);
    assert_eq!(things, ["usgovvirginia"]);
}

#[test]
fn every_shell_has_its_script_and_no_other_word_is_one() {
    let folder = common::scratch("completion-scripts");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = common::run_in(&folder, &["completions", shell], "");
        assert!(ran.status == Some(0) && ran.out.contains("COMPLIANCE_CHECK_COMPLETE"), "{shell}: {ran:?}");
    }
    assert_eq!(common::run_in(&folder, &["completions", "cmd"], "").status, Some(2));
}

/// The commands that the help of a command lists.
fn commands(of: &[&str]) -> Vec<String> {
    let help = common::run_in(common::root(), &[of, &["--help"]].concat(), "").out;
    let Some((_, list)) = help.split_once("Commands:\n") else { return Vec::new() };
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let folder = common::scratch("man");
    let ran = common::run_in(&folder, &["man", "--into", "pages"], "");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let mut expected = vec!["compliance-check".to_owned()];
    for command in commands(&[]) {
        expected.extend(commands(&[&command]).iter().map(|below| format!("compliance-check-{command}-{below}")));
        expected.push(format!("compliance-check-{command}"));
    }
    expected.sort();
    let pages = common::files(&folder.join("pages"), ".1");
    let mut names: Vec<_> =
        pages.iter().map(|page| page.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, expected);
    let page = common::run_in(&folder, &["man", "catalog", "show"], "");
    let written = std::fs::read_to_string(folder.join("pages/compliance-check-catalog-show.1")).expect("it is there");
    assert_eq!(page.out, written);
    assert!(written.contains("\\-\\-as\\-of"), "{written}");
    let unknown = common::run_in(&folder, &["man", "catalog", "shw"], "");
    assert_eq!((unknown.status, unknown.err.as_str()), (Some(2), "error: there is no command `shw`\n"));
}

#[test]
fn a_synopsis_names_the_values_and_what_may_be_repeated() {
    let folder = common::scratch("man-synopsis");
    let synopsis = |command: &[&str]| {
        let page = common::run_in(&folder, &[&["man"], command].concat(), "").out;
        let (_, after) = page.split_once(".SH SYNOPSIS\n").expect("it has one");
        let (line, rest) = after.split_once(".SH DESCRIPTION").expect("a description follows");
        assert!(rest.contains(".SH OPTIONS"), "{rest}");
        ["\\fB", "\\fI", "\\fR", "\\"].iter().fold(line.trim().to_owned(), |line, mark| line.replace(mark, ""))
    };
    let own = synopsis(&[]);
    assert!(own.starts_with("compliance-check [--as-of <DATE>] [--catalog <DIR>]... "), "{own}");
    for part in ["[--report <FORMAT=PATH>]...", " [-q|--quiet] ", " [--jobs <N>] ", " [PATHS]... [<COMMAND>]"] {
        assert!(own.contains(&part.replace("[PATHS]", "[<PATHS>]")), "{part}: {own}");
    }
    let import = "compliance-check catalog import [-o|--output <FILE>] [--format <FORMAT>] [--catalog <DIR>]... \
        [-h|--help] --header <FILE> <TABLE>";
    assert_eq!(synopsis(&["catalog", "import"]), import);
    let policy = synopsis(&["policy"]);
    assert!(policy.ends_with(" <COMMAND>"), "{policy}");
}

#[test]
fn a_shell_completes_rules_formats_subjects_and_what_stands_in_the_manifest() {
    let bash = |words: &[&str]| offered(&[&["compliance-check"], words].concat());
    for command in [&["explain"][..], &["rules", "show"], &["rules", "list"]] {
        let rules = bash(&[command, &["coverage/not-l"]].concat());
        assert_eq!(rules, ["coverage/not-listed"], "{command:?}");
    }
    assert_eq!(bash(&["rules", "new", "--subject", "depl"]), ["deployment"]);
    assert_eq!(bash(&["catalog", "list", "doc"]), ["documents"]);
    for (command, typed, expected) in [
        (&[][..], "sa", "sarif"),
        (&["explain"], "mer", "mermaid"),
        (&["suggest"], "js", "json"),
        (&["matrix"], "mark", "markdown"),
        (&["timeline"], "cs", "csv"),
        (&["verify"], "js", "json"),
        (&["policy", "show"], "js", "json"),
        (&["rules", "list"], "js", "json"),
        (&["rules", "show"], "mark", "markdown"),
        (&["rules", "lint"], "sh", "short"),
        (&["rules", "test"], "ju", "junit"),
        (&["catalog", "list"], "js", "json"),
        (&["catalog", "show"], "js", "json"),
        (&["catalog", "search"], "js", "json"),
        (&["catalog", "export"], "nd", "ndjson"),
        (&["catalog", "lint"], "sh", "short"),
        (&["catalog", "import"], "mark", "markdown"),
        (&["catalog", "diff"], "sh", "short"),
    ] {
        assert_eq!(bash(&[command, &["--format", typed]].concat()), [expected], "{command:?}");
    }
    assert_eq!(bash(&["--report", "sa"]), ["sarif="]);
    assert_eq!(bash(&["--report", "sarif=depl"]), ["sarif=deploy.toml"]);
    assert_eq!(bash(&["depl"]), ["deploy.toml"]);
    assert_eq!(bash(&["explain", "depl"]), ["deploy.toml"]);
    // Names that bash would have to quote are left out: it doesn't.
    let services = bash(&["explain", "deploy.toml", ""]);
    let services: Vec<_> = services.iter().filter(|name| !name.starts_with("--")).collect();
    assert_eq!(services, ["intake-bot", "records"]);
    assert_eq!(bash(&["explain", "--as-of", "2021-08-03", "deploy.toml", "rec"]), ["records"]);
    assert_eq!(bash(&["explain", "missing.toml", "rec"]), [""; 0]);
    assert_eq!(bash(&["explain", "deploy.toml", "intake-bot", "fedramp@h"]), ["fedramp@high"]);
    // Of regions, those of the cloud that is named already, if one is.
    let regions = bash(&["init", "--cloud", "azure-government", "--region", "us"]);
    assert!(regions.contains(&"usgovvirginia".to_owned()), "{regions:?}");
    assert!(regions.iter().all(|region| region.starts_with("usgov") || region.starts_with("usdod")), "{regions:?}");
    let named_later = bash(&["init", "--region", "us", "--cloud", "azure-gov"]);
    assert!(named_later.contains(&"azure-government".to_owned()), "{named_later:?}");
    for cloud in [&[][..], &["--cloud", "no-such-cloud"]] {
        let regions = bash(&[&["init"], cloud, &["--region", "us"]].concat());
        let others = regions.iter().any(|one| one == "us-east-1") && regions.iter().any(|one| one == "usgovvirginia");
        assert!(others, "{regions:?}");
    }
    assert_eq!(bash(&["man", "catal"]), ["catalog"]);
    assert_eq!(bash(&["man", "catalog", "sh"]), ["show"]);
    assert_eq!(bash(&["man", "catalog", "show", "sh"]), [""; 0]);
}

/// The commands of the help that have examples: the program itself, and every command below it.
fn all_commands() -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for command in commands(&[]) {
        all.extend(commands(&[&command]).into_iter().map(|below| vec![command.clone(), below]));
        all.push(vec![command]);
    }
    all
}

/// The examples at the end of the help of a command, each with what it is said to do.
fn examples(command: &[String]) -> Vec<(String, String)> {
    let words: Vec<_> = command.iter().map(String::as_str).chain(["--help"]).collect();
    let help = common::run_in(common::root(), &words, "").out;
    let (_, examples) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{command:?} has examples: {help}"));
    let lines: Vec<_> = examples.lines().collect();
    let pair = |pair: &[&str]| match pair {
        [example, about] if example.starts_with("  ") && about.starts_with("      ") => {
            (example.trim().to_owned(), about.trim().to_owned())
        }
        other => panic!("{command:?}: {other:?}"),
    };
    lines.chunks(2).map(pair).collect()
}

/// The words of each call of the program in a line that a shell takes.
fn calls(line: &str) -> Vec<Vec<String>> {
    let ends = |word: &str| ["|", "&&", ">", "<("].contains(&word);
    let mut calls: Vec<Vec<String>> = Vec::new();
    let mut is_ours = false;
    for (number, part) in line.replace("<(", "<( ").split('\'').enumerate() {
        let words: Vec<_> = if number % 2 == 1 { vec![part] } else { part.split_whitespace().collect() };
        for word in words {
            if word == "compliance-check" {
                calls.push(Vec::new());
                is_ours = true;
            } else if ends(word) {
                is_ours = false;
            }
            if let Some(call) = calls.last_mut().filter(|_| is_ours) {
                call.push(word.trim_end_matches(')').to_owned());
            }
        }
    }
    calls
}

#[test]
fn every_example_of_the_help_is_a_command_that_can_be_typed() {
    for command in all_commands() {
        let examples = examples(&command);
        assert!((2..=4).contains(&examples.len()), "{command:?} has {}", examples.len());
        for (example, about) in &examples {
            assert!(example.len() <= 78 && about.len() <= 74, "an old terminal breaks {example}: {about}");
            assert!(!about.ends_with('.') && about.starts_with(char::is_uppercase), "{command:?}: {about}");
            let calls = calls(example);
            assert!(!calls.is_empty(), "{example}");
            for call in calls {
                let parsed = compliance_check::cli::command().try_get_matches_from(&call);
                assert!(parsed.is_ok(), "{example}: {}", parsed.map(|_| ()).unwrap_err());
                assert!(call[1..].starts_with(&command), "{example} is no example of {command:?}");
            }
        }
    }
}

/// A folder in which everything lies that the examples name.
fn workshop() -> std::path::PathBuf {
    let folder = common::scratch("help-examples");
    let copy = |from: &str, to: &str| {
        for path in common::files(&common::root().join(from), "") {
            let name = path.strip_prefix(common::root().join(from)).expect("it lies there").to_string_lossy();
            let to = if name.is_empty() { to.to_owned() } else { format!("{to}/{name}") };
            common::write(&folder, &to, std::fs::read(path).expect("it can be read"));
        }
    };
    let file = |from: &str, to: &str| {
        common::write(&folder, to, std::fs::read(common::root().join(from)).expect("it can be read"));
    };
    file("examples/clinic-chatbot/deploy.toml", "deploy.toml");
    for example in ["bank", "retailer"] {
        copy(&format!("examples/{example}"), &format!("services/{example}"));
    }
    copy("examples/organisation/rules", "rules");
    for name in ["catalog", "old", "new"] {
        copy("catalog", name);
    }
    copy("tests/data/anchorage", "more");
    file("tests/data/import/audit-scope.md", "page.md");
    file("tests/data/import/audit-scope.header.yaml", "page.header.yaml");
    let ran = common::run_in(&folder, &["--report", "json=report.json", "--write-baseline", "known.json"], "");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    folder
}

#[test]
fn every_example_of_the_help_does_something() {
    let folder = workshop();
    let program = Path::new(env!("CARGO_BIN_EXE_compliance-check")).parent().expect("it lies in a folder").display();
    // An editor, a terminal and a reader of manual pages are needed for these.
    let alone = ["compliance-check lsp", "compliance-check init", "compliance-check man | man -l -"];
    for command in all_commands() {
        for (example, about) in examples(&command)
            .iter()
            .filter(|(example, _)| !alone.contains(&example.as_str()) && !example.starts_with("compliance-check lsp"))
        {
            let script = format!("set -o pipefail; PATH='{program}':$PATH\n{example}");
            let mut bash = Command::new("bash");
            // Who begins has nothing yet.
            let is_begun = command == ["init"];
            let empty = || common::scratch("help-examples-init");
            let folder = if is_begun { empty() } else { folder.clone() };
            let ran = bash.args(["--norc", "-c", &script]).current_dir(&folder).output().expect("bash is there");
            let err = String::from_utf8_lossy(&ran.stderr);
            assert!(matches!(ran.status.code(), Some(0 | 1)) && err.is_empty(), "{example}: {err}");
            if let Some((file, _)) = about.strip_prefix("Write ").and_then(|about| about.split_once(' '))
                && is_begun
            {
                assert!(folder.join(file).is_file(), "{example} doesn't {about}");
            }
        }
    }
}

#[test]
fn the_manual_has_the_same_examples() {
    for command in all_commands() {
        let words: Vec<_> = ["man"].into_iter().chain(command.iter().map(String::as_str)).collect();
        let page = common::run_in(common::root(), &words, "").out;
        let (_, section) = page.split_once("\n.SH EXAMPLES\n").unwrap_or_else(|| panic!("{command:?}: {page}"));
        let plain = section.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-").replace("\\(aq", "'");
        let lines: Vec<_> = plain.lines().filter(|line| *line != ".TP").collect();
        let expected: Vec<_> = examples(&command).into_iter().flat_map(|(example, about)| [example, about]).collect();
        assert_eq!(lines, expected);
    }
}
