//! Large manifests are read and checked a part at a time. What is said of them is what would be said of the whole.

use crate::common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::load::manifest::{self, Parts};
use compliance_check::model::profile::Profiles;
use compliance_check::model::rule::{Field, Subject};
use compliance_check::text::Source;
use serde_json::Value;

static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

/// What stands over the services of each manifest: what it requires is asked of all of them at one place.
const HEAD: &str = "#:schema ./deploy.schema.json\n[deployment]\nname = \"large\"\nowner = \"a@b.example\"\n\
    requires = [\"iso-27001\", \"soc-2\", \"iso-27001\"]\ntags = { stage = \"production\" }\n\n";

/// What stands below them.
const AGREEMENTS: &str =
    "[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = 2025-03-01\nexpires = 2026-03-01\n";

/// Rules that look at more than one service, at words of the manifest, and at nothing that is there.
const RULES: [(&str, &str); 12] = [
    (
        "by-standard",
        "severity: warning\nsubject: requirement\nmatch: { verdict: [no-evidence, covered] }\none-per: standard.id\n\
         says: '{count} {requirement|requirements} of {standard.title}, first of {service.name} in {regions}'\n",
    ),
    (
        "by-country",
        "severity: advice\nsubject: placement\nmatch: { bound: true }\none-per: region.country\n\
         says: '{count} times in {region.country}'\n",
    ),
    (
        "many",
        "severity: error\nsubject: deployment\nmatch: { deployment.services: { at-least: 2 } }\n\
         says: '{deployment.services} services'\n",
    ),
    (
        "tagged",
        "severity: advice\nsubject: service\nmatch: { service.tags: 'tier=gold', provider.id: microsoft }\n\
         says: '{service.name} is gold'\n",
    ),
    (
        "no-answer",
        "severity: error\nsubject: requirement\nmatch: { verdict: covered }\nwhen: held.until > '2020-01-01'\n\
         says: '{service.name} has an end'\n",
    ),
    (
        "all-of-it",
        "severity: error\nsubject: deployment\nmatch: { deployment.services: { at-least: 2 } }\n\
         one-per: deployment.name\nsays: '{count} {deployment|deployments} of {deployment.services}'\n",
    ),
    (
        "keeps",
        "severity: advice\nsubject: service\nmatch: { service.data: [phi, parcels] }\n\
         says: '{service.name} keeps {service.data}'\n",
    ),
    (
        "by-data",
        "severity: advice\nsubject: service\nmatch: { service.data: phi }\none-per: service.data\n\
         says: '{count} keep {service.data}'\n",
    ),
    (
        "by-agreement",
        "severity: advice\nsubject: obligation\nmatch: { agreement.state: ['*'] }\none-per: agreement.state\n\
         says: '{count} {agreement.state}, first of {service.name} for {standard.id}'\n",
    ),
    (
        "no-day",
        "severity: advice\nsubject: obligation\nmatch: { agreement.state: missing }\n\
         when: agreement.expires > '2020-01-01'\nsays: it ends\n",
    ),
    ("agrees", "subject: service\nmatch: { service.data: parcels }\nrequire: { agreements: [microsoft-hipaa-baa] }\n"),
    ("asks", "subject: service\nmatch: { service.data: phi }\nrequire: { standards: [hipaa-baa, fedramp@high] }\n"),
];

/// A manifest of so many services. Each requires what some claim of the catalogue is on, and something else.
fn manifest(services: usize) -> String {
    let facts = CATALOG.facts();
    let claims: Vec<_> = facts.claims.iter().map(|(_, claim)| claim).collect();
    let standards: Vec<_> = facts.standards.iter().map(|(_, standard)| standard.id.as_str()).collect();
    let mut text = HEAD.to_owned();
    for number in 0..services {
        let claim = claims[number * 7919 % claims.len()];
        let cloud = CATALOG.cloud_of(claim);
        let regions: Vec<_> = facts.clouds[cloud].regions.iter().skip(number % 5).take(number % 4).collect();
        let regions: Vec<_> = regions.iter().map(|&&region| facts.regions[region].id.as_str()).collect();
        let (required, other) = (facts.reference(claim.standard), standards[number * 31 % standards.len()]);
        let (service, cloud) = (&facts.services[claim.service].id, &facts.clouds[cloud].id);
        // A string takes all that is written to it.
        _ = writeln!(
            text,
            "[[services]]\nname = \"use-{number}\"\nservice = \"{service}\"\ncloud = \"{cloud}\"\nregions = {regions:?}\n\
             requires = [\"{required}\", \"{other}\"]\ntags = {{ tier = \"{}\" }} # \u{e9}",
            ["gold", "silver"][number % 2],
        );
        match number % 50 {
            7 => text.push_str("data = [\"phi\", \"letters\"]\n"),
            9 => text.push_str("data = [\"phi\", \"phi\", \"parcels\"]\n"),
            31 if number > services / 2 => text.push_str("data = [\"letters\", \"phi\"]\n"),
            _ => {}
        }
        text.push('\n');
    }
    text + AGREEMENTS
}

