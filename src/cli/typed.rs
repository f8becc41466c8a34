//! What was typed, taken in as cheaply as may be.

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use super::{CheckArgs, Cli, Command};
use crate::run;

/// A check, which needs no command.
#[derive(Debug, Parser)]
#[command(disable_help_flag = true)]
struct CheckAlone {
    #[command(flatten)]
    check: CheckArgs,
}

/// What was typed. Most runs are checks, and making ready to understand every command takes longer than a small check: where
/// no command is named, what a check takes is tried first.
pub(super) fn parsed() -> Result<Cli, clap::Error> {
    let words = run::arguments();
    let is_command =
        |word: &OsString| word.to_str().is_some_and(|word| word == "help" || Command::has_subcommand(word));
    if !words.iter().any(is_command)
        && let Ok(CheckAlone { check }) = CheckAlone::try_parse_from(&words)
    {
        return Ok(Cli { command: None, check });
    }
    Cli::try_parse_from(words)
}
