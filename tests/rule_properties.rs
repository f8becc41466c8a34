//! What must hold whatever the manifest: one service's verdicts depend on nothing that is not about it.

use crate::common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::outcome::{Outcome, RequirementOutcome};
use compliance_check::load::catalogue::{self, CatalogueFile, Folder};
use compliance_check::model::rule::Rules;
use compliance_check::text::Source;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

/// The services on which [`OLDER`] has an older document.
const SPOKEN_OF: [&str; 2] = ["azure-bot-service", "amazon-athena"];

/// The catalogue with documents that are older than all others, and say something of a few services.
static OLDER: LazyLock<Catalog> = LazyLock::new(|| {
    let document = |id: &str, provider: &str, cloud: &str, service: &str| {
        let text = format!(
            "id: {id}\ntitle: An old list\npublisher: Nobody\nprovider: {provider}\nkind: example\nas-of: 1999-01-01\n\
             as-of-basis: printed\nfound-at: nowhere\nclaims:\n  - {{ in-scope: {service}, cloud: {cloud}, at: a, standards: \
             [soc-2, 'fedramp@high', c5] }}\n  - {{ out-of-scope: {service}, cloud: {cloud}, at: b, standards: [iso-27001, \
             irap, pci-dss] }}\n"
        );
        CatalogueFile { folder: Folder::Evidence, source: Source::new("old", text) }
    };
    let files = [
        document("old-bot", "microsoft", "azure-public", SPOKEN_OF[0]),
        document("old-athena", "aws", "aws-us-gov", SPOKEN_OF[1]),
    ];
    let facts = catalogue::load_onto(CATALOG.facts().clone(), &files);
    Catalog::new(facts.unwrap_or_else(|problems| panic!("{}", common::lines(problems))))
});

/// The shipped rules, and some that ask for things.
static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let asking = |id: &str, subject: &str, matching: &str, require: &str| {
        let text = format!(
            "id: {id}\ntitle: t\nsubject: {subject}\nmatch: {{ {matching} }}\nrequire: {{ {require} }}\nwhy: It is so.\n"
        );
        Source::new(format!("{id}.yaml"), text)
    };
    common::rules_with(
        [
            asking("team/phi", "service", "service.data: phi", "standards: [hipaa-baa, 'fedramp@high']"),
            asking("team/europe", "placement", "region.country: [NL, IE]", "standards: [c5], geographies: Europe"),
            asking("team/tier", "service", "service.tags: tier=1", "assurance: third-party, at-least: { regions: 2 }"),
        ],
        &CATALOG,
    )
});

/// A service, a cloud and regions that fit together.
const USES: [(&str, &str, &[&str]); 7] = [
    ("azure-bot-service", "azure-public", &["eastus", "westeurope", "northeurope"]),
    ("azure-bot-service", "azure-government", &["usgovvirginia"]),
    ("power-bi", "azure-public", &["westeurope"]),
    ("azure", "azure-germany", &[]),
    ("graph", "azure-public", &["eastus"]),
    ("amazon-athena", "aws-us-gov", &[]),
    ("apigee", "google-cloud", &[]),
];

const STANDARDS: [&str; 11] = [
    "soc-2",
    "iso-27001",
    "iso-27001:2022",
    "fedramp@high",
    "fedramp@moderate",
    "hipaa-baa",
    "pci-dss",
    "dod-srg@il4",
    "wcag:2.0",
    "c5",
    "irap",
];

/// A use of a service, as a team might write it.
#[derive(Debug, Clone)]
struct Use {
    of: (&'static str, &'static str, &'static [&'static str]),
    regions: Vec<&'static str>,
    requires: Vec<&'static str>,
    phi: bool,
    tier: bool,
    /// To whom it sends its data, among those that a manifest begins with.
    to: Option<Index>,
}

