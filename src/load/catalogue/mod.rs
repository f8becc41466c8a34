//! The catalogue's files: from YAML to [`Facts`], with every problem of every file in one run.
//!
//! The files refer to each other, so they are read twice: first for the ids that each of them defines, then for all that
//! it says, with every reference resolved. Facts are given only where nothing at all is wrong: an answer from half a
//! catalogue would be a wrong answer.

mod digest;
mod evidence;
mod ids;
mod providers;
mod reader;
mod slots;
mod standards;
mod tables;

use super::decode::Complaints;
use super::limits;
use super::problem::{Problem, Problems};
use super::tree::Node;
use crate::model::facts::Facts;
use crate::text::{Source, Span};
pub use digest::digest;
use ids::Ids;
use reader::Reader;
use slots::Slots;

/// One file of a catalogue.
#[derive(Debug, Clone)]
pub struct CatalogueFile {
    /// What it describes; its folder tells.
    pub folder: Folder,
    /// Its text.
    pub source: Source,
}

/// The folders of a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Folder {
    /// `providers/`: clouds, regions, services, agreements.
    Providers,
    /// `standards/`: editions, levels, relations.
    Standards,
    /// `evidence/`: published documents and their claims.
    Evidence,
}

impl Folder {
    /// Every folder.
    pub const ALL: [Self; 3] = [Self::Providers, Self::Standards, Self::Evidence];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Providers => "providers",
            Self::Standards => "standards",
            Self::Evidence => "evidence",
        }
    }
}

/// A file that could be read as YAML.
struct Read<'f> {
    folder: Folder,
    source: &'f Source,
    root: Node,
}

/// Reads a whole catalogue. The order of the files makes no difference.
pub fn load(files: &[CatalogueFile]) -> Result<Facts, Problems> {
    load_onto(Facts::default(), files)
}

/// Adds what `files` say to what is known already, with the same rules for both: the files may refer to all that is
/// known, and define nothing that is known under the same id.
pub fn load_onto(known: Facts, files: &[CatalogueFile]) -> Result<Facts, Problems> {
    let mut problems = Problems::new();
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort_by_key(|file| (file.folder, file.source.name()));
    let read: Vec<_> = sorted.into_iter().filter_map(|file| read(file, &mut problems)).collect();
    let mut ids = Ids::of(&known);
    ids.collect(&read, &mut problems);
    let mut slots = Slots::new(known, &ids);
    for file in &read {
        let mut reader = Reader::new(file.source, &ids, &mut slots);
        match file.folder {
            Folder::Providers => reader.provider_file(&file.root),
            Folder::Standards => reader.standard_file(&file.root),
            Folder::Evidence => reader.evidence_file(&file.root),
        }
        reader.finish(&mut problems);
    }
    problems.extend(replaced_too_early(&slots));
    match slots.into_facts() {
        Some(facts) if problems.is_empty() => Ok(facts),
        _ => Err(problems),
    }
}

/// A document takes the place of older ones only: two that replaced each other would both be silent.
fn replaced_too_early(slots: &Slots) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (&number, source) in &slots.document_files {
        let Some(document) = slots.documents.get(number) else { continue };
        let older = document.replaces.iter().filter_map(|&older| slots.documents.get(older));
        for replaced in older.filter(|replaced| replaced.as_of >= document.as_of) {
            let at = source.text().find("replaces").unwrap_or_default();
            problems.push(Problem {
                code: "contradiction",
                message: format!("{} is of {}, and this document is not newer", replaced.id, replaced.as_of),
                help: Some("a document replaces documents with an earlier `as-of` only".to_owned()),
                source: source.clone(),
                span: Span::new(at, at + "replaces".len().min(source.text().len())),
            });
        }
    }
    problems
}

fn read<'f>(file: &'f CatalogueFile, problems: &mut Problems) -> Option<Read<'f>> {
    let mut complaints = Complaints::new(file.source.clone());
    if !complaints.fits(limits::CATALOGUE) {
        problems.extend(complaints.into_problems());
        return None;
    }
    let root = complaints.yaml();
    problems.extend(complaints.into_problems());
    root.map(|root| Read { folder: file.folder, source: &file.source, root })
}
