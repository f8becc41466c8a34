//! What an explanation is made of: plain values that any format can show.

use jiff::civil::Date;

use super::duty::Duty;
use super::kinds::{Effect, Form, Part, StepKind};
use crate::check::outcome::{self, Fingerprint};
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::evidence::{DateBasis, Statement};
use crate::model::rule::{Severity, Subject};
use crate::model::standard::{Basis, RelationKind};
use crate::model::verdict::Verdict;
use crate::text::{Source, Span};

/// What is to be explained of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// What is required of a service instance, or could be.
    Requirement {
        /// The team's own name for the service instance.
        service: String,
        /// The standard, as a manifest would require it.
        standard: String,
    },
    /// A service instance by the team's own name for it, or a finding by the first digits of its fingerprint.
    Named(String),
    /// What is reported at a place.
    Line {
        /// The line, from 1.
        line: usize,
        /// The column, from 1; every one of the line where none is given.
        column: Option<usize>,
    },
}

/// The whole reasoning behind what was asked for.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// What it is about.
    pub form: Form,
    /// The question that it answers, in a sentence.
    pub question: String,
    /// What a reader should know before the answer, in a sentence without a full stop.
    pub beforehand: Option<String>,
    /// The manifest.
    pub source: Source,
    /// The day for which everything was decided.
    pub as_of: Date,
    /// The findings on what it is about, in the order of the manifest.
    pub findings: Vec<Judged>,
    /// The requirements that it is about, in the order of the manifest.
    pub requirements: Vec<Story>,
    /// What else it is about.
    pub subjects: Vec<SubjectStory>,
    /// The rules whose condition gave no answer, by their ids: what they were to check was not checked.
    pub unanswered: Vec<outcome::Failure>,
}

/// A place in a file.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file.
    pub source: Source,
    /// The place in it.
    pub span: Span,
}

/// How one requirement is decided, for the regions that share the answer.
#[derive(Debug, Clone)]
pub struct Story {
    /// The team's own name for the service instance.
    pub service: String,
    /// The catalogue's id of the service.
    pub service_id: String,
    /// The service's name as people write it.
    pub service_title: String,
    /// The cloud's id.
    pub cloud: String,
    /// The cloud's name as people write it.
    pub cloud_title: String,
    /// The ids of the regions that share the answer; empty for a use that is not bound to one.
    pub regions: Vec<String>,
    /// What is required, as `standard[:edition][@level]`.
    pub required: String,
    /// The same as people say it.
    pub title: String,
    /// The least assurance that is asked for.
    pub assurance: LeastAssurance,
    /// Whether nothing asks for it, and it is told what would be if something did.
    pub supposed: bool,
    /// Everyone who asks for it, the nearest first.
    pub askings: Vec<Asking>,
    /// What the catalogue shows.
    pub verdict: Verdict,
    /// The same in a sentence, without a full stop.
    pub says: String,
    /// What is held, as people say it, where anything is.
    pub held: Option<String>,
    /// How that was reached: for what is required itself, and, where a relation satisfies it, for what is held instead.
    pub decisions: Vec<Decision>,
    /// How the documents disagree, where they do.
    pub contested: Option<String>,
    /// Where and how it would be covered, as far as the catalogue knows; none where it is covered.
    pub ways_out: Option<String>,
    /// What stays with the customer, where something does.
    pub duty: Option<Duty>,
    /// The days that matter, earliest first.
    pub dates: Vec<Happening>,
    /// The fingerprints of the findings on it.
    pub findings: Vec<String>,
}

/// Somebody who asks for something.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Who asks.
    pub kind: Origin,
    /// Where in the manifest; for a rule, what made it speak.
    pub place: Place,
    /// The profile that stands there in place of the standard, where one does.
    pub profile: Option<AskingProfile>,
    /// The rule that asks, where one does.
    pub rule: Option<AskingRule>,
}

/// A profile that asks.
#[derive(Debug, Clone)]
pub struct AskingProfile {
    /// The profile that the manifest names.
    pub name: String,
    /// The profile that names the standard itself: another one where a profile contains others.
    pub named_by: String,
    /// Where that one names it.
    pub place: Place,
}

/// A rule that asks.
#[derive(Debug, Clone)]
pub struct AskingRule {
    /// Its id.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// Why.
    pub why: String,
    /// Where its file asks for it.
    pub place: Place,
    /// The data on account of which it asks, and how that comes here.
    pub data: Vec<DataWay>,
}

/// How a class of data comes to a service instance.
#[derive(Debug, Clone)]
pub struct DataWay {
    /// The class.
    pub class: String,
    /// The service instances on its way, the first one and the last one included; one where it declares the class
    /// itself.
    pub way: Vec<String>,
    /// The same in a sentence, as findings tell it; none where the service instance declares the class itself.
    pub says: Option<String>,
    /// Where the manifest says so.
    pub place: Place,
}

/// The decision on one question that the catalogue was asked.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What was asked for, as `standard[:edition][@level]`.
    pub required: String,
    /// The same as people say it.
    pub title: String,
    /// The relation on account of which it was asked, where it is not what is required itself.
    pub through: Option<Link>,
    /// What the documents that speak of it come to, whatever relations there are.
    pub verdict: Verdict,
    /// The steps that led there, in the order of the decision. None follows one that stops it, but what is told beside.
    pub steps: Vec<Step>,
    /// Every document that has to do with it: the deciding one, the others newest first, those that were replaced, those
    /// on platforms, and those with a misprint.
    pub documents: Vec<Said>,
}

