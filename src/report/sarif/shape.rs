//! SARIF 2.1.0, as far as a report needs it.
//!
//! A member that says nothing is left out, since the schema has no `null`.

use std::collections::BTreeMap;

use serde::Serialize;

/// The whole file.
#[derive(Serialize)]
pub(super) struct Document {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub version: &'static str,
    pub runs: [Run; 1],
}

/// What one run of the program says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub tool: Tool,
    pub invocations: Vec<Invocation>,
    pub original_uri_base_ids: BTreeMap<&'static str, BaseUri>,
    pub artifacts: Vec<Artifact>,
    pub results: Vec<ResultEntry>,
    pub default_encoding: &'static str,
    /// What columns count. GitHub marks lines rightly and takes columns for bytes whatever is said here; to count bytes
    /// would be wrong for everybody who keeps to the standard.
    pub column_kind: &'static str,
    pub properties: RunFacts,
}

/// What a run rests on.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunFacts {
    /// The day for which everything was decided.
    pub as_of: String,
    /// The catalogue's digest.
    pub catalog: String,
    /// That of the rules, where it is one for all files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
    /// That of the policy, where it is one for all files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    pub driver: Driver,
}

/// The program, with its rules.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub name: &'static str,
    pub version: &'static str,
    pub semantic_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub information_uri: Option<&'static str>,
    pub rules: Vec<RuleEntry>,
}

/// A rule, or a kind of problem.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleEntry {
    pub id: String,
    pub name: String,
    pub short_description: Message,
    pub full_description: Message,
    pub help: Message,
    pub default_configuration: Configuration,
    pub properties: RuleFacts,
}

#[derive(Serialize)]
pub(super) struct Configuration {
    pub level: &'static str,
}

/// What code scanning sorts rules by. A `security-severity` is no part of it: it is the score of a weakness, and would set
/// a missing document beside holes in code.
#[derive(Serialize)]
pub(super) struct RuleFacts {
    pub tags: Vec<String>,
    /// Nothing is guessed: what a rule says follows from the manifest and from documents that it names.
    pub precision: &'static str,
    #[serde(rename = "problem.severity")]
    pub problem_severity: &'static str,
}

/// Words, and the same as Markdown where there is more to show.
#[derive(Serialize)]
pub(super) struct Message {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}

impl Message {
    /// Words that are made safe already.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), markdown: None }
    }
}

/// How the run went.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_execution_notifications: Vec<Notification>,
}

/// Something to know that is no result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification {
    pub level: &'static str,
    pub message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_rule: Option<AssociatedRule>,
}

#[derive(Serialize)]
pub(super) struct AssociatedRule {
    pub id: String,
    pub index: usize,
}

/// What relative paths are relative to.
#[derive(Serialize)]
pub(super) struct BaseUri {
    pub description: Message,
}

/// A file.
#[derive(Serialize)]
pub(super) struct Artifact {
    pub location: FileLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<&'static str>,
    /// The digest of its bytes, by the name of the algorithm, where it was checked.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hashes: BTreeMap<&'static str, String>,
}

/// A problem or a finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultEntry {
    pub rule_id: String,
    pub rule_index: usize,
    pub level: &'static str,
    pub message: Message,
    /// Never empty: GitHub refuses a file in which one is.
    pub locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    pub partial_fingerprints: BTreeMap<&'static str, String>,
    /// On all results or on none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_state: Option<&'static str>,
    /// On all results or on none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressions: Option<Vec<Suppression>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<ResultFacts>,
}

/// What a finding is about.
#[derive(Serialize)]
pub(super) struct ResultFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'static str>,
}

/// What excuses a finding.
#[derive(Serialize)]
pub(super) struct Suppression {
    pub kind: &'static str,
    pub status: &'static str,
    pub justification: String,
}

/// A place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    /// Where others may refer to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    pub physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub artifact_location: FileLocation,
    pub region: Region,
}

/// The name of a file.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FileLocation {
    pub uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri_base_id: Option<&'static str>,
    pub index: usize,
}

/// A range of a file, in lines and columns and once more in bytes. The end is the column after the last one.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub start_line: usize,
    pub start_column: usize,
    pub end_line: usize,
    pub end_column: usize,
    pub byte_offset: usize,
    pub byte_length: usize,
}
