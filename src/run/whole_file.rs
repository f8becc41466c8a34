//! Files that are written whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside `path` and puts it in its place once all of it is on the disk. Where that fails, what was there
/// stays. What is no regular file, a pipe for instance, is written to directly.
///
/// # Errors
///
/// What writing gives.
pub(super) fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link: the file that it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&target).ok();
    if before.as_ref().is_some_and(|before| !before.is_file() && !before.is_dir()) {
        return fill(OpenOptions::new().write(true).open(&target)?, content).map(drop);
    }
    if before.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(is_folder());
    }
    let (beside, file) = file_beside(&target)?;
    let written = fill(file, content).and_then(|file| {
        if let Some(before) = &before {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, &target)
    });
    if written.is_err() {
        // The error that is told is the one that came first.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Whether something can be written to `path`, as far as that is known without any content: what is there stays.
///
/// # Errors
///
/// What [`write`] would give.
pub(super) fn can_write(path: &Path) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Ok(there) if there.is_dir() => Err(is_folder()),
        // A pipe takes what comes, once.
        Ok(there) if !there.is_file() => Ok(()),
        _ => file_beside(&target).and_then(|(beside, _)| fs::remove_file(beside)),
    }
}

fn is_folder() -> io::Error {
    io::Error::new(io::ErrorKind::IsADirectory, "this is a folder")
}

fn fill(file: File, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<File> {
    let mut writer = BufWriter::new(file);
    content(&mut writer)?;
    writer.into_inner().map_err(io::IntoInnerError::into_error)
}

/// A new file in the folder of `target`, hidden, under a name that nothing has yet.
fn file_beside(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "this names no file"))?;
    let process = std::process::id();
    let mut taken = 0;
    loop {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{process}-{taken}"));
        let beside = target.with_file_name(hidden);
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && taken < 100 => taken += 1,
            other => return Ok((beside, other?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("whole-file-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("the folder is made");
        folder
    }

    #[test]
    fn a_failure_leaves_what_was_there_and_nothing_beside_it() {
        let folder = folder("failure");
        let path = folder.join("rows.csv");
        write(&path, |out| out.write_all(b"old")).expect("it is written");
        let failed = write(&path, |out| out.write_all(b"half").and_then(|()| Err(io::Error::other("no more"))));
        assert_eq!(failed.expect_err("it fails").to_string(), "no more");
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
        assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
        write(&path, |out| out.write_all(b"new")).expect("it is written");
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
        fs::remove_dir_all(folder).expect("it goes");
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = folder("folder");
        assert!(write(&folder, |out| out.write_all(b"text")).is_err());
        assert!(write(&folder.join("none/rows.csv"), |out| out.write_all(b"text")).is_err());
        fs::remove_dir_all(folder).expect("it goes");
    }
}
