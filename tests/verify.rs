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
    says(&verify(&folder, &[]), 0, &["manifest has changed:", "the report still holds; its places were not compared"]);
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
        "the report no longer holds",
    ];
    says(&ran, 1, &parts);
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

const NEVER: &str = "Nothing that can bring it has changed, and this answer does not follow from what it rests on";

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
    assert_eq!(unseen(&folder, &whole, &pointers, other), Vec::<String>::new());
}

/// Another value than this one.
fn other(report: &mut Value, pointer: &str) {
    let leaf = report.pointer_mut(pointer).expect("it is there");
    *leaf = match leaf {
        Value::Bool(truth) => json!(!*truth),
        Value::Number(number) => json!(number.as_u64().unwrap_or_default() + 1),
        Value::String(text) => json!(format!("{text}x")),
        _ => json!("x"),
    };
}

/// Those of the changes, each made alone, after which the report is said to hold. They are run side by side.
fn unseen(folder: &Path, whole: &Value, all: &[String], change: fn(&mut Value, &str)) -> Vec<String> {
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).min(all.len()).max(1);
    let run = |(number, pointer): (usize, &String)| {
        let mut report = whole.clone();
        change(&mut report, pointer);
        assert_ne!(report, *whole, "{pointer}");
        let name = format!("altered-{number}.json");
        write(folder, &name, report.to_string());
        let ran = run_in(folder, &["verify", &name, "deploy.toml", "--as-of", "2025-09-01"], "");
        let is_seen = ran.status.is_some_and(|status| status > 0) && !ran.out.contains("still holds");
        (!is_seen).then(|| format!("{pointer}: {ran:?}"))
    };
    std::thread::scope(|scope| {
        let part = |first: usize| all.iter().enumerate().skip(first).step_by(threads);
        let started: Vec<_> =
            (0..threads).map(|first| scope.spawn(move || part(first).filter_map(run).collect::<Vec<_>>())).collect();
        started.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect()
    })
}

#[test]
fn no_part_of_a_report_is_moved_doubled_or_removed_unseen() {
    let folder = folder("whole-parts");
    let manifest = MANIFEST.replace("[\"iso-27001\"]", "[\"iso-27001\", \"soc-2\", \"pci-dss\"]");
    write(&folder, "deploy.toml", manifest);
    reported(&folder, &["--horizon", "3y"]);
    let whole = whole(&folder);
    let mut lists = Vec::new();
    arrays(&whole["files"][0], "/files/0".to_owned(), &mut lists);
    lists.push("/files".to_owned());
    lists.retain(|list| !list.contains("elsewhere"));
    assert!(lists.len() > 8, "{lists:?}");
    let list = |report: &Value, at: &str| report.pointer(at).and_then(Value::as_array).expect("a list").len();
    assert_eq!(
        unseen(&folder, &whole, &lists, |report, at| fill(report, at, |all| all.push(all[0].clone()))),
        Vec::<String>::new()
    );
    assert_eq!(
        unseen(&folder, &whole, &lists, |report, at| fill(report, at, |all| drop(all.remove(0)))),
        Vec::<String>::new()
    );
    let several: Vec<_> = lists.iter().filter(|at| list(&whole, at) > 1).cloned().collect();
    assert!(several.len() > 2, "{several:?}");
    assert_eq!(
        unseen(&folder, &whole, &several, |report, at| fill(report, at, |all| all.rotate_left(1))),
        Vec::<String>::new()
    );
}

fn whole(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("report.json")).expect("the report is there");
    serde_json::from_str(&text).expect("it is JSON")
}

fn fill(report: &mut Value, at: &str, change: impl Fn(&mut Vec<Value>)) {
    change(report.pointer_mut(at).and_then(Value::as_array_mut).expect("a list"));
}

