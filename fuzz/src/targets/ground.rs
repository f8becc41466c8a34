//! What the targets stand on: the shipped knowledge, read once, and what holds of every problem and every outcome.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::LazyLock;

use compliance_check::catalog::Catalog;
use compliance_check::check::Checker;
use compliance_check::check::outcome::Outcome;
use compliance_check::load::problem::Problem;
use compliance_check::load::rules;
use compliance_check::model::rule::Rules;
use compliance_check::model::verdict::Verdict;
use compliance_check::text::{Source, Span};
use jiff::civil::Date;

/// The catalogue that the program carries.
pub static CATALOG: LazyLock<Catalog> = LazyLock::new(compliance_check::run::carried);

/// The shipped rules, without those of packs.
pub static RULES: LazyLock<Rules> = LazyLock::new(shipped);

/// The shipped rules over that catalogue, on a day on which all sorts of verdicts are given.
pub static CHECKER: LazyLock<Checker<'static>> = LazyLock::new(|| Checker::new(&CATALOG, &RULES, day()));

/// The day for which everything is decided.
pub fn day() -> Date {
    Date::from_str("2021-08-03").expect("a date")
}

fn shipped() -> Rules {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = root.ancestors().find(|folder| folder.join("catalog").is_dir()).expect("the package is there");
    let groups = fs::read_dir(root.join("rules")).expect("the rules are there").flatten();
    let groups = groups.map(|entry| entry.path()).filter(|path| path.is_dir() && !path.ends_with("packs"));
    let files = groups.flat_map(|group| fs::read_dir(group).expect("the group is there").flatten());
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    files.sort();
    let text = |path: &PathBuf| fs::read_to_string(path).expect("a rule is text");
    let sources: Vec<_> = files.iter().map(|path| Source::new(path.display().to_string(), text(path))).collect();
    let (rules, problems) = rules::load(&sources, &CATALOG);
    assert!(problems.is_empty(), "the shipped rules have problems");
    rules
}

/// The bytes as the text that a file would have; one that is not UTF-8 is refused before it comes this far.
pub fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Expects that a place lies in its file.
pub fn inside(source: &Source, span: Span) {
    let text = source.text();
    assert!(span.start <= span.end && span.end <= text.len(), "{span:?} lies outside {} bytes", text.len());
    assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} cuts a character");
    let (from, to) = (source.position(span.start), source.position(span.end));
    assert!((1, 1) <= (from.line, from.column) && from <= to, "{from:?} to {to:?}");
}

/// Expects that each problem has a place and words.
pub fn hold<'p>(problems: impl IntoIterator<Item = &'p Problem>) {
    for problem in problems {
        inside(&problem.source, problem.span);
        assert!(!problem.code.is_empty() && !problem.message.trim().is_empty(), "{problem:?}");
    }
}

/// Expects of what is concluded about a manifest that every verdict has its document and every finding its place.
pub fn holds(source: &Source, outcome: &Outcome) {
    for requirement in &outcome.requirements {
        assert!(requirement.evidence.is_some() || requirement.verdict == Verdict::NoEvidence, "{requirement:?}");
        assert!(!requirement.origins.is_empty(), "{requirement:?}");
        requirement.origins.iter().for_each(|origin| inside(source, origin.span));
    }
    let mut fingerprints = HashSet::<&str>::new();
    for finding in &outcome.findings {
        inside(source, finding.place.span);
        finding.related.iter().for_each(|label| inside(source, label.span));
        finding.elsewhere.iter().for_each(|place| inside(&place.source, place.span));
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
        assert_eq!(finding.fingerprint.len(), 64, "{finding:?}");
        assert!(fingerprints.insert(finding.fingerprint.as_str()), "two findings have one fingerprint: {finding:?}");
    }
    outcome.notices.iter().for_each(|notice| inside(&notice.source, notice.span));
    outcome.failures.iter().for_each(|failure| inside(&failure.source, failure.span));
}
