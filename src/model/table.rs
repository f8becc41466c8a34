//! All things of one sort, wherever they come from.

use std::fmt;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

use super::id::Id;

/// All things of one sort, in the order in which they were added.
///
/// A table may begin with things that are stored in another form, and that are made when they are first asked for: a
/// program that carries forty thousand claims must not make them all to look at three.
#[derive(Clone)]
pub struct Table<T> {
    /// They come first.
    stored: Option<Arc<Stored<T>>>,
    added: Vec<T>,
}

/// Things that are stored in another form, one row each.
pub trait Rows<T>: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// The thing of the row at `index`, which is less than [`Rows::count`].
    fn row(&self, index: usize) -> T;
}

/// Rows, and the things that were made of them so far.
struct Stored<T> {
    rows: Box<dyn Rows<T>>,
    count: usize,
    /// In chunks, so that a table costs little before something in it is asked for.
    made: Box<[OnceLock<Box<Chunk<T>>>]>,
}

/// Places of things that follow each other. Of a few that somebody asks for, most stand apart: each has its room elsewhere.
type Chunk<T> = [OnceLock<Box<T>>; CHUNK];

/// How many places are made at once.
const CHUNK: usize = 32;

impl<T> Stored<T> {
    fn get(&self, index: usize) -> &T {
        // Most that is asked for was made before.
        match self.made[index / CHUNK].get().and_then(|chunk| chunk[index % CHUNK].get()) {
            Some(made) => made,
            None => self.make(index),
        }
    }

    #[cold]
    #[inline(never)]
    fn make(&self, index: usize) -> &T {
        let chunk = self.made[index / CHUNK].get_or_init(|| Box::new([const { OnceLock::new() }; CHUNK]));
        chunk[index % CHUNK].get_or_init(|| Box::new(self.rows.row(index)))
    }
}

impl<T> Table<T> {
    /// The table of things that are stored in another form.
    pub fn stored(rows: impl Rows<T> + 'static) -> Self {
        let count = rows.count();
        let made = std::iter::repeat_with(OnceLock::new).take(count.div_ceil(CHUNK)).collect();
        let stored = Stored { rows: Box::new(rows), count, made };
        Self { stored: Some(Arc::new(stored)), added: Vec::new() }
    }

    /// Adds a thing; the answer refers to it from now on.
    ///
    /// No file that fits the size limits holds four billion things, so the number always fits.
    pub fn add(&mut self, thing: T) -> Id<T> {
        self.added.push(thing);
        Id::at(self.len() - 1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.stored_count() + self.added.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each thing with the reference to it.
    pub fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        (0..self.len()).map(|index| (Id::at(index), &self[Id::at(index)]))
    }

    /// The same table with each thing as `change` makes it. References stay what they are.
    pub fn mapped(&self, change: impl Fn(Id<T>, &T) -> T) -> Self {
        Self { stored: None, added: self.iter().map(|(id, thing)| change(id, thing)).collect() }
    }

    fn stored_count(&self) -> usize {
        self.stored.as_ref().map_or(0, |stored| stored.count)
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { stored: None, added: Vec::new() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Table<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter().map(|(_, thing)| thing)).finish()
    }
}

impl<T> Index<Id<T>> for Table<T> {
    type Output = T;

    #[inline]
    fn index(&self, id: Id<T>) -> &T {
        match &self.stored {
            Some(stored) if id.index() < stored.count => stored.get(id.index()),
            _ => &self.added[id.index() - self.stored_count()],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A hundred rows that count how often one of them is made.
    struct Counted(Arc<AtomicUsize>);

    impl Rows<String> for Counted {
        fn count(&self) -> usize {
            100
        }

        fn row(&self, index: usize) -> String {
            self.0.fetch_add(1, Ordering::Relaxed);
            format!("row {index}")
        }
    }

    #[test]
    fn a_stored_thing_is_made_once_and_only_when_it_is_asked_for() {
        let made = Arc::new(AtomicUsize::new(0));
        let mut table = Table::stored(Counted(Arc::clone(&made)));
        let added = table.add("added".to_owned());
        assert_eq!((table.len(), added.index(), made.load(Ordering::Relaxed)), (101, 100, 0));
        assert_eq!(table[Id::at(99)], "row 99");
        assert_eq!(table.clone()[Id::at(99)], "row 99");
        assert_eq!(table[added], "added");
        assert_eq!(made.load(Ordering::Relaxed), 1);
        let all: Vec<_> = table.iter().map(|(id, thing)| (id.index(), thing.clone())).collect();
        assert_eq!((all.len(), &all[42]), (101, &(42, "row 42".to_owned())));
        assert_eq!(made.load(Ordering::Relaxed), 100);
    }
}
