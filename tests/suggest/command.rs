//! The command: what it shows, when it writes, and how it ends.

use std::fs;

use super::{run, service};
use crate::common;

fn crane() -> String {
    service("crane", "bay", "\"bay-1\"", "\"audit\"")
}

fn ferry() -> String {
    service("ferry", "bay", "\"bay-1\"", "\"audit\"")
}

#[test]
fn what_is_only_shown_changes_nothing_and_what_is_shown_is_what_is_written() {
    let folder = common::scratch("suggest-shown");
    common::write(&folder, "deploy.toml", crane());
    let shown = run(&folder, &[], "");
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(shown.out.contains("-regions = [\"bay-1\"]\n+regions = [\"bay-3\"]\n"), "{}", shown.out);
    assert!(
        shown.out.contains("\n  closes:  error[coverage/elsewhere] crane: audit in bay-1, line 5\n"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("\n  shown:   \"The list\", Nobody, as of 2026-01-01, row 1\n"), "{}", shown.out);
    let text = || fs::read_to_string(folder.join("deploy.toml")).expect("it is there");
    assert_eq!(text(), crane());
    let written = run(&folder, &["--write"], "");
    assert_eq!(written.status, Some(0), "{written:?}");
    assert_eq!(text(), crane().replace("bay-1", "bay-3"));
    let again = run(&folder, &["--write"], "");
    assert_eq!((again.status, again.out.as_str()), (Some(0), "no gaps as of 2026-03-01\n"));
    assert_eq!(text(), crane().replace("bay-1", "bay-3"));
}

#[test]
fn a_statement_about_the_team_is_written_only_when_somebody_makes_it() {
    let folder = common::scratch("suggest-declared");
    common::write(&folder, "deploy.toml", crane() + &ferry());
    let text = || fs::read_to_string(folder.join("deploy.toml")).expect("it is there");
    let written = run(&folder, &["--write"], "");
    assert_eq!(written.status, Some(1), "a gap waits for a confirmation");
    assert!(written.out.contains("confirm: true only if this use is moored for the night"), "{}", written.out);
    assert_eq!(text(), crane().replace("bay-1", "bay-3") + &ferry());
    let declared = run(&folder, &["--write", "--declare"], "");
    assert_eq!(declared.status, Some(0), "{declared:?}");
    assert!(text().ends_with("meets = [\"moored\"]\nrequires = [\"audit\"]\n"), "{}", text());
}

#[test]
fn exit_statuses_tell_whether_a_gap_stays() {
    let folder = common::scratch("suggest-statuses");
    let status = |text: &str, arguments: &[&str]| run(&folder, &[arguments, &["-"]].concat(), text).status;
    assert_eq!(status(&service("barge", "bay", "", "\"audit\""), &[]), Some(0));
    assert_eq!(status(&crane(), &[]), Some(0));
    assert_eq!(status(&service("rope", "bay", "", "\"audit\""), &[]), Some(1));
    assert_eq!(status(&ferry(), &[]), Some(1));
    assert_eq!(status(&ferry(), &["--declare"]), Some(0));
    assert_eq!(status("[[services]", &[]), Some(2));
    assert_eq!(status(&(crane() + "[[services]]\nservice = \"crain\"\ncloud = \"bay\"\n"), &[]), Some(2));
    let missing = run(&folder, &["missing.toml"], "");
    assert_eq!(missing.status, Some(2));
    let nothing = "nothing was checked as of 2026-03-01, and no gap is known: 1 problem in 1 file\n    left no service to look at\n";
    assert!(missing.out.ends_with(nothing), "{}", missing.out);
    assert_eq!(run(&folder, &["--format", "short"], "").status, Some(2));
    let written = run(&folder, &["--write", "-"], &crane());
    assert_eq!(written.status, Some(2));
    assert!(written.out.contains("standard input can't be edited"), "{}", written.out);
}

/// The last line of what is shown.
fn closing(text: &str, arguments: &[&str]) -> String {
    let folder = common::scratch("suggest-closing");
    let ran = run(&folder, &[arguments, &["-"]].concat(), text);
    let last = ran.out.rsplit("\n\n").next().unwrap_or_default();
    last.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_numbers_at_the_end_add_up() {
    let rope = service("rope", "bay", "", "\"audit\"");
    let waits = "1 edit that waits for `--declare` would close";
    assert_eq!(closing(&ferry(), &[]), format!("1 gap as of 2026-03-01: {waits} all"));
    assert_eq!(closing(&ferry(), &["--declare"]), "1 gap as of 2026-03-01: 1 edit closes all");
    assert_eq!(closing(&rope, &[]), "1 gap as of 2026-03-01: no edit closes any, 1 stays open");
    let all = crane() + &ferry() + &rope;
    assert_eq!(closing(&all, &[]), format!("3 gaps as of 2026-03-01: 1 edit closes 1, {waits} 1, 1 stays open"));
    assert_eq!(closing(&all, &["--declare"]), "3 gaps as of 2026-03-01: 2 edits close 2, 1 stays open");
}

/// That there is no gap says something only where something was looked at.
#[test]
fn where_nothing_was_checked_it_says_so_and_why() {
    let faulty = "[[services]]\nservice = \"crain\"\ncloud = \"bay\"\n";
    let left = "nothing was checked as of 2026-03-01, and no gap is known: 1 problem in 1 file left no service to \
        look at";
    assert_eq!(closing(faulty, &[]), left);
    assert_eq!(closing("", &[]), left, "that there is no service is one");
    let idle = "[[services]]\nservice = \"crane\"\ncloud = \"bay\"\nregions = [\"bay-1\"]\n";
    assert_eq!(closing(idle, &[]), "no gaps as of 2026-03-01: nothing is required of 1 service");
    let some = "no gaps as of 2026-03-01 in what could be checked: nothing is required of 1 service";
    assert_eq!(closing(&(idle.to_owned() + faulty), &[]), some);
    let folder = common::scratch("suggest-nothing");
    let ran = run(&folder, &["--format", "json", "-"], idle);
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("suggest", &document);
    let file = &document["files"][0];
    assert_eq!((&file["services"], &file["requirements"]), (&1.into(), &0.into()));
}

#[test]
fn gaps_that_a_waiver_excuses_are_counted_and_not_silent() {
    let waiver = |service: &str| {
        format!("[[waivers]]\nrule = \"coverage/*\"\nservice = {service:?}\nuntil = 2026-12-31\nreason = \"x\"\n")
    };
    assert_eq!(closing(&(crane() + &waiver("crane")), &[]), "no gaps as of 2026-03-01; 1 gap is waived");
    let all = crane() + &ferry() + &service("rope", "bay", "", "\"audit\"");
    let left = "1 gap as of 2026-03-01: 1 edit closes all; 2 gaps are waived";
    assert_eq!(closing(&(all.clone() + &waiver("rope") + &waiver("ferry")), &[]), left);
    let folder = common::scratch("suggest-waived");
    let ran = run(&folder, &["--format", "json", "-"], &(all + &waiver("rope") + &waiver("ferry")));
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("suggest", &document);
    assert_eq!((&document["files"][0]["waived"], &document["summary"]["waived"]), (&2.into(), &2.into()));
}

#[test]
fn every_manifest_is_edited_for_itself_and_a_broken_one_hides_none() {
    let folder = common::scratch("suggest-many");
    for name in ["a/deploy.toml", "b/deploy.toml"] {
        common::write(&folder, name, crane());
    }
    common::write(&folder, "c/deploy.toml", "[[services]");
    let ran = run(&folder, &["--write", "."], "");
    assert_eq!(ran.status, Some(2));
    for name in ["a/deploy.toml", "b/deploy.toml"] {
        let text = fs::read_to_string(folder.join(name)).expect("it is there");
        assert_eq!(text, crane().replace("bay-1", "bay-3"));
    }
}

#[test]
fn json_keeps_to_its_schema_and_its_edits_give_what_is_written() {
    let folder = common::scratch("suggest-json");
    let text =
        [crane(), ferry(), service("winch", "bay", "\"bay-2\"", "\"audit\""), service("rope", "bay", "", "\"seal\"")];
    common::write(&folder, "deploy.toml", text.concat());
    let ran = run(&folder, &["--format", "json", "--declare"], "");
    assert_eq!(ran.status, Some(1));
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("suggest", &document);
    let suggestions = document["files"][0]["suggestions"].as_array().expect("a list");
    let mut edits: Vec<_> = suggestions.iter().flat_map(|one| one["edits"].as_array().expect("a list")).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit["offset"].as_u64()));
    let mut edited = text.concat();
    for edit in edits {
        let number = |name: &str| edit[name].as_u64().expect("a number") as usize;
        let (start, end) = (number("offset"), number("offset") + number("length"));
        edited.replace_range(start..end, edit["text"].as_str().expect("text"));
    }
    assert_eq!(run(&folder, &["--write", "--declare"], "").status, Some(1));
    assert_eq!(fs::read_to_string(folder.join("deploy.toml")).expect("it is there"), edited);
    assert_eq!(document["files"][0]["open"][0]["gap"]["standard"], "seal");
    assert_eq!(document["summary"]["gaps"], 4);
}

