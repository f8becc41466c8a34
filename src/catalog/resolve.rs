//! The decision: from what the documents say to one verdict.

use jiff::civil::Date;

use super::Catalog;
use super::answer::{Answer, Note, Opinion, PlatformOpinion, Question, Through};
use super::memo::{Given, Key, Place};
use crate::model::evidence::{Document, Statement};
use crate::model::id::Id;
use crate::model::standard::{Level, Relation, Standard, StandardRef};
use crate::model::verdict::Verdict;

impl Catalog {
    /// What the catalogue shows for `question`.
    pub fn resolve(&self, question: &Question<'_>) -> Given<'_> {
        self.resolve_at(question, self.place(question.service, question.cloud, question.region))
    }

    /// The same, where it is known already how documents on the service tell the question's region from others.
    pub(crate) fn resolve_at(&self, question: &Question<'_>, place: Place) -> Given<'_> {
        let answer = || self.resolve_within(question, &mut Vec::new());
        match Key::of(question, place) {
            Some(key) => self.memo.answer(key, answer),
            None => Given::from(answer()),
        }
    }

    /// `asked` holds what is being asked further up, so that relations that lead in a circle end.
    fn resolve_within(&self, question: &Question<'_>, asked: &mut Vec<StandardRef>) -> Answer {
        let direct = self.resolve_directly(question);
        match direct.verdict {
            Verdict::CloudClosed | Verdict::Covered | Verdict::Conditional | Verdict::Excluded => direct,
            _ => match self.through_relation(question, asked) {
                Some(through) => by_relation(direct, through),
                None => direct,
            },
        }
    }

    /// The answer from the documents that speak of the question itself, whatever relations there are.
    pub fn resolve_directly(&self, question: &Question<'_>) -> Answer {
        let mut opinions = self.opinions(question);
        let deciding = deciding(&opinions).map(|at| {
            let newest = opinions.first().map(|opinion| opinion.document);
            let mut opinion = opinions.remove(at);
            if at > 0 {
                opinion.notes.extend(newest.map(Note::NewestLeavesRegionOut));
            }
            opinion
        });
        let platforms = if deciding.is_none() { self.platform_opinions(question) } else { Vec::new() };
        let verdict = match &deciding {
            _ if self.closed_before(question).is_some() => Verdict::CloudClosed,
            Some(opinion) => opinion.verdict,
            None if self.platform_in_scope(&platforms).is_some() => Verdict::PlatformOnly,
            None => Verdict::NoEvidence,
        };
        let mut contested_by = match (&deciding, self.closed_before(question)) {
            (_, Some(closed)) => self.claiming_after(closed, deciding.iter().chain(&opinions)),
            (Some(opinion), None) => self.contesting(question, opinion, &opinions),
            (None, None) => Vec::new(),
        };
        let mut misread = self.misreadings(question);
        // Nothing that anybody prints opens a closed cloud.
        misread.retain(|one| one.verdict != verdict && verdict != Verdict::CloudClosed);
        for one in &misread {
            if !contested_by.contains(&one.document) {
                contested_by.push(one.document);
            }
        }
        let history = opinions.into_vec();
        Answer { verdict, deciding, history, contested_by, misread, platforms, through: None }
    }

    /// The documents whose own claims give another verdict than the deciding one. Silence is no disagreement, and
    /// neither is a claim on other regions, unless silence is all that it stands against: who leaves out of a list what
    /// another document puts in scope elsewhere in the cloud, at what is required, may well have forgotten it.
    fn contesting(&self, question: &Question<'_>, deciding: &Opinion, others: &[Opinion]) -> Vec<Id<Document>> {
        let itself = deciding.contradicted_by.map(|_| deciding.document);
        let others = others.iter().filter(|other| match (other.verdict, other.claim) {
            (_, None) => false,
            (Verdict::Elsewhere, Some(claim)) => {
                let there = self.claim_verdict(question, claim);
                deciding.verdict == Verdict::NotListed && matches!(there, Verdict::Covered | Verdict::Conditional)
            }
            (verdict, Some(_)) => verdict != deciding.verdict,
        });
        itself.into_iter().chain(others.map(|other| other.document)).collect()
    }

    /// The day on which the cloud closed, where that lies before the day asked about.
    fn closed_before(&self, question: &Question<'_>) -> Option<Date> {
        self.facts.clouds[question.cloud].status.closed().filter(|&closed| closed < question.as_of)
    }

    /// The documents that still put it in scope after its cloud was closed.
    fn claiming_after<'o>(&self, closed: Date, opinions: impl Iterator<Item = &'o Opinion>) -> Vec<Id<Document>> {
        let in_scope = |opinion: &&Opinion| {
            let claim = opinion.claim.map(|claim| self.facts.claims[claim].statement);
            claim == Some(Statement::InScope) && self.facts.documents[opinion.document].as_of > closed
        };
        opinions.filter(in_scope).map(|opinion| opinion.document).collect()
    }

    /// What decides on each platform that the service belongs to, where a document speaks of it. It stands beside the verdict.
    pub fn platform_opinions(&self, question: &Question<'_>) -> Vec<PlatformOpinion> {
        self.index
            .platforms_of
            .get(question.service)
            .filter_map(|platform| {
                let mut opinions = self.opinions(&Question { service: platform, ..*question });
                let at = deciding(&opinions)?;
                Some(PlatformOpinion { platform, opinion: opinions.swap_remove(at) })
            })
            .collect()
    }

    /// The platform that a document puts in scope here; of several, the one that fares best.
    pub fn platform_in_scope<'p>(&self, platforms: &'p [PlatformOpinion]) -> Option<&'p PlatformOpinion> {
        let in_scope = platforms.iter().filter(|platform| self.puts_in_scope(&platform.opinion));
        in_scope.min_by_key(|platform| platform.opinion.verdict)
    }

    /// Whether an opinion on a platform rests on a claim that puts it in scope here, however old.
    fn puts_in_scope(&self, opinion: &Opinion) -> bool {
        let claim = opinion.claim.map(|claim| &self.facts.claims[claim]);
        opinion.verdict != Verdict::Elsewhere && claim.is_some_and(|claim| claim.statement == Statement::InScope)
    }

    /// A relation that satisfies the question, from something that is covered.
    fn through_relation(&self, question: &Question<'_>, asked: &mut Vec<StandardRef>) -> Option<Through> {
        if asked.contains(&question.required) {
            return None;
        }
        asked.push(question.required);
        let found = self.index.relations_to.get(question.required.standard).find_map(|relation| {
            self.sources_of(relation, question).into_iter().find_map(|required| {
                let answer = self.resolve_within(&Question { required, ..*question }, asked);
                let is_covered = matches!(answer.verdict, Verdict::Covered | Verdict::CoveredByRelation);
                is_covered.then_some(Through { relation, required, answer })
            })
        });
        asked.pop();
        found
    }

    /// What has to be held for `relation` to satisfy the question, if it leads to what is required: each of these does.
    fn sources_of(&self, relation: Id<Relation>, question: &Question<'_>) -> Vec<StandardRef> {
        let relation = &self.facts.relations[relation];
        let required = question.required;
        let edition_fits = relation.to.edition.is_none_or(|edition| !self.is_retired(edition, question.as_of))
            && required.edition.is_none_or(|edition| relation.to.edition == Some(edition));
        let holds = |given: Id<Level>, level| given == level || self.facts.levels[given].basis_for(level).is_some();
        match (required.level, relation.to.level) {
            _ if !edition_fits => Vec::new(),
            // Without a level of that name to ask for, any level of the source would do.
            (Some(level), _) if relation.same_level => {
                let higher = self.facts.standards[required.standard].levels.iter().copied();
                let higher = higher.filter(|&given| given != level && holds(given, level));
                let like = |given| self.level_like(given, relation.from.standard);
                let carried = std::iter::once(level).chain(higher).filter_map(like);
                carried
                    .map(|carried| StandardRef { level: relation.from.level.or(Some(carried)), ..relation.from })
                    .collect()
            }
            (Some(_), None) => Vec::new(),
            (Some(level), Some(given)) if !holds(given, level) => Vec::new(),
            _ => vec![relation.from],
        }
    }
}

