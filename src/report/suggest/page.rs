//! For people: each edit with what it closes and the document that shows it, as a diff, and then what stays open.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::patch::{self, Line};
use super::steps::steps;
use super::{Advice, FileAdvice};
use crate::check::outcome::{Citation, Finding};
use crate::model::rule::Severity;
use crate::report::flaws::problems_page;
use crate::report::human::cited;
use crate::report::paint::Paint;
use crate::report::summary::counted;
use crate::report::{Style, visible, wrap};
use crate::suggest::{Kind, Open, Suggestion};

/// How many documents are named for one edit.
const MOST_DOCUMENTS: usize = 3;

/// How many gaps are named one by one for one edit.
const MOST_NAMED: usize = 12;

/// What an edit that moves something rests on, and what it doesn't.
const MOVES: &str = "An edit that moves a service rests on what documents put in scope. Whether the service is offered to \
    you there, and what the move takes, no document here says.";

pub(super) fn write(advice: &Advice, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { advice, style, paint: Paint::new(style) };
    let mut is_first = true;
    for file in &advice.files {
        if !file.problems.is_empty() {
            problems_page(&file.problems, style, out)?;
        }
        for paragraph in page.file(file) {
            let gap = if is_first && file.problems.is_empty() { "" } else { "\n" };
            is_first = false;
            write!(out, "{gap}{paragraph}")?;
        }
        is_first &= file.problems.is_empty();
    }
    let gap = if is_first { "" } else { "\n" };
    write!(out, "{gap}{}", page.closing())
}

struct Page<'a> {
    advice: &'a Advice,
    style: &'a Style,
    paint: Paint,
}

