//! Baselines: what is known is read, compared and written.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::reports::is_taken;
use super::whole_file::Draft;
use super::{add, paths, unreadable};
use crate::check::baseline::{compare, known};
use crate::check::outcome::Notice;
use crate::load::baseline::{place_of, read};
use crate::load::problem::Problem;
use crate::model::baseline::{Baseline, KnownFinding};
use crate::report::Report;
use crate::report::baseline::write;
use crate::text::{Source, Span};

/// The baselines of a run.
#[derive(Debug, Clone, Default)]
pub struct Baselines {
    /// What is known already.
    pub compare: Option<PathBuf>,
    /// Where all that is found now is to be written.
    pub write: Option<PathBuf>,
}

/// Compares a report with the one baseline, then writes the other one beside its place. What is written alone is known from
/// now on; where both are asked for, what is new stays new in this run. `paths` is what the user named. Of what is `refused`,
/// the report tells as well.
pub(super) fn apply(
    baselines: &Baselines,
    paths: &[String],
    refused: Vec<Problem>,
    report: &mut Report,
) -> Option<Draft> {
    let mut old = None;
    if let Some(path) = &baselines.compare {
        match load(path) {
            Ok((source, baseline)) => {
                mark(path, &baseline, report);
                report.baseline = Some(source.clone());
                report.notices.extend(gone(path, (&source, &baseline), paths));
                old = Some((path, baseline));
            }
            Err(problem) => add(report, problem),
        }
    }
    let in_use = baselines.write.as_ref().and_then(|path| is_taken(path, report, &Baselines::default()));
    let is_refused = in_use.is_some();
    refused.into_iter().chain(in_use).for_each(|problem| add(report, problem));
    let path = baselines.write.as_ref().filter(|_| !is_refused)?;
    if report.files.iter().any(|file| !file.problems.is_empty()) {
        let message = "the baseline was not written, since there are problems: what they hide would look new later";
        report.notices.push(noted(path, message));
        return None;
    }
    let baseline = taken(path, old.as_ref().map(|(path, baseline)| (path.as_path(), baseline)), report);
    match drafted(path, &baseline) {
        Ok((draft, source)) => {
            if old.is_none() {
                mark(path, &baseline, report);
                report.baseline = Some(source);
            }
            Some(draft)
        }
        Err(error) => {
            add(report, unwritable(path, &error));
            None
        }
    }
}

/// The baseline, written beside its place, and its text.
fn drafted(path: &Path, baseline: &Baseline) -> io::Result<(Draft, Source)> {
    let mut text = Vec::new();
    write(baseline, &mut text)?;
    let draft = Draft::new(path, |out| out.write_all(&text))?;
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    Ok((draft, Source::new(path.display().to_string(), text)))
}

/// That a baseline is not written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let message = format!("the baseline can't be written: {error}");
    unreadable(&path.display().to_string(), "unwritable", message, None)
}

fn noted(path: &Path, message: &str) -> Notice {
    let (source, span) = (Source::new(path.display().to_string(), ""), Span::default());
    Notice { source, span, message: message.to_owned() }
}

/// Takes back what [`apply`] said of the baseline that it wrote, where that was not put in its place.
pub(super) fn take_back(baselines: &Baselines, report: &mut Report) {
    let Some(path) = &baselines.write else { return };
    if baselines.compare.is_none() {
        report.baseline = None;
        for file in &mut report.files {
            file.cured.clear();
            for finding in &mut file.outcome.findings {
                finding.known = false;
                finding.new_in.clear();
            }
        }
    }
    report.notices.push(noted(path, "the baseline was not written, since not all files of this run can be"));
}

fn load(path: &Path) -> Result<(Source, Baseline), Problem> {
    let name = path.display().to_string();
    match paths::read_text(path) {
        Ok(text) => {
            let source = Source::new(name, text);
            read(&source).map(|baseline| (source, baseline))
        }
        Err((code, message)) => {
            let help = (code == "missing").then_some("write one with `--write-baseline`");
            Err(unreadable(&name, code, message, help))
        }
    }
}

