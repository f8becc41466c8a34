//! What one document says to a question.

mod weighed;

use std::cmp::Reverse;

use jiff::civil::Date;
use smallvec::SmallVec;

use super::Catalog;
use super::answer::{Note, Opinion, Question};
use super::index::DocumentedClaim;
use crate::model::deployment::LeastAssurance;
use crate::model::evidence::{Claim, Document, FullList, Statement};
use crate::model::id::Id;
use crate::model::provider::{Cloud, Region, Service};
use crate::model::standard::{Assurance, Edition, Level, StandardRef};
use crate::model::verdict::Verdict;

pub use weighed::WeighedClaim;

/// The claims of one document that a question concerns: mostly a few.
type Claims = SmallVec<[Id<Claim>; 4]>;

/// Claims with their documents, those of one document beside each other.
type Documented = SmallVec<[DocumentedClaim; 8]>;

/// Documents, of which most questions concern a few.
type Documents = SmallVec<[Id<Document>; 8]>;

/// What documents say to one question: most often one of them speaks.
pub(super) type Opinions = SmallVec<[Opinion; 1]>;

/// What a set of claims comes to.
struct Weighed {
    verdict: Verdict,
    claim: Id<Claim>,
    contradicted_by: Option<(Id<Claim>, Verdict)>,
}

impl Catalog {
    /// What every document says to `question` that speaks of it, newest first; of two with the same date, the one that
    /// says less.
    ///
    /// A document speaks of it where it makes a claim on the service, the cloud and the standard, or lists them in full
    /// and leaves the service out. A document that a newer version had replaced by then is silent.
    pub(super) fn opinions(&self, question: &Question<'_>) -> Opinions {
        let claims = self.claims_on(question);
        let mut opinions: Opinions = self
            .documents_with(question, &claims)
            .into_iter()
            .filter(|&document| self.is_current(document, question.as_of))
            .filter_map(|document| self.opinion(question, document, &claims))
            .collect();
        opinions.sort_by_key(|opinion| {
            (Reverse(self.facts.documents[opinion.document].as_of), Reverse(opinion.verdict), opinion.document)
        });
        opinions
    }

    /// What the documents say that newer versions had replaced by then, newest first. They decide nothing.
    pub fn replaced_opinions(&self, question: &Question<'_>) -> Vec<Opinion> {
        let claims = self.claims_on(question);
        let mut opinions: Vec<_> = self
            .documents_with(question, &claims)
            .into_iter()
            .filter(|&document| self.facts.documents[document].as_of <= question.as_of)
            .filter(|&document| !self.is_current(document, question.as_of))
            .filter_map(|document| self.opinion(question, document, &claims))
            .collect();
        opinions.sort_by_key(|opinion| (Reverse(self.facts.documents[opinion.document].as_of), opinion.document));
        opinions
    }

    /// Every document, of whatever date, that makes a claim on the service and the standard, or lists the service in
    /// full for the standard.
    pub(super) fn documents_on(&self, question: &Question<'_>) -> Documents {
        self.documents_with(question, &self.claims_on(question))
    }

    /// The same, where the claims are known already.
    fn documents_with(&self, question: &Question<'_>, claims: &[DocumentedClaim]) -> Documents {
        let mut documents: Documents = claims.iter().map(|&(document, _)| document).collect();
        for standard in [None, Some(question.required.standard)] {
            documents.extend(self.index.listed_in.beside(question.service, standard));
            for platform in self.index.platforms_of.get(question.service) {
                documents.extend(self.index.parts_listed_in.beside(platform, standard));
            }
        }
        documents.sort_unstable();
        documents.dedup();
        documents
    }

    /// Every claim on the service and the standard, with its document.
    fn claims_on(&self, question: &Question<'_>) -> Documented {
        self.documented_claims_of(question.service, question.required.standard).collect()
    }

    /// Whether the document existed on `day`, and no newer version of it did.
    pub(super) fn is_current(&self, document: Id<Document>, day: Date) -> bool {
        let replaced = |newer: Id<Document>| self.facts.documents[newer].as_of <= day;
        self.facts.documents[document].as_of <= day && !self.index.replaced_by.get(document).any(replaced)
    }

