//! The flags of `catalog`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::beside::beside;
use super::look::{ExportArgs, ListArgs, SearchArgs, ShowArgs, columns};
use super::shell::{names_and_paths, one_of};
use super::{When, color, fail_on_named, width};
use crate::import::Written;
use crate::model::policy::FailOn;
use crate::report::Style;
use crate::report::flaws::Form;
use crate::run::catalog::{self, DiffRequest, ImportRequest, LintRequest};
use crate::run::{Exit, Named};

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
    /// Make an evidence file of a table from a provider's page
    #[command(after_help = IMPORT_HELP)]
    Import(ImportArgs),
    /// Say what changed between two versions of a document, and which manifests that touches
    #[command(after_help = DIFF_HELP)]
    Diff(DiffArgs),
}

const DIFF_HELP: &str = "Exit status: 0 both say the same, 1 something changed, 2 they could not be compared.";

const IMPORT_HELP: &str = "The header is an evidence file without claims, and with `read`: which table, which columns, \
    what footnotes mean; see the manual. A service that the catalogue lacks stops the import, since a row that is left \
    out would make the document say that the service is not listed.";

impl CatalogCommand {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        match self {
            Self::List(args) => args.run(out),
            Self::Show(args) => args.run(out),
            Self::Search(args) => args.run(out),
            Self::Export(args) => args.run(out),
            Self::Lint(args) => catalog::lint(&args.request(), out),
            Self::Diff(args) => catalog::diff(&args.request(), out, &mut beside()),
            Self::Import(args) => catalog::import(&args.request(), out, &mut beside()),
        }
    }
}

/// How something is shown that is no report of a check.
#[derive(Debug, Args)]
pub(super) struct ShownArgs {
    /// How it is shown: human, short or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = form_named,
        add = one_of(&Form::ALL, Form::name))]
    format: Form,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl ShownArgs {
    pub(super) fn form(&self) -> Form {
        self.format
    }

    pub(super) fn style(&self) -> Style {
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
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = fail_on_named())]
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

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The page with the table, or - for standard input
    #[arg(value_hint = ValueHint::AnyPath)]
    table: String,
    /// The header: the document, and how to read its tables
    #[arg(long, value_name = "FILE")]
    header: PathBuf,
    /// Where the evidence file goes [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How the page is written: markdown or csv [default: by the end of its name]
    #[arg(long, value_name = "FORMAT", value_parser = written_named,
        add = one_of(&Written::ALL, Written::name))]
    format: Option<Written>,
    /// A folder with the catalogue that knows the services (may be repeated) [default: catalog, else the built-in one]
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
}

impl ImportArgs {
    fn request(&self) -> ImportRequest {
        ImportRequest {
            table: self.table.clone(),
            written: self.format,
            header: self.header.clone(),
            output: self.output.clone(),
            catalogs: self.catalog.clone(),
            style: Style { width: width(), ..Style::default() },
        }
    }
}

fn written_named(name: &str) -> Result<Written, String> {
    Written::ALL.into_iter().find(|written| written.name() == name).ok_or_else(|| {
        let names: Vec<_> = Written::ALL.into_iter().map(Written::name).collect();
        format!("it is one of {}", names.join(", "))
    })
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The older evidence file, catalogue folder, or id of a document
    #[arg(add = names_and_paths(&[Named::Document]))]
    old: String,
    /// The newer one
    #[arg(add = names_and_paths(&[Named::Document]))]
    new: String,
    /// A manifest whose verdicts may change: a file, folder or glob (may be repeated)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    manifest: Vec<String>,
    /// A folder with the catalogue (may be repeated) [default: catalog, else the built-in one]
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
    /// How it is shown: human, short or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = form_named,
        add = one_of(&Form::ALL, Form::name))]
    format: Form,
}

impl DiffArgs {
    fn request(&self) -> DiffRequest {
        DiffRequest {
            old: self.old.clone(),
            new: self.new.clone(),
            manifests: self.manifest.clone(),
            catalogs: self.catalog.clone(),
            form: self.format,
            style: Style { width: width(), ..Style::default() },
        }
    }
}