/// Applies hunks one after the other, as `patch` does: at their lines, which must be as they say.
fn patched(text: &str, diff: &str) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let mut at = 0;
    for line in diff.lines() {
        let rest = || format!("{}\n", &line[1..]);
        if let Some(head) = line.strip_prefix("@@ -") {
            let new = head.split('+').nth(1).expect("a hunk says where it goes");
            at = new.split([',', ' ']).next().and_then(|line| line.parse::<usize>().ok()).expect("a line") - 1;
        } else if line.starts_with("--- ") || line.starts_with("+++ ") {
        } else if line.starts_with(' ') {
            assert_eq!(lines[at], rest());
            at += 1;
        } else if line.starts_with('-') {
            assert_eq!(lines.remove(at), rest());
        } else if line.starts_with('+') {
            lines.insert(at, rest());
            at += 1;
        }
    }
    lines.concat()
}

#[test]
fn the_diffs_apply_one_after_the_other() {
    let folder = common::scratch("suggest-diff");
    let text = [
        crane(),
        ferry(),
        service("barge", "bay", "", "\"contract\""),
        service("winch", "bay", "\"bay-2\"", "\"audit\""),
    ];
    common::write(&folder, "deploy.toml", text.concat());
    let ran = run(&folder, &["--declare"], "");
    let patch: String = ran
        .out
        .lines()
        .filter(|line| line.starts_with(['@', '-', '+']) || line.starts_with(' ') && !line.starts_with("  "))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(run(&folder, &["--declare", "--write"], "").status, Some(0));
    let written = fs::read_to_string(folder.join("deploy.toml")).expect("it is there");
    assert_eq!(patched(&text.concat(), &patch), written, "{patch}");
}

