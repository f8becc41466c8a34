//! `explain`: the whole reasoning behind a finding or a requirement, or what a rule means.

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;

use super::policy::Finder;
use super::rules::{self, NoPage};
use super::stop::{self, Stop};
use super::{Exit, Sources, forgive_closed_pipe, knowledge, paths, today, without_answer};
use crate::check::Checker;
use crate::check::explain as story;
use crate::check::outcome::Failure;
use crate::load::manifest;
use crate::report::Style;
use crate::report::explain::{self as page, Explained, View};
use crate::text::Source;

pub use crate::check::explain::Wanted;

/// What is to be explained.
#[derive(Debug, Clone)]
pub enum Explain {
    /// A rule, by its id.
    Rule(String),
    /// Something of a manifest.
    OfManifest {
        /// The manifest.
        path: String,
        /// What of it.
        wanted: Wanted,
    },
}

/// What is to be explained, and how.
#[derive(Debug, Clone)]
pub struct ExplainRequest {
    /// What is to be explained.
    pub what: Explain,
    /// The day; today, in UTC, where none is given.
    pub as_of: Option<Date>,
    /// What else is known.
    pub sources: Sources,
    /// The options that say what is known, as they were given, for commands that are meant to be copied.
    pub repeated: Vec<String>,
    /// How it is shown.
    pub view: View,
    /// How it looks.
    pub style: Style,
}

/// Explains what `request` names on `out`, and shows on `err` what is in the way of that: files that are broken, and rules
/// that give no answer.
///
/// # Errors
///
/// What can't be explained, in words for standard error.
pub fn explain(request: &ExplainRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let explained = explained(request, out).and_then(|unanswered| match without_answer(&unanswered) {
        problems if problems.is_empty() => Ok(Exit::Clean),
        problems => Err(problems.into()),
    });
    stop::ended(explained, &request.style, err)
}

/// Writes the explanation, and gives what rules gave no answer on the way.
fn explained(request: &ExplainRequest, out: &mut dyn Write) -> Result<Vec<Failure>, Stop> {
    let mut unanswered = Vec::new();
    let written = match &request.what {
        Explain::Rule(id) => {
            if request.view != View::Human {
                let name = request.view.name();
                let words =
                    format!("a rule is explained to people only, not as {name}; `rules show` has a page for programs");
                return Err(words.into());
            }
            let page = rules::page(id, &request.sources, |page| page.meaning(&request.style, out));
            page.map_err(|error| match error {
                NoPage::Unknown(words) => Stop::Said(no_rule(id, words)),
                NoPage::Broken(problems) => Stop::Broken(problems),
            })?
        }
        Explain::OfManifest { path, wanted } => {
            let explained = of_manifest(request, path, wanted)?;
            unanswered.clone_from(&explained.explanation.unanswered);
            page::write(&explained, request.view, &request.style, out)
        }
    };
    forgive_closed_pipe(written.and_then(|()| out.flush())).map_err(|error| error.to_string())?;
    Ok(unanswered)
}

/// That there is no such rule; for a manifest, what to name beside it.
fn no_rule(id: &str, error: String) -> String {
    if Path::new(id).exists() {
        let words = "name a service of it, a finding's fingerprint, or a line, as in";
        return page::message(&format!("`{id}` is a file, and no rule; {words} `{id}:12`"));
    }
    // The id of a rule has no full stop.
    if id.contains('.') { format!("{error}, and no such file") } else { error }
}

/// The explanation of something of a manifest, judged exactly as a check would judge it.
fn of_manifest(request: &ExplainRequest, path: &str, wanted: &Wanted) -> Result<Explained, Stop> {
    let source = only_manifest(path).map_err(|words| page::message(&words))?;
    let policy = Finder::new(&request.sources.policy).policy_for(source.name());
    let inputs = [paths::Input::Text(source.clone())];
    let knowledge = knowledge::load(&request.sources, policy.as_ref())
        .and_then(|knowledge| knowledge.for_manifests(&inputs))
        .map_err(Stop::Broken)?;
    let (deployment, problems) = manifest::load(&source, &knowledge.catalog, &knowledge.policy.profiles);
    let as_of = request.as_of.unwrap_or_else(today);
    let checker = Checker::new(&knowledge.catalog, &knowledge.rules, as_of).with_policy(&knowledge.policy);
    let explanation = story::explain(&checker, &deployment, wanted).map_err(|error| match problems.first() {
        None => error,
        Some(first) => {
            let line = source.position(first.span.start).line;
            let count = problems.len();
            let words = if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
            format!(
                "{error}; the file has {words}, the first in line {line}: {}; what has one is left out",
                first.message
            )
        }
    });
    let explanation = explanation.map_err(|error| page::message(&error))?;
    let repeated = request.repeated.clone();
    Ok(Explained { explanation, catalog: knowledge.summary, problems: problems.len(), repeated })
}

/// The one manifest that `path` names.
fn only_manifest(path: &str) -> Result<Source, String> {
    let mut inputs = paths::gather(&[path.to_owned()]);
    if inputs.len() > 1 {
        let names: Vec<_> = inputs.iter().take(3).map(paths::Input::name).collect();
        return Err(format!("{path} holds {} manifests, and one is wanted: {} …", inputs.len(), names.join(", ")));
    }
    match inputs.pop() {
        Some(paths::Input::Text(source)) => Ok(source),
        Some(paths::Input::Unreadable(problem)) => Err(format!("{path}: {}", problem.message)),
        None => Err(format!("{path}: there is no such file")),
    }
}
