//! For the log of a GitHub workflow: a command for each problem and finding, which GitHub shows beside the line.
//!
//! It shows ten of each kind for a step and drops the others in silence: problems come before errors, and how many there
//! are in all is said before any advice. What an exception excuses and what a baseline holds is left out.

use std::io;

use super::diagnostic::Diagnostic;
use super::{FileReport, Format, Report, Style, told, visible};
use super::{paint::Paint, summary};
use crate::model::rule::Severity;
use crate::text::{Source, Span};

pub(super) const FORMAT: Format = Format { name: "github", about: "annotations in the log of a workflow", write };

fn write(report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut all: Vec<_> = report.files.iter().flat_map(FileReport::diagnostics).collect();
    all.sort_by_key(rank);
    let advice = all.partition_point(|diagnostic| diagnostic.severity > Severity::Advice);
    for diagnostic in &all[..advice] {
        writeln!(out, "{}", command(diagnostic, report))?;
    }
    // As the last notice of many it would be dropped.
    writeln!(out, "{}", closing(report))?;
    for diagnostic in &all[advice..] {
        writeln!(out, "{}", command(diagnostic, report))?;
    }
    for notice in report.notices() {
        let is_carried = report.whereabouts.is_carried(&notice.source);
        let place = if is_carried { String::new() } else { place(report, &notice.source, notice.span) + "," };
        writeln!(out, "::notice {place}title=note::{}", data(&visible::prose(&notice.message)))?;
    }
    Ok(())
}

/// Problems, then findings, the gravest first.
fn rank(diagnostic: &Diagnostic<'_>) -> (bool, std::cmp::Reverse<Severity>) {
    (!diagnostic.is_problem, std::cmp::Reverse(diagnostic.severity))
}

fn command(diagnostic: &Diagnostic<'_>, report: &Report) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let properties = place(report, diagnostic.source, diagnostic.place.span);
    let title = property(&visible::line(diagnostic.code));
    let mut lines = vec![told::headline(diagnostic)];
    lines.extend(told::details(diagnostic, &report.repeated));
    format!("::{kind} {properties},title={title}::{}", data(&lines.join("\n")))
}

/// The whole report in one sentence.
fn closing(report: &Report) -> String {
    let sentence = summary::sentence(report, &Paint::new(&Style::default()));
    format!("::notice title={}::{}", env!("CARGO_PKG_NAME"), data(&sentence))
}

/// File, lines and columns. The end is the column after the last. Columns of a range over several lines would be refused.
fn place(report: &Report, source: &Source, span: Span) -> String {
    let file = property(&visible::line(&report.whereabouts.path(source)));
    let (start, end) = (source.position(span.start), source.position(span.end));
    let lines = format!("file={file},line={},endLine={}", start.line, end.line);
    if start.line == end.line { format!("{lines},col={},endColumn={}", start.column, end.column) } else { lines }
}

