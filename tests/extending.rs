//! More knowledge is more files: a rule, a document and a standard each need one file, and no line of code.

use crate::common;

use std::path::Path;

const MANIFEST: &str =
    "[[services]]\nservice = \"microsoft-datacenter\"\ncloud = \"azure-public\"\nrequires = [\"soc-2\"]\n";

fn check(folder: &Path, options: &[&str]) -> common::Ran {
    common::run_in(folder, &[&["--as-of", "2026-03-01", "--format", "short"], options].concat(), "")
}

fn evidence(id: &str, standard: &str) -> String {
    format!(
        "id: {id}\ntitle: A list\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2026-01-01\n\
         as-of-basis: printed\nfound-at: nowhere\nclaims:\n  - {{ in-scope: microsoft-datacenter, at: row 1, standards: [{standard}] }}\n"
    )
}

#[test]
fn a_rule_is_one_file() {
    let folder = common::scratch("more-rules");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(
        &folder,
        "team/team/no-datacenter.yaml",
        "id: team/no-datacenter\ntitle: a service that the team avoids\nseverity: error\nsubject: service\n\
         match: { service.id: 'microsoft-d*' }\nsays: '{service.name} is {service.title}'\nwhy: It is avoided.\nfix: Avoid it.\n",
    );
    assert!(!check(&folder, &[]).out.contains("team/no-datacenter"));
    let ran = check(&folder, &["--rules", "team"]);
    assert!(
        ran.out.contains("deploy.toml:2:11: error[team/no-datacenter] microsoft-datacenter: microsoft-datacenter is"),
        "{}",
        ran.out
    );
}

#[test]
fn a_document_is_one_file() {
    let folder = common::scratch("more-evidence");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "more/evidence/list.yaml", evidence("list", "soc-2"));
    let before = check(&folder, &[]);
    assert_eq!(before.status, Some(1));
    assert!(before.out.contains("error[coverage/no-evidence]"), "{}", before.out);
    let after = check(&folder, &["--catalog", "more"]);
    assert_eq!((after.status, after.out.as_str()), (Some(0), ""));
}

#[test]
fn a_standard_is_one_file() {
    let folder = common::scratch("more-standards");
    common::write(&folder, "deploy.toml", MANIFEST.replace("soc-2", "Harbour Code Gold"));
    common::write(
        &folder,
        "more/standards/harbour-code.yaml",
        "id: harbour-code\nname: Harbour Code\ntitle: Code of the harbour\nissuer: The harbour\nsegment: regional\n\
         jurisdiction: NL\nkind: certification\nstated-in: [harbour]\nlevels:\n  \
         - { id: gold, ladder: medal, name: Harbour Code Gold, stated-in: [harbour] }\n\
         sources:\n  harbour: { kind: primary, found-at: nowhere }\n",
    );
    common::write(&folder, "more/evidence/list.yaml", evidence("list", "harbour-code@gold"));
    let before = check(&folder, &[]);
    assert_eq!(before.status, Some(2));
    assert!(before.out.contains("error[unknown-standard]"), "{}", before.out);
    let after = check(&folder, &["--catalog", "more"]);
    assert_eq!((after.status, after.out.as_str()), (Some(0), ""));
}

