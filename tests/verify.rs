//! `verify`: an earlier report holds, or what changed is told: the manifest, the catalogue, the rules, the policy, the
//! baseline or the day; and a report that never followed is seen.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::common::{Ran, keeps_to_schema, run_in, scratch, write};

const MANIFEST: &str = r#"[deployment]
name = "desk"
cloud = "azure-public"
requires = ["iso-27001"]

[[services]]
name = "bot"
service = "azure-bot-service"
requires = ["fedramp@high"]
"#;

/// A rule that the program doesn't carry.
const RULE: &str = "id: team/closed\ntitle: it closes\nseverity: error\nsubject: service\nmatch: {}\nsays: it closes\n\
    why: It does.\nfix: Do something.\n";

/// A folder with the manifest and the report on it, of 2025-09-01.
fn folder(name: &str) -> PathBuf {
    let folder = scratch(&format!("verify-{name}"));
    write(&folder, "deploy.toml", MANIFEST);
    reported(&folder, &[]);
    folder
}

/// Writes the report anew.
fn reported(folder: &Path, options: &[&str]) {
    let ran =
        run_in(folder, &[&["--as-of", "2025-09-01", "--quiet", "--report", "json=report.json"], options].concat(), "");
    assert!(ran.status.is_some_and(|status| status < 2), "{ran:?}");
}

/// Holds the report against the same day.
fn verify(folder: &Path, options: &[&str]) -> Ran {
    run_in(folder, &[&["verify", "report.json", "deploy.toml", "--as-of", "2025-09-01"], options].concat(), "")
}

/// What is told of the first file as JSON, with the exit status.
#[track_caller]
fn told(folder: &Path, options: &[&str]) -> (Option<i32>, Value) {
    let ran = verify(folder, &[options, &["--format", "json"]].concat());
    assert_eq!(ran.err, "");
    let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    keeps_to_schema("verify", &document);
    (ran.status, document["files"][0].clone())
}

/// Changes the report by hand.
fn altered(folder: &Path, change: impl Fn(&mut Value)) {
    let path = folder.join("report.json");
    let text = std::fs::read_to_string(&path).expect("the report is there");
    let mut report = serde_json::from_str(&text).expect("it is JSON");
    change(&mut report);
    write(folder, "report.json", report.to_string());
}

