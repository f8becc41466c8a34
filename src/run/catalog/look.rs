//! `catalog list`, `show` and `search`: looking at what is known.

use std::io::Write;

use jiff::civil::Date;

use super::super::stop::{self, Stop};
use super::super::{Exit, Sources, forgive_closed_pipe, knowledge, today};
use crate::catalog::{Catalog, NotFound};
use crate::look::{self, Filter, FilterBy, Listed, Look};
use crate::report::catalog::{self as report, Showing, View};
use crate::report::{CatalogSummary, Style};

/// How the catalogue is to be looked at.
#[derive(Debug, Clone)]
pub struct Looking {
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// What else is known.
    pub sources: Sources,
    /// How it is shown.
    pub view: View,
    /// How it looks.
    pub style: Style,
}

/// Lists what there is, narrowed by `by`; how much there is of everything where nothing is named.
///
/// # Errors
///
/// What can't be listed, in words for standard error; what is wrong with the catalogue is shown on `err`.
pub fn list(
    listed: Option<Listed>,
    by: &FilterBy,
    looking: &Looking,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, String> {
    looking.with_catalog(err, |catalog, summary| {
        let filter = Filter::new(catalog, listed, by).map_err(words)?;
        let list = looking.at(catalog).list(listed, &filter);
        finish(report::list(&list, looking.showing(summary), out), out, Exit::Clean)
    })
}

/// Shows all that is known of what `name` names.
///
/// # Errors
///
/// That the name leads nowhere, or to several things, in words for standard error; what is wrong with the catalogue is
/// shown on `err`.
pub fn show(name: &str, looking: &Looking, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    looking.with_catalog(err, |catalog, summary| {
        let thing = look::find(catalog, name).map_err(words)?;
        let page = looking.at(catalog).page(thing);
        finish(report::page(&page, looking.showing(summary), out), out, Exit::Clean)
    })
}

/// Searches every spelling for `text`; [`Exit::Findings`] says that nothing was found.
///
/// # Errors
///
/// What can't be written, in words for standard error; what is wrong with the catalogue is shown on `err`.
pub fn search(text: &str, looking: &Looking, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    looking.with_catalog(err, |catalog, summary| {
        let found = look::search(catalog.facts(), text);
        let exit = if found.hits.is_empty() { Exit::Findings } else { Exit::Clean };
        finish(report::search(&found, looking.showing(summary), out), out, exit)
    })
}

impl Looking {
    /// What `look` makes of the catalogue; what is wrong with that, on `err`.
    fn with_catalog(
        &self,
        err: &mut dyn Write,
        look: impl FnOnce(&Catalog, &CatalogSummary) -> Result<Exit, String>,
    ) -> Result<Exit, String> {
        let catalog = knowledge::catalog(&self.sources).map_err(Stop::Broken);
        let looked = catalog.and_then(|(catalog, summary)| look(&catalog, &summary).map_err(Stop::Said));
        stop::ended(looked, &self.style, err)
    }

    fn at<'c>(&self, catalog: &'c Catalog) -> Look<'c> {
        Look::new(catalog, self.as_of.unwrap_or_else(today))
    }

    fn showing<'s>(&'s self, catalog: &'s CatalogSummary) -> Showing<'s> {
        Showing { view: self.view, style: &self.style, catalog }
    }
}

pub(super) fn finish(written: std::io::Result<()>, out: &mut dyn Write, exit: Exit) -> Result<Exit, String> {
    forgive_closed_pipe(written.and_then(|()| out.flush())).map_err(|error| error.to_string())?;
    Ok(exit)
}

/// Why a name leads nowhere, with names from files made safe to show.
fn words(error: NotFound) -> String {
    let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
    report::message(&format!("{}{help}", error.message))
}
