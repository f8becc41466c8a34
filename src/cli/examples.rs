//! The examples below the help of each command. They lie in a file of their own, since the code names nothing of the
//! catalogue.

use clap::Command;
use clap::builder::StyledStr;

use super::PROGRAM;

/// A section for each command, by the words that call it.
const ALL: &str = include_str!("../../examples/commands.txt");

/// The command with its examples at the end of its help, and so for each below it.
pub(super) fn beneath(command: Command) -> Command {
    with(command, "")
}

fn with(command: Command, words: &str) -> Command {
    let usual = command.get_after_help().map(|help| format!("{}\n\n", help.ansi())).unwrap_or_default();
    let shown = of(words).map(|examples| format!("{usual}Examples:\n{examples}"));
    let names: Vec<_> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let command = match shown {
        Some(shown) => command.after_help(StyledStr::from(shown)),
        None => command,
    };
    names.into_iter().fold(command, |command, name| {
        let words = format!("{words} {name}");
        command.mut_subcommand(name, |below| with(below, words.trim()))
    })
}

/// The examples of the command that these words call: each a line, with a line of what it does.
pub(super) fn of(words: &str) -> Option<&'static str> {
    let head = format!("\n[{}]\n", if words.is_empty() { PROGRAM } else { words });
    let (_, rest) = ALL.split_once(&head)?;
    Some(rest.split("\n\n").next().unwrap_or(rest).trim_end())
}
