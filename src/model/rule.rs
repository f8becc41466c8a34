//! Rules: which conclusions are worth saying, how gravely, and in which words.

use jiff::civil::Date;

use crate::text::{Source, Span};

/// All rules, with the patterns that they share.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The rules, by their ids.
    pub rules: Vec<Rule>,
    /// Every pattern over names, once; [`PatternId`] counts from the front.
    pub patterns: Vec<String>,
}

/// One rule: what it matches, and what it says then.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, `group/flaw`.
    pub id: String,
    /// The flaw, in a few words.
    pub title: String,
    /// How grave a finding is.
    pub severity: Severity,
    /// What it speaks about.
    pub subject: Subject,
    /// When it speaks.
    pub condition: Condition,
    /// What it says.
    pub says: Template,
    /// What stands beside the deployed thing in the user's file.
    pub label: Option<Template>,
    /// Subjects that have the same value here share one finding, which counts them.
    pub one_per: Option<Field>,
    /// Whether the help begins with the ways out that the catalogue knows; without any, it is the rule's own.
    pub ways_out: bool,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// Deployments that show it.
    pub examples: Vec<Example>,
    /// The file.
    pub source: Source,
    /// The id's place in it.
    pub span: Span,
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
    pub manifest: String,
    /// An evidence file that the catalogue is to have beside its own, where no real document shows the case.
    pub evidence: Option<String>,
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

/// What a field must be. A field that has no value passes no test.
#[derive(Debug, Clone)]
pub enum Test {
    /// Its text matches one of these patterns, by their numbers.
    Matches(Vec<PatternId>),
    /// It is this.
    Is(bool),
    /// Its date lies more than this many months before the as-of date.
    OlderThan(i32),
    /// Its date lies at most this many days after the as-of date, and not before it.
    Within(i32),
    /// It is at least this many.
    AtLeast(i64),
    /// It is at most this many.
    AtMost(i64),
}

/// The number of a pattern in the set that all rules share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternId(pub usize);

/// Words with placeholders.
#[derive(Debug, Clone)]
pub struct Template(pub Vec<Piece>);

/// A piece of a [`Template`].
#[derive(Debug, Clone)]
pub enum Piece {
    /// These words.
    Words(String),
    /// The value of a field of the subject.
    Field(Field),
    /// How many subjects share the finding.
    Count,
    /// The first words where the finding is about one subject, the second ones where it is about several.
    OneOrMany(String, String),
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

/// What a field holds, and with it which tests it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text, or several texts: takes patterns.
    Text,
    /// True or false.
    Boolean,
    /// A calendar date: takes `older-than` and `within`.
    Date,
    /// A number: takes `at-least` and `at-most`.
    Count,
}

/// Declares [`Field`] once: its names, what each holds, what it means, and which subjects have it.
macro_rules! fields {
    ($($variant:ident $name:literal $kind:ident [$($subject:ident)*] $meaning:literal)*) => {
        /// A field of a subject, which rules match and words name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = $meaning] $variant,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in rule files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it holds.
            pub fn kind(self) -> FieldKind {
                match self { $(Self::$variant => FieldKind::$kind,)* }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// The subjects that have it.
            pub fn subjects(self) -> &'static [Subject] {
                match self { $(Self::$variant => &[$(Subject::$subject),*],)* }
            }
        }
    };
}