/// A folder with a manifest and, where they are asked for, rules and a policy.
fn folder(name: &str, text: &str, with_rules: bool) -> PathBuf {
    let folder = common::scratch(name);
    common::write(&folder, "deploy.toml", text);
    if with_rules {
        common::write(&folder, "compliance.toml", "rules = [\"rules\"]\nevidence-age = \"12 months\"\n");
        for (rule, words) in RULES {
            let fix = if words.contains("require:") { "" } else { "fix: Nothing.\n" };
            let rest = "title: an example\nwhy: So it is.\nsources: [a decision]\n";
            common::write(&folder, &format!("rules/{rule}.yaml"), format!("id: team/{rule}\n{rest}{words}{fix}"));
        }
    }
    folder
}

/// What is said of a manifest in lines, a part at a time, and what is said when a report asks for all of it.
fn in_parts_and_whole(folder: &Path) -> [(Option<i32>, String, String); 3] {
    let arguments = ["--as-of", "2026-11-22", "--format", "short"];
    let parts = |jobs| common::run_in(folder, &[&arguments[..], &["--jobs", jobs]].concat(), "");
    let whole = common::run_in(folder, &[&arguments[..], &["--report", "json=report.json"]].concat(), "");
    [parts("1"), parts("3"), whole].map(|ran| (ran.status, ran.out, ran.err))
}

#[track_caller]
fn says_the_same(name: &str, text: &str, with_rules: bool) -> String {
    let [one, many, whole] = in_parts_and_whole(&folder(name, text, with_rules));
    assert!(one == whole, "in parts:\n{}\nwhole:\n{}", different(&one.1, &whole.1), different(&whole.1, &one.1));
    assert!(many == whole, "on three threads:\n{}", different(&many.1, &whole.1));
    whole.1
}

/// The first lines of a text that another one doesn't have.
fn different(text: &str, other: &str) -> String {
    let known: std::collections::HashSet<_> = other.lines().collect();
    text.lines().filter(|line| !known.contains(line)).take(5).collect::<Vec<_>>().join("\n")
}

/// Enough for several parts.
const MANY: usize = 700;

#[test]
fn what_is_said_in_parts_is_what_is_said_of_the_whole() {
    let said = says_the_same("large-plain", &manifest(MANY), false);
    for rule in ["coverage/no-evidence", "evidence/stale", "obligation/agreement-expired", "coverage/conditional"] {
        assert!(said.contains(rule), "{rule} finds nothing");
    }
    assert!(said.contains("stands in this list already"), "what a list names twice is told");
}

#[test]
fn a_report_has_the_same_bytes_whatever_the_threads() {
    let waivers = "\n[[waivers]]\nrule = \"coverage/*\"\nservice = \"use-1*\"\nuntil = 2027-01-31\nreason = \"so\"\n\
        \n[[waivers]]\nrule = \"coverage/*\"\nservice = \"nobody\"\nuntil = 2027-01-31\nreason = \"so\"\n";
    let folder = folder("large-report", &(manifest(MANY) + waivers), true);
    let report = |jobs| common::run_in(&folder, &["--as-of", "2026-11-22", "--format", "json", "--jobs", jobs], "").out;
    let (alone, read) =
        (report("1"), |text: &str| -> Value { serde_json::from_str(text).expect("the report is JSON") });
    let file = &read(&alone)["files"][0];
    let of_rule = |rule: &str| {
        let findings = file["findings"].as_array().expect("a list");
        findings.iter().filter(|one| one["rule"].as_str().expect("a rule").starts_with(rule)).count()
    };
    assert!(of_rule("waiver/") > 0 && of_rule("coverage/") > 0, "findings of each sort are told");
    for jobs in ["0", "2", "3"] {
        let many = report(jobs);
        assert!(many == alone, "{jobs} jobs:\n{}", different(&many, &alone));
    }
}

