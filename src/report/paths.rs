//! The names of files for programs that look them up in a repository.

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