#[test]
fn the_program_can_start_from_nothing() {
    let folder = common::scratch("from-nothing");
    common::write(&folder, "deploy.toml", MANIFEST);
    let ran = check(&folder, &["--no-builtin"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.out.contains("error[unknown-service]") && ran.out.contains("error[unknown-cloud]"), "{}", ran.out);
}

/// A manifest that asks for one service.
fn wanting(service: &str) -> String {
    format!("[[services]]\nservice = \"{service}\"\ncloud = \"azure-public\"\nrequires = [\"soc-2\"]\n")
}

#[test]
fn a_document_replaces_one_that_the_program_carries() {
    let folder = common::scratch("replacing");
    common::write(&folder, "deploy.toml", wanting("azure-bot-service"));
    let newer = "id: newer\ntitle: A newer page\npublisher: Nobody\nprovider: microsoft\nkind: example\n\
        as-of: 2021-09-01\nas-of-basis: printed\nfound-at: nowhere\nreplaces: [azure-bot-service-2021-08-03]\n\
        claims:\n  - { out-of-scope: azure-bot-service, at: row 1, standards: [soc-2] }\n";
    common::write(&folder, "more/evidence/newer.yaml", newer);
    let told = |options: &[&str]| {
        let question = ["explain", "deploy.toml", "azure-bot-service", "soc-2", "--as-of", "2021-09-01"];
        let ran = common::run_in(&folder, &[&question, options].concat(), "");
        assert_eq!(ran.status, Some(0), "{ran:?}");
        ran.out
    };
    let page = "\"Compliance in Azure Bot Service\", Microsoft, as of 2021-08-03";
    let replaced = &format!("replaced by newer versions\n  {page}");
    let before = told(&[]);
    assert!(before.contains(page) && !before.contains(replaced), "{before}");
    let after = told(&["--catalog", "more"]);
    assert!(after.contains("decided by\n  \"A newer page\"") && after.contains(replaced), "{after}");
}

const CRANE: &str = "provider: microsoft\nservices:\n  \
    - { id: crane, name: Crane, aliases: [Great Crane], home: azure-public, part-of: azure, stated-in: [list] }\n";

#[test]
fn a_service_and_its_document_may_come_from_two_folders() {
    let folder = common::scratch("more-services");
    common::write(&folder, "deploy.toml", wanting("great crane"));
    common::write(&folder, "one/providers/services.yaml", CRANE);
    let list = "id: list\ntitle: A list\npublisher: Nobody\nprovider: microsoft\nkind: example\nas-of: 2026-01-01\n\
        as-of-basis: printed\nfound-at: nowhere\nclaims:\n  - { in-scope: crane, at: row 1, standards: [soc-2] }\n";
    common::write(&folder, "two/evidence/list.yaml", list);
    let (both, first) = (["--catalog", "one", "--catalog", "two"], ["--catalog", "one"]);
    let after = check(&folder, &both);
    assert_eq!((after.status, after.out.as_str()), (Some(0), ""));
    let without = check(&folder, &first);
    assert_eq!(without.status, Some(2), "nothing states the service");
    assert!(
        without.out.contains("error[unknown-name] the catalogue has no source or document `list`"),
        "{}",
        without.out
    );
}

/// What is built in has no privilege, and what is wrong is shown in the file that the user gave.
#[test]
fn an_id_that_the_program_carries_stands_for_nothing_else() {
    let folder = common::scratch("twice");
    common::write(&folder, "deploy.toml", MANIFEST);
    let twice = evidence("azure-bot-service-2021-08-03", "soc-2");
    common::write(&folder, "more/evidence/azure-bot-service-2021-08-03.yaml", &twice);
    let services = CRANE.replace("id: crane", "id: azure-bot-service").replace("[list]", "[unverified]");
    common::write(&folder, "more/providers/services.yaml", services);
    common::write(&folder, "more/providers/name.yaml", "provider: microsoft\nname: Another\n");
    let ran = check(&folder, &["--catalog", "more"]);
    assert_eq!(ran.status, Some(2), "{}", ran.out);
    let lines: Vec<_> = ran.out.lines().collect();
    let expected = [
        "more/evidence/azure-bot-service-2021-08-03.yaml:1:5: error[duplicate-id] another document has the id \
            `azure-bot-service-2021-08-03` already",
        "more/providers/name.yaml:1:1: error[duplicate-key] another file names the provider `microsoft` already",
        "more/providers/services.yaml:3:11: error[duplicate-id] another service has the id `azure-bot-service` already",
        "more/evidence/azure-bot-service-2021-08-03.yaml:1:5: note: with this unsolved, nothing was checked of deploy.toml",
    ];
    assert_eq!(lines, expected, "{}", ran.out);
}

/// The digest tells with what a report was made.
#[test]
fn each_catalogue_has_its_digest() {
    let folder = common::scratch("digests");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "more/evidence/list.yaml", evidence("list", "soc-2"));
    common::write(&folder, "empty/evidence/read.me", "");
    let catalog = |options: &[&str]| {
        let ran = common::run_in(&folder, &[&["--format", "json"], options].concat(), "");
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("the report is JSON");
        report["catalog"].clone()
    };
    let carried = catalog(&[]);
    let more = catalog(&["--catalog", "more"]);
    assert_eq!(carried, catalog(&["--catalog", "empty"]));
    assert_ne!(carried["digest"], more["digest"]);
    assert_eq!(more, catalog(&["--catalog", "more"]));
    let count = |catalog: &serde_json::Value| catalog["claims"].as_u64().expect("a number");
    assert_eq!(count(&more), count(&carried) + 1);
    let elsewhere = folder.join("more").display().to_string();
    assert_eq!(more, catalog(&["--catalog", &elsewhere]), "it is the same catalogue, however it is named");
    common::write(&folder, "more/evidence/list.yaml", evidence("list", "soc-1"));
    assert_ne!(more["digest"], catalog(&["--catalog", "more"])["digest"]);
}

