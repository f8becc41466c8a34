//! The closed sets of words in which explanations speak.

/// What an explanation turned out to be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A standard for a service instance.
    Requirement,
    /// A service instance, with all that is required of it.
    Service,
    /// A finding.
    Finding,
    /// All findings at a place.
    Line,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Requirement, Self::Service, Self::Finding, Self::Line];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Requirement => "requirement",
            Self::Service => "service",
            Self::Finding => "finding",
            Self::Line => "line",
        }
    }
}

/// What a step of a decision looks at, in the order of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// Whether the cloud runs.
    Cloud,
    /// Which documents speak.
    Documents,
    /// Which are silent, since a newer version took their place.
    Replaced,
    /// Which of them is the newest.
    Newest,
    /// Whether it speaks for the region.
    Region,
    /// What it states.
    Claim,
    /// How long that counts.
    Validity,
    /// For which edition.
    Edition,
    /// At which level.
    Level,
    /// By what kind of assurance.
    Kind,
    /// Under which condition.
    Condition,
    /// What is said of the platform.
    Platform,
    /// Whether something else that is held satisfies it.
    Relation,
    /// Whether the documents disagree.
    Contested,
}

impl StepKind {
    /// Every kind, in the order of the decision.
    pub const ALL: [Self; 14] = [
        Self::Cloud,
        Self::Documents,
        Self::Replaced,
        Self::Newest,
        Self::Region,
        Self::Claim,
        Self::Validity,
        Self::Edition,
        Self::Level,
        Self::Kind,
        Self::Condition,
        Self::Platform,
        Self::Relation,
        Self::Contested,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cloud => "cloud",
            Self::Documents => "documents",
            Self::Replaced => "replaced",
            Self::Newest => "newest",
            Self::Region => "region",
            Self::Claim => "claim",
            Self::Validity => "validity",
            Self::Edition => "edition",
            Self::Level => "level",
            Self::Kind => "kind",
            Self::Condition => "condition",
            Self::Platform => "platform",
            Self::Relation => "relation",
            Self::Contested => "contested",
        }
    }
}

/// What a step does to a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It lets the requirement be covered.
    Passes,
    /// It gives the verdict, and the requirement is not covered.
    Stops,
    /// It changes nothing, and a reader should know it.
    Tells,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Self; 3] = [Self::Passes, Self::Stops, Self::Tells];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Stops => "stops",
            Self::Tells => "tells",
        }
    }
}

/// The part of a document in a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It decides.
    Decides,
    /// It says that the cloud was closed, which decides.
    Closing,
    /// Its own claim gives another verdict.
    Contests,
    /// It speaks of it as well.
    AlsoSays,
    /// It spoke of it, until a newer version took its place.
    Replaced,
    /// It speaks of a platform that the service belongs to.
    Platform,
    /// It prints what is not believed.
    Misprint,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 7] =
        [Self::Decides, Self::Closing, Self::Contests, Self::AlsoSays, Self::Replaced, Self::Platform, Self::Misprint];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decides => "decides",
            Self::Closing => "closing",
            Self::Contests => "contests",
            Self::AlsoSays => "also-says",
            Self::Replaced => "replaced",
            Self::Platform => "platform",
            Self::Misprint => "misprint",
        }
    }
}