    /// What `document` says to `question`, if it speaks of it. Its claims are among `claims`.
    fn opinion(&self, question: &Question<'_>, document: Id<Document>, claims: &[DocumentedClaim]) -> Option<Opinion> {
        let (here, elsewhere) = self.claims_of_document(question, document, claims);
        let (verdict, weighed) = self.said(question, document, &here, &elsewhere)?;
        let claim = weighed.as_ref().map(|weighed| weighed.claim);
        let mut opinion = Opinion {
            document,
            verdict,
            claim,
            contradicted_by: weighed.and_then(|weighed| weighed.contradicted_by),
            names_region: self.names_region(question, document, &here),
            until: None,
            notes: Vec::new(),
        };
        if let Some(claim) = claim.map(|claim| &self.facts.claims[claim]) {
            let own_end = claim.until.filter(|_| verdict == Verdict::Lapsed);
            opinion.until = own_end.or_else(|| self.effective_end(claim, question.cloud));
            opinion.notes = self.notes(question, claim);
        }
        Some(opinion)
    }

    /// What the claims of `document` come to: those that reach the question's region; where none does, those that put
    /// the service in scope elsewhere in the cloud; without either, what the document's full lists leave out.
    fn said(
        &self,
        question: &Question<'_>,
        document: Id<Document>,
        here: &[Id<Claim>],
        elsewhere: &[Id<Claim>],
    ) -> Option<(Verdict, Option<Weighed>)> {
        if let Some(near) = self.weigh(question, here) {
            return Some((near.verdict, Some(near)));
        }
        // Each of them stands in a region of its own.
        let far = |&claim| Weighed { verdict: self.claim_verdict(question, claim), claim, contradicted_by: None };
        if let Some(far) = self.serving_best(question, elsewhere.iter().map(far).collect()) {
            return Some((Verdict::Elsewhere, Some(far)));
        }
        self.lists_in_full(question, document).then_some((Verdict::NotListed, None))
    }

    /// Whether a claim is on the question's cloud, and has begun.
    fn is_made(&self, question: &Question<'_>, claim: &Claim) -> bool {
        self.cloud_of(claim) == question.cloud && claim.from.is_none_or(|from| from <= question.as_of)
    }

    /// Whether a claim is made on the question's cloud and, where it says that something is not (yet) in scope, speaks to
    /// the edition and the level that are required.
    pub(super) fn concerns(&self, question: &Question<'_>, claim: &Claim) -> bool {
        if !self.is_made(question, claim) {
            return false;
        }
        match claim.statement {
            Statement::InScope => true,
            // What is said of one level is not said of a requirement that leaves it open; of an edition it is, since one
            // takes the place of another.
            Statement::OutOfScope => {
                let required = question.required;
                same_or_open(claim.standard.edition, required.edition)
                    && claim.standard.level.is_none_or(|stated| {
                        required.level.is_some_and(|level| {
                            level == stated || self.facts.levels[level].basis_for(stated).is_some()
                        })
                    })
            }
            Statement::Pending => {
                same_or_open(claim.standard.edition, question.required.edition)
                    && self.speaks_to_level(claim, question.required.level, |required, stated| {
                        self.facts.levels[stated].basis_for(required).is_some()
                    })
            }
        }
    }

    fn speaks_to_level(
        &self,
        claim: &Claim,
        required: Option<Id<Level>>,
        reaches: impl Fn(Id<Level>, Id<Level>) -> bool,
    ) -> bool {
        match (required, claim.standard.level) {
            (Some(required), Some(stated)) => required == stated || reaches(required, stated),
            (None, _) | (_, None) => true,
        }
    }

    /// Whether the question's region belongs to its cloud. A use without a region is in the whole of it.
    pub fn is_in_cloud(&self, question: &Question<'_>) -> bool {
        question.region.is_none_or(|region| self.facts.regions[region].cloud == question.cloud)
    }

    /// Whether a claim for these regions only, or for all where there are none, speaks for the question's region. A claim
    /// that is limited to regions doesn't speak for a use that names none.
    pub(super) fn reaches(&self, question: &Question<'_>, regions: &[Id<Region>]) -> bool {
        (regions.is_empty() && self.is_in_cloud(question))
            || question.region.is_some_and(|region| regions.contains(&region))
    }

    fn names_region(&self, question: &Question<'_>, document: Id<Document>, here: &[Id<Claim>]) -> bool {
        let Some(region) = question.region else { return false };
        let in_claim = here.iter().any(|&claim| self.facts.claims[claim].regions.contains(&region));
        let mut lists = self.facts.documents[document].in_full.iter();
        in_claim || lists.any(|list| list.regions.contains(&region) && self.would_name(question, document, list))
    }

