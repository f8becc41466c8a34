//! Facts as bytes, and text apart from them, that can be asked without being read: no work at the start grows with what they
//! hold.
//!
//! The program carries its catalogue in this form. Each thing is a row of its own, packed by [`Pack`]; a table knows
//! where its rows begin, and makes a thing when it is first asked for. What is looked up by a name or a number lies in
//! sorted or numbered arrays ([`arrays`]), which are searched in the bytes.
//!
//! The build packs what the loader gave it, and no other bytes are ever opened, so nothing here checks them again. What
//! could only be wrong if that were not so ends in `broken`, or past the end of an array. The text lies apart from them, and the
//! compiler saw that it is text: nobody looks at it before it is read, so that most of it is never brought into memory.

#[macro_use]
mod shapes;

pub mod arrays;
pub mod facts;
mod nouns;
mod pool;
mod rows;
pub mod rules;
pub mod sections;

use crate::model::Text;
use crate::model::id::{Id, Slug};
use crate::model::late::Late;
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
        self.texts.get(number as usize).to_owned()
    }

    /// A text that is neither copied nor looked at where the program carries it.
    fn shared_text(&mut self) -> Text {
        let number = self.number();
        self.texts.shared(number as usize)
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

impl<T: Pack> Pack for Late<T> {
    fn pack(&self, out: &mut Writer) {
        let start = out.bytes.len();
        out.bytes.extend([0; size_of::<u32>()]);
        T::pack(self, out);
        // Whoever doesn't look at it goes on behind it.
        let length = (out.bytes.len() - start - size_of::<u32>()) as u32;
        out.bytes[start..][..size_of::<u32>()].copy_from_slice(&length.to_le_bytes());
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        let length = u32::from_le_bytes([(); size_of::<u32>()].map(|()| input.byte()));
        let (own, rest) = input.bytes.split_at(length as usize);
        input.bytes = rest;
        let (bytes, texts) = (own.to_vec(), input.texts.clone());
        Self::by(move || T::unpack(&mut Reader { bytes: &bytes, texts: &texts }))
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

impl Pack for Text {
    fn pack(&self, out: &mut Writer) {
        out.text(self);
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        input.shared_text()
    }
}

impl Pack for Slug {
    fn pack(&self, out: &mut Writer) {
        out.text(self.as_str());
    }

    fn unpack(input: &mut Reader<'_>) -> Self {
        Self::carried(input.shared_text())
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

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use jiff::civil::{Date, date};

    use super::arrays::{Fixed, Lists, Texts};
    use super::*;
    use crate::model::date::PartialDate;
    use crate::model::evidence::{DateBasis, StatedIn, Statement};
    use crate::model::provider::{CloudStatus, RegionStatus};
    use crate::model::standard::{Assurance, Basis, EndEffect, RelationKind, RelationUse, Segment, StandardRef};

    #[track_caller]
    fn comes_back<T: Pack + Debug>(values: impl IntoIterator<Item = T>) {
        for value in values {
            let mut out = Writer::default();
            value.pack(&mut out);
            let texts = Texts::new(out.pool.texts());
            let mut input = Reader { bytes: &out.bytes, texts: &texts };
            let back = T::unpack(&mut input);
            assert_eq!(format!("{back:?}"), format!("{value:?}"));
            assert!(input.bytes.is_empty(), "{value:?}: {} bytes are left", input.bytes.len());
        }
    }

    #[test]
    fn each_value_comes_back() {
        let day = date(2028, 2, 29);
        comes_back([0, 1, 0x7f, 0x80, 0x3fff, 0x4000, u32::MAX as usize]);
        comes_back([Some(true), Some(false), None]);
        comes_back([vec!["same".to_owned(), "same".to_owned(), "ß 中".to_owned(), String::new()], Vec::new()]);
        comes_back([day, Date::MIN, Date::MAX]);
        comes_back([PartialDate::Day(day), PartialDate::Month(date(2028, 2, 1)), PartialDate::Year(date(2028, 1, 1))]);
        comes_back([CloudStatus::Active, CloudStatus::Closed(day), CloudStatus::NamedOnly, CloudStatus::Unstated]);
        comes_back([RegionStatus::Active, RegionStatus::Staging, RegionStatus::NamedOnly, RegionStatus::Closed(day)]);
        comes_back([StatedIn::Document(Id::at(300)), StatedIn::Publication(Id::at(0))]);
        comes_back([StatedIn::Unverified, StatedIn::Inference]);
        comes_back([Statement::InScope, Statement::Pending, Statement::OutOfScope]);
        comes_back(Assurance::ALL);
        comes_back(Basis::ALL);
        comes_back(DateBasis::ALL);
        comes_back(EndEffect::ALL);
        comes_back(RelationKind::ALL);
        comes_back(RelationUse::ALL);
        comes_back(Segment::ALL);
    }

    #[test]
    fn equal_texts_are_kept_once() {
        let mut out = Writer::default();
        vec!["table 1".to_owned(); 100].pack(&mut out);
        assert_eq!(out.pool.texts(), ["table 1"]);
    }

    #[test]
    fn sorted_texts_are_found_and_nothing_else() {
        let texts = Texts::new(&["azure", "azure bot", "bot", "ß"]);
        let found: Vec<_> = ["azure", "azure bot", "bot", "ß", "", "azur", "azure b", "zz", "中"]
            .map(|text| texts.position(text))
            .into_iter()
            .collect();
        assert_eq!(found, [Some(0), Some(1), Some(2), Some(3), None, None, None, None, None]);
        assert_eq!(Texts::new::<&str>(&[]).position("azure"), None);
    }

    #[test]
    fn a_list_is_asked_by_its_number_and_by_what_its_values_begin_with() {
        let pair = |first: Option<usize>, second: u32| (first.map(Id::<u8>::at), second);
        let lists: Lists<(), _> = Lists::new(&[
            vec![pair(None, 1), pair(None, 2), pair(Some(0), 3), pair(Some(7), 4), pair(Some(7), 5)],
            Vec::new(),
            vec![pair(Some(7), 6)],
        ]);
        let beside =
            |list: usize, first: Option<usize>| -> Vec<u32> { lists.beside(Id::at(list), first.map(Id::at)).collect() };
        assert_eq!(lists.get(Id::at(2)).collect::<Vec<_>>(), [pair(Some(7), 6)]);
        assert_eq!((beside(0, None), beside(0, Some(0)), beside(0, Some(7))), (vec![1, 2], vec![3], vec![4, 5]));
        assert_eq!((beside(0, Some(3)), beside(1, None), beside(2, Some(7))), (vec![], vec![], vec![6]));
    }

    #[test]
    fn a_reference_keeps_what_it_leaves_open() {
        for (edition, level) in [(None, None), (Some(0), None), (None, Some(3)), (Some(70_000), Some(0))] {
            let reference = StandardRef { standard: Id::at(9), edition: edition.map(Id::at), level: level.map(Id::at) };
            let mut bytes = Vec::new();
            reference.write(&mut bytes);
            assert_eq!((bytes.len(), StandardRef::read(&bytes)), (StandardRef::WIDTH, reference));
        }
    }
}
