//! Packs: what each says is true to the catalogue and to its own page, and they work through the program.

use crate::common;

use std::collections::BTreeSet;
use std::path::Path;

use compliance_check::load::rules::{self, PackFiles};
use compliance_check::model::facts::Facts;
use compliance_check::model::pack::Pack;
use compliance_check::model::rule::{Cited, Condition, Field, Rule, Rules, Test, Work};
use compliance_check::text::Source;

const SECTORS: [&str; 9] = [
    "australia",
    "eu-financial",
    "eu-public-sector",
    "japan",
    "life-sciences",
    "payment-cards",
    "us-defence",
    "us-federal-civilian",
    "us-healthcare",
];

fn of_pack<'r>(rules: &'r Rules, pack: &Pack) -> Vec<&'r Rule> {
    let is_own = |rule: &&Rule| rules.pack_of(rule).is_some_and(|other| other.name == pack.name);
    rules.rules.iter().filter(is_own).collect()
}

#[test]
fn every_sector_has_its_pack_with_rules_profiles_and_sources() {
    assert_eq!(common::pack_names(), SECTORS);
    assert_eq!(compliance_check::run::pack_names(), SECTORS, "the program carries what lies in the folder");
    let rules = common::all_rules();
    for pack in &common::packs(&common::catalog()) {
        let name = &pack.name;
        assert_eq!(pack.source.name(), common::root().join(format!("rules/packs/{name}/pack.yaml")).to_string_lossy());
        assert!(!pack.sources.is_empty() && pack.profiles.iter().next().is_some(), "{name}");
        let own = of_pack(&rules, pack);
        assert!(!own.is_empty(), "{name} has no rule");
        for rule in own {
            assert!(rule.id.starts_with(&format!("{name}/")), "{}", rule.id);
            assert!(!rule.sources.is_empty(), "{} rests on nothing", rule.id);
        }
        for profile in pack.profiles.iter() {
            assert!(!profile.members.is_empty() && profile.title.is_some(), "{name}: {}", profile.name);
        }
    }
}

/// Whether the catalogue knows a work, and not as something that nobody has looked up.
fn is_known(work: &Work, facts: &Facts) -> bool {
    facts
        .publications
        .iter()
        .any(|(_, one)| one.found_at.contains(&*work.found_at) && one.kind.as_deref() != Some("memory"))
}

#[test]
fn what_a_pack_cites_is_a_source_of_the_catalogue() {
    let facts = common::facts_with(&[]);
    let rules = common::all_rules();
    let of_rules = rules.rules.iter().filter(|rule| rule.pack.is_some()).map(|rule| (&rule.id, &rule.sources));
    for (who, sources) in of_rules.chain(rules.packs.iter().map(|pack| (&pack.name, &pack.sources))) {
        for cited in sources {
            match cited {
                Cited::Work(work) => assert!(is_known(work, &facts), "{who}: {work:?}"),
                Cited::Document { .. } => {}
                Cited::Words(words) => panic!("{who}: name a document or a publication instead of {words:?}"),
            }
        }
    }
}

/// The patterns over data and tags in a condition, each as it would stand on the pack's page.
fn triggers<'r>(condition: &Condition, rules: &'r Rules, found: &mut BTreeSet<&'r str>) {
    match condition {
        Condition::All(each) | Condition::Any(each) => each.iter().for_each(|one| triggers(one, rules, found)),
        Condition::Not(inner) => triggers(inner, rules, found),
        Condition::Field(field, Test::Matches(patterns)) => {
            let told = [Field::ServiceData, Field::ServiceTags, Field::DeploymentTags];
            if told.contains(field) {
                found.extend(patterns.iter().map(|pattern| &*rules.patterns[pattern.0]));
            }
        }
        Condition::Field(..) => {}
    }
}