#[test]
fn the_diffs_of_many_services_in_few_lines_or_in_many_apply_one_after_the_other() {
    let folder = common::scratch("suggest-many-diffs");
    let lists = ["\"bay-1\"", "\n  # where\n  \"bay-1\", # one\n  \"bay-9\",\n"];
    let one = |at: usize| {
        let (name, regions) = (["crane", "ferry", "barge", "winch"][at % 4], lists[at % 2]);
        let requires = if name == "barge" { "\"contract\"" } else { "\"audit\"" };
        service(name, "bay", regions, requires) + &format!("name = \"s{at}\"\n")
    };
    let in_lines: String = (0..40).map(one).collect();
    let in_braces = format!(
        "services = [{}]\n",
        (0..40)
            .map(|at| format!(
                "{{ service = \"crane\", cloud = \"bay\", name = \"s{at}\", regions = [\n  \"bay-1\"], \
            requires = [\"audit\"] }}, "
            ))
            .collect::<String>()
    );
    for text in [in_lines, in_braces] {
        common::write(&folder, "deploy.toml", &text);
        let ran = run(&folder, &["--format", "json", "--declare"], "");
        let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
        let suggestions = document["files"][0]["suggestions"].as_array().expect("a list");
        assert!(suggestions.len() > 10, "{}", ran.out);
        let patch: String = suggestions.iter().filter_map(|one| one["diff"].as_str()).collect();
        run(&folder, &["--declare", "--write"], "");
        let written = fs::read_to_string(folder.join("deploy.toml")).expect("it is there");
        assert_eq!(patched(&text, &patch), written, "{patch}");
    }
}

#[test]
fn what_a_terminal_would_obey_is_written_out() {
    let folder = common::scratch("suggest-hostile");
    let name = "name = \"\\u001b[2Jcrane\" # \u{202e}txt\n";
    let ran = run(&folder, &["-"], &(crane() + name));
    assert!(ran.out.contains("\\u{1b}[2Jcrane") && ran.out.contains("\\u{202e}"), "{}", ran.out);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']));
}

/// A manifest with a service whose gap a move would put under a waiver.
fn under_a_waiver(service: &str, waiver: &str) -> String {
    format!("[[services]]\nname = \"bot\"\n{service}[[waivers]]\n{waiver}reason = \"Known\"\n")
}

#[test]
fn a_gap_that_a_move_only_puts_under_a_waiver_stays_open() {
    let folder = common::scratch("suggest-waived-again");
    let service =
        "service = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"fedramp@high\", \"dod-srg@il5\"]\n";
    let waiver = "rule = \"coverage/level-too-low\"\ncloud = \"azure-government\"\nuntil = 2022-03-20\n";
    common::write(&folder, "deploy.toml", under_a_waiver(service, waiver));
    let ran = common::run_in(&folder, &["suggest", "--as-of", "2021-08-03"], "");
    assert!(ran.out.contains("closes:  error[coverage/level-too-low] bot: fedramp@high"), "{}", ran.out);
    assert!(!ran.out.contains("closes:  error[coverage/level-too-low] bot: dod-srg@il5"), "{}", ran.out);
    // A region that only a waiver makes good is none to go to.
    let document = "id: example-list\ntitle: An example list\npublisher: Nobody\nprovider: microsoft\nkind: example\n\
        as-of: 2026-10-15\nas-of-basis: printed\nfound-at: nowhere\nclaims:\n  \
        - { in-scope: graph, cloud: azure-public, regions: [eastus, westus], at: row 1, standards: [soc-2] }\n";
    common::write(&folder, "more/evidence/example-list.yaml", document);
    let service = "service = \"graph\"\ncloud = \"azure-public\"\nregions = [\"westeurope\", \"eastus\", \"japaneast\"]\n\
        requires = [\"soc-2\"]\n";
    let waiver = "rule = \"coverage/elsewhere\"\nregion = \"japan*\"\nuntil = 2027-03-20\n";
    common::write(&folder, "deploy.toml", under_a_waiver(service, waiver));
    let ran = common::run_in(&folder, &["suggest", "--as-of", "2026-11-28", "--catalog", "more"], "");
    assert!(!ran.out.contains("japanwest") && ran.out.contains("1 gap as of"), "{}", ran.out);
}