#[test]
fn what_services_share_is_put_together() {
    let said = says_the_same("large-rules", &manifest(MANY), true);
    for rule in ["all-of-it", "by-agreement", "by-country", "by-data", "by-standard", "keeps", "many", "tagged"] {
        assert!(said.contains(&format!("team/{rule}]")), "{rule} finds nothing");
    }
    assert!(said.contains("700 services"), "the deployment is looked at as a whole");
    assert!(said.contains("gives no answer"), "{said}");
    assert_eq!(said.matches("no rule speaks of the data `letters`").count(), 1, "it is told once");
    assert!(said.contains("(see compliance.toml:2:16)"), "the policy's place is told");
}

/// Exceptions for some of what is found, in some of its regions, and one that excuses nothing.
const WAIVERS: &str = "[[waivers]]\nrule = \"coverage/*\"\nregion = \"*east*\"\nuntil = 2027-01-01\nreason = \"a\"\n\
    [[waivers]]\nrule = \"team/by-*\"\nservice = \"use-1*\"\nuntil = 2027-01-01\nreason = \"b\"\n\
    [[waivers]]\nrule = \"team/many\"\nservice = \"nobody\"\nuntil = 2027-01-01\nreason = \"c\"\n";

#[test]
fn findings_stand_by_place_rule_and_what_they_are_about() {
    for (services, waivers) in [(40, ""), (40, WAIVERS), (MANY, ""), (MANY, WAIVERS)] {
        let folder = folder("large-order", &(manifest(services) + waivers), true);
        let ran = common::run_in(&folder, &["--as-of", "2026-11-22", "--format", "json"], "");
        let report: Value = serde_json::from_str(&ran.out).expect("it is JSON");
        let files = report["files"].as_array().into_iter().flatten();
        let findings = files.flat_map(|file| file["findings"].as_array().into_iter().flatten());
        let standing = findings.map(|one| {
            let [offset, length] = ["offset", "length"].map(|key| one[key].as_u64().expect("a number"));
            let text = |key: &str| one[key].as_str().map(str::to_owned);
            let regions: Vec<_> = one["regions"].as_array().into_iter().flatten().map(Value::to_string).collect();
            (offset, offset + length, text("rule"), text("service"), regions)
        });
        let standing: Vec<_> = standing.collect();
        assert!(standing.len() > services, "{}", standing.len());
        let apart = standing.windows(2).find(|pair| pair[0] > pair[1]);
        assert_eq!(apart, None, "{services} services, waivers: {waivers}");
        let on_waivers = standing.iter().filter(|one| one.2.as_deref().is_some_and(|rule| rule.starts_with("waiver/")));
        assert_eq!(on_waivers.count() > 0, !waivers.is_empty());
    }
}

/// Two rules for each field of each subject that a part can have: one finding for each subject, and one for each value.
#[test]
fn every_field_of_every_subject_has_the_same_value_in_parts() {
    let folder = folder("large-fields", &manifest(MANY), true);
    for subject in
        [Subject::Deployment, Subject::Service, Subject::Placement, Subject::Requirement, Subject::Obligation]
    {
        for field in subject.fields().map(Field::name) {
            let name = format!("{}-{}", subject.name(), field.replace('.', "-"));
            let head = |kind| {
                format!("id: {kind}/{name}\ntitle: an example\nwhy: So it is.\nfix: Nothing.\nseverity: advice\n")
            };
            let match_ = format!("subject: {}\nmatch: {{}}\n", subject.name());
            let each = format!("{}{match_}says: 'it is {{{field}}}'\n", head("each"));
            let all = format!("{}{match_}one-per: {field}\nsays: '{{count}} {{{field}}}'\n", head("all"));
            common::write(&folder, &format!("rules/each/{name}.yaml"), each);
            common::write(&folder, &format!("rules/all/{name}.yaml"), all);
        }
    }
    let [one, many, whole] = in_parts_and_whole(&folder);
    // Two of the rules beside these give no answer.
    assert_eq!(whole.0, Some(2));
    assert!(one == whole, "in parts:\n{}\nwhole:\n{}", different(&one.1, &whole.1), different(&whole.1, &one.1));
    assert!(many == whole, "on three threads:\n{}", different(&many.1, &whole.1));
    for rule in ["each/requirement-verdict", "all/obligation-agreement-state", "all/placement-region-id"] {
        assert!(whole.1.contains(rule), "{rule} finds nothing");
    }
}

