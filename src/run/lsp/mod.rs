//! `lsp`: answers an editor over standard input and output, one message after the other.
//!
//! A check of an ordinary manifest takes some milliseconds, so there are no threads. What was typed is checked when nothing
//! else waits to be read: of ten letters that come at once, the last one is checked.

mod documents;
mod ground;
mod session;

use std::io::{self, BufRead, BufReader, Read, Write};

use jiff::civil::Date;
use lsp_server::Message;

use super::{Exit, Sources};
use session::{Next, Session};

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
        let answers = match next(input)? {
            Some(Ok(message)) => match session.take(message) {
                Next::GoOn(answers) => answers,
                Next::End { in_order } => return Ok(if in_order { Exit::Clean } else { Exit::Unanswerable }),
            },
            // What is no message can't be answered, and what comes after it may be one.
            Some(Err(())) => Vec::new(),
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

/// The next message; an error where something was sent that is none, and nothing at the end.
fn next(input: &mut impl BufRead) -> io::Result<Option<Result<Message, ()>>> {
    match Message::read(input) {
        Ok(message) => Ok(message.map(Ok)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(Some(Err(()))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}
