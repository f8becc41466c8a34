//! The command line: how flags are spelled, and nothing about what they do.

mod beside;
mod catalog;
mod examples;
mod explain;
mod init;
mod look;
mod lsp;
mod matrix;
mod policy;
mod rules;
mod schema;
mod shell;
mod suggest;
mod synopsis;
mod timeline;
mod typed;
mod verify;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;

use crate::model::date::PartialDate;
use crate::model::policy::FailOn;
use crate::report::{Format, Style};
use crate::run::{self, Baselines, Exit, Horizon, PolicyChoice, ReportFile, Request, Sources};
use beside::beside;
use catalog::CatalogCommand;
use explain::ExplainArgs;
use policy::PolicyCommand;
use rules::RulesCommand;
use shell::words;
use suggest::SuggestArgs;

/// The most columns that a page takes, however wide the terminal is: longer lines are hard to read.
const WIDEST: usize = 110;

/// What a person types.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

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
    /// Say why: the whole reasoning behind a finding or a requirement, or what a rule means
    #[command(after_help = explain::FORMS)]
    Explain(ExplainArgs),
    /// Suggest edits of manifests that close their gaps, and write them
    #[command(after_help = suggest::AFTER_HELP)]
    Suggest(SuggestArgs),
    /// Show services × standards at a glance, with a mark for each verdict
    #[command(after_help = matrix::HELP)]
    Matrix(matrix::MatrixArgs),
    /// Say what lapses or changes when, for the next two years
    #[command(after_help = timeline::HELP)]
    Timeline(timeline::TimelineArgs),
    /// Say whether an earlier report still holds and, if not, what changed
    #[command(after_help = verify::HELP)]
    Verify(verify::VerifyArgs),
    /// Write a first manifest, from flags or asked at the terminal
    #[command(after_help = init::HELP)]
    Init(init::InitArgs),
    /// Look at what is known, check it and write it out
    #[command(subcommand)]
    Catalog(CatalogCommand),
    /// Look at the policy that manifests are judged by
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Look at rules, test them, check them and begin new ones
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Print the JSON Schema of a sort of file, for editors
    Schema(schema::SchemaArgs),
    /// Serve an editor: what is found, as somebody types, over standard input and output
    #[command(after_help = lsp::HELP)]
    Lsp(lsp::LspArgs),
    /// Print what a shell needs to complete commands, options and names
    #[command(after_help = shell::INSTALLED)]
    Completions(shell::CompletionsArgs),
    /// Print a page of the manual, for man
    Man(shell::ManArgs),
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// Manifests: files, folders (every deploy.toml beneath), globs, or - for standard input [default: deploy.toml]
    #[arg(value_hint = ValueHint::AnyPath)]
    paths: Vec<String>,
    #[command(flatten)]
    common: CommonArgs,
    /// Also say what will be found by then and is not found today: 90d, 12w, 6m, 2y, or a day. It never changes the
    /// exit status
    #[arg(long, value_name = "WHEN", value_parser = Horizon::parse)]
    horizon: Option<Horizon>,
    /// How the outcome is shown [default: as the policy says, else human]
    #[arg(long, value_name = "FORMAT", value_parser = format_named, add = words(formats))]
    format: Option<Format>,
    /// Also write a report into a file, as FORMAT=PATH (may be repeated)
    #[arg(long, value_name = "FORMAT=PATH", value_parser = report_file, add = shell::reports())]
    report: Vec<ReportFile>,
    /// The least severity that makes the exit status 1 [default: as the policy says, else error]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on_named())]
    fail_on: Option<FailOn>,
    /// Findings that are known already: only others fail the check
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all that is found into a baseline; it is known from then on
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Count the findings of each rule
    #[arg(long)]
    statistics: bool,
    /// Show errors and what else fails the check, and no summary
    #[arg(long, short)]
    quiet: bool,
    /// The most findings that people are shown, the gravest first to stay; 0 for all. Other formats have all
    #[arg(long, value_name = "N", default_value_t = Style::default().most)]
    max_findings: usize,
    /// When places and documents are links, for terminals that open them
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    hyperlinks: When,
    /// How many threads work at once, 64 at most [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
}

