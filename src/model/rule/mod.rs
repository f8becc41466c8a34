//! Rules: which conclusions are worth saying, how gravely, and in which words.

mod field;
mod report;

use jiff::civil::Date;

use super::Text;
use super::date::{PartialDate, Term};
use super::deployment::LeastAssurance;
use super::evidence::Document;
use super::id::Id;
use super::late::Late;
use super::pack::{Pack, PackId};
use super::provider::Agreement;
use super::standard::StandardRef;
use crate::text::{Source, Span, Spanned};

pub use field::{Field, FieldKind};
pub use report::{Piece, Report, Template};

/// All rules, with the patterns that they share.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The rules, by their ids.
    pub rules: Vec<Rule>,
    /// Every pattern over names, once; [`PatternId`] counts from the front.
    pub patterns: Vec<Text>,
    /// The packs that some of the rules belong to, by their names; [`PackId`] counts from the front.
    pub packs: Vec<Pack>,
}

impl Rules {
    /// The pack that a rule belongs to, where it belongs to one.
    pub fn pack_of(&self, rule: &Rule) -> Option<&Pack> {
        self.packs.get(rule.pack?.0)
    }
}

/// One rule: what it matches, and what it requires or says then.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, `group/flaw`.
    pub id: String,
    /// The flaw, in a few words; of a rule that requires, what it asks for.
    pub title: Text,
    /// What it speaks about.
    pub subject: Subject,
    /// When it speaks.
    pub condition: Condition,
    /// What must hold besides, as an expression; it is compiled where rules are made ready.
    pub when: Option<Spanned<String>>,
    /// What it does then.
    pub effect: Effect,
    /// Why it matters.
    pub why: Text,
    /// What to do. A rule that requires may leave that to the findings.
    pub fix: Text,
    /// What it rests on, where it says so.
    pub sources: Vec<Cited>,
    /// Deployments that show it.
    pub examples: Late<Vec<Example>>,
    /// The pack that it belongs to; none where it stands on its own.
    pub pack: Option<PackId>,
    /// The file.
    pub source: Source,
    /// The id's place in it.
    pub span: Span,
}

/// Something that a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cited {
    /// In words: a clause of a contract, a decision of the house.
    Words(Text),
    /// A published work.
    Work(Work),
    /// A document of the catalogue.
    Document {
        /// Which one.
        document: Id<Document>,
        /// Where in it.
        at: Option<Text>,
    },
}

/// A published work that a rule rests on: a law, an authority's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// What it is called.
    pub title: Text,
    /// Where it is found.
    pub found_at: Text,
    /// Who published it.
    pub publisher: Option<Text>,
    /// The date printed on it.
    pub date: Option<PartialDate>,
    /// Where in it.
    pub at: Option<Text>,
}

/// What a rule does with the subjects that it matches.
#[derive(Debug, Clone)]
pub enum Effect {
    /// It asks something of them. All that is asked is gathered before anything is reported.
    Require(Require),
    /// It says that something is wrong with them.
    Report(Report),
}

impl Rule {
    /// What it says, where it reports.
    pub fn report(&self) -> Option<&Report> {
        match &self.effect {
            Effect::Report(report) => Some(report),
            Effect::Require(_) => None,
        }
    }

    /// What it asks for, where it requires.
    pub fn require(&self) -> Option<&Require> {
        match &self.effect {
            Effect::Require(require) => Some(require),
            Effect::Report(_) => None,
        }
    }

    /// Whether its condition looks at a field, or its words name it. What its expression looks at, only that knows.
    pub fn looks_at(&self, field: Field) -> bool {
        self.condition.looks_at(field) || self.report().is_some_and(|report| report.names(field))
    }
}

/// What a rule asks of the subjects that it matches. What it leaves out, it doesn't ask for.
#[derive(Debug, Clone)]
pub struct Require {
    /// What must be shown for the service.
    pub standards: Vec<Required>,
    /// How strong every assurance for the service must at least be.
    pub assurance: LeastAssurance,
    /// Contracts, of which one that the service's provider offers must be in force.
    pub agreements: Vec<Id<Agreement>>,
    /// Where the service may be.
    pub places: Places,
    /// Over how many places it must be spread.
    pub spread: Spread,
    /// The place in the rule's file.
    pub span: Span,
}

/// A standard that a rule asks for.
#[derive(Debug, Clone)]
pub struct Required {
    /// What must be shown.
    pub standard: StandardRef,
    /// The least assurance for it.
    pub assurance: LeastAssurance,
    /// The place in the rule's file.
    pub span: Span,
}

