//! The matrix of a manifest, cut into tables that fit a page.

use std::collections::BTreeSet;

use super::super::matrix::{Asked, Cell, Grid, Instance};
use super::super::verdicts::mark;
use super::super::{FileReport, Report, visible};
use super::keys::{Choices, Keys, standing};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;

/// The most columns that stand side by side.
const WIDEST: usize = 7;

/// A table.
#[derive(Debug)]
pub(super) struct Block {
    /// What is required, one for each column.
    pub columns: Vec<Column>,
    /// The service instances of which anything in it is required.
    pub rows: Vec<Row>,
}

/// What is required.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// As people say it.
    pub title: String,
    /// As manifests write it.
    pub reference: String,
    /// The standard, by its number among the choices.
    pub standard: Option<usize>,
}

/// A service instance.
#[derive(Debug)]
pub(super) struct Row {
    /// Who it is.
    pub who: Who,
    /// A cell for each column.
    pub cells: Vec<Option<Shown>>,
}

/// A service instance in words.
#[derive(Debug, Clone)]
pub(super) struct Who {
    /// The team's own name for it.
    pub name: String,
    /// The service.
    pub service: String,
    /// The cloud.
    pub cloud: String,
}

/// What is shown for a service instance and a standard.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// The anchor of its chain of evidence.
    pub anchor: String,
    /// The mark of the worst verdict.
    pub mark: &'static str,
    /// The worst verdict.
    pub verdict: &'static str,
    /// Whether it is shown without any condition.
    pub is_held: bool,
    /// What else is to be said in a few words.
    pub notes: Vec<String>,
    /// By what it is found.
    pub keys: Keys,
}

impl Block {
    /// The matrix of a file; `number` is the file's.
    pub(super) fn of(report: &Report, choices: &Choices, (number, grid): (usize, &Grid<'_>)) -> Vec<Self> {
        let columns: Vec<_> = grid.asked.iter().map(|asked| Column::of(report, choices, asked)).collect();
        let tables = columns.len().div_ceil(WIDEST).max(1);
        let width = columns.len().div_ceil(tables).max(1);
        let starts = (0..columns.len()).step_by(width);
        let block = |start: usize| {
            let columns = columns[start..].iter().take(width).cloned().collect::<Vec<_>>();
            let rows = grid.rows.iter().enumerate().filter_map(|(row, (instance, cells))| {
                let cells = cells[start..].iter().enumerate().take(columns.len());
                let shown = |(column, cell)| Shown::of(choices, cell, anchor(number, row, start + column));
                let cells: Vec<_> = cells.map(shown).collect();
                let row = || Row { who: Who::of(report, instance), cells: cells.clone() };
                cells.iter().any(Option::is_some).then(row)
            });
            Self { rows: rows.collect(), columns }
        };
        starts.map(block).collect()
    }
}

/// The anchor of a chain of evidence.
pub(super) fn anchor(file: usize, row: usize, column: usize) -> String {
    format!("e{file}-{row}-{column}")
}

impl Column {
    pub(super) fn of(report: &Report, choices: &Choices, asked: &Asked) -> Self {
        Self {
            title: visible::line(report.directory.standard(&asked.reference)),
            reference: visible::line(&asked.title()),
            standard: choices.standard(&asked.reference),
        }
    }
}

impl Who {
    pub(super) fn of(report: &Report, instance: &Instance) -> Self {
        Self {
            name: visible::line(&instance.name),
            service: visible::line(report.directory.service(&instance.service)),
            cloud: visible::line(report.directory.cloud(&instance.cloud)),
        }
    }
}

impl Shown {
    pub(super) fn of(choices: &Choices, cell: &Cell<'_>, anchor: String) -> Option<Self> {
        let worst = cell.worst()?;
        let mut notes = Vec::new();
        notes.extend(worst.gravest.map(|severity| severity.name().to_owned()));
        if worst.waived {
            notes.push("waived".to_owned());
        }
        if cell.answers.iter().any(|answer| answer.requirement.contested) {
            notes.push("contested".to_owned());
        }
        if cell.answers.len() > 1 {
            notes.push(format!("{} answers", cell.answers.len()));
        }
        let requirement = worst.requirement;
        let keys = choices.about(Some(&requirement.required.standard), Some(&requirement.cloud), worst.gravest);
        let mut beside: BTreeSet<_> = cell.answers.iter().flat_map(|one| &one.found).map(|one| standing(one)).collect();
        beside.extend(cell.answers.iter().filter_map(|answer| answer.gravest).map(Severity::name));
        let severity = match worst.gravest {
            None if worst.waived => "waived",
            gravest => gravest.map_or("clear", Severity::name),
        };
        let (mark, verdict) = (mark(worst.verdict(), true), worst.verdict().name());
        let is_held = matches!(worst.verdict(), Verdict::Covered | Verdict::CoveredByRelation);
        Some(Self { anchor, mark, verdict, is_held, notes, keys: Keys { severity, beside, ..keys } })
    }
}

/// Of which service instances nothing is required, in a sentence.
pub(super) fn nothing_asked(file: &FileReport, grid: &Grid<'_>) -> Option<String> {
    let names: Vec<_> = grid.unasked().into_iter().map(visible::line).collect();
    if names.is_empty() {
        let nothing = || "No service is declared.".to_owned();
        return file.services.is_empty().then(nothing);
    }
    Some(format!("Nothing is required of {}.", names.join(", ")))
}