fields! {
    DeploymentName "deployment.name" Text [Deployment Service Placement Requirement Obligation Flow Waiver] "The deployment's name."
    DeploymentOwner "deployment.owner" Text [Deployment Service Placement Requirement Obligation Flow Waiver] "Who answers for the deployment."
    DeploymentTags "deployment.tags" Text [Deployment Service Placement Requirement Obligation Flow Waiver] "The deployment's tags, each as `key=value`."
    DeploymentServices "deployment.services" Count [Deployment] "How many service instances the deployment has."
    ServiceName "service.name" Text [Service Placement Requirement Obligation Flow] "The team's own name for the service instance."
    ServiceId "service.id" Text [Service Placement Requirement Obligation Flow] "The catalogue's id of the service."
    ServiceTitle "service.title" Text [Service Placement Requirement Obligation Flow] "The service's name as people write it."
    ServiceTags "service.tags" Text [Service Placement Requirement Obligation Flow] "The service instance's tags, each as `key=value`."
    ServiceData "service.data" Text [Service Placement Requirement Obligation Flow] "Classes of the data that the service instance handles."
    ServiceRequirements "service.requirements" Count [Service Placement] "How many requirements the service instance has."
    ProviderId "provider.id" Text [Service Placement Requirement Obligation] "The provider's id."
    ProviderTitle "provider.title" Text [Service Placement Requirement Obligation] "The provider's name as people write it."
    CloudId "cloud.id" Text [Service Placement Requirement Obligation] "The cloud's id."
    CloudTitle "cloud.title" Text [Service Placement Requirement Obligation] "The cloud's name as people write it."
    CloudStatus "cloud.status" Text [Service Placement Requirement Obligation] "On the as-of date: active, closed, named-only or unstated."
    CloudClosed "cloud.closed" Date [Service Placement Requirement Obligation] "The last day on which the cloud ran."
    Regions "regions" Text [Service Requirement] "The ids of the regions."
    RegionId "region.id" Text [Placement] "The region's id."
    RegionTitle "region.title" Text [Placement] "The region's name as people write it."
    RegionGeography "region.geography" Text [Placement] "The market that the provider counts the region to."
    RegionCountry "region.country" Text [Placement] "ISO 3166-1 alpha-2 code of the region's country."
    RegionStatus "region.status" Text [Placement] "On the as-of date: active, staging, named-only or closed."
    RegionCloud "region.cloud" Text [Placement] "The name of the cloud that the region belongs to."
    Available "available" Boolean [Placement Requirement] "Whether the regions belong to the cloud."
    Required "required" Text [Requirement Obligation] "What is required, as `standard[:edition][@level]`."
    RequiredTitle "required.title" Text [Requirement Obligation] "What is required, as people say it."
    RequiredEdition "required.edition" Text [Requirement] "The edition that is required."
    RequiredLevel "required.level" Text [Requirement] "The level that is required, as people say it after the standard's name."
    StandardId "standard.id" Text [Requirement Obligation] "The standard's id."
    StandardTitle "standard.title" Text [Requirement Obligation] "The standard's short name."
    StandardSegment "standard.segment" Text [Requirement Obligation] "global, us-government, industry or regional."
    StandardKind "standard.kind" Text [Requirement Obligation] "On what an assurance for the standard rests."
    StandardDuty "standard.duty" Text [Requirement Obligation] "What stays with the customer."
    Assurance "assurance" Text [Requirement] "The least assurance that is asked for: any or third-party."
    Origin "origin" Text [Requirement] "Who asks: service or deployment."
    Verdict "verdict" Text [Requirement] "What the catalogue shows."
    Held "held" Text [Requirement] "What is held, as `standard[:edition][@level]`."
    HeldTitle "held.title" Text [Requirement] "What is held, as people say it."
    HeldEdition "held.edition" Text [Requirement] "The edition that the deciding document states."
    HeldKind "held.kind" Text [Requirement] "On what the assurance that is held rests."
    LevelHow "level.how" Text [Requirement] "What is said of the level that is required where another one is held, or none is printed, after the cloud's name."
    HeldUntil "held.until" Date [Requirement] "The last day on which what is held counts."
    HeldRegions "held.regions" Text [Requirement] "The only regions for which the deciding claim speaks."
    ConditionId "condition.id" Text [Requirement] "The condition of the deciding claim."
    ConditionText "condition" Text [Requirement] "What must hold for the claim to reach this customer, after \"only if\"."
    Contested "contested" Boolean [Requirement] "Whether the documents disagree."
    ContestedHow "contested.how" Text [Requirement] "What the deciding document says, and what its own other statements and other documents say otherwise."
    ContestedBy "contested.by" Text [Requirement] "The titles of the documents that say otherwise."
    EvidenceId "evidence.id" Text [Requirement] "The deciding document's id."
    EvidenceTitle "evidence.title" Text [Requirement] "The deciding document's title."
    EvidencePublisher "evidence.publisher" Text [Requirement] "Who published the deciding document."
    EvidenceAsOf "evidence.as-of" Date [Requirement] "The day for which the deciding document speaks."
    EvidenceAge "evidence.age" Date [Requirement] "The latest day on which the deciding document's text was found; its age counts from there."
    Relation "relation" Text [Requirement] "The relation that satisfies the requirement, in words."
    PlatformTitle "platform.title" Text [Requirement] "The platform that a document puts in scope."
    AgreementId "agreement.id" Text [Obligation] "The agreement that must be in force."
    AgreementTitle "agreement.title" Text [Obligation] "The agreement's name."
    AgreementState "agreement.state" Text [Obligation] "missing, not-yet-in-force, expired, in-force or not-needed."
    AgreementSigned "agreement.signed" Date [Obligation] "From when the declared agreement is in force."
    AgreementExpires "agreement.expires" Date [Obligation] "The last day on which the declared agreement is in force."
    FlowTo "flow.to" Text [Flow] "The name of the service instance that receives."
    FlowData "flow.data" Text [Flow] "Classes of the data that goes there."
    WaiverRule "waiver.rule" Text [Waiver] "The rules that are waived, as a pattern."
    WaiverKnown "waiver.known" Boolean [Waiver] "Whether a rule has an id that the pattern matches."
    WaiverReason "waiver.reason" Text [Waiver] "Why it is waived."
    WaiverUntil "waiver.until" Date [Waiver] "The last day on which it excuses."
    WaiverExpired "waiver.expired" Boolean [Waiver] "Whether that day is over."
    WaiverUsed "waiver.used" Boolean [Waiver] "Whether it excuses a finding."
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

    /// The fields that it has.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.subjects().contains(&self))
    }
}