    /// Whether `document` lists in full what the question asks about, so that leaving it out is a statement.
    fn lists_in_full(&self, question: &Question<'_>, document: Id<Document>) -> bool {
        self.list_in_full(question, document).is_some()
    }

    /// Whether `list` would name what the question asks about if it were in scope.
    fn would_name(&self, question: &Question<'_>, document: Id<Document>, list: &FullList) -> bool {
        let required = question.required;
        self.lists_service(question, document, list)
            && list.clouds.contains(&question.cloud)
            && (list.regions.is_empty() || question.region.is_some_and(|region| list.regions.contains(&region)))
            && (list.standards.is_empty()
                || list.standards.iter().any(|listed| {
                    listed.standard == required.standard
                        && listed.edition.is_none_or(|edition| required.edition == Some(edition))
                        && listed.level.is_none_or(|level| required.level == Some(level))
                }))
    }

    /// Whether a list would name the service if it were in scope: it is in full for the service itself, or for every part
    /// of a platform that the service belongs to. A list that names a platform within that one, a family, says nothing of
    /// the family's parts, and one that names parts of a family says nothing of the family.
    fn lists_service(&self, question: &Question<'_>, document: Id<Document>, list: &FullList) -> bool {
        if list.services.contains(&question.service) {
            return true;
        }
        if list.every_part_of.is_empty() {
            return false;
        }
        let platforms = || self.index.platforms_of.get(question.service);
        let is_whole = |platform: &Id<Service>| list.every_part_of.contains(platform);
        let is_named = |service: Id<Service>| {
            let claims = self.documented_claims_of(service, question.required.standard);
            let mut claims = claims.filter(|&(in_document, _)| in_document == document);
            claims.any(|(_, claim)| self.cloud_of(&self.facts.claims[claim]) == question.cloud)
        };
        let mut families = platforms().filter(|platform| !is_whole(platform));
        let mut parts = self.index.parts_of.get(question.service);
        platforms().any(|platform| is_whole(&platform)) && !families.any(is_named) && !parts.any(is_named)
    }

    /// What `claims` come to. For the same edition and level the narrowest claim stands; across them, the one that
    /// serves the requirement best. They contradict each other where those of one edition and level differ, and where
    /// one that was to yield to a narrower one would have served better than all that stand.
    fn weigh(&self, question: &Question<'_>, claims: &[Id<Claim>]) -> Option<Weighed> {
        if let &[claim] = claims {
            return Some(Weighed { verdict: self.claim_verdict(question, claim), claim, contradicted_by: None });
        }
        let mut scopes: SmallVec<[StandardRef; 4]> =
            claims.iter().map(|&claim| self.facts.claims[claim].standard).collect();
        scopes.sort_unstable();
        scopes.dedup();
        let groups: Vec<_> = scopes.into_iter().filter_map(|scope| self.weigh_scope(question, claims, scope)).collect();
        let mut chosen = self.serving_best(question, groups)?;
        // A claim that a narrower one silenced may have served the requirement better than what is left.
        let widest = claims.iter().map(|&claim| (claim, self.claim_verdict(question, claim)));
        let widest = widest.min_by_key(|&(claim, verdict)| (verdict, claim));
        chosen.contradicted_by =
            chosen.contradicted_by.or_else(|| widest.filter(|(_, verdict)| *verdict < chosen.verdict));
        Some(chosen)
    }

    /// What the claims on one edition and level come to: the narrowest of them stands.
    fn weigh_scope(&self, question: &Question<'_>, claims: &[Id<Claim>], scope: StandardRef) -> Option<Weighed> {
        let mut group: Claims =
            claims.iter().copied().filter(|&claim| is_on(&self.facts.claims[claim], scope)).collect();
        group.sort_by_key(|&claim| self.narrowness(question, claim));
        let &narrowest = group.first()?;
        let verdict = self.claim_verdict(question, narrowest);
        let mut others = group.iter().map(|&other| (other, self.claim_verdict(question, other)));
        let contradicted_by = others.find(|&(_, other)| other != verdict);
        Some(Weighed { verdict, claim: narrowest, contradicted_by })
    }

