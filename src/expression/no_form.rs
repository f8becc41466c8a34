//! What to say of a text that is no expression, in words for people: the parser's name the parts of its grammar.

use super::{Mistake, one_line};

/// Everything that is wrong with the form of a text.
pub(super) fn told(errors: &cel::ParseErrors) -> Vec<Mistake> {
    let mistake = |error: &cel::ParseError| {
        let (words, more) = words(&one_line(&error.msg));
        let place = format!("it goes wrong at line {}, column {} of it", error.pos.0.max(1), error.pos.1 + 1);
        let more = more.map(|more| format!("; {more}")).unwrap_or_default();
        Mistake { message: format!("this is no expression: {words}"), help: Some(format!("{place}{more}")) }
    };
    errors.errors.iter().map(mistake).collect()
}

/// What the parser says, and what more there is to say of what to do. What it says in another way stays as it is.
fn words(said: &str) -> (String, Option<&'static str>) {
    let said = said.strip_prefix("Syntax error: ").unwrap_or(said);
    if let Some(rest) = said.strip_prefix("token recognition error at: ") {
        let token = rest.trim_matches('\'').trim();
        return match token.chars().next() {
            Some('"' | '\'') => (format!("the text that begins with `{token}` has no end"), None),
            Some('=') => (format!("`{token}` means nothing here"), Some("`==` compares")),
            _ => (format!("`{token}` means nothing here"), None),
        };
    }
    if let Some((missing, at)) = said.strip_prefix("missing ").and_then(|rest| rest.split_once(" at ")) {
        let missing = missing.trim_matches('\'');
        return match quoted(at) {
            Some("<EOF>") | None => (format!("it ends where `{missing}` is still to come"), None),
            Some(token) => (format!("`{missing}` is missing before `{token}`"), None),
        };
    }
    let unexpected = ["mismatched input ", "extraneous input ", "no viable alternative at input "];
    match unexpected.iter().find_map(|begin| said.strip_prefix(begin)).and_then(quoted) {
        Some("<EOF>") => ("it ends where something is still to come".to_owned(), None),
        Some(token) => (format!("`{token}` is not expected here"), None),
        None => (said.to_owned(), None),
    }
}

/// What stands in quotes at the beginning, before what would be expected.
fn quoted(text: &str) -> Option<&str> {
    let text = text.split(" expecting ").next()?;
    text.strip_prefix('\'')?.strip_suffix('\'')
}
