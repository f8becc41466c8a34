//! What shares a requirement and what shares a finding, what a waiver excuses of that, and how disagreement is told.

use crate::common;

use crate::common::harbour::{catalog, claims, manifest};
use crate::common::outcome;
use compliance_check::catalog::Catalog;
use compliance_check::check::outcome::{Finding, Label, Outcome};
use compliance_check::model::verdict::Verdict;

const DAY: &str = "2026-03-01";
/// A day on which evidence of [`OLD`] is stale.
const OLD: &str = "2021-01-01";

/// Each requirement as `verdict by document in regions`.
fn requirements(outcome: &Outcome) -> Vec<String> {
    let told = outcome.requirements.iter().map(|one| {
        let contested = if one.contested { ", contested" } else { "" };
        let document = one.evidence.as_ref().map_or("none", |evidence| &*evidence.id);
        format!("{} by {document} in {}{contested}", one.verdict.name(), one.regions.join("+"))
    });
    told.collect()
}

fn of_rule<'o>(outcome: &'o Outcome, rule: &str) -> Vec<&'o Finding> {
    outcome.findings.iter().filter(|finding| finding.rule == rule).collect()
}

#[test]
fn contested_regions_are_told_apart_from_uncontested_ones_in_both_orders() {
    let new = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
    let old = claims("pier-1", &["pending regions: [south], at: a, standards: [soc-2]"]);
    let catalog = catalog(&[("new", "2026-02-01", &new), ("old", "2026-01-01", &old)]);
    let north = "covered by new in north".to_owned();
    let south = "covered by new in south, contested".to_owned();
    for (regions, expected) in
        [("\"north\", \"south\"", [north.clone(), south.clone()]), ("\"south\", \"north\"", [south, north])]
    {
        let outcome = outcome(&manifest("pier-1", regions, "\"soc-2\""), &catalog, DAY);
        assert_eq!(requirements(&outcome), expected);
        let contested = of_rule(&outcome, "evidence/contested");
        assert_eq!(contested.len(), 1);
        assert_eq!(contested[0].regions, ["south"]);
    }
}

#[test]
fn requirements_are_told_apart_by_the_document_that_decides_and_by_no_claim() {
    let one = claims(
        "pier-1",
        &[
            "in-scope regions: [north], at: a, standards: [soc-2]",
            "in-scope regions: [west], at: b, standards: [soc-2]",
        ],
    );
    let other = claims("pier-1", &["in-scope regions: [south], at: a, standards: [soc-2]"]);
    let catalog = catalog(&[("one", "2026-02-01", &one), ("other", "2026-01-01", &other)]);
    let outcome = outcome(&manifest("pier-1", "\"north\", \"south\", \"west\"", "\"soc-2\""), &catalog, DAY);
    assert_eq!(requirements(&outcome), ["covered by one in north+west", "covered by other in south"]);
}

#[test]
fn what_is_held_and_under_which_condition_is_true_of_every_region_that_shares_it() {
    let levels = claims(
        "pier-1",
        &[
            "in-scope regions: [north], at: a, standards: [fedramp@low]",
            "in-scope regions: [south, west], at: b, standards: [fedramp@moderate]",
        ],
    );
    let catalog = catalog(&[("one", "2026-02-01", &levels)]);
    let outcome = outcome(&manifest("pier-1", "\"north\", \"south\", \"west\"", "\"fedramp@high\""), &catalog, DAY);
    let held: Vec<_> = outcome
        .requirements
        .iter()
        .map(|one| (one.regions.join("+"), one.held.as_ref().and_then(|held| held.level.clone())))
        .collect();
    let level = |name: &str| Some(name.to_owned());
    assert_eq!(held, [("north".to_owned(), level("low")), ("south+west".to_owned(), level("moderate"))]);
}

