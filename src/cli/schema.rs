//! The flags of `schema`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::beside::beside;
use super::{When, color, width};
use crate::report::Style;
use crate::run::{Exit, PolicyChoice, SchemaRequest, Sources, print_schema};
use crate::schema::FileKind;

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The sort of file
    #[arg(value_name = "FILE", value_parser = kinds())]
    kind: FileKind,
    /// Offer the names of the catalogue, of rules and of profiles; other spellings stay allowed
    #[arg(long)]
    with_names: bool,
    /// A folder with more of the catalogue, for its names (may be repeated)
    #[arg(long, value_name = "DIR", requires = "with_names")]
    catalog: Vec<PathBuf>,
    /// A policy whose catalogue, rules and profiles give names as well
    #[arg(long, value_name = "FILE", requires = "with_names")]
    policy: Option<PathBuf>,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// The sorts of files, each with what it is.
fn kinds() -> impl TypedValueParser<Value = FileKind> {
    let values = FileKind::ALL.map(|kind| PossibleValue::new(kind.name()).help(kind.meaning()));
    PossibleValuesParser::new(values).map(|name| {
        // The parser lets no other name through.
        FileKind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(FileKind::Deploy)
    })
}

impl SchemaArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let policy = self.policy.clone().map_or(PolicyChoice::None, PolicyChoice::File);
        let request = SchemaRequest {
            kind: self.kind,
            with_names: self.with_names,
            sources: Sources { catalogs: self.catalog.clone(), policy, ..Sources::default() },
            style: Style { color: color(self.color), width: width(), ..Style::default() },
        };
        print_schema(&request, out, &mut beside())
    }
}
