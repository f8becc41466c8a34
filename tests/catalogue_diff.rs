//! What changed between two versions of a document, and which manifests that touches: exactly that.

use crate::common;

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::Ran;

const OLD: &str = "catalog/evidence/microsoft/azure-audit-scope-2026-09-21.yaml";

/// The newest page and a version after it, which `change` makes, beside three services that are not real.
fn versions(name: &str, change: impl Fn(String) -> String) -> PathBuf {
    let folder = common::scratch(&format!("diff-{name}"));
    let old = fs::read_to_string(common::root().join(OLD)).expect("the document is there");
    let new = old
        .replace("id: azure-audit-scope-2026-09-21", "id: scope-2026-11-01")
        .replace("as-of: 2026-09-21", "as-of: 2026-11-01")
        .replace("replaces: [azure-audit-scope-2026-02-25]", "replaces: [azure-audit-scope-2026-09-21]");
    let service = |name: &str| {
        format!(
            "  - id: {}\n    name: {name}\n    home: azure-public\n    stated-in: [scope-2026-11-01]\n",
            name.to_lowercase()
        )
    };
    let services =
        format!("provider: microsoft\nservices:\n{}{}{}", service("Alder"), service("Birch"), service("Cedar"));
    for file in common::files(&common::root().join("catalog"), ".yaml") {
        let inside = file.strip_prefix(common::root()).expect("it lies there").to_string_lossy().into_owned();
        common::write(&folder, &inside, fs::read_to_string(&file).expect("it is text"));
    }
    common::write(&folder, "catalog/providers/microsoft/trees.yaml", services);
    common::write(&folder, "catalog/evidence/microsoft/scope-2026-11-01.yaml", change(new));
    folder
}

