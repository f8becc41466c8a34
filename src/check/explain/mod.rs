//! The whole reasoning behind a finding or a requirement, as plain values: who asked, which documents spoke, the steps of
//! the decision, the days that mattered, the rules that judged, and what waivers excuse.
//!
//! Nothing is decided here. What the catalogue answered is asked of it again, step by step, and what the rules concluded
//! is taken from the check itself.

mod askings;
mod dates;
mod decision;
mod documents;
mod duty;
mod judged;
mod kinds;
mod select;
mod sentence;
mod steps;
mod story;
mod subjects;

use super::Checker;
use super::help;
use super::outcome::{About, Outcome};
use super::requirements::Requirement;
use super::subject::{Context, Detail, Item};
use crate::model::deployment::{Demand, Deployment, LeastAssurance, Origin};
use crate::model::rule::{Rule, Rules};
use crate::model::standard::StandardRef;
use crate::text::nearest::{nearest, nearest_by_halves};
use dates::Days;
pub use duty::{AgreementStory, Duty};
pub use kinds::{Effect, Form, Part, StepKind};
use select::Selection;
pub use story::{
    Asking, AskingProfile, AskingRule, Cited, DataWay, Decision, Excuse, Explanation, Fact, Happening, Judged, Link,
    Needed, Place, Said, Step, Story, SubjectStory, Wanted,
};

/// The rule with this id.
///
/// # Errors
///
/// That there is none, with the nearest one; for the second half of an id alone, with the nearest of those.
pub fn rule<'r>(rules: &'r Rules, id: &str) -> Result<&'r Rule, String> {
    rules.rules.iter().find(|rule| rule.id == id).ok_or_else(|| {
        let ids = || rules.rules.iter().map(|rule| rule.id.as_str());
        let flaw = |id: &'r str| id.split_once('/').map_or(id, |(_, flaw)| flaw);
        let by_flaw = || {
            let near = nearest(id, ids().map(flaw))?;
            ids().find(|id| flaw(id) == near)
        };
        let near = nearest_by_halves(id, ids()).or_else(|| if id.contains('/') { None } else { by_flaw() });
        format!("there is no rule `{id}`{}", select::did_you_mean(near))
    })
}

/// Explains what is `wanted` of a manifest, as `checker` judges it.
///
/// # Errors
///
/// That the manifest has no such service, finding or place, or the catalogue no such standard; with what is nearest.
pub fn explain(checker: &Checker<'_>, deployment: &Deployment, wanted: &Wanted) -> Result<Explanation, String> {
    let Wanted::Requirement { service, standard } = wanted else {
        return checker.conclude(deployment, Detail::WithWaysOut, |context, items, outcome| {
            let selection = select::select(context, items, &outcome, wanted)?;
            Ok(Telling { checker, context, items, outcome: &outcome, supposed: false }.explanation(selection))
        });
    };
    let at = select::service(deployment, service)?;
    let required = select::standard(checker.catalog, standard)?;
    let tell = |deployment: &Deployment, supposed: bool| {
        checker.conclude(deployment, Detail::WithWaysOut, |context, items, outcome| {
            let selection = select::requirement(context, &outcome, (&deployment.services[at], required))?;
            Some(Telling { checker, context, items, outcome: &outcome, supposed }.explanation(selection))
        })
    };
    let told = tell(deployment, false).or_else(|| tell(&supposing(deployment, at, required), true));
    told.ok_or_else(|| format!("nothing could be said of `{standard}` for `{service}`"))
}

/// The same deployment, in which a service instance requires something more.
fn supposing(deployment: &Deployment, at: usize, required: StandardRef) -> Deployment {
    let mut supposed = deployment.clone();
    let instance = &mut supposed.services[at];
    instance.requires.push(Demand {
        standard: required,
        assurance: LeastAssurance::Any,
        origin: Origin::Service,
        span: instance.service.span,
        profile: None,
    });
    supposed
}

/// What is needed to tell the stories of a check.
struct Telling<'t, 'a> {
    checker: &'t Checker<'t>,
    context: &'t Context<'a>,
    items: &'t [Item<'a>],
    outcome: &'t Outcome,
    /// Whether what is told is required by nothing.
    supposed: bool,
}

