//! Arrays that are asked in their bytes: numbered pieces, numbered texts, and lists of small values for each number.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;

use crate::model::id::Id;
use crate::model::standard::StandardRef;

/// Bytes that the program carries, or that it made itself.
type Bytes = Cow<'static, [u8]>;

/// Sections of bytes that follow each other, each with its length before it.
#[derive(Debug)]
pub struct Sections(&'static [u8]);

impl Sections {
    /// Sections that begin with the first of `bytes`.
    pub fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    // Were this inlined where some forty sections are read one after the other, the optimiser would prove the bounds of
    // each from those of all before it: with link-time optimisation it didn't come to an end in ten minutes.
    #[inline(never)]
    fn next(&mut self) -> Bytes {
        let (length, rest) = self.0.split_at(u32::WIDTH);
        let (section, rest) = rest.split_at(u32::read(length) as usize);
        self.0 = rest;
        Cow::Borrowed(section)
    }
}

fn write_section(section: &[u8], out: &mut Vec<u8>) {
    (section.len() as u32).write(out);
    out.extend(section);
}

/// What lies in one or more sections.
pub trait Part {
    /// Adds its sections to `out`.
    fn write(&self, out: &mut Vec<u8>);

    /// What the next sections hold.
    fn read(sections: &mut Sections) -> Self;
}

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
    fn write(&self, out: &mut Vec<u8>) {
        write_section(&self.ends, out);
        write_section(&self.data, out);
    }

    fn read(sections: &mut Sections) -> Self {
        Self { ends: sections.next(), data: sections.next() }
    }
}

/// Texts, numbered from 0.
#[derive(Debug, Clone)]
pub struct Texts(Pieces);

impl Texts {
    /// `texts` in their order.
    pub fn new<T: AsRef<str>>(texts: &[T]) -> Self {
        let mut data = Vec::new();
        let mut ends = Vec::new();
        for text in texts {
            data.extend(text.as_ref().as_bytes());
            ends.push(data.len());
        }
        Self(Pieces::new(&ends, data))
    }

    /// The text with this number.
    pub fn get(&self, number: usize) -> Cow<'_, str> {
        text(self.0.get(number))
    }

    /// As [`Texts::get`], not copied where the bytes are the program's own.
    pub fn shared(&self, number: usize) -> Cow<'static, str> {
        self.carried(number).map_or_else(|| Cow::Owned(self.get(number).into_owned()), text)
    }

    /// The bytes of the text with this number, where they are the program's own.
    pub fn carried(&self, number: usize) -> Option<&'static [u8]> {
        match &self.0.data {
            Cow::Borrowed(data) => Some(&data[bounds(&self.0.ends, number)]),
            Cow::Owned(_) => None,
        }
    }

    /// Every text.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.0.len()).map(|number| self.get(number))
    }

    /// The number of `text`, where the texts are sorted by their bytes.
    pub fn position(&self, text: &str) -> Option<usize> {
        let at = partition_point(0..self.0.len(), |number| self.0.get(number) < text.as_bytes());
        (at < self.0.len() && self.0.get(at) == text.as_bytes()).then_some(at)
    }
}

/// What bytes say that were text when they were packed, so that nothing is lost. Where that is so, the first look is the
/// quicker one by far.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

impl Part for Texts {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn read(sections: &mut Sections) -> Self {
        Self(Pieces::read(sections))
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
    fn write(&self, out: &mut Vec<u8>) {
        write_section(&self.ends, out);
        write_section(&self.values, out);
    }

    fn read(sections: &mut Sections) -> Self {
        Self { ends: sections.next(), values: sections.next(), of: PhantomData }
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
