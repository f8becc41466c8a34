//! How far files may go: at its bound each is taken, beyond it there is a problem that says where, what, and what to do. The
//! table in the README says the same.

use compliance_check::load::baseline;
use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::load::limits::{self, Limit};
use compliance_check::load::problem::Problem;
use compliance_check::load::{manifest, policy, rules};
use compliance_check::model::profile::Profiles;
use compliance_check::report::Format;
use compliance_check::text::Source;

use crate::common;

/// A text of so many bytes: something good, and then a comment.
fn filled(good: &str, bytes: usize) -> String {
    let mut text = format!("{good}# ");
    text.push_str(&"x".repeat(bytes - text.len() - 1));
    text.push('\n');
    text
}

type Read = fn(&Source) -> Vec<Problem>;

fn of_policy(source: &Source) -> Vec<Problem> {
    policy::read(source, &policy::Known::default()).1
}

fn of_rule(source: &Source) -> Vec<Problem> {
    rules::load(std::slice::from_ref(source), &compliance_check::run::carried()).1.into_sorted()
}

fn of_manifest(source: &Source) -> Vec<Problem> {
    manifest::load(source, &compliance_check::run::carried(), &Profiles::default()).1
}

fn of_catalogue(source: &Source) -> Vec<Problem> {
    let file = CatalogueFile { folder: Folder::Evidence, source: source.clone() };
    catalogue::load(&[file]).err().map(|problems| problems.into_sorted()).unwrap_or_default()
}

fn of_baseline(source: &Source) -> Vec<Problem> {
    baseline::read(source).err().into_iter().collect()
}

const SIZES: &[(&str, Limit, Read)] = &[
    ("a policy", limits::POLICY, of_policy),
    ("a rule", limits::RULE, of_rule),
    ("a file of the catalogue", limits::CATALOGUE, of_catalogue),
    ("a baseline", limits::BASELINE, of_baseline),
    ("a manifest", limits::MANIFEST, of_manifest),
];

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    for (what, limit, read) in SIZES {
        let problems = read(&Source::new("large", "x".repeat(limit.most + 1)));
        let [problem] = &problems[..] else { panic!("{what}: {problems:?}") };
        assert_eq!((problem.code, problem.span.start), ("too-large", 0), "{what}");
        assert!(problem.message.contains(&limit.most.to_string()), "{what}: {}", problem.message);
        assert_eq!(problem.help.as_deref(), Some(limit.advice), "{what}");
    }
}

/// For the sorts of files that are read quickly enough even in a program that is not made for speed.
#[test]
fn a_file_may_be_as_large_as_its_bound() {
    let rule = std::fs::read_to_string(common::root().join("rules/waiver/unused.yaml")).expect("it is there");
    for (good, limit, read) in [("", limits::POLICY, of_policy as Read), (&rule, limits::RULE, of_rule)] {
        for bytes in [limit.most - 1, limit.most] {
            let problems = read(&Source::new("large", filled(good, bytes)));
            assert!(problems.is_empty(), "{bytes}: {}", problems[0].message);
        }
        assert_eq!(read(&Source::new("large", filled(good, limit.most + 1))).len(), 1);
    }
}

/// A manifest with a waiver of this pattern, and what is wrong with it beside that it has no service.
fn of_pattern(pattern: &str) -> Vec<Problem> {
    let problems = of_manifest(&Source::new(
        "deploy.toml",
        format!("[[waivers]]\nrule = \"*\"\nservice = '{pattern}'\nuntil = 2021-12-31\nreason = \"so\"\n"),
    ));
    problems.into_iter().filter(|problem| problem.code != "no-services").collect()
}

#[test]
fn a_pattern_may_be_so_long_and_so_deep() {
    for pattern in ["?".repeat(500), "*a".repeat(250), format!("{}a{}", "{".repeat(8), "}".repeat(8))] {
        assert!(of_pattern(&pattern).is_empty(), "{pattern}");
    }
    let deep = |depth: usize| format!("{}a{}", "{".repeat(depth), "}".repeat(depth));
    for pattern in ["?".repeat(501), "*".repeat(1 << 20), deep(9), deep(3_000), deep(300_000)] {
        let problems = of_pattern(&pattern);
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!(problem.code, "bad-pattern");
        assert!(problem.message.contains(" most") || problem.message.contains("more than"), "{}", problem.message);
        assert!(problem.help.as_ref().is_some_and(|help| help.contains("several patterns")));
        assert_eq!(problem.source.position(problem.span.start).line, 3);
    }
}

