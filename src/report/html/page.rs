//! The page: what was checked, what came of it, and everything that is in it.

use askama::Template;
use sha2::{Digest, Sha256};

use super::super::matrix::Grid;
use super::super::summary::sentence;
use super::super::told;
use super::super::upcoming;
use super::super::words::Words;
use super::super::{FileReport, Report, RestsOn, Style, Summary, rests_on, verdicts, visible};
use super::chain::{Chains, Links};
use super::finding::Told;
use super::grid::{Block, nothing_asked};
use super::keys::{Choices, Keys};
use super::paper::{Paper, Papers};
use super::waiver::Waiver;
use crate::check::ahead::Event;
use crate::check::outcome::Notice;
use crate::model::rule::Severity;
use crate::report::paint::Paint;
use crate::text::{Source, Span};

const STYLE: &str = include_str!("style.css");
/// With more requirements and findings than this, a page is large.
const LARGE: usize = 400;

const SCRIPT: &str = include_str!("page.js");

/// All that stands on the page, in words that are safe to show; the template escapes them.
#[derive(Debug, Template)]
#[template(path = "page.html", config = "src/report/html/askama.toml")]
pub(super) struct Page {
    policy: String,
    /// Whether a browser should lay out only what somebody looks at.
    is_large: bool,
    style: &'static str,
    script: &'static str,
    version: &'static str,
    title: String,
    as_of: String,
    horizon: Option<String>,
    outcome: Outcome,
    facts: Vec<Fact>,
    manifests: Vec<Manifest>,
    legend: Vec<[&'static str; 3]>,
    standards: Vec<(usize, String)>,
    clouds: Vec<(usize, String)>,
    problems: Vec<Told>,
    findings: Vec<Told>,
    known: Vec<Told>,
    waivers: Vec<Waiver>,
    waived: Vec<Told>,
    upcoming: Vec<Ahead>,
    papers: Vec<Paper>,
    notices: Vec<Noted>,
    cured: Vec<String>,
}

/// What came of the check.
#[derive(Debug)]
struct Outcome {
    tone: &'static str,
    mark: &'static str,
    verdict: &'static str,
    sentence: String,
}

/// Something to know of the check.
#[derive(Debug)]
struct Fact {
    name: &'static str,
    value: String,
    is_code: bool,
}

/// One manifest.
#[derive(Debug)]
struct Manifest {
    name: Option<String>,
    path: String,
    blocks: Vec<Block>,
    nothing_asked: Option<String>,
    chains: Vec<Chains>,
}

/// Something to know that fails nothing.
#[derive(Debug)]
struct Noted {
    place: String,
    words: Words,
}

/// What is found on a later day.
#[derive(Debug)]
struct Ahead {
    day: String,
    severity: &'static str,
    subject: String,
    rule: Option<String>,
    words: Words,
    until: Option<String>,
    place: String,
    keys: Keys,
}

impl Page {
    pub(super) fn of(report: &Report) -> Self {
        let (papers, choices) = (&Papers::of(report), &Choices::of(report));
        let mut first = 0;
        let (mut manifests, mut waivers) = (Vec::new(), Vec::new());
        let (mut findings, mut known, mut waived) = (Vec::new(), Vec::new(), Vec::new());
        for (number, file) in report.files.iter().enumerate() {
            // Of a file that could not be read, its problem says all there is.
            if file.problems.is_empty() || !file.services.is_empty() {
                manifests.push(Manifest::of(report, number, &Links::of(report, file, (papers, choices), first)));
            }
            waivers.extend(Waiver::of_file(report, choices, number, file));
            for finding in &file.outcome.findings {
                let told = Told::of_finding(report, (number, file), (first, finding), (papers, choices));
                let list = match told.keys.severity {
                    "waived" => &mut waived,
                    "known" => &mut known,
                    _ => &mut findings,
                };
                list.push(told);
                first += 1;
            }
        }
        // The gravest first; within one severity they stand as in the files.
        findings.sort_by_key(|told| Severity::ALL.iter().position(|severity| severity.name() == told.severity));
        let problems = report.files.iter().flat_map(|file| &file.problems).enumerate();
        Self {
            policy: policy(),
            is_large: manifests.iter().map(Manifest::requirements).sum::<usize>() + findings.len() > LARGE,
            style: STYLE,
            script: SCRIPT,
            version: env!("CARGO_PKG_VERSION"),
            title: title(report),
            as_of: report.as_of.to_string(),
            horizon: report.horizon.map(|day| day.to_string()),
            outcome: Outcome::of(report),
            facts: facts(report),
            legend: verdicts::entries(&Summary::of(report).verdicts.into_keys().collect(), true).collect(),
            standards: choices.standards(report),
            clouds: choices.clouds(report),
            problems: problems.map(|(number, problem)| Told::of_problem(number, problem)).collect(),
            upcoming: ahead(report, choices),
            papers: papers.list(),
            notices: report.notices().map(Noted::of).collect(),
            cured: report.files.iter().flat_map(cured).collect(),
            manifests,
            findings,
            known,
            waivers,
            waived,
        }
    }
}

/// What the page may do: apply its own style, run its own script, and nothing else.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLE)),
        base64(&Sha256::digest(SCRIPT)),
    )
}

