//! `explain`: the whole chain of documents behind one verdict, or what a rule means.

use std::io::Write;

use jiff::civil::Date;

use super::policy::Finder;
use super::{Exit, Sources, forgive_closed_pipe, knowledge, packs, paths, today};
use crate::check::explain as story;
use crate::load::manifest;
use crate::report::explain as page;

/// What is to be explained.
#[derive(Debug, Clone)]
pub enum Explain {
    /// A rule, by its id.
    Rule(String),
    /// A service instance and a standard of a manifest.
    Requirement {
        /// The manifest.
        path: String,
        /// The team's own name for the service instance.
        service: String,
        /// The standard, as a manifest would require it.
        standard: String,
    },
}

/// Explains what `what` names, on `out`.
///
/// # Errors
///
/// What can't be explained, in words for standard error.
pub fn explain(
    what: &Explain,
    as_of: Option<Date>,
    sources: &Sources,
    width: usize,
    out: &mut dyn Write,
) -> Result<Exit, String> {
    let (manifest, inputs, sources) = match what {
        Explain::Rule(id) => ("-", Vec::new(), packs::with_pack_of(id, sources)),
        Explain::Requirement { path, .. } => {
            (path.as_str(), paths::gather(std::slice::from_ref(path)), sources.clone())
        }
    };
    let policy = Finder::new(&sources.policy).policy_for(manifest);
    let knowledge = knowledge::load(&sources, policy.as_ref()).and_then(|knowledge| knowledge.for_manifests(&inputs));
    let knowledge = knowledge.map_err(knowledge::in_words)?;
    let written = match what {
        Explain::Rule(id) => {
            let rule = story::rule(&knowledge.rules, id)?;
            page::rule(rule, width, out)
        }
        Explain::Requirement { path, service, standard } => {
            let source = match inputs.into_iter().next() {
                Some(paths::Input::Text(source)) => source,
                Some(paths::Input::Unreadable(problem)) => return Err(format!("{path}: {}", problem.message)),
                None => return Err(format!("{path}: there is no such file")),
            };
            let (deployment, _) = manifest::load(&source, &knowledge.catalog, &knowledge.policy.profiles);
            let as_of = as_of.unwrap_or_else(today);
            let story = story::requirement(&deployment, &knowledge.catalog, as_of, service, standard)?;
            page::requirement(&story, width, out)
        }
    };
    forgive_closed_pipe(written.and_then(|()| out.flush())).map_err(|error| error.to_string())?;
    Ok(Exit::Clean)
}
