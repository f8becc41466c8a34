//! The shipped catalogue loads without a problem, and is whole.

use std::path::{Path, PathBuf};

use compliance_check::load::catalogue::{CatalogueFile, Folder, load};
use compliance_check::model::provider::Cloud;
use compliance_check::text::Source;

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() { files_under(&path, found) } else { found.push(path) }
    }
}

#[test]
fn every_file_loads_and_nothing_is_missing() {
    let mut files = Vec::new();
    for folder in Folder::ALL {
        let mut paths = Vec::new();
        files_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog").join(folder.name()), &mut paths);
        files.extend(paths.into_iter().map(|path| {
            let text = std::fs::read_to_string(&path).expect("the file is text");
            CatalogueFile { folder, source: Source::new(path.display().to_string(), text) }
        }));
    }
    let facts = load(&files).unwrap_or_else(|problems| {
        let problems = problems.into_sorted();
        let lines: Vec<_> = problems
            .iter()
            .map(|p| format!("{}:{}: {}", p.source.name(), p.source.position(p.span.start).line, p.message))
            .collect();
        panic!("{}", lines.join("\n"))
    });
    assert_eq!(facts.standards.len(), 110, "standards");
    assert_eq!(facts.editions.len(), 102, "editions");
    assert_eq!(facts.levels.len(), 69, "levels");
    assert_eq!(facts.relations.len(), 62, "relations");
    let of = |provider: &str| {
        let is_theirs = |cloud: &Cloud| facts.providers[cloud.provider].id.as_str() == provider;
        let counts = facts.clouds.iter().filter(|(_, cloud)| is_theirs(cloud)).map(|(_, cloud)| cloud.regions.len());
        counts.fold((0, 0), |(clouds, regions), of_cloud| (clouds + 1, regions + of_cloud))
    };
    assert_eq!(of("microsoft"), (18, 84), "clouds and regions, the DoD regions being a part of one");
    assert_eq!(of("aws"), (9, 46), "eight partitions, and a region that no document counts to one");
    assert_eq!(of("google"), (2, 44), "Google Cloud, and Google Workspace without regions");
}
