//! Reports that formats stumble over: places behind characters of every width, and names that somebody obeys.

use std::sync::Arc;

use jiff::civil::date;

use super::fixture::{finding, only};
use super::{FileReport, Report, RuleSource, RuleSummary};
use crate::check::outcome::{
    About, Asked, Citation, Elsewhere, Finding, Label, Notice, Outcome, RequirementOutcome, Scope, Shown, Waived,
};
use crate::load::problem::Problem;
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::{Source, Span};

/// What stands before a place: tabs, and characters of one to four bytes, of one and two UTF-16 units, combined or not.
const BEFORE: [&str; 8] = ["", "\t", " \t ", "é", "e\u{301}", "😀", "👩🏽‍🚀 ", "中文\t𝔘"];

/// Findings behind every width of characters and both line ends: on words, on a range over two lines, on nothing, on
/// characters that are wide themselves, and at the end of a file without a line end. The text begins with `first`.
pub fn places(first: &str) -> Report {
    let mut text = first.to_owned();
    let mut spans = Vec::new();
    for (number, before) in BEFORE.iter().enumerate() {
        for end in ["\n", "\r\n"] {
            text.push_str(before);
            let start = text.len();
            text.push_str(&format!("\"word-{number}\""));
            spans.push(Span::new(start, text.len()));
            text.push_str(&format!(" # 😀{end}"));
        }
    }
    let start = text.len() + "𝔘 ".len();
    text.push_str("𝔘 [\r\n\té😀 ]\r\n");
    spans.push(Span::new(start, text.len() - "\r\n".len()));
    let start = text.len() + "é\t".len();
    text.push_str("é\t😀e\u{301}\tend\n");
    spans.push(Span::new(start, start + "😀e\u{301}".len()));
    spans.push(Span::new(start, start));
    let start = text.len() + "😀 ".len();
    text.push_str("😀 last");
    spans.push(Span::new(start, text.len()));
    let source = Source::new("deploy.toml", text);
    let label = |span: Span| Label { span, text: source.slice(span).to_owned() };
    let one = |(number, &span): (usize, &Span)| Finding {
        fingerprint: crate::check::outcome::Fingerprint::given(format!("{number:064x}")),
        elsewhere: vec![Elsewhere { source: source.clone(), span, text: source.slice(span).to_owned() }],
        ..finding(label(span), vec![label(spans[(number + 5) % spans.len()])])
    };
    let findings = spans.iter().enumerate().map(one).collect();
    only(&source, findings)
}

/// What a program looks up in `text` for a place in lines and columns of Unicode scalar values, both from 1, up to the
/// column after the last. Written without the help of what is tested.
pub fn looked_up(text: &str, (line, column): (u64, u64), (end_line, end_column): (u64, u64)) -> String {
    let at = |line: u64, column: u64| {
        let mut characters = text.chars().enumerate().peekable();
        for _ in 1..line {
            characters.by_ref().find(|(_, character)| *character == '\n').expect("there is such a line");
        }
        let start = characters.peek().map_or(text.chars().count(), |(number, _)| *number);
        start + usize::try_from(column - 1).expect("it fits")
    };
    let (start, end) = (at(line, column), at(end_line, end_column));
    text.chars().skip(start).take(end - start).collect()
}

/// Names and words that a terminal, a build server, a browser or Markdown would obey.
pub const HOSTILE: [&str; 12] = [
    "::error file=a.rs,line=1::owned",
    "\n::error::owned\r\n##[error]owned",
    "##[set-env name=PATH;]/evil ##vso[task.setvariable variable=a]b",
    "%0A::error::owned%0D%25",
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m",
    "</script><script>alert(1)</script>]]><!--",
    "a | b || `c` ``d`` ```",
    "user\u{202e}moc.live\u{2066}\u{200f}",
    "{0} {1} [here](https://evil.example) [there](1) \\",
    "a,b:c;d=e\"f'g",
    "\u{0}\u{fffe}\u{2028}\u{85}",
    "<b>&amp;</b> ![x](y) *s* _e_ ~~d~~ # h",
];

