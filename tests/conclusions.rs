//! What rules of one's own conclude where it is close: at the boundary of a test, and where several rules, waivers, classes
//! of data or regions meet.

use crate::common;

use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::baseline;
use compliance_check::check::outcome::{Finding, Outcome};
use compliance_check::load::{manifest, rules};
use compliance_check::model::policy::Policy;
use compliance_check::model::profile::Profiles;
use compliance_check::model::rule::Rules;
use compliance_check::text::Source;

static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

const DAY: &str = "2021-08-03";

/// Files of rules by their numbers.
fn rules_of(texts: &[&str]) -> Rules {
    let name = |at: usize| format!("rule-{at}.yaml");
    let sources: Vec<_> = texts.iter().enumerate().map(|(at, text)| Source::new(name(at), *text)).collect();
    let (rules, problems) = rules::load(&sources, &CATALOG);
    assert!(problems.is_empty(), "{}", common::lines(problems));
    rules
}

/// A rule that reports, with what it matches and what it says.
fn reporting(subject: &str, matching: &str, says: &str) -> String {
    format!(
        "id: team/tells\ntitle: an example\nseverity: advice\nsubject: {subject}\n{matching}\nsays: '{says}'\nwhy: So it is.\n\
         fix: Nothing.\n"
    )
}

/// A rule that requires, with its name after the group and what it matches.
fn asking(name: &str, subject: &str, matching: &str, require: &str) -> String {
    format!(
        "id: team/{name}\ntitle: an example\nsubject: {subject}\n{matching}\nrequire: {{ {require} }}\nwhy: So it is.\n"
    )
}

fn outcome(rules: &[&str], manifest: &str) -> Outcome {
    let rules = rules_of(rules);
    Checker::new(&CATALOG, &rules, DAY.parse().expect("a date")).check(&common::deployment(manifest, &CATALOG))
}

/// What is concluded by these rules and the shipped ones.
fn outcome_with_shipped(rules: &[&str], manifest: &str, policy: &Policy) -> Outcome {
    let name = |at: usize| format!("rule-{at}.yaml");
    let sources = rules.iter().enumerate().map(|(at, text)| Source::new(name(at), *text));
    let rules = common::rules_with(sources, &CATALOG);
    let checker = Checker::new(&CATALOG, &rules, DAY.parse().expect("a date")).with_policy(policy);
    checker.check(&common::deployment(manifest, &CATALOG))
}

/// The words of every finding of the rule that tells.
fn told(outcome: &Outcome) -> Vec<&str> {
    let told = outcome.findings.iter().filter(|finding| finding.rule == "team/tells");
    told.map(|finding| finding.message.as_str()).collect()
}

fn of_rule<'o>(outcome: &'o Outcome, rule: &str) -> Vec<&'o Finding> {
    outcome.findings.iter().filter(|finding| finding.rule == rule).collect()
}

fn bot(name: &str, rest: &str) -> String {
    format!("[[services]]\nname = \"{name}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n{rest}\n")
}

fn waiver(rule: &str, rest: &str) -> String {
    format!("[[waivers]]\nrule = \"{rule}\"\nreason = \"it moves\"\n{rest}\n")
}

/// Whether a rule on waivers with this test speaks of one that ends on a day.
#[track_caller]
fn check_until(test: &str, until: &str, expected: bool) {
    let rule = reporting("waiver", &format!("match: {{ waiver.until: {{ {test} }} }}"), "it is");
    let manifest = bot("one", "") + &waiver("team/tells", &format!("until = {until}"));
    assert_eq!(!told(&outcome(&[&rule], &manifest)).is_empty(), expected, "{test}: {until}");
}

