//! Whatever the program is fed, it ends with a clear problem at its place and status 2, and never with a panic.

use crate::common;

use crate::common::Ran;

/// A manifest with one finding, to see that a bad file doesn't hide it.
const GAP: &str =
    "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"fedramp@high\"]\n";

/// Checks one manifest and expects status 2 and each of `lines` in the output.
#[track_caller]
fn refused(name: &str, manifest: impl AsRef<[u8]>, lines: &[&str]) -> Ran {
    let folder = common::scratch(&format!("bad-{name}"));
    common::write(&folder, "deploy.toml", manifest);
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short"], "");
    is_problem(&ran, lines);
    ran
}

#[track_caller]
fn is_problem(ran: &Ran, lines: &[&str]) {
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    for line in lines {
        assert!(ran.out.contains(line), "{line:?} is not in\n{}\n{}", ran.out, ran.err);
    }
}

/// A service with one more line.
fn service(line: &str) -> String {
    format!("[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n{line}\n")
}

#[test]
fn malformed_toml() {
    refused("toml", "[[services]]\nservice = \n", &["deploy.toml:2:", "error[syntax] this is not TOML"]);
}

#[test]
fn wrong_types() {
    let text = "[[services]]\nservice = 7\ncloud = true\nregions = \"eastus\"\n";
    refused("types", text, &[":2:11: error[wrong-type]", ":3:9: error[wrong-type]", ":4:11: error[wrong-type]"]);
}

#[test]
fn unknown_keys() {
    refused("keys", service("requiers = []"), &["deploy.toml:4:1: error[unknown-key]", "did you mean `requires`?"]);
}

#[test]
fn unknown_names_each_with_the_nearest() {
    let cases = [
        (
            "service",
            "[[services]]\nservice = \"azure-bot-servce\"\ncloud = \"azure-public\"\n".to_owned(),
            "2:11",
            "`azure-bot-service`",
        ),
        (
            "cloud",
            "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-publik\"\n".to_owned(),
            "3:9",
            "`azure-public`",
        ),
        ("region", service("regions = [\"estus\"]"), "4:12", "`eastus`"),
        ("standard", service("requires = [\"fedrmp\"]"), "4:13", "`fedramp`"),
        ("edition", service("requires = [\"iso-27001:2031\"]"), "4:13", "`iso-27001:20"),
        ("misprint", service("requires = [\"iso-27019:2014\"]"), "4:13", "`iso-27018:2014`"),
        ("level", service("requires = [\"fedramp@hihg\"]"), "4:13", "`fedramp@high`"),
        (
            "level-of-edition",
            service("requires = [\"fedramp:Rev 5 baselines@class-c\"]"),
            "4:13",
            "`fedramp:consolidated-rules-2026-classes-a-to-d@class-c`?",
        ),
        ("condition", service("meets = [\"standalone-or-office-365-pln\"]"), "4:10", "`standalone-or-office-365-plan`"),
        ("condition-of-none", service("meets = [\"zzzzzzzzz\"]"), "4:10", "a finding that rests on one says which"),
        (
            "agreement",
            format!("{}[[agreements]]\nagreement = \"microsoft-hipa-baa\"\n", service("")),
            "6:13",
            "`microsoft-hipaa-baa`",
        ),
    ];
    for (name, text, place, near) in cases {
        refused(&format!("name-{name}"), text, &[&format!("deploy.toml:{place}: error["), near]);
    }
}

/// Each is held against every name that there is.
#[test]
fn after_a_thousand_unknown_names_nothing_is_offered_and_every_one_is_told() {
    let regions = |mistyped: &str| (0..1002).map(|number| format!("\"{mistyped}{number:04}\", ")).collect::<String>();
    let text = service(&format!("regions = [{}\"eastus\", \"Easst US\"]", regions("westeurop")));
    let ran = refused("many-names", text, &["`westeurop1001`", "`Easst US`"]);
    let told = |words: &str| ran.out.lines().filter(|line| line.contains(words)).count();
    assert_eq!((told("unknown-region"), told("did you mean `westeurope`?"), told("did you mean")), (1003, 1000, 1000));
}

