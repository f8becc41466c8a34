//! A rule's page for people.

use std::io;

use super::{Extent, RulePage, beside, heading, said};
use crate::report::sheet::Sheet;
use crate::report::visible;

/// How far the text of an example stands in.
const INDENT: &str = "    ";

/// The room of a key, with the gap after it.
const KEY: usize = 10;

pub(super) fn write(page: &RulePage<'_>, extent: Extent, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let rule = page.standing.rule;
    sheet.sentence(&format!("{} ({}): {}", rule.id, page.standing.effect(), rule.title))?;
    let words = [("why:  ", &rule.why), ("fix:  ", &rule.fix)];
    for (key, words) in words.into_iter().filter(|(_, words)| !words.is_empty()) {
        sheet.gap()?;
        sheet.hanging(key, words)?;
    }
    if extent == Extent::Whole {
        facts(page, sheet)?;
    }
    for example in rule.examples.iter() {
        sheet.gap()?;
        sheet.sentence(&heading(example))?;
        quoted(&example.manifest, sheet)?;
        for (words, text) in beside(example).into_iter().filter(|_| extent == Extent::Whole) {
            sheet.gap()?;
            sheet.sentence(&format!("{words}:"))?;
            quoted(text, sheet)?;
        }
    }
    if extent == Extent::Meaning {
        sheet.gap()?;
        sheet.hanging("when it speaks:  ", &format!("{} rules show {}", env!("CARGO_PKG_NAME"), rule.id))?;
    }
    Ok(())
}

fn facts(page: &RulePage<'_>, sheet: &mut Sheet<'_>) -> io::Result<()> {
    let rule = page.standing.rule;
    sheet.gap()?;
    keyed("about", &format!("{}: {}", rule.subject.name(), rule.subject.meaning()), sheet)?;
    keyed("from", &page.standing.place(), sheet)?;
    page.standing.changed().iter().try_for_each(|words| keyed("severity", words, sheet))?;
    sheet.gap()?;
    let mut key = "when";
    for line in page.condition() {
        sheet.hanging(&format!("{key:KEY$}{}", "  ".repeat(line.depth)), &line.words)?;
        key = "";
    }
    rule.when.iter().try_for_each(|when| keyed(if key.is_empty() { "and" } else { "when" }, &when.value, sheet))?;
    for (key, words) in rule.report().map(said).unwrap_or_default() {
        keyed(key, &words, sheet)?;
    }
    listed("requires", &page.asks(), sheet)?;
    if !rule.sources.is_empty() {
        sheet.gap()?;
        listed("sources", &page.sources(), sheet)?;
    }
    let fields = page.fields();
    if !fields.is_empty() {
        sheet.gap()?;
        sheet.sentence("its fields:")?;
    }
    let longest = fields.iter().map(|field| field.name().len()).max().unwrap_or_default();
    for field in fields {
        sheet.hanging(&format!("{INDENT}{:longest$}  ", field.name()), field.meaning())?;
    }
    Ok(())
}

fn keyed(key: &str, words: &str, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.hanging(&format!("{key:KEY$}"), words)
}

/// The first of several lines after the key, the others beneath it.
fn listed(key: &str, lines: &[String], sheet: &mut Sheet<'_>) -> io::Result<()> {
    lines.iter().enumerate().try_for_each(|(number, line)| keyed(if number == 0 { key } else { "" }, line, sheet))
}

/// A text of a rule's file, as it stands there.
fn quoted(text: &str, sheet: &mut Sheet<'_>) -> io::Result<()> {
    sheet.gap()?;
    text.lines().try_for_each(|line| sheet.verbatim(format!("{INDENT}{}", visible::line(line)).trim_end()))
}