/// Two uses that rest on one old document, in two clouds and two regions, and a waiver.
fn stale(waiver: &str) -> Outcome {
    let text = "claims:\n  - { in-scope: crane, cloud: [pier-1, pier-2], at: a, standards: [soc-2] }\n";
    let catalog = catalog(&[("list", OLD, text)]);
    let second = manifest("pier-2", "", "\"soc-2\"").replace("name = \"crane\"", "name = \"second\"");
    let waiver = if waiver.is_empty() {
        String::new()
    } else {
        format!("[[waivers]]\nrule = \"evidence/stale\"\n{waiver}\nuntil = 2026-12-31\nreason = \"Known\"\n")
    };
    outcome(&format!("{}{second}{waiver}", manifest("pier-1", "\"north\"", "\"soc-2\"")), &catalog, DAY)
}

/// Each finding on stale evidence: what it says at its beginning, its cloud and regions, and whether it is excused.
fn told(outcome: &Outcome) -> Vec<String> {
    let mut told: Vec<_> = of_rule(outcome, "evidence/stale")
        .into_iter()
        .map(|finding| {
            let waived = if finding.waived.is_some() { ", waived" } else { "" };
            let cloud = finding.cloud.as_deref().unwrap_or("several clouds");
            format!(
                "{} in {cloud} {}{waived}",
                finding.message.split(' ').next().unwrap_or(""),
                finding.regions.join("+")
            )
        })
        .collect();
    told.sort();
    told
}

#[test]
fn a_waiver_excuses_its_part_of_a_shared_finding_and_no_more() {
    assert_eq!(told(&stale("")), ["2 in several clouds "]);
    let part = ["1 in pier-1 north, waived", "1 in pier-2 "];
    for waiver in ["cloud = \"pier-1\"", "region = \"north\"", "service = \"crane\""] {
        assert_eq!(told(&stale(waiver)), part, "{waiver}");
    }
    assert_eq!(told(&stale("standard = \"soc-2\"")), ["2 in several clouds , waived"]);
    assert_eq!(told(&stale("cloud = \"pier-*\"")), ["2 in several clouds , waived"]);
    let rest = |waiver| {
        let outcome = stale(waiver);
        let rest = of_rule(&outcome, "evidence/stale").into_iter().find(|finding| finding.waived.is_none());
        rest.expect("one is left").fingerprint.clone()
    };
    assert_eq!(rest("cloud = \"pier-1\""), rest(""), "what is left keeps its name for a baseline");
}

#[test]
fn a_waiver_for_one_region_does_not_excuse_the_union_of_several() {
    let text = "claims:\n  - { in-scope: crane, cloud: pier-1, at: a, standards: [soc-2, soc-3] }\n";
    let catalog = catalog(&[("list", OLD, text)]);
    let second = manifest("pier-1", "\"south\"", "\"soc-3\"").replace("name = \"crane\"", "name = \"second\"");
    let text = |region: &str| {
        let waiver = format!(
            "[[waivers]]\nrule = \"evidence/*\"\nregion = {region:?}\nuntil = 2026-12-31\nreason = \"Known\"\n"
        );
        format!("{}{second}{waiver}", manifest("pier-1", "\"north\"", "\"soc-2\""))
    };
    let told = |region| told(&outcome(&text(region), &catalog, DAY));
    assert_eq!(told("north"), ["1 in pier-1 north, waived", "1 in pier-1 south"]);
    assert_eq!(told("west"), ["2 in pier-1 north+south"]);
    assert_eq!(told("*th"), ["2 in pier-1 north+south, waived"]);
}

