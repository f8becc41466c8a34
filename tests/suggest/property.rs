//! For any manifest over the real catalogue: what is claimed holds, nothing is added, and it comes to an end.

use std::cell::Cell;
use std::collections::HashMap;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::outcome::Finding;
use compliance_check::load::manifest;
use compliance_check::run;
use compliance_check::suggest::{Suggestion, apply, propose};
use compliance_check::text::Source;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::test_runner::TestRunner;

use super::{CATALOG, DAY, RULES};

/// Clouds with the services that are looked for in them. Others of their providers are moved to.
const CLOUDS: [(&str, &[&str]); 6] = [
    ("azure-public", &["Azure Bot Service", "AKS", "Power BI", "PowerApps", "Azure Portal"]),
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
    let standards = subsequence(STANDARDS.to_vec(), 1..3);
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

/// What stands after each `#`, and the line ends.
fn comments(text: &str) -> (Vec<&str>, bool) {
    let comments = text.lines().filter_map(|line| line.split_once('#').map(|(_, comment)| comment));
    (comments.collect(), text.replace("\r\n", "").contains('\n'))
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
        let grows = old.get(&about).copied().unwrap_or_default() < new[&about];
        !is_old && (one.service.is_none() || grows)
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

/// Applies what is offered until nothing more is. Each time, what was claimed is closed and nothing is added. How many
/// edits were made.
fn settle(mut text: String, confirmed: bool, checker: &Checker<'_>) -> usize {
    let mut claimed: Vec<String> = Vec::new();
    let mut before = check(&text, checker);
    let mut gaps = usize::MAX;
    let mut count = 0;
    loop {
        let proposals = propose(checker, &Source::new("deploy.toml", text.as_str()));
        assert!(proposals.gaps.len() < gaps, "each time closes a gap, so that it comes to an end\n{text}");
        gaps = proposals.gaps.len();
        let open = proposals.open.iter().flat_map(|open| &open.alternatives);
        let others = proposals.suggestions.iter().flat_map(|one| &one.alternatives).chain(open);
        others.for_each(|other| holds(other, &text, &before, checker));
        let made = proposals.suggestions.iter().filter(|one| confirmed || one.confirm.is_none());
        claimed.extend(made.flat_map(|one| &one.closes).map(|gap| gap.fingerprint.to_string()));
        let edits = proposals.edits(confirmed);
        if edits.is_empty() {
            return count;
        }
        count += edits.len();
        let edited = apply(&text, &edits).expect("edits fit");
        assert_eq!(comments(&edited), comments(&text), "{text}\n{edited}");
        text = edited;
        let after = check(&text, checker);
        let left = after.iter().find(|one| claimed.contains(&one.fingerprint.to_string()));
        assert!(left.is_none(), "claimed and not closed: {left:#?}\n{text}");
        assert!(added(&before, &after).is_empty(), "added: {:#?}\n{text}", added(&before, &after));
        before = after;
    }
}

#[test]
fn what_is_offered_closes_what_it_claims_and_adds_nothing() {
    let (catalog, rules) = (run::carried(), crate::common::shipped_rules());
    let waiver = "\n[[waivers]]\nrule = \"coverage/*\"\nstandard = \"soc-*\"\nuntil = 2027-01-01\nreason = \"Known\"\n";
    let agreement = "\n[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\nexpires = 2021-01-01\n";
    let strategy = (
        prop::collection::vec(drawn(), 1..4),
        select(vec!["2020-06-01", "2021-08-03", "2026-11-22"]),
        select(vec!["", "", waiver, agreement]),
        prop::bool::weighted(0.75),
    );
    let made = Cell::new(0);
    let config = ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&strategy, |(services, day, extra, confirmed)| {
        let checker = Checker::new(&catalog, &rules, day.parse().expect("a date"));
        made.set(made.get() + settle(manifest(&services, extra, &catalog), confirmed, &checker));
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(made.get() > 0, "nothing was offered in any case, so nothing was tested");
}

/// A service of the small catalogue, and how it is written.
type Small = (&'static str, &'static str, Vec<&'static str>, Vec<&'static str>, usize);

fn small() -> impl Strategy<Value = Small> {
    let services = vec!["crane", "winch", "ferry", "barge", "rope", "tug", "pilot", "buoy", "raft", "ketch"];
    let regions = vec!["bay-1", "bay-2", "Bay Three", "bay-9", "lake-1", "lake-9", "old-1"];
    let clouds = vec!["bay", "bay", "Bay Cloud", "bay-south", "lake", "old-bay", "pond"];
    let standards = subsequence(vec!["audit", "seal", "contract", "pact"], 1..4);
    (select(services), select(clouds), subsequence(regions, 0..3), standards, 0..3_usize)
}

/// A manifest over the small catalogue: services in lines or in braces, lists in one line or in several.
fn written(services: &[Small], in_braces: bool, default: &str) -> String {
    let mut text = format!("# The harbour.\ndeployment = {{ cloud = {default:?} }} # its cloud\n");
    let list = |items: &[&str], style: usize| match style {
        1 => {
            format!("[ # so many\n{}  ]", items.iter().map(|item| format!("    '{item}', # one\n")).collect::<String>())
        }
        _ => format!("{items:?}"),
    };
    if in_braces {
        text.push_str("agreements = [] # none yet\nservices = [\n");
    }
    for (at, (service, cloud, regions, standards, style)) in services.iter().enumerate() {
        let mut keys = vec![format!("service = {service:?}"), format!("name = \"s{at}\"")];
        if cloud != &default {
            keys.push(format!("cloud = {cloud:?}"));
        }
        if !regions.is_empty() || *style == 2 {
            keys.push(format!("regions = {}", list(regions, *style)));
        }
        keys.push(format!("requires = {}", list(standards, *style)));
        if *style == 2 {
            keys.push(format!("meets = {}", list(&["lit"], 1)));
        }
        text.push_str(&if in_braces {
            format!("  {{ {} }}, # {at}\n", keys.join(", "))
        } else {
            format!("\n[[services]] # {at}\n  {} # the last\n", keys.join(" # a key\n  "))
        });
    }
    text + if in_braces { "]" } else { "\n# The end." }
}

#[test]
fn the_same_holds_however_a_manifest_is_written_and_no_comment_is_lost() {
    let checker = Checker::new(&CATALOG, &RULES, DAY.parse().expect("a date"));
    let strategy = (
        prop::collection::vec(small(), 1..5),
        any::<bool>(),
        select(vec!["bay", "lake", "old-bay"]),
        select(vec!["\n", "\r\n"]),
        any::<bool>(),
    );
    let made = Cell::new(0);
    let config = ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&strategy, |(services, in_braces, default, end, confirmed)| {
        let text = written(&services, in_braces, default).replace('\n', end);
        let (_, problems) = manifest::load(&Source::new("deploy.toml", text.as_str()), &CATALOG, &Default::default());
        // Some regions lie outside the part of the cloud that is named.
        prop_assume!(problems.is_empty());
        made.set(made.get() + settle(text, confirmed, &checker));
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(made.get() > 50, "{} edits in all", made.get());
}
