//! What a check concludes, as plain values that any format can show.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;
use smallvec::SmallVec;

use super::ahead::Event;
pub use super::fingerprints::Fingerprint;
use super::met::Met;
use super::words;
use crate::model::Text;
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::rule::{Severity, Subject};
use crate::model::verdict::Verdict;
use crate::text::{Source, Span};

/// What was concluded about one manifest.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// How many service instances were checked.
    pub services: usize,
    /// Every requirement with its verdict, in the order of the manifest: an auditor asks for what is shown as well.
    pub requirements: Vec<RequirementOutcome>,
    /// What the rules say, by place and rule.
    pub findings: Vec<Finding>,
    /// The ids of the rules that asked for something.
    pub asking: BTreeSet<String>,
    /// The rules whose condition gave no answer.
    pub failures: Vec<Failure>,
    /// What a reader should know beside it, by place.
    pub notices: Vec<Notice>,
    /// What there was for rules to speak about.
    pub subjects: BTreeSet<Subject>,
    /// What its words meet among the rules; nothing where nobody asks for that.
    pub met: Met,
    /// What they will say on a later day and don't say today, by day; empty where nobody looks ahead.
    pub upcoming: Vec<Event>,
}

impl Outcome {
    /// Adds what was concluded about a later part of the same manifest.
    pub fn add(&mut self, later: Self) {
        let Self { services, requirements, findings, asking, failures, notices, subjects, met, upcoming } = later;
        self.services += services;
        self.requirements.extend(requirements);
        self.findings.extend(findings);
        self.asking.extend(asking);
        // Of a rule, the first is told.
        let is_first = |later: &Failure| self.failures.iter().all(|known| known.rule != later.rule);
        let first: Vec<_> = failures.into_iter().filter(is_first).collect();
        self.failures.extend(first);
        self.failures.sort_by(|a, b| a.rule.cmp(&b.rule));
        self.notices.extend(notices);
        self.subjects.extend(subjects);
        self.met.add(&met);
        self.upcoming.extend(upcoming);
    }
}

/// An expression of a rule that gave no answer for a subject: what was to be checked was not.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The rule's id.
    pub rule: String,
    /// The rule's file.
    pub source: Source,
    /// The place of the expression in it.
    pub span: Span,
    /// Why there was no answer, in a sentence.
    pub message: String,
    /// What to do, where that is known.
    pub help: Option<String>,
}

/// What the catalogue shows for one requirement: a service instance × cloud × standard × verdict × deciding document,
/// with the regions that share it.
#[derive(Debug, Clone)]
pub struct RequirementOutcome {
    /// The team's own name for the service instance.
    pub service: String,
    /// The ids of the regions, a list that requirements may share; empty for a use that is not bound to one.
    pub regions: Arc<[String]>,
    /// Every place that asks for it, the nearest first. Never empty.
    pub origins: SmallVec<[Asked; 1]>,
    /// The rest, which service instances that ask alike share.
    pub shown: Arc<Shown>,
}

impl Deref for RequirementOutcome {
    type Target = Shown;

    fn deref(&self) -> &Shown {
        &self.shown
    }
}

/// What the catalogue shows for a requirement, whoever has it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The catalogue's id of the service.
    pub service_id: String,
    /// The cloud's id.
    pub cloud: String,
    /// What is required.
    pub required: Scope,
    /// The least assurance that is asked for.
    pub assurance: LeastAssurance,
    /// What the catalogue shows.
    pub verdict: Verdict,
    /// What is held, where anything is.
    pub held: Option<Scope>,
    /// Whether the documents disagree.
    pub contested: bool,
    /// The document that decides.
    pub evidence: Option<Citation>,
    /// The other documents that speak of it, newest first.
    pub history: Vec<Voice>,
}

/// A standard with the edition and the level that are meant, by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The standard's id.
    pub standard: String,
    /// The edition's id within the standard.
    pub edition: Option<String>,
    /// The level's id within the standard.
    pub level: Option<String>,
}

impl Scope {
    /// `standard[:edition][@level]`.
    pub fn reference(&self) -> String {
        let edition = self.edition.as_ref().map(|edition| format!(":{edition}")).unwrap_or_default();
        let level = self.level.as_ref().map(|level| format!("@{level}")).unwrap_or_default();
        format!("{}{edition}{level}", self.standard)
    }
}

/// A place that asks for something to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who asks.
    pub kind: Origin,
    /// Where; for a rule, what made it speak.
    pub span: Span,
    /// The rule's id, where a rule asks.
    pub rule: Option<String>,
    /// The profile by which it is asked for, where it is.
    pub profile: Option<String>,
}

/// A publication as a report names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Its id in the catalogue.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Who published it, where that is known.
    pub publisher: Option<Text>,
    /// The day for which it speaks, where that is known.
    pub as_of: Option<Date>,
    /// Where in the document it stands, where that is known.
    pub locator: Option<Text>,
}

