//! What a trial of a rule's examples tells: what is missing, what is surplus, and what could not be tried.

use crate::common;

use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::model::profile::Profiles;
use compliance_check::text::Source;
use compliance_check::trial::{Ended, Ground, Trial, Trials};

static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

/// How the examples of a rule fare beside the shipped rules.
fn trial(text: &str) -> Trial {
    let rules = common::rules_with([Source::new("rule.yaml", text)], &CATALOG);
    let rule = rules.rules.iter().find(|rule| rule.source.name() == "rule.yaml").expect("it is there");
    Trials::new(Ground { catalog: &CATALOG, rules: &rules, profiles: &Profiles::default() }).of(rule)
}

/// Each example as `passed`, or how it ended with every place at which something is said: the line and the words.
fn told(text: &str) -> Vec<String> {
    let trial = trial(text);
    let line = |start| trial.source.position(start).line;
    let tried = trial.examples.iter().map(|tried| {
        let word = match tried.ended {
            Ended::Passed => return "passed".to_owned(),
            Ended::Failed(_) => "failed",
            Ended::Broken(_) => "broken",
        };
        let faults = tried.ended.faults().iter().map(|fault| {
            let related = fault.related.iter().map(|(span, words)| format!("; {}: {words}", line(span.start)));
            let label = if fault.label.is_empty() { String::new() } else { format!(": {}", fault.label) };
            format!(" {}: {}{label}{}", line(fault.span.start), fault.message, related.collect::<String>())
        });
        format!("{word}{}", faults.collect::<String>())
    });
    tried.collect()
}

/// A rule that requires, with this example.
fn requiring(example: &str) -> String {
    let indented: String = example.lines().map(|line| format!("      {line}\n")).collect();
    format!(
        "id: team/health\ntitle: health data\nsubject: service\nmatch: {{ service.data: phi }}\n\
         require: {{ standards: [hipaa-baa, fedramp@high] }}\nwhy: It is the law.\nexamples:\n  - as-of: 2021-08-03\n    \
         fails: |\n{indented}"
    )
}

const BOT: &str = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";

#[test]
fn a_rule_that_requires_answers_for_the_findings_that_it_caused() {
    let service = "service = \"azure-bot-service\" # error[coverage/level-too-low] fedramp@high + \
        warning[evidence/contested] fedramp@high + error[obligation/agreement-missing] hipaa-baa";
    let whole = format!("[[services]]\n{service}\ncloud = \"azure-public\"\ndata = [\"phi\"]\n");
    assert_eq!(told(&requiring(&whole)), ["passed"]);
    // What the manifest asks for itself is none of the rule's, and may be named or not.
    let more = format!("{whole}requires = [\"iso-27001:2022\"]");
    assert_eq!(told(&requiring(&more)), ["passed"]);
    let named = format!("{more} # error[coverage/edition-differs] iso-27001:2022");
    assert_eq!(told(&requiring(&named)), ["passed"]);
    let wrong = format!("{more} # error[coverage/edition-differs] iso-27001");
    let missing = "expected, and not found: error[coverage/edition-differs] iso-27001";
    let differs = told(&requiring(&wrong));
    assert!(differs[0].starts_with("failed 14: ") && differs[0].ends_with(missing), "{differs:?}");
    let less = whole.replace(" + error[obligation/agreement-missing] hipaa-baa", "");
    assert_eq!(
        told(&requiring(&less)),
        ["failed 11: team/health makes other findings of its example than the comments say: found, and not \
          expected: error[obligation/agreement-missing] hipaa-baa"]
    );
}

#[test]
fn a_failing_example_of_which_nothing_is_said_fails() {
    let plain = format!("{BOT}data = [\"phi\"]\n");
    assert!(told(&requiring(&plain))[0].starts_with("failed 11: the failing example does not say what team/health"));
    let silent = format!("{BOT}data = [\"pii\"] # error[coverage/level-too-low] fedramp@high\n");
    assert_eq!(
        told(&requiring(&silent)),
        ["failed 13: team/health says nothing about its failing example: expected, and not found: \
          error[coverage/level-too-low] fedramp@high"]
    );
}

