//! What rules say of it: each finding with its rule, what that looked at, and the waivers for it.

use std::io;

use textwrap::core::display_width;

use super::super::visible;
use super::page::{INDENT, Page, place, stopped};
use crate::check::explain::{Excuse, Explanation, Judged};

/// How far the parts of a finding stand in beneath it.
const BENEATH: &str = "    ";

/// Findings under a heading; that there are none, where a requirement has none.
pub(super) fn section(explanation: &Explanation, telling: Telling<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let findings = &explanation.findings;
    page.heading(if telling.supposed { "what rules would say" } else { "what rules say" })?;
    if findings.is_empty() {
        return page.words(INDENT, none(explanation));
    }
    for (number, finding) in findings.iter().enumerate() {
        if number > 0 {
            page.gap()?;
        }
        write(finding, telling, page)?;
    }
    Ok(())
}

/// That nothing is found. A rule that gave no answer may have had something to say.
pub(super) fn none(explanation: &Explanation) -> &'static str {
    match explanation.unanswered.as_slice() {
        [] => "No rule reports anything.",
        _ => "No rule that gave an answer reports anything.",
    }
}

/// How findings are told.
#[derive(Clone, Copy)]
pub(super) struct Telling<'t> {
    /// Whether they would be reported if something were required.
    pub(super) supposed: bool,
    /// The ways out that stand on the page already.
    pub(super) ways_out: &'t [&'t str],
}

/// One finding.
pub(super) fn write(finding: &Judged, telling: Telling<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let kind = format!("{}[{}]", finding.severity.name(), visible::line(&finding.rule));
    let waived = if finding.waived.is_some() { ", waived" } else { "" };
    let at = if telling.supposed { String::new() } else { format!("at {}", place(&finding.place)) };
    let rest = visible::line(&format!("{at}{waived}"));
    let head = page.paint.severity(finding.severity, &kind);
    if display_width(&kind) + display_width(&rest) + INDENT.len() < page.width {
        page.painted(format!("{INDENT}{head} {rest}").trim_end())?;
    } else {
        page.painted(&format!("{INDENT}{head}"))?;
        page.painted(&format!("{BENEATH}{rest}"))?;
    }
    page.words(BENEATH, &stopped(&finding.message))?;
    page.keyed(BENEATH, "why        ", &stopped(&finding.why))?;
    if let Some(because) = &finding.because {
        page.keyed(BENEATH, "because    ", &stopped(because))?;
    }
    if !finding.help.is_empty() && !telling.ways_out.contains(&finding.help.as_str()) {
        page.keyed(BENEATH, "help       ", &stopped(&finding.help))?;
    }
    let saw: Vec<_> = finding.saw.iter().map(|(field, values)| format!("{field}: {}", shown(values))).collect();
    if !saw.is_empty() {
        page.keyed(BENEATH, "looked at  ", &saw.join("; "))?;
    }
    for (at, text) in &finding.elsewhere {
        page.keyed(BENEATH, "see        ", &format!("{}: {text}", place(at)))?;
    }
    page.keyed(BENEATH, "severity   ", &graded(finding))?;
    if let Some(excuse) = &finding.waived {
        page.keyed(BENEATH, "waived     ", &format!("until {}: {}", excuse.until, told(excuse)))?;
    }
    for excuse in &finding.not_excused_by {
        page.keyed(BENEATH, "waiver     ", &unexcused(excuse))?;
    }
    Ok(())
}

fn shown(values: &[String]) -> String {
    let told: Vec<_> = values.iter().map(|value| if value.is_empty() { "nothing" } else { value.as_str() }).collect();
    told.join(" or ")
}

/// Who says how grave it is.
fn graded(finding: &Judged) -> String {
    let rule = place(&finding.rule_place);
    match &finding.severity_set_by {
        Some(policy) => format!("{}, by the policy at {} (rule at {rule})", finding.severity.name(), place(policy)),
        None => format!("{}, by the rule at {rule}", finding.severity.name()),
    }
}

fn unexcused(excuse: &Excuse) -> String {
    let why = excuse.void.as_ref().map(|why| format!(", since {why}")).unwrap_or_default();
    format!("until {}, excuses nothing here{why}: {}", excuse.until, told(excuse))
}

fn told(excuse: &Excuse) -> String {
    let approved = excuse.approved_by.as_ref().map(|name| format!(", approved by {name}")).unwrap_or_default();
    format!("{} (at {}{approved})", excuse.reason, place(&excuse.place))
}