/// Every document for programs says which catalogue it rests on: that of a check over the same knowledge.
#[test]
fn every_json_names_its_catalogue() {
    let folder = common::scratch("digests-everywhere");
    common::write(&folder, "deploy.toml", MANIFEST);
    common::write(&folder, "more/evidence/list.yaml", evidence("list", "soc-2"));
    common::write(&folder, "newer.yaml", evidence("list", "soc-1"));
    common::write(&folder, "other/evidence/list.yaml", evidence("list", "soc-1"));
    let json = |words: &[&str]| -> serde_json::Value {
        let ran = common::run_in(&folder, &[words, &["--format", "json"]].concat(), "");
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{words:?}: {error}: {ran:?}"))
    };
    let carried = json(&["deploy.toml"])["catalog"].clone();
    let more = json(&["--catalog", "more", "deploy.toml"])["catalog"].clone();
    let version = common::run_in(&folder, &["--version"], "").out;
    assert!(version.contains(carried["digest"].as_str().expect("it is text")), "{version}");
    let commands: [(&[&str], &str); 4] = [
        (&["catalog", "list"], "catalog-list"),
        (&["catalog", "list", "clouds"], "catalog-list"),
        (&["catalog", "show", "soc-2"], "catalog-show"),
        (&["catalog", "search", "bot"], "catalog-search"),
    ];
    for (command, schema) in commands {
        let (plain, with) = (json(command), json(&[command, &["--catalog", "more"]].concat()));
        common::keeps_to_schema(schema, &with);
        assert_eq!((&plain["catalog"], &with["catalog"]), (&carried, &more), "{command:?}");
    }
    // The folder doesn't stand on its own, so it lies over what the program carries.
    let linted = json(&["catalog", "lint", "more"]);
    common::keeps_to_schema("catalog-lint", &linted);
    assert_eq!(linted["catalog"], more);
    let documents = json(&["catalog", "diff", "list", "newer.yaml", "--catalog", "more"]);
    common::keeps_to_schema("catalog-diff", &documents);
    assert_eq!((&documents["catalog"], &documents["old_catalog"]), (&more, &serde_json::Value::Null));
    let folders = json(&["catalog", "diff", "more", "other"]);
    common::keeps_to_schema("catalog-diff", &folders);
    assert_eq!(folders["old_catalog"], more);
    assert_eq!(folders["catalog"], json(&["--catalog", "other", "deploy.toml"])["catalog"]);
    // What could not be read makes no catalogue.
    common::write(&folder, "more/evidence/list.yaml", "id: list\n");
    assert_eq!(json(&["catalog", "lint", "more"])["catalog"]["digest"], "");
}

#[test]
fn the_cloud_tells_which_providers_service_is_meant_before_ids_and_names_are_weighed() {
    let provider = |name: &str, service: &str| {
        format!(
            "provider: {name}\nname: {name}\nclouds:\n  \
             - {{ id: {name}-cloud, name: {name}, status: active, stated-in: unverified }}\nservices:\n  \
             - {{ id: {service}, name: Sluices, home: {name}-cloud, stated-in: unverified }}\n"
        )
    };
    let folder = common::scratch("same-names");
    common::write(&folder, "more/providers/harbour.yaml", provider("harbour", "sluices"));
    common::write(&folder, "more/providers/canal.yaml", provider("canal", "canal-sluices"));
    let service = |cloud: &str| {
        format!("[[services]]\nservice = \"Sluices\"\nname = {cloud:?}\ncloud = {cloud:?}\nrequires = [\"soc-2\"]\n")
    };
    common::write(&folder, "deploy.toml", service("harbour-cloud") + &service("canal-cloud"));
    let ran = common::run_in(&folder, &["--catalog", "more", "--format", "json", "deploy.toml"], "");
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("the report is JSON");
    let requirements = report["files"][0]["requirements"].as_array().expect("a list");
    let services: Vec<_> = requirements.iter().map(|one| &one["service_id"]).collect();
    assert_eq!(services, ["sluices", "canal-sluices"], "{ran:?}");
}

