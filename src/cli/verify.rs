//! The flags of `verify`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::look::one_of;
use super::{CommonArgs, color, shell, width};
use crate::report::Style;
use crate::report::verify::VerifyFormat;
use crate::run::Exit;
use crate::run::verify::{VerifyRequest, verify};

pub(super) const HELP: &str = "Name what the check named that wrote the report: its catalogue, rules, packs and policy. A \
    report is no signature: what is said of it follows from the files of today. Exit status: 0 the report still holds, 1 it \
    no longer holds or never followed, 2 the question could not be asked, or not all of it answered.";

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A report of a check, as `--format json` writes it; - for standard input
    #[arg(value_hint = ValueHint::FilePath)]
    report: String,
    /// Its manifests: files, folders (every deploy.toml beneath) or globs [default: those that it names, in this folder or beneath]
    #[arg(value_hint = ValueHint::AnyPath)]
    paths: Vec<String>,
    #[command(flatten)]
    common: CommonArgs,
    /// The baseline that the check was compared with
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// How it is shown: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_named,
        add = shell::one_of(&VerifyFormat::ALL, VerifyFormat::name))]
    format: VerifyFormat,
}

impl VerifyArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let request = VerifyRequest {
            report: self.report.clone(),
            paths: self.paths.clone(),
            as_of: self.common.as_of,
            baseline: self.baseline.clone(),
            format: self.format,
            style: Style { color: color(self.common.color), width: width(), ..Style::default() },
            sources: self.common.knowledge.sources(),
            commands: super::commands,
        };
        verify(&request, out, &mut io::stderr().lock())
    }
}

fn format_named(name: &str) -> Result<VerifyFormat, String> {
    one_of(&VerifyFormat::ALL, VerifyFormat::name, name)
}