    /// Sorts claims for the same thing, narrowest first: out of scope, pending, conditional, shorter validity, plain. Of
    /// equal ones, the one that names its cloud comes first.
    fn narrowness(&self, question: &Question<'_>, id: Id<Claim>) -> impl Ord + use<> {
        let claim = &self.facts.claims[id];
        let conditional = self.is_conditional(question, claim);
        let is_inferred = claim.cloud.is_none();
        (Reverse(claim.statement), Reverse(conditional), claim.until.is_none(), claim.until, is_inferred, id)
    }

    /// The verdict that a claim of the catalogue gives on its own.
    pub(super) fn claim_verdict(&self, question: &Question<'_>, claim: Id<Claim>) -> Verdict {
        self.verdict_of(question, &self.facts.claims[claim])
    }

    /// The verdict that a claim gives on its own: the first row of the decision that fits.
    pub(super) fn verdict_of(&self, question: &Question<'_>, claim: &Claim) -> Verdict {
        match claim.statement {
            Statement::OutOfScope => return Verdict::Excluded,
            Statement::Pending => return Verdict::Pending,
            Statement::InScope => {}
        }
        if claim.until.is_some_and(|until| until < question.as_of) {
            return Verdict::Lapsed;
        }
        if claim.standard.edition.is_some_and(|edition| self.is_retired(edition, question.as_of)) {
            return Verdict::EditionRetired;
        }
        if let Some(required) = question.required.edition {
            match claim.standard.edition {
                None => return Verdict::EditionUnstated,
                Some(stated) if stated != required => return Verdict::EditionDiffers,
                Some(_) => {}
            }
        }
        if let Some(required) = question.required.level {
            match claim.standard.level {
                Some(stated) if stated == required => {}
                Some(stated) if self.facts.levels[stated].basis_for(required).is_some() => {}
                Some(stated) if self.facts.levels[required].basis_for(stated).is_some() => return Verdict::LevelTooLow,
                Some(_) | None => return Verdict::LevelUnstated,
            }
        }
        if question.assurance == LeastAssurance::ThirdParty && !self.assurance(claim).is_third_party() {
            return Verdict::KindTooWeak;
        }
        if self.is_conditional(question, claim) { Verdict::Conditional } else { Verdict::Covered }
    }

    /// On what the assurance of a claim rests: its level says, else its standard. The document's own word never counts.
    pub fn assurance(&self, claim: &Claim) -> Assurance {
        let level = claim.standard.level.and_then(|level| self.facts.levels[level].kind);
        level.unwrap_or(self.facts.standards[claim.standard.standard].kind)
    }

    pub(super) fn is_retired(&self, edition: Id<Edition>, day: Date) -> bool {
        self.facts.editions[edition].end.as_ref().is_some_and(|end| end.retires() && end.is_over(day))
    }

    pub(super) fn effective_end(&self, claim: &Claim, cloud: Id<Cloud>) -> Option<Date> {
        let edition = claim.standard.edition.and_then(|edition| self.facts.editions[edition].end.as_ref());
        let retired = edition.filter(|end| end.retires()).map(|end| end.date.last_day());
        let closed = self.facts.clouds[cloud].status.closed();
        [claim.until, retired, closed].into_iter().flatten().min()
    }

    fn notes(&self, question: &Question<'_>, claim: &Claim) -> Vec<Note> {
        let mut notes = Vec::new();
        if claim.cloud.is_none() {
            notes.push(Note::CloudInferred);
        }
        if let (Some(held), Some(required)) = (claim.standard.level, question.required.level)
            && let Some(basis) = self.facts.levels[held].basis_for(required)
            && !basis.is_firm()
        {
            notes.push(Note::LevelBasis { held, required, basis });
        }
        if let Some(edition) = claim.standard.edition
            && let Some(end) = &self.facts.editions[edition].end
            && end.is_over(question.as_of)
            && !end.retires()
        {
            notes.push(Note::EditionOver(edition));
        }
        notes
    }
}

/// Whether a claim is on one edition and level: an exclusion that leaves either open excludes each of them.
fn is_on(claim: &Claim, scope: StandardRef) -> bool {
    let excludes = claim.statement == Statement::OutOfScope
        && claim.standard.edition.is_none_or(|edition| scope.edition == Some(edition))
        && claim.standard.level.is_none_or(|level| scope.level == Some(level));
    claim.standard == scope || excludes
}

/// Whether two optional editions or levels are the same, or one of them is left open.
fn same_or_open<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        (None, _) | (_, None) => true,
    }
}
