//! `explain` tells the whole reasoning behind every finding of every example, in each of its formats.

use crate::common;

use std::path::{Path, PathBuf};

use crate::common::mermaid;
use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::explain::{self, Explanation, Wanted};
use compliance_check::check::outcome::Finding;
use compliance_check::model::deployment::Deployment;
use compliance_check::model::policy::Policy;
use compliance_check::model::rule::Rules;
use compliance_check::report::explain::{Explained, View};
use compliance_check::report::{CatalogSummary, Style};
use compliance_check::run::carried;
use serde_json::Value;

/// An explanation in each format.
struct Told {
    human: String,
    json: Value,
    mermaid: String,
}

fn told(explanation: Explanation) -> Told {
    let catalog = CatalogSummary { digest: "0123456789abcdef".repeat(4), documents: 1, claims: 1 };
    let explained = Explained { explanation, catalog, problems: 0, repeated: Vec::new() };
    let view = |view| {
        let mut out = Vec::new();
        compliance_check::report::explain::write(&explained, view, &Style::default(), &mut out)
            .expect("a vector takes it");
        String::from_utf8(out).expect("it is text")
    };
    let json = serde_json::from_str(&view(View::Json)).expect("it is JSON");
    Told { human: view(View::Human), json, mermaid: view(View::Mermaid) }
}

/// A manifest with what it is checked by.
struct Case {
    catalog: Catalog,
    rules: Rules,
    policy: Policy,
    deployment: Deployment,
    as_of: jiff::civil::Date,
}

impl Case {
    fn checker(&self) -> Checker<'_> {
        Checker::new(&self.catalog, &self.rules, self.as_of).with_policy(&self.policy)
    }

    #[track_caller]
    fn told(&self, wanted: &Wanted) -> Told {
        let explanation = explain::explain(&self.checker(), &self.deployment, wanted);
        told(explanation.unwrap_or_else(|error| panic!("{wanted:?}: {error}")))
    }

    fn findings(&self) -> Vec<Finding> {
        self.checker().check(&self.deployment).findings
    }
}

fn requirement(service: &str, standard: &str) -> Wanted {
    Wanted::Requirement { service: service.to_owned(), standard: standard.to_owned() }
}

fn examples() -> Vec<PathBuf> {
    common::files(&common::root().join("examples"), "deploy.toml")
}

fn as_of(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("# as of: ")).expect("an example names its day")
}

/// An example with the policy and the rules that lie beside it.
fn example(path: &Path) -> Case {
    let text = common::source(path);
    let catalog = carried();
    let policy = std::fs::read_to_string(path.with_file_name("compliance.toml")).unwrap_or_default();
    let policy = common::policy(&policy, &catalog);
    let folder = path.parent().expect("it lies in a folder");
    let mut profiles = common::pack_profiles(&catalog);
    policy.profiles.iter().for_each(|profile| profiles.add(profile.clone()));
    Case {
        deployment: common::deployment_under(text.text(), &catalog, &profiles),
        rules: common::rules_under(&policy, folder, &catalog),
        as_of: as_of(text.text()).parse().expect("a date"),
        policy,
        catalog,
    }
}

/// The title of every document or publication in a JSON value.
fn titles(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if members.contains_key("found_at") {
                found.extend(members.get("title").and_then(Value::as_str).map(str::to_owned));
            }
            members.values().for_each(|member| titles(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| titles(item, found)),
        _ => {}
    }
}

/// Expects that a document is named in every format, or that it is said in words that none speaks.
#[track_caller]
fn names_a_document(told: &Told, about: &str) {
    common::keeps_to_schema("explain", &told.json);
    let chart = mermaid::read(&told.mermaid);
    let labels: Vec<_> = chart.nodes.iter().map(|(_, label)| label.as_str()).collect();
    let page = told.human.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut named = Vec::new();
    titles(&told.json, &mut named);
    let silence = ["No document speaks of this", "no document in the catalogue speaks of it"];
    let is_silent = |text: &str| silence.iter().any(|words| text.contains(words));
    if named.is_empty() {
        assert!(is_silent(&page) && is_silent(&told.json.to_string()), "{about}: {}", told.human);
        assert!(labels.iter().any(|label| is_silent(label)), "{about}: {}", told.mermaid);
        return;
    }
    assert!(named.iter().any(|title| page.contains(title.as_str())), "{about}: {}", told.human);
    assert!(named.iter().any(|title| labels.iter().any(|label| label.contains(title.as_str()))), "{about}");
    // Addresses are left whole, since they are copied.
    let is_address = |line: &str| line.split(' ').any(|word| word.len() > 50);
    let long: Vec<_> = told.human.lines().filter(|line| line.chars().count() > 80 && !is_address(line)).collect();
    assert!(long.is_empty(), "{about}: {long:#?}");
}

