//! What is different from one day on, as it stands in JSON.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::name::{Day, Name, Named};
use crate::check::ahead::{Cause, CauseKind, Event};
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;
use crate::text::Source;

/// What is different from one day on.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Event", deny_unknown_fields))]
pub(in super::super) struct EventEntry<'a> {
    /// The first day on which it is so: what ends, ended on the day before, since last days are included.
    pub day: Day,
    /// A finding `appears` or `ends`, or is `waived` from then on; or a verdict turns, and no finding appears by it: it
    /// `joins` one that was there before, is `waived`, `mends` what was found, or is `harmless`.
    pub change: Name<ChangeName>,
    /// The rule's id, where a finding appears, ends or is waived.
    pub rule: Option<&'a str>,
    /// How grave the finding is that appears, ends, is joined or is mended.
    pub severity: Option<Name<Severity>>,
    /// What the finding says, where one appears, ends or is waived.
    pub message: Option<&'a str>,
    /// The service instance, where it is about one.
    pub service: Option<&'a str>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<&'a str>,
    /// The cloud's id, where it is about one.
    pub cloud: Option<&'a str>,
    /// The ids of the regions that it is about.
    pub regions: &'a [String],
    /// The verdict on the day before, where it is about a requirement.
    pub before: Option<Name<Verdict>>,
    /// The verdict from the day on.
    pub after: Option<Name<Verdict>>,
    /// The last day of the exception that excuses it.
    pub waived_until: Option<Day>,
    /// The last day of the exception that excused it until the day before.
    pub was_waived_until: Option<Day>,
    /// The dates that pass and bring it, as far as they are known.
    pub causes: Vec<CauseEntry<'a>>,
    /// The line in the manifest, counted from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// The column, counted from 1 in Unicode scalar values.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
    /// The first byte of the place, counted from 0 in the UTF-8 text.
    pub offset: usize,
    /// How many bytes the place has; 0 for a place between two bytes.
    pub length: usize,
    /// That of the finding that appears, ends or is waived.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub fingerprint: Option<&'a str>,
}

/// What changes, by its name.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct ChangeName(&'static str);

impl Named for ChangeName {
    fn name(self) -> &'static str {
        self.0
    }
}

/// A date that passes.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Cause", deny_unknown_fields))]
pub(in super::super) struct CauseEntry<'a> {
    /// What has the date.
    pub kind: Name<CauseKind>,
    /// Its id in the catalogue, or what the manifest calls it.
    pub name: &'a str,
    /// The date as it is written: the last day of what ends, the first day of what begins.
    pub date: Day,
}

impl<'a> EventEntry<'a> {
    pub(in super::super) fn of(source: &Source, event: &'a Event) -> Self {
        let finding = event.finding();
        let position = source.position(event.place.start);
        Self {
            day: Day(event.day),
            change: Name(ChangeName(event.change.name())),
            rule: finding.map(|finding| finding.rule.as_str()),
            severity: event.change.severity().map(Name),
            message: finding.map(|finding| finding.message.as_str()),
            service: event.service.as_deref(),
            standard: event.standard.as_deref(),
            cloud: event.cloud.as_deref(),
            regions: &event.regions,
            before: event.before.map(Name),
            after: event.after.map(Name),
            waived_until: event.change.waived_until().map(Day),
            was_waived_until: event.was_waived_until().map(Day),
            causes: event.causes.iter().map(CauseEntry::of).collect(),
            line: position.line,
            column: position.column,
            offset: event.place.start,
            length: event.place.len(),
            fingerprint: finding.map(|finding| finding.fingerprint.as_str()),
        }
    }
}

impl<'a> CauseEntry<'a> {
    pub(in super::super) fn of(cause: &'a Cause) -> Self {
        Self { kind: Name(cause.kind), name: &cause.name, date: Day(cause.date) }
    }
}

#[cfg(test)]
mod schema {
    use super::super::name::Described;
    use super::ChangeName;
    use crate::check::ahead::Change;

    impl Described for ChangeName {
        const TITLE: &'static str = "Change";
        const ABOUT: &'static str = "What changes from one day on.";
        const MEMBERS: &'static [Self] = &{
            let mut names = [ChangeName(""); Change::NAMES.len()];
            let mut at = 0;
            while at < names.len() {
                names[at] = ChangeName(Change::NAMES[at]);
                at += 1;
            }
            names
        };
    }
}
