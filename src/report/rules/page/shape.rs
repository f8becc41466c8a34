//! A rule's page for programs.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::super::condition::{texts, written};
use super::super::standing::Row;
use super::{RulePage, placeholders};
use crate::model::deployment::LeastAssurance;
use crate::model::rule::{self, Cited, Field, Require};
use crate::text::Source;
use crate::trial;

/// A rule's page.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Page of a rule", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The rule in a few words.
    rule: Row<'a>,
    /// Why it matters.
    why: &'a str,
    /// What to do; empty where a rule that requires leaves that to the findings.
    fix: &'a str,
    /// When it speaks: all of these hold. A line that stands in by two columns belongs to the one above it.
    condition: Vec<String>,
    /// What must hold besides, as an expression.
    when: Option<&'a str>,
    /// What it says; null where it requires.
    report: Option<ReportEntry<'a>>,
    /// What it asks for; null where it reports.
    require: Option<RequireEntry<'a>>,
    /// The fields that its words name, and then those that its condition looks at besides.
    fields: Vec<FieldEntry>,
    /// What it rests on.
    sources: Vec<SourceEntry<'a>>,
    /// Deployments that show it.
    examples: Vec<ExampleEntry<'a>>,
}

/// What a rule says.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Report", deny_unknown_fields))]
struct ReportEntry<'a> {
    /// The words, with placeholders as they stand in the file.
    says: String,
    /// The words where a finding depends on the regions.
    says_in_regions: Option<String>,
    /// What stands beside the deployed thing in the manifest.
    label: Option<String>,
    /// Subjects that have the same value here share one finding.
    one_per: Option<&'a str>,
    /// Whether the help begins with the ways out that the catalogue knows.
    ways_out: bool,
    /// The fields that the words name.
    placeholders: Vec<&'static str>,
}

/// What a rule asks for.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Require", deny_unknown_fields))]
struct RequireEntry<'a> {
    /// What must be shown for the service.
    standards: Vec<StandardEntry>,
    /// Whether every assurance for the service must be a third party's.
    third_party: bool,
    /// Contracts, of which one must be in force.
    agreements: Vec<&'a str>,
    /// Where the service may be: patterns over ids of regions; empty for anywhere.
    regions: Vec<String>,
    /// Patterns over geographies; empty for anywhere.
    geographies: Vec<String>,
    /// Patterns over codes of countries; empty for anywhere.
    countries: Vec<String>,
    /// Over how many places it must be spread; 0 where that is not asked.
    at_least: Spread,
}

/// A standard that is asked for.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Standard", deny_unknown_fields))]
struct StandardEntry {
    /// What must be shown, as `standard[:edition][@level]`.
    standard: String,
    /// Whether it must be shown by a third party.
    third_party: bool,
}

/// Over how many places a service must be spread.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Spread {
    /// Different regions.
    regions: i64,
    /// Different geographies.
    geographies: i64,
    /// Different countries.
    countries: i64,
}

/// A field.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Field", deny_unknown_fields))]
struct FieldEntry {
    /// Its name.
    name: &'static str,
    /// What it means.
    meaning: &'static str,
}

/// Something that a rule rests on.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Source", deny_unknown_fields))]
struct SourceEntry<'a> {
    /// In words.
    words: String,
    /// The document of the catalogue, where it is one.
    document: Option<&'a str>,
}

/// A deployment that shows the rule.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Example", deny_unknown_fields))]
struct ExampleEntry<'a> {
    /// Whether the rule speaks on it.
    fails: bool,
    /// The day for which it is decided.
    as_of: String,
    /// The manifest.
    manifest: &'a str,
    /// What its comments expect: `error[rule] standard`, by line of the manifest.
    expects: Vec<Expected>,
    /// An evidence file that the catalogue has beside its own.
    evidence: Option<&'a str>,
    /// A rule file that stands beside this one.
    rule: Option<&'a str>,
    /// A policy that it is checked under.
    policy: Option<&'a str>,
}

/// A finding that is expected.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct Expected {
    /// The line of the manifest, counted from 1.
    line: usize,
    /// The severity, or `waived`.
    grade: &'static str,
    /// The rule's id.
    rule: String,
    /// What is required, as `standard[:edition][@level]`, where it is about that.
    standard: Option<String>,
}

impl<'a> Document<'a> {
    pub(super) fn of(page: &RulePage<'a>) -> Self {
        let rule = page.standing.rule;
        let condition = super::super::condition::lines(&rule.condition, page.rules);
        let field = |field: Field| FieldEntry { name: field.name(), meaning: field.meaning() };
        Self {
            version: "1",
            rule: Row::of(&page.standing),
            why: &rule.why,
            fix: &rule.fix,
            condition: condition.iter().map(|line| format!("{}{}", "  ".repeat(line.depth), line.words)).collect(),
            when: rule.when.as_ref().map(|when| when.value.as_str()),
            report: rule.report().map(ReportEntry::of),
            require: rule.require().map(|require| RequireEntry::of(require, page)),
            fields: page.fields().into_iter().map(field).collect(),
            sources: rule.sources.iter().map(|cited| SourceEntry::of(cited, page)).collect(),
            examples: rule.examples.iter().map(ExampleEntry::of).collect(),
        }
    }
}

impl<'a> ReportEntry<'a> {
    fn of(report: &'a rule::Report) -> Self {
        Self {
            says: written(&report.says),
            says_in_regions: report.says_in_regions.as_ref().map(written),
            label: report.label.as_ref().map(written),
            one_per: report.one_per.map(Field::name),
            ways_out: report.ways_out,
            placeholders: placeholders(report).into_iter().map(Field::name).collect(),
        }
    }
}

impl<'a> RequireEntry<'a> {
    fn of(require: &'a Require, page: &RulePage<'a>) -> Self {
        let is_third = |assurance| assurance == LeastAssurance::ThirdParty;
        let standard = |one: &rule::Required| StandardEntry {
            standard: page.facts.reference(one.standard),
            third_party: is_third(one.assurance),
        };
        let rule::Spread { regions, geographies, countries } = require.spread;
        Self {
            standards: require.standards.iter().map(standard).collect(),
            third_party: require.standards.is_empty() && is_third(require.assurance),
            agreements: require.agreements.iter().map(|&one| page.facts.agreements[one].id.as_str()).collect(),
            regions: texts(&require.places.regions, page.rules),
            geographies: texts(&require.places.geographies, page.rules),
            countries: texts(&require.places.countries, page.rules),
            at_least: Spread { regions, geographies, countries },
        }
    }
}

impl<'a> SourceEntry<'a> {
    fn of(cited: &Cited, page: &RulePage<'a>) -> Self {
        let document = match cited {
            Cited::Document { document, .. } => Some(page.facts.documents[*document].id.as_str()),
            Cited::Words(_) | Cited::Work(_) => None,
        };
        Self { words: super::source(cited, page.facts), document }
    }
}

impl<'a> ExampleEntry<'a> {
    fn of(example: &'a rule::Example) -> Self {
        let named = trial::expected(&Source::new("example", example.manifest.as_str())).unwrap_or_default();
        let expected = |one: trial::Named| Expected {
            line: one.line + 1,
            grade: one.grade,
            rule: one.rule,
            standard: one.standard,
        };
        Self {
            fails: example.fails,
            as_of: example.as_of.to_string(),
            manifest: &example.manifest,
            expects: named.into_iter().map(expected).collect(),
            evidence: example.evidence.as_deref(),
            rule: example.beside.as_deref(),
            policy: example.policy.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_is_that_of_the_types() {
        crate::report::schema::is_that_of::<Document<'_>>("rules-show");
    }
}
