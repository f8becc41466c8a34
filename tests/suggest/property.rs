//! For any manifest over the real catalogue: what is claimed holds, nothing is added, and it comes to an end.

use std::collections::HashMap;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::outcome::Finding;
use compliance_check::load::manifest;
use compliance_check::model::rule::Rules;
use compliance_check::run;
use compliance_check::suggest::{Suggestion, apply, propose};
use compliance_check::text::Source;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// Clouds with the services that are looked for in them. Others of their providers are moved to.
const CLOUDS: [(&str, &[&str]); 6] = [
    ("azure-public", &["Azure Bot Service", "AKS", "Power BI", "Azure Portal", "Azure DevOps Services"]),
    ("azure-government", &["Azure Bot Service", "AKS", "Power BI", "Azure Portal"]),
    ("azure-germany", &["azure", "Office 365"]),
    ("office365-commercial", &["Office 365", "Yammer"]),
    ("aws", &["Amazon S3 Glacier", "AWS RoboMaker", "Amazon Kinesis Video Streams"]),
    ("google-cloud", &["BigQuery"]),
];

const STANDARDS: [&str; 12] = [
    "soc-2",
    "iso-27001",
    "iso-27001:2013",
    "iso-22301",
    "fedramp@high",
    "fedramp@moderate",
    "dod-srg@il4",
    "dod-srg@il5",
    "hipaa-baa",
    "pci-dss",
    "cjis",
    "hitrust",
];

#[derive(Debug, Clone)]
struct Drawn {
    cloud: usize,
    service: Index,
    regions: Vec<Index>,
    standards: Vec<&'static str>,
    has_cloud: bool,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let regions = prop::collection::vec(any::<Index>(), 0..3);
    let standards = subsequence(STANDARDS.to_vec(), 1..4);
    (0..CLOUDS.len(), any::<Index>(), regions, standards, any::<bool>()).prop_map(
        |(cloud, service, regions, standards, has_cloud)| Drawn { cloud, service, regions, standards, has_cloud },
    )
}

fn manifest(services: &[Drawn], extra: &str, catalog: &Catalog) -> String {
    let default = services[0].cloud;
    let mut text = format!("[deployment]\ncloud = {:?} # the default\n", CLOUDS[default].0);
    for (at, one) in services.iter().enumerate() {
        let (cloud, known) = CLOUDS[one.cloud];
        let service = known[one.service.index(known.len())];
        let id = catalog.names().cloud(catalog.facts(), cloud).expect("it is known").cloud;
        let ids = &catalog.facts().clouds[id].regions;
        let region = |index: &Index| catalog.facts().regions[ids[index.index(ids.len())]].id.to_string();
        let regions: Vec<_> = if ids.is_empty() { Vec::new() } else { one.regions.iter().map(region).collect() };
        text.push_str(&format!("\n[[services]] # {at}\nname = \"s{at}\"\nservice = {service:?}\n"));
        if one.has_cloud || one.cloud != default {
            text.push_str(&format!("cloud = {cloud:?}\n"));
        }
        if !regions.is_empty() {
            text.push_str(&format!("regions = {regions:?} # where\n"));
        }
        text.push_str(&format!("requires = {:?}\n", one.standards));
    }
    text + extra
}

type About<'f> = (&'f str, Option<&'f str>, Option<&'f str>);

/// In how many places each rule speaks of each service and requirement.
fn places(findings: &[Finding]) -> HashMap<About<'_>, usize> {
    let mut places = HashMap::new();
    for one in findings {
        let about = (one.rule.as_str(), one.service.as_deref(), one.standard.as_deref());
        *places.entry(about).or_default() += one.regions.len().max(1);
    }
    places
}

/// What no waiver excuses in a manifest.
fn check(text: &str, checker: &Checker<'_>) -> Vec<Finding> {
    let (deployment, problems) =
        manifest::load(&Source::new("deploy.toml", text), checker.catalog(), &checker.policy().profiles);
    assert!(problems.is_empty(), "{problems:#?}\n{text}");
    let findings = checker.check_without_ways_out(&deployment).findings;
    findings.into_iter().filter(|finding| finding.waived.is_none()).collect()
}

