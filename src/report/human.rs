//! For people: every problem and finding with its lines, as a compiler shows them.
//!
//! Each says what is wrong, where, what to do, and which document shows it. What an exception excuses has one line,
//! and one more line sums up.

#[cfg(test)]
mod tests;

use std::io;

use miette::{GraphicalReportHandler, GraphicalTheme};

use super::diagnostic::{self, Diagnostic};
use super::excerpt::Excerpt;
use super::excused::Excused;
use super::paint::Paint;
use super::window::Room;
use super::{FileReport, Format, Report, Style, link, most, summary, told, upcoming, visible, wrap};
use crate::check::outcome::{Citation, Elsewhere, Finding, Label, Notice, Waived};
use crate::model::baseline::KnownFinding;
use crate::pieces::{self, Work};
use crate::text::Source;

pub(super) const FORMAT: Format = Format { name: "human", about: "every finding with its lines, for people", write };

/// Enough bytes for nearly all that is told of a finding.
const USUAL: usize = 1500;

/// What a line begins with that goes on with the one before.
const INDENT: &str = "    ";

fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let links = Some(report).filter(|_| style.hyperlinks);
    let pen = Pen { style, paint: Paint::new(style), repeated: &report.repeated, links };
    let mut page = Page { pen, paper: Paper { out, is_empty: true } };
    let each: Vec<_> = report.files.iter().map(|file| (file, file.diagnostics())).collect();
    let shown = each.iter().flat_map(|(file, all)| all.iter().filter(|one| file.shows(one.severity, style)));
    page.gravest(shown.collect(), "`--max-findings 0` shows all of them, `--format short` each on one line")?;
    if !style.quiet {
        page.waived(report)?;
        page.cured(report)?;
    }
    page.paragraph(&upcoming::block(report, style, &page.pen.paint))?;
    if !style.quiet {
        page.notices(report.notices())?;
    }
    if style.statistics {
        page.paragraph(&summary::statistics(report, &page.pen.paint))?;
    }
    if !style.quiet {
        page.paragraph(&page.pen.filled(&summary::sentence(report, &page.pen.paint)))?;
    }
    Ok(())
}

/// Diagnostics alone, and a sentence that sums up.
pub(super) fn diagnostics(
    shown: &[Diagnostic<'_>],
    closing: &str,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let pen = Pen { style, paint: Paint::new(style), repeated: &[], links: None };
    let mut page = Page { pen, paper: Paper { out, is_empty: true } };
    let each = shown.iter().filter(|diagnostic| style.shows(diagnostic.severity));
    page.gravest(each.collect(), "they come up once these are mended")?;
    if style.quiet || closing.is_empty() { Ok(()) } else { page.paragraph(&page.pen.filled(closing)) }
}

/// Notices alone, below something else.
pub(super) fn notices(notices: &[Notice], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let pen = Pen { style, paint: Paint::new(style), repeated: &[], links: None };
    let mut page = Page { pen, paper: Paper { out, is_empty: false } };
    page.notices(notices.iter())
}

/// What paragraphs are written with.
struct Pen<'a> {
    style: &'a Style,
    paint: Paint,
    /// The options that another command needs to come to the same answers.
    repeated: &'a [String],
    /// What leads from the page to documents and files, where links are wanted.
    links: Option<&'a Report>,
}

/// Paragraphs, with an empty line between two of them.
struct Page<'a> {
    pen: Pen<'a>,
    paper: Paper<'a>,
}

/// What they are written on.
struct Paper<'a> {
    out: &'a mut dyn io::Write,
    is_empty: bool,
}

impl Paper<'_> {
    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        if !self.is_empty {
            self.out.write_all(b"\n")?;
        }
        self.is_empty = false;
        self.out.write_all(text.as_bytes())
    }
}

