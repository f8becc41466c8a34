//! For build servers, in the form of JUnit: a suite for each manifest, a case for each requirement, those that are shown to
//! be covered included, and one for each finding that is about none.
//!
//! A case fails by the findings that fail the check, so with `fail-on = "never"` none does. What any other finding says
//! stands beside the case. What an exception excuses or a baseline holds is skipped, with the reason.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;

use super::diagnostic::Diagnostic;
use super::suites::{self, Case, Mark, Suite, Told};
use super::{FileReport, Format, Report, Style, human, rests_on, told, visible};
use crate::check::outcome::{About, Finding, Notice, RequirementOutcome, Shown};
use crate::model::deployment::LeastAssurance;

pub(super) const FORMAT: Format = Format { name: "junit", about: "test results, for build servers", write };

const PROGRAM: &str = env!("CARGO_PKG_NAME");

fn write(report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut notices: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for notice in report.notices() {
        notices.entry(notice.source.name()).or_default().push(noted(notice));
    }
    let mut suites: Vec<_> = report
        .files
        .iter()
        .map(|file| {
            let out = notices.remove(file.source.name()).unwrap_or_default();
            Suite { out, ..suite(report, file) }
        })
        .collect();
    // Files of which there is nothing else to say.
    suites.extend(notices.into_iter().map(|(name, out)| Suite { name: visible::line(name), out, ..Suite::default() }));
    out.write_all(suites::document(PROGRAM, &suites).as_bytes())
}

fn noted(notice: &Notice) -> String {
    format!("note: {}: {}", told::place(&notice.source, notice.span), visible::prose(&notice.message))
}

fn suite(report: &Report, file: &FileReport) -> Suite {
    let name = visible::line(file.source.name());
    let path = visible::line(&report.whereabouts.path(&file.source));
    let class = class(&path);
    let mut cases = Suite::of_problems(&file.problems, &class);
    let page = Page { report, file, class: &class };
    let (about, others) = by_requirement(file);
    let requirements = file.outcome.requirements.iter().zip(about);
    cases.extend(requirements.map(|(requirement, findings)| page.requirement(requirement, &findings)));
    cases.extend(others.into_iter().map(|finding| page.case(subject(finding), &[finding], Vec::new())));
    let mut properties = vec![("as-of", report.as_of.to_string()), ("catalog", report.catalog.digest.clone())];
    if let Some(rests_on) = file.rests_on.as_deref() {
        properties.push(("manifest-sha256", rests_on::of_text(file.source.text())));
        properties.push(("rules-sha256", rests_on.rules.clone()));
        properties.push(("policy-sha256", rests_on.policy.clone()));
    }
    properties.extend(file.policy.as_deref().map(|policy| ("policy", visible::line(policy))));
    Suite { name, file: Some(path), properties, cases, out: Vec::new() }
}

/// The folders of a file as packages, and the file as a class.
fn class(path: &str) -> String {
    format!("{PROGRAM}.{}", path.replace('.', "_").replace('/', "."))
}

/// What is found of each requirement, and what is found of none.
fn by_requirement(file: &FileReport) -> (Vec<Vec<&Finding>>, Vec<&Finding>) {
    let mut about = vec![Vec::new(); file.outcome.requirements.len()];
    let mut others = Vec::new();
    for finding in &file.outcome.findings {
        let mut placed = false;
        for one in &finding.about {
            if let About::Requirement { number, .. } = one
                && let Some(findings) = about.get_mut(*number)
            {
                findings.push(finding);
                placed = true;
            }
        }
        if !placed {
            others.push(finding);
        }
    }
    (about, others)
}

/// What a case is called: service instance, standard, cloud and regions, as far as it is about them.
fn name(service: Option<&str>, standard: Option<&str>, cloud: Option<&str>, regions: &[String]) -> String {
    let mut name = [service, standard].into_iter().flatten().map(visible::line).collect::<Vec<_>>().join(": ");
    if let Some(cloud) = cloud {
        let gap = if name.is_empty() { "" } else { " " };
        name.push_str(&format!("{gap}in {}", visible::line(cloud)));
    }
    if !regions.is_empty() {
        let regions: Vec<_> = regions.iter().map(|region| visible::line(region)).collect();
        name.push_str(&format!(" ({})", regions.join(", ")));
    }
    name
}

