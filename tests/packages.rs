//! What others install: packages of one version, hooks, and the action with the script that it runs.

use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::common;

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&text(name)).expect("it is YAML")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(common::root().join(name)).expect("the file is there")
}

#[test]
fn every_package_has_the_version_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    let npm: serde_json::Value = serde_json::from_str(&text("npm/package.json")).expect("it is JSON");
    assert_eq!(npm["version"], version);
    assert!(text("pyproject.toml").contains("dynamic = [\"version\"]"), "maturin takes it from Cargo.toml");
    assert!(text("ci/gitlab.yml").contains(&format!("COMPLIANCE_CHECK_VERSION: \"{version}\"")));
    let action = yaml("action.yml");
    assert_eq!(action["inputs"]["version"]["default"], version, "who pins the action pins the program");
    let readme = text("README.md");
    for named in [format!("compliance-check=={version}"), format!("rev: v{version}")] {
        assert!(readme.contains(&named), "README.md names another version than {named}");
    }
}

#[test]
fn every_hook_calls_a_command_that_is_there() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_sequence().expect("a list");
    let ids: Vec<_> = hooks.iter().map(|hook| hook["id"].as_str().expect("text")).collect();
    let what = ["", "-policy", "-rules", "-rules-lint", "-catalog"];
    assert_eq!(ids, what.map(|what| format!("compliance-check{what}")));
    let readme = text("README.md");
    assert!(ids.iter().all(|id| readme.contains(&format!("`{id}`")) || readme.contains(&format!("id: {id}\n"))));
    // What it refers to is there.
    let words = text(".pre-commit-hooks.yaml");
    let (_, section) = words.split_once("see \"").expect("it refers to a section");
    let (section, _) = section.split_once('"').expect("it ends");
    assert!(readme.contains(&format!("\n## {section}\n")), "README.md has no section {section}");
    for hook in hooks {
        let entry = hook["entry"].as_str().expect("text");
        let words: Vec<_> = entry.split(' ').skip(1).chain(["--help"]).collect();
        let ran = common::run_in(common::root(), &words, "");
        assert_eq!(ran.status, Some(0), "{entry}: {ran:?}");
        assert!(hook["require_serial"].as_bool() == Some(true), "{entry}: each run knows all files");
    }
}

/// Runs the script of the action in `folder` as the action's step does, with these inputs; gives the status, what was
/// printed, the outputs and the summary.
fn act(folder: &Path, inputs: &[(&str, &str)]) -> (Option<i32>, String, String, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_compliance-check")).parent().expect("it lies in a folder");
    #[expect(clippy::disallowed_methods, reason = "the script needs the tools of the system")]
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let (output, summary) = (folder.join("output"), folder.join("summary"));
    for file in [&output, &summary] {
        std::fs::write(file, "before\n").expect("it is written");
    }
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_sequence().expect("a list");
    let step = steps.iter().find(|step| step["id"] == "check").expect("it has an id");
    let mut command = Command::new("bash");
    command.arg(common::root().join("ci/github-action")).arg("check").current_dir(folder).env("PATH", path);
    // What is temporary lies where it can be seen, if the test has made a place for it.
    let temporary = folder.join("temporary");
    if temporary.is_dir() {
        command.env("TMPDIR", temporary);
    }
    command.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", &summary);
    for (variable, value) in step["env"].as_mapping().expect("variables") {
        let input = value.as_str().expect("text").trim_start_matches("${{ inputs.").trim_end_matches(" }}").to_owned();
        let given = inputs.iter().find(|(name, _)| *name == input).map(|(_, value)| (*value).to_owned());
        let default = || action["inputs"][input.as_str()]["default"].as_str().expect("every input has one").to_owned();
        command.env(variable.as_str().expect("text"), given.unwrap_or_else(default));
    }
    let ran = command.output().expect("bash is there");
    let read = |path: &Path| std::fs::read_to_string(path).expect("it is there");
    let printed = [ran.stdout, ran.stderr].concat();
    (ran.status.code(), String::from_utf8(printed).expect("text"), read(&output), read(&summary))
}

const GAP: &str =
    "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"dod-srg@il4\"]\n";

