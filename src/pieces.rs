//! The same for each of many things, on one thread or on as many as there are. It doesn't know what the things are.

use std::mem;
use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::thread::{self, Builder};

use rayon::ThreadPoolBuilder;
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

impl Spread {
    /// Whether so much work is done on several threads.
    fn takes(self, weight: usize) -> bool {
        self == Self::AllThreads && weight >= MANY && has_threads()
    }
}

/// Whether there are threads here, which are started when somebody first asks. Where none can be, work is done without.
pub fn has_threads() -> bool {
    static STARTED: OnceLock<bool> = OnceLock::new();
    let start = || ThreadPoolBuilder::new().num_threads(threads(0)).build_global().is_ok();
    rayon::current_thread_index().is_some() || *STARTED.get_or_init(start)
}

/// The most threads that are started, however many are asked for: thousands wait for each other, and for hours.
pub const MOST: usize = 64;

/// Fewer things than this are done before another thread has begun.
pub const MANY: usize = 512;

/// So many make a piece of work.
const PIECE: usize = 64;

/// So many make a piece that is handed on: to wait for a smaller one takes longer than to make it.
pub const TURN: usize = 256;

/// So many pieces lie ready of each thread, at most, before somebody takes them.
const READY: usize = 4;

/// How much work each of many things is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// As much as to write a few lines.
    Little,
    /// As much as to draw a picture.
    Much,
}

impl Work {
    /// So many make a piece that is handed on.
    fn turn(self) -> usize {
        match self {
            Self::Little => TURN,
            // It takes a hundred times as long, and the last piece is waited for.
            Self::Much => TURN / 16,
        }
    }

    /// Fewer things than this are done before another thread has begun.
    fn many(self) -> usize {
        match self {
            Self::Little => MANY,
            // So few take ten times as long as to begin a thread.
            Self::Much => MANY / 8,
        }
    }
}

/// What `piece` makes of the things, which it is given in pieces, in their order.
pub fn in_pieces<'t, T: Sync, R: Send>(
    spread: Spread,
    things: &'t [T],
    piece: impl Fn(&'t [T]) -> R + Send + Sync,
) -> Vec<R> {
    if !spread.takes(things.len()) {
        return vec![piece(things)];
    }
    things.par_chunks(PIECE).map(piece).collect()
}

/// All that came of the pieces. What came of a single one is left where it lies.
pub fn joined<T>(mut pieces: Vec<Vec<T>>) -> Vec<T> {
    if let [single] = pieces.as_mut_slice() {
        return std::mem::take(single);
    }
    let mut all = Vec::with_capacity(pieces.iter().map(Vec::len).sum());
    pieces.into_iter().for_each(|piece| all.extend(piece));
    all
}

/// What `one` makes of each thing, in their order.
pub fn each<T: Sync, R: Send>(spread: Spread, things: &[T], one: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    each_of((spread, things.len()), things, one)
}

/// The same of things that are together as much work as so many.
pub fn each_of<T: Sync, R: Send>(
    (spread, weight): (Spread, usize),
    things: &[T],
    one: impl Fn(&T) -> R + Send + Sync,
) -> Vec<R> {
    if !spread.takes(weight) {
        return things.iter().map(one).collect();
    }
    let piece = things.len().saturating_mul(PIECE).div_ceil(weight);
    things.par_iter().with_min_len(piece).map(one).collect()
}

/// What `one` makes of each thing, in their order. What it remembers is begun by `begin`, now and then.
pub fn each_remembering<T: Sync, S, R: Send>(
    spread: Spread,
    things: &[T],
    begin: impl Fn() -> S + Send + Sync,
    one: impl Fn(&mut S, &T) -> R + Send + Sync,
) -> Vec<R> {
    if !spread.takes(things.len()) {
        let mut remembered = begin();
        return things.iter().map(|thing| one(&mut remembered, thing)).collect();
    }
    things.par_iter().with_min_len(PIECE).map_init(begin, one).collect()
}

/// What two pieces of work make, which are together as much as so many things: one beside the other where that is much, and one
/// after the other where it isn't.
pub fn both<A: Send, B: Send>(
    (spread, weight): (Spread, usize),
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if spread.takes(weight) { rayon::join(one, other) } else { (one(), other()) }
}

/// Drops what nobody needs any more, where it is as much work as a few things. Many are left to the end of the process, which
/// gives their memory back at once: to free each takes a thread from what comes next.
pub fn drop_few<T>((spread, weight): (Spread, usize), thing: T) {
    if spread.takes(weight) { mem::forget(thing) } else { drop(thing) }
}

