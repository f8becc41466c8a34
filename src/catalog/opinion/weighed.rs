//! What a document's word rests on, for those who want to see the decision and not only its end.

use std::cmp::Reverse;

use super::{Claims, Question, Weighed, is_on};
use crate::catalog::Catalog;
use crate::catalog::index::DocumentedClaim;
use crate::model::evidence::{Claim, Condition, Document, FullList, Statement};
use crate::model::id::Id;
use crate::model::provider::Region;
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
        let (here, elsewhere) = self.claims_of_document(question, document, &self.claims_on(question));
        let weighed = if here.is_empty() { elsewhere } else { here };
        weighed.into_iter().map(|claim| WeighedClaim { claim, verdict: self.claim_verdict(question, claim) }).collect()
    }

    /// The list of `document` that would name the service if it were in scope, so that leaving it out is a statement.
    pub fn list_in_full(&self, question: &Question<'_>, document: Id<Document>) -> Option<&FullList> {
        self.facts.documents[document].in_full.iter().find(|list| self.would_name(question, document, list))
    }

    /// The claims of `document` on what is asked, which are among `claims`: those that reach the question's region, and those
    /// that put the service in scope elsewhere in the cloud.
    ///
    /// What is said of the same thing as a claim speaks where that claim does, be it in its place or against it: a row that
    /// excludes a level says nothing of a requirement that leaves the level open, but it takes away what another row says of
    /// that level. What is out of scope or under way in another region says nothing of this one.
    pub(super) fn claims_of_document(
        &self,
        question: &Question<'_>,
        document: Id<Document>,
        claims: &[DocumentedClaim],
    ) -> (Claims, Claims) {
        let facts = &self.facts;
        let of_document = claims.iter().filter(|(in_document, _)| *in_document == document).map(|&(_, claim)| claim);
        let made: Claims = of_document.filter(|&claim| self.is_made(question, &facts.claims[claim])).collect();
        let (here, mut elsewhere): (Claims, Claims) =
            made.iter().copied().partition(|&claim| self.reaches(question, &facts.claims[claim].regions));
        let concerns = |claim: &Claim| self.concerns(question, claim);
        let weighed = |&claim: &Id<Claim>| {
            let claim = &facts.claims[claim];
            let mut others = here.iter().map(|&other| &facts.claims[other]);
            concerns(claim) || others.any(|other| is_on(claim, other.standard) && concerns(other))
        };
        let weighed = here.iter().copied().filter(weighed).collect();
        elsewhere.retain(|claim| self.stands_somewhere(question, *claim, &made));
        (weighed, elsewhere)
    }

    /// Whether a claim puts the service in scope in some region of the cloud where it is the narrowest of `made`, the claims
    /// of the same document.
    fn stands_somewhere(&self, question: &Question<'_>, id: Id<Claim>, made: &[Id<Claim>]) -> bool {
        let claim = &self.facts.claims[id];
        let stands = |region: Option<Id<Region>>| {
            let there = Question { region, ..*question };
            !made.iter().any(|&narrower| {
                let other = &self.facts.claims[narrower];
                is_on(other, claim.standard)
                    && self.reaches(&there, &other.regions)
                    && self.narrowness(question, narrower) < self.narrowness(question, id)
            })
        };
        let everywhere = claim.regions.is_empty().then_some(None);
        claim.statement == Statement::InScope && claim.regions.iter().copied().map(Some).chain(everywhere).any(stands)
    }

    /// Whether a claim rests on a condition that this use hasn't said it meets.
    pub(super) fn is_conditional(&self, question: &Question<'_>, claim: &Claim) -> bool {
        self.each_unmet(question, claim).next().is_some()
    }

    /// The conditions of a claim that this use hasn't said it meets.
    pub(in super::super) fn unmet(&self, question: &Question<'_>, claim: &Claim) -> Vec<Condition> {
        self.each_unmet(question, claim).cloned().collect()
    }

    fn each_unmet<'a>(&'a self, question: &Question<'a>, claim: &'a Claim) -> impl Iterator<Item = &'a Condition> {
        let (conditions, meets) = (&self.facts.documents[claim.document].conditions, question.meets);
        let of_claim = claim.conditions.iter().filter_map(|&index| conditions.get(index));
        of_claim.filter(move |condition| meets.iter().all(|met| met.value != condition.id))
    }

    /// Of several that stand, the one that serves the requirement best.
    pub(super) fn serving_best(&self, question: &Question<'_>, all: Vec<Weighed>) -> Option<Weighed> {
        let best = all.iter().map(|weighed| weighed.verdict).min()?;
        let mut best: Vec<_> = all.into_iter().filter(|weighed| weighed.verdict == best).collect();
        // Of equal verdicts, the one at the highest level says most: no other one's level holds it.
        let levels: Vec<_> = best.iter().filter_map(|one| self.facts.claims[one.claim].standard.level).collect();
        let is_below = |one: &Weighed| {
            let level = self.facts.claims[one.claim].standard.level;
            level.is_some_and(|level| levels.iter().any(|&other| self.facts.levels[other].basis_for(level).is_some()))
        };
        // Of several such, the one that counts longest; the order of a document's rows is no statement.
        best.sort_by_key(|weighed| {
            let claim = &self.facts.claims[weighed.claim];
            let end = self.effective_end(claim, question.cloud);
            (is_below(weighed), end.is_some(), Reverse(end), claim.standard, weighed.claim)
        });
        best.into_iter().next()
    }
}
