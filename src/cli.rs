//! The command line: how flags are spelled, and nothing about what they do.

mod catalog;
mod init;
mod look;
mod matrix;
mod timeline;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::model::rule::Severity;
use crate::report::{Format, Style};
use crate::run::{self, Exit, Explain, Horizon, Request, Sources};
use catalog::CatalogCommand;

/// The most columns that a page takes, however wide the terminal is: longer lines are hard to read.
const WIDEST: usize = 110;

/// Checks a declared cloud deployment against what published audit documents put in scope.
#[derive(Debug, Parser)]
#[command(version = run::VERSION, long_version = run::LONG_VERSION)]
#[command(about, args_conflicts_with_subcommands = true, after_help = EXIT_STATUSES)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: CheckArgs,
}

const EXIT_STATUSES: &str = "Exit status: 0 nothing at or above --fail-on, 1 findings at or above it, \
    2 the question could not be asked (unreadable or invalid files, bad usage).";

#[derive(Debug, Subcommand)]
enum Command {
    /// Say why: the chain of documents behind a verdict, or what a rule means
    Explain(ExplainArgs),
    /// Show services × standards at a glance, with a mark for each verdict
    #[command(after_help = matrix::HELP)]
    Matrix(matrix::MatrixArgs),
    /// Say what lapses or changes when, for the next two years
    #[command(after_help = timeline::HELP)]
    Timeline(timeline::TimelineArgs),
    /// Write a first manifest, from flags or asked at the terminal
    #[command(after_help = init::HELP)]
    Init(init::InitArgs),
    /// Look at what is known, check it and write it out
    #[command(subcommand)]
    Catalog(CatalogCommand),
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// Manifests: files, folders (every deploy.toml beneath), globs, or - for standard input [default: deploy.toml]
    paths: Vec<String>,
    #[command(flatten)]
    common: CommonArgs,
    /// Also say what will be found by then and is not found today: 90d, 12w, 6m, 2y, or a day. It never changes the
    /// exit status
    #[arg(long, value_name = "WHEN", value_parser = Horizon::parse)]
    horizon: Option<Horizon>,
    /// How the outcome is shown
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_named)]
    format: Format,
    /// The least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    /// Count the findings of each rule
    #[arg(long)]
    statistics: bool,
    /// Show errors only, and no summary
    #[arg(long, short)]
    quiet: bool,
    /// How many files are checked at once [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
}

#[derive(Debug, Args)]
struct ExplainArgs {
    /// A rule; or a manifest, a service of it and a standard
    #[arg(required = true, num_args = 1..=3, value_names = ["RULE|MANIFEST", "SERVICE", "STANDARD"])]
    what: Vec<String>,
    #[command(flatten)]
    common: CommonArgs,
}

#[derive(Debug, Args)]
struct CommonArgs {
    /// Decide as on this day [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// A folder with more of the catalogue (may be repeated)
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
    /// A folder with more rules (may be repeated)
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Leave out the catalogue and the rules that the program carries
    #[arg(long)]
    no_builtin: bool,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl CommonArgs {
    fn sources(&self) -> Sources {
        Sources { catalogs: self.catalog.clone(), rules: self.rules.clone(), without_builtin: self.no_builtin }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Advice,
    Never,
}

impl FailOn {
    fn least(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

fn format_named(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| {
        let names: Vec<_> = Format::ALL.iter().map(|format| format.name).collect();
        format!("it is one of {}", names.join(", "))
    })
}

/// Does what the command line asks for.
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and the version are answers; everything else is bad usage. A closed pipe is nobody's fault.
            let _ = error.print();
            return if error.use_stderr() { Exit::Unanswerable } else { Exit::Clean };
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = match &cli.command {
        Some(Command::Explain(args)) => explain(args, &mut out),
        Some(Command::Init(args)) => args.run(&mut out),
        Some(Command::Matrix(args)) => args.run(&mut out),
        Some(Command::Timeline(args)) => args.run(&mut out),
        Some(Command::Catalog(command)) => command.run(&mut out),
        None => run::check(&request(&cli.check), &mut out).map_err(|error| error.to_string()),
    };
    result.unwrap_or_else(|message| {
        let _ = writeln!(io::stderr(), "error: {message}");
        Exit::Unanswerable
    })
}

fn request(args: &CheckArgs) -> Request {
    Request {
        paths: args.paths.clone(),
        as_of: args.common.as_of,
        fail_on: args.fail_on.least(),
        horizon: args.horizon,
        format: args.format,
        style: Style {
            color: color(args.common.color),
            unicode: true,
            width: width(),
            quiet: args.quiet,
            statistics: args.statistics,
        },
        sources: args.common.sources(),
        jobs: args.jobs,
    }
}

fn explain(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit, String> {
    let what = match args.what.as_slice() {
        [rule] => Explain::Rule(rule.clone()),
        [path, service, standard] => {
            Explain::Requirement { path: path.clone(), service: service.clone(), standard: standard.clone() }
        }
        _ => return Err("explain takes a rule, or a manifest, a service of it and a standard".to_owned()),
    };
    run::explain(&what, args.common.as_of, &args.common.sources(), width(), out)
}

fn color(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal() && run::terminal_takes_color(),
    }
}

fn width() -> usize {
    width_up_to(WIDEST)
}

/// The columns of the terminal, up to `widest`; what goes into a file or a pipe has eighty.
fn width_up_to(widest: usize) -> usize {
    if io::stdout().is_terminal() { textwrap::termwidth().clamp(40, widest) } else { 80 }
}
