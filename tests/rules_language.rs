//! The rule language: what a rule file may say, and how each mistake in one is told.

use compliance_check::load::problem::Problem;
use compliance_check::load::rules;
use compliance_check::model::rule::{Cited, Rules};
use compliance_check::text::Source;

/// A sound rule that reports, without its `match`.
const REPORTING: &str = "id: team/example\ntitle: an example\nseverity: error\nsubject: service\n\
    says: '{service.name} is here'\nwhy: It is an example.\nfix: Nothing.\n";

fn load(text: &str) -> (Rules, Vec<Problem>) {
    let (rules, problems) = rules::load(&[Source::new("rule.yaml", text)], &compliance_check::run::carried());
    (rules, problems.into_sorted())
}

/// Every problem as `line: code: the text at its place: message (help)`.
fn told(text: &str) -> Vec<String> {
    let told = |problem: &Problem| {
        let line = problem.source.position(problem.span.start).line;
        let at = problem.source.slice(problem.span).lines().next().unwrap_or_default();
        let help = problem.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{line}: {}: {at}: {}{help}", problem.code, problem.message)
    };
    load(text).1.iter().map(told).collect()
}

/// A field by the name of a thing that it doesn't belong to, but ends like.
#[test]
fn a_field_that_is_said_to_belong_to_another_thing_is_offered_by_its_last_part() {
    let placement = REPORTING.replace("subject: service", "subject: placement");
    let says = |field: &str| told(&format!("{placement}match: {{ {field}: x }}\n"));
    let of = |field: &str, help: &str| {
        [format!("8: unknown-field: {field}: a placement has no field `{field}` (did you mean {help}?)")]
    };
    assert_eq!(says("placement.country"), of("placement.country", "`region.country`"));
    assert_eq!(says("placement.contry"), of("placement.contry", "`region.country`"));
    assert_eq!(says("country"), of("country", "`region.country`"));
    let many = "`service.title`, `provider.title`, `cloud.title` or `region.title`";
    assert_eq!(says("placement.title"), of("placement.title", many));
    assert!(says("placement.weather")[0].contains("(it has as-of, "), "{:?}", says("placement.weather"));
}

#[test]
fn a_rule_says_what_it_rests_on() {
    let text = format!(
        "{REPORTING}match: {{}}\nsources:\n  - Decision of the board of 2026-01-15, item 4\n  \
         - {{ title: A law, found-at: law.example/4, publisher: The state, date: \"2013\", at: section 8 }}\n  \
         - {{ document: azure-bot-service-2021-08-03, at: table 2 }}\n"
    );
    let (rules, problems) = load(&text);
    assert!(problems.is_empty(), "{problems:?}");
    let [words, work, document] = rules.rules[0].sources.as_slice() else { panic!("three sources: {rules:?}") };
    assert_eq!(*words, Cited::Words("Decision of the board of 2026-01-15, item 4".into()));
    let Cited::Work(work) = work else { panic!("{work:?}") };
    assert_eq!((&*work.title, &*work.found_at), ("A law", "law.example/4"));
    assert_eq!(work.date.map(|date| date.to_string()).as_deref(), Some("2013"));
    let Cited::Document { document, at } = document else { panic!("{document:?}") };
    let catalog = compliance_check::run::carried();
    assert_eq!(catalog.facts().documents[*document].title, "Compliance in Azure Bot Service");
    assert_eq!(at.as_deref(), Some("table 2"));
}

#[test]
fn a_source_that_nobody_can_find_is_a_problem_at_its_place() {
    let text = format!(
        "{REPORTING}match: {{}}\nsources:\n  - {{ title: A law, publisher: The state }}\n  \
         - {{ document: azure-bot-service-2021-08-04 }}\n  - ''\n  - {{ title: T, found-at: f, date: 2013-99 }}\n  \
         - {{ title: T, found-at: f, dte: '2013' }}\n"
    );
    assert_eq!(
        told(&text),
        [
            "10: missing-key: { title: A law, publisher: The state }: `found-at` is missing",
            "11: unknown-document: azure-bot-service-2021-08-04: no document `azure-bot-service-2021-08-04` is known to \
             the catalogue (did you mean `azure-bot-service-2021-08-03`?)",
            "12: empty: '': a source says nothing",
            "13: not-a-date: 2013-99: `2013-99` is not a date (write it as year-month-day, year-month or year, in \
             quotes: \"2026-11\")",
            "14: unknown-key: dte: `dte` is not known here (did you mean `date`?)",
        ]
    );
    assert_eq!(told(&format!("{REPORTING}match: {{}}\nsources: []\n")), ["9: empty: []: an empty list says nothing"]);
}

