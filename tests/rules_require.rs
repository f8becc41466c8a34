//! What rules ask for: of whom, through which data, and how a finding tells it.

use crate::common;

use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::outcome::{Finding, Outcome, RequirementOutcome};
use compliance_check::text::Source;

static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

const AS_OF: &str = "2021-08-03";

/// A rule that requires: its subject, what it matches, and what it asks for.
fn asking(subject: &str, matching: &str, require: &str) -> String {
    format!(
        "id: team/asks\ntitle: an example\nsubject: {subject}\nmatch: {{ {matching} }}\nrequire: {{ {require} }}\nwhy: So it \
         is.\n"
    )
}

fn check(rules: &[String], manifest: &str) -> Outcome {
    let name = |at: usize| if at == 0 { "rule.yaml".to_owned() } else { format!("rule-{at}.yaml") };
    let files = rules.iter().enumerate().map(|(at, text)| Source::new(name(at), text.as_str()));
    let rules = common::rules_with(files, &CATALOG);
    let as_of = AS_OF.parse().expect("a date");
    Checker::new(&CATALOG, &rules, as_of).check(&common::deployment(manifest, &CATALOG))
}

/// A service of the manifest, and what else is written of it.
fn service(name: &str, rest: &str) -> String {
    format!("[[services]]\nname = \"{name}\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n{rest}\n")
}

fn finding<'o>(outcome: &'o Outcome, rule: &str, service: &str) -> &'o Finding {
    let found = |one: &&Finding| one.rule == rule && one.service.as_deref() == Some(service);
    outcome.findings.iter().find(found).unwrap_or_else(|| panic!("no {rule} of {service}: {:#?}", outcome.findings))
}

/// How the class `phi` is told to reach each service, for the services of which something is required on its account.
fn ways(manifest: &str) -> Vec<(String, Option<String>)> {
    let rule = asking("service", "service.data: phi", "standards: [fedramp@high]");
    let outcome = check(&[rule], manifest);
    let of_rule = outcome.findings.iter().filter(|one| one.rule == "coverage/level-too-low");
    of_rule.map(|one| (one.service.clone().unwrap_or_default(), one.because.clone())).collect()
}

fn way(manifest: &str, service: &str) -> Option<String> {
    let ways = ways(manifest);
    let found = ways.iter().find(|(name, _)| name == service);
    found.unwrap_or_else(|| panic!("nothing is required of {service}: {ways:?}")).1.clone()
}

const PHI: &str = "data = [\"phi\"]";

fn to(services: &[&str]) -> String {
    let flows: Vec<_> = services.iter().map(|name| format!("{{ service = \"{name}\" }}")).collect();
    format!("sends-to = [{}]", flows.join(", "))
}

#[test]
fn a_class_of_data_travels_through_any_number_of_services() {
    let chain = [
        service("intake-bot", &format!("{PHI}\n{}", to(&["records-db"]))),
        service("records-db", &to(&["index"])),
        service("index", ""),
        service("aside", &to(&["index"])),
    ]
    .concat();
    assert_eq!(way(&chain, "intake-bot"), None, "it was there from the start");
    assert_eq!(way(&chain, "records-db").as_deref(), Some("phi reaches `records-db` from `intake-bot`"));
    assert_eq!(way(&chain, "index").as_deref(), Some("phi reaches `index` from `intake-bot` through `records-db`"));
    assert_eq!(ways(&chain).len(), 3, "data goes one way");
    let long: String = (0..200)
        .map(|at| {
            let data = if at == 0 { PHI } else { "" };
            let next = if at < 199 { to(&[format!("s{}", at + 1).as_str()]) } else { String::new() };
            service(&format!("s{at}"), &format!("{data}\n{next}"))
        })
        .collect();
    let last = way(&long, "s199").expect("it comes from elsewhere");
    assert_eq!(last, "phi reaches `s199` from `s0` through `s1`, `s2` and 196 more, the last of them `s198`");
    let told = |at: usize| way(&long, &format!("s{at}")).unwrap_or_default();
    assert_eq!(told(3), "phi reaches `s3` from `s0` through `s1`, `s2`");
    assert_eq!(told(4), "phi reaches `s4` from `s0` through `s1`, `s2`, `s3`");
    assert_eq!(told(5), "phi reaches `s5` from `s0` through `s1`, `s2` and 2 more, the last of them `s4`");
}

