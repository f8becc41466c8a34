//! The page for people: the answer first, then what it rests on, then what rules make of it.

use std::io::{self, Write};

use super::super::diagnostic::Ask;
use super::super::{Style, visible};
use super::findings::Telling;
use super::page::{INDENT, Page, stopped};
use super::{Explained, findings, overview, story};
use crate::check::explain::{Explanation, Form, Judged, Story};

/// The most requirements that are told in full on one page.
const MOST_TOLD: usize = 3;

pub(super) fn write(explained: &Explained, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let explanation = &explained.explanation;
    let page = &mut Page::new(style, out);
    page.title(&explanation.question)?;
    if let Some(beforehand) = &explanation.beforehand {
        page.gap()?;
        page.words("", &stopped(beforehand))?;
    }
    match explanation.form {
        Form::Requirement => requirement(explanation, page)?,
        Form::Service => service(explained, page)?,
        Form::Finding | Form::Line => reported(explanation, page)?,
    }
    left_out(explained, page)
}

fn requirement(explanation: &Explanation, page: &mut Page<'_>) -> io::Result<()> {
    let stories = &explanation.requirements;
    stories_in_full(stories, None, page)?;
    let supposed = stories.iter().any(|story| story.supposed);
    let ways_out: Vec<_> = stories.iter().filter_map(|story| story.ways_out.as_deref()).collect();
    findings::section(explanation, Telling { supposed, ways_out: &ways_out }, page)
}

/// Stories one after the other; what several of them share is told once. Where findings with their help stand above them,
/// each has a title.
fn stories_in_full(stories: &[Story], helped: Option<&[&str]>, page: &mut Page<'_>) -> io::Result<()> {
    for (number, story) in stories.iter().enumerate() {
        let is_like = |other: &&Story| {
            (&other.service, &other.required, other.assurance) == (&story.service, &story.required, story.assurance)
        };
        let before = number.checked_sub(1).map(|before| &stories[before]).filter(is_like);
        let title = helped.filter(|_| before.is_none()).map(|_| about(story));
        let telling =
            story::Telling { title: title.as_deref(), goes_on: before.is_some(), helped: helped.unwrap_or_default() };
        story::write(story, telling, page)?;
    }
    Ok(())
}

fn service(explained: &Explained, page: &mut Page<'_>) -> io::Result<()> {
    let explanation = &explained.explanation;
    page.gap()?;
    if explanation.requirements.is_empty() {
        page.words(INDENT, "Nothing is required of it.")?;
    }
    overview::write(&explanation.requirements, page)?;
    page.heading("findings")?;
    if explanation.findings.is_empty() {
        page.words(INDENT, findings::none(explanation))?;
    }
    for finding in &explanation.findings {
        brief(explained, finding, page)?;
    }
    if let Some(story) = explanation.requirements.first().filter(|story| visible::is_plain(&story.service)) {
        page.heading("the whole story of one of them")?;
        page.command(INDENT, &explained.command(Ask::Requirement(&story.service, "STANDARD")))?;
    }
    Ok(())
}

/// A finding, and how to ask for the rest.
fn brief(explained: &Explained, finding: &Judged, page: &mut Page<'_>) -> io::Result<()> {
    let explanation = &explained.explanation;
    let kind = format!("{}[{}]", finding.severity.name(), visible::line(&finding.rule));
    let line = explanation.source.position(finding.place.span.start).line;
    let waived = if finding.waived.is_some() { ", waived" } else { "" };
    let head = page.paint.severity(finding.severity, &kind);
    page.painted(&format!("{INDENT}{head} line {line}{waived}"))?;
    page.words("    ", &stopped(&finding.message))?;
    page.command("    ", &explained.command(Ask::Finding(&finding.fingerprint)))
}

fn reported(explanation: &Explanation, page: &mut Page<'_>) -> io::Result<()> {
    for finding in &explanation.findings {
        page.gap()?;
        findings::write(finding, Telling { supposed: false, ways_out: &[] }, page)?;
    }
    for subject in &explanation.subjects {
        story::subject(subject, page)?;
    }
    let stories = &explanation.requirements;
    if stories.len() > MOST_TOLD {
        page.heading("the requirements behind it")?;
        return overview::write(stories, page);
    }
    let helped: Vec<_> = explanation.findings.iter().map(|finding| finding.help.as_str()).collect();
    stories_in_full(stories, Some(&helped), page)
}

/// What a story is about, where several stand on a page.
fn about(story: &Story) -> String {
    format!("{} for `{}` ({} in {})", story.title, story.service, story.service_title, story.cloud_title)
}

/// What this page says nothing of.
fn left_out(explained: &Explained, page: &mut Page<'_>) -> io::Result<()> {
    let explanation = &explained.explanation;
    let file = visible::line(explanation.source.name());
    let problems = match explained.problems {
        0 => None,
        1 => Some(format!("{file} has a problem, and what it touches is left out: check it without `explain`.")),
        many => {
            Some(format!("{file} has {many} problems, and what they touch is left out: check it without `explain`."))
        }
    };
    let unanswered = match explanation.unanswered.as_slice() {
        [] => None,
        failures => {
            let rules: Vec<_> = failures.iter().map(|failure| visible::line(&failure.rule)).collect();
            Some(format!("These rules gave no answer: {}.", rules.join(", ")))
        }
    };
    for words in [problems, unanswered].into_iter().flatten() {
        page.gap()?;
        page.words("", &words)?;
    }
    Ok(())
}