/// A report in which every name and every sentence is hostile.
pub fn hostile() -> Report {
    let mut report = Report::new(super::fixture::AS_OF);
    for (number, words) in HOSTILE.into_iter().enumerate() {
        report.files.push(hostile_file(number, words));
        report.notices.push(Notice {
            source: Source::new(format!("policy {words}"), words),
            span: Span::new(0, words.len()),
            message: words.to_owned(),
        });
        report.repeated.push(words.to_owned());
    }
    let all = HOSTILE.concat();
    let source = RuleSource {
        title: all.clone().into(),
        publisher: Some(all.clone().into()),
        at: Some(all.clone().into()),
        found_at: Some(format!("https://x.example/){all}").into()),
    };
    let (title, why, fix, pack) = (all.clone(), all.clone(), all.clone(), Some(all));
    let rule = RuleSummary {
        title: title.into(),
        severity: Some(Severity::Error),
        why: why.into(),
        fix: fix.into(),
        sources: vec![source],
        pack,
    };
    report.held("group/flaw", rule);
    report
}

fn hostile_file(number: usize, words: &str) -> FileReport {
    let words = words.to_owned();
    let source = Source::new(format!("{words}/deploy.toml"), format!("name = \"{words}\"\n"));
    let span = Span::new(7, 9 + words.len());
    let place = Label { span, text: words.clone() };
    let open = Finding {
        message: words.clone(),
        why: words.clone().into(),
        help: words.clone(),
        because: Some(words.clone()),
        service: Some(words.clone()),
        standard: Some(words.clone()),
        cloud: Some(words.clone()),
        regions: vec![words.clone()],
        evidence: Some(Citation {
            id: words.clone().into(),
            title: words.clone().into(),
            publisher: Some(words.clone().into()),
            as_of: None,
            locator: Some(words.clone().into()),
        }),
        elsewhere: vec![Elsewhere { source: source.clone(), span, text: words.clone() }],
        about: vec![About::Requirement { number: 0, only: None }],
        explain: Some((words.clone(), words.clone())),
        fingerprint: crate::check::outcome::Fingerprint::given(format!("{number:064x}")),
        ..finding(place.clone(), vec![place])
    };
    let reason =
        Waived { number: 0, reason: words.clone(), until: date(2021, 12, 31), approved_by: Some(words.clone()) };
    let waived = Finding {
        waived: Some(reason),
        fingerprint: crate::check::outcome::Fingerprint::given(format!("{:064x}", 1_000 + number)),
        about: Vec::new(),
        ..open.clone()
    };
    let advice = Finding {
        severity: Severity::Advice,
        fingerprint: crate::check::outcome::Fingerprint::given(format!("{:064x}", 2_000 + number)),
        about: vec![About::Deployment],
        ..open.clone()
    };
    let problem = Problem {
        code: "unknown-key",
        message: words.clone(),
        help: Some(words.clone()),
        source: source.clone(),
        span,
    };
    let outcome = Outcome {
        services: 1,
        requirements: vec![requirement(&words, span)],
        findings: vec![open, waived, advice],
        ..Outcome::default()
    };
    FileReport { problems: vec![problem], outcome, ..FileReport::new(source) }
}

fn requirement(words: &str, span: Span) -> RequirementOutcome {
    let words = words.to_owned();
    let shown = Shown {
        service_id: words.clone(),
        cloud: words.clone(),
        required: Scope { standard: words.clone(), edition: Some(words.clone()), level: Some(words.clone()) },
        assurance: LeastAssurance::Any,
        verdict: Verdict::NotListed,
        held: None,
        contested: false,
        evidence: None,
        history: Vec::new(),
    };
    RequirementOutcome {
        service: words.clone(),
        regions: [words].into(),
        origins: [Asked { kind: Origin::Service, span, profile: None, rule: None }].into(),
        shown: Arc::new(shown),
    }
}

/// Whether nothing in `text` acts on who shows it: no control but line ends, and nothing that turns or hides words.
pub fn is_quiet(text: &str) -> bool {
    text.chars().all(|character| character == '\n' || !super::visible::is_hidden(character))
}
