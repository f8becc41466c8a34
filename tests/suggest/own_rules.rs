//! What is offered where an organisation has rules of its own.

use compliance_check::check::Checker;
use compliance_check::model::rule::Rules;
use compliance_check::suggest::{Proposals, propose};
use compliance_check::text::Source;

use super::{CATALOG, DAY, service, what};
use crate::common;

/// A rule of this organisation: its id, and what it speaks about and when.
fn rule(id: &str, rest: &str) -> Source {
    let text = format!("id: own/{id}\ntitle: Our own\n{rest}\nwhy: We say so\nfix: Do as we say\n");
    Source::new(format!("{id}.yaml"), text)
}

/// The shipped rules with these.
fn with(rules: impl IntoIterator<Item = Source>) -> Rules {
    common::rules_with(rules, &CATALOG)
}

fn proposals(rules: &Rules, text: &str) -> Proposals {
    let checker = Checker::new(&CATALOG, rules, DAY.parse().expect("a date"));
    propose(&checker, &Source::new("deploy.toml", text))
}

/// Warns of every service for which this holds.
fn warns(when: &str) -> Source {
    let matched = "match: { service.id: '*' }";
    rule("closes", &format!("severity: warning\nsubject: service\n{matched}\nwhen: '{when}'\nsays: it closes soon"))
}

#[test]
fn an_edit_after_which_a_rule_gives_no_answer_is_not_offered() {
    let text = service("winch", "bay", "\"bay-1\"", "\"audit\"");
    assert_eq!(super::proposals(&text).suggestions.len(), 1, "without the rule it is");
    // A cloud that is open has no day on which it closed.
    let silent = warns("cloud.id != \"bay\" && cloud.closed < \"2030-01-01\"");
    let proposals = proposals(&with([silent]), &text);
    assert!(proposals.suggestions.is_empty(), "{proposals:#?}");
    let [open] = proposals.open.as_slice() else { panic!("{proposals:#?}") };
    let why = |region: &str| format!("lake in {region} (NL) would close it, and leave own/closes without an answer");
    assert_eq!(open.why, [why("lake-1"), why("lake-2")]);
    assert!(open.alternatives.is_empty());
}

#[test]
fn a_rule_that_gives_no_answer_anyway_hinders_no_edit() {
    let silent = warns("cloud.id == \"bay\" && cloud.closed < \"2030-01-01\"");
    let text = service("crane", "bay", "\"bay-1\"", "\"audit\"");
    let proposals = proposals(&with([silent]), &text);
    assert_eq!(what(&proposals.suggestions), ["put `crane` in bay-3 (NL) instead of bay-1 (NL)"]);
}

#[test]
fn a_rule_that_gives_no_answer_is_a_problem_and_no_silence() {
    let folder = common::scratch("suggest-no-answer");
    let silent = warns("cloud.closed < \"2030-01-01\"");
    common::write(&folder, "team/closes.yaml", silent.text());
    let barge = service("barge", "bay", "", "\"audit\"");
    for name in ["a", "b"] {
        common::write(&folder, &format!("{name}/deploy.toml"), &barge);
    }
    let ran = super::run(&folder, &["--rules", "team", "."], "");
    assert_eq!(ran.status, Some(2), "{}", ran.out);
    assert_eq!(ran.out.matches("gives no answer").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("team/closes.yaml"), "{}", ran.out);
    assert!(ran.out.ends_with("no gaps as of 2026-03-01 in what could be checked\n"), "{}", ran.out);
    let ran = super::run(&folder, &["--rules", "team", "--format", "json", "a"], "");
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("suggest", &document);
    assert_eq!((ran.status, &document["files"][1]["problems"][0]["code"]), (Some(2), &"no-answer".into()));
}

/// Asks for the audit in one place.
fn asks_in(region: &str) -> Source {
    rule("asks", &format!("subject: placement\nmatch: {{ region.id: {region} }}\nrequire: {{ standards: [audit] }}"))
}

#[test]
fn a_move_that_leaves_the_question_behind_is_not_offered_and_nobody_says_that_no_place_holds_it() {
    let rules = with([asks_in("bay-1")]);
    let open = |name: &str, requires: &str| {
        let proposals = proposals(&rules, &service(name, "bay", "\"bay-1\"", requires));
        assert!(proposals.suggestions.is_empty(), "{proposals:#?}");
        let [open] = proposals.open.as_slice() else { panic!("{proposals:#?}") };
        assert!(open.alternatives.is_empty(), "{open:#?}");
        open.why.concat()
    };
    let why = "holds audit for this service, but nothing asks for it there: a move that only leaves the question behind is \
               not offered";
    assert_eq!(open("crane", ""), format!("bay {why}"));
    // That something else is shown elsewhere makes no difference.
    assert_eq!(open("pilot", "\"seal\""), format!("lake {why}"));
    let why = "8 regions and 2 clouds of Anchorage besides bay were asked, and none covers it; a move to where nothing \
               asks for it is not offered";
    assert_eq!(open("rope", ""), why);
}
