//! The story of one requirement: the answer first, then what it rests on.

use std::io;

use super::super::verdicts::mark;
use super::document::{self, quoted, sources};
use super::page::{INDENT, Page, joined, place, stopped};
use crate::check::explain::{Asking, Decision, Duty, Effect, Happening, Link, Part, Said, Step, Story, SubjectStory};
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;

/// How far the parts of something stand in beneath it.
const BENEATH: &str = "    ";

/// How a story is told.
#[derive(Clone, Copy, Default)]
pub(super) struct Telling<'t> {
    /// What stands above it, where several stories stand on a page.
    pub(super) title: Option<&'t str>,
    /// Whether it goes on from the one before, for other regions: who asks, and what stays with the customer, are told
    /// already.
    pub(super) goes_on: bool,
    /// The help that stands on the page already.
    pub(super) helped: &'t [&'t str],
}

/// The answer, and all that it rests on but the rules.
pub(super) fn write(story: &Story, telling: Telling<'_>, page: &mut Page<'_>) -> io::Result<()> {
    verdict(story, telling.title, page)?;
    let decides = story.deciding();
    let heading = if story.verdict == Verdict::PlatformOnly { "shown for the platform" } else { "decided by" };
    document::section(decides.as_slice(), heading, page)?;
    let ways_out = story.ways_out.as_ref().filter(|ways_out| !telling.helped.contains(&ways_out.as_str()));
    if let Some(ways_out) = ways_out {
        page.heading("way out")?;
        page.words(INDENT, &stopped(ways_out))?;
    }
    if !telling.goes_on {
        askings(story, page)?;
    }
    steps(&story.decisions, page)?;
    for (parts, heading) in BESIDE {
        document::section(&of_parts(story, parts), heading, page)?;
    }
    if let Some(duty) = story.duty.as_ref().filter(|_| !telling.goes_on) {
        self::duty(duty, page)?;
    }
    dates(&story.dates, page)
}

/// The parts of documents that don't decide, and what stands above them.
const BESIDE: &[(&[Part], &str)] = &[
    (&[Part::Contests], "says otherwise"),
    (&[Part::AlsoSays, Part::Decides], "speaks of it as well"),
    (&[Part::Replaced], "replaced by newer versions"),
    (&[Part::Platform], "beside it, on the platform"),
    (&[Part::Misprint], "misprints, which are not believed"),
];

/// What documents of these parts say beside the one that decides, each once however many decisions it bears on.
fn of_parts<'s>(story: &'s Story, parts: &[Part]) -> Vec<&'s Said> {
    let is_same = |one: &Said, other: &Said| {
        (&one.document.id, &one.document.locator, &one.says)
            == (&other.document.id, &other.document.locator, &other.says)
    };
    let mut told: Vec<&Said> = Vec::new();
    for said in story.decisions.iter().flat_map(|decision| &decision.documents) {
        let is_told = story.deciding().into_iter().chain(told.iter().copied()).any(|other| is_same(said, other));
        if parts.contains(&said.part) && !is_told {
            told.push(said);
        }
    }
    told
}

/// The verdict, the regions and the sentence.
fn verdict(story: &Story, title: Option<&str>, page: &mut Page<'_>) -> io::Result<()> {
    if let Some(title) = title {
        page.gap()?;
        page.title(title)?;
    }
    let name = format!("{} {}", mark(story.verdict, page.unicode), story.verdict.name());
    let regions = if story.regions.is_empty() { String::new() } else { format!(" in {}", joined(&story.regions)) };
    let line = format!("{}{regions}", page.paint.strong(&name));
    page.gap()?;
    page.painted(&line)?;
    page.words(INDENT, &stopped(&story.says))
}

fn askings(story: &Story, page: &mut Page<'_>) -> io::Result<()> {
    if story.askings.is_empty() {
        return Ok(());
    }
    page.heading("asked by")?;
    story.askings.iter().try_for_each(|asking| self::asking(asking, page))?;
    if story.assurance == LeastAssurance::ThirdParty {
        page.words(INDENT, "with an assurance by a third party")?;
    }
    Ok(())
}

/// Who asks, why, and on account of which data.
pub(super) fn asking(asking: &Asking, page: &mut Page<'_>) -> io::Result<()> {
    let here = place(&asking.place);
    let Some(rule) = &asking.rule else {
        let who = match asking.kind {
            Origin::Deployment => "the deployment, for all its services",
            Origin::Service | Origin::Rule | Origin::Flow => "the service",
        };
        page.hanging(INDENT, "", BENEATH, &format!("{who}, at {here}"))?;
        let Some(profile) = &asking.profile else { return Ok(()) };
        let containing = match profile.named_by == profile.name {
            true => String::new(),
            false => format!(", which contains `{}`", profile.named_by),
        };
        let words = format!("by the profile `{}`{containing}, at {}", profile.name, place(&profile.place));
        return page.hanging(BENEATH, "", "      ", &words);
    };
    page.hanging(INDENT, "", BENEATH, &format!("the rule {}, at {}: {}", rule.id, place(&rule.place), rule.title))?;
    page.keyed(BENEATH, "why   ", &stopped(&rule.why))?;
    page.keyed(BENEATH, "for   ", &format!("what stands at {here}"))?;
    for data in &rule.data {
        let words = match &data.says {
            None => format!("{} is handled here, as {} says", data.class, place(&data.place)),
            Some(says) => format!("{says}, at {}", place(&data.place)),
        };
        page.keyed(BENEATH, "data  ", &words)?;
    }
    Ok(())
}

