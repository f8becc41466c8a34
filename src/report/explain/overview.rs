//! Many requirements at once, each on a line.

use std::io;

use textwrap::core::display_width;

use super::super::verdicts::mark;
use super::super::visible;
use super::page::{INDENT, Page};
use crate::check::explain::{Said, Story};
use crate::model::deployment::LeastAssurance;

/// The fewest columns in which a document's title is still readable.
const ROOM_FOR_A_TITLE: usize = 28;

/// Each requirement with its verdict, who asks for it, and the document that decides.
pub(super) fn write(stories: &[Story], page: &mut Page<'_>) -> io::Result<()> {
    let several = stories.iter().any(|story| story.service != stories[0].service);
    let row = |story: &Story| [required(story, several), story.verdict.name().to_owned(), asks(story)];
    let rows: Vec<_> = stories.iter().map(row).collect();
    let width = |column: usize| rows.iter().map(|row| display_width(&row[column])).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    for (story, row) in stories.iter().zip(&rows) {
        let padded = row.iter().zip(widths).map(|(text, width)| pad(text, width)).collect::<String>();
        let key = format!("{} {padded}", mark(story.verdict, page.unicode));
        let document = story.deciding().map_or_else(|| "no document speaks of it".to_owned(), short);
        let document = match shares_its_requirement(stories, story) && !story.regions.is_empty() {
            true => format!("{document}, in {}", story.regions.join(", ")),
            false => document,
        };
        let room = page.width.saturating_sub(INDENT.len() + display_width(&key));
        if room < ROOM_FOR_A_TITLE {
            page.painted(&format!("{INDENT}{}", key.trim_end()))?;
            page.words("    ", &document)?;
        } else {
            page.keyed(INDENT, &key, &document)?;
        }
    }
    Ok(())
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}  ", " ".repeat(width.saturating_sub(display_width(text))))
}

/// What is required, and of which service instance where `several` are told.
fn required(story: &Story, several: bool) -> String {
    let of = if several { format!("{}: ", story.service) } else { String::new() };
    let strong = if story.assurance == LeastAssurance::ThirdParty { " by a third party" } else { "" };
    visible::prose(&format!("{of}{}{strong}", story.required))
}

/// Who asks for it, the nearest.
fn asks(story: &Story) -> String {
    match story.askings.first() {
        Some(asking) => match (&asking.profile, &asking.rule) {
            (Some(profile), _) => visible::prose(&format!("profile {}", profile.name)),
            (None, Some(rule)) => visible::prose(&rule.id),
            (None, None) => asking.kind.name().to_owned(),
        },
        None => String::new(),
    }
}

/// Whether other regions got another answer to the same requirement.
fn shares_its_requirement(stories: &[Story], story: &Story) -> bool {
    let same = stories.iter().filter(|other| {
        (&other.service, &other.required, other.assurance) == (&story.service, &story.required, story.assurance)
    });
    same.count() > 1
}

fn short(said: &Said) -> String {
    let as_of = said.document.as_of.map(|day| format!(", as of {day}")).unwrap_or_default();
    format!("\"{}\"{as_of}", said.document.title)
}
