//! What will be found on a later day and is not found today.
//!
//! Nothing here judges: each later day is checked as it would be with that day as the day of the check, and only those
//! days are, on which anything can be different from the day before. What a day brings is the difference between the two
//! outcomes, and so whatever rules say takes part in it.

mod days;
mod differences;
mod horizon;
mod narrowed;

use jiff::civil::Date;

use super::Checker;
use super::outcome::{Finding, Outcome};
use super::subject::Detail;
use crate::model::deployment::Deployment;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::Span;
use days::Days;

pub use horizon::Horizon;

/// What is different from one day on.
#[derive(Debug, Clone)]
pub struct Event {
    /// The first day on which it is so. What ends, ended on the day before: last days are included.
    pub day: Date,
    /// What it is.
    pub change: Change,
    /// The service instance, where it is about one.
    pub service: Option<String>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<String>,
    /// The cloud's id, where it is about one.
    pub cloud: Option<String>,
    /// The ids of the regions that it is about.
    pub regions: Vec<String>,
    /// The verdict on the day before, where it is about a requirement.
    pub before: Option<Verdict>,
    /// The verdict from the day on.
    pub after: Option<Verdict>,
    /// The dates that pass and bring it, as far as they are known.
    pub causes: Vec<Cause>,
    /// The place in the manifest.
    pub place: Span,
}

/// What changes on a day.
#[derive(Debug, Clone)]
pub enum Change {
    /// A rule finds something, or an exception excuses it no more.
    Appears(Box<Finding>),
    /// A rule finds something that an exception excuses, or one excuses what it found.
    Excused(Box<Finding>),
    /// What a rule found is found no more.
    Ends(Box<Finding>),
    /// A verdict turns, and no finding appears by it.
    Turns(Effect),
}

/// What comes of a verdict that turns without a finding that appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A finding that there was before is about this as well; how grave it is.
    Joins(Severity),
    /// An exception excuses what is found, to the end of this day.
    Waived(Date),
    /// What was found is found no more; how grave it was.
    Mends(Severity),
    /// Nothing is found on either day.
    Harmless,
}

impl Change {
    /// Every name.
    pub const NAMES: [&'static str; 6] = ["appears", "ends", "joins", "waived", "mends", "harmless"];

    /// How grave the finding is that appears, ends, is joined or is mended.
    pub fn severity(&self) -> Option<Severity> {
        match self {
            Self::Appears(finding) | Self::Ends(finding) => Some(finding.severity),
            Self::Turns(Effect::Joins(severity) | Effect::Mends(severity)) => Some(*severity),
            Self::Excused(_) | Self::Turns(Effect::Waived(_) | Effect::Harmless) => None,
        }
    }

    /// The last day of the exception that excuses it.
    pub fn waived_until(&self) -> Option<Date> {
        match self {
            Self::Excused(finding) => finding.waived.as_ref().map(|waived| waived.until),
            Self::Turns(Effect::Waived(until)) => Some(*until),
            Self::Appears(_) | Self::Ends(_) | Self::Turns(_) => None,
        }
    }

    /// Its name in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Appears(_) => "appears",
            Self::Ends(_) => "ends",
            Self::Turns(Effect::Joins(_)) => "joins",
            Self::Excused(_) | Self::Turns(Effect::Waived(_)) => "waived",
            Self::Turns(Effect::Mends(_)) => "mends",
            Self::Turns(Effect::Harmless) => "harmless",
        }
    }
}

impl Event {
    /// The finding that appears, is excused or ends.
    pub fn finding(&self) -> Option<&Finding> {
        match &self.change {
            Change::Appears(finding) | Change::Excused(finding) | Change::Ends(finding) => Some(finding),
            Change::Turns(_) => None,
        }
    }

    /// The last day of the exception that excused it until the day before.
    pub fn was_waived_until(&self) -> Option<Date> {
        let waiver = self.causes.iter().find(|cause| cause.kind == CauseKind::Waiver)?;
        // A finding on the waiver itself is about no service.
        self.service.as_ref().filter(|_| self.severity().is_some() && waiver.date < self.day).map(|_| waiver.date)
    }

    /// How grave it is from the day on; none where nothing stands against it then.
    pub fn severity(&self) -> Option<Severity> {
        match &self.change {
            Change::Appears(finding) => Some(finding.severity),
            Change::Turns(Effect::Joins(severity)) => Some(*severity),
            Change::Turns(Effect::Waived(_) | Effect::Mends(_) | Effect::Harmless)
            | Change::Excused(_)
            | Change::Ends(_) => None,
        }
    }
}

/// A date that passes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// What has the date.
    pub kind: CauseKind,
    /// Its id in the catalogue, or what the manifest calls it.
    pub name: String,
    /// The date as it is written: the last day of what ends, the first day of what begins.
    pub date: Date,
}

/// What has a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseKind {
    /// The validity that a document states for a claim ends.
    Validity,
    /// An edition of a standard ends, and what was issued for it with it.
    Edition,
    /// A cloud closes.
    Cloud,
    /// A region closes.
    Region,
    /// A signed agreement ends.
    Agreement,
    /// A waiver ends.
    Waiver,
    /// A document grows as old as a rule allows.
    Evidence,
    /// A document begins to speak, or its claim to hold.
    Document,
    /// A signed agreement begins.
    Signature,
}

impl CauseKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Validity,
        Self::Edition,
        Self::Cloud,
        Self::Region,
        Self::Agreement,
        Self::Waiver,
        Self::Evidence,
        Self::Document,
        Self::Signature,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Validity => "validity",
            Self::Edition => "edition",
            Self::Cloud => "cloud",
            Self::Region => "region",
            Self::Agreement => "agreement",
            Self::Waiver => "waiver",
            Self::Evidence => "evidence",
            Self::Document => "document",
            Self::Signature => "signature",
        }
    }
}

impl Checker<'_> {
    /// What is different on a day after that of this check, up to and with the day `until`, by days.
    ///
    /// `today` is what [`Checker::check`] concludes about `deployment`.
    pub fn ahead(&self, deployment: &Deployment, today: &Outcome, until: Date) -> Vec<Event> {
        let mut days = Days::new(self, deployment, until);
        days.add_requirements(today);
        let mut events = Vec::new();
        let mut before: Option<Outcome> = None;
        let mut day = self.as_of;
        while let Some(next) = days.after(day) {
            day = next;
            let checker = self.on(day);
            let known = before.as_ref().unwrap_or(today);
            let after = checker.conclude(deployment, Detail::WithoutWaysOut, |context, items, after| {
                days.add_requirements(&after);
                let narrow = |finding: &_, regions: &[_]| checker.narrowed((context, items), finding, regions);
                events.extend(differences::between((known, &after), day, &days, &narrow));
                after
            });
            before = Some(after);
        }
        events
    }

    /// The events that bring a finding: what [`Checker::ahead`] knows, without what ends, and without verdicts that turn
    /// and leave nothing to be found.
    pub fn upcoming(&self, deployment: &Deployment, today: &Outcome, until: Date) -> Vec<Event> {
        let mut events = self.ahead(deployment, today, until);
        events.retain(|event| event.severity().is_some());
        events
    }
}