#[test]
fn patterns_of_rules_policies_and_the_command_line_have_the_same_bound() {
    let long = "?".repeat(501);
    let rule = format!("id: own/flaw\nsubject: service\nseverity: error\nmatch:\n  service.name: '{long}'\n");
    assert!(of_rule(&Source::new("own.yaml", rule)).iter().any(|problem| problem.message.contains("501 bytes")));
    let policy = of_policy(&Source::new("compliance.toml", format!("[severity]\n\"{long}\" = \"warning\"\n")));
    assert!(policy.iter().any(|problem| problem.message.contains("501 bytes")), "{policy:?}");
    let folder = common::scratch("limits-patterns");
    for arguments in [vec![long.as_str()], vec!["rules", "list", &long]] {
        let ran = common::run_in(&folder, &arguments, "");
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!((ran.out.clone() + &ran.err).contains("501 bytes"), "{ran:?}");
    }
}

#[test]
fn a_standard_has_five_hundred_levels_at_most() {
    let head = "id: plain\nname: Plain\ntitle: A plain standard\nissuer: Harbour\nsegment: global\njurisdiction: global\n\
        kind: certification\nstated-in: [unverified]\nlevels:\n";
    let level =
        |number: usize| format!("  - {{ id: l{number}, ladder: d, name: L{number}, stated-in: [unverified] }}\n");
    let of = |count| {
        let text = format!("{head}{}", (0..count).map(level).collect::<String>());
        let file = CatalogueFile { folder: Folder::Standards, source: Source::new("plain.yaml", text) };
        catalogue::load(&[file]).err().map(|problems| problems.into_sorted()).unwrap_or_default()
    };
    assert!(of(500).iter().all(|problem| problem.code != "too-many-levels"));
    for count in [501, 2_000] {
        let problems = of(count);
        let told: Vec<_> = problems.iter().filter(|problem| problem.code == "too-many-levels").collect();
        let [told] = told.as_slice() else { panic!("{problems:?}") };
        assert!(told.message.contains("500") && told.source.slice(told.span).contains("l500"), "{told:?}");
    }
}

#[test]
fn nesting_has_a_bound_in_every_language() {
    let toml = of_manifest(&Source::new("deploy.toml", format!("a = {}", "[".repeat(300_000))));
    assert!(toml.iter().any(|problem| problem.message.contains("nested more than 80 deep")), "{}", toml[0].message);
    for (depth, words) in [(200, "nested more than 128 deep"), (300_000, "more than 4000 brackets")] {
        let yaml = of_rule(&Source::new("own.yaml", "[".repeat(depth) + &"]".repeat(depth)));
        assert!(yaml.iter().any(|problem| problem.message.contains(words)), "{}", yaml[0].message);
    }
    let json = of_baseline(&Source::new("known.json", "[".repeat(300_000)));
    assert!(json.iter().any(|problem| problem.code == "not-a-baseline"));
}

#[test]
fn of_many_findings_people_see_some_and_machines_all() {
    let folder = common::scratch("limits-findings");
    let service = |number| {
        format!(
            "[[services]]\nname = \"s{number}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
             requires = [\"dod-srg@il4\"]\n"
        )
    };
    common::write(&folder, "deploy.toml", (0..7).map(service).collect::<String>());
    let run = |more: &[&str]| {
        let ran = common::run_in(&folder, &[&["--as-of", "2021-08-03", "--no-policy", "--quiet"], more].concat(), "");
        assert_eq!(ran.status, Some(1), "{ran:?}");
        ran.out
    };
    let errors = |page: &str| page.lines().filter(|line| line.starts_with("error[")).count();
    for (most, shown) in [("6", 6), ("7", 7), ("8", 7), ("0", 7)] {
        let page = run(&["--max-findings", most]);
        assert_eq!(errors(&page), shown, "{most}: {page}");
        assert_eq!(page.contains("and 1 more that is no graver"), shown < 7, "{most}: {page}");
    }
    for format in Format::ALL.iter().filter(|format| format.name != "human") {
        let all = run(&["--format", format.name]);
        assert_eq!(run(&["--format", format.name, "--max-findings", "1"]), all, "{}", format.name);
    }
}

#[test]
fn the_readme_has_every_bound() {
    let readme = std::fs::read_to_string(common::root().join("README.md")).expect("it is there");
    let (_, section) = readme.split_once("\n## Limits\n").expect("it has a part on limits");
    let section = section.split("\n## ").next().unwrap_or_default();
    for (what, limit, _) in SIZES {
        let row = format!("| {what} | {} MiB |", limit.most >> 20);
        assert!(section.contains(&row), "the README needs the row `{row}`");
    }
    for bound in
        ["500 bytes", "8 deep", "2,000 bytes", "48 deep", "80 deep", "128 deep", "4,000", "10,000", "500 of each"]
    {
        assert!(section.contains(bound), "the README needs `{bound}`");
    }
}