#[test]
fn a_circle_and_a_flow_to_itself_come_to_an_end() {
    let circle = [
        service("a", &format!("{PHI}\n{}", to(&["a", "b"]))),
        service("b", &to(&["c"])),
        service("c", &to(&["b", "a"])),
    ]
    .concat();
    assert_eq!(way(&circle, "a"), None);
    assert_eq!(way(&circle, "b").as_deref(), Some("phi reaches `b` from `a`"));
    assert_eq!(way(&circle, "c").as_deref(), Some("phi reaches `c` from `a` through `b`"));
    assert_eq!(ways(&circle).len(), 3);
}

#[test]
fn of_several_ways_the_shortest_is_told_and_of_equals_the_first() {
    let diamond = [
        service("source", &format!("{PHI}\n{}", to(&["long", "right", "left"]))),
        service("long", &to(&["longer"])),
        service("longer", &to(&["sink"])),
        service("left", &to(&["sink"])),
        service("right", &to(&["sink"])),
        service("sink", ""),
    ]
    .concat();
    assert_eq!(way(&diamond, "sink").as_deref(), Some("phi reaches `sink` from `source` through `right`"));
    let nearer = diamond.clone() + &service("other", &format!("{PHI}\n{}", to(&["sink"])));
    assert_eq!(way(&nearer, "sink").as_deref(), Some("phi reaches `sink` from `other`"));
}

#[test]
fn a_flow_that_names_its_data_carries_nothing_else() {
    let flow =
        |data: &str| format!("data = [\"phi\", \"pii\"]\nsends-to = [{{ service = \"b\", data = [\"{data}\"] }}]");
    let named = |data: &str| [service("a", &flow(data)), service("b", &to(&["c"])), service("c", "")].concat();
    assert_eq!(ways(&named("pii")).len(), 1, "phi stays where it is");
    let ways = ways(&named("phi"));
    assert_eq!(ways.len(), 3, "{ways:?}");
    assert_eq!(ways[2].1.as_deref(), Some("phi reaches `c` from `a` through `b`"));
}

#[test]
fn who_sends_a_class_handles_it_also_without_saying_so() {
    let manifest = [service("a", "sends-to = [{ service = \"b\", data = [\"phi\"] }]"), service("b", "")].concat();
    assert_eq!(way(&manifest, "a"), None);
    assert_eq!(way(&manifest, "b").as_deref(), Some("phi reaches `b` from `a`"));
    let outcome = check(&[asking("service", "service.data.own: phi", "standards: [fedramp@high]")], &manifest);
    assert!(outcome.requirements.is_empty(), "`data` of neither names it");
}

#[test]
fn the_finding_shows_the_data_the_way_and_the_rule() {
    let manifest = [service("a", &format!("{PHI}\n{}", to(&["b"]))), service("b", "")].concat();
    let outcome = check(&[asking("service", "service.data: phi", "standards: [fedramp@high]")], &manifest);
    let source = Source::new("deploy.toml", manifest.as_str());
    let shown = |finding: &Finding| -> Vec<String> {
        let labels = finding.related.iter().map(|label| format!("{}: {}", source.slice(label.span), label.text));
        labels.collect()
    };
    let own = finding(&outcome, "coverage/level-too-low", "a");
    assert!(shown(own).contains(&"\"phi\": handles phi".to_owned()), "{:?}", shown(own));
    let reached = finding(&outcome, "coverage/level-too-low", "b");
    assert!(shown(reached).contains(&"\"b\": phi comes this way".to_owned()), "{:?}", shown(reached));
    for finding in [own, reached] {
        assert_eq!(finding.asked_by, ["team/asks"]);
        let [rule] = finding.elsewhere.as_slice() else { panic!("{:?}", finding.elsewhere) };
        assert_eq!((rule.source.name(), rule.source.slice(rule.span)), ("rule.yaml", "fedramp@high"));
        assert_eq!(rule.text, "team/asks: an example");
    }
    let origins: Vec<_> = outcome.requirements.iter().map(|one| one.origins[0].kind.name()).collect();
    assert_eq!(origins, ["rule", "flow"]);
}

