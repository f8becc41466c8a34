//! Looking ahead: on which day something is found that is not found today, by hand and against every single day.

use crate::common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::harbour::{self, claims};
use crate::common::{Ran, deployment, run_in, scratch, shipped_rules, write};
use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::ahead::Event;
use compliance_check::check::outcome::{Finding, Outcome};
use compliance_check::load::rules;
use compliance_check::model::deployment::Deployment;
use compliance_check::model::rule::Rules;
use compliance_check::run::carried;
use compliance_check::text::Source;
use jiff::civil::Date;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn events(catalog: &Catalog, rules: &Rules, manifest: &str, from: &str, until: &str) -> Vec<Event> {
    let deployment = deployment(manifest, catalog);
    let checker = Checker::new(catalog, rules, day(from));
    checker.ahead(&deployment, &checker.check(&deployment), day(until))
}

/// An event as `day change [rule] subject: before > after by causes`.
fn told(event: &Event) -> String {
    let rule = event.finding().map(|finding| format!(" {}", finding.rule)).unwrap_or_default();
    let subject: Vec<_> = [&event.service, &event.standard].into_iter().flatten().map(String::as_str).collect();
    let subject = if subject.is_empty() { String::new() } else { format!(" on {}", subject.join(" ")) };
    let verdict = |verdict: Option<compliance_check::model::verdict::Verdict>| verdict.map_or("-", |one| one.name());
    let verdicts = match (event.before, event.after) {
        (None, None) => String::new(),
        (before, after) => format!(": {} > {}", verdict(before), verdict(after)),
    };
    let causes: Vec<_> =
        event.causes.iter().map(|cause| format!("{} {} {}", cause.kind.name(), cause.name, cause.date)).collect();
    let causes = if causes.is_empty() { String::new() } else { format!(" by {}", causes.join(" + ")) };
    format!("{} {}{rule}{subject}{verdicts}{causes}", event.day, event.change.name())
}

fn shipped(manifest: &str, from: &str, until: &str) -> Vec<String> {
    events(&carried(), &shipped_rules(), manifest, from, until).iter().map(told).collect()
}

fn bot(requires: &str, rest: &str) -> String {
    format!(
        "[[services]]\nname = \"bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\
         requires = [{requires}]\n{rest}"
    )
}

#[test]
fn an_edition_counts_to_the_end_of_its_last_day() {
    let manifest = bot("\"iso-27001\"", "");
    let retired = "2025-11-01 appears coverage/edition-retired on bot iso-27001: covered > edition-retired \
                   by edition iso-27001:2013 2025-10-31";
    // Ninety days after the first of September is the thirtieth of November.
    assert_eq!(shipped(&manifest, "2025-09-01", "2025-11-30"), [retired]);
    assert_eq!(shipped(&manifest, "2025-09-01", "2025-11-01"), [retired]);
    assert_eq!(shipped(&manifest, "2025-10-31", "2025-11-01"), [retired]);
    assert_eq!(shipped(&manifest, "2025-09-01", "2025-10-31"), Vec::<String>::new());
    assert_eq!(shipped(&manifest, "2025-11-01", "2025-11-30"), Vec::<String>::new());
}

/// What is held ends with its edition where it has no end of its own.
#[test]
fn a_rule_that_counts_the_days_to_the_end_of_an_edition_is_looked_ahead_to() {
    let rule = "id: team/ends\ntitle: an end\nseverity: advice\nsubject: requirement\nmatch: { held.until: { within: 30 days } }\n\
        says: 'until {held.until}'\nwhy: So it is.\nfix: Nothing.\n";
    let (rules, problems) = rules::load(&[Source::new("rule.yaml", rule)], &carried());
    assert!(problems.is_empty());
    let events = events(&carried(), &rules, &bot("\"iso-27001\"", ""), "2025-09-01", "2025-10-15");
    let [event] = events.as_slice() else { panic!("{events:?}") };
    let (event, cause) = (told(event), " validity azure-bot-service-2021-08-03 2025-10-31");
    assert!(event.starts_with("2025-10-01 appears team/ends on bot iso-27001: covered > covered by "), "{event}");
    assert!(event.contains(cause), "{event}");
}

