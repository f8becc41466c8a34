//! What is different between the outcomes of two days.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::days::{Days, Scope};
use super::{Cause, CauseKind, Change, Effect, Event};
use crate::check::outcome::{Finding, Outcome, RequirementOutcome};
use crate::model::deployment::LeastAssurance;
use crate::model::verdict::Verdict;

/// A requirement whose verdict is another one than on the day before, in the regions of which that is so alike.
struct Turned<'o> {
    /// The requirement with its new verdict.
    now: &'o RequirementOutcome,
    regions: Vec<String>,
    before: Verdict,
}

impl Turned<'_> {
    /// Whether a finding is about this requirement as long as it has that verdict, alone or together with others.
    fn has(&self, verdict: Verdict, finding: &Finding) -> bool {
        finding.verdict == Some(verdict)
            && finding.service.as_ref().is_none_or(|service| *service == self.now.service)
            && finding.standard.as_ref().is_none_or(|standard| *standard == self.now.required.reference())
            && (finding.regions.is_empty()
                || self.regions.is_empty()
                || self.regions.iter().any(|region| finding.regions.contains(region)))
    }

    /// Whether a finding is about the new verdict.
    fn brings(&self, finding: &Finding) -> bool {
        self.has(self.now.verdict, finding)
    }
}

/// What says of a finding on one requirement only what holds for some of its regions.
pub(super) type Narrow<'n> = &'n dyn Fn(&Finding, &[String]) -> Option<Finding>;

/// What is different on `day` between two outcomes, by its place in the manifest.
pub(super) fn between(
    (before, after): (&Outcome, &Outcome),
    day: Date,
    days: &Days<'_>,
    narrow: Narrow<'_>,
) -> Vec<Event> {
    let turned = turned(before, after);
    let newly = |sort: fn(&Finding) -> bool| {
        let new = not_in(after, before, sort).into_iter();
        new.map(|finding| only_new(finding, before, sort, narrow)).collect::<Vec<_>>()
    };
    let opened = newly(Finding::is_open);
    let mut events: Vec<Event> = Vec::new();
    events.extend(opened.iter().map(|finding| appears(finding, &turned, before, day, days)));
    let told = |one: &&Turned<'_>| opened.iter().any(|finding| one.brings(finding));
    events.extend(turned.iter().filter(|one| !told(one)).map(|one| turns(one, before, after, day, days)));
    // One whose verdict turns is told as that.
    let excused = newly(Finding::is_waived);
    let excused = excused.iter().filter(|finding| !turned.iter().any(|one| one.brings(finding)));
    events.extend(excused.map(|finding| is_excused(finding, before, day, days)));
    let ended = not_in(before, after, Finding::is_open).into_iter();
    let ended: Vec<_> =
        ended.filter(|finding| !is_told(finding, &events) && !is_needed(finding, &events, days)).collect();
    events.extend(ended.into_iter().map(|finding| {
        let event = about(finding, day, Change::Ends(Box::new(finding.clone())));
        let has_turned = turned.iter().any(|one| one.has(one.before, finding));
        let event = Event { before: finding.verdict, after: finding.verdict.filter(|_| !has_turned), ..event };
        Event { causes: causes(&event, None, days), ..event }
    }));
    events.sort_by(|a, b| key(a).cmp(&key(b)));
    events
}

fn key(event: &Event) -> impl Ord + '_ {
    let rule = event.finding().map(|finding| &finding.rule);
    (event.place, rule, &event.service, &event.standard, &event.regions)
}

impl Finding {
    fn is_open(&self) -> bool {
        self.waived.is_none()
    }

    fn is_waived(&self) -> bool {
        self.waived.is_some()
    }

    fn waived_until(&self) -> Option<Date> {
        self.waived.as_ref().map(|waived| waived.until)
    }

    /// Whether it says the same of the same service and requirement as another one, of whatever regions.
    fn is_kin(&self, other: &Self) -> bool {
        self.standard.is_some()
            && (&self.rule, &self.service, &self.standard, &self.cloud)
                == (&other.rule, &other.service, &other.standard, &other.cloud)
    }
}

/// The findings of one sort that another outcome lacks. Regions that only stand together in another way make none.
fn not_in<'o>(here: &'o Outcome, there: &Outcome, sort: fn(&Finding) -> bool) -> Vec<&'o Finding> {
    let of = |outcome: &'o Outcome| outcome.findings.iter().filter(|finding| sort(finding));
    let others: Vec<_> = there.findings.iter().filter(|finding| sort(finding)).collect();
    let key = |finding: &Finding| (finding.fingerprint.to_string(), finding.regions.clone());
    let known: HashSet<_> = others.iter().map(|finding| key(finding)).collect();
    let new = of(here).filter(|finding| !known.contains(&key(finding)));
    new.filter(|finding| {
        let kin: Vec<_> = others.iter().filter(|other| finding.is_kin(other)).collect();
        let is_there = |region: &String| kin.iter().any(|other| other.regions.contains(region));
        finding.regions.is_empty() || !finding.regions.iter().all(is_there)
    })
    .collect()
}

