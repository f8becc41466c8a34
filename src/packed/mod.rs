//! Facts as bytes that can be asked without being read: no work at the start grows with what they hold.
//!
//! The program carries its catalogue in this form. Each thing is a row of its own, packed by [`Pack`]; a table knows
//! where its rows begin, and makes a thing when it is first asked for. What is looked up by a name or a number lies in
//! sorted or numbered arrays ([`arrays`]), which are searched in the bytes.
//!
//! The build packs what the loader gave it, and no other bytes are ever opened, so nothing here checks them again. What
//! could only be wrong if that were not so ends in [`broken`], or past the end of an array.

pub mod arrays;
pub mod facts;
mod nouns;
mod pool;
mod rows;

use crate::model::id::{Id, Slug};
use pool::Pool;
pub use rows::PackedRows;

/// How a value becomes bytes, and how it is made of them again.
pub trait Pack: Sized {
    /// Adds the value's bytes to `out`.
    fn pack(&self, out: &mut Writer);

    /// Makes the value that begins where `input` stands.
    fn unpack(input: &mut Reader<'_>) -> Self;
}

/// Where values are packed.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    pool: Pool,
}

impl Writer {
    fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// A number in as few bytes as it needs: seven bits each, the lowest first, and a sign that more follow.
    fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    /// A text. Equal ones are kept once: many claims of a document stand at the same place in it.
    fn text(&mut self, text: &str) {
        let number = self.pool.number(text);
        self.number(number);
    }
}

/// Where values are made of bytes.
#[derive(Debug)]
pub struct Reader<'b> {
    bytes: &'b [u8],
    texts: &'b arrays::Texts,
}

impl Reader<'_> {
    fn byte(&mut self) -> u8 {
        let byte = self.bytes[0];
        self.bytes = &self.bytes[1..];
        byte
    }

    fn number(&mut self) -> u32 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    fn text(&mut self) -> String {
        let number = self.number();
        self.texts.get(number as usize).into_owned()
    }
}

/// The one place where bytes are given up that this program can't have packed.
#[cold]
fn broken() -> ! {
    unreachable!("the program carries a catalogue that another version of it has packed")
}

impl Pack for usize {
    fn pack(&self, out: &mut Writer) {
        out.number(*self as u32);
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        input.number() as Self
    }
}

impl Pack for bool {
    fn pack(&self, out: &mut Writer) {
        out.byte(u8::from(*self));
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        input.byte() != 0
    }
}

impl Pack for String {
    fn pack(&self, out: &mut Writer) {
        out.text(self);
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        input.text()
    }
}

impl Pack for Slug {
    fn pack(&self, out: &mut Writer) {
        out.text(self.as_str());
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        Self::new(&input.text()).unwrap_or_else(|| broken())
    }
}

impl<T> Pack for Id<T> {
    fn pack(&self, out: &mut Writer) {
        self.index().pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        Self::at(usize::unpack(input))
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, out: &mut Writer) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        bool::unpack(input).then(|| T::unpack(input))
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, out: &mut Writer) {
        self.len().pack(out);
        self.iter().for_each(|value| value.pack(out));
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        let length = usize::unpack(input);
        (0..length).map(|_| T::unpack(input)).collect()
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, out: &mut Writer) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        (A::unpack(input), B::unpack(input))
    }
}