/// The lines without what is offered where a name is unlike all others: all of them.
fn without_lists(lines: Vec<String>) -> Vec<String> {
    let ends = [" (none of the ", " (known here: ", " (it is one of ", " (it has "];
    let cut =
        |line: &String| ends.iter().fold(line.as_str(), |line, end| line.split(end).next().unwrap_or(line)).to_owned();
    lines.iter().map(cut).collect()
}

/// One rule with every mistake that a rule which reports can have, each on a line of its own.
const REPORTING_WRONG: &str = "\
id: Team/Wrong
titel: a title
severity: eror
subject: servise
match:
  service.idd: graph
  cloud.id: azure-pubic
  service.title: 'Azure Bott*'
  service.name: '[a'
  cloud.closed: { older-than: 3 fortnights, before: 2026-13-01, after: soon }
  service.regions: { at-least: two, at-mots: 3 }
  any: []
  not: { cloud.status: [] }
  all:
    - { service.tags: 7 }
    - { cloud.closed: {} }
says: '{service.tilte} is {bound}'
label: 'a brace { is open'
one-per: service.nmae
ways-out: perhaps
when: service.nam == 'x' && service.dta.exists(c, c == 'y')
why: ''
fix: [a]
sources: []
examples:
  - { as-of: 2021-02-30, passes: a, fails: b }
  - { as-of: 2021-02-03, fials: b }
";

#[test]
fn every_mistake_of_a_rule_that_reports_is_told_in_one_run_at_its_place() {
    let expected = [
        "1: bad-id: Team/Wrong: `Team/Wrong` is no id for a rule (an id is a group and a flaw, as in \
         `coverage/not-listed`: small letters, digits and dashes)",
        "2: unknown-key: titel: `titel` is not known here (did you mean `title`?)",
        "3: unknown-word: eror: `eror` is no severity (did you mean `error`?)",
        "4: unknown-word: servise: `servise` is no subject (did you mean `service`?)",
        "6: unknown-field: service.idd: a service has no field `service.idd` (did you mean `service.id`?)",
        "7: matches-nothing: azure-pubic: `cloud.id` is never `azure-pubic` (did you mean `azure-public`?)",
        "8: matches-nothing: 'Azure Bott*': `service.title` is never `Azure Bott*`",
        "9: bad-pattern: '[a': this pattern can't be understood: unclosed character class; missing ']'",
        "10: bad-duration: 3 fortnights: `3 fortnights` is no length of time (write it as `24 months` or `90 days`)",
        "10: not-a-date: 2026-13-01: `2026-13-01` is not a date (write it as year-month-day: 2026-11-22)",
        "10: not-a-date: soon: `soon` is not a date (write it as year-month-day: 2026-11-22)",
        "11: wrong-type: two: a whole number is expected here, and this is text",
        "11: unknown-key: at-mots: `at-mots` is not known here (did you mean `at-most`?)",
        "12: empty: []: an empty list says nothing",
        "13: empty: []: an empty list says nothing",
        "15: wrong-type: 7: text is expected here, and this is a whole number (put it in quotes)",
        "16: missing-key: {}: `older-than`, `within`, `before` or `after` is missing",
        "17: unknown-field: {service.tilte}: a service has no field `service.tilte` (did you mean `service.title`?)",
        "17: unknown-field: {bound}: a service has no field `bound`",
        "18: bad-placeholder: {: this brace is not closed (write `{{` or `}}` for a brace itself)",
        "19: unknown-field: service.nmae: a service has no field `service.nmae` (did you mean `service.name`?)",
        "20: wrong-type: perhaps: true or false is expected here, and this is text",
        "21: bad-expression: service.nam == 'x' && service.dta.exists(c, c == 'y'): `service.dta` is not known here (did \
         you mean `service.data`?)",
        "21: bad-expression: service.nam == 'x' && service.dta.exists(c, c == 'y'): `service.nam` is not known here (did \
         you mean `service.name`?)",
        "22: empty: '': `why` says nothing",
        "23: wrong-type: [a]: text is expected here, and this is a list",
        "24: empty: []: an empty list says nothing",
        "26: bad-example: { as-of: 2021-02-30, passes: a, fails: b }: an example has either `passes` or `fails`, with a \
         manifest",
        "26: not-a-date: 2021-02-30: `2021-02-30` is not a date (write it as year-month-day: 2026-11-22)",
        "27: bad-example: { as-of: 2021-02-03, fials: b }: an example has either `passes` or `fails`, with a manifest",
        "27: unknown-key: fials: `fials` is not known here (did you mean `fails`?)",
    ];
    assert_eq!(without_lists(told(REPORTING_WRONG)), expected);
}