/// What a finding says of the regions in which another outcome has none of its sort.
fn only_new<'o>(
    finding: &'o Finding,
    there: &Outcome,
    sort: fn(&Finding) -> bool,
    narrow: Narrow<'_>,
) -> Cow<'o, Finding> {
    let kin = there.findings.iter().filter(|other| sort(other) && finding.is_kin(other));
    let known: HashSet<_> = kin.flat_map(|other| &other.regions).collect();
    let new: Vec<_> = finding.regions.iter().filter(|region| !known.contains(region)).cloned().collect();
    let narrowed = (new.len() < finding.regions.len()).then(|| narrow(finding, &new)).flatten();
    narrowed.map_or(Cow::Borrowed(finding), Cow::Owned)
}

fn open(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.findings.iter().filter(|finding| finding.is_open())
}

/// The requirements whose verdict is another one.
fn turned<'o>(before: &Outcome, after: &'o Outcome) -> Vec<Turned<'o>> {
    let mut known: HashMap<&str, &[RequirementOutcome]> = HashMap::new();
    known.extend(chunks(before).map(|chunk| (chunk[0].service.as_str(), chunk)));
    let mut found = Vec::new();
    for now in chunks(after) {
        let was = known.get(now[0].service.as_str()).copied().unwrap_or_default();
        if was.len() == now.len() && was.iter().zip(now).all(|(was, now)| is_same(was, now)) {
            continue;
        }
        let verdicts = by_region(was);
        now.iter().for_each(|now| turned_requirement(now, &verdicts, &mut found));
    }
    found
}

/// The requirements of each service instance.
fn chunks(outcome: &Outcome) -> impl Iterator<Item = &[RequirementOutcome]> {
    outcome.requirements.chunk_by(|a, b| a.service == b.service)
}

fn is_same(a: &RequirementOutcome, b: &RequirementOutcome) -> bool {
    (a.verdict, a.assurance, &a.required, &a.regions) == (b.verdict, b.assurance, &b.required, &b.regions)
}

/// What is required, and one of the regions; none for a use that is not bound to one.
type Place<'o> = (String, LeastAssurance, Option<&'o str>);

fn places(requirement: &RequirementOutcome) -> Vec<Place<'_>> {
    let reference = requirement.required.reference();
    let place = |region| (reference.clone(), requirement.assurance, region);
    match &*requirement.regions {
        [] => vec![place(None)],
        regions => regions.iter().map(|region| place(Some(region.as_str()))).collect(),
    }
}

fn by_region(requirements: &[RequirementOutcome]) -> HashMap<Place<'_>, Verdict> {
    let each = |one| places(one).into_iter().map(|place| (place, one.verdict));
    requirements.iter().flat_map(each).collect()
}

fn turned_requirement<'o>(
    now: &'o RequirementOutcome,
    verdicts: &HashMap<Place<'_>, Verdict>,
    found: &mut Vec<Turned<'o>>,
) {
    let first = found.len();
    for place in places(now) {
        let Some(&before) = verdicts.get(&place).filter(|&&before| before != now.verdict) else { continue };
        let region = place.2.map(str::to_owned);
        match found[first..].iter_mut().find(|one| one.before == before) {
            Some(one) => one.regions.extend(region),
            None => found.push(Turned { now, regions: region.into_iter().collect(), before }),
        }
    }
}

/// The event of a finding, without what only the two days together tell.
fn about(finding: &Finding, day: Date, change: Change) -> Event {
    Event {
        day,
        change,
        service: finding.service.clone(),
        standard: finding.standard.clone(),
        cloud: finding.cloud.clone(),
        regions: finding.regions.clone(),
        before: None,
        after: None,
        causes: Vec::new(),
        place: finding.place.span,
    }
}