impl CheckArgs {
    fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        if let Some(command) = self.misplaced_command() {
            return Err(format!(
                "`{command}` is a command, and stands before its options: `{PROGRAM} {command} …` (`./{command}` is the file)"
            ));
        }
        if let Some(file) = run::contended_file(&self.report) {
            return Err(format!("two reports go into {}: give each its own file", file.path.display()));
        }
        run::check(&request(self), out).map_err(|error| error.to_string())
    }

    /// The name of a command that stands where paths do, since options were given before it.
    fn misplaced_command(&self) -> Option<&str> {
        let first = self.paths.first()?;
        Command::has_subcommand(first).then_some(first)
    }
}

#[derive(Debug, Args)]
struct CommonArgs {
    /// Decide as on this day [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// What is known beside what the program carries, and by which policy a manifest is judged.
#[derive(Debug, Args)]
struct KnowledgeArgs {
    /// A folder with more of the catalogue (may be repeated)
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
    /// A folder with more rules (may be repeated)
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// A pack of rules that the program carries (may be repeated)
    #[arg(long, value_name = "NAME", conflicts_with = "no_builtin", hide_possible_values = true,
        value_parser = PossibleValuesParser::new(run::pack_names()))]
    pack: Vec<String>,
    /// Leave out the catalogue, the rules and the packs that the program carries
    #[arg(long)]
    no_builtin: bool,
    /// The policy for every manifest [default: the nearest compliance.toml above each]
    #[arg(long, value_name = "FILE", conflicts_with = "no_policy")]
    policy: Option<PathBuf>,
    /// Keep to no policy
    #[arg(long)]
    no_policy: bool,
}

impl CommonArgs {
    /// The options that another command needs to come to the same answers, as they were given.
    fn repeated(&self) -> Vec<String> {
        let day = self.as_of.map(|day| ["--as-of".to_owned(), day.to_string()]);
        day.into_iter().flatten().chain(self.knowledge.repeated()).collect()
    }
}

impl KnowledgeArgs {
    /// As [`CommonArgs::repeated`], without the day.
    fn repeated(&self) -> Vec<String> {
        let folder = |flag: &str, path: &PathBuf| match path.display().to_string() {
            // With a dash in front, it is taken for a value only behind an equals sign.
            path if path.starts_with('-') => vec![format!("{flag}={path}")],
            path => vec![flag.to_owned(), path],
        };
        let mut options = Vec::new();
        options.extend(self.catalog.iter().flat_map(|path| folder("--catalog", path)));
        options.extend(self.rules.iter().flat_map(|path| folder("--rules", path)));
        options.extend(self.pack.iter().flat_map(|name| ["--pack".to_owned(), name.clone()]));
        options.extend(self.policy.iter().flat_map(|path| folder("--policy", path)));
        let switches = [(self.no_builtin, "--no-builtin"), (self.no_policy, "--no-policy")];
        options.extend(switches.iter().filter(|(given, _)| *given).map(|(_, flag)| (*flag).to_owned()));
        options
    }

    fn sources(&self) -> Sources {
        let policy = match &self.policy {
            Some(file) => PolicyChoice::File(file.clone()),
            None if self.no_policy => PolicyChoice::None,
            None => PolicyChoice::Nearest,
        };
        let (catalogs, rules, packs) = (self.catalog.clone(), self.rules.clone(), self.pack.clone());
        Sources { catalogs, rules, packs, without_builtin: self.no_builtin, policy }
    }
}

/// A day, as everything else is told that is dated.
fn day(text: &str) -> Result<Date, String> {
    match PartialDate::parse(text) {
        Some(PartialDate::Day(day)) => Ok(day),
        _ => Err("there is no such day; write one as 2021-08-03".to_owned()),
    }
}

/// The names of what may fail a check.
fn fail_on_named() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::ALL.map(FailOn::name)).map(|name| {
        // The parser lets no other name through.
        FailOn::ALL.into_iter().find(|one| one.name() == name).unwrap_or_default()
    })
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

/// Every format of a check, with what it is for.
fn formats() -> Vec<(String, String)> {
    Format::ALL.iter().map(|format| (format.name.to_owned(), format.about.to_owned())).collect()
}

