//! What is packed as the program carries it: sections of bytes and sections of text.

use std::borrow::Cow;
use std::ops::Range;

use super::arrays::Fixed;
use crate::model::Text;

/// Bytes that the program carries, or that were put together just now.
pub type Bytes = Cow<'static, [u8]>;

/// Texts one after the other.
#[derive(Clone)]
pub enum AllText {
    /// Those that were put together just now.
    Own(String),
    /// A part of what the program carries.
    Carried {
        /// All that it carries.
        all: &'static str,
        /// Where the part begins.
        start: usize,
    },
}

impl AllText {
    /// The text of these bytes.
    pub fn get(&self, Range { start, end }: Range<usize>) -> &str {
        match self {
            Self::Own(all) => &all[start..end],
            Self::Carried { all, start: first } => &all[first + start..first + end],
        }
    }

    /// The same, where the program carries it.
    pub fn carried(&self, Range { start, end }: Range<usize>) -> Option<&'static str> {
        match self {
            Self::Own(_) => None,
            Self::Carried { all, start: first } => Some(&all[first + start..first + end]),
        }
    }

    /// As [`AllText::get`], not looked at before somebody reads it where the program carries it.
    pub fn shared(&self, Range { start, end }: Range<usize>) -> Text {
        match self {
            Self::Own(all) => Text::from(all[start..end].to_owned()),
            Self::Carried { all, start: first } => Text::carried(all, first + start..first + end),
        }
    }
}

/// What is packed, or what the program carries of that: the bytes, and apart from them the text, which is known to be text where
/// it is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed<B, T> {
    /// How long each section is, and behind that the sections of bytes.
    pub bytes: B,
    /// The sections of text.
    pub text: T,
}

/// What the program carries.
pub type Carried = Packed<&'static [u8], &'static str>;

/// What was packed just now.
pub type Fresh = Packed<Vec<u8>, String>;

impl Fresh {
    /// The same as if the program carried it, for as long as it runs.
    pub fn leak(self) -> Carried {
        Packed { bytes: self.bytes.leak(), text: self.text.leak() }
    }
}

/// Sections of bytes and of text, of which each begins where the one before it ends. Their lengths stand before all of them, so
/// that a section that nobody asks anything isn't brought into memory.
#[derive(Debug)]
pub struct Sections {
    lengths: &'static [u8],
    bytes: &'static [u8],
    text: &'static str,
    /// Where the next section of text begins.
    at: usize,
}

impl Sections {
    /// The sections of what was packed.
    pub fn new(Packed { bytes, text }: Carried) -> Self {
        let (count, rest) = bytes.split_at(u32::WIDTH);
        let (lengths, bytes) = rest.split_at(u32::read(count) as usize * u32::WIDTH);
        Self { lengths, bytes, text, at: 0 }
    }

    fn length(&mut self) -> usize {
        let (length, rest) = self.lengths.split_at(u32::WIDTH);
        self.lengths = rest;
        u32::read(length) as usize
    }

    /// The next section, which is of bytes.
    // Were this inlined where some forty sections are read one after the other, the optimiser would prove the bounds of
    // each from those of all before it: with link-time optimisation it didn't come to an end in ten minutes.
    #[inline(never)]
    pub fn next_bytes(&mut self) -> Bytes {
        let (section, rest) = self.bytes.split_at(self.length());
        self.bytes = rest;
        Cow::Borrowed(section)
    }

    /// The next section, which is of text.
    pub fn next_text(&mut self) -> AllText {
        let start = self.at;
        self.at += self.length();
        AllText::Carried { all: self.text, start }
    }
}

/// Sections that are being written.
#[derive(Debug, Default)]
pub struct Written {
    lengths: Vec<u8>,
    bytes: Vec<u8>,
    text: String,
}

impl Written {
    /// Adds a section of bytes.
    pub fn section(&mut self, section: &[u8]) {
        (section.len() as u32).write(&mut self.lengths);
        self.bytes.extend(section);
    }

    /// Adds a section of text.
    pub fn text(&mut self, text: &str) {
        (text.len() as u32).write(&mut self.lengths);
        self.text.push_str(text);
    }

    /// All of it.
    pub fn packed(self) -> Fresh {
        let Self { lengths, bytes: sections, text } = self;
        let mut bytes = Vec::new();
        ((lengths.len() / u32::WIDTH) as u32).write(&mut bytes);
        bytes.extend(lengths);
        bytes.extend(sections);
        Packed { bytes, text }
    }
}

/// What lies in one or more sections.
pub trait Part {
    /// Adds its sections to `out`.
    fn write(&self, out: &mut Written);

    /// What the next sections hold.
    fn read(sections: &mut Sections) -> Self;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::arrays::{Pieces, Texts};

    #[test]
    fn sections_come_back_in_their_order_and_are_packed_to_the_same_again() {
        let (first, second) = (["a", "", "ß中"], ["b", "中", ""]);
        let pieces = |bytes: &[u8]| Pieces::new(&[1, bytes.len()], bytes.to_vec());
        let write = |all: [(&Pieces, &Texts); 2]| {
            let mut out = Written::default();
            for (pieces, texts) in all {
                pieces.write(&mut out);
                texts.write(&mut out);
            }
            out.packed()
        };
        let packed = write([(&pieces(b"xyz"), &Texts::new(&first)), (&pieces(b"\xff"), &Texts::new(&second))]);
        let mut sections = Sections::new(packed.clone().leak());
        let [(one, texts), (other, more)] = [(); 2].map(|()| (Pieces::read(&mut sections), Texts::read(&mut sections)));
        assert_eq!((one.get(0), one.get(1), other.get(0)), (&b"x"[..], &b"yz"[..], &b"\xff"[..]));
        for (texts, expected) in [(&texts, first), (&more, second)] {
            assert_eq!(texts.iter().collect::<Vec<_>>(), expected);
            for (number, text) in expected.iter().enumerate() {
                assert_eq!((texts.get(number), texts.carried(number)), (*text, Some(*text)));
                assert_eq!(texts.shared(number), *text);
            }
        }
        assert_eq!(write([(&one, &texts), (&other, &more)]), packed);
    }
}