#[test]
fn every_finding_of_every_example_names_a_document_or_says_that_none_speaks() {
    let mut count = 0;
    for path in examples() {
        let case = example(&path);
        for finding in case.findings() {
            count += 1;
            let about = format!("{}: {} {:?}", path.display(), finding.rule, finding.standard);
            let by_fingerprint = case.told(&Wanted::Named(finding.fingerprint.to_string()));
            names_a_document(&by_fingerprint, &about);
            assert_eq!(by_fingerprint.json["findings"][0]["fingerprint"], finding.fingerprint.as_str(), "{about}");
            assert_eq!(by_fingerprint.json["form"], "finding", "{about}");
            let short = finding.fingerprint[..8].to_uppercase();
            assert_eq!(case.told(&Wanted::Named(short)).human, by_fingerprint.human, "{about}");
            if let (Some(service), Some(standard)) = (&finding.service, &finding.standard) {
                let by_standard = case.told(&requirement(service, standard));
                names_a_document(&by_standard, &about);
                let told = by_standard.json["findings"].as_array().expect("a list");
                assert!(told.iter().any(|one| one["fingerprint"] == finding.fingerprint.as_str()), "{about}");
            }
        }
        for instance in &case.deployment.services {
            let told = case.told(&Wanted::Named(instance.name.value.clone()));
            common::keeps_to_schema("explain", &told.json);
            mermaid::read(&told.mermaid);
        }
    }
    assert!(count > 30, "{count} findings are enough to believe it");
}

/// The lines of a human report that say what to ask for more.
#[test]
fn the_command_that_a_finding_names_works() {
    let mut asked = 0;
    for path in examples() {
        let name = path.strip_prefix(common::root()).expect("it lies there").display().to_string();
        let text = common::source(&path);
        let day = as_of(text.text());
        let page = common::run_in(common::root(), &["--as-of", day, &name], "").out;
        for line in page.lines().filter_map(|line| line.trim_start().strip_prefix("explain:  compliance-check ")) {
            let mut words: Vec<&str> = line.split(' ').collect();
            if !words.contains(&"--as-of") {
                words.extend(["--as-of", day]);
            }
            let ran = common::run_in(common::root(), &words, "");
            assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{line}");
            asked += 1;
        }
    }
    assert!(asked > 30, "{asked}");
}