#[test]
fn many_keys_are_told_each_and_those_that_stand_twice_as_well() {
    let keys: String = (0..40).map(|number| format!("key-{number} = 1\n")).collect();
    let ran =
        refused("many-keys", service(&format!("{keys}reqires = []\nregoins = []")), &["did you mean `requires`?"]);
    assert_eq!(ran.out.matches("error[unknown-key]").count(), 42, "{}", ran.out);
    let twice: String = (0..40).map(|number| format!("  key-{}: x\n", number % 39)).collect();
    let rule = format!("id: own/flaw\nsubject: service\nmatch:\n{twice}");
    let lines = ["error[duplicate-key] `key-0` is written twice"];
    overlay("twice", "--rules", "rules/own.yaml", &rule, &lines);
}

#[test]
fn in_a_long_list_what_stands_twice_is_noted_and_taken_once() {
    let classes = |count: usize| (0..count).map(|number| format!("\"class-{number}\", ")).collect::<String>();
    for count in [3, 15, 16, 17, 40] {
        let folder = common::scratch(&format!("bad-long-list-{count}"));
        let text = service(&format!("data = [{}\"class-2\", \"class-0\", \"class-2\"]", classes(count)));
        common::write(&folder, "deploy.toml", text);
        let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "json"], "");
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
        let notices = report["notices"].as_array().expect("a list of notices").iter();
        let twice: Vec<_> = notices.filter_map(|notice| notice["message"].as_str()).collect();
        let twice: Vec<_> = twice.into_iter().filter(|words| words.contains("counts once")).collect();
        assert_eq!(twice.len(), 3, "{}", ran.out);
    }
}

/// Each `\r` alone is a mistake of its own.
#[test]
fn of_mistakes_without_end_ten_thousand_are_told_and_that_there_are_more() {
    let ran = refused("mistakes", "\r".repeat(20_000), &["and of the mistakes that follow none is told"]);
    assert_eq!(ran.out.matches("error[syntax]").count(), 10_001);
    let ran = refused("mistakes-at-the-bound", "\r".repeat(10_000), &["deploy.toml:1:"]);
    assert_eq!(ran.out.matches("that follow none is told").count(), 0);
}

#[test]
fn a_receiver_that_is_unknown_is_told_however_many_there_are() {
    let flows = (0..1100).map(|number| format!("{{ service = \"intake-boot-{number:04}\" }}, ")).collect::<String>();
    let text = format!("{}sends-to = [{flows}]\n", service("name = \"intake-boot\""));
    let ran = refused("receivers", text, &["no service of this file is named `intake-boot-1099`"]);
    assert_eq!(ran.out.matches("error[unknown-receiver]").count(), 1100);
    assert_eq!(ran.out.matches("did you mean `intake-boot`?").count(), 1000);
}

#[test]
fn a_file_names_two_hundred_classes_of_data_at_most() {
    let classes = |count: usize| (0..count).map(|number| format!("\"class-{number}\", ")).collect::<String>();
    let folder = common::scratch("bad-classes");
    common::write(&folder, "deploy.toml", service(&format!("data = [{}]", classes(200))));
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short"], "");
    assert!(!ran.out.contains("too-many-classes"), "{}", ran.out);
    let text = format!(
        "{}\n{}",
        service(&format!("data = [{}]", classes(150))),
        service(&format!("name = \"b\"\ndata = [{}]", classes(300)))
    );
    let ran = refused("many-classes", text, &["error[too-many-classes] 200 classes of data are the most"]);
    assert_eq!(ran.out.matches("too-many-classes").count(), 1, "{}", ran.out);
}

#[test]
fn words_that_say_nothing() {
    let text = format!(
        "[deployment]\nname = \"\"\nowner = \" \"\n\n{}name = \"\\t\"\n{}\n[[waivers]]\nrule = \"\"\nuntil = 2026-01-01\n\
         reason = \" \"\napproved-by = \"\"\n\n[[waivers]]\nrule = \"coverage/*\"\nservice = \"\"\nuntil = 2026-01-01\n\
         reason = \"So.\"\n",
        service("data = [\"\"]\nregions = [\"\"]"),
        "sends-to = [{ service = \"azure-bot-service\", data = [\" \"] }]",
    );
    let lines = [
        ":2:8: error[empty] `name` says nothing (name something, or leave it out)",
        ":3:9: error[empty] `owner` says nothing",
        ":8:9: error[empty] an element of `data` says nothing (name something, or remove it)",
        ":9:12: error[empty] an element of `regions` says nothing",
        ":10:8: error[empty] `name` says nothing",
        ":11:54: error[empty] an element of `data` says nothing",
        ":13:8: error[empty] `rule` says nothing (name the rule, or a pattern over rules)",
        ":15:10: error[empty] `reason` says nothing (say why what is found may stand for now)",
        ":16:15: error[empty] `approved-by` says nothing",
        ":20:11: error[empty] `service` says nothing",
    ];
    let ran = refused("words", text, &lines);
    let errors = ran.out.lines().filter(|line| !line.contains(": note: "));
    assert_eq!(errors.count(), lines.len(), "{}", ran.out);
}

