//! The help of a finding offers only what was asked and answered, for all that the finding is about.

use crate::common;

use crate::common::harbour::{catalog, catalog_beside, claims, manifest};
use crate::common::outcome;
use compliance_check::catalog::{Catalog, CloudWayOut, Question, WaysOut};
use compliance_check::check::outcome::Finding;
use compliance_check::model::deployment::LeastAssurance;
use compliance_check::model::evidence::Condition;
use compliance_check::model::id::{Id, Slug};
use compliance_check::model::standard::{Relation, StandardRef};
use compliance_check::model::verdict::Verdict;

const DAY: &str = "2026-03-01";

/// The finding of this rule; there must be one and no more.
fn found(catalog: &Catalog, manifest: &str, rule: &str) -> Finding {
    let mut findings = outcome(manifest, catalog, DAY).findings;
    findings.retain(|finding| finding.rule == rule);
    let [finding] = findings.as_slice() else { panic!("{rule} on\n{manifest}\n{findings:#?}") };
    finding.clone()
}

fn fix(rule: &str) -> String {
    let rules = common::shipped_rules().rules;
    rules.into_iter().find(|known| known.id == rule).expect("there is such a rule").fix.to_string()
}

#[test]
fn what_is_held_is_offered_only_where_asking_for_it_would_be_enough() {
    let require = manifest("pier-1", "", "\"dod-srg@il5\"");
    let offer = "if `dod-srg@il4`, which is shown here, is enough, require that";
    let plain = claims("pier-1", &["in-scope at: a, standards: [dod-srg@il4]"]);
    let plain = catalog(&[("list", "2026-01-01", &plain)]);
    assert_eq!(found(&plain, &require, "coverage/level-too-low").help, offer);
    let conditional = claims("pier-1", &["in-scope at: a, standards: [dod-srg@il4], condition: planned"]);
    let conditional = format!("conditions:\n  planned: used as planned\n{conditional}");
    let conditional = catalog(&[("list", "2026-01-01", &conditional)]);
    let finding = found(&conditional, &require, "coverage/level-too-low");
    assert_eq!(finding.help, fix("coverage/level-too-low"), "asking for it would be conditional");
}

#[test]
fn what_is_held_is_offered_only_where_all_regions_hold_it() {
    let text = claims(
        "pier-1",
        &["in-scope at: a, standards: [dod-srg@il2]", "in-scope regions: [north], at: b, standards: [dod-srg@il4]"],
    );
    let catalog = catalog(&[("list", "2026-01-01", &text)]);
    let help = |regions| -> Vec<String> {
        let outcome = outcome(&manifest("pier-1", regions, "\"dod-srg@il5\""), &catalog, DAY);
        outcome.findings.into_iter().map(|finding| finding.help).collect()
    };
    let offers = |help: &String, level: &str| help.contains(&format!("if `dod-srg@{level}`"));
    let [north] = help("\"north\"").try_into().expect("one finding");
    assert!(offers(&north, "il4"));
    let [north, south] = help("\"north\", \"south\"").try_into().expect("one finding for each level that is held");
    assert!(!offers(&north, "il4"), "south holds less");
    assert!(offers(&south, "il2"), "north holds that as well");
}

#[test]
fn elsewhere_the_advice_names_only_places_where_it_is_covered() {
    let help = |text: &str, regions: &str| {
        let catalog = catalog(&[("list", "2026-01-01", text)]);
        found(&catalog, &manifest("pier-1", regions, "\"dod-srg@il5\""), "coverage/elsewhere").help
    };
    let covered = claims("pier-1", &["in-scope regions: [north], at: a, standards: [dod-srg@il5]"]);
    assert_eq!(help(&covered, "\"south\""), "in pier-1, dod-srg@il5 is held in north");
    assert_eq!(help(&covered, ""), "name a region: pier-1 holds dod-srg@il5 in north");
    let too_low = claims("pier-1", &["in-scope regions: [north], at: a, standards: [dod-srg@il4]"]);
    let lapsed =
        claims("pier-1", &["in-scope regions: [north], at: a, standards: [dod-srg@il5], until: \"2026-02-01\""]);
    let conditional =
        claims("pier-1", &["in-scope regions: [north], at: a, standards: [dod-srg@il5], condition: planned"]);
    let conditional = format!("conditions:\n  planned: used as planned\n{conditional}");
    for text in [too_low, lapsed, conditional] {
        for regions in ["\"south\"", ""] {
            let help = help(&text, regions);
            assert_eq!(help, fix("coverage/elsewhere"), "{text}");
            assert!(!help.contains("Name a region"), "no region is enough");
        }
    }
}

