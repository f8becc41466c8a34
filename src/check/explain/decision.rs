//! The steps of one decision, in the order of the catalogue's: cloud, documents, which is newest, region, claim, platform,
//! relation.

use super::documents::{self, publications};
use super::kinds::{Effect, StepKind};
use super::steps::{of_claim, step};
use super::story::{Decision, Link, Step};
use crate::catalog::{Answer, Catalog, Note, Opinion, Question, Through};
use crate::check::words::{self, quoted};
use crate::model::evidence::Document;
use crate::model::id::Id;
use crate::model::provider::{CloudStatus, Region};
use crate::model::verdict::Verdict;

/// The decision on `question`, and one for each thing that is held instead where relations lead to it.
///
/// `regions` share the answer; the question is asked for the first of them.
pub(super) fn decisions(
    catalog: &Catalog,
    question: &Question<'_>,
    regions: &[Id<Region>],
    answer: &Answer,
) -> Vec<Decision> {
    let asked = Asked { question: *question, regions };
    let mut decisions = vec![decision(catalog, &asked, None, answer.through.as_deref())];
    let mut open = answer.through.as_deref();
    while let Some(through) = open {
        open = through.answer.through.as_deref();
        let asked = Asked { question: Question { required: through.required, ..*question }, regions };
        decisions.push(decision(catalog, &asked, Some(link(catalog, through)), open));
    }
    decisions
}

/// A question, and the regions that share its answer.
struct Asked<'q> {
    question: Question<'q>,
    regions: &'q [Id<Region>],
}

fn decision(catalog: &Catalog, asked: &Asked<'_>, through: Option<Link>, next: Option<&Through>) -> Decision {
    let facts = catalog.facts();
    let question = &asked.question;
    let direct = catalog.resolve_directly(question);
    let look = Look { catalog, question, regions: asked.regions, direct: &direct };
    let mut steps = look.steps();
    if let Some(next) = next {
        let Link { from, kind, to, .. } = link(catalog, next);
        let says = format!("{from} is covered, and {} {to}", kind.name());
        steps.push(step(StepKind::Relation, Effect::Passes, says));
    }
    steps.extend(look.contested());
    Decision {
        required: facts.reference(question.required),
        title: facts.title(question.required),
        through,
        verdict: direct.verdict,
        steps,
        documents: documents::documents(catalog, question, &direct),
    }
}

fn link(catalog: &Catalog, through: &Through) -> Link {
    let facts = catalog.facts();
    let relation = &facts.relations[through.relation];
    Link {
        from: facts.title(through.required),
        kind: relation.kind,
        to: facts.title(relation.to),
        basis: relation.basis,
        note: relation.note.as_deref().map(str::to_owned),
        sources: publications(facts, &relation.stated_in),
    }
}

struct Look<'l> {
    catalog: &'l Catalog,
    question: &'l Question<'l>,
    /// The regions that share the answer.
    regions: &'l [Id<Region>],
    /// The answer without relations.
    direct: &'l Answer,
}

