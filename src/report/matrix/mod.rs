//! Services × standards at a glance: what is required of each service instance, and a mark for what is shown.
//!
//! A grid is made of what a check concluded; each form only writes it.

mod csv;
mod human;
mod json;
mod layout;
pub(super) mod markdown;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;

use jiff::civil::Date;

use super::Style;
use super::concerned::Concerned;
use crate::check::outcome::{Finding, Outcome, RequirementOutcome};
use crate::load::problem::Problem;
use crate::model::deployment::LeastAssurance;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::Source;

#[cfg(test)]
pub(super) use json::Document;
pub(super) use layout::Legend;

/// What `!` stands for.
const MARRED: &str = "an error stands on it all the same, which the check tells";

/// What `w` stands for.
const WAIVED: &str = "waived: a dated exception of the manifest excuses it";

/// How a matrix is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatrixFormat {
    /// As tables that fit the page.
    Human,
    /// As Markdown.
    Markdown,
    /// As comma-separated values, with verdicts for marks.
    Csv,
    /// As one JSON document.
    Json,
}

impl MatrixFormat {
    /// Every format, the one for people first.
    pub const ALL: [Self; 4] = [Self::Human, Self::Markdown, Self::Csv, Self::Json];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// What a matrix shows, for every manifest.
#[derive(Debug)]
pub struct Matrices {
    /// The day for which everything was decided.
    pub as_of: Date,
    /// One for each manifest, by path.
    pub manifests: Vec<MatrixOf>,
}

/// A manifest with what was concluded about it.
#[derive(Debug)]
pub struct MatrixOf {
    /// The file.
    pub source: Source,
    /// What could not be taken, by place.
    pub problems: Vec<Problem>,
    /// The deployment's name, where it has one.
    pub name: Option<String>,
    /// Its service instances, in the order of the file.
    pub services: Vec<Instance>,
    /// What was concluded.
    pub outcome: Outcome,
}

/// A service instance, as a matrix names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The team's own name for it.
    pub name: String,
    /// The catalogue's id of the service.
    pub service: String,
    /// The cloud's id.
    pub cloud: String,
}

impl Matrices {
    /// Writes everything but the problems, which only JSON holds, down to the last line end.
    ///
    /// # Errors
    ///
    /// Only what writing gives.
    pub fn write(&self, format: MatrixFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            MatrixFormat::Human => human::write(self, style, out),
            MatrixFormat::Markdown => markdown::write(self, out),
            MatrixFormat::Csv => csv::write(self, out),
            MatrixFormat::Json => json::write(self, out),
        }
    }
}

/// What is required, as a column: `fedramp@high`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    /// `standard[:edition][@level]`; sorted by it, the levels of a standard stand side by side.
    pub(super) reference: String,
    pub(super) assurance: LeastAssurance,
}

impl Asked {
    fn of(requirement: &RequirementOutcome) -> Self {
        Self { reference: requirement.required.reference(), assurance: requirement.assurance }
    }

    /// The reference with the assurance, where one is asked for.
    pub(super) fn title(&self) -> String {
        match self.assurance {
            LeastAssurance::Any => self.reference.clone(),
            LeastAssurance::ThirdParty => format!("{} ({})", self.reference, self.assurance.name()),
        }
    }
}

/// What is shown for one service instance and one standard: an answer for each group of regions that share it, the
/// worst first. Empty where nothing is required.
#[derive(Debug, Default)]
pub(super) struct Cell<'a> {
    pub(super) answers: Vec<Answer<'a>>,
}

/// What is shown in some regions.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub(super) requirement: &'a RequirementOutcome,
    /// Its place in the outcome.
    pub(super) number: usize,
    /// The gravest finding that stands on it, and that no exception excuses.
    pub(super) gravest: Option<Severity>,
    /// Whether an exception excuses the gravest that is found on it.
    pub(super) waived: bool,
    /// All that is found on it, excused or not.
    pub(super) found: Vec<&'a Finding>,
}

/// The services of one manifest and what is required of them.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    /// What is required, by its ids.
    pub(super) asked: Vec<Asked>,
    /// Each service instance with a cell for each of `asked`.
    pub(super) rows: Vec<(&'a Instance, Vec<Cell<'a>>)>,
}