#[test]
fn every_form_is_understood_and_a_mistake_is_told_with_what_is_near() {
    let run = |words: &[&str]| {
        let arguments = [&["explain", "--as-of", "2021-08-03"], words].concat();
        common::run_in(common::root(), &arguments, "")
    };
    let waivers = "examples/waivers/deploy.toml";
    let at = |place: &str| format!("{waivers}:{place}");
    let line = run(&[&at("12")]);
    assert!(line.out.contains("error[coverage/level-too-low]") && line.out.contains("warning[evidence/contested]"));
    assert_eq!(run(&[&at("12:5:")]).out, line.out.replace(":12 as of", ":12:5 as of"));
    assert!(run(&[&at("25")]).out.contains("No document speaks of this: a waiver is the team's own decision."));
    let covered = run(&["examples/first-look/deploy.toml:11:13"]);
    assert!(covered.out.contains("✓ covered"), "{covered:?}");
    let folder = run(&["examples/first-look", "intake-bot", "soc-2"]);
    assert!(folder.out.contains("✓ covered"), "{folder:?}");
    let piped = ["explain", "--as-of", "2021-08-03", "--format", "json", "-", "intake-bot", "soc-2"];
    let text = common::source(&common::root().join("examples/first-look/deploy.toml"));
    let piped = common::run_in(common::root(), &piped, text.text());
    common::keeps_to_schema("explain", &serde_json::from_str(&piped.out).expect("it is JSON"));
    for (words, expected) in [
        (&[waivers, "county-bt"][..], "did you mean `county-bot`?"),
        (&[waivers, "x"], "its services are `county-bot`"),
        (&[waivers, "abc"], "named by at least 8 of its digits"),
        (
            &[waivers, "00000000"],
            "no finding as of 2021-08-03 whose fingerprint begins with `00000000`; give `--as-of`",
        ),
        (&[waivers, "00000000"], "such as `--rules`, `--catalog`, `--pack` or `--policy`"),
        (&[waivers, "county-bt", "cjis"], "did you mean `county-bot`?"),
        (&[waivers, "county-bot", "cjsi"], "did you mean `cjis`?"),
        (
            &[&at("3")],
            "nothing is reported or required at examples/waivers/deploy.toml:3; the findings stand on the lines 12, 13, 25, 30",
        ),
        (&[&at("12:6")], "nothing is reported or required at examples/waivers/deploy.toml:12:6"),
        (&["examples/waivers/deploy.tml:3"], "there is no such file"),
        (&["examples:3"], " manifests, and one is wanted"),
        (&[waivers], "is a file, and no rule; name a service of it"),
        (&["coverage/not-listd"], "did you mean `coverage/not-listed`?"),
        (&["not-listed"], "did you mean `coverage/not-listed`?"),
        (&["not-lsited"], "did you mean `coverage/not-listed`?"),
        (&["coverage/not-listed", "--format", "mermaid"], "a rule is explained to people only"),
        (&[waivers, "county-bot", "cjis", "--format", "dot"], "it is one of human, json, mermaid"),
    ] {
        let ran = run(words);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{words:?}: {ran:?}");
        assert!(ran.err.contains(expected), "{words:?}: {}", ran.err);
    }
}

/// The commands on a page, each as the words that a shell makes of it.
fn commands(page: &str) -> Vec<Vec<String>> {
    let lines = page.lines().filter_map(|line| line.split_once("compliance-check explain "));
    let words = |(_, line): (&str, &str)| {
        // A shell reads the quotes; every word ends in an unlikely mark.
        let script = format!("printf '%s\\001' {line}");
        let ran = std::process::Command::new("sh").args(["-c", &script]).output().expect("there is a shell");
        let text = String::from_utf8(ran.stdout).expect("it is text");
        text.split_terminator('\u{1}').map(str::to_owned).collect()
    };
    lines.map(words).collect()
}

/// Expects that every command on the page gives an answer.
#[track_caller]
fn all_answer(folder: &Path, page: &str, count: usize) {
    let commands = commands(page);
    assert_eq!(commands.len(), count, "{page}");
    for command in commands {
        let words: Vec<_> = command.iter().map(|word| if word == "STANDARD" { "soc-2" } else { word }).collect();
        let ran = common::run_in(folder, &[&["explain"], &words[..]].concat(), "");
        assert_eq!(ran.status, Some(0), "{words:?}: {}", ran.err);
    }
}

/// A rule that speaks of every service.
const SEEN: &str = "id: team/seen\ntitle: it is seen\nseverity: warning\nsubject: service\nmatch: { service.name: '*' }\n\
        says: '{service.name} is seen'\nlabel: here\nwhy: It is an example.\nfix: Leave it.\nexamples: []\n";

#[test]
fn a_command_on_a_page_repeats_the_options_and_answers() {
    let folder = common::scratch("explain-commands");
    let manifest = "[[services]]\nname = \"a\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        requires = [\"soc-2\"]\n";
    common::write(&folder, "deploy.toml", manifest);
    common::write(&folder, "our rules/team/seen.yaml", SEEN);
    common::write(&folder, "own.toml", "[severity]\n\"team/seen\" = \"error\"\n");
    let options = ["--as-of", "2026-11-22", "--rules", "our rules", "--pack", "us-healthcare", "--policy", "own.toml"];
    let page = common::run_in(&folder, &[&["explain", "deploy.toml", "a"], &options[..]].concat(), "").out;
    assert!(page.contains("error[team/seen]"), "{page}");
    all_answer(&folder, &page, 3);
    let rest = " --as-of 2026-11-22 --rules 'our rules' --pack us-healthcare --policy own.toml";
    assert!(page.lines().filter(|line| line.ends_with(rest)).count() == 3, "{page}");
}