impl Look<'_> {
    /// The steps up to the one that stops it, and what is told beside.
    fn steps(&self) -> Vec<Step> {
        let mut steps = vec![self.cloud()];
        if steps.iter().any(|step| step.effect == Effect::Stops) {
            steps.push(Step { effect: Effect::Tells, ..self.documents() });
            return steps;
        }
        steps.push(self.documents());
        steps.extend(self.replaced());
        if let Some(deciding) = &self.direct.deciding {
            steps.push(self.newest(deciding));
            let region = self.region(deciding);
            let goes_on = region.as_ref().is_none_or(|step| step.effect != Effect::Stops);
            steps.extend(region);
            if goes_on {
                steps.extend(self.claim(deciding));
            }
        }
        steps.extend(self.platform());
        steps
    }

    fn cloud(&self) -> Step {
        let cloud = &self.catalog.facts().clouds[self.question.cloud];
        let as_of = self.question.as_of;
        let (effect, says) = match cloud.status {
            CloudStatus::Active => (Effect::Passes, format!("{} is in operation", cloud.name)),
            CloudStatus::Closed(day) if day < as_of => {
                let is_stated = !publications(self.catalog.facts(), &cloud.stated_in).is_empty();
                let doubt = if is_stated { "" } else { ", though no publication was found that says that it closed" };
                let name = &cloud.name;
                let says = format!("{name} closed on {day}, which is before {as_of}, and nothing survives that{doubt}");
                (Effect::Stops, says)
            }
            CloudStatus::Closed(day) => (Effect::Passes, format!("{} is in operation until {day}", cloud.name)),
            CloudStatus::NamedOnly | CloudStatus::Unstated => {
                (Effect::Tells, format!("no document says whether {} is in operation", cloud.name))
            }
        };
        step(StepKind::Cloud, effect, says)
    }

    fn speaking(&self) -> Vec<&Opinion> {
        self.direct.deciding.iter().chain(&self.direct.history).collect()
    }

    fn documents(&self) -> Step {
        let speaking = self.speaking();
        let as_of = self.question.as_of;
        if speaking.is_empty() {
            let says = format!("no document of {as_of} or before speaks of this");
            return step(StepKind::Documents, Effect::Stops, says);
        }
        let claiming = speaking.iter().filter(|opinion| opinion.claim.is_some()).count();
        let says = match (claiming, speaking.len() - claiming) {
            (1, 0) => "1 document speaks of this, by a claim".to_owned(),
            (0, 1) => "1 document speaks of this, by leaving it out of what it lists in full".to_owned(),
            (claiming, 0) => format!("{claiming} documents speak of this, each by a claim"),
            (0, silent) => format!("{silent} documents speak of this, by leaving it out of what they list in full"),
            (claiming, silent) => format!(
                "{} documents speak of this: {claiming} by a claim, {silent} by leaving it out of a full list",
                claiming + silent
            ),
        };
        step(StepKind::Documents, Effect::Passes, says)
    }

    fn replaced(&self) -> Option<Step> {
        let says = match self.catalog.replaced_opinions(self.question).len() {
            0 => return None,
            1 => "1 older version is silent, since a newer one took its place".to_owned(),
            many => format!("{many} older versions are silent, since newer ones took their place"),
        };
        Some(step(StepKind::Replaced, Effect::Tells, says))
    }

    /// Which document decides, of all that speak.
    fn newest(&self, deciding: &Opinion) -> Step {
        let document = self.document(deciding.document);
        let same_day =
            self.speaking().into_iter().filter(|other| self.document(other.document).as_of == document.as_of);
        let others: Vec<_> = same_day.filter(|other| other.document != deciding.document).collect();
        let says = match (handed_over(deciding), others.as_slice()) {
            (Some(newest), _) => format!(
                "{}, is the newest, and speaks of other regions only; the newest that names this region decides: {}",
                quoted(self.document(newest)),
                quoted(document)
            ),
            (None, []) => format!("the newest decides: {}", quoted(document)),
            (None, [other, ..]) => format!(
                "of {} that are equally new, the one that says less decides: {} ({}); {}, says {}",
                others.len() + 1,
                quoted(document),
                deciding.verdict.name(),
                quoted(self.document(other.document)),
                other.verdict.name()
            ),
        };
        step(StepKind::Newest, Effect::Passes, says)
    }

    /// Whether the deciding document speaks for the region.
    fn region(&self, deciding: &Opinion) -> Option<Step> {
        let facts = self.catalog.facts();
        let claim = deciding.claim.map(|claim| &facts.claims[claim]);
        let region = self.question.region.map(|region| &facts.regions[region]);
        let only = claim.map(|claim| documents::regions_named(facts, &claim.regions)).filter(|names| !names.is_empty());
        let here = documents::regions_named(facts, self.regions);
        let (effect, says) = match (deciding.verdict == Verdict::Elsewhere, region, only) {
            (true, Some(region), _) if !self.catalog.is_in_cloud(self.question) => {
                let (of, cloud) = (&facts.clouds[region.cloud].name, &facts.clouds[self.question.cloud].name);
                (Effect::Stops, format!("{here} is in {of}, and what is said of {cloud} is not said there"))
            }
            (true, Some(_), only) => {
                let only = only.map(|names| format!("it speaks of {names} only, and ")).unwrap_or_default();
                (Effect::Stops, format!("{only}no document names {here}"))
            }
            (true, None, only) => {
                let only = only.unwrap_or_else(|| "some regions".to_owned());
                (Effect::Stops, format!("it speaks of {only} only, and this use names no region"))
            }
            (false, Some(_), Some(_)) => (Effect::Passes, format!("it speaks for {here}")),
            (false, Some(_), None) => (Effect::Passes, "it is not limited to regions".to_owned()),
            (false, None, _) => return None,
        };
        Some(step(StepKind::Region, effect, says))
    }

    fn claim(&self, deciding: &Opinion) -> Vec<Step> {
        if let Some(claim) = deciding.claim {
            return of_claim(self.catalog, self.question, deciding, &self.catalog.facts().claims[claim]);
        }
        let list = self.catalog.list_in_full(self.question, deciding.document);
        let listed = list.map(|list| documents::listed(self.catalog.facts(), self.question, list));
        let listed = listed.unwrap_or_else(|| "lists in full".to_owned());
        vec![step(StepKind::Claim, Effect::Stops, format!("it {listed}, and leaves this out"))]
    }

    /// What is said of the platform: it stands beside the decision.
    fn platform(&self) -> Option<Step> {
        let facts = self.catalog.facts();
        let platforms = self.catalog.platform_opinions(self.question);
        let one = self.catalog.platform_in_scope(&platforms).or(platforms.first())?;
        let says = format!(
            "of the platform {}, {}, says {}; a platform's scope is not its services' scope",
            facts.services[one.platform].name,
            quoted(self.document(one.opinion.document)),
            one.opinion.verdict.name()
        );
        Some(step(StepKind::Platform, Effect::Tells, says))
    }

    fn contested(&self) -> Option<Step> {
        let says = words::disagreement(self.catalog.facts(), self.question.cloud, self.direct)?;
        Some(step(StepKind::Contested, Effect::Tells, says))
    }

    fn document(&self, document: Id<Document>) -> &Document {
        &self.catalog.facts().documents[document]
    }
}

/// The newest document, where it speaks of other regions only and another one decides.
fn handed_over(deciding: &Opinion) -> Option<Id<Document>> {
    deciding.notes.iter().find_map(|note| match note {
        Note::NewestLeavesRegionOut(newest) => Some(*newest),
        Note::CloudInferred | Note::LevelBasis { .. } | Note::EditionOver(_) => None,
    })
}
