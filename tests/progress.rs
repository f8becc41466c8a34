//! That something long is under way is shown on a terminal, and leaves no trace there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common;

/// What clears the line of the terminal.
const CLEAR: &str = "\r\u{1b}[K";

/// Shows what is under way from the beginning, however quick it is.
const AT_ONCE: (&str, &str) = ("COMPLIANCE_CHECK_PROGRESS", "always");

/// A folder with some manifests.
fn much(name: &str, manifests: usize) -> PathBuf {
    let folder = common::scratch(name);
    let service = |number: usize| {
        format!(
            "[[services]]\nname = \"s{number}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
             regions = [\"eastus\", \"westeurope\"]\nrequires = [\"soc-2\", \"iso-27001\", \"dod-srg@il4\"]\n"
        )
    };
    let text: String = (0..40).map(service).collect();
    (0..manifests).for_each(|number| common::write(&folder, &format!("team-{number:02}/deploy.toml"), &text));
    folder
}

/// What the program writes to a terminal of eighty columns, with these variables set.
fn on_terminal(folder: &Path, arguments: &str, variables: &[(&str, &str)]) -> String {
    let program = env!("CARGO_BIN_EXE_compliance-check");
    let mut script = Command::new("script");
    script.args(["-qec", &format!("'{program}' {arguments}"), "/dev/null"]);
    script
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("CI")
        .env("TERM", "xterm")
        .envs(variables.iter().copied());
    let ran = script.output().expect("util-linux is there");
    String::from_utf8(ran.stdout).expect("it is text").replace("\r\n", "\n")
}

#[test]
fn what_takes_long_is_counted_on_a_terminal_and_cleared_away() {
    let folder = much("progress-long", 8);
    let arguments = "--as-of 2021-08-03 --jobs 1 --color never .";
    let shown = on_terminal(&folder, arguments, &[AT_ONCE]);
    let (pictures, report) = shown.rsplit_once(CLEAR).unwrap_or_else(|| panic!("nothing is shown: {shown}"));
    let pictures: Vec<_> = pictures.split(CLEAR).skip(1).collect();
    assert!(pictures.last().is_some_and(|last| last.ends_with(" 8 of 8")), "{pictures:?}");
    for picture in &pictures {
        let words = picture.strip_prefix(['|', '/', '-', '\\']).unwrap_or_else(|| panic!("{picture}"));
        assert!(words.starts_with(" checking manifests: ") && words.ends_with(" of 8"), "{picture}");
    }
    let piped = common::run_in(&folder, &arguments.split(' ').collect::<Vec<_>>(), "");
    assert_eq!((report, piped.err.as_str()), (piped.out.as_str(), ""), "a pipe gets the report alone");
}

#[test]
fn who_is_quiet_or_has_no_terminal_that_obeys_is_shown_nothing() {
    let folder = much("progress-quiet", 5);
    for (arguments, variables) in [
        ("--quiet .", &[][..]),
        (".", &[("TERM", "dumb")]),
        (".", &[("TERM", "")]),
        (".", &[("CI", "true")]),
        (". 2> errors", &[]),
        (".", &[("COMPLIANCE_CHECK_PROGRESS", "never")]),
    ] {
        let variables = [&[AT_ONCE][..], variables].concat();
        let shown =
            on_terminal(&folder, &format!("--as-of 2021-08-03 --jobs 1 --format short {arguments}"), &variables);
        assert!(
            shown.starts_with("team-00/deploy.toml:") && !shown.contains(CLEAR),
            "{arguments} {variables:?}: {shown}"
        );
    }
    assert_eq!(std::fs::read_to_string(folder.join("errors")).expect("it is there"), "");
    // What is quick is over before anybody looks.
    let quick = common::scratch("progress-quick");
    common::write(&quick, "deploy.toml", "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n");
    let shown = on_terminal(&quick, "", &[]);
    assert!(shown.contains("checked 1 service") && !shown.contains(CLEAR), "{shown}");
}

#[test]
fn other_long_work_is_shown_as_well() {
    let folder = much("progress-others", 3);
    for (arguments, words) in [
        ("matrix .", "checking manifests: "),
        ("timeline .", "checking manifests: "),
        ("suggest .", "looking for edits of manifests: "),
    ] {
        let shown = on_terminal(&folder, &format!("{arguments} > output"), &[AT_ONCE]);
        assert!(shown.contains(words) && shown.ends_with(CLEAR), "{arguments}: {shown}");
    }
}