#[test]
fn every_test_of_a_date_holds_up_to_its_boundary() {
    check_until("before: 2021-08-04", "2021-08-03", true);
    check_until("before: 2021-08-04", "2021-08-04", false);
    check_until("after: 2021-08-04", "2021-08-04", false);
    check_until("after: 2021-08-04", "2021-08-05", true);
    check_until("within: 30 days", "2021-08-02", false);
    check_until("within: 30 days", DAY, true);
    check_until("within: 30 days", "2021-09-02", true);
    check_until("within: 30 days", "2021-09-03", false);
    check_until("older-than: 10 days", "2021-07-23", true);
    check_until("older-than: 10 days", "2021-07-24", false);
}

#[test]
fn every_test_of_a_number_holds_up_to_its_boundary() {
    let services = |count: usize| (0..count).map(|number| bot(&format!("bot-{number}"), "")).collect::<String>();
    let speaks = |test: &str, count: usize| {
        let matching = format!("match: {{ deployment.services: {{ {test}: 2 }} }}");
        !told(&outcome(&[&reporting("deployment", &matching, "it is")], &services(count))).is_empty()
    };
    assert_eq!([1, 2, 3].map(|count| speaks("at-least", count)), [false, true, true]);
    assert_eq!([1, 2, 3].map(|count| speaks("at-most", count)), [true, true, false]);
}

#[test]
fn words_count_one_and_many() {
    let matching = "match: {}\none-per: cloud.title";
    let rule = reporting("service", matching, "{count} {use is|uses are} in {cloud.title}");
    assert_eq!(told(&outcome(&[&rule], &bot("one", ""))), ["1 use is in Azure (public)"]);
    let two = bot("one", "") + &bot("two", "");
    assert_eq!(told(&outcome(&[&rule], &two)), ["2 uses are in Azure (public)"]);
}

/// Findings on regions are told apart by waivers, and none of them may be lost on the way.
#[test]
fn a_waiver_for_something_else_leaves_what_is_found_of_a_region() {
    let rule = reporting("placement", "match: {}", "{region.id}");
    let manifest = bot("one", "regions = [\"eastus\", \"westus\"]");
    let other = waiver("coverage/pending", "until = 2021-12-31");
    assert_eq!(told(&outcome(&[&rule], &(manifest + &other))), ["eastus", "westus"]);
}

#[test]
fn every_rule_that_asks_is_named_once_although_both_stand_at_one_place_of_their_files() {
    let [first, second] = ["ask-1", "ask-2"].map(|name| asking(name, "service", "match: {}", "standards: [soc-3]"));
    let manifest = bot("one", "") + &bot("two", "");
    let shared = "id: team/tells\ntitle: an example\nseverity: advice\nsubject: requirement\nmatch: {}\none-per: required\n\
                  says: '{count}'\nwhy: So it is.\nfix: Nothing.\n";
    let outcome = outcome(&[&first, &second, shared], &manifest);
    let [finding] = of_rule(&outcome, "team/tells")[..] else { panic!("{:#?}", outcome.findings) };
    let elsewhere: Vec<_> = finding.elsewhere.iter().map(|one| (one.source.name(), one.text.as_str())).collect();
    assert_eq!(finding.message, "2");
    assert_eq!(elsewhere, [("rule-0.yaml", "team/ask-1: an example"), ("rule-1.yaml", "team/ask-2: an example")]);
}

#[test]
fn only_what_a_rule_says_of_data_tells_why_it_asks() {
    let tells = reporting("requirement", "match: {}", "{origin}");
    let asks = |matching: &str| asking("asks", "service", matching, "standards: [soc-3]");
    let manifest = bot("sender", "data = [\"mail\", \"logs\"]\nsends-to = [{ service = \"mail\" }]") + &bot("mail", "");
    let because = |asks: &str| {
        let outcome = outcome(&[asks, &tells], &manifest);
        let of_receiver =
            of_rule(&outcome, "team/tells").into_iter().find(|one| one.service.as_deref() == Some("mail"));
        let found = of_receiver.unwrap_or_else(|| panic!("{:#?}", outcome.findings));
        (found.message.clone(), found.because.clone())
    };
    let mail = Some("mail reaches `mail` from `sender`".to_owned());
    assert_eq!(because(&asks("match: { service.data: mail }")), ("flow".to_owned(), mail.clone()));
    assert_eq!(
        because(&asks("match: { service.name: mail }")),
        ("rule".to_owned(), None),
        "it is the name of a class too"
    );
    let when = "match: {}\nwhen: service.name == 'mail' && service.data.exists(one, one == 'mail')";
    assert_eq!(because(&asks(when)), ("flow".to_owned(), mail), "nothing hangs on the other class");
    let named = "match: {}\nwhen: service.name == 'mail'";
    assert_eq!(because(&asks(named)), ("rule".to_owned(), None));
}

