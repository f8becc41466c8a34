//! The flags of the commands that look at the catalogue.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::beside::beside;
use super::shell::{self, names};
use super::{When, color, day, width_up_to};
use crate::look::{FilterBy, Listed, Row};
use crate::report::Style;
use crate::report::catalog::View;
use crate::report::catalog::export::ExportFormat;
use crate::run::catalog::{self as run, Export, Looking};
use crate::run::{Exit, Named, Sources};

/// The most columns that a table takes: its lines are looked along, not read.
pub(super) const WIDEST: usize = 160;

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// What to list [default: how many there are of each]
    #[arg(value_parser = listed_named, value_name = "WHAT", add = shell::one_of(&Listed::ALL, Listed::name))]
    what: Option<Listed>,
    /// Only those of this provider
    #[arg(long, value_name = "NAME", add = names(&[Named::Provider]))]
    provider: Option<String>,
    /// Only those of this cloud
    #[arg(long, value_name = "NAME", add = names(&[Named::Cloud]))]
    cloud: Option<String>,
    /// Only those on which a document claims something of this standard[:edition][@level]
    #[arg(long, value_name = "NAME", add = names(&[Named::Standard]))]
    standard: Option<String>,
    /// Look as on this day [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// An id or another spelling; `service:NAME`, `standard:NAME` … where it means things of several kinds
    #[arg(add = names(Named::OF_CATALOGUE))]
    name: String,
    /// Look as on this day [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// A name or a part of one, in any letter case
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    view: ViewArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// How to write the rows [default: by the ending of the file's name]
    #[arg(long, value_name = "FORMAT", value_parser = export_format_named,
        add = shell::one_of(&ExportFormat::ALL, ExportFormat::name))]
    format: Option<ExportFormat>,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Look as on this day [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    #[command(flatten)]
    known: KnownArgs,
}

#[derive(Debug, Args)]
struct ViewArgs {
    /// How it is shown: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = view_named,
        add = shell::one_of(&View::ALL, View::name))]
    format: View,
    #[command(flatten)]
    known: KnownArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// What is looked at. No rule has a say in it.
#[derive(Debug, Args)]
struct KnownArgs {
    /// A folder with more of the catalogue (may be repeated)
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
    /// Leave out the catalogue that the program carries
    #[arg(long)]
    no_builtin: bool,
}

impl ViewArgs {
    fn looking(&self, as_of: Option<Date>) -> Looking {
        let style = Style { color: color(self.color), width: width_up_to(WIDEST), ..Style::default() };
        Looking { as_of, sources: self.known.sources(), view: self.format, style }
    }
}

impl KnownArgs {
    fn sources(&self) -> Sources {
        Sources { catalogs: self.catalog.clone(), without_builtin: self.no_builtin, ..Sources::default() }
    }
}

impl ListArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let by =
            FilterBy { provider: self.provider.clone(), cloud: self.cloud.clone(), standard: self.standard.clone() };
        run::list(self.what, &by, &self.view.looking(self.as_of), out, &mut beside())
    }
}

impl ShowArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        run::show(&self.name, &self.view.looking(self.as_of), out, &mut beside())
    }
}

impl SearchArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        run::search(&self.words.join(" "), &self.view.looking(None), out, &mut beside())
    }
}

impl ExportArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let export = Export {
            as_of: self.as_of,
            sources: self.known.sources(),
            format: self.format,
            output: self.output.clone(),
            to_terminal: io::stdout().is_terminal(),
        };
        run::export(&export, out, &mut beside())
    }
}

fn listed_named(name: &str) -> Result<Listed, String> {
    one_of(&Listed::ALL, Listed::name, name)
}

pub(super) fn view_named(name: &str) -> Result<View, String> {
    one_of(&View::ALL, View::name, name)
}

fn export_format_named(name: &str) -> Result<ExportFormat, String> {
    one_of(&ExportFormat::ALL, ExportFormat::name, name)
}

pub(super) fn one_of<T: Copy>(all: &[T], name_of: fn(T) -> &'static str, name: &str) -> Result<T, String> {
    all.iter().copied().find(|&one| name_of(one) == name).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|&one| name_of(one)).collect();
        format!("it is one of {}", names.join(", "))
    })
}

/// The columns of an export, for its help.
pub(super) fn columns() -> String {
    let longest = Row::COLUMNS.iter().map(|column| column.name.len()).max().unwrap_or(0);
    let line = |name: &str, about: &str| format!("  {name:longest$}  {about}\n");
    let columns: String = Row::COLUMNS.iter().map(|column| line(column.name, column.about)).collect();
    format!(
        "Columns, one row a claim; what is not there is empty in CSV and null elsewhere, and several ids are joined by \
         | in CSV and a list elsewhere:\n{columns}"
    )
}