fn steps(decisions: &[Decision], page: &mut Page<'_>) -> io::Result<()> {
    page.heading("how it is decided")?;
    let longest = decisions.iter().flat_map(|one| &one.steps).map(|step| step.kind.name().len()).max().unwrap_or(0);
    for decision in decisions {
        match &decision.through {
            Some(link) => {
                page.gap()?;
                self::link(link, page)?;
            }
            None if decisions.len() > 1 => page.words(INDENT, &format!("{} itself", decision.title))?,
            None => {}
        }
        decision.steps.iter().try_for_each(|step| self::step(step, longest, page))?;
    }
    Ok(())
}

fn step(step: &Step, longest: usize, page: &mut Page<'_>) -> io::Result<()> {
    let (drawn, plain) = match step.effect {
        Effect::Passes => ("✓", "+"),
        Effect::Stops => ("✗", "x"),
        Effect::Tells => ("·", "-"),
    };
    let mark = if page.unicode { drawn } else { plain };
    let mark = if step.effect == Effect::Stops { page.paint.severity(Severity::Error, mark) } else { mark.to_owned() };
    let name = step.kind.name();
    let key = format!("{name}{}", " ".repeat(longest + 2 - name.len()));
    page.marked(&mark, &key, &step.says)
}

fn link(link: &Link, page: &mut Page<'_>) -> io::Result<()> {
    let basis = link.basis.map(|basis| format!("{}; ", basis.name())).unwrap_or_default();
    let words = format!("{}, which {} {} ({basis}{})", link.from, link.kind.name(), link.to, sources(&link.sources));
    page.hanging(INDENT, "", BENEATH, &words)?;
    let found = link.sources.first().map(|source| source.found_at.as_str());
    found.iter().try_for_each(|found| page.keyed(BENEATH, "at    ", found))?;
    link.note.iter().try_for_each(|note| page.keyed(BENEATH, "note  ", &stopped(note)))
}

fn duty(duty: &Duty, page: &mut Page<'_>) -> io::Result<()> {
    page.heading("what stays with you")?;
    if let Some(text) = &duty.text {
        page.words(INDENT, &stopped(text))?;
    }
    for (text, document) in &duty.documents {
        page.words(INDENT, &stopped(text))?;
        page.hanging(BENEATH, "says  ", "          ", &quoted(document))?;
    }
    let Some(agreement) = &duty.agreement else { return Ok(()) };
    let id = agreement.id.as_ref().map(|id| format!(" (`{id}`)")).unwrap_or_default();
    let state = match (agreement.state, &agreement.place) {
        ("in-force", Some(at)) => format!("is in force, as {} says", place(at)),
        ("expired", Some(at)) => format!("has ended, as {} says", place(at)),
        ("not-yet-in-force", Some(at)) => format!("is not yet in force, as {} says", place(at)),
        _ => "must be in force, and the manifest declares none".to_owned(),
    };
    page.hanging(INDENT, "", BENEATH, &format!("{}{id} {state}", agreement.title))?;
    let days = [("from ", agreement.signed), ("until ", agreement.expires)];
    let days: Vec<_> = days.iter().filter_map(|(word, day)| day.map(|day| format!("{word}{day}"))).collect();
    if !days.is_empty() {
        page.words(BENEATH, &days.join(", "))?;
    }
    page.words(BENEATH, &format!("offered by {}", sources(&agreement.sources)))
}

fn dates(dates: &[Happening], page: &mut Page<'_>) -> io::Result<()> {
    page.heading("days that matter")?;
    dates.iter().try_for_each(|one| page.keyed(INDENT, &format!("{}  ", one.day), &one.what))
}

/// What a finding is about that is no requirement.
pub(super) fn subject(story: &SubjectStory, page: &mut Page<'_>) -> io::Result<()> {
    page.heading("what it is about")?;
    page.hanging(INDENT, "", BENEATH, &story.says)?;
    page.words(BENEATH, &format!("at {}", place(&story.place)))?;
    if let Some(silence) = &story.silence {
        page.words(INDENT, silence)?;
    }
    if !story.facts.is_empty() {
        page.heading("what the catalogue says")?;
    }
    for fact in &story.facts {
        page.hanging(INDENT, "", BENEATH, &stopped(&fact.says))?;
        page.hanging(BENEATH, "says  ", "          ", &sources(&fact.sources))?;
        let found: Vec<_> = fact.sources.iter().take(1).map(|one| one.found_at.as_str()).collect();
        found.iter().try_for_each(|found| page.hanging(BENEATH, "at    ", "          ", found))?;
    }
    if !story.askings.is_empty() {
        page.heading("asked by")?;
        story.askings.iter().try_for_each(|asking| self::asking(asking, page))?;
    }
    if let Some(duty) = &story.duty {
        self::duty(duty, page)?;
    }
    dates(&story.dates, page)
}
