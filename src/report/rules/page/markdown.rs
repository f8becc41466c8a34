//! A rule's page as Markdown.

use std::io;

use super::{RulePage, beside, heading, said};
use crate::report::visible::{self, markdown as text};

pub(super) fn write(page: &RulePage<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let rule = page.standing.rule;
    writeln!(out, "# {}\n\n{}\n", text(&rule.id), prose(&rule.title))?;
    writeln!(out, "| | |\n| --- | --- |")?;
    let about = format!("{}: {}", rule.subject.name(), rule.subject.meaning());
    let from = page.standing.place();
    let changed = page.standing.changed().map(|words| format!(" ({words})")).unwrap_or_default();
    let severity = format!("{}{changed}", page.standing.effect());
    for (key, words) in [("severity", severity), ("about", about), ("from", from)] {
        writeln!(out, "| {key} | {} |", prose(&words))?;
    }
    section("Why", &[prose(&rule.why)], out)?;
    if !rule.fix.is_empty() {
        section("How to fix it", &[prose(&rule.fix)], out)?;
    }
    section("When it speaks", &[], out)?;
    page.condition().iter().try_for_each(|line| item(line.depth, &line.words, out))?;
    rule.when.iter().try_for_each(|when| item(0, &when.value, out))?;
    let words = rule.report().map(said).unwrap_or_default();
    if !words.is_empty() {
        section("What it says", &[], out)?;
    }
    words.iter().try_for_each(|(key, words)| writeln!(out, "- {key}: {}", prose(words)))?;
    for (name, lines) in [("What it requires", page.asks()), ("Sources", page.sources())] {
        if !lines.is_empty() {
            section(name, &[], out)?;
            lines.iter().try_for_each(|line| item(0, line, out))?;
        }
    }
    fields(page, out)?;
    if !rule.examples.is_empty() {
        writeln!(out, "\n## Examples")?;
    }
    for example in rule.examples.iter() {
        writeln!(out, "\n{}\n", heading(example))?;
        fenced("toml", &example.manifest, out)?;
        for (words, beside) in beside(example) {
            writeln!(out, "\n{words}:\n")?;
            fenced(if words.contains("policy") { "toml" } else { "yaml" }, beside, out)?;
        }
    }
    Ok(())
}

fn fields(page: &RulePage<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let fields = page.fields();
    if fields.is_empty() {
        return Ok(());
    }
    section("Its fields", &["| field | what it means |".to_owned(), "| --- | --- |".to_owned()], out)?;
    fields.iter().try_for_each(|field| writeln!(out, "| `{}` | {} |", field.name(), text(field.meaning())))
}

fn section(name: &str, lines: &[String], out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "\n## {name}\n")?;
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn item(depth: usize, words: &str, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}- {}", "  ".repeat(depth), prose(words))
}

/// A sentence that means itself, on one line.
fn prose(words: &str) -> String {
    text(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A block of code, between fences that nothing in it can close.
fn fenced(language: &str, code: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    writeln!(out, "{fence}{language}")?;
    code.lines().try_for_each(|line| writeln!(out, "{}", visible::line(line)))?;
    writeln!(out, "{fence}")
}