/// What is found elsewhere, with a waiver for this region: the regions of each finding, and whether it is excused.
fn excused_in(region: &str, rest: &str) -> (Outcome, Vec<String>) {
    let text = claims("pier-1", &["in-scope regions: [north], at: a, standards: [soc-2]"]);
    let catalog = catalog(&[("list", "2026-02-01", &text)]);
    let waiver = format!(
        "[[waivers]]\nrule = \"coverage/elsewhere\"\nregion = {region:?}\nreason = \"Known\"\n{rest}until = 2026-12-31\n"
    );
    let manifest = manifest("pier-1", "\"south\", \"north\", \"west\"", "\"soc-2\"");
    let outcome = outcome(&format!("{manifest}{waiver}"), &catalog, DAY);
    let told = |finding: &&Finding| {
        let waived = if finding.waived.is_some() { ", waived" } else { "" };
        format!("{}{waived}", finding.regions.join("+"))
    };
    let mut told: Vec<_> = of_rule(&outcome, "coverage/elsewhere").iter().map(told).collect();
    told.sort();
    (outcome, told)
}

#[test]
fn a_waiver_for_one_region_of_a_requirement_excuses_that_and_leaves_the_rest() {
    for (region, expected) in [
        ("south", &["south, waived", "west"][..]),
        ("west", &["south", "west, waived"]),
        ("*t*", &["south+west, waived"]),
    ] {
        let (outcome, told) = excused_in(region, "");
        assert_eq!(told, expected, "{region}");
        assert_eq!(of_rule(&outcome, "waiver/unused").len(), 0, "{region} is of use");
        let mut fingerprints: Vec<_> = outcome.findings.iter().map(|finding| &finding.fingerprint).collect();
        fingerprints.sort_by_key(|one| one.to_string());
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), outcome.findings.len(), "{region}");
    }
    let (outcome, told) = excused_in("north", "");
    assert_eq!(told, ["south+west"]);
    assert_eq!(of_rule(&outcome, "waiver/unused").len(), 1, "nothing is found in the north");
}

#[test]
fn a_shared_finding_has_a_verdict_only_where_all_members_have_it() {
    let verdict = |more: &str| {
        let text = "conditions:\n  planned: used as planned\nclaims:\n  \
            - { in-scope: crane, cloud: pier-1, at: a, standards: [soc-2] }\n  \
            - { in-scope: crane, cloud: pier-1, at: b, standards: [soc-3], condition: planned }\n";
        let catalog = catalog(&[("list", OLD, text)]);
        let outcome = outcome(&format!("{}{more}", manifest("pier-1", "", "\"soc-2\", \"soc-3\"")), &catalog, DAY);
        let stale = of_rule(&outcome, "evidence/stale");
        let [finding] = stale.as_slice() else { panic!("one finding for one document: {stale:#?}") };
        let evidence = finding.evidence.clone().expect("a document shows it");
        (finding.verdict, evidence.id, evidence.locator)
    };
    assert_eq!(verdict(""), (None, "list".into(), None), "covered, and conditional; a, and b");
    assert_eq!(verdict("meets = [\"planned\"]\n").0, Some(Verdict::Covered));
}

/// What `rule` says of a use in these regions, and what it underlines there beside the place that asks.
fn said(catalog: &Catalog, rule: &str, regions: &str, requires: &str) -> Vec<(String, Vec<String>)> {
    let text = manifest("pier-1", regions, requires);
    let outcome = outcome(&text, catalog, DAY);
    let marked = |label: &Label| format!("{}: {}", &text[label.span.start..label.span.end], label.text);
    let told = |finding: &&Finding| (finding.message.clone(), finding.related.iter().map(marked).collect());
    of_rule(&outcome, rule).iter().map(told).collect()
}