#[test]
fn what_parts_can_t_say_is_said_of_the_whole() {
    let text = manifest(MANY);
    let with = |more: &str| format!("{text}\n{more}");
    let service = "[[services]]\nname = \"last\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";
    let waiver =
        "[[waivers]]\nrule = \"coverage/*\"\nservice = \"use-1*\"\nuntil = 2027-01-01\nreason = \"A reason.\"\n";
    let said = says_the_same("large-waiver", &with(waiver), false);
    assert!(said.contains("waived["), "{said}");
    let said = says_the_same("large-flow", &with(&format!("{service}sends-to = [{{ service = \"use-3\" }}]\n")), true);
    assert!(said.contains("error"));
    let twice = service.replace("last", "use-3");
    let said = says_the_same("large-twice", &with(&twice), false);
    assert!(said.contains("error[duplicate-name] another service is named `use-3` already"));
    let said = says_the_same("large-wrong", &with(&service.replace("azure-public", "azure-pubic")), false);
    assert!(said.contains("error[unknown-cloud]"));
    let said = says_the_same("large-indented", &with(&service.replace("[[services]]", "  [[services]]")), true);
    assert!(said.contains("701 services"), "{said}");
}

/// Whether a manifest is read in parts; that it is read as a whole is read, in any case.
#[track_caller]
fn reads_the_same(text: &str) -> bool {
    let source = Source::new("deploy.toml", text);
    let profiles = Profiles::default();
    let read = manifest::load(&source, &CATALOG, &profiles);
    let whole = manifest::load_as_a_whole(&source, &CATALOG, &profiles);
    let words = |read: &dyn std::fmt::Debug| format!("{read:?}");
    assert!(words(&read) == words(&whole), "{:?}\n{:?}", read.1, whole.1);
    Parts::of(&source, &CATALOG, &profiles).is_some_and(|parts| parts.pieces().len() > 1)
}

#[test]
fn what_is_read_in_parts_is_what_is_read_as_a_whole() {
    let text = manifest(MANY);
    assert!(reads_the_same(&text));
    assert!(reads_the_same(&text.replace('\n', "\r\n")));
    assert!(reads_the_same(&format!("\u{feff}{text}")));
    // What it says beside its services may stand below them.
    assert!(reads_the_same(&format!("{}{HEAD}", text.strip_prefix(HEAD).expect("it begins so"))));
    // It might hold a line that looks like a header.
    assert!(!reads_the_same(&text.replacen("name = \"use-3\"", "name = \"\"\"\n[[services]]\"\"\"", 1)));
    for (was, is) in [
        ("[[agreements]]", "[agreements]"),
        ("[[agreements]]", "[[other]]"),
        ("[deployment]", "[deployments]"),
        ("name = \"use-400\"", "name = \"use-3\""),
        ("name = \"use-400\"", "name = [\n[[services]]\n]"),
        ("name = \"use-400\"", "name = \"use"),
        ("name = \"use-400\"", "sends-to = [{ service = \"use-3\" }]"),
    ] {
        reads_the_same(&text.replacen(was, is, 1));
    }
    reads_the_same(&format!("{text}{HEAD}"));
}

/// What is put into a manifest somewhere.
const PIECES: [&str; 12] = [
    "\"",
    "[",
    "]\n",
    "\n\"\"\"\n",
    "\n[[services]]\n",
    "\n[deployment]\n",
    "\n[[waivers]]\n",
    "#",
    "=",
    "\n[services]\n",
    "\r",
    "{",
];

#[test]
fn what_is_broken_somewhere_is_read_as_the_whole_is() {
    let text = manifest(300);
    // A linear congruence is dice enough.
    let mut dice = 19_872_u64;
    let mut throw = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).expect("it is small") % sides
    };
    let mut in_parts = 0;
    for _ in 0..24 {
        let at = text.floor_char_boundary(throw(text.len()));
        let piece = PIECES[throw(PIECES.len())];
        let rest = text.ceil_char_boundary((at + throw(2) * throw(80)).min(text.len()));
        in_parts += usize::from(reads_the_same(&format!("{}{piece}{}", &text[..at], &text[rest..])));
    }
    assert!(in_parts > 0, "some of them are cut all the same");
}
