//! A long list in a JSON document, each member of which is made when it is written: by many threads, where there are many.
//! It is written as it should be by [`visible_json::pretty`] alone.

use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};

use super::visible_json;
use crate::pieces::{self, Work};
use crate::text::Source;

/// The things of a file, each to be shown as an entry.
pub(super) struct List<'a, T, E> {
    source: &'a Source,
    things: &'a [T],
    entry: fn(&Source, &'a T) -> E,
    depth: usize,
    jobs: usize,
}

impl<'a, T, E> List<'a, T, E> {
    /// Things of a file as what `entry` makes of each, so deep in a document on which so many threads may work at once.
    pub(super) fn new(
        (source, things): (&'a Source, &'a [T]),
        entry: fn(&Source, &'a T) -> E,
        (depth, jobs): (usize, usize),
    ) -> Self {
        Self { source, things, entry, depth, jobs }
    }
}

impl<T: Sync, E: Serialize> Serialize for List<'_, T, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.things.len()))?;
        let entry = |thing| (self.entry)(self.source, thing);
        pieces::in_turn(
            (self.jobs, Work::Little),
            self.things,
            |things| visible_json::members(things.iter().map(entry), self.depth),
            |members| list.serialize_element(&members.map_err(S::Error::custom)?),
        )?;
        list.end()
    }
}
