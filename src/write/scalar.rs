//! A text as YAML takes it back: as it is where that is safe, else between double quotes.
//!
//! Safe is what every reader of YAML takes for text, those of version 1.1 too, which believe that `no` is false and
//! `1:30` a number.

use crate::load::tree::Value;

/// Where a value stands: in braces and brackets, more characters mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// On a line of its own.
    Block,
    /// In braces or brackets.
    Flow,
}

/// Words that some reader of YAML takes for a truth, for nothing, or for a number, in small letters.
const WORDS: [&str; 14] =
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", ".nan", ".inf", "inf", "infinity"];

/// A value that is no list and no table. A `day` of the calendar stays without quotes.
pub(super) fn scalar(value: &Value, day: bool, place: Surroundings) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => self::number(number),
        Value::Date(date) => date.to_string(),
        Value::Text(text) if day && is_day(text) => text.to_string(),
        Value::Text(text) => self::text(text, place),
        Value::Time(text) => self::text(text, place),
        Value::List(_) | Value::Table(_) => String::new(),
    }
}

/// A text, or a key.
pub(super) fn text(text: &str, place: Surroundings) -> String {
    if is_plain(text, place) { text.to_owned() } else { quoted(text) }
}

/// A number that stays the sort of number that it is.
fn number(number: &str) -> String {
    match number {
        "inf" => ".inf".to_owned(),
        "-inf" => "-.inf".to_owned(),
        "NaN" => ".nan".to_owned(),
        _ if number.contains('.') || number.parse::<i64>().is_err() && number.parse::<u64>().is_ok() => {
            number.to_owned()
        }
        _ => format!("{number}.0"),
    }
}

fn is_day(text: &str) -> bool {
    text.len() == "2026-11-22".len() && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_plain(text: &str, place: Surroundings) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let is_spaced = text.trim() != text || text.chars().any(|c| !is_printable(c));
    let begins_badly = "-?:,[]{}#&*!|>'\"%@`=~<".contains(first) || text.starts_with("...");
    let means_something = text.contains(": ") || text.ends_with(':') || text.contains(" #");
    let in_flow = place == Surroundings::Flow && text.contains([',', '[', ']', '{', '}', '?']);
    !(is_spaced || begins_badly || means_something || in_flow || is_mistaken(text))
}

/// Whether some reader takes the text for something else: a truth, a number, a date.
fn is_mistaken(text: &str) -> bool {
    let small = text.to_lowercase();
    let digits_come = text.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit());
    let like_a_number = text.chars().all(|c| c.is_ascii_digit() || "._:+-, TtZz".contains(c));
    let radix = ["0x", "0o", "0b"].iter().any(|radix| small.trim_start_matches(['+', '-']).starts_with(radix));
    let number = text.replace('_', "").parse::<f64>().is_ok();
    WORDS.contains(&small.trim_start_matches(['+', '-'])) || digits_come && (like_a_number || radix || number)
}

/// What may stand in a text as it is. What acts on the reader, or that nobody sees, is written out.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => false,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' => false,
        '\u{e000}'..='\u{f8ff}' | '\u{1fffe}'.. => false,
        c => c > '\u{a0}',
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) > 0xffff => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_could_mistake_is_quoted() {
        for quoted in [
            "",
            " a",
            "a ",
            "no",
            "NO",
            "Yes",
            "off",
            "~",
            "null",
            "2013",
            "2026-02-25",
            "2005-10",
            "4.0.1",
            "1:30",
            "1e3",
            "0x1f",
            "+1",
            ".5",
            "- a",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "&a",
            "*",
            "@a",
            "'a'",
            "\"a\"",
            "a\nb",
            "%a",
            "...",
            "<<",
        ] {
            assert!(text(quoted, Surroundings::Block).starts_with('"'), "{quoted}");
        }
        for plain in
            ["none", "ISO 27001", "iso-27001:2013", "fedramp@high", "https://a.b/c#d", "a, b", "3PAO", "é", "on time"]
        {
            assert_eq!(text(plain, Surroundings::Block), plain);
        }
        for quoted in ["a, b", "f(x]", "{", "a?b"] {
            assert!(text(quoted, Surroundings::Flow).starts_with('"'), "{quoted}");
        }
    }

    #[test]
    fn a_day_is_plain_where_a_day_belongs() {
        let day = Value::Text("2026-02-25".into());
        assert_eq!(scalar(&day, true, Surroundings::Block), "2026-02-25");
        assert_eq!(scalar(&day, false, Surroundings::Block), "\"2026-02-25\"");
        assert_eq!(scalar(&Value::Text("2026".into()), true, Surroundings::Block), "\"2026\"");
    }
}
