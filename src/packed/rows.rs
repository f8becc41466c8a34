//! A table whose things are made of their bytes when they are first asked for.

use std::marker::PhantomData;

use super::arrays::{Pieces, Texts};
use super::{Pack, Reader, Writer};
use crate::model::table::{Rows, Table};

/// The packed rows of one table.
#[derive(Debug)]
pub struct PackedRows<T> {
    rows: Pieces,
    texts: Texts,
    of: PhantomData<fn() -> T>,
}

impl<T: Pack> PackedRows<T> {
    /// Rows, and the texts that they refer to.
    pub(super) fn new(rows: Pieces, texts: Texts) -> Self {
        Self { rows, texts, of: PhantomData }
    }
}

impl<T: Pack> Rows<T> for PackedRows<T> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, index: usize) -> T {
        T::unpack(&mut Reader { bytes: self.rows.get(index), texts: &self.texts })
    }
}

/// Packs each thing of a table as a row of its own.
pub(super) fn pack<T: Pack>(table: &Table<T>, out: &mut Writer) -> Pieces {
    let start = out.bytes.len();
    let mut ends = Vec::new();
    for (_, thing) in table.iter() {
        thing.pack(out);
        ends.push(out.bytes.len() - start);
    }
    Pieces::new(&ends, out.bytes.split_off(start))
}
