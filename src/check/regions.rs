//! What a finding has to do with the regions of the use that it is about.

use super::subject::{Context, Item};
use super::words;
use crate::catalog::Answer;
use crate::model::evidence::Claim;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::verdict::Verdict;
use crate::text::Span;

impl Item<'_> {
    /// Whether what is found depends on the regions: they are only some of the service instance's, the catalogue shows it
    /// elsewhere, or a claim that the answer rests on speaks of some regions only.
    pub(super) fn depends_on_regions(&self, context: &Context<'_>) -> bool {
        let Self::Requirement { requirement, regions } = self else { return false };
        let are_some = regions.len() < requirement.instance.regions.len();
        let answer = &requirement.answer;
        let by_region = || answer.verdict == Verdict::Elsewhere || rests_on_regions(context.catalog.facts(), answer);
        !regions.is_empty() && (are_some || by_region())
    }

    /// Where the manifest names its regions: as many as a sentence names.
    pub(super) fn places_of_regions(&self) -> Vec<Span> {
        let Some(instance) = self.instance() else { return Vec::new() };
        let regions = self.regions();
        let written = instance.regions.iter().filter(|region| regions.contains(&region.value));
        let mut places: Vec<_> = written.map(|region| region.span).collect();
        places.truncate(words::told_of(places.len()));
        places.dedup();
        places
    }
}

/// Whether a claim that decides, contradicts or contests speaks of some regions only.
fn rests_on_regions(facts: &Facts, answer: &Answer) -> bool {
    let is_limited = |claim: Id<Claim>| !facts.claims[claim].regions.is_empty();
    let contesting = answer.history.iter().filter(|one| answer.contested_by.contains(&one.document));
    let mut claims = answer.deciding.iter().chain(contesting).flat_map(|opinion| {
        let other = opinion.contradicted_by.map(|(claim, _)| claim);
        opinion.claim.into_iter().chain(other)
    });
    claims.any(is_limited) || answer.through.as_ref().is_some_and(|through| rests_on_regions(facts, &through.answer))
}