#[test]
fn what_depends_on_the_regions_names_and_underlines_those_that_fail() {
    let north = claims("pier-1", &["in-scope regions: [north], at: a, standards: [soc-2]"]);
    let elsewhere = catalog(&[("list", "2026-02-01", &north)]);
    let said_elsewhere = |regions| said(&elsewhere, "coverage/elsewhere", regions, "\"soc-2\"");
    let begins = "The document puts Crane in Pier 1 in scope of SOC 2 in north, and";
    let at = |marked: &[&str]| marked.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        said_elsewhere("\"south\", \"north\", \"west\""),
        [(
            format!("{begins} not in south and west"),
            at(&["\"south\": in scope elsewhere", "\"west\": in scope elsewhere"])
        )]
    );
    assert_eq!(said_elsewhere("\"west\""), [(format!("{begins} not in west"), at(&["\"west\": in scope elsewhere"]))]);
    assert_eq!(
        said_elsewhere(""),
        [(format!("{begins} this use names no region"), at(&["\"pier-1\": in scope elsewhere"]))]
    );
    let levels = claims(
        "pier-1",
        &[
            "in-scope regions: [north], at: a, standards: [fedramp@high]",
            "in-scope regions: [south, west], at: b, standards: [fedramp@low]",
        ],
    );
    let levels = catalog(&[("list", "2026-02-01", &levels)]);
    assert_eq!(
        said(&levels, "coverage/level-too-low", "\"north\", \"south\"", "\"fedramp@high\""),
        [(
            "Crane in south of Pier 1 holds FedRAMP Low, and High is required".to_owned(),
            at(&["\"south\": holds fedramp@low here"])
        )]
    );
    let new = claims("pier-1", &["in-scope at: a, standards: [soc-2]"]);
    let old = claims("pier-1", &["pending regions: [south], at: a, standards: [soc-2]"]);
    let contested = catalog(&[("new", "2026-02-01", &new), ("old", "2026-01-01", &old)]);
    let said = said(&contested, "evidence/contested", "\"north\", \"south\"", "\"soc-2\"");
    assert!(said[0].0.starts_with("On SOC 2 for Crane in south of Pier 1, \"An example list\""), "{said:?}");
    assert_eq!((said.len(), &said[0].1), (1, &at(&["\"south\": contested here"])));
}

#[test]
fn what_is_the_same_in_every_region_names_the_cloud() {
    let text = claims("pier-1", &["in-scope at: a, standards: [fedramp@low]"]);
    let catalog = catalog(&[("list", "2026-02-01", &text)]);
    assert_eq!(
        said(&catalog, "coverage/level-too-low", "\"north\", \"south\"", "\"fedramp@high\""),
        [(
            "Crane in Pier 1 holds FedRAMP Low, and High is required".to_owned(),
            vec!["\"pier-1\": holds fedramp@low here".to_owned()]
        )]
    );
}

#[test]
fn disagreement_is_told_as_what_it_is() {
    let message = |documents: &[(&str, &str, &str)]| {
        let outcome = outcome(&manifest("pier-1", "", "\"soc-2\""), &catalog(documents), DAY);
        let contested = of_rule(&outcome, "evidence/contested");
        let [finding] = contested.as_slice() else { panic!("one finding: {contested:#?}") };
        finding.message.clone()
    };
    let about = "On SOC 2 for Crane in Pier 1, ";
    let title = |day| format!("\"An example list\", Nobody, as of {day}");
    let (new, old) = (title("2026-02-01"), title("2026-01-01"));
    let in_scope = claims("pier-1", &["in-scope at: row 1, standards: [soc-2]"]);
    let pending = claims("pier-1", &["pending at: row 2, standards: [soc-2]"]);
    let both = format!("{in_scope}{}", pending.trim_start_matches("claims:\n"));
    let itself = format!("two statements of {new}, differ: row 2 (pending) and row 1 (covered)");
    assert_eq!(message(&[("new", "2026-02-01", &both)]), format!("{about}{itself}"));
    let others = format!("{new}, says pending, and {old}, says covered");
    assert_eq!(
        message(&[("new", "2026-02-01", &pending), ("old", "2026-01-01", &in_scope)]),
        format!("{about}{others}")
    );
    assert_eq!(
        message(&[("new", "2026-02-01", &both), ("old", "2026-01-01", &in_scope)]),
        format!("{about}{itself}; {others}")
    );
}

