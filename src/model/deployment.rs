//! What a team declares: services in clouds, and what must be shown for them.

use std::sync::Arc;

use jiff::civil::Date;

use super::id::{Id, Slug};
use super::profile::Member;
use super::provider::{Agreement, Cloud, Region, Service};
use super::standard::StandardRef;
use crate::text::{Source, Span, Spanned};

/// One manifest, with every name resolved.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// The file.
    pub source: Source,
    /// Its name, where it has one.
    pub name: Option<Spanned<String>>,
    /// Who answers for it.
    pub owner: Option<Spanned<String>>,
    /// Free words about it.
    pub tags: Vec<Tag>,
    /// What is deployed.
    pub services: Vec<ServiceInstance>,
    /// What is signed.
    pub agreements: Vec<SignedAgreement>,
    /// What is excused for a while.
    pub waivers: Vec<Waiver>,
    /// The services that are left out, since something in them can't be taken.
    pub left_out: Vec<LeftOut>,
    /// What its lists name more than once.
    pub repeated: Vec<Repeated>,
    /// Whether everything in the file was taken.
    pub is_whole: bool,
}

/// A name in a list that means what stands there already. It counts once.
#[derive(Debug, Clone)]
pub struct Repeated {
    /// What both mean.
    pub means: String,
    /// Where it stands again.
    pub span: Span,
    /// Where it stands first.
    pub first: Span,
}

/// A service of which something can't be taken.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// The team's own name for it.
    pub name: Spanned<String>,
    /// Where its data goes.
    pub sends_to: Vec<Flow>,
}

/// A free word about a deployment or a service.
#[derive(Debug, Clone)]
pub struct Tag {
    /// What the word is about.
    pub key: Spanned<String>,
    /// The word.
    pub value: Spanned<String>,
}

/// One use of a service in one cloud.
#[derive(Debug, Clone)]
pub struct ServiceInstance {
    /// The team's own name for it, unique in the file.
    pub name: Spanned<String>,
    /// The catalogue's service.
    pub service: Spanned<Id<Service>>,
    /// The cloud; its place may be in the deployment's defaults.
    pub cloud: Spanned<Id<Cloud>>,
    /// The regions; none means that the use is not bound to one.
    pub regions: Vec<Spanned<Id<Region>>>,
    /// What must be shown for it, the deployment's demands included.
    pub requires: Vec<Demand>,
    /// Classes of the data that it handles.
    pub data: Vec<Spanned<String>>,
    /// Conditions of the catalogue's claims that this use meets.
    pub meets: Vec<Spanned<Slug>>,
    /// Where its data goes.
    pub sends_to: Vec<Flow>,
    /// Free words about it.
    pub tags: Vec<Tag>,
}

/// Data that goes from one service instance to another.
#[derive(Debug, Clone)]
pub struct Flow {
    /// The name of the service instance that receives.
    pub to: Spanned<String>,
    /// Classes of the data that goes there.
    pub data: Vec<Spanned<String>>,
}

/// Something that must be shown for a service instance.
#[derive(Debug, Clone)]
pub struct Demand {
    /// What must be shown.
    pub standard: StandardRef,
    /// The least assurance, where one is asked for.
    pub assurance: LeastAssurance,
    /// Who asks.
    pub origin: Origin,
    /// Where it is asked.
    pub span: Span,
    /// The profile that stands there in its place, where one does.
    pub profile: Option<Arc<ThroughProfile>>,
}

/// How a profile asks for something.
#[derive(Debug, Clone)]
pub struct ThroughProfile {
    /// The profile that the manifest names.
    pub name: String,
    /// What of it asks.
    pub member: Member,
}

/// Who asks for something to be shown, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The service itself.
    Service,
    /// The deployment, for all its services.
    Deployment,
    /// A rule.
    Rule,
    /// A rule, because of data that another service sends.
    Flow,
}

impl Origin {
    /// Everyone who may ask.
    pub const ALL: [Self; 4] = [Self::Service, Self::Deployment, Self::Rule, Self::Flow];

    /// Its name in rules and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Deployment => "deployment",
            Self::Rule => "rule",
            Self::Flow => "flow",
        }
    }
}

/// How strong an assurance must at least be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum LeastAssurance {
    /// The provider's own word is enough.
    #[default]
    Any,
    /// Somebody other than the provider must answer for it.
    ThirdParty,
}

impl LeastAssurance {
    /// Every degree.
    pub const ALL: [Self; 2] = [Self::Any, Self::ThirdParty];

    /// Its name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::ThirdParty => "third-party",
        }
    }
}

/// An agreement that the team has signed.
#[derive(Debug, Clone)]
pub struct SignedAgreement {
    /// Which one.
    pub agreement: Spanned<Id<Agreement>>,
    /// From when it is in force.
    pub signed: Option<Spanned<Date>>,
    /// The last day on which it is in force.
    pub expires: Option<Spanned<Date>>,
}

/// A dated, approved exception: findings that it matches don't count until it ends.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Which rules: a glob over their ids.
    pub rule: Spanned<String>,
    /// Which service instances: a glob over their names.
    pub service: Option<Spanned<String>>,
    /// Which requirements: a glob over `standard[:edition][@level]`.
    pub standard: Option<Spanned<String>>,
    /// Which clouds: a glob over their ids.
    pub cloud: Option<Spanned<String>>,
    /// Which regions: a glob over their ids.
    pub region: Option<Spanned<String>>,
    /// The last day on which it excuses.
    pub until: Spanned<Date>,
    /// Why.
    pub reason: Spanned<String>,
    /// Who allowed it.
    pub approved_by: Option<Spanned<String>>,
    /// The whole entry.
    pub span: Span,
}
