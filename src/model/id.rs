//! Names that are fit to be ids, and references that are already resolved.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::NonZeroU32;

use super::Text;

/// The id of a thing of the catalogue: lower-case letters, digits, `-` and `.`, beginning with a letter or a digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Text);

impl Slug {
    /// `text` as an id, if it is fit to be one.
    pub fn new(text: &str) -> Option<Self> {
        Self::fits(text).then(|| Self(text.to_owned().into()))
    }

    fn fits(text: &str) -> bool {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        let begins_well = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        begins_well && text.chars().all(fits)
    }

    /// An id that was one when the program was built, which carries it: it is looked at again in tests alone.
    pub(crate) fn carried(text: Text) -> Self {
        debug_assert!(Self::fits(&text), "{text} is no id");
        Self(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, not copied where the program carries it.
    pub fn text(&self) -> Text {
        self.0.clone()
    }

    /// Whether it is a year and nothing else: standards bodies print such an edition after a colon.
    pub fn is_year(&self) -> bool {
        self.0.len() == 4 && self.0.bytes().all(|byte| byte.is_ascii_digit())
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A reference to a `T` in its [`Table`](super::table::Table): it was resolved when the files were read, and can't dangle.
pub struct Id<T> {
    /// One more than its place, so that one that may be missing takes no more room.
    next: NonZeroU32,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The reference to the thing that stands at `index` in its table, once all things are added.
    ///
    /// Loading numbers the things of all files before it builds them, since they refer to each other.
    pub fn at(index: usize) -> Self {
        Self { next: NonZeroU32::MIN.saturating_add(index as u32), of: PhantomData }
    }

    /// Its place in the table, from 0.
    pub fn index(self) -> usize {
        (self.next.get() - 1) as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.next == other.next
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.next.cmp(&other.next)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.next.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.index())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_knows_its_place_and_may_be_missing_for_nothing() {
        for place in [0, 1, 4_000_000_000] {
            assert_eq!(Id::<()>::at(place).index(), place);
        }
        assert!(Id::<()>::at(1) < Id::at(2));
        assert_eq!(size_of::<Option<Id<()>>>(), size_of::<u32>());
    }

    #[test]
    fn an_id_is_plain() {
        for good in ["iso-27001", "4.0.1", "2013", "a"] {
            assert!(Slug::new(good).is_some(), "{good}");
        }
        for bad in ["", "ISO 27001", "-a", "a_b", "a/b", "ß", "a:b"] {
            assert!(Slug::new(bad).is_none(), "{bad}");
        }
    }
}