#[test]
fn a_rule_that_meets_nothing_in_the_whole_run_is_said() {
    let folder = common::scratch("idle-rules");
    common::write(&folder, "deploy.toml", MANIFEST);
    let asking = |id: &str, data: &str| {
        format!(
            "id: team/{id}\ntitle: a rule that asks\nsubject: service\nmatch: {{ service.data.own: {data} }}\n\
             require: {{ standards: [soc-2] }}\nwhy: It is asked for.\n"
        )
    };
    common::write(&folder, "team/phi.yaml", asking("phi", "phi"));
    let flow = "id: team/no-flows\ntitle: a flow\nseverity: error\nsubject: flow\nmatch: {}\nsays: '{flow.to}'\n\
        why: It is.\nfix: Don't.\n";
    common::write(&folder, "team/flow.yaml", flow);
    let closed = "id: team/closed\ntitle: closed\nseverity: error\nsubject: service\nmatch: { cloud.status: closed }\n\
        says: '{service.name}'\nwhy: It is.\nfix: Don't.\n";
    common::write(&folder, "team/closed.yaml", closed);
    let told = |arguments: &[&str]| {
        let ran = common::run_in(&folder, &[&["--rules", "team", "--format", "json"], arguments].concat(), "");
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("the report is JSON");
        let notices = report["notices"].as_array().expect("a list").clone();
        notices.iter().map(|one| one["message"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
    };
    let notices = told(&[]);
    assert!(
        notices.iter().any(|one| one.contains("team/phi asked for nothing: this run has nothing that it matches")),
        "{notices:?}"
    );
    assert!(notices.iter().any(|one| one.contains("this run has no flow")), "{notices:?}");
    assert_eq!(notices.len(), 2, "a rule that looked and found nothing is content: {notices:?}");
    let tagged = "id: team/tagged\ntitle: tagged\nseverity: error\nsubject: service\n\
        match: { service.tags: [tier=1, 'tier=one'], cloud.status: closed }\nsays: '{service.name}'\nwhy: It is.\nfix: Don't.\n";
    common::write(&folder, "team/tagged.yaml", tagged);
    let said = "team/tagged had nothing to look at: no `service.tags` of this run is `tier=1` or `tier=one`";
    assert!(told(&[]).contains(&said.to_owned()), "{:?}", told(&[]));
    common::write(&folder, "deploy.toml", format!("{MANIFEST}tags = {{ tier = \"1\" }}\n"));
    assert_eq!(told(&[]).len(), 2, "what it is for is there: {:?}", told(&[]));
}

#[test]
fn data_that_no_rule_speaks_of_is_said_with_the_nearest_name() {
    let folder = common::scratch("unknown-data");
    common::write(&folder, "deploy.toml", format!("{MANIFEST}data = [\"PHI\", \"phi\", \"odds\", \"odds\"]\n"));
    let told = |arguments: &[&str]| {
        let ran = common::run_in(&folder, &[&["--format", "short", "--as-of", "2021-08-03"], arguments].concat(), "");
        ran.out.lines().filter(|line| line.contains("no rule speaks")).map(str::to_owned).collect::<Vec<_>>()
    };
    let lines = told(&["--pack", "us-healthcare"]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("of the data `PHI`, and so nothing is asked for it; did you mean `phi`?"), "{lines:?}");
    assert!(
        lines[1].ends_with("`odds`, and so nothing is asked for it; a pack or a rule of your own would"),
        "{lines:?}"
    );
    assert_eq!(told(&[]).len(), 3, "each class is told once");
    let open = "id: team/open\ntitle: open\nseverity: error\nsubject: service\nmatch: {}\nwhen: size(service.data) > 9\n\
        says: '{service.name}'\nwhy: It is.\nfix: Don't.\n";
    common::write(&folder, "team/open.yaml", open);
    assert_eq!(told(&["--rules", "team"]), [""; 0], "an expression may know any of them");
}