#[test]
fn a_waiver_in_vain_names_each_rule_once_however_much_it_would_have_excused() {
    let asks = asking("asks", "service", "match: {}", "standards: [dod-srg@il4]");
    let policy = common::policy("[waivers]\nnever = [\"team/asks\"]\n", &CATALOG);
    let manifest = bot("one", "") + &bot("two", "") + &waiver("coverage/level-too-low", "until = 2021-12-31");
    let outcome = outcome_with_shipped(&[&asks], &manifest, &policy);
    let [finding] = of_rule(&outcome, "waiver/in-vain")[..] else { panic!("{:#?}", outcome.findings) };
    let expected = "The waiver for coverage/level-too-low excuses nothing that is asked for by team/asks, which the policy lets \
                    nobody waive";
    assert_eq!(finding.message, expected);
    let gaps = of_rule(&outcome, "coverage/level-too-low");
    let why = "nobody can waive what team/asks asks for";
    let says_why =
        |gap: &&Finding| gap.elsewhere.iter().any(|one| one.source.name() == "compliance.toml" && one.text == why);
    assert_eq!(
        (gaps.len(), gaps.into_iter().filter(says_why).count()),
        (2, 2),
        "each says why the waiver doesn't count"
    );
}

/// It may excuse what stands in the part that could not be taken; one that the policy forbids excuses nothing there either.
#[test]
fn a_waiver_of_a_manifest_with_problems_counts_as_needed_unless_the_policy_forbids_it() {
    let rule = reporting("waiver", "match: {}", "{waiver.used} {waiver.excuses}");
    let rules = rules_of(&[&rule]);
    let policy = common::policy("[waivers]\nlongest = \"30 days\"\n", &CATALOG);
    let told_of = |manifest: &str, until: &str| {
        let text = format!("{manifest}{}", waiver("team/tells", &format!("until = {until}")));
        let (deployment, _) = manifest::load(&Source::new("deploy.toml", text), &CATALOG, &Profiles::default());
        let checker = Checker::new(&CATALOG, &rules, DAY.parse().expect("a date")).with_policy(&policy);
        told(&checker.check(&deployment)).join("; ")
    };
    let sound = bot("one", "");
    let broken = format!("{sound}{}", bot("two", "requires = [\"nothing-like-it\"]"));
    assert_eq!(told_of(&sound, "2021-08-20"), "false false");
    assert_eq!(told_of(&broken, "2021-08-20"), "true true");
    assert_eq!(told_of(&broken, "2021-12-31"), "true false");
}

#[test]
fn data_that_no_rule_speaks_of_is_told_unless_an_expression_looks_at_data() {
    let told = |rule: &str| {
        let rules = rules_of(&[rule]);
        let checker = Checker::new(&CATALOG, &rules, DAY.parse().expect("a date"));
        let deployment = common::deployment(&bot("one", "data = [\"mail\"]"), &CATALOG);
        checker.unknown_data(&deployment).len()
    };
    assert_eq!(told(&reporting("service", "match: { service.data: mail }", "it is")), 0);
    assert_eq!(told(&reporting("service", "match: { service.data: logs }", "it is")), 1);
    assert_eq!(told(&reporting("service", "match: { service.name: mail }", "it is")), 1, "a name is no class");
    let when = |expression: &str| reporting("service", &format!("match: {{}}\nwhen: {expression}"), "it is");
    assert_eq!(told(&when("size(service.data) > 1")), 0, "nobody can say which classes it knows");
    assert_eq!(told(&when("service.name == 'one'")), 1);
}

