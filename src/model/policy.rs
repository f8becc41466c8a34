//! The policy: what an organisation says to all its teams about how their manifests are judged.

use std::sync::LazyLock;

use super::date::Term;
use super::profile::Profiles;
use super::rule::Severity;
use crate::text::{Source, Span, Spanned};

/// A policy, with the place of everything that it says. What it leaves unsaid has a default.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The file; none where there is no policy.
    pub source: Option<Source>,
    /// The least severity that fails a check.
    pub fail_on: Option<Spanned<FailOn>>,
    /// How the outcome of a check is shown, by the format's name.
    pub format: Option<Spanned<String>>,
    /// Folders with more of the catalogue, as they are written.
    pub catalogs: Vec<Spanned<String>>,
    /// Folders with more rules, as they are written.
    pub rules: Vec<Spanned<String>>,
    /// Names of packs of rules.
    pub packs: Vec<Spanned<String>>,
    /// How old evidence may be.
    pub evidence_age: Option<Spanned<Term>>,
    /// How grave the findings of rules are, in the order of the file.
    pub severities: Vec<SeverityEntry>,
    /// Named sets of standards.
    pub profiles: Profiles,
    /// What waivers may do.
    pub waivers: WaiverLimits,
}

impl Policy {
    /// What holds where there is no policy.
    pub fn none() -> &'static Self {
        static NONE: LazyLock<Policy> = LazyLock::new(Policy::default);
        &NONE
    }
}

/// How grave the findings of some rules are.
#[derive(Debug, Clone)]
pub struct SeverityEntry {
    /// Which rules: a pattern over their ids.
    pub rules: Spanned<String>,
    /// How grave.
    pub grade: Spanned<Grade>,
}

/// What waivers may do.
#[derive(Debug, Clone, Default)]
pub struct WaiverLimits {
    /// Rules that nobody can waive: patterns over their ids.
    pub never: Vec<Spanned<String>>,
    /// How long after the day of the check a waiver may end at most.
    pub longest: Option<Spanned<Term>>,
    /// Who may approve a waiver: patterns. Without any, a waiver needs no approval.
    pub approved_by: Vec<Spanned<String>>,
    /// The place of the list of those who may approve, where there is one.
    pub approved_by_span: Option<Span>,
}

/// The least severity that fails a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Errors fail it.
    #[default]
    Error,
    /// Errors and warnings do.
    Warning,
    /// Every finding does.
    Advice,
    /// No finding does.
    Never,
}

impl FailOn {
    /// Every threshold.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Advice, Self::Never];

    /// Its name on the command line and in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
            Self::Never => "never",
        }
    }

    /// The least severity that fails; none for never.
    pub fn least(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }
}

/// How grave the findings of a rule are, or that it makes none. Gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The rule is not held against anything.
    Off,
    /// Its findings are of this severity.
    Of(Severity),
}

impl Grade {
    /// Every grade.
    pub const ALL: [Self; 4] =
        [Self::Of(Severity::Error), Self::Of(Severity::Warning), Self::Of(Severity::Advice), Self::Off];

    /// Its name in policies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Of(severity) => severity.name(),
        }
    }
}