#[test]
fn a_pack_tells_every_class_of_data_and_every_tag_that_its_rules_know_and_no_other() {
    let rules = common::all_rules();
    for pack in &rules.packs {
        let mut known = BTreeSet::new();
        of_pack(&rules, pack).iter().for_each(|rule| triggers(&rule.condition, &rules, &mut known));
        let told: BTreeSet<_> = pack.data.iter().chain(&pack.tags).map(|(name, _)| name.as_str()).collect();
        assert_eq!(told, known, "{}", pack.name);
    }
}

#[test]
fn no_two_packs_have_a_profile_of_one_name() {
    let packs = common::packs(&common::catalog());
    let names: Vec<_> = packs.iter().flat_map(|pack| pack.profiles.iter()).map(|profile| &profile.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
}

/// The page of a pack, as `rules/packs/README.md` has it.
fn page(pack: &Pack, rules: &Rules, facts: &Facts) -> String {
    let mut page = format!("\n## {}\n\n`{}`, version {}. {}\n", pack.title, pack.name, pack.version, pack.purpose);
    for (what, each) in [("data", &pack.data), ("tags", &pack.tags)] {
        if !each.is_empty() {
            page.push_str(&format!("\n| {what} | what it means |\n| --- | --- |\n"));
            each.iter().for_each(|(name, meaning)| page.push_str(&format!("| `{name}` | {meaning} |\n")));
        }
    }
    page.push_str("\n| rule | asks for, or reports |\n| --- | --- |\n");
    for rule in of_pack(rules, pack) {
        let file = rule.id.split_once('/').map_or("", |(_, flaw)| flaw);
        page.push_str(&format!("| [`{}`]({}/{file}.yaml) | {} |\n", rule.id, pack.name, rule.title));
    }
    page.push_str("\n| profile | stands for | what it is |\n| --- | --- | --- |\n");
    for profile in pack.profiles.iter() {
        let members: Vec<_> =
            profile.members.iter().map(|one| format!("`{}`", facts.reference(one.standard))).collect();
        let title = profile.title.as_deref().unwrap_or_default();
        page.push_str(&format!("| `profile:{}` | {} | {title} |\n", profile.name, members.join(", ")));
    }
    page.push_str("\nSources:\n\n");
    let of_rules = of_pack(rules, pack).into_iter().flat_map(|rule| &rule.sources);
    let cited: BTreeSet<_> = pack.sources.iter().chain(of_rules).map(|cited| line(cited, facts)).collect();
    cited.iter().for_each(|line| page.push_str(line));
    page
}

/// A source as an element of a list.
fn line(cited: &Cited, facts: &Facts) -> String {
    match cited {
        Cited::Document { document, .. } => {
            let document = &facts.documents[*document];
            format!("- {}, {}, as of {} (`{}`)\n", document.title, document.publisher, document.as_of, document.id)
        }
        Cited::Work(work) => {
            let publisher = work.publisher.as_deref().unwrap_or("publisher not told");
            format!("- {}, {publisher}: {}\n", work.title, work.found_at)
        }
        Cited::Words(words) => format!("- {words}\n"),
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may ask whether it is to write")]
fn the_manual_has_the_page_of_every_pack() {
    let path = common::root().join("rules/packs/README.md");
    let written = std::fs::read_to_string(&path).expect("the manual is there");
    let head = written.split("\n## ").next().expect("it has a beginning");
    let (rules, facts) = (common::all_rules(), common::facts_with(&[]));
    let pages: String = rules.packs.iter().map(|pack| page(pack, &rules, &facts)).collect();
    let manual = format!("{}\n{pages}", head.trim_end());
    if std::env::var_os("UPDATE_PACKS").is_some() {
        std::fs::write(&path, &manual).expect("the manual can be written");
    }
    assert!(written == manual || std::env::var_os("UPDATE_PACKS").is_some(), "run this test with UPDATE_PACKS=1");
}

/// The codes and messages of the problems of a pack in these files.
fn problems(about: &str, rule: &str) -> Vec<String> {
    let files = PackFiles {
        about: Source::new("pack.yaml", about),
        rules: if rule.is_empty() { Vec::new() } else { vec![Source::new("rule.yaml", rule)] },
    };
    let (_, problems) = rules::load_packs_onto(Rules::default(), &[], &[files], &compliance_check::run::carried());
    let told = |p: &compliance_check::load::problem::Problem| {
        let help = p.help.as_deref().unwrap_or_default();
        format!("{}: {} at {:?} ({help})", p.code, p.message, p.source.slice(p.span))
    };
    problems.into_sorted().iter().map(told).collect()
}

const ABOUT: &str = "name: acme\nversion: 1.0.0\ntitle: Acme\nfor: Acme's teams.\n";
const RULE: &str = "id: acme/data\ntitle: data\nsubject: service\nmatch: { service.data: acme }\n\
    require: { standards: [soc-2] }\nwhy: It is asked.\n";

#[test]
fn a_faulty_pack_is_told_at_its_place_with_the_way_out() {
    assert_eq!(problems(ABOUT, RULE), Vec::<String>::new());
    let foreign = problems(ABOUT, &RULE.replace("acme/data", "acne/data"));
    let expected = "bad-id: a rule of the pack `acme` has an id that begins with `acme/` at \"acne/data\" \
        (write `acme/data`)";
    assert_eq!(foreign, [expected]);
    for (about, code, place) in [
        (ABOUT.replace("1.0.0", "1.0"), "wrong-type: text is expected", "\"1.0\""),
        (ABOUT.replace("1.0.0", "1.0.0-beta"), "bad-version: `1.0.0-beta` is no version", "\"1.0.0-beta\""),
        (ABOUT.replace("1.0.0", "01.0.0"), "bad-version: `01.0.0` is no version", "\"01.0.0\""),
        (ABOUT.replace("name: acme", "name: Acme"), "bad-id: `Acme` is no name for a pack", "\"Acme\""),
        (ABOUT.replace("title:", "titel:"), "unknown-key: `titel` is not known here", "\"titel\""),
        (format!("{ABOUT}profiles: {{ base: [socc-2] }}\n"), "unknown-standard", "\"socc-2\""),
        (format!("{ABOUT}profiles: {{ base: [] }}\n"), "empty: this profile requires nothing", "\"[]\""),
        (format!("{ABOUT}data: {{ acme: '' }}\n"), "empty: this doesn't say what `acme` means", "\"''\""),
        (format!("{ABOUT}sources: [{{ document: nowhere }}]\n"), "unknown-document", "\"nowhere\""),
        ("name: [\n".to_owned(), "syntax: this is not YAML", ""),
    ] {
        let found = problems(&about, "");
        let is_told = found.iter().any(|one| one.starts_with(code) && one.contains(&format!("at {place}")));
        assert!(is_told, "{code} at {place}: {found:#?}");
    }
}

const BOT: &str = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";

fn check(folder: &Path, options: &[&str]) -> common::Ran {
    common::run_in(folder, &[&["--as-of", "2021-08-03", "--format", "short"], options].concat(), "")
}

#[test]
fn a_pack_takes_part_only_where_it_is_chosen() {
    let folder = common::scratch("pack-chosen");
    common::write(&folder, "deploy.toml", format!("{BOT}data = [\"phi\"]\n"));
    let without = check(&folder, &[]);
    assert!(without.status == Some(0) && without.out.contains("no rule speaks of the data `phi`"), "{without:?}");
    assert_eq!(without.out.lines().count(), 1, "{without:?}");
    let line = "error[obligation/agreement-missing] azure-bot-service: hipaa-baa";
    let by_flag = check(&folder, &["--pack", "us-healthcare", "--pack", "payment-cards"]);
    assert!(by_flag.status == Some(1) && by_flag.out.contains(line), "{by_flag:?}");
    common::write(&folder, "compliance.toml", "packs = [\"us-healthcare\"]\n");
    let by_policy = check(&folder, &[]);
    assert!(by_policy.status == Some(1) && by_policy.out.contains(line), "{by_policy:?}");
    let both = check(&folder, &["--pack", "us-healthcare"]);
    assert_eq!(both.out, by_policy.out, "chosen twice it takes part once");
}

#[test]
fn a_pack_that_is_not_known_is_told_with_the_nearest() {
    let folder = common::scratch("pack-unknown");
    common::write(&folder, "deploy.toml", BOT);
    let ran = check(&folder, &["--pack", "us-helthcare"]);
    assert!(ran.status == Some(2) && ran.err.contains("us-healthcare"), "{ran:?}");
    common::write(&folder, "compliance.toml", "packs = [\"us-helthcare\"]\n");
    let ran = check(&folder, &[]);
    let line =
        "compliance.toml:1:10: error[unknown-pack] no pack is called `us-helthcare` (did you mean `us-healthcare`?)";
    assert!(ran.status == Some(2) && ran.out.contains(line), "{ran:?}");
    common::write(&folder, "compliance.toml", "packs = [\"us-healthcare\"]\n");
    let ran = check(&folder, &["--no-builtin"]);
    assert!(ran.status == Some(2) && ran.out.contains("(no pack is known)"), "{ran:?}");
    assert_eq!(check(&folder, &["--no-builtin", "--pack", "us-healthcare"]).status, Some(2), "one excludes the other");
}

#[test]
fn the_profiles_of_packs_are_known_to_every_manifest_and_a_policy_may_take_their_place() {
    let folder = common::scratch("pack-profiles");
    let manifest = |name: &str| format!("{BOT}requires = [\"profile:{name}\"]\n");
    common::write(&folder, "deploy.toml", manifest("us-healthcare"));
    let ran = check(&folder, &[]);
    let line = "error[obligation/agreement-missing] azure-bot-service: hipaa-baa";
    assert!(ran.status == Some(1) && ran.out.contains(line), "{ran:?}");
    assert!(ran.out.contains("(see rules/packs/us-healthcare/pack.yaml:"), "{}", ran.out);
    // Written in escapes, it is the same name.
    common::write(&folder, "deploy.toml", manifest("us-healthcare").replace("profile:", "profile\\u003a"));
    let escaped = check(&folder, &[]);
    assert!(escaped.status == Some(1) && escaped.out.contains(line), "{escaped:?}");
    common::write(&folder, "deploy.toml", manifest("us-helthcare"));
    let ran = check(&folder, &[]);
    let line = "error[unknown-profile] no profile `us-helthcare` is known (did you mean `profile:us-healthcare`?)";
    assert!(ran.status == Some(2) && ran.out.contains(line), "{ran:?}");
    common::write(&folder, "deploy.toml", manifest("us-healthcare"));
    common::write(&folder, "compliance.toml", "[profiles]\nus-healthcare = [\"soc-2\"]\n");
    let noted = "`us-healthcare` takes the place of the profile of this name in \
        rules/packs/us-healthcare/pack.yaml:12:3, which requires hipaa-baa, hitrust as well";
    let ran = check(&folder, &[]);
    assert_eq!((ran.status, ran.out), (Some(0), format!("compliance.toml:2:1: note: {noted}\n")));
    let json = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "json"], "");
    let report: serde_json::Value = serde_json::from_str(&json.out).expect("the report is JSON");
    let note = serde_json::json!({ "path": "compliance.toml", "line": 2, "column": 1, "message": noted });
    assert_eq!(report["notices"], serde_json::json!([note]));
    // Not every backslash may stand for a letter of a name.
    common::write(&folder, "other.toml", format!("{BOT}tags = {{ path = \"a\\\\b\" }}\n"));
    let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "other.toml"], "");
    assert!(!ran.out.contains("takes the place"), "nobody names it: {}", ran.out);
    let contained = "[profiles]\nhouse = [\"soc-2\", \"profile:us-healthcare\"]\n";
    common::write(&folder, "compliance.toml", contained);
    common::write(&folder, "deploy.toml", manifest("house"));
    let ran = check(&folder, &[]);
    assert!(ran.status == Some(1) && ran.out.contains("agreement-missing"), "{ran:?}");
    let ran = check(&folder, &["--no-builtin", "--policy", "compliance.toml"]);
    assert!(ran.out.contains("error[unknown-profile] no profile `us-healthcare` is known"), "{ran:?}");
}

