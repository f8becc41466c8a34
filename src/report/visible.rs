//! Text that somebody else wrote, made safe to show.
//!
//! A name in a manifest can hold an escape sequence that a terminal obeys, a mark that turns the reading direction
//! round, or a character that nobody sees. Such characters are written out as `\u{1b}`; everything else stays.

use std::borrow::Cow;

/// The longest text that is shown, in characters: a name of ten megabytes is no longer a name.
const LONGEST: usize = 2_000;

/// Whether a character acts on the reader or is invisible, rather than being shown.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control() || is_separator(character) || is_ignorable(character)
}

/// Line and paragraph separators, and the marks around annotations.
fn is_separator(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}')
}

/// What Unicode lets a renderer leave out (`Default_Ignorable_Code_Point`): the bidirectional controls, the joiners,
/// the soft hyphen, fillers, variation selectors and tags.
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Appends one character, written out where it is hidden.
pub(super) fn push(out: &mut String, character: char) {
    if is_hidden(character) {
        out.extend(character.escape_default());
    } else {
        out.push(character);
    }
}

/// The text on one line, with everything hidden written out, line ends too.
pub(super) fn line(text: &str) -> String {
    shown(text).into_owned()
}

/// Whether nothing in a text is hidden, since all of it is printable ASCII. To look at all of the bytes is quicker than to stop
/// at the first that is something else.
pub(super) fn is_printable_ascii(text: &str) -> bool {
    text.bytes().fold(0, |others, byte| others | u8::from(!matches!(byte, b' '..=b'~'))) == 0
}

/// As [`line()`], not copied where nothing is hidden.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    // Most texts are nothing but printable ASCII, and without the marks of commands.
    if text.len() <= LONGEST && is_printable_ascii(text) {
        let marks = text.bytes().fold(0, |marks, byte| marks | u8::from(byte == b'#') | u8::from(byte == b':'));
        return if marks > 0 { uncommanded(Cow::Borrowed(text)) } else { Cow::Borrowed(text) };
    }
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut characters = text.chars();
    characters.by_ref().take(LONGEST).for_each(|character| push(&mut out, character));
    if characters.next().is_some() {
        out.push_str(" [...]");
    }
    uncommanded(Cow::Owned(out))
}

