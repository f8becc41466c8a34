//! What the user names: files, folders, globs and standard input, each once and in the order of their names.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;

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

/// Reads everything that `paths` name; without any, the manifest of this folder. A file that is named in several ways is
/// taken once, by the first of them.
pub(super) fn gather(paths: &[String]) -> Vec<Input> {
    let here = [MANIFEST.to_owned()];
    let paths = if paths.is_empty() { &here } else { paths };
    let (mut inputs, mut seen) = (BTreeMap::new(), HashSet::new());
    for path in paths {
        for (name, input) in one(path) {
            if seen.insert(whole(Path::new(&name))) {
                inputs.insert(name, input);
            }
        }
    }
    inputs.into_values().collect()
}

/// The whole path of a file. A link to a file stays one: it may stand under another policy than what it leads to.
pub(super) fn whole(path: &Path) -> PathBuf {
    let Some(file) = path.file_name().filter(|_| path != Path::new("-")) else { return path.to_owned() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).map_or_else(|_| path.to_owned(), |folder| folder.join(file))
}

/// Reads one file, or standard input for `-`.
pub(super) fn one_file(path: &str) -> Input {
    if path == "-" { standard_input() } else { file(Path::new(path), path) }
}

fn one(path: &str) -> Vec<(String, Input)> {
    if path == "-" {
        return vec![(path.to_owned(), standard_input())];
    }
    let found = Path::new(path);
    if found.is_dir() {
        return nothing_found(path, beneath(found, |name, _| name == MANIFEST), || {
            (format!("no `{MANIFEST}` lies beneath this folder"), "name the file itself if it is called otherwise")
        });
    }
    if !found.exists() && path.contains(['*', '?', '[', '{']) {
        return glob(path);
    }
    vec![(path.to_owned(), file(found, path))]
}

fn nothing_found(
    path: &str,
    found: Vec<(String, Input)>,
    words: impl Fn() -> (String, &'static str),
) -> Vec<(String, Input)> {
    if !found.is_empty() {
        return found;
    }
    let (message, help) = words();
    vec![(path.to_owned(), Input::Unreadable(unreadable(path, "no-manifest", message, Some(help))))]
}

fn glob(pattern: &str) -> Vec<(String, Input)> {
    let matcher = match matcher(pattern) {
        Ok(matcher) => matcher,
        Err(refused) => {
            let problem = unreadable(pattern, "bad-pattern", refused.message, refused.help.as_deref());
            return vec![(pattern.to_owned(), Input::Unreadable(problem))];
        }
    };
    // The walk begins at the last folder that the pattern names outright.
    let fixed = pattern.find(['*', '?', '[', '{']).map_or(pattern, |at| &pattern[..at]);
    let root = fixed.rfind('/').map_or(".", |end| if end == 0 { "/" } else { &fixed[..end] });
    let found = beneath(Path::new(root), |_, path| matcher.is_match(path));
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

/// The files beneath a folder that `wanted` takes by name and path; what git ignores is left out.
fn beneath(root: &Path, wanted: impl Fn(&str, &str) -> bool) -> Vec<(String, Input)> {
    let mut found = Vec::new();
    for entry in WalkBuilder::new(root).require_git(false).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.path().display().to_string();
                let name = path.trim_start_matches("./");
                if wanted(&entry.file_name().to_string_lossy(), name) {
                    found.push((name.to_owned(), file(entry.path(), name)));
                }
            }
            Ok(_) => {}
            Err(error) => {
                let name = root.display().to_string();
                let problem = unreadable(&name, "unreadable", format!("a folder can't be read: {error}"), None);
                found.push((name, Input::Unreadable(problem)));
            }
        }
    }
    found
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
    let mut bytes = Vec::new();
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