#[track_caller]
fn says(ran: &Ran, status: i32, parts: &[&str]) {
    assert_eq!(ran.status, Some(status), "{ran:?}");
    for part in parts {
        let is_there = [&ran.out, &ran.err]
            .iter()
            .any(|text| text.split_whitespace().collect::<Vec<_>>().join(" ").contains(part));
        assert!(is_there, "{part:?} is not in\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_report_holds_where_nothing_has_changed() {
    let folder = folder("holds");
    let ran = verify(&folder, &[]);
    says(&ran, 0, &["manifest unchanged", "day 2025-09-01, as then", "the report still holds"]);
    assert_eq!(
        run_in(&folder, &["verify", "report.json", "--as-of", "2025-09-01"], "").out,
        ran.out,
        "it names its files"
    );
    let report = std::fs::read_to_string(folder.join("report.json")).expect("it is there");
    let piped = run_in(&folder, &["verify", "-", "--as-of", "2025-09-01"], &report);
    says(&piped, 0, &["as - says of 2025-09-01", "the report still holds"]);
    let (_, file) = told(&folder, &[]);
    assert_eq!((&file["changed"], &file["follows"], &file["holds"]), (&json!([]), &json!(true), &json!(true)));
}

#[test]
fn a_report_holds_whatever_the_check_was_asked_for() {
    let folder = folder("asked");
    reported(&folder, &["--horizon", "2y", "--fail-on", "never", "--jobs", "1"]);
    says(&verify(&folder, &[]), 0, &["the report still holds"]);
    reported(&folder, &["--write-baseline", "known.json"]);
    says(&verify(&folder, &[]), 1, &["by the baseline", "error, known then, error now"]);
    says(&verify(&folder, &["--baseline", "known.json"]), 0, &["the report still holds"]);
    reported(&folder, &["--baseline", "known.json"]);
    says(&verify(&folder, &["--baseline", "known.json"]), 0, &["the report still holds"]);
    says(&verify(&folder, &[]), 1, &["by the baseline", "error, known then, error now"]);
}

#[test]
fn a_comment_in_the_manifest_changes_its_bytes_and_no_answer() {
    let folder = folder("comment");
    write(&folder, "deploy.toml", format!("# why\n{MANIFEST}"));
    says(&verify(&folder, &[]), 0, &["manifest has changed:", "the report still holds"]);
}

#[test]
fn a_manifest_that_asks_for_something_else_is_told_from_time() {
    let folder = folder("manifest");
    write(&folder, "deploy.toml", MANIFEST.replace("fedramp@high", "fedramp@moderate"));
    let parts =
        ["new bot, fedramp@moderate", "gone bot, fedramp@high", "(by the manifest)", "the report no longer holds"];
    says(&verify(&folder, &[]), 1, &parts);
    let (status, file) = told(&folder, &[]);
    assert_eq!((status, &file["changed"]), (Some(1), &json!(["manifest"])));
    let now = run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2025-11-01"], "");
    let parts = [
        "gone bot, fedramp@high, azure-public: elsewhere then",
        "covered then, edition-retired now (by time, iso-27001:2013 ends on 2025-10-31)",
    ];
    says(&now, 1, &parts);
}

#[test]
fn what_ended_between_two_days_is_a_matter_of_time() {
    let folder = folder("time");
    let ran = run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2025-11-01"], "");
    let parts = [
        "day 2025-09-01 then, 2025-11-01 now",
        "differs bot, iso-27001, azure-public: covered then, edition-retired now (by time, iso-27001:2013 ends on 2025-10-31)",
        "[coverage/edition-retired] (by time",
    ];
    says(&ran, 1, &parts);
    let before = run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2025-10-31"], "");
    says(&before, 0, &["the report still holds"]);
    let earlier = run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2020-01-01"], "");
    says(&earlier, 1, &["(by time)"]);
}

#[test]
fn another_catalogue_is_told_with_the_documents_that_decide() {
    let folder = folder("catalogue");
    let document = |standard: &str| {
        format!(
            "id: newer-list\ntitle: A newer list\npublisher: Microsoft\nprovider: microsoft\nkind: service-page\n\
            as-of: 2025-08-30\nas-of-basis: printed\nfound-at: a list\nclaims:\n  - in-scope: azure-bot-service\n    \
            cloud: azure-public\n    standards: [{standard}]\n    at: table 1\n"
        )
    };
    write(&folder, "more/evidence/newer-list.yaml", document("fedramp@high"));
    let ran = verify(&folder, &["--catalog", "more"]);
    let parts =
        ["catalogue has changed:", "bot, fedramp@high, azure-public: elsewhere then, covered now (by the catalogue)"];
    says(&ran, 1, &parts);
    write(&folder, "more/evidence/newer-list.yaml", document("iso-27001:2013"));
    let ran = verify(&folder, &["--catalog", "more"]);
    let parts = [
        "What another document decides now, the same way",
        "then, newer-list now (by the catalogue)",
        "the report still holds",
    ];
    says(&ran, 0, &parts);
}

#[test]
fn other_rules_and_packs_are_told() {
    let folder = folder("rules");
    write(&folder, "team/closed.yaml", RULE);
    says(&verify(&folder, &["--rules", "team"]), 1, &["rules has changed", "new bot", "[team/closed] (by the rules)"]);
    let (_, file) = told(&folder, &["--pack", "japan"]);
    assert_eq!((&file["changed"], &file["holds"]), (&json!(["rules"]), &json!(true)));
}

#[test]
fn another_policy_is_told() {
    let folder = folder("policy");
    write(&folder, "compliance.toml", "# nothing that has an effect\n");
    says(&verify(&folder, &[]), 0, &["policy unchanged", "the report still holds"]);
    let profile = "[profiles]\nours = [\"soc-2\"]\n[severity]\n\"no/such-rule\" = \"error\"\n";
    write(&folder, "compliance.toml", profile);
    write(&folder, "deploy.toml", MANIFEST.replace("fedramp@high", "profile:ours"));
    reported(&folder, &[]);
    write(&folder, "compliance.toml", format!("# Other lines.\n\n{profile}"));
    says(&verify(&folder, &[]), 0, &["policy unchanged", "the report still holds"]);
    write(&folder, "deploy.toml", MANIFEST);
    reported(&folder, &[]);
    write(&folder, "compliance.toml", "[severity]\n\"coverage/elsewhere\" = \"advice\"\n");
    let parts = ["policy has changed:", "error then, advice now", "[coverage/elsewhere] (by the policy)"];
    says(&verify(&folder, &[]), 1, &parts);
}

#[test]
fn where_several_things_changed_each_is_named() {
    let folder = folder("two-grounds");
    write(&folder, "deploy.toml", MANIFEST.replace("fedramp@high", "fedramp@moderate"));
    write(&folder, "compliance.toml", "[severity]\n\"coverage/elsewhere\" = \"advice\"\n");
    says(&verify(&folder, &[]), 1, &["(by the manifest or the policy)"]);
}

#[test]
fn a_report_of_another_program_is_told() {
    let folder = folder("program");
    altered(&folder, |report| {
        report["program"] = json!("0.0.9");
        report["files"][0]["requirements"][0]["verdict"] = json!("pending");
        report["summary"]["verdicts"]["pending"] = json!(1);
        report["summary"]["verdicts"].as_object_mut().expect("an object").remove("elsewhere");
    });
    let ran = verify(&folder, &[]);
    says(&ran, 1, &["program 0.0.9 then, 0.1.0 now", "pending then", "(by the program)"]);
}

const NEVER: &str = "Nothing that it rests on has changed, and this answer does not follow from it";

#[test]
fn a_verdict_that_was_altered_is_told_plainly() {
    let folder = folder("forged");
    let number = |report: &Value| {
        let all = report["files"][0]["requirements"].as_array().expect("a list");
        all.iter().position(|one| one["verdict"] == "elsewhere").expect("there is a gap")
    };
    altered(&folder, |report| {
        let at = number(report);
        report["files"][0]["requirements"][at]["verdict"] = json!("covered");
        report["files"][0]["findings"] = json!([]);
        report["summary"]["verdicts"] = json!({ "covered": 2 });
        report["summary"]["findings"] = json!({ "error": 0, "warning": 0, "advice": 0, "waived": 0, "known": 0 });
    });
    let parts = [
        "What never followed",
        "covered is told, and elsewhere follows",
        NEVER,
        "does not follow from what it rests on",
    ];
    says(&verify(&folder, &[]), 1, &parts);
    let (status, file) = told(&folder, &[]);
    assert_eq!((status, &file["follows"], &file["holds"]), (Some(1), &json!(false), &json!(true)));
    let later = run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2025-11-01"], "");
    says(&later, 1, &[NEVER, "edition-retired now (by time"]);
}

#[test]
fn no_part_of_a_report_can_be_altered_unseen() {
    let folder = folder("parts");
    let text = std::fs::read_to_string(folder.join("report.json")).expect("the report is there");
    let whole: Value = serde_json::from_str(&text).expect("it is JSON");
    let mut pointers = Vec::new();
    leaves(&whole, String::new(), &mut pointers);
    // What a report says of itself can be anything: by another one of these, it says to rest on something else.
    let own = ["/version", "/as_of", "/horizon", "/program", "/fail_on", "/baseline", "/files/0/path"];
    // Where something stands in other files, and what is noted of them, may change by a comment in a policy.
    let is_compared =
        |pointer: &String| !["rests_on", "notices", "elsewhere", "/policy"].iter().any(|part| pointer.contains(part));
    pointers.retain(|pointer| is_compared(pointer) && !own.contains(&pointer.as_str()));
    assert!(pointers.len() > 60, "{pointers:?}");
    // Each is changed alone, in one of four steps: to change each in a run of its own would take a minute.
    for pointer in pointers.iter().step_by(4) {
        let mut report = whole.clone();
        let leaf = report.pointer_mut(pointer).expect("it is there");
        *leaf = match leaf {
            Value::Bool(truth) => json!(!*truth),
            Value::Number(number) => json!(number.as_u64().unwrap_or_default() + 1),
            Value::String(text) => json!(format!("{text}x")),
            _ => json!("x"),
        };
        write(&folder, "report.json", report.to_string());
        let ran = verify(&folder, &[]);
        assert!(ran.status.is_some_and(|status| status > 0), "{pointer}: {ran:?}");
    }
}

/// The way to every part of a document that has no parts.
fn leaves(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(parts) if !parts.is_empty() => {
            parts.iter().for_each(|(key, part)| {
                leaves(part, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found)
            });
        }
        Value::Array(parts) if !parts.is_empty() => {
            parts.iter().enumerate().for_each(|(key, part)| leaves(part, format!("{at}/{key}"), found));
        }
        _ => found.push(at),
    }
}

#[test]
fn a_summary_that_counts_something_else_is_seen_whatever_changed() {
    let folder = folder("summary");
    altered(&folder, |report| report["summary"]["findings"]["error"] = json!(0));
    write(&folder, "deploy.toml", format!("# why\n{MANIFEST}"));
    says(&verify(&folder, &[]), 1, &["the summary, which counts something else than the report holds"]);
}

#[test]
fn several_files_are_matched_by_their_names() {
    let folder = scratch("verify-several");
    for name in ["one", "two", "three"] {
        write(&folder, &format!("{name}/deploy.toml"), MANIFEST);
    }
    reported(&folder, &["one", "two"]);
    let run = |arguments: &[&str]| {
        run_in(&folder, &[&["verify", "report.json", "--as-of", "2025-09-01"], arguments].concat(), "")
    };
    says(&run(&["one", "./two/deploy.toml"]), 0, &["of 2 manifests", "the report still holds"]);
    says(&run(&["one/deploy.toml"]), 0, &["1 file of the report not asked about"]);
    let more = run(&["."]);
    says(&more, 2, &["error[not-in-report]", "says nothing of `three/deploy.toml`", "the report still holds"]);
    write(&folder, "two/deploy.toml", MANIFEST.replace("fedramp@high", "soc-2"));
    says(&run(&[]), 1, &["two/deploy.toml, as report.json", "(by the manifest)"]);
    std::fs::remove_file(folder.join("two/deploy.toml")).expect("it goes");
    says(&run(&[]), 2, &["error[missing]", "two/deploy.toml"]);
}

#[test]
fn a_manifest_that_was_moved_is_held_against_its_report() {
    let folder = folder("moved");
    std::fs::rename(folder.join("deploy.toml"), folder.join("moved.toml")).expect("it is moved");
    let ran = run_in(&folder, &["verify", "report.json", "moved.toml", "--as-of", "2025-09-01"], "");
    says(&ran, 0, &["moved.toml, as report.json says", "the report still holds"]);
}

#[test]
fn what_is_no_report_is_told_on_the_page_of_all_problems() {
    let folder = folder("no-report");
    run_in(
        &folder,
        &["--as-of", "2025-09-01", "--quiet", "--report", "sarif=report.sarif", "--write-baseline", "known.json"],
        "",
    );
    let text = std::fs::read_to_string(folder.join("report.json")).expect("it is there");
    write(&folder, "cut.json", &text[..text.len() / 2]);
    write(&folder, "other.json", text.replacen("\"version\": \"1\"", "\"version\": \"9\"", 1));
    write(&folder, "bytes.json", b"\xff\xfe{}");
    write(&folder, "deep.json", "[".repeat(100_000));
    write(&folder, "deeper.json", format!("{{\"catalog\":{}", "[".repeat(100_000)));
    let help = "help: a report";
    for (name, parts) in [
        ("report.sarif", ["error[not-a-report]", "SARIF", help]),
        ("known.json", ["error[not-a-report]", "baseline", help]),
        ("deploy.toml", ["error[not-a-report]", "a report in JSON stands first", help]),
        ("cut.json", ["error[cut-off]", "ends before it is whole", help]),
        ("other.json", ["error[unknown-version]", "version \"9\"", help]),
        ("bytes.json", ["error[not-utf-8]", "bytes.json", "save it as UTF-8"]),
        ("deep.json", ["error[not-a-report]", "deep.json", help]),
        ("deeper.json", ["error[not-a-report]", "deeper.json", help]),
        ("none.json", ["error[missing]", "there is no such file", help]),
        (".", ["error[unreadable]", "this is a folder", ""]),
    ] {
        let ran = run_in(&folder, &["verify", name, "deploy.toml"], "");
        assert_eq!(ran.out, "", "{name}");
        says(&ran, 2, &parts);
    }
}

#[test]
fn a_question_that_cannot_be_asked_ends_with_two() {
    let folder = folder("two");
    says(&run_in(&folder, &["verify", "report.json", "-"], ""), 2, &["standard input only once"]);
    write(&folder, "deploy.toml", MANIFEST.replace("azure-bot-service", "azure-bot-servce"));
    says(&verify(&folder, &[]), 2, &["error[unknown-service]", "did you mean"]);
    let (ran, document) = {
        let ran = verify(&folder, &["--format", "json"]);
        let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
        (ran, document)
    };
    assert_eq!((ran.status, ran.err.as_str()), (Some(2), ""));
    keeps_to_schema("verify", &document);
    assert_eq!(document["problems"][0]["problem"]["code"], "unknown-service");
    write(&folder, "deploy.toml", MANIFEST);
    write(&folder, "compliance.toml", "fail-on = \"eror\"\n");
    says(&verify(&folder, &[]), 2, &["compliance.toml:1:11", "did you mean `error`?"]);
}

#[test]
fn a_report_of_a_day_without_end_breaks_nothing() {
    let folder = folder("days");
    for (day, status) in [("9999-12-31", 1), ("0001-01-01", 1), ("-009999-01-01", 2), ("2025-09-01T10:00", 2)] {
        altered(&folder, |report| report["as_of"] = json!(day));
        for options in [&[][..], &["--as-of", "9999-12-31"], &["--as-of", "0001-01-01"]] {
            let ran = run_in(&folder, &[&["verify", "report.json", "deploy.toml"], options].concat(), "");
            assert!(ran.status == Some(status) && !ran.err.contains("panicked"), "{day}: {ran:?}");
        }
    }
}

#[test]
fn nothing_in_a_report_acts_on_who_reads_of_it() {
    let folder = folder("hostile");
    let hostile = "::error::x\u{1b}[2J\u{202e}\n::error::y ##[group]z";
    altered(&folder, |report| {
        let file = &mut report["files"][0];
        file["requirements"][0]["verdict"] = json!(hostile);
        file["requirements"][0]["service"] = json!(hostile);
        file["findings"][0]["message"] = json!(hostile);
        file["findings"][0]["rule"] = json!(hostile);
        file["findings"][0]["fingerprint"] = json!("00".repeat(32));
        file["policy"] = json!(hostile);
    });
    for format in ["human", "json"] {
        let ran = verify(&folder, &["--format", format]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{}", ran.out);
        let is_obeyed = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
        assert!(format == "json" || !ran.out.lines().any(is_obeyed), "{}", ran.out);
    }
    altered(&folder, |report| report["as_of"] = json!(hostile));
    let ran = verify(&folder, &[]);
    assert!(ran.status == Some(2) && !ran.err.contains(['\u{1b}', '\u{202e}']), "{}", ran.err);
}
