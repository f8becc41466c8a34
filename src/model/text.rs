//! Text of the catalogue and of rules, most of which the program carries.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};

/// Text of the catalogue and of rules. The program carries most of it: that is neither copied nor looked at before somebody
/// reads it, so that what nobody reads isn't brought into memory.
#[derive(Clone)]
pub struct Text(Words);

#[derive(Clone)]
enum Words {
    Own(Box<str>),
    /// A part of what the program carries. As a slice of it, it would be looked at where it begins and where it ends, and so
    /// brought into memory.
    Carried {
        all: &'static str,
        start: u32,
        end: u32,
    },
}

impl Text {
    /// These bytes of a text that the program carries, of less than four gigabytes: from the beginning of a character to the
    /// end of one. Where that isn't so, whoever reads it panics.
    pub(crate) fn carried(all: &'static str, Range { start, end }: Range<usize>) -> Self {
        Self(Words::Carried { all, start: start as u32, end: end as u32 })
    }

    /// The text as it is read.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Words::Own(text) => text,
            Words::Carried { all, start, end } => &all[*start as usize..*end as usize],
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Words::Own(text.into_boxed_str()))
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::carried(text, 0..text.len())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // As the text that it is looked up by.
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(formatter)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), formatter)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::*;

    /// The same text in every way in which it can be kept.
    fn all(text: &'static str, whole: &'static str) -> [Text; 3] {
        let start = whole.find(text).expect("it is a part of the whole");
        [Text::from(text), Text::from(text.to_owned()), Text::carried(whole, start..start + text.len())]
    }

    #[test]
    fn a_text_is_the_same_however_it_is_kept() {
        let whole = "für alle Dienste";
        for text in ["für", "alle", "", "Dienste", whole] {
            let texts = all(text, whole);
            for one in &texts {
                assert_eq!(
                    (one.as_str(), one.to_string(), format!("{one:?}")),
                    (text, text.into(), format!("{text:?}"))
                );
                assert!(texts.iter().all(|other| one == other && one.cmp(other).is_eq()));
                assert!(HashSet::from([one.clone()]).contains(text) && BTreeSet::from([one.clone()]).contains(text));
            }
        }
        let [a, b] = ["a", "b"].map(Text::from);
        assert!(a < b && Text::default().is_empty());
    }

    #[test]
    fn it_takes_no_more_room_than_where_it_is_carried() {
        // A claim has several, and there may be hundreds of thousands of claims.
        assert_eq!(size_of::<Text>(), size_of::<(&str, u32, u32)>());
    }
}
