//! A rule's page: what it means, when it speaks, what it says or asks for, what it rests on, and its examples.

mod human;
mod markdown;
mod shape;

use std::io;

use super::condition::{self, Line, texts, written};
use super::standing::Standing;
use crate::model::Text;
use crate::model::deployment::LeastAssurance;
use crate::model::facts::Facts;
use crate::model::rule::{Cited, Example, Field, Piece, Report, Require, Rules, Work};
use crate::report::Style;
use crate::report::sheet::Sheet;
use crate::report::visible_json;

/// A rule with all that its page is made of.
#[derive(Debug, Clone, Copy)]
pub struct RulePage<'r> {
    /// The rule, with what the run knows of it.
    pub standing: Standing<'r>,
    /// The rules that it stands among, with its patterns.
    pub rules: &'r Rules,
    /// What its names mean.
    pub facts: &'r Facts,
}

/// How a rule's page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageView {
    /// As text for people.
    Human,
    /// For a page on the web.
    Markdown,
    /// As one JSON document.
    Json,
}

impl PageView {
    /// Every view, the one for people first.
    pub const ALL: [Self; 3] = [Self::Human, Self::Markdown, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Markdown => "markdown",
            Self::Json => "json",
        }
    }
}

/// How much of a rule's page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What it means and how to fix it, with its examples.
    Meaning,
    /// All of it.
    Whole,
}

impl<'r> RulePage<'r> {
    /// Writes all of it, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, view: PageView, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match view {
            PageView::Human => human::write(self, Extent::Whole, &mut Sheet::new(style, out)),
            PageView::Markdown => markdown::write(self, out),
            PageView::Json => visible_json::pretty(&shape::Document::of(self), out),
        }
    }

    /// Writes what it means and how to fix it, with its examples, for people.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn meaning(&self, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        human::write(self, Extent::Meaning, &mut Sheet::new(style, out))
    }

    /// When it speaks; one line where it always does.
    fn condition(&self) -> Vec<Line> {
        let lines = condition::lines(&self.standing.rule.condition, self.rules);
        if lines.is_empty() { vec![Line { depth: 0, words: "always".to_owned() }] } else { lines }
    }

    /// The fields that its words name, and then those that its `match` looks at besides.
    fn fields(&self) -> Vec<Field> {
        let rule = self.standing.rule;
        let mut fields = rule.report().map(placeholders).unwrap_or_default();
        condition::fields(&rule.condition, &mut fields);
        fields
    }

    /// What it asks for, a line each.
    fn asks(&self) -> Vec<String> {
        self.standing.rule.require().map(|require| asks(require, self)).unwrap_or_default()
    }

    /// What it rests on, a line each.
    fn sources(&self) -> Vec<String> {
        self.standing.rule.sources.iter().map(|cited| source(cited, self.facts)).collect()
    }
}

/// What else an example brings along, each with what it is.
fn beside(example: &Example) -> Vec<(&'static str, &str)> {
    let parts = [
        ("with this document in the catalogue", &example.evidence),
        ("beside this rule", &example.beside),
        ("under this policy", &example.policy),
    ];
    parts.into_iter().filter_map(|(words, text)| Some((words, text.as_deref()?))).collect()
}

/// What is said of an example before its text.
fn heading(example: &Example) -> String {
    format!("As of {}, this {}:", example.as_of, if example.fails { "is reported" } else { "passes" })
}

/// The fields that stand in the words of a rule, each once.
fn placeholders(report: &Report) -> Vec<Field> {
    let pieces = report.templates().flat_map(|template| &template.0);
    let named = pieces.filter_map(|piece| if let Piece::Field(field) = piece { Some(*field) } else { None });
    let mut found = Vec::new();
    for field in named.chain(report.one_per) {
        if !found.contains(&field) {
            found.push(field);
        }
    }
    found
}

fn asks(require: &Require, page: &RulePage<'_>) -> Vec<String> {
    let facts = page.facts;
    let mut lines = Vec::new();
    for one in &require.standards {
        let third = if one.assurance == LeastAssurance::ThirdParty { ", shown by a third party" } else { "" };
        lines.push(format!("{}{third}", facts.reference(one.standard)));
    }
    if require.standards.is_empty() && require.assurance == LeastAssurance::ThirdParty {
        lines.push("that whatever is required is shown by a third party".to_owned());
    }
    let agreements: Vec<_> = require.agreements.iter().map(|&one| facts.agreements[one].id.to_string()).collect();
    if !agreements.is_empty() {
        lines.push(format!("one of these agreements in force: {}", agreements.join(", ")));
    }
    let places = &require.places;
    let of_places = [("region", &places.regions), ("geography", &places.geographies), ("country", &places.countries)];
    for (what, patterns) in of_places.into_iter().filter(|(_, patterns)| !patterns.is_empty()) {
        lines.push(format!("only where the {what} is {}", texts(patterns, page.rules).join(" or ")));
    }
    let spread = require.spread;
    let of_spread = [(spread.regions, "regions"), (spread.geographies, "geographies"), (spread.countries, "countries")];
    lines.extend(
        of_spread
            .into_iter()
            .filter(|(least, _)| *least > 1)
            .map(|(least, what)| format!("at least {least} different {what}")),
    );
    lines
}

/// A source as a line.
fn source(cited: &Cited, facts: &Facts) -> String {
    let at = |at: &Option<Text>| at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    match cited {
        Cited::Words(words) => words.to_string(),
        Cited::Document { document, at: place } => {
            let document = &facts.documents[*document];
            let (title, publisher) = (&document.title, &document.publisher);
            format!("\"{title}\", {publisher}, as of {}{} ({})", document.as_of, at(place), document.id)
        }
        Cited::Work(Work { title, found_at, publisher, date, at: place }) => {
            let publisher = publisher.as_ref().map(|publisher| format!(", {publisher}")).unwrap_or_default();
            let date = date.map(|date| format!(", {date}")).unwrap_or_default();
            format!("\"{title}\"{publisher}{date}{}: {found_at}", at(place))
        }
    }
}

/// What stands in the words of a report, by their keys in the rule's file.
fn said(report: &Report) -> Vec<(&'static str, String)> {
    let mut said = vec![("says", written(&report.says))];
    said.extend(report.says_in_regions.iter().map(|says| ("in regions", written(says))));
    said.extend(report.label.iter().map(|label| ("label", written(label))));
    let shares = |field: Field| format!("those that have one {} share a finding", field.name());
    said.extend(report.one_per.map(|field| ("one per", shares(field))));
    if report.ways_out {
        said.push(("help", "begins with the ways out that the catalogue knows".to_owned()));
    }
    said
}
