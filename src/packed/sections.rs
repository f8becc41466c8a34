//! What is packed as the program carries it: sections of bytes and sections of text.

use std::borrow::Cow;

use super::arrays::Fixed;

/// Bytes that the program carries, or that it made itself.
pub type Bytes = Cow<'static, [u8]>;

/// Texts one after the other.
#[derive(Debug, Clone)]
pub enum AllText {
    /// What it made itself.
    Own(String),
    /// A part of what the program carries.
    Carried {
        /// All that it carries.
        all: &'static str,
        /// Where the part begins.
        start: usize,
    },
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

impl Packed<Vec<u8>, String> {
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
    pub fn packed(self) -> Packed<Vec<u8>, String> {
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