/// A report and its file, as `FORMAT=PATH`.
fn report_file(text: &str) -> Result<ReportFile, String> {
    let (name, path) = text.split_once('=').ok_or("write FORMAT=PATH, such as `json=report.json`")?;
    if path.is_empty() {
        return Err("it names no file".to_owned());
    }
    let format = format_named(name)?;
    if path == "-" {
        let name = format.name;
        return Err(format!(
            "a report goes into a file; `--format {name}` shows it instead (`{name}=./-` is the file)"
        ));
    }
    Ok(ReportFile { format, path: PathBuf::from(path) })
}

/// All that can be typed, with examples.
pub fn command() -> clap::Command {
    examples::beneath(Cli::command())
}

/// The same answer, with examples where it is a help. Nothing else is worth the time that it takes to put them there.
fn with_examples(answer: clap::Error) -> clap::Error {
    match answer.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            command().try_get_matches().err().unwrap_or(answer)
        }
        _ => answer,
    }
}

/// Does what the command line asks for.
pub fn main() -> Exit {
    shell::complete();
    let cli = match typed::parsed() {
        Ok(cli) => cli,
        Err(error) => {
            let error = with_examples(error);
            // Help and the version are answers; everything else is bad usage. A closed pipe is nobody's fault.
            let _ = error.print();
            return if error.use_stderr() { Exit::Unanswerable } else { Exit::Clean };
        }
    };
    let mut out = io::BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let result = match &cli.command {
        Some(Command::Explain(args)) => args.run(&mut out),
        Some(Command::Suggest(args)) => args.run(&mut out),
        Some(Command::Init(args)) => args.run(&mut out),
        Some(Command::Matrix(args)) => args.run(&mut out),
        Some(Command::Timeline(args)) => args.run(&mut out),
        Some(Command::Verify(args)) => args.run(&mut out),
        Some(Command::Catalog(command)) => command.run(&mut out),
        Some(Command::Policy(command)) => command.run(&mut out),
        Some(Command::Rules(command)) => command.run(&mut out),
        Some(Command::Schema(args)) => args.run(&mut out),
        Some(Command::Lsp(args)) => args.run(&mut out),
        Some(Command::Completions(args)) => args.run(&mut out),
        Some(Command::Man(args)) => args.run(&mut out),
        None => cli.check.run(&mut out),
    };
    let exit = result.unwrap_or_else(|message| {
        let _ = writeln!(beside(), "error: {message}");
        Exit::Unanswerable
    });
    if exit == Exit::Unanswerable {
        beside::point_to_output();
    }
    exit
}

fn request(args: &CheckArgs) -> Request {
    Request {
        paths: args.paths.clone(),
        as_of: args.common.as_of,
        fail_on: args.fail_on,
        horizon: args.horizon,
        format: args.format,
        reports: args.report.clone(),
        style: Style {
            color: color(args.common.color),
            unicode: true,
            width: width(),
            quiet: args.quiet,
            statistics: args.statistics,
            hyperlinks: hyperlinks(args.hyperlinks),
            most: if args.max_findings == 0 { usize::MAX } else { args.max_findings },
            jobs: args.jobs,
        },
        sources: args.common.knowledge.sources(),
        repeated: args.common.repeated(),
        baselines: Baselines { compare: args.baseline.clone(), write: args.write_baseline.clone() },
        jobs: args.jobs,
        commands,
    }
}

/// The names of the commands, for somebody who mistypes one and seems to name a file.
fn commands() -> Vec<String> {
    let mut program = Cli::command();
    program.build();
    program.get_subcommands().filter(|one| !one.is_hide_set()).map(|one| one.get_name().to_owned()).collect()
}

fn color(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal() && run::terminal_takes_color(),
    }
}

fn hyperlinks(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal() && run::terminal_takes_hyperlinks(),
    }
}

fn width() -> usize {
    width_up_to(WIDEST)
}

/// The columns of the terminal, up to `widest`; what goes into a file or a pipe has eighty.
fn width_up_to(widest: usize) -> usize {
    if io::stdout().is_terminal() { textwrap::termwidth().clamp(40, widest) } else { 80 }
}