/// The way to every list that holds something.
fn arrays(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(parts) => parts.iter().for_each(|(key, part)| arrays(part, format!("{at}/{key}"), found)),
        Value::Array(parts) if !parts.is_empty() => {
            found.push(at.clone());
            parts.iter().enumerate().for_each(|(key, part)| arrays(part, format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

const REGIONS: &str = "[deployment]\nname = \"desk\"\ncloud = \"azure-public\"\nrequires = [\"iso-27001\"]\n\n[[services]]\n\
    name = \"bot\"\nservice = \"azure-bot-service\"\nregions = [\"westeurope\", \"northeurope\"]\n";

#[test]
fn a_row_whose_regions_were_altered_is_compared_all_the_same() {
    let folder = folder("row-regions");
    write(&folder, "deploy.toml", REGIONS);
    reported(&folder, &[]);
    let text = std::fs::read_to_string(folder.join("report.json")).expect("it is there");
    let forged = |regions: Value| {
        write(&folder, "report.json", &text);
        altered(&folder, |report| {
            let row = &mut report["files"][0]["requirements"][0];
            assert_eq!(row["regions"].as_array().map(Vec::len), Some(2), "{row}");
            row["regions"] = regions.clone();
            row["evidence"]["title"] = json!("A forged title");
        });
        verify(&folder, &[])
    };
    says(
        &forged(json!(["northeurope", "westeurope"])),
        1,
        &["the evidence of bot: iso-27001", "how the regions of bot"],
    );
    says(&forged(json!(["westeurope", "westeurope"])), 2, &["error[twice]", "in `westeurope` stands here twice"]);
    says(&forged(json!([""])), 2, &["error[not-a-report]", "has no name"]);
    says(&forged(json!([])), 1, &[NEVER]);
    let apart = |report: &mut Value| {
        let rows = report["files"][0]["requirements"].as_array_mut().expect("a list");
        let mut other = rows[0].clone();
        rows[0]["regions"] = json!(["westeurope"]);
        other["regions"] = json!(["northeurope"]);
        rows.insert(1, other);
        report["summary"]["requirements"] = json!(2);
        report["summary"]["verdicts"]["covered"] = json!(2);
    };
    write(&folder, "report.json", &text);
    altered(&folder, apart);
    says(&verify(&folder, &[]), 1, &["how the regions of bot: iso-27001 are put together"]);
}

#[test]
fn a_file_that_rests_on_nothing_tells_no_answer() {
    let folder = folder("null");
    altered(&folder, |report| report["files"][0]["rests_on"] = Value::Null);
    says(&verify(&folder, &[]), 2, &["error[not-a-report]", "rests on nothing, and an answer is told of it"]);
}

#[test]
fn a_file_that_could_not_be_checked_then_is_no_answer() {
    let folder = folder("unchecked");
    let options = ["--as-of", "2025-09-01", "--quiet", "--report", "json=report.json", "deploy.toml", "missing.toml"];
    assert_eq!(run_in(&folder, &options, "").status, Some(2));
    let alone = run_in(&folder, &["verify", "report.json", "--as-of", "2025-09-01"], "");
    says(&alone, 2, &["error[not-checked]", "`missing.toml`, which could not be checked then"]);
    assert!(!alone.out.contains("still holds"), "{}", alone.out);
    says(&verify(&folder, &["missing.toml"]), 2, &["error[missing]"]);
    write(&folder, "missing.toml", MANIFEST);
    says(
        &verify(&folder, &["missing.toml"]),
        1,
        &["missing.toml, as report.json", "none then", "now, and not told then"],
    );
    says(&verify(&folder, &[]), 0, &["1 file of the report not asked about"]);
}

#[test]
fn another_program_or_baseline_ends_no_search() {
    /// Which of the rows is covered.
    const AT: usize = 1;
    let folder = folder("grounds");
    let text = std::fs::read_to_string(folder.join("report.json")).expect("it is there");
    let forge = |ground: &str, value: Value, change: fn(&mut Value)| {
        write(&folder, "report.json", &text);
        altered(&folder, |report| {
            report[ground] = value.clone();
            change(&mut report["files"][0]);
        });
        let is_another = whole(&folder)["files"] != serde_json::from_str::<Value>(&text).expect("it is JSON")["files"];
        assert!(is_another, "nothing was altered");
        let row = &whole(&folder)["files"][0]["requirements"][AT];
        assert!(row["standard"] == "iso-27001" && row["verdict"] == "covered", "{row}");
        verify(&folder, &[])
    };
    type Forged = (fn(&mut Value), &'static str);
    let changes: [Forged; 6] = [
        (|file| file["findings"][0]["message"] = json!("all is well"), "the message of coverage/elsewhere"),
        (|file| file["findings"][0]["why"] = json!("all is well"), "the why of coverage/elsewhere"),
        (|file| file["requirements"][AT]["evidence"] = json!({}), "bot, "),
        (|file| file["requirements"][AT]["held"] = json!({}), "the held of bot"),
        (|file| file["requirements"][AT]["contested"] = json!(true), "the contested of bot"),
        (|file| file["requirements"][AT]["history"] = json!([{ "id": "forged" }]), "the history of bot"),
    ];
    for (change, part) in changes {
        let ran = forge("program", json!("0.0.9"), change);
        says(&ran, 1, &[part, "(by the program)", "the report no longer holds"]);
        says(&forge("baseline", json!("ab".repeat(32)), change), 1, &[part, NEVER]);
    }
    let looks_alike: fn(&mut Value) = |file| file["findings"][0]["severity"] = json!("error, known");
    says(&forge("baseline", Value::Null, looks_alike), 1, &[NEVER]);
}

#[test]
fn what_was_told_too_early_is_told_though_it_is_so_by_now() {
    let folder = folder("too-early");
    altered(&folder, |report| {
        report["program"] = json!("0.0.9");
        let row = &mut report["files"][0]["requirements"][1];
        assert!(row["standard"] == "iso-27001", "{row}");
        row["verdict"] = json!("edition-retired");
        report["summary"]["verdicts"] = json!({ "edition-retired": 1, "elsewhere": 1 });
    });
    let ran = run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2025-11-01"], "");
    says(&ran, 1, &["the verdict of bot: iso-27001, for the day of the report (by the program)"]);
    // By nothing but the day, the day of the report is what it never followed from.
    altered(&folder, |report| report["program"] = json!(env!("CARGO_PKG_VERSION")));
    let ran = run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2025-11-01"], "");
    says(&ran, 1, &[NEVER, "edition-retired is told, and covered follows"]);
}

#[test]
fn a_report_does_not_decide_what_is_opened() {
    let folder = folder("opened");
    let text = std::fs::read_to_string(folder.join("report.json")).expect("it is there");
    write(&folder, "beneath/deploy.toml", MANIFEST);
    write(folder.parent().expect("it lies somewhere"), "verify-outside.toml", MANIFEST);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../verify-outside.toml", folder.join("link.toml")).expect("it is made");
    let outside = std::fs::canonicalize(folder.join("../verify-outside.toml")).expect("it is there");
    for (path, why) in [
        ("*.toml", "is a pattern"),
        ("beneath", "is no file"),
        (".", "is no file"),
        ("../verify-outside.toml", "lies outside this folder"),
        ("beneath/../../verify-outside.toml", "lies outside this folder"),
        (outside.to_str().expect("it is text"), "lies outside this folder"),
        ("/dev/stdin", "lies outside this folder"),
        ("/proc/self/environ", "lies outside this folder"),
        #[cfg(unix)]
        ("link.toml", "lies outside this folder"),
    ] {
        write(&folder, "report.json", &text);
        altered(&folder, |report| report["files"][0]["path"] = json!(path));
        let ran = run_in(&folder, &["verify", "report.json", "--as-of", "2025-09-01"], "");
        says(&ran, 2, &["error[not-taken]", why, "name the manifests yourself"]);
        assert_eq!(ran.out, "", "{path}");
    }
    write(&folder, "report.json", &text);
    altered(&folder, |report| report["files"][0]["path"] = json!("../verify-outside.toml"));
    let named = run_in(&folder, &["verify", "report.json", "../verify-outside.toml", "--as-of", "2025-09-01"], "");
    says(&named, 0, &["the report still holds"]);
}

#[test]
fn one_manifest_under_two_spellings_is_refused() {
    let folder = folder("spellings");
    for other in ["./deploy.toml", "none/../deploy.toml", "../verify-spellings/deploy.toml"] {
        reported(&folder, &[]);
        altered(&folder, |report| {
            let mut file = report["files"][0].clone();
            file["path"] = json!(other);
            fill(report, "/files", |files| files.push(file.clone()));
        });
        says(&verify(&folder, &[]), 2, &["error[twice]", "are the same file"]);
    }
}

#[test]
fn a_manifest_that_is_gone_from_a_named_folder_is_told() {
    let folder = scratch("verify-gone");
    write(&folder, "s/one/deploy.toml", MANIFEST);
    write(&folder, "s/two/deploy.toml", MANIFEST);
    reported(&folder, &["s"]);
    std::fs::remove_dir_all(folder.join("s/two")).expect("it goes");
    for paths in ["s", "./s", "s/**/deploy.toml"] {
        let ran = run_in(&folder, &["verify", "report.json", paths, "--as-of", "2025-09-01"], "");
        says(&ran, 2, &["error[missing]", "speaks of `s/two/deploy.toml`, and no such file is there"]);
        assert!(!ran.out.contains("still holds") && !ran.out.contains("not asked about"), "{}", ran.out);
    }
    let one = run_in(&folder, &["verify", "report.json", "s/one", "--as-of", "2025-09-01"], "");
    says(&one, 0, &["1 file of the report not asked about"]);
}

#[test]
fn where_something_is_in_the_way_nothing_is_said_to_hold() {
    let folder = folder("in-the-way");
    std::fs::remove_file(folder.join("deploy.toml")).expect("it goes");
    let ran = verify(&folder, &["--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    keeps_to_schema("verify", &document);
    let answers = [&document["holds"], &document["follows"]];
    assert_eq!((ran.status, answers), (Some(2), [&Value::Null, &Value::Null]));
    assert!(!verify(&folder, &[]).out.contains("holds"));
}

#[test]
fn a_date_is_named_only_for_what_it_brought() {
    let folder = scratch("verify-waiver");
    let waiver = "[[waivers]]\nrule = \"coverage/*\"\nservice = \"bot\"\nreason = \"agreed\"\nuntil = 2025-11-10\n";
    write(&folder, "deploy.toml", format!("{MANIFEST}\n{waiver}"));
    reported(&folder, &[]);
    let ran =
        run_in(&folder, &["verify", "report.json", "deploy.toml", "--as-of", "2025-11-15", "--format", "json"], "");
    let document: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let all = document["files"][0]["differences"].as_array().expect("a list");
    let verdicts: Vec<_> = all.iter().filter(|one| one["kind"] == "requirement").collect();
    assert!(!verdicts.is_empty(), "{document}");
    for one in verdicts {
        let kinds: Vec<_> = one["dates"].as_array().expect("a list").iter().map(|date| &date["kind"]).collect();
        assert_eq!(kinds, ["edition"], "{one}");
    }
}

#[test]
fn what_the_report_was_asked_for_is_shown() {
    let folder = folder("asked-for");
    reported(&folder, &["--horizon", "2026-09-01", "--fail-on", "never"]);
    says(&verify(&folder, &[]), 0, &["fails on never", "horizon 2026-09-01"]);
    let document: Value = serde_json::from_str(&verify(&folder, &["--format", "json"]).out).expect("it is JSON");
    assert_eq!((&document["fail_on"], &document["horizon"]), (&json!("never"), &json!("2026-09-01")));
}

#[test]
fn what_a_report_begins_with_and_says_twice_is_seen() {
    let folder = folder("reading");
    let text = std::fs::read_to_string(folder.join("report.json")).expect("it is there");
    write(&folder, "report.json", format!("\u{feff}{text}"));
    says(&verify(&folder, &[]), 0, &["the report still holds"]);
    let title = "\"title\":";
    write(&folder, "report.json", text.replacen(title, &format!("{title}\"A forged title\", {title}"), 1));
    says(&verify(&folder, &[]), 2, &["error[not-a-report]", "`title` stands here twice"]);
    run_in(&folder, &["--as-of", "2025-09-01", "--quiet", "--report", "ndjson=report.json"], "");
    let lines = std::fs::read_to_string(folder.join("report.json")).expect("it is there").lines().count();
    assert!(lines > 1);
    says(&verify(&folder, &[]), 2, &["error[not-a-report]", "a report of one line a finding"]);
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
    says(&more, 2, &["error[not-in-report]", "says nothing of `three/deploy.toml`"]);
    assert!(!more.out.contains("holds"), "{}", more.out);
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
    assert_eq!(ran.status, Some(2));
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