/// What a case is called whose finding is about no requirement.
fn subject(finding: &Finding) -> String {
    let (service, standard, cloud) =
        (finding.service.as_deref(), finding.standard.as_deref(), finding.cloud.as_deref());
    let name = name(service, standard, cloud, &finding.regions);
    let rule = visible::line(&finding.rule);
    if name.is_empty() { rule } else { format!("{name}: {rule}") }
}

/// What the cases of a file share.
struct Page<'a> {
    report: &'a Report,
    file: &'a FileReport,
    class: &'a str,
}

impl Page<'_> {
    fn requirement(&self, requirement: &RequirementOutcome, findings: &[&Finding]) -> Case {
        let RequirementOutcome { service, regions, shown, .. } = requirement;
        let Shown { cloud, required, .. } = &**shown;
        let mut name = name(Some(service), Some(&required.reference()), Some(cloud), regions);
        if requirement.assurance == LeastAssurance::ThirdParty {
            name.push_str(", by a third party");
        }
        let held = requirement.held.as_ref().map(|held| format!(": {}", visible::line(&held.reference())));
        let contested = if requirement.contested { " (contested)" } else { "" };
        let verdict = requirement.verdict.name();
        let mut out = vec![format!("verdict: {verdict}{}{contested}", held.unwrap_or_default())];
        out.extend(requirement.evidence.as_ref().map(|evidence| format!("evidence: {}", human::cited(evidence))));
        self.case(name, findings, out)
    }

    /// A case with all that is found of it.
    fn case(&self, name: String, findings: &[&Finding], mut out: Vec<String>) -> Case {
        let (open, excused): (Vec<_>, Vec<_>) = findings.iter().copied().partition(|finding| finding.counts());
        let (failing, beside): (Vec<_>, Vec<_>) = open.into_iter().partition(|finding| self.fails(finding));
        out.extend(beside.iter().map(|finding| self.words(finding)));
        let result = match (failing.as_slice(), excused.as_slice()) {
            ([], []) => None,
            ([], excused) => Some(self.told(Mark::Skipped, excused, excuse)),
            (failing, excused) => {
                out.extend(excused.iter().map(|finding| excuse(finding)));
                Some(self.told(Mark::Failure, failing, |finding| headline(self.file, finding)))
            }
        };
        Case { name, class: self.class.to_owned(), result, out }
    }

    fn fails(&self, finding: &Finding) -> bool {
        self.file.fail_on.least().is_some_and(|least| finding.severity >= least)
    }

    /// Several findings as one result, since most readers of a case take no more than one.
    fn told(&self, mark: Mark, findings: &[&Finding], message: impl Fn(&Finding) -> String) -> Told {
        let messages: Vec<_> = findings.iter().map(|finding| message(finding)).collect();
        let texts: Vec<_> = findings.iter().map(|finding| self.words(finding)).collect();
        let mut kinds: Vec<_> = findings.iter().map(|finding| visible::line(&finding.rule)).collect();
        kinds.dedup();
        Told { mark, kind: kinds.join(", "), message: messages.join("; "), text: texts.join("\n\n") }
    }

    /// A finding in full.
    fn words(&self, finding: &Finding) -> String {
        let diagnostic = Diagnostic::of_finding(&self.file.source, finding);
        let place = told::place(&self.file.source, finding.place.span);
        let kind = format!("{}[{}]", finding.severity.name(), visible::line(&finding.rule));
        let mut lines = vec![format!("{kind} {place}: {}", told::headline(&diagnostic))];
        lines.extend(told::details(&diagnostic, &self.report.repeated));
        lines.join("\n")
    }
}

fn headline(file: &FileReport, finding: &Finding) -> String {
    told::headline(&Diagnostic::of_finding(&file.source, finding))
}

/// Why a finding is not held against anybody.
fn excuse(finding: &Finding) -> String {
    match &finding.waived {
        Some(waived) => {
            let by = waived.approved_by.as_deref().map(|by| format!(", approved by {}", visible::prose(by)));
            let reason = visible::prose(&waived.reason);
            format!("waived until {}{}: {reason}", waived.until, by.unwrap_or_default())
        }
        None => format!("known: a baseline holds {}", visible::line(&finding.rule)),
    }
}
