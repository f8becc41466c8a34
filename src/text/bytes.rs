//! Looking for bytes.
//!
//! The quickest way is another one on each x86-64 processor, which has to be asked for it ten times. A virtual machine has such
//! questions answered from outside of itself: together they take some sixty microseconds there, as long as the check of a service
//! or two. Texts that are looked through in less time are looked through as every processor can.

use memchr::arch::all::memchr::One;
use memchr::{memchr, memchr_iter, memmem, memrchr};

/// A text of fewer bytes is a short one: to look for a part of it in a common way takes a microsecond or two, and a manifest is
/// looked through a handful of times.
const SHORT: usize = 4 * 1024;

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
        // Other processors aren't asked when the program runs: what they can do is known when it is built.
        if cfg!(target_arch = "x86_64") && length < SHORT { Self::Common } else { Self::Quickest }
    }

    /// Where the first of these bytes is.
    pub fn first(self, byte: u8, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Common => One::new(byte).find(bytes),
            Self::Quickest => memchr(byte, bytes),
        }
    }

    /// Where the last of these bytes is.
    pub fn last(self, byte: u8, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Common => One::new(byte).rfind(bytes),
            Self::Quickest => memrchr(byte, bytes),
        }
    }

    /// Where the byte is before which there are so many others like it.
    pub fn nth(self, byte: u8, bytes: &[u8], others: usize) -> Option<usize> {
        match self {
            Self::Common => One::new(byte).iter(bytes).nth(others),
            Self::Quickest => memchr_iter(byte, bytes).nth(others),
        }
    }

    /// How many of these bytes there are.
    pub fn count(self, byte: u8, bytes: &[u8]) -> usize {
        match self {
            // The compiler makes many comparisons at once of it.
            Self::Common => bytes.iter().filter(|&&one| one == byte).count(),
            Self::Quickest => memchr_iter(byte, bytes).count(),
        }
    }

    /// Whether a text holds another one, which isn't empty.
    pub fn holds(self, text: &str, part: &str) -> bool {
        match self {
            Self::Common => text.contains(part),
            Self::Quickest => memmem::find(text.as_bytes(), part.as_bytes()).is_some(),
        }
    }

    /// Every place where a text holds another one, which isn't empty. Of those that overlap, the first is one.
    pub fn places<'t>(self, text: &'t str, part: &'t str) -> impl Iterator<Item = usize> {
        let common = (self == Self::Common).then(|| text.match_indices(part).map(|(at, _)| at));
        let quickest = (self == Self::Quickest).then(|| memmem::find_iter(text.as_bytes(), part));
        common.into_iter().flatten().chain(quickest.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAYS: [Way; 2] = [Way::Common, Way::Quickest];

    #[test]
    fn both_ways_find_the_same_bytes() {
        for line in ["", "\n", "a\n", "ab\ncd", "\n\n\nä\n", "no end"] {
            for times in [1, 7, 40, 2_000] {
                let text = line.repeat(times);
                let bytes = text.as_bytes();
                let found = WAYS.map(|way| {
                    let nth: Vec<_> = (0..5).map(|others| way.nth(b'\n', bytes, others)).collect();
                    (way.first(b'\n', bytes), way.last(b'\n', bytes), way.count(b'\n', bytes), nth)
                });
                assert_eq!(found[0], found[1], "{text:?}");
                assert_eq!(found[0].2, text.matches('\n').count(), "{text:?}");
            }
        }
    }

    #[test]
    fn both_ways_find_the_same_parts() {
        for (text, part, expected) in [
            ("[a]\n\n[b]\n[[c]]\n", "\n[", &[4, 8][..]),
            ("aaaaa", "aa", &[0, 2]),
            ("ä中ä中", "ä", &[0, 5]),
            ("ä中ä中", "中", &[2, 7]),
            ("no such", "ä", &[]),
            ("", "a", &[]),
        ] {
            for way in WAYS {
                assert_eq!(way.places(text, part).collect::<Vec<_>>(), expected, "{text:?} {part:?} {way:?}");
                assert_eq!(way.holds(text, part), !expected.is_empty(), "{text:?} {part:?} {way:?}");
            }
        }
    }
}
