//! A long list of a file in a JSON document. Each member stands on a line of its own, so that reports can be compared and
//! searched line by line, and is made when it is written: by many threads, where there are many. It is written as it should be by
//! [`visible_json::pretty`] alone.

use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};

use super::visible_json;
use crate::pieces::{self, Work};
use crate::text::Source;

/// How deep in the document the members stand: in the list, in the file, in the files, in the document.
const DEPTH: usize = 4;

/// The things of a file, each to be shown as an entry.
pub(super) struct List<'a, T, E> {
    source: &'a Source,
    things: &'a [T],
    entry: fn(&Source, &'a T) -> E,
    jobs: usize,
}

impl<'a, T, E> List<'a, T, E> {
    /// Things of a file as what `entry` makes of each, on which so many threads may work at once.
    pub(super) fn new(source: &'a Source, things: &'a [T], entry: fn(&Source, &'a T) -> E, jobs: usize) -> Self {
        Self { source, things, entry, jobs }
    }
}

impl<T: Sync, E: Serialize> Serialize for List<'_, T, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.things.len()))?;
        let entry = |thing| (self.entry)(self.source, thing);
        pieces::in_turn(
            (self.jobs, Work::Little),
            self.things,
            |things| visible_json::members(things.iter().map(entry), DEPTH),
            |members| list.serialize_element(&members.map_err(S::Error::custom)?),
        )?;
        list.end()
    }
}
