//! Many inputs on many threads.

use rayon::prelude::*;

/// The most threads that are started, however many are asked for: thousands wait for each other, and for hours.
const MOST: usize = 64;

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
