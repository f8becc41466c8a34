//! The flags of `catalog`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::look::{ExportArgs, ListArgs, SearchArgs, ShowArgs, columns};
use super::{FailOn, When, color, width};
use crate::report::Style;
use crate::report::flaws::Form;
use crate::run::Exit;
use crate::run::catalog::{self, LintRequest};

/// What is to be done with the catalogue.
#[derive(Debug, Subcommand)]
pub(super) enum CatalogCommand {
    /// List what there is: providers, clouds, regions, services, standards, documents
    List(ListArgs),
    /// Show all that is known of one thing, by its id or any other spelling
    Show(ShowArgs),
    /// Search every spelling of everything
    Search(SearchArgs),
    /// Write every claim as a flat row, for other programs
    #[command(after_help = columns())]
    Export(ExportArgs),
    /// Say what is wrong with catalogue files: names, claims, chains, and their form
    Lint(LintArgs),
}

impl CatalogCommand {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        match self {
            Self::List(args) => args.run(out),
            Self::Show(args) => args.run(out),
            Self::Search(args) => args.run(out),
            Self::Export(args) => args.run(out),
            Self::Lint(args) => catalog::lint(&args.request(), out),
        }
    }
}

/// How something is shown that is no report of a check.
#[derive(Debug, Args)]
struct ShownArgs {
    /// How it is shown: human, short or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = form_named)]
    format: Form,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl ShownArgs {
    fn style(&self) -> Style {
        Style { color: color(self.color), width: width(), ..Style::default() }
    }
}

fn form_named(name: &str) -> Result<Form, String> {
    Form::ALL.into_iter().find(|form| form.name() == name).ok_or_else(|| {
        let names: Vec<_> = Form::ALL.into_iter().map(Form::name).collect();
        format!("it is one of {}", names.join(", "))
    })
}

#[derive(Debug, Args)]
pub(super) struct LintArgs {
    /// Catalogue folders, or files and folders inside them [default: catalog]
    paths: Vec<PathBuf>,
    /// Another catalogue folder (may be repeated)
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
    /// Write the files in canonical form
    #[arg(long)]
    write: bool,
    /// The least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    #[command(flatten)]
    shown: ShownArgs,
}

impl LintArgs {
    fn request(&self) -> LintRequest {
        LintRequest {
            paths: self.paths.iter().chain(&self.catalog).cloned().collect(),
            write: self.write,
            fail_on: self.fail_on.least(),
            form: self.shown.format,
            style: self.shown.style(),
        }
    }
}
