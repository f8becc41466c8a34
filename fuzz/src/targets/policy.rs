//! A policy: read, resolved, and a deployment judged by it.

use compliance_check::check::Checker;
use compliance_check::load::{manifest, policy};
use compliance_check::model::profile::Profiles;
use compliance_check::report::Format;
use compliance_check::text::Source;

use super::ground::{CATALOG, RULES, day, hold, holds, text};

/// A manifest that a policy may judge otherwise.
const JUDGED: &str = r#"
[[services]]
service = "azure-bot-service"
cloud = "azure-public"
requires = ["fedramp@high", "iso-27001:2013"]

[[waivers]]
rule = "coverage/level-too-low"
until = 2029-12-31
reason = "It moves"
"#;

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let formats: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
    let packs = compliance_check::run::pack_names();
    let known = policy::Known { formats: &formats, packs: &packs };
    let (draft, problems) = policy::read(&Source::new("compliance.toml", text), &known);
    hold(&problems);
    let (policy, problems) = draft.resolve(&CATALOG, &Profiles::default());
    hold(&problems);
    let source = Source::new("deploy.toml", JUDGED);
    let (deployment, problems) = manifest::load(&source, &CATALOG, &policy.profiles);
    hold(&problems);
    holds(&source, &Checker::new(&CATALOG, &RULES, day()).with_policy(&policy).check(&deployment));
}