/// The findings of `after` that aren't those of `before`, wherever their service runs.
fn added<'f>(before: &[Finding], after: &'f [Finding]) -> Vec<&'f Finding> {
    let (old, new) = (places(before), places(after));
    let is_new = |one: &&Finding| {
        let about = (one.rule.as_str(), one.service.as_deref(), one.standard.as_deref());
        let is_old = before.iter().any(|other| other.fingerprint == one.fingerprint);
        if one.service.is_none() { !is_old } else { old.get(&about).copied().unwrap_or_default() < new[&about] }
    };
    after.iter().filter(is_new).collect()
}

/// Every other way does what it says: what it closes is gone, and nothing comes but what it says.
fn holds(suggestion: &Suggestion, text: &str, before: &[Finding], checker: &Checker<'_>) {
    let edited = apply(text, &suggestion.edits).expect("edits fit");
    let after = check(&edited, checker);
    let is_closed = |gap: &Finding| after.iter().all(|one| one.fingerprint != gap.fingerprint);
    assert!(suggestion.closes.iter().all(is_closed), "{suggestion:#?}\n{text}");
    for one in added(before, &after) {
        let is_said = suggestion.adds.iter().any(|said| (&said.rule, &said.standard) == (&one.rule, &one.standard));
        assert!(is_said, "{suggestion:#?} adds {one:#?}\n{text}");
    }
}

/// Applies what is offered until nothing more is. Each time, what was claimed is closed and nothing is added.
fn settle(mut text: String, confirmed: bool, checker: &Checker<'_>) {
    let mut claimed: Vec<String> = Vec::new();
    let mut before = check(&text, checker);
    let mut gaps = usize::MAX;
    loop {
        let proposals = propose(checker, &Source::new("deploy.toml", text.as_str()));
        assert!(proposals.gaps.len() < gaps, "each time closes a gap, so that it comes to an end\n{text}");
        gaps = proposals.gaps.len();
        let open = proposals.open.iter().flat_map(|open| &open.alternatives);
        let others = proposals.suggestions.iter().flat_map(|one| &one.alternatives).chain(open);
        others.for_each(|other| holds(other, &text, &before, checker));
        let made = proposals.suggestions.iter().filter(|one| confirmed || one.confirm.is_none());
        claimed.extend(made.flat_map(|one| &one.closes).map(|gap| gap.fingerprint.clone()));
        let edits = proposals.edits(confirmed);
        if edits.is_empty() {
            return;
        }
        text = apply(&text, &edits).expect("edits fit");
        let after = check(&text, checker);
        let left = after.iter().find(|one| claimed.contains(&one.fingerprint));
        assert!(left.is_none(), "claimed and not closed: {left:#?}\n{text}");
        assert!(added(&before, &after).is_empty(), "added: {:#?}\n{text}", added(&before, &after));
        before = after;
    }
}

fn knowledge() -> (Catalog, Rules) {
    (run::carried(), crate::common::shipped_rules())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(24), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_offered_closes_what_it_claims_and_adds_nothing(
        services in prop::collection::vec(drawn(), 1..4),
        day in select(vec!["2020-06-01", "2021-08-03", "2026-11-22"]),
        extra in select(vec![
            "",
            "\n[[waivers]]\nrule = \"coverage/*\"\nstandard = \"soc-*\"\nuntil = 2027-01-01\nreason = \"Known\"\n",
            "\n[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nexpires = 2021-01-01\n",
        ]),
        confirmed in any::<bool>(),
    ) {
        let (catalog, rules) = knowledge();
        let checker = Checker::new(&catalog, &rules, day.parse().expect("a date"));
        settle(manifest(&services, extra, &catalog), confirmed, &checker);
    }
}
