//! The same for each of many things, on as many threads as there are.

use rayon::prelude::*;

/// Fewer things than this are done before another thread has begun.
const MANY: usize = 512;

/// So many make a piece of work.
const PIECE: usize = 64;

/// What `piece` makes of the things, which it is given in pieces, in their order.
pub(super) fn in_pieces<'t, T: Sync, R: Send>(things: &'t [T], piece: impl Fn(&'t [T]) -> R + Send + Sync) -> Vec<R> {
    if things.len() < MANY {
        return vec![piece(things)];
    }
    things.par_chunks(PIECE).map(piece).collect()
}

/// What `one` makes of each thing, in their order.
pub(super) fn each<T: Sync, R: Send>(things: &[T], one: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if things.len() < MANY {
        return things.iter().map(one).collect();
    }
    things.par_iter().with_min_len(PIECE).map(one).collect()
}
