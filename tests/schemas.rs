//! The schemas for editors: what is printed is what is committed, and both say what the loaders do.

use crate::common;

use std::collections::BTreeSet;

use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::load::problem::Problem;
use compliance_check::load::tree::{Node, Value as Tree};
use compliance_check::load::{manifest, policy, rules, toml, yaml};
use compliance_check::model::facts::Facts;
use compliance_check::model::profile::Profiles;
use compliance_check::model::rule::{Rules, Subject};
use compliance_check::report::Format;
use compliance_check::schema::FileKind;
use compliance_check::text::Source;
use jsonschema::Validator;
use serde_json::{Map, Value};

/// What the program prints of a sort of file.
fn printed(kind: FileKind, options: &[&str]) -> String {
    let folder = common::scratch(&format!("schema-{}-{}", kind.name(), options.len()));
    let ran = common::run_in(&folder, &[&["schema", kind.name()], options].concat(), "");
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{kind:?}");
    ran.out
}

fn committed(kind: FileKind) -> Value {
    let path = common::root().join(format!("schema/{}.schema.json", kind.name()));
    serde_json::from_str(&std::fs::read_to_string(path).expect("the schema is there")).expect("it is JSON")
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(true).build(schema).expect("it is a schema")
}

/// A document as a tool that knows JSON alone sees it: a date is text.
fn json(node: &Node) -> Value {
    match &node.value {
        Tree::Null => Value::Null,
        Tree::Boolean(truth) => Value::Bool(*truth),
        Tree::Integer(number) => Value::from(*number),
        Tree::Number(number) => Value::from(number.parse::<f64>().expect("a number")),
        Tree::Text(text) => Value::from(text.as_str()),
        Tree::Time(text) => Value::from(text.as_str()),
        Tree::Date(date) => Value::from(date.to_string()),
        Tree::List(items) => items.iter().map(json).collect(),
        Tree::Table(entries) => {
            Value::Object(entries.iter().map(|(key, node)| (key.name.to_string(), json(node))).collect::<Map<_, _>>())
        }
    }
}

fn from_toml(text: &str) -> Value {
    let (root, errors) = toml::read(text);
    assert!(errors.is_empty(), "{errors:?}: {text}");
    json(&root)
}

fn from_yaml(text: &str) -> Value {
    json(&yaml::read(text).unwrap_or_else(|error| panic!("{error:?}: {text}")))
}