/// Replaces the first occurrence, which there has to be.
fn once(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn diff(folder: &Path, options: &[&str]) -> Ran {
    let arguments = [&["catalog", "diff", "azure-audit-scope-2026-09-21", "scope-2026-11-01"], options].concat();
    common::run_in(folder, &arguments, "")
}

/// Three new services, one lost tick and one renamed service.
fn changed(text: String) -> String {
    let text =
        once(&text, "      - azure-load-testing\n", "      - { service: azure-load-testing, in-scope: [high] }\n");
    let text = once(&text, "      - azure-maps\n", "      - { service: azure-maps, as: Azure Atlas }\n");
    once(
        &text,
        "    rows:\n",
        "    rows:\n      - alder\n      - { service: birch, in-scope: [il2] }\n      - { service: cedar, in-scope: [high] }\n",
    )
}

#[test]
fn three_new_services_one_lost_tick_and_one_renamed_service() {
    let folder = versions("five", changed);
    let ran = diff(&folder, &["--format", "short"]);
    let wanted = "added: Alder (alder): dod-srg@il2, fedramp@high in azure-public\n\
        added: Birch (birch): dod-srg@il2 in azure-public\n\
        added: Cedar (cedar): fedramp@high in azure-public\n\
        renamed: Azure Maps is now Azure Atlas (azure-maps)\n\
        azure-public: lost     dod-srg@il2: Azure Load Testing\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), wanted), "{}", ran.err);
    let human = diff(&folder, &[]).out;
    assert!(human.contains("\nazure-public, dod-srg\n  lost     dod-srg@il2: Azure Load Testing\n"), "{human}");
    let json: serde_json::Value = serde_json::from_str(&diff(&folder, &["--format", "json"]).out).expect("it is JSON");
    common::keeps_to_schema("catalog-diff", &json);
    assert_eq!(json["added"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["changes"][0]["kind"], "lost");
    assert_eq!(json["renamed"][0]["to"], "Azure Atlas");
}

#[test]
fn levels_conditions_and_regions() {
    let folder = versions("levels", |text| {
        let government = text.find("azure-government\n").expect("the second table");
        let (public, rest) = text.split_at(government);
        let rest = once(
            rest,
            "{ service: ai-builder, in-scope: [high, il2, il4, il5], under: { il5: [workload-isolation] } }",
            "{ service: ai-builder, in-scope: [high, il2, il4] }",
        );
        let rest = once(
            &rest,
            "{ service: azure-advisor, as: Advisor, under: { il5: [workload-isolation] } }",
            "{ service: azure-advisor, as: Advisor }",
        );
        let public = once(
            public,
            "      - azure-maps\n",
            "      - { service: azure-maps, under: { high: [limited-regions] } }\n",
        );
        let public = once(&public, "      - azure-sphere\n", "      - { service: azure-sphere, regions: [eastus] }\n");
        public + &rest
    });
    let ran = diff(&folder, &["--format", "short"]);
    let lines: Vec<_> = ran.out.lines().collect();
    let others = "centralus, eastus2, northcentralus, southcentralus, westcentralus, westus, westus2, westus3";
    let wanted = [
        "azure-government: lowered  dod-srg@il5 to dod-srg@il4: AI Builder".to_owned(),
        "azure-government: freed    dod-srg@il5 no longer under workload-isolation: Azure Advisor".to_owned(),
        format!("azure-public: limited  dod-srg@il2 no longer in {others}: Azure Sphere"),
        "azure-public: limited  fedramp@high now under limited-regions: Azure Maps".to_owned(),
        format!("azure-public: limited  fedramp@high no longer in {others}: Azure Sphere"),
    ];
    assert_eq!(lines, wanted, "{}", ran.err);
}

#[test]
fn manifests_whose_verdicts_change_are_named() {
    let folder = versions("manifests", changed);
    let manifest = "[[services]]\nname = \"load\"\nservice = \"azure-load-testing\"\ncloud = \"azure-public\"\nregions = [\"eastus\", \"westus\"]\n\
        requires = [\"dod-srg@il2\", \"fedramp@high\"]\n";
    common::write(&folder, "deploy.toml", manifest);
    let ran = diff(&folder, &["--manifest", "deploy.toml"]);
    let (_, told) = ran.out.split_once("\nmanifests, as of 2026-11-01\n").expect("manifests are told of");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(
        told.starts_with("  deploy.toml: load: dod-srg@il2 in azure-public in eastus, westus: covered becomes "),
        "{told}"
    );
}

#[test]
fn the_same_is_no_change_whatever_it_is_named_by() {
    let ran = |arguments: &[&str]| {
        let ran = common::run_in(common::root(), &[&["catalog", "diff"], arguments].concat(), "");
        (ran.status, ran.out, ran.err)
    };
    assert_eq!(ran(&[OLD, OLD, "--format", "short"]), (Some(0), String::new(), String::new()));
    assert_eq!(ran(&["catalog", "catalog", "--format", "short"]), (Some(0), String::new(), String::new()));
    assert_eq!(ran(&[OLD, "azure-audit-scope-2026-09-21"]).0, Some(0));
    let (status, _, words) = ran(&["azure-audit-scope-2026-09-12", OLD]);
    assert_eq!(status, Some(2));
    assert!(words.contains("did you mean `azure-audit-scope-2026-09-21`?"), "{words}");
    assert_eq!(ran(&["catalog", OLD]).0, Some(2));
}

/// A document that the program carries, as a file that `change` makes of it, in a folder without a catalogue.
fn against_the_carried(name: &str, change: impl Fn(String) -> String, options: &[&str]) -> Ran {
    const CARRIED: &str = "azure-bot-service-2021-08-03";
    let folder = common::scratch(&format!("diff-{name}"));
    let text = common::root().join(format!("catalog/evidence/microsoft/{CARRIED}.yaml"));
    common::write(&folder, "page.yaml", change(fs::read_to_string(text).expect("the document is there")));
    let manifest = "[[services]]\nname = \"bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-government\"\n\
        requires = [\"cjis\"]\n";
    common::write(&folder, "deploy.toml", manifest);
    let arguments = [&["catalog", "diff", CARRIED, "page.yaml", "--format", "short"], options].concat();
    common::run_in(&folder, &arguments, "")
}

#[test]
fn a_file_is_compared_with_the_document_of_its_id_that_the_program_carries() {
    let same = against_the_carried("carried-same", |text| text, &["--manifest", "deploy.toml"]);
    assert_eq!((same.status, same.out.as_str(), same.err.as_str()), (Some(0), "", ""));
    let ran = against_the_carried("carried", |text| once(&text, "[cjis, ", "["), &["--manifest", "deploy.toml"]);
    let wanted = "azure-government: lost     cjis: Azure Bot Service\n\
        deploy.toml: bot: cjis in azure-government: covered becomes not-listed\n";
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), wanted), "{}", ran.err);
    // What is wrong with the file is said, and not that its id is known.
    let ran = against_the_carried("carried-wrong", |text| once(&text, "[cjis, ", "[cjiss, "), &[]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.starts_with("error[unknown-name]: ") && ran.err.contains("─[page.yaml:46:17]"), "{}", ran.err);
    assert_eq!(ran.err.matches("error").count(), 1, "{}", ran.err);
}

