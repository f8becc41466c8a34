//! What the schemas say of values that are written as text.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::search::Rank;
use super::{Day, Kind};
use crate::model::verdict::Verdict;

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

impl JsonSchema for Kind {
    fn schema_name() -> Cow<'static, str> {
        "Kind".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        one_of(Self::ALL.map(Self::name))
    }
}

impl JsonSchema for Rank {
    fn schema_name() -> Cow<'static, str> {
        "Rank".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        one_of(Self::ALL.map(Self::name))
    }
}

pub(super) fn verdict(_generator: &mut SchemaGenerator) -> Schema {
    one_of(Verdict::ALL.map(Verdict::name))
}

fn one_of<const N: usize>(names: [&str; N]) -> Schema {
    json_schema!({ "type": "string", "enum": names.as_slice() })
}
