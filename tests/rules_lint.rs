//! `rules lint`: what is wrong with rule files that can be read, and what can't be taken.

use crate::common;

use std::path::Path;

use crate::common::{Ran, keeps_to_schema, run_in, scratch, write};

/// A rule in which nothing is wrong; its examples are never run here.
fn rule(id: &str, matching: &str) -> String {
    format!(
        "id: {id}\ntitle: an example\nseverity: warning\nsubject: service\nmatch: {matching}\nsays: '{{service.name}} is here'\n\
         label: here\nwhy: It is an example.\nfix: Nothing is to be done.\nexamples:\n  - {{ as-of: 2021-08-03, passes: '' }}\n  \
         - {{ as-of: 2021-08-03, fails: '' }}\n"
    )
}

fn lint(folder: &Path, options: &[&str]) -> Ran {
    run_in(folder, &[&["rules", "lint"], options].concat(), "")
}

/// What is said of the file `team/flaw.yaml` with this text, beside a sound rule, as `line:column: severity[code] message`.
fn told(name: &str, text: &str) -> Vec<String> {
    let folder = scratch(name);
    write(&folder, "team/sound.yaml", rule("team/sound", "{ service.tags: sound=1 }"));
    write(&folder, "team/flaw.yaml", text);
    let ran = lint(&folder, &["team", "--format", "short"]);
    let lines = ran.out.lines().map(|line| line.strip_prefix("team/flaw.yaml:").unwrap_or(line).to_owned());
    lines.collect()
}

#[test]
fn nothing_is_wrong_with_a_shipped_rule() {
    for paths in [&["rules"][..], &["examples/organisation/rules"], &[]] {
        let ran = lint(common::root(), &[paths, &["--fail-on", "advice", "--format", "short"]].concat());
        assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""), "{paths:?}: {ran:?}");
    }
    let sum = lint(common::root(), &["rules/coverage", "--no-policy"]);
    assert!(sum.out.ends_with(" files: nothing found\n"), "{}", sum.out);
}

#[test]
fn each_flaw_is_told_at_its_place() {
    let sound = rule("team/flaw", "{ service.tags: x=1 }");
    assert_eq!(told("rules-lint-told", &sound), Vec::<String>::new());
    let changed = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        sound.replace(from, to)
    };
    for (text, expected) in [
        (changed("fails: ''", "passes: ''"), "1:5: error[untested] no example of team/flaw shows that it speaks where"),
        (changed("passes: ''", "fails: ''"), "1:5: error[untested] no example of team/flaw shows that it is silent"),
        (changed("team/flaw", "team/other"), "1:5: warning[misplaced] team/other lies in a file that is called `flaw`"),
        (
            changed("team/flaw", "tema/flaw"),
            "1:5: warning[misplaced] tema/flaw lies among the rules of the group `team`",
        ),
        (changed("x=1", "sound=1"), ""),
        (changed("an example\n", "an example.\n"), "2:8: warning[full-stop] `title` ends in a full stop"),
        (changed("is here'", "is here.'"), "6:7: warning[full-stop] `says` ends in a full stop"),
        (changed("label: here", "label: here."), "7:8: warning[full-stop] `label` ends in a full stop"),
        (changed("is here'", "is {count}'"), "6:7: warning[counts-one] a finding of this rule is about one subject"),
        (changed("an example.", "an example"), "8:6: warning[no-sentence] `why` is no whole sentence"),
        (changed("Nothing is", "nothing is"), "9:6: warning[no-sentence] `fix` begins with a small letter"),
    ] {
        let found = told("rules-lint-told", &text);
        match expected {
            // Of two that say the same, the later one is told.
            "" => assert!(
                matches!(found.as_slice(), [one] if one.starts_with(
                    "team/sound.yaml:5:8: warning[shadowed] team/sound is shadowed: team/flaw speaks of exactly the same"
                )),
                "{found:#?}"
            ),
            expected => {
                assert!(matches!(found.as_slice(), [one] if one.starts_with(expected)), "{expected}: {found:#?}")
            }
        }
    }
}