#[test]
fn dates_that_are_none() {
    let agreement =
        |date: &str| format!("{}[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = {date}\n", service(""));
    refused("date-quoted", agreement("\"2026-01-01\""), &["deploy.toml:7:10: error[not-a-date]", "without quotes"]);
    refused("date-time", agreement("2026-01-01T10:00:00Z"), &["deploy.toml:7:10: error[not-a-date]"]);
    refused("date-none", agreement("2026-02-30"), &["deploy.toml:7:"]);
}

#[test]
fn duplicate_service_names() {
    refused("twice", format!("{}{}", service(""), service("")), &["deploy.toml:6:11: error[duplicate-name]"]);
}

#[test]
fn all_problems_come_in_one_run_and_sound_services_are_checked() {
    let text = format!(
        "{GAP}\n[[services]]\nname = \"b\"\nservice = \"nothing-like-it\"\ncloud = \"azure-pblic\"\ndata = 1\n"
    );
    refused(
        "all",
        text,
        &[
            "4:13: error[coverage/level-too-low]",
            "8:11: error[unknown-service]",
            "9:9: error[unknown-cloud]",
            "10:8: error[wrong-type]",
        ],
    );
}

#[test]
fn an_empty_file() {
    refused("empty", "", &["deploy.toml:1:1: error[no-services]"]);
}