#[test]
fn a_newer_document_by_which_the_attestation_is_over_speaks_from_its_own_day() {
    // The page of 2018 states no end. That of 2019 states one that lies before its own day.
    let page = "document azure-bot-service-2019-05-23 2019-05-23";
    assert_eq!(
        shipped(&bot("\"pci-dss\"", ""), "2018-06-01", "2019-05-31"),
        [
            format!("2019-05-23 appears coverage/lapsed on bot pci-dss: covered > lapsed by {page}"),
            format!("2019-05-23 appears evidence/contested on bot pci-dss: covered > lapsed by {page}"),
        ]
    );
}

#[test]
fn an_agreement_counts_from_its_first_day_to_its_last() {
    let agreement =
        "\n[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = 2021-09-15\nexpires = 2021-12-31\n";
    assert_eq!(
        shipped(&bot("\"hipaa-baa\"", agreement), "2021-08-03", "2022-02-01"),
        [
            "2021-09-15 ends obligation/agreement-not-yet-in-force on bot hipaa-baa by signature microsoft-hipaa-baa \
             2021-09-15",
            "2022-01-01 appears obligation/agreement-expired on bot hipaa-baa by agreement microsoft-hipaa-baa \
             2021-12-31",
        ]
    );
}

#[test]
fn what_a_waiver_excuses_comes_back_after_its_last_day() {
    let waiver = "\n[[waivers]]\nrule = \"coverage/level-too-low\"\nservice = \"bot\"\nuntil = 2021-12-31\nreason = \"it moves\"\n";
    let until = "waiver coverage/level-too-low 2021-12-31";
    let manifest = bot("\"dod-srg@il4\"", waiver);
    assert_eq!(
        shipped(&manifest, "2021-08-03", "2022-02-01"),
        [
            // Within thirty days: the thirtieth day before the last one.
            format!("2021-12-01 appears waiver/ending-soon by {until}"),
            format!(
                "2022-01-01 appears coverage/level-too-low on bot dod-srg@il4: level-too-low > level-too-low by {until}"
            ),
            format!("2022-01-01 appears waiver/expired by {until}"),
        ]
    );
    assert_eq!(shipped(&manifest, "2021-08-03", "2021-11-30"), Vec::<String>::new());
}

#[test]
fn a_verdict_that_turns_under_a_waiver_is_told_and_is_no_finding() {
    let waiver = "\n[[waivers]]\nrule = \"coverage/*\"\nservice = \"bot\"\nuntil = 2026-12-31\nreason = \"it moves\"\n";
    let manifest = bot("\"iso-27001\", \"dod-srg@il4\"", waiver);
    let told = shipped(&manifest, "2025-09-01", "2025-12-01");
    let turned = "2025-11-01 waived on bot iso-27001: covered > edition-retired by edition iso-27001:2013 2025-10-31";
    assert_eq!(told, [turned]);
    let catalog = carried();
    let (deployment, rules) = (deployment(&manifest, &catalog), shipped_rules());
    let checker = Checker::new(&catalog, &rules, day("2025-09-01"));
    assert!(checker.upcoming(&deployment, &checker.check(&deployment), day("2025-12-01")).is_empty());
}