/// A document that speaks of a requirement and doesn't decide it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The document's id.
    pub id: Text,
    /// What it would have decided.
    pub verdict: Verdict,
    /// Where in the document it stands, where that is known.
    pub locator: Option<Text>,
    /// Whether its words are believed: of a misprint, it is said what they would have decided.
    pub believed: bool,
}

/// What a rule says about a deployment.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Why it matters.
    pub why: Text,
    /// How the data reaches the service on account of which a rule asks for it, in a sentence.
    pub because: Option<String>,
    /// What to do: the ways out that the catalogue knows, else the rule's own advice.
    pub help: String,
    /// The service instance, where it is about one.
    pub service: Option<String>,
    /// The requirement, as `standard[:edition][@level]`, where it is about one.
    pub standard: Option<String>,
    /// The cloud's id, where it is about one.
    pub cloud: Option<String>,
    /// The ids of the regions that it is about.
    pub regions: Vec<String>,
    /// The verdict, where it is about a requirement.
    pub verdict: Option<Verdict>,
    /// The place that it is reported at.
    pub place: Label,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// The ids of the rules that ask for what it is about, or that forbid it.
    pub asked_by: Vec<String>,
    /// Places in other files that explain it: what asked for it, or what forbids it.
    pub elsewhere: Vec<Elsewhere>,
    /// The document that shows it.
    pub evidence: Option<Citation>,
    /// What it is about: one subject, or each of those that share it.
    pub about: Vec<About>,
    /// Service instance and requirement for which `explain` tells the whole story; without them, it does so for the
    /// finding's fingerprint.
    pub explain: Option<(String, String)>,
    /// Tells this finding from every other one of the file, and survives moving lines: 64 lower-case hex digits.
    pub fingerprint: Fingerprint,
    /// Whether its rule makes one finding of all subjects that share a value: it stays the same whatever joins it.
    pub is_shared: bool,
    /// The exception that excuses it.
    pub waived: Option<Waived>,
    /// Whether a baseline holds it already.
    pub known: bool,
    /// The ids of the regions in which it is new, where a baseline holds it in others of its regions.
    pub new_in: Vec<String>,
}

impl Finding {
    /// Whether it counts for the exit status: no exception excuses it, and no baseline holds it.
    pub fn counts(&self) -> bool {
        self.waived.is_none() && !self.known
    }

    /// What is wrong, and where that is new while it is known elsewhere: `... (new in westindia)`.
    pub fn said(&self) -> Cow<'_, str> {
        match self.new_in.as_slice() {
            [] => Cow::Borrowed(&self.message),
            regions => Cow::Owned(format!("{} (new in {})", self.message, words::few(regions))),
        }
    }
}

/// The first digits of a fingerprint, which are enough to ask for the finding.
pub fn short_fingerprint(fingerprint: &str) -> &str {
    fingerprint.get(..12).unwrap_or(fingerprint)
}

/// A subject that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The manifest as a whole.
    Deployment,
    /// A service instance.
    Service {
        /// The team's own name for it.
        service: String,
    },
    /// A service instance in a region, or one that is bound to none.
    Placement {
        /// The team's own name for it.
        service: String,
        /// The region's id.
        region: Option<String>,
    },
    /// A requirement, or a part of it.
    Requirement {
        /// Its place in [`Outcome::requirements`].
        number: usize,
        /// The ids of those of its regions that are meant, where a waiver excuses some of them; none where all are.
        only: Option<Vec<String>>,
    },
    /// What a standard, or a rule, asks of the customer.
    Obligation {
        /// The team's own name for the service instance.
        service: String,
        /// The standard, as `standard[:edition][@level]`.
        standard: String,
        /// The id of the agreement that must be in force, where one is offered.
        agreement: Option<String>,
    },
    /// Data that goes from one service instance to another.
    Flow {
        /// Who sends.
        from: String,
        /// Who receives.
        to: String,
        /// The classes of data that go there.
        data: Vec<String>,
    },
    /// A waiver, by its place in the manifest's list.
    Waiver(usize),
}

/// Something that a reader should know and that is no finding: it says nothing of the deployment, and fails nothing.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The file.
    pub source: Source,
    /// The place in it.
    pub span: Span,
    /// What there is to know, in one sentence without a full stop.
    pub message: String,
}

/// A place in the manifest, and what is to be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words.
    pub text: String,
}

/// A place in another file than the manifest, and what is to be said there.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The file.
    pub source: Source,
    /// The place in it.
    pub span: Span,
    /// A few words.
    pub text: String,
}

/// The exception that excuses a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// The waiver's place in the manifest's list.
    pub number: usize,
    /// Why.
    pub reason: String,
    /// The last day on which it excuses.
    pub until: Date,
    /// Who allowed it.
    pub approved_by: Option<String>,
}