/// What is wrong with a template, and nothing but that, as `line:column: code: the text at its place: message (help)`.
fn told_of_says(says: &str) -> Vec<String> {
    let text = format!("{}match: {{}}\n", REPORTING.replace("'{service.name} is here'", says));
    let told = |problem: &Problem| {
        let position = problem.source.position(problem.span.start);
        let at = problem.source.slice(problem.span).lines().next().unwrap_or_default();
        let help = problem.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}:{}: {at}: {}{help}", position.line, position.column, problem.message)
    };
    load(&text).1.iter().map(told).collect()
}

#[test]
fn every_placeholder_that_is_none_is_told_at_its_own_place() {
    let how = "the first half is said of one subject, the second of several";
    let doubled = "write `{{` or `}}` for a brace itself";
    for (says, expected) in [
        (
            "'{service.nme|service.names} and {one|two|three} and {|} and {|s}, {is|are}'",
            vec![
                "5:8: {service.nme|service.names}: `{service.nme|service.names}` chooses between words, and `service.nme` \
                 looks like a field (did you mean `{service.name}`?)"
                    .to_owned(),
                format!("5:40: {{one|two|three}}: `{{one|two|three}}` has 3 parts, and a choice has two (write `{{is|are}}`: {how})"),
                format!("5:60: {{|}}: a half of `{{|}}` is empty (write both words whole, as in `{{region|regions}}`: {how})"),
                format!("5:68: {{|s}}: a half of `{{|s}}` is empty (write both words whole, as in `{{region|regions}}`: {how})"),
            ],
        ),
        (
            "\"a \\\"word\\\" {service.nme and {} then } {service.nam}\"",
            vec![
                format!("5:19: {{service.nme: this brace is not closed ({doubled})"),
                format!("5:36: {{}}: this placeholder names nothing (name a field, as in `{{deployment.name}}`; {doubled})"),
                format!("5:44: }}: this brace closes nothing ({doubled})"),
                "5:46: {service.nam}: a service has no field `service.nam` (did you mean `service.name`?)".to_owned(),
            ],
        ),
        (
            ">-\n  {service.name} is\n  here with {service.nme}\n  and {service.nme}\n",
            vec![
                "7:13: {service.nme}: a service has no field `service.nme` (did you mean `service.name`?)".to_owned(),
                "8:7: {service.nme}: a service has no field `service.nme` (did you mean `service.name`?)".to_owned(),
            ],
        ),
        (
            "|\n  here with {service.nme}\n",
            vec!["6:13: {service.nme}: a service has no field `service.nme` (did you mean `service.name`?)".to_owned()],
        ),
        (
            "here is {service.nme}\n  and {{not a field}}",
            vec!["5:15: {service.nme}: a service has no field `service.nme` (did you mean `service.name`?)".to_owned()],
        ),
        // Where a part is spelled with escapes, the whole is shown.
        (
            "\"{service\\x2Enme}\"",
            vec!["5:7: \"{service\\x2Enme}\": a service has no field `service.nme` (did you mean `service.name`?)".to_owned()],
        ),
    ] {
        assert_eq!(told_of_says(says), expected, "{says}");
    }
}

/// The same for a rule that requires.
#[test]
fn only_what_is_found_of_a_requirement_is_told_by_regions() {
    let text = format!("{REPORTING}match: {{}}\nsays-in-regions: 'in {{regions}}'\n");
    let line = text.lines().position(|line| line.starts_with("says-in-regions")).expect("it is there") + 1;
    let expected = format!(
        "{line}: not-by-regions: says-in-regions: what is found of a service is not told by regions (leave it out: only a \
         requirement can hold in some regions and fail in others)"
    );
    assert_eq!(told(&text), [expected]);
    let of_requirement = text.replace("subject: service", "subject: requirement");
    assert_eq!(told(&of_requirement), [""; 0]);
    let wrong = told(&of_requirement.replace("{regions}", "{region.id}"));
    assert!(wrong.len() == 1 && wrong[0].contains("unknown-field: {region.id}"), "{wrong:?}");
    // Those that share a finding have regions of their own.
    let shared = told(&format!("{of_requirement}one-per: standard.id\n"));
    let expected = format!(
        "{line}: shared-in-regions: says-in-regions: subjects that share a finding by `one-per` fail in regions of their own, \
         and no words on regions hold for all of them (leave `says-in-regions` out, or `one-per`)"
    );
    assert_eq!(shared, [expected]);
}

