//! What build servers rely on: the schema of Jenkins, numbers that are right, and words that stay words.

#[path = "../../../tests/common/xsd.rs"]
mod xsd;

use std::path::Path;

use roxmltree::{Document, Node};

use super::super::awkward_fixture::{HOSTILE, hostile, is_quiet, places};
use super::super::{FileReport, Format, Report, Style, fixture};
use crate::check::outcome::About;
use crate::model::policy::FailOn;

fn text(report: &Report) -> String {
    let mut out = Vec::new();
    let format = Format::named("junit").expect("it is listed");
    format.write(report, &Style::default(), &mut out).expect("a vector takes it");
    String::from_utf8(out).expect("it is text")
}

fn complaints(text: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/schemas/junit-10.xsd");
    let schema = std::fs::read_to_string(path).expect("the schema is there");
    let schema = Document::parse(&schema).expect("it is well-formed");
    xsd::Schema::new(&schema).complaints(text)
}

/// The shared report, with the findings that are about its requirements.
fn report() -> Report {
    let mut report = fixture::report();
    report.files[0].outcome.findings[1].about = vec![About::Requirement { number: 1, only: None }];
    report
}

#[test]
fn every_document_keeps_to_the_schema_of_jenkins() {
    for report in [report(), places(""), hostile(), Report::new(fixture::AS_OF)] {
        assert_eq!(complaints(&text(&report)), Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_is_not_in_it() {
    let text = text(&report());
    assert_eq!(complaints(&text), Vec::<String>::new());
    for (right, wrong) in [
        ("<testsuite name=", "<testsuite title="),
        (" tests=\"1\"", ""),
        ("<testcase ", "<testcase file=\"a\" "),
        ("<properties>", "words<properties>"),
        ("<property ", "<testcase/><property "),
        ("<system-out>", "<system-out><error/>"),
        ("<failure ", "<failed/><failure "),
        ("<testsuites ", "<results/><testsuites "),
    ] {
        assert!(text.contains(right), "{right}");
        assert!(!complaints(&text.replace(right, wrong)).is_empty(), "{wrong}");
    }
}

fn cases<'d>(document: &'d Document<'d>) -> Vec<Node<'d, 'd>> {
    document.descendants().filter(|node| node.has_tag_name("testcase")).collect()
}

/// What came of a case.
fn result(case: &Node<'_, '_>) -> String {
    let result = case.children().find(|node| node.is_element() && !node.has_tag_name("system-out"));
    result.map_or("passes".to_owned(), |node| node.tag_name().name().to_owned())
}

fn told(report: &Report) -> Vec<String> {
    let text = text(report);
    let document = Document::parse(&text).expect("it is well-formed");
    let line = |case: &Node<'_, '_>| format!("{} {}", result(case), case.attribute("name").expect("a name"));
    cases(&document).iter().map(line).collect()
}

#[test]
fn each_requirement_is_a_case_and_so_is_each_finding_about_none() {
    let mut report = report();
    let expected = [
        "error line 14",
        "passes intake-bot: std-b in acme-cloud, by a third party",
        "failure intake-bot: std-a@high in acme-cloud (north-1)",
        "failure archive: std-b in acme-old: coverage/platform-only",
        "passes archive in acme-old: placement/cloud-closes",
        "skipped archive: std-c:2013: coverage/no-evidence",
        "passes mail: std-b in acme-cloud",
        "error line 1",
    ];
    assert_eq!(told(&report), expected);
    // What fails no check fails no case, and stands beside it.
    report.files[0].fail_on = FailOn::Never;
    let result = |report: &Report, number: usize| told(report)[number].split(' ').next().unwrap_or_default().to_owned();
    assert_eq!((result(&report, 2).as_str(), result(&report, 3).as_str()), ("passes", "passes"));
    let all = text(&report);
    assert!(!all.contains("<failure") && all.contains("error[coverage/level-too-low] deploy.toml:10:13: "), "{all}");
    report.files[0].outcome.findings[1].known = true;
    assert_eq!(result(&report, 2), "skipped");
}

#[test]
fn a_case_tells_its_document_its_place_and_what_to_do() {
    let text = text(&report());
    let document = Document::parse(&text).expect("it is well-formed");
    let cases = cases(&document);
    let inside = |number: usize, name: &str| -> Node<'_, '_> {
        cases[number].children().find(|node| node.has_tag_name(name)).unwrap_or_else(|| panic!("{name} is there"))
    };
    let passed = "verdict: covered: std-b:2013 (contested)\nevidence: \"Compliance in Example Bot\", Acme, as of \
                  2021-08-03, table 1, column \"Sovereign\"";
    assert_eq!(inside(1, "system-out").text(), Some(passed));
    let failure = inside(2, "failure");
    assert_eq!(failure.attribute("type"), Some("coverage/level-too-low"));
    let message =
        "intake-bot: std-a@high: Example Bot in Acme Cloud (public) holds STD-A Moderate, and High is required";
    assert_eq!(failure.attribute("message"), Some(message));
    let words = failure.text().expect("it has words");
    assert!(words.starts_with("error[coverage/level-too-low] deploy.toml:10:13: intake-bot: "), "{words}");
    assert!(words.contains("\nhelp: acme-sovereign holds") && words.contains("\nexplain: compliance-check explain "));
    assert!(inside(4, "system-out").text().is_some_and(|words| words.contains("advice[placement/cloud-closes]")));
    let skipped =
        "waived until 2021-12-31, approved by ciso@clinic.example: The move to acme-cloud is under way (OPS-412)";
    assert_eq!(inside(5, "skipped").attribute("message"), Some(skipped));
    assert_eq!(cases[2].attribute("classname"), Some("compliance-check.deploy_toml"));
    assert_eq!(cases[6].attribute("classname"), Some("compliance-check.other.deploy_toml"));
    assert!(text.contains("note: compliance.toml:4:1: no manifest of this run requires this profile"));
}

#[test]
fn the_numbers_of_a_suite_are_those_of_its_cases() {
    for report in [report(), hostile(), places("")] {
        let text = text(&report);
        let document = Document::parse(&text).expect("it is well-formed");
        for node in document.descendants().filter(|node| node.tag_name().name().starts_with("testsuite")) {
            let counted = |name: &str| node.descendants().filter(|one| one.has_tag_name(name)).count().to_string();
            for (attribute, name) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
                assert_eq!(node.attribute(attribute), Some(counted(name).as_str()), "{attribute}");
            }
            if node.has_tag_name("testsuite") {
                assert_eq!(node.attribute("skipped"), Some(counted("skipped").as_str()));
            }
        }
    }
}

/// GitLab and Jenkins take two cases of one name and class for the same.
#[test]
fn no_two_cases_of_a_file_share_a_name() {
    let report = places("");
    let mut names = told(&report);
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), all), (all, report.files[0].outcome.findings.len()));
}