#[test]
fn a_value_that_is_absent_leaves_no_hole_in_the_words() {
    let rule = "id: team/says\ntitle: t\nseverity: error\nsubject: service\nmatch: {}\nsays: \"{service.name} closes on \
        {cloud.closed}, owned by {deployment.owner}, handles {service.data}\"\nwhy: w\nfix: f\n";
    let outcome = check(&[rule.to_owned()], &service("a", ""));
    let says = &finding(&outcome, "team/says", "a").message;
    assert_eq!(says, "a closes on (no day stated), owned by (not stated), handles (none)");
}

#[test]
fn what_asks_is_shown_where_it_is_written_and_not_in_a_comment() {
    let rule = "# id: team/asks\ntitle: id of an example\nid: team/asks\nsubject: service\nmatch: {}\n\
        require: # fedramp@high is wanted\n  standards: [soc-2, 'fedramp@high']\nwhy: So it is.\n";
    let outcome = check(&[rule.to_owned()], &service("a", ""));
    let finding = finding(&outcome, "coverage/level-too-low", "a");
    let [place] = finding.elsewhere.as_slice() else { panic!("{:?}", finding.elsewhere) };
    let position = place.source.position(place.span.start);
    assert_eq!((position.line, place.source.slice(place.span)), (7, "'fedramp@high'"));
    let rules = common::rules_with([Source::new("rule.yaml", rule)], &CATALOG);
    let rule = rules.rules.iter().find(|rule| rule.id == "team/asks").expect("it is there");
    assert_eq!((rule.source.position(rule.span.start).line, rule.source.slice(rule.span)), (3, "team/asks"));
}

#[test]
fn of_the_data_that_an_expression_looks_at_only_what_makes_it_hold_is_a_reason() {
    let labels = |when: &str, data: &str| -> Vec<String> {
        let rule = format!("{}when: {when}\n", asking("service", "", "standards: [fedramp@high]"));
        let outcome = check(&[rule], &service("a", &format!("data = {data}")));
        let finding = finding(&outcome, "coverage/level-too-low", "a");
        let labels = finding.related.iter().filter_map(|label| label.text.strip_prefix("handles "));
        labels.map(str::to_owned).collect()
    };
    let both = "[\"phi\", \"card\"]";
    assert_eq!(labels("'\"phi\" in service.data'", both), ["phi"]);
    assert_eq!(labels("'\"phi\" in service.data && \"card\" in service.data'", both), ["card", "phi"]);
    assert_eq!(
        labels("'service.data.exists(one, one.startsWith(\"p\"))'", "[\"phi\", \"card\", \"pii\"]"),
        ["phi", "pii"]
    );
    assert_eq!(labels("size(service.data) > 1", both), ["card", "phi"]);
    assert_eq!(labels("size(service.data) > 1", "[\"a\", \"b\", \"c\"]"), ["a", "b", "c"]);
    assert_eq!(labels("service.name != \"service.data\"", both), [] as [&str; 0]);
    assert_eq!(labels("'!(\"pii\" in service.data)'", both), [] as [&str; 0]);
}