const REQUIRING_WRONG: &str = "\
id: team/wrong
title: a title
subject: service
severity: error
match: { service.data: phi, service.data: pii }
require:
  standards: [hipaa-baaa, iso-27001:2014, { standard: soc-2, assurence: any }, 'fedramp@hgih']
  assurance: thrid-party
  agreements: [microsoft-hippa-baa]
  regions: [eastuss, 'mars-*']
  countries: [USA]
  geographies: Atlantis
  at-least: { regions: 1, planets: 2, countries: many }
  at-most: 2
ways-out: true
why: It is wrong.
";

#[test]
fn every_mistake_of_a_rule_that_requires_is_told_in_one_run_at_its_place() {
    let expected = [
        "4: two-effects: severity: a rule that requires has no `severity` (it asks; the rules that report say what is not \
         so. Make a second rule to report)",
        "5: duplicate-key: service.data: `service.data` is written twice",
        "7: unknown-standard: hipaa-baaa: no standard `hipaa-baaa` is known to the catalogue (did you mean `hipaa-baa`?)",
        "7: unknown-standard: iso-27001:2014: `iso-27001:2014` names no edition of ISO 27001 that is known (did you mean \
         `iso-27001:2013`?)",
        "7: unknown-key: assurence: `assurence` is not known here (did you mean `assurance`?)",
        "7: unknown-standard: 'fedramp@hgih': FedRAMP has no level `hgih` (did you mean `fedramp@high`?)",
        "8: unknown-word: thrid-party: `thrid-party` is no assurance (did you mean `third-party`?)",
        "9: unknown-agreement: microsoft-hippa-baa: no agreement `microsoft-hippa-baa` is known to the catalogue (did you \
         mean `microsoft-hipaa-baa`?)",
        "10: matches-nothing: eastuss: `regions` is never `eastuss` (did you mean `eastus`?)",
        "10: matches-nothing: 'mars-*': `regions` is never `mars-*`",
        "11: matches-nothing: USA: `countries` is never `USA` (did you mean `US`?)",
        "12: matches-nothing: Atlantis: `geographies` is never `Atlantis`",
        "13: too-few: 1: 1 is no number of places to be spread over (ask for at least 2)",
        "13: unknown-key: planets: `planets` is not known here",
        "13: wrong-type: many: a whole number is expected here, and this is text",
        "14: unknown-key: at-most: `at-most` is not known here",
        "15: two-effects: ways-out: a rule that requires has no `ways-out` (it asks; the rules that report say what is \
         not so. Make a second rule to report)",
    ];
    assert_eq!(without_lists(told(REQUIRING_WRONG)), expected);
}

#[test]
fn nothing_is_required_of_what_comes_into_being_by_requiring() {
    for subject in ["requirement", "obligation", "waiver"] {
        let text = format!(
            "id: team/example\ntitle: t\nsubject: {subject}\nmatch: {{}}\nrequire: {{ standards: [soc-2] }}\nwhy: w\n"
        );
        let expected = format!(
            "5: wrong-subject: {{ standards: [soc-2] }}: nothing can be required of a {subject} (a rule that requires is \
             about one of deployment, service, placement, flow)"
        );
        assert_eq!(told(&text), [expected]);
    }
    let nothing = "id: team/example\ntitle: t\nsubject: service\nmatch: {}\nrequire: {}\nwhy: w\n";
    assert!(told(nothing)[0].starts_with("5: empty: {}: this asks for nothing"), "{:?}", told(nothing));
}

