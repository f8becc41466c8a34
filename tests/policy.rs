//! The policy: where it is found, what is wrong with it, and what its profiles stand for.

use crate::common;

use std::path::Path;

use crate::common::Ran;
use compliance_check::load::policy as load;
use compliance_check::report::Format;
use compliance_check::text::Source;
use serde_json::Value;

/// A service that needs what its policy calls `base`.
const BASE: &str =
    "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"profile:base\"]\n";
/// A warning and no error.
const STALE: &str = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"soc-2\"]\n";
const GAP: &str =
    "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"dod-srg@il4\"]\n";

fn check(folder: &Path, arguments: &[&str]) -> Ran {
    common::run_in(folder, &[&["--as-of", "2021-08-03", "--format", "short"], arguments].concat(), "")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let ran = common::run_in(folder, &[&["--as-of", "2021-08-03", "--format", "json"], arguments].concat(), "");
    let report = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    common::keeps_to_schema("report", &report);
    report
}

/// Checks a sound manifest under a faulty policy, and expects status 2 and each of `lines`.
#[track_caller]
fn refused(name: &str, policy: &str, lines: &[&str]) -> Ran {
    let folder = common::scratch(&format!("policy-bad-{name}"));
    common::write(&folder, "deploy.toml", GAP);
    common::write(&folder, "compliance.toml", policy);
    let ran = check(&folder, &[]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    for line in lines {
        assert!(ran.out.contains(line), "{line:?} is not in\n{}", ran.out);
    }
    ran
}

#[test]
fn every_mistake_of_a_policy_is_told_in_one_run_at_its_place() {
    let policy = "\
fail_on = \"error\"
format = \"hmuan\"
catalogs = [\"missing\", 7]
rules = [\"compliance.toml\"]
packs = [\"us-helthcare\"]
evidence-age = \"18 monts\"
[severity]
\"coverage/[\" = \"off\"
\"coverage/lapsed\" = \"eror\"
[profiles]
\"Our Base\" = [\"soc-2\"]
none = []
base = [\"soc-2\", \"fedrmp@high\", \"profile:bas\", { standard = \"iso-27001\", asurance = \"any\" }]
[waivers]
never = [\"a\", \"a\"]
longest = 180
approved-by = []
aproved-by = [\"*\"]
";
    let lines = [
        "compliance.toml:1:1: error[unknown-key] `fail_on` is not known here (did you mean `fail-on`?)",
        "compliance.toml:2:10: error[unknown-format] no format is called `hmuan` (did you mean `human`?)",
        "compliance.toml:3:13: error[missing] `missing` is not there",
        "compliance.toml:3:24: error[wrong-type]",
        "compliance.toml:4:10: error[missing] `compliance.toml` is no folder",
        "compliance.toml:5:10: error[unknown-pack] no pack is called `us-helthcare` (did you mean `us-healthcare`?)",
        "compliance.toml:6:16: error[bad-duration] `18 monts` is no length of time",
        "compliance.toml:8:1: error[bad-pattern]",
        "compliance.toml:9:21: error[unknown-word] `eror` is no severity (did you mean `error`?)",
        "compliance.toml:11:1: error[bad-id] `Our Base` is no name for a profile",
        "compliance.toml:12:8: error[empty] this profile requires nothing",
        "compliance.toml:13:18: error[unknown-standard]",
        "compliance.toml:13:33: error[unknown-profile] no profile `bas` is known (did you mean `profile:base`?)",
        "compliance.toml:13:74: error[unknown-key] `asurance` is not known here (did you mean `assurance`?)",
        "compliance.toml:15:15: error[twice]",
        "compliance.toml:16:11: error[wrong-type]",
        "compliance.toml:17:15: error[empty] an empty list would let nobody approve a waiver",
        "compliance.toml:18:1: error[unknown-key] `aproved-by` is not known here (did you mean `approved-by`?)",
    ];
    let ran = refused("all", policy, &lines);
    assert_eq!(ran.out.lines().filter(|line| line.contains(": error[")).count(), lines.len(), "{}", ran.out);
    assert!(!ran.out.contains("coverage/level-too-low"), "a broken policy stops the check: {}", ran.out);
    refused("syntax", "fail-on = \n", &["compliance.toml:1:11: error[syntax] this is not TOML"]);
    refused("huge", &"#".repeat((1 << 20) + 1), &["compliance.toml:1:1: error[too-large]"]);
}

#[test]
fn profiles_in_a_circle_are_told_once_where_the_circle_closes() {
    let policy = "[profiles]\nouter = [\"profile:a\"]\na = [\"soc-2\", \"profile:b\"]\nb = [\"profile:a\"]\n\
        self = [\"profile:self\"]\nsound = [\"soc-2\"]\n";
    let lines = [
        "compliance.toml:4:6: error[circle] profiles contain each other in a circle: `a` contains `b` contains `a`",
        "compliance.toml:5:9: error[circle] profiles contain each other in a circle: `self` contains `self`",
    ];
    let ran = refused("circle", policy, &lines);
    assert_eq!(ran.out.matches("error[").count(), 2, "{}", ran.out);
}

#[test]
fn a_chain_of_profiles_without_end_breaks_nothing() {
    let mut policy = String::from("[profiles]\np0 = [\"soc-2\"]\n");
    for number in 1..20_000 {
        policy.push_str(&format!("p{number} = [\"profile:p{}\"]\n", number - 1));
    }
    let folder = common::scratch("policy-chain");
    common::write(&folder, "deploy.toml", BASE.replace("base", "p19999"));
    common::write(&folder, "compliance.toml", &policy);
    let report = json(&folder, &[]);
    assert_eq!(report["files"][0]["requirements"][0]["standard"], "soc-2");
    common::write(&folder, "compliance.toml", policy.replace("p0 = [\"soc-2\"]", "p0 = [\"profile:p19999\"]"));
    let ran = check(&folder, &[]);
    assert!(ran.status == Some(2) && ran.out.contains("error[circle]"), "{}", ran.out.len());
}

#[test]
fn a_profile_stands_for_its_standards_and_both_places_are_shown() {
    let folder = common::scratch("policy-profile");
    common::write(&folder, "deploy.toml", BASE);
    let policy = "[profiles]\ninner = [{ standard = \"dod-srg@il4\", assurance = \"third-party\" }]\n\
        base = { title = \"For all\", requires = [\"soc-2\", \"profile:inner\", \"soc-2\"] }\n";
    common::write(&folder, "compliance.toml", policy);
    let report = json(&folder, &[]);
    let requirements = report["files"][0]["requirements"].as_array().expect("a list");
    let told: Vec<_> = requirements.iter().map(|one| (&one["standard"], &one["assurance"], &one["origin"])).collect();
    let origin = serde_json::json!({ "kind": "service", "line": 4, "column": 13, "profile": "base" });
    assert_eq!(
        told,
        [(&"soc-2".into(), &Value::Null, &origin), (&"dod-srg".into(), &"third-party".into(), &origin)],
        "each standard once"
    );
    let findings = report["files"][0]["findings"].as_array().expect("a list");
    let gap = findings.iter().find(|one| one["rule"] == "coverage/level-too-low").expect("il2 is held");
    assert_eq!((&gap["line"], &gap["column"]), (&4.into(), &13.into()));
    let text = "asked for by the profile `inner`, which `base` contains";
    let expected = serde_json::json!([{ "path": "compliance.toml", "line": 2, "column": 10, "message": text }]);
    assert_eq!(gap["elsewhere"], expected);
    let page = common::run_in(&folder, &["--as-of", "2021-08-03"], "").out;
    assert!(page.contains("─[deploy.toml:4:13]") && page.contains("─[compliance.toml:2:10]"), "{page}");
    let explained = ["explain", "deploy.toml", "azure-bot-service", "dod-srg@il4", "--as-of", "2021-08-03"];
    assert_eq!(common::run_in(&folder, &explained, "").status, Some(0));
}

#[test]
fn an_unknown_profile_is_a_problem_with_the_nearest_name() {
    let folder = common::scratch("policy-profile-unknown");
    common::write(&folder, "deploy.toml", BASE.replace("base", "bsae"));
    let ran = check(&folder, &[]);
    let line = "deploy.toml:4:13: error[unknown-profile] no profile `bsae` is known (name the standards themselves";
    assert!(ran.status == Some(2) && ran.out.contains(line), "{}", ran.out);
    common::write(&folder, "compliance.toml", "[profiles]\nbase = [\"soc-2\"]\n");
    let ran = check(&folder, &[]);
    let line = "deploy.toml:4:13: error[unknown-profile] no profile `bsae` is known (did you mean `profile:base`?)";
    assert!(ran.status == Some(2) && ran.out.contains(line), "{}", ran.out);
}

#[test]
fn the_nearest_policy_above_each_manifest_is_its_own() {
    let folder = common::scratch("policy-nearest");
    common::write(&folder, "compliance.toml", "[profiles]\nbase = [\"soc-2\"]\n");
    common::write(&folder, "a/b/deploy.toml", BASE);
    common::write(&folder, "own/compliance.toml", "[profiles]\nbase = [\"dod-srg@il4\"]\n");
    common::write(&folder, "own/deep/deploy.toml", BASE);
    let ran = check(&folder, &["."]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(ran.out.starts_with("own/deep/deploy.toml:4:13: error[coverage/level-too-low]"), "{}", ran.out);
    assert!(ran.out.ends_with("(see own/compliance.toml:2:9)\n"), "{}", ran.out);
    // From a folder below, and by other ways to the same file.
    let deep = folder.join("own/deep");
    assert!(check(&deep, &[]).out.ends_with("(see ../compliance.toml:2:9)\n"));
    assert!(check(&deep, &["../../own/deep/deploy.toml"]).out.ends_with("(see ../compliance.toml:2:9)\n"));
    let ran = common::run_in(&deep, &["--as-of", "2021-08-03", "--format", "short", "-"], BASE);
    assert!(ran.out.starts_with("-:4:13: ") && ran.out.ends_with("(see ../compliance.toml:2:9)\n"), "{}", ran.out);
    let absolute = deep.join("deploy.toml").display().to_string();
    let found = folder.join("own/compliance.toml").canonicalize().expect("it is there");
    let ran = check(&folder.join("a"), &[&absolute]);
    assert!(ran.out.ends_with(&format!("(see {}:2:9)\n", found.display())), "{}", ran.out);
}

#[test]
fn a_policy_can_be_named_or_left_aside() {
    let folder = common::scratch("policy-named");
    common::write(&folder, "deploy.toml", BASE);
    common::write(&folder, "compliance.toml", "[profiles]\nbase = [\"dod-srg@il4\"]\n");
    common::write(&folder, "else/where.toml", "[profiles]\nbase = [\"soc-2\"]\n");
    assert_eq!(check(&folder, &[]).status, Some(1));
    assert_eq!(check(&folder, &["--policy", "else/where.toml"]).status, Some(0));
    let ran = check(&folder, &["--no-policy"]);
    assert!(ran.status == Some(2) && ran.out.contains("error[unknown-profile]"), "{}", ran.out);
    let ran = check(&folder, &["--policy", "none.toml"]);
    assert!(ran.status == Some(2) && ran.out.contains("none.toml:1:1: error[missing]"), "{}", ran.out);
    assert_eq!(check(&folder, &["--no-policy", "--policy", "none.toml"]).status, Some(2), "one excludes the other");
}

#[test]
fn what_bears_the_name_of_a_policy_and_cannot_be_read_is_not_passed_over() {
    let folder = common::scratch("policy-unreadable");
    common::write(&folder, "compliance.toml", "");
    common::write(&folder, "a/deploy.toml", STALE);
    common::write(&folder, "a/compliance.toml/file", "");
    let ran = check(&folder, &["."]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.out.contains("a/compliance.toml:1:1: error[unreadable] this is a folder"), "{}", ran.out);
}

#[test]
fn a_broken_policy_does_not_hide_what_is_found_under_another_one() {
    let folder = common::scratch("policy-two");
    common::write(&folder, "a/compliance.toml", "fail-on = 7\n");
    common::write(&folder, "a/deploy.toml", GAP);
    common::write(&folder, "b/deploy.toml", GAP);
    let ran = check(&folder, &["."]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.out.contains("a/compliance.toml:1:11: error[wrong-type]"), "{}", ran.out);
    assert!(ran.out.contains("b/deploy.toml:4:13: error[coverage/level-too-low]"), "{}", ran.out);
    assert!(!ran.out.contains("a/deploy.toml:4"), "{}", ran.out);
}

#[test]
fn a_policy_adds_a_catalogue_and_rules_from_its_own_folder() {
    let folder = common::scratch("policy-folders");
    let evidence = "id: list\ntitle: A list\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2021-01-01\n\
         as-of-basis: printed\nfound-at: nowhere\nclaims:\n  - { in-scope: microsoft-datacenter, at: row 1, standards: [soc-2] }\n";
    let rule = "id: team/no-datacenter\ntitle: avoided\nseverity: error\nsubject: service\n\
         match: { service.id: 'microsoft-d*' }\nsays: '{service.name} is avoided'\nwhy: It is.\nfix: Avoid it.\n";
    common::write(&folder, "org/more/evidence/list.yaml", evidence);
    common::write(&folder, "org/rules/team/no-datacenter.yaml", rule);
    common::write(&folder, "org/compliance.toml", "catalogs = [\"more\"]\nrules = [\"rules\"]\n");
    common::write(&folder, "org/team/deploy.toml", STALE.replace("azure-bot-service", "microsoft-datacenter"));
    for (from, path) in [("", "org/team"), ("org", "."), ("org/team", ".")] {
        let ran = check(&folder.join(from), &[path]);
        assert_eq!((ran.status, ran.out.lines().count()), (Some(1), 1), "{ran:?}");
        assert!(ran.out.contains("error[team/no-datacenter]"), "{}", ran.out);
    }
    let ran = check(&folder, &["--catalog", "org/more", "--rules", "./org/rules", "org/team"]);
    assert_eq!((ran.status, ran.out.lines().count()), (Some(1), 1), "a folder that both name counts once: {ran:?}");
}

#[test]
fn a_policy_says_how_grave_findings_are_and_which_of_them_fail() {
    let folder = common::scratch("policy-severity");
    common::write(&folder, "deploy.toml", GAP);
    let check = |policy: &str, arguments: &[&str]| {
        common::write(&folder, "compliance.toml", policy);
        let ran = check(&folder, arguments);
        (ran.status, ran.out.split(' ').nth(1).unwrap_or_default().to_owned())
    };
    let told = |status, word: &str| (Some(status), word.to_owned());
    assert_eq!(check("", &[]), told(1, "error[coverage/level-too-low]"));
    let warning = "[severity]\n\"coverage/*\" = \"error\"\n\"coverage/level-too-low\" = \"warning\"\n";
    assert_eq!(check(warning, &[]), told(0, "warning[coverage/level-too-low]"));
    let strict = format!("fail-on = \"warning\"\n{warning}");
    assert_eq!(check(&strict, &[]), told(1, "warning[coverage/level-too-low]"));
    // Who runs the check has the last word on what fails it, and on nothing else.
    assert_eq!(check(&strict, &["--fail-on", "error"]), told(0, "warning[coverage/level-too-low]"));
    assert_eq!(check("fail-on = \"never\"", &[]), told(0, "error[coverage/level-too-low]"));
    assert_eq!(check("fail-on = \"never\"", &["--fail-on", "advice"]), told(1, "error[coverage/level-too-low]"));
    assert_eq!(check("[severity]\n\"coverage/*\" = \"off\"\n", &[]), told(0, ""));
}

#[test]
fn each_manifest_fails_by_its_own_policy() {
    let folder = common::scratch("policy-fail-on");
    common::write(&folder, "lenient/compliance.toml", "fail-on = \"never\"\n");
    common::write(&folder, "lenient/deploy.toml", GAP);
    common::write(&folder, "strict/compliance.toml", "fail-on = \"warning\"\n");
    common::write(&folder, "strict/deploy.toml", STALE);
    let check = |day: &str| common::run_in(&folder, &["--as-of", day, "."], "").status;
    assert_eq!(check("2021-08-03"), Some(0));
    assert_eq!(check("2026-11-22"), Some(1), "the evidence is stale by then, which is a warning");
}

#[test]
fn the_age_that_evidence_may_have_is_shown_where_the_policy_sets_it() {
    let folder = common::scratch("policy-age");
    common::write(&folder, "deploy.toml", STALE);
    let check = |policy: &str, day: &str| {
        common::write(&folder, "compliance.toml", policy);
        common::run_in(&folder, &["--as-of", day, "--format", "short"], "").out
    };
    // The page was last found on 2024-08-01.
    let set = "evidence-age = \"6 months\"\n";
    assert_eq!(check(set, "2025-02-01"), "");
    let stale = check(set, "2025-02-02");
    assert!(stale.contains("warning[evidence/stale]") && stale.ends_with("(see compliance.toml:1:16)\n"), "{stale}");
    assert_eq!(check("", "2025-02-02"), "");
    assert_eq!(check("evidence-age = \"20 years\"", "2026-11-22"), "");
}

#[test]
fn a_policy_says_how_a_report_is_shown_unless_the_user_does() {
    let folder = common::scratch("policy-format");
    common::write(&folder, "a/deploy.toml", GAP);
    common::write(&folder, "b/deploy.toml", GAP);
    common::write(&folder, "a/compliance.toml", "format = \"json\"\n");
    let run = |arguments: &[&str]| common::run_in(&folder, &[&["--as-of", "2021-08-03"], arguments].concat(), "").out;
    assert!(run(&["a"]).starts_with("{\n"));
    assert!(run(&["--format", "short", "a"]).starts_with("a/deploy.toml:4:13: "));
    assert!(run(&["b"]).starts_with("error[coverage/level-too-low]"));
    let both = run(&["a", "b"]);
    assert!(both.starts_with("error[coverage/level-too-low]"), "{both}");
    assert!(both.contains("note: a/compliance.toml:1:10: the format is not used"), "{both}");
    common::write(&folder, "b/compliance.toml", "format = \"json\"\n");
    assert!(run(&["a", "b"]).starts_with("{\n"));
}

/// Checks a gap with a waiver under a policy: the rules that are broken, whether the gap is excused, and the places in
/// the policy that are shown.
fn waived(policy: &str, waiver: &str) -> (Vec<String>, bool, Vec<String>) {
    let folder = common::scratch(&format!("policy-waiver-{}-{}", policy.len(), waiver.len()));
    common::write(&folder, "compliance.toml", policy);
    let reason = "reason = \"Under way\"\n";
    common::write(&folder, "deploy.toml", format!("{GAP}[[waivers]]\n{waiver}\n{reason}"));
    let report = json(&folder, &[]);
    let findings = report["files"][0]["findings"].as_array().expect("a list").clone();
    let (waivers, gaps): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|one| one["rule"].as_str().is_some_and(|rule| rule.starts_with("waiver/")));
    let shown = waivers.iter().flat_map(|one| one["elsewhere"].as_array().cloned().unwrap_or_default());
    let shown =
        shown.map(|place| format!("{}:{}:{}", place["path"].as_str().unwrap_or(""), place["line"], place["column"]));
    let shown: Vec<_> = shown.collect();
    let gap = gaps.iter().find(|one| one["rule"] == "coverage/level-too-low").expect("il2 is held");
    (
        waivers.iter().map(|one| one["rule"].as_str().unwrap_or_default().to_owned()).collect(),
        !gap["waived"].is_null(),
        shown,
    )
}

#[test]
fn a_waiver_that_breaks_the_policy_excuses_nothing_and_both_places_are_shown() {
    let broken = |rules: &[&str], places: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        (owned(rules), false, owned(places))
    };
    let fine = (Vec::new(), true, Vec::new());
    let waiver = |rule: &str, until: &str| format!("rule = {rule:?}\nuntil = {until}");
    let level = waiver("coverage/level-too-low", "2021-12-31");
    assert_eq!(waived("", &level), fine);
    // What nobody can waive, by its id and by a pattern that takes it in.
    let never = "[waivers]\nnever = [\"obligation/*\", \"coverage/excluded\"]\n";
    assert_eq!(waived(never, &level), fine);
    assert_eq!(
        waived(never, &waiver("coverage/*", "2021-12-31")),
        broken(&["waiver/forbidden"], &["compliance.toml:2:26"])
    );
    let all = waived(never, &waiver("*", "2021-12-31"));
    assert_eq!(all, broken(&["waiver/forbidden"], &["compliance.toml:2:26", "compliance.toml:2:10"]));
    // The longest term, from the day of the check on.
    let longest = "[waivers]\nlongest = \"30 days\"\n";
    let day = |until: &str| waived(longest, &waiver("coverage/level-too-low", until));
    assert_eq!(day("2021-09-03"), broken(&["waiver/too-long"], &["compliance.toml:2:11"]));
    assert_eq!(day("2021-09-02"), (vec!["waiver/ending-soon".to_owned()], true, Vec::new()));
    // Who may approve.
    let approved = "[waivers]\napproved-by = [\"*@security.example\", \"ciso\"]\n";
    let by = |name: &str| waived(approved, &format!("{level}\napproved-by = {name:?}"));
    assert_eq!(by("ann@security.example"), fine);
    assert_eq!(by("ciso"), fine);
    assert_eq!(by("ciso@team.example"), broken(&["waiver/unapproved"], &["compliance.toml:2:15"]));
    assert_eq!(waived(approved, &level), broken(&["waiver/unapproved"], &["compliance.toml:2:15"]));
    // All of it at once.
    let policy = "[waivers]\nnever = [\"*\"]\nlongest = \"1 day\"\napproved-by = [\"nobody\"]\n";
    let (rules, excused, places) = waived(policy, &level);
    assert_eq!((rules.len(), excused, places.len()), (3, false, 3), "{rules:?} {places:?}");
}

/// A manifest whose data a pack asks an agreement for, with a waiver of whatever says that it is missing.
const EXCUSED: &str = "[[services]]\nname = \"intake\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
    data = [\"phi\"]\n[[waivers]]\nrule = \"obligation/*\"\nuntil = 2022-12-31\nreason = \"Later\"\n";

#[test]
fn what_a_rule_asks_that_nobody_can_waive_is_not_waived_by_the_rule_that_reports_it() {
    let folder = common::scratch("policy-never-asked");
    common::write(&folder, "deploy.toml", EXCUSED);
    let run = |policy: &str| {
        common::write(&folder, "compliance.toml", format!("packs = [\"us-healthcare\"]\n{policy}"));
        check(&folder, &[])
    };
    assert_eq!(run("").status, Some(0));
    let ran = run("[waivers]\nnever = [\"us-healthcare/*\"]\n");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.out.contains("error[obligation/agreement-missing] intake: hipaa-baa: "), "{}", ran.out);
    assert!(ran.out.contains("(see compliance.toml:3:10)"), "{}", ran.out);
    let human = common::run_in(&folder, &["--as-of", "2021-08-03"], "").out;
    assert!(human.contains("nobody can waive what us-healthcare/phi-without-baa\n"), "{human}");
    // The waiver has a word of its own, where it stands.
    let vain = "deploy.toml:7:8: error[waiver/in-vain] The waiver for obligation/* excuses nothing that is asked for by \
        us-healthcare/phi-without-baa, which the policy lets nobody waive (see compliance.toml:3:10)\n";
    assert!(ran.out.contains(vain), "{}", ran.out);
    for format in ["json", "sarif", "gitlab", "junit", "github", "markdown", "html", "ndjson"] {
        let out = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", format], "").out;
        assert!(out.contains("waiver/in-vain"), "{format}: {out}");
    }
    let explained =
        common::run_in(&folder, &["explain", "deploy.toml", "intake", "hipaa-baa", "--as-of", "2021-08-03"], "");
    let told: Vec<_> = explained.out.split_whitespace().collect();
    let void = "excuses nothing here, since nobody can waive what us-healthcare/phi-without-baa asks for: Later";
    assert!(told.join(" ").contains(void), "{}", explained.out);
    // It says so, and nothing less.
    let ran = run("[waivers]\nnever = [\"us-defence/*\", \"coverage/*\"]\n");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(!ran.out.contains("waiver/in-vain"), "{}", ran.out);
    // One that is over has that said of it, and would excuse nothing anyway.
    common::write(&folder, "deploy.toml", EXCUSED.replace("2022-12-31", "2021-01-31"));
    let ran = run("[waivers]\nnever = [\"us-healthcare/*\"]\n");
    assert!(ran.out.contains("waiver/expired") && !ran.out.contains("waiver/in-vain"), "{}", ran.out);
}

#[test]
fn a_severity_for_a_rule_that_finds_nothing_itself_is_said_to_change_nothing() {
    let folder = common::scratch("policy-severity-asking");
    common::write(&folder, "deploy.toml", EXCUSED);
    let run = |entry: &str| {
        let policy = format!("packs = [\"us-healthcare\"]\n[severity]\n{entry}\n");
        common::write(&folder, "compliance.toml", policy);
        check(&folder, &[]).out.replace("\n    ", " ")
    };
    let out = run("\"us-healthcare/phi-without-baa\" = \"warning\"");
    assert!(
        out.contains("compliance.toml:3:35: note: `us-healthcare/phi-without-baa` only asks for something"),
        "{out}"
    );
    for said in ["\"us-healthcare/phi-without-baa\" = \"off\"", "\"*\" = \"warning\""] {
        assert!(!run(said).contains("only asks"), "{said}");
    }
}

#[test]
fn no_policy_of_the_manifests_own_making_weakens_the_one_above() {
    let folder = common::scratch("policy-weaken");
    common::write(&folder, "compliance.toml", "fail-on = \"warning\"\n");
    for line in ["fail-on = \"never\"\n", "[severity]\n\"*\" = \"off\"\n", "[profiles]\nbase = [\"soc-2\"]\n"] {
        common::write(&folder, "deploy.toml", format!("{line}{GAP}"));
        let ran = check(&folder, &[]);
        assert!(ran.status == Some(2) && ran.out.contains("error[unknown-key]"), "{}", ran.out);
    }
}

#[test]
fn the_effective_policy_is_shown_with_where_each_value_comes_from() {
    let folder = common::scratch("policy-show");
    let policy = "fail-on = \"warning\"\ncatalogs = [\"more\"]\n[severity]\n\"evidence/*\" = \"advice\"\n\
        \"evidence/contested\" = \"off\"\n\"evidnce/stale\" = \"off\"\n[profiles]\n\
        base = [\"SOC 2\", { standard = \"iso-27001\", assurance = \"third-party\" }]\n[waivers]\nlongest = \"1 year\"\n";
    common::write(&folder, "compliance.toml", policy);
    common::write(&folder, "more/evidence/nothing.txt", "");
    common::write(&folder, "team/deploy.toml", BASE);
    let rule = "id: team/here\ntitle: t\nseverity: advice\nsubject: service\nmatch: {}\nsays: s\nwhy: w\nfix: f\n";
    common::write(&folder, "team/here.yaml", rule);
    let ran = common::run_in(&folder.join("team"), &["policy", "show", "--rules", "."], "");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let expected = "\
policy: ../compliance.toml

key                          value                   from
fail-on                      warning                 ../compliance.toml:1
format                       human                   default
catalogs                     built in                default
                             more                    ../compliance.toml:2
rules                        built in                default
                             .                       --rules
packs                        none                    default
evidence-age                 24 months               rules/evidence/stale.yaml:8
severity.evidence/*          advice                  ../compliance.toml:4         1 rule
severity.evidence/contested  off                     ../compliance.toml:5         1 rule
severity.evidnce/stale       off                     ../compliance.toml:6         0 rules
profiles.base                soc-2                   ../compliance.toml:8
                             iso-27001, third-party  ../compliance.toml:8
waivers.never                none                    default
waivers.longest              1 year                  ../compliance.toml:10
waivers.approved-by          none                    default

note: ../compliance.toml:6:1: no rule has an id that `evidnce/stale` matches;
    did you mean `evidence/stale`?
";
    // Those of packs come last, as wide as their names are.
    let lines = |text: &str| {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut lines: Vec<_> = text.lines().map(words).collect();
        lines.retain(|line| !line.contains(" rules/packs/"));
        lines
    };
    assert_eq!(lines(&ran.out), lines(expected));
    // By a manifest of another folder, under what the command line says, for programs.
    let arguments = ["policy", "show", "team/deploy.toml", "--format", "json", "--fail-on", "never"];
    let ran = common::run_in(&folder, &arguments, "");
    let shown: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    common::keeps_to_schema("effective-policy", &shown);
    assert_eq!((&shown["policy"], &shown["settings"][0]["flag"]), (&"compliance.toml".into(), &"--fail-on".into()));
    let ran = common::run_in(&folder, &["policy", "show", "--policy", "nosuch.toml"], "");
    assert!(ran.status == Some(2) && ran.out.is_empty() && ran.err.contains("there is no such file"), "{ran:?}");
    // Without a policy all is as it is; a broken one is told; a manifest that isn't there is no answer.
    let ran = common::run_in(&folder, &["policy", "show", "--no-policy"], "");
    assert!(ran.status == Some(0) && ran.out.starts_with("no policy\n\nkey"), "{}", ran.out);
    assert_eq!(common::run_in(&folder, &["policy", "show", "none.toml"], "").status, Some(2));
    common::write(&folder, "compliance.toml", "fail_on = 1\n");
    for format in ["human", "json"] {
        let ran = common::run_in(&folder, &["policy", "show", "--format", format], "");
        // Errors are no answer, but a program reads them where it reads the answer.
        let json = format == "json";
        let (told, other) = if json { (&ran.out, &ran.err) } else { (&ran.err, &ran.out) };
        assert!(ran.status == Some(2) && told.contains("unknown-key"), "{ran:?}");
        assert_eq!(other, if json { common::ELSEWHERE } else { "" }, "{ran:?}");
        if format == "json" {
            let shown: Value = serde_json::from_str(&ran.out).expect("it is JSON");
            common::keeps_to_schema("effective-policy", &shown);
            let problem = &shown["files"][0]["problems"][0];
            assert_eq!((&shown["policy"], &problem["line"]), (&"compliance.toml".into(), &1.into()));
        }
    }
}

#[test]
fn patterns_that_meet_nothing_are_said_and_fail_nothing() {
    let folder = common::scratch("policy-nothing");
    let policy = "[severity]\n\"coverage/levle-too-low\" = \"off\"\n\"nothing/*\" = \"off\"\n[waivers]\n\
        never = [\"obligation/*\", \"obligaton/agreement-missing\"]\n";
    common::write(&folder, "compliance.toml", policy);
    let waiver = "[[waivers]]\nrule = \"coverage/level-too-low\"\nservice = \"azure-bot-servce\"\nstandard = \"dod-srg@il5\"\n\
        cloud = \"azure-gov*\"\nregion = \"*\"\nuntil = 2021-12-31\nreason = \"Under way\"\n";
    let fine = "[[waivers]]\nrule = \"coverage/level-*\"\nservice = \"azure-*\"\nstandard = \"dod-srg@*\"\n\
        cloud = \"azure-public\"\nuntil = 2021-12-31\nreason = \"Under way\"\n";
    common::write(&folder, "deploy.toml", format!("{GAP}{waiver}{fine}"));
    let ran = check(&folder, &[]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let notes: Vec<_> = ran.out.lines().filter(|line| line.contains(": note: ")).collect();
    let expected = [
        "compliance.toml:2:1: note: no rule has an id that `coverage/levle-too-low` matches; \
         did you mean `coverage/level-too-low`?",
        "compliance.toml:3:1: note: no rule has an id that `nothing/*` matches",
        "compliance.toml:5:26: note: no rule has an id that `obligaton/agreement-missing` matches; \
         did you mean `obligation/agreement-missing`?",
        "deploy.toml:7:11: note: no sound service of this file has a name that `azure-bot-servce` matches; \
         did you mean `azure-bot-service`?",
        "deploy.toml:8:12: note: nothing is required in this file that `dod-srg@il5` matches; \
         did you mean `dod-srg@il4`?",
        "deploy.toml:9:9: note: no sound service of this file is in a cloud that `azure-gov*` matches",
        "deploy.toml:10:10: note: no sound service of this file is in a region that `*` matches",
    ];
    assert_eq!(notes, expected);
    assert!(ran.out.contains("deploy.toml:4:13: waived[coverage/level-too-low] azure-bot-service: dod-srg@il4: "));
    let report = json(&folder, &[]);
    assert_eq!(report["notices"].as_array().map(Vec::len), Some(expected.len()));
    assert_eq!(
        (&report["files"][0]["policy"], &report["files"][0]["fail_on"]),
        (&"compliance.toml".into(), &"error".into())
    );
    let quiet = check(&folder, &["--quiet"]);
    assert_eq!(quiet.out, "", "{}", quiet.out);
}

#[test]
fn manifests_that_a_broken_policy_keeps_from_being_checked_are_named() {
    let folder = common::scratch("policy-unchecked");
    common::write(&folder, "compliance.toml", "fail-on = 7\n");
    for name in ["a", "b", "c", "d", "e"] {
        common::write(&folder, &format!("{name}/deploy.toml"), GAP);
    }
    let ran = check(&folder, &["."]);
    let note = "compliance.toml:1:11: note: with this unsolved, nothing was checked of a/deploy.toml, b/deploy.toml, \
                c/deploy.toml, 2 more\n";
    assert!(ran.status == Some(2) && ran.out.ends_with(note), "{}", ran.out);
}

#[test]
fn the_summary_counts_what_took_part() {
    let folder = common::scratch("policy-counts");
    common::write(&folder, "deploy.toml", STALE);
    let summary = |policy: &str| {
        common::write(&folder, "compliance.toml", policy);
        json(&folder, &[])["summary"].clone()
    };
    let plain = summary("");
    assert_eq!((&plain["services"], &plain["requirements"], &plain["documents"]), (&1.into(), &1.into(), &1.into()));
    let rules = |summary: &Value| summary["rules"].as_u64().expect("a number");
    // There is no waiver, so the rules on waivers are held against nothing.
    let shipped = common::shipped_rules();
    let held = shipped.rules.iter().filter(|rule| !rule.id.starts_with("waiver/"));
    assert_eq!(rules(&plain), held.count() as u64);
    assert_eq!(rules(&summary("[severity]\n\"evidence/*\" = \"off\"\n")), rules(&plain) - 2);
}

/// Whether the schema takes a policy, and whether the loader does.
fn taken(text: &str) -> (bool, bool) {
    let schema =
        std::fs::read_to_string(common::root().join("schema/policy.schema.json")).expect("the schema is there");
    let schema = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let value: toml::Value = toml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let value = serde_json::to_value(value).expect("TOML without dates is JSON");
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    let known = load::Known { formats: &formats, packs: &compliance_check::run::pack_names() };
    let (_, problems) = load::read(&Source::new("compliance.toml", text), &known);
    (validator.is_valid(&value), problems.is_empty())
}

#[test]
fn the_schema_names_every_format() {
    let schema =
        std::fs::read_to_string(common::root().join("schema/policy.schema.json")).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    let named = &schema["properties"]["format"]["enum"];
    assert_eq!(named, &Value::from(formats), "add the format to schema/policy.schema.json");
}

#[test]
fn the_schema_takes_what_the_loader_takes() {
    let readme = std::fs::read_to_string(common::root().join("README.md")).expect("the README is there");
    let manual = readme.split("```toml\n").skip(1).filter_map(|part| part.split("```").next());
    let policies = manual.filter(|block| !block.contains("[[services]]")).map(str::to_owned);
    let examples = common::files(&common::root().join("examples"), "compliance.toml");
    let examples: Vec<_> = examples.iter().map(|path| common::source(path).text().to_owned()).collect();
    assert!(!examples.is_empty());
    for sound in policies.chain(examples) {
        assert_eq!(taken(&sound), (true, true), "{sound}");
    }
    for (text, sound) in [
        ("", true),
        ("fail-on = \"never\"", true),
        ("fail-on = \"off\"", false),
        ("fail_on = \"never\"", false),
        ("format = \"xml\"", false),
        ("catalogs = \"a\"", false),
        ("catalogs = [\" \"]", false),
        ("rules = [\"a\", \"a\"]", false),
        ("evidence-age = \"1 month\"", true),
        ("evidence-age = \"0 months\"", false),
        ("evidence-age = \"07 months\"", false),
        ("evidence-age = 7", false),
        ("[severity]\n\"a/*\" = \"off\"", true),
        ("[severity]\n\"a/*\" = \"never\"", false),
        ("[profiles]\na = []", false),
        ("[profiles]\nA = [\"soc-2\"]", false),
        ("[profiles]\na = { title = \"A\" }", false),
        ("[profiles]\na = { requires = [\"soc-2\"], tilte = \"A\" }", false),
        ("[waivers]\nlongest = \"1 day\"", true),
        ("[waivers]\napproved-by = []", false),
        ("[waivers]\nnevr = []", false),
    ] {
        assert_eq!(taken(text), (sound, sound), "{text}");
    }
}

#[test]
fn a_waiver_that_excuses_nothing_is_not_ending_soon() {
    let folder = common::scratch("policy-ending");
    let told = |policy: &str, waiver: &str| {
        common::write(&folder, "policy.toml", policy);
        let service =
            "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\nrequires = [\"fedramp@high\"]\n";
        let waiver = format!(
            "[[waivers]]\nrule = \"coverage/level-too-low\"\nuntil = 2021-08-25\nreason = \"Under way\"\n{waiver}"
        );
        common::write(&folder, "deploy.toml", service.to_owned() + &waiver);
        let arguments = ["--as-of", "2021-08-03", "--policy", "policy.toml", "--format", "short"];
        let out = common::run_in(&folder, &arguments, "").out;
        let rules = out.lines().filter_map(|line| line.split(&['[', ']'][..]).nth(1));
        rules.filter(|rule| rule.starts_with("waiver/")).map(str::to_owned).collect::<Vec<_>>()
    };
    let approved = "[waivers]\napproved-by = [\"*@sec.example\"]\n";
    assert_eq!(told(approved, ""), ["waiver/unapproved"]);
    assert_eq!(told(approved, "approved-by = \"ciso@sec.example\"\n"), ["waiver/ending-soon"]);
    let twice = "[[waivers]]\nrule = \"coverage/*\"\nuntil = 2021-08-20\nreason = \"Under way\"\n";
    assert_eq!(
        told("", twice),
        ["waiver/ending-soon"],
        "what the first of two excuses stays excused without the other"
    );
}