#[test]
fn without_ways_out_the_findings_are_the_same_with_the_help_of_their_rules() {
    let text = claims("pier-1", &["in-scope regions: [north], at: a, standards: [dod-srg@il5]"]);
    let catalog = catalog(&[("list", "2026-01-01", &text)]);
    let (deployment, rules) =
        (common::deployment(&manifest("pier-1", "\"south\"", "\"dod-srg@il5\""), &catalog), common::shipped_rules());
    let checker = compliance_check::check::Checker::new(&catalog, &rules, DAY.parse().expect("a date"));
    let (with, without) = (checker.check(&deployment), checker.check_without_ways_out(&deployment));
    let told = |findings: &[Finding]| -> Vec<_> { findings.iter().map(|one| one.fingerprint.clone()).collect() };
    assert_eq!(told(&with.findings), told(&without.findings));
    assert_ne!(with.findings[0].help, without.findings[0].help);
    assert_eq!(without.findings[0].help, fix("coverage/elsewhere"));
}

#[test]
fn clouds_that_are_not_named_are_counted() {
    let text: String = (2..=9)
        .map(|number| format!("  - {{ in-scope: crane, cloud: pier-{number}, at: a, standards: [soc-2] }}\n"))
        .collect();
    let catalog = catalog(&[("list", "2026-01-01", &format!("claims:\n{text}"))]);
    let help = found(&catalog, &manifest("pier-1", "", "\"soc-2\""), "coverage/no-evidence").help;
    assert!(help.contains("pier-7 holds soc-2") && !help.contains("pier-8"), "{help}");
    assert!(help.ends_with("; or 2 more clouds hold soc-2 for this service"), "{help}");
}

#[test]
fn a_cloud_whose_regions_are_not_public_is_a_way_out_for_a_use_in_a_region() {
    let catalog = catalog(&[("list", "2026-01-01", &claims("pier-2", &["in-scope at: a, standards: [soc-2]"]))]);
    let help = found(&catalog, &manifest("pier-1", "\"north\"", "\"soc-2\""), "coverage/no-evidence").help;
    assert_eq!(help, "pier-2 holds soc-2 for this service");
}

#[test]
fn the_help_of_a_shared_finding_helps_all_that_share_it() {
    let claim = |cloud: u8, standards: &str| {
        format!("  - {{ in-scope: crane, cloud: pier-{cloud}, at: a, standards: [{standards}] }}\n")
    };
    let help = |claims: &[String], requires: &str| {
        let catalog = catalog(&[("list", "2026-01-01", &format!("claims:\n{}", claims.concat()))]);
        found(&catalog, &manifest("old-pier", "", requires), "coverage/cloud-closed").help
    };
    let both = "\"soc-2\", \"hitrust\"";
    let some = [claim(2, "soc-2"), claim(3, "soc-2, hitrust"), claim(4, "hitrust")];
    assert_eq!(help(&some, both), "pier-3 holds soc-2, hitrust for this service");
    assert_eq!(help(&some, "\"soc-2\""), "pier-2 holds soc-2 for this service; or pier-3 holds soc-2 for this service");
    let apart = [claim(2, "soc-2"), claim(4, "hitrust")];
    assert_eq!(help(&apart, both), fix("coverage/cloud-closed"));
    // Regions count as well: a cloud that holds the one in the north and the other in the south holds both nowhere.
    let split = |region: &str, standard: &str| {
        format!("  - {{ in-scope: crane, cloud: pier-1, regions: [{region}], at: a, standards: [{standard}] }}\n")
    };
    assert_eq!(help(&[split("north", "soc-2"), split("south", "hitrust")], both), fix("coverage/cloud-closed"));
    let west = [split("north, west", "soc-2"), split("south, west", "hitrust")];
    assert_eq!(help(&west, both), "pier-1 holds soc-2, hitrust for this service; its regions are west");
}

