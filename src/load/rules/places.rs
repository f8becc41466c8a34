//! Where the examples of a rule stand in its file. Loading doesn't need that, so it is worked out when it is asked for.

use crate::load::tree::{Node, Place};
use crate::load::yaml;
use crate::text::{Source, Span};

/// The places of one example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExamplePlaces {
    /// The whole entry.
    pub whole: Span,
    /// The text of the manifest.
    pub manifest: Span,
    /// The text of the document beside it.
    pub evidence: Option<Span>,
    /// The text of the rule beside it.
    pub beside: Option<Span>,
    /// The text of the policy above it.
    pub policy: Option<Span>,
}

/// The places of every example of a sound rule file, in the order of the file.
pub fn example_places(source: &Source) -> Vec<ExamplePlaces> {
    let Ok(root) = yaml::read(source.text()) else { return Vec::new() };
    let spans = yaml::places(source.text());
    let span = |node: &Node| match node.place {
        Place::Bytes(span) => span,
        Place::Nth(number) => spans.get(number).copied().unwrap_or_default(),
    };
    let of = |example: &Node| {
        let written = example.get("fails").or(example.get("passes"));
        ExamplePlaces {
            whole: span(example),
            manifest: written.map(span).unwrap_or_default(),
            evidence: example.get("evidence").map(span),
            beside: example.get("rule").map(span),
            policy: example.get("policy").map(span),
        }
    };
    root.items("examples").iter().map(of).collect()
}

/// The place in a file of the line with this number, from 0, of `text`, which stands there at `span`. Where the file
/// writes the text in another way than line by line, that is where the text begins.
pub fn place_of_line(source: &Source, span: Span, text: &str, line: usize) -> Span {
    let blank = text.lines().take_while(|line| line.trim().is_empty()).count();
    let first = source.line_index(span.start);
    let written = text.lines().nth(line).unwrap_or_default().trim();
    let there = (first + line).checked_sub(blank).and_then(|number| source.line_span(number));
    let trimmed = |there: Span| {
        let whole = source.slice(there);
        let start = there.start + (whole.len() - whole.trim_start().len());
        Span::new(start, start + whole.trim().len())
    };
    match there.map(trimmed).filter(|&there| source.slice(there) == written) {
        Some(there) => there,
        None => source.line_span(first).map(trimmed).unwrap_or(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "id: a/b\nexamples:\n  - as-of: 2026-01-01\n    passes: |\n\n      one = 1\n      two = 2\n\n      \
        four = \"ß\"\n  - as-of: 2026-01-01\n    fails: \"one = 1\\ntwo = 2\\n\"\n    rule: x\n";

    fn line(example: usize, text: &str, number: usize) -> String {
        let source = Source::new("rule.yaml", RULE);
        let places = example_places(&source);
        source.slice(place_of_line(&source, places[example].manifest, text, number)).to_owned()
    }

    #[test]
    fn a_line_of_an_example_is_found_in_the_file() {
        let text = "\none = 1\ntwo = 2\n\nfour = \"ß\"\n";
        assert_eq!(line(0, text, 1), "one = 1");
        assert_eq!(line(0, text, 2), "two = 2");
        assert_eq!(line(0, text, 4), "four = \"ß\"");
    }

    #[test]
    fn a_text_that_is_written_otherwise_is_found_as_a_whole() {
        assert_eq!(line(1, "one = 1\ntwo = 2\n", 1), "fails: \"one = 1\\ntwo = 2\\n\"");
        let source = Source::new("rule.yaml", RULE);
        let places = example_places(&source)[1];
        assert_eq!(places.beside.map(|span| source.slice(span)), Some("x"));
        assert_eq!(places.evidence, None);
    }
}
