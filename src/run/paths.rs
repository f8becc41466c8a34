//! What the user names: files, folders, globs and standard input, each once and in the order of their names.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;

use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder, WalkState};

use super::own_list::OwnList;
use super::unreadable;
use crate::load::glob::{Refused, read};
use crate::load::problem::Problem;
use crate::text::Source;

/// The name of a manifest.
pub(super) const MANIFEST: &str = "deploy.toml";

/// What kind of problem it is that a file is not there.
pub(super) const MISSING: &str = "missing";

/// No file larger than this is read.
const LARGEST: u64 = 256 << 20;

/// How many threads look through folders at most: past a few, they only wait for each other.
const WALKERS: usize = 12;

/// Where things lie that are no files and are read like one: what a shell puts in the place of `<(…)`.
const SPECIAL: [&str; 2] = ["/dev", "/proc"];

/// A file that the user named.
pub(super) enum Input {
    /// It could be read.
    Text(Source),
    /// It could not.
    Unreadable(Problem),
}

impl Input {
    /// The name that the user knows it by.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Text(source) => source.name(),
            Self::Unreadable(problem) => problem.source.name(),
        }
    }
}

/// A file that the user named, before it is read.
pub(super) struct Found {
    /// The name that the user knows it by.
    pub(super) name: String,
    /// Its whole path, as [`whole`] gives it.
    pub(super) whole: PathBuf,
    what: What,
}

/// What there is under a name.
enum What {
    File(PathBuf),
    StandardInput,
    /// Nothing that can be read.
    Nothing(Problem),
}

impl Found {
    fn file(path: &Path, name: &str) -> Self {
        Self { name: name.to_owned(), whole: whole(path), what: What::File(path.to_owned()) }
    }

    fn nothing(name: &str, problem: Problem) -> Self {
        Self { name: name.to_owned(), whole: whole(Path::new(name)), what: What::Nothing(problem) }
    }

    /// Reads it.
    pub(super) fn read(self) -> Input {
        match self.what {
            What::File(path) => file(&path, &self.name),
            What::StandardInput => standard_input(),
            What::Nothing(problem) => Input::Unreadable(problem),
        }
    }
}

/// Everything that `paths` name; without any, the manifest of this folder. A file that is named in several ways is taken
/// once, by the first of them. So many threads look through folders.
pub(super) fn find(paths: &[String], jobs: usize) -> Vec<Found> {
    let here = [MANIFEST.to_owned()];
    let paths = if paths.is_empty() { &here } else { paths };
    if let [path] = paths {
        // What one walk finds has an order already, and each file once.
        return one(path, jobs);
    }
    let (mut all, mut seen) = (BTreeMap::new(), HashSet::new());
    for found in paths.iter().flat_map(|path| one(path, jobs)) {
        if seen.insert(found.whole.clone()) {
            // Names are shown as well as text can: two that differ in what is no text look alike, and are two.
            all.insert((found.name.clone(), found.whole.clone()), found);
        }
    }
    all.into_values().collect()
}

/// Reads everything that `paths` name.
pub(super) fn gather(paths: &[String]) -> Vec<Input> {
    find(paths, 1).into_iter().map(Found::read).collect()
}

/// The whole path of a file. A link to a file stays one: it may stand under another policy than what it leads to.
pub(super) fn whole(path: &Path) -> PathBuf {
    let Some(file) = path.file_name().filter(|_| path != Path::new("-")) else { return path.to_owned() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).map_or_else(|_| path.to_owned(), |folder| folder.join(file))
}

/// The whole path of a file that may not be there, without any link on the way to it. A link to a file stays one, as for
/// [`whole`].
pub(super) fn would_be(path: &Path) -> PathBuf {
    if path == Path::new("-") {
        return path.to_owned();
    }
    let absolute = fs::canonicalize(".").unwrap_or_default().join(path);
    let mut found = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                found.pop();
            }
            part => {
                // A link is followed before `..` turns back from where it leads.
                found = fs::canonicalize(&found).unwrap_or(found).join(part);
            }
        }
    }
    found
}

