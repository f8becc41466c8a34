//! The flags of `init`.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;

use super::beside::beside;
use super::shell::{names, regions};
use crate::run::init::{InitRequest, Wanted, init};
use crate::run::{Exit, Named, Sources};

pub(super) const HELP: &str = "Without --service, all that is missing is asked at the terminal, and the names of the \
    catalogue are offered while you type. A name that is not known is an error with the nearest one, and nothing is \
    written.";

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The file to write, with the folders that it needs; a folder that is there, or whose name ends with a slash, gets a
    /// deploy.toml; - is standard output
    #[arg(default_value = "deploy.toml")]
    path: PathBuf,
    /// What the deployment is called
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// A service, by any spelling (may be repeated)
    #[arg(long, value_name = "NAME", add = names(&[Named::Service]))]
    service: Vec<String>,
    /// The cloud of all of them [default: where each is at home]
    #[arg(long, value_name = "NAME", add = names(&[Named::Cloud]))]
    cloud: Option<String>,
    /// A region of that cloud (may be repeated)
    #[arg(long, value_name = "NAME", add = regions())]
    region: Vec<String>,
    /// What must be shown for every service, as standard[:edition][@level] (may be repeated)
    #[arg(long, value_name = "STANDARD", add = names(&[Named::Standard]))]
    requires: Vec<String>,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
    /// A folder with more of the catalogue (may be repeated)
    #[arg(long, value_name = "DIR")]
    catalog: Vec<PathBuf>,
    /// Leave out the catalogue that the program carries
    #[arg(long)]
    no_builtin: bool,
}

impl InitArgs {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Exit, String> {
        let request = InitRequest {
            path: self.path.clone(),
            wanted: Wanted {
                name: self.name.clone(),
                owner: self.owner.clone(),
                cloud: self.cloud.clone(),
                regions: self.region.clone(),
                services: self.service.clone(),
                requires: self.requires.clone(),
            },
            force: self.force,
            can_ask: io::stdin().is_terminal() && io::stdout().is_terminal(),
            sources: Sources { catalogs: self.catalog.clone(), without_builtin: self.no_builtin, ..Sources::default() },
        };
        init(&request, out, &mut beside())
    }
}
