//! The page of a document.

use std::io;

use super::super::sheet::{Sheet, counted, joined};
use super::claims::groups;
use super::list::days;
use super::pages::reading;
use crate::look::{Day, DocumentPage, ListEntry};

pub(super) fn write(page: &DocumentPage<'_>, as_of: Day, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.title(&format!("\"{}\"", page.title), "a document")?;
    let age = if page.as_of > as_of {
        format!("not published yet on {as_of}")
    } else {
        format!("{} old on {as_of}", days(page.age))
    };
    let note = page.as_of_note.map(|note| format!("; {note}")).unwrap_or_default();
    sheet.facts(&[
        ("id", Some(page.id.to_owned())),
        ("publisher", Some(page.publisher.to_owned())),
        ("provider", page.provider.map(str::to_owned)),
        ("kind", Some(page.kind.to_owned())),
        ("as of", Some(format!("{} ({}{note}), {age}", page.as_of, page.as_of_basis))),
        ("last seen", page.last_seen.map(|day| day.to_string())),
        ("found at", Some(page.found_at.to_owned())),
        ("licence", page.licence.map(str::to_owned)),
        ("replaces", joined(&page.replaces)),
        ("replaced by", joined(&page.replaced_by)),
    ])?;
    if !page.in_full.is_empty() {
        sheet.heading("lists in full")?;
        for list in &page.in_full {
            sheet.hanging("  - ", &full_list(list))?;
        }
    }
    claims(page, sheet)?;
    if !page.misprints.is_empty() {
        sheet.heading("misprints, which are not believed")?;
        for one in &page.misprints {
            let meant = one.meant.as_ref().map(|meant| format!("; most likely {meant} is meant")).unwrap_or_default();
            let reading = reading(one);
            sheet.hanging("  - ", &format!("\"{}\" ({}){reading}{meant}: {}", one.printed, one.locator, one.why))?;
        }
    }
    audit_documents(page, sheet)?;
    if !page.obligations.is_empty() {
        sheet.heading("what stays with the customer")?;
        for one in &page.obligations {
            let standards = one.standards.join(", ");
            sheet.hanging("  - ", &format!("{standards}: {} ({})", one.duty, one.locator))?;
        }
    }
    Ok(())
}

fn full_list(list: &ListEntry<'_>) -> String {
    let mut parts = Vec::new();
    parts.extend(joined(&list.services));
    parts.extend(joined(&list.every_part_of).map(|platforms| format!("every part of {platforms}")));
    parts.extend(joined(&list.clouds).map(|clouds| format!("in {clouds}")));
    parts.extend(joined(&list.regions).map(|regions| format!("({regions})")));
    parts.extend(joined(&list.standards).map(|standards| format!("for {standards}")));
    parts.join(" ")
}

fn audit_documents(page: &DocumentPage<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    if page.audit_documents.is_empty() {
        return Ok(());
    }
    sheet.heading("certificates and reports that it names")?;
    for one in &page.audit_documents {
        let mut words = format!("{} ({}): {}", one.title, one.kind, one.standards.join(", "));
        words.extend(one.body.map(|body| format!(", by {body}")));
        words.extend(one.from.map(|day| format!(", from {day}")));
        words.extend(one.until.map(|day| format!(", until {day}")));
        words.extend(one.found_at.map(|place| format!("; found at {place}")));
        sheet.hanging("  - ", &words)?;
    }
    Ok(())
}

/// The claims in the document's own order.
fn claims(page: &DocumentPage<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.heading(&counted(page.claims.len(), "claim", "claims"))?;
    let mut place = None;
    let mut notes = Vec::new();
    for group in groups(&page.claims) {
        let (here, _) = group.place();
        if place != Some(here) {
            sheet.hanging("  ", here)?;
            place = Some(here);
        }
        sheet.hanging("    - ", &group.words(&mut notes))?;
    }
    if page.claims.iter().any(|claim| claim.cloud_inferred) {
        sheet.hanging("  * ", "the document names no cloud; the service's home cloud is meant, by inference")?;
    }
    for (index, note) in notes.iter().enumerate() {
        sheet.hanging(&format!("  [{}] ", index + 1), note)?;
    }
    if !page.conditions.is_empty() {
        sheet.heading("conditions")?;
    }
    for one in &page.conditions {
        sheet.hanging("  - ", &format!("{}: only if {}", one.id, one.text))?;
    }
    Ok(())
}