/// Whether a file lies beneath this folder, by a path as [`would_be`] gives it, and after every link.
pub(super) fn is_within_here(whole: &Path) -> bool {
    let real = fs::canonicalize(whole).unwrap_or_else(|_| whole.to_owned());
    let is_special = SPECIAL.iter().any(|folder| real.starts_with(folder));
    !is_special && fs::canonicalize(".").is_ok_and(|here| real.starts_with(here))
}

/// Reads one file, or standard input for `-`.
pub(super) fn one_file(path: &str) -> Input {
    if path == "-" { standard_input() } else { file(Path::new(path), path) }
}

fn one(path: &str, jobs: usize) -> Vec<Found> {
    if path == "-" {
        return vec![Found { name: path.to_owned(), whole: PathBuf::from(path), what: What::StandardInput }];
    }
    let found = Path::new(path);
    if found.is_dir() {
        return nothing_found(path, beneath(found, jobs, |name, _| name == MANIFEST), || {
            (format!("no `{MANIFEST}` lies beneath this folder"), "name the file itself if it is called otherwise")
        });
    }
    if !found.exists() && path.contains(['*', '?', '[', '{']) {
        return glob(path, jobs);
    }
    vec![Found::file(found, path)]
}

fn nothing_found(path: &str, found: Vec<Found>, words: impl Fn() -> (String, &'static str)) -> Vec<Found> {
    if !found.is_empty() {
        return found;
    }
    let (message, help) = words();
    vec![Found::nothing(path, unreadable(path, "no-manifest", message, Some(help)))]
}

fn glob(pattern: &str, jobs: usize) -> Vec<Found> {
    let matcher = match matcher(pattern) {
        Ok(matcher) => matcher,
        Err(refused) => {
            let problem = unreadable(pattern, "bad-pattern", refused.message, refused.help.as_deref());
            return vec![Found::nothing(pattern, problem)];
        }
    };
    // The walk begins at the last folder that the pattern names outright.
    let fixed = pattern.find(['*', '?', '[', '{']).map_or(pattern, |at| &pattern[..at]);
    let root = fixed.rfind('/').map_or(".", |end| if end == 0 { "/" } else { &fixed[..end] });
    let found = beneath(Path::new(root), jobs, |_, path| matcher.is_match(path));
    nothing_found(pattern, found, || {
        ("no file matches this pattern".to_owned(), "quote a pattern, so that the shell leaves it alone")
    })
}

fn matcher(pattern: &str) -> Result<GlobMatcher, Refused> {
    let pattern = pattern.trim_start_matches("./");
    read(pattern)?;
    Ok(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher())
}

/// Whether a file that is not there would be among what `paths` name by folders and patterns. It is called by its whole
/// path, without links. A file that is named outright is missed already.
pub(super) fn cover(paths: &[String], file: &Path) -> bool {
    let Ok(here) = fs::canonicalize(".") else { return false };
    paths.iter().any(|path| match fs::canonicalize(path) {
        Ok(found) => found.is_dir() && file.starts_with(found) && file.file_name().is_some_and(|name| name == MANIFEST),
        Err(_) => matcher(path).is_ok_and(|matcher| {
            let from_here = file.strip_prefix(&here).is_ok_and(|way| matcher.is_match(way));
            path.contains(['*', '?', '[', '{']) && (from_here || matcher.is_match(file))
        }),
    })
}

/// The files beneath a folder that `wanted` takes by name and path, in the order of their names; what git ignores is left
/// out.
fn beneath(root: &Path, jobs: usize, wanted: impl Fn(&str, &str) -> bool + Sync) -> Vec<Found> {
    // The walk follows no link to a folder, so what lies beneath the real root is real.
    let real = fs::canonicalize(root).ok();
    let whole_of = |path: &Path| Some(real.as_ref()?.join(path.strip_prefix(root).ok()?));
    let look = |entry: Result<DirEntry, ignore::Error>| match entry {
        Ok(entry) => {
            let path = entry.path().display().to_string();
            let name = path.trim_start_matches("./");
            if !wanted(&entry.file_name().to_string_lossy(), name) || !is_file(&entry) {
                return None;
            }
            let whole = whole_of(entry.path()).unwrap_or_else(|| whole(entry.path()));
            Some(Found { name: name.to_owned(), whole, what: What::File(entry.path().to_owned()) })
        }
        Err(error) => Some(unread(root, &error)),
    };
    let mut walk = WalkBuilder::new(root);
    let own_list = OwnList::here();
    walk.require_git(false).git_global(own_list == OwnList::OfHome).threads(jobs.min(WALKERS));
    if let OwnList::In(list) = own_list {
        // Most have none.
        let _ = walk.add_ignore(list);
    }
    let mut found: Vec<_> = if jobs == 1 {
        walk.build().filter_map(look).collect()
    } else {
        let (send, found) = mpsc::channel();
        walk.build_parallel().run(|| {
            let (send, look) = (send.clone(), &look);
            Box::new(move |entry| {
                // Nobody stops listening before the walk ends.
                look(entry).into_iter().for_each(|found| _ = send.send(found));
                WalkState::Continue
            })
        });
        drop(send);
        found.into_iter().collect()
    };
    found.sort_by(|a, b| (&a.name, &a.whole).cmp(&(&b.name, &b.whole)));
    found.dedup_by(|a, b| a.whole == b.whole);
    found
}

/// That a folder beneath `root` can't be read.
fn unread(root: &Path, error: &ignore::Error) -> Found {
    let name = place(error).unwrap_or(root).display().to_string();
    let name = name.trim_start_matches("./");
    // The kind alone: one way of walking puts the path into the words, and the other doesn't.
    let why = error.io_error().map_or_else(|| error.to_string(), |error| error.kind().to_string());
    Found::nothing(name, unreadable(name, "unreadable", format!("the folder can't be read: {why}"), None))
}

/// Where an error of a walk happened, as far as it says so.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(place),
        _ => None,
    }
}