/// Text that ends no line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text that ends no property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use snapbox::{IntoData, assert_data_eq, str};

    use super::super::awkward_fixture::{HOSTILE, hostile, is_quiet, looked_up, places};
    use super::super::fixture;
    use super::*;

    fn text(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &Style::default(), &mut out).expect("a vector takes it");
        String::from_utf8(out).expect("it is text")
    }

    /// A command as GitHub's runner reads it.
    #[derive(Debug)]
    struct Command {
        name: String,
        properties: BTreeMap<String, String>,
        data: String,
    }

    /// Reads a line as the runner does: the newer form only at the beginning, the older one anywhere.
    fn read(line: &str) -> Option<Command> {
        let line = line.trim_start();
        let newer = line.strip_prefix("::").and_then(|rest| rest.split_once("::"));
        let older = || line.split_once("##[").and_then(|(_, rest)| rest.split_once(']'));
        let (info, data) = newer.or_else(older)?;
        let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
        let known =
            ["error", "warning", "notice", "debug", "set-env", "add-path", "add-mask", "group", "stop-commands"];
        if !known.contains(&name) {
            return None;
        }
        let undone = |text: &str, more: &[(&str, &str)]| {
            let all = [("%0D", "\r"), ("%0A", "\n")].iter().chain(more).chain(&[("%25", "%")]);
            all.fold(text.to_owned(), |text, (escape, token)| text.replace(escape, token))
        };
        let pairs = properties.trim().split(',').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.map(|(key, value)| (key.to_owned(), undone(value, &[("%3A", ":"), ("%2C", ",")])));
        Some(Command { name: name.to_owned(), properties: pairs.collect(), data: undone(data, &[]) })
    }

    #[test]
    fn problems_then_the_gravest_then_all_in_a_sentence() {
        assert_data_eq!(
            text(&fixture::report()),
            str![[r#"
::error file=deploy.toml,line=14,endLine=14,col=11,endColumn=27,title=unknown-service::no service is called "exmaple-search"%0Ahelp: did you mean "example-search"?
::error file=team/deploy.toml,line=1,endLine=1,col=1,endColumn=1,title=not-readable::the file can't be read: permission denied
::error file=deploy.toml,line=10,endLine=10,col=13,endColumn=25,title=coverage/level-too-low::intake-bot: std-a@high: Example Bot in Acme Cloud (public) holds STD-A Moderate, and High is required%0Ahelp: acme-sovereign holds std-a@high for this service; its regions are sovereign-north-1, sovereign-south-1 and sovereign-west-2%0Aevidence: "Compliance in Example Bot", Acme, as of 2021-08-03, table 1, column "Sovereign"%0Asee: compliance.toml:4:9: asked for by this profile%0Aexplain: compliance-check explain deploy.toml intake-bot std-a@high --rules 'our rules'
::warning file=deploy.toml,line=3,endLine=3,col=13,endColumn=20,title=coverage/platform-only::archive: std-b: the platform is in scope of STD-B, and no document speaks of Example Store%0Ahelp: ask the provider for a document that names the service%0Aexplain: compliance-check explain deploy.toml archive std-b --rules 'our rules'
::notice title=compliance-check::checked 3 services in 2 files as of 2021-08-03: 2 problems, 1 error, 1 warning, 1 piece of advice, 1 waived; 2 of 3 requirements covered; 2 rules and 2 documents took part
::notice file=deploy.toml,line=20,endLine=20,col=9,endColumn=19,title=placement/cloud-closes::archive: Acme Cloud (old) closes on 2021-10-29%0Ahelp: move the service to another cloud%0Aexplain: compliance-check explain deploy.toml c3c3c3c3c3c3 --rules 'our rules'
::notice file=compliance.toml,line=4,endLine=4,col=1,endColumn=5,title=note::no manifest of this run requires this profile

"#]]
            .raw()
        );
    }

    #[test]
    fn every_place_leads_to_the_text_that_is_meant() {
        let report = places("");
        let file = &report.files[0];
        let mut meant: Vec<_> = file.outcome.findings.iter().map(|finding| finding.place.span).collect();
        meant.sort_by_key(|span| span.start);
        let text = text(&report);
        let commands: Vec<_> = text.lines().filter_map(read).filter(|one| one.name == "error").collect();
        assert_eq!(commands.len(), meant.len());
        for (command, span) in commands.iter().zip(meant) {
            let number = |key: &str| command.properties.get(key).map(|value| value.parse().expect("a number"));
            let (line, end_line) = (number("line").expect("a line"), number("endLine").expect("a line"));
            assert_eq!(command.properties["file"], "deploy.toml");
            let words = file.source.slice(span);
            match (number("col"), number("endColumn")) {
                (Some(column), Some(end)) => {
                    assert_eq!(line, end_line, "the runner takes no columns over several lines");
                    assert_eq!(looked_up(file.source.text(), (line, column), (end_line, end)), words);
                }
                columns => {
                    assert_eq!((columns, words.lines().count()), ((None, None), 2));
                    assert_eq!(end_line, line + 1);
                }
            }
        }
    }

    #[test]
    fn hostile_words_give_no_command_and_stay_words() {
        let text = text(&hostile());
        let commands: Vec<_> = text.lines().map(|line| read(line).expect("each line is a command")).collect();
        // A problem, an error and advice of each, a notice for each, and the sentence.
        assert_eq!(commands.len(), 4 * HOSTILE.len() + 1);
        for command in &commands {
            assert!(["error", "notice"].contains(&command.name.as_str()), "{command:?}");
            assert!(
                command
                    .properties
                    .keys()
                    .all(|key| { ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key.as_str()) })
            );
            assert!(is_quiet(&command.data) && command.properties.values().all(|value| is_quiet(value)), "{command:?}");
            // Not even where the log shows the lines of a message one by one.
            assert!(!command.data.contains("##["), "{command:?}");
        }
        let titles: Vec<_> = commands.iter().map(|one| one.properties["title"].as_str()).collect();
        assert!(titles.contains(&"group/flaw") && titles.contains(&"unknown-key"));
        let of = |number: usize| {
            let is_its =
                |one: &&Command| one.properties.get("file").is_some_and(|file| file.starts_with(HOSTILE[number]));
            commands.iter().find(is_its)
        };
        for number in [3, 6, 9, 11] {
            let command = of(number).expect("its file is named");
            let name = visible::prose(HOSTILE[number]);
            assert!(command.data.contains(&name), "{name} in {command:?}");
        }
    }

    #[test]
    fn without_anything_to_say_it_says_that() {
        let expected = "::notice title=compliance-check::nothing to check\n";
        assert_eq!(text(&Report::new(fixture::AS_OF)), expected);
    }
}