impl<'a> Telling<'_, 'a> {
    fn explanation(&self, selection: Selection<'_, 'a>) -> Explanation {
        let findings: Vec<_> = selection.findings.iter().filter_map(|&number| self.judged(number)).collect();
        let requirements = selection.requirements.iter().map(|&number| &self.context.requirements[number]);
        let requirements: Vec<_> = requirements.map(|requirement| self.story(requirement, &findings)).collect();
        Explanation {
            form: selection.form,
            question: selection.question,
            beforehand: self.supposed.then(|| self.not_required(&requirements)).flatten(),
            source: self.context.deployment.source.clone(),
            as_of: self.context.as_of,
            subjects: selection.items.iter().filter_map(|item| subjects::subject(self.context, item)).collect(),
            requirements,
            findings,
            unanswered: self.outcome.failures.clone(),
        }
    }

    fn judged(&self, number: usize) -> Option<Judged> {
        let finding = &self.outcome.findings[number];
        let rule = self.checker.rules.rules.iter().find(|rule| rule.id == finding.rule)?;
        let items: Vec<_> =
            finding.about.iter().filter_map(|about| select::meant(self.context, self.items, about)).collect();
        let items: Vec<_> = items.iter().collect();
        Some(judged::judged(self.context, self.items, rule, (finding, &items)))
    }

    fn story(&self, requirement: &Requirement<'a>, findings: &[Judged]) -> Story {
        let (context, catalog) = (self.context, self.context.catalog);
        let facts = catalog.facts();
        let Requirement { instance, regions, required, assurance, answer, .. } = requirement;
        let (service, cloud) = (&facts.services[instance.service.value], &facts.clouds[instance.cloud.value]);
        let question = requirement.question(context.as_of);
        let duty = duty::of_standard(context, self.items, (instance, required.standard), answer);
        let on_it = |finding: &&Judged| self.concerns(finding, requirement.number);
        let mut days = Days::default();
        days.of_answer(catalog, &question, answer);
        duty.iter().for_each(|duty| days.of_duty(duty));
        days.of_findings(findings.iter().filter(on_it));
        let mut askings = askings::of_requirement(context, requirement);
        askings.retain(|asking| !self.supposed || asking.rule.is_some());
        Story {
            service: instance.name.value.clone(),
            service_id: service.id.as_str().to_owned(),
            service_title: service.name.to_string(),
            cloud: cloud.id.as_str().to_owned(),
            cloud_title: cloud.name.to_string(),
            regions: regions.iter().map(|&region| facts.regions[region].id.as_str().to_owned()).collect(),
            required: facts.reference(*required),
            title: facts.title(*required),
            assurance: *assurance,
            supposed: self.supposed,
            askings,
            verdict: answer.verdict,
            says: sentence::sentence(catalog, &question, answer),
            held: catalog.held(answer).map(|held| facts.title(held)),
            decisions: decision::decisions(catalog, &question, regions, answer),
            contested: super::words::disagreement(facts, question.cloud, answer),
            ways_out: self.ways_out(requirement),
            duty,
            dates: days.sorted(),
            findings: findings.iter().filter(on_it).map(|finding| finding.fingerprint.to_string()).collect(),
        }
    }

    /// Whether a finding is about the requirement of this number.
    fn concerns(&self, finding: &Judged, number: usize) -> bool {
        let same = self.outcome.findings.iter().filter(|one| *one.fingerprint == *finding.fingerprint);
        same.flat_map(|one| &one.about)
            .any(|about| matches!(about, About::Requirement { number: one, .. } if *one == number))
    }

    fn ways_out(&self, requirement: &Requirement<'a>) -> Option<String> {
        help::help(self.context, &[&Item::of_requirement(&self.context.requirements[requirement.number])])
    }

    /// That nothing asks for it, and what of the same standard is asked for.
    fn not_required(&self, stories: &[Story]) -> Option<String> {
        let story = stories.first()?;
        let standard = story.required.split([':', '@']).next()?;
        let mut others: Vec<String> = Vec::new();
        for requirement in self.context.requirements.iter().filter(|one| one.instance.name.value == story.service) {
            let reference = self.context.catalog.facts().reference(requirement.required);
            let is_like = reference.split([':', '@']).next() == Some(standard) && reference != story.required;
            if is_like && !others.contains(&reference) {
                others.push(reference);
            }
        }
        let beside = if others.is_empty() { String::new() } else { format!(" (what is: {})", others.join(", ")) };
        Some(format!(
            "Nothing requires {} of `{}`{beside}; this is what would be if something did",
            story.required, story.service
        ))
    }
}
