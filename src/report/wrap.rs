//! Words broken into lines that fit a page.

use textwrap::core::display_width;

use super::visible::is_printable_ascii;

/// The words on lines of `width` columns, as many on each as fit, with `first` before the first line and `rest` before the
/// others. They are broken at spaces only, since ids and addresses are meant to be copied.
pub(super) fn filled(words: &str, width: usize, first: &str, rest: &str) -> String {
    let mut filled = String::with_capacity(words.len() + words.len() / 4 + first.len());
    let rooms = [first, rest].map(|indent| width.saturating_sub(columns(indent)));
    add(words, (first, rest), rooms, &mut filled);
    filled
}

/// Adds the words to a text that has reached the column behind `indent`, which stands before the lines after the first.
pub(super) fn hang(words: &str, width: usize, indent: &str, text: &mut String) {
    let room = width.saturating_sub(columns(indent));
    add(words, ("", indent), [room, room], text);
}

/// Adds the words, each line of them on as many as it takes. There is less or more room on the first of those than on the
/// others.
fn add(words: &str, (first, rest): (&str, &str), rooms: [usize; 2], text: &mut String) {
    for (number, line) in words.split('\n').enumerate() {
        if number > 0 {
            text.push('\n');
        }
        push(text, line, (if number == 0 { first } else { rest }, rest), rooms);
    }
}

/// Appends one line, on as many as it takes.
fn push(filled: &mut String, line: &str, (begin, rest): (&str, &str), [mut room, others]: [usize; 2]) {
    // What stands before a line goes before words, and isn't left over where there are none.
    filled.push_str(if line.is_empty() { "" } else { begin });
    let is_plain = is_printable_ascii(line);
    if is_plain && line.len() <= room {
        filled.push_str(line.trim_end_matches(' '));
        return;
    }
    let (mut start, mut end, mut used) = (0, 0, 0);
    let mut at = 0;
    for piece in line.split_inclusive(' ') {
        let word = piece.trim_end_matches(' ');
        if !word.is_empty() {
            let columns = if is_plain { word.len() } else { columns(word) };
            if used + columns > room && at > start {
                filled.push_str(&line[start..end]);
                filled.push('\n');
                filled.push_str(rest);
                (start, used, room) = (at, 0, others);
            }
            used += columns;
            end = at + word.len();
        }
        used += piece.len() - word.len();
        at += piece.len();
    }
    filled.push_str(&line[start..end]);
}

/// The columns that a text takes, colours left out.
pub(super) fn columns(text: &str) -> usize {
    // Most texts are nothing but ordinary letters.
    if is_printable_ascii(text) { text.len() } else { display_width(text) }
}

/// The same for a package that can also break words, for columns that are too narrow for some.
pub(super) fn wrapping<'a>(width: usize) -> textwrap::Options<'a> {
    textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn as_many_words_stand_on_a_line_as_fit() {
        assert_eq!(filled("one two three four", 9, "", "  "), "one two\n  three\n  four");
        assert_eq!(filled("one two three", 9, "- ", "  "), "- one two\n  three");
        assert_eq!(filled("a-name-that-is-not-broken and more  ", 10, "", ""), "a-name-that-is-not-broken\nand more");
        assert_eq!(filled("two lines\n\nand a last one", 10, "", "  "), "two lines\n\n  and a last\n  one");
        assert_eq!(filled("\u{1b}[1mbold\u{1b}[0m 中中", 9, "", ""), "\u{1b}[1mbold\u{1b}[0m 中中");
    }

    proptest! {
        #[test]
        fn lines_are_those_of_a_package_that_breaks_anything(
            words in "[a-c 中é\u{301}-]{0,60}(\n[a-c ]{0,30}){0,2}",
            width in 0usize..40,
            indents in prop::sample::select(&[("", ""), ("", "    "), ("  ", "  "), ("  ", "     "), ("____", "  ")][..]),
        ) {
            let options = wrapping(width).initial_indent(indents.0).subsequent_indent(indents.1);
            prop_assert_eq!(filled(&words, width, indents.0, indents.1), textwrap::fill(&words, options));
        }
    }
}
