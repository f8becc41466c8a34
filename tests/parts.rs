//! A part of a deployment that is checked within the whole: what it says of a service is what the check of all says.

use crate::common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::check::outcome::{Finding, Outcome};
use compliance_check::check::{Checker, Ways};
use compliance_check::model::deployment::Deployment;
use compliance_check::model::rule::Rules;
use compliance_check::text::Source;
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

/// Rules that look at both ends of a flow, at data that comes by many steps, and at how many services there are.
static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let rule = |id: &str, rest: &str| {
        let text = format!("id: team/{id}\ntitle: an example\nwhy: So it is.\n{rest}\n");
        Source::new(format!("{id}.yaml"), text)
    };
    let reports = "severity: warning\nfix: Do something.\nsays: '{service.name}'";
    common::rules_with(
        [
            rule("phi", "subject: service\nmatch: { service.data: phi }\nrequire: { standards: [fedramp@high] }"),
            rule("meets", "subject: flow\nmatch: { cloud.id: azure-government }\nrequire: { standards: [cjis] }"),
            rule("comes", "subject: flow\nmatch: { flow.to.cloud: azure-public }\nrequire: { standards: [pci-dss] }"),
            rule("crosses", &format!("subject: flow\nmatch: {{ flow.to.cloud: azure-government }}\n{reports}")),
            rule("own", &format!("subject: service\nmatch: {{ service.data.own: pan }}\n{reports}")),
            rule(
                "many",
                &format!("subject: deployment\nmatch: {{ deployment.services: {{ at-least: 4 }} }}\n{reports}")
                    .replace("{service.name}", "so many"),
            ),
        ],
        &CATALOG,
    )
});

/// Services, each in one of two clouds, with data of its own or without, and whom they send what to.
type Drawn = (bool, usize, Vec<(prop::sample::Index, bool)>);

fn manifest(services: &[Drawn]) -> String {
    let one = |(at, (secure, data, flows)): (usize, &Drawn)| {
        let cloud = if *secure { "azure-government" } else { "azure-public" };
        let data = ["[]", "[\"phi\"]", "[\"pan\"]"][*data];
        let flow = |(to, all): &(prop::sample::Index, bool)| {
            let limit = if *all { "" } else { ", data = [\"phi\"]" };
            format!("{{ service = \"s{}\"{limit} }}", to.index(services.len()))
        };
        let flows = flows.iter().map(flow).collect::<Vec<_>>().join(", ");
        format!(
            "[[services]]\nname = \"s{at}\"\nservice = \"azure-bot-service\"\ncloud = \"{cloud}\"\ndata = {data}\n\
             requires = [\"soc-2\"]\nsends-to = [{flows}]\n"
        )
    };
    services.iter().enumerate().map(one).collect()
}

/// One service of a deployment with those at the other ends of its flows.
fn part(deployment: &Deployment, at: usize) -> Deployment {
    let sends = |from: usize, to: usize| {
        let name = &deployment.services[to].name.value;
        deployment.services[from].sends_to.iter().any(|flow| flow.to.value == *name)
    };
    let near = |other: &usize| *other == at || sends(at, *other) || sends(*other, at);
    let kept = (0..deployment.services.len()).filter(near).map(|other| deployment.services[other].clone());
    Deployment { services: kept.collect(), ..deployment.clone() }
}

/// What is told of the service of this name, and of its flows.
fn told(outcome: &Outcome, name: &str) -> BTreeSet<String> {
    let of_deployment = |one: &&Finding| one.service.is_none() || one.service.as_deref() == Some(name);
    let findings = outcome.findings.iter().filter(of_deployment);
    let findings = findings.map(|one| format!("{} {} {:?}", one.rule, one.fingerprint, one.because));
    let requirements = outcome.requirements.iter().filter(|one| one.service == name);
    findings.chain(requirements.map(|one| format!("{} {}", one.required.reference(), one.verdict.name()))).collect()
}

/// The same of another service of the part: what is required of it.
fn required(outcome: &Outcome, name: &str) -> BTreeSet<String> {
    let own = outcome.requirements.iter().filter(|one| one.service == name);
    own.map(|one| format!("{} {}", one.required.reference(), one.verdict.name())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_part_is_told_as_the_whole_is(
        services in prop::collection::vec(
            (any::<bool>(), 0..3_usize, prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..3)),
            1..7,
        ),
    ) {
        let deployment = common::deployment(&manifest(&services), &CATALOG);
        let checker = Checker::new(&CATALOG, &RULES, "2021-08-03".parse().expect("a date"));
        let all = checker.check_without_ways_out(&deployment);
        let ways = Ways::of(&deployment);
        let whole = checker.whole(&ways);
        for (at, service) in deployment.services.iter().enumerate() {
            let part = part(&deployment, at);
            let outcome = checker.check_part(&part, &whole);
            let name = &service.name.value;
            prop_assert_eq!(told(&outcome, name), told(&all, name), "{} in\n{}", name, manifest(&services));
            for other in &part.services {
                let name = &other.name.value;
                prop_assert_eq!(required(&outcome, name), required(&all, name), "{} in\n{}", name, manifest(&services));
            }
        }
    }
}
