//! What a document's word rests on, for those who want to see the decision and not only its end.

use super::{Claims, Question};
use crate::catalog::Catalog;
use crate::model::evidence::{Claim, Document, FullList};
use crate::model::id::Id;
use crate::model::verdict::Verdict;

/// A claim that was weighed, and the verdict that it gives on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeighedClaim {
    /// The claim.
    pub claim: Id<Claim>,
    /// The verdict that it gives on its own.
    pub verdict: Verdict,
}

impl Catalog {
    /// The claims of `document` that were weighed against each other for its opinion, in the order of the document: those
    /// that reach the question's region, or, where none does, those that put the service in scope elsewhere in the cloud.
    pub fn weighed_claims(&self, question: &Question<'_>, document: Id<Document>) -> Vec<WeighedClaim> {
        let (here, elsewhere) = self.claims_of_document(question, document);
        let weighed = if here.is_empty() { self.in_scope_only(elsewhere) } else { here };
        weighed.into_iter().map(|claim| WeighedClaim { claim, verdict: self.claim_verdict(question, claim) }).collect()
    }

    /// The list of `document` that would name the service if it were in scope, so that leaving it out is a statement.
    pub fn list_in_full(&self, question: &Question<'_>, document: Id<Document>) -> Option<&FullList> {
        self.facts.documents[document].in_full.iter().find(|list| self.would_name(question, document, list))
    }

    /// The claims of `document` on what is asked: those that reach the question's region, and the others.
    pub(super) fn claims_of_document(&self, question: &Question<'_>, document: Id<Document>) -> (Claims, Claims) {
        self.claims_on(question)
            .filter(|&(in_document, _)| in_document == document)
            .map(|(_, claim)| claim)
            .filter(|&claim| self.concerns(question, &self.facts.claims[claim]))
            .partition(|&claim| self.reaches(question, &self.facts.claims[claim].regions))
    }
}