#[test]
fn a_passing_example_has_nothing_of_its_rule_and_may_name_what_others_find() {
    let passing = |data: &str, comment: &str| {
        let manifest = format!("{BOT}data = [\"{data}\"]\nrequires = [\"fedramp@high\"]{comment}");
        requiring(&manifest).replace("fails: |", "passes: |")
    };
    assert_eq!(told(&passing("pii", "")), ["passed"]);
    assert_eq!(told(&passing("pii", " # error[coverage/level-too-low] fedramp@high")), ["passed"]);
    assert!(told(&passing("pii", " # error[coverage/lapsed] fedramp@high"))[0].starts_with("failed 14"));
    let spoke = told(&passing("phi", ""));
    assert!(
        spoke[0].starts_with("failed 11: team/health speaks about its passing example: found, and not expected"),
        "{spoke:?}"
    );
}

#[test]
fn an_example_shows_what_its_own_rule_asks_and_not_what_others_do() {
    let other = "id: team/other\ntitle: everything\nsubject: service\nmatch: {}\nrequire: { standards: [iso-27001:2022] }\n\
        why: It is wanted.\n";
    let comment = "# error[coverage/level-too-low] fedramp@high + warning[evidence/contested] fedramp@high + \
        error[obligation/agreement-missing] hipaa-baa + error[coverage/edition-differs] iso-27001:2022";
    let manifest = format!(
        "[[services]]\nservice = \"azure-bot-service\" {comment}\ncloud = \"azure-public\"\ndata = [\"phi\"]\n"
    );
    let text = requiring(&manifest);
    let tried = |with: &[Source]| {
        let rules = common::rules_with(with.iter().cloned(), &CATALOG);
        let rule = rules.rules.iter().find(|rule| rule.id == "team/health").expect("it is there");
        let ground = Ground { catalog: &CATALOG, rules: &rules, profiles: &Profiles::default() };
        matches!(Trials::new(ground).of(rule).examples[0].ended, Ended::Passed)
    };
    let own = Source::new("rule.yaml", text.as_str());
    assert!(!tried(&[own, Source::new("other.yaml", other)]), "the other rule takes no part");
    let beside: String = other.lines().map(|line| format!("      {line}\n")).collect();
    let with_beside = Source::new("rule.yaml", format!("{text}    rule: |\n{beside}"));
    assert!(tried(&[with_beside]), "the rule beside the example does");
}

#[test]
fn what_cannot_be_tried_is_told_where_it_stands() {
    assert_eq!(
        told(&requiring(&format!("{BOT}data = [\"phi\"] # eror[coverage/lapsed] soc-2\nrequires = [\"soc-3\"] # ok"))),
        ["broken 13: `eror` is no severity"]
    );
    let unknown = BOT.replace("azure-bot-service", "azure-bot-servise");
    assert_eq!(told(&requiring(&unknown)), ["broken 11: no service `azure-bot-servise` is known to the catalogue"]);
    let evidence = format!("{}    evidence: |\n      id: list\n      ttle: A list\n", requiring(BOT));
    let broken = told(&evidence);
    assert!(broken[0].starts_with("broken") && broken[0].contains(" 15: `ttle` is not known here"), "{broken:?}");
    let beside = format!("{}    rule: |\n      id: coverage/lapsed\n      title: again\n", requiring(BOT));
    let broken = told(&beside);
    assert!(broken[0].starts_with("broken") && broken[0].contains("`match` is missing"), "{broken:?}");
}

#[test]
fn an_expression_that_gives_no_answer_leaves_its_example_untried() {
    let text = format!(
        "id: team/old\ntitle: old evidence\nsubject: requirement\nmatch: {{}}\nwhen: held.until < as_of\nseverity: error\n\
         says: it is old\nwhy: Old.\nfix: New.\nexamples:\n  - as-of: 2021-08-03\n    fails: |\n      {}\n      \
         requires = [\"soc-2\"] # error[team/old] soc-2\n",
        BOT.trim_end().replace('\n', "\n      ")
    );
    let broken = told(&text);
    assert!(broken[0].contains("the expression of team/old gives no answer for azure-bot-service"), "{broken:?}");
}
