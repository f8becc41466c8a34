//! What a user has git ignore, in whatever repository: a walk through folders leaves it out.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Where the list stands of what a user has git ignore.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum OwnList {
    /// Where git looks for it in the user's home, and in the folder for settings.
    OfHome,
    /// In the folder for settings, without a home.
    In(PathBuf),
    /// Nowhere, without either.
    Nowhere,
}

impl OwnList {
    /// As git has it. Without a home nobody is asked whose the process is: the system's answer may come from libraries that a
    /// program which is complete in itself can't load.
    fn of(home: Option<&OsStr>, settings: Option<&OsStr>) -> Self {
        match (home, settings) {
            (Some(_), _) => Self::OfHome,
            (None, Some(settings)) => Self::In(Path::new(settings).join("git/ignore")),
            (None, None) => Self::Nowhere,
        }
    }

    /// The list of whoever runs the program.
    #[expect(clippy::disallowed_methods, reason = "the environment alone says where a user's own list is")]
    pub(super) fn here() -> Self {
        // Other systems keep the home elsewhere, and are asked for it without harm.
        if !cfg!(unix) {
            return Self::OfHome;
        }
        let value = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        Self::of(value("HOME").as_deref(), value("XDG_CONFIG_HOME").as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_asked_for_a_home_that_is_not_set() {
        let of = |home: Option<&'static str>, settings: Option<&'static str>| {
            OwnList::of(home.map(OsStr::new), settings.map(OsStr::new))
        };
        assert_eq!(of(Some("/home/a"), None), OwnList::OfHome);
        assert_eq!(of(Some("/home/a"), Some("/set")), OwnList::OfHome);
        assert_eq!(of(None, Some("/set")), OwnList::In(PathBuf::from("/set/git/ignore")));
        assert_eq!(of(None, None), OwnList::Nowhere);
    }
}