/// Where no verdict turns, the finding itself is told; that the waiver is needed now goes without saying.
#[test]
fn a_finding_that_begins_under_a_waiver_is_told_and_that_the_waiver_is_used_is_not() {
    let agreement = "[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = 2020-01-01\nexpires = 2021-09-30\n";
    let waiver = |rule: &str, until: &str| {
        format!("\n[[waivers]]\nrule = {rule:?}\nservice = \"bot\"\nuntil = {until}\nreason = \"it is renewed\"\n")
    };
    let expires =
        "2021-10-01 waived obligation/agreement-expired on bot hipaa-baa by agreement microsoft-hipaa-baa 2021-09-30";
    let manifest = bot("\"hipaa-baa\"", &(agreement.to_owned() + &waiver("obligation/*", "2021-12-31")));
    assert_eq!(shipped(&manifest, "2021-08-03", "2021-11-15"), [expires]);
    assert!(hold_to_every_day(&carried(), &shipped_rules(), &manifest, "2021-08-03", "2022-02-01") >= 2);
    // A verdict that turns says so itself.
    let manifest = bot("\"iso-27001\"", &waiver("coverage/*", "2026-12-31"));
    let turned = "2025-11-01 waived on bot iso-27001: covered > edition-retired by edition iso-27001:2013 2025-10-31";
    assert_eq!(shipped(&manifest, "2025-09-01", "2025-12-01"), [turned]);
    // Another waiver that is of no use stays one.
    let both = waiver("coverage/*", "2026-12-31") + &waiver("placement/*", "2026-12-31");
    assert_eq!(shipped(&bot("\"iso-27001\"", &both), "2025-09-01", "2025-12-01"), [turned]);
    let ran = run_in(&scratch("ahead-excused"), &["timeline", "--as-of", "2021-08-03", "-"], &{
        bot("\"hipaa-baa\"", &(agreement.to_owned() + &waiver("obligation/*", "2021-12-31")))
    });
    let shown = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = "2021-10-01 waived bot, hipaa-baa: ";
    assert!(
        shown.contains(line) && shown.contains(", waived until 2021-12-31 [obligation/agreement-expired]"),
        "{ran:?}"
    );
    assert!(!shown.contains("waiver/unused"), "{}", ran.out);
}

/// What is waived for too long today is waived once its end is near, and is not mended.
#[test]
fn a_waiver_that_begins_to_excuse_mends_nothing() {
    let folder = scratch("ahead-too-long");
    write(&folder, "compliance.toml", "[waivers]\nlongest = \"90 days\"\n");
    let waiver = "\n[[waivers]]\nrule = \"coverage/*\"\nservice = \"bot\"\nuntil = 2021-12-31\nreason = \"it moves\"\n";
    write(&folder, "deploy.toml", bot("\"dod-srg@il4\"", waiver));
    let ran = run_in(&folder, &["timeline", "--as-of", "2021-08-03", "--format", "json"], "");
    let timeline: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    common::keeps_to_schema("timeline", &timeline);
    let events = timeline["files"][0]["events"].as_array().expect("there are some");
    let event = events.iter().find(|one| one["rule"] == "coverage/level-too-low").expect("it is told");
    assert_eq!((&event["change"], &event["day"]), (&"waived".into(), &"2021-10-02".into()), "{event}");
    assert_eq!(event["waived_until"], "2021-12-31");
    assert_eq!(event["causes"][0]["kind"], "waiver", "{event}");
}

#[test]
fn a_cloud_runs_to_the_end_of_its_last_day() {
    let manifest = "[[services]]\nname = \"idle\"\nservice = \"azure\"\ncloud = \"azure-germany\"\n\n\
                    [[services]]\nname = \"used\"\nservice = \"azure\"\ncloud = \"azure-germany\"\n\
                    requires = [\"iso-27001\", \"iso-27017\"]\n";
    assert_eq!(
        shipped(manifest, "2021-08-03", "2021-12-31"),
        [
            "2021-10-30 appears placement/cloud-closed on idle by cloud azure-germany 2021-10-29",
            "2021-10-30 appears coverage/cloud-closed on used: covered > cloud-closed by cloud azure-germany 2021-10-29",
        ]
    );
}

#[test]
fn evidence_grows_stale_on_the_day_after_the_months_that_the_rule_allows() {
    // The page was last found on 2024-08-01, and 24 months are allowed.
    let told = shipped(&bot("\"soc-2\"", ""), "2026-01-01", "2026-12-31");
    let stale = "2026-08-02 appears evidence/stale on bot soc-2: covered > covered by evidence \
                 azure-bot-service-2021-08-03 2024-08-01";
    assert_eq!(told, [stale]);
    assert_eq!(shipped(&bot("\"soc-2\"", ""), "2026-01-01", "2026-08-01"), Vec::<String>::new());
}