/// Gives `take` what `piece` makes of the things, piece after piece in their order, until it fails. With more than one job, as
/// many other threads make the next ones in the meantime, and only so many that few lie ready; 0 stands for as many as there
/// are cores.
///
/// # Errors
///
/// The first that `take` gives.
pub fn in_turn<'t, T: Sync, R: Send, E>(
    (jobs, work): (usize, Work),
    things: &'t [T],
    piece: impl Fn(&'t [T]) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let pieces = || things.chunks(work.turn());
    let threads = if things.len() < work.many() { 1 } else { threads(jobs).min(pieces().len()) };
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    const SPREADS: [Spread; 2] = [Spread::OneThread, Spread::AllThreads];

    #[test]
    fn things_are_the_same_however_they_are_spread_and_whatever_they_weigh() {
        for count in [0, 1, PIECE, PIECE + 1, MANY - 1, MANY, MANY + 1, 10 * MANY] {
            let things: Vec<usize> = (0..count).collect();
            for spread in SPREADS {
                for weight in [0, count, MANY, 100 * MANY, usize::MAX] {
                    assert_eq!(each_of((spread, weight), &things, |&one| one), things, "{count} {spread:?} {weight}");
                }
                // What is remembered is never that of a thing that comes later.
                let remembering = each_remembering(
                    spread,
                    &things,
                    || 0,
                    |last, &one| {
                        assert!(*last <= one);
                        *last = one;
                        one
                    },
                );
                assert_eq!(remembering, things, "{count} {spread:?}");
                assert_eq!(joined(in_pieces(spread, &things, <[usize]>::to_vec)), things, "{count} {spread:?}");
            }
        }
    }

    #[test]
    fn both_are_made_here_or_elsewhere() {
        let own = thread::current().id();
        for (spread, weight, is_here) in [
            (Spread::AllThreads, MANY - 1, true),
            (Spread::AllThreads, MANY, false),
            (Spread::OneThread, 10 * MANY, true),
        ] {
            let ((one, first), (other, second)) =
                both((spread, weight), || (1, thread::current().id()), || (2, thread::current().id()));
            assert_eq!((one, other), (1, 2), "{spread:?} {weight}");
            assert_eq!((first == own, second == own), (is_here, is_here), "{spread:?} {weight}");
        }
    }

    /// Something that says when it is dropped.
    struct Told<'t>(&'t AtomicUsize);

    impl Drop for Told<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn only_what_is_little_is_dropped() {
        for (spread, weight, dropped) in
            [(Spread::AllThreads, MANY - 1, 1), (Spread::AllThreads, MANY, 0), (Spread::OneThread, 10 * MANY, 1)]
        {
            let count = AtomicUsize::new(0);
            drop_few((spread, weight), Told(&count));
            assert_eq!(count.into_inner(), dropped, "{spread:?} {weight}");
        }
    }

    const JOBS: [usize; 6] = [0, 1, 2, 3, 8, 1000];

    const WORK: [Work; 2] = [Work::Little, Work::Much];

    /// Everything that may go wrong at an edge: nothing, one, a piece, a thread's worth, each with one more and one less.
    fn counts() -> impl Iterator<Item = usize> {
        let edges = [TURN / 16, MANY / 8, TURN, 2 * TURN, MANY, MANY + TURN, 2 * READY * TURN, 4 * READY * TURN];
        [0, 1].into_iter().chain(edges.into_iter().flat_map(|edge| [edge - 1, edge, edge + 1]))
    }

    #[test]
    fn everything_comes_once_and_in_its_order() {
        let cases = JOBS.into_iter().flat_map(|jobs| counts().map(move |count| (jobs, count)));
        for ((jobs, count), work) in cases.flat_map(|case| WORK.map(|work| (case, work))) {
            let things: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            let take = |made: Vec<usize>| -> Result<(), ()> {
                taken.extend(made);
                Ok(())
            };
            in_turn((jobs, work), &things, <[usize]>::to_vec, take).expect("nothing fails");
            assert_eq!(taken, things, "{count} things, {jobs} jobs, {work:?}");
        }
    }

    #[test]
    fn a_failure_is_the_last_thing_that_happens() {
        let things: Vec<usize> = (0..100 * TURN).collect();
        for jobs in JOBS {
            let (made, mut taken) = (AtomicUsize::new(0), 0);
            let make = |piece: &[usize]| {
                made.fetch_add(1, Ordering::Relaxed);
                piece[0]
            };
            let take = |first| {
                taken += 1;
                if first == 5 * TURN { Err("no more") } else { Ok(()) }
            };
            assert_eq!(in_turn((jobs, Work::Little), &things, make, take), Err("no more"), "{jobs} jobs");
            assert_eq!(taken, 6, "{jobs} jobs");
            let most = 6 + threads(jobs) * (READY + 2);
            assert!(made.into_inner() <= most, "{jobs} jobs: nobody takes what is made beyond {most}");
        }
    }

    #[test]
    fn few_pieces_lie_ready() {
        let things: Vec<usize> = (0..60 * TURN).collect();
        let (made, mut taken) = (AtomicUsize::new(0), 0);
        let make = |_: &[usize]| made.fetch_add(1, Ordering::Relaxed);
        let take = |_| -> Result<(), ()> {
            thread::sleep(Duration::from_millis(1));
            taken += 1;
            let waiting = made.load(Ordering::Relaxed) - taken;
            // Of each thread those that lie ready, one that waits for its place, and the one that has just been taken.
            assert!(waiting <= 3 * (READY + 2), "{waiting} wait");
            Ok(())
        };
        in_turn((3, Work::Little), &things, make, take).expect("nothing fails");
    }

    #[test]
    fn no_thread_is_started_for_one_job_or_for_few_things() {
        let who = |jobs, count| {
            let (things, seen) = (vec![(); count], Mutex::new(Vec::new()));
            let make = |_: &[()]| seen.lock().expect("nobody panics").push(thread::current().id());
            in_turn((jobs, Work::Little), &things, make, |()| Ok::<(), ()>(())).expect("nothing fails");
            let mut who = seen.into_inner().expect("nobody panics");
            who.sort_by_key(|id| format!("{id:?}"));
            who.dedup();
            who
        };
        let own = vec![thread::current().id()];
        assert_eq!(who(1, 10 * MANY), own);
        assert_eq!(who(8, MANY - 1), own);
        let others = who(2, MANY);
        assert!(others.len() == 2 && !others.contains(&own[0]), "{others:?}");
    }
}
