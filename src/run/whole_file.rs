//! Files that are written whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is written whole beside the place where it is to be, and not there yet. Unless it is put there, nothing is
/// left of it. A program that is killed may leave it: its name begins with a full stop and doesn't end as that of any file
/// does that is read, so that nobody takes it for input.
#[derive(Debug)]
pub(super) struct Draft {
    target: PathBuf,
    /// None where it is in its place already.
    beside: Option<PathBuf>,
}

impl Draft {
    /// Writes the file for `path`, with the permissions of what is there. What is no regular file, a pipe for instance, is
    /// written to directly.
    ///
    /// # Errors
    ///
    /// What writing gives.
    pub(super) fn new(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Self> {
        // A link stays a link: the file that it leads to is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&target).ok();
        if before.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(is_folder());
        }
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            fill(OpenOptions::new().write(true).open(&target)?, content)?;
            return Ok(Self { target, beside: None });
        }
        let (beside, file) = file_beside(&target)?;
        let draft = Self { target, beside: Some(beside) };
        if let Some(before) = &before {
            // Before anything is in it that others may not read.
            file.set_permissions(before.permissions())?;
        }
        fill(file, content)?.sync_all()?;
        Ok(draft)
    }

    /// Puts the file in its place. Where that fails, what was there stays.
    ///
    /// # Errors
    ///
    /// What moving gives.
    pub(super) fn put(mut self) -> io::Result<()> {
        let Some(beside) = &self.beside else { return Ok(()) };
        fs::rename(beside, &self.target)?;
        self.beside = None;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // The error that is told is the one that came first.
            let _ = fs::remove_file(beside);
        }
    }
}

/// Writes a file beside `path` and puts it in its place once all of it is on the disk. Where that fails, what was there
/// stays.
///
/// # Errors
///
/// What writing gives.
pub(super) fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    Draft::new(path, content)?.put()
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
