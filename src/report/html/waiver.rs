//! The exceptions of the manifests, each with how much it excuses.

use jiff::civil::Date;

use super::super::{FileReport, Report, WaiverSummary, visible};
use super::keys::{Choices, Keys};
use super::page::place;
use crate::check::outcome::Waived;

/// An exception in the list.
#[derive(Debug)]
pub(super) struct Waiver {
    /// Its anchor.
    pub anchor: String,
    /// For which rules.
    pub rule: String,
    /// For which subjects only.
    pub only: Vec<String>,
    /// Where it stands.
    pub place: String,
    /// The last day on which it excuses.
    pub until: String,
    /// How many days that still is.
    pub left: String,
    /// Why.
    pub reason: String,
    /// Who allowed it.
    pub approved_by: Option<String>,
    /// How much it excuses.
    pub excuses: String,
    /// By what it is found.
    pub keys: Keys,
}

impl Waiver {
    /// The waivers of a file; `number` is the file's.
    pub(super) fn of_file(report: &Report, choices: &Choices, number: usize, file: &FileReport) -> Vec<Self> {
        let waivers = file.waivers.iter().enumerate();
        waivers.map(|(at, waiver)| Self::of(report, choices, (number, file), (at, waiver))).collect()
    }

    fn of(
        report: &Report,
        choices: &Choices,
        (number, file): (usize, &FileReport),
        (at, waiver): (usize, &WaiverSummary),
    ) -> Self {
        let mut keys = Keys::alone("waived");
        for finding in &file.outcome.findings {
            if finding.waived.as_ref().is_some_and(|waived| waived.number == at) {
                let of_finding = choices.of_finding(file, finding);
                keys.standards.extend(of_finding.standards);
                keys.clouds.extend(of_finding.clouds);
            }
        }
        Self {
            anchor: anchor(number, at),
            rule: visible::line(&waiver.rule),
            only: waiver.only_in_words(),
            place: place(&file.source, waiver.span),
            until: waiver.until.to_string(),
            left: left(waiver.until, report.as_of),
            reason: visible::prose(&waiver.reason),
            approved_by: waiver.approved_by.as_deref().map(visible::prose),
            excuses: waiver.excuses(file, at, report.as_of),
            keys,
        }
    }
}

/// Where the list has the waiver that excuses a finding of a file: its anchor, and its place in the manifest.
pub(super) fn listed(number: usize, file: &FileReport, waived: &Waived) -> Option<(String, String)> {
    let waiver = file.waivers.get(waived.number)?;
    Some((anchor(number, waived.number), place(&file.source, waiver.span)))
}

fn anchor(file: usize, number: usize) -> String {
    format!("w{file}-{number}")
}

/// How many days are left up to the last one.
pub(super) fn left(until: Date, today: Date) -> String {
    match (until - today).get_days() {
        ..=-1 => "over".to_owned(),
        0 => "its last day".to_owned(),
        1 => "1 day left".to_owned(),
        days => format!("{days} days left"),
    }
}