#[test]
fn an_id_stands_for_one_rule() {
    let files = ["one.yaml", "two.yaml", "three.yaml"];
    let files = files.map(|name| Source::new(name, format!("# team/example, {name}\n{REPORTING}match: {{}}\n")));
    let (_, problems) = rules::load(&files, &compliance_check::run::carried());
    let told: Vec<_> = problems
        .into_sorted()
        .iter()
        .map(|one| format!("{}:{}: {}", one.source.name(), one.source.position(one.span.start).line, one.message))
        .collect();
    assert_eq!(
        told,
        [
            "three.yaml:2: a rule `team/example` stands in one.yaml already",
            "two.yaml:2: a rule `team/example` stands in three.yaml already",
        ]
    );
}

#[test]
fn a_rule_with_the_id_of_one_that_is_known_is_told_in_its_own_file() {
    let catalog = compliance_check::run::carried();
    let text = REPORTING.replace("team/example", "coverage/not-listed") + "match: {}\n";
    let own = Source::new("a-first-name.yaml", text);
    let (_, problems) = rules::load_onto(crate::common::shipped_rules(), &[own], &catalog);
    let [problem] = problems.into_sorted().try_into().expect("one problem");
    assert_eq!((problem.code, problem.source.name()), ("duplicate-id", "a-first-name.yaml"));
    assert!(problem.message.ends_with("rules/coverage/not-listed.yaml already"), "{}", problem.message);
}

#[test]
fn a_text_that_is_no_rule_is_told_and_a_huge_one_refused() {
    assert!(told("id: [a\n")[0].contains("syntax"));
    assert_eq!(told("- a\n"), ["1: wrong-type: - a: a table is expected here, and this is a list"]);
    let huge = format!("{REPORTING}match: {{}}\n#{}\n", "x".repeat(1 << 20));
    assert!(told(&huge)[0].contains("too-large"), "{:?}", told(&huge));
}

#[test]
fn a_pattern_over_names_that_anyone_may_choose_may_match_anything() {
    let text =
        format!("{REPORTING}match: {{ service.name: 'nothing-like-it', service.tags: 'a=*', service.data: phi }}\n");
    assert_eq!(told(&text), Vec::<String>::new());
}

/// A standard that is asked for is shown where it is asked for, and not where another one begins with its name.
#[test]
fn a_standard_that_is_required_has_its_own_place() {
    let text = "id: team/example\ntitle: t\nsubject: service\nmatch: {}\nrequire:\n  standards: [iso-27001:2022, iso-27001]\n\
        why: w\n";
    let (rules, problems) = load(text);
    assert!(problems.is_empty(), "{problems:?}");
    let require = rules.rules[0].require().expect("it requires");
    let columns: Vec<_> = require.standards.iter().map(|one| rules.rules[0].source.position(one.span.start)).collect();
    let columns: Vec<_> = columns.iter().map(|place| (place.line, place.column)).collect();
    assert_eq!(columns, [(6, 15), (6, 31)]);
}

#[test]
fn what_is_no_expression_is_told_in_words() {
    let folder = crate::common::scratch("expression-words");
    crate::common::write(
        &folder,
        "deploy.toml",
        "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n",
    );
    let told = |when: &str| {
        let rule = format!(
            "id: team/rule\ntitle: t\nsubject: service\nmatch: {{}}\nwhen: '{when}'\nseverity: warning\nsays: s\nwhy: w\nfix: f\n"
        );
        crate::common::write(&folder, "rules/rule.yaml", rule);
        let ran = crate::common::run_in(&folder, &["--format", "short", "--rules", "rules"], "");
        let said = ran
            .out
            .lines()
            .filter_map(|line| line.split_once("this is no expression: ").map(|(_, said)| said.to_owned()));
        said.collect::<Vec<_>>()
    };
    let at = |column: usize| format!(" (it goes wrong at line 1, column {column} of it)");
    assert_eq!(told("service.name =="), [format!("it ends where something is still to come{}", at(17))]);
    assert_eq!(told("(service.name == \"a\""), [format!("it ends where `)` is still to come{}", at(22))]);
    let equals = told("service.name = \"a\"");
    let first = "`=` means nothing here (it goes wrong at line 1, column 15 of it; `==` compares)";
    assert!(equals.iter().any(|one| one == first) && equals.iter().all(|one| !one.contains("input")), "{equals:?}");
    let text = told("service.name == \"a");
    assert!(text.iter().any(|one| one.starts_with("the text that begins with `\"a` has no end")), "{text:?}");
    assert_eq!(told("service.name \"a\""), [format!("`\"a\"` is not expected here{}", at(15))]);
}
