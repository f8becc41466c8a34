//! The examples below the help of each command. They lie in a file of their own, since the code names nothing of the
//! catalogue.

use std::collections::HashMap;

use clap::Command;

use super::PROGRAM;

/// A section for each command, by the words that call it.
const ALL: &str = include_str!("../../examples/commands.txt");

/// The examples of each command, by the words that call it.
type Examples = HashMap<&'static str, &'static str>;

/// The command with its examples at the end of its help, and so for each below it.
pub(super) fn beneath(command: Command) -> Command {
    with(command, "", &all())
}

fn with(command: Command, words: &str, all: &Examples) -> Command {
    let usual = command.get_after_help().map(|help| format!("{help}\n\n")).unwrap_or_default();
    let shown = all.get(words).map(|examples| format!("{usual}Examples:\n{examples}"));
    let names: Vec<_> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let command = match shown {
        Some(shown) => command.after_help(shown),
        None => command,
    };
    names.into_iter().fold(command, |command, name| {
        let words = format!("{words} {name}");
        command.mut_subcommand(name, |below| with(below, words.trim_start(), all))
    })
}

/// The examples of the command that these words call: each a line, with a line of what it does.
pub(super) fn of(words: &str) -> Option<&'static str> {
    all().get(words).copied()
}

fn all() -> Examples {
    let sections = ALL.split("\n\n").filter_map(|section| section.strip_prefix('[')?.split_once("]\n"));
    sections.map(|(name, examples)| (name.trim_start_matches(PROGRAM), examples.trim_end())).collect()
}
