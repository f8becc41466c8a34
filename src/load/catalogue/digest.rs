//! What tells one catalogue from another.

use sha2::{Digest, Sha256};

use super::CatalogueFile;

/// SHA-256 over the names and the texts of all files, in the order of their names. A name counts from the folder of the
/// catalogue on, so that the same files give the same digest wherever they lie. Where the files are laid over a catalogue
/// that is known already, its digest comes before them; without files, it is that digest.
pub fn digest(known: Option<&str>, files: &[CatalogueFile]) -> String {
    if let (Some(known), []) = (known, files) {
        return known.to_owned();
    }
    let mut sorted: Vec<_> = files.iter().map(|file| (file.folder, place(file), file.source.text())).collect();
    sorted.sort();
    let mut hash = Sha256::new();
    hash.update(known.unwrap_or_default());
    for (folder, place, text) in &sorted {
        hash.update(folder.name());
        for part in [place.as_str(), text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where a file lies in its folder, whatever the catalogue's own place is.
fn place(file: &CatalogueFile) -> String {
    let name = file.source.name().replace('\\', "/");
    let within = name.rsplit_once(&format!("{}/", file.folder.name())).filter(|(before, _)| {
        // The end of another name is no folder.
        before.is_empty() || before.ends_with('/')
    });
    within.map_or(name.as_str(), |(_, within)| within).to_owned()
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
        let lying_in = |root: &str| digest(None, &[file(&format!("{root}evidence/harbour/one.yaml"))]);
        assert_eq!(lying_in("catalog/"), lying_in("/home/of evidence/"));
        assert_eq!(lying_in(""), lying_in("C:\\"));
        assert_ne!(lying_in(""), lying_in("no-"), "another folder's name may end so");
        assert_ne!(lying_in(""), alone);
        let in_order = digest(None, &[one.clone(), other.clone()].concat());
        assert_eq!(in_order, digest(None, &[other, one].concat()));
    }
}
