//! Words as SARIF's messages take them.

use crate::report::visible;

/// The most characters that GitHub takes of a description.
const LONGEST: usize = 1_000;

/// Words of somebody else as one line that means itself.
pub(super) fn text(words: &str) -> String {
    literal(&visible::prose(words))
}

/// Lines that are safe to show already, as a text that means itself: no brace is a placeholder, and no brackets make a link.
pub(super) fn literal(shown: &str) -> String {
    shown.replace('{', "{{").replace('}', "}}").replace("](", "]\\(")
}

/// A description that is cut where GitHub would refuse it.
pub(super) fn description(words: &str) -> String {
    let shown = visible::prose(words);
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => literal(&format!("{}…", &shown[..end])),
        None => literal(&shown),
    }
}

/// A sentence with its full stop.
pub(super) fn stopped(sentence: &str) -> String {
    if sentence.ends_with(['.', '?', '!']) { sentence.to_owned() } else { format!("{sentence}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sarif_would_obey_is_written_as_it_is() {
        for (given, expected) in [
            ("plain [1] words", "plain [1] words"),
            ("{0} of {x}", "{{0}} of {{x}}"),
            ("[here](https://evil.example)", r"[here]\(https://evil.example)"),
            ("a\nb\u{202e}", r"a b\u{{202e}}"),
        ] {
            assert_eq!(text(given), expected);
        }
    }

    #[test]
    fn a_description_is_never_too_long() {
        assert_eq!(description(&"é".repeat(5_000)).chars().count(), LONGEST + 1);
    }
}
