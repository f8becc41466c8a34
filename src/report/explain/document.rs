//! A document, with what it says.

use std::io;

use super::page::{INDENT, Page, stopped};
use crate::check::explain::{Cited, Part, Said};

/// How far the parts of a document stand in beneath it.
const BENEATH: &str = "    ";

/// A document as a sentence names it.
pub(super) fn quoted(document: &Cited) -> String {
    let publisher = document.publisher.as_ref().map(|publisher| format!(", {publisher}")).unwrap_or_default();
    let as_of = document.as_of.map(|day| format!(", as of {day}")).unwrap_or_default();
    format!("\"{}\"{publisher}{as_of}", document.title)
}

/// A document, what it says, and where it is found.
pub(super) fn write(said: &Said, page: &mut Page<'_>) -> io::Result<()> {
    page.hanging(INDENT, "", BENEATH, &quoted(&said.document))?;
    let verdict = said.verdict.filter(|_| said.part != Part::Decides);
    let says = match verdict {
        Some(verdict) => format!("{} ({})", said.says, verdict.name()),
        None => said.says.clone(),
    };
    page.keyed(BENEATH, "says      ", &says)?;
    if let Some(locator) = &said.document.locator {
        page.keyed(BENEATH, "where     ", locator)?;
    }
    if let Some(until) = said.until {
        page.keyed(BENEATH, "until     ", &until.to_string())?;
    }
    for needed in &said.conditions {
        let met = if needed.met { "met here" } else { "not said to be met" };
        page.keyed(BENEATH, "only if   ", &format!("{} (`{}`, {met})", needed.text, needed.id))?;
    }
    // What a document said that is silent now, or says of something else, is told in short.
    let notes = said.notes.iter().filter(|_| !matches!(said.part, Part::Replaced | Part::Platform));
    for note in notes {
        page.keyed(BENEATH, "note      ", &stopped(note))?;
    }
    for newer in &said.replaced_by {
        page.keyed(BENEATH, "replaced  ", &format!("by {}", quoted(newer)))?;
    }
    page.keyed(BENEATH, "found at  ", &said.document.found_at)
}

/// Documents of one part under a heading.
pub(super) fn section(documents: &[&Said], heading: &str, page: &mut Page<'_>) -> io::Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    for (number, said) in documents.iter().enumerate() {
        if number > 0 {
            page.gap()?;
        }
        write(said, page)?;
    }
    Ok(())
}

/// Who says something, in a few words.
pub(super) fn sources(sources: &[Cited]) -> String {
    match sources {
        [] => "no publication was found that says so".to_owned(),
        sources => {
            let first: Vec<_> = sources.iter().take(2).map(quoted).collect();
            let more = sources.len().saturating_sub(2);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            format!("{}{more}", first.join("; "))
        }
    }
}
