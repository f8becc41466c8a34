//! A word that stands where a file is expected, and that a command was meant by.

use super::{Request, paths};
use crate::report::Report;
use crate::text::nearest::nearest;

/// Offers a command where no file is called like one, and a command nearly is.
pub(super) fn offer_commands(request: &Request, report: &mut Report) {
    for problem in report.files.iter_mut().flat_map(|file| &mut file.problems) {
        let name = problem.source.name();
        if problem.code != paths::MISSING || !request.paths.iter().any(|path| path == name) {
            continue;
        }
        // What the program does without a command has a name as well, for whoever types it.
        let commands = (request.commands)();
        let known = commands.iter().map(String::as_str).chain(["check"]);
        let program = env!("CARGO_PKG_NAME");
        problem.help = match nearest(name, known) {
            Some("check") => Some(format!("a check needs no command: `{program} deploy.toml`")),
            Some(command) => {
                Some(format!("did you mean the command `{command}`? it stands first: `{program} {command} …`"))
            }
            None => continue,
        };
    }
}
