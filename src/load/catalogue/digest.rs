//! What tells one catalogue from another.

use sha2::{Digest, Sha256};

use super::CatalogueFile;

/// SHA-256 over the names and the texts of all files, in the order of their names. Where the files are laid over a
/// catalogue that is known already, its digest comes before them; without files, it is that digest.
pub fn digest(known: Option<&str>, files: &[CatalogueFile]) -> String {
    if let (Some(known), []) = (known, files) {
        return known.to_owned();
    }
    let mut sorted: Vec<_> = files.iter().map(|file| (file.folder, &file.source)).collect();
    sorted.sort_by_key(|(folder, source)| (*folder, source.name().to_owned()));
    let mut hash = Sha256::new();
    hash.update(known.unwrap_or_default());
    for (folder, source) in sorted {
        hash.update(folder.name());
        for part in [source.name(), source.text()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::catalogue::Folder;
    use crate::text::Source;

    #[test]
    fn a_digest_covers_what_the_files_are_laid_over() {
        let file = |name: &str| CatalogueFile { folder: Folder::Evidence, source: Source::new(name, "id: a\n") };
        let (one, other) = ([file("one.yaml")], [file("other.yaml")]);
        let alone = digest(None, &one);
        assert_eq!(digest(Some(&alone), &[]), alone, "nothing is laid over it");
        let over = digest(Some(&alone), &other);
        assert_ne!(over, digest(None, &other));
        assert_ne!(over, digest(Some("another"), &other));
        let in_order = digest(None, &[one.clone(), other.clone()].concat());
        assert_eq!(in_order, digest(None, &[other, one].concat()));
    }
}
