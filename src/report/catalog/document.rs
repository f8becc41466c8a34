//! The page of a document.

use std::io;

use super::list::days;
use super::sheet::{Sheet, counted, joined};
use crate::look::{ClaimLine, Day, DocumentPage, ListEntry};

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
        ("provider", Some(page.provider.to_owned())),
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
            sheet.hanging("  - ", &format!("\"{}\" ({}){meant}: {}", one.printed, one.locator, one.why))?;
        }
    }
    audit_documents(page, sheet)?;
    if !page.obligations.is_empty() {
        sheet.heading("what stays with the customer")?;
        for one in &page.obligations {
            let standards = one.standards.join(", ");
            sheet.hanging("  - ", &format!("{standards}: you {} ({})", one.duty, one.locator))?;
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

/// The claims in the document's own order; those that differ in one thing only, together.
fn claims(page: &DocumentPage<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.heading(&counted(page.claims.len(), "claim", "claims"))?;
    let mut place = String::new();
    for group in groups(&page.claims) {
        let here = group.place();
        if here != place {
            sheet.hanging("  ", &here)?;
            place = here;
        }
        sheet.hanging("    ", &group.words())?;
    }
    for (index, one) in page.conditions.iter().enumerate() {
        if index == 0 {
            sheet.heading("conditions")?;
        }
        sheet.hanging(&format!("  {}  ", one.id), &format!("only if {}", one.text))?;
    }
    Ok(())
}

/// Claims that stand together and say the same of several services or standards.
struct Group<'p> {
    first: &'p ClaimLine<'p>,
    services: Vec<&'p str>,
    standards: Vec<&'p str>,
    /// Where they stand, as far as it is the same.
    locator: &'p str,
}

fn groups<'p>(claims: &'p [ClaimLine<'p>]) -> Vec<Group<'p>> {
    let mut groups: Vec<Group<'p>> = Vec::new();
    for claim in claims {
        let new = Group {
            first: claim,
            services: vec![claim.service],
            standards: vec![&claim.standard],
            locator: claim.locator,
        };
        let Some(last) = groups.last_mut().filter(|last| last.first.service == claim.service && last.agrees(&new))
        else {
            groups.push(new);
            continue;
        };
        last.locator = common_place(last.locator, claim.locator);
        if !last.standards.contains(&new.standards[0]) {
            last.standards.push(&claim.standard);
        }
    }
    let mut merged: Vec<Group<'p>> = Vec::new();
    for group in groups {
        match merged.last_mut() {
            Some(last) if last.standards == group.standards && last.locator == group.locator && last.agrees(&group) => {
                last.services.extend(group.services);
            }
            _ => merged.push(group),
        }
    }
    merged
}

/// The beginning that two locators share, in whole parts between commas; the first one where they share none.
fn common_place<'p>(a: &'p str, b: &str) -> &'p str {
    if a == b {
        return a;
    }
    let shared = a.split(", ").zip(b.split(", ")).take_while(|(left, right)| left == right);
    let length: usize = shared.map(|(part, _)| part.len() + ", ".len()).sum();
    if length == 0 { a } else { a[..length - ", ".len()].trim_end() }
}

impl Group<'_> {
    fn agrees(&self, other: &Group<'_>) -> bool {
        let (a, b) = (self.first, other.first);
        (a.statement, a.cloud, a.cloud_inferred, &a.regions, &a.conditions)
            == (b.statement, b.cloud, b.cloud_inferred, &b.regions, &b.conditions)
            && (a.from, a.until, a.note) == (b.from, b.until, b.note)
    }

    fn place(&self) -> String {
        let inferred = if self.first.cloud_inferred { " (the home cloud, by inference)" } else { "" };
        format!("{}{inferred}, {}", self.first.cloud, self.locator)
    }

    fn words(&self) -> String {
        let claim = self.first;
        let mut words = format!("{} {}: {}", self.services.join(", "), claim.statement, self.standards.join(", "));
        words.extend(joined(&claim.regions).map(|regions| format!("; in {regions} only")));
        words.extend(joined(&claim.conditions).map(|conditions| format!("; under {conditions}")));
        words.extend(claim.from.map(|day| format!("; from {day}")));
        words.extend(claim.until.map(|day| format!("; until {day}")));
        words.extend(claim.note.map(|note| format!("; note: {note}")));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_place_ends_where_the_parts_differ() {
        for (a, b, shared) in [
            ("table 1, row \"Bot\"", "table 1, row \"Bot\"", "table 1, row \"Bot\""),
            ("table 1, row \"Bot\", column \"A\"", "table 1, row \"Bot\", column \"B\"", "table 1, row \"Bot\""),
            ("table 1, row \"A\"", "table 2, row \"A\"", "table 1, row \"A\""),
        ] {
            assert_eq!(common_place(a, b), shared);
        }
    }
}
