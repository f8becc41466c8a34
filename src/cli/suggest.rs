//! The flags of `suggest`.

use std::io::Write;

use clap::{Args, ValueHint};

use super::look::view_named;
use super::{CommonArgs, color, shell, width};
use crate::report::Style;
use crate::report::catalog::View;
use crate::run::{self, Exit, SuggestRequest};

pub(super) const AFTER_HELP: &str = "An edit is offered only where the whole manifest, edited and checked anew, has the gap \
    no more and no finding that it hadn't before. What is required is never touched.\n\n\
    Exit status: 0 there is no gap, or the edits close them all; 1 a gap stays open, or waits for --declare; 2 the \
    question could not be asked (unreadable or invalid files, bad usage).";

#[derive(Debug, Args)]
pub(super) struct SuggestArgs {
    /// Manifests: files, folders (every deploy.toml beneath), globs, or - for standard input [default: deploy.toml]
    #[arg(value_hint = ValueHint::AnyPath)]
    paths: Vec<String>,
    /// Write the edits to the files, each whole or not at all
    #[arg(long)]
    write: bool,
    /// Also make the edits that state a fact: you confirm that each of them is true
    #[arg(long)]
    declare: bool,
    #[command(flatten)]
    common: CommonArgs,
    /// How it is shown: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = view_named,
        add = shell::one_of(&View::ALL, View::name))]
    format: View,
}

impl SuggestArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let request = SuggestRequest {
            paths: self.paths.clone(),
            as_of: self.common.as_of,
            write: self.write,
            declare: self.declare,
            view: self.format,
            style: Style { color: color(self.common.color), width: width(), ..Style::default() },
            sources: self.common.knowledge.sources(),
        };
        run::suggest(&request, out)
    }
}