#[test]
fn a_folder_without_a_manifest_a_missing_file_and_a_glob_without_a_match() {
    let folder = common::scratch("bad-paths");
    let check =
        |path: &str, line: &str| is_problem(&common::run_in(&folder, &["--format", "short", path], ""), &[line]);
    check(".", "error[no-manifest]");
    check("nothing.toml", "error[missing]");
    check("*.nothing", "error[no-manifest]");
    is_problem(&common::run_in(&folder, &["--format", "short"], ""), &["deploy.toml:1:1: error[missing]"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = common::scratch("bad-unreadable");
    common::write(&folder, "deploy.toml", GAP);
    let path = folder.join("deploy.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("the mode can be set");
    // An administrator may read everything; then there is nothing to see here.
    if std::fs::read(&path).is_err() {
        is_problem(&common::run_in(&folder, &["--format", "short"], ""), &["error[unreadable]"]);
    }
}

#[cfg(unix)]
#[test]
fn every_folder_that_cannot_be_read_is_told_however_many_threads_look() {
    use std::os::unix::fs::PermissionsExt;
    let folder = common::scratch("bad-unreadable-folders");
    common::write(&folder, "sound/deploy.toml", GAP);
    let mode = |name: &str, mode| {
        std::fs::create_dir_all(folder.join(name)).expect("the folder is made");
        std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(mode))
            .expect("the mode can be set");
    };
    let closed = ["a", "b/c", "d"];
    closed.iter().for_each(|name| mode(name, 0o000));
    // An administrator may read everything; then there is nothing to see here.
    if std::fs::read_dir(folder.join("a")).is_err() {
        let run = |jobs: &str| common::run_in(&folder, &["--format", "short", "--jobs", jobs, "."], "");
        let (alone, together) = (run("1"), run("4"));
        is_problem(&alone, &["a:1:1: error[unreadable]", "b/c:1:1: error[unreadable]", "d:1:1: error[unreadable]"]);
        assert_eq!(alone.out, together.out);
    }
    closed.iter().for_each(|name| mode(name, 0o755));
}

#[test]
fn text_that_is_not_utf_8() {
    refused("utf8", b"[[services]]\nservice = \"\xff\"\n", &["error[not-utf-8]", "line 2"]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_taken_as_they_are() {
    let text = format!("\u{feff}{}", GAP.replace('\n', "\r\n"));
    let folder = common::scratch("bad-bom");
    common::write(&folder, "deploy.toml", text);
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short"], "");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.out.starts_with("deploy.toml:4:13: error[coverage/level-too-low]"), "{}", ran.out);
}

#[test]
fn a_line_of_ten_megabytes() {
    let long = format!("x = \"{}\"\n", "y".repeat(10_000_000));
    let ran = refused("long", &long, &["error[unknown-key]"]);
    assert!(ran.out.len() < 2_000, "little of it is shown");
    let folder = common::scratch("bad-long-human");
    common::write(&folder, "deploy.toml", &long);
    let ran = common::run_in(&folder, &[], "");
    assert!(ran.out.len() < 5_000, "{}", ran.out.len());
}

#[test]
fn ten_thousand_levels_of_nesting() {
    let lists = format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000));
    refused("deep-lists", lists, &["error[syntax]"]);
    let tables = format!("a = {}1{}", "{b=".repeat(10_000), "}".repeat(10_000));
    refused("deep-tables", tables, &["error[syntax]"]);
    refused("deep-keys", format!("{}a = 1\n", "a.".repeat(10_000)), &["error["]);
}

#[test]
fn one_mistake_is_told_once() {
    let open = format!("a = {}", "[".repeat(200));
    let ran = refused("open-lists", &open, &["error[syntax] this is not TOML: unclosed array"]);
    let unclosed = ran.out.lines().filter(|line| line.contains("unclosed array"));
    assert_eq!(unclosed.count(), 1, "{}", ran.out);
    let misspelt = "[[services]]\nservise = \"azure-bot-service\"\ncloud = \"azure-public\"\n[[waivers]]\nrule = \"a/b\"\n\
        untill = 2026-01-01\nreason = \"So.\"\n";
    let ran = refused("misspelt", misspelt, &["2:1: error[unknown-key]", "6:1: error[unknown-key]"]);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    let rule = "id: team/rule\ntitle: t\nseverity: error\nsubject: service\nmatch: { service.regions: { at-leats: 2 } }\n\
        says: s\nwhy: w\nfix: f\n";
    let folder = common::scratch("bad-one-mistake");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "more/rule.yaml", rule);
    let ran = common::run_in(&folder, &["--format", "short", "--rules", "more"], "");
    is_problem(&ran, &["rule.yaml:5:29: error[unknown-key] `at-leats` is not known here (did you mean `at-least`?)"]);
    assert_eq!(ran.out.matches("error[").count(), 1, "{}", ran.out);
}

/// Checks a sound manifest with a broken file beside the catalogue or the rules.
#[track_caller]
fn overlay(name: &str, option: &str, file: &str, text: &str, lines: &[&str]) {
    let folder = common::scratch(&format!("bad-overlay-{name}"));
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, &format!("more/{file}"), text);
    is_problem(&common::run_in(&folder, &["--format", "short", option, "more"], ""), lines);
}

#[test]
fn a_bomb_of_aliases_and_deep_nesting_in_an_overlay() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    overlay("bomb", "--catalog", "evidence/bomb.yaml", &bomb, &["more/evidence/bomb.yaml:", "error[syntax]"]);
    let deep = format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000));
    overlay("deep", "--rules", "team/deep.yaml", &deep, &["more/team/deep.yaml:", "error[syntax]"]);
}

#[test]
fn a_file_that_says_nothing() {
    for (name, text) in [("empty", ""), ("comment", "# only a comment\n"), ("blank", "\n---\n")] {
        let says = "error[empty] the file says nothing: it is empty, or all of it is a comment";
        overlay(&format!("{name}-rule"), "--rules", "team/a.yaml", text, &[&format!("more/team/a.yaml:1:1: {says}")]);
        overlay(&format!("{name}-pack"), "--rules", "pack.yaml", text, &[&format!("more/pack.yaml:1:1: {says}")]);
        for folder in ["evidence", "providers", "standards"] {
            let file = format!("{folder}/a.yaml");
            let line = format!("more/{file}:1:1: {says}");
            overlay(&format!("{name}-{folder}"), "--catalog", &file, text, &[&line]);
        }
    }
}