/// Documents of a made-up provider: one that ends and is replaced, a relation that takes over, a claim that begins.
fn planned() -> Catalog {
    let first = claims(
        "pier-1",
        &[
            "in-scope at: a, standards: [soc-2], until: 2026-02-10",
            "in-scope at: b, standards: [csa-star-self-assessment@level-1], until: 2026-02-14",
            "in-scope at: c, standards: [csa-star-certification@level-2]",
            "in-scope at: d, standards: [iso-9001], from: 2026-02-18",
            "in-scope at: e, standards: [c5], until: 2026-02-24",
            "in-scope regions: [north], at: f, standards: [irap], until: 2026-02-28",
            "in-scope regions: [south], at: g, standards: [irap]",
        ],
    );
    let second = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
    let third = claims("pier-1", &["in-scope at: a, standards: [c5], until: 2026-03-10"]);
    let lone = claims("pier-1", &["in-scope at: a, standards: [g-cloud]"]);
    let silent = format!("replaces: [lone]\n{}", claims("pier-1", &["in-scope at: a, standards: [soc-3]"]));
    harbour::catalog(&[
        ("first", "2026-01-01", &first),
        ("next", "2026-02-13", &second),
        ("other", "2026-02-20", &third),
        ("lone", "2026-01-01", &lone),
        ("silent", "2026-03-05", &silent),
    ])
}

#[test]
fn another_document_a_relation_and_a_beginning_take_over() {
    let (catalog, rules) = (planned(), shipped_rules());
    let ahead = |regions: &str, requires: &str| -> Vec<String> {
        let manifest = harbour::manifest("pier-1", regions, requires);
        events(&catalog, &rules, &manifest, "2026-02-01", "2026-03-20").iter().map(told).collect()
    };
    assert_eq!(
        ahead("", "\"soc-2\""),
        [
            "2026-02-11 appears coverage/lapsed on crane soc-2: covered > lapsed by validity first 2026-02-10",
            // The first document, by which it is over, disagrees.
            "2026-02-13 appears evidence/contested on crane soc-2: lapsed > covered by document next 2026-02-13",
        ]
    );
    assert_eq!(
        ahead("", "\"csa-star-self-assessment\""),
        ["2026-02-15 appears coverage/covered-by-relation on crane csa-star-self-assessment: covered > \
          covered-by-relation by validity first 2026-02-14"]
    );
    assert_eq!(
        ahead("", "\"iso-9001\""),
        ["2026-02-18 mends on crane iso-9001: no-evidence > covered by document first 2026-02-18"]
    );
    // The other document speaks before the first one lapses: by then, that one is history.
    assert_eq!(
        ahead("", "\"c5\""),
        [
            "2026-02-25 appears evidence/contested on crane c5: covered > covered by validity first 2026-02-24",
            "2026-03-11 appears coverage/lapsed on crane c5: covered > lapsed by validity other 2026-03-10",
        ]
    );
    // What takes the place of a document and doesn't speak of this any more leaves nothing.
    assert_eq!(
        ahead("", "\"g-cloud\""),
        [
            "2026-03-05 appears coverage/no-evidence on crane g-cloud: covered > no-evidence by document silent 2026-03-05"
        ]
    );
    let irap = ahead("\"north\", \"south\"", "\"irap\"");
    assert_eq!(
        irap,
        ["2026-03-01 appears coverage/lapsed on crane irap: covered > lapsed by validity first 2026-02-28"]
    );
    let manifest = harbour::manifest("pier-1", "\"north\", \"south\"", "\"irap\"");
    let event = &events(&catalog, &rules, &manifest, "2026-02-01", "2026-03-20")[0];
    assert_eq!(event.regions, ["north"], "the other region has no end");
}