#[test]
fn the_platform_that_is_in_scope_gives_both_the_name_and_the_evidence() {
    let platform = |service: &str, statement: &str| {
        format!("claims:\n  - {{ {statement}: {service}, cloud: pier-1, at: a, standards: [soc-2] }}\n")
    };
    for (dock, quay, name, document) in
        [("out-of-scope", "in-scope", "Quay", "of-quay"), ("in-scope", "out-of-scope", "Dock", "of-dock")]
    {
        let catalog = catalog(&[
            ("of-dock", "2026-01-01", &platform("dock", dock)),
            ("of-quay", "2026-01-01", &platform("quay", quay)),
        ]);
        let finding = found(&catalog, &manifest("pier-1", "", "\"soc-2\""), "coverage/platform-only");
        assert!(finding.message.starts_with(&format!("{name} is in scope")), "{}", finding.message);
        assert_eq!(finding.evidence.map(|evidence| evidence.id).as_deref(), Some(document));
    }
}

#[test]
fn a_region_of_another_cloud_is_one_finding_whatever_the_documents_say() {
    let list = "in-full: [{ services: [crane], clouds: [pier-1] }]\nclaims: []\n";
    let scope = |statement: &str| claims("pier-1", &[&format!("{statement} at: a, standards: [soc-2]")]);
    let texts = [String::new(), list.to_owned(), scope("in-scope"), scope("out-of-scope"), scope("pending")];
    for text in texts {
        let documents = [("list", "2026-01-01", text.as_str())];
        let catalog = catalog(if text.is_empty() { &[] } else { &documents });
        let findings = outcome(&manifest("pier-1", "\"westeurope\"", "\"soc-2\""), &catalog, DAY).findings;
        let rules: Vec<_> = findings.iter().map(|finding| finding.rule.as_str()).collect();
        assert_eq!(rules, ["placement/region-outside-cloud"], "{text}");
    }
}

#[test]
fn a_way_out_of_two_gaps_is_one_of_each() {
    let condition = |id: &str| Condition { id: Slug::new(id).expect("it is an id"), text: "used so".into() };
    let held = |standard: usize| Some(StandardRef { standard: Id::at(standard), edition: None, level: None });
    let cloud = |cloud: usize, regions: &[usize]| CloudWayOut {
        cloud: Id::at(cloud),
        regions: regions.iter().copied().map(Id::at).collect(),
    };
    let one = WaysOut {
        regions: vec![Id::at(1), Id::at(2)],
        clouds: vec![cloud(1, &[]), cloud(2, &[3, 4]), cloud(3, &[5]), cloud(4, &[])],
        conditions: vec![condition("a"), condition("b")],
        held: held(1),
    };
    assert_eq!(one.clone().shared_with(&one), one);
    let other = WaysOut {
        regions: vec![Id::at(2), Id::at(3)],
        clouds: vec![cloud(1, &[]), cloud(2, &[4, 6]), cloud(3, &[7])],
        conditions: vec![condition("a")],
        held: held(2),
    };
    let shared =
        WaysOut { regions: vec![Id::at(2)], clouds: vec![cloud(1, &[]), cloud(2, &[4])], ..WaysOut::default() };
    assert_eq!(one.shared_with(&other), shared);
}

