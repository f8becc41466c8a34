//! Standard error, and whether anything was said there.

use std::io::{self, StderrLock, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether anything was said so far.
static SAID: AtomicBool = AtomicBool::new(false);

/// Standard error, which remembers that it was used.
pub(super) struct Beside(StderrLock<'static>);

/// Standard error for a command.
pub(super) fn beside() -> Beside {
    Beside(io::stderr().lock())
}

/// Says where the reasons are, when a question could not be asked and nobody said so here: whoever keeps standard output
/// for a program sees nothing else. At a terminal, they were shown just now.
pub(super) fn point_to_output() {
    if SAID.load(Ordering::Relaxed) || io::IsTerminal::is_terminal(&io::stdout()) {
        return;
    }
    let _ =
        writeln!(io::stderr(), "error: not everything could be answered; standard output says what stands in the way");
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        SAID.fetch_or(!bytes.is_empty(), Ordering::Relaxed);
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