#[test]
fn a_pack_of_the_users_own_that_takes_the_place_of_a_built_in_profile_is_noted() {
    let folder = common::scratch("pack-profile-own");
    common::write(&folder, "deploy.toml", format!("{BOT}requires = [\"profile:us-healthcare\"]\n"));
    let own = format!("{ABOUT}profiles: {{ us-healthcare: {{ title: Mine, requires: [soc-2] }} }}\n");
    common::write(&folder, "house/acme/pack.yaml", own);
    common::write(&folder, "house/acme/data.yaml", RULE);
    let noted = "`us-healthcare` takes the place of the profile of this name in \
        rules/packs/us-healthcare/pack.yaml:12:3, which requires hipaa-baa, hitrust as well";
    let ran = check(&folder, &["--rules", "house"]);
    assert!(
        ran.status == Some(0) && ran.out.contains(&format!("house/acme/pack.yaml:5:13: note: {noted}\n")),
        "{ran:?}"
    );
    common::write(&folder, "compliance.toml", "rules = [\"house\"]\n");
    let ran = check(&folder, &[]);
    assert!(ran.status == Some(0) && ran.out.contains(&format!(": note: {noted}\n")), "{ran:?}");
    let ran = common::run_in(&folder, &["policy", "show"], "");
    let shown = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(ran.status == Some(0) && shown.contains(noted), "{ran:?}");
    // Chosen itself, the built-in one has the name.
    let ran = check(&folder, &["--pack", "us-healthcare"]);
    assert!(ran.status == Some(2) && ran.out.contains("duplicate-id"), "{ran:?}");
    let ran = check(&folder, &["--no-builtin"]);
    assert!(!ran.out.contains("takes the place"), "there is no other: {ran:?}");
}

