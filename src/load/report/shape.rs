//! A report as it is written. What is only compared is taken as it stands.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// Compared before.
    #[serde(rename = "version")]
    pub _version: String,
    pub as_of: String,
    pub horizon: Option<String>,
    pub program: String,
    pub fail_on: Option<String>,
    pub baseline: Option<String>,
    pub catalog: Value,
    pub packs: Value,
    pub files: Vec<File>,
    #[serde(rename = "notices")]
    pub _notices: Value,
    pub summary: Summary,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub path: String,
    pub rests_on: Option<Digests>,
    #[serde(rename = "policy")]
    pub _policy: Option<String>,
    pub fail_on: String,
    pub problems: Value,
    pub requirements: Vec<Requirement>,
    pub findings: Vec<Finding>,
    pub upcoming: Value,
    pub cured: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Digests {
    pub manifest: String,
    pub catalog: String,
    pub rules: String,
    pub policy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Requirement {
    pub service: String,
    pub service_id: String,
    pub cloud: String,
    pub regions: Vec<String>,
    pub standard: String,
    pub edition: Option<String>,
    pub level: Option<String>,
    pub assurance: Option<String>,
    pub verdict: String,
    pub held: Value,
    pub contested: bool,
    pub origin: Value,
    pub origins: Value,
    pub evidence: Value,
    pub history: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Finding {
    pub rule: String,
    pub severity: String,
    pub message: String,
    pub why: Value,
    pub because: Value,
    pub help: Value,
    pub service: Option<String>,
    pub standard: Option<String>,
    pub cloud: Option<String>,
    pub regions: Vec<String>,
    pub verdict: Value,
    pub line: Value,
    pub column: Value,
    pub offset: Value,
    pub length: Value,
    pub related: Value,
    #[serde(rename = "elsewhere")]
    pub _elsewhere: Value,
    pub fingerprint: String,
    pub waived: Option<Waived>,
    pub known: bool,
    pub new_in: Value,
    pub suggestion: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Waived {
    pub reason: Value,
    pub until: String,
    pub approved_by: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Summary {
    pub services: u64,
    pub requirements: u64,
    pub rules: u64,
    pub documents: u64,
    pub verdicts: BTreeMap<String, u64>,
    pub findings: BTreeMap<String, u64>,
    pub cured: u64,
}