/// Who says that a cloud has closed is the other side of the disagreement.
#[test]
fn a_closed_cloud_that_is_still_listed_names_both_sides() {
    let text = "[[services]]\nservice = \"Azure\"\ncloud = \"Azure Germany\"\nrequires = [\"ISO 27001\"]\n";
    let shipped = outcome(text, &common::catalog(), "2023-12-07");
    let contested = of_rule(&shipped, "evidence/contested");
    let wanted = "On ISO 27001 for Azure in Azure Germany, the cloud closed on 2021-10-29 (\"National clouds\"), and \
        \"ISO/IEC 27001:2013 Information Security Management Standards\", Microsoft, as of 2022-07-11, puts it in scope \
        after that";
    assert_eq!(contested.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(), [wanted]);
    let claims = claims("old-pier", &["in-scope at: row 1, standards: [soc-2]"]);
    let unsourced = outcome(&manifest("old-pier", "", "\"soc-2\""), &catalog(&[("list", "2026-01-01", &claims)]), DAY);
    let contested = of_rule(&unsourced, "evidence/contested");
    assert!(contested[0].message.contains("the cloud closed on 2025-12-31, and \"An example list\""), "{contested:?}");
}

#[test]
fn a_level_that_nothing_is_said_of_is_told_apart_from_one_that_is_not_printed() {
    let message = |requires: &str, stated: &str| {
        let stated = claims("pier-1", &[&format!("in-scope at: a, standards: [{stated}]")]);
        let manifest = manifest("pier-1", "", &format!("{requires:?}"));
        let outcome = outcome(&manifest, &catalog(&[("list", "2026-01-01", &stated)]), DAY);
        let unstated = of_rule(&outcome, "coverage/level-unstated");
        let [finding] = unstated.as_slice() else { panic!("one finding: {unstated:#?}") };
        finding.message.clone()
    };
    let about = "Crane in Pier 1 ";
    assert_eq!(
        message("dod-srg@il6", "dod-srg@il5"),
        format!("{about}holds DoD Impact Level 5, which says nothing of DoD Impact Level 6")
    );
    assert_eq!(
        message("pci-dss@merchant-1", "pci-dss:4.0@sp-level-1"),
        format!(
            "{about}holds PCI DSS service provider level 1, which says nothing of PCI merchant level 1, a level of \
             another ladder"
        )
    );
    assert_eq!(
        message("fedramp@high", "fedramp"),
        format!("{about}is in scope of FedRAMP, and its document does not print High")
    );
}

#[test]
fn any_agreement_that_is_offered_is_enough_once_it_is_in_force() {
    let text = claims("pier-1", &["in-scope at: a, standards: [hipaa-baa]"]);
    let catalog = catalog(&[("list", "2026-01-01", &text)]);
    let rules = |agreements: &[(&str, &str)]| {
        let declared = agreements
            .iter()
            .map(|(agreement, expires)| format!("[[agreements]]\nagreement = {agreement:?}\nexpires = {expires}\n"));
        let text = format!("{}{}", manifest("pier-1", "", "\"hipaa-baa\""), declared.collect::<String>());
        let findings = outcome(&text, &catalog, DAY).findings;
        findings.into_iter().map(|finding| (finding.rule, finding.message)).collect::<Vec<_>>()
    };
    let over = "2026-01-31";
    let holds = "2026-12-31";
    for in_force in [[("first-baa", holds), ("second-baa", over)], [("first-baa", over), ("second-baa", holds)]] {
        assert_eq!(rules(&in_force), [], "{in_force:?}");
    }
    assert_eq!(rules(&[("second-baa", holds)]), []);
    let expired = rules(&[("second-baa", over)]);
    assert_eq!(expired.len(), 1);
    assert_eq!(expired[0].0, "obligation/agreement-expired");
    assert!(expired[0].1.starts_with("Second BAA ended on 2026-01-31"), "{expired:?}");
    let missing = rules(&[]);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].0, "obligation/agreement-missing");
}

