//! The flags of `lsp`.

use std::io::{self, BufReader, Write};

use clap::Args;
use jiff::civil::Date;

use super::{KnowledgeArgs, day};
use crate::run::lsp::{ServeRequest, serve};
use crate::run::{Exit, Sources};

pub(super) const HELP: &str = "An editor starts it and speaks the language server protocol with it: set it up there as the server for TOML and \
    YAML. Nobody types here.\n\n\
    Exit status: 0 the editor said goodbye; 2 it went without.";

#[derive(Debug, Args)]
pub(super) struct LspArgs {
    /// Decide as on this day [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
    /// Taken and not needed: it is over standard input and output that it is spoken to
    #[arg(long, hide = true)]
    stdio: bool,
}

impl LspArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let sources: Sources = self.knowledge.sources();
        let request = ServeRequest { as_of: self.as_of, sources };
        serve(&request, &mut BufReader::new(io::stdin()), out).map_err(|error| error.to_string())
    }
}