#[test]
fn a_command_with_an_awkward_name_in_it_answers() {
    let folder = common::scratch("explain-awkward");
    let service = |name: &str| {
        format!(
            "[[services]]\nname = \"{name}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
             requires = [\"fedramp@high\"]\n\n"
        )
    };
    let names = ["-rf", "--help", "plain", r"esc\u001b[31m", r"turned\u202eround", r"two\nlines", "it's", "$(id)"];
    common::write(&folder, "-x.toml", names.map(service).concat());
    common::write(&folder, "-rules/team/seen.yaml", SEEN);
    let options = ["--as-of", "2021-08-03", "--rules=-rules"];
    let page = common::run_in(&folder, &[&options[..], &["--", "-x.toml"]].concat(), "").out;
    let count = page.matches("explain: ").count();
    assert!(count >= names.len(), "{page}");
    all_answer(&folder, &page, count);
    assert!(page.contains("explain --as-of 2021-08-03 --rules=-rules -- -x.toml -rf fedramp@high"), "{page}");
    for name in ["-rf", "plain", "esc\u{1b}[31m", "two\nlines"] {
        let words = [&["explain"], &options[..], &["--", "-x.toml", name]].concat();
        let page = common::run_in(&folder, &words, "").out;
        let count = commands(&page).len();
        assert!(count > 0, "{name:?}: {page}");
        all_answer(&folder, &page, count);
    }
}

#[test]
fn what_a_problem_leaves_out_is_said() {
    let folder = common::scratch("explain-problems");
    let manifest = "[[services]]\nname = \"one\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
        requires = [\"soc-2\"]\n\n[[services]]\nname = \"two\"\nservice = \"azure-bot-servce\"\ncloud = \"azure-public\"\n";
    common::write(&folder, "deploy.toml", manifest);
    let run = |words: &[&str]| common::run_in(&folder, &[&["explain", "deploy.toml"], words].concat(), "");
    let sound = run(&["one", "soc-2"]);
    assert_eq!(sound.status, Some(0));
    assert!(sound.out.contains("deploy.toml has a problem, and what it touches is left out"), "{}", sound.out);
    let json: Value = serde_json::from_str(&run(&["one", "soc-2", "--format", "json"]).out).expect("it is JSON");
    assert_eq!(json["problems"], 1);
    let lost = run(&["two", "soc-2"]);
    assert_eq!(lost.status, Some(2));
    let told = lost.err.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "deploy.toml has no service `two` to explain; its services are `one`; the file has 1 problem, the first in line 9: no service",
        "; what has one is left out",
    ] {
        assert!(told.contains(part), "{told}");
    }
    common::write(&folder, "deploy.toml", manifest.replace("azure-bot-service", "azure-bot-servce"));
    let none = common::run_in(&folder, &["explain", "deploy.toml", "one", "soc-2"], "");
    let told = none.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("deploy.toml has no service `one` to explain; the file has 2 problems, the first in line 3"),
        "{told}"
    );
    let help = common::run_in(&folder, &["explain", "--help"], "");
    assert!(help.out.contains("<RULE|MANIFEST> [SERVICE|FINGERPRINT] [STANDARD]\n"), "{}", help.out);
}

#[test]
fn a_name_that_no_rule_and_no_file_has_is_told_as_both() {
    let folder = common::scratch("explain-neither");
    let said = |name: &str| common::run_in(&folder, &["explain", name], "").err;
    assert_eq!(said("deploy.tml"), "error: there is no rule `deploy.tml`, and no such file\n");
    assert_eq!(said("team/a/deploy.toml"), "error: there is no rule `team/a/deploy.toml`, and no such file\n");
    assert_eq!(said("coverag/lapsed"), "error: there is no rule `coverag/lapsed`; did you mean `coverage/lapsed`?\n");
    assert_eq!(said("lapsd"), "error: there is no rule `lapsd`; did you mean `coverage/lapsed`?\n");
    // A group that is right makes no flaw near.
    assert_eq!(said("coverage/nope"), "error: there is no rule `coverage/nope`\n");
}
