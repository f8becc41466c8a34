//! Patterns over names, and how far they may go: what matches them is built from them, and grows with them.

use globset::Glob;

/// The most bytes of a pattern. No name is half as long.
const LONGEST: usize = 500;

/// How deep braces may stand in each other.
const DEEPEST: usize = 8;

/// Why something is no pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<String>,
}

/// Reads a pattern.
///
/// # Errors
///
/// That it goes too far, or can't be understood.
pub fn read(pattern: &str) -> Result<Glob, Refused> {
    let refused = |message, help: &str| Err(Refused { message, help: Some(help.to_owned()) });
    if pattern.len() > LONGEST {
        let message = format!("this pattern has {} bytes, and {LONGEST} are the most", pattern.len());
        return refused(message, "write several patterns");
    }
    if depth(pattern) > DEEPEST {
        let message = format!("braces stand more than {DEEPEST} deep in each other in this pattern");
        return refused(message, "write one pair of braces with all that may stand there, or several patterns");
    }
    Ok(Glob::new(pattern)?)
}

impl From<globset::Error> for Refused {
    fn from(error: globset::Error) -> Self {
        Self { message: format!("this pattern can't be understood: {}", error.kind()), help: None }
    }
}

/// How many braces are open at once. Those that stand for themselves count as well: nobody needs many of either.
fn depth(pattern: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in pattern.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_as_long_and_as_deep_as_it_may_be_and_no_more() {
        for piece in ["?", "*a", "[!a]", "{a,b*}", "\\*", "ß"] {
            let most = piece.repeat(LONGEST / piece.len());
            let matcher = read(&most).map(|glob| glob.compile_matcher());
            assert!(matcher.is_ok_and(|matcher| !matcher.is_match("x")), "{piece}");
            let refused = read(&(most + piece)).expect_err("it is too long");
            assert!(refused.message.contains("bytes, and 500 are the most"), "{}", refused.message);
        }
        let nested = |depth: usize| format!("{}a{}", "{b,".repeat(depth), "}".repeat(depth));
        assert!(read(&nested(DEEPEST - 1)).is_ok());
        assert!(read(&nested(DEEPEST)).is_ok_and(|glob| glob.compile_matcher().is_match("a")));
        let refused = read(&nested(DEEPEST + 1)).expect_err("it is too deep");
        assert_eq!(refused.message, "braces stand more than 8 deep in each other in this pattern");
    }
}
