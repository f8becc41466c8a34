//! The schemas of what programs read, as the tests generate them from the types and compare them with `schema/`.

use std::path::{Path, PathBuf};

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// Holds the schema of this name to the type.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "a test may ask whether it is to write")]
pub(super) fn is_that_of<T: JsonSchema>(name: &str) {
    // A format that only the generator knows makes strict validators stumble.
    let plain = RecursiveTransform(|schema: &mut Schema| {
        if schema.get("format").is_some_and(|format| format == "uint" || format == "int64") {
            schema.remove("format");
        }
    });
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(plain);
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let generated = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path(name), &generated).expect("the schema can be written");
    }
    let committed = std::fs::read_to_string(path(name)).unwrap_or_default();
    assert!(committed == generated, "the types have changed: run this test with UPDATE_SCHEMA=1, and read the diff");
}

/// What the schema of this name has against a document.
pub(super) fn complaints(name: &str, document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&committed(name)).expect("the schema is valid");
    validator.iter_errors(document).map(|error| error.to_string()).collect()
}

fn committed(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).expect("the schema is there");
    serde_json::from_str(&text).expect("it is JSON")
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schema/{name}.schema.json"))
}