fn any_use() -> impl Strategy<Value = Use> {
    let parts = |of: (&'static str, &'static str, &'static [&'static str])| {
        let regions = subsequence(of.2.to_vec(), 0..=of.2.len());
        let requires = subsequence(STANDARDS.to_vec(), 0..5);
        (Just(of), regions, requires, any::<bool>(), any::<bool>(), prop::option::of(any::<Index>()))
    };
    select(USES.to_vec()).prop_flat_map(parts).prop_map(|(of, regions, requires, phi, tier, to)| Use {
        of,
        regions,
        requires,
        phi,
        tier,
        to,
    })
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

/// The entry of a use under a name; `others` is how many uses it may send to.
fn entry(name: &str, one: &Use, others: usize) -> String {
    let (service, cloud, _) = one.of;
    let to = one.to.filter(|_| others > 0).map(|to| to.index(others));
    let lines = [
        format!("[[services]]\nname = {name:?}\nservice = {service:?}\ncloud = {cloud:?}\n"),
        format!("regions = [{}]\nrequires = [{}]\n", quoted(&one.regions), quoted(&one.requires)),
        if one.phi { "data = [\"phi\"]\n".to_owned() } else { String::new() },
        if one.tier { "tags = { tier = \"1\" }\n".to_owned() } else { String::new() },
        to.map(|to| format!("sends-to = [{{ service = \"use-{to}\" }}]\n")).unwrap_or_default(),
    ];
    lines.concat()
}

fn manifest(uses: &[Use]) -> String {
    uses.iter().enumerate().map(|(at, one)| entry(&format!("use-{at}"), one, uses.len())).collect()
}

fn any_uses() -> impl Strategy<Value = Vec<Use>> {
    prop::collection::vec(any_use(), 1..5)
}

fn any_day() -> impl Strategy<Value = &'static str> {
    select(vec!["2020-06-01", "2021-08-03", "2024-01-01", "2026-11-22"])
}

fn check(catalog: &Catalog, text: &str, day: &str) -> Outcome {
    let as_of = day.parse().expect("a date");
    Checker::new(catalog, &RULES, as_of).check(&common::deployment(text, catalog))
}

/// What is required of a service, and what the catalogue shows for it.
fn verdict(one: &RequirementOutcome) -> String {
    let required = (&one.required, one.assurance.name(), &one.regions, one.verdict.name(), one.contested);
    format!("{} {} {required:?} {:?}", one.service, one.cloud, one.evidence.as_ref().map(|evidence| &evidence.id))
}

fn verdicts(outcome: &Outcome, wanted: impl Fn(&RequirementOutcome) -> bool) -> Vec<String> {
    outcome.requirements.iter().filter(|one| wanted(one)).map(verdict).collect()
}

/// How often each coverage finding is made of each region, whatever waives it: a finding that names one region more is
/// still there. One on a closed cloud counts requirements, and names none.
fn coverage(outcome: &Outcome) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for one in outcome.findings.iter().filter(|one| one.rule.starts_with("coverage/")) {
        let standard = one.standard.as_deref().filter(|_| one.rule != "coverage/cloud-closed");
        let regions: Vec<_> = one.regions.iter().map(|region| Some(region.to_string())).collect();
        for region in if regions.is_empty() { vec![None] } else { regions } {
            *found.entry(format!("{} {:?} {standard:?} {region:?}", one.rule, one.service)).or_default() += 1;
        }
    }
    found
}