#[test]
fn the_place_of_a_case_leads_to_the_text_that_is_meant() {
    let report = places("");
    let FileReport { source, outcome, .. } = &report.files[0];
    let text = text(&report);
    let document = Document::parse(&text).expect("it is well-formed");
    for (case, finding) in cases(&document).iter().zip(&outcome.findings) {
        let words = case.descendants().find_map(|node| node.text().filter(|_| node.has_tag_name("failure")));
        let words = words.expect("it failed");
        let numbers: Vec<u64> =
            words.split(':').skip(1).take(2).map(|number| number.parse().expect("a number")).collect();
        let line = source.text().split('\n').nth(usize::try_from(numbers[0] - 1).expect("it fits")).expect("a line");
        let found: String = line.chars().skip(usize::try_from(numbers[1] - 1).expect("it fits")).collect();
        let meant = source.slice(finding.place.span).lines().next().unwrap_or_default();
        assert!(found.starts_with(meant), "{found:?} {meant:?}");
    }
}

#[test]
fn hostile_words_stay_words() {
    let text = text(&hostile());
    assert!(is_quiet(&text), "{text:?}");
    // Printed into the log of a workflow, no line is a command.
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")) && !text.contains("##["), "{text}");
    let document = Document::parse(&text).expect("it is well-formed");
    let known =
        ["testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped", "system-out"];
    let elements: Vec<_> = document.descendants().filter(Node::is_element).collect();
    assert!(elements.iter().all(|node| known.contains(&node.tag_name().name())));
    // A problem, a requirement with its finding, a waived finding and advice of each.
    assert_eq!(cases(&document).len(), 4 * HOSTILE.len());
    for number in [5, 6, 9, 11] {
        let shown = super::super::visible::prose(HOSTILE[number]);
        assert!(elements.iter().any(|node| node.attribute("message").is_some_and(|words| words.contains(&shown))));
    }
}
