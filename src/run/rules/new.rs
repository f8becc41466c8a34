//! `rules new`: a rule to begin with.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{finish, known};
use crate::draft::rule::{RuleDoes, RuleWanted, id_flaw, rule_text};
use crate::lint;
use crate::load::rules;
use crate::model::rule::{Field, Rule, Rules, Severity, Subject};
use crate::report::Style;
use crate::report::catalog::message;
use crate::report::rule_begun;
use crate::run::knowledge::Knowledge;
use crate::run::policy::{Finder, is_same};
use crate::run::{Exit, Sources, knowledge, packs, today, told_beside, whole_file};
use crate::text::Source;
use crate::trial::{Ground, Trials};

/// The folder in which rules lie where nobody names another one.
const RULES: &str = "rules";

/// What `rules new` is asked to write.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// The rule's id.
    pub id: String,
    /// What it speaks about.
    pub subject: Subject,
    /// Whether it requires something instead of reporting something.
    pub requires: bool,
    /// What else is known. A folder of rules is the one to write into.
    pub sources: Sources,
    /// How problems look.
    pub style: Style,
}

/// Writes a new rule, whole or not at all, and says on `out` what to do next; on `err`, what is in the way of that.
///
/// # Errors
///
/// What is wrong with the id, that a rule or a file is there already, that nothing can be required of the subject, or
/// what can't be written, in words for standard error.
pub fn new(request: &NewRequest, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let id = request.id.as_str();
    if let Some(flaw) = id_flaw(id) {
        return Err(message(&flaw));
    }
    if request.requires && !Subject::ASKABLE.contains(&request.subject) {
        let names = Subject::ASKABLE.map(Subject::name).join(", ");
        let subject = request.subject.name();
        return Err(format!("nothing can be required of a {subject}; a rule that requires is about one of {names}"));
    }
    let Target { folder, is_known, sources } = target(&request.sources);
    let path = folder.join(format!("{id}.yaml"));
    let name = path.display().to_string();
    if path.symlink_metadata().is_ok() {
        return Err(format!("{} is there already", message(&name)));
    }
    let knowledge = match known(&packs::with_pack_of(id, &sources), &[]) {
        Ok(knowledge) => knowledge,
        Err(problems) => {
            told_beside(&problems.into_sorted(), &request.style, err)?;
            return Ok(Exit::Unanswerable);
        }
    };
    if let Some(rule) = knowledge.rules.rules.iter().find(|rule| rule.id == id) {
        return Err(message(&format!("a rule `{id}` stands in {} already", rule.source.name())));
    }
    let does = if request.requires { requiring(&knowledge.rules)? } else { RuleDoes::Reports };
    let wanted = RuleWanted { id, subject: request.subject, does, as_of: today() };
    let text = rule_text(&wanted, &knowledge.catalog)?;
    let file = Source::new(name.as_str(), text.as_str());
    if let Some(fault) = fault(&file, &knowledge) {
        return Err(message(&format!("nothing was written, since it would not hold here: {fault}")));
    }
    let parent = path.parent().unwrap_or(&folder);
    let unwritten = |error| format!("{} can't be written: {error}", message(&name));
    fs::create_dir_all(parent).map_err(unwritten)?;
    whole_file::write(&path, |file| file.write_all(text.as_bytes())).map_err(unwritten)?;
    let folder = folder.display().to_string();
    finish(rule_begun(&name, (!is_known).then_some(folder.as_str()), out), out, Exit::Clean)
}

/// Where the rule is to lie.
struct Target {
    folder: PathBuf,
    /// Whether a check here would know it there.
    is_known: bool,
    /// What is known without that folder, where it isn't there yet.
    sources: Sources,
}

/// The folder that is named; else the first one of the policy; else `rules`.
fn target(sources: &Sources) -> Target {
    let mut sources = sources.clone();
    let located = Finder::new(&sources.policy).policy_for("-");
    let of_policy = located.as_ref().map(knowledge::rule_folders).unwrap_or_default();
    let folder = match (sources.rules.as_slice(), of_policy.first()) {
        ([], Some(folder)) => folder.clone(),
        ([], None) => PathBuf::from(RULES),
        ([folder, ..], _) => folder.clone(),
    };
    let is_known = of_policy.iter().any(|known| is_same(known, &folder) || known == &folder);
    if !is_known && sources.rules.is_empty() {
        sources.rules.push(folder.clone());
    }
    sources.rules.retain(|folder| Path::new(folder).is_dir());
    Target { folder, is_known, sources }
}

/// What a new rule requires is seen by the rule that reports too few places.
fn requiring(rules: &Rules) -> Result<RuleDoes<'_>, String> {
    let reports = |rule: &&Rule| rule.report().is_some() && rule.condition.looks_at(Field::SpreadEnough);
    let rule = rules.rules.iter().find(reports);
    let rule = rule.ok_or("no rule here reports that what a rule requires is lacking, so nobody would see it")?;
    let severity = rule.report().map_or(Severity::Error, |report| report.severity);
    Ok(RuleDoes::Requires(&rule.id, severity))
}

/// What is wrong with the new file, by the loader, its own examples and the lints.
fn fault(file: &Source, knowledge: &Knowledge) -> Option<String> {
    let Knowledge { catalog, rules, policy, .. } = knowledge;
    let (rules, problems) = rules::load_onto(rules.clone(), std::slice::from_ref(file), catalog);
    if let Some(problem) = problems.into_sorted().first() {
        return Some(problem.message.clone());
    }
    let is_new = |rule: &Rule| rule.source.name() == file.name();
    let rule = rules.rules.iter().find(|rule| is_new(rule))?;
    let trials = Trials::new(Ground { catalog, rules: &rules, profiles: &policy.profiles });
    let trial = trials.of(rule);
    let faults = trial.examples.iter().flat_map(|tried| tried.ended.faults());
    let bearings = lint::Bearings { is_asked: &is_new, is_off: &|_| false, is_carried: &|_| false };
    // That another rule is only begun as well is no reason to refuse.
    let flaws = lint::rules(&rules, &bearings).into_iter().filter(|flaw| flaw.severity == Severity::Error);
    faults.map(|fault| fault.message.clone()).chain(flaws.map(|flaw| flaw.message)).next()
}
