//! `init`: a first manifest, from flags or asked at the terminal.

mod ask;
mod closed;
mod offers;
mod services;
mod terminal;

use std::io::Write;
use std::path::{Path, PathBuf};

use super::paths::MANIFEST;
use super::policy::Finder;
use super::{Exit, Sources, forgive_closed_pipe, knowledge, stop, today, whole_file};
use crate::catalog::Catalog;
use crate::draft::{Draft, NO_SERVICE};
use crate::load::manifest;
use crate::load::problem::Problems;
use crate::model::profile::{PREFIX, Profiles};
use crate::report::catalog::message;
use crate::report::{Style, begun, taken_for};
use crate::text::Source;
use ask::Stop;
use terminal::Terminal;

pub use crate::draft::Wanted;

/// What `init` is asked to write.
#[derive(Debug, Clone)]
pub struct InitRequest {
    /// The file, or the folder in which it is to lie, there already or with a separator at the end; `-` for standard
    /// output.
    pub path: PathBuf,
    /// What it is to declare; what is missing is asked where somebody can answer.
    pub wanted: Wanted,
    /// Whether a file that is there already may be replaced.
    pub force: bool,
    /// Whether somebody sits at a terminal and can be asked.
    pub can_ask: bool,
    /// What else is known.
    pub sources: Sources,
}

/// Writes a first manifest, whole or not at all, and says on `out` what to do next.
///
/// # Errors
///
/// Every name that is not known, that the file is there already, that nobody can be asked, or what can't be written, in
/// words for standard error; what is wrong with the catalogue is shown on `err`.
pub fn init(request: &InitRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let ended = begin(request, out, err);
    stop::ended(ended, &Style::default(), err)
}

fn begin(request: &InitRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, stop::Stop> {
    let is_folder = request.path.is_dir() || request.path.to_string_lossy().ends_with(std::path::is_separator);
    let path = if is_folder { request.path.join(MANIFEST) } else { request.path.clone() };
    let name = path.display().to_string();
    let to_output = name == "-";
    refuse_to_replace(&path, request.force || to_output)?;
    let asks = request.wanted.services.is_empty();
    if asks && !request.can_ask {
        return Err(USAGE.to_owned().into());
    }
    let (catalog, profiles) = known(request, &path)?;
    let wanted = if asks { asked(request, &catalog, &path)? } else { request.wanted.clone() };
    let (draft, taken) = drafted(&wanted, &catalog, &profiles).map_err(|complaints| {
        let lines: Vec<_> = complaints.iter().map(|complaint| message(complaint)).collect();
        format!("{}\nnothing was written", lines.join("\nerror: "))
    })?;
    let text = draft.text();
    // The loader reads it as it will read the file.
    let (_, problems) = manifest::load(&Source::new(name.as_str(), text.as_str()), &catalog, &profiles);
    if let Some(problem) = problems.first() {
        let words = format!("nothing was written, since it could not be read again: {}", message(&problem.message));
        return Err(words.into());
    }
    if to_output {
        // What is no part of the manifest stays out of it.
        taken_for(&taken, err).map_err(|error| error.to_string())?;
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        forgive_closed_pipe(written).map_err(|error| error.to_string())?;
        return Ok(Exit::Clean);
    }
    refuse_to_replace(&path, request.force)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| whole_file::write(&path, |file| file.write_all(text.as_bytes())))
        .map_err(|error| format!("{} can't be written: {error}", message(&name)))?;
    let told =
        taken_for(&taken, out).and_then(|()| begun(&name, draft.services(), &draft.assumed_clouds(&wanted), out));
    let told = told.and_then(|()| out.flush());
    forgive_closed_pipe(told).map_err(|error| error.to_string())?;
    Ok(Exit::Clean)
}

/// The manifest that is wanted, and which names of services were taken for others.
fn drafted<'c>(
    wanted: &Wanted,
    catalog: &'c Catalog,
    profiles: &Profiles,
) -> Result<(Draft<'c>, Vec<services::Taken>), Vec<String>> {
    let (understood, taken, mut complaints) = services::understood(wanted, catalog);
    complaints.extend(closed::complaints(&understood, catalog, today()));
    match Draft::new(&understood, catalog, profiles) {
        Ok(draft) if complaints.is_empty() => return Ok((draft, taken)),
        Ok(_) => {}
        // That no service is left is told by what each of them lacks.
        Err(found) => {
            complaints.extend(found.into_iter().filter(|one| wanted.services.is_empty() || one != NO_SERVICE))
        }
    }
    Err(complaints)
}

/// The catalogue; where a profile is wanted, with those of packs and of the policy that the manifest is to stand under.
fn known(request: &InitRequest, path: &Path) -> Result<(Catalog, Profiles), Problems> {
    if !request.wanted.requires.iter().any(|one| one.starts_with(PREFIX)) {
        return Ok((knowledge::catalog(&request.sources)?.0, Profiles::default()));
    }
    let policy = Finder::new(&request.sources.policy).policy_for(&path.display().to_string());
    let knowledge = knowledge::load(&request.sources, policy.as_ref())?.with_pack_profiles()?;
    Ok((knowledge.catalog, knowledge.policy.profiles))
}

const USAGE: &str = "a manifest needs a service, and nobody can be asked, since this is no terminal: name it with \
    `--service NAME`, and what else is known with --name, --owner, --cloud, --region and --requires";

fn refuse_to_replace(path: &Path, force: bool) -> Result<(), String> {
    // A link that leads nowhere is there as well.
    if force || path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(format!("{} is there already; `--force` replaces it", message(&path.display().to_string())))
}

/// What is wanted, with the answers to what was missing.
fn asked(request: &InitRequest, catalog: &Catalog, path: &Path) -> Result<Wanted, String> {
    let asked = ask::ask(&request.wanted, folder_name(path).as_deref(), catalog, &mut Terminal::new(catalog));
    asked.map_err(|stop| match stop {
        Stop::Cancelled => "nothing was written".to_owned(),
        Stop::Broken(error) => format!("nothing was written, since the terminal can't be used: {error}"),
    })
}

/// The name of the folder that the manifest is to lie in.
fn folder_name(path: &Path) -> Option<String> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // One that is to be made is called as it is written.
    let folder = parent.canonicalize().unwrap_or_else(|_| parent.to_owned());
    folder.file_name().map(|name| name.to_string_lossy().into_owned())
}
