//! How an explanation is shown: to people as a page, to programs as JSON, and as a graph in Mermaid's language.

mod document;
mod findings;
mod human;
mod json;
mod mermaid;
mod overview;
mod page;
#[cfg(test)]
mod schema;
mod shape;
mod story;

use std::io::{self, Write};

use super::diagnostic::Ask;
use super::visible::prose;
use super::{CatalogSummary, Style};
use crate::check::explain::Explanation;

/// How an explanation is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// As a page for people.
    Human,
    /// As one JSON document.
    Json,
    /// As a flowchart for <https://mermaid.js.org>.
    Mermaid,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 3] = [Self::Human, Self::Json, Self::Mermaid];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Mermaid => "mermaid",
        }
    }
}

/// An explanation with what it rests on.
#[derive(Debug)]
pub struct Explained {
    /// The explanation.
    pub explanation: Explanation,
    /// The catalogue.
    pub catalog: CatalogSummary,
    /// How many problems the manifest has: what they touch is left out.
    pub problems: usize,
    /// The options, besides the day, without which another command may not come to the same answers.
    pub repeated: Vec<String>,
}

impl Explained {
    /// The command that tells more of the same manifest.
    fn command(&self, ask: Ask<'_>) -> String {
        let day = ["--as-of".to_owned(), self.explanation.as_of.to_string()];
        let options: Vec<_> = day.into_iter().chain(self.repeated.iter().cloned()).collect();
        ask.command(&self.explanation.source, &options)
    }
}

/// Writes an explanation.
pub fn write(explained: &Explained, view: View, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match view {
        View::Human => human::write(explained, style, out),
        View::Json => json::write(explained, out),
        View::Mermaid => mermaid::write(&explained.explanation, out),
    }
}

/// A message with names from files and the command line in it, fit to be shown.
pub fn message(text: &str) -> String {
    prose(text)
}