/// Where a service may be: in a region that matches all that is written here. An empty list allows everything.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The ids of the regions, as patterns.
    pub regions: Vec<PatternId>,
    /// The geographies, as patterns.
    pub geographies: Vec<PatternId>,
    /// The countries' codes, as patterns.
    pub countries: Vec<PatternId>,
    /// All of that in words: `countries US, CA`.
    pub words: Text,
}

impl Places {
    /// Whether everything is allowed.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.geographies.is_empty() && self.countries.is_empty()
    }
}

/// Over how many places a service must at least be spread; 0 and 1 ask for nothing that isn't so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// Different regions.
    pub regions: i64,
    /// Different geographies.
    pub geographies: i64,
    /// Different countries.
    pub countries: i64,
}

/// How grave a finding is, gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Advice,
    /// Should be looked at.
    Warning,
    /// Must not stand.
    Error,
}

impl Severity {
    /// Every severity, gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// A deployment that a rule finds, or doesn't find, something in.
#[derive(Debug, Clone)]
pub struct Example {
    /// Whether the rule speaks on it.
    pub fails: bool,
    /// The day for which it is checked.
    pub as_of: Date,
    /// A manifest.
    pub manifest: Text,
    /// An evidence file that the catalogue is to have beside its own, where no real document shows the case.
    pub evidence: Option<Text>,
    /// A rule file that is to stand beside this one, where another rule has to ask for something first.
    pub beside: Option<Text>,
    /// A policy that it is checked under.
    pub policy: Option<Text>,
}

/// When a rule speaks.
#[derive(Debug, Clone)]
pub enum Condition {
    /// All of these hold; an empty list always does.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This doesn't hold.
    Not(Box<Condition>),
    /// A field of the subject passes a test.
    Field(Field, Test),
}

impl Condition {
    /// Whether it looks at a field.
    pub fn looks_at(&self, field: Field) -> bool {
        match self {
            Self::All(each) | Self::Any(each) => each.iter().any(|one| one.looks_at(field)),
            Self::Not(one) => one.looks_at(field),
            Self::Field(one, _) => *one == field,
        }
    }
}

/// What a field must be. A field that has no value passes no test.
#[derive(Debug, Clone)]
pub enum Test {
    /// Its text matches one of these patterns, by their numbers.
    Matches(Vec<PatternId>),
    /// It is this.
    Is(bool),
    /// Its date lies more than this long before the as-of date.
    OlderThan(Term),
    /// Its date lies longer before the as-of date than the policy lets evidence be old.
    OlderThanAllowed {
        /// The limit where the policy sets none.
        otherwise: Term,
        /// The place of that limit in the rule's file.
        span: Span,
    },
    /// Its date lies at most this long after the as-of date, and not before it.
    Within(Term),
    /// Its date lies before this one.
    Before(Date),
    /// Its date lies after this one.
    After(Date),
    /// It is at least this many.
    AtLeast(i64),
    /// It is at most this many.
    AtMost(i64),
}

/// The number of a pattern in the set that all rules share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternId(pub usize);

/// Whether a pattern has nothing in it but a name itself.
pub fn is_plain(pattern: &str) -> bool {
    !pattern.contains(['*', '?', '[', ']', '{', '}', '\\'])
}

/// What a rule speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One for each manifest.
    Deployment,
    /// One for each service instance.
    Service,
    /// One for each service instance × region, or without a region.
    Placement,
    /// One for each service instance × standard × verdict × deciding document.
    Requirement,
    /// One for each service instance × standard that asks something of the customer.
    Obligation,
    /// One for each edge between two service instances.
    Flow,
    /// One for each waiver.
    Waiver,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 7] = [
        Self::Deployment,
        Self::Service,
        Self::Placement,
        Self::Requirement,
        Self::Obligation,
        Self::Flow,
        Self::Waiver,
    ];

    /// Those that something can be asked of. The others come into being only by what is asked.
    pub const ASKABLE: [Self; 4] = [Self::Deployment, Self::Service, Self::Placement, Self::Flow];

    /// Its name in rule files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deployment => "deployment",
            Self::Service => "service",
            Self::Placement => "placement",
            Self::Requirement => "requirement",
            Self::Obligation => "obligation",
            Self::Flow => "flow",
            Self::Waiver => "waiver",
        }
    }

    /// What there is one of, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Deployment => "one for each manifest",
            Self::Service => "one for each service instance",
            Self::Placement => "one for each service instance and region, or without a region",
            Self::Requirement => "one for each service instance, standard, verdict and deciding document",
            Self::Obligation => "one for each service instance and standard that asks something of the customer",
            Self::Flow => "one for each service instance and another one that it sends to",
            Self::Waiver => "one for each waiver",
        }
    }

    /// The fields that it has.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.subjects().contains(&self))
    }
}
