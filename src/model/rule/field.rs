//! The fields of subjects: what rules match, and what words name.

use super::Subject;

/// What a field holds, and with it which tests it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text: takes patterns.
    Text,
    /// Several texts, of which one must match: takes patterns.
    Texts,
    /// True or false.
    Boolean,
    /// A calendar date: takes `older-than`, `within`, `before` and `after`.
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
    AsOf "as-of" Date [Deployment Service Placement Requirement Obligation Flow Waiver] "The day for which everything is decided."
    DeploymentName "deployment.name" Text [Deployment Service Placement Requirement Obligation Flow Waiver] "The deployment's name."
    DeploymentOwner "deployment.owner" Text [Deployment Service Placement Requirement Obligation Flow Waiver] "Who answers for the deployment."
    DeploymentTags "deployment.tags" Texts [Deployment Service Placement Requirement Obligation Flow Waiver] "The deployment's tags, each as `key=value`."
    DeploymentServices "deployment.services" Count [Deployment] "How many service instances the deployment has."
    ServiceName "service.name" Text [Service Placement Requirement Obligation Flow] "The team's own name for the service instance."
    ServiceId "service.id" Text [Service Placement Requirement Obligation Flow] "The catalogue's id of the service."
    ServiceTitle "service.title" Text [Service Placement Requirement Obligation Flow] "The service's name as people write it."
    ServiceTags "service.tags" Texts [Service Placement Requirement Obligation Flow] "The service instance's tags, each as `key=value`."
    ServiceData "service.data" Texts [Service Placement Requirement Obligation Flow] "Classes of the data that the service instance handles: those that it declares, and those that reach it from others."
    ServiceDataOwn "service.data.own" Texts [Service Placement Requirement Obligation Flow] "Classes of the data that the service instance declares itself."
    DataPath "data.path" Texts [Service Placement Requirement Obligation Flow] "How each class that it does not declare itself reaches the service instance."
    ServiceRegions "service.regions" Count [Service] "In how many regions the service instance runs."
    ServiceGeographies "service.geographies" Count [Service] "In how many geographies it runs."
    ServiceCountries "service.countries" Count [Service] "In how many countries it runs."
    SpreadEnough "spread.enough" Boolean [Service] "Whether it is spread over as many places as rules ask for."
    SpreadLacks "spread.lacks" Text [Service] "What is missing to that, in words."
    ServiceRequirements "service.requirements" Count [Service Placement] "How many requirements the manifest names for the service instance."
    ProviderId "provider.id" Text [Service Placement Requirement Obligation Flow] "The provider's id."
    ProviderTitle "provider.title" Text [Service Placement Requirement Obligation Flow] "The provider's name as people write it."
    CloudId "cloud.id" Text [Service Placement Requirement Obligation Flow] "The cloud's id."
    CloudTitle "cloud.title" Text [Service Placement Requirement Obligation Flow] "The cloud's name as people write it."
    CloudStatus "cloud.status" Text [Service Placement Requirement Obligation Flow] "On the as-of date: active, closed, named-only or unstated."
    CloudClosed "cloud.closed" Date [Service Placement Requirement Obligation Flow] "The last day on which the cloud ran."
    Regions "regions" Texts [Service Requirement] "The ids of the regions; in words the first of them, and how many more."
    Countries "countries" Texts [Service Requirement] "ISO 3166-1 alpha-2 codes of the regions' countries."
    Geographies "geographies" Texts [Service Requirement] "The geographies of the regions."
    RegionId "region.id" Text [Placement] "The region's id."
    RegionTitle "region.title" Text [Placement] "The region's name as people write it."
    RegionGeography "region.geography" Text [Placement] "The market that the provider counts the region to."
    RegionCountry "region.country" Text [Placement] "ISO 3166-1 alpha-2 code of the region's country."
    RegionStatus "region.status" Text [Placement] "On the as-of date: active, staging, named-only or closed."
    RegionCloud "region.cloud" Text [Placement] "The name of the cloud that the region belongs to."
    Bound "bound" Boolean [Placement] "Whether the use is bound to a region."
    Allowed "allowed" Boolean [Placement] "Whether rules that say where a service may be allow this."
    AllowedPlaces "allowed.places" Text [Placement] "Where those rules allow it, in words."
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
    Origin "origin" Text [Requirement Obligation] "Who asks, the nearest: service, deployment, rule or flow."
    OriginRules "origin.rules" Texts [Placement Service Requirement Obligation] "The ids of the rules that ask."
    Verdict "verdict" Text [Requirement] "What the catalogue shows."
    Held "held" Text [Requirement] "What is held, as `standard[:edition][@level]`."
    HeldTitle "held.title" Text [Requirement] "What is held, as people say it."
    HeldEdition "held.edition" Text [Requirement] "The edition that the deciding document states."
    HeldKind "held.kind" Text [Requirement] "On what the assurance that is held rests."
    LevelHow "level.how" Text [Requirement] "What is said of the level that is required where another one is held, or none is printed, after the cloud's name."
    HeldUntil "held.until" Date [Requirement] "The last day on which what is held counts."
    HeldRegions "held.regions" Texts [Requirement] "The only regions for which the deciding claim speaks; in words the first of them, and how many more."
    ConditionId "condition.id" Texts [Requirement] "The condition of the deciding claim."
    ConditionText "condition" Text [Requirement] "What must hold for the claim to reach this customer, after \"only if\"."
    Contested "contested" Boolean [Requirement] "Whether the documents disagree."
    ContestedHow "contested.how" Text [Requirement] "What the deciding document says, and what its own other statements and other documents say otherwise."
    ContestedBy "contested.by" Texts [Requirement] "The titles of the documents that say otherwise."
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
    FlowToId "flow.to.id" Text [Flow] "The catalogue's id of the service that receives."
    FlowToProvider "flow.to.provider" Text [Flow] "The id of the provider that receives."
    FlowToCloud "flow.to.cloud" Text [Flow] "The id of the cloud that receives."
    FlowToCountries "flow.to.countries" Texts [Flow] "Codes of the countries of the receiver's regions."
    FlowData "flow.data" Texts [Flow] "Classes of the data that goes there: those that the flow names, else all that the sender handles."
    WaiverRule "waiver.rule" Text [Waiver] "The rules that are waived, as a pattern."
    WaiverScope "waiver.scope" Text [Waiver] "What is waived, in words: the rules, then of which services, requirements, clouds and regions."
    WaiverKnown "waiver.known" Boolean [Waiver] "Whether a rule has an id that the pattern matches."
    WaiverReason "waiver.reason" Text [Waiver] "Why it is waived."
    WaiverUntil "waiver.until" Date [Waiver] "The last day on which it excuses."
    WaiverExpired "waiver.expired" Boolean [Waiver] "Whether that day is over."
    WaiverForbidden "waiver.forbidden" Text [Waiver] "Ids of the rules that it takes in and that the policy lets nobody waive."
    WaiverInVain "waiver.in-vain" Text [Waiver] "Ids of the rules that ask for what it would excuse, and of which the policy lets nobody waive what they ask."
    WaiverTooLong "waiver.too-long" Boolean [Waiver] "Whether it ends later than the policy allows."
    WaiverLatest "waiver.latest" Date [Waiver] "The latest end that the policy allows, counted from the as-of date."
    WaiverApprover "waiver.approver" Text [Waiver] "Who approved it."
    WaiverApproverOk "waiver.approver-ok" Boolean [Waiver] "Whether the policy asks for no approval, or somebody approved it who may."
    WaiverUsed "waiver.used" Boolean [Waiver] "Whether it matches anything that a rule finds, also where it is over or breaks the policy and excuses nothing."
    WaiverExcuses "waiver.excuses" Boolean [Waiver] "Whether it excuses anything that would count without it: it is not over, the policy lets it, and no waiver before it does the same."
}
