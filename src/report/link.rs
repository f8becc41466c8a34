//! Links that a terminal opens where somebody clicks on words: `OSC 8`, as most terminals know it.
//!
//! What stands in an address was written by others. Nothing of it may end the sequence that it stands in.

use super::{Report, paths, visible};
use crate::check::outcome::Citation;
use crate::text::Source;

/// What begins a link, up to its address; what ends its address; and the address of no link.
const BEGIN: &str = "\u{1b}]8;;";
const END: &str = "\u{1b}\\";

/// The longest address that is followed: some terminals take no longer one.
const LONGEST: usize = 2_000;

/// Words that lead to `address`.
fn linked(words: &str, address: &str) -> String {
    format!("{BEGIN}{address}{END}{words}{BEGIN}{END}")
}

/// Where the document of a citation is found, if that is a page on the web.
pub(super) fn document(report: &Report, citation: &Citation) -> Option<String> {
    let document = report.directory.documents.get(&*citation.id)?;
    page(&document.found_at)
}

/// Where a file lies, if it can be named so that it is found again, and is no part of the program.
pub(super) fn file(report: &Report, source: &Source) -> Option<String> {
    if source.name() == "-" || !visible::is_plain(source.name()) || report.whereabouts.is_carried(source) {
        return None;
    }
    let name = paths::plain(source.name());
    let whole = if paths::is_absolute(&name) {
        name
    } else {
        paths::plain(&format!("{}/{name}", report.whereabouts.folders.first()?))
    };
    Some(paths::uri(&whole)).filter(|address| address.len() <= LONGEST)
}

/// The address of a page on the web, with nothing in it but what addresses may hold.
fn page(text: &str) -> Option<String> {
    if !["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) || text.contains(char::is_whitespace) {
        return None;
    }
    let mut address = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,=%".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(address).filter(|address| address.len() <= LONGEST)
}

/// The lines, in each of which the words lead to `address`; what is in front of them doesn't.
pub(super) fn lines(text: &str, address: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = line.len() - line.trim_start().len();
        if words.is_empty() {
            out.push_str(line);
        } else {
            let end = start + words.len();
            out.push_str(&format!("{}{}{}", &line[..start], linked(words, address), &line[end..]));
        }
    }
    out
}

/// The drawn lines of a file, in whose heads its place leads to `address`.
pub(super) fn heads(drawn: &str, name: &str, address: &str) -> String {
    let head = |line: &str| {
        let start = line.find(name).filter(|&start| is_head(&line[..start]))?;
        let rest = &line[start + name.len()..];
        let end = start + name.len() + rest.find(|c: char| c != ':' && !c.is_ascii_digit()).unwrap_or(rest.len());
        Some(format!("{}{}{}", &line[..start], linked(&line[start..end], address), &line[end..]))
    };
    drawn.split_inclusive('\n').map(|line| head(line).unwrap_or_else(|| line.to_owned())).collect()
}

/// Whether the place of a file comes next: what a line of its text begins with is a number.
fn is_head(before: &str) -> bool {
    let mut seen = before.trim_start();
    // Colours.
    while let Some((_, rest)) = seen.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m')) {
        seen = rest.trim_start();
    }
    seen.starts_with(['╭', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_nothing_that_ends_its_sequence() {
        for (given, expected) in [
            ("https://a.example/b?c=d#e", Some("https://a.example/b?c=d#e")),
            ("https://a.example/\u{1b}\\\u{1b}[2J", Some("https://a.example/%1B%5C%1B[2J")),
            ("https://a.example/\u{7};\u{9c}\u{202e}é", Some("https://a.example/%07%3B%C2%9C%E2%80%AE%C3%A9")),
            ("https://a.example/<b>`|^", Some("https://a.example/%3Cb%3E%60%7C%5E")),
            ("https://a.example/ b", None),
            ("javascript:alert(1)", None),
            ("a copy of https://a.example", None),
        ] {
            assert_eq!(page(given).as_deref(), expected, "{given:?}");
        }
        assert_eq!(page(&format!("https://a.example/{}", "b".repeat(LONGEST))), None);
    }

    #[test]
    fn every_line_of_the_words_is_a_link_of_its_own() {
        let link = |words: &str| format!("\u{1b}]8;;x:y\u{1b}\\{words}\u{1b}]8;;\u{1b}\\");
        assert_eq!(lines("a b\n   c\n", "x:y"), format!("{}\n   {}\n", link("a b"), link("c")));
    }

    #[test]
    fn the_place_in_a_head_is_a_link_and_no_line_below_it() {
        let drawn = "   ╭─[\u{1b}[36ma.toml:1:2\u{1b}[0m]\n 1 │ [a.toml:1:2]\n";
        let link = "\u{1b}]8;;x:y\u{1b}\\a.toml:1:2\u{1b}]8;;\u{1b}\\";
        assert_eq!(heads(drawn, "a.toml", "x:y"), format!("   ╭─[\u{1b}[36m{link}\u{1b}[0m]\n 1 │ [a.toml:1:2]\n"));
    }
}
