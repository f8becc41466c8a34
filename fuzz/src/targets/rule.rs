//! A rule file: read, linted, tried with its own examples, and held against a deployment.

use std::sync::LazyLock;

use compliance_check::check::Checker;
use compliance_check::lint::{Bearings, rules as lint};
use compliance_check::load::{manifest, rules};
use compliance_check::model::deployment::Deployment;
use compliance_check::model::profile::Profiles;
use compliance_check::text::Source;
use compliance_check::trial::{Ground, Trials};

use super::ground::{CATALOG, day, hold, holds, inside, text};

/// Something of every sort that rules speak of.
const SUBJECTS: &str = r#"
[deployment]
name = "clinic"
owner = "platform@clinic.example"
tags = { stage = "production" }
requires = ["soc-2", "iso-27001:2013"]

[[services]]
name = "bot"
service = "azure-bot-service"
cloud = "azure-public"
regions = ["eastus", "westeurope"]
requires = ["fedramp@high", "hipaa-baa"]
data = ["phi"]
tags = { tier = "1" }
sends-to = [{ service = "other", data = ["phi"] }]

[[services]]
name = "other"
service = "azure-cosmos-db"
cloud = "azure-government"

[[agreements]]
agreement = "microsoft-hipaa-baa"
signed = 2019-01-01
expires = 2021-09-01

[[waivers]]
rule = "coverage/level-*"
service = "bot"
until = 2021-12-31
reason = "It moves"
"#;

static DEPLOYMENT: LazyLock<(Source, Deployment)> = LazyLock::new(|| {
    let source = Source::new("deploy.toml", SUBJECTS);
    let (deployment, problems) = manifest::load(&source, &CATALOG, &Profiles::default());
    assert!(problems.is_empty(), "{problems:?}");
    (source, deployment)
});

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    held(text);
}

/// Reads a rule file and holds what it says against everything.
pub fn held(text: &str) {
    let source = Source::new("own.yaml", text);
    let (rules, problems) = rules::load(&[source], &CATALOG);
    hold(&problems.into_sorted());
    let Some(rule) = rules.rules.first() else { return };
    inside(&rule.source, rule.span);
    let bearings = Bearings { is_asked: &|_| true, is_off: &|_| false, is_carried: &|_| false };
    lint(&rules, &bearings).iter().for_each(|flaw| inside(&flaw.source, flaw.span));
    let profiles = Profiles::default();
    let trials = Trials::new(Ground { catalog: &CATALOG, rules: &rules, profiles: &profiles });
    for tried in trials.of(rule).examples {
        inside(&rule.source, tried.span);
        tried.ended.faults().iter().for_each(|fault| inside(&rule.source, fault.span));
    }
    let (source, deployment) = &*DEPLOYMENT;
    holds(source, &Checker::new(&CATALOG, &rules, day()).check(deployment));
}