impl<'a> Grid<'a> {
    fn of(manifest: &'a MatrixOf) -> Self {
        Self::new(&manifest.services, &manifest.outcome)
    }

    pub(super) fn new(services: &'a [Instance], outcome: &'a Outcome) -> Self {
        let Outcome { requirements, findings, .. } = outcome;
        let concerned = Concerned::of(findings);
        let mut asked: Vec<Asked> = requirements.iter().map(Asked::of).collect();
        asked.sort();
        asked.dedup();
        let mut of_service: HashMap<&str, Vec<_>> = HashMap::new();
        for (number, requirement) in requirements.iter().enumerate() {
            of_service.entry(requirement.service.as_str()).or_default().push((number, requirement));
        }
        let rows = services.iter().map(|instance| {
            let name = instance.name.as_str();
            let required = of_service.get(name).map(Vec::as_slice).unwrap_or_default();
            let mut cells: Vec<Cell<'a>> = asked.iter().map(|_| Cell::default()).collect();
            for &(number, requirement) in required {
                let wanted = Asked::of(requirement);
                if let Ok(at) = asked.binary_search(&wanted) {
                    cells[at].answers.push(Answer::of((number, requirement), &concerned));
                }
            }
            cells.iter_mut().for_each(|cell| cell.answers.sort_by_key(|answer| Reverse(answer.badness())));
            (instance, cells)
        });
        Self { rows: rows.collect(), asked }
    }

    /// The names of the service instances of which nothing is required.
    pub(super) fn unasked(&self) -> Vec<&'a str> {
        let nothing = |(_, cells): &&(&Instance, Vec<Cell<'_>>)| cells.iter().all(|cell| cell.answers.is_empty());
        self.rows.iter().filter(nothing).map(|(instance, _)| instance.name.as_str()).collect()
    }
}

impl<'a> Cell<'a> {
    /// The answer that counts where only one can be shown.
    pub(super) fn worst(&self) -> Option<&Answer<'a>> {
        self.answers.first()
    }

    /// Each verdict with where it holds and whether it is excused, the worst first: `elsewhere in usgovtexas (waived)`.
    fn in_words(&self) -> Vec<String> {
        let mut kinds = Vec::new();
        for kind in self.answers.iter().map(Answer::kind) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let words = kinds.into_iter().map(|kind| {
            let alike = self.answers.iter().filter(|answer| answer.kind() == kind);
            let regions: Vec<_> =
                alike.flat_map(|answer| answer.requirement.regions.iter()).map(String::as_str).collect();
            let place = if regions.is_empty() { String::new() } else { format!(" in {}", regions.join(", ")) };
            let (verdict, is_marred, waived) = kind;
            let marred = if is_marred { " (!)" } else { "" };
            format!("{}{place}{marred}{}", verdict.name(), if waived { " (waived)" } else { "" })
        });
        words.collect()
    }
}

impl<'a> Answer<'a> {
    /// The answer with what is found on it.
    fn of((number, requirement): (usize, &'a RequirementOutcome), concerned: &Concerned<'a>) -> Self {
        let about = concerned.by(number, requirement);
        let gravest = |waived: bool| {
            let those = about.iter().filter(|(_, finding)| finding.waived.is_some() == waived);
            those.map(|(_, finding)| finding.severity).max()
        };
        let (open, excused) = (gravest(false), gravest(true));
        let found = about.iter().map(|&(_, finding)| finding).collect();
        Self { requirement, number, gravest: open, waived: excused.is_some() && excused > open, found }
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.requirement.verdict
    }

    /// Whether the provider's side is shown and an error stands on it all the same, such as a missing agreement.
    fn is_marred(&self) -> bool {
        matches!(self.verdict(), Verdict::Covered | Verdict::CoveredByRelation | Verdict::Conditional)
            && self.gravest == Some(Severity::Error)
    }

    /// Sorts answers: what is graver is worse, and of equally grave ones the verdict that is considered later.
    fn badness(&self) -> impl Ord + use<> {
        (self.gravest, self.verdict() == Verdict::CloudClosed, self.kind())
    }

    /// What a reader has to tell apart.
    fn kind(&self) -> (Verdict, bool, bool) {
        (self.verdict(), self.is_marred(), self.waived)
    }
}