#[test]
fn a_byte_order_mark_in_a_rule_moves_no_place() {
    let rule = "\u{feff}id: team/rule\ntitle: t\nseverity: error\nsubject: service\nmatch: {}\nsays: '{service.titel}'\n\
        why: w\nfix: f\n";
    overlay("mark", "--rules", "team/rule.yaml", rule, &["team/rule.yaml:6:8: error[unknown-field]"]);
    let folder = common::scratch("bad-overlay-mark-sound");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "more/rule.yaml", rule.replace("titel", "title"));
    let ran = common::run_in(&folder, &["--format", "short", "--rules", "more"], "");
    assert!(ran.status == Some(1) && ran.out.contains("error[team/rule]"), "{ran:?}");
}

#[test]
fn what_a_list_names_again_is_said_with_the_place_where_it_stands_first() {
    let folder = common::scratch("bad-again");
    common::write(
        &folder,
        "deploy.toml",
        "[[services]]\nname = \"bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
         regions = [\"eastus\", \"westus\", \"East US\", \"eastus\"]\ndata = [\"phi\", \"phi\"]\n\
         requires = [\"soc-2\", \"SOC 2\", { standard = \"soc-2\", assurance = \"third-party\" }]\n\
         sends-to = [{ service = \"bot\", data = [\"card\", \"card\"] }]\n",
    );
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short", "--fail-on", "never"], "");
    assert_eq!(ran.status, Some(0), "it counts once, and nothing is left out: {ran:?}");
    let notes: Vec<_> = ran.out.lines().filter(|line| line.contains("stands in this list")).collect();
    let first = "stands in this list already, at";
    let expected = [
        format!("deploy.toml:5:32: note: \"East US\" is `eastus`, which {first} 5:12, and counts once"),
        format!("deploy.toml:5:43: note: \"eastus\" {first} 5:12, and counts once"),
        format!("deploy.toml:6:16: note: \"phi\" {first} 6:9, and counts once"),
        format!("deploy.toml:7:22: note: \"SOC 2\" is `soc-2`, which {first} 7:13, and counts once"),
        format!("deploy.toml:8:48: note: \"card\" {first} 8:40, and counts once"),
    ];
    assert_eq!(notes, expected, "{}", ran.out);
}

#[test]
fn a_list_that_asks_again_beside_a_table_and_profiles_of_a_policy_are_noted_as_well() {
    let folder = common::scratch("bad-again-table");
    let table = "{ standard = \"soc-2\" }, \"soc-2\"";
    let service = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";
    common::write(&folder, "deploy.toml", format!("{service}requires = [{table}]\n"));
    let policy = "[profiles]\nown = [\"soc-2\", \"SOC 2\", \"profile:us-healthcare\", \"profile:us-healthcare\"]\n\
        fine = [\"soc-2\", \"profile:own\"]\n";
    common::write(&folder, "compliance.toml", policy);
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short", "--fail-on", "never"], "");
    let notes: Vec<_> = ran.out.lines().filter(|line| line.contains("stands in this list")).collect();
    let expected = [
        "compliance.toml:2:17: note: \"SOC 2\" is `soc-2`, which stands in this list already, at 2:8, and counts once",
        "compliance.toml:2:51: note: \"profile:us-healthcare\" stands in this list already, at 2:26, and counts once",
        "deploy.toml:4:37: note: \"soc-2\" stands in this list already, at 4:13, and counts once",
    ];
    assert_eq!(notes, expected, "{}", ran.out);
}

/// What is wrong elsewhere in a service, or with its cloud, hides no name that is unknown.
#[test]
fn an_unknown_name_is_told_whatever_else_is_wrong_with_its_service() {
    let folder = common::scratch("bad-names");
    let manifest = "[[services]]\nname = \"bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        data = \"phi\"\nsends-to = [{ service = \"zz\" }, { service = \"othr\" }, { service = \"other\" }]\n\
        [[services]]\nname = \"other\"\nservice = \"azure-bot-service\"\ncloud = \"azure-publik\"\n\
        regions = [\"esatus\", \"westus\"]\n";
    common::write(&folder, "deploy.toml", manifest);
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short"], "");
    let expected = "deploy.toml:5:8: error[wrong-type] a list is expected here, and this is text\n\
        deploy.toml:6:25: error[unknown-receiver] no service of this file is named `zz`\n\
        deploy.toml:6:45: error[unknown-receiver] no service of this file is named `othr` (did you mean `other`?)\n\
        deploy.toml:10:9: error[unknown-cloud] no cloud `azure-publik` is known to the catalogue (did you mean `azure-public`?)\n\
        deploy.toml:11:12: error[unknown-region] no region `esatus` is known to the catalogue (did you mean `eastus`?)\n\
        deploy.toml:2:8: note: `bot` is left out, so no data is followed from it to `other`, of which more may be asked than \
        is told here\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), expected));
    let ran = common::run_in(
        &folder,
        &["init", "--service", "azure-bot-service", "--cloud", "azure-publik", "--region", "esatus", "-"],
        "",
    );
    assert!(ran.err.contains("no region `esatus` is known") && ran.err.contains("azure-publik"), "{ran:?}");
}

#[test]
fn a_service_by_a_word_that_only_one_has_is_offered_and_is_said_to_be_anothers() {
    let folder = common::scratch("bad-words");
    let service = |cloud: &str, name: &str| format!("[[services]]\nservice = {name:?}\ncloud = {cloud:?}\n");
    let told = |text: String| {
        common::write(&folder, "deploy.toml", text);
        common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short"], "").out
    };
    let unknown = "deploy.toml:2:11: error[unknown-service] no service `s3` is known to the catalogue";
    let aws = told(service("aws", "s3"));
    assert_eq!(aws, format!("{unknown} (did you mean `amazon-simple-storage-service`?)\n"));
    let azure = told(service("azure-public", "s3"));
    let whose = "`amazon-simple-storage-service` may be meant, which is a service of Amazon Web Services, and this cloud is \
        not theirs";
    assert_eq!(azure, format!("{unknown} ({whose})\n"));
    assert!(told(service("azure-public", "virtual")).ends_with("no service `virtual` is known to the catalogue\n"));
    let ran = common::run_in(&folder, &["init", "--service", "s3", "--cloud", "azure-public", "-"], "");
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.starts_with(&format!("error: no service `s3` is known to the catalogue; {whose}\n")), "{ran:?}");
}

