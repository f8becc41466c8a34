//! A document in place of another version of it, which a file holds or the program carries.

use jiff::civil::Date;

use super::files;
use crate::load::catalogue::{self, CatalogueFile, Folder};
use crate::load::problem::Problems;
use crate::model::evidence::{Claim, Document};
use crate::model::facts::Facts;
use crate::model::id::Slug;
use crate::run;
use crate::text::Source;

/// The facts of these files with documents in place of those with their ids, whether a file or the program has those.
pub(super) fn facts_with(mut files: Vec<CatalogueFile>, documents: &[(&Source, &str)]) -> Result<Facts, Problems> {
    let replaced = |file: &CatalogueFile| {
        let id = files::document_id(&file.source);
        file.folder == Folder::Evidence && documents.iter().any(|(_, new)| id == Some(new))
    };
    files.retain(|file| !replaced(file));
    let evidence = |source: Source| CatalogueFile { folder: Folder::Evidence, source };
    let plain = documents.iter().map(|(source, _)| evidence((*source).clone()));
    let plain = match files::facts(&files.iter().cloned().chain(plain).collect::<Vec<_>>()) {
        Ok(facts) => return Ok(facts),
        Err(problems) => problems,
    };
    let carried = run::carried().into_facts();
    let known: Vec<_> =
        documents.iter().map(|(_, id)| *id).filter(|id| carried.document_called(id).is_some()).collect();
    if known.is_empty() {
        return Err(plain);
    }
    files.extend(documents.iter().map(|(source, _)| evidence((*source).clone())));
    match catalogue::load_onto(with_hidden(carried, &known), &files) {
        Ok(facts) => Ok(known.iter().fold(facts, |facts, id| in_its_place(facts, id))),
        Err(problems) if problems.len() <= plain.len() => Err(problems),
        Err(_) => Err(plain),
    }
}

/// The id under which a document that the program carries makes room for another version of it.
fn hidden_id(id: &str) -> String {
    format!("{id}-as-carried")
}

/// These documents under other ids, and on a day that never comes. What the program carries can't be taken out.
fn with_hidden(mut facts: Facts, ids: &[&str]) -> Facts {
    facts.documents = facts.documents.mapped(|_, document| {
        let id = Slug::new(&hidden_id(document.id.as_str())).filter(|_| ids.contains(&document.id.as_str()));
        match id {
            Some(id) => Document { id, as_of: Date::MAX, ..document.clone() },
            None => document.clone(),
        }
    });
    facts
}

/// Lets the document change places with the hidden one, so that whatever refers to that one means it.
fn in_its_place(mut facts: Facts, id: &str) -> Facts {
    let places = facts.document_called(&hidden_id(id)).zip(facts.document_called(id));
    let Some((hidden, shown)) = places else { return facts };
    let other = |place| match place {
        place if place == hidden => shown,
        place if place == shown => hidden,
        place => place,
    };
    facts.documents = facts.documents.mapped(|place, _| facts.documents[other(place)].clone());
    facts.claims = facts.claims.mapped(|_, claim| Claim { document: other(claim.document), ..claim.clone() });
    facts
}
