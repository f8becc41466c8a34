//! Where a run takes place, for reports whose readers look files up in a repository.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use super::{Sources, builtin};
use crate::report::{Report, Whereabouts};

/// What there is to know of a run of these manifests, once all is said that it has to say.
pub(super) fn of(manifests: &[String], sources: &Sources, report: &Report) -> Whereabouts {
    let alone = if let [manifest] = manifests { Some(manifest.clone()) } else { None };
    let carried = if sources.without_builtin { BTreeSet::new() } else { carried(report) };
    Whereabouts { folders: folders(), alone, carried }
}

/// The working folder without links, and as the shell calls it.
#[expect(clippy::disallowed_methods, reason = "only run reads the environment")]
fn folders() -> Vec<String> {
    let Ok(here) = env::current_dir() else { return Vec::new() };
    let is_here = |path: &Path| path.is_absolute() && fs::canonicalize(path).is_ok_and(|real| real == here);
    let called = env::var_os("PWD").map(std::path::PathBuf::from).filter(|path| *path != here && is_here(path));
    std::iter::once(here.clone()).chain(called).filter_map(|path| path.to_str().map(str::to_owned)).collect()
}

/// The files that a report points at and that only the program carries.
fn carried(report: &Report) -> BTreeSet<String> {
    let findings = report.files.iter().flat_map(|file| &file.outcome.findings);
    let places = findings.flat_map(|finding| &finding.elsewhere).map(|place| &place.source);
    let of_files = report.files.iter().flat_map(|file| &file.outcome.notices);
    let notices = report.notices.iter().chain(of_files).map(|notice| &notice.source);
    let sources = places.chain(notices).filter(|source| builtin::is_carried(source));
    sources.map(|source| source.name().to_owned()).collect()
}
