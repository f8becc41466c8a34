//! Arrays that are asked in their bytes: numbered pieces, numbered texts, and lists of small values for each number.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use super::sections::{AllText, Bytes, Part, Sections, Written};
use crate::model::Text;
use crate::model::id::Id;
use crate::model::standard::StandardRef;

/// Pieces of various lengths, numbered from 0.
#[derive(Debug, Clone)]
pub struct Pieces {
    /// Where each of them ends.
    ends: Bytes,
    data: Bytes,
}

impl Pieces {
    pub(super) fn new(ends: &[usize], data: Vec<u8>) -> Self {
        let mut packed = Vec::with_capacity(ends.len() * u32::WIDTH);
        ends.iter().for_each(|&end| (end as u32).write(&mut packed));
        Self { ends: Cow::Owned(packed), data: Cow::Owned(data) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len() / u32::WIDTH
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(super) fn get(&self, number: usize) -> &[u8] {
        &self.data[bounds(&self.ends, number)]
    }
}

/// From the end of the piece before `number` to its own.
fn bounds(ends: &[u8], number: usize) -> Range<usize> {
    let (ends, _) = ends.as_chunks();
    let end = |number: usize| u32::from_le_bytes(ends[number]) as usize;
    number.checked_sub(1).map_or(0, end)..end(number)
}

impl Part for Pieces {
    fn write(&self, out: &mut Written) {
        out.section(&self.ends);
        out.section(&self.data);
    }

    fn read(sections: &mut Sections) -> Self {
        Self { ends: sections.next_bytes(), data: sections.next_bytes() }
    }
}

/// Texts, numbered from 0.
#[derive(Clone)]
pub struct Texts {
    /// Where each of them ends.
    ends: Bytes,
    all: AllText,
}

impl Texts {
    /// `texts` in their order.
    pub fn new<T: AsRef<str>>(texts: &[T]) -> Self {
        let (mut all, mut ends) = (String::new(), Vec::with_capacity(texts.len() * u32::WIDTH));
        for text in texts {
            all.push_str(text.as_ref());
            (all.len() as u32).write(&mut ends);
        }
        Self { ends: Cow::Owned(ends), all: AllText::Own(all) }
    }

    /// How many there are.
    fn len(&self) -> usize {
        self.ends.len() / u32::WIDTH
    }

    /// The text with this number.
    pub fn get(&self, number: usize) -> &str {
        self.all.get(bounds(&self.ends, number))
    }

    /// As [`Texts::get`], not looked at before somebody reads it where the program carries it.
    pub fn shared(&self, number: usize) -> Text {
        self.all.shared(bounds(&self.ends, number))
    }

    /// The text with this number, where the program carries it.
    pub fn carried(&self, number: usize) -> Option<&'static str> {
        self.all.carried(bounds(&self.ends, number))
    }

    /// Every text.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// The number of `text`, where the texts are sorted by their bytes.
    pub fn position(&self, text: &str) -> Option<usize> {
        let at = partition_point(0..self.len(), |number| self.get(number) < text);
        (at < self.len() && self.get(at) == text).then_some(at)
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

impl Part for Texts {
    fn write(&self, out: &mut Written) {
        let length = self.len().checked_sub(1).map_or(0, |last| bounds(&self.ends, last).end);
        out.section(&self.ends);
        out.text(self.all.get(0..length));
    }

    fn read(sections: &mut Sections) -> Self {
        Self { ends: sections.next_bytes(), all: sections.next_text() }
    }
}

/// The first number in `range` of which `before` doesn't hold; it holds of all numbers up to there and of none after.
fn partition_point(mut range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    while !range.is_empty() {
        let middle = range.start + range.len() / 2;
        if before(middle) {
            range.start = middle + 1;
        } else {
            range.end = middle;
        }
    }
    range.start
}

/// A value that always takes the same number of bytes.
pub trait Fixed: Copy {
    /// How many.
    const WIDTH: usize;

    /// Adds its bytes to `out`.
    fn write(self, out: &mut Vec<u8>);

    /// The value of which `bytes` begin with the bytes.
    fn read(bytes: &[u8]) -> Self;
}

/// A list of values for each `K` of a table, by its number.
#[derive(Debug)]
pub struct Lists<K, V> {
    /// Where each list ends, counted in values.
    ends: Bytes,
    values: Bytes,
    of: PhantomData<fn() -> (K, V)>,
}

impl<K, V: Fixed> Lists<K, V> {
    /// `lists`, one for each number from 0.
    pub fn new(lists: &[Vec<V>]) -> Self {
        let (mut ends, mut values) = (Vec::new(), Vec::new());
        let mut count = 0;
        for list in lists {
            list.iter().for_each(|value| value.write(&mut values));
            count += list.len();
            (count as u32).write(&mut ends);
        }
        Self { ends: Cow::Owned(ends), values: Cow::Owned(values), of: PhantomData }
    }

    /// The list of `key`.
    pub fn get(&self, key: Id<K>) -> impl Iterator<Item = V> {
        bounds(&self.ends, key.index()).map(|at| self.value(at))
    }

    fn value(&self, at: usize) -> V {
        V::read(&self.values[at * V::WIDTH..][..V::WIDTH])
    }
}

impl<K, V: Fixed + Ord> Lists<K, V> {
    /// Whether `wanted` is in the list of `key`, where each list is sorted.
    pub fn contains(&self, key: Id<K>, wanted: V) -> bool {
        let all = bounds(&self.ends, key.index());
        let at = partition_point(all.clone(), |at| self.value(at) < wanted);
        at < all.end && self.value(at) == wanted
    }
}

impl<K, A: Fixed + Ord, B: Fixed> Lists<K, (A, B)> {
    /// What stands beside `first` in the list of `key`, where each list is sorted.
    pub fn beside(&self, key: Id<K>, first: A) -> impl Iterator<Item = B> {
        let all = bounds(&self.ends, key.index());
        let start = partition_point(all.clone(), |at| self.value(at).0 < first);
        (start..all.end).map(|at| self.value(at)).take_while(move |(one, _)| *one == first).map(|(_, other)| other)
    }
}

impl<K, V: Fixed> Part for Lists<K, V> {
    fn write(&self, out: &mut Written) {
        out.section(&self.ends);
        out.section(&self.values);
    }

    fn read(sections: &mut Sections) -> Self {
        Self { ends: sections.next_bytes(), values: sections.next_bytes(), of: PhantomData }
    }
}

impl Fixed for u32 {
    const WIDTH: usize = 4;

    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Self {
        // That there are so many is looked at once.
        let bytes = &bytes[..Self::WIDTH];
        Self::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }
}

impl<T> Fixed for Id<T> {
    const WIDTH: usize = u32::WIDTH;

    fn write(self, out: &mut Vec<u8>) {
        (self.index() as u32).write(out);
    }

    fn read(bytes: &[u8]) -> Self {
        Self::at(u32::read(bytes) as usize)
    }
}

impl<T> Fixed for Option<Id<T>> {
    const WIDTH: usize = u32::WIDTH;

    fn write(self, out: &mut Vec<u8>) {
        self.map_or(0, |id| id.index() as u32 + 1).write(out);
    }

    fn read(bytes: &[u8]) -> Self {
        u32::read(bytes).checked_sub(1).map(|index| Id::at(index as usize))
    }
}

impl<A: Fixed, B: Fixed> Fixed for (A, B) {
    const WIDTH: usize = A::WIDTH + B::WIDTH;

    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(bytes: &[u8]) -> Self {
        (A::read(bytes), B::read(&bytes[A::WIDTH..]))
    }
}

impl Fixed for () {
    const WIDTH: usize = 0;

    fn write(self, _: &mut Vec<u8>) {}

    fn read(_: &[u8]) -> Self {}
}

impl Fixed for StandardRef {
    const WIDTH: usize = 3 * u32::WIDTH;

    fn write(self, out: &mut Vec<u8>) {
        (self.standard, (self.edition, self.level)).write(out);
    }

    fn read(bytes: &[u8]) -> Self {
        let (standard, (edition, level)) = Fixed::read(bytes);
        Self { standard, edition, level }
    }
}