#[test]
fn a_name_that_is_known_is_offered_once() {
    let rule = "id: team/rule\ntitle: t\nsubject: service\nmatch: {}\nrequire: { standards: [soc-2] }\nwhy: w\n\
        zzzzzzzz: 1\n";
    let known = "known here: id, title, subject, match, when, require, severity, says, says-in-regions, label, one-per, ways-out, why, \
        fix, sources, examples)";
    overlay("once-rule", "--rules", "team/rule.yaml", rule, &[known]);
    let folder = common::scratch("bad-once-policy");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "compliance.toml", "[waivers]\nzzzzzzzz = 1\n");
    let known = "compliance.toml:2:1: error[unknown-key] `zzzzzzzz` is not known here (known here: never, longest, approved-by)";
    is_problem(&common::run_in(&folder, &["--format", "short"], ""), &[known]);
}

#[test]
fn an_overlay_that_is_none() {
    overlay("none", "--catalog", "something/else.yaml", "a: 1\n", &["error[not-a-catalogue]"]);
    let folder = common::scratch("bad-overlay-missing");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "empty/readme.md", "No rule is here yet.\n");
    for option in ["--rules", "--catalog"] {
        for (path, line) in [
            ("missing", "missing:1:1: error[missing] there is no such folder"),
            ("deploy.toml", "deploy.toml:1:1: error[missing] this is a file, and a folder is expected"),
        ] {
            is_problem(&common::run_in(&folder, &["--format", "short", option, path], ""), &[line]);
        }
    }
    let line = "empty:1:1: error[no-rules] there is no rule in this folder";
    is_problem(&common::run_in(&folder, &["--format", "short", "--rules", "empty"], ""), &[line]);
}