/// Marks what is known in the files of the report, and notes what is cured.
fn mark(path: &Path, baseline: &Baseline, report: &mut Report) {
    let folder = Folder::of(path);
    for file in &mut report.files {
        if let Some(known) = baseline.files.get(&folder.way_to(file.source.name())) {
            file.cured = compare(&mut file.outcome, known, file.problems.is_empty());
        }
    }
}

/// That a manifest is gone which the baseline holds findings of, and which this run would have checked.
fn gone(path: &Path, (source, baseline): (&Source, &Baseline), paths: &[String]) -> Vec<Notice> {
    let folder = Folder::of(path);
    let is_gone = |name: &str| {
        let manifest = folder.manifest(name);
        name != "-" && manifest.symlink_metadata().is_err() && paths::cover(paths, &manifest)
    };
    let notice = |(name, known): (&String, &Vec<KnownFinding>)| {
        let findings = if known.len() == 1 { "1 finding".to_owned() } else { format!("{} findings", known.len()) };
        let message = format!(
            "the baseline knows {findings} of `{name}`, and no such file is there: what is found in a manifest that was \
             moved counts as new, until the baseline is written again"
        );
        Notice { source: source.clone(), span: place_of(source, name), message }
    };
    baseline.files.iter().filter(|(name, known)| !known.is_empty() && is_gone(name)).map(notice).collect()
}

/// What a baseline at `path` is to hold: what is found in this run, and of an older baseline what it holds on manifests
/// that are still there and were not checked in this run.
fn taken(path: &Path, old: Option<(&Path, &Baseline)>, report: &Report) -> Baseline {
    let folder = Folder::of(path);
    let found = report.files.iter().map(|file| (folder.way_to(file.source.name()), known(&file.outcome)));
    let mut files: std::collections::BTreeMap<_, _> = found.collect();
    if let Some((path, old)) = old {
        let from = Folder::of(path);
        for (name, known) in &old.files {
            let manifest = if name == "-" { name.clone() } else { from.manifest(name).display().to_string() };
            if name == "-" || Path::new(&manifest).exists() {
                files.entry(folder.way_to(&manifest)).or_insert_with(|| known.clone());
            }
        }
    }
    files.retain(|_, known| !known.is_empty());
    Baseline { as_of: report.as_of, files }
}

/// The folder of a baseline.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn of(baseline: &Path) -> Self {
        Self { path: real_folder(baseline) }
    }

    /// The whole path of a manifest to which this way leads from here.
    fn manifest(&self, way: &str) -> PathBuf {
        let mut whole = self.path.clone();
        for part in Path::new(way).components() {
            // The folder is named without links, so that the way up is that of the name.
            if part == Component::ParentDir {
                whole.pop();
            } else {
                whole.push(part);
            }
        }
        whole
    }

    /// The way from here to a manifest, with `/`. Standard input is called `-`.
    fn way_to(&self, manifest: &str) -> String {
        if manifest == "-" {
            return manifest.to_owned();
        }
        let manifest = Path::new(manifest);
        let file = real_folder(manifest).join(manifest.file_name().unwrap_or_default());
        way(&self.path, &file)
    }
}

/// The folder that a file is in, without links and detours; as it is written where there is no such folder.
fn real_folder(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// The way from a folder to a file.
fn way(folder: &Path, file: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (folder.components().collect(), file.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    let parts = up.chain(to[shared..].iter().copied());
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_named_from_the_folder_of_the_baseline_on() {
        for (folder, file, name) in [
            ("/work", "/work/deploy.toml", "deploy.toml"),
            ("/work", "/work/a/b/deploy.toml", "a/b/deploy.toml"),
            ("/work/ci", "/work/a/deploy.toml", "../a/deploy.toml"),
            ("/work/ci/known", "/other/deploy.toml", "../../../other/deploy.toml"),
        ] {
            assert_eq!(way(Path::new(folder), Path::new(file)), name);
        }
    }
}
