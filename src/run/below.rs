//! What lies beneath a folder of a catalogue or of rules. Nothing that lies elsewhere is taken for a part of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::unreadable;
use crate::load::problem::Problems;

/// Every YAML file beneath a folder, sorted by path. A symbolic link is not followed: what it leads to within the folder is
/// read where it lies, and one that leads out of the folder is a problem.
pub(super) fn yaml_files(root: &Path, problems: &mut Problems) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let unread = |error: std::io::Error| {
            let name = folder.display().to_string();
            unreadable(&name, "unreadable", format!("the folder can't be read: {error}"), None)
        };
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(unread(error));
                continue;
            }
        };
        for entry in entries {
            let kind = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)));
            match kind {
                Ok((path, kind)) if kind.is_dir() => open.push(path),
                Ok((path, kind)) if kind.is_symlink() => {
                    if is_yaml(&path) || path.is_dir() {
                        leads_out(root, &path, problems);
                    }
                }
                Ok((path, kind)) if kind.is_file() && is_yaml(&path) => files.push(path),
                Ok(_) => {}
                Err(error) => problems.push(unread(error)),
            }
        }
    }
    files.sort();
    files
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// Whether what lies beneath a folder by its name lies elsewhere, or nowhere; that is a problem.
pub(super) fn leads_out(root: &Path, path: &Path, problems: &mut Problems) -> bool {
    let message = match (fs::canonicalize(root), fs::canonicalize(path)) {
        (Ok(root), Ok(real)) if real.starts_with(&root) => return false,
        (Ok(_), Ok(_)) => "this link leads out of the folder, and is not followed".to_owned(),
        (_, Err(error)) | (Err(error), _) => format!("this link can't be followed: {error}"),
    };
    let help = Some("put the file itself here, or name its folder beside this one");
    problems.push(unreadable(&path.display().to_string(), "leads-out", message, help));
    true
}