impl Catalog {
    /// The level of `standard` that has the same id as `level`.
    fn level_like(&self, level: Id<Level>, standard: Id<Standard>) -> Option<Id<Level>> {
        let wanted = &self.facts.levels[level].id;
        let levels = &self.facts.standards[standard].levels;
        levels.iter().copied().find(|&candidate| self.facts.levels[candidate].id == *wanted)
    }
}

/// Which of the opinions, newest first, decides: the newest; where a region limit of that one leaves this region out,
/// the newest that names this region, if there is one.
fn deciding(opinions: &[Opinion]) -> Option<usize> {
    let newest = opinions.first()?;
    if newest.verdict == Verdict::Elsewhere {
        return Some(opinions.iter().position(|opinion| opinion.names_region).unwrap_or(0));
    }
    Some(0)
}

/// The answer where a relation satisfies what the documents don't show directly. The document that shows what the
/// relation starts from decides.
fn by_relation(direct: Answer, through: Through) -> Answer {
    let mut history: Vec<Opinion> = direct.deciding.into_iter().chain(direct.history).collect();
    history.extend(through.answer.history.iter().cloned());
    Answer {
        verdict: Verdict::CoveredByRelation,
        deciding: through.answer.deciding.clone(),
        history,
        contested_by: through.answer.contested_by.clone(),
        misread: through.answer.misread.clone(),
        platforms: direct.platforms,
        through: Some(Box::new(through)),
    }
}
