//! `policy show`: the policy that is kept to, and where each of its values comes from.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::knowledge::{self, Knowledge};
use super::policy::Finder;
use super::{Exit, Sources, forgive_closed_pipe, told_beside};
use crate::check::policy::{Grades, notices, own_evidence_age};
use crate::model::deployment::LeastAssurance;
use crate::model::policy::{FailOn, Policy};
use crate::model::profile::Profile;
use crate::report::catalog::View;
use crate::report::policy::{Effective, Setting, SettingOrigin};
use crate::report::{Format, Style};
use crate::text::{Span, Spanned};

/// What `policy show` is asked.
#[derive(Debug, Clone)]
pub struct ShowPolicy {
    /// The manifest or the folder that it is about; the working directory where none is given.
    pub about: Option<String>,
    /// What the command line says fails a check.
    pub fail_on: Option<FailOn>,
    /// Where knowledge comes from.
    pub sources: Sources,
    /// How it is shown.
    pub view: View,
    /// How it looks.
    pub style: Style,
}

/// Writes the policy that is kept to. What is wrong with it is shown to a person on `err`, and to a program in its place.
///
/// # Errors
///
/// That there is no such manifest, or what writing gives, in words for standard error.
pub fn show_policy(request: &ShowPolicy, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, String> {
    let mut finder = Finder::new(&request.sources.policy);
    let located = match request.about.as_deref() {
        None | Some("-") => finder.policy_above(Path::new(".")),
        Some(name) if Path::new(name).is_dir() => finder.policy_above(Path::new(name)),
        Some(name) if Path::new(name).exists() => finder.policy_for(name),
        Some(name) => return Err(format!("{name}: there is no such file")),
    };
    let knowledge = knowledge::load(&request.sources, located.as_ref()).and_then(Knowledge::with_pack_profiles);
    let (effective, exit) = match knowledge {
        Ok(knowledge) => (effective(request, &knowledge), Exit::Clean),
        Err(problems) if request.view == View::Human => {
            told_beside(&problems.into_sorted(), &request.style, err)?;
            return Ok(Exit::Unanswerable);
        }
        Err(problems) => {
            let policy = located.map(|located| located.name.display().to_string());
            let broken = Effective { policy, problems: problems.into_sorted(), ..Effective::default() };
            (broken, Exit::Unanswerable)
        }
    };
    let written = effective.write(request.view, &request.style, out);
    forgive_closed_pipe(written.and_then(|()| out.flush())).map_err(|error| error.to_string())?;
    Ok(exit)
}

fn effective(request: &ShowPolicy, knowledge: &Knowledge) -> Effective {
    let policy = &knowledge.policy;
    let mut rows = Rows { policy, settings: Vec::new() };
    match request.fail_on {
        Some(fail_on) => rows.add("fail-on", Some(fail_on.name()), SettingOrigin::Flag("--fail-on")),
        None => rows.one("fail-on", policy.fail_on.as_ref().map(named), FailOn::default().name()),
    }
    rows.one("format", policy.format.clone(), Format::ALL[0].name);
    let sources = &request.sources;
    rows.folders("catalogs", ("--catalog", &sources.catalogs), &policy.catalogs, sources.without_builtin);
    rows.folders("rules", ("--rules", &sources.rules), &policy.rules, sources.without_builtin);
    rows.packs(&sources.packs);
    rows.evidence_age(knowledge);
    rows.severities(knowledge);
    let is_own = |profile: &&Profile| policy.source.as_ref().is_some_and(|own| own.name() == profile.source.name());
    let (own, others): (Vec<_>, Vec<_>) = policy.profiles.iter().partition(is_own);
    if own.is_empty() {
        rows.add("profiles", None, SettingOrigin::Default);
    }
    rows.profiles(knowledge, own);
    rows.list("waivers.never", &policy.waivers.never);
    let longest = policy.waivers.longest.as_ref();
    rows.list("waivers.longest", longest.map(|term| Spanned::new(term.value.to_string(), term.span)).as_slice());
    rows.list("waivers.approved-by", &policy.waivers.approved_by);
    rows.profiles(knowledge, others);
    Effective {
        policy: policy.source.as_ref().map(|source| source.name().to_owned()),
        problems: Vec::new(),
        settings: rows.settings,
        notices: knowledge.notices.iter().cloned().chain(notices(policy, &knowledge.rules)).collect(),
    }
}

fn named(fail_on: &Spanned<FailOn>) -> Spanned<String> {
    Spanned::new(fail_on.value.name().to_owned(), fail_on.span)
}

struct Rows<'p> {
    policy: &'p Policy,
    settings: Vec<Setting>,
}

