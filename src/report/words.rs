//! Sentences with names in backticks, which some formats set as code.

use super::visible;

/// A sentence, in parts.
#[derive(Debug, Default)]
pub(super) struct Words(pub Vec<Piece>);

/// A part of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The text, safe to show.
    pub text: String,
    /// Whether it stood in backticks.
    pub is_code: bool,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let text = visible::prose(text);
        let parts: Vec<_> = text.split('`').collect();
        if parts.len() % 2 == 0 {
            // A backtick without another one is a backtick.
            return Self(vec![Piece { text, is_code: false }]);
        }
        let pieces = parts.iter().enumerate().filter(|(_, part)| !part.is_empty());
        Self(pieces.map(|(at, part)| Piece { text: (*part).to_owned(), is_code: at % 2 == 1 }).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(String, bool)> {
        Words::of(text).0.into_iter().map(|piece| (piece.text, piece.is_code)).collect()
    }

    #[test]
    fn only_pairs_of_backticks_make_code() {
        let piece = |text: &str, is_code| (text.to_owned(), is_code);
        assert_eq!(shown("require `a@b`, or"), [piece("require ", false), piece("a@b", true), piece(", or", false)]);
        assert_eq!(shown("one ` alone"), [piece("one ` alone", false)]);
        assert_eq!(shown("``"), []);
    }
}
