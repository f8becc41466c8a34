//! Questions at the terminal, with names that are offered while somebody types.

use std::io::{self, Write};

use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::ui::RenderConfig;
use inquire::{CustomUserError, InquireError, Text};

use super::ask::{Answers, Question, Stop};
use super::offers::Offers;
use crate::catalog::Catalog;
use crate::report::catalog::message;
use crate::run::terminal_takes_color;

/// How many names are seen at once.
const PAGE: usize = 8;

/// The most columns that a sentence takes.
const WIDEST: usize = 110;

/// Somebody at a terminal. Questions and answers go to standard error, as all that is no outcome.
pub(super) struct Terminal<'c> {
    catalog: &'c Catalog,
    look: RenderConfig<'static>,
}

impl<'c> Terminal<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        let look = if terminal_takes_color() { RenderConfig::default_colored() } else { RenderConfig::empty() };
        Self { catalog, look }
    }
}

impl Answers for Terminal<'_> {
    fn answer(&mut self, question: &Question<'_>) -> Result<String, Stop> {
        let words = format!("{}:", question.words);
        let mut text = Text::new(&words).with_help_message(question.help).with_page_size(PAGE);
        text = text.with_render_config(self.look);
        if let Some(first) = question.first {
            text = text.with_initial_value(first);
        }
        if question.offers != Offers::Nothing {
            text = text.with_autocomplete(Names { catalog: self.catalog, offers: question.offers });
        }
        text.prompt().map_err(|error| match error {
            InquireError::OperationCanceled | InquireError::OperationInterrupted => Stop::Cancelled,
            other => Stop::Broken(other.to_string()),
        })
    }

    fn say(&mut self, words: &str) -> Result<(), Stop> {
        let width = textwrap::termwidth().clamp(40, WIDEST);
        let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  ");
        let lines = textwrap::fill(&message(words), options);
        writeln!(io::stderr(), "{lines}").map_err(|error| Stop::Broken(error.to_string()))
    }
}

/// The names of the catalogue, offered by what has been typed.
#[derive(Clone)]
struct Names<'c> {
    catalog: &'c Catalog,
    offers: Offers,
}

impl Autocomplete for Names<'_> {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        Ok(self.offers.on(self.catalog, input))
    }

    /// Tab takes the name that is marked, else the first.
    fn get_completion(
        &mut self,
        input: &str,
        highlighted_suggestion: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        Ok(highlighted_suggestion.or_else(|| self.offers.on(self.catalog, input).into_iter().next()))
    }
}
