//! The flags of `policy`.

use std::io::Write;

use clap::{Args, Subcommand, ValueHint};

use super::beside::beside;
use super::look::view_named;
use super::{KnowledgeArgs, When, color, fail_on_named, shell, width};
use crate::model::policy::FailOn;
use crate::report::Style;
use crate::report::catalog::View;
use crate::run::{self, Exit, ShowPolicy};

/// What is to be done with the policy.
#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    /// Show the policy that is kept to, and where each value comes from
    Show(ShowArgs),
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The manifest, or a folder with manifests, that it is about [default: the present folder]
    #[arg(value_hint = ValueHint::AnyPath)]
    path: Option<String>,
    /// How it is shown: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = view_named,
        add = shell::one_of(&View::ALL, View::name))]
    format: View,
    /// What fails a check, as it would be given to one
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on_named())]
    fail_on: Option<FailOn>,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

impl PolicyCommand {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        match self {
            Self::Show(args) => run::show_policy(&args.request(), out, &mut beside()),
        }
    }
}

impl ShowArgs {
    fn request(&self) -> ShowPolicy {
        ShowPolicy {
            about: self.path.clone(),
            fail_on: self.fail_on,
            sources: self.knowledge.sources(),
            view: self.format,
            style: Style { color: color(self.color), width: width(), ..Style::default() },
        }
    }
}
