//! What is known of one thing, whatever it is.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    AgreementPage, CloudPage, Day, DocumentPage, Look, ProviderPage, RegionPage, ServicePage, StandardPage, Thing,
};

/// What is known of one thing on one day.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Page<'c> {
    /// The day.
    pub as_of: Day,
    /// What is known, under the name of its kind.
    #[serde(flatten)]
    pub subject: Subject<'c>,
}

/// What is known of one thing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(JsonSchema))]
pub enum Subject<'c> {
    /// A service.
    Service(ServicePage<'c>),
    /// A standard.
    Standard(Box<StandardPage<'c>>),
    /// A cloud.
    Cloud(CloudPage<'c>),
    /// A region.
    Region(RegionPage<'c>),
    /// A document.
    Document(Box<DocumentPage<'c>>),
    /// An agreement.
    Agreement(AgreementPage<'c>),
    /// A provider.
    Provider(ProviderPage<'c>),
}

impl<'c> Look<'c> {
    /// What is known of `thing`.
    pub fn page(&self, thing: Thing) -> Page<'c> {
        let subject = match thing {
            Thing::Service(id) => Subject::Service(self.service(id)),
            Thing::Standard(reference) => Subject::Standard(Box::new(self.standard(reference))),
            Thing::Cloud(id) => Subject::Cloud(self.cloud(id)),
            Thing::Region(id) => Subject::Region(self.region(id)),
            Thing::Document(id) => Subject::Document(Box::new(self.document(id))),
            Thing::Agreement(id) => Subject::Agreement(self.agreement(id)),
            Thing::Provider(id) => Subject::Provider(self.provider(id)),
        };
        Page { as_of: Day(self.as_of), subject }
    }
}