/// The rules of a pack that takes part would go on meaning its own.
#[test]
fn a_policy_cannot_call_a_profile_as_a_pack_does_that_it_chooses() {
    let folder = common::scratch("pack-profile-taken");
    common::write(&folder, "deploy.toml", BOT);
    let taken = "[profiles]\nhouse = [\"soc-2\"]\nus-healthcare = [\"soc-2\"]\n";
    common::write(&folder, "compliance.toml", format!("packs = [\"us-healthcare\"]\n{taken}"));
    let line = "compliance.toml:4:1: error[duplicate-id] a profile `us-healthcare` stands in \
        rules/packs/us-healthcare/pack.yaml:12:3 already (call it something else; it may contain that one, as \
        \"profile:us-healthcare\")\n";
    let ran = check(&folder, &[]);
    assert!(ran.status == Some(2) && ran.out.starts_with(line), "{ran:?}");
    let ran = common::run_in(&folder, &["policy", "show"], "");
    assert!(ran.status == Some(2) && ran.err.contains("duplicate-id") && ran.out.is_empty(), "{ran:?}");
    // Nor as one of the house, or as one that the command line chooses.
    common::write(&folder, "compliance.toml", "[profiles]\nacme-base = [\"soc-2\"]\nus-healthcare = [\"soc-2\"]\n");
    common::write(&folder, "house/acme/pack.yaml", format!("{ABOUT}profiles: {{ acme-base: [dod-srg@il4] }}\n"));
    common::write(&folder, "house/acme/data.yaml", RULE);
    let ran = check(&folder, &["--rules", "house", "--pack", "us-healthcare"]);
    assert!(ran.status == Some(2) && ran.out.matches("duplicate-id").count() == 2, "{ran:?}");
    assert!(ran.out.contains("compliance.toml:2:1: error[duplicate-id] a profile `acme-base` stands in house/acme/"));
}