#[test]
fn what_the_manifest_and_a_rule_ask_for_is_one_requirement_with_both_origins() {
    let manifest = service("a", &format!("{PHI}\nrequires = [\"fedramp@high\"]"));
    let outcome = check(&[asking("service", "service.data: phi", "standards: [fedramp@high, soc-2]")], &manifest);
    let kinds = |one: &RequirementOutcome| -> Vec<_> {
        one.origins.iter().map(|origin| (origin.kind.name(), origin.rule.clone())).collect()
    };
    let told: Vec<_> = outcome.requirements.iter().map(|one| (one.required.standard.as_str(), kinds(one))).collect();
    let by_rule = || ("rule", Some("team/asks".to_owned()));
    assert_eq!(told, [("fedramp", vec![("service", None), by_rule()]), ("soc-2", vec![by_rule()])]);
    let finding = finding(&outcome, "coverage/level-too-low", "a");
    let source = Source::new("deploy.toml", manifest.as_str());
    assert_eq!(source.slice(finding.place.span), "\"fedramp@high\"", "the manifest is nearer");
    assert_eq!(finding.asked_by, ["team/asks"]);
    assert_eq!(finding.elsewhere.len(), 1);
}

#[test]
fn a_rule_about_places_asks_for_its_regions_alone() {
    let regions = "regions = [\"eastus\", \"westeurope\", \"westus\"]";
    let rule = asking("placement", "region.country: US", "standards: [fedramp@high]");
    let outcome = check(std::slice::from_ref(&rule), &service("a", regions));
    let told: Vec<_> = outcome.requirements.iter().map(|one| &*one.regions).collect();
    assert_eq!(told, [["eastus", "westus"]]);
    let both = check(&[rule], &service("a", &format!("{regions}\nrequires = [\"fedramp@high\"]")));
    let told: Vec<_> = both.requirements.iter().map(|one| (one.regions.len(), one.origins.len())).collect();
    assert_eq!(told, [(3, 3)], "what is required of all regions has room for those of the rule");
}

#[test]
fn a_rule_about_the_deployment_asks_of_every_service_and_one_about_a_flow_of_who_receives() {
    let manifest = [service("a", &to(&["b"])), service("b", ""), service("c", "")].concat();
    let asked = |subject: &str, matching: &str| -> Vec<String> {
        let outcome = check(&[asking(subject, matching, "standards: [soc-2]")], &manifest);
        outcome.requirements.iter().map(|one| one.service.clone()).collect()
    };
    assert_eq!(asked("deployment", ""), ["a", "b", "c"]);
    assert_eq!(asked("deployment", "deployment.services: { at-least: 4 }"), Vec::<String>::new());
    assert_eq!(asked("flow", "service.name: a"), ["b"]);
}

#[test]
fn least_assurance_holds_for_all_that_is_required_or_for_the_standards_beside_it() {
    let manifest = service("a", "requires = [\"section-508\", \"soc-2\"]");
    let floor = check(&[asking("service", "", "assurance: third-party")], &manifest);
    let weak = finding(&floor, "coverage/kind-too-weak", "a");
    assert_eq!(
        (weak.standard.as_deref(), weak.asked_by.as_slice()),
        (Some("section-508"), &["team/asks".to_owned()][..])
    );
    let [rule] = weak.elsewhere.as_slice() else { panic!("{:?}", weak.elsewhere) };
    assert_eq!(rule.source.slice(rule.span), "require");
    assert!(floor.requirements.iter().all(|one| one.assurance.name() == "third-party"));
    let beside = check(&[asking("service", "", "standards: [hipaa-baa], assurance: third-party")], &manifest);
    let told: Vec<_> =
        beside.requirements.iter().map(|one| (one.required.standard.as_str(), one.assurance.name())).collect();
    assert_eq!(told, [("section-508", "any"), ("soc-2", "any"), ("hipaa-baa", "third-party")]);
}

