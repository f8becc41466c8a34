//! What makes a text in a format harmless to whoever reads it: to a terminal, a build server, a browser, a spreadsheet.
//!
//! It is written without the help of what is tested, and knows nothing of the program: the fuzzers of `fuzz/` hold reports
//! against it as well.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

/// Whether a character acts on the reader or hides. Written without the help of what is tested.
fn acts(character: char) -> bool {
    character != '\n'
        && (character.is_control() || "\u{200b}\u{2028}\u{2029}\u{202e}\u{2067}\u{feff}".contains(character))
}

/// What is wrong with a text in any format: characters that act, and commands that build servers obey in their logs.
pub fn quiet(text: &str) -> Result<(), String> {
    if let Some(found) = text.lines().find(|line| line.contains(acts)) {
        return Err(format!("a character acts in {found:?}"));
    }
    match text.lines().find(|line| line.contains("##[") || line.contains("##vso[")) {
        Some(found) => Err(format!("a build server obeys {found:?}")),
        None => Ok(()),
    }
}

/// The same, with the command that a workflow obeys at the beginning of a line.
pub fn uncommanded(text: &str) -> Result<(), String> {
    quiet(text)?;
    match text.lines().find(|line| line.trim_start().starts_with("::")) {
        Some(found) => Err(format!("a workflow obeys {found:?}")),
        None => Ok(()),
    }
}

pub fn json(text: &str) -> Result<(), String> {
    // What programs read says `##[` with the letters that it has: no log shows it as a line of its own.
    if text.contains(acts) {
        return Err("a character acts".to_owned());
    }
    serde_json::from_str::<Value>(text).map(|_| ()).map_err(|error| error.to_string())
}

pub fn ndjson(text: &str) -> Result<(), String> {
    text.lines().try_for_each(json)
}

pub fn quiet_json(text: &str) -> Result<(), String> {
    uncommanded(text).and_then(|()| json(text))
}

/// Well-formed, and without commands in it.
pub fn xml(text: &str) -> Result<(), String> {
    uncommanded(text)?;
    roxmltree::Document::parse(text).map(|_| ()).map_err(|error| error.to_string())
}

/// Each line is a command of the program's own, with properties that it knows.
pub fn github(text: &str) -> Result<(), String> {
    quiet(text)?;
    for line in text.lines() {
        let (info, _) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).ok_or("a line is no command")?;
        let (name, properties) = info.split_once(' ').ok_or("a command has no properties")?;
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        let is_known = |pair: &str| pair.split_once('=').is_some_and(|(key, _)| known.contains(&key));
        if !["error", "warning", "notice"].contains(&name) || !properties.split(',').all(is_known) {
            return Err(format!("somebody else's command: {line}"));
        }
    }
    Ok(())
}

/// No markup but the program's own, no link but into its own words, and tables whose rows have the cells of their head.
pub fn markdown(text: &str) -> Result<(), String> {
    uncommanded(text)?;
    let own = ["<!-- -->", "<details>", "</details>", "<summary>", "</summary>", "<br>", "<sub>", "</sub>"];
    let mut columns = 0;
    let mut cells = 0;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let rest = own.iter().fold(html.to_string(), |rest, own| rest.replace(own, ""));
                if rest.contains('<') {
                    return Err(format!("markup: {html}"));
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with("https://") => {
                return Err(format!("a link to {dest_url}"));
            }
            Event::Start(Tag::Image { .. } | Tag::Strikethrough) => return Err("an image, or struck words".to_owned()),
            Event::Start(Tag::Table(all)) => columns = all.len(),
            Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(pulldown_cmark::TagEnd::TableRow) if cells != columns => {
                return Err(format!("{cells} cells beneath {columns}"));
            }
            // The parser cuts cells that are too many: count them in the text.
            _ => {}
        }
    }
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    let rows: Vec<_> = text.lines().filter(|line| line.starts_with('|')).collect();
    if rows.chunk_by(|a, b| bars(a) == bars(b)).count()
        > text.split("\n\n").filter(|part| part.starts_with('|')).count()
    {
        return Err("a row has more cells than its head".to_owned());
    }
    Ok(())
}

/// The names of elements and attributes of a page, each with how often it occurs. Enough of a reader for pages in which
/// `<` stands for nothing but a tag.
fn tags(page: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        let mut in_value = None;
        let names: String = rest[..end]
            .chars()
            .filter(|&one| match in_value {
                None if one == '"' => {
                    in_value = Some(one);
                    false
                }
                Some(quote) if one == quote => {
                    in_value = None;
                    false
                }
                open => open.is_none(),
            })
            .collect();
        for name in names.split_whitespace() {
            *found.entry(name.to_owned()).or_default() += 1;
        }
        // A script and a style end with their own tag only.
        for raw in ["script", "style"] {
            if names.split_whitespace().next() == Some(raw) {
                rest = rest.find(&format!("</{raw}")).map_or("", |at| &rest[at..]);
            }
        }
    }
    found
}

/// No element and no attribute but those of the program's own pages, and one script, which is its own.
pub fn html(text: &str) -> Result<(), String> {
    uncommanded(text)?;
    let own = |name: &str| {
        let bare = name.trim_start_matches('/').trim_end_matches('=');
        !(bare.starts_with("on") || ["img", "iframe", "object", "embed", "src", "svg", "base"].contains(&bare))
    };
    let tags = tags(text);
    if let Some(name) = tags.keys().find(|name| !own(name)) {
        return Err(format!("the page has {name}"));
    }
    let expected = (tags.get("script"), tags.get("/script"));
    if tags.get("script") == tags.get("/script") && tags.get("script").is_none_or(|&count| count <= 2) {
        Ok(())
    } else {
        Err(format!("scripts: {expected:?}"))
    }
}

/// Rows of the same length, in which no cell is a formula.
pub fn csv(text: &str) -> Result<(), String> {
    uncommanded(text)?;
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for row in rows.records() {
        let row = row.map_err(|error| error.to_string())?;
        let is_formula = |cell: &&str| cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']) && *cell != "-";
        if let Some(cell) = row.iter().find(is_formula) {
            return Err(format!("a spreadsheet reckons {cell}"));
        }
    }
    Ok(())
}
