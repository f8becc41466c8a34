//! Baselines as they are written: one JSON document in a stable order, so that a change of it can be reviewed.

use std::io::{self, Write};

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::baseline::{Baseline, KnownFinding};
use crate::report::visible_json;

/// Writes a baseline, down to the last line end.
///
/// # Errors
///
/// Only what writing gives.
pub fn write(baseline: &Baseline, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: "1",
        as_of: baseline.as_of.to_string(),
        files: baseline.files.iter().map(|(path, known)| File::of(path, known)).collect(),
    };
    visible_json::pretty(&document, out)
}

/// The findings that were there already when it was written, so that only new ones fail a check.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Baseline", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The day for which they were found.
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    as_of: String,
    /// The manifests with their findings, by path.
    files: Vec<File<'a>>,
}

/// A manifest with its findings.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct File<'a> {
    /// Its path from the folder of the baseline on, with `/`.
    path: &'a str,
    /// Its findings, by rule, service and standard.
    findings: Vec<Entry<'a>>,
}

/// A finding that is known, in these regions. Where it has some, a finding of the same rule on the same service, standard
/// and cloud is known in them; else the fingerprint decides.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "KnownFinding", deny_unknown_fields))]
pub(super) struct Entry<'a> {
    /// The rule's id.
    rule: &'a str,
    /// The service instance, where it is about one.
    service: Option<&'a str>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    standard: Option<&'a str>,
    /// The cloud's id, where it is about one.
    cloud: Option<&'a str>,
    /// The ids of its regions, empty for a use that is bound to none; null where it stands for all subjects that share a
    /// value, or where a baseline was written before regions were remembered.
    regions: Option<&'a [String]>,
    /// Tells it from every other finding of the file, and survives moving lines.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    fingerprint: &'a str,
}

impl<'a> File<'a> {
    fn of(path: &'a str, known: &'a [KnownFinding]) -> Self {
        Self { path, findings: known.iter().map(Entry::of).collect() }
    }
}

impl<'a> Entry<'a> {
    pub(super) fn of(known: &'a KnownFinding) -> Self {
        Self {
            rule: &known.rule,
            service: known.service.as_deref(),
            standard: known.standard.as_deref(),
            cloud: known.cloud.as_deref(),
            regions: known.regions.as_deref(),
            fingerprint: &known.fingerprint,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::load::baseline::read;
    use crate::report::schema;
    use crate::text::Source;

    #[test]
    fn a_baseline_is_read_as_it_was_written_and_the_schema_describes_it() {
        let known = |rule: &str, service: Option<&str>, digit: &str| KnownFinding {
            rule: rule.to_owned(),
            service: service.map(str::to_owned),
            standard: None,
            cloud: service.map(|_| "cloud".to_owned()),
            regions: service.map(|_| vec!["north".to_owned()]),
            fingerprint: digit.repeat(64),
        };
        let one = vec![known("a/b", Some("\u{1b}\u{1f980}\"bot"), "a"), known("a/c", None, "0")];
        let files = [("../a/deploy.toml".to_owned(), one), ("b.toml".to_owned(), Vec::new())];
        let baseline = Baseline { as_of: date(2021, 8, 3), files: files.into() };
        let mut out = Vec::new();
        write(&baseline, &mut out).expect("a vector takes it");
        let text = String::from_utf8(out).expect("it is text");
        schema::is_that_of::<Document<'_>>("baseline");
        let document = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(schema::complaints("baseline", &document), Vec::<String>::new());
        assert_eq!(read(&Source::new("known.json", text)).expect("it is sound"), baseline);
    }
}
