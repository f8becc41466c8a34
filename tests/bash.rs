//! Completions as somebody gets them who presses Tab in a bash: it breaks words where the program doesn't.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common;

const MANIFEST: &str =
    "[[services]]\nname = \"intake-bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";

/// What each line has become once Tab was pressed behind it, in an interactive bash with this line in its `.bashrc`.
fn completed(name: &str, setting: &str, typed: &[&str]) -> Vec<String> {
    let folder = common::scratch(name);
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "a@b:c=def", "");
    let program = Path::new(env!("CARGO_BIN_EXE_compliance-check")).parent().expect("it lies in a folder").display();
    // Control and T writes down the line as it stands.
    let rc = format!(
        "PATH='{program}':$PATH\n{setting}\nsource <(compliance-check completions bash)\n\
         bind -x '\"\\C-t\": printf \"%s|\\n\" \"$READLINE_LINE\" >>lines'\n"
    );
    common::write(&folder, "rc", rc);
    let mut script = Command::new("script");
    script.args(["-qec", "bash --rcfile rc -i", "/dev/null"]).current_dir(&folder).env("TERM", "dumb");
    let mut script =
        script.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("util-linux is there");
    let mut keys = script.stdin.take().expect("it is piped");
    for line in typed {
        // Then the line is cleared.
        write!(keys, "compliance-check {line}\t\u{14}\u{1}\u{b}").expect("it is read");
    }
    keys.write_all(b"exit\r").expect("it is read");
    script.wait().expect("it ends");
    drop(keys);
    let lines = std::fs::read_to_string(folder.join("lines")).unwrap_or_default();
    let lines = lines.lines().filter_map(|line| line.strip_suffix('|')?.strip_prefix("compliance-check "));
    lines.map(str::to_owned).collect()
}

/// What is typed, and what it becomes.
const LINES: &[(&str, &str)] = &[
    ("timel", "timeline "),
    ("--format js", "--format json "),
    ("--format=js", "--format=json "),
    ("--report=sar", "--report=sarif="),
    ("--report sar", "--report sarif="),
    ("--report=sarif=depl", "--report=sarif=deploy.toml "),
    ("explain --as-of=2021-08-03 deploy.toml int", "explain --as-of=2021-08-03 deploy.toml intake-bot "),
    ("explain deploy.toml intake-bot fedramp@h", "explain deploy.toml intake-bot fedramp@high "),
    ("explain deploy.toml intake-bot FedRAMP@h", "explain deploy.toml intake-bot FedRAMP@high "),
    ("explain deploy.toml intake-bot \"fedramp@h", "explain deploy.toml intake-bot \"fedramp@high\" "),
    ("explain deploy.toml intake-bot iso-27001:", "explain deploy.toml intake-bot iso-27001:20"),
    ("catalog show fedramp@", "catalog show fedramp@"),
    ("--report=sarif=a@b:c=de", "--report=sarif=a@b:c=def "),
    ("catalog show iso-27001:202", "catalog show iso-27001:2022 "),
    ("init --requires=iso-27001:202", "init --requires=iso-27001:2022 "),
    ("init --requires fedramp@high --service azure-bot", "init --requires fedramp@high --service azure-bot-service "),
];

#[test]
fn tab_completes_words_that_bash_breaks() {
    let typed: Vec<_> = LINES.iter().map(|(typed, _)| *typed).collect();
    let shown: Vec<_> = LINES.iter().map(|(_, shown)| *shown).collect();
    assert_eq!(completed("bash-breaks", "", &typed), shown);
}

#[test]
fn tab_completes_them_where_bash_breaks_words_at_blanks_alone() {
    let typed: Vec<_> = LINES.iter().map(|(typed, _)| *typed).collect();
    let found = completed("bash-whole", "shopt -u hostcomplete\nCOMP_WORDBREAKS=$' \\t\\n\"\\''", &typed);
    for ((typed, shown), found) in LINES.iter().zip(&found) {
        // The whole word is replaced then, by the spelling of the catalogue.
        assert_eq!(found, &shown.replace("FedRAMP", "fedramp"), "{typed}");
    }
    assert_eq!(found.len(), LINES.len());
}
