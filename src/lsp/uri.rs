//! Addresses of files.

use lsp_types::Uri;

/// The path of the file that an address names; none for what is no file of this machine.
pub fn path(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").filter(|rest| rest.starts_with('/')).unwrap_or(rest);
    if !rest.starts_with('/') {
        return None;
    }
    let path = decoded(rest.split(['?', '#']).next().unwrap_or(rest))?;
    let drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic);
    Some(if drive { path.get(1..).unwrap_or_default().to_owned() } else { path })
}

/// The address of a file by its whole path.
pub fn of_path(path: &str) -> Option<Uri> {
    let path = path.replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let mut text = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text.parse().ok()
}

/// The text with the bytes that `%` stands for.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            bytes.push((digit()? << 4) | digit()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_its_address_lead_to_each_other() {
        for (file, uri) in [
            ("/srv/deploy.toml", "file:///srv/deploy.toml"),
            ("/a b/größe/100%#.toml", "file:///a%20b/gr%C3%B6%C3%9Fe/100%25%23.toml"),
        ] {
            assert_eq!(of_path(file).expect("it is an address").as_str(), uri);
            assert_eq!(path(uri).as_deref(), Some(file));
        }
    }

    #[test]
    fn addresses_are_taken_as_editors_write_them() {
        assert_eq!(path("file:///c%3A/work/deploy.toml").as_deref(), Some("c:/work/deploy.toml"));
        assert_eq!(path("file://localhost/srv/a.toml").as_deref(), Some("/srv/a.toml"));
        for none in ["untitled:Untitled-1", "file:", "file://host/a", "file:///%zz", "file:///%ff", "file:///%e"] {
            assert_eq!(path(none), None, "{none}");
        }
    }
}