/// A relation between two standards, editions or levels.
#[derive(Debug, Clone)]
pub struct Link {
    /// What is held, as people say it.
    pub from: String,
    /// How it is linked.
    pub kind: RelationKind,
    /// What that satisfies, as people say it.
    pub to: String,
    /// On what it rests, where that is known.
    pub basis: Option<Basis>,
    /// What a reader should know beside it.
    pub note: Option<String>,
    /// Who says so.
    pub sources: Vec<Cited>,
}

/// A step of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it looks at.
    pub kind: StepKind,
    /// What that does to the decision.
    pub effect: Effect,
    /// What was found, in a sentence without a full stop.
    pub says: String,
}

/// What one document says.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its part in the decision.
    pub part: Part,
    /// The document.
    pub document: Cited,
    /// The verdict that it would give alone; none where it says nothing that could give one.
    pub verdict: Option<Verdict>,
    /// What it says, in a sentence without a full stop.
    pub says: String,
    /// What its claim states of the service, where it makes a claim.
    pub statement: Option<Statement>,
    /// The standard that its claim names, as people say it.
    pub states: Option<String>,
    /// The last day on which that counts.
    pub until: Option<Date>,
    /// What must hold for it to reach a customer.
    pub conditions: Vec<Needed>,
    /// What else a reader should know of it, in sentences.
    pub notes: Vec<String>,
    /// The documents that took its place.
    pub replaced_by: Vec<Cited>,
}

/// A condition of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Its id.
    pub id: String,
    /// What must hold, to be read after "only if".
    pub text: String,
    /// Whether the manifest says that this use meets it.
    pub met: bool,
}

/// A document, or another publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Its id in the catalogue.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it, where that is known.
    pub publisher: Option<String>,
    /// The day for which it speaks, where that is known.
    pub as_of: Option<Date>,
    /// How that day is known.
    pub as_of_basis: Option<DateBasis>,
    /// The latest day on which the same text was still found, where that is known.
    pub last_seen: Option<Date>,
    /// Where it is found.
    pub found_at: String,
    /// Where in it that stands, where that is known.
    pub locator: Option<String>,
}

/// What happens on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Happening {
    /// The day.
    pub day: Date,
    /// What happens, in a few words.
    pub what: String,
}

/// A finding, with what led its rule to report it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The rule's id.
    pub rule: String,
    /// The flaw that it reports, in a few words.
    pub title: String,
    /// The rule's place in its file.
    pub rule_place: Place,
    /// What it speaks about.
    pub subject: Subject,
    /// How grave it is.
    pub severity: Severity,
    /// Where the policy says that it is that grave; none where the rule does.
    pub severity_set_by: Option<Place>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// How data makes rules ask for it, in a sentence.
    pub because: Option<String>,
    /// What to do.
    pub help: String,
    /// Where it is reported.
    pub place: Place,
    /// Places in other files that explain it, each with a few words: what the policy says.
    pub elsewhere: Vec<(Place, String)>,
    /// The values of the fields that the rule looked at, by their names; several where those who share it differ.
    pub saw: Vec<(String, Vec<String>)>,
    /// Tells it from every other finding of the file.
    pub fingerprint: Fingerprint,
    /// The waiver that excuses it.
    pub waived: Option<Excuse>,
    /// Waivers that were written for it and don't excuse it.
    pub not_excused_by: Vec<Excuse>,
}

/// A waiver that was written for a finding.
#[derive(Debug, Clone)]
pub struct Excuse {
    /// Why.
    pub reason: String,
    /// The last day on which it excuses.
    pub until: Date,
    /// Who allowed it.
    pub approved_by: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Why it doesn't excuse the finding, where it doesn't.
    pub void: Option<String>,
}

/// Something other than a requirement that an explanation is about.
#[derive(Debug, Clone)]
pub struct SubjectStory {
    /// What sort of thing it is.
    pub subject: Subject,
    /// What it is, in a sentence without a full stop.
    pub says: String,
    /// Where the manifest has it.
    pub place: Place,
    /// The rules that ask something of it.
    pub askings: Vec<Asking>,
    /// What the catalogue says of the things that it names: each in a sentence, with who says so.
    pub facts: Vec<Fact>,
    /// What stays with the customer, where it is about that.
    pub duty: Option<Duty>,
    /// Why no document speaks of it, in a sentence, where none does.
    pub silence: Option<String>,
    /// The days that matter, earliest first.
    pub dates: Vec<Happening>,
}

/// Something that the catalogue says.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it says, in a sentence without a full stop.
    pub says: String,
    /// Who says so; nobody where no publication was found, or where the catalogue's editors conclude it.
    pub sources: Vec<Cited>,
}

impl SubjectStory {
    /// Whether a document or another publication is named.
    pub fn names_a_document(&self) -> bool {
        let of_duty = |duty: &Duty| {
            !duty.documents.is_empty() || duty.agreement.as_ref().is_some_and(|one| !one.sources.is_empty())
        };
        self.facts.iter().any(|fact| !fact.sources.is_empty()) || self.duty.as_ref().is_some_and(of_duty)
    }
}

impl Story {
    /// The document that decides, where one does: for a closed cloud the one that says so.
    pub fn deciding(&self) -> Option<&Said> {
        let documents = || self.decisions.last().into_iter().flat_map(|decision| &decision.documents);
        let of_part = |part: Part| documents().find(|said| said.part == part);
        of_part(Part::Closing).or_else(|| of_part(Part::Decides)).or_else(|| {
            let platform = self.verdict == Verdict::PlatformOnly;
            of_part(Part::Platform).filter(|_| platform)
        })
    }
}
