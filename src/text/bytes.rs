//! Looking for bytes.
//!
//! The quickest way is another one on each processor, and which one it is has to be asked. On a virtual machine, each question
//! is answered from outside of it, and they take as long together as to check a service. A short text is looked through before
//! that, in a way that every processor knows.

use memchr::arch::all::memchr::One;
use memchr::{memchr, memchr_iter, memmem, memrchr};

/// A text of fewer bytes is a short one.
const SHORT: usize = 16 * 1024;

/// How bytes are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As every processor can.
    Common,
    /// As this one does best.
    Quickest,
}

impl Way {
    /// The way through a text of so many bytes, or through parts of it.
    pub fn through(length: usize) -> Self {
        if length < SHORT { Self::Common } else { Self::Quickest }
    }

    /// Where the first of these is.
    pub fn first(self, byte: u8, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Common => One::new(byte).find(bytes),
            Self::Quickest => memchr(byte, bytes),
        }
    }

    /// Where the last of these is.
    pub fn last(self, byte: u8, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Common => One::new(byte).rfind(bytes),
            Self::Quickest => memrchr(byte, bytes),
        }
    }

    /// Where the one is before which there are so many others.
    pub fn nth(self, byte: u8, bytes: &[u8], others: usize) -> Option<usize> {
        match self {
            Self::Common => One::new(byte).iter(bytes).nth(others),
            Self::Quickest => memchr_iter(byte, bytes).nth(others),
        }
    }

    /// How many of these there are.
    pub fn count(self, byte: u8, bytes: &[u8]) -> usize {
        match self {
            // The compiler makes many comparisons at once of it.
            Self::Common => bytes.iter().filter(|&&one| one == byte).count(),
            Self::Quickest => memchr_iter(byte, bytes).count(),
        }
    }
}

/// Whether a text holds another one.
pub fn holds(text: &str, part: &str) -> bool {
    match Way::through(text.len()) {
        Way::Common => text.contains(part),
        Way::Quickest => memmem::find(text.as_bytes(), part.as_bytes()).is_some(),
    }
}

/// Where a text holds another one, which doesn't overlap itself.
pub fn places<'t>(text: &'t str, part: &'t str) -> impl Iterator<Item = usize> {
    let (common, quickest) = match Way::through(text.len()) {
        Way::Common => (Some(text.match_indices(part)), None),
        Way::Quickest => (None, Some(memmem::find_iter(text.as_bytes(), part))),
    };
    common.into_iter().flatten().map(|(at, _)| at).chain(quickest.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_find_the_same() {
        for line in ["", "\n", "a\n", "ab\ncd", "\n\n\nä\n", "no end"] {
            for times in [1, 7, 40] {
                let text = line.repeat(times);
                let bytes = text.as_bytes();
                let found = |way: Way| {
                    let nth: Vec<_> = (0..5).map(|others| way.nth(b'\n', bytes, others)).collect();
                    (way.first(b'\n', bytes), way.last(b'\n', bytes), way.count(b'\n', bytes), nth)
                };
                assert_eq!(found(Way::Common), found(Way::Quickest), "{text:?}");
                assert_eq!(found(Way::Common).2, text.matches('\n').count(), "{text:?}");
            }
        }
    }

    #[test]
    fn a_part_is_found_in_short_texts_and_in_long_ones() {
        for filling in [0, SHORT] {
            let text = format!("[a]\n{}\n[b]\n[[c]]\n", "x".repeat(filling));
            assert_eq!(places(&text, "\n[").collect::<Vec<_>>(), [4 + filling, 8 + filling]);
            assert!(holds(&text, "[c") && !holds(&text, "[d") && places(&text, "[d").next().is_none());
        }
    }
}