#[test]
fn a_finding_on_a_waiver_tells_it_from_others_for_the_same_rules() {
    let waiver = |limits: &str| {
        format!(
            "[[waivers]]\nrule = \"coverage/*\"\n{limits}until = 2021-06-30\nreason = \"Migration is under way\"\n\n"
        )
    };
    let manifest = "[[services]]\nname = \"bot\"\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n\n"
        .to_owned()
        + &waiver("")
        + &waiver("service = \"bot\"\n")
        + &waiver("service = \"bot\"\nstandard = \"fedramp@high\"\ncloud = \"azure-public\"\n");
    let outcome = common::outcome(&manifest, &common::catalog(), "2021-08-03");
    let messages: Vec<_> = outcome.findings.iter().map(|finding| finding.message.as_str()).collect();
    let of = |scope: &str| format!("The waiver for {scope} ended on 2021-06-30, and excuses nothing any more");
    let scopes = ["coverage/*", "coverage/* of bot", "coverage/* of bot, fedramp@high, azure-public"];
    assert_eq!(messages, scopes.map(of));
}

#[test]
fn every_document_that_speaks_is_told_with_its_place() {
    let new = claims("pier-1", &["in-scope at: the new table, standards: [soc-2]"]);
    let old = claims("pier-1", &["pending regions: [south], at: the old table, standards: [soc-2]"]);
    let catalog = catalog(&[("new", "2026-02-01", &new), ("old", "2026-01-01", &old)]);
    let outcome = outcome(&manifest("pier-1", "\"south\"", "\"soc-2\""), &catalog, DAY);
    let places: Vec<_> = outcome.requirements[0].history.iter().map(|voice| voice.locator.as_deref()).collect();
    assert_eq!(places, [Some("the old table")]);
}

#[test]
fn a_shared_finding_that_is_waived_in_part_stays_open_on_all_that_it_is_about() {
    let folder = common::scratch("findings-shared-part");
    let document = "id: example-list\ntitle: An example list\npublisher: Nobody\nprovider: microsoft\nkind: example\n\
        as-of: 2026-10-15\nas-of-basis: printed\nfound-at: nowhere\nclaims:\n  \
        - { in-scope: graph, cloud: azure-public, regions: [eastus, westus], at: row 1, standards: [soc-2] }\n";
    common::write(&folder, "more/evidence/example-list.yaml", document);
    let services = ["a", "b"].map(|name| {
        format!(
            "[[services]]\nname = {name:?}\nservice = \"graph\"\ncloud = \"azure-public\"\n\
            regions = [\"eastus\", \"westus\"]\nrequires = [\"soc-2\"]\n"
        )
    });
    let waiver = "[[waivers]]\nrule = \"evidence/stale\"\nservice = \"a\"\nregion = \"eastus\"\nuntil = 2029-12-20\n\
        reason = \"Known\"\n";
    common::write(&folder, "deploy.toml", services.concat() + waiver);
    let run = |arguments: &[&str]| {
        common::run_in(&folder, &[arguments, &["--as-of", "2028-11-28", "--catalog", "more"]].concat(), "").out
    };
    let csv = run(&["--format", "csv"]);
    let rows: Vec<_> = csv.lines().filter(|line| line.contains(",requirement,")).collect();
    assert!(rows.len() == 2 && rows.iter().all(|row| row.contains(",warning,")), "{csv}");
    // No day until which it is waived: some of it is open. The reason stays.
    assert!(rows[0].contains("Known") && !rows[1].contains("Known") && !csv.contains("2029-12-20"), "{csv}");
    assert!(!csv.contains(",finding,"), "{csv}");
    let matrix = run(&["matrix"]);
    assert!(!matrix.contains('w') || !matrix.lines().any(|line| line.ends_with('w')), "{matrix}");
    let grid: serde_json::Value = serde_json::from_str(&run(&["matrix", "--format", "json"])).expect("it is JSON");
    assert!(!grid.to_string().contains("\"waived\":true"), "{grid}");
    let html = run(&["--format", "html"]);
    assert!(html.matches("evidence/stale").count() >= 3, "{html}");
}

