//! The flags of `timeline`.

use std::io::Write;

use clap::{Args, ValueHint};

use super::beside::beside;
use super::look::one_of;
use super::{CommonArgs, color, shell, width};
use crate::report::Style;
use crate::report::timeline::TimelineFormat;
use crate::run::timeline::{TimelineRequest, timeline};
use crate::run::{Exit, Horizon};

pub(super) const HELP: &str = "An event is marked with the severity of the finding that appears, as waived, as mended \
    where a finding ends, or as harmless where a verdict turns and nothing is found. Exit status: 0, or 2 where a \
    manifest has problems; what has none is looked at all the same.";

#[derive(Debug, Args)]
pub(super) struct TimelineArgs {
    /// Manifests: files, folders (every deploy.toml beneath), globs, or - for standard input [default: deploy.toml]
    #[arg(value_hint = ValueHint::AnyPath)]
    paths: Vec<String>,
    #[command(flatten)]
    common: CommonArgs,
    /// How far ahead to look: 90d, 12w, 6m, 2y, or a day
    #[arg(long = "for", value_name = "HORIZON", default_value = "2y", value_parser = Horizon::parse)]
    horizon: Horizon,
    /// How it is shown: human, csv or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_named,
        add = shell::one_of(&TimelineFormat::ALL, TimelineFormat::name))]
    format: TimelineFormat,
}

impl TimelineArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let request = TimelineRequest {
            paths: self.paths.clone(),
            as_of: self.common.as_of,
            horizon: self.horizon,
            format: self.format,
            style: Style { color: color(self.common.color), width: width(), ..Style::default() },
            sources: self.common.knowledge.sources(),
        };
        timeline(&request, out, &mut beside())
    }
}

fn format_named(name: &str) -> Result<TimelineFormat, String> {
    one_of(&TimelineFormat::ALL, TimelineFormat::name, name)
}
