//! Reports with lists that are long enough to be written in pieces, by many threads.

use super::Report;
use super::fixture::{covered, finding, only};
use crate::check::outcome::{Asked, Finding, Fingerprint, Label, RequirementOutcome};
use crate::pieces::{MANY, TURN};
use crate::text::{Source, Span};

/// How many things the lists have: none, one, a piece, so many that threads begin, and more than lie ready of all of them.
pub const COUNTS: [usize; 9] = [0, 1, TURN - 1, TURN, TURN + 1, MANY - 1, MANY, MANY + 1, 50 * TURN];

/// The report on one file with so many requirements and findings, each a little different.
pub fn of_many(count: usize) -> Report {
    let mut text = "\"std-b\"\n".to_owned();
    let mut spans = Vec::new();
    for number in 0..count {
        let start = text.len();
        text.push_str(&format!("service-{number}"));
        spans.push(Span::new(start, text.len()));
        text.push('\n');
    }
    let source = Source::new("deploy.toml", text);
    let label = |number: usize| Label { span: spans[number], text: format!("here is {number}") };
    let covered = covered(&source);
    let requirement = |number| RequirementOutcome {
        service: format!("service-{number}"),
        origins: [Asked { span: spans[number], ..covered.origins[0].clone() }].into(),
        ..covered.clone()
    };
    let finding = |number| Finding {
        fingerprint: Fingerprint::given(format!("{number:064x}")),
        ..finding(label(number), vec![label(number / 2)])
    };
    let mut report = only(&source, (0..count).map(finding).collect());
    report.files[0].outcome.requirements = (0..count).map(requirement).collect();
    report
}