/// The text without the beginnings of commands that build servers obey in their logs: some anywhere in a line, others at
/// its beginning. Words may stand there wherever a page is broken.
fn uncommanded(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("##") && !text.contains("::") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_commanding(&out, character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Whether a command begins with this character and what stands before it.
fn is_commanding(before: &str, character: char) -> bool {
    let begins = |rest: &str| rest.is_empty() || rest.ends_with(char::is_whitespace);
    match character {
        '[' => is_bracket_commanding(before),
        ':' => before.strip_suffix(':').is_some_and(begins),
        _ => false,
    }
}

/// The same for the commands that are obeyed anywhere in a line.
fn is_bracket_commanding(before: &str) -> bool {
    before.ends_with("##") || before.ends_with("##vso")
}

/// Appends one character of a line of code, which is never broken and has its number before it.
pub(super) fn push_code(out: &mut String, character: char) {
    if character == '[' && is_bracket_commanding(out) {
        out.extend(character.escape_unicode());
    } else {
        push(out, character);
    }
}

/// As [`line()`], for whole sentences, in which a line end is nothing but a space.
pub(super) fn prose(text: &str) -> String {
    // Most sentences are such already.
    let is_even = is_printable_ascii(text) && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    if is_even { line(text) } else { line(&text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// The text for a cell of comma-separated values: no terminal obeys it, and no spreadsheet takes it for a formula.
pub(super) fn cell(text: &str) -> String {
    let text = line(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

/// Whether the text is shown as it is, so that what is copied from a page is still the text.
pub(super) fn is_plain(text: &str) -> bool {
    shown(text) == text
}

/// A word as a shell takes it back, for commands that are meant to be copied. What is hidden in it, or would be obeyed on
/// the way, stands there in octal digits, which bash, zsh, ksh and POSIX since 2024 read.
pub(super) fn shell_word(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&b);
    if !is_plain(text) {
        return format!("$'{}'", octal(text)).into();
    }
    if !text.is_empty() && text.bytes().all(plain) {
        return text.into();
    }
    format!("'{}'", text.replace('\'', r"'\''")).into()
}

/// Whether a shell takes the word as it is.
pub fn is_bare_word(text: &str) -> bool {
    !text.starts_with('-') && shell_word(text) == text
}

/// What stands between `$' and `'`.
fn octal(text: &str) -> String {
    let mut out = String::new();
    for (at, character) in text.char_indices() {
        if is_hidden(character) || is_commanding(&text[..at], character) {
            let bytes = text[at..at + character.len_utf8()].bytes();
            out.extend(bytes.map(|byte| format!("\\{byte:03o}")));
        } else {
            out.extend(['\\'].iter().filter(|_| "'\\".contains(character)));
            out.push(character);
        }
    }
    out
}

/// Text that means itself in Markdown: what is hidden in it is written out, and no mark in it is obeyed.
pub fn markdown(text: &str) -> String {
    let shown = line(text);
    let mut safe = String::with_capacity(shown.len());
    for character in shown.chars() {
        // A search through a text would look at each of them for every character.
        if matches!(
            character,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | ')' | '#' | '+' | '!' | '|' | '~' | '&'
        ) {
            safe.push('\\');
        }
        safe.push(character);
    }
    safe
}

/// As [`markdown`], for places where others are called and things linked by their names alone: nobody is mentioned, and
/// nothing becomes a link, a reference, a formula or an emoji.
pub(super) fn inert(text: &str) -> String {
    let shown = line(text);
    let mut safe = String::new();
    for (at, character) in shown.char_indices() {
        let next = at + character.len_utf8();
        match character {
            '$' => safe.push_str("&#36;"),
            _ => safe.push_str(&markdown(&shown[at..next])),
        }
        if is_begun(&shown[..at], character, &shown[next..]) {
            safe.push_str("<!-- -->");
        }
    }
    safe
}

/// How far a reference is looked for, in bytes: no name of a user, a project or a machine is longer.
const NEAR: usize = 256;

/// Whether a reference begins with what was read: a comment behind it keeps it from going on.
fn is_begun(before: &str, character: char, after: &str) -> bool {
    let near = &after[..after.floor_char_boundary(NEAR)];
    let word = near.split(char::is_whitespace).next().unwrap_or_default();
    match character {
        // In the middle of a word it could only be an address.
        '@' => !before.ends_with(|c: char| c.is_ascii_alphanumeric()) || word.contains('.'),
        '#' => word.starts_with(|c: char| c.is_ascii_digit()),
        ':' => word.starts_with("//") || word.split(':').nth(1).is_some_and(|_| !word.starts_with(':')),
        'w' => before.ends_with("ww") && word.starts_with('.'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_hides_is_written_out() {
        for (given, shown) in [
            ("plain ß 中 é", "plain ß 中 é"),
            ("\u{1b}[31mred", r"\u{1b}[31mred"),
            ("one\r\ntwo\tthree", r"one\r\ntwo\tthree"),
            ("\u{7f}\u{9b}2J", r"\u{7f}\u{9b}2J"),
            ("user\u{202e}txt.exe", r"user\u{202e}txt.exe"),
            ("zero\u{200b}width\u{feff}", r"zero\u{200b}width\u{feff}"),
            ("tag\u{e0041}", r"tag\u{e0041}"),
            ("##[group]a ###vso[task]b ## c[", r"##\u{5b}group]a ###vso\u{5b}task]b ## c["),
            ("::error::a ::b a::c\u{3000}::d :::", ":\\u{3a}error::a :\\u{3a}b a::c\u{3000}:\\u{3a}d :\\u{3a}:"),
        ] {
            assert_eq!(line(given), shown);
        }
    }

    #[test]
    fn a_sentence_flows_over_line_ends() {
        assert_eq!(prose("  Ask the\n   provider.\n"), "Ask the provider.");
        for text in ["one  two", " one two", "one two ", "one two", "one\ttwo"] {
            assert_eq!(prose(text), "one two", "{text:?}");
        }
        assert_eq!(prose("\u{1b}]0;title\u{7}"), r"\u{1b}]0;title\u{7}");
    }

    #[test]
    fn a_huge_name_is_cut() {
        let shown = line(&"x".repeat(10_000_000));
        assert!(shown.len() < 2_100 && shown.ends_with("[...]"));
    }

    #[test]
    fn a_shell_reads_the_word_back() {
        for (given, shown) in [
            ("deploy.toml", "deploy.toml"),
            ("my file.toml", "'my file.toml'"),
            ("it's", r"'it'\''s'"),
            ("$(reboot)", "'$(reboot)'"),
            ("", "''"),
            ("a\u{1b}'\\\n\u{202e}", r"$'a\033\'\\\012\342\200\256'"),
            ("::error::a ##[b]", r"$':\072error::a ##\133b]'"),
        ] {
            assert_eq!(shell_word(given), shown);
        }
    }

    #[test]
    fn what_markdown_would_obey_is_written_as_it_is() {
        assert_eq!(markdown("a|b <img> [x](y) `c` & *d*"), r"a\|b \<img\> \[x\]\(y\) \`c\` \& \*d\*");
        assert_eq!(markdown("two\nlines\u{202e}"), r"two\\nlines\\u\{202e\}");
        assert_eq!(markdown("plain-name_1"), r"plain-name\_1");
    }

    #[test]
    fn nothing_is_linked_by_its_name() {
        for (given, shown) in [
            ("@everyone, (@a)", r"@<!-- -->everyone, \(@<!-- -->a\)"),
            ("std-a@high", "std-a@high"),
            ("ciso@clinic.example", "ciso@<!-- -->clinic.example"),
            ("#12, a#12, #b", r"\#<!-- -->12, a\#<!-- -->12, \#b"),
            ("https://a.example", "https:<!-- -->//a.example"),
            ("www.a.example", "www<!-- -->.a.example"),
            ("a :bug: b: c", "a :<!-- -->bug: b: c"),
            ("$x$", "&#36;x&#36;"),
            ("a|b\n<c>", r"a\|b\\n\<c\>"),
        ] {
            assert_eq!(inert(given), shown);
        }
    }
}
