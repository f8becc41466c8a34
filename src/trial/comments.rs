//! What the comments of a manifest expect: `# error[rule] standard + warning[rule]` at the end of the line that a
//! finding is reported at. What a waiver excuses is written `waived[rule] standard`.

use std::collections::BTreeMap;
use std::fmt;

use crate::check::outcome::Finding;
use crate::model::rule::Severity;
use crate::text::nearest::nearest;
use crate::text::{Source, Span};

/// What stands before the rule where a waiver excuses the finding.
const WAIVED: &str = "waived";

/// A finding as a comment names it, with its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The line of the manifest, from 0.
    pub line: usize,
    /// The severity, or `waived`.
    pub grade: &'static str,
    /// The rule's id.
    pub rule: String,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<String>,
}

impl fmt::Display for Named {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}[{}]", self.grade, self.rule)?;
        self.standard.iter().try_for_each(|standard| write!(formatter, " {standard}"))
    }
}

impl Named {
    /// The finding as a comment of `manifest` would name it.
    pub fn of(finding: &Finding, manifest: &Source) -> Self {
        Self {
            line: manifest.line_index(finding.place.span.start),
            grade: if finding.waived.is_some() { WAIVED } else { finding.severity.name() },
            rule: finding.rule.clone(),
            standard: finding.standard.clone(),
        }
    }
}

/// A comment that seems to expect something, and from which nothing can be learnt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line of the manifest, from 0.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What is expected and not found, and what is found and not expected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Expected, and not found.
    pub missing: Vec<Named>,
    /// Found, and not expected.
    pub surplus: Vec<Named>,
}

impl Differences {
    /// Holds what is found against what is expected. Two that look alike are two.
    pub fn between(expected: &[Named], found: &[Named]) -> Self {
        let mut balance: BTreeMap<&Named, isize> = BTreeMap::new();
        expected.iter().for_each(|one| *balance.entry(one).or_default() += 1);
        found.iter().for_each(|one| *balance.entry(one).or_default() -= 1);
        let of = |sign: isize| {
            let those = balance.iter().map(|(&one, count)| (one, count * sign)).filter(|(_, count)| *count > 0);
            those.flat_map(|(one, count)| std::iter::repeat_n(one.clone(), count.unsigned_abs())).collect()
        };
        Self { missing: of(1), surplus: of(-1) }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.surplus.is_empty()
    }
}

/// What the comments of a manifest expect, by line.
///
/// # Errors
///
/// The comments that seem to expect something, and don't say it in the way that is understood.
pub fn expected(manifest: &Source) -> Result<Vec<Named>, Vec<Mistake>> {
    let (mut expected, mut mistakes) = (Vec::new(), Vec::new());
    for comment in comments(manifest) {
        let words = manifest.slice(comment).trim_start_matches('#');
        let parts: Vec<_> = words.split(" + ").map(str::trim).collect();
        if !parts.iter().any(|part| is_meant(part)) {
            continue;
        }
        let line = manifest.line_index(comment.start);
        let start = manifest.line_span(line).map_or(0, |span| span.start);
        if manifest.slice(Span::new(start, comment.start)).trim().is_empty() {
            let message = "this comment stands on a line of its own, where nothing is reported".to_owned();
            let help = "write it at the end of the line that the finding is reported at".to_owned();
            mistakes.push(Mistake { line, message, help });
            continue;
        }
        for part in parts {
            match named(part, line) {
                Ok(one) => expected.push(one),
                Err((message, help)) => mistakes.push(Mistake { line, message, help }),
            }
        }
    }
    if mistakes.is_empty() { Ok(expected) } else { Err(mistakes) }
}

/// Whether a part of a comment is meant to name a finding: it begins with a word and a bracket.
fn is_meant(part: &str) -> bool {
    part.split_once('[').is_some_and(|(word, _)| !word.is_empty() && word.chars().all(char::is_alphanumeric))
}

/// `error[rule] standard`, or what is wrong with it and what to do.
fn named(part: &str, line: usize) -> Result<Named, (String, String)> {
    let parts = part.split_once('[').and_then(|(word, rest)| Some((word, rest.split_once(']')?)));
    let Some((word, (rule, standard))) = parts else {
        let help = "a finding is written `error[rule] standard`, and several are joined by ` + `".to_owned();
        return Err((format!("`{part}` names no finding"), help));
    };
    let grades: Vec<_> = Severity::ALL.iter().map(|severity| severity.name()).chain([WAIVED]).collect();
    let Some(&grade) = grades.iter().find(|grade| **grade == word) else {
        let help = match nearest(word, grades.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is one of {}", grades.join(", ")),
        };
        return Err((format!("`{word}` is no severity"), help));
    };
    let standard = Some(standard.trim()).filter(|standard| !standard.is_empty()).map(str::to_owned);
    // The name of a standard has no bracket in it and is one word: another finding begins here.
    if let Some(second) = standard.as_ref().and_then(|words| words.split_whitespace().find(|word| word.contains('['))) {
        let message = format!("`{second}` begins a second finding, and nothing joins it to the first");
        return Err((message, "several are joined by ` + `: `error[a/b] standard + warning[c/d]`".to_owned()));
    }
    Ok(Named { line, grade, rule: rule.trim().to_owned(), standard })
}

