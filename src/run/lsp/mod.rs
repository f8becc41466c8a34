//! `lsp`: answers an editor over standard input and output, one message after the other.
//!
//! A check of an ordinary manifest takes some milliseconds, so there are no threads. What was typed is checked when nothing
//! else waits to be read: of ten letters that come at once, the last one is checked.

mod documents;
mod ground;
mod lints;
mod session;
mod wire;

use std::io::{self, BufReader, Read, Write};

use jiff::civil::Date;

use super::{Exit, Sources};
use session::{Next, Session};
use wire::Came;

/// What a language server is started with.
#[derive(Debug, Clone)]
pub struct ServeRequest {
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// Where knowledge comes from.
    pub sources: Sources,
}

/// Answers an editor until it says goodbye or goes.
///
/// # Errors
///
/// What reading and writing give. Whatever an editor sends is no error.
pub fn serve(request: &ServeRequest, input: &mut BufReader<impl Read>, out: &mut dyn Write) -> io::Result<Exit> {
    let mut session = Session::new(request);
    let mut out = out;
    loop {
        let answers = match wire::next(input)? {
            Some(Came::Message(message)) => match session.take(message) {
                Next::GoOn(answers) => answers,
                Next::End { in_order } => return Ok(if in_order { Exit::Clean } else { Exit::Unanswerable }),
            },
            // What comes after it may be a message.
            Some(Came::Nonsense(refusal)) => match refusal.write(out) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Unanswerable),
                other => other.map(|()| Vec::new())?,
            },
            None => return Ok(Exit::Unanswerable),
        };
        let unasked = if input.buffer().is_empty() { session.diagnostics() } else { Vec::new() };
        for message in answers.into_iter().chain(unasked) {
            match message.write(&mut out) {
                // An editor that went away reads no answer.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Unanswerable),
                other => other?,
            }
        }
    }
}
