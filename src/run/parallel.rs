//! Many inputs on many threads.

use rayon::prelude::*;

use crate::pieces::{MOST, Spread, has_threads};

/// What `one` makes of each input, in their order, on so many threads; 0 stands for as many as there are cores. For a single
/// input none is started beforehand: that would take longer than most checks.
pub(super) fn in_parallel<I: Send, T: Send>(inputs: Vec<I>, jobs: usize, one: impl Fn(I) -> T + Sync + Send) -> Vec<T> {
    if jobs == 1 || (jobs == 0 && inputs.len() < 2) {
        return inputs.into_iter().map(one).collect();
    }
    match rayon::ThreadPoolBuilder::new().num_threads(jobs.min(MOST)).build() {
        Ok(pool) => pool.install(|| inputs.into_par_iter().map(one).collect()),
        Err(_) => inputs.into_iter().map(one).collect(),
    }
}

/// What `one` makes of each piece of a whole, in their order; none where it makes nothing of one.
pub(super) fn all<P: Sync, T: Send>(
    spread: Spread,
    pieces: &[P],
    one: impl Fn(&P) -> Option<T> + Sync + Send,
) -> Option<Vec<T>> {
    match spread {
        Spread::AllThreads if pieces.len() > 1 && has_threads() => pieces.par_iter().map(one).collect(),
        Spread::AllThreads | Spread::OneThread => pieces.iter().map(one).collect(),
    }
}