proptest! {
    // Bounded: a program that isn't optimised takes its time for each of them.
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_more_service_changes_no_verdict_of_the_others(
        uses in any_uses(), more in any_use(), first in any::<bool>(), day in any_day(),
    ) {
        let text = manifest(&uses);
        let before = check(&CATALOG, &text, day);
        let one_more = entry("one-more", &Use { to: None, ..more }, 0);
        let with_more = if first { format!("{one_more}{text}") } else { format!("{text}{one_more}") };
        let after = check(&CATALOG, &with_more, day);
        let others = verdicts(&after, |one| one.service != "one-more");
        prop_assert_eq!(verdicts(&before, |_| true), others);
    }

    #[test]
    fn a_document_older_than_all_others_changes_no_verdict_of_other_services_and_none_that_rests_on_a_newer_one(
        uses in any_uses(), day in any_day(),
    ) {
        let text = manifest(&uses);
        let (before, after) = (check(&CATALOG, &text, day), check(&OLDER, &text, day));
        let others = |one: &RequirementOutcome| !SPOKEN_OF.contains(&one.service_id.as_str());
        prop_assert_eq!(verdicts(&before, others), verdicts(&after, others));
        // An older document may be the only one, or the only one that names a region.
        let decided = |one: &&RequirementOutcome| one.evidence.is_some() && one.verdict.name() != "elsewhere";
        let told = |one: &RequirementOutcome| format!("{:?}", (&one.service, &one.required, &one.regions, one.verdict));
        let after: Vec<_> = after.requirements.iter().map(told).collect();
        for one in before.requirements.iter().filter(decided).filter(|one| one.verdict.name() != "platform-only") {
            prop_assert!(after.contains(&told(one)), "{} is not in {after:#?}", told(one));
        }
    }

    #[test]
    fn the_order_of_the_rules_changes_nothing(
        uses in any_uses(), order in Just((0..RULES.rules.len()).collect::<Vec<_>>()).prop_shuffle(), day in any_day(),
    ) {
        let in_order = order.into_iter().map(|at| RULES.rules[at].clone()).collect();
        let reordered = Rules { rules: in_order, ..RULES.clone() };
        let deployment = common::deployment(&manifest(&uses), &CATALOG);
        let as_of = day.parse().expect("a date");
        let (before, after) = [&*RULES, &reordered].map(|rules| Checker::new(&CATALOG, rules, as_of).check(&deployment)).into();
        prop_assert_eq!(format!("{:#?}", before.requirements), format!("{:#?}", after.requirements));
        prop_assert_eq!(format!("{:#?}", before.findings), format!("{:#?}", after.findings));
    }

    #[test]
    fn white_space_and_comments_change_nothing(
        uses in any_uses(), gaps in prop::collection::vec((any::<Index>(), select(vec!["", "  ", "\t", "# error[no/thing]"])), 0..9),
        day in any_day(),
    ) {
        let text = manifest(&uses);
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        for (at, gap) in gaps {
            let at = at.index(lines.len());
            lines.insert(at, gap.to_owned());
            lines[at + 1] = lines[at + 1].replacen(" = ", "   =\t", 1) + "  ";
        }
        let (before, after) = (check(&CATALOG, &text, day), check(&CATALOG, &lines.join("\n"), day));
        prop_assert_eq!(verdicts(&before, |_| true), verdicts(&after, |_| true));
        let told = |outcome: &Outcome| -> Vec<_> {
            outcome.findings.iter().map(|one| (one.message.clone(), one.help.clone(), one.fingerprint.clone())).collect()
        };
        prop_assert_eq!(told(&before), told(&after));
    }

    #[test]
    fn one_more_requirement_takes_no_coverage_finding_away(
        uses in any_uses(), at in any::<Index>(), standard in select(STANDARDS.to_vec()), third_party in any::<bool>(),
        day in any_day(),
    ) {
        let text = manifest(&uses);
        let before = check(&CATALOG, &text, day);
        let at = at.index(uses.len());
        let demand = if third_party {
            format!("{{ standard = \"{standard}\", assurance = \"third-party\" }}")
        } else {
            format!("\"{standard}\"")
        };
        let name = format!("name = \"use-{at}\"");
        let (head, tail) = text.split_once(&name).expect("every use has its name");
        let comma = if tail.contains("requires = []") && tail.find("requires = []") == tail.find("requires = [") { "" } else { ", " };
        let more = format!("{head}{name}{}", tail.replacen("requires = [", &format!("requires = [{demand}{comma}"), 1));
        let after = coverage(&check(&CATALOG, &more, day));
        for (finding, times) in coverage(&before) {
            prop_assert!(after.get(&finding).is_some_and(|after| *after >= times), "{finding}: {after:#?}\n{more}");
        }
    }
}
