//! Who runs clouds, where, and what customers deploy in them.

use jiff::civil::Date;

use super::Text;
use super::evidence::StatedIn;
use super::id::{Id, Slug};
use super::standard::Standard;

/// Who runs clouds and publishes what audits put in scope.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its id.
    pub id: Slug,
    /// Its name as people write it.
    pub name: Text,
}

/// A separately operated and separately audited environment of a provider.
#[derive(Debug, Clone)]
pub struct Cloud {
    /// Its id.
    pub id: Slug,
    /// Who runs it.
    pub provider: Id<Provider>,
    /// Its name as people write it.
    pub name: Text,
    /// Every other spelling that documents and tools use.
    pub aliases: Vec<Text>,
    /// What is known of its operation.
    pub status: CloudStatus,
    /// Its regions.
    pub regions: Vec<Id<Region>>,
    /// Groups of regions that documents name as if they were a cloud of their own.
    pub parts: Vec<CloudPart>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

/// What is known of a cloud's operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloudStatus {
    /// Customers can deploy there.
    Active,
    /// It was closed; this day is the last one on which it ran.
    Closed(Date),
    /// Documents name it and say nothing else.
    NamedOnly,
    /// No document says whether it runs.
    Unstated,
}

impl CloudStatus {
    /// Its name in files, rules and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed(_) => "closed",
            Self::NamedOnly => "named-only",
            Self::Unstated => "unstated",
        }
    }

    /// The last day on which the cloud ran, where it was closed.
    pub fn closed(self) -> Option<Date> {
        match self {
            Self::Closed(date) => Some(date),
            Self::Active | Self::NamedOnly | Self::Unstated => None,
        }
    }
}

/// A group of a cloud's regions that documents name as if it were a cloud of its own.
#[derive(Debug, Clone)]
pub struct CloudPart {
    /// Its id.
    pub id: Slug,
    /// Its name as people write it.
    pub name: Text,
    /// Other spellings.
    pub aliases: Vec<Text>,
    /// The regions that it stands for.
    pub regions: Vec<Id<Region>>,
    /// Who says so.
    pub stated_in: Vec<StatedIn>,
}

/// A place inside one cloud.
#[derive(Debug, Clone)]
pub struct Region {
    /// Its id, as the provider's tools write it.
    pub id: Slug,
    /// The cloud that it belongs to.
    pub cloud: Id<Cloud>,
    /// Its name as the provider's pages print it, where one does.
    pub name: Option<Text>,
    /// The market that the provider counts it to.
    pub geography: Option<Text>,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: Option<Text>,
    /// City or state.
    pub place: Option<Text>,
    /// The regions that it is paired with for recovery.
    pub pairs: Vec<Id<Region>>,
    /// Whether it has availability zones.
    pub zones: Option<bool>,
    /// Whether access has to be asked for.
    pub restricted: Option<bool>,
    /// What is known of its operation.
    pub status: RegionStatus,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

/// What is known of a region's operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionStatus {
    /// Customers can deploy there.
    Active,
    /// The provider tests there; customers don't.
    Staging,
    /// Documents name it and say nothing else.
    NamedOnly,
    /// It was closed; this day is the last one on which it ran.
    Closed(Date),
}

impl RegionStatus {
    /// Its name in files, rules and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Staging => "staging",
            Self::NamedOnly => "named-only",
            Self::Closed(_) => "closed",
        }
    }
}

impl Region {
    /// The name to show: the printed one, else the id.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.id.as_str())
    }
}

/// Something that a customer deploys, or a platform that contains such things.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its id.
    pub id: Slug,
    /// Who offers it.
    pub provider: Id<Provider>,
    /// Its name as people write it.
    pub name: Text,
    /// Every other spelling that a document prints.
    pub aliases: Vec<Text>,
    /// Whether it contains other services. A platform's scope is not its services' scope.
    pub is_platform: bool,
    /// The cloud that a document means when it names this service and no cloud.
    pub home: Id<Cloud>,
    /// The platforms that it belongs to.
    pub part_of: Vec<Id<Service>>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}

/// A contract that a customer must have in force for an assurance to reach them.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// Its id.
    pub id: Slug,
    /// The provider that signs it.
    pub provider: Id<Provider>,
    /// Its name as people write it.
    pub name: Text,
    /// Other spellings.
    pub aliases: Vec<Text>,
    /// The standard that it answers for.
    pub standard: Id<Standard>,
    /// Who says all this.
    pub stated_in: Vec<StatedIn>,
}
