//! That something long is under way, on a terminal and for as long as it lasts: a line that goes without a trace.
//!
//! It waits before it shows itself, so that what is quick shows nothing. It never writes to standard output, and nothing
//! that is concluded depends on it. No clock is read: it only sleeps.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Says when anything is shown: `always` is at once, `never` is never, and all else is after some time. A terminal it must
/// be in any case.
const WHEN: &str = "COMPLIANCE_CHECK_PROGRESS";

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// From one picture to the next.
const PACE: Duration = Duration::from_millis(100);

/// What turns at the beginning of the line.
const TURNING: [char; 4] = ['|', '/', '-', '\\'];

/// Goes back to the beginning of the line, and clears it.
const CLEAR: &str = "\r\u{1b}[K";

/// Shows what is under way until it is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    work: Arc<Work>,
    shown: Option<JoinHandle<()>>,
}

/// How far the work is.
#[derive(Debug)]
struct Work {
    words: &'static str,
    total: usize,
    done: AtomicUsize,
    is_over: Mutex<bool>,
    ended: Condvar,
}

impl Progress {
    /// Begins to show work on `total` things; on one that can't be counted, where that is 0.
    pub(super) fn begin(words: &'static str, total: usize) -> Self {
        let mut progress = Self::silent(words, total);
        let work = Arc::clone(&progress.work);
        let show = |(screen, patience)| thread::Builder::new().spawn(move || work.show(screen, patience)).ok();
        progress.shown = terminal().zip(patience()).and_then(show);
        progress
    }

    /// The same, and nobody is shown anything.
    pub(super) fn silent(words: &'static str, total: usize) -> Self {
        let (done, is_over, ended) = (AtomicUsize::new(0), Mutex::new(false), Condvar::new());
        Self { work: Arc::new(Work { words, total, done, is_over, ended }), shown: None }
    }

    /// One thing more is done.
    pub(super) fn step(&self) {
        self.work.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *self.work.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.work.ended.notify_all();
        if let Some(shown) = self.shown.take() {
            let _ = shown.join();
        }
    }
}

impl Work {
    fn show(&self, mut screen: File, patience: Duration) {
        if !patience.is_zero() && self.is_over_within(patience) {
            return;
        }
        // Whoever can't be shown anything can do without.
        let mut picture = |turn: char| _ = write!(screen, "{CLEAR}{turn} {}", self.line());
        for &turn in TURNING.iter().cycle() {
            picture(turn);
            if self.is_over_within(PACE) {
                break;
            }
        }
        picture(TURNING[0]);
        let _ = screen.write_all(CLEAR.as_bytes());
    }

    /// Waits, and says whether the work ended meanwhile.
    fn is_over_within(&self, time: Duration) -> bool {
        let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        *self.ended.wait_timeout_while(is_over, time, |is_over| !*is_over).unwrap_or_else(PoisonError::into_inner).0
    }

    /// Short enough for any terminal: a line that is broken can't be cleared.
    fn line(&self) -> String {
        match (self.total, self.done.load(Ordering::Relaxed)) {
            (0 | 1, _) => self.words.to_owned(),
            (total, done) => format!("{}: {done} of {total}", self.words),
        }
    }
}

/// Standard error, where it is a terminal that can clear a line. Not by the handle that others may have locked for as long
/// as they work.
fn terminal() -> Option<File> {
    let err = io::stderr();
    if !err.is_terminal() || !takes_control() {
        return None;
    }
    #[cfg(unix)]
    let handle = std::os::fd::AsFd::as_fd(&err).try_clone_to_owned();
    #[cfg(windows)]
    let handle = std::os::windows::io::AsHandle::as_handle(&err).try_clone_to_owned();
    handle.ok().map(File::from)
}

/// How long nothing is shown; none where nothing ever is.
#[expect(clippy::disallowed_methods, reason = "only run reads the environment")]
fn patience() -> Option<Duration> {
    match std::env::var(WHEN).as_deref() {
        Ok("always") => Some(Duration::ZERO),
        Ok("never") => None,
        _ => Some(PATIENCE),
    }
}

/// Whether the terminal obeys. A build server may have one that shows all that was ever written, line by line.
#[expect(clippy::disallowed_methods, reason = "only run reads the environment")]
fn takes_control() -> bool {
    let value = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let is_able = value("TERM").map_or_else(|| value("WT_SESSION").is_some(), |term| term != "dumb");
    is_able && value("CI").is_none_or(|ci| ci == "false")
}