#[test]
fn a_rule_that_can_never_speak_is_told_and_one_that_can_is_not() {
    let speaks = |matching: &str| {
        let found = told("rules-lint-never", &rule("team/flaw", matching));
        assert!(
            found.iter().all(|one| one.starts_with("5:8: error[never-speaks] team/flaw can never speak: ")),
            "{found:?}"
        );
        found
            .first()
            .map(|one| one.split_once("never speak: ").map_or("", |(_, why)| why).replace("would have to be ", ""))
    };
    for (matching, why) in [
        (
            "{ service.id: [graph, azure], all: [{ service.id: power-bi }] }",
            "`service.id` `azure` or `graph` and `power-bi`",
        ),
        ("{ service.id: 'azure-*', all: [{ service.id: graph }] }", "`service.id` "),
        ("{ service.tags: x=1, not: { service.tags: 'x=*' } }", "`service.tags` `x=1` and not `x=*`"),
        ("{ spread.enough: true, all: [{ spread.enough: false }] }", "`spread.enough` true and false"),
        (
            "{ spread.enough: true, not: { any: [{ spread.enough: true }, { service.id: graph }] } }",
            "`spread.enough` true and",
        ),
        (
            "{ cloud.closed: { within: 1 year }, not: { cloud.closed: { within: 1 year } } }",
            "`cloud.closed` so and not so",
        ),
        ("{ service.regions: { at-least: 3, at-most: 2 } }", "`service.regions` 3 or more and 2 or less"),
        ("{ cloud.closed: { before: 2021-01-02, after: 2021-01-01 } }", "`cloud.closed` before 2021-01-02 and after"),
        ("{ cloud.closed: { within: 30 days, older-than: 1 year } }", "`cloud.closed` in the past and yet to come"),
        (
            "{ any: [{ service.regions: { at-least: 3, at-most: 2 } }, { service.id: azure, not: { service.id: 'a*' } }] }",
            "`service",
        ),
    ] {
        let said = speaks(matching);
        assert!(said.as_ref().is_some_and(|said| said.starts_with(why)), "{matching}: {said:?}");
    }
    for matching in [
        "{ service.id: [graph, azure], all: [{ service.id: azure }] }",
        "{ service.id: 'azure-*', all: [{ service.id: '*-bot-service' }] }",
        "{ service.tags: x=1, all: [{ service.tags: x=2 }] }",
        "{ service.tags: 'x=*', not: { service.tags: x=1 } }",
        "{ service.regions: { at-least: 2, at-most: 2 } }",
        "{ cloud.closed: { before: 2021-01-03, after: 2021-01-01 } }",
        "{ any: [{ spread.enough: true, all: [{ spread.enough: false }] }, { service.id: azure }] }",
        "{ not: { spread.enough: true }, all: [{ spread.enough: false }] }",
    ] {
        assert_eq!(speaks(matching), None, "{matching}");
    }
}

#[test]
fn a_rule_that_asks_for_less_than_another_is_shadowed() {
    let asking = |id: &str, require: &str| {
        let text = rule(id, "{ service.tags: x=1 }");
        let kept = text.lines().filter(|line| !["severity", "says", "label"].iter().any(|key| line.starts_with(key)));
        kept.map(|line| format!("{line}\n")).collect::<String>() + &format!("require: {require}\n")
    };
    for (own, other, is_shadowed) in [
        ("{ standards: [soc-2] }", "{ standards: [soc-2, iso-27001] }", true),
        ("{ standards: [soc-2] }", "{ standards: [{ standard: soc-2, assurance: third-party }] }", true),
        ("{ countries: [US], at-least: { regions: 2 } }", "{ countries: [US], at-least: { regions: 3 } }", true),
        ("{ standards: [soc-2, iso-27001] }", "{ standards: [soc-2] }", false),
        ("{ countries: [US] }", "{ countries: [US, CA] }", false),
        ("{ standards: [soc-2], at-least: { regions: 2 } }", "{ standards: [soc-2] }", false),
    ] {
        let folder = scratch("rules-lint-asks");
        write(&folder, "team/a.yaml", asking("team/a", own));
        write(&folder, "team/b.yaml", asking("team/b", other));
        let ran = lint(&folder, &["team/a.yaml", "--rules", "team", "--format", "short"]);
        let told = ran.out.contains("warning[shadowed] team/a is shadowed: team/b asks for all of this");
        assert_eq!((told, ran.status), (is_shadowed, Some(0)), "{own} {other}: {}", ran.out);
    }
}