impl Page<'_> {
    fn file(&self, file: &FileAdvice) -> Vec<String> {
        let proposals = &file.proposals;
        let mut paragraphs = Vec::new();
        for (suggestion, text, edits) in steps(&file.source, &proposals.suggestions) {
            let mut paragraph = self.suggestion(file, suggestion);
            for line in patch::diff(&text, &edits) {
                paragraph.push_str(&self.line(&line));
            }
            paragraphs.push(paragraph);
        }
        let mut groups: Vec<Vec<&Open>> = Vec::new();
        let mut places: HashMap<(&Option<String>, &[String]), usize> = HashMap::new();
        for open in &proposals.open {
            let at = *places.entry((&open.finding.service, &open.why)).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.push(open),
                None => groups.push(vec![open]),
            }
        }
        paragraphs.extend(groups.iter().map(|group| self.open(file, group)));
        paragraphs
    }

    /// What an edit does, closes and rests on.
    fn suggestion(&self, file: &FileAdvice, suggestion: &Suggestion) -> String {
        let what = self.paint.strong(&visible::prose(&suggestion.what));
        let name = visible::line(file.source.name());
        let mut text = self.hanging(&format!("{name}: "), &what, "");
        let named = suggestion.closes.iter().take(MOST_NAMED);
        named.for_each(|gap| text.push_str(&self.note("  closes:  ", &self.gap(file, gap))));
        let more = suggestion.closes.len().saturating_sub(MOST_NAMED);
        if more > 0 {
            text.push_str(&self.note("  closes:  ", &format!("{more} more of them")));
        }
        text.push_str(&self.documents(&suggestion.evidence));
        if let Some(confirm) = &suggestion.confirm {
            let how = if self.advice.is_confirmed { "" } else { "; `--declare` says so" };
            text.push_str(&self.note("  confirm: ", &format!("{}{how}", visible::prose(confirm))));
        }
        suggestion.notes.iter().for_each(|note| text.push_str(&self.note("  note:    ", &visible::prose(note))));
        let noted = &suggestion.notes;
        suggestion.alternatives.iter().for_each(|other| text.push_str(&self.alternative(other, noted)));
        text
    }

    /// Gaps that stay for the same reasons, and these.
    fn open(&self, file: &FileAdvice, group: &[&Open]) -> String {
        let name = visible::line(file.source.name());
        let count = counted(group.len(), "gap stays", "gaps stay");
        let mut text = format!("{name}: {count} open\n");
        for open in group {
            text.push_str(&self.note("  open:    ", &self.gap(file, &open.finding)));
        }
        let Some(first) = group.first() else { return text };
        first.why.iter().for_each(|why| text.push_str(&self.note("  why:     ", &visible::prose(why))));
        first.alternatives.iter().for_each(|other| text.push_str(&self.alternative(other, &[])));
        let mut advice: Vec<_> = group.iter().map(|open| visible::prose(&open.advice)).collect();
        advice.dedup();
        advice.iter().for_each(|advice| text.push_str(&self.note("  help:    ", advice)));
        text
    }

    /// Another way. Of its notes, those that stand above already are not written again.
    fn alternative(&self, other: &Suggestion, noted: &[String]) -> String {
        let mut words = visible::prose(&other.what);
        let adds: Vec<_> = other.adds.iter().map(|finding| self.kind(finding)).collect();
        if !adds.is_empty() {
            let _ = write!(words, ", which adds {}", adds.join(", "));
        }
        let confirm = other.confirm.iter().map(|confirm| visible::prose(confirm));
        let (again, new): (Vec<_>, Vec<_>) = other.notes.iter().partition(|note| noted.contains(note));
        for note in confirm.chain(new.into_iter().map(|note| visible::prose(note))) {
            let _ = write!(words, "; {note}");
        }
        match again.len() {
            0 => {}
            1 => words.push_str("; a note above holds here as well"),
            _ => words.push_str("; notes above hold here as well"),
        }
        self.note("  or:      ", &words)
    }

    fn documents(&self, evidence: &[Citation]) -> String {
        let shown = evidence.iter().take(MOST_DOCUMENTS).map(|one| self.note("  shown:   ", &cited(one)));
        let mut text: String = shown.collect();
        let more = evidence.len().saturating_sub(MOST_DOCUMENTS);
        if more > 0 {
            text.push_str(&self.note("  shown:   ", &format!("and {} more", counted(more, "place", "places"))));
        }
        text
    }

    /// A finding in one line: where, which rule, about what.
    fn gap(&self, file: &FileAdvice, gap: &Finding) -> String {
        let line = file.source.position(gap.place.span.start).line;
        let subject: Vec<_> = [gap.service.as_deref(), gap.standard.as_deref()].into_iter().flatten().collect();
        let subject = visible::prose(&subject.join(": "));
        let regions = if gap.regions.is_empty() { String::new() } else { format!(" in {}", gap.regions.join(", ")) };
        format!("{} {subject}{regions}, line {line}", self.kind(gap))
    }

    fn kind(&self, finding: &Finding) -> String {
        let kind = format!("{}[{}]", finding.severity.name(), visible::line(&finding.rule));
        self.paint.severity(finding.severity, &kind)
    }

    fn line(&self, line: &Line) -> String {
        let shown = shown(&line.text());
        let painted = match line {
            Line::Head(_) => self.paint.strong(&shown),
            Line::Gone(_) => self.paint.severity(Severity::Error, &shown),
            Line::Come(_) => self.paint.key(&shown),
            Line::Same(_) | Line::NoEnd => shown,
        };
        format!("{painted}\n")
    }

    /// Words that hang below a key.
    fn note(&self, key: &str, words: &str) -> String {
        self.hanging(&self.paint.key(key), words, &" ".repeat(key.len()))
    }

    fn hanging(&self, key: &str, words: &str, below: &str) -> String {
        let hanging = if below.is_empty() { "    " } else { below };
        let room = self.style.width;
        let blank = "_".repeat(if below.is_empty() { key.len() } else { below.len() });
        let lines = wrap::filled(words, room, &blank, hanging);
        format!("{key}{}\n", lines.get(blank.len()..).unwrap_or_default())
    }

    /// That there was nothing to find a gap in, and why: a manifest without services has a problem as well.
    fn unchecked(&self) -> String {
        let faulty: Vec<_> = self.advice.files.iter().filter(|file| !file.problems.is_empty()).collect();
        let problems = counted(faulty.iter().map(|file| file.problems.len()).sum(), "problem", "problems");
        let files = counted(faulty.len(), "file", "files");
        let day = self.advice.as_of;
        format!(
            "nothing was checked as of {day}, and no gap is known: {problems} in {files} left no service to look at"
        )
    }

    /// The numbers as one sentence, and what to make of moves.
    fn closing(&self) -> String {
        let files = &self.advice.files;
        let sum = |count: &dyn Fn(&FileAdvice) -> usize| files.iter().map(count).sum::<usize>();
        let gaps = sum(&|file| file.proposals.gaps.len());
        let made = sum(&|file| file.proposals.suggestions.iter().filter(|one| self.advice.makes(one)).count());
        let waiting = sum(&|file| file.proposals.suggestions.len()) - made;
        let left = sum(&|file| file.proposals.left(self.advice.is_confirmed));
        let open = sum(&|file| file.proposals.open.len());
        let outside = sum(&|file| file.proposals.outside.len());
        let filled = |words: &str| wrap::filled(words, self.style.width, "", "    ") + "\n";
        let services = sum(&|file| file.proposals.services);
        if services == 0 {
            return filled(&self.unchecked());
        }
        let written = files.iter().any(|file| file.is_written);
        let mut words = format!("{} as of {}", counted(gaps, "gap", "gaps"), self.advice.as_of);
        if files.iter().any(|file| !file.problems.is_empty()) {
            words.push_str(" in what could be checked");
        }
        // Every gap is in one of the three: closed, waiting, open.
        let of_all = |count: usize| if count == gaps { "all".to_owned() } else { count.to_string() };
        let closed = of_all(gaps - left);
        let mut parts = vec![match (written, made) {
            (_, 0) if waiting == 0 => "no edit closes any".to_owned(),
            (_, 0) => String::new(),
            (true, 1) => format!("1 edit, which is written, closes {closed}"),
            (true, _) => format!("{made} edits, which are written, close {closed}"),
            (false, 1) => format!("1 edit closes {closed}"),
            (false, _) => format!("{made} edits close {closed}"),
        }];
        if waiting > 0 {
            let edits = if waiting == 1 { "1 edit that waits" } else { &format!("{waiting} edits that wait") };
            parts.push(format!("{edits} for `--declare` would close {}", of_all(left - open)));
        }
        if open > 0 {
            parts.push(format!("{open} {} open", if open == 1 { "stays" } else { "stay" }));
        }
        parts.retain(|part| !part.is_empty());
        if gaps > 0 {
            let _ = write!(words, ": {}", parts.join(", "));
        } else if sum(&|file| file.proposals.requirements) == 0 {
            let _ = write!(words, ": nothing is required of {}", counted(services, "service", "services"));
        }
        if outside > 0 {
            let findings = counted(outside, "finding", "findings");
            let verb = if outside == 1 { "is" } else { "are" };
            let _ = write!(words, "; {findings} of another sort {verb} left aside");
        }
        match sum(&|file| file.proposals.waived) {
            0 => {}
            1 => words.push_str("; 1 gap is waived"),
            waived => _ = write!(words, "; {waived} gaps are waived"),
        }
        let is_move = |one: &Suggestion| matches!(one.kind, Kind::Region | Kind::Cloud);
        let moves = files.iter().flat_map(|file| &file.proposals.suggestions).any(is_move);
        let moves = if moves { format!("{}\n", filled(MOVES)) } else { String::new() };
        format!("{moves}{}", filled(&words))
    }
}

/// A line of the user's file as a terminal and a log may see it: a tab, and the line end of some systems, do no harm.
fn shown(text: &str) -> String {
    let (line, end) = text.strip_suffix('\r').map_or((text, ""), |line| (line, "\r"));
    let mut out = String::with_capacity(text.len());
    for character in line.chars() {
        match character {
            '\t' => out.push(character),
            // Behind blanks alone, two of them begin a command.
            ':' if out.trim_start() == ":" => out.extend(character.escape_unicode()),
            _ => visible::push_code(&mut out, character),
        }
    }
    out + end
}