#[test]
fn the_effective_policy_has_the_profiles_of_packs_and_says_which_it_replaces() {
    let folder = common::scratch("pack-profiles-shown");
    let policy = "[profiles]\nus-healthcare = [\"soc-2\"]\nhouse = [\"profile:us-defence\"]\n";
    common::write(&folder, "compliance.toml", policy);
    let ran = common::run_in(&folder, &["policy", "show"], "");
    let lines: Vec<_> = ran.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "profiles.us-healthcare soc-2 compliance.toml:2",
        "profiles.house dod-srg@il2 rules/packs/us-defence/pack.yaml:22",
        "profiles.payment-cards pci-dss rules/packs/payment-cards/pack.yaml:15",
        "note: compliance.toml:2:1: `us-healthcare` takes the place of the profile of",
    ] {
        assert!(lines.iter().any(|known| known == line), "{line}: {}", ran.out);
    }
    assert_eq!(lines.iter().filter(|line| line.starts_with("profiles.us-healthcare")).count(), 1);
    let json = common::run_in(&folder, &["policy", "show", "--format", "json"], "");
    let shown: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    common::keeps_to_schema("effective-policy", &shown);
    let settings = shown["settings"].as_array().expect("there are some");
    let cards = settings.iter().find(|one| one["key"] == "profiles.payment-cards").expect("it is there");
    assert_eq!((&cards["path"], &cards["line"]), (&"rules/packs/payment-cards/pack.yaml".into(), &15.into()));
    let ran = common::run_in(&folder, &["policy", "show", "--no-builtin", "--no-policy"], "");
    assert!(ran.out.contains("profiles") && !ran.out.contains("profiles."), "{}", ran.out);
}

