//! The documents that a report rests on: what they are, where they are found, and how old they are.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::{Directory, Report, RuleSource, visible};
use crate::check::outcome::{Citation, Voice};

/// A document, as a chain of evidence names it.
#[derive(Debug)]
pub(super) struct Cited {
    /// Where it stands in the list of documents.
    pub anchor: Option<usize>,
    /// Its title.
    pub title: String,
    /// Who published it, where that is known.
    pub publisher: Option<String>,
    /// The day for which it speaks, where that is known.
    pub as_of: Option<String>,
    /// Where in the document it stands, where that is known.
    pub locator: Option<String>,
    /// Where the document is found, where that is known.
    pub found_at: Option<Link>,
    /// When its text was found last, and how long ago that is.
    pub age: Option<Age>,
}

/// A place that may be on the web.
#[derive(Debug)]
pub(super) struct Link {
    /// The words.
    pub text: String,
    /// Whether they are an address that a browser may open.
    pub is_address: bool,
}

/// How old a document's text is on the day of the report.
#[derive(Debug, Clone)]
pub(super) struct Age {
    /// The day on which it was found last.
    pub fresh_on: Date,
    /// The whole days since then.
    pub words: String,
    /// All of it in a sentence.
    pub sentence: String,
}

/// A document in the list.
#[derive(Debug)]
pub(super) struct Paper {
    /// Its number.
    pub anchor: usize,
    /// Its id in the catalogue.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it, where that is known.
    pub publisher: Option<String>,
    /// The day for which it speaks, and how that is known; none where it has no day.
    pub as_of: Option<(String, &'static str)>,
    /// How old it is, where that is known.
    pub age: Option<Age>,
    /// Where it is found.
    pub found_at: Link,
    /// How many requirements it decides.
    pub decides: usize,
}

/// Every document of a report.
#[derive(Debug)]
pub(super) struct Papers<'r> {
    report: &'r Report,
    numbers: BTreeMap<&'r str, usize>,
}

impl<'r> Papers<'r> {
    pub(super) fn of(report: &'r Report) -> Self {
        let Directory { documents, publications, .. } = &report.directory;
        let others = publications.keys().filter(|id| !documents.contains_key(*id));
        let ids = documents.keys().chain(others).map(String::as_str);
        Self { report, numbers: ids.enumerate().map(|(at, id)| (id, at)).collect() }
    }

    /// The list, the oldest first; what has no age comes after that.
    pub(super) fn list(&self) -> Vec<Paper> {
        let mut decides: BTreeMap<&str, usize> = BTreeMap::new();
        let requirements = self.report.files.iter().flat_map(|file| &file.outcome.requirements);
        for evidence in requirements.filter_map(|one| one.evidence.as_ref()) {
            *decides.entry(&evidence.id).or_default() += 1;
        }
        let paper = |(&id, &anchor): (&&str, &usize)| {
            let decides = decides.get(id).copied().unwrap_or_default();
            Some(Paper { anchor, id: visible::line(id), decides, ..self.paper(id)? })
        };
        let mut list: Vec<_> = self.numbers.iter().filter_map(paper).collect();
        list.sort_by_cached_key(|paper| {
            let fresh_on = paper.age.as_ref().map(|age| age.fresh_on);
            (paper.decides == 0, fresh_on.is_none(), fresh_on, paper.id.clone())
        });
        list
    }

    /// What is known of a document or of another publication, by its id.
    fn paper(&self, id: &str) -> Option<Paper> {
        let (anchor, decides, id_shown) = (0, 0, String::new());
        if let Some(document) = self.report.directory.documents.get(id) {
            return Some(Paper {
                anchor,
                id: id_shown,
                title: visible::prose(&document.title),
                publisher: Some(visible::prose(&document.publisher)),
                as_of: Some((document.as_of.to_string(), document.as_of_basis.name())),
                age: Some(Age::of(document.fresh_on, self.report.as_of)),
                found_at: Link::of(&document.found_at),
                decides,
            });
        }
        let publication = self.report.directory.publications.get(id)?;
        Some(Paper {
            anchor,
            id: id_shown,
            title: visible::prose(&publication.title),
            publisher: publication.publisher.as_deref().map(visible::prose),
            as_of: None,
            age: None,
            found_at: Link::of(&publication.found_at),
            decides,
        })
    }

    /// The document that decides, as it is cited.
    pub(super) fn cited(&self, citation: &Citation) -> Cited {
        let paper = self.paper(&citation.id);
        // Of a publication without pages, the place is where it is found, which is told anyway.
        let is_where_found = |place: &&str| paper.as_ref().is_some_and(|paper| paper.found_at.text == *place);
        let locator = citation.locator.as_deref().filter(|place| !is_where_found(place)).map(visible::prose);
        Cited {
            anchor: self.numbers.get(&*citation.id).copied(),
            title: visible::prose(&citation.title),
            publisher: citation.publisher.as_deref().map(visible::prose),
            as_of: citation.as_of.map(|day| day.to_string()),
            locator,
            age: paper.as_ref().and_then(|paper| paper.age.clone()),
            found_at: paper.map(|paper| paper.found_at),
        }
    }

    /// A document that speaks without deciding; of one that is in no directory, its id is all there is.
    pub(super) fn spoken(&self, voice: &Voice) -> Cited {
        let id = &*voice.id;
        let document = self.report.directory.documents.get(id);
        Cited {
            anchor: self.numbers.get(id).copied(),
            title: document.map_or_else(|| visible::line(id), |document| visible::prose(&document.title)),
            publisher: document.map(|document| visible::prose(&document.publisher)),
            as_of: document.map(|document| document.as_of.to_string()),
            locator: voice.locator.as_deref().map(visible::prose),
            found_at: document.map(|document| Link::of(&document.found_at)),
            age: None,
        }
    }
}

impl Cited {
    /// What a rule rests on.
    pub(super) fn source(source: &RuleSource) -> Self {
        Self {
            anchor: None,
            title: visible::prose(&source.title),
            publisher: source.publisher.as_deref().map(visible::prose),
            as_of: None,
            locator: source.at.as_deref().map(visible::prose),
            found_at: source.found_at.as_deref().map(Link::of),
            age: None,
        }
    }
}

impl Link {
    fn of(found_at: &str) -> Self {
        let text = visible::line(found_at);
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&()*+,;=%".contains(c);
        let is_address = text.starts_with("https://") && text.chars().all(fits);
        Self { text, is_address }
    }
}

impl Age {
    fn of(fresh_on: Date, today: Date) -> Self {
        let days = (today - fresh_on).get_days();
        let words = match days {
            ..=0 => "0 days".to_owned(),
            1 => "1 day".to_owned(),
            _ => format!("{days} days"),
        };
        let sentence = match days {
            ..=-1 => format!("Its text was still found on {fresh_on}."),
            0 => format!("Its text was found on {fresh_on}, the day of this report."),
            _ => format!("Its text was last found on {fresh_on}, {words} before the day of this report."),
        };
        Self { fresh_on, words, sentence }
    }
}
