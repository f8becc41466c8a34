//! The flags of `matrix`.

use std::io::Write;

use clap::{Args, ValueHint};

use super::beside::beside;
use super::look::one_of;
use super::{CommonArgs, color, shell, width_up_to};
use crate::report::Style;
use crate::report::matrix::MatrixFormat;
use crate::run::Exit;
use crate::run::matrix::{MatrixRequest, matrix};

/// The most columns that a table takes: its lines are looked along, not read.
const WIDEST: usize = 160;

pub(super) const HELP: &str = "Exit status: 0, or 2 where a manifest has problems; what has none is shown all the same. \
    What stands against the deployment is said by the check.";

#[derive(Debug, Args)]
pub(super) struct MatrixArgs {
    /// Manifests: files, folders (every deploy.toml beneath), globs, or - for standard input [default: deploy.toml]
    #[arg(value_hint = ValueHint::AnyPath)]
    paths: Vec<String>,
    #[command(flatten)]
    common: CommonArgs,
    /// How it is shown: human, markdown, csv or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_named,
        add = shell::one_of(&MatrixFormat::ALL, MatrixFormat::name))]
    format: MatrixFormat,
}

impl MatrixArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let style = Style { color: color(self.common.color), width: width_up_to(WIDEST), ..Style::default() };
        let request = MatrixRequest {
            paths: self.paths.clone(),
            as_of: self.common.as_of,
            format: self.format,
            style,
            sources: self.common.knowledge.sources(),
        };
        matrix(&request, out, &mut beside())
    }
}

fn format_named(name: &str) -> Result<MatrixFormat, String> {
    one_of(&MatrixFormat::ALL, MatrixFormat::name, name)
}