/// Bytes as base64, which is how a policy names a digest.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            text.push(if at > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// The names of the deployments, or that there are many.
fn title(report: &Report) -> String {
    let names: Vec<_> = report.files.iter().filter_map(|file| file.name.as_deref()).map(visible::line).collect();
    match names.as_slice() {
        [] => "Cloud deployment".to_owned(),
        [.., _] if names.len() <= 3 => names.join(", "),
        [first, ..] => format!("{first} and {} more deployments", names.len() - 1),
    }
}

impl Outcome {
    fn of(report: &Report) -> Self {
        let summary = Summary::of(report);
        let failing: usize = report.files.iter().map(FileReport::failing).sum();
        let (tone, mark, verdict) = match (summary.problems, failing) {
            (1.., _) => ("error", "✕", "Incomplete: not everything could be checked"),
            (0, 1..) => ("error", "✕", "The check fails"),
            (0, 0) => ("clear", "✓", "The check passes"),
        };
        let plain = Style::default();
        let mut sentence = sentence(report, &Paint::new(&plain));
        if let Some(first) = sentence.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Self { tone, mark, verdict, sentence: sentence + "." }
    }
}

fn facts(report: &Report) -> Vec<Fact> {
    let words = |name, value| Fact { name, value, is_code: false };
    let mut facts = vec![words("As of", report.as_of.to_string())];
    let catalog = &report.catalog;
    if !catalog.digest.is_empty() {
        let counts = format!("{} documents, {} claims", grouped(catalog.documents), grouped(catalog.claims));
        facts.push(words("Catalogue", counts));
        facts.push(Fact { name: "Its SHA-256", value: visible::line(&catalog.digest), is_code: true });
    }
    let mut policies: Vec<_> = report.files.iter().filter_map(|file| file.policy.as_deref()).collect();
    policies.sort_unstable();
    policies.dedup();
    if !policies.is_empty() {
        facts.push(words("Policy", policies.into_iter().map(visible::line).collect::<Vec<_>>().join(", ")));
    }
    let code = |name, value: &str| Fact { name, value: value.to_owned(), is_code: true };
    if let Some(RestsOn { rules, policy, .. }) = rests_on::shared(report) {
        facts.extend([code("Rules, SHA-256", rules), code("Policy, SHA-256", policy)]);
    }
    let mut judged = report.files.iter().filter(|file| file.rests_on.is_some());
    if let (Some(only), None) = (judged.next(), judged.next()) {
        facts.push(code("Manifest, SHA-256", &rests_on::of_text(only.source.text())));
    }
    let mut limits: Vec<_> = report.files.iter().map(|file| file.fail_on.name()).collect();
    limits.sort_unstable();
    limits.dedup();
    facts.push(words("Fails on", limits.join(", ")));
    if !report.packs.is_empty() {
        let packs =
            report.packs.iter().map(|pack| format!("{} {}", visible::line(&pack.name), visible::line(&pack.version)));
        facts.push(words("Packs of rules", packs.collect::<Vec<_>>().join(", ")));
    }
    facts
}

/// A number with its thousands apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Manifest {
    fn of(report: &Report, number: usize, links: &Links<'_>) -> Self {
        let file = links.file;
        let grid = Grid::new(&file.services, &file.outcome);
        Self {
            name: file.name.as_deref().map(visible::line),
            path: visible::line(file.source.name()),
            blocks: Block::of(report, links.choices, (number, &grid)),
            nothing_asked: nothing_asked(file, &grid),
            chains: links.chains(number, &grid),
        }
    }

    /// How many requirements it shows.
    fn requirements(&self) -> usize {
        self.chains.iter().map(|one| one.chains.len()).sum()
    }
}

fn ahead(report: &Report, choices: &Choices) -> Vec<Ahead> {
    let each = |file| upcoming_of(file, choices);
    let mut all: Vec<_> = report.files.iter().flat_map(each).collect();
    all.sort_by(|a, b| a.day.cmp(&b.day));
    all
}

fn upcoming_of<'r>(file: &'r FileReport, choices: &'r Choices) -> impl Iterator<Item = Ahead> + 'r {
    let ahead = |event: &'r Event| {
        let severity = event.severity()?;
        let subject: Vec<_> = upcoming::subject(event).map(visible::line).collect();
        let finding = event.finding();
        let turned = || event.after.map(|verdict| verdict.name()).unwrap_or_default();
        Some(Ahead {
            day: event.day.to_string(),
            severity: severity.name(),
            subject: subject.join(": "),
            rule: finding.map(|finding| visible::line(&finding.rule)),
            words: Words::of(finding.map_or_else(turned, |finding| finding.message.as_str())),
            until: upcoming::before(event),
            place: place(&file.source, event.place),
            keys: choices.about(event.standard.as_deref(), event.cloud.as_deref(), Some(severity)),
        })
    };
    file.outcome.upcoming.iter().filter_map(ahead)
}

impl Noted {
    fn of(notice: &Notice) -> Self {
        Self { place: place(&notice.source, notice.span), words: Words::of(&notice.message) }
    }
}

/// A place, as editors know it.
pub(super) fn place(source: &Source, span: Span) -> String {
    let position = source.position(span.start);
    format!("{}:{}:{}", visible::line(source.name()), position.line, position.column)
}

/// What a baseline holds of a file and is found no more.
fn cured(file: &FileReport) -> impl Iterator<Item = String> {
    file.cured.iter().map(|finding| {
        format!("{}: {}{}", visible::line(file.source.name()), told::cured(finding), visible::line(&finding.rule))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_named_as_a_policy_names_them() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob~>", "Zm9vYn4+")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (20_417, "20,417"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