/// Whether a file lies there, or a link that leads to no folder: what can't be read under a wanted name is told, not
/// passed over.
fn is_file(entry: &DirEntry) -> bool {
    let kind = entry.file_type();
    let leads_to_folder = || fs::metadata(entry.path()).is_ok_and(|found| found.is_dir());
    kind.is_some_and(|kind| kind.is_file() || (kind.is_symlink() && !leads_to_folder()))
}

fn file(path: &Path, name: &str) -> Input {
    match read_text(path) {
        Ok(text) => Input::Text(Source::new(name, text)),
        Err((MISSING, message)) => {
            let help = "name a manifest, or run this where a `deploy.toml` lies";
            Input::Unreadable(unreadable(name, MISSING, message, Some(help)))
        }
        Err((code, message)) => Input::Unreadable(unreadable(name, code, message, None)),
    }
}

fn standard_input() -> Input {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes);
    match read.map_err(|error| ("unreadable", format!("standard input can't be read: {error}"))) {
        Ok(_) => match text(bytes) {
            Ok(text) => Input::Text(Source::new("-", text)),
            Err((code, message)) => Input::Unreadable(unreadable("-", code, message, None)),
        },
        Err((code, message)) => Input::Unreadable(unreadable("-", code, message, None)),
    }
}

/// The text of a file, or the code and the words of what is wrong with it.
pub(super) fn read_text(path: &Path) -> Result<String, (&'static str, String)> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => (MISSING, "there is no such file".to_owned()),
        io::ErrorKind::PermissionDenied => ("unreadable", "you are not allowed to read this file".to_owned()),
        _ => ("unreadable", format!("the file can't be read: {error}")),
    };
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(("unreadable", "this is a folder, and a file is expected".to_owned()));
    }
    if !metadata.is_file() && !SPECIAL.iter().any(|folder| path.starts_with(folder)) {
        return Err(("unreadable", "this is neither a file nor a folder, and reading it might never end".to_owned()));
    }
    // With room for more than is expected, the end is found by the second reading.
    let expected = usize::try_from(metadata.len().min(LARGEST)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(expected + 64);
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(failed)?;
    text(bytes)
}

fn text(bytes: Vec<u8>) -> Result<String, (&'static str, String)> {
    if bytes.len() as u64 > LARGEST {
        return Err(("too-large", format!("the file has more than {} MiB, which are the most", LARGEST >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        (
            "not-utf-8",
            format!("the file is not UTF-8: byte {at}, in line {line}, begins no character; save it as UTF-8"),
        )
    })
}
