//! What the words of misprints would say, were they believed.

use std::cmp::Reverse;

use super::Catalog;
use super::answer::{Misreading, Question};
use crate::model::evidence::{Claim, Disputed, Document, Reading};
use crate::model::id::Id;

impl Catalog {
    /// What every misprint that bears on `question` would say to it, newest first, as far as its words can be read so. A
    /// document that a newer version had replaced by then is silent in this as well.
    pub fn misreadings(&self, question: &Question<'_>) -> Vec<Misreading> {
        let documents = self.index.disputed_in.get(question.service);
        let mut found: Vec<_> = documents
            .filter(|&document| self.is_current(document, question.as_of))
            .flat_map(|document| self.misreadings_of(question, document))
            .collect();
        found.sort_by_key(|one| (Reverse(self.facts.documents[one.document].as_of), one.document));
        found
    }

    fn misreadings_of(&self, question: &Question<'_>, document: Id<Document>) -> Vec<Misreading> {
        let disputed = self.facts.documents[document].disputed.iter().enumerate();
        let of_service =
            disputed.filter(|(_, one)| one.service == question.service && one.standard == question.required.standard);
        of_service
            .filter_map(|(index, one)| {
                let claim = as_claim(document, one, one.reads_as.as_ref()?);
                let speaks = self.concerns(question, &claim) && self.reaches(question, &claim.regions);
                let verdict = speaks.then(|| self.verdict_of(question, &claim))?;
                Some(Misreading { document, disputed: index, verdict })
            })
            .collect()
    }
}

/// The claim that the words would be.
fn as_claim(document: Id<Document>, disputed: &Disputed, reading: &Reading) -> Claim {
    Claim {
        document,
        service: disputed.service,
        cloud: Some(reading.cloud),
        regions: reading.regions.clone(),
        statement: reading.statement,
        standard: reading.standard,
        from: None,
        until: None,
        conditions: Vec::new(),
        at: disputed.at.clone(),
        note: None,
    }
}