#[test]
fn regions_that_only_come_together_bring_nothing_new() {
    let pending = |regions: &str| claims("pier-1", &[&format!("pending {regions}at: a, standards: [soc-1]")]);
    let (north, south, both) = (pending("regions: [north], "), pending("regions: [south], "), pending(""));
    let catalog =
        harbour::catalog(&[("a", "2026-01-01", &north), ("b", "2026-01-02", &south), ("c", "2026-03-08", &both)]);
    let manifest = harbour::manifest("pier-1", "\"north\", \"south\"", "\"soc-1\"");
    let pending = |day: &str| common::outcome(&manifest, &catalog, day).findings.len();
    assert_eq!((pending("2026-03-07"), pending("2026-03-08")), (2, 1), "two findings become one");
    assert!(events(&catalog, &shipped_rules(), &manifest, "2026-03-01", "2026-03-20").is_empty());
}

#[test]
fn a_gap_that_reaches_another_region_is_told_again() {
    let ends =
        |region: &str, day: &str| format!("in-scope regions: [{region}], at: a, standards: [soc-1], until: {day}");
    let text = claims("pier-1", &[&ends("north", "2026-02-10"), &ends("south", "2026-02-20")]);
    let catalog = harbour::catalog(&[("list", "2026-01-01", &text)]);
    let manifest = harbour::manifest("pier-1", "\"north\", \"south\"", "\"soc-1\"");
    let events = events(&catalog, &shipped_rules(), &manifest, "2026-02-01", "2026-03-20");
    let lapsed = "appears coverage/lapsed on crane soc-1: covered > lapsed by validity list";
    let expected = [format!("2026-02-11 {lapsed} 2026-02-10"), format!("2026-02-21 {lapsed} 2026-02-20")];
    assert_eq!(events.iter().map(told).collect::<Vec<_>>(), expected);
}

/// Two rules of an organisation's own: one that warns before what is held ends, one that looks at a document's day.
const OWN: [&str; 2] = [
    "id: own/ends-soon\ntitle: t\nseverity: warning\nsubject: requirement\n\
     match: { held.until: { within: 5 days } }\nsays: '{required} ends on {held.until}'\nwhy: w\nfix: f\n",
    "id: own/young\ntitle: t\nseverity: advice\nsubject: requirement\n\
     match: { not: { any: [ { evidence.as-of: { older-than: 1 months } }, { verdict: no-evidence } ] } }\n\
     says: '{required} is young'\nwhy: w\nfix: f\n",
];

#[test]
fn rules_of_an_organisations_own_bring_their_days() {
    let sources: Vec<_> = OWN.iter().map(|text| Source::new("own.yaml", *text)).collect();
    let (rules, problems) = rules::load(&sources, &compliance_check::run::carried());
    assert!(problems.is_empty(), "{}", common::lines(problems));
    let manifest = harbour::manifest("pier-1", "", "\"soc-2\"");
    let told: Vec<_> = events(&planned(), &rules, &manifest, "2026-01-15", "2026-03-20").iter().map(told).collect();
    assert_eq!(
        told,
        [
            // A month after 2026-01-01 is 2026-02-01, and five days before 2026-02-10 is 2026-02-05.
            "2026-02-02 ends own/young on crane soc-2: covered > covered by evidence first 2026-01-01",
            "2026-02-05 appears own/ends-soon on crane soc-2: covered > covered by validity first 2026-02-10",
            "2026-02-11 mends on crane soc-2: covered > lapsed by validity first 2026-02-10",
            "2026-02-13 appears own/young on crane soc-2: lapsed > covered by document next 2026-02-13",
            "2026-03-14 ends own/young on crane soc-2: covered > covered by evidence next 2026-02-13",
        ]
    );
}

