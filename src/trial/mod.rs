//! Trials of rules: the deployments in a rule's own file, held against what their comments say of them.
//!
//! In a trial every rule that reports takes part, and of the rules that require only the one that is tried and the one that
//! the example brings along: an example shows what its own rule does, and not what else an organisation asks for.
//!
//! What counts as said by the rule: where it reports, its findings; where it requires, the findings of whatever rule that
//! rest on what it asks for. Each of these must be named by a comment, and whatever a comment names must be found. A failing
//! example has at least one, a passing one has none.

mod comments;
mod fault;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::check::Checker;
use crate::check::outcome::{Finding, Outcome};
use crate::load::catalogue::{self, CatalogueFile, Folder};
use crate::load::problem::Problem;
use crate::load::rules::{self, ExamplePlaces, Names};
use crate::load::{manifest, policy};
use crate::model::deployment::Deployment;
use crate::model::policy::Policy;
use crate::model::profile::Profiles;
use crate::model::rule::{Effect, Example, Rule, Rules};
use crate::text::{Source, Span};

pub use comments::{Differences, Mistake, Named, expected};
pub use fault::Fault;
use fault::Text;

/// What rules are tried with.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'g> {
    /// What is known.
    pub catalog: &'g Catalog,
    /// The rules that take part, those that are tried among them.
    pub rules: &'g Rules,
    /// The profiles that a manifest may require.
    pub profiles: &'g Profiles,
}

/// How one rule fared.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The rule's id.
    pub rule: String,
    /// Its file.
    pub source: Source,
    /// The id's place in it.
    pub span: Span,
    /// How each of its examples fared, in the order of the file.
    pub examples: Vec<Tried>,
}

/// How one example fared.
#[derive(Debug, Clone)]
pub struct Tried {
    /// Whether the rule is to speak.
    pub fails: bool,
    /// The day for which it is decided.
    pub as_of: Date,
    /// The example's place in the file.
    pub span: Span,
    /// How it ended.
    pub ended: Ended,
}

/// How an example ended.
#[derive(Debug, Clone)]
pub enum Ended {
    /// What is found is what is expected.
    Passed,
    /// What is found is something else.
    Failed(Fault),
    /// It could not be tried.
    Broken(Vec<Fault>),
}

impl Ended {
    /// What is wrong, if anything is.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Passed => &[],
            Self::Failed(fault) => std::slice::from_ref(fault),
            Self::Broken(faults) => faults,
        }
    }
}

/// Rules that are ready to be tried.
#[derive(Debug)]
pub struct Trials<'g> {
    ground: Ground<'g>,
    checker: Checker<'g>,
}

impl<'g> Trials<'g> {
    /// Makes rules ready to be tried.
    pub fn new(ground: Ground<'g>) -> Self {
        Self { ground, checker: Checker::new(ground.catalog, ground.rules, Date::default()) }
    }

    /// How the examples of `rule`, which is one of those that take part, fare.
    pub fn of(&self, rule: &Rule) -> Trial {
        let places = if rule.examples.is_empty() { Vec::new() } else { rules::example_places(&rule.source) };
        let examples = rule.examples.iter().zip(places);
        let examples = examples.map(|(example, places)| {
            let trying = Trying { trials: self, rule, example, places };
            Tried { fails: example.fails, as_of: example.as_of, span: places.whole, ended: trying.ended() }
        });
        Trial { rule: rule.id.clone(), source: rule.source.clone(), span: rule.span, examples: examples.collect() }
    }
}

/// One example while it is tried.
struct Trying<'t> {
    trials: &'t Trials<'t>,
    rule: &'t Rule,
    example: &'t Example,
    places: ExamplePlaces,
}

