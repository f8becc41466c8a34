//! The same for each of many things, on one thread or on as many as there are.

use rayon::prelude::*;

/// On how many threads the work of one deployment is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spread {
    /// On its own: what checks many deployments does so in parallel already, and a thread that waits for the pieces of one
    /// would begin with another in the meantime, and with another within that.
    #[default]
    OneThread,
    /// On all of the threads that there are here.
    AllThreads,
}

/// Fewer things than this are done before another thread has begun.
const MANY: usize = 512;

/// So many make a piece of work.
const PIECE: usize = 64;

/// What `piece` makes of the things, which it is given in pieces, in their order.
pub(super) fn in_pieces<'t, T: Sync, R: Send>(
    spread: Spread,
    things: &'t [T],
    piece: impl Fn(&'t [T]) -> R + Send + Sync,
) -> Vec<R> {
    if spread == Spread::OneThread || things.len() < MANY {
        return vec![piece(things)];
    }
    things.par_chunks(PIECE).map(piece).collect()
}

/// All that came of the pieces. What came of a single one is left where it lies.
pub(super) fn joined<T>(mut pieces: Vec<Vec<T>>) -> Vec<T> {
    match pieces.as_mut_slice() {
        [single] => std::mem::take(single),
        _ => pieces.into_iter().flatten().collect(),
    }
}

/// What `one` makes of each thing, in their order.
pub(super) fn each<T: Sync, R: Send>(spread: Spread, things: &[T], one: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if spread == Spread::OneThread || things.len() < MANY {
        return things.iter().map(one).collect();
    }
    things.par_iter().with_min_len(PIECE).map(one).collect()
}