#[test]
fn a_folder_of_rules_with_a_pack_in_it_is_a_pack_too() {
    let folder = common::scratch("pack-own");
    common::write(&folder, "deploy.toml", format!("{BOT}data = [\"acme\"]\nrequires = [\"profile:acme-base\"]\n"));
    common::write(&folder, "house/acme/pack.yaml", format!("{ABOUT}profiles: {{ acme-base: [dod-srg@il4] }}\n"));
    common::write(&folder, "house/acme/data.yaml", RULE.replace("soc-2", "fedramp@high"));
    let ran = check(&folder, &["--rules", "house"]);
    assert!(ran.out.contains("fedramp@high") && ran.out.contains("dod-srg@il4"), "{ran:?}");
    let json = common::run_in(&folder, &["--as-of", "2021-08-03", "--rules", "house", "--format", "json"], "");
    let report: serde_json::Value = serde_json::from_str(&json.out).expect("the report is JSON");
    common::keeps_to_schema("report", &report);
    assert_eq!(report["packs"], serde_json::json!([{ "name": "acme", "version": "1.0.0" }]));
    common::write(&folder, "house/acme-again/pack.yaml", ABOUT);
    let ran = check(&folder, &["--rules", "house"]);
    let line =
        "house/acme-again/pack.yaml:1:7: error[duplicate-id] a pack `acme` stands in house/acme/pack.yaml already";
    assert!(ran.status == Some(2) && ran.out.contains(line), "{ran:?}");
    let ran = check(&folder, &["--rules", "house/acme", "--pack", "us-healthcare", "--no-policy"]);
    assert!(ran.out.contains("fedramp@high"), "{ran:?}");
}