#[test]
fn what_an_expression_makes_of_the_day_is_found_on_its_day() {
    let rule = |id: &str, when: &str| {
        let text = format!(
            "id: own/{id}\ntitle: t\nseverity: error\nsubject: service\nmatch: {{}}\nwhen: '{when}'\n\
             says: '{{service.name}}'\nwhy: w\nfix: f\n"
        );
        Source::new(format!("{id}.yaml"), text)
    };
    let sources = [rule("late", r#"as_of > "2027-03-05""#), rule("may", r#"as_of.startsWith("2027-05")"#)];
    let (catalog, rules) = (carried(), common::rules_with(sources, &carried()));
    let waiver = |rule: &str, until: &str| {
        format!("[[waivers]]\nrule = {rule:?}\nservice = \"bot\"\nuntil = {until}\nreason = \"r\"\n")
    };
    let waivers = waiver("own/late", "2027-07-03") + &waiver("own/*", "2027-04-05");
    let manifest = bot("\"soc-2\"", &waivers);
    let told: Vec<_> = events(&catalog, &rules, &manifest, "2027-03-01", "2027-07-10").iter().map(told).collect();
    let days: BTreeSet<_> = told.iter().map(|event| event.split(' ').next().expect("a day")).collect();
    let expected = ["2027-03-06", "2027-04-06", "2027-05-01", "2027-06-01", "2027-06-03", "2027-07-04"];
    assert_eq!(days, BTreeSet::from(expected), "{told:#?}");
    assert!(hold_to_every_day(&catalog, &rules, &manifest, "2027-03-01", "2027-07-10") >= expected.len());
}

#[test]
fn of_two_waivers_for_the_same_it_is_the_one_that_ends_which_is_told() {
    let waiver = |until: &str| format!("[[waivers]]\nrule = \"coverage/*\"\nuntil = {until}\nreason = \"r\"\n");
    let manifest = bot("\"dod-srg@il4\"", &(waiver("2021-09-01") + &waiver("2021-07-01")));
    let events = events(&carried(), &shipped_rules(), &manifest, "2021-08-03", "2021-10-02");
    let told: Vec<_> = events.iter().map(told).collect();
    let ends = "waiver coverage/* 2021-09-01";
    assert_eq!(
        told,
        [
            format!(
                "2021-09-02 appears coverage/level-too-low on bot dod-srg@il4: level-too-low > level-too-low by {ends}"
            ),
            format!("2021-09-02 appears waiver/expired by {ends}"),
        ]
    );
    let first = manifest.find("coverage/*").expect("it is there") - 1;
    assert_eq!(events[1].place.start, first);
}

/// What a check finds, each verdict in each region, and what is waived.
type State = (BTreeSet<String>, BTreeMap<String, &'static str>, BTreeSet<String>);

fn state(outcome: &Outcome) -> State {
    let open = |finding: &&Finding| finding.waived.is_none();
    // A group of regions may come apart without that anything else is found.
    let found = |one: &Finding| {
        let regions = if one.standard.is_some() && !one.regions.is_empty() { one.regions.clone() } else { Vec::new() };
        let key = |region: &str| {
            format!(
                "{} {:?} {:?} {:?} {region}",
                one.rule,
                one.service,
                one.standard,
                one.evidence.as_ref().filter(|_| one.standard.is_none()).map(|one| &one.id)
            )
        };
        if regions.is_empty() { vec![key("")] } else { regions.iter().map(|region| key(region)).collect() }
    };
    let findings = outcome.findings.iter().filter(open).flat_map(found).collect();
    let verdict = |one: &compliance_check::check::outcome::RequirementOutcome| {
        let key = |region: &str| format!("{} {} {:?} {region}", one.service, one.required.reference(), one.assurance);
        let keys: Vec<_> = match &*one.regions {
            [] => vec![key("")],
            regions => regions.iter().map(|region| key(region)).collect(),
        };
        keys.into_iter().map(|key| (key, one.verdict.name())).collect::<Vec<_>>()
    };
    let waived = outcome.findings.iter().filter(|finding| finding.waived.is_some()).flat_map(found).collect();
    (findings, outcome.requirements.iter().flat_map(verdict).collect(), waived)
}

/// Checks every single day, and holds the events to what is different from each day to the next.
#[track_caller]
fn hold_to_every_day(catalog: &Catalog, rules: &Rules, manifest: &str, from: &str, until: &str) -> usize {
    let on = |day: Date| Checker::new(catalog, rules, day);
    hold_to_every_day_under(on, &deployment(manifest, catalog), manifest, from, until)
}

/// The same for whatever checker judges on a day.
fn hold_to_every_day_under<'c>(
    on: impl Fn(Date) -> Checker<'c>,
    deployment: &Deployment,
    manifest: &str,
    from: &str,
    until: &str,
) -> usize {
    let check = |day: Date| on(day).check(deployment);
    let today = check(day(from));
    let events = on(day(from)).ahead(deployment, &today, day(until));
    let mut before = state(&today);
    let mut date = day(from);
    let mut changes = 0;
    while date < day(until) {
        date = date.tomorrow().expect("there is a next day");
        let outcome = check(date);
        let now = state(&outcome);
        let of_day: Vec<_> = events.iter().filter(|event| event.day == date).collect();
        let shown: Vec<_> = of_day.iter().map(|event| told(event)).collect();
        // What is waived still may end without a word.
        let excused = now.2.difference(&before.2).next().is_some();
        let is_same = (&before.0, &before.1) == (&now.0, &now.1) && !excused;
        assert_eq!(is_same, of_day.is_empty(), "{date}: {shown:#?}\n{manifest}");
        let opened: BTreeSet<_> = now.0.difference(&before.0).collect();
        let appear = of_day.iter().filter(|event| event.change.name() == "appears").count();
        assert_eq!(opened.is_empty(), appear == 0, "{date}: {opened:#?} {shown:#?}\n{manifest}");
        let turned = now.1.iter().filter(|(key, verdict)| before.1.get(*key) != Some(verdict)).count();
        let told_verdicts = of_day.iter().filter(|event| event.before != event.after && event.after.is_some()).count();
        assert_eq!(turned == 0, told_verdicts == 0, "{date}: {shown:#?}\n{manifest}");
        changes += usize::from(before != now);
        before = now;
    }
    changes
}

#[test]
fn no_day_is_overlooked_and_none_is_made_up() {
    let (catalog, rules) = (planned(), shipped_rules());
    let mut all = String::from("[[waivers]]\nrule = \"coverage/*\"\nuntil = 2026-02-25\nreason = \"r\"\n");
    let requires =
        "\"soc-2\", \"csa-star-self-assessment\", \"iso-9001\", \"c5\", \"irap\", \"hipaa-baa\", \"g-cloud\"";
    all.push_str(&harbour::manifest("pier-1", "\"north\", \"south\", \"west\"", requires));
    all.push_str("[[agreements]]\nagreement = \"first-baa\"\nsigned = 2026-02-06\nexpires = 2026-03-03\n");
    assert!(hold_to_every_day(&catalog, &rules, &all, "2026-01-25", "2026-03-15") > 8);
    let sources: Vec<_> = OWN.iter().map(|text| Source::new("own.yaml", *text)).collect();
    let (own, _) = rules::load(&sources, &compliance_check::run::carried());
    assert!(hold_to_every_day(&catalog, &own, &all, "2026-01-25", "2026-03-15") > 5);
}

#[test]
fn no_day_is_overlooked_in_the_examples() {
    let catalog = carried();
    let mut changes = 0;
    for path in common::files(&common::root().join("examples"), "deploy.toml") {
        let text = std::fs::read_to_string(&path).expect("it is text");
        let policy = std::fs::read_to_string(path.with_file_name("compliance.toml")).unwrap_or_default();
        let policy = common::policy(&policy, &catalog);
        let rules = common::rules_under(&policy, path.parent().expect("it lies in a folder"), &catalog);
        let mut profiles = common::pack_profiles(&catalog);
        policy.profiles.iter().for_each(|profile| profiles.add(profile.clone()));
        let deployment = common::deployment_under(&text, &catalog, &profiles);
        let on = |day: Date| Checker::new(&catalog, &rules, day).with_policy(&policy);
        for (from, until) in [
            ("2019-05-21", "2019-05-24"),
            ("2021-10-28", "2021-11-02"),
            ("2021-11-30", "2021-12-02"),
            ("2025-10-30", "2025-11-02"),
            ("2026-07-31", "2026-08-03"),
        ] {
            changes += hold_to_every_day_under(on, &deployment, &text, from, until);
        }
    }
    assert!(changes > 15, "{changes}");
}

const DESK: &str = "[deployment]\nname = \"desk\"\ncloud = \"azure-public\"\nrequires = [\"iso-27001\"]\n\n\
                    [[services]]\nname = \"bot\"\nservice = \"azure-bot-service\"\n";

fn check(folder: &Path, arguments: &[&str]) -> Ran {
    run_in(folder, &[&["--as-of", "2025-09-01"], arguments].concat(), "")
}

#[test]
fn a_horizon_changes_neither_todays_findings_nor_the_exit_status() {
    let folder = scratch("horizon");
    write(&folder, "deploy.toml", DESK);
    let (today, ahead) = (check(&folder, &[]), check(&folder, &["--horizon", "90d"]));
    assert_eq!((today.status, ahead.status), (Some(0), Some(0)));
    let block = "looking ahead to 2025-11-30: 1 more finding, with its first day\n\
                 2025-11-01  deploy.toml:4:13: error[coverage/edition-retired] bot: iso-27001:\n            \
                 Azure Bot Service in Azure (public) is in scope of ISO 27001:2013\n            \
                 only, which ended on 2025-10-31 (covered until 2025-10-31)\n\n";
    assert_eq!(ahead.out, format!("{block}{}", today.out));
    let short = check(&folder, &["--horizon", "90d", "--format", "short"]);
    assert!(
        short.out.starts_with("deploy.toml:4:13: from 2025-11-01: error[coverage/edition-retired] bot: iso-27001: ")
    );
    let none = check(&folder, &["--horizon", "60d"]);
    assert_eq!(none.out, format!("looking ahead to 2025-10-31: nothing more is found\n\n{}", today.out));
    assert_eq!(check(&folder, &["--horizon", "60d", "--quiet"]).out, "");
}

#[test]
fn json_has_what_is_ahead_and_keeps_to_its_schema() {
    let folder = scratch("horizon-json");
    write(&folder, "deploy.toml", DESK);
    let ran = check(&folder, &["--horizon", "2025-11-30", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    common::keeps_to_schema("report", &report);
    assert_eq!(report["horizon"], "2025-11-30");
    let event = &report["files"][0]["upcoming"][0];
    let shown = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        [shown("day"), shown("change"), shown("before"), shown("after")],
        ["2025-11-01", "appears", "covered", "edition-retired"]
    );
    assert_eq!(
        event["causes"],
        serde_json::json!([{ "kind": "edition", "name": "iso-27001:2013", "date": "2025-10-31" }])
    );
    let offset = event["offset"].as_u64().expect("a number") as usize;
    assert!(DESK[offset..].starts_with("\"iso-27001\""));
    let without: serde_json::Value =
        serde_json::from_str(&check(&folder, &["--format", "json"]).out).expect("it is JSON");
    assert_eq!(
        (&without["horizon"], &without["files"][0]["upcoming"]),
        (&serde_json::Value::Null, &serde_json::json!([]))
    );
    assert_eq!(without["files"][0]["findings"], report["files"][0]["findings"]);
}

#[test]
fn a_horizon_that_is_none_is_bad_usage() {
    let folder = scratch("horizon-usage");
    write(&folder, "deploy.toml", DESK);
    for (horizon, words) in [
        ("soon", "`90d` for days, `12w` for weeks, `6m` for months, `2y` for years"),
        ("0d", "`0` is not a number of them"),
        ("2025-09-01", "--horizon: 2025-09-01 does not lie after 2025-09-01, the day of the check"),
        ("2024-01-01", "does not lie after"),
        ("9000y", "further than days are counted"),
    ] {
        let ran = check(&folder, &["--horizon", horizon]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{horizon}");
        assert!(ran.err.contains(words), "{horizon}: {}", ran.err);
    }
}

#[test]
fn the_same_question_gives_the_same_bytes_whatever_the_threads() {
    let run = |jobs: &str| {
        let arguments = ["--as-of", "2025-09-01", "--horizon", "2y", "--format", "json", "--jobs", jobs, "examples"];
        let ran = run_in(common::root(), &arguments, "");
        common::keeps_to_schema("report", &serde_json::from_str(&ran.out).expect("it is JSON"));
        ran.out
    };
    assert_eq!(run("1"), run("5"));
}
