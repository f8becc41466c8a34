//! The pages of `explain`.

use std::io::{self, Write};

use super::visible::line as visible;
use super::wrapping;
use crate::check::explain::Story;
use crate::model::rule::Rule;

/// What a rule means: its title, severity, why it matters, how to fix it, and its examples.
pub fn rule(rule: &Rule, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let effect = rule.report().map_or("requires", |report| report.severity.name());
    writeln!(out, "{} ({effect}): {}\n", rule.id, rule.title)?;
    section(out, "why", &rule.why, width)?;
    if !rule.fix.is_empty() {
        section(out, "fix", &rule.fix, width)?;
    }
    for example in &rule.examples {
        let word = if example.fails { "is reported" } else { "passes" };
        writeln!(out, "As of {}, this {word}:\n", example.as_of)?;
        for line in example.manifest.lines() {
            writeln!(out, "    {}", visible(line))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn section(out: &mut dyn Write, name: &str, text: &str, width: usize) -> io::Result<()> {
    let first = format!("{name}:  ");
    let options = wrapping(width.max(20)).initial_indent(&first).subsequent_indent("      ");
    writeln!(out, "{}\n", textwrap::fill(&text.split_whitespace().collect::<Vec<_>>().join(" "), options))
}

/// The whole chain of documents behind a verdict.
pub fn requirement(story: &Story, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", textwrap::fill(&visible(&story.question), wrapping(width.max(20))))?;
    for chapter in &story.chapters {
        let regions =
            if chapter.regions.is_empty() { String::new() } else { format!(" in {}", chapter.regions.join(", ")) };
        writeln!(out, "{}{regions}", chapter.verdict.name())?;
        for reason in &chapter.reasons {
            line(out, "  ", reason, width)?;
        }
        for said in &chapter.documents {
            writeln!(out)?;
            line(out, &format!("  {}: ", said.part), &said.document, width)?;
            for words in &said.lines {
                line(out, "      ", words, width)?;
            }
            line(out, "      found at ", &said.found_at, width)?;
        }
        if chapter.documents.is_empty() {
            writeln!(out, "\n  no document in the catalogue speaks of it")?;
        }
        writeln!(out)?;
    }
    if let Some(duty) = &story.duty {
        line(out, "What stays with you: ", duty, width)?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, indent: &str, words: &str, width: usize) -> io::Result<()> {
    let options = wrapping(width.max(20)).initial_indent(indent).subsequent_indent("      ");
    writeln!(out, "{}", textwrap::fill(&visible(words), options))
}