#[test]
fn a_way_out_may_lead_through_two_relations_to_a_claim_that_names_no_cloud() {
    let standard = |id: &str, from: Option<&str>| {
        let relations = from.map(|from| {
            let between = format!("from: {from}, relation: grants, to: {id}, use: satisfies, stated-in: unverified");
            format!("relations:\n  - {{ {between} }}\n")
        });
        format!(
            "id: {id}\nname: {id}\ntitle: {id}\nissuer: Nobody\nsegment: global\njurisdiction: global\n\
             kind: certification\nstated-in: unverified\n{}",
            relations.unwrap_or_default()
        )
    };
    let standards = [("first-code", None), ("second-code", Some("first-code")), ("third-code", Some("second-code"))];
    let standards = standards.map(|(id, from)| standard(id, from));
    let claim = "claims:\n  - { in-scope: crane, at: a, standards: [first-code] }\n";
    let catalog = catalog_beside(&standards, &[("list", "2026-01-01", claim)]);
    let help = found(&catalog, &manifest("pier-2", "", "\"third-code\""), "coverage/no-evidence").help;
    assert_eq!(help, "pier-1 holds third-code for this service; its regions are north, south, west");
}

/// What is covered elsewhere, found by asking of every region and every cloud.
fn asked_of_everything(catalog: &Catalog, question: &Question<'_>) -> WaysOut {
    let covered_in = |cloud| {
        let regions = catalog.regions_in_use(cloud);
        let is_covered = |&region: &_| catalog.is_covered(&Question { cloud, region: Some(region), ..*question });
        regions.filter(is_covered).collect::<Vec<_>>()
    };
    let mut clouds = Vec::new();
    for cloud in catalog.clouds_in_use(catalog.facts().clouds[question.cloud].provider) {
        let regions = covered_in(cloud);
        let as_a_whole = catalog.is_covered(&Question { cloud, region: None, ..*question });
        if cloud != question.cloud && (as_a_whole || !regions.is_empty()) {
            clouds.push(CloudWayOut { cloud, regions });
        }
    }
    WaysOut { regions: covered_in(question.cloud), clouds, ..WaysOut::default() }
}

#[test]
fn no_way_out_of_the_catalogue_is_missed() {
    let catalog = common::catalog();
    let facts = catalog.facts();
    let (mut direct, mut by_relation, mut without, mut without_cloud) = (0, 0, 0, 0);
    for (_, claim) in facts.claims.iter().step_by(541) {
        let provider = facts.services[claim.service].provider;
        let of_standard = |relation: &&Relation| relation.from.standard == claim.standard.standard;
        let relations = facts.relations.iter().map(|(_, relation)| relation).filter(of_standard);
        let related = relations.map(|relation| relation.to);
        for required in [claim.standard].into_iter().chain(related) {
            for cloud in catalog.clouds_in_use(provider) {
                let as_of = "2026-11-22".parse().expect("a date");
                let (service, region, assurance) = (claim.service, None, LeastAssurance::Any);
                let question = Question { service, cloud, region, required, assurance, meets: &[], as_of };
                let ways = catalog.ways_out(&question, &catalog.resolve(&question));
                let asked = asked_of_everything(&catalog, &question);
                assert_eq!((&ways.regions, &ways.clouds), (&asked.regions, &asked.clouds), "{question:?}");
                let elsewhere = ways.clouds.iter().map(|way| (way.cloud, way.regions.first().copied()));
                let here = ways.regions.iter().map(|&region| (cloud, Some(region)));
                let verdicts = elsewhere.chain(here).map(|(cloud, region)| {
                    catalog.resolve(&Question { cloud, region, ..question }).verdict == Verdict::CoveredByRelation
                });
                match verdicts.max() {
                    None => without += 1,
                    Some(false) => direct += 1,
                    Some(true) => by_relation += 1,
                }
                without_cloud += usize::from(claim.cloud.is_none());
            }
        }
    }
    let met = [direct, by_relation, without, without_cloud];
    assert!(met.iter().all(|&times| times >= 10), "{met:?}");
}
