//! What shells and manual readers get: completions in a real shell, and a page for each command.

use std::path::Path;
use std::process::Command;

use crate::common;

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
    let folder = common::scratch("completions");
    let ran = Command::new("bash").args(["--norc", "-c", &script]).current_dir(folder).output().expect("bash is there");
    let text = String::from_utf8(ran.stdout).expect("it is text");
    text.lines().map(|line| line.trim_end().to_owned()).collect()
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
