//! The parts of a report that are only compared. Where something stands in the manifest is a part of its own: with the
//! manifest, it moves.

use serde_json::Value;

use crate::model::told::{PLACE, Part};

/// What tells a place in the manifest.
const PLACES: [&str; 4] = ["line", "column", "offset", "length"];

/// These parts without their places, and the places of all of them.
pub(super) fn of<const N: usize>(parts: [(&'static str, Value); N]) -> Vec<Part> {
    let mut places = Vec::new();
    let mut all: Vec<Part> = Vec::with_capacity(N + 1);
    for (name, mut value) in parts {
        if PLACES.contains(&name) {
            places.push(value);
        } else {
            displace(&mut value, &mut places);
            all.push((name, value.to_string()));
        }
    }
    all.push((PLACE, Value::from(places).to_string()));
    all
}

fn displace(value: &mut Value, places: &mut Vec<Value>) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|one| displace(one, places)),
        Value::Object(all) => {
            // In place of each stands that there was one.
            places.extend(PLACES.iter().filter_map(|name| all.get_mut(*name).map(Value::take)));
            all.values_mut().for_each(|one| displace(one, places));
        }
        _ => {}
    }
}
