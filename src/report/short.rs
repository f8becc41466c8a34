//! One line for each problem and finding, in the form that editors and `grep` know: path, line, column, words.

use std::io;
use std::ops::Range;

use super::diagnostic::{self, Diagnostic};
use super::lines::Lines;
use super::paint::Paint;
use super::{Format, Report, Style, summary, upcoming, visible};
use crate::check::Brief;
use crate::check::outcome::{Elsewhere, Finding, Waived};
use crate::text::{Source, Span};

pub(super) const FORMAT: Format = Format { name: "short", about: "one line for each problem and finding", write };

/// Few lines take more bytes.
const USUAL: usize = 256;

fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint::new(style);
    for file in &report.files {
        for diagnostic in file.each_diagnostic().filter(|diagnostic| file.shows(diagnostic.severity, style)) {
            let mut line = line(&diagnostic, &paint);
            line.push('\n');
            out.write_all(line.as_bytes())?;
        }
        for (_, line) in Lines::in_order(&file.lines).filter(|(severity, _)| file.shows(*severity, style)) {
            out.write_all(line.as_bytes())?;
            out.write_all(b"\n")?;
        }
        let findings = file.outcome.findings.iter().filter(|_| !style.quiet);
        for (finding, waived) in findings.filter_map(|finding| Some((finding, finding.waived.as_ref()?))) {
            writeln!(out, "{}", excused(&file.source, finding, waived))?;
        }
    }
    for notice in report.notices().filter(|_| !style.quiet) {
        writeln!(out, "{}: note: {}", place(&notice.source, notice.span), visible::prose(&notice.message))?;
    }
    upcoming::lines(report, style, &paint).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    if style.statistics {
        writeln!(out, "{}{}", summary::statistics(report, &paint), summary::sentence(report, &paint))?;
    }
    Ok(())
}

pub(super) fn line(diagnostic: &Diagnostic<'_>, paint: &Paint) -> String {
    let mut line = String::with_capacity(USUAL);
    add_line((&visible::shown(diagnostic.source.name()), diagnostic), paint, &mut line);
    line
}

/// Adds the line of a problem or a finding to a text. Before it stands the name of its file, as it is shown.
fn add_line((name, diagnostic): (&str, &Diagnostic<'_>), paint: &Paint, line: &mut String) {
    push_place(line, (name, diagnostic.source), diagnostic.place.span);
    line.push_str(": ");
    let kind = [diagnostic.severity.name(), "[", &visible::shown(diagnostic.code), "]"];
    paint.add_severity(diagnostic.severity, &kind, line);
    line.push(' ');
    for word in &diagnostic.subject {
        line.push_str(&visible::shown(word));
        line.push_str(": ");
    }
    line.push_str(&visible::shown(&diagnostic.message));
    if let Some(help) = diagnostic.help.filter(|_| diagnostic.is_problem) {
        line.push_str(&format!(" ({})", visible::prose(help)));
    }
    diagnostic.elsewhere.iter().for_each(|elsewhere| line.push_str(&see(elsewhere)));
}

/// Findings of a part of a file as lines, for one that has too many to be kept otherwise.
pub(super) fn lines((source, part): (&Source, &Range<usize>), briefs: &[Brief<'_>], style: &Style) -> Lines {
    let (paint, name) = (Paint::new(style), visible::shown(source.name()));
    Lines::new(part, briefs, |brief, line| add_line((&name, &Diagnostic::of_brief(source, brief)), &paint, line))
}

/// A place in another file that explains it.
fn see(elsewhere: &Elsewhere) -> String {
    format!(" (see {})", place(&elsewhere.source, elsewhere.span))
}

/// What an exception excuses, until when, and why.
fn excused(source: &Source, finding: &Finding, waived: &Waived) -> String {
    let subject: String = diagnostic::subject(finding).map(|word| visible::line(word) + ": ").collect();
    format!(
        "{}: waived[{}] {subject}{} (until {}: {})",
        place(source, finding.place.span),
        visible::line(&finding.rule),
        visible::line(&finding.message),
        waived.until,
        visible::prose(&waived.reason),
    )
}

fn place(source: &Source, span: Span) -> String {
    let mut place = String::new();
    push_place(&mut place, (&visible::shown(source.name()), source), span);
    place
}

fn push_place(line: &mut String, (name, source): (&str, &Source), span: Span) {
    let position = source.position(span.start);
    line.push_str(name);
    for number in [position.line, position.column] {
        line.push(':');
        line.push_str(itoa::Buffer::new().format(number));
    }
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq, str};

    use super::super::fixture;
    use super::*;
    use crate::check::outcome::Label;

    fn render(report: &Report, style: Style) -> String {
        let mut out = Vec::new();
        write(report, &style, &mut out).expect("a vector takes it");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn a_line_each_for_what_counts_what_is_waived_and_what_there_is_to_know() {
        assert_data_eq!(render(&fixture::report(), Style::default()), str![[r#"
deploy.toml:3:13: warning[coverage/platform-only] archive: std-b: the platform is in scope of STD-B, and no document speaks of Example Store
deploy.toml:10:13: error[coverage/level-too-low] intake-bot: std-a@high: Example Bot in Acme Cloud (public) holds STD-A Moderate, and High is required (see compliance.toml:4:9)
deploy.toml:14:11: error[unknown-service] no service is called "exmaple-search" (did you mean "example-search"?)
deploy.toml:20:9: advice[placement/cloud-closes] archive: Acme Cloud (old) closes on 2021-10-29
deploy.toml:21:13: waived[coverage/no-evidence] archive: std-c:2013: no document speaks of STD-C for Example Store (until 2021-12-31: The move to acme-cloud is under way (OPS-412))
team/deploy.toml:1:1: error[not-readable] the file can't be read: permission denied
compliance.toml:4:1: note: no manifest of this run requires this profile

"#]].raw());
    }

    #[test]
    fn quiet_leaves_what_fails_and_statistics_add_numbers() {
        let page = render(&fixture::report(), Style { quiet: true, statistics: true, ..Style::default() });
        assert_data_eq!(page, str![[r#"
deploy.toml:3:13: warning[coverage/platform-only] archive: std-b: the platform is in scope of STD-B, and no document speaks of Example Store
deploy.toml:10:13: error[coverage/level-too-low] intake-bot: std-a@high: Example Bot in Acme Cloud (public) holds STD-A Moderate, and High is required (see compliance.toml:4:9)
deploy.toml:14:11: error[unknown-service] no service is called "exmaple-search" (did you mean "example-search"?)
team/deploy.toml:1:1: error[not-readable] the file can't be read: permission denied
1  error    coverage/level-too-low
1  error    not-readable
1  error    unknown-service
1  warning  coverage/platform-only
1  advice   placement/cloud-closes
checked 3 services in 2 files as of 2021-08-03: 2 problems, 1 error, 1 warning, 1 piece of advice, 1 waived; 2 of 3 requirements covered; 2 rules and 2 documents took part

"#]].raw());
    }

    #[test]
    fn a_line_stays_one_line() {
        let source = Source::new("a\nb.toml", "é = 1\n");
        let place = Label { span: Span::new(3, 4), text: String::new() };
        let finding = Finding {
            message: "one\ntwo\u{1b}[2J".to_owned(),
            service: Some("::error::\n".to_owned()),
            ..fixture::finding(place, Vec::new())
        };
        let line = render(&fixture::only(&source, vec![finding]), Style::default());
        assert_eq!(line, "a\\nb.toml:1:3: error[group/flaw] :\\u{3a}error::\\n: one\\ntwo\\u{1b}[2J\n");
    }
}
