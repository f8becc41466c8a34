//! What comes over the wire, one message after the other, whatever else comes with it.
//!
//! The length that a header gives is a claim. It is held against a limit before anything is read, and no memory is taken
//! for it: what is kept grows with what really comes. After something that is no message, the next header is looked for;
//! it may follow in the middle of a line.

use std::io::{self, BufRead, ErrorKind, Read, Write};

use lsp_server::{ErrorCode, Message};

/// No message is longer than this.
const LONGEST: u64 = 64 << 20;

/// No more than this is kept of a line before a message.
const LONGEST_LINE: usize = 1 << 10;

/// The header that counts; others are passed over.
const LENGTH: &str = "content-length:";

/// What came.
#[derive(Debug)]
pub(super) enum Came {
    /// A message.
    Message(Message),
    /// Something that is none.
    Nonsense(Refusal),
}

/// Why something is no message, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A header without a length, or with one that is no number.
    Header,
    /// A message that is too long.
    TooLong,
    /// What can't be read as one.
    Content,
}

impl Refusal {
    /// Tells whoever sent it. Nobody knows which question that was, so the answer bears no id.
    pub(super) fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let (code, message) = match self {
            Self::Header => (ErrorCode::InvalidRequest, "the header gives no length".to_owned()),
            Self::TooLong => {
                (ErrorCode::InvalidRequest, format!("the message has more than {} MiB, the most", LONGEST >> 20))
            }
            Self::Content => (ErrorCode::ParseError, "this is no message of the protocol".to_owned()),
        };
        let code = code as i32;
        let text =
            format!("{{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{{\"code\":{code},\"message\":\"{message}\"}}}}");
        write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        out.flush()
    }
}

/// What comes next; nothing at the end.
pub(super) fn next(input: &mut impl BufRead) -> io::Result<Option<Came>> {
    let length = match header(input)? {
        Some(Ok(length)) => length,
        Some(Err(refusal)) => return Ok(Some(Came::Nonsense(refusal))),
        None => return Ok(None),
    };
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if body.len() as u64 != length {
        return Ok(None);
    }
    // The packaged reader takes a whole message, whose length is true here.
    let head = format!("Content-Length: {length}\r\n\r\n");
    match Message::read(&mut head.as_bytes().chain(body.as_slice())) {
        Ok(message) => Ok(message.map(Came::Message)),
        Err(error) if error.kind() == ErrorKind::InvalidData => Ok(Some(Came::Nonsense(Refusal::Content))),
        Err(error) => Err(error),
    }
}

/// The length that the next header gives.
fn header(input: &mut impl BufRead) -> io::Result<Option<Result<u64, Refusal>>> {
    let mut found = None;
    let mut is_empty = true;
    while let Some(line) = line(input)? {
        let line = line.trim();
        if let Some(length) = length(line) {
            found = Some(length);
        } else if line.is_empty() && !is_empty {
            return Ok(Some(found.unwrap_or(Err(Refusal::Header))));
        }
        is_empty &= line.is_empty();
    }
    Ok(None)
}

/// The length that a line gives, at its end; none where it gives none.
fn length(line: &str) -> Option<Result<u64, Refusal>> {
    let at = line.to_ascii_lowercase().rfind(LENGTH)?;
    let value = line.get(at + LENGTH.len()..).unwrap_or_default().trim();
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Err(Refusal::Header));
    }
    // A number that no machine can hold is too long as well.
    Some(value.parse().ok().filter(|length| *length <= LONGEST).ok_or(Refusal::TooLong))
}

/// The end of the next line, as far as it is kept; nothing at the end of everything.
fn line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut kept: Vec<u8> = Vec::new();
    let mut is_there = false;
    loop {
        let here = match input.fill_buf() {
            Ok(here) => here,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if here.is_empty() {
            return Ok(is_there.then(|| text(&kept)));
        }
        is_there = true;
        let end = here.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(here.len(), |end| end + 1);
        kept.extend(here.iter().take(taken));
        kept.drain(..kept.len().saturating_sub(LONGEST_LINE));
        input.consume(taken);
        if end.is_some() {
            return Ok(Some(text(&kept)));
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// What comes of these bytes: the methods of messages, and why others are refused.
    fn all(bytes: &[u8]) -> Vec<String> {
        // A small buffer, so that lines and messages are torn.
        let mut input = BufReader::with_capacity(7, bytes);
        let mut found = Vec::new();
        while let Some(came) = next(&mut input).expect("nothing fails to be read") {
            found.push(match came {
                Came::Message(Message::Notification(one)) => one.method,
                other => format!("{other:?}"),
            });
        }
        found
    }

    const GOOD: &str = "Content-Length: 14\r\n\r\n{\"method\":\"a\"}";

    #[test]
    fn the_next_message_is_found_after_whatever_came() {
        for (before, refusal) in [
            ("", None),
            ("\r\n\r\n", None),
            ("Content-Type: x\r\n", None),
            ("Content-Length: -1\r\n\r\n{}", Some("Header")),
            ("Content-Length: 0x10\r\n\r\n", Some("Header")),
            ("Content-Length:\r\n\r\n{}", Some("Header")),
            ("Content-Type: x\r\n\r\n{}", Some("Header")),
            ("Content-Length: 99999999999\r\n\r\n{\"method\":\"b\"}", Some("TooLong")),
            ("Content-Length: 18446744073709551616000\r\n\r\n{}\n", Some("TooLong")),
            ("content-length:2\n\n{}", Some("Content")),
            ("Content-Length: 1\r\n\r\n{\"method\":\"b\"}", Some("Content")),
            ("Content-Length: 2\r\n\r\n\u{0}\u{1}", Some("Content")),
            ("\u{0}😀{{{", None),
        ] {
            let refused = refusal.map(|why| format!("Nonsense({why})"));
            let expected: Vec<_> = refused.into_iter().chain(["a".to_owned()]).collect();
            assert_eq!(all(format!("{before}{GOOD}").as_bytes()), expected, "{before:?}");
        }
    }

    #[test]
    fn a_message_that_never_comes_whole_takes_no_memory_for_what_it_claims() {
        assert_eq!(all(format!("Content-Length: {LONGEST}\r\n\r\n{{").as_bytes()), Vec::<String>::new());
        let long = ["x".repeat(1 << 20).as_bytes(), &[0xff, 0xfe], GOOD.as_bytes()].concat();
        assert_eq!(all(&long), ["a"]);
    }
}