/// Where in a TOML text the scanner is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Between values.
    Plain,
    /// In a text that is closed by these characters; a backslash takes away the meaning of the next one.
    Text { closing: &'static str, escapes: bool },
}

/// The places of the comments of a TOML text, from `#` to the end of the line.
fn comments(manifest: &Source) -> Vec<Span> {
    const TEXTS: [(&str, bool); 4] = [("\"\"\"", true), ("'''", false), ("\"", true), ("'", false)];
    let text = manifest.text();
    let (mut found, mut at, mut offset) = (Vec::new(), At::Plain, 0);
    while let Some(next) = text[offset..].chars().next() {
        let rest = &text[offset..];
        let mut step = next.len_utf8();
        match at {
            At::Plain if next == '#' => {
                let end = offset + rest.find('\n').unwrap_or(rest.len());
                found.push(Span::new(offset, end));
                step = end - offset;
            }
            At::Plain => {
                if let Some(&(closing, escapes)) = TEXTS.iter().find(|(opening, _)| rest.starts_with(opening)) {
                    at = At::Text { closing, escapes };
                    step = closing.len();
                }
            }
            At::Text { escapes: true, .. } if next == '\\' => {
                step += rest[step..].chars().next().map_or(0, char::len_utf8);
            }
            At::Text { closing, .. } if rest.starts_with(closing) => {
                at = At::Plain;
                step = closing.len();
            }
            // A text on one line ends with it at the latest; what is wrong with it is told elsewhere.
            At::Text { closing, .. } if next == '\n' && closing.len() == 1 => at = At::Plain,
            At::Text { .. } => {}
        }
        offset += step;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let told = |one: &Named| format!("{}: {one}", one.line + 1);
        match expected(&Source::new("deploy.toml", text)) {
            Ok(expected) => expected.iter().map(told).collect(),
            Err(mistakes) => {
                mistakes.iter().map(|one| format!("{}: {} ({})", one.line + 1, one.message, one.help)).collect()
            }
        }
    }

    #[test]
    fn comments_at_the_end_of_a_line_name_findings() {
        let text =
            "# as of: 2021-08-03\na = 1 # error[b/c] std@high + waived[d/e]\nb = 2 # see [3]\nc = 3 #advice[f/g]\n";
        assert_eq!(told(text), ["2: error[b/c] std@high", "2: waived[d/e]", "4: advice[f/g]"]);
    }

    #[test]
    fn a_text_holds_no_comment() {
        let text = "a = \"x # error[b/c]\" # error[b/d]\nb = '\\' # error[b/e]\nc = \"\"\"\n\" # error[b/f]\n\"\"\" # error[b/g]\n\
            d = \"\\\" # error[b/h]\"\n";
        assert_eq!(told(text), ["1: error[b/d]", "2: error[b/e]", "5: error[b/g]"]);
    }

    #[test]
    fn a_comment_that_is_not_understood_is_told() {
        assert_eq!(told("a = 1 # eror[b/c]\n"), ["1: `eror` is no severity (did you mean `error`?)"]);
        assert!(told("a = 1 # error[b/c] + later\n")[0].contains("`later` names no finding"));
        assert!(told("a = 1 # error[b/c\n")[0].contains("names no finding"));
        let second = "begins a second finding, and nothing joins it to the first (several are joined by ` + `: \
            `error[a/b] standard + warning[c/d]`)";
        assert_eq!(told("a = 1 # error[b/c] warning[d/e\n"), [format!("1: `warning[d/e` {second}")]);
        assert_eq!(told("a = 1 # error[b/c] std@high warning[d/e]\n"), [format!("1: `warning[d/e]` {second}")]);
        assert_eq!(
            told("a = 1 # error[b/c] + error[b/d] std +warning[d/e]\n"),
            [format!("1: `+warning[d/e]` {second}")]
        );
        assert!(told("a = 1\n# error[b/c]\n")[0].starts_with("2: this comment stands on a line of its own"));
    }

    #[test]
    fn two_that_look_alike_are_two() {
        let one = Named { line: 0, grade: "error", rule: "b/c".to_owned(), standard: None };
        let two = [one.clone(), one.clone()];
        assert!(Differences::between(&two, &two).is_empty());
        assert_eq!(Differences::between(&two, &two[..1]).missing, std::slice::from_ref(&one));
        assert_eq!(Differences::between(&two[..1], &two).surplus, [one]);
    }
}