#[track_caller]
fn takes(validator: &Validator, name: &str, document: &Value) {
    let errors: Vec<_> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may ask whether it is to write")]
fn what_is_printed_is_what_is_committed() {
    for kind in FileKind::ALL {
        let path = common::root().join(format!("schema/{}.schema.json", kind.name()));
        let printed = printed(kind, &[]);
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &printed).expect("the schema can be written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == printed, "{}: run this test with UPDATE_SCHEMA=1, and read the diff", path.display());
    }
}

/// Every manifest of the examples, of the examples of rules and of the README.
fn manifests() -> Vec<(String, String)> {
    let examples = common::files(&common::root().join("examples"), "deploy.toml").into_iter();
    let mut all: Vec<_> =
        examples.map(|path| (path.display().to_string(), common::source(&path).text().to_owned())).collect();
    for rule in &common::all_rules().rules {
        all.extend(rule.examples.iter().map(|example| (rule.id.clone(), example.manifest.to_string())));
    }
    let readme = std::fs::read_to_string(common::root().join("README.md")).expect("the README is there");
    let blocks = readme.split("```toml\n").skip(1).filter_map(|part| part.split("```").next());
    let whole = blocks.filter(|block| block.lines().any(|line| line == "[[services]]"));
    all.extend(whole.map(|block| ("README.md".to_owned(), block.to_owned())));
    all
}

/// The rule files of the program and of the examples, each with whether it is what a pack says of itself.
fn rule_files() -> Vec<(Source, bool)> {
    let folders = ["rules", "examples"].map(|folder| common::files(&common::root().join(folder), ".yaml"));
    folders.into_iter().flatten().map(|path| (common::source(&path), path.ends_with("pack.yaml"))).collect()
}

#[test]
fn every_manifest_that_there_is_keeps_to_its_schema() {
    let plain = validator(&committed(FileKind::Deploy));
    let with_names = validator(&serde_json::from_str(&printed(FileKind::Deploy, &["--with-names"])).expect("JSON"));
    let manifests = manifests();
    assert!(manifests.len() > 100, "{}", manifests.len());
    for (name, text) in manifests {
        let document = from_toml(&text);
        takes(&plain, &name, &document);
        takes(&with_names, &name, &document);
    }
}

#[test]
fn every_rule_and_every_pack_that_there_is_keeps_to_its_schema() {
    let [rule, pack] = [FileKind::Rule, FileKind::Pack].map(|kind| validator(&committed(kind)));
    for (source, is_pack) in rule_files() {
        takes(if is_pack { &pack } else { &rule }, source.name(), &from_yaml(source.text()));
    }
}

#[test]
fn every_file_of_the_catalogue_keeps_to_its_schema() {
    let any = validator(&committed(FileKind::Catalog));
    let [providers, standards, evidence] =
        [FileKind::Provider, FileKind::Standard, FileKind::Evidence].map(|kind| validator(&committed(kind)));
    for CatalogueFile { folder, source } in common::catalogue_files() {
        let document = from_yaml(source.text());
        let own = match folder {
            Folder::Providers => &providers,
            Folder::Standards => &standards,
            Folder::Evidence => &evidence,
        };
        takes(own, source.name(), &document);
        takes(&any, source.name(), &document);
        let others = [&providers, &standards, &evidence];
        let taken = others.iter().filter(|one| one.is_valid(&document)).count();
        assert_eq!(taken, 1, "{} is of one sort alone", source.name());
    }
}

/// The keys of each table of a schema that takes no other key. What rules match is known by its subject.
fn keys_of_schema(kind: FileKind) -> BTreeSet<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut open = vec![committed(kind)];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(mut entries) => {
                if let Some(Value::Object(definitions)) = entries.get_mut("definitions") {
                    definitions.retain(|name, _| !name.starts_with("match-"));
                }
                if let (Some(Value::Object(keys)), Some(Value::Bool(false))) =
                    (entries.get("properties"), entries.get("additionalProperties"))
                {
                    found.insert(keys.keys().cloned().collect());
                }
                open.extend(entries.into_iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    found
}

/// A key that is like no other, so that the loader tells all that it knows there.
const UNKNOWN: &str = "zzzzqqqq";

/// The keys that the loader knows wherever it met the unknown one.
fn keys_of_loader(problems: &[Problem]) -> BTreeSet<BTreeSet<String>> {
    let unknown = problems.iter().filter(|problem| problem.message.contains(UNKNOWN));
    let known = unknown.map(|problem| {
        let help = problem.help.as_deref().and_then(|help| help.strip_prefix("known here: "));
        let help = help.unwrap_or_else(|| panic!("the loader tells what it knows: {problem:?}"));
        help.split(", ").map(str::to_owned).collect()
    });
    known.collect()
}

fn problems_of_manifest(text: &str) -> Vec<Problem> {
    let catalog = compliance_check::run::carried();
    manifest::load(&Source::new("deploy.toml", text), &catalog, &Profiles::default()).1
}

fn problems_of_policy(text: &str) -> Vec<Problem> {
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    let known = policy::Known { formats: &formats, packs: &compliance_check::run::pack_names() };
    let catalog = compliance_check::run::carried();
    let (draft, mut problems) = policy::read(&Source::new("compliance.toml", text), &known);
    problems.extend(draft.resolve(&catalog, &Profiles::default()).1);
    problems
}

fn problems_of_rule(text: &str) -> Vec<Problem> {
    let catalog = compliance_check::run::carried();
    rules::load_onto(Rules::default(), &[Source::new("rule.yaml", text)], &catalog).1.into_sorted()
}

fn problems_of_pack(text: &str) -> Vec<Problem> {
    let catalog = compliance_check::run::carried();
    let names = rules::Names { catalog: &catalog, profiles: &Profiles::default() };
    rules::pack(&Source::new("pack.yaml", text), names).1
}

fn problems_of_catalogue(folder: Folder, text: &str) -> Vec<Problem> {
    let file = CatalogueFile { folder, source: Source::new("file.yaml", text) };
    let problems = catalogue::load_onto(Facts::default(), &[file]).err();
    problems.map(|problems| problems.into_sorted()).unwrap_or_default()
}

#[track_caller]
fn same_keys(kind: FileKind, problems: &[Problem]) {
    assert_eq!(keys_of_schema(kind), keys_of_loader(problems), "{kind:?}: the schema (left) and the loader (right)");
}

#[test]
fn the_keys_of_manifests_and_policies_are_those_of_their_loaders() {
    let manifest = "zzzzqqqq = 1\n[deployment]\nzzzzqqqq = 1\nrequires = [{ zzzzqqqq = 1 }]\n[[services]]\nzzzzqqqq = 1\n\
                    sends-to = [{ zzzzqqqq = 1 }]\n[[agreements]]\nzzzzqqqq = 1\n[[waivers]]\nzzzzqqqq = 1\n";
    same_keys(FileKind::Deploy, &problems_of_manifest(manifest));
    let policy =
        "zzzzqqqq = 1\n[waivers]\nzzzzqqqq = 1\n[profiles]\na = { zzzzqqqq = 1, requires = [{ zzzzqqqq = 1 }] }\n";
    same_keys(FileKind::Policy, &problems_of_policy(policy));
}

#[test]
fn the_keys_of_rules_and_packs_are_those_of_their_loaders() {
    let requires = "zzzzqqqq: 1\nsubject: service\nmatch: { as-of: { zzzzqqqq: 1 }, service.regions: { zzzzqqqq: 1 } }\n\
                    require: { zzzzqqqq: 1, standards: [{ standard: x, zzzzqqqq: 1 }], at-least: { zzzzqqqq: 1 } }\n\
                    sources: [{ document: x, zzzzqqqq: 1 }, { zzzzqqqq: 1 }]\nexamples: [{ zzzzqqqq: 1 }]\n";
    let reports = "zzzzqqqq: 1\nsubject: service\nmatch: { as-of: { older-than: { zzzzqqqq: 1 } } }\n";
    let both = [problems_of_rule(requires), problems_of_rule(reports)].concat();
    same_keys(FileKind::Rule, &both);
    let pack = "zzzzqqqq: 1\nsources: [{ document: x, zzzzqqqq: 1 }, { zzzzqqqq: 1 }]\n\
                profiles: { a: { zzzzqqqq: 1, requires: [{ zzzzqqqq: 1 }] } }\n";
    same_keys(FileKind::Pack, &problems_of_pack(pack));
}

#[test]
fn the_keys_of_the_catalogue_are_those_of_its_loader() {
    let one = "zzzzqqqq: 1\nprovider: a\nsources: { s: { zzzzqqqq: 1 } }\nagreements: [{ id: a, zzzzqqqq: 1 }]\n\
               services: [{ id: s, zzzzqqqq: 1 }]\nclouds:\n  - { id: a, name: A, status: active, stated-in: s, zzzzqqqq: 1, \
               regions: [{ id: r, zzzzqqqq: 1 }], parts: [{ id: p, zzzzqqqq: 1 }] }\n";
    let several = "zzzzqqqq: 1\nproviders: [{ provider: a, zzzzqqqq: 1 }]\n";
    let of = |text| problems_of_catalogue(Folder::Providers, text);
    same_keys(FileKind::Provider, &[of(one), of(several)].concat());
    let standard = "zzzzqqqq: 1\nid: a\nsources: { s: { zzzzqqqq: 1 } }\nobligation: { zzzzqqqq: 1 }\n\
                    aliases: [{ zzzzqqqq: 1 }]\neditions: [{ id: '1', ends: '2026', zzzzqqqq: 1 }]\n\
                    levels: [{ id: l, zzzzqqqq: 1 }]\nrelations: [{ zzzzqqqq: 1 }]\n";
    same_keys(FileKind::Standard, &problems_of_catalogue(Folder::Standards, standard));
    let evidence = "zzzzqqqq: 1\nid: a\nin-full: [{ zzzzqqqq: 1 }]\nclaims: [{ zzzzqqqq: 1 }]\ntables:\n  - zzzzqqqq: 1\n    \
                    columns: [{ zzzzqqqq: 1 }]\n    rows: [{ zzzzqqqq: 1 }]\naudit-documents: [{ zzzzqqqq: 1 }]\n\
                    disputed: [{ zzzzqqqq: 1, reads-as: { zzzzqqqq: 1 } }]\nobligations: [{ zzzzqqqq: 1 }]\n";
    same_keys(FileKind::Evidence, &problems_of_catalogue(Folder::Evidence, evidence));
}

#[test]
fn what_rules_match_is_what_their_subject_has() {
    let schema = committed(FileKind::Rule);
    for subject in Subject::ALL {
        let keys = &schema["definitions"][format!("match-{}", subject.name())]["properties"];
        let mut keys: BTreeSet<_> = keys.as_object().expect("a table").keys().map(String::as_str).collect();
        for joint in ["all", "any", "not"] {
            assert!(keys.remove(joint), "{joint}");
        }
        assert_eq!(keys, subject.fields().map(|field| field.name()).collect());
    }
}

/// Every part of a schema that stands for a key has words for whoever writes it.
#[test]
fn every_key_says_what_it_means() {
    for kind in FileKind::ALL {
        let schema = committed(kind);
        let mut open = vec![&schema];
        while let Some(value) = open.pop() {
            open.extend(value.as_array().into_iter().flatten());
            open.extend(value.as_object().into_iter().flat_map(|entries| entries.values()));
            if value["additionalProperties"] != Value::Bool(false) {
                continue;
            }
            for (key, shape) in value["properties"].as_object().into_iter().flatten() {
                let at = shape["$ref"].as_str().and_then(|at| at.strip_prefix('#'));
                let shape = at.map_or(shape, |at| schema.pointer(at).expect("it leads somewhere"));
                let words = shape["description"].as_str().unwrap_or_default();
                assert!(words.ends_with('.') || words.contains("\n- "), "{kind:?}: `{key}` says {words:?}");
            }
        }
    }
}

/// What the loader refuses, and a schema can know; and what both take.
fn refused(
    kind: FileKind,
    problems: impl Fn(&str) -> Vec<Problem>,
    read: impl Fn(&str) -> Value,
    cases: &[(&str, bool)],
) {
    let validator = validator(&committed(kind));
    for (text, sound) in cases {
        let told: Vec<_> = problems(text).into_iter().map(|problem| problem.message).collect();
        assert_eq!((validator.is_valid(&read(text)), told.is_empty()), (*sound, *sound), "{text}\n{told:?}");
    }
}

#[test]
fn a_manifest_that_the_loader_refuses_is_refused() {
    let service = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";
    let with = |rest: &str| format!("{service}{rest}");
    let waiver = |rest: &str| format!("{service}[[waivers]]\nrule = \"a/b\"\nreason = \"why\"\n{rest}");
    let cases = [
        (service.to_owned(), true),
        (String::new(), false),
        ("services = {}".to_owned(), false),
        ("[[services]]\ncloud = \"azure-public\"".to_owned(), false),
        ("[[services]]\nservice = \"azure-bot-service\"".to_owned(), false),
        ("[deployment]\ncloud = \"azure-public\"\n[[services]]\nservice = \"azure-bot-service\"".to_owned(), true),
        (with("regions = \"eastus\""), false),
        (with("regions = [\"East US\"]"), true),
        (with("regions = [\" \"]"), false),
        (with("requires = \"soc-2\""), false),
        (with("requires = [\"FedRAMP High\", { standard = \"section-508\", assurance = \"third-party\" }]"), true),
        (with("requires = [{ standard = \"section-508\", assurance = \"third\" }]"), false),
        (with("requires = [{ assurance = \"any\" }]"), false),
        (with("name = \"\""), false),
        (with("name = 7"), false),
        (with("tags = { a = 1 }"), false),
        (with("tags = [\"a\"]"), false),
        (with("sends-to = [{ data = [\"phi\"] }]"), false),
        (with("send-to = []"), false),
        (with("[deployment]\nowners = \"a\""), false),
        (with("[[agreements]]\nsigned = 2025-03-01"), false),
        (with("[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = 2025-03-01"), true),
        (with("[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = 2025-03-01T10:00:00Z"), false),
        (with("[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nsigned = \"last year\""), false),
        (waiver("until = 2026-12-31"), true),
        (waiver(""), false),
        (waiver("until = 2026"), false),
        (waiver("until = 2026-12-31\nstandards = \"soc-2\""), false),
        (format!("{service}[[waivers]]\nrule = \"a/b\"\nuntil = 2026-12-31\n"), false),
        (format!("{service}[[waivers]]\nrule = \" \"\nreason = \"why\"\nuntil = 2026-12-31\n"), false),
    ];
    let cases: Vec<_> = cases.iter().map(|(text, sound)| (text.as_str(), *sound)).collect();
    refused(FileKind::Deploy, problems_of_manifest, from_toml, &cases);
}

#[test]
fn a_rule_that_the_loader_refuses_is_refused() {
    let reports = "id: a/b\ntitle: t\nseverity: error\nsubject: service\nmatch: {}\nsays: s\nwhy: w\nfix: f\n";
    let requires = "id: a/b\ntitle: t\nsubject: service\nmatch: {}\nwhy: w\nrequire: { standards: [soc-2] }\n";
    let cases = [
        (reports.to_owned(), true),
        (requires.to_owned(), true),
        (reports.replace("id: a/b", "id: b"), false),
        (reports.replace("error", "grave"), false),
        (reports.replace("subject: service", "subject: services"), false),
        (reports.replace("fix: f\n", ""), false),
        (reports.replace("says: s\n", ""), false),
        (reports.replace("title: t", "title: ' '"), false),
        (reports.replace("{}", "{ service.name: [] }"), false),
        (reports.replace("{}", "{ service.name: 7 }"), false),
        (reports.replace("{}", "{ verdict: covered }"), false),
        (reports.replace("{}", "{ service.nam: a }"), false),
        (reports.replace("{}", "{ not: { any: [{ service.name: a* }, { service.regions: { at-least: 2 } }] } }"), true),
        (reports.replace("{}", "{ any: [] }"), false),
        (reports.replace("{}", "{ all: [{ spread.enough: 'yes' }] }"), false),
        (reports.replace("{}", "{ cloud.closed: {} }"), false),
        (reports.replace("{}", "{ cloud.closed: { before: soon } }"), false),
        (reports.replace("{}", "{ cloud.closed: { older-than: { policy: evidence-age, otherwise: 2 years } } }"), true),
        (reports.replace("{}", "{ cloud.closed: { older-than: { policy: age, otherwise: 2 years } } }"), false),
        (reports.replace("{}", "{ cloud.closed: { within: 0 days } }"), false),
        (format!("{reports}one-per: service.id\n"), true),
        (format!("{reports}one-per: verdict\n"), false),
        (format!("{reports}ways-out: 'no'\n"), false),
        (format!("{reports}says-in-regions: here\n"), false),
        (
            format!("{}says-in-regions: in {{regions}}\n", reports.replace("subject: service", "subject: requirement")),
            true,
        ),
        (
            format!(
                "{}says-in-regions: in {{regions}}\none-per: verdict\n",
                reports.replace("subject: service", "subject: requirement")
            ),
            false,
        ),
        (format!("{reports}sources: [{{ title: t }}]\n"), false),
        (format!("{reports}sources: [{{ title: t, found-at: here, date: '2026-11' }}, words]\n"), true),
        (format!("{reports}examples: [{{ as-of: 2026-01-01, passes: a, fails: b }}]\n"), false),
        (format!("{reports}examples: [{{ passes: a }}]\n"), false),
        (format!("{requires}severity: error\n"), false),
        (requires.replace("subject: service", "subject: requirement"), false),
        (requires.replace("{ standards: [soc-2] }", "{}"), false),
        (requires.replace("{ standards: [soc-2] }", "{ standards: [] }"), false),
        (requires.replace("{ standards: [soc-2] }", "{ at-least: { regions: 1 } }"), false),
    ];
    let cases: Vec<_> = cases.iter().map(|(text, sound)| (text.as_str(), *sound)).collect();
    refused(FileKind::Rule, problems_of_rule, from_yaml, &cases);
}

#[test]
fn the_names_of_a_schema_are_offered_and_others_stay_allowed() {
    let schema: Value = serde_json::from_str(&printed(FileKind::Deploy, &["--with-names"])).expect("JSON");
    let offered = |list: &str, name: &str, called: &str| {
        let choice = &schema["definitions"][list];
        let at = choice["enum"].as_array().expect("names").iter().position(|one| one == name);
        let at = at.unwrap_or_else(|| panic!("{name} is offered"));
        assert_eq!(choice["enumDescriptions"][at], called, "{name}");
        assert_eq!(choice["x-taplo"]["docs"]["enumValues"][at], called, "{name}");
    };
    offered("services", "azure-bot-service", "Azure Bot Service");
    offered("clouds", "azure-government", "Azure Government");
    offered("standards", "fedramp@high", "FedRAMP High");
    offered("regions", "usgovvirginia", "US Gov Virginia");
    let of_service = &schema["properties"]["services"]["items"]["properties"]["service"]["anyOf"];
    assert_eq!(of_service[0]["$ref"], "#/definitions/services");
    let pasted = from_toml("[[services]]\nservice = \"AZURE  bot service\"\ncloud = \"Fairfax\"\n");
    takes(&validator(&schema), "pasted names", &pasted);
    let rule: Value = serde_json::from_str(&printed(FileKind::Rule, &["--with-names"])).expect("JSON");
    let pattern = from_yaml(
        "{ id: a/b, title: t, severity: error, subject: service, match: { service.id: azure-* }, says: s, why: w, fix: f }",
    );
    takes(&validator(&rule), "a pattern", &pattern);
}

#[test]
fn a_catalogue_and_a_policy_of_your_own_bring_their_names() {
    let folder = common::scratch("schema-own-names");
    common::write(&folder, "compliance.toml", "[profiles]\nhouse = { title = \"Ours\", requires = [\"soc-2\"] }\n");
    let anchorage = common::root().join("tests/data/anchorage").display().to_string();
    let own = ["schema", "deploy", "--with-names", "--policy", "compliance.toml", "--catalog", &anchorage];
    let ran = common::run_in(&folder, &own, "");
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let schema: Value = serde_json::from_str(&ran.out).expect("JSON");
    let holds =
        |list: &str, name: &str| schema["definitions"][list]["enum"].as_array().expect("names").contains(&name.into());
    assert!(holds("profiles", "profile:house") && holds("profiles", "profile:us-healthcare"));
    assert!(holds("clouds", "bay") && holds("clouds", "azure-public"));
    common::write(&folder, "compliance.toml", "fail-on = \"often\"\n");
    let broken = common::run_in(&folder, &own, "");
    assert!(broken.status == Some(2) && broken.out.is_empty() && broken.err.contains("often"), "{broken:?}");
    let unasked = common::run_in(&folder, &["schema", "deploy", "--policy", "compliance.toml"], "");
    assert!(unasked.status == Some(2) && unasked.err.contains("--with-names"), "{unasked:?}");
    assert_eq!(common::run_in(&folder, &["schema", "manifest"], "").status, Some(2));
}

#[test]
fn every_example_names_its_schema_in_its_first_line() {
    let files = common::files(&common::root().join("examples"), ".toml");
    assert!(files.len() > 10, "{files:?}");
    for path in files {
        let kind = if path.ends_with("compliance.toml") { FileKind::Policy } else { FileKind::Deploy };
        let text = common::source(&path).text().to_owned();
        let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema "));
        let named = named.unwrap_or_else(|| panic!("{}: the first line is `#:schema …`", path.display()));
        let there = path.with_file_name(named).canonicalize().expect("the schema is there");
        assert!(there.ends_with(format!("schema/{}.schema.json", kind.name())), "{}", path.display());
    }
}

#[test]
fn a_policy_that_its_loader_refuses_is_refused_by_the_names_that_are_printed_as_well() {
    let schema = serde_json::from_str(&printed(FileKind::Policy, &["--with-names"])).expect("JSON");
    let validator = validator(&schema);
    assert!(validator.is_valid(&from_toml("[profiles]\na = [\"An alias of a standard\", \"profile:b\"]")));
    assert!(!validator.is_valid(&from_toml("[profiles]\na = []")));
    assert!(!validator.is_valid(&from_toml("packs = [\"unknown\"]")));
}