#[test]
fn an_agreement_that_a_rule_asks_for_must_be_in_force() {
    let rule = || vec![asking("service", "service.data: phi", "agreements: [aws-hipaa-baa, microsoft-hipaa-baa]")];
    let open = service("a", PHI);
    let missing = check(&rule(), &open);
    let finding = finding(&missing, "obligation/agreement-missing", "a");
    assert_eq!(finding.asked_by, ["team/asks"]);
    assert!(missing.requirements.is_empty(), "nothing must be shown: {:?}", missing.requirements);
    let signed = |dates: &str| format!("{open}\n[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\n{dates}\n");
    let found = |dates: &str| -> Vec<String> {
        check(&rule(), &signed(dates)).findings.into_iter().map(|one| one.rule).collect()
    };
    assert_eq!(found("signed = 2021-01-01"), Vec::<String>::new());
    assert_eq!(found("signed = 2020-01-01\nexpires = 2021-08-02"), ["obligation/agreement-expired"]);
    assert_eq!(found("signed = 2021-08-04"), ["obligation/agreement-not-yet-in-force"]);
    let foreign = open + "[[agreements]]\nagreement = \"aws-hipaa-baa\"\n";
    assert_eq!(check(&rule(), &foreign).findings.len(), 1, "another provider's is no help");
}

#[test]
fn a_service_must_be_spread_over_as_many_places_as_the_rules_ask_for() {
    let rules = [
        asking("service", "service.tags: tier=1", "at-least: { regions: 3 }"),
        asking("service", "", "at-least: { geographies: 2 }").replace("team/asks", "team/more"),
    ];
    let found = |regions: &str| {
        check(&rules, &service("a", &format!("regions = [{regions}]\ntags = {{ tier = \"1\" }}"))).findings
    };
    let near = found("\"eastus\", \"westus\"");
    let [finding] = near.as_slice() else { panic!("{near:#?}") };
    assert_eq!(finding.rule, "service/too-few-places");
    assert_eq!(finding.asked_by, ["team/asks", "team/more"]);
    assert!(finding.message.starts_with("a runs in 2 regions of 3, and 1 geography of 2"), "{}", finding.message);
    let far = found("\"eastus\", \"westeurope\"");
    assert_eq!(far[0].asked_by, ["team/asks"], "the other rule has what it asks for");
    assert!(found("\"eastus\", \"westus\", \"westeurope\"").is_empty());
}

#[test]
fn a_place_that_rules_forbid_is_told_with_the_rules_that_forbid_it() {
    let rules = [
        asking("service", "service.data: phi", "countries: [US, CA]"),
        asking("service", "", "geographies: 'United *'").replace("team/asks", "team/other"),
    ];
    let manifest = service("a", &format!("{PHI}\nregions = [\"eastus\", \"canadacentral\", \"westeurope\"]"));
    let outcome = check(&rules, &manifest);
    let told: Vec<_> = outcome.findings.iter().map(|one| (one.regions.join(" "), one.asked_by.join(" "))).collect();
    let expected = [("canadacentral", "team/other"), ("westeurope", "team/asks team/other")];
    assert_eq!(told, expected.map(|(region, rules)| (region.to_owned(), rules.to_owned())));
    let unbound = check(&rules, &service("a", PHI));
    assert_eq!(unbound.findings.len(), 1);
    assert_eq!(unbound.findings[0].rule, "placement/region-unstated");
}

/// A service and a region are there without any rule, so a finding about one names a rule only where it rests on it.
#[test]
fn a_finding_names_no_rule_that_has_nothing_to_do_with_it() {
    let rules = [
        asking("service", "", "at-least: { regions: 2 }, countries: [US]"),
        "id: team/tagged\ntitle: a tag\nseverity: warning\nsubject: service\nmatch: { service.tags: old=* }\nsays: it is \
         old\nwhy: Old.\nfix: New.\n"
            .to_owned(),
    ];
    let manifest = service("a", "tags = { old = \"yes\" }\nregions = [\"usgovvirginia\"]");
    let outcome = check(&rules, &manifest);
    assert_eq!(finding(&outcome, "service/too-few-places", "a").asked_by, ["team/asks"]);
    for rule in ["team/tagged", "placement/region-outside-cloud"] {
        let finding = finding(&outcome, rule, "a");
        assert!(finding.asked_by.is_empty() && finding.elsewhere.is_empty(), "{finding:#?}");
    }
}