#[test]
fn the_classes_that_rules_call_by_name_are_known_and_patterns_are_none() {
    let rules =
        rules_of(&[&reporting("service", "match: { service.data: [mail, 'log*', 'l[ai]', 'p?', '{a,b}'] }", "it is")]);
    let checker = Checker::new(&CATALOG, &rules, DAY.parse().expect("a date"));
    assert_eq!(checker.known_data(), [("mail", None)]);
}

/// Its regions may change while it stays the same, so that it is known by what it is about alone.
#[test]
fn a_finding_that_several_share_is_known_whatever_its_regions() {
    let rule = reporting("requirement", "match: {}\none-per: evidence.id", "{count}");
    let manifest = |region: &str| bot("one", &format!("regions = [\"{region}\"]\nrequires = [\"soc-2\"]"));
    let known = baseline::known(&outcome(&[&rule], &manifest("eastus")));
    assert_eq!(known.iter().map(|one| one.regions.clone()).collect::<Vec<_>>(), [None]);
    let mut again = outcome(&[&rule], &manifest("eastus"));
    assert_eq!(baseline::compare(&mut again, &known, true), []);
    assert_eq!(again.findings.iter().map(|one| one.known).collect::<Vec<_>>(), [true]);
}

#[test]
fn what_rules_ask_of_one_region_is_asked_of_that_alone() {
    let asks = |name: &str, region: &str, standard: &str| {
        asking(name, "placement", &format!("match: {{ region.id: {region} }}"), &format!("standards: [{standard}]"))
    };
    let rules = [
        asks("ask-1", "eastus", "soc-2"),
        asks("ask-2", "westus", "soc-3"),
        asks("ask-3", "westus", "soc-2"),
        reporting("requirement", "match: {}", "{required} in {regions}"),
    ];
    let rules: Vec<_> = rules.iter().map(String::as_str).collect();
    let manifest = bot("one", "regions = [\"eastus\", \"westus\", \"northeurope\"]");
    assert_eq!(told(&outcome(&rules, &manifest)), ["soc-2 in eastus and westus", "soc-3 in westus"]);
}

/// Where a manifest and its policy say what is wrong with a waiver: beside the rules that it names.
#[test]
fn what_is_wrong_with_a_waiver_is_shown_at_its_place() {
    let policy = "[waivers]\nlongest = \"30 days\"\napproved-by = [\"the captain\"]\n";
    let policy = common::policy(policy, &CATALOG);
    let manifest = bot("one", "") + &waiver("coverage/*", "until = 2021-12-31\napproved-by = \"the cook\"");
    let outcome = outcome_with_shipped(&[], &manifest, &policy);
    let places = |rule: &str| {
        let [finding] = of_rule(&outcome, rule)[..] else { panic!("{:#?}", outcome.findings) };
        let related =
            finding.related.iter().map(|one| format!("{}: {}", &manifest[one.span.start..one.span.end], one.text));
        (related.collect::<Vec<_>>(), finding.elsewhere.iter().map(|one| one.text.clone()).collect::<Vec<_>>())
    };
    let told = |related: &str, elsewhere: &str| (vec![related.to_owned()], vec![elsewhere.to_owned()]);
    let too_long = told("2021-12-31: ends on this day", "a waiver may last 30 days from the day of the check");
    assert_eq!(places("waiver/too-long"), too_long);
    let unapproved = told("\"the cook\": not one who can approve", "only these can approve a waiver");
    assert_eq!(places("waiver/unapproved"), unapproved);
}