impl Rows<'_> {
    fn add(&mut self, key: &str, value: Option<&str>, origin: SettingOrigin) {
        let (key, value) = (key.to_owned(), value.map(str::to_owned));
        self.settings.push(Setting { key, value, origin, note: None });
    }

    /// A value of the policy.
    fn written(&mut self, key: &str, value: &str, span: Span) {
        let origin = self.policy.source.clone().map_or(SettingOrigin::Default, |file| SettingOrigin::File(file, span));
        self.add(key, Some(value), origin);
    }

    fn one(&mut self, key: &str, written: Option<Spanned<String>>, otherwise: &str) {
        match written {
            Some(written) => self.written(key, &written.value, written.span),
            None => self.add(key, Some(otherwise), SettingOrigin::Default),
        }
    }

    fn list(&mut self, key: &str, written: &[Spanned<String>]) {
        written.iter().for_each(|one| self.written(key, &one.value, one.span));
        if written.is_empty() {
            self.add(key, None, SettingOrigin::Default);
        }
    }

    /// What the command line chooses, and what the policy chooses beside it.
    fn packs(&mut self, given: &[String]) {
        given.iter().for_each(|pack| self.add("packs", Some(pack), SettingOrigin::Flag("--pack")));
        if given.is_empty() || !self.policy.packs.is_empty() {
            self.list("packs", &self.policy.packs);
        }
    }

    /// What the program carries, what the command line adds, and what the policy adds to both.
    fn folders(
        &mut self,
        key: &str,
        (flag, given): (&'static str, &[PathBuf]),
        written: &[Spanned<String>],
        without_builtin: bool,
    ) {
        match without_builtin {
            false => self.add(key, Some("built in"), SettingOrigin::Default),
            true => self.add(key, Some("not the built-in ones"), SettingOrigin::Flag("--no-builtin")),
        }
        for folder in given {
            self.add(key, Some(&folder.display().to_string()), SettingOrigin::Flag(flag));
        }
        written.iter().for_each(|folder| self.written(key, &folder.value, folder.span));
    }

    /// The policy's own limit, else that of each rule that has one.
    fn evidence_age(&mut self, knowledge: &Knowledge) {
        let key = "evidence-age";
        if let Some(age) = &self.policy.evidence_age {
            return self.written(key, &age.value.to_string(), age.span);
        }
        let own = knowledge.rules.rules.iter().filter_map(|rule| Some((rule, own_evidence_age(rule)?)));
        let own: Vec<_> = own.collect();
        for (rule, age) in &own {
            let origin = SettingOrigin::File(rule.source.clone(), age.span);
            self.add(key, Some(&age.value.to_string()), origin);
        }
        if own.is_empty() {
            self.add(key, None, SettingOrigin::Default);
        }
    }

    fn severities(&mut self, knowledge: &Knowledge) {
        let grades = Grades::new(self.policy);
        for entry in &self.policy.severities {
            let decides = |id: &str| grades.deciding(id).is_some_and(|other| other.rules.span == entry.rules.span);
            let rules = knowledge.rules.rules.iter().filter(|rule| decides(&rule.id)).count();
            self.written(&format!("severity.{}", entry.rules.value), entry.grade.value.name(), entry.grade.span);
            let note = if rules == 1 { "1 rule".to_owned() } else { format!("{rules} rules") };
            if let Some(setting) = self.settings.last_mut() {
                setting.note = Some(note);
            }
        }
        if self.policy.severities.is_empty() {
            self.add("severity", None, SettingOrigin::Default);
        }
    }

    /// Each profile with what it requires, which a profile that it contains may name.
    fn profiles(&mut self, knowledge: &Knowledge, profiles: Vec<&Profile>) {
        let facts = knowledge.catalog.facts();
        for profile in profiles {
            for member in &profile.members {
                let reference = facts.reference(member.standard);
                let value = match member.assurance {
                    LeastAssurance::Any => reference,
                    LeastAssurance::ThirdParty => format!("{reference}, {}", member.assurance.name()),
                };
                let origin = SettingOrigin::File(member.source.clone(), member.span);
                self.add(&format!("profiles.{}", profile.name), Some(&value), origin);
            }
        }
    }
}
