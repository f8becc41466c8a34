//! The events of the TOML parser alone over its input: what reading the file costs before anything is made of it.

use std::io::Read;

use toml_parser::parser::{Event, parse_document};
use toml_parser::{ParseError, Source};

fn main() -> std::io::Result<()> {
    let mut events = 0_usize;
    let mut text = String::new();
    for path in std::env::args().skip(1) {
        text.clear();
        std::fs::File::open(path)?.read_to_string(&mut text)?;
        let source = Source::new(&text);
        let tokens = source.lex().into_vec();
        let mut errors: Option<ParseError> = None;
        let mut count = |_: Event| events += 1;
        parse_document(&tokens, &mut count, &mut errors);
        assert!(errors.is_none(), "the generator writes no faulty TOML");
    }
    println!("{events}");
    Ok(())
}