#[test]
fn the_action_annotates_writes_sarif_and_a_summary_and_fails_on_a_gap() {
    let folder = common::scratch("action");
    common::write(&folder, "one/deploy.toml", GAP);
    common::write(&folder, "two words/deploy.toml", GAP.replace("il4", "il2"));
    let (status, printed, output, summary) = act(&folder, &[("as-of", "2021-08-03")]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("::error file=one/deploy.toml,line=4,"), "{printed}");
    assert_eq!(output, "before\nexit-status=1\nsarif=compliance-check.sarif\n");
    assert!(summary.starts_with("before\n") && summary.contains("coverage/level-too-low"), "{summary}");
    let sarif = std::fs::read_to_string(folder.join("compliance-check.sarif")).expect("it was written");
    assert!(sarif.contains("coverage/level-too-low"));
    let quiet = [
        ("as-of", "2021-08-03"),
        ("paths", "two words/deploy.toml\n"),
        ("annotations", "false"),
        ("sarif", ""),
        ("summary", "false"),
        ("reports", "junit=results.xml\njson=results.json"),
        ("packs", "us-healthcare\njapan"),
    ];
    let (status, printed, output, summary) = act(&folder, &quiet);
    assert_eq!((status, summary.as_str()), (Some(0), "before\n"), "{printed}");
    assert_eq!(output, "before\nexit-status=0\nsarif=\n");
    assert!(folder.join("results.xml").exists() && folder.join("results.json").exists());
    assert!(printed.contains("nothing found"), "{printed}");
}

#[test]
fn nothing_in_an_input_of_the_action_is_a_command_or_an_option() {
    let folder = common::scratch("action-hostile");
    common::write(&folder, "deploy.toml", GAP);
    for paths in ["$(touch made)", "`touch made`", "; touch made", "--write-baseline=made", "a\n--report\njson=made"] {
        let (status, printed, ..) = act(&folder, &[("paths", paths), ("sarif", "x\nexit-status=0")]);
        assert_eq!(status, Some(2), "{paths}: {printed}");
        assert!(!folder.join("made").exists(), "{paths}: {printed}");
    }
    let (status, printed, output, summary) = act(&folder, &[("fail-on", "nothing")]);
    assert!(status == Some(2) && printed.contains("possible values"), "{printed}");
    assert_eq!((output.as_str(), summary.as_str()), ("before\nexit-status=2\nsarif=\n", "before\n"));
    let annotation = "::error title=compliance-check::invalid value 'nothing' for '--fail-on <SEVERITY>'%0A  [possible \
        values: error, warning, advice, never]\n";
    assert_eq!(printed.matches("::error").count(), 1, "{printed}");
    assert!(printed.starts_with(annotation), "{printed}");
}

#[test]
fn the_action_names_a_sarif_file_only_where_it_wrote_one_and_leaves_nothing_behind() {
    let folder = common::scratch("action-sarif");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "old.sarif", "from an earlier step");
    std::fs::create_dir(folder.join("temporary")).expect("it is made");
    for (sarif, day, status, named) in [
        ("nodir/x.sarif", "2021-08-03", 2, ""),
        ("old.sarif", "never", 2, ""),
        ("deploy.toml", "2021-08-03", 2, ""),
        ("old.sarif", "2021-08-03", 1, "old.sarif"),
        ("-x.sarif", "2021-08-03", 1, "-x.sarif"),
        ("two words.sarif", "2021-08-03", 1, "two words.sarif"),
    ] {
        let (ended, printed, output, _) = act(&folder, &[("sarif", sarif), ("as-of", day)]);
        assert_eq!(ended, Some(status), "{sarif}: {printed}");
        assert_eq!(output, format!("before\nexit-status={status}\nsarif={named}\n"), "{sarif}: {printed}");
        assert!(status != 2 || printed.contains("::error"), "{sarif}: {printed}");
        assert_eq!(std::fs::read_dir(folder.join("temporary")).expect("it is there").count(), 0, "{sarif}");
    }
}

/// What the package for `npx` has of these programs; nothing where no npm is there.
fn packed(folder: &Path, programs: &[&str]) -> Option<Vec<String>> {
    let has_npm = Command::new("npm").arg("--version").output().is_ok_and(|ran| ran.status.success());
    if !has_npm {
        return None;
    }
    let ran = Command::new(common::root().join("npm/pack")).arg(".").args(programs).current_dir(folder).output();
    let ran = ran.expect("it runs");
    assert!(ran.status.success(), "{ran:?}");
    let package = String::from_utf8(ran.stdout).expect("text");
    let listed = Command::new("tar").args(["-tzf", package.trim()]).output().expect("tar is there");
    let names = String::from_utf8(listed.stdout).expect("text");
    Some(names.lines().filter(|name| name.contains("/carried/")).map(str::to_owned).collect())
}

#[test]
fn a_package_carries_each_program_under_the_name_that_it_is_called_by() {
    let folder = common::scratch("npm-pack");
    common::write(&folder, "compliance-check-x86_64-linux", "#!/bin/sh\n");
    common::write(&folder, "built.bin", "MZ");
    let programs = ["linux-x64=compliance-check-x86_64-linux", "win32-x64=built.bin"];
    let Some(mut carried) = packed(&folder, &programs) else { return };
    carried.sort();
    let expected = ["linux-x64/compliance-check", "win32-x64/compliance-check.exe"];
    assert_eq!(carried, expected.map(|name| format!("package/carried/{name}")));
}