impl Trying<'_> {
    fn ended(&self) -> Ended {
        match self.tried() {
            Ok(None) => Ended::Passed,
            Ok(Some(fault)) => Ended::Failed(fault),
            Err(faults) => Ended::Broken(faults),
        }
    }

    /// What differs, if anything does, or why that can't be told.
    fn tried(&self) -> Result<Option<Fault>, Vec<Fault>> {
        let own = self.own_catalog()?;
        let catalog = own.as_ref().unwrap_or(self.trials.ground.catalog);
        let manifest = Source::new("example", self.example.manifest.as_str());
        let own_policy = self.own_policy(catalog)?;
        let policy = own_policy.as_ref().unwrap_or(Policy::none());
        let profiles = own_policy.as_ref().map_or(self.trials.ground.profiles, |policy| &policy.profiles);
        let (deployment, problems) = manifest::load(&manifest, catalog, profiles);
        self.sound(problems, self.manifest())?;
        let mistake = |one: Mistake| self.manifest().fault(one.line, one.message, Some(one.help));
        let expected = expected(&manifest).map_err(|mistakes| mistakes.into_iter().map(mistake).collect::<Vec<_>>())?;
        let outcome = self.outcome(catalog, policy, &deployment)?;
        let is_own = |finding: &&Finding| match self.rule.effect {
            Effect::Report(_) => finding.rule == self.rule.id,
            Effect::Require(_) => finding.asked_by.contains(&self.rule.id),
        };
        let named = |finding: &Finding| Named::of(finding, &manifest);
        let own: Vec<_> = outcome.findings.iter().filter(is_own).map(named).collect();
        let others: Vec<_> = outcome.findings.iter().filter(|one| !is_own(one)).map(named).collect();
        Ok(self.judged(&expected, &own, &others))
    }

    /// What is wrong with what was found: `own` is what the rule says, `others` what else is said.
    fn judged(&self, expected: &[Named], own: &[Named], others: &[Named]) -> Option<Fault> {
        let text = self.manifest();
        // What others say counts only as far as a comment names it.
        let mut differences = Differences::between(expected, own);
        let beside = Differences::between(&differences.missing, others);
        differences.missing = beside.missing;
        let id = &self.rule.id;
        match (self.example.fails, own) {
            (true, []) => Some(text.silent(id, &differences)),
            (true, _) if expected.is_empty() => {
                let message = format!("the failing example does not say what {id} reports");
                Some(text.differs(message, &differences, expected))
            }
            (false, [_, ..]) => {
                let message = format!("{id} speaks about its passing example");
                Some(text.differs(message, &differences, expected))
            }
            _ if differences.is_empty() => None,
            _ => {
                let message = format!("{id} makes other findings of its example than the comments say");
                Some(text.differs(message, &differences, expected))
            }
        }
    }

    /// What the rules that take part conclude; why it can't be told, where the expression of a rule gave no answer.
    fn outcome(&self, catalog: &Catalog, policy: &Policy, deployment: &Deployment) -> Result<Outcome, Vec<Fault>> {
        let as_of = self.example.as_of;
        let own = self.own_rules(catalog)?;
        let beside = |rule: &Rule| self.trials.ground.rules.rules.iter().all(|known| known.id != rule.id);
        let takes_part = |rule: &Rule| rule.report().is_some() || rule.id == self.rule.id || beside(rule);
        let outcome = match &own {
            None => self.trials.checker.limited(catalog, policy, as_of, takes_part).check(deployment),
            Some(rules) => {
                Checker::new(catalog, rules, as_of).limited(catalog, policy, as_of, takes_part).check(deployment)
            }
        };
        let concerns = |rule: &str| rule == self.rule.id || own.is_some() && !self.is_known(rule);
        let failures = outcome.failures.iter().filter(|failure| concerns(&failure.rule));
        let faults: Vec<_> =
            failures.map(|one| self.manifest().fault(0, one.message.clone(), one.help.clone())).collect();
        if faults.is_empty() { Ok(outcome) } else { Err(faults) }
    }

    fn is_known(&self, id: &str) -> bool {
        self.trials.ground.rules.rules.iter().any(|known| known.id == id)
    }

    /// The catalogue with the document that the example brings along.
    fn own_catalog(&self) -> Result<Option<Catalog>, Vec<Fault>> {
        let Some(text) = &self.example.evidence else { return Ok(None) };
        // It lies in no folder, where its name would have to be its id.
        let source = Source::new("evidence", text.as_str());
        let file = CatalogueFile { folder: Folder::Evidence, source };
        let known = self.trials.ground.catalog.facts().clone();
        let facts = catalogue::load_onto(known, &[file]);
        let place = Text { rule: self.rule, text, span: self.places.evidence.unwrap_or_default() };
        facts.map(|facts| Some(Catalog::new(facts))).map_err(|problems| place.faults(problems.into_sorted()))
    }

    /// The rules that take part with the one that the example brings along.
    fn own_rules(&self, catalog: &Catalog) -> Result<Option<Rules>, Vec<Fault>> {
        let Some(text) = &self.example.beside else { return Ok(None) };
        let source = Source::new("rule beside the example", text.as_str());
        let names = Names { catalog, profiles: self.trials.ground.profiles };
        let (rules, problems) = rules::load_knowing(self.trials.ground.rules.clone(), &[source], &[], names);
        let place = Text { rule: self.rule, text, span: self.places.beside.unwrap_or_default() };
        self.sound(problems.into_sorted(), place)?;
        Ok(Some(rules))
    }

    /// The policy that the example stands under.
    fn own_policy(&self, catalog: &Catalog) -> Result<Option<Policy>, Vec<Fault>> {
        let Some(text) = &self.example.policy else { return Ok(None) };
        let source = Source::new("policy of the example", text.as_str());
        let (draft, mut problems) = policy::read(&source, &policy::Known::default());
        let (policy, more) = draft.resolve(catalog, self.trials.ground.profiles);
        problems.extend(more);
        let place = Text { rule: self.rule, text, span: self.places.policy.unwrap_or_default() };
        self.sound(problems, place)?;
        Ok(Some(policy))
    }

    fn manifest(&self) -> Text<'_> {
        Text { rule: self.rule, text: &self.example.manifest, span: self.places.manifest }
    }

    #[expect(clippy::unused_self, reason = "it reads as a step of the trial")]
    fn sound(&self, problems: Vec<Problem>, text: Text<'_>) -> Result<(), Vec<Fault>> {
        if problems.is_empty() { Ok(()) } else { Err(text.faults(problems)) }
    }
}
