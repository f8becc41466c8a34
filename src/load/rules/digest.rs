//! What tells one set of rules from another.

use sha2::{Digest, Sha256};

/// SHA-256 over the texts of rule files and of the files of packs, each with the name of its pack, empty where it belongs
/// to none. Neither where a file lies nor the order makes a difference. Where the rules are laid over others that are known
/// already, the digest of those comes before them; without files, it is that digest.
pub fn digest(known: Option<&str>, mut files: Vec<(&str, &str)>) -> String {
    if let (Some(known), true) = (known, files.is_empty()) {
        return known.to_owned();
    }
    files.sort_unstable();
    let mut hash = Sha256::new();
    hash.update(known.unwrap_or_default());
    for part in files.iter().flat_map(|(pack, text)| [pack, text]) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn a_digest_tells_rules_apart_and_nothing_else() {
        let (one, other) = (("", "id: a/b\n"), ("", "id: a/c\n"));
        let alone = digest(None, vec![one]);
        assert_eq!(digest(Some(&alone), Vec::new()), alone, "nothing is laid over it");
        assert_eq!(digest(None, vec![one, other]), digest(None, vec![other, one]));
        let different = [
            digest(None, Vec::new()),
            digest(None, vec![one, other]),
            digest(Some(&alone), vec![other]),
            digest(None, vec![("pack", one.1)]),
            digest(None, vec![("", "id: a/b\nid"), ("", ": a/c\n")]),
        ];
        for (at, digest) in different.iter().enumerate() {
            assert_ne!(*digest, alone);
            assert!(!different[..at].contains(digest), "{at}");
        }
    }
}
