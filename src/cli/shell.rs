//! What shells and manual readers need: completions, with the names of the catalogue, and a page for each command.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, StyledStr};
use clap::{Args, CommandFactory};
use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCompleter, PathCompleter, ValueCompleter};
use clap_complete::env::{CompleteEnv, Shells};
use clap_mangen::Man;

use super::{Cli, PROGRAM, examples, formats, synopsis};
use crate::run::{self, Exit, Named};

/// Asks the program for completions instead of running it; its value is the shell.
const VARIABLE: &str = "COMPLIANCE_CHECK_COMPLETE";

/// What bash needs besides, since it breaks words where the program doesn't.
const WORDS_OF_BASH: &str = include_str!("words.bash");

/// How each shell takes them in.
pub(super) const INSTALLED: &str = "\
bash:        source <(compliance-check completions bash)          in ~/.bashrc
zsh:         source <(compliance-check completions zsh)           in ~/.zshrc
fish:        compliance-check completions fish | source           in ~/.config/fish/config.fish
powershell:  compliance-check completions powershell | Out-String | Invoke-Expression
elvish:      eval (compliance-check completions elvish | slurp)   in ~/.elvish/rc.elv

The names of services, clouds, regions, standards, documents, rules and packs are completed from what the program carries.";

/// Answers a shell that asks for completions, and ends the program then.
pub(super) fn complete() {
    CompleteEnv::with_factory(Cli::command).var(VARIABLE).complete();
}

/// Completes the names of the catalogue of some kinds.
pub(super) fn names(kinds: &'static [Named]) -> ArgValueCompleter {
    words(move || kinds.iter().flat_map(|&kind| run::names(kind)).collect())
}

/// Completes words, each with what it stands for.
pub(super) fn words(all: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| fitting(&all(), typed))
}

/// Completes the names of a closed set.
pub(super) fn one_of<T: Copy + Send + Sync>(all: &'static [T], name: fn(T) -> &'static str) -> ArgValueCompleter {
    words(move || all.iter().map(|&one| (name(one).to_owned(), String::new())).collect())
}

/// Completes names of some kinds, and paths beside them.
pub(super) fn names_and_paths(kinds: &'static [Named]) -> ArgValueCompleter {
    let names = names(kinds);
    ArgValueCompleter::new(move |typed: &OsStr| {
        names.complete(typed).into_iter().chain(PathCompleter::any().complete(typed)).collect()
    })
}

/// Completes `FORMAT=PATH`.
pub(super) fn reports() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let Some((format, path)) = typed.to_str().and_then(|typed| typed.split_once('=')) else {
            let formats: Vec<_> = formats().into_iter().map(|(name, about)| (name + "=", about)).collect();
            return fitting(&formats, typed);
        };
        let paths = PathCompleter::any().complete(OsStr::new(path));
        paths.into_iter().map(|path| path.add_prefix(format!("{format}="))).collect()
    })
}

/// Completes the services of the manifest that `explain` is asked about.
pub(super) fn services() -> ArgValueCompleter {
    words(|| {
        let manifest = typed_behind("explain").and_then(|explain| explain.get_one::<String>("what").cloned());
        manifest.map(|manifest| run::services_of(&manifest)).unwrap_or_default()
    })
}

/// Completes the regions of the cloud that `init` is told; all of them, where it is told none that is known.
pub(super) fn regions() -> ArgValueCompleter {
    words(|| {
        let cloud = typed_behind("init").and_then(|init| init.get_one::<String>("cloud").cloned());
        run::regions_of(cloud.as_deref())
    })
}

/// Completes the names of the commands below those that `man` is told already.
fn commands() -> ArgValueCompleter {
    words(|| {
        let typed = typed_behind("man").and_then(|man| Some(man.get_many::<String>("command")?.cloned().collect()));
        let mut before: Vec<String> = typed.unwrap_or_default();
        // The last one is being typed.
        before.pop();
        let program = Cli::command();
        let command = before.iter().try_fold(&program, |command, name| command.find_subcommand(name));
        let below = command.into_iter().flat_map(clap::Command::get_subcommands).filter(|below| !below.is_hide_set());
        let about = |below: &clap::Command| below.get_about().map(ToString::to_string).unwrap_or_default();
        below.map(|below| (below.get_name().to_owned(), about(below))).collect()
    })
}

/// What is typed behind this command, as far as it can be understood.
fn typed_behind(command: &str) -> Option<clap::ArgMatches> {
    let typed = Cli::command().ignore_errors(true).try_get_matches_from(run::typed_for_completion());
    typed
        .ok()
        .and_then(|mut typed| typed.remove_subcommand())
        .filter(|(name, _)| name == command)
        .map(|(_, below)| below)
}

fn fitting(all: &[(String, String)], typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy().to_lowercase();
    let fits = |name: &&(String, String)| name.0.to_lowercase().starts_with(&typed);
    let candidate = |(id, name): &(String, String)| {
        CompletionCandidate::new(id).help((!name.is_empty()).then(|| StyledStr::from(name.clone())))
    };
    all.iter().filter(fits).map(candidate).collect()
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_parser = PossibleValuesParser::new(["bash", "elvish", "fish", "powershell", "zsh"]))]
    shell: String,
}

impl CompletionsArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let shells = Shells::builtins();
        let shell = shells.completer(&self.shell).ok_or_else(|| format!("no shell is called {}", self.shell))?;
        let mut script = Vec::new();
        shell
            .write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)
            .map_err(|error| error.to_string())?;
        if self.shell == "bash" {
            script.extend(WORDS_OF_BASH.bytes());
        }
        run::print(&script, out)
    }
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command whose page is wanted [default: the program's own]
    #[arg(add = commands())]
    command: Vec<String>,
    /// Write the page of every command into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    into: Option<PathBuf>,
}

impl ManArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let mut program = Cli::command().disable_help_subcommand(true);
        program.build();
        if let Some(folder) = &self.into {
            let mut pages = Vec::new();
            every_page(&program, "", &mut pages).map_err(|error| error.to_string())?;
            return run::write_files(folder, &pages, out);
        }
        let mut command = &program;
        for name in &self.command {
            command = command.find_subcommand(name).ok_or_else(|| format!("there is no command `{name}`"))?;
        }
        let (_, page) = page(command, &self.command.join(" ")).map_err(|error| error.to_string())?;
        run::print(&page, out)
    }
}

/// The page of a command and those of the commands below it, each with the name of its file.
fn every_page(command: &clap::Command, words: &str, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    pages.push(page(command, words)?);
    command.get_subcommands().filter(|below| !below.is_hide_set()).try_for_each(|below| {
        let words = format!("{words} {}", below.get_name());
        every_page(below, words.trim(), pages)
    })
}

/// The page of the command that these words call.
fn page(command: &clap::Command, words: &str) -> std::io::Result<(String, Vec<u8>)> {
    let man = Man::new(command.clone()).source(format!("{PROGRAM} {}", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render(&mut page)?;
    let mut page = synopsis::in_place(&String::from_utf8_lossy(&page), command).into_bytes();
    if let Some(examples) = examples::of(words) {
        writeln!(page, ".SH EXAMPLES")?;
        for (number, line) in examples.lines().map(roff).enumerate() {
            // A command, then what it does.
            if number % 2 == 0 { writeln!(page, ".TP\n\\fB{line}\\fR")? } else { writeln!(page, "{line}")? }
        }
    }
    Ok((man.get_filename(), page))
}

/// A line that no reader of manual pages takes for a request.
fn roff(line: &str) -> String {
    let line = line.trim().replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}
