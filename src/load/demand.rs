//! What must be shown, as manifests and profiles write it: `"standard[:edition][@level]"`, or a table with the least
//! assurance beside it.

use super::decode::Complaints;
use super::tree::{Node, Place, Value};
use crate::catalog::NotFound;
use crate::model::deployment::LeastAssurance;
use crate::model::standard::StandardRef;

/// What is required here, or a problem. What a name stands for, `find` says.
pub(super) fn read(
    complaints: &mut Complaints,
    node: &Node,
    find: impl FnOnce(&str) -> Result<StandardRef, NotFound>,
) -> Option<(StandardRef, LeastAssurance)> {
    if !matches!(node.value, Value::Table(_)) {
        return Some((standard(complaints, node, find)?, LeastAssurance::Any));
    }
    let mut fields = complaints.table(node)?;
    let required = fields.required(complaints, "standard").and_then(|node| standard(complaints, node, find));
    let assurance = match fields.optional("assurance") {
        None => Some(LeastAssurance::Any),
        Some(node) => complaints.one_of(node, "assurance", &LeastAssurance::ALL, LeastAssurance::name),
    };
    fields.finish(complaints);
    Some((required?, assurance?))
}

fn standard(
    complaints: &mut Complaints,
    node: &Node,
    find: impl FnOnce(&str) -> Result<StandardRef, NotFound>,
) -> Option<StandardRef> {
    let text = complaints.text(node)?;
    known(complaints, node.place, "unknown-standard", find(text))
}

/// What was found, or a problem at `place`.
pub(super) fn known<T>(
    complaints: &mut Complaints,
    place: Place,
    code: &'static str,
    found: Result<T, NotFound>,
) -> Option<T> {
    match found {
        Ok(thing) => Some(thing),
        Err(NotFound { message, help }) => {
            complaints.add(place, code, message, help);
            None
        }
    }
}
