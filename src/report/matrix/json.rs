//! For programs: one document, with every answer and the problems.

use std::io;

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::super::json::{Day, Name, ProblemEntry};
use super::{Answer, Asked, Cell, Grid, Instance, Matrices, MatrixOf};
use crate::model::deployment::LeastAssurance;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::report::visible_json;

pub(super) fn write(matrices: &Matrices, out: &mut dyn io::Write) -> io::Result<()> {
    let grids: Vec<_> = matrices.manifests.iter().map(|manifest| (manifest, Grid::of(manifest))).collect();
    let files = grids.iter().map(|(manifest, grid)| File::of(manifest, grid)).collect();
    visible_json::pretty(&Document { version: "1", as_of: Day(matrices.as_of), files }, out)
}

/// What is required of each service instance, and what is shown for it.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(title = "Services × standards", deny_unknown_fields))]
pub(in super::super) struct Document<'a> {
    /// The version of this shape: it changes when something is renamed, removed or given another meaning.
    #[cfg_attr(test, schemars(extend("const" = "1")))]
    version: &'static str,
    /// The day for which everything was decided.
    as_of: Day,
    /// Every manifest, and every policy, rule file and file of the catalogue that has problems.
    files: Vec<File<'a>>,
}

/// One manifest; or another file, which has nothing but problems.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(deny_unknown_fields))]
struct File<'a> {
    /// The file, as the user named it.
    path: &'a str,
    /// The deployment's name, where it has one.
    name: Option<&'a str>,
    /// What could not be taken.
    problems: Vec<ProblemEntry<'a>>,
    /// What is required of at least one service instance, as `standard[:edition][@level]`.
    standards: Vec<String>,
    /// The service instances, in the order of the file.
    services: Vec<Row<'a>>,
}

/// A service instance.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Service", deny_unknown_fields))]
struct Row<'a> {
    /// The team's own name for it.
    service: &'a str,
    /// The catalogue's id of the service.
    service_id: &'a str,
    /// The cloud's id.
    cloud: &'a str,
    /// What is required of it.
    requirements: Vec<Entry<'a>>,
}

/// What is required of a service instance.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Requirement", deny_unknown_fields))]
struct Entry<'a> {
    /// What is required, as `standard[:edition][@level]`.
    required: String,
    /// The least assurance, where one is asked for.
    assurance: Option<Name<LeastAssurance>>,
    /// The worst of the verdicts.
    verdict: Name<Verdict>,
    /// An answer for each group of regions that share it, the worst first.
    answers: Vec<AnswerEntry<'a>>,
}

/// What is shown in some regions.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Answer", deny_unknown_fields))]
struct AnswerEntry<'a> {
    /// The ids of the regions; empty for a use that is not bound to a region.
    regions: &'a [String],
    /// What the catalogue shows.
    verdict: Name<Verdict>,
    /// Whether the documents disagree.
    contested: bool,
    /// The id of the document that decides, where one does.
    evidence: Option<&'a str>,
    /// The gravest of the findings on it that no exception excuses.
    gravest: Option<Name<Severity>>,
    /// Whether an exception excuses what is found on it.
    waived: bool,
}

impl<'a> File<'a> {
    fn of(manifest: &'a MatrixOf, grid: &Grid<'a>) -> Self {
        Self {
            path: manifest.source.name(),
            name: manifest.name.as_deref(),
            problems: manifest.problems.iter().map(ProblemEntry::of).collect(),
            standards: references(&grid.asked),
            services: grid.rows.iter().map(|(instance, cells)| Row::of(instance, &grid.asked, cells)).collect(),
        }
    }
}

/// What is required, each once.
fn references(asked: &[Asked]) -> Vec<String> {
    let mut references: Vec<_> = asked.iter().map(|asked| asked.reference.clone()).collect();
    references.dedup();
    references
}

impl<'a> Row<'a> {
    fn of(instance: &'a Instance, asked: &[Asked], cells: &[Cell<'a>]) -> Self {
        Self {
            service: &instance.name,
            service_id: &instance.service,
            cloud: &instance.cloud,
            requirements: asked.iter().zip(cells).filter_map(|(asked, cell)| Entry::of(asked, cell)).collect(),
        }
    }
}

impl<'a> Entry<'a> {
    fn of(asked: &Asked, cell: &Cell<'a>) -> Option<Self> {
        let worst = cell.worst()?;
        Some(Self {
            required: asked.reference.clone(),
            assurance: Some(asked.assurance).filter(|&least| least != LeastAssurance::Any).map(Name),
            verdict: Name(worst.verdict()),
            answers: cell.answers.iter().map(AnswerEntry::of).collect(),
        })
    }
}

impl<'a> AnswerEntry<'a> {
    fn of(answer: &Answer<'a>) -> Self {
        let requirement = answer.requirement;
        Self {
            regions: &requirement.regions,
            verdict: Name(requirement.verdict),
            contested: requirement.contested,
            evidence: requirement.evidence.as_ref().map(|evidence| &*evidence.id),
            gravest: answer.gravest.map(Name),
            waived: answer.waived,
        }
    }
}