impl Page<'_> {
    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        self.paper.paragraph(text)
    }

    /// As many diagnostics as somebody reads, and how many there are besides.
    fn gravest(&mut self, all: Vec<&Diagnostic<'_>>, way: &str) -> io::Result<()> {
        let (shown, left_out) = most::gravest(all, self.pen.style.most);
        let Page { pen, paper } = self;
        let texts = |all: &[&Diagnostic<'_>]| all.iter().map(|one| pen.diagnostic(one)).collect::<io::Result<Vec<_>>>();
        pieces::in_turn((pen.style.jobs, Work::Much), &shown, texts, |texts| {
            texts?.iter().try_for_each(|text| paper.paragraph(text))
        })?;
        let rest = most::rest(left_out, way);
        if rest.is_empty() { Ok(()) } else { self.paragraph(&self.pen.filled(&rest)) }
    }

    /// As many lines as somebody reads, and how many there are besides.
    fn lines<T>(&mut self, mut all: impl Iterator<Item = T>, line: impl Fn(T) -> String) -> io::Result<()> {
        let shown = all.by_ref().take(self.pen.style.most);
        let mut lines: Vec<_> = shown.map(|one| self.pen.filled(&line(one))).collect();
        let more = all.count();
        lines.extend((more > 0).then(|| format!("and {more} more\n")));
        self.paragraph(&lines.concat())
    }

    fn notices<'n>(&mut self, notices: impl Iterator<Item = &'n Notice>) -> io::Result<()> {
        self.lines(notices, noted)
    }

    fn waived(&mut self, report: &Report) -> io::Result<()> {
        let files: Vec<_> = report.files.iter().map(|file| (file, Excused::of(file))).collect();
        let each = files.iter().flat_map(|(file, all)| file.outcome.findings.iter().map(move |one| (all, one)));
        let waived = each.filter_map(|(all, finding)| Some((all, finding, finding.waived.as_ref()?)));
        self.lines(waived, |(all, finding, waived)| excused(all, finding, waived))
    }

    fn cured(&mut self, report: &Report) -> io::Result<()> {
        let each = report.files.iter().flat_map(|file| file.cured.iter().map(move |finding| (file, finding)));
        self.lines(each, |(file, finding)| cured(file, finding))
    }
}

impl Pen<'_> {
    /// A problem or a finding with its lines.
    fn diagnostic(&self, diagnostic: &Diagnostic<'_>) -> io::Result<String> {
        let mut text = String::with_capacity(USUAL);
        self.header(diagnostic, &mut text);
        if !diagnostic.source.text().is_empty() {
            text.push('\n');
            self.snippet(diagnostic, &mut text)?;
        }
        self.elsewhere(diagnostic, &mut text)?;
        if let Some(because) = diagnostic.because {
            self.note("  because: ", &visible::prose(because), &mut text);
        }
        if let Some(help) = diagnostic.help {
            self.note("  help: ", &visible::prose(help), &mut text);
        }
        if let Some(evidence) = diagnostic.evidence {
            self.evidence(evidence, &mut text);
        }
        if let Some(ask) = diagnostic.explain {
            // Left on one line, whatever its length: it is meant to be copied.
            self.paint.add_key("  explain:  ", &mut text);
            text.extend([&ask.command(diagnostic.source, self.repeated), "\n"]);
        }
        Ok(text)
    }

    /// What is wrong; with the file's name where there are no lines to show it above.
    fn header(&self, diagnostic: &Diagnostic<'_>, text: &mut String) {
        let kind = [diagnostic.severity.name(), "[", &visible::shown(diagnostic.code), "]"].concat();
        let message = visible::shown(&diagnostic.message);
        let words = if diagnostic.source.text().is_empty() {
            [&kind, ": ", &visible::shown(diagnostic.source.name()), ": ", &message].concat()
        } else {
            [&kind, ": ", &message].concat()
        };
        let lines = wrap::filled(&words, self.style.width, "", INDENT);
        let rest = lines.strip_prefix(&kind).unwrap_or_default().trim_end();
        self.paint.add_severity(diagnostic.severity, &[&kind], text);
        self.paint.add_strong(rest, text);
        text.push('\n');
    }

    /// The lines that it is about.
    fn snippet(&self, diagnostic: &Diagnostic<'_>, text: &mut String) -> io::Result<()> {
        let excerpt = Excerpt::new(diagnostic.source, &diagnostic.place, &diagnostic.related, self.room());
        let theme = self.paint.theme(diagnostic.severity, excerpt.primary());
        self.draw(&excerpt, theme, diagnostic.source, text)
    }

    /// The lines of other files that explain it: one excerpt for each file. A file without text is named.
    fn elsewhere(&self, diagnostic: &Diagnostic<'_>, text: &mut String) -> io::Result<()> {
        for (source, labels) in by_source(diagnostic.elsewhere) {
            let Some((place, related)) = labels.split_first().filter(|_| !source.text().is_empty()) else {
                let words: Vec<_> = labels.iter().map(|label| visible::prose(&label.text)).collect();
                let words = format!("{}: {}", visible::line(source.name()), words.join("; "));
                self.note("  see: ", &words, text);
                continue;
            };
            let excerpt = Excerpt::new(source, place, related, self.room());
            let theme = self.paint.theme(diagnostic.severity, excerpt.primary().map(|_| false));
            self.draw(&excerpt, theme, source, text)?;
        }
        Ok(())
    }

    fn room(&self) -> Room {
        Room { width: self.style.width, ellipsis: self.paint.ellipsis }
    }

    /// Adds an excerpt, drawn by the renderer. Its place leads to its file.
    fn draw(&self, excerpt: &Excerpt, theme: GraphicalTheme, source: &Source, text: &mut String) -> io::Result<()> {
        let mut drawn = String::with_capacity(USUAL);
        GraphicalReportHandler::new_themed(theme)
            .without_syntax_highlighting()
            .render_report(&mut drawn, excerpt)
            .map_err(io::Error::other)?;
        // The renderer begins with a line for its own kind of header, which is empty here.
        let drawn = drawn.split_once('\n').map_or("", |(_, snippet)| snippet);
        match self.links.and_then(|report| link::file(report, source)) {
            Some(address) => text.push_str(&link::heads(drawn, source.name(), &address)),
            None => text.push_str(drawn),
        }
        Ok(())
    }

    /// The document that shows it, and that its words lead to.
    fn evidence(&self, citation: &Citation, text: &mut String) {
        let (key, words) = ("  evidence: ", cited(citation));
        match self.links.and_then(|report| link::document(report, citation)) {
            Some(address) => {
                let mut hanging = String::new();
                self.hang(key, &words, &mut hanging);
                self.paint.add_key(key, text);
                text.extend([&link::lines(&hanging, &address), "\n"]);
            }
            None => self.note(key, &words, text),
        }
    }

    /// Words that hang below a key.
    fn note(&self, key: &str, words: &str, text: &mut String) {
        self.paint.add_key(key, text);
        self.hang(key, words, text);
        text.push('\n');
    }

    /// The same without the key.
    fn hang(&self, key: &str, words: &str, text: &mut String) {
        wrap::hang(words, self.style.width, &" ".repeat(key.len()), text);
    }

    /// One line, broken only where the page ends.
    fn filled(&self, words: &str) -> String {
        wrap::filled(words, self.style.width, "", INDENT) + "\n"
    }
}

