//! Days and closed sets of names, as they stand in JSON.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::check::ahead::CauseKind;
use crate::model::deployment::{LeastAssurance, Origin};
use crate::model::policy::FailOn;
use crate::model::rule::Severity;
use crate::model::verdict::Verdict;

/// A day, `2026-12-31`.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A value of a closed set, by its name; in the order of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Name<T>(pub T);

impl<T: Named> Serialize for Name<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

/// A closed set whose members have names.
pub(in super::super) trait Named: Copy {
    /// The name of this one.
    fn name(self) -> &'static str;
}

impl Named for Verdict {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

impl Named for Severity {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

impl Named for FailOn {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

impl Named for Origin {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

impl Named for CauseKind {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

impl Named for LeastAssurance {
    fn name(self) -> &'static str {
        Self::name(self)
    }
}

#[cfg(test)]
pub(in super::super) use schema::Described;

#[cfg(test)]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{CauseKind, Day, FailOn, LeastAssurance, Name, Named, Origin, Severity, Verdict};

    impl JsonSchema for Day {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            "Day".into()
        }

        fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
            json_schema!({ "type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$" })
        }
    }

    impl<T: Described> JsonSchema for Name<T> {
        fn schema_name() -> Cow<'static, str> {
            T::TITLE.into()
        }

        fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
            let names: Vec<_> = T::MEMBERS.iter().map(|member| member.name()).collect();
            json_schema!({ "description": T::ABOUT, "type": "string", "enum": names })
        }
    }

    /// What the schema says of a closed set.
    pub(in super::super::super) trait Described: Named + Sized + 'static {
        const TITLE: &'static str;
        const ABOUT: &'static str;
        /// The members that a report can hold.
        const MEMBERS: &'static [Self];
    }

    impl Described for Verdict {
        const TITLE: &'static str = "Verdict";
        const ABOUT: &'static str = "What the catalogue shows for a requirement.";
        const MEMBERS: &'static [Self] = &Self::ALL;
    }

    impl Described for CauseKind {
        const TITLE: &'static str = "CauseKind";
        const ABOUT: &'static str = "What has a date that passes.";
        const MEMBERS: &'static [Self] = &Self::ALL;
    }

    impl Described for Severity {
        const TITLE: &'static str = "Severity";
        const ABOUT: &'static str = "How grave a finding is.";
        const MEMBERS: &'static [Self] = &Self::ALL;
    }

    impl Described for FailOn {
        const TITLE: &'static str = "FailOn";
        const ABOUT: &'static str = "The least severity that fails a check.";
        const MEMBERS: &'static [Self] = &Self::ALL;
    }

    impl Described for Origin {
        const TITLE: &'static str = "OriginKind";
        const ABOUT: &'static str = "Who asks for something to be shown.";
        const MEMBERS: &'static [Self] = &Self::ALL;
    }

    impl Described for LeastAssurance {
        const TITLE: &'static str = "Assurance";
        const ABOUT: &'static str = "How strong an assurance must at least be; left out where any will do.";
        const MEMBERS: &'static [Self] = &[Self::ThirdParty];
    }
}
