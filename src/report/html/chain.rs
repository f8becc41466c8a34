//! Chains of evidence: what is shown for a service instance and a standard, by which documents, and who asks for it.

use super::super::concerned::Concerned;
use super::super::matrix::{Answer, Asked, Cell, Grid, Instance};
use super::super::verdicts::{mark, meaning};
use super::super::{FileReport, Report, visible};
use super::grid::{Column, Shown, Who, anchor};
use super::keys::Choices;
use super::paper::{Cited, Papers};
use crate::check::outcome::{Asked as Asking, RequirementOutcome, Scope, Voice};
use crate::model::deployment::{LeastAssurance, Origin};
use crate::text::Source;

/// All chains of one service instance.
#[derive(Debug)]
pub(super) struct Chains {
    /// Whose they are.
    pub who: Who,
    /// One for each standard.
    pub chains: Vec<Chain>,
}

/// What is shown for a service instance and a standard.
#[derive(Debug)]
pub(super) struct Chain {
    /// What is required.
    pub asked: Column,
    /// What the matrix shows of it.
    pub shown: Shown,
    /// An answer for each group of regions, the worst first.
    pub answers: Vec<Told>,
}

/// What is shown in some regions.
#[derive(Debug)]
pub(super) struct Told {
    /// The mark of the verdict.
    pub mark: &'static str,
    /// The verdict.
    pub verdict: &'static str,
    /// What is so then.
    pub meaning: &'static str,
    /// The regions, or that there is none.
    pub regions: String,
    /// The edition and the level that are held, where anything is.
    pub held: Option<String>,
    /// Whether third-party assurance is asked for.
    pub assurance: Option<&'static str>,
    /// Whether the documents disagree.
    pub is_contested: bool,
    /// Who asks for it, and where.
    pub asked_by: Vec<String>,
    /// The document that decides.
    pub evidence: Option<Cited>,
    /// The others, newest first.
    pub history: Vec<Spoken>,
    /// The findings on it.
    pub findings: Vec<Found>,
}

/// What another document would have decided.
#[derive(Debug)]
pub(super) struct Spoken {
    /// The document.
    pub document: Cited,
    /// The mark of its verdict.
    pub mark: &'static str,
    /// Its verdict.
    pub verdict: &'static str,
    /// Whether its words are believed.
    pub believed: bool,
}

/// A finding, by its number on the page.
#[derive(Debug)]
pub(super) struct Found {
    /// Its number.
    pub anchor: usize,
    /// How grave it is.
    pub severity: &'static str,
    /// The rule.
    pub rule: String,
    /// Whether an exception excuses it.
    pub waived: bool,
}

/// What chains are made of.
pub(super) struct Links<'r> {
    pub(super) report: &'r Report,
    pub(super) file: &'r FileReport,
    pub(super) papers: &'r Papers<'r>,
    pub(super) choices: &'r Choices,
    concerned: Concerned<'r>,
    /// The number of the file's first finding.
    first: usize,
}

impl<'r> Links<'r> {
    /// The links of a file whose first finding has the number `first`.
    pub(super) fn of(
        report: &'r Report,
        file: &'r FileReport,
        (papers, choices): (&'r Papers<'r>, &'r Choices),
        first: usize,
    ) -> Self {
        let concerned = Concerned::of(&file.outcome.findings);
        Self { report, file, papers, choices, concerned, first }
    }

    /// The chains of every service instance of which anything is required; `number` is the file's.
    pub(super) fn chains(&self, number: usize, grid: &Grid<'_>) -> Vec<Chains> {
        let rows = grid.rows.iter().enumerate();
        let one = |(row, (instance, cells)): (usize, &(&Instance, Vec<Cell<'_>>))| {
            let cells = grid.asked.iter().zip(cells).enumerate();
            let chains =
                cells.filter_map(|(column, (asked, cell))| self.chain(asked, cell, anchor(number, row, column)));
            Chains { who: Who::of(self.report, instance), chains: chains.collect() }
        };
        rows.map(one).filter(|one| !one.chains.is_empty()).collect()
    }

    fn chain(&self, asked: &Asked, cell: &Cell<'_>, anchor: String) -> Option<Chain> {
        Some(Chain {
            asked: Column::of(self.report, self.choices, asked),
            shown: Shown::of(self.choices, cell, anchor)?,
            answers: cell.answers.iter().map(|answer| self.told(answer)).collect(),
        })
    }

    fn told(&self, answer: &Answer<'_>) -> Told {
        let requirement = answer.requirement;
        let verdict = requirement.verdict;
        let regions: Vec<_> = requirement.regions.iter().map(|region| visible::line(region)).collect();
        Told {
            mark: mark(verdict, true),
            verdict: verdict.name(),
            meaning: meaning(verdict),
            regions: if regions.is_empty() { "not bound to a region".to_owned() } else { regions.join(", ") },
            held: requirement.held.as_ref().map(|held| self.held(held)),
            assurance: Some(requirement.assurance.name()).filter(|_| requirement.assurance != LeastAssurance::Any),
            is_contested: requirement.contested,
            asked_by: requirement.origins.iter().map(|asking| asked_by(&self.file.source, asking)).collect(),
            evidence: requirement.evidence.as_ref().map(|evidence| self.papers.cited(evidence)),
            history: requirement.history.iter().map(|voice| self.spoken(voice)).collect(),
            findings: self.found(answer.number, requirement),
        }
    }

    /// What is held: as people say it, with its ids.
    fn held(&self, held: &Scope) -> String {
        let reference = held.reference();
        let unstated = match (&held.edition, &held.level) {
            (None, None) => "; no edition and no level stated",
            (None, Some(_)) => "; no edition stated",
            (Some(_), None) => "; no level stated",
            (Some(_), Some(_)) => "",
        };
        format!(
            "{} ({}){unstated}",
            visible::line(self.report.directory.standard(&reference)),
            visible::line(&reference)
        )
    }

    fn spoken(&self, voice: &Voice) -> Spoken {
        let (mark, verdict) = (mark(voice.verdict, true), voice.verdict.name());
        Spoken { document: self.papers.spoken(voice), mark, verdict, believed: voice.believed }
    }

    fn found(&self, number: usize, requirement: &RequirementOutcome) -> Vec<Found> {
        let found = self.concerned.by(number, requirement).into_iter().map(|(place, finding)| Found {
            anchor: self.first + place,
            severity: finding.severity.name(),
            rule: visible::line(&finding.rule),
            waived: finding.waived.is_some(),
        });
        found.collect()
    }
}

/// Who asks, and where: `the service, deploy.toml:10:13`.
pub(super) fn asked_by(source: &Source, asking: &Asking) -> String {
    let position = source.position(asking.span.start);
    let who = match (asking.kind, &asking.rule) {
        (Origin::Service, _) => "the service".to_owned(),
        (Origin::Deployment, _) => "the deployment, for all its services".to_owned(),
        (Origin::Rule, None) => "a rule".to_owned(),
        (Origin::Rule, Some(rule)) => format!("the rule {}", visible::line(rule)),
        (Origin::Flow, None) => "a rule, for data that is sent to it".to_owned(),
        (Origin::Flow, Some(rule)) => format!("the rule {}, for data that is sent to it", visible::line(rule)),
    };
    let profile = asking.profile.as_deref().map(|name| format!(" by the profile {}", visible::line(name)));
    let place = format!("{}:{}:{}", visible::line(source.name()), position.line, position.column);
    format!("{who}{}, {place}", profile.unwrap_or_default())
}
