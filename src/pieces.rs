//! The same for each of many things, on one thread or on as many as there are. It doesn't know what the things are.

use std::num::NonZero;
use std::sync::mpsc::sync_channel;
use std::thread::{self, Builder};

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

/// The most threads that are started, however many are asked for: thousands wait for each other, and for hours.
pub const MOST: usize = 64;

/// Fewer things than this are done before another thread has begun.
const MANY: usize = 512;

/// So many make a piece of work.
const PIECE: usize = 64;

/// So many pieces lie ready of each thread, at most, before somebody takes them.
const READY: usize = 4;

/// What `piece` makes of the things, which it is given in pieces, in their order.
pub fn in_pieces<'t, T: Sync, R: Send>(
    spread: Spread,
    things: &'t [T],
    piece: impl Fn(&'t [T]) -> R + Send + Sync,
) -> Vec<R> {
    if spread == Spread::OneThread || things.len() < MANY {
        return vec![piece(things)];
    }
    things.par_chunks(PIECE).map(piece).collect()
}

/// What `one` makes of each thing, in their order.
pub fn each<T: Sync, R: Send>(spread: Spread, things: &[T], one: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if spread == Spread::OneThread || things.len() < MANY {
        return things.iter().map(one).collect();
    }
    things.par_iter().with_min_len(PIECE).map(one).collect()
}

/// Gives `take` what `piece` makes of the things, piece after piece in their order, until it fails. With more than one job, as
/// many other threads make the next ones in the meantime, and only so many that few lie ready; 0 stands for as many as there
/// are cores.
///
/// # Errors
///
/// The first that `take` gives.
pub fn in_turn<'t, T: Sync, R: Send, E>(
    jobs: usize,
    things: &'t [T],
    piece: impl Fn(&'t [T]) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let pieces = || things.chunks(PIECE);
    let threads = if things.len() < MANY { 1 } else { threads(jobs) };
    if threads == 1 {
        return pieces().try_for_each(|things| take(piece(things)));
    }
    thread::scope(|scope| {
        let piece = &piece;
        // The pieces are dealt out like cards, so that the next one always comes from the next thread.
        let hands: Vec<_> = (0..threads)
            .map(|first| {
                let (give, made) = sync_channel(READY);
                let mut hand = pieces().skip(first).step_by(threads);
                // Nobody takes what is made after a failure. Without a thread nothing comes, and is made below.
                let _ =
                    Builder::new().spawn_scoped(scope, move || hand.try_for_each(|things| give.send(piece(things))));
                made
            })
            .collect();
        let mut turns = pieces().zip(hands.iter().cycle());
        turns.try_for_each(|(things, made)| take(made.recv().unwrap_or_else(|_| piece(things))))
    })
}

/// How many threads so many jobs take.
fn threads(jobs: usize) -> usize {
    match jobs {
        0 => thread::available_parallelism().map_or(1, NonZero::get).min(MOST),
        jobs => jobs.min(MOST),
    }
}