#[test]
fn flows_that_carry_the_same_to_the_same_receiver_count_once_and_a_note_says_where() {
    let folder = common::scratch("findings-flows");
    let rule = "id: own/flow\ntitle: flows are told\nsubject: flow\nseverity: error\nmatch: {}\n\
        says: \"{service.name} sends {flow.data} to {flow.to}\"\nwhy: It is a test.\nfix: Send nothing.\n";
    common::write(&folder, "rules/own/flow.yaml", rule);
    let service = |name: &str, more: &str| {
        format!("[[services]]\nname = {name:?}\nservice = \"graph\"\ncloud = \"azure-public\"\n{more}")
    };
    let told = |flows: &str| {
        let sender = service("a", &format!("data = [\"phi\"]\nsends-to = [{flows}]\n"));
        common::write(&folder, "deploy.toml", sender + &service("b", "") + &service("c", ""));
        let arguments = ["--as-of", "2021-08-03", "--rules", "rules", "--format", "short"];
        let out = common::run_in(&folder, &arguments, "").out;
        let lines = out.lines().filter(|line| line.contains("[own/flow]") || line.contains("counts once"));
        lines.map(|line| line.rsplit_once("deploy.toml:").map_or("", |(_, rest)| rest).to_owned()).collect::<Vec<_>>()
    };
    let same =
        "{ service = \"b\", data = [\"phi\"] }, { service = \"b\", data = [\"phi\", \"phi\"] }, { service = \"b\" }";
    let mut all = told(same);
    all.sort();
    assert_eq!(
        all,
        [
            "6:102: note: the same is sent to `b` already, at 6:25, and counts once",
            "6:25: error[own/flow] a: a sends phi to b",
            "6:60: note: the same is sent to `b` already, at 6:25, and counts once",
            "6:80: note: \"phi\" stands in this list already, at 6:73, and counts once",
        ]
    );
    // In another order it is the same; other data, or another receiver, make another flow.
    let other = "{ service = \"b\", data = [\"phi\", \"card\"] }, { service = \"b\", data = [\"card\", \"phi\"] }, \
        { service = \"b\", data = [\"card\"] }, { service = \"c\", data = [\"card\"] }";
    let all = told(other);
    assert_eq!(all.iter().filter(|line| line.contains("counts once")).count(), 1, "{all:?}");
    assert_eq!(all.iter().filter(|line| line.contains("[own/flow]")).count(), 3, "{all:?}");
}

#[test]
fn two_requirements_that_differ_only_in_assurance_say_so_in_their_findings() {
    let folder = common::scratch("findings-assurance");
    let both = "requires = [\"fedramp@high\", { standard = \"fedramp@high\", assurance = \"third-party\" }]\n";
    let service = "[[services]]\nservice = \"azure-bot-service\"\ncloud = \"azure-public\"\n";
    let said = |requires: &str| {
        common::write(&folder, "deploy.toml", format!("{service}{requires}"));
        let ran = common::run_in(&folder, &["--as-of", "2021-08-03", "--format", "short"], "");
        ran.out.lines().filter(|line| line.contains("level-too-low]")).map(str::to_owned).collect::<Vec<_>>()
    };
    let lines = said(both);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].ends_with("High is required"), "{lines:?}");
    assert!(lines[1].ends_with("High is required (asked for with third-party assurance)"), "{lines:?}");
    // With nothing to tell it from, the words are the rule's own.
    let alone = said("requires = [{ standard = \"fedramp@high\", assurance = \"third-party\" }]\n");
    assert!(alone.len() == 1 && alone[0].ends_with("High is required"), "{alone:?}");
}
