//! What is wrong with files of a catalogue or of rules: problems and flaws, in the forms in which a check shows its findings.

use std::collections::BTreeMap;
use std::io;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::diagnostic::Diagnostic;
use super::known::Catalog;
use super::paint::Paint;
use super::summary::counted;
use super::{CatalogSummary, Style, human, short, visible_json};
use crate::lint::Flaw;
use crate::load::problem::Problem;
use crate::model::rule::Severity;

/// What was found in files of a catalogue or of rules, and what was done about it.
#[derive(Debug, Clone, Default)]
pub struct Flaws {
    /// The catalogue that the files make, or that rules were read with; an empty one where it has problems.
    pub catalog: CatalogSummary,
    /// How many files were looked at.
    pub files: usize,
    /// What could not be taken. Where there is any, only the form of the files was looked at besides.
    pub problems: Vec<Problem>,
    /// What should be mended.
    pub flaws: Vec<Flaw>,
    /// The files that were written anew.
    pub written: Vec<String>,
}

/// How something other than a check's report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Human,
    /// One line each.
    Short,
    /// For programs.
    Json,
}

impl Form {
    /// Every form, the one for people first.
    pub const ALL: [Self; 3] = [Self::Human, Self::Short, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
        }
    }
}

/// Shows problems to a person, and nothing else.
///
/// # Errors
///
/// Only what writing gives.
pub fn problems_page(problems: &[Problem], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let shown: Vec<_> = problems.iter().map(Diagnostic::of_problem).collect();
    human::diagnostics(&shown, "", style, out)
}

/// Shows to a person what is odd, and was taken as it is.
///
/// # Errors
///
/// Only what writing gives.
pub fn warnings_page(warnings: &[Problem], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mild = |problem| Diagnostic { severity: Severity::Warning, ..Diagnostic::of_problem(problem) };
    let shown: Vec<_> = warnings.iter().map(mild).collect();
    human::diagnostics(&shown, "", style, out)
}

impl Flaws {
    /// Writes everything, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, form: Form, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut shown: Vec<_> = self.problems.iter().map(Diagnostic::of_problem).collect();
        shown.extend(self.flaws.iter().map(Diagnostic::of_flaw));
        shown.sort_by_key(|one| (one.source.name(), one.place.span));
        match form {
            Form::Human => human::diagnostics(&shown, &self.closing(), style, out),
            Form::Short => {
                let paint = Paint::new(style);
                let mut lines = shown.iter().filter(|one| style.shows(one.severity));
                lines.try_for_each(|one| writeln!(out, "{}", short::line(one, &paint)))
            }
            Form::Json => visible_json::pretty(&self.document(&shown), out),
        }
    }

    fn of(&self, severity: Severity) -> usize {
        self.flaws.iter().filter(|flaw| flaw.severity == severity).count()
    }

    /// The numbers as one sentence.
    fn closing(&self) -> String {
        let kinds = [
            (self.problems.len(), "problem", "problems"),
            (self.of(Severity::Error), "error", "errors"),
            (self.of(Severity::Warning), "warning", "warnings"),
        ];
        let said: Vec<_> = kinds
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| counted(*count, one, many))
            .collect();
        let said = if said.is_empty() { "nothing found".to_owned() } else { said.join(", ") };
        let written = match self.written.len() {
            0 => String::new(),
            count => format!("; wrote {} in canonical form", counted(count, "file", "files")),
        };
        let rest = if self.problems.is_empty() { "" } else { "; the rest is looked at once the problems are mended" };
        format!("looked at {}: {said}{written}{rest}", counted(self.files, "file", "files"))
    }

    fn document<'a>(&'a self, shown: &'a [Diagnostic<'a>]) -> Document<'a> {
        let mut files: BTreeMap<&str, Vec<Entry<'_>>> = BTreeMap::new();
        for one in shown {
            let position = one.source.position(one.place.span.start);
            files.entry(one.source.name()).or_default().push(Entry {
                code: one.code,
                severity: one.severity.name(),
                message: &one.message,
                help: one.help,
                line: position.line,
                column: position.column,
                offset: one.place.span.start,
                length: one.place.span.len(),
            });
        }
        Document {
            version: "1",
            catalog: Catalog::of(&self.catalog),
            files: files.into_iter().map(|(path, flaws)| File { path, flaws }).collect(),
            written: &self.written,
            summary: Numbers {
                files: self.files,
                problems: self.problems.len(),
                error: self.of(Severity::Error),
                warning: self.of(Severity::Warning),
            },
        }
    }
}

/// What was found in files of a catalogue or of rules.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Flaws of files", deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The catalogue that the files make, or that rules were read with.
    catalog: Catalog<'a>,
    /// The files in which something was found.
    files: Vec<File<'a>>,
    /// The files that were written anew.
    written: &'a [String],
    /// The same in numbers.
    summary: Numbers,
}

/// A file with what was found in it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct File<'a> {
    /// Its path.
    path: &'a str,
    /// What was found, by place.
    flaws: Vec<Entry<'a>>,
}

/// What can't be taken, or should be mended.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Flaw", deny_unknown_fields))]
pub(super) struct Entry<'a> {
    /// What kind of problem or flaw it is.
    code: &'a str,
    /// How grave it is.
    severity: &'static str,
    /// What is wrong.
    message: &'a str,
    /// What to do, where that is known.
    help: Option<&'a str>,
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    column: usize,
    /// The first byte of the place, counted from 0 in the UTF-8 text.
    offset: usize,
    /// How many bytes the place has.
    length: usize,
}

/// The same in numbers.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Summary", deny_unknown_fields))]
pub(super) struct Numbers {
    /// How many files were looked at.
    files: usize,
    /// What can't be taken.
    problems: usize,
    /// Errors that should be mended.
    error: usize,
    /// Warnings.
    warning: usize,
}
