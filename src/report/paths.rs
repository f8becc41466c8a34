//! The names of files for programs that look them up in a repository.

use std::collections::BTreeSet;

use crate::text::Source;

/// What there is to know of a run to name its files for programs that look them up in a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// The working folder, by each of its absolute paths that are known.
    pub folders: Vec<String>,
    /// The manifest of the run, by its name, where there is only one.
    pub alone: Option<String>,
    /// The files that the program carries, so that they lie in no repository, by their names.
    pub carried: BTreeSet<String>,
}

impl Whereabouts {
    /// The path of a file without detours, from the working folder on where it lies there.
    pub(super) fn path(&self, source: &Source) -> String {
        let path = plain(source.name());
        // What leads out of the folder may lead back into it.
        let whole = match self.folders.first().filter(|_| path.starts_with("..")) {
            Some(folder) => plain(&format!("{folder}/{path}")),
            None => path.clone(),
        };
        let beneath = |folder: &String| whole.strip_prefix(plain(folder).trim_end_matches('/'))?.strip_prefix('/');
        self.folders.iter().find_map(beneath).map(str::to_owned).unwrap_or(path)
    }

    /// Whether a file lies nowhere but in the program.
    pub(super) fn is_carried(&self, source: &Source) -> bool {
        self.carried.contains(source.name())
    }
}

/// The path without detours, with `/` between its parts: `./a/../b.toml` is `b.toml`. What leads out of the folder stays.
pub(super) fn plain(name: &str) -> String {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match parts.last() {
            Some(last) if part == ".." && *last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let root = if name.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// Whether a path with `/` begins at the root of a machine.
pub(super) fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || (cfg!(windows) && path.as_bytes().get(1) == Some(&b':'))
}

/// The path as a reference of RFC 3986: relative where it is, else with the scheme of files.
pub(super) fn uri(path: &str) -> String {
    let drive = if is_absolute(path) && !path.starts_with('/') { "/" } else { "" };
    let scheme = if is_absolute(path) { "file://" } else { "" };
    let mut out = format!("{scheme}{drive}");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            // A colon in the first part of a relative reference would be taken for the end of a scheme.
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_no_detours() {
        for (given, expected) in [
            ("deploy.toml", "deploy.toml"),
            ("./deploy.toml", "deploy.toml"),
            ("./a//b/./../deploy.toml", "a/deploy.toml"),
            ("../../a/deploy.toml", "../../a/deploy.toml"),
            ("a/../../deploy.toml", "../deploy.toml"),
            ("/srv/./deploy.toml", "/srv/deploy.toml"),
            ("-", "-"),
        ] {
            assert_eq!(plain(given), expected);
        }
    }

    #[test]
    fn a_path_begins_in_the_working_folder_where_it_lies_there() {
        let folders = vec!["/srv/team".to_owned(), "/home/team/".to_owned()];
        let here = Whereabouts { folders, ..Whereabouts::default() };
        for (given, expected) in [
            ("/srv/team/a/deploy.toml", "a/deploy.toml"),
            ("/srv/./team//deploy.toml", "deploy.toml"),
            ("/home/team/deploy.toml", "deploy.toml"),
            ("/srv/teams/deploy.toml", "/srv/teams/deploy.toml"),
            ("/srv/team/../deploy.toml", "/srv/deploy.toml"),
            ("srv/team/deploy.toml", "srv/team/deploy.toml"),
            ("../../srv/team/deploy.toml", "deploy.toml"),
            ("../team/a/deploy.toml", "a/deploy.toml"),
            ("../deploy.toml", "../deploy.toml"),
            ("../teams/deploy.toml", "../teams/deploy.toml"),
            ("../../../srv/team/deploy.toml", "../../../srv/team/deploy.toml"),
            ("..team/deploy.toml", "..team/deploy.toml"),
        ] {
            assert_eq!(here.path(&Source::new(given, "")), expected);
        }
        let root = Whereabouts { folders: vec!["/".to_owned()], ..Whereabouts::default() };
        assert_eq!(root.path(&Source::new("/srv/deploy.toml", "")), "srv/deploy.toml");
    }

    #[test]
    fn a_uri_holds_nothing_but_what_uris_may() {
        for (given, expected) in [
            ("a/deploy.toml", "a/deploy.toml"),
            ("c:d.toml", "c%3Ad.toml"),
            ("my file#1?.toml", "my%20file%231%3F.toml"),
            ("größe/100%.toml", "gr%C3%B6%C3%9Fe/100%25.toml"),
            ("/srv/a b.toml", "file:///srv/a%20b.toml"),
        ] {
            assert_eq!(uri(given), expected);
        }
    }
}
