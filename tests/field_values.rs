//! The value of every field, as the words of a rule say it, over a small provider that no shipped file knows.

use crate::common;

use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::load::catalogue::Folder;
use compliance_check::load::rules;
use compliance_check::model::policy::Policy;
use compliance_check::model::rule::{Field, Rules};
use compliance_check::text::Source;

const PROVIDER: &str = "provider: ferry
name: The Ferry
clouds:
  - id: bay
    name: The Bay
    status: active
    stated-in: unverified
    regions:
      - { id: east, name: East Bay, geography: Coast, country: NO, stated-in: unverified }
      - { id: inner, name: Inner Bay, geography: Coast, country: SE, stated-in: unverified }
      - { id: shut, name: Shut Bay, closed: 2025-06-30, stated-in: unverified }
      - { id: shutting, name: Shutting Bay, closed: 2027-06-30, stated-in: unverified }
  - { id: sound, name: The Sound, status: closed, closed: 2027-12-31, stated-in: unverified }
  - { id: old-sound, name: The Old Sound, status: closed, closed: 2024-12-31, stated-in: unverified }
services:
  - { id: line, name: The Line, platform: true, home: bay, stated-in: unverified }
  - { id: boat, name: The Boat, home: bay, part-of: line, stated-in: unverified }
agreements:
  - { id: ferry-baa, name: The Ferry's BAA, standard: hipaa-baa, stated-in: unverified }
";

const DOCUMENT: &str = "id: timetable
title: A timetable
publisher: The harbour master
provider: ferry
kind: example
as-of: 2026-01-15
as-of-basis: printed
found-at: nowhere
conditions:
  in-summer: it is summer
  by-day: it is day
claims:
  - { in-scope: boat, cloud: bay, regions: [east, inner], at: a, standards: [\"iso-27001:2022\"], until: \"2026-12-31\" }
  - { in-scope: boat, cloud: bay, at: b, standards: [fedramp@high], condition: [in-summer, by-day] }
  - { in-scope: line, cloud: bay, at: c, standards: [soc-2, fedramp@moderate] }
";

/// It says otherwise of one standard, and its text was found again later.
const OLDER: &str = "id: older-timetable
title: An older timetable
publisher: The ferry
provider: ferry
kind: example
as-of: 2025-01-15
as-of-basis: printed
last-seen: 2025-03-15
found-at: nowhere
claims:
  - { pending: boat, cloud: bay, at: a, standards: [\"iso-27001:2022\"] }
  - { in-scope: boat, cloud: bay, at: b, standards: [soc-3] }
";

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let files = [(Folder::Providers, PROVIDER), (Folder::Evidence, DOCUMENT), (Folder::Evidence, OLDER)];
    Catalog::new(common::facts_beside(&files))
});

const DAY: &str = "2026-03-01";

/// How words name the older document.
const OTHER: &str = "\"An older timetable\", The ferry, as of 2025-01-15";

/// How words say that there is no value: no text, no day, none of several texts.
const UNSTATED: &str = "(not stated)";
const NO_DAY: &str = "(no day stated)";
const NONE: &str = "(none)";

fn rules_of(texts: &[String]) -> Rules {
    let name = |at: usize| format!("rule-{at}.yaml");
    let sources: Vec<_> = texts.iter().enumerate().map(|(at, text)| Source::new(name(at), text.as_str())).collect();
    let (rules, problems) = rules::load(&sources, &CATALOG);
    assert!(problems.is_empty(), "{}", common::lines(problems));
    rules
}

/// What every subject of a sort says of its fields under a policy, with `rules` beside the one that says it.
#[track_caller]
fn check_under(policy: &Policy, rules: &[String], subject: &str, manifest: &str, expected: &[&[(&str, &str)]]) {
    let fields: Vec<_> = expected[0].iter().map(|(field, _)| *field).collect();
    let says: Vec<_> = fields.iter().map(|field| format!("{{{field}}}")).collect();
    let telling = format!(
        "id: team/tells\ntitle: an example\nseverity: advice\nsubject: {subject}\nmatch: {{}}\nsays: '{}'\nwhy: So it is.\n\
         fix: Nothing.\n",
        says.join(" | ")
    );
    let rules = rules_of(&[rules, &[telling]].concat());
    let deployment = common::deployment(manifest, &CATALOG);
    let checker = Checker::new(&CATALOG, &rules, DAY.parse().expect("a date")).with_policy(policy);
    let outcome = checker.check(&deployment);
    let told = outcome.findings.iter().filter(|finding| finding.rule == "team/tells");
    let told: Vec<Vec<_>> =
        told.map(|finding| fields.iter().copied().zip(finding.message.split(" | ")).collect()).collect();
    assert_eq!(told, expected);
}

#[track_caller]
fn check_with(rules: &[String], subject: &str, manifest: &str, expected: &[&[(&str, &str)]]) {
    check_under(Policy::none(), rules, subject, manifest, expected);
}

#[track_caller]
fn check(subject: &str, manifest: &str, expected: &[&[(&str, &str)]]) {
    check_with(&[], subject, manifest, expected);
}

/// A rule that asks for something of every service instance.
fn asking(subject: &str, matching: &str, require: &str) -> String {
    format!(
        "id: team/asks\ntitle: an example\nsubject: {subject}\nmatch: {{ {matching} }}\nrequire: {{ {require} }}\nwhy: So it \
         is.\n"
    )
}

/// A use of the service, with the rest of what is written of it.
fn boat(name: &str, cloud: &str, rest: &str) -> String {
    format!("[[services]]\nname = \"{name}\"\nservice = \"boat\"\ncloud = \"{cloud}\"\n{rest}\n")
}

const HEAD: &str =
    "[deployment]\nname = \"crossing\"\nowner = \"the mate\"\ntags = { tier = \"one\", team = \"deck\" }\n";

#[test]
fn a_deployment() {
    let manifest = format!("{HEAD}{}{}", boat("first", "bay", ""), boat("second", "bay", ""));
    let expected = [
        ("as-of", DAY),
        ("deployment.name", "crossing"),
        ("deployment.owner", "the mate"),
        ("deployment.tags", "tier=one, team=deck"),
        ("deployment.services", "2"),
    ];
    check("deployment", &manifest, &[&expected]);
}

#[test]
fn a_service() {
    let sends = "data = [\"mail\"]\nsends-to = [{ service = \"second\" }]";
    let rest = "regions = [\"east\", \"inner\"]\ntags = { crew = \"two\" }\ndata = [\"logs\"]\nrequires = [\"soc-2\"]";
    let manifest = format!("{HEAD}{}{}", boat("first", "bay", sends), boat("second", "bay", rest));
    let first = [
        ("deployment.name", "crossing"),
        ("service.name", "first"),
        ("service.id", "boat"),
        ("service.title", "The Boat"),
        ("service.tags", NONE),
        ("service.data", "mail"),
        ("service.data.own", "mail"),
        ("data.path", NONE),
        ("service.regions", "0"),
        ("service.geographies", "0"),
        ("service.countries", "0"),
        ("service.requirements", "0"),
        ("provider.id", "ferry"),
        ("provider.title", "The Ferry"),
        ("cloud.id", "bay"),
        ("cloud.title", "The Bay"),
        ("cloud.status", "active"),
        ("cloud.closed", NO_DAY),
        ("regions", NONE),
        ("countries", NONE),
        ("geographies", NONE),
        ("spread.enough", UNSTATED),
        ("spread.lacks", UNSTATED),
        ("origin.rules", NONE),
    ];
    let second = [
        ("deployment.name", "crossing"),
        ("service.name", "second"),
        ("service.id", "boat"),
        ("service.title", "The Boat"),
        ("service.tags", "crew=two"),
        ("service.data", "logs, mail"),
        ("service.data.own", "logs"),
        ("data.path", "mail reaches `second` from `first`"),
        ("service.regions", "2"),
        ("service.geographies", "1"),
        ("service.countries", "2"),
        ("service.requirements", "1"),
        ("provider.id", "ferry"),
        ("provider.title", "The Ferry"),
        ("cloud.id", "bay"),
        ("cloud.title", "The Bay"),
        ("cloud.status", "active"),
        ("cloud.closed", NO_DAY),
        ("regions", "east and inner"),
        ("countries", "NO, SE"),
        ("geographies", "Coast"),
        ("spread.enough", UNSTATED),
        ("spread.lacks", UNSTATED),
        ("origin.rules", NONE),
    ];
    check("service", &manifest, &[&first, &second]);
}

#[test]
fn a_cloud_that_closes_later_is_active_until_then() {
    let manifest = format!("{}{}", boat("first", "sound", ""), boat("second", "old-sound", ""));
    let first = [("cloud.status", "active"), ("cloud.closed", "2027-12-31")];
    let second = [("cloud.status", "closed"), ("cloud.closed", "2024-12-31")];
    check("service", &manifest, &[&first, &second]);
}

#[test]
fn a_service_of_which_rules_ask_that_it_is_spread() {
    let asks = asking("service", "", "at-least: { regions: 2, geographies: 2, countries: 3 }");
    let manifest = format!(
        "{}{}",
        boat("first", "bay", "regions = [\"east\", \"inner\"]"),
        boat("second", "bay", "regions = [\"east\"]")
    );
    let first = [
        ("spread.enough", "false"),
        ("spread.lacks", "1 geography of 2, and 2 countries of 3"),
        ("origin.rules", "team/asks"),
    ];
    let second = [
        ("spread.enough", "false"),
        ("spread.lacks", "1 region of 2, and 1 geography of 2, and 1 country of 3"),
        ("origin.rules", "team/asks"),
    ];
    check_with(&[asks], "service", &manifest, &[&first, &second]);
    let enough = [("spread.enough", "true"), ("spread.lacks", UNSTATED), ("origin.rules", NONE)];
    let manifest = boat("first", "bay", "regions = [\"east\", \"inner\"]");
    check_with(&[asking("service", "", "at-least: { regions: 2 }")], "service", &manifest, &[&enough]);
}

#[test]
fn a_placement() {
    let manifest = boat("first", "bay", "regions = [\"east\", \"shut\", \"shutting\"]\nrequires = [\"soc-2\"]");
    let region = |id, title, geography, country, status| {
        [
            ("service.requirements", "1"),
            ("region.id", id),
            ("region.title", title),
            ("region.geography", geography),
            ("region.country", country),
            ("region.status", status),
            ("region.cloud", "The Bay"),
            ("bound", "true"),
            ("available", "true"),
            ("allowed", "true"),
            ("allowed.places", UNSTATED),
            ("origin.rules", NONE),
        ]
    };
    check(
        "placement",
        &manifest,
        &[
            &region("east", "East Bay", "Coast", "NO", "active"),
            &region("shut", "Shut Bay", UNSTATED, UNSTATED, "closed"),
            &region("shutting", "Shutting Bay", UNSTATED, UNSTATED, "active"),
        ],
    );
    let unbound = [("region.id", UNSTATED), ("bound", "false"), ("available", UNSTATED), ("allowed", "true")];
    check("placement", &boat("first", "bay", ""), &[&unbound]);
}

#[test]
fn a_placement_of_which_rules_say_where_it_may_be() {
    let asks = |places: &str| asking("placement", "", places);
    let manifest = boat("first", "bay", "regions = [\"east\", \"inner\", \"shut\"]");
    let allowed = [("allowed", "true"), ("allowed.places", UNSTATED), ("origin.rules", NONE)];
    let elsewhere = |words| [("allowed", "false"), ("allowed.places", words), ("origin.rules", "team/asks")];
    let norway = elsewhere("countries NO");
    check_with(&[asks("countries: [NO]")], "placement", &manifest, &[&allowed, &norway, &norway]);
    let coast = elsewhere("geographies Coast");
    check_with(&[asks("geographies: [Coast]")], "placement", &manifest, &[&allowed, &allowed, &coast]);
    let only_inner = asking("placement", "region.id: inner", "countries: [NO]");
    check_with(&[only_inner], "placement", &manifest, &[&allowed, &norway, &allowed]);
    let inner = elsewhere("regions inner");
    check_with(&[asks("regions: [inner]")], "placement", &manifest, &[&inner, &allowed, &inner]);
}

#[test]
fn a_requirement() {
    let third_party = "{ standard = \"hipaa-baa\", assurance = \"third-party\" }";
    let requires = format!("requires = [\"iso-27001:2022\", \"fedramp@moderate\", \"soc-2\", {third_party}]");
    let manifest = boat("first", "bay", &format!("regions = [\"east\"]\n{requires}"));
    let how = format!("\"A timetable\", The harbour master, as of 2026-01-15, says covered, and {OTHER}, says pending");
    let how = how.as_str();
    let values: [(&str, [&str; 4]); 35] = [
        ("regions", ["east"; 4]),
        ("countries", ["NO"; 4]),
        ("geographies", ["Coast"; 4]),
        ("available", ["true"; 4]),
        ("required", ["iso-27001:2022", "fedramp@moderate", "soc-2", "hipaa-baa"]),
        ("required.title", ["ISO 27001:2022", "FedRAMP Moderate", "SOC 2", "HIPAA BAA"]),
        ("required.edition", ["2022", UNSTATED, UNSTATED, UNSTATED]),
        ("required.level", [UNSTATED, "Moderate", UNSTATED, UNSTATED]),
        ("standard.id", ["iso-27001", "fedramp", "soc-2", "hipaa-baa"]),
        ("standard.title", ["ISO 27001", "FedRAMP", "SOC 2", "HIPAA BAA"]),
        ("standard.segment", ["global", "us-government", "global", "industry"]),
        ("standard.kind", ["certification", "authorization", "attestation", "contractual-amendment"]),
        ("assurance", ["any", "any", "any", "third-party"]),
        ("origin", ["service"; 4]),
        ("origin.rules", [NONE; 4]),
        ("verdict", ["covered", "conditional", "platform-only", "no-evidence"]),
        ("held", ["iso-27001:2022", "fedramp@high", UNSTATED, UNSTATED]),
        ("held.title", ["ISO 27001:2022", "FedRAMP High", UNSTATED, UNSTATED]),
        ("held.edition", ["ISO 27001:2022", UNSTATED, UNSTATED, UNSTATED]),
        ("held.kind", ["certification", "authorization", UNSTATED, UNSTATED]),
        ("level.how", [UNSTATED, "holds FedRAMP High, which says nothing of Moderate", UNSTATED, UNSTATED]),
        ("held.until", ["2026-12-31", NO_DAY, NO_DAY, NO_DAY]),
        ("held.regions", ["east and inner", NONE, NONE, NONE]),
        ("condition.id", [NONE, "in-summer, by-day", NONE, NONE]),
        ("condition", [UNSTATED, "it is summer, and it is day", UNSTATED, UNSTATED]),
        ("contested", ["true", "false", "false", "false"]),
        ("contested.how", [how, UNSTATED, UNSTATED, UNSTATED]),
        ("contested.by", [OTHER, NONE, NONE, NONE]),
        ("evidence.id", ["timetable", "timetable", UNSTATED, UNSTATED]),
        ("evidence.title", ["A timetable", "A timetable", UNSTATED, UNSTATED]),
        ("evidence.publisher", ["The harbour master", "The harbour master", UNSTATED, UNSTATED]),
        ("evidence.as-of", ["2026-01-15", "2026-01-15", NO_DAY, NO_DAY]),
        ("evidence.age", ["2026-01-15", "2026-01-15", NO_DAY, NO_DAY]),
        ("relation", [UNSTATED; 4]),
        ("platform.title", [UNSTATED, UNSTATED, "The Line", UNSTATED]),
    ];
    let of = |number: usize| values.map(|(field, values)| (field, values[number]));
    check("requirement", &manifest, &[&of(0), &of(1), &of(2), &of(3)]);
}

#[test]
fn a_requirement_that_a_relation_satisfies() {
    let manifest = boat("first", "bay", "requires = [\"dod-srg@il2\"]").replace("\"boat\"", "\"line\"");
    let expected = [
        ("verdict", "covered-by-relation"),
        ("relation", "FedRAMP Moderate grants DoD Impact Level 2"),
        ("evidence.id", "timetable"),
    ];
    check("requirement", &manifest, &[&expected]);
}

#[test]
fn a_requirement_that_a_document_shows_which_was_found_again_later() {
    let expected =
        [("evidence.id", "older-timetable"), ("evidence.as-of", "2025-01-15"), ("evidence.age", "2025-03-15")];
    check("requirement", &boat("first", "bay", "requires = [\"soc-3\"]"), &[&expected]);
}

#[test]
fn an_obligation() {
    let signed = "[[agreements]]\nagreement = \"ferry-baa\"\nsigned = 2025-02-01\nexpires = 2027-01-31\n";
    let manifest = format!("{}{signed}", boat("first", "bay", "requires = [\"hipaa-baa\", \"iso-27001\"]"));
    let duty = "Have the BAA in force, use only covered services, run your own safeguards and risk analysis";
    let agreement = [
        ("required", "hipaa-baa"),
        ("standard.duty", duty),
        ("origin", "service"),
        ("agreement.id", "ferry-baa"),
        ("agreement.title", "The Ferry's BAA"),
        ("agreement.state", "in-force"),
        ("agreement.signed", "2025-02-01"),
        ("agreement.expires", "2027-01-31"),
    ];
    let own = [
        ("required", "iso-27001"),
        ("standard.duty", "Engage an assessor for your own organisation and your implementation"),
        ("origin", "service"),
        ("agreement.id", UNSTATED),
        ("agreement.title", "ISO 27001"),
        ("agreement.state", "not-needed"),
        ("agreement.signed", NO_DAY),
        ("agreement.expires", NO_DAY),
    ];
    check("obligation", &manifest, &[&agreement, &own]);
}

#[test]
fn a_flow() {
    let sends = "data = [\"mail\", \"logs\"]\nsends-to = [{ service = \"second\" }, { service = \"third\", data = [\"logs\"] }]";
    let second = boat("second", "sound", "");
    let third = boat("third", "bay", "regions = [\"inner\", \"east\"]");
    let manifest = format!("{}{second}{third}", boat("first", "bay", sends));
    let flow = |to, cloud, countries, data| {
        [
            ("service.name", "first"),
            ("flow.to", to),
            ("flow.to.id", "boat"),
            ("flow.to.provider", "ferry"),
            ("flow.to.cloud", cloud),
            ("flow.to.countries", countries),
            ("flow.data", data),
        ]
    };
    check("flow", &manifest, &[&flow("second", "sound", NONE, "logs, mail"), &flow("third", "bay", "SE, NO", "logs")]);
}

#[test]
fn a_waiver() {
    let policy = "[waivers]\nnever = [\"team/asks\", \"coverage/lapsed\"]\nlongest = \"90 days\"\napproved-by = [\"the captain\"]\n";
    let policy = common::policy(policy, &CATALOG);
    let asks = asking("service", "service.name: first", "standards: [soc-1]");
    let gap = "id: coverage/gap\ntitle: a gap\nseverity: error\nsubject: requirement\nmatch: { verdict: no-evidence }\nsays: \
               '{required}'\nwhy: So it is.\nfix: Nothing.\n";
    let lapsed = gap.replace("coverage/gap", "coverage/lapsed").replace("no-evidence", "lapsed");
    let waiver = |rest: &str| format!("[[waivers]]\nreason = \"The fog\"\n{rest}\n");
    let sound = "rule = \"coverage/gap\"\nservice = \"second\"\nstandard = \"c5\"\ncloud = \"bay\"\nregion = \"east\"\n\
                 until = 2026-05-01\napproved-by = \"the captain\"";
    let in_vain = "rule = \"coverage/gap\"\nservice = \"first\"\nuntil = 2026-05-30\napproved-by = \"the captain\"";
    let broken = "rule = \"coverage/*\"\nuntil = 2026-05-31\napproved-by = \"the cook\"";
    let over = "rule = \"no/rule\"\nuntil = 2026-02-28";
    let second = boat("second", "bay", "regions = [\"east\"]\nrequires = [\"c5\"]");
    let waivers: String = [sound, in_vain, broken, over].map(waiver).concat();
    let manifest = format!("{}{second}{waivers}", boat("first", "bay", ""));
    let values: [(&str, [&str; 4]); 14] = [
        ("waiver.rule", ["coverage/gap", "coverage/gap", "coverage/*", "no/rule"]),
        ("waiver.scope", ["coverage/gap of second, c5, bay, east", "coverage/gap of first", "coverage/*", "no/rule"]),
        ("waiver.known", ["true", "true", "true", "false"]),
        ("waiver.reason", ["The fog"; 4]),
        ("waiver.until", ["2026-05-01", "2026-05-30", "2026-05-31", "2026-02-28"]),
        ("waiver.expired", ["false", "false", "false", "true"]),
        ("waiver.forbidden", [UNSTATED, UNSTATED, "coverage/lapsed", UNSTATED]),
        ("waiver.in-vain", [UNSTATED, "team/asks", UNSTATED, UNSTATED]),
        ("waiver.too-long", ["false", "false", "true", "false"]),
        ("waiver.latest", ["2026-05-30"; 4]),
        ("waiver.approver", ["the captain", "the captain", "the cook", UNSTATED]),
        ("waiver.approver-ok", ["true", "true", "false", "false"]),
        ("waiver.used", ["true", "true", "true", "false"]),
        ("waiver.excuses", ["true", "false", "false", "false"]),
    ];
    let of = |number: usize| values.map(|(field, values)| (field, values[number]));
    let rules = [asks, gap.to_owned(), lapsed];
    check_under(&policy, &rules, "waiver", &manifest, &[&of(0), &of(1), &of(2), &of(3)]);
}

/// A field that no test above asks for would be tried by none.
#[test]
fn every_field_is_tried() {
    let text = std::fs::read_to_string(common::root().join("tests/field_values.rs")).expect("the file is text");
    let missing: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
    let missing: Vec<_> = missing.into_iter().filter(|name| !text.contains(&format!("\"{name}\""))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
