//! Packs that met nothing in a whole run, over small packs of one's own.

use crate::common;

use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::load::rules::{self, PackFiles};
use compliance_check::model::rule::Rules;
use compliance_check::text::Source;

static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

/// A pack of this name, with the words that it knows and one rule of it.
fn pack(name: &str, words: &str, rule: &str) -> PackFiles {
    let about = format!("name: {name}\nversion: 1.0.0\ntitle: A pack\nfor: Whoever tries packs.\n{words}");
    let rule = format!("id: {name}/rule\ntitle: an example\nwhy: So it is.\n{rule}");
    PackFiles {
        about: Source::new(format!("{name}/pack.yaml"), about),
        rules: vec![Source::new(format!("{name}/rule.yaml"), rule)],
    }
}

/// The names of the packs that met nothing in these manifests, each with what it would have spoken to.
fn idle(packs: &[PackFiles], manifests: &[&str]) -> Vec<String> {
    let (rules, problems) = rules::load_packs_onto(Rules::default(), &[], packs, &CATALOG);
    assert!(problems.is_empty(), "{}", common::lines(problems));
    let checker = Checker::new(&CATALOG, &rules, "2021-08-03".parse().expect("a date"));
    let outcomes: Vec<_> = manifests
        .iter()
        .map(|text| {
            let deployment = common::deployment(text, &CATALOG);
            let mut outcome = checker.check(&deployment);
            outcome.met = checker.met(&deployment);
            outcome
        })
        .collect();
    checker.idle_packs(outcomes.iter()).into_iter().map(|notice| notice.message).collect()
}

/// A rule of reports that speaks of a service of this name.
fn reporting(service: &str) -> String {
    format!(
        "severity: advice\nsubject: service\nmatch: {{ service.name: {service} }}\nsays: it is here\nfix: Nothing.\n"
    )
}

/// A rule that asks something of a service of this name.
fn asking(service: &str) -> String {
    format!("subject: service\nmatch: {{ service.name: {service} }}\nrequire: {{ standards: [soc-2] }}\n")
}

fn bot(name: &str, rest: &str) -> String {
    format!("[[services]]\nname = \"{name}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n{rest}\n")
}

const DATA: &str = "data: { mail: letters }\n";
const TAGS: &str = "tags: { tier=one: what must not fail }\n";

#[test]
fn a_pack_is_met_by_the_data_that_it_knows() {
    let pack = || [pack("post", DATA, &reporting("nobody"))];
    let note = "the pack post met nothing in this run; it knows the data mail";
    assert_eq!(idle(&pack(), &[&bot("one", "data = [\"logs\"]")]), [note]);
    assert_eq!(idle(&pack(), &[&bot("one", "data = [\"mail\"]")]), [""; 0]);
    assert_eq!(idle(&pack(), &[&bot("one", ""), &bot("two", "data = [\"mail\"]")]), [""; 0], "one manifest is enough");
}

#[test]
fn a_pack_is_met_by_a_tag_of_the_deployment_or_of_a_service() {
    let pack = || [pack("post", TAGS, &reporting("nobody"))];
    let tags = "tags = { tier = \"one\" }";
    assert_eq!(
        idle(&pack(), &[&bot("one", "")]),
        ["the pack post met nothing in this run; it knows the tags tier=one"]
    );
    assert_eq!(idle(&pack(), &[&bot("one", tags)]), [""; 0]);
    assert_eq!(idle(&pack(), &[&format!("[deployment]\n{tags}\n{}", bot("one", ""))]), [""; 0]);
}

#[test]
fn a_pack_without_such_words_is_idle_only_where_it_asks_for_something() {
    let without = |rule: &str| [pack("post", "", rule)];
    assert_eq!(idle(&without(&reporting("nobody")), &[&bot("one", "")]), [""; 0], "it looked, and is content");
    assert_eq!(idle(&without(&asking("nobody")), &[&bot("one", "")]), ["the pack post met nothing in this run"]);
    assert_eq!(idle(&without(&asking("one")), &[&bot("one", "")]), [""; 0]);
}

#[test]
fn a_pack_whose_rule_found_something_is_not_idle_whatever_it_knows() {
    assert_eq!(idle(&[pack("post", DATA, &reporting("one"))], &[&bot("one", "")]), [""; 0]);
    let both = format!("{DATA}{TAGS}");
    let note = "the pack post met nothing in this run; it knows the data mail, and the tags tier=one";
    assert_eq!(idle(&[pack("post", &both, &reporting("nobody"))], &[&bot("one", "")]), [note]);
}

#[test]
fn what_the_rules_of_one_pack_find_is_not_found_by_another() {
    let packs = [pack("post", DATA, &reporting("one")), pack("rail", DATA, &reporting("nobody"))];
    assert_eq!(idle(&packs, &[&bot("one", "")]), ["the pack rail met nothing in this run; it knows the data mail"]);
}