#[test]
fn faults_in_catalogue_and_rule_files_stand_at_their_places_all_at_once() {
    let evidence = "id: more\ntitle: More\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2026-01-01\n\
        as-of-basis: printed\nfound-at: nowhere\nclaims:\n  \
        - { in-scope: grph, at: row 1, standards: [soc-2, iso-27001:2031] }\n  - { at: row 2, standards: [soc-2] }\n";
    let lines = ["10:17: error[unknown-name]", "did you mean `graph`?", "10:", "iso-27001", "11:5: error[bad-claim]"];
    overlay("evidence", "--catalog", "evidence/more.yaml", evidence, &lines[..3]);
    overlay("evidence-all", "--catalog", "evidence/more.yaml", evidence, &lines[4..]);
    let rule = "id: team/rule\ntitle: t\nseverity: eror\nsubject: requirement\nmatch: { verdct: covered }\n\
        says: '{service.titel}'\nwhy: w\nfix: f\n";
    let lines = [
        "3:11: error[unknown-word]",
        "`error`",
        "5:10: error[unknown-field]",
        "`verdict`",
        "6:8: error[unknown-field]",
        "`service.title`",
    ];
    overlay("rule", "--rules", "team/rule.yaml", rule, &lines);
}

#[test]
fn a_condition_that_no_claim_names() {
    let evidence = "id: more\ntitle: More\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2026-01-01\n\
        as-of-basis: printed\nfound-at: nowhere\nconditions:\n  planned: used as planned\n  bought: bought as a whole\n\
        claims:\n  - { in-scope: graph, at: row 1, standards: [soc-2], condition: bought }\n";
    let lines = ["more.yaml:10:3: error[unused]", "no claim names the condition `planned`", "or remove it"];
    overlay("condition", "--catalog", "evidence/more.yaml", evidence, &lines);
    let used = evidence.replace("  planned: used as planned\n", "");
    let folder = common::scratch("good-condition");
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "more/evidence/more.yaml", used);
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--catalog", "more"], "");
    assert_eq!(ran.status, Some(1), "{ran:?}");
}

#[test]
fn a_misprint_that_can_not_be_read_so() {
    let evidence = "id: more\ntitle: More\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2026-01-01\n\
        as-of-basis: printed\nfound-at: nowhere\nclaims: []\ndisputed:\n  - service: graph\n    printed: SOC\n    \
        standard: soc-2\n    reads-as: { says: in-scop, cloud: azure-publik, standard: soc-1 }\n    at: row 1\n    \
        why: A slip\n";
    let lines = [
        "more.yaml:14:23: error[unknown-word]",
        "`in-scope`",
        "more.yaml:14:15: error[unknown-name]",
        "`azure-public`",
        "more.yaml:14:63: error[contradiction] the words are read as another standard than the one that they name",
    ];
    overlay("misread", "--catalog", "evidence/more.yaml", evidence, &lines);
}

#[test]
fn a_document_whose_file_has_another_name() {
    let evidence = "id: more\ntitle: More\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2026-01-01\n\
        as-of-basis: printed\nfound-at: nowhere\nclaims: []\n";
    let lines = ["other.yaml:1:5: error[misnamed]", "`more`", "name the file `more.yaml`"];
    overlay("misnamed", "--catalog", "evidence/nobody/other.yaml", evidence, &lines);
}

#[test]
fn a_document_that_replaces_a_newer_one() {
    let evidence = "id: more\ntitle: More\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2020-01-01\n\
        as-of-basis: printed\nfound-at: nowhere\nreplaces: [azure-bot-service-2021-08-03]\nclaims: []\n";
    overlay("replaces", "--catalog", "evidence/more.yaml", evidence, &["more.yaml:9:1: error[contradiction]"]);
}

#[test]
fn one_bad_file_does_not_hide_the_findings_of_the_others() {
    let folder = common::scratch("bad-several");
    common::write(&folder, "a/deploy.toml", "= broken");
    common::write(&folder, "b/deploy.toml", GAP);
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short", "."], "");
    is_problem(&ran, &["a/deploy.toml:1:1: error[syntax]", "b/deploy.toml:4:13: error[coverage/level-too-low]"]);
}

#[test]
fn bad_usage_is_no_answer_either() {
    let folder = common::scratch("bad-usage");
    for arguments in [&["--as-of", "yesterday"][..], &["--format", "sarof"], &["--nothing"], &["explain", "a", "b"]] {
        let ran = common::run_in(&folder, arguments, "");
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(!ran.err.is_empty() && !ran.err.contains("panicked"), "{ran:?}");
    }
}