#[test]
fn a_waiver_excuses_what_a_rule_has_asked_for() {
    let waived = |standard: &str| {
        let waiver = format!(
            "[[waivers]]\nrule = \"coverage/level-too-low\"\nstandard = \"{standard}\"\nuntil = 2021-12-31\nreason = \"It is \
             under way\"\n"
        );
        let manifest = service("a", PHI) + &waiver;
        let outcome = check(&[asking("service", "service.data: phi", "standards: [fedramp@high]")], &manifest);
        finding(&outcome, "coverage/level-too-low", "a").waived.is_some()
    };
    assert!(waived("fedramp@high"));
    assert!(!waived("fedramp@low"));
}

#[test]
fn an_expression_that_gives_no_answer_is_a_problem_of_its_rule_and_ends_with_two() {
    let folder = common::scratch("no-answer");
    common::write(
        &folder,
        "deploy.toml",
        service("a", "requires = [\"soc-2\"]") + &service("b", "requires = [\"soc-1\"]"),
    );
    let rule = "id: team/lapses\ntitle: it lapses\nseverity: error\nsubject: requirement\nmatch: {}\n\
        when: held.until < '2030-01-01'\nsays: it lapses\nwhy: It does.\nfix: Do something.\n";
    common::write(&folder, "team/lapses.yaml", rule);
    let ran = common::run_in(&folder, &["--rules", "team", "--as-of", AS_OF, "--format", "short"], "");
    assert_eq!(ran.status, Some(2), "{}", ran.out);
    let problems: Vec<_> = ran.out.lines().filter(|line| line.contains("error[no-answer]")).collect();
    assert_eq!(problems.len(), 1, "{}", ran.out);
    assert_eq!(
        problems[0],
        "team/lapses.yaml:6:7: error[no-answer] the expression of team/lapses gives no answer for a: `held.until` has no \
         value there (ask first whether the value is there: `held.until != null && …`)"
    );
    let asked = rule.replace("held.until <", "held.until != null && held.until <");
    common::write(&folder, "team/lapses.yaml", asked);
    let ran = common::run_in(&folder, &["--rules", "team", "--as-of", AS_OF, "--format", "short"], "");
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""));
}

#[test]
fn a_flow_to_a_service_that_was_left_out_is_no_subject() {
    let folder = common::scratch("flow-to-nobody");
    let rule = "id: team/abroad\ntitle: data goes abroad\nseverity: error\nsubject: flow\n\
        match: { not: { flow.to.countries: US } }\nsays: '{service.name} sends {flow.data} abroad'\nwhy: So it is.\n\
        fix: Keep it here.\n";
    common::write(&folder, "team/abroad.yaml", rule);
    let run = |regions: &str| {
        let sender = service("intake-bot", &format!("{PHI}\n{}", to(&["records-db"])));
        let text = sender + &service("records-db", &format!("regions = [{regions}]"));
        common::write(&folder, "deploy.toml", text);
        common::run_in(&folder, &["--rules", "team", "--as-of", AS_OF, "--format", "short"], "")
    };
    assert_eq!(run("\"eastus\"").status, Some(0));
    assert!(run("\"westeurope\"").out.contains("error[team/abroad] intake-bot"));
    // Nothing is known of the receiver but that something is wrong with it.
    let faulty = run("\"eastus\", \"easttus\"");
    assert_eq!(faulty.status, Some(2));
    assert!(faulty.out.contains("unknown-region") && !faulty.out.contains("team/abroad"), "{}", faulty.out);
}

/// What is remembered of a way doesn't grow with it.
#[test]
#[cfg(target_os = "linux")]
fn a_long_chain_takes_little_memory() {
    let folder = common::scratch("long-chain");
    let chain = (0..16_000).map(|at| {
        let data = if at == 0 { PHI } else { "" };
        let next = if at < 15_999 { to(&[format!("s{}", at + 1).as_str()]) } else { String::new() };
        service(&format!("s{at}"), &format!("{data}\n{next}"))
    });
    common::write(&folder, "deploy.toml", chain.collect::<String>());
    let limited = "ulimit -v 1000000 && exec \"$0\" --jobs 1 --as-of 2021-08-03 --format short";
    let output = std::process::Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_compliance-check")])
        .current_dir(&folder)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