#[test]
fn packs_and_rules_may_name_the_profiles_of_packs() {
    let folder = common::scratch("pack-names-profiles");
    common::write(&folder, "deploy.toml", format!("{BOT}data = [\"acme\"]\nrequires = [\"profile:acme-base\"]\n"));
    let about = format!("{ABOUT}profiles: {{ acme-base: [\"profile:us-healthcare\"] }}\n");
    common::write(&folder, "house/acme/pack.yaml", &about);
    let ran = check(&folder, &["--rules", "house"]);
    let line = "error[obligation/agreement-missing] azure-bot-service: hipaa-baa";
    assert!(ran.status == Some(1) && ran.out.contains(line), "{ran:?}");
    common::write(&folder, "deploy.toml", format!("{BOT}data = [\"acme\"]\n"));
    for (profile, name) in [("profile:acme-base", "pack"), ("profile:us-healthcare", "carried")] {
        common::write(&folder, "house/acme/data.yaml", RULE.replace("soc-2", &format!("\"{profile}\"")));
        let ran = check(&folder, &["--rules", "house"]);
        assert!(ran.status == Some(1) && ran.out.contains(line), "{name}: {ran:?}");
        let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--rules", "house"], "");
        assert!(ran.out.contains(&format!("\"{profile}\"")), "the rule that asks is shown where it does: {}", ran.out);
    }
    common::write(&folder, "house/acme/data.yaml", RULE.replace("soc-2", "\"profile:acme-bsae\""));
    let ran = check(&folder, &["--rules", "house"]);
    let line = "error[unknown-profile] no profile `acme-bsae` is known (did you mean `profile:acme-base`?)";
    assert!(ran.status == Some(2) && ran.out.contains(line), "{ran:?}");
    common::write(&folder, "house/acme/pack.yaml", about.replace("healthcare", "helthcare"));
    let ran = check(&folder, &["--rules", "house"]);
    let line = "error[unknown-profile] no profile `us-helthcare` is known (did you mean `profile:us-healthcare`?)";
    assert!(ran.status == Some(2) && ran.out.contains(line), "{ran:?}");
}

#[test]
fn a_pack_that_met_nothing_says_what_it_would_have_spoken_to() {
    let folder = common::scratch("pack-idle");
    common::write(&folder, "deploy.toml", format!("{BOT}data = [\"card-holder\"]\n"));
    let ran = check(&folder, &["--pack", "payment-cards", "--pack", "life-sciences"]);
    let notes: Vec<_> = ran.out.lines().collect();
    let expected = "rules/packs/payment-cards/pack.yaml:1:7: note: the pack payment-cards met nothing in this run; it \
        knows the data cardholder";
    let data = "deploy.toml:4:9: note: no rule speaks of the data `card-holder`, and so nothing is asked for it; did you \
        mean `cardholder`?";
    let idle =
        "rules/packs/life-sciences/pack.yaml:1:7: note: the pack life-sciences met nothing in this run; it knows";
    assert_eq!((ran.status, notes.len()), (Some(0), 3), "{ran:?}");
    assert!(notes.contains(&expected) && notes.contains(&data), "{ran:?}");
    assert!(notes.iter().any(|note| note.starts_with(idle)), "a pack that only reports knows its words too: {ran:?}");
}

#[test]
fn a_rule_of_a_pack_is_explained_by_its_id_alone() {
    let folder = common::scratch("pack-explain");
    let ran = common::run_in(&folder, &["explain", "us-healthcare/phi-without-baa"], "");
    assert!(ran.status == Some(0) && ran.out.contains("business associate agreement"), "{ran:?}");
}

#[test]
fn the_schema_of_the_policy_names_every_pack() {
    let schema = std::fs::read_to_string(common::root().join("schema/policy.schema.json")).expect("it is there");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
    let named = &schema["properties"]["packs"]["items"]["enum"];
    assert_eq!(named, &serde_json::Value::from(common::pack_names()), "add the pack to schema/policy.schema.json");
}
