//! Every shipped rule finds in its failing examples what their comments say, and nothing in its passing ones.

use crate::common;

use std::collections::BTreeSet;

use compliance_check::catalog::Catalog;
use compliance_check::model::profile::Profiles;
use compliance_check::model::rule::{Example, Rule, Rules};
use compliance_check::model::verdict::Verdict;
use compliance_check::trial::{Ground, Trial, Trials};

/// What is wrong with the examples of a rule, each as `file:line: message: what is said there (help)`.
fn faults(trial: &Trial) -> Vec<String> {
    let faults = trial.examples.iter().flat_map(|tried| tried.ended.faults());
    let told = faults.map(|fault| {
        let at = |start| trial.source.position(start).line;
        let related: String =
            fault.related.iter().map(|(span, words)| format!("\n    {}: {words}", at(span.start))).collect();
        let help = fault.help.as_deref().unwrap_or_default();
        let (name, line) = (trial.source.name(), at(fault.span.start));
        format!("{name}:{line}: {}: {}{related}\n    ({help})", fault.message, fault.label)
    });
    told.collect()
}

/// What is wrong with the examples of every rule of `rules` that is `wanted`.
fn all_faults(rules: &Rules, catalog: &Catalog, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let profiles = Profiles::default();
    let trials = Trials::new(Ground { catalog, rules, profiles: &profiles });
    rules.rules.iter().filter(|rule| wanted(&rule.id)).flat_map(|rule| faults(&trials.of(rule))).collect()
}

#[test]
fn every_rule_finds_in_its_examples_what_their_comments_say_and_nothing_else() {
    let (rules, catalog) = (common::all_rules(), common::catalog());
    for rule in &rules.rules {
        assert!(rule.examples.iter().any(|example| example.fails), "{} has no failing example", rule.id);
        assert!(rule.examples.iter().any(|example| !example.fails), "{} has no passing example", rule.id);
    }
    let faults = all_faults(&rules, &catalog, |_| true);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The manifests that come of changing one thing that the comments of `manifest` say.
fn changed(manifest: &str) -> Vec<String> {
    let lines: Vec<_> = manifest.lines().collect();
    let mut changed = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((before, comment)) = line.split_once(" # ").filter(|(_, comment)| comment.contains('[')) else {
            continue;
        };
        let mut with = |instead: String| {
            let mut lines: Vec<_> = lines.iter().map(|&line| line.to_owned()).collect();
            lines[at] = instead;
            changed.push(lines.join("\n"));
        };
        let other = if comment.contains("error[") { "advice[" } else { "error[" };
        with(before.to_owned());
        with(format!("{before} # {comment} + {comment}"));
        with(format!("{before} # {}", comment.replacen(comment.split_inclusive('[').next().unwrap_or(""), other, 1)));
        with(format!("{before} # {}", comment.replacen(']', "-not]", 1)));
        with(format!("{before} # {comment}x"));
        // The line above is one more, so what is found moves down.
        with(format!("tags = {{}} # {comment}\n{before}"));
    }
    changed
}

#[test]
fn any_change_of_what_a_comment_expects_makes_the_test_of_its_rule_fail() {
    let (rules, catalog, profiles) = (common::all_rules(), common::catalog(), Profiles::default());
    let trials = Trials::new(Ground { catalog: &catalog, rules: &rules, profiles: &profiles });
    let mut tried = 0;
    for rule in &rules.rules {
        for example in rule.examples.iter().filter(|example| example.fails) {
            for manifest in changed(&example.manifest) {
                let examples = vec![Example { manifest: manifest.clone().into(), ..example.clone() }].into();
                let found = faults(&trials.of(&Rule { examples, ..rule.clone() }));
                assert!(!found.is_empty(), "{} still passes:\n{manifest}", rule.id);
                tried += 1;
            }
        }
    }
    assert!(tried >= rules.rules.len() * 6, "every rule has a failing example with a comment");
}

#[test]
fn every_verdict_but_covered_has_a_rule_of_its_name() {
    let rules = common::shipped_rules();
    let ids: BTreeSet<_> = rules.rules.iter().map(|rule| rule.id.as_str()).collect();
    for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Covered) {
        let id = format!("coverage/{}", verdict.name());
        assert!(ids.contains(id.as_str()), "add rules/{id}.yaml");
    }
}

#[test]
fn every_rule_stands_in_the_file_that_its_id_names() {
    for rule in &common::all_rules().rules {
        let folder = if rule.pack.is_some() { "rules/packs" } else { "rules" };
        let path = common::root().join(folder).join(format!("{}.yaml", rule.id));
        assert_eq!(rule.source.name(), path.display().to_string());
    }
}
