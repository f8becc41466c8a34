//! A baseline: read, and written again as it was understood.

use compliance_check::load::baseline::{place_of, read};
use compliance_check::report::baseline::write;
use compliance_check::text::Source;

use super::ground::{hold, inside, text};

pub fn run(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let source = Source::new("known.json", text);
    let known = match read(&source) {
        Err(problem) => return hold([&problem]),
        Ok(known) => known,
    };
    known.files.keys().for_each(|path| inside(&source, place_of(&source, path)));
    let mut written = Vec::new();
    write(&known, &mut written).expect("memory takes everything");
    let again = String::from_utf8(written).expect("a baseline is text");
    let again = read(&Source::new("again.json", again)).expect("what is written can be read");
    assert_eq!(known.as_of, again.as_of);
    assert_eq!(known.files.keys().collect::<Vec<_>>(), again.files.keys().collect::<Vec<_>>());
}