fn appears(finding: &Finding, turned: &[Turned<'_>], before: &Outcome, day: Date, days: &Days<'_>) -> Event {
    let event = about(finding, day, Change::Appears(Box::new(finding.clone())));
    let mut verdicts = turned.iter().filter(|one| one.brings(finding)).map(|one| one.before);
    let was = match verdicts.next() {
        Some(first) => Some(first).filter(|first| verdicts.all(|other| other == *first)),
        None => finding.verdict,
    };
    let event = Event { before: was, after: finding.verdict, ..event };
    let same = before.findings.iter().find(|other| {
        !other.is_open()
            && (finding.regions.is_empty() || other.regions.iter().any(|region| finding.regions.contains(region)))
            && (other.fingerprint == finding.fingerprint || (finding.is_kin(other) && other.verdict == was))
    });
    let excused_until = same.and_then(Finding::waived_until).filter(|until| *until < day);
    Event { causes: causes(&event, excused_until, days), ..event }
}

/// What an exception excuses from this day on, whether it was found before or is not found without it.
fn is_excused(finding: &Finding, before: &Outcome, day: Date, days: &Days<'_>) -> Event {
    let event = about(finding, day, Change::Excused(Box::new(finding.clone())));
    let event = Event { before: finding.verdict, after: finding.verdict, ..event };
    let was_open = open(before).any(|other| other.fingerprint == finding.fingerprint);
    let until = if was_open { finding.waived_until() } else { None };
    Event { causes: causes(&event, until, days), ..event }
}

fn turns(turned: &Turned<'_>, before: &Outcome, after: &Outcome, day: Date, days: &Days<'_>) -> Event {
    let now = turned.now;
    let event = Event {
        day,
        change: Change::Turns(effect(turned, before, after)),
        service: Some(now.service.clone()),
        standard: Some(now.required.reference()),
        cloud: Some(now.cloud.clone()),
        regions: turned.regions.clone(),
        before: Some(turned.before),
        after: Some(now.verdict),
        causes: Vec::new(),
        place: now.origins.first().map(|asked| asked.span).unwrap_or_default(),
    };
    Event { causes: causes(&event, None, days), ..event }
}

/// What comes of a verdict that turns without a finding that appears.
fn effect(turned: &Turned<'_>, before: &Outcome, after: &Outcome) -> Effect {
    let had: Vec<_> = open(before).filter(|finding| turned.has(turned.before, finding)).collect();
    let has: Vec<_> = open(after).filter(|finding| turned.brings(finding)).collect();
    // What the same rule says on both days is nothing new.
    let gravest_only_in = |here: &[&Finding], there: &[&Finding]| {
        let new = here.iter().filter(|one| there.iter().all(|other| other.rule != one.rule));
        new.map(|finding| finding.severity).max()
    };
    let waived = after.findings.iter().filter(|finding| turned.brings(finding)).filter_map(Finding::waived_until).min();
    match (gravest_only_in(&has, &had), waived, gravest_only_in(&had, &has)) {
        (Some(severity), ..) => Effect::Joins(severity),
        (None, Some(until), _) => Effect::Waived(until),
        (None, None, Some(severity)) => Effect::Mends(severity),
        (None, None, None) => Effect::Harmless,
    }
}

/// Whether what takes the place of a finding that ends is told already.
fn is_told(finding: &Finding, events: &[Event]) -> bool {
    let same_requirement = |event: &Event| {
        event.standard.is_some() && (&event.service, &event.standard) == (&finding.service, &finding.standard)
    };
    events.iter().any(|event| event.place == finding.place.span || same_requirement(event))
}

/// Whether a finding on a waiver ends because that is needed now: what it excuses says so.
fn is_needed(finding: &Finding, events: &[Event], days: &Days<'_>) -> bool {
    let until = days.end_of_waiver(finding.place.span);
    until.is_some() && events.iter().any(|event| event.change.waived_until() == until)
}

/// The dates that bring an event: those of the day that are about the same thing.
fn causes(event: &Event, excused_until: Option<Date>, days: &Days<'_>) -> Vec<Cause> {
    let dates = days.dates(event.day);
    let mut causes: Vec<Cause> = match excused_until {
        // It was there before, and an exception excused it.
        Some(until) => dates
            .filter(|(_, cause)| cause.kind == CauseKind::Waiver && cause.date == until)
            .map(|(_, cause)| cause.clone())
            .collect(),
        None => {
            dates.filter(|(scope, cause)| fits(event, *scope, cause, days)).map(|(_, cause)| cause.clone()).collect()
        }
    };
    causes.sort();
    causes.dedup();
    causes
}

fn fits(event: &Event, scope: Scope, cause: &Cause, days: &Days<'_>) -> bool {
    let instance = event.service.as_deref().and_then(|name| days.instance(name));
    let standard = event.standard.as_deref().and_then(|reference| days.standard(reference));
    let is_obligation = event.after.or(event.before).is_none() && standard.is_some();
    match scope {
        Scope::Asked((service, cloud, asked)) => {
            let is_it = instance.is_none_or(|one| (one.service.value, one.cloud.value) == (service, cloud))
                && standard.is_none_or(|standard| standard == asked);
            let document = event.finding().and_then(|finding| finding.evidence.as_ref()).map(|one| &*one.id);
            // A verdict doesn't turn because a document grows old, and each document grows old alone. Other dates may
            // be those of another document, since that may bring a disagreement.
            let is_cause = cause.kind != CauseKind::Evidence
                || (event.before == event.after && document.is_none_or(|id| id == cause.name));
            !is_obligation && event.after.or(event.before).is_some() && is_it && is_cause
        }
        Scope::Cloud(cloud) => !is_obligation && instance.is_some_and(|one| one.cloud.value == cloud),
        Scope::Region(region) => {
            !is_obligation && instance.is_some_and(|one| one.regions.iter().any(|other| other.value == region))
        }
        Scope::Agreement(of) => is_obligation && standard == Some(of),
        Scope::Waiver(place) => event.place == place,
    }
}