#[test]
fn a_rule_that_is_off_shadows_nothing_and_of_a_carried_one_the_own_one_is_told() {
    let folder = scratch("rules-lint-off");
    write(&folder, "team/a.yaml", rule("team/a", "{ service.tags: x=1 }"));
    write(&folder, "team/b.yaml", rule("team/b", "{ service.tags: x=1 }"));
    let waivers = rule("team/late", "{ waiver.expired: true }").replace("subject: service", "subject: waiver");
    write(&folder, "team/late.yaml", waivers.replace("{service.name}", "{waiver.rule}"));
    let told = |policy: &str| {
        write(&folder, "own.toml", policy);
        let ran = lint(&folder, &["--rules", "team", "--policy", "own.toml", "--format", "short"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        let shadowed = ran.out.lines().map(|line| line.split(" is shadowed").next().unwrap_or_default().to_owned());
        shadowed.collect::<Vec<_>>()
    };
    let [b, late] = ["team/b", "team/late"].map(|id| format!("{id}.yaml:5:8: warning[shadowed] {id}"));
    assert_eq!(told(""), [b.clone(), late.clone()]);
    for off in ["team/a", "team/b"] {
        assert_eq!(told(&format!("[severity]\n\"{off}\" = \"off\"\n")), [late.as_str()], "{off}");
    }
    for off in ["waiver/expired", "team/late"] {
        assert_eq!(told(&format!("[severity]\n\"{off}\" = \"off\"\n")), [b.as_str()], "{off}");
    }
    write(&folder, "own.toml", "");
    let ran = lint(&folder, &["--rules", "team", "--policy", "own.toml"]);
    assert!(ran.out.contains("or switch waiver/expired\n"), "{}", ran.out);
}

#[test]
fn what_cannot_be_taken_is_a_problem_and_the_rest_is_looked_at_all_the_same() {
    let folder = scratch("rules-lint-problems");
    write(&folder, "team/faulty.yaml", rule("team/faulty", "{ service.tag: x }").replace("title:", "titel:"));
    write(&folder, "team/untested.yaml", rule("team/untested", "{ service.tags: x }").replace("passes", "fails"));
    write(&folder, "team/pack.yaml", "name: team\nversion: 1.0\ntitle: Team\nfor: The team.\n");
    let ran = lint(&folder, &["team", "--format", "json"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    keeps_to_schema("rules-lint", &document);
    let files = document["files"].as_array().expect("a list");
    let codes = files.iter().flat_map(|file| file["flaws"].as_array().expect("a list"));
    let codes: Vec<_> = codes.map(|flaw| flaw["code"].as_str().expect("text")).collect();
    assert_eq!(codes, ["unknown-key", "unknown-field", "wrong-type", "untested"], "{}", ran.out);
    assert_eq!((&document["summary"]["files"], &document["summary"]["error"]), (&3.into(), &1.into()));
    let alone = lint(&folder, &["team/untested.yaml", "--rules", "team"]);
    assert_eq!(alone.status, Some(1), "what is wrong with files that were not named is not told: {}", alone.out);
    assert!(!alone.out.contains("faulty"), "{}", alone.out);
    let mild = lint(&folder, &["team/untested.yaml", "--fail-on", "never"]);
    assert_eq!(mild.status, Some(0));
    write(&folder, "again/untested.yaml", rule("team/untested", "{ service.tags: y }"));
    let twice = lint(&folder, &["again/untested.yaml", "--rules", "team", "--format", "short"]);
    assert_eq!(twice.status, Some(2));
    assert!(twice.out.contains("error[duplicate-id] a rule `team/untested` stands in"), "{}", twice.out);
    write(&folder, "acme/pack.yaml", "name: acme\nversion: 1.0.0\ntitle: Acme\nfor: Acme.\n");
    write(&folder, "acme/foreign.yaml", rule("other/foreign", "{ service.tags: z }"));
    let foreign = lint(&folder, &["acme", "--format", "short"]);
    assert_eq!(foreign.status, Some(2));
    let expected = "acme/foreign.yaml:1:5: error[bad-id] a rule of the pack `acme` has an id that begins with `acme/`";
    assert!(foreign.out.starts_with(expected), "{}", foreign.out);
    let missing = lint(&folder, &["none.yaml"]);
    assert!(missing.status == Some(2) && missing.out.contains("there is no such file"), "{}", missing.out);
}
