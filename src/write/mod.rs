//! The canonical text of a catalogue file: one way to write one content, so that a change shows what changed.
//!
//! The keys of a table have one order. What is small stands on one line where it fits in 120 columns, else there is a
//! line for each entry; so has a list one element a line where it doesn't fit. Texts are plain where every reader of
//! YAML takes them for texts, else in double quotes. The comment block at the top of the file stays; any other comment
//! belongs in a `note`, since a program that rewrites the file can't know what it speaks of.

mod layout;
mod scalar;
mod shape;
#[cfg(test)]
mod tests;
mod tidy;

use crate::load::catalogue::Folder;
use crate::load::tree::Node;
use shape::Table;

/// The canonical text of a file of this folder, with `head`, its comment block, before it.
pub fn canonical(folder: Folder, head: &str, root: &Node) -> String {
    let table = table(folder);
    let lines = layout::lines(&tidy::tidy(root, table), table);
    format!("{head}{lines}")
}

/// The comment block at the top of a file: every line before the first that is no comment. A carriage return alone ends a
/// line as well, for a reader of YAML.
pub fn head(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ends = |(at, _): &(usize, char)| text[*at..].starts_with('\n') || !text[*at + 1..].starts_with('\n');
    let lines = text.char_indices().filter(|(_, one)| matches!(one, '\n' | '\r')).filter(ends).map(|(at, _)| at + 1);
    let mut length = 0;
    for end in lines.chain([text.len()]) {
        if !text[length..].starts_with('#') {
            break;
        }
        length = end;
    }
    &text[..length]
}

fn table(folder: Folder) -> &'static Table {
    match folder {
        Folder::Providers => &shape::PROVIDER,
        Folder::Standards => &shape::STANDARD,
        Folder::Evidence => &shape::EVIDENCE,
    }
}