#[test]
fn an_option_that_could_change_nothing_is_refused() {
    let folder = common::scratch("bad-options");
    for (what, option) in [
        (&["list"][..], &["--rules", "."][..]),
        (&["show", "fedramp"], &["--rules", "."]),
        (&["search", "fedramp"], &["--rules", "."]),
        (&["search", "fedramp"], &["--as-of", "2026-01-01"]),
        (&["export", "--format", "csv"], &["--rules", "."]),
        (&["export", "--format", "csv"], &["--color", "never"]),
    ] {
        let ran = common::run_in(&folder, &[&["catalog"], what, option].concat(), "");
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{what:?} {option:?}");
        assert!(ran.err.contains(&format!("unexpected argument '{}'", option[0])), "{}", ran.err);
    }
}

#[test]
fn a_name_without_end_is_cut_in_messages() {
    let folder = common::scratch("bad-names-again");
    let long = "a".repeat(100_000);
    for arguments in [&["show", &long][..], &["search", &long], &["list", "services", "--provider", &long]] {
        let ran = common::run_in(&folder, &[&["catalog"], arguments].concat(), "");
        let told = ran.out + &ran.err;
        assert!(ran.status != Some(0) && told.contains("aaa…`") && told.len() < 200, "{}", told.len());
    }
    let ran = common::run_in(&folder, &["catalog", "diff", &long, &long], "");
    assert!(ran.status == Some(2) && ran.err.contains("aaa…`") && ran.err.len() < 200, "{}", ran.err.len());
}

#[test]
fn what_a_left_out_service_may_bear_on_is_said_and_nothing_is_advised_about_it() {
    let folder = common::scratch("left-out");
    let manifest = "[[services]]\nname = \"a\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\ndata = [\"phi\"]\n\
        sends-to = [{ service = \"mid\" }]\n[[services]]\nname = \"mid\"\nservice = \"azure-bot-servce\"\ncloud = \"azure-public\"\n\
        sends-to = [{ service = \"b\" }]\n[[services]]\nname = \"b\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        [[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = 2021-01-01\n\
        [[waivers]]\nrule = \"coverage/*\"\nservice = \"mid\"\nuntil = 2022-01-01\nreason = \"r\"\n";
    common::write(&folder, "deploy.toml", manifest);
    let run = |arguments: &[&str]| {
        common::run_in(&folder, &[arguments, &["--as-of", "2021-08-03", "--pack", "us-healthcare"]].concat(), "")
    };
    let ran = run(&["--format", "short"]);
    let note =
        "deploy.toml:8:8: note: `mid` is left out, so no data is followed from it to `b`, of which more may be asked";
    assert!(ran.status == Some(2) && ran.out.contains(note), "{}", ran.out);
    assert!(!ran.out.contains("waiver/unused"), "it may be for what is left out: {}", ran.out);
    let ahead = run(&["--horizon", "30d"]).out;
    assert!(ahead.contains("nothing more is found in what could be checked"), "{ahead}");
    assert!(run(&["timeline", "--for", "30d"]).out.contains("nothing changes in what could be checked"));
    common::write(&folder, "deploy.toml", manifest.replace("servce", "service"));
    let mended = run(&["--format", "short"]).out;
    assert!(mended.contains("waiver/unused") && !mended.contains("is left out"), "{mended}");
    common::write(&folder, "deploy.toml", "services = 3\n");
    assert!(run(&["--horizon", "30d"]).out.contains("there was nothing to look at"));
}

#[test]
fn who_writes_an_id_is_offered_one() {
    let folder = common::scratch("bad-ids");
    for (typed, offered) in [
        ("compute-engine", "google-compute-engine"),
        ("Compute Engin", "Compute Engine"),
        ("azure-bot-servce", "azure-bot-service"),
    ] {
        let manifest = format!("[[services]]\nservice = \"{typed}\"\ncloud = \"google-cloud\"\n");
        common::write(&folder, "deploy.toml", manifest);
        let ran = common::run_in(&folder, &["--format", "short"], "");
        assert!(ran.out.contains(&format!("(did you mean `{offered}`?")), "{typed}: {}", ran.out);
    }
}