/// A finding of a baseline that is found no more.
fn cured(file: &FileReport, finding: &KnownFinding) -> String {
    format!("cured in {}: {}{}", visible::line(file.source.name()), told::cured(finding), visible::line(&finding.rule))
}

/// The places by their files, in the order in which the files first occur.
pub(super) fn by_source(places: &[Elsewhere]) -> Vec<(&Source, Vec<Label>)> {
    let mut files: Vec<(&Source, Vec<Label>)> = Vec::new();
    for place in places {
        let label = Label { span: place.span, text: place.text.clone() };
        match files.iter_mut().find(|(source, _)| source.name() == place.source.name()) {
            Some((_, labels)) => labels.push(label),
            None => files.push((&place.source, vec![label])),
        }
    }
    files
}

/// What there is to know, and where it stands.
fn noted(notice: &Notice) -> String {
    let position = notice.source.position(notice.span.start);
    let place = format!("{}:{}:{}", visible::line(notice.source.name()), position.line, position.column);
    format!("note: {place}: {}", visible::prose(&notice.message))
}

/// What an exception excuses, until when, and why.
fn excused(all: &Excused<'_>, finding: &Finding, waived: &Waived) -> String {
    let subject: Vec<_> = diagnostic::subject(finding).map(visible::line).collect();
    let rule = visible::line(&finding.rule);
    let regions = visible::line(&all.place(finding));
    let what = if subject.is_empty() { rule } else { format!("{}{regions} ({rule})", subject.join(": ")) };
    format!("waived until {}: {what}: {}", waived.until, visible::prose(&waived.reason))
}

/// A publication, and where in it.
pub(super) fn cited(citation: &Citation) -> String {
    let mut words = ["\"", &visible::prose(&citation.title), "\""].concat();
    let publisher = citation.publisher.as_deref().map(visible::prose);
    let as_of = citation.as_of.map(|date| format!("as of {date}"));
    let locator = citation.locator.as_deref().map(visible::prose);
    for more in [publisher, as_of, locator].into_iter().flatten() {
        words.extend([", ", &more]);
    }
    words
}