#[test]
fn days_that_are_put_another_way() {
    let dated = |dates: &str| once(DATED, "at: here", &format!("at: here{dates}"));
    let folder = common::scratch("diff-days");
    let lines = |old: &str, new: &str| {
        common::write(&folder, "old.yaml", dated(old));
        common::write(&folder, "new.yaml", dated(new));
        common::run_in(&folder, &["catalog", "diff", "old.yaml", "new.yaml", "--format", "short"], "").out
    };
    for (old, new, said) in [
        ("", ", until: 2026-12-31", "now until 2026-12-31"),
        (", until: 2026-12-31", "", "no longer until 2026-12-31"),
        (
            ", until: 2026-12-31",
            ", from: 2026-06-01, until: 2027-12-31",
            "now from 2026-06-01 until 2027-12-31, no longer until 2026-12-31",
        ),
    ] {
        let wanted = format!("azure-public: dated    soc-2@type-2 {said}: Azure Bot Service\n");
        assert_eq!(lines(old, new), wanted);
    }
    assert_eq!(lines(", until: 2026-12-31", ", until: 2026-12-31"), "");
}

#[test]
fn a_level_that_is_exchanged_is_one_change() {
    let folder = common::scratch("diff-exchanged");
    let lines = |old: &str, new: &str| {
        common::write(&folder, "old.yaml", once(DATED, "soc-2@type-2", old));
        common::write(&folder, "new.yaml", once(DATED, "soc-2@type-2", new));
        common::run_in(&folder, &["catalog", "diff", "old.yaml", "new.yaml", "--format", "short"], "").out
    };
    for (old, new, said) in [
        ("fedramp", "fedramp@high", "raised   fedramp to fedramp@high"),
        ("fedramp", "fedramp, fedramp@moderate", "raised   fedramp to fedramp@moderate"),
        ("fedramp@high", "fedramp", "lowered  fedramp@high to fedramp"),
        ("fedramp@high", "fedramp@low", "lowered  fedramp@high to fedramp@low"),
        ("fedramp@low", "fedramp@high", "raised   fedramp@low to fedramp@high"),
        ("fedramp@high, fedramp", "fedramp@high", "lost     fedramp"),
    ] {
        assert_eq!(lines(old, new), format!("azure-public: {said}: Azure Bot Service\n"), "{old} to {new}");
    }
    // Neither of these ladders holds the other.
    let both = "azure-public: gained   fedramp@class-a: Azure Bot Service\n\
        azure-public: lost     fedramp@low: Azure Bot Service\n";
    assert_eq!(lines("fedramp@low", "fedramp@class-a"), both);
}

const DATED: &str = "id: page\ntitle: A page\npublisher: Microsoft\nprovider: microsoft\nkind: service-page\n\
    as-of: 2026-01-01\nas-of-basis: printed\nfound-at: nowhere\nlicence: CC0\nclaims:\n  \
    - { in-scope: azure-bot-service, cloud: azure-public, standards: [soc-2@type-2], at: here }\n";
