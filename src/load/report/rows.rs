//! The requirements and findings of a report, each as it can be compared.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::shape::{Finding, Requirement};
use super::{parts, place, problem};
use crate::load::problem::Problem;
use crate::model::told::{ToldFinding, ToldRequirement};
use crate::text::{Source, shown};

/// That no requirement of a file stands there twice, as a whole or for one region.
pub(super) fn stand_once(source: &Source, all: &[Requirement]) -> Result<(), Problem> {
    let none = [String::new()];
    let mut seen = HashSet::new();
    for one in all {
        let regions = if one.regions.is_empty() { &none[..] } else { &one.regions };
        if one.regions.iter().any(String::is_empty) {
            let message = format!("a region of `{}` for `{}` has no name", shown(&one.standard), shown(&one.service));
            return Err(problem(source, "not-a-report", message, place(source, &one.service)));
        }
        let Requirement { service, service_id, cloud, standard, edition, level, assurance, .. } = one;
        for region in regions {
            if !seen.insert((service, service_id, cloud, standard, edition, level, assurance, region)) {
                let within = if region.is_empty() { String::new() } else { format!(" in `{}`", shown(region)) };
                let message = format!("`{}` for `{}`{within} stands here twice", shown(standard), shown(service));
                return Err(problem(source, "twice", message, place(source, service)));
            }
        }
    }
    Ok(())
}

pub(super) fn requirement(written: Requirement) -> ToldRequirement {
    let Requirement { service, service_id, cloud, regions, standard, edition, level, assurance, verdict, .. } = written;
    let whole = json!([standard, edition, level]);
    let edition = edition.map(|edition| format!(":{edition}")).unwrap_or_default();
    let level = level.map(|level| format!("@{level}")).unwrap_or_default();
    let document = written.evidence.get("id").and_then(Value::as_str).map(str::to_owned);
    ToldRequirement {
        service,
        service_id,
        cloud,
        regions,
        standard: format!("{standard}{edition}{level}"),
        assurance,
        verdict,
        document,
        parts: parts::of([
            ("standard", whole),
            ("held", written.held),
            ("contested", Value::from(written.contested)),
            ("origin", written.origin),
            ("origins", written.origins),
            ("evidence", written.evidence),
            ("history", written.history),
        ]),
    }
}

pub(super) fn finding(written: Finding) -> ToldFinding {
    let Finding { fingerprint, rule, severity, message, service, standard, cloud, regions, waived, known, .. } =
        written;
    let (waived_until, excuse) =
        waived.map_or((None, Value::Null), |waived| (Some(waived.until), json!([waived.reason, waived.approved_by])));
    let parts = parts::of([
        ("message", Value::from(message.as_str())),
        ("why", written.why),
        ("because", written.because),
        ("help", written.help),
        ("verdict", written.verdict),
        ("line", written.line),
        ("column", written.column),
        ("offset", written.offset),
        ("length", written.length),
        ("related", written.related),
        ("new_in", written.new_in),
        ("suggestion", written.suggestion),
        ("waiver", excuse),
    ]);
    ToldFinding { fingerprint, rule, severity, message, service, standard, cloud, regions, waived_until, known, parts }
}
